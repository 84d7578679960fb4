"""Books as XlsxWriter writes them: one function a kind of content; it may return another path than asked."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_CHARTS = ("area", "bar", "column", "doughnut", "line", "pie", "radar", "scatter", "stock")


@contextmanager
def _ledger(path: Path, **options: object) -> Iterator[tuple[Workbook, Worksheet]]:
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Invoices")
        money = book.add_format({"num_format": "#,##0.00", "bg_color": "#EEEEEE"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Invoice", "Net", "Tax", "Total", "Date"], book.add_format({"bold": True}))
        for row in range(1, 12):
            sheet.write_string(row, 0, f"INV-{row} <&>")
            sheet.write_number(row, 1, row * 100.5, money)
            sheet.write_number(row, 2, 19, money)
            sheet.write_formula(row, 3, f"=B{row + 1}+C{row + 1}", money, row * 100.5 + 19)
            sheet.write_datetime(row, 4, dt.datetime(2024, 2, 1) + dt.timedelta(row), date)
        yield book, sheet


def _chart(path: Path, kind: str) -> None:
    with _ledger(path) as (book, sheet):
        chart = book.add_chart({"type": kind})
        for column in "BCD" if kind == "stock" else "B":
            chart.add_series(
                {"values": f"=Invoices!${column}$2:${column}$9", "categories": "=Invoices!$A$2:$A$9"}
            )
        chart.set_title({"name": "Net & tax"})
        sheet.insert_chart("H2", chart)


def _charts() -> Iterator[Callable[[Path], None]]:
    for kind in _CHARTS:

        def feature(path: Path, kind: str = kind) -> None:
            _chart(path, kind)

        feature.__name__ = f"{kind}_chart"
        yield feature


def combined_charts(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        bars, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
        bars.add_series({"values": "=Invoices!$B$2:$B$9", "data_labels": {"value": True}})
        line.add_series({"values": "=Invoices!$C$2:$C$9", "y2_axis": True, "trendline": {"type": "linear"}})
        bars.combine(line)
        sheet.insert_chart("H2", bars)
        book.add_chartsheet("Chart").set_chart(_alone(book))


def _alone(book: Workbook) -> object:
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Invoices!$B$2:$B$9"})
    return chart


def pictures(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet.insert_image("H2", "logo.png", {"image_data": BytesIO(_PNG), "url": "https://example.com"})
        sheet.set_background(BytesIO(_PNG))
        sheet.set_header("&L&G", {"image_left": "logo.png", "image_data_left": BytesIO(_PNG)})
        sheet.embed_image("J2", "cell.png", {"image_data": BytesIO(_PNG + b" ")})


def text_boxes_and_notes(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet.insert_textbox("H2", "Paid\nlate", {"fill": {"color": "yellow"}})
        sheet.write_comment("A4", "Ask again", {"author": "Ada", "visible": True})
        sheet.insert_checkbox("G2", True)


def buttons_and_macros(path: Path) -> Path:
    path = path.with_suffix(".xlsm")
    project = path.with_name("vbaProject.bin")
    project.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    with _ledger(path) as (book, sheet):
        book.add_vba_project(str(project))
        book.set_vba_name("ThisWorkbook")
        sheet.set_vba_name("Sheet1")
        sheet.insert_button("H2", {"macro": "Run", "caption": "Run"})
    project.unlink()
    return path


def conditional_formats(path: Path) -> None:
    rules: list[dict[str, object]] = [
        {"type": "cell", "criteria": ">", "value": 300},
        {"type": "data_bar", "data_bar_2010": True, "bar_negative_color": "red"},
        {"type": "3_color_scale"},
        {"type": "icon_set", "icon_style": "3_flags"},
        {"type": "top", "value": 3},
        {"type": "average", "criteria": "above"},
        {"type": "duplicate"},
        {"type": "text", "criteria": "containing", "value": "x"},
        {"type": "formula", "criteria": "=$B2>$C2"},
        {"type": "time_period", "criteria": "last month"},
    ]
    with _ledger(path) as (book, sheet):
        red = book.add_format({"font_color": "red"})
        for rule in rules:
            colored = {} if rule["type"] in ("data_bar", "3_color_scale", "icon_set") else {"format": red}
            sheet.conditional_format("B2:E12", {**rule, **colored})


def validations(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet.data_validation("F2:F12", {"validate": "list", "source": ["a", "b"]})
        sheet.data_validation(
            "B2:B12", {"validate": "decimal", "criteria": ">", "value": 0, "error_title": "No"}
        )
        sheet.data_validation("E2:E12", {"validate": "date", "criteria": ">", "value": dt.date(2020, 1, 1)})
        sheet.data_validation("G2", {"validate": "custom", "value": "=LEN(A2)>1", "input_message": "Go"})


def sparklines(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet.add_sparkline("G2", {"range": "Invoices!B2:D2", "markers": True})
        sheet.add_sparkline("G3", {"range": "Invoices!B3:D3", "type": "win_loss"})


def tables(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        headers: list[dict[str, str]] = [
            {"header": "Invoice", "total_string": "Sum"},
            {"header": "Net", "total_function": "sum"},
            {"header": "Tax"},
            {"header": "Total", "formula": "=[@Net]+[@Tax]"},
            {"header": "Date"},
        ]
        sheet.add_table("A1:E13", {"columns": headers, "name": "Invoices_", "total_row": True})
        sheet.add_table("H1:I4", {"style": "Table Style Light 1", "autofilter": False})


def arrays(path: Path) -> None:
    with _ledger(path, use_future_functions=True) as (_, sheet):
        sheet.write_array_formula("G2:G4", "{=B2:B4*2}", None, 201)
        sheet.write_dynamic_array_formula("H2:H4", "=SORT(B2:B4)", None, 100.5)
        sheet.write_formula("I2", "=LET(x,B2,x+1)", None, 101.5)
        sheet.write_dynamic_array_formula("J2", "=LAMBDA(x,x*2)(B2)", None, 201)


def rich_text(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("G2", "This ", bold, "bold", " text ")
        sheet.write_string("G3", "control \x0b and _x0041_ 東京 😀")


def links_and_merges(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        sheet.write_url("G2", "https://example.com/?a=1&b='2'", string="shop", tip="Go")
        sheet.write_url("G3", "internal:'Invoices'!A1")
        sheet.write_url("G4", "external:c:\\books\\other book.xlsx")
        sheet.merge_range("G6:I8", "merged", book.add_format({"border": 1}))


def protection(path: Path) -> None:
    with _ledger(path) as (book, _):
        other = book.add_worksheet("Locked")
        other.write("A1", 1)
        other.protect("secret", {"sort": True})
        other.unprotect_range("A1:B2", "Open")


def printing(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        sheet.print_area("A1:E12")
        sheet.fit_to_pages(1, 0)
        sheet.set_h_pagebreaks([5])
        sheet.set_v_pagebreaks([3])
        sheet.set_footer("&CPage &P of &N")


def views(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        sheet.freeze_panes(1, 1)
        sheet.autofilter("A1:E12")
        sheet.filter_column("B", "x > 300")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("C:D", 12, None, {"level": 1, "hidden": True})
        sheet.set_row(5, 30, book.add_format({"italic": True}), {"level": 1, "collapsed": True})
        sheet.set_tab_color("red")
        sheet.set_zoom(75)
        sheet.right_to_left()


def names_and_sheets(path: Path) -> None:
    with _ledger(path) as (book, _):
        book.add_worksheet("It's here").write("A1", "x")
        book.add_worksheet("Hidden").hide()
        book.add_worksheet("Very hidden").very_hidden()
        book.define_name("Rate", "=0.19")
        book.define_name("'It's here'!Own", "='It''s here'!$A$1")
        book.set_properties({"title": "Ledger", "comments": "ours"})
        book.set_custom_property("Checked", True)
        book.set_calc_mode("manual")
        book.set_size(1200, 800)


def date_1904(path: Path) -> None:
    with _ledger(path, date_1904=True) as (_, sheet):
        sheet.write("G2", 1)


def constant_memory(path: Path) -> None:
    with _ledger(path, constant_memory=True, strings_to_numbers=True):
        pass


def large_container(path: Path) -> None:
    """With the 64-bit records of the zip, as large files have them."""
    with _ledger(path, use_zip64=True):
        pass


def many_formats(path: Path) -> None:
    with _ledger(path) as (book, sheet):
        for row in range(60):
            look = {
                "font_size": 8 + row % 7,
                "border": row % 6,
                "fg_color": f"#{row * 4:02X}FF00",
                "pattern": row % 18,
            }
            sheet.write(
                row,
                7,
                row,
                book.add_format({**look, "num_format": f'0.{"0" * (row % 9)}" x"', "rotation": row}),
            )


def many_rows(path: Path) -> None:
    with _ledger(path) as (_, sheet):
        for row in range(12, 3000):
            sheet.write_row(row, 0, [f"INV-{row}", row * 1.25, row % 7, None, row % 2 == 0])


FEATURES: tuple[Callable[[Path], Path | None], ...] = (
    *_charts(), combined_charts, pictures, text_boxes_and_notes, buttons_and_macros, conditional_formats,
    validations, sparklines, tables, arrays, rich_text, links_and_merges, protection, printing, views,
    names_and_sheets, date_1904, constant_memory, large_container, many_formats, many_rows,
)  # fmt: skip
