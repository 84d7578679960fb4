"""Mistakes in which rows there are, whose they are and what was paid: DUP, SEQ, CUS and PAY."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.tasks.any_ledger import AnyLedger
from tests.tasks.drawn.planting import MISTAKES, Planted, a_cell, digit, live, mistake, swap
from tests.tasks.drawn.sheets import Row, Value
from tests.tasks.drawn.sum_mistakes import sole_receipt

# DUP, SEQ -----------------------------------------------------------------------------------------------


def _again(
    ledger: AnyLedger, chance: Random, rule: str, number: Callable[[Value], Value], least: int = 8
) -> Planted | None:
    """A row entered once more, under what number."""
    sheet = ledger.invoices
    possible = [
        index for index, row in enumerate(sheet.rows)
        if live(row) and sum(other["number"] == row["number"] for other in sheet.rows) == 1
    ]  # fmt: skip
    if len(sheet.rows) < least or not possible:
        return None
    index = chance.choice(possible)
    other = number(sheet.rows[index]["number"])
    if other is None:
        return None
    sheet.rows.insert(index + 1, {**sheet.rows[index], "number": other})
    sheet.after = [(at + (at > index), row) for at, row in sheet.after]
    if sheet.after and sheet.after[-1][0] == index:
        sheet.after = [(at + 1, row) if at == index else (at, row) for at, row in sheet.after]
    return Planted(rule, sheet, frozenset({sheet.row(index), sheet.row(index + 1)}), "number", moved=True)


@mistake("a row twice")
def _row_twice(ledger: AnyLedger, chance: Random) -> Planted | None:
    return _again(ledger, chance, "DUP-01", lambda number: number)


@mistake("a row twice, its number written otherwise")
def _row_otherwise(ledger: AnyLedger, chance: Random) -> Planted | None:
    def otherwise(number: Value) -> Value:
        if isinstance(number, Decimal):
            return f"{number:f}."
        text = str(number)
        lower = text.lower() if text.lower() != text else f"Invoice {text}"
        return chance.choice([f"{text}.", lower, text.replace("-", " ") if "-" in text else f"No. {text}"])

    return _again(ledger, chance, "DUP-02", otherwise)


@mistake("a row twice under the next number")
def _row_again(ledger: AnyLedger, chance: Random) -> Planted | None:
    if {"newest first", "by customer", "an excerpt", "a new count each year"} & ledger.odd:
        return None
    last = ledger.invoices.rows[-1]["number"]

    def following(number: Value) -> Value:
        if isinstance(last, Decimal):
            return last + 1
        digits = str(last)[-4:]
        return f"{str(last)[:-4]}{int(digits) + 1:04d}" if digits.isdigit() and digits != "9999" else None

    return _again(ledger, chance, "DUP-03", following)


@mistake("a number twice")
def _number_twice(ledger: AnyLedger, chance: Random) -> Planted | None:
    sheet = ledger.invoices
    if len(sheet.rows) < 8:
        return None
    index = chance.randrange(3, len(sheet.rows))
    bills = ledger.bills
    if (
        bills[index].credit != bills[index - 2].credit
        or sheet.rows[index]["number"] == sheet.rows[index - 2]["number"]
    ):
        return None
    sheet.rows[index]["number"] = sheet.rows[index - 2]["number"]
    return Planted("DUP-01", sheet, frozenset({sheet.row(index), sheet.row(index - 2)}), "number")


@mistake("a row left out")
def _row_missing(ledger: AnyLedger, chance: Random) -> Planted | None:
    sheet = ledger.invoices
    if len(sheet.rows) < 20 or {"an excerpt", "by customer", "newest first"} & ledger.odd:
        return None
    index = chance.randrange(3, len(sheet.rows) - 3)
    if sum(row["number"] == sheet.rows[index]["number"] for row in sheet.rows) > 1:
        return None
    if any(at in (index, index - 1) for at, _ in sheet.after):
        return None
    number = sheet.rows[index]["number"]
    branch = str(number)[:2]
    del sheet.rows[index]
    sheet.after = [(at - (at >= index), row) for at, row in sheet.after]
    after = next(
        (at for at in range(index, len(sheet.rows)) if str(sheet.rows[at]["number"])[:2] == branch), index
    )
    return Planted("SEQ-01", sheet, frozenset({sheet.row(after)}), "number", moved=True)


# CUS, PAY -----------------------------------------------------------------------------------------------


def _known(ledger: AnyLedger) -> bool:
    return "customers" in ledger.sheets


def _customer_mistake(
    name: str, rule: str, field: str, change: Callable[[Value, Random, Row], Value], *needs: str
) -> None:
    def make(ledger: AnyLedger, chance: Random) -> Planted | None:
        spot = a_cell(ledger, chance, "invoices", field, *needs) if _known(ledger) else None
        if spot is None:
            return None
        sheet, index = spot
        after = change(sheet.rows[index][field], chance, sheet.rows[index])
        taken = {str(one.key) for one in ledger.customers} | {one.name for one in ledger.customers}
        if after is None or after == sheet.rows[index][field] or (rule == "CUS-01" and str(after) in taken):
            return None
        sheet.rows[index][field] = after
        return Planted(rule, sheet, frozenset({sheet.row(index)}), field)

    MISTAKES[name] = make


def _unknown(value: Value, chance: Random, row: Row) -> Value:
    return Decimal(77777) if isinstance(value, Decimal) else "ZZ-777"


def _letters_swapped(value: Value, chance: Random, row: Row) -> Value:
    text = str(value)
    return None if text[1] == text[2] else text[0] + text[2] + text[1] + text[3:]


_customer_mistake("customer with digits swapped", "CUS-01", "customer", swap)
_customer_mistake("customer with a digit mistyped", "CUS-01", "customer", digit)
_customer_mistake(
    "an O for a 0 in the customer",
    "CUS-01",
    "customer",
    lambda value, chance, row: (
        str(value).replace("0", "O", 1) if isinstance(value, str) and "0" in value else None
    ),
)
_customer_mistake("customer nobody knows", "CUS-01", "customer", _unknown)
_customer_mistake("name with letters swapped", "CUS-02", "customer_name", _letters_swapped, "customer")


@mistake("another customer's name")
def _other_name(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "invoices", "customer_name", "customer") if _known(ledger) else None
    if spot is None:
        return None
    sheet, index = spot
    others = [one.name for one in ledger.customers if one.key != sheet.rows[index]["customer"]]
    if not others:
        return None
    sheet.rows[index]["customer_name"] = chance.choice(others)
    return Planted("CUS-02", sheet, frozenset({sheet.row(index)}), "customer_name")


@mistake("another customer's ID")
def _other_id(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "invoices", "customer", "customer_name") if _known(ledger) else None
    if spot is None:
        return None
    sheet, index = spot
    others = [one.key for one in ledger.customers if one.key != sheet.rows[index]["customer"]]
    sheet.rows[index]["customer"] = chance.choice(others)
    return Planted("CUS-02", sheet, frozenset({sheet.row(index)}), "customer")


@mistake("receipt for an unknown invoice")
def _unknown_invoice(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(
        ledger, chance, "payments", "applies_to", "amount", fits=lambda row: "," not in str(row["applies_to"])
    )
    if spot is None or len(spot[0].rows) < 4:
        return None
    sheet, index = spot
    value = sheet.rows[index]["applies_to"]
    sheet.rows[index]["applies_to"] = (
        value + 50_000 if isinstance(value, Decimal) else f"{str(value)[:-1]}877"
    )
    return Planted("PAY-02", sheet, frozenset({sheet.row(index)}), "applies_to")


@mistake("receipt for another customer's invoice")
def _foreign_invoice(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(
        ledger,
        chance,
        "payments",
        "applies_to",
        "customer",
        fits=lambda row: "," not in str(row["applies_to"]),
    )
    if spot is None or not _known(ledger) or len(spot[0].rows) < 4:
        return None
    sheet, index = spot
    others = [one.key for one in ledger.customers if one.key != sheet.rows[index]["customer"]]
    sheet.rows[index]["customer"] = chance.choice(others)
    return Planted("PAY-02", sheet, frozenset({sheet.row(index)}), "customer")


@mistake("a receipt twice")
def _receipt_twice(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "payments", "amount", "applies_to", fits=sole_receipt(ledger))
    if spot is None:
        return None
    sheet, index = spot
    sheet.rows.insert(index + 1, dict(sheet.rows[index]))
    return Planted("PAY-01", sheet, frozenset({sheet.row(index), sheet.row(index + 1)}), "amount", moved=True)


@mistake("a receipt with a zero too many")
def _receipt_tenfold(ledger: AnyLedger, chance: Random) -> Planted | None:
    spot = a_cell(ledger, chance, "payments", "amount", "applies_to", fits=sole_receipt(ledger))
    if spot is None:
        return None
    sheet, index = spot
    amount = sheet.rows[index]["amount"]
    assert isinstance(amount, Decimal)
    sheet.rows[index]["amount"] = amount * 10
    return Planted("PAY-01", sheet, frozenset({sheet.row(index)}), "amount")


@mistake("paid, but open")
def _paid_but_open(ledger: AnyLedger, chance: Random) -> Planted | None:
    paid = {"Paid", "Bezahlt", "Payé", "Pagado", "Betaald"}
    spot = a_cell(
        ledger,
        chance,
        "invoices",
        "status",
        "open",
        "gross",
        fits=lambda row: row["open"] != 0 and live(row),
    )
    if spot is None:
        return None
    sheet, index = spot
    said = [row["status"] for row in sheet.rows if row["status"] in paid]
    if not said:
        return None
    sheet.rows[index]["status"] = said[0]
    return Planted("PAY-01", sheet, frozenset({sheet.row(index)}), "status")
