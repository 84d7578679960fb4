"""Mistakes of spreadsheets and of identities: FMT and IDN."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

from invoicing_xl.model.cells import Content, ErrorValue
from tests.tasks.any_ledger import AnyLedger
from tests.tasks.drawn.planting import BLANK, EPOCH, Planted, a_cell, changed, live, mistake, swap, years
from tests.tasks.drawn.sheets import Row, Value, content

# FMT ----------------------------------------------------------------------------------------------------


def _text_number(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    return Content(f"{value:f}" + chance.choice(["", " "]), number_format="@")


def _grouped(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    text = f"{value:,f}"
    if chance.random() < 0.5:
        text = text.translate(str.maketrans(",.", ".,"))
    return Content(text, number_format="@")


def _negative_text(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    amount = f"{abs(value):.2f}"
    return Content(chance.choice([f"({amount})", f"{amount}-", f"\u2212{amount}"]), number_format="General")


def _unseen(value: Value, chance: Random, row: Row) -> Value:
    text = str(value)
    return chance.choice([f"{text} ", f"{text}\u00a0", f" {text}", f"{text}\u200b"])


def _double_space(value: Value, chance: Random, row: Row) -> Value:
    return str(value).replace(" ", "  ", 1)


def _date_text(shape: str) -> Callable[[Value, Random, Row], Value]:
    def change(value: Value, chance: Random, row: Row) -> Value:
        assert isinstance(value, date)
        return Content(value.strftime(shape), number_format="@")

    return change


def _spelled(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, date)
    return Content(float(f"{value:%Y%m%d}"), number_format="General")


def _bare(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, date)
    return Content(float((value - EPOCH).days), number_format="General")


def _error(value: Value, chance: Random, row: Row) -> Value:
    return Content(ErrorValue(chance.choice(["#N/A", "#REF!", "#VALUE!"])), number_format="General")


def _long(row: Row) -> bool:
    value = row.get("gross")
    return isinstance(value, Decimal) and abs(value) >= 1000


changed("gross as text", "FMT-01", "invoices", "gross", _text_number, fits=live)
changed("gross as text with thousands", "FMT-01", "invoices", "gross", _grouped, fits=_long)
changed("receipt as text", "FMT-01", "payments", "amount", _text_number)
changed("price as text", "FMT-01", "lines", "unit_price", _text_number)
changed("blank in the name", "FMT-02", "invoices", "customer_name", _unseen)
changed("two blanks in the name", "FMT-02", "invoices", "customer_name", _double_space)
changed(
    "blank in the number",
    "FMT-02",
    "invoices",
    "number",
    _unseen,
    fits=lambda row: isinstance(row["number"], str),
)
changed(
    "blank in the customer",
    "FMT-02",
    "invoices",
    "customer",
    _unseen,
    fits=lambda row: isinstance(row["customer"], str),
)
changed(
    "negative as text",
    "FMT-04",
    "invoices",
    "gross",
    _negative_text,
    fits=lambda row: isinstance(row["gross"], Decimal) and row["gross"] < 0,
)
changed("ISO date as text", "FMT-05", "invoices", "date", _date_text("%Y-%m-%d"))
changed("date as text", "FMT-05", "invoices", "date", _date_text("%d.%m.%Y"))
changed("due date as text", "FMT-05", "invoices", "due_date", _date_text("%d/%m/%Y"))
changed("receipt's date as text", "FMT-05", "payments", "date", _date_text("%d.%m.%Y"))
changed("date spelled as a number", "FMT-06", "invoices", "date", _spelled)
changed("date without its format", "FMT-06", "invoices", "date", _bare)
changed("due date of another century", "FMT-06", "invoices", "due_date", years(100), fits=lambda row: True)
changed("receipt's year of another century", "FMT-06", "payments", "date", years(-100))
changed("error for the gross", "FMT-07", "invoices", "gross", _error)
changed("error for the customer", "FMT-07", "invoices", "customer", _error)


@mistake("formula typed over with another value")
def _typed_over(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "invoices", "gross", formula=True, fits=live)
    if spot is None or "gross" not in spot[0].formulas or len(spot[0].rows) < 6:
        return None
    sheet, index = spot
    row = sheet.rows[index]
    assert isinstance(row["gross"], Decimal)
    row["gross"] = content("gross", swap(row["gross"], chance, row) or row["gross"] + 9)
    return Planted("FMT-08", sheet, frozenset({sheet.row(index)}), "gross")


@mistake("formula typed over with its value")
def _typed_over_alike(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "invoices", "gross", formula=True, fits=live)
    if spot is None or "gross" not in spot[0].formulas or len(spot[0].rows) < 6:
        return None
    sheet, index = spot
    sheet.rows[index]["gross"] = content("gross", sheet.rows[index]["gross"])
    return Planted("FMT-08", sheet, frozenset({sheet.row(index)}), "gross")


@mistake("formula of the row above")
def _row_off(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "invoices", "gross", formula=True, fits=live)
    if spot is None or "gross" not in spot[0].formulas or len(spot[0].rows) < 6 or spot[1] == 0:
        return None
    sheet, index = spot
    if sheet.row(index - 1) != sheet.row(index) - 1:
        return None
    cells = sheet.cells()
    above = cells[sheet.row(index - 1) - 1][sheet.column("gross") - 1]
    own = cells[sheet.row(index) - 1][sheet.column("gross") - 1]
    assert isinstance(above, Content) and isinstance(own, Content)
    if above.value == own.value:
        return None
    sheet.rows[index]["gross"] = above
    return Planted("FMT-08", sheet, frozenset({sheet.row(index)}), "gross")


def _padded(row: Row) -> bool:
    value = row["customer"]
    return isinstance(value, str) and value.isdigit() and value.startswith("0")


def _as_number(value: Value, chance: Random, row: Row) -> Value:
    return Content(float(str(value)), number_format="General")


changed("customer without its zeros", "FMT-10", "invoices", "customer", _as_number, fits=_padded)
changed("number in short form", "FMT-10", "invoices", "number", lambda value, chance, row: "1.23457E+15")
changed(
    "number that became a day", "FMT-10", "invoices", "number",
    lambda value, chance, row: Content(46112.0, number_format="dd. mmm"),
)  # fmt: skip


@mistake("captions again")
def _captions_again(ledger: AnyLedger, chance: Random) -> Planted | None:
    sheet = ledger.invoices
    if len(sheet.rows) < 8:
        return None
    index = chance.randrange(2, len(sheet.rows) - 2)
    sheet.after.append((index, dict(sheet.captions)))
    sheet.after.sort(key=lambda one: one[0])
    # One finding tells of all rows that are no data, at the first of them.
    return Planted("FMT-11", sheet, frozenset({sheet.row(index) + 1}), "number", moved=True)


@mistake("a blank row")
def _blank_row(ledger: AnyLedger, chance: Random) -> Planted | None:
    sheet = ledger.invoices
    if len(sheet.rows) < 8 or sheet.after[:-1]:
        return None
    index = chance.randrange(2, len(sheet.rows) - 2)
    sheet.after.insert(0, (index, {}))
    return Planted("FMT-11", sheet, frozenset({sheet.row(index) + 1}), "number", moved=True)


# IDN ----------------------------------------------------------------------------------------------------


def nothing(value: Value, chance: Random, row: Row) -> Value:
    return BLANK


for _name, _field in (("number", "number"), ("date", "date"), ("gross", "gross"), ("customer", "customer")):
    changed(f"no {_name}", "IDN-01", "invoices", _field, nothing, fits=live)
changed("word for the gross", "IDN-01", "invoices", "gross", lambda value, chance, row: "tbd", fits=live)
changed("no date of the receipt", "IDN-01", "payments", "date", nothing)
changed("no amount of the receipt", "IDN-01", "payments", "amount", nothing)


def _many_numbers(ledger: AnyLedger) -> bool:
    return len(ledger.invoices.rows) >= 20


def _number(change: Callable[[str, Random, Row], str | None]) -> Callable[[Value, Random, Row], Value]:
    def changed(value: Value, chance: Random, row: Row) -> Value:
        if isinstance(value, Decimal):
            after = change(f"{value:f}", chance, row)
            return None if after is None else Decimal(after) if after.isdecimal() else after
        return change(str(value), chance, row)

    return changed


def _o_for_zero(text: str, chance: Random, row: Row) -> str | None:
    at = text.rfind("0")
    return text[:at] + "O" + text[at + 1 :] if at >= 0 else None


def _digit_more(text: str, chance: Random, row: Row) -> str | None:
    return text + text[-1] if text[-1].isdigit() else None


def _other_prefix(text: str, chance: Random, row: Row) -> str | None:
    return f"X{text[1:]}" if text[0].isalpha() else None


def _other_year(text: str, chance: Random, row: Row) -> str | None:
    when = row["date"]
    assert isinstance(when, date)
    return (
        text.replace(str(when.year), str(when.year - 2), 1)
        if str(when.year) in text[:5] and len(text) > 5
        else None
    )


for _name, _change in (
    ("an O for a 0 in the number", _o_for_zero),
    ("a digit too many in the number", _digit_more),
    ("another prefix of the number", _other_prefix),
    ("another year in the number", _other_year),
):
    changed(_name, "IDN-02", "invoices", "number", _number(_change))
