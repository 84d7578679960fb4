"""One wrong date among right ones: it is found at the right cell, and what is proposed is the truth."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.model.cells import Content
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import EPOCH, table_of

DATES = {"DAT-01", "DAT-02", "DAT-03"}
NAMES = ("number", "date", "terms", "due_date")


@dataclass
class Row:
    number: str
    date: dt.date
    terms: str
    due: dt.date | None


def due(date: dt.date, terms: str) -> dt.date:
    """By the calendar, for the three wordings used here."""
    if terms == "30 EOM":
        later = date + dt.timedelta(30)
        return later.replace(day=calendar.monthrange(later.year, later.month)[1])
    return date + dt.timedelta(int(terms.split()[0]))


def ledger(chance: random.Random, a_day: float) -> list[Row]:
    """Sixty invoices in the order of their dates, so many a day on average."""
    rows, day = [], dt.date(2024, 1, 1) + dt.timedelta(chance.randrange(700))
    for number in range(60):
        terms = chance.choice(["14 days", "30 days", "30 days", "30 EOM"])
        rows.append(Row(f"F-{3000 + number}", day, terms, due(day, terms)))
        day += dt.timedelta(int(chance.expovariate(a_day)))
    return rows


def table(rows: list[Row]) -> Table:
    cells = {(1, column): Content(FIELDS[name].title) for column, name in enumerate(NAMES, start=1)}
    for place, row in enumerate(rows, start=2):
        values = (row.number, row.date, row.terms, row.due)
        for column, value in enumerate(values, start=1):
            serial = float((value - EPOCH).days) if isinstance(value, dt.date) else value
            cells[place, column] = Content(serial, number_format="yyyy-mm-dd" if column in (2, 4) else None)
    columns = {name: column for column, name in enumerate(NAMES, start=1)}
    return table_of("invoices", grid_of("Invoices", cells), 1, list(range(2, len(rows) + 2)), columns)


def found(rows: list[Row]) -> list[Finding]:
    return list(run(Facts([table(rows)], np.datetime64("2031-12-31")), codes=DATES).findings)


def spoilt_date(chance: random.Random, date: dt.date) -> dt.date:
    swapped = dt.date(date.year, date.day, date.month) if date.day <= 12 else date
    if swapped != date and chance.random() < 0.5:
        return swapped
    year = date.year + chance.choice([-1, 1])
    return dt.date(year, date.month, min(date.day, calendar.monthrange(year, date.month)[1]))


def spoilt_due(chance: random.Random, row: Row) -> dt.date | None:
    assert row.due is not None
    return chance.choice(
        [
            None,
            row.date - dt.timedelta(chance.randint(1, 40)),
            row.due + dt.timedelta(chance.choice([-7, 14, 30, 60])),
        ]
    )


LEDGERS = st.integers(0, 10**9), st.sampled_from([0.1, 0.3, 1.0, 3.0])


@settings(max_examples=25, deadline=None)
@given(*LEDGERS)
def test_right_dates_are_found_right(seed: int, a_day: float) -> None:
    assert found(ledger(random.Random(seed), a_day)) == []


@settings(max_examples=60, deadline=None)
@given(*LEDGERS)
def test_a_wrong_document_date(seed: int, a_day: float) -> None:
    chance = random.Random(seed)
    rows = ledger(chance, a_day)
    index = chance.randrange(len(rows))
    true = rows[index].date
    rows[index].date = spoilt_date(chance, true)
    if due(rows[index].date, rows[index].terms) == rows[index].due:
        return
    told = found(rows)
    assert [finding.row for finding in told] == [index + 2]
    if a_day >= 0.3:
        assert {finding.proposed for finding in told if finding.column == 2} <= {true.isoformat(), ""}
    # Among neighbours on both sides, close to each other, there is no doubt.
    if a_day >= 1 and abs((rows[index].date - true).days) > 45 and 2 <= index < len(rows) - 2:
        assert told[0].column == 2


@settings(max_examples=60, deadline=None)
@given(*LEDGERS)
def test_a_wrong_due_date(seed: int, a_day: float) -> None:
    chance = random.Random(seed)
    rows = ledger(chance, a_day)
    index = chance.randrange(len(rows))
    true = rows[index].due
    assert true is not None
    rows[index].due = spoilt_due(chance, rows[index])
    if rows[index].due == true:
        return
    told = found(rows)
    # Moved past a weekend, a due date is right.
    assert [finding.row for finding in told] in ([index + 2], [])
    for finding in told:
        assert finding.column == 4, finding.message
        assert finding.proposed in (true.isoformat(), "")
