"""What forbids a change of a cell, in the clerk's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from invoicing_xl.model.cells import Area, Content, address
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.markup import child
from invoicing_xl.workbook.opc.package import Package, SheetPart
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.sheet import SheetPatch
from invoicing_xl.workbook.opc.sheet_cells import Change
from invoicing_xl.workbook.opc.tables import tables_of

Place = tuple[int, int]


class Obstacles:
    """What a patched sheet has in the way: protection, merged cells, headings, arrays, pivot tables."""

    def __init__(self, package: Package, sheet: SheetPart, patch: SheetPatch) -> None:
        self._sheet = sheet.name
        self._patch = patch
        self._tables = tables_of(package, sheet.part)
        self._merged = _Areas(patch.frame.merged)
        self._arrays = _Areas(patch.areas)
        self._pivots = _Areas(_pivot_areas(package, sheet.part))

    def refuse(self, place: Place, change: Change) -> None:
        """ClerkMessage where the cell must not be changed like that."""
        where = f"{self._sheet}!{address(*place)}"
        if self._patch.frame.protected:
            raise ClerkMessage(
                "The sheet is protected.", where=where, next_step="Unprotect it and run again."
            )
        merged = self._merged.around(place)
        if merged and (merged.first_row, merged.first_column) != place:
            raise ClerkMessage(
                "The cell is covered by merged cells.", where=where, next_step="Unmerge them first."
            )
        if any(table.is_header(*place) for table in self._tables):
            raise ClerkMessage("A table's header is not changed.", where=where)
        if change.content is not None:
            self._refuse_content(place, where)

    def in_array(self, place: Place) -> bool:
        return self._arrays.around(place) is not None

    def _refuse_content(self, place: Place, where: str) -> None:
        if area := self._arrays.around(place):
            raise ClerkMessage(
                f"The cell belongs to the array formula or data table in {area}.",
                where=where,
                next_step="Change it in Excel.",
            )
        if area := self._pivots.around(place):
            raise ClerkMessage(
                f"The cell belongs to the pivot table in {area}.",
                where=where,
                next_step="Change the rows that the pivot table sums up.",
            )
        if any(table.is_total(*place) for table in self._tables):
            raise ClerkMessage("A table's totals row is not changed.", where=where)
        if self._patch.seen[place].linked:
            raise ClerkMessage(
                "The cell holds a picture or a linked data type, which would be lost.",
                where=where,
                next_step="Change it in Excel.",
            )


def refuse_stale(sheet: str, edit: Edit, now: Content, number_format: str) -> None:
    """ClerkMessage where the cell no longer holds what the edit states. A blank cell may have any format."""
    stated = edit.before.number_format
    if not same(now, edit.before):
        held, expected = _shown(now), _shown(edit.before)
    elif _is_blank(now) or stated in (None, number_format):
        return
    else:
        held, expected = f"the number format {number_format}", f"the number format {stated}"
    raise ClerkMessage(
        f"The cell holds {held}, not {expected} as when it was read.",
        where=f"{sheet}!{edit.cell}",
        next_step="Check the workbook again.",
    )


def same(one: Content, other: Content) -> bool:
    """Same value and formula; TRUE is not 1, a text is not its number, an empty text is a blank."""
    first, second = _kept(one), _kept(other)
    kinds_agree = isinstance(first.value, bool) == isinstance(second.value, bool)
    return kinds_agree and (first.value, first.formula) == (second.value, second.formula)


def _kept(content: Content) -> Content:
    return replace(content, value=None) if content.value == "" and content.formula is None else content


def _is_blank(content: Content) -> bool:
    return content.formula is None and content.value in (None, "")


def _shown(content: Content) -> str:
    if content.formula:
        return f"the formula {content.formula}"
    return "nothing" if _is_blank(content) else f"“{content.value}”"


class _Areas:
    """Many areas, asked for the one around a cell."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = areas
        sides = [(a.first_row, a.last_row, a.first_column, a.last_column) for a in areas]
        self._top, self._bottom, self._left, self._right = np.array(sides, np.int32).reshape(-1, 4).T

    def around(self, place: Place) -> Area | None:
        if not self._areas:
            return None
        row, column = place
        inside = (self._top <= row) & (self._bottom >= row) & (self._left <= column) & (self._right >= column)
        found = np.flatnonzero(inside)
        return self._areas[int(found[0])] if len(found) else None


def _pivot_areas(package: Package, sheet_part: str) -> list[Area]:
    areas = []
    for part in package.related(sheet_part, "pivotTable"):
        location = child(package.xml(part), "location")
        try:
            areas.append(Area.parse("" if location is None else location.get("ref", "")))
        except ValueError as error:
            raise damaged(package.path, part) from error
    return areas
