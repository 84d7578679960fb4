"""What has been done to the cells of a sheet part: what a saved file is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from invoicing_xl.model.cells import Content

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Meant:
    """Changes of a sheet part, one after the other.

    cells    what was written into which cells; None where only the look of one was changed
    rows     the numbers of all rows in which a byte differs
    of_file  whether they began with the part as it stands in the file
    plain    cells whose letters had looks of their own, which are gone
    """

    cells: Mapping[Place, Content | None] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    of_file: bool = True
    plain: frozenset[Place] = frozenset()

    def then(self, later: Meant) -> Meant:
        """These changes and then the later ones."""
        looks = {place: self.cells.get(place) for place, content in later.cells.items() if content is None}
        return Meant(
            {**self.cells, **later.cells, **looks},
            self.rows | later.rows,
            self.of_file,
            self.plain | later.plain,
        )
