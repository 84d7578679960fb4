"""Books nobody has tuned the rules to: right ones stay silent, and a mistake is found where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import Checked, check
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.statements import statements
from invoicing_xl.tasks.undo import undo
from invoicing_xl.workbook.memory import MemoryWorkbook
from tests.tasks.any_ledger import AnyLedger, any_ledger
from tests.tasks.any_mistakes import MISTAKES, Planted
from tests.tasks.drawn.balances import owed
from tests.tasks.drawn.sheets import AS_OF
from tests.tasks.drawn.trade import ODDITIES

DAY = np.datetime64(AS_OF)
WORST = (Severity.ERROR, Severity.BLOCK)
GRAVE = (Severity.WARN, *WORST)
# What a mistake needs that only some books have.
NEEDS = {
    "formula": "formulas",
    "credit memo": "credits negative",
    "negative": "credits negative",
    "receipt": "part payments",
    "no amount of": "part payments",
    "no date of": "part payments",
    "a receipt": "part payments",
    "line": "free of charge",
    "a line": "free of charge",
    "price": "free of charge",
    "quantity": "free of charge",
    "amount due": "prepaid",
    "open": "open column",
    "paid": "open column",
}
# An invoice that lost its number or its row is missed by what names it: its receipts, its lines, the count.
FOLLOW = {"number": {"PAY-02", "PAY-01", "SEQ-01", "AMT-03"}, "applies_to": {"PAY-01"}, "amount": {"PAY-01"}}
SAFE_MISTAKES = (
    "gross as text, gross as text with thousands, receipt as text, price as text, blank in the name, "
    "negative as text, ISO date as text, date as text, receipt's date as text, date without its format"
).split(", ")


# Right books ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_right_books_are_understood_and_stay_silent(seed: int) -> None:
    _stays_silent(any_ledger(seed))


@pytest.mark.parametrize("oddity", ODDITIES)
def test_no_oddity_of_right_books_is_an_error(oddity: str) -> None:
    _stays_silent(any_ledger(len(oddity), oddity, rows=30))


def test_many_rows_stay_silent() -> None:
    _stays_silent(any_ledger(5, "part payments", "charges", rows=1_000))


def _stays_silent(ledger: AnyLedger) -> None:
    result = check(ledger.workbook(), DAY)
    tables = {table.sheet: table for table in result.facts.tables}
    for kind, sheet in ledger.sheets.items():
        table = tables[sheet.name]
        assert table.kind == kind
        assert {name: table.columns.get(name) for name in sheet.fields} == {
            name: column for column, name in enumerate(sheet.fields, 1)
        }
        assert len(table) == len(sheet.rows)
    assert [_told(one) for one in result.findings if one.severity in WORST] == []


def _told(one: Finding) -> tuple[str, int, str, str]:
    return one.sheet, one.row, one.rule, one.message


# Mistakes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found_and_no_correction_makes_it_worse(name: str) -> None:
    ledger, planted, right = _with_mistake(name)
    result = check(ledger.workbook(), DAY)
    here = [one for one in result.findings if _is_there(one, planted)]
    assert planted.rule in {one.rule for one in here} or any(one.severity in GRAVE for one in here)
    elsewhere = [one for one in result.findings if one.severity in WORST and one not in here]
    follow = FOLLOW.get(planted.field, set())
    assert [_told(one) for one in elsewhere if one.rule not in follow] == []
    if not planted.moved:
        wrong = set(_wrong(result, right))
        # A name that the customer sheet has otherwise may be right: the right books are told that, too.
        assert not wrong or wrong <= set(_wrong(check(right, DAY), right))


def _with_mistake(name: str) -> tuple[AnyLedger, Planted, MemoryWorkbook]:
    """The first books that have what it takes, with the mistake; and how they should be."""
    needed = [oddity for words, oddity in NEEDS.items() if name.startswith(words)][:1]
    for seed in range(200, 300):
        ledger = any_ledger(seed, *needed, rows=40)
        planted = MISTAKES[name](ledger, Random(seed))
        if planted is not None:
            return ledger, planted, any_ledger(seed, *needed, rows=40).workbook()
    raise AssertionError(f"no books in which there can be: {name}")


def _is_there(one: Finding, planted: Planted) -> bool:
    """Whether a finding stands in the rows of the mistake; rows that are no data are told of all at once."""
    in_rows = one.sheet == planted.sheet.name and one.row in planted.rows
    return in_rows or one.rule == planted.rule == "FMT-11"


def _wrong(result: Checked, right: MemoryWorkbook) -> Iterator[tuple[str, str, CellValue, CellValue]]:
    """Corrections of which the result is not what should stand there."""
    for one in result.findings:
        for edit in one.edits:
            meant = right.sheet(edit.sheet).content(edit.row, edit.column)
            if not _same(edit.after, meant):
                yield one.rule, edit.cell, edit.after.value, meant.value


def _same(after: Content, meant: Content) -> bool:
    if after.formula is not None:
        return after.formula == meant.formula
    if isinstance(after.value, float) and isinstance(meant.value, float):
        return abs(after.value - meant.value) < 1e-9
    return after.value == meant.value


# From the check to the statement ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(400, 406))
def test_safe_corrections_give_the_true_cells_and_undo_gives_the_old_ones(seed: int) -> None:
    chance, ledger = Random(seed), any_ledger(seed, "part payments")
    right = ledger.workbook()
    for name in chance.sample(SAFE_MISTAKES, 5):
        MISTAKES[name](ledger, chance)
    book = ledger.workbook()
    before = _cells(book, ledger)
    corrected = correct(book, Choice(), DAY)
    assert corrected.entries
    edits: Sequence[Edit] = [entry.edit for entry in corrected.entries]
    for edit in edits:
        assert _same(edit.after, right.sheet(edit.sheet).content(edit.row, edit.column))
    touched = {(edit.sheet, edit.row, edit.column) for edit in edits}
    after = _cells(book, ledger)
    assert {place: before[place] for place in before if place not in touched} == {
        place: after[place] for place in after if place not in touched
    }
    again = check(book, DAY)
    assert not [one for one in again.findings if one.confidence is Confidence.SAFE]
    undo(book)
    assert _cells(book, ledger) == before


def _cells(book: MemoryWorkbook, ledger: AnyLedger) -> dict[tuple[str, int, int], Content]:
    names = [sheet.name for sheet in ledger.sheets.values()]
    return {(name, *place): cell for name in names for place, cell in book.sheet(name).cells.items()}


@pytest.mark.parametrize("seed", range(500, 512))
def test_statements_tie_out_and_the_aging_is_that_of_the_trade(seed: int) -> None:
    ledger = any_ledger(seed)
    run = statements(ledger.workbook(), DAY).run
    assert [one.difference for one in run.tie_out if one.difference] == []
    result = aging(ledger.workbook(), DAY).to_json()
    rows = result["customers"]
    assert isinstance(rows, list)
    with_currency = "currency" in ledger.invoices.fields
    told = {
        (str(row["customer"]), str(row["currency"]) if with_currency else ""): [
            *map(Decimal, row["amounts"]),
            Decimal(row["unapplied"]),
        ]
        for row in rows
    }
    expected = owed(ledger)
    assert {account: sum(amounts) for account, amounts in told.items()} == {
        account: sum(amounts) for account, amounts in expected.items()
    }
    if "due_date" in ledger.invoices.fields and "terms" not in ledger.invoices.fields:
        assert told == expected
