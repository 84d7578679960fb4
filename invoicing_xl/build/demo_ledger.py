"""The right rows of the demo workbook: half a year of documents, their lines and what was received.

Odd but right among them: a service plan billed each month at the same amount, two equal orders on one day, a
voided number, credit memos, part payments, a bank fee kept back by a bank, a payment on account.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from invoicing_xl.build.demo_data import FREIGHT, SERVICE_PLAN, Customer, Item, customers, items
from invoicing_xl.model.terms import parse_terms
from invoicing_xl.tasks.demo import AS_OF

DEMO_AS_OF = dt.date.fromisoformat(str(AS_OF))
"""The day the demo's month end stands on; no row is later."""

_FIRST_DAY = dt.date(2026, 1, 5)
_ORDERS = 144
_FIRST_NUMBER = 101
_VOID = 37
_EQUAL_ORDER = 88
_PLAN_CUSTOMER, _CREDITED, _SPLIT, _FEE = "C1022", (20, 55, 81, 118), (12, 47, 96), 66
_BANK_FEE = 1250
_UNPAID = (29, 63, 75)
_METHODS = ("Bank transfer", "Bank transfer", "Bank transfer", "Direct debit", "Card", "Cheque")

MONEY = frozenset({"Net", "VAT", "Total", "Unit Price", "Amount"})
"""The captions of money, which is kept in cents until it is written."""
Row = dict[str, object]
"""A sheet's row by caption. None is a blank."""


@dataclass
class Books:
    """The rows of the clerk's four sheets, from top to bottom."""

    customers: Sequence[Customer]
    invoices: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)

    def invoice(self, number: str) -> Row:
        return next(row for row in self.invoices if row["Invoice No"] == number)


def as_written(caption: str, value: object) -> object:
    """What the cell holds."""
    return value / 100 if caption in MONEY and isinstance(value, int | float) else value


def right_books() -> Books:
    """The same rows each time: only ``random()`` is used, whose sequence Python promises not to change."""
    chance = random.Random(2026)
    books = Books(customers())
    by_id = {customer.id: customer for customer in books.customers}
    for place, (date, customer, wanted) in enumerate(_orders(chance, books.customers)):
        number = f"INV-26-{_FIRST_NUMBER + place:04d}"
        _bill(books, number, date, customer, wanted, f"PO-{_below(chance, 90_000) + 10_000}")
    for row in books.invoices[-14:]:
        row["Status"] = "Sent"
    _void(books, _number(_VOID))
    for place, one in enumerate(_CREDITED):
        _credit(books, f"CM-26-{place + 11:04d}", books.invoice(_number(one)))
    books.invoices.sort(key=lambda row: (_day(row["Date"]), row["Type"] == "Credit memo"))
    _receive(books, chance, by_id)
    books.invoice(_number(131)).update({"Status": "Disputed", "Note": "4 cups broken, carrier asked"})
    return books


def _number(place: int) -> str:
    return f"INV-26-{_FIRST_NUMBER + place:04d}"


def _below(chance: random.Random, limit: int) -> int:
    return int(chance.random() * limit)


