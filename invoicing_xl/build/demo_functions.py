"""The sheet *Functions* of the demo workbook with macros: every worksheet function at work.

The results in the file are what the very functions answer to these arguments, so that they show before
Excel has computed anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from invoicing_xl.build.demo_ledger import DEMO_AS_OF, Books, Row, as_written
from invoicing_xl.build.demo_workbook import COLUMNS, HEADER_ROW
from invoicing_xl.surface import udfs
from invoicing_xl.surface.answers import MARK
from invoicing_xl.surface.functions import FUNCTIONS

SHEET = "Functions"
_EPOCH = dt.date(1899, 12, 30)
_NOT_AVAILABLE = -2146826246
"""What Excel hands over for the error value #N/A."""
_RESULT_COLUMN = 3
_FIRST_ROW = 4
_CHECKED = slice(60, 80)
"""Rows of the list that are checked one by one: some of them are wrong."""

Table = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands in the formula, and what Excel hands over for it."""

    formula: str
    value: object


@dataclass(frozen=True, slots=True)
class Example:
    """A worksheet function with arguments; ``days`` and ``money`` are columns of its answer."""

    function: str
    arguments: Sequence[Argument] = ()
    days: Sequence[int] = ()
    money: Sequence[int] = ()

    @property
    def formula(self) -> str:
        return f"={self.function}({','.join(one.formula for one in self.arguments)})"

    def answer(self) -> Table:
        """Rows of values, as they are handed to Excel."""
        call: Callable[..., Table] = getattr(udfs, FUNCTIONS[self.function].python_name)
        return call(*(one.value for one in self.arguments))


def write_functions(workbook: Workbook, books: Books) -> None:
    """Name, meaning and formula of each example, with its answer to the right and below."""
    sheet = workbook.add_worksheet(SHEET)
    title = workbook.add_format({"bold": True, "font_size": 16, "font_color": "#2F5D50"})
    name = workbook.add_format({"bold": True, "valign": "top"})
    text = workbook.add_format({"text_wrap": True, "valign": "top", "font_color": "#595959"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    money = workbook.add_format({"num_format": "#,##0.00"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 52)
    sheet.set_column(_RESULT_COLUMN, _RESULT_COLUMN + 8, 14)
    sheet.write_string(0, 0, "Worksheet functions", title)
    sheet.write_string(
        1, 0, "In column D each formula of column C is at work. Nothing here is counted or checked."
    )
    row = _FIRST_ROW - 1
    for example in examples(books):
        sheet.write_string(row, 0, example.function, name)
        sheet.write_string(row, 1, FUNCTIONS[example.function].description, text)
        sheet.write_string(row, 2, example.formula[1:], text)
        answer = example.answer()
        formats = dict.fromkeys(example.days, day) | dict.fromkeys(example.money, money)
        _write_answer(sheet, row, example, answer, formats)
        row += len(answer) + 1


def _write_answer(
    sheet: Worksheet, top: int, example: Example, answer: Table, formats: Mapping[int, Format]
) -> None:
    bottom, right = top + len(answer) - 1, _RESULT_COLUMN + len(answer[0]) - 1
    first = _shown(answer[0][0])
    sheet.write_dynamic_array_formula(
        top, _RESULT_COLUMN, bottom, right, example.formula, formats.get(0), first
    )
    others = [
        (top + row, place, value) for row, values in enumerate(answer) for place, value in enumerate(values)
    ]
    for row, place, value in others[1:]:
        write = sheet.write_string if isinstance(value, str) else sheet.write
        write(row, _RESULT_COLUMN + place, _shown(value), formats.get(place))


def _shown(value: object) -> object:
    """What the cell shows; an error value by its code."""
    return value.removeprefix(MARK) if isinstance(value, str) else value


def examples(books: Books) -> Iterator[Example]:
    """At least one of every function, scalar ones first."""
    invoices = _range("Invoices", books.invoices, "tblInvoices[#Data]", "tblInvoices[#Headers]")
    payments = _range("Payments", books.payments, "tblPayments[#Data]", "tblPayments[#Headers]")
    numbers = Argument("tblInvoices[Invoice No]", [[row["Invoice No"]] for row in books.invoices])
    as_of = Argument("AsOf", _serial(DEMO_AS_OF))
    euros = _text("EUR")
    fifth_of_june = _day(dt.date(2026, 6, 5))
    yield Example("INV_VERSION")
    yield Example("INV_RULE", [_text("AMT-04")])
    yield Example("INV_DUE_DATE", [fifth_of_june, _text("30 EOM")], days=[0])
    yield Example(
        "INV_DISCOUNT", [fifth_of_june, _text("2/10 net 30"), _number(1250)], days=[0], money=(1, 2)
    )
    yield Example("INV_DAYS_PAST_DUE", [fifth_of_june, as_of])
    yield Example("INV_BUCKET", [fifth_of_june, as_of])
    yield Example("INV_ROUND", [_number(2.675), euros])
    yield Example("INV_TAX", [_number(100.05), _number(0.23), euros])
    yield Example("INV_WORDS", [_number(1234.05), euros])
    yield Example("INV_NUMBER", [_text("1.234,56")])
    yield Example("INV_NUMBER", [_text("1.234"), _text(",")])
    yield Example("INV_DATE", [_text("3 février 2026")], days=[0])
    yield Example("INV_TAX_ID", [_text("DE 136,695 976"), _text("DE")])
    yield Example("INV_IBAN", [_text("DE89 3704 0044 0532 0130 00")])
    yield Example("INV_MATCH_CUSTOMER", [_text("wolkenheim hotel"), _customers(books)])
    yield Example("INV_NEXT_NUMBER", [numbers])
    yield Example("INV_BALANCE", [_text("C1010"), *invoices, *payments, as_of], money=[0])
    yield Example("INV_GAPS", [numbers])
    yield Example(
        "INV_OPEN_ITEMS", [_text("C1010"), *invoices, *payments, as_of], days=(0, 4), money=(6, 7, 8, 9)
    )
    yield Example("INV_AGING", [*invoices, as_of], money=range(3, 10))
    of_june = [_text("C1010"), *invoices, *payments, _day(dt.date(2026, 6, 1)), as_of]
    yield Example("INV_STATEMENT", of_june, days=(0, 4), money=(5, 6, 7))
    yield Example("INV_FINDINGS", [*invoices, as_of])
    yield Example("INV_DUPLICATES", [*_some_invoices(books)])
    yield Example("INV_CHECK", [*_some_invoices(books), as_of])


def _text(text: str) -> Argument:
    return Argument(f'"{text}"', text)


def _number(value: float) -> Argument:
    return Argument(f"{value:g}", float(value))


def _day(day: dt.date) -> Argument:
    return Argument(f"DATE({day.year},{day.month},{day.day})", _serial(day))


def _serial(day: dt.date) -> float:
    return float((day - _EPOCH).days)


def _range(sheet: str, rows: Sequence[Row], data: str, headers: str) -> tuple[Argument, Argument]:
    captions = list(COLUMNS[sheet])
    values = [[_handed_over(caption, row.get(caption)) for caption in captions] for row in rows]
    return Argument(data, values), Argument(headers, [captions])


def _some_invoices(books: Books) -> tuple[Argument, Argument]:
    top = HEADER_ROW["Invoices"]
    cells = f"Invoices!A{top + 1 + _CHECKED.start}:P{top + _CHECKED.stop}"
    return _range("Invoices", books.invoices[_CHECKED], cells, f"Invoices!A{top}:P{top}")


def _customers(books: Books) -> Argument:
    top = HEADER_ROW["Customers"]
    cells = f"Customers!A{top + 1}:B{top + len(books.customers)}"
    return Argument(cells, [[one.id, one.name] for one in books.customers])


def _handed_over(caption: str, value: object) -> object:
    """As ``Range.Value2`` has it: doubles only, dates as serials."""
    written = as_written(caption, value)
    if isinstance(written, dt.date):
        return _serial(written)
    if isinstance(written, int | float):
        return float(written)
    return _NOT_AVAILABLE if written == "#N/A" else written
