"""Ranges of a fake Excel, and what is set of their cells."""

# ruff: noqa: N802, N803, RUF012

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area
from tests.workbook.live.fake_excel.com import Com, ComError, Wire
from tests.workbook.live.fake_excel.entering import Entering, shown_formula, value_of
from tests.workbook.live.fake_excel.parts import Holder, Listed
from tests.workbook.live.fake_excel.references import (
    absolute,
    areas_of,
    common,
    inside,
    is_whole,
    to_a1,
    to_r1c1,
)
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet, Place

if TYPE_CHECKING:
    from tests.workbook.live.fake_excel.excel import Excel
    from tests.workbook.live.fake_excel.sheets import Worksheet

_NONE = -4142


class Range(Com):
    def __init__(self, sheet: Worksheet, areas: list[Area]) -> None:
        super().__init__(sheet.wire)
        self.sheet, self.areas = sheet, areas
        self.book, self.state = sheet.book, sheet.state

    # --- where

    def places(self) -> Iterator[Place]:
        """The places of its cells; of whole rows, columns and sheets those in which anything stands."""
        for area in self.areas:
            if is_whole(area):
                yield from sorted(place for place in self.state.cells if area.contains(*place))
            else:
                for row in range(area.first_row, area.last_row + 1):
                    for column in range(area.first_column, area.last_column + 1):
                        yield row, column

    def changed(self) -> None:
        if self.state not in self.book.state:
            raise ComError("The object invoked has disconnected from its clients.")
        if self.state.protected:
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")

    def sub(self, areas: list[Area]) -> Range:
        return Range(self.sheet, areas)

    @property
    def Address(self) -> str:
        return ",".join(absolute(area) for area in self.areas)[:255]

    @property
    def Worksheet(self) -> Worksheet:
        return self.sheet

    @property
    def Application(self) -> Excel:
        return self.book.excel

    @property
    def Count(self) -> int:
        return sum((a.last_row - a.first_row + 1) * (a.last_column - a.first_column + 1) for a in self.areas)

    @property
    def Row(self) -> int:
        return self.areas[0].first_row

    @property
    def Column(self) -> int:
        return self.areas[0].first_column

    @property
    def Rows(self) -> Holder:
        return Holder(self.wire, {"Count": self.areas[0].last_row - self.areas[0].first_row + 1})

    @property
    def Columns(self) -> Holder:
        return Holder(self.wire, {"Count": self.areas[0].last_column - self.areas[0].first_column + 1})

    @property
    def Left(self) -> float:
        return 48.0 * (self.areas[0].first_column - 1)

    @property
    def Top(self) -> float:
        return 15.0 * (self.areas[0].first_row - 1)

    def item(self, row: int, column: int) -> Range:
        at = self.areas[0].first_row + row - 1, self.areas[0].first_column + column - 1
        return self.sub([Area(*at, *at)])

    def Cells(self, row: int, column: int) -> Range:
        return self.item(row, column)

    @property
    def EntireRow(self) -> Range:
        return self.sub([Area(a.first_row, 1, a.last_row, MAX_COLUMN) for a in self.areas])

    @property
    def EntireColumn(self) -> Range:
        return self.sub([Area(1, a.first_column, MAX_ROW, a.last_column) for a in self.areas])

    @property
    def Areas(self) -> Listed:
        return Listed(self.wire, [self.sub([area]) for area in self.areas])

    # --- contents

    def rows(self, told: Callable[[FakeCell], Any]) -> Any:
        area = self.areas[0]
        rows = tuple(
            tuple(
                told(self.state.at((row, column)))
                for column in range(area.first_column, area.last_column + 1)
            )
            for row in range(area.first_row, area.last_row + 1)
        )
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    def enter(self, value: Any) -> None:
        self.changed()
        excel = self.book.excel
        entering = Entering(
            self.state,
            expand=excel.auto_correct.held["AutoExpandListRange"],
            fill=excel.auto_correct.held["AutoFillFormulasInLists"],
            results=excel.results,
        )
        for area in self.areas:
            entering.block(area, value)

    @property
    def Value2(self) -> Any:
        return self.rows(lambda cell: cell.value)

    @Value2.setter
    def Value2(self, value: Any) -> None:
        self.enter(value)

    @property
    def Value(self) -> Any:
        return self.rows(value_of)

    @Value.setter
    def Value(self, value: Any) -> None:
        self.enter(value)

    @property
    def Formula2(self) -> Any:
        return self.rows(shown_formula)

    @Formula2.setter
    def Formula2(self, value: Any) -> None:
        self.enter(value)

    @property
    def HasArray(self) -> bool | None:
        return common([bool(self.state.at(place).array) for place in self.places()])

    @property
    def CurrentArray(self) -> Range:
        place = self.areas[0].first_row, self.areas[0].first_column
        return self.sub(areas_of(self.state.at(place).array))

    @property
    def HasSpill(self) -> bool:
        return False

    def ClearContents(self) -> None:
        self.changed()
        for place in self.places():
            cell = self.state.cell(place)
            cell.value, cell.formula, cell.prefix = None, None, False

    def Clear(self) -> None:
        self.changed()
        for place in list(self.places()):
            self.state.cells.pop(place, None)
            self.state.links.pop(place, None)

    # --- looks

    def look(self, name: str, usual: Any) -> Any:
        return common([self.state.at(place).looks.get(name, usual) for place in self.places()])

    def set_look(self, name: str, value: Any) -> None:
        self.changed()
        for place in self.places():
            self.state.cell(place).looks[name] = value

    @property
    def NumberFormat(self) -> str | None:
        code: str | None = common([self.state.at(place).number_format for place in self.places()])
        return code

    @NumberFormat.setter
    def NumberFormat(self, code: str) -> None:
        self.changed()
        for place in self.places():
            self.state.cell(place).number_format = code

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    @property
    def Font(self) -> Font:
        return Font(self)

    def Borders(self, side: int) -> Border:
        return Border(self, side)

    @property
    def HorizontalAlignment(self) -> Any:
        return self.look("align", 1)

    @HorizontalAlignment.setter
    def HorizontalAlignment(self, value: int) -> None:
        self.set_look("align", value)

    @property
    def VerticalAlignment(self) -> Any:
        return self.look("valign", -4107)

    @VerticalAlignment.setter
    def VerticalAlignment(self, value: int) -> None:
        self.set_look("valign", value)

    @property
    def WrapText(self) -> Any:
        return self.look("wrap", False)

    @WrapText.setter
    def WrapText(self, value: bool) -> None:
        self.set_look("wrap", value)

    @property
    def IndentLevel(self) -> Any:
        return self.look("indent", 0)

    @IndentLevel.setter
    def IndentLevel(self, value: int) -> None:
        self.set_look("indent", value)

    @property
    def Locked(self) -> Any:
        return common([self.state.at(place).locked for place in self.places()])

    @Locked.setter
    def Locked(self, locked: bool) -> None:
        self.changed()
        for place in self.places():
            self.state.cell(place).locked = locked

    # --- rows and columns

    @property
    def Hidden(self) -> bool | None:
        area = self.areas[0]
        if area.first_column == 1 and area.last_column == MAX_COLUMN:
            return common([row in self.state.hidden for row in range(area.first_row, area.last_row + 1)])
        return common(
            [c in self.state.hidden_columns for c in range(area.first_column, area.last_column + 1)]
        )

    @Hidden.setter
    def Hidden(self, hidden: bool) -> None:
        columns = {
            c for c in self.state.hidden_columns if any(a.contains(a.first_row, c) for a in self.areas)
        }
        if hidden:
            columns = {c for a in self.areas for c in range(a.first_column, a.last_column + 1)}
            self.state.hidden_columns |= columns
        else:
            self.state.hidden_columns -= columns

    def SpecialCells(self, kind: int) -> Range:
        assert kind == 12
        area = self.areas[0]
        shown = [row for row in range(area.first_row, area.last_row + 1) if row not in self.state.hidden]
        if not shown:
            raise ComError("No cells were found.")
        areas: list[Area] = []
        for row in shown:
            if areas and areas[-1].last_row == row - 1:
                areas[-1] = Area(areas[-1].first_row, area.first_column, row, area.last_column)
            else:
                areas.append(Area(row, area.first_column, row, area.last_column))
        return self.sub(areas)

    @property
    def ColumnWidth(self) -> float:
        return self.state.widths.get(self.areas[0].first_column, 8.43)

    @ColumnWidth.setter
    def ColumnWidth(self, width: float) -> None:
        for area in self.areas:
            for column in range(area.first_column, area.last_column + 1):
                self.state.widths[column] = width

    @property
    def RowHeight(self) -> float:
        return self.state.heights.get(self.areas[0].first_row, 15.0)

    @RowHeight.setter
    def RowHeight(self, height: float) -> None:
        for area in self.areas:
            for row in range(area.first_row, area.last_row + 1):
                self.state.heights[row] = height

    @property
    def UseStandardWidth(self) -> bool:
        return not self.state.widths

    @UseStandardWidth.setter
    def UseStandardWidth(self, standard: bool) -> None:
        self.state.widths.clear()

    @property
    def UseStandardHeight(self) -> bool:
        return not self.state.heights

    @UseStandardHeight.setter
    def UseStandardHeight(self, standard: bool) -> None:
        self.state.heights.clear()

    # --- merged cells

    @property
    def MergeCells(self) -> bool | None:
        if not self.state.merged:
            return False
        return common([any(m.contains(*place) for m in self.state.merged) for place in self.places()])

    @property
    def MergeArea(self) -> Range:
        area = self.areas[0]
        inside = [m for m in self.state.merged if m.contains(area.first_row, area.first_column)]
        return self.sub(inside or [area])

    def Merge(self, across: bool) -> None:
        self.changed()
        self.state.merged += self.areas

    def UnMerge(self) -> None:
        self.state.merged.clear()

    # --- what lies over cells

    @property
    def Validation(self) -> Validation:
        return Validation(self)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    @property
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self.wire, self.state)

    def AutoFilter(self) -> None:
        self.state.filter = self.areas[0]

    # --- copying

    def Copy(self, Destination: Range | None = None) -> None:
        if Destination is None:
            self.book.excel.clipboard = self
            self.book.excel.held["CutCopyMode"] = 1
            return
        source, target = deepcopy(self.state), Destination.state
        for name in (
            "cells",
            "merged",
            "links",
            "charts",
            "validations",
            "conditions",
            "widths",
            "heights",
            "filter",
        ):
            setattr(target, name, getattr(source, name))
        target.hidden_columns = source.hidden_columns

    def PasteSpecial(self, Paste: int) -> None:
        source = self.book.excel.clipboard
        assert source is not None
        self.changed()
        above = source.areas[0]
        for row, column in self.places():
            model = self.state.at((above.first_row, column - self.areas[0].first_column + above.first_column))
            if Paste == -4122:
                cell = self.state.cell((row, column))
                cell.number_format, cell.locked, cell.looks = (
                    model.number_format,
                    model.locked,
                    dict(model.looks),
                )


