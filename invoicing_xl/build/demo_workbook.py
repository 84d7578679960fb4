"""Builds ``workbooks/demo.xlsx``: an invented wholesaler's month end, as a clerk keeps it.

``python -m invoicing_xl.build.demo_workbook`` writes it anew; the same text gives the same parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from invoicing_xl.build.demo_data import FIRM
from invoicing_xl.build.demo_ledger import MONEY, Books, Row, as_written, right_books
from invoicing_xl.build.demo_mistakes import wrong_books
from invoicing_xl.build.demo_summary import write_summary

PLACE = Path(__file__).parents[2] / "workbooks" / "demo.xlsx"
_CREATED = dt.datetime(2026, 6, 30, 17, 0)
_GREEN, _PALE = "#2F5D50", "#F4EFE3"
HEADER_ROW = {"Invoices": 5, "Customers": 3, "Lines": 1, "Payments": 1}
"""Where the captions stand, from 1."""

COLUMNS: Mapping[str, Mapping[str, float]] = {
    "Invoices": {
        "Invoice No": 13, "Type": 12, "Date": 11, "Customer ID": 12, "Customer": 30, "Your Order": 11,
        "Cur": 6, "Net": 12, "VAT %": 7, "VAT": 11, "Total": 12, "Terms": 15, "Due Date": 11,
        "Applies To": 13, "Status": 10, "Note": 36,
    },
    "Customers": {
        "Customer ID": 12, "Customer": 30, "Address": 24, "City": 22, "Postcode": 10, "Country": 16,
        "Currency": 9, "Terms": 15, "VAT %": 7, "Discount %": 10,
    },
    "Lines": {
        "Invoice No": 13, "Line": 6, "Item": 10, "Description": 32, "Qty": 7, "Unit Price": 11,
        "Disc %": 8, "Amount": 12,
    },
    "Payments": {
        "Receipt No": 12, "Received": 11, "Customer ID": 12, "Customer": 30, "Invoice No": 14, "Cur": 6,
        "Amount": 12, "Method": 14, "Bank Ref": 11, "Bank Text": 34,
    },
}  # fmt: skip
"""Captions and widths of the clerk's four lists."""

_LINE_AMOUNT = (
    "=ROUND(tblLines[[#This Row],[Qty]]*tblLines[[#This Row],[Unit Price]]"
    "*(1-tblLines[[#This Row],[Disc %]]/100),2)"
)
_NAME_OF_PAYER = "=VLOOKUP(tblPayments[[#This Row],[Customer ID]],Customers!$A$4:$B$28,2,FALSE)"


class _Looks:
    """The formats of the workbook, made once."""

    def __init__(self, workbook: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 10}
        header = base | {"bold": True, "font_color": "white", "bg_color": _GREEN, "valign": "vcenter"}
        self.title = workbook.add_format(base | {"bold": True, "font_size": 16, "font_color": _GREEN})
        self.remark = workbook.add_format(base | {"italic": True, "font_color": "#7F7F7F"})
        self.header = workbook.add_format(header | {"text_wrap": True})
        self.money_header = workbook.add_format(header | {"text_wrap": True, "align": "right"})
        self.text = workbook.add_format(base)
        self.indented = workbook.add_format(base | {"indent": 1})
        self.day = workbook.add_format(base | {"num_format": "dd/mm/yyyy", "align": "left"})
        self.money = workbook.add_format(base | {"num_format": "#,##0.00;[Red]-#,##0.00"})
        self.negative = workbook.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
        self.quiet = workbook.add_format({"font_color": "#808080", "font_strikeout": True})
        self.band = workbook.add_format(base | {"bg_color": _PALE})

    def of(self, caption: str, value: object) -> Format:
        if caption in MONEY:
            return self.money
        if caption == "Terms":
            return self.indented
        return self.day if isinstance(value, dt.date) else self.text


def build(path: Path) -> None:
    """Write the demo workbook to ``path``."""
    workbook = xlsxwriter.Workbook(path)
    write_demo(workbook)
    workbook.close()


def write_demo(workbook: Workbook) -> Books:
    """Put the sheets into an empty workbook; the rows that are in them."""
    books = right_books()
    wrong_books(books)
    workbook.set_properties({"title": "Month end June 2026", "company": FIRM, "created": _CREATED})
    looks = _Looks(workbook)
    _invoices(workbook, books, looks)
    _customers(workbook, books, looks)
    _lines(workbook, books, looks)
    _payments(workbook, books, looks)
    write_summary(workbook, books, looks.title, looks.header, looks.money)
    workbook.define_name("AsOf", "=Summary!$B$2")
    return books


