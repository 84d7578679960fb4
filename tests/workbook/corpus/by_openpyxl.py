"""Books as openpyxl writes them: one function a kind of content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, IconSetRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet


@contextmanager
def _ledger(path: Path) -> Iterator[tuple[Workbook, Worksheet]]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Invoices"
    sheet.append(["Invoice", "Net", "Tax", "Total", "Date", "Paid"])
    for row in range(2, 10):
        date = dt.date(2024, 1, row)
        sheet.append([f"INV-{row}", row * 12.5, 19, f"=B{row}+C{row}", date, row % 2 == 0])
    yield book, sheet
    book.save(path)


def nothing_more(path: Path) -> None:
    with _ledger(path):
        pass


def looks(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        thin = Side("thin", color="FF00AA00")
        sheet["B2"].font = Font(bold=True, color="FFFF0000", name="Arial")
        sheet["B2"].number_format = "#,##0.00 [$€-407]"
        sheet["A3"].border = Border(left=thin, top=thin)
        sheet["A3"].alignment = Alignment(wrap_text=True, indent=1)
        sheet["A3"].fill = PatternFill("lightGrid", fgColor="FF112233")
        sheet["C3"].protection = Protection(locked=False, hidden=True)
        book.add_named_style(NamedStyle("Mine", Font(italic=True)))
        sheet["C4"].style = "Mine"
        sheet["C5"].style = "Good"


def chart(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        bars = BarChart()
        bars.add_data(Reference(sheet, 2, 1, 2, 9), titles_from_data=True)
        sheet.add_chart(bars, "H2")
        book.create_chartsheet("Chart").add_chart(BarChart())


def notes(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet["A4"].comment = Comment("Ask", "Ada")


def rules(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        formats = sheet.conditional_formatting
        formats.add("B2:B9", CellIsRule("lessThan", ["0"], fill=PatternFill(bgColor="FFFF0000")))
        formats.add("C2:C9", ColorScaleRule("min", None, "FFFF0000", "max", None, "FF00FF00"))
        formats.add("D2:D9", IconSetRule("3Arrows", "percent", [0, 33, 67]))
        validation = DataValidation("list", '"yes,no"', allow_blank=True)
        validation.add("F2:F9")
        sheet.add_data_validation(validation)


def table(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        made = Table(displayName="Invoices_", ref="A1:F9")
        made.tableStyleInfo = TableStyleInfo("TableStyleMedium9", showRowStripes=True)
        sheet.add_table(made)


def formulas(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet["H2"] = ArrayFormula("H2:H4", "=B2:B4*2")
        sheet["I2"] = DataTableFormula("I2:I4", r1="B2", dt2D=False)
        sheet["J2"] = '=HYPERLINK("https://example.com","x")'


def rich_text(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet["H2"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))


def settings(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = "A1:F9"
        sheet.print_title_rows = "1:1"
        sheet.print_area = "A1:F9"
        sheet.page_setup.orientation = "landscape"
        sheet.oddHeader.left.text = "Ledger &P"
        sheet.column_dimensions.group("C", "D", hidden=True)
        sheet.row_dimensions.group(5, 7)
        sheet.row_dimensions[3].height = 33
        sheet.merge_cells("H2:I3")
        book.defined_names["Rate"] = DefinedName("Rate", attr_text="0.19")
        sheet.defined_names["Own"] = DefinedName("Own", attr_text="Invoices!$B$2")


def sheets(path: Path) -> None:
    with _ledger(path) as (book, _):
        for title, state in (("Hidden", "hidden"), ("Very", "veryHidden"), ("Ünï & 'so' on", "visible")):
            book.create_sheet(title).sheet_state = state
        book.create_sheet("Locked").protection.set_password("secret")
        book.create_sheet("Links")["A1"].hyperlink = "https://example.com/?a=1&b=2"


def date_1904(path: Path) -> None:
    with _ledger(path) as (book, _):
        book.epoch = CALENDAR_MAC_1904


def written_in_passing(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invoices")
    for row in range(1, 400):
        sheet.append([f"INV-{row}", row * 1.5, None, f"=B{row}*2", row % 3 == 0])
    book.save(path)


FEATURES: tuple[Callable[[Path], None], ...] = (
    nothing_more, looks, chart, notes, rules, table, formulas, rich_text, settings, sheets, date_1904,
    written_in_passing,
)  # fmt: skip
