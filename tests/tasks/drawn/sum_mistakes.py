"""Mistakes in amounts, taxes and dates: AMT, TAX and DAT."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.tasks.any_ledger import AnyLedger
from tests.tasks.drawn.cell_mistakes import nothing
from tests.tasks.drawn.planting import (
    Planted,
    a_cell,
    cent,
    changed,
    day_and_month,
    days,
    digit,
    is_money,
    live,
    mistake,
    point,
    sign,
    swap,
    years,
    zero_more,
)
from tests.tasks.drawn.sheets import Row, Sheet, Value

# AMT, TAX -----------------------------------------------------------------------------------------------

_SLIPS = {
    "digits swapped": swap, "point shifted": point, "a zero too many": zero_more, "sign lost": sign,
    "a digit mistyped": digit, "a cent off": cent,
}  # fmt: skip


def money(name: str) -> Callable[[Row], bool]:
    return lambda row: is_money(row, name) and live(row)


for _name, _change in _SLIPS.items():
    changed(f"gross: {_name}", "AMT-04", "invoices", "gross", _change, "net", "tax", fits=money("gross"))
    changed(f"line net: {_name}", "AMT-01", "lines", "net", _change, fits=money("net"))
for _name in ("digits swapped", "point shifted", "a digit mistyped"):
    changed(f"net: {_name}", "AMT-04", "invoices", "net", _SLIPS[_name], "gross", "tax", fits=money("net"))
    changed(f"tax: {_name}", "AMT-04", "invoices", "tax", _SLIPS[_name], "net", "gross", fits=money("tax"))
    changed(f"price: {_name}", "AMT-01", "lines", "unit_price", _SLIPS[_name], fits=money("unit_price"))
    changed(
        f"amount due: {_name}",
        "AMT-05",
        "invoices",
        "due_amount",
        _SLIPS[_name],
        "gross",
        "prepaid",
        fits=money("due_amount"),
    )
    changed(
        f"open: {_name}", "PAY-01", "invoices", "open", _SLIPS[_name], "gross", "paid", fits=money("open")
    )
changed(
    "quantity: a zero too many", "AMT-01", "lines", "quantity", zero_more, fits=lambda row: row["net"] != 0
)
changed("quantity: a digit mistyped", "AMT-01", "lines", "quantity", digit, fits=lambda row: row["net"] != 0)
changed(
    "net in the gross column",
    "AMT-04",
    "invoices",
    "gross",
    lambda value, chance, row: row["net"],
    "net",
    "tax",
    fits=money("tax"),
)
changed(
    "gross in the net column",
    "AMT-04",
    "invoices",
    "net",
    lambda value, chance, row: row["gross"],
    "gross",
    "tax",
    fits=money("tax"),
)
changed(
    "hidden decimals",
    "AMT-06",
    "invoices",
    "gross",
    lambda value, chance, row: None if not isinstance(value, Decimal) else value + Decimal("0.0036"),
    fits=live,
)


@mistake("a line left out")
def _line_missing(ledger: AnyLedger, chance: Random) -> Planted | None:
    sheet = ledger.sheets.get("lines")
    if sheet is None:
        return None
    bears: dict[Value, list[int]] = {}
    for index, row in enumerate(sheet.rows):
        bears.setdefault(row["number"], []).append(index)
    invoices = ledger.invoices
    possible = [
        (index, row) for index, row in enumerate(invoices.rows)
        if len(bears.get(row["number"], [])) > 1 and live(row)
        and sum(one["number"] == row["number"] for one in invoices.rows) == 1
    ]  # fmt: skip
    gone = [
        (index, row, at)
        for index, row in possible
        for at in bears[row["number"]]
        if sheet.rows[at]["net"] != 0
    ]
    if not gone or "net" not in invoices.fields:
        return None
    index, _, at = chance.choice(gone)
    del sheet.rows[at]
    return Planted("AMT-03", invoices, frozenset({invoices.row(index)}), "net", moved=True)


@mistake("credit memo with its sign turned")
def _turned(ledger: AnyLedger, chance: Random) -> Planted | None:
    sheet = ledger.invoices
    credits = [index for index, row in enumerate(sheet.rows) if ledger.bills[index].credit]
    if len(credits) < 5 or "type" not in sheet.fields or "gross" in sheet.formulas:
        return None
    index = chance.choice(credits)
    for name in ("net", "charge", "tax", "gross", "due_amount", "open"):
        value = sheet.rows[index].get(name)
        if isinstance(value, Decimal):
            sheet.rows[index][name] = -value
    return Planted("AMT-08", sheet, frozenset({sheet.row(index)}), "gross")


def sole_receipt(ledger: AnyLedger) -> Callable[[Row], bool]:
    rows = ledger.sheets["payments"].rows if "payments" in ledger.sheets else []
    single = {
        str(row["applies_to"]) for row in rows
        if sum(other["applies_to"] == row["applies_to"] for other in rows) == 1
    }  # fmt: skip
    over = {str(bill.number): bill.gross for bill in ledger.bills}
    return lambda row: str(row["applies_to"]) in single and over.get(str(row["applies_to"])) == row["amount"]


@mistake("receipt with digits swapped")
def _receipt_swapped(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "payments", "amount", "applies_to", fits=sole_receipt(ledger))
    if spot is None or "paid" in ledger.invoices.fields:
        return None
    sheet, index = spot
    value = swap(sheet.rows[index]["amount"], chance, {})
    if value is None:
        return None
    sheet.rows[index]["amount"] = value
    return Planted("AMT-10", sheet, frozenset({sheet.row(index)}), "amount")


def _with_tax(ledger: AnyLedger, chance: Random) -> tuple[Sheet, int, Decimal, Decimal] | None:
    spot = a_cell(ledger, chance, "invoices", "tax", "tax_rate", "net", "gross", fits=money("tax"))
    if spot is None:
        return None
    sheet, index = spot
    net, rate = sheet.rows[index]["net"], sheet.rows[index]["tax_rate"]
    assert isinstance(net, Decimal) and isinstance(rate, Decimal)
    return sheet, index, net, rate if rate < 1 else rate / 100


@mistake("tax of another rate")
def _wrong_rate(ledger: AnyLedger, chance: Random) -> Planted | None:
    found = _with_tax(ledger, chance)
    if found is None:
        return None
    sheet, index, net, rate = found
    others = [one for one in {bill.rate for bill in ledger.bills} if one != rate]
    if not others:
        return None
    row = sheet.rows[index]
    tax = (net * chance.choice(sorted(others))).quantize(Decimal("0.01"))
    before = row["tax"]
    assert isinstance(before, Decimal) and isinstance(row["gross"], Decimal)
    row["tax"] = tax
    if "gross" not in sheet.formulas:
        row["gross"] = row["gross"] - before + tax
    return Planted("TAX-02", sheet, frozenset({sheet.row(index)}), "tax")


@mistake("tax reckoned on the gross")
def _tax_on_gross(ledger: AnyLedger, chance: Random) -> Planted | None:
    found = _with_tax(ledger, chance)
    if found is None:
        return None
    sheet, index, _, rate = found
    row = sheet.rows[index]
    before, gross = row["tax"], row["gross"]
    assert isinstance(before, Decimal) and isinstance(gross, Decimal)
    row["tax"] = (gross * rate).quantize(Decimal("0.01"))
    row["gross"] = gross - before + row["tax"]
    return Planted("TAX-02", sheet, frozenset({sheet.row(index)}), "tax")


@mistake("another rate")
def _other_rate(ledger: AnyLedger, chance: Random) -> Planted | None:
    found = _with_tax(ledger, chance)
    if found is None:
        return None
    sheet, index, _, rate = found
    whole = sheet.rows[index]["tax_rate"] != rate
    others = [one for one in {bill.rate for bill in ledger.bills} if one != rate]
    if not others:
        return None
    other = chance.choice(sorted(others))
    sheet.rows[index]["tax_rate"] = other * 100 if whole else other
    return Planted("TAX-02", sheet, frozenset({sheet.row(index)}), "tax_rate")


# DAT ----------------------------------------------------------------------------------------------------


def _before(value: Value, chance: Random, row: Row) -> Value:
    when = row["date"]
    assert isinstance(when, date)
    return when - timedelta(days=chance.choice([3, 30, 350]))


def _invoice(row: Row) -> bool:
    return live(row) and not str(row["type"]).startswith(("Credit", "Gutschrift", "Avoir", "Abono"))


changed("due before the date", "DAT-01", "invoices", "due_date", _before, "date", fits=_invoice)
changed("no due date with terms", "DAT-01", "invoices", "due_date", nothing, "terms", fits=_invoice)
changed("due a month off", "DAT-02", "invoices", "due_date", days(28, 31, 30), "terms", fits=_invoice)
changed("due a year late", "DAT-02", "invoices", "due_date", years(1), "terms", fits=_invoice)
changed(
    "due with day and month swapped", "DAT-02", "invoices", "due_date", day_and_month, "terms", fits=_invoice
)
changed("date of last year", "DAT-03", "invoices", "date", years(-1), fits=_invoice)
changed("date with day and month swapped", "DAT-03", "invoices", "date", day_and_month, fits=_invoice)
changed("date of another century", "DAT-03", "invoices", "date", years(-100), fits=_invoice)
changed(
    "date in the future",
    "DAT-03",
    "invoices",
    "date",
    lambda value, chance, row: date(2026, 12, 24),
    fits=_invoice,
)