def _invoices(workbook: Workbook, books: Books, looks: _Looks) -> None:
    sheet = _sheet(workbook, "Invoices", looks)
    sheet.set_row(0, 26)
    sheet.merge_range("A1:F1", FIRM, looks.title)
    sheet.write_string("A2", "Sales ledger, January to June 2026", looks.text)
    sheet.write_string("A3", "Due date by the customer's terms. Credit memos with a minus.", looks.remark)
    last = _table(sheet, "Invoices", "tblInvoices", books.invoices, looks)
    first = HEADER_ROW["Invoices"] + 1
    sheet.conditional_format(
        f"H{first}:K{last}", {"type": "cell", "criteria": "<", "value": 0, "format": looks.negative}
    )
    sheet.conditional_format(
        f"A{first}:P{last}", {"type": "formula", "criteria": f'=$O{first}="Void"', "format": looks.quiet}
    )
    sheet.data_validation(f"B{first}:B{last}", {"validate": "list", "source": ["Invoice", "Credit memo"]})
    sheet.data_validation(f"G{first}:G{last}", {"validate": "list", "source": ["EUR", "GBP", "USD"]})
    sheet.write_comment(
        f"A{first + 26}", "Terms agreed by phone, see letter of 3 February.", {"author": "Ledger"}
    )
    sheet.freeze_panes(HEADER_ROW["Invoices"], 1)
    sheet.set_landscape()
    sheet.repeat_rows(HEADER_ROW["Invoices"] - 1)
    sheet.fit_to_pages(1, 0)


def _customers(workbook: Workbook, books: Books, looks: _Looks) -> None:
    """A plain list without a table, its header coloured by hand."""
    sheet = _sheet(workbook, "Customers", looks)
    sheet.write_string("A1", "Customers", looks.title)
    header = HEADER_ROW["Customers"]
    for column, caption in enumerate(COLUMNS["Customers"]):
        sheet.write_string(header - 1, column, caption, looks.header)
    for row, one in enumerate(books.customers, start=header):
        style = looks.band if row % 2 else looks.text
        values = (
            one.id, one.name, one.address, one.city, one.postcode, one.country, one.currency, one.terms,
            one.rate, one.discount,
        )  # fmt: skip
        for column, value in enumerate(values):
            sheet.write(row, column, value, style)
    sheet.autofilter(header - 1, 0, header - 1 + len(books.customers), len(COLUMNS["Customers"]) - 1)
    sheet.freeze_panes(header, 0)


def _lines(workbook: Workbook, books: Books, looks: _Looks) -> None:
    sheet = _sheet(workbook, "Lines", looks)
    _table(sheet, "Lines", "tblLines", books.lines, looks, {"Amount": _LINE_AMOUNT})
    sheet.freeze_panes(1, 0)


def _payments(workbook: Workbook, books: Books, looks: _Looks) -> None:
    """The payer's name is looked up, so it is an error where the list of customers has no such ID."""
    sheet = _sheet(workbook, "Payments", looks)
    names = {customer.id: customer.name for customer in books.customers}
    for row in books.payments:
        row["Customer"] = names.get(str(row["Customer ID"]), "#N/A")
    last = _table(sheet, "Payments", "tblPayments", books.payments, looks, {"Customer": _NAME_OF_PAYER})
    sheet.conditional_format(
        f"E2:E{last}", {"type": "blanks", "format": workbook.add_format({"bg_color": "#FFF2CC"})}
    )
    sheet.data_validation(
        f"H2:H{last}",
        {
            "validate": "list",
            "source": ["Bank transfer", "Direct debit", "Card", "Cheque"],
            "error_type": "warning",
        },
    )
    sheet.freeze_panes(1, 0)


def _sheet(workbook: Workbook, name: str, looks: _Looks) -> Worksheet:
    sheet = workbook.add_worksheet(name)
    for column, width in enumerate(COLUMNS[name].values()):
        sheet.set_column(column, column, width, looks.text)
    return sheet


def _table(
    sheet: Worksheet,
    name: str,
    table: str,
    rows: Sequence[Row],
    looks: _Looks,
    formulas: Mapping[str, str] | None = None,
) -> int:
    """An Excel table of the rows, with calculated columns; returns its last row, from 1."""
    formulas = formulas or {}
    captions = list(COLUMNS[name])
    top = HEADER_ROW[name] - 1
    columns = [
        {"header": caption, "header_format": looks.money_header if caption in MONEY else looks.header}
        | ({"formula": formulas[caption]} if caption in formulas else {})
        for caption in captions
    ]
    options = {"name": table, "columns": columns, "style": "Table Style Light 11"}
    sheet.add_table(top, 0, top + len(rows), len(captions) - 1, options)
    for place, row in enumerate(rows, start=top + 1):
        for column, caption in enumerate(captions):
            value = row.get(caption)
            style = looks.of(caption, value)
            if caption in formulas and not row.get("typed"):
                sheet.write_formula(place, column, formulas[caption], style, as_written(caption, value))
            else:
                _write(sheet, place, column, as_written(caption, value), style)
    return top + len(rows) + 1


def _write(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


if __name__ == "__main__":
    build(PLACE)
