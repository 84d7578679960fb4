"""One wrong figure in books that are right otherwise: it is found, and what is proposed is the truth.

The books are made by plain decimal arithmetic that shares nothing with the rules, in several ways to
reckon; then one cell is spoilt the way keyboards spoil cells.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.model.cells import Content
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import table_of

SUMS = {"AMT-01", "AMT-03", "AMT-04", "AMT-05", "AMT-06", "AMT-08", "AMT-10", "TAX-02", "PAY-01"}
CENT = Decimal("0.01")
RATES = (Decimal("0.19"), Decimal("0.07"), Decimal("0"))
DISCOUNTS = (Decimal(0), Decimal(0), Decimal("0.05"), Decimal("0.1"))

Row = dict[str, str | Decimal | None]


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Ways:
    """How a firm reckons and what its sheets show."""

    lines: bool = True
    discounts: bool = False
    rates: bool = True
    per_line: bool = False
    payments: bool = True
    masters: bool = True
    open: bool = False
    per_cent: bool = False


WAYS = st.builds(
    Ways,
    lines=st.booleans(),
    discounts=st.booleans(),
    rates=st.booleans(),
    per_line=st.booleans(),
    payments=st.booleans(),
    masters=st.booleans(),
    open=st.booleans(),
    per_cent=st.booleans(),
)


@dataclass
class Books:
    """Rows of each sheet; a row is its fields in the order of the columns."""

    invoices: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    customers: list[Row] = field(default_factory=list)

    @property
    def sheets(self) -> list[tuple[str, list[Row]]]:
        named = [("invoices", self.invoices), ("lines", self.lines)]
        named += [("payments", self.payments), ("customers", self.customers)]
        return [(kind, rows) for kind, rows in named if rows]


def books(chance: random.Random, ways: Ways) -> Books:
    made = Books()
    customers = {f"K{n}": (chance.choice(RATES), Decimal(chance.randint(100, 9999)) / 100) for n in range(5)}
    items = {f"item {n}": Decimal(chance.randint(50, 99999)) / 100 for n in range(6)}
    if ways.masters:
        made.customers = [
            {"customer": name, "tax_rate": rate * (100 if ways.per_cent else 1)}
            for name, (rate, _) in customers.items()
        ]
    for n in range(24):
        number = f"F{4100 + n}"
        customer = chance.choice(list(customers))
        rate = customers[customer][0]
        nets = []
        for place in range(chance.randint(1, 4)):
            item = chance.choice(list(items))
            quantity = Decimal(chance.randint(1, 40))
            discount = chance.choice(DISCOUNTS) if ways.discounts else Decimal(0)
            net = cents(quantity * items[item] * (1 - discount))
            nets.append(net)
            line: Row = {"number": number, "line": str(place + 1), "item": item, "quantity": quantity}
            line |= {"unit_price": items[item], "discount_rate": discount, "net": net}
            made.lines.append(line)
        net = sum(nets, Decimal(0))
        tax = sum((cents(one * rate) for one in nets), Decimal(0)) if ways.per_line else cents(net * rate)
        invoice: Row = {"number": number, "customer": customer, "net": net}
        if ways.rates:
            invoice["tax_rate"] = rate * (100 if ways.per_cent else 1)
        invoice |= {"tax": tax, "gross": net + tax}
        paid = chance.choice([net + tax, net + tax, cents((net + tax) / 2), Decimal(0)])
        if ways.open:
            invoice |= {"paid": paid, "open": net + tax - paid}
        if paid and ways.payments:
            made.payments.append({"number": f"R{n}", "applies_to": number, "amount": paid})
        made.invoices.append(invoice)
    if not ways.lines:
        made.lines = []
    if not ways.discounts:
        for line in made.lines:
            del line["discount_rate"]
    return made


def tables(made: Books) -> list[Table]:
    return [_table(kind, rows) for kind, rows in made.sheets]


def _table(kind: str, rows: list[Row]) -> Table:
    names = list(rows[0])
    cells = {(1, column): Content(FIELDS[name].title) for column, name in enumerate(names, start=1)}
    for row, values in enumerate(rows, start=2):
        for column, name in enumerate(names, start=1):
            value = values[name]
            cells[row, column] = Content(float(value) if isinstance(value, Decimal) else value)
    columns = {name: column for column, name in enumerate(names, start=1)}
    grid = grid_of(kind.title(), cells)
    return table_of(kind, grid, 1, list(range(2, len(rows) + 2)), columns)  # type: ignore[arg-type]


def slips(value: Decimal) -> Iterator[Decimal]:
    """What a keyboard makes of an amount."""
    digits = f"{abs(value):.2f}".replace(".", "")
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        yield Decimal(swapped) / 100
    for place in range(len(digits)):
        for other in "0123456789":
            yield Decimal(digits[:place] + other + digits[place + 1 :]) / 100
    yield cents(value * 10)
    yield cents(value / 10)
    yield -value


SPOILT = (
    *((("invoices", name)) for name in ("net", "tax", "gross", "open", "paid")),
    *((("lines", name)) for name in ("net", "quantity", "unit_price")),
)


def found(made: Books) -> list[Finding]:
    return list(run(Facts(tables(made), np.datetime64("2026-05-06")), codes=SUMS).findings)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9), WAYS)
def test_right_books_are_found_right(seed: int, ways: Ways) -> None:
    assert found(books(random.Random(seed), ways)) == []


# Tax that is rounded line by line is a cent beside what the rate gives: no reason to touch what follows it.
BY_LINE = Ways(lines=False, per_line=True, open=True)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9), WAYS, st.sampled_from(SPOILT))
@example(1, BY_LINE, ("invoices", "net"))
@example(1, BY_LINE, ("invoices", "tax"))
def test_what_is_proposed_is_the_truth(seed: int, ways: Ways, spoilt: tuple[str, str]) -> None:
    chance = random.Random(seed)
    made = books(chance, ways)
    kind, name = spoilt
    rows = dict(made.sheets).get(kind, [])
    if not rows or name not in rows[0]:
        return
    index = chance.randrange(len(rows))
    true = rows[index][name]
    assert isinstance(true, Decimal)
    wrong = chance.choice([value for value in slips(true) if value != true] or [true + 1])
    rows[index][name] = wrong
    truth = {(kind.title(), index + 2, list(rows[0]).index(name) + 1): float(true)}
    for finding in found(made):
        for edit in finding.edits:
            place = (edit.sheet, edit.row, edit.column)
            assert place in truth, f"{finding.message} touches a right cell"
            assert edit.after.value == pytest.approx(truth[place], abs=1e-9), finding.message


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), WAYS, st.sampled_from(SPOILT[:3]))
def test_a_wrong_figure_is_found(seed: int, ways: Ways, spoilt: tuple[str, str]) -> None:
    chance = random.Random(seed)
    made = books(chance, ways)
    _, name = spoilt
    index = chance.randrange(len(made.invoices))
    true = made.invoices[index][name]
    assert isinstance(true, Decimal)
    made.invoices[index][name] = wrong = chance.choice(
        [one for one in slips(true) if one != true] or [true + 1]
    )
    told = [finding for finding in found(made) if (finding.sheet, finding.row) == ("Invoices", index + 2)]
    assert told, f"{name} {wrong} instead of {true}"
    assert len(told) == 1 or ways.open or ways.lines
