"""A correction is a value: which cell, what stands there, what shall stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from invoicing_xl.model.cells import Content, address


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell's change.

    It is refused where the cell no longer holds ``before`` (value and formula; the number format only
    where ``before`` states one). A formula cell is overwritten only where ``before.formula`` names that
    formula. ``fill`` is a colour "RRGGBB", "" takes the fill away, None leaves it.
    An edit whose ``after`` equals ``before`` changes only the fill or the number format.
    """

    sheet: str
    row: int
    column: int
    before: Content
    after: Content
    fill: str | None = None

    @property
    def cell(self) -> str:
        return address(self.row, self.column)

    @property
    def seen_after(self) -> Content:
        """What the cell shows afterwards: in its former format where ``after`` states none."""
        return replace(self.after, number_format=self.after.number_format or self.before.number_format)

    def inverse(self) -> Edit:
        """The edit that takes this one back (a fill is not taken back)."""
        return Edit(self.sheet, self.row, self.column, before=self.after, after=self.before)


@dataclass(frozen=True)
class ChangeSet:
    """Edits that are applied all together or not at all; at most one for each cell."""

    edits: tuple[Edit, ...] = field(default=())

    def __post_init__(self) -> None:
        seen: set[tuple[str, int, int]] = set()
        for edit in self.edits:
            place = (edit.sheet, edit.row, edit.column)
            if place in seen:
                raise ValueError(f"two edits for {edit.sheet}!{edit.cell}")
            seen.add(place)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)

    def __len__(self) -> int:
        return len(self.edits)

    def by_sheet(self) -> dict[str, list[Edit]]:
        """Edits of each sheet, in sheet order of their cells."""
        found: dict[str, list[Edit]] = {}
        for edit in sorted(self.edits, key=lambda edit: (edit.row, edit.column)):
            found.setdefault(edit.sheet, []).append(edit)
        return found
