"""Sheets as programs export and clerks type them: a column is what it is or nothing, right rows silent."""

import numpy as np
import pytest

from invoicing_xl.model.findings import Severity
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.tasks.check import Checked, checked
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from tests.layout import habits
from tests.layout.clerks import Habit, bills_and_entries, filled, habits_of
from tests.layout.furniture import FURNITURE, Cells

DAY = np.datetime64("2026-06-30")
LISTS = habits_of(habits.DOCUMENTS) + habits_of(habits.LINES) + habits_of(habits.OTHERS)
ACCOUNTS = habits_of(habits.DEBITS)
MIXED = habits_of(habits.ENTRIES)
EVERY = LISTS + MIXED + ACCOUNTS


def looked_at(habit: Habit, rows: Cells, *, furniture: str = "plain") -> Checked:
    return checked(MemoryWorkbook(MemorySheet.of(habit.sheet, FURNITURE[furniture](habit, rows))), DAY)


def mistaken(habit: Habit, result: Checked) -> list[tuple[str, str | None, str | None]]:
    """(caption, what it was taken for, what it is), of the columns that are wrong."""
    (seen,) = result.understanding.sight.seen
    taken = {one.caption: one.field for one in seen.columns}
    fields = [taken[" ".join(column.caption.split())] for column in habit.columns]
    return [
        (column.caption, field, column.expected)
        for column, field in zip(habit.columns, fields, strict=True)
        if field != column.expected and not (field is None and not column.surely)
    ]


def grave(result: Checked) -> list[tuple[str, str, str]]:
    """Findings of a right ledger that should not be; that dates are kept as text is true of some."""
    worst = (Severity.ERROR, Severity.BLOCK)
    return [
        (one.rule, one.cell, one.message)
        for one in result.findings
        if one.severity in worst and one.rule != "FMT-05"
    ]


def wholes(habit: Habit, result: Checked) -> bool:
    kind = result.facts.tables[0].kind
    wanted = {"documents": "invoices", "entries": "account" if habit in ACCOUNTS else "invoices"}
    return kind == wanted.get(habit.rows, habit.rows)


@pytest.mark.parametrize("habit", EVERY, ids=lambda one: one.title)
def test_every_column_is_what_it_is_and_right_rows_are_silent(habit: Habit) -> None:
    rows = filled(habit, seed=3)
    result = looked_at(habit, rows)
    assert mistaken(habit, result) == []
    assert wholes(habit, result)
    assert len(result.facts.tables[0]) == len(rows)
    assert grave(result) == []


@pytest.mark.parametrize("furniture", [name for name in FURNITURE if name != "plain"])
@pytest.mark.parametrize(
    "habit", [one for one in EVERY if one.rows != "customers"][::3], ids=lambda one: one.title
)
def test_what_stands_around_the_rows_changes_nothing(habit: Habit, furniture: str) -> None:
    rows = filled(habit, seed=1)
    result = looked_at(habit, rows, furniture=furniture)
    assert mistaken(habit, result) == []
    assert wholes(habit, result)
    assert len(result.facts.tables[0]) == len(rows)
    assert grave(result) == []


@pytest.mark.parametrize("habit", MIXED + ACCOUNTS, ids=lambda one: one.title)
def test_accounts_add_up_to_their_balance(habit: Habit) -> None:
    """A debit raises and a credit lowers it, payments among the rows count once."""
    ledger = ledger_of(looked_at(habit, filled(habit, seed=1)).facts.tables)
    entries = bills_and_entries(habit, seed=1)
    balance = int(100 * sum(entry.amount for entry in entries))
    assert len(ledger.documents) == len(entries)
    assert int(ledger.documents.signed.sum()) == balance
    assert int(ledger.open_amounts(np.datetime64("2027-12-31")).sum()) == balance


def told(sheet: str, *rows: list[str | float | None]) -> str:
    result = checked(MemoryWorkbook(MemorySheet.of(sheet, rows)), DAY)
    assert not result.facts.tables
    return result.understanding.sight.not_seen[0].why


def test_debits_and_credits_of_no_customer_are_told_not_taken_for_payments() -> None:
    rows = [[46_000.0 + at, f"B{at}", 100.0 + at, None] for at in range(9)]
    why = told("Ledger", ["Date", "Ref", "Debit", "Credit"], *rows)
    assert why == "debits and credits, but no column says of which customer"


def test_a_journal_of_all_accounts_is_no_account_of_customers() -> None:
    rows: list[list[str | float | None]] = []
    for at in range(9):
        rows += [
            [46_000.0 + at, f"B{at}", "1400", 119.0, None],
            [46_000.0 + at, f"B{at}", "8400", None, 119.0],
        ]
    why = told("Journal", ["Datum", "Beleg", "Konto", "Soll", "Haben"], *rows)
    assert why == "a journal of all accounts: the debits of each entry are its credits"


def test_a_balance_that_does_not_run_names_its_row() -> None:
    habit = ACCOUNTS[0]
    rows = filled(habit, seed=1)
    at = [column.content for column in habit.columns].index("balance")
    rows[10][at] = rows[3][at]
    (seen,) = looked_at(habit, rows).understanding.sight.seen
    assert seen.columns[at].why.endswith("not the last one plus debit less credit in row 12, 13")


def test_an_account_beside_invoices_is_not_posted_twice() -> None:
    habit, invoices = ACCOUNTS[0], LISTS[0]
    sheets = [
        MemorySheet.of(one.sheet, FURNITURE["plain"](one, filled(one, seed=1))) for one in (habit, invoices)
    ]
    ledger = ledger_of(checked(MemoryWorkbook(*sheets), DAY).facts.tables)
    assert set(ledger.documents.table.tolist()) == {1}
    assert any(note.startswith("Kontoblatt is not posted") for note in ledger.notes)


def test_captions_name_the_currency() -> None:
    habit = next(one for one in LISTS if one.title.startswith("Bexio"))
    (table,) = looked_at(habit, filled(habit, seed=1)).facts.tables
    assert table.currencies is not None
    assert {table.currencies[0], table.currencies[len(table) - 1]} == {"CHF"}


def test_an_amount_in_two_currencies_is_taken_for_none() -> None:
    rows = [[f"A{at}", 46_000.0 + at, "Elm Trading", 100.0, 20.0, 120.0, 130.0] for at in range(9)]
    captions = ["Invoice", "Date", "Customer", "Net EUR", "VAT EUR", "Total EUR", "Total USD"]
    result = checked(MemoryWorkbook(MemorySheet.of("Sales", [captions, *rows])), DAY)
    (table,) = result.facts.tables
    assert {"net", "tax"} <= table.columns.keys()
    assert "gross" not in table.columns
