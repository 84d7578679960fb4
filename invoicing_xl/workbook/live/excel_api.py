"""The host's side of Excel: its COM objects, where xlwings has nothing of its own.

Source: Microsoft's reference of the Excel object model; the numbers are its constants.
One class for one protocol: ``HostApi`` is what any program has to answer, and most answers are a line or two.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path

import xlwings as xw

from invoicing_xl.model.cells import Area, address, column_letters
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import SheetTable
from invoicing_xl.model.plans import PrintSetup
from invoicing_xl.workbook.live.addresses import area_of
from invoicing_xl.workbook.live.excel_areas import Com, hidden_rows, merged_areas, number_formats
from invoicing_xl.workbook.live.excel_pages import print_setup, set_print_setup
from invoicing_xl.workbook.live.host import Access, Link, RawValue, Rows, Setting, Tab

_WORKSHEET = -4167
_VISIBLE = -1
_NONE = -4142
_SOLID = 1
_WAIT_CURSOR = 2
_CANCEL_DISABLED = 0
_LIST, _EXPRESSION = 3, 2
_A1, _R1C1 = 1, -4150
_PASTE_FORMATS, _PASTE_VALIDATION = -4122, 6
_PDF = 0
_OUR_SHAPES = {3, 8}  # charts, and the arrows of filters and lists

_ESCAPE_KEY = 0x1B
_TRIES = 100
_BUSY = {-2147418111, -2147417846, -2146777998}  # rejected, retry later, ignored: a cell is edited
_GONE = {-2147417848, -2147023174, -2147023179, -2147221021}


class ExcelApi:
    """See ``HostApi``, which tells what each of these does."""

    def __init__(self, book: xw.Book) -> None:
        # xlwings asks a busy Excel again for ever; a clerk who is editing a cell would see nothing happen.
        engine = sys.modules.get(type(book.impl).__module__)
        if engine is not None and getattr(engine, "N_COM_ATTEMPTS", None) == 0:
            engine.N_COM_ATTEMPTS = _TRIES  # type: ignore[attr-defined]

    # --- the program

    def settings(self, app: xw.App) -> Sequence[Setting]:
        excel: Com = app.api
        tables: Com = excel.AutoCorrect
        return (
            _setting(excel, "Cursor", _WAIT_CURSOR),
            _setting(excel, "EnableCancelKey", _CANCEL_DISABLED),
            _setting(tables, "AutoExpandListRange", False),
            _setting(tables, "AutoFillFormulasInLists", False),
            Setting(lambda: False, lambda off: setattr(excel, "CutCopyMode", off), None),
        )

    def interrupted(self, app: xw.App) -> bool:
        windows = getattr(ctypes, "windll", None)
        if windows is None or not windows.user32.GetAsyncKeyState(_ESCAPE_KEY):
            return False
        return bool(windows.user32.GetForegroundWindow() == app.hwnd)

    def sentence(self, error: Exception) -> ClerkMessage | None:
        details = getattr(error, "excepinfo", None)
        codes = {getattr(error, "hresult", None), details[5] if details else None}
        if codes & _BUSY or type(error).__name__ == "ExcelBusyError":
            return ClerkMessage(
                "Excel does not answer: a cell is being edited, or a dialog is open.",
                next_step="Press Enter or Esc in the cell, close the dialog, and run again.",
            )
        if codes & _GONE:
            return ClerkMessage(
                "Excel or the workbook was closed.", next_step="Open the workbook and run again."
            )
        return None

    # --- the workbook

    def tabs(self, book: xw.Book, mark: str) -> Sequence[Tab]:
        return [_tab(sheet, mark) for sheet in book.api.Sheets]

    def access(self, book: xw.Book) -> Access:
        workbook: Com = book.api
        return Access(
            bool(workbook.ReadOnly),
            bool(workbook.MultiUserEditing) or self._others_in(workbook),
            bool(workbook.ProtectStructure),
        )

    def _others_in(self, workbook: Com) -> bool:
        """Whether Excel names more than one who has the workbook open; it need not be able to."""
        try:
            users = workbook.UserStatus
        except Exception as error:
            if self.sentence(error):
                raise
            return False
        return sum(isinstance(user, tuple) for user in users) > 1

    def date1904(self, book: xw.Book) -> bool:
        return bool(book.api.Date1904)

    def location(self, book: xw.Book) -> str:
        return str(book.api.FullName)

    def save_copy(self, book: xw.Book, path: Path) -> None:
        book.api.SaveCopyAs(str(path))

    def add_sheet(self, book: xw.Book) -> xw.Sheet:
        workbook: Com = book.api
        last = workbook.Sheets(workbook.Sheets.Count)
        new = workbook.Worksheets.Add(Before=last)  # "After" fails in some installations
        last.Move(Before=new)
        return book.sheets[new.Name]

    def duplicate(self, sheet: xw.Sheet) -> xw.Sheet:
        worksheet: Com = sheet.api
        worksheet.Copy(Before=worksheet)
        return sheet.book.sheets[worksheet.Parent.Sheets(worksheet.Index - 1).Name]

    def delete_sheets(self, book: xw.Book, names: Sequence[str]) -> None:
        book.api.Sheets(tuple(names) if len(names) > 1 else names[0]).Delete()

    # --- a sheet

    def set_mark(self, sheet: xw.Sheet, name: str, text: str) -> None:
        quoted = text.replace('"', '""')
        sheet.api.Names.Add(Name=name, RefersTo=f'="{quoted}"', Visible=False)

    def filtered(self, sheet: xw.Sheet) -> Sequence[Area]:
        worksheet: Com = sheet.api
        found = []
        if worksheet.FilterMode:
            own = worksheet.AutoFilter
            found.append((own.Range if own is not None else worksheet.UsedRange).Address)
        for table in worksheet.ListObjects:
            if table.ShowAutoFilter and table.AutoFilter.FilterMode:
                found.append(table.Range.Address)
        return [area_of(where) for where in found]

    def tables(self, sheet: xw.Sheet) -> Sequence[SheetTable]:
        return [_table(table) for table in sheet.api.ListObjects]

    def resize_table(self, sheet: xw.Sheet, name: str, area: Area) -> None:
        sheet.api.ListObjects(name).Resize(sheet.api.Range(str(area)))

    def pivots(self, sheet: xw.Sheet) -> Sequence[Area]:
        return [area_of(pivot.TableRange2.Address) for pivot in sheet.api.PivotTables()]

    def wipe(self, sheet: xw.Sheet) -> None:
        worksheet: Com = sheet.api
        worksheet.AutoFilterMode = False
        charts = worksheet.ChartObjects()
        if charts.Count:
            charts.Delete()
        cells = worksheet.Cells
        cells.UnMerge()
        cells.Clear()
        cells.Validation.Delete()
        cells.FormatConditions.Delete()
        cells.Hyperlinks.Delete()
        cells.EntireColumn.Hidden = False
        cells.UseStandardWidth = True
        cells.UseStandardHeight = True

    def copy_cells(self, source: xw.Sheet, target: xw.Sheet) -> None:
        source.api.Cells.Copy(Destination=target.api.Cells)

    def has_more(self, sheet: xw.Sheet) -> bool:
        worksheet: Com = sheet.api
        if worksheet.ListObjects.Count or worksheet.CommentsThreaded.Count:
            return True
        return any(shape.Type not in _OUR_SHAPES for shape in worksheet.Shapes)

    def link(self, sheet: xw.Sheet, links: Sequence[Link]) -> None:
        worksheet: Com = sheet.api
        hyperlinks = worksheet.Hyperlinks
        for link in links:
            anchor = worksheet.Range(address(link.row, link.column))
            hyperlinks.Add(Anchor=anchor, Address="", SubAddress=link.target)

    def freeze(self, sheet: xw.Sheet, place: tuple[int, int] | None, gridlines: bool) -> None:
        worksheet: Com = sheet.api
        if worksheet.Visible != _VISIBLE:
            return  # panes belong to the window, which cannot show this sheet
        worksheet.Activate()
        window = worksheet.Parent.Windows(1)
        window.FreezePanes = False
        window.DisplayGridlines = gridlines
        if place:
            window.ScrollRow = window.ScrollColumn = 1
            window.SplitRow, window.SplitColumn = place[0] - 1, place[1] - 1
            window.FreezePanes = True

    def print_setup(self, sheet: xw.Sheet) -> PrintSetup:
        return print_setup(sheet.api)

    def set_print_setup(self, sheet: xw.Sheet, setup: PrintSetup) -> None:
        set_print_setup(sheet.api, setup)

    def set_tab_color(self, sheet: xw.Sheet, color: str) -> None:
        if color:
            sheet.api.Tab.Color = _bgr(color)
        else:
            sheet.api.Tab.ColorIndex = _NONE

    def export_pdf(self, sheet: xw.Sheet, path: Path) -> None:
        sheet.api.ExportAsFixedFormat(
            Type=_PDF,
            Filename=str(path),
            Quality=0,
            IncludeDocProperties=True,
            IgnorePrintAreas=False,
            OpenAfterPublish=False,
        )

    # --- cells

    def values(self, cells: xw.Range) -> Rows:
        value: RawValue | Rows = cells.api.Value2
        return value if isinstance(value, tuple) else ((value,),)

    def formulas(self, cells: xw.Range) -> Sequence[Sequence[str]]:
        formula: str | Sequence[Sequence[str]] = cells.api.Formula2
        return formula if isinstance(formula, tuple) else ((str(formula),),)

    def number_formats(self, sheet: xw.Sheet, areas: Sequence[Area]) -> Sequence[tuple[Area, str]]:
        return list(number_formats(sheet.api, areas))

    def hidden_rows(self, cells: xw.Range) -> Sequence[tuple[int, int]]:
        return hidden_rows(cells.api.EntireRow)

    def merged(self, cells: xw.Range) -> Sequence[Area]:
        target: Com = cells.api
        if target.MergeCells is False:
            return []
        return list(dict.fromkeys(merged_areas(target.Worksheet, area_of(target.Address))))

    def in_arrays(self, cells: xw.Range) -> bool:
        target: Com = cells.api
        if target.HasSpill is not False:
            return True
        if target.HasArray is False:
            return False
        return bool(target.Count > 1 or target.CurrentArray.Count > 1)

    def fill(self, cells: xw.Range) -> str | None:
        interior: Com = cells.api.Interior
        pattern = interior.Pattern
        if pattern == _NONE:
            return ""
        if pattern != _SOLID:
            return None
        index, color = interior.ColorIndex, interior.Color
        # Black is also what Excel answers for cells that differ.
        if index is None or color is None or (color == 0 and cells.api.Count > 1):
            return None
        return _rrggbb(int(color))

    def offer(self, cells: xw.Range, values: Sequence[str], source: Area | None) -> None:
        validation: Com = cells.api.Validation
        validation.Delete()
        validation.Add(Type=_LIST, Formula1=f"={_absolute(source)}" if source else ",".join(values))

    def highlight(self, cells: xw.Range, formula: str, fill: str, color: str) -> None:
        target: Com = cells.api
        excel: Com = target.Application
        # Excel reads a relative formula as seen from the active cell, wherever the format goes.
        first, active = target.Cells(1, 1), excel.ActiveCell
        seen = excel.ConvertFormula(
            Formula=formula, FromReferenceStyle=_A1, ToReferenceStyle=_R1C1, RelativeTo=first
        )
        meant = excel.ConvertFormula(
            Formula=seen,
            FromReferenceStyle=_R1C1,
            ToReferenceStyle=_A1,
            RelativeTo=first if active is None else active,
        )
        rule = target.FormatConditions.Add(Type=_EXPRESSION, Formula1=meant)
        if fill:
            rule.Interior.Color = _bgr(fill)
        if color:
            rule.Font.Color = _bgr(color)
        rule.StopIfTrue = False

    def add_filter(self, cells: xw.Range) -> None:
        cells.api.AutoFilter()

    def extend_look(self, row: xw.Range, below: xw.Range) -> None:
        target: Com = below.api
        row.api.Copy()
        target.PasteSpecial(Paste=_PASTE_FORMATS)
        target.PasteSpecial(Paste=_PASTE_VALIDATION)

    def indent(self, cells: xw.Range, steps: int) -> None:
        cells.api.IndentLevel = steps

    def unlock(self, cells: xw.Range) -> None:
        cells.api.Locked = False


def _setting(owner: Com, name: str, busy: object) -> Setting:
    return Setting(lambda: getattr(owner, name), lambda value: setattr(owner, name, value), busy)


def _tab(sheet: Com, mark: str) -> Tab:
    worksheet = sheet.Type == _WORKSHEET
    text = sheet.Evaluate(mark) if worksheet else None
    return Tab(
        str(sheet.Name),
        visible=sheet.Visible == _VISIBLE,
        worksheet=worksheet,
        protected=worksheet and bool(sheet.ProtectContents),
        mark=text if isinstance(text, str) else None,
    )


def _table(table: Com) -> SheetTable:
    area = area_of(table.Range.Address)
    headed = bool(table.ShowHeaders)
    header = table.HeaderRowRange.Value2 if headed else ()
    names = header[0] if isinstance(header, tuple) and header else (header,) if headed else ()
    return SheetTable(
        str(table.DisplayName),
        area,
        header_rows=int(headed),
        totals_rows=int(bool(table.ShowTotals)),
        columns=tuple(str(name) for name in names),
    )


def _absolute(area: Area) -> str:
    first, last = column_letters(area.first_column), column_letters(area.last_column)
    return f"${first}${area.first_row}:${last}${area.last_row}"


def _bgr(color: str) -> int:
    red, green, blue = bytes.fromhex(color)
    return red | green << 8 | blue << 16


def _rrggbb(color: int) -> str:
    return f"{color & 255:02X}{color >> 8 & 255:02X}{color >> 16 & 255:02X}"
