"""Edits of a sheet's cells in an open workbook: looked at first, then written, then read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import xlwings as xw

from invoicing_xl.model.cells import Area, CellValue, Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.workbook.live.addresses import Place, addresses, cell_count, halves, places_of, rectangles
from invoicing_xl.workbook.live.guards import refuse_obstacles
from invoicing_xl.workbook.live.host import HostApi
from invoicing_xl.workbook.live.reading import SheetReader
from invoicing_xl.workbook.live.session import Session
from invoicing_xl.workbook.live.writing import GENERAL, differences, set_formats, write
from invoicing_xl.workbook.opc.cell_text import refuse_unwritable
from invoicing_xl.workbook.opc.obstacles import refuse_stale, same


@dataclass(frozen=True)
class SheetEdits:
    """Edits of one sheet that may be made.

    before   what stands in the cells that get another content; with ``formats`` also of all others edited
    fills    the fills of the cells that get another one
    merged   the merged areas whose first cell is written
    """

    sheet: xw.Sheet
    name: str
    edits: Sequence[Edit]
    before: Mapping[Place, Content]
    formats: Mapping[Place, str]
    fills: Mapping[Place, str]
    merged: Sequence[Area]

    @classmethod
    def looked_at(
        cls, host: HostApi, reader: SheetReader, sheet: xw.Sheet, name: str, edits: Sequence[Edit]
    ) -> SheetEdits:
        """ClerkMessage where one of the edits must not be made."""
        for edit in edits:
            refuse_unwritable(edit.after, f"{name}!{edit.cell}")
        places = [(edit.row, edit.column) for edit in edits]
        written = frozenset((edit.row, edit.column) for edit in edits if not same(edit.before, edit.after))
        merged = refuse_obstacles(host, sheet, name, places, written)
        areas = sorted(rectangles(places), key=lambda area: (area.first_column, area.first_row))
        now, formats = reader.at(sheet, areas), reader.formats(sheet, areas)
        for edit in edits:
            place = edit.row, edit.column
            refuse_stale(name, edit, now[place], formats[place])
        filled = [(edit.row, edit.column) for edit in edits if edit.fill is not None]
        fills = {place: fill for place, fill in fills_of(host, sheet, filled).items() if fill is not None}
        before = {place: content for place, content in now.items() if place in written}
        return cls(sheet, name, edits, before, formats, fills, merged)

    def make(self, reader: SheetReader, session: Session) -> None:
        """RuntimeError where a cell does not hold afterwards what was written."""
        session.undo_by(self._take_back)
        contents = {
            place: replace(edit.after, value=_numbers_as_floats(edit.after))
            for edit in self.edits
            if (place := (edit.row, edit.column)) in self.before
        }
        for _ in write(self.sheet, contents, self.formats, self.merged):
            session.pause()
        others = {
            (edit.row, edit.column): edit.after.number_format
            for edit in self.edits
            if (edit.row, edit.column) not in contents and edit.after.number_format is not None
        }
        set_formats(
            self.sheet, {place: code for place, code in others.items() if code != self.formats[place]}
        )
        _set_fills(
            self.sheet, {(edit.row, edit.column): edit.fill for edit in self.edits if edit.fill is not None}
        )
        now = reader.at(self.sheet, rectangles(contents))
        for wrong in differences(contents, now):
            raise RuntimeError(f"{self.name}!{wrong} does not hold what was written")

    def _take_back(self) -> None:
        changed = {
            place: self.formats[place]
            for edit in self.edits
            if (place := (edit.row, edit.column)) in self.before or edit.after.number_format is not None
        }
        set_formats(self.sheet, dict.fromkeys(changed, GENERAL))
        contents = {
            place: replace(content, number_format=self.formats[place])
            for place, content in self.before.items()
        }
        for _ in write(self.sheet, contents, dict.fromkeys(contents, GENERAL), self.merged):
            pass
        set_formats(self.sheet, {place: code for place, code in changed.items() if place not in contents})
        _set_fills(self.sheet, self.fills)


def _numbers_as_floats(content: Content) -> CellValue:
    value = content.value
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def fills_of(host: HostApi, sheet: xw.Sheet, places: Iterable[Place]) -> dict[Place, str | None]:
    """The fill of each cell: "RRGGBB", "" for none, None for no plain colour."""
    return {
        place: fill
        for area in rectangles(places)
        for part, fill in _fills(host, sheet, area)
        for place in places_of(part)
    }


def _fills(host: HostApi, sheet: xw.Sheet, area: Area) -> Iterator[tuple[Area, str | None]]:
    fill = host.fill(sheet.range(str(area)))
    if fill is not None or cell_count(area) == 1:
        yield area, fill
        return
    for half in halves(area):
        yield from _fills(host, sheet, half)


def _set_fills(sheet: xw.Sheet, fills: Mapping[Place, str]) -> None:
    by_color: dict[str, list[Place]] = {}
    for place, color in fills.items():
        by_color.setdefault(color, []).append(place)
    for color, places in by_color.items():
        for where in addresses(rectangles(places)):
            sheet.range(where).color = f"#{color}" if color else None