class Interior(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells

    def common(self) -> int | None:
        return common([self.cells.state.at(place).looks.get("Fill", _NONE) for place in self.cells.places()])

    @property
    def Pattern(self) -> int | None:
        fills = [self.cells.state.at(place).looks.get("Fill", _NONE) for place in self.cells.places()]
        return common([fill if fill == _NONE else 1 for fill in fills])

    @property
    def ColorIndex(self) -> int | None:
        color = self.common()
        return color if color in (None, _NONE) else 19

    @ColorIndex.setter
    def ColorIndex(self, index: int) -> None:
        assert index == _NONE
        self.cells.set_look("Fill", None)
        for place in self.cells.places():
            self.cells.state.cell(place).looks.pop("Fill")

    @property
    def Color(self) -> float:
        color = self.common()
        return 0.0 if color is None else 16777215.0 if color == _NONE else float(color)

    @Color.setter
    def Color(self, color: int) -> None:
        self.cells.set_look("Fill", color)


class Font(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells


def _font_property(name: str, usual: Any) -> property:
    return property(
        lambda font: font.cells.look(f"Font.{name}", usual),
        lambda font, value: font.cells.set_look(f"Font.{name}", value),
    )


for _name, _usual in {"Bold": False, "Italic": False, "Size": 11, "Color": 0}.items():
    setattr(Font, _name, _font_property(_name, _usual))


class Border(Com):
    """A side of a range; kept by cell, so that it can be told how each cell looks."""

    def __init__(self, cells: Range, side: int) -> None:
        super().__init__(cells.wire)
        self.cells, self.side = cells, side

    def put(self, name: str, value: Any) -> None:
        self.cells.changed()
        for area in self.cells.areas:
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    for edge in _edges(self.side, area, row, column):
                        self.cells.state.cell((row, column)).looks[f"{edge}.{name}"] = value


def _edges(side: int, area: Area, row: int, column: int) -> Iterator[str]:
    if (side == 8 and row == area.first_row) or (side == 12 and row > area.first_row):
        yield "top"
    if (side == 9 and row == area.last_row) or (side == 12 and row < area.last_row):
        yield "bottom"
    if (side == 7 and column == area.first_column) or (side == 11 and column > area.first_column):
        yield "left"
    if (side == 10 and column == area.last_column) or (side == 11 and column < area.last_column):
        yield "right"


for _name in ("Color", "Weight", "LineStyle"):
    setattr(
        Border,
        _name,
        property(lambda border: None, lambda border, value, name=_name: border.put(name, value)),
    )


class Validation(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells

    def Delete(self) -> None:
        areas = self.cells.areas
        kept = self.cells.state.validations
        kept[:] = [one for one in kept if not any(inside(areas_of(one[0])[0], area) for area in areas)]

    def Add(self, Type: int, Formula1: str) -> None:
        if Type != 3 or len(Formula1) > 255:
            raise ComError()
        self.cells.state.validations.append((str(self.cells.areas[0]), Formula1))


class FormatConditions(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells

    def Delete(self) -> None:
        self.cells.state.conditions.clear()

    def Add(self, Type: int, Formula1: str) -> FormatCondition:
        assert Type == 2
        # As seen from the active cell; kept as seen from the first cell of the range.
        first = self.cells.areas[0]
        seen = to_r1c1(Formula1, self.cells.book.excel.active)
        formula = to_a1(seen, (first.first_row, first.first_column))
        return FormatCondition(self.cells, str(first), formula)


class FormatCondition(Com):
    plain = {"StopIfTrue": True}

    def __init__(self, cells: Range, where: str, formula: str) -> None:
        super().__init__(cells.wire)
        self.fill: dict[str, Any] = {"Color": None}
        self.font: dict[str, Any] = {"Color": None}
        cells.state.conditions.append((where, formula, self.fill, self.font))

    @property
    def Interior(self) -> Holder:
        return Holder(self.wire, self.fill)

    @property
    def Font(self) -> Holder:
        return Holder(self.wire, self.font)


class Hyperlinks(Com):
    def __init__(self, wire: Wire, state: FakeSheet) -> None:
        super().__init__(wire)
        self.state = state

    def Add(self, Anchor: Range, Address: str, SubAddress: str) -> None:
        area = Anchor.areas[0]
        place = area.first_row, area.first_column
        self.state.links[place] = SubAddress
        cell = self.state.cell(place)
        if cell.value is None:
            cell.value = SubAddress
        cell.looks.update({"Underline": True, "Font.Color": 0xFF0000, "Font.Size": 11})

    def Delete(self) -> None:
        self.state.links.clear()