def _orders(
    chance: random.Random, buyers: Sequence[Customer]
) -> list[tuple[dt.date, Customer, list[tuple[Item, int]]]]:
    """Day, customer and wanted quantities, by day; the service plan on each month's first working day."""
    goods = items()
    plan = next(customer for customer in buyers if customer.id == _PLAN_CUSTOMER)
    days = (DEMO_AS_OF - _FIRST_DAY).days - 1
    orders = [
        (_working(_FIRST_DAY + dt.timedelta(place * days // _ORDERS)), *_order(chance, buyers, goods))
        for place in range(_ORDERS)
    ]
    orders[_EQUAL_ORDER + 1] = orders[_EQUAL_ORDER]
    orders += [(_working(dt.date(2026, month, 2)), plan, [(SERVICE_PLAN, 1)]) for month in range(1, 7)]
    return sorted(orders, key=lambda order: order[0])


def _order(
    chance: random.Random, buyers: Sequence[Customer], goods: Sequence[Item]
) -> tuple[Customer, list[tuple[Item, int]]]:
    buyer = buyers[_below(chance, len(buyers))]
    wanted: dict[str, tuple[Item, int]] = {}
    for _ in range(1 + _below(chance, 3)):
        item = goods[_below(chance, len(goods))]
        wanted[item.code] = (item, 1 + _below(chance, 20))
    if chance.random() < 0.35:
        wanted[FREIGHT.code] = (FREIGHT, 1)
    return buyer, list(wanted.values())


def _working(day: dt.date) -> dt.date:
    """Saturdays and Sundays become the Monday after them."""
    return day + dt.timedelta({5: 2, 6: 1}.get(day.weekday(), 0))


def _bill(
    books: Books,
    number: str,
    date: dt.date,
    customer: Customer,
    wanted: Sequence[tuple[Item, int]],
    order: str,
) -> None:
    net = 0
    for place, (item, quantity) in enumerate(wanted, start=1):
        discount = 0 if item in (FREIGHT, SERVICE_PLAN) else customer.discount
        amount = _percent(quantity * item.price, 100 - discount)
        net += amount
        books.lines.append(
            {
                "Invoice No": number, "Line": place, "Item": item.code, "Description": item.description,
                "Qty": quantity, "Unit Price": item.price, "Disc %": discount, "Amount": amount,
            }
        )  # fmt: skip
    tax = _percent(net, customer.rate)
    books.invoices.append(
        {
            "Invoice No": number, "Type": "Invoice", "Date": date, "Customer ID": customer.id,
            "Customer": customer.name, "Your Order": order, "Cur": customer.currency, "Net": net,
            "VAT %": customer.rate, "VAT": tax, "Total": net + tax, "Terms": customer.terms,
            "Due Date": _due(customer.terms, date), "Applies To": None, "Status": None, "Note": None,
        }
    )  # fmt: skip


def _percent(cents: int, percent: int) -> int:
    """Rounded half up; for amounts that are not negative."""
    return (cents * percent + 50) // 100


def _due(terms: str, date: dt.date) -> dt.date:
    meaning = parse_terms(terms)
    if meaning is None:
        raise ValueError(f"terms not understood: {terms}")
    due: dt.date = meaning.due(np.array([date], "datetime64[D]"))[0].item()
    return due


def _void(books: Books, number: str) -> None:
    """The clerk keeps the row of a voided number, without amounts."""
    books.lines = [line for line in books.lines if line["Invoice No"] != number]
    row = books.invoice(number)
    row.update(
        {
            "Net": 0,
            "VAT": 0,
            "Total": 0,
            "Status": "Void",
            "Note": "wrong customer, billed again the next day",
        }
    )


def _credit(books: Books, number: str, original: Row) -> None:
    """A part of the goods came back: the first line's amount, with its tax, as a negative document."""
    line = next(line for line in books.lines if line["Invoice No"] == original["Invoice No"])
    net, rate = _whole(line["Amount"]), _whole(original["VAT %"])
    date = _working(_day(original["Date"]) + dt.timedelta(9))
    tax = _percent(net, rate)
    books.invoices.append(
        original
        | {
            "Invoice No": number, "Type": "Credit memo", "Date": date, "Net": -net, "VAT": -tax,
            "Total": -(net + tax), "Terms": None, "Due Date": None, "Applies To": original["Invoice No"],
            "Note": "goods returned",
        }
    )  # fmt: skip
    books.lines.append(line | {"Invoice No": number, "Line": 1, "Qty": -_whole(line["Qty"]), "Amount": -net})


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def _day(value: object) -> dt.date:
    assert isinstance(value, dt.date)
    return value


def _receive(books: Books, chance: random.Random, by_id: dict[str, Customer]) -> None:
    """What came in until the day of the month end, in order of its days."""
    receipts: list[Row] = []
    unpaid = {_number(place) for place in _UNPAID}
    for row in books.invoices:
        owed = _whole(row["Total"]) + _credits(books, row)
        if row["Type"] != "Invoice" or owed <= 0 or row["Invoice No"] in unpaid:
            continue
        late = by_id[str(row["Customer ID"])].promptness + _below(chance, 5)
        day = max(_working(_day(row["Due Date"]) + dt.timedelta(late)), _day(row["Date"]))
        receipts += [_receipt(row, date, amount, note) for date, amount, note in _parts(row, day, owed)]
    receipts.append(
        {
            "Received": dt.date(2026, 6, 18), "Customer ID": "C1003", "Invoice No": None, "Cur": "EUR",
            "Amount": 150_000, "Bank Text": "deposit for the autumn order",
        }
    )  # fmt: skip
    receipts = [row for row in receipts if _day(row["Received"]) <= DEMO_AS_OF]
    receipts.sort(key=lambda row: _day(row["Received"]))
    for place, row in enumerate(receipts, start=1):
        row["Receipt No"] = f"R-26-{place:03d}"
        row["Method"] = _METHODS[_below(chance, len(_METHODS))]
        row["Bank Ref"] = f"BK{_below(chance, 900_000) + 100_000}"
    books.payments = receipts


def _credits(books: Books, row: Row) -> int:
    """What credit memos take off an invoice; negative."""
    return sum(_whole(memo["Total"]) for memo in books.invoices if memo["Applies To"] == row["Invoice No"])


def _parts(row: Row, day: dt.date, owed: int) -> list[tuple[dt.date, int, str]]:
    """Usually one payment; some come in two parts, one without the fee a bank kept."""
    if row["Invoice No"] in {_number(place) for place in _SPLIT}:
        first = owed * 2 // 5
        return [(day, first, "part payment"), (day + dt.timedelta(14), owed - first, "rest")]
    if row["Invoice No"] == _number(_FEE):
        return [(day, owed - _BANK_FEE, "less bank fee")]
    return [(day, owed, "")]


def _receipt(row: Row, day: dt.date, amount: int, note: str) -> Row:
    return {
        "Received": day,
        "Customer ID": row["Customer ID"],
        "Invoice No": row["Invoice No"],
        "Cur": row["Cur"],
        "Amount": amount,
        "Bank Text": f"{row['Invoice No']} {note}".rstrip(),
    }
