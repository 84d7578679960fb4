"""What a scan of some rows of a sheet part yields, whoever scanned them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
NONE = -1


class Damaged(Exception):
    """A part is not what it has to be. The text completes "the data are damaged: ..."."""


class TooLarge(Exception):
    """More than can be held at once. The text completes "the used cells hold ..."."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formula cells of some rows, in the order of the part.

    at      position of the cell in ``Cells``
    own     whether the cell has a text of its own; a member of a shared formula has none
    texts   these texts, without ``=``, one for each True in ``own``
    groups  number (``si``) of the shared formula the cell belongs to, else -1
    areas   of array formulas and data tables: position in ``at``, and the cells they fill
    """

    at: Ints
    own: Mask
    texts: pa.StringArray
    groups: Ints
    areas: tuple[tuple[int, Area], ...] = ()

    def taken(self, keep: Ints, of: int) -> Formulas | None:
        """Those of the cells ``keep``, which are then counted anew; ``of``: how many cells there were."""
        new = np.full(of, NONE, np.int64)
        new[keep] = np.arange(len(keep))
        at = new.take(self.at)
        left = np.flatnonzero(at >= 0)
        if not len(left):
            return None
        places = {int(place): position for position, place in enumerate(left)}
        return Formulas(
            at.take(left),
            self.own.take(left),
            self.texts.filter(pa.array(at[self.own] >= 0)),
            self.groups.take(left),
            tuple((places[place], area) for place, area in self.areas if place in places),
        )

    def ordered(self, places: Ints) -> Formulas:
        """The same formulas when the cells have been moved: cell i to ``places[i]``."""
        at = places.take(self.at)
        order = np.argsort(at)
        positions = np.empty_like(order)
        positions[order] = np.arange(len(order))
        own = self.own.take(order)
        texts = (np.cumsum(self.own) - 1).take(order)[own]
        return Formulas(
            at.take(order),
            own,
            self.texts.take(pa.array(texts)),
            self.groups.take(order),
            tuple((int(positions[position]), area) for position, area in self.areas),
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells, one element each. Meanings as in ``GridColumn``, but

    texts   index into the shared strings; for a text of its own, ``-2 - i`` for element i of ``own``
    styles  the cell format (xf) as numbered in the styles part
    """

    rows: Ints
    columns: Ints
    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    texts: NDArray[np.int32]
    styles: NDArray[np.int32]
    own: pa.StringArray
    formulas: Formulas | None = None

    def taken(self, keep: Ints) -> Cells:
        """These cells only."""
        return Cells(
            self.rows.take(keep),
            self.columns.take(keep),
            self.kinds.take(keep),
            self.numbers.take(keep),
            self.texts.take(keep),
            self.styles.take(keep),
            self.own,
            self.formulas and self.formulas.taken(keep, len(self.rows)),
        )

    def merged(self, other: Cells) -> Cells:
        """These and those, row by row."""
        rows, columns = np.append(self.rows, other.rows), np.append(self.columns, other.columns)
        order = np.lexsort((columns, rows))
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        their_texts = np.where(other.texts < NONE, other.texts - len(self.own), other.texts)
        return Cells(
            rows.take(order),
            columns.take(order),
            np.append(self.kinds, other.kinds).take(order),
            np.append(self.numbers, other.numbers).take(order),
            np.append(self.texts, their_texts).take(order),
            np.append(self.styles, other.styles).take(order),
            pa.concat_arrays([self.own, other.own]),
            _merged(self.formulas, other.formulas, len(self.rows), places),
        )


def _merged(ours: Formulas | None, theirs: Formulas | None, shift: int, places: Ints) -> Formulas | None:
    """Formulas of cells that now stand one after the other and shall stand at ``places``."""
    if theirs is None:
        return ours and ours.ordered(places)
    theirs = replace(theirs, at=theirs.at + shift)
    if ours is None:
        return theirs.ordered(places)
    count = len(ours.at)
    return Formulas(
        np.append(ours.at, theirs.at),
        np.append(ours.own, theirs.own),
        pa.concat_arrays([ours.texts, theirs.texts]),
        np.append(ours.groups, theirs.groups),
        (*ours.areas, *((position + count, area) for position, area in theirs.areas)),
    ).ordered(places)


@dataclass(frozen=True, slots=True)
class Rows:
    """Row elements: their numbers, whether they are hidden, and the xf new cells in them get (-1: none)."""

    numbers: Ints
    hidden: Mask
    styles: NDArray[np.int32]
