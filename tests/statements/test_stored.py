"""The *Statements* sheet remembers: numbers stay, and what no longer holds is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.model.settings import Settings
from invoicing_xl.statements.index_sheet import index_plan, read_index
from invoicing_xl.statements.run import statements_of
from invoicing_xl.statements.statement import StatementRun
from invoicing_xl.statements.stored import Change, StoredStatement, changes_since
from invoicing_xl.workbook.grids import planned_grid
from tests.statements.books import Row, day, invoice, payment, table

MAY, JUNE = np.datetime64("2026-05-31"), np.datetime64("2026-06-30")
BOOK = (
    invoice("10", 100, day(5, 1), due_date=day(5, 31), currency="EUR"),
    invoice("11", 50, day(5, 10), due_date=day(6, 9), currency="EUR"),
    invoice("J1", 7000, day(5, 10), due_date=day(6, 9), currency="JPY"),
    invoice("12", 1, day(5, 11), due_date=day(6, 10), currency="EUR", customer="B"),
)
PAID = (payment(30, day(5, 20), "10", currency="EUR"),)


def _ledger(rows: Sequence[Row] = BOOK, paid: Sequence[Row] = PAID) -> Ledger:
    return ledger_of([table("invoices", *rows), table("payments", *paid)])


def _kept(run: StatementRun, stored: Sequence[StoredStatement] = ()) -> list[StoredStatement]:
    """What the sheet of a run reads back as."""
    sheets = {one.number: f"Sheet of {one.number}" for one in run.statements}
    return read_index(planned_grid("Statements", index_plan(run, sheets, Settings(), stored=stored)))


def test_what_is_kept_reads_back() -> None:
    run = statements_of(_ledger(), MAY)
    kept = _kept(run)
    assert [(one.number, one.customer, one.currency, str(one.closing), one.as_of) for one in kept] == [
        ("ST-202605-A-1", "A", "EUR", "120.00", "2026-05-31"),
        ("ST-202605-A-2", "A", "JPY", "7000", "2026-05-31"),
        ("ST-202605-B-1", "B", "EUR", "1.00", "2026-05-31"),
    ]
    assert {key: str(amount) for key, amount in (kept[0].items or {}).items()} == {
        ("Invoice", "10"): "70.00", ("Invoice", "11"): "50.00",
    }  # fmt: skip
    assert kept[0].sheet == "Sheet of ST-202605-A-1"


def test_earlier_statements_are_carried_along() -> None:
    may = _kept(statements_of(_ledger(), MAY))
    june = _kept(statements_of(_ledger(), JUNE, stored=may), may)
    assert [one.number for one in june] == [
        "ST-202606-A-1", "ST-202606-A-2", "ST-202606-B-1", "ST-202605-B-1", "ST-202605-A-2", "ST-202605-A-1",
    ]  # fmt: skip
    assert {one.number: one for one in june if one.as_of == "2026-05-31"} == {one.number: one for one in may}


def test_the_same_statement_keeps_its_number_and_another_gets_the_next() -> None:
    ledger = _ledger()
    kept = _kept(statements_of(ledger, MAY, customers=["A"]))
    again = statements_of(ledger, MAY, customers=["A"], stored=kept)
    assert [one.number for one in again.statements] == ["ST-202605-A-1", "ST-202605-A-2"]
    of_another_kind = statements_of(ledger, MAY, kind="balance-forward", customers=["A"], stored=kept)
    assert [one.number for one in of_another_kind.statements] == ["ST-202605-A-3", "ST-202605-A-4"]
    assert len(_kept(of_another_kind, kept)) == 4


def test_ids_that_look_alike_get_different_numbers() -> None:
    rows = [invoice("1", 1, customer="A-B"), invoice("2", 1, customer="A B"), invoice("3", 1, customer="Ü!")]
    run = statements_of(_ledger(rows, ()), MAY)
    assert sorted(one.number for one in run.statements) == [
        "ST-202605-AB-1",
        "ST-202605-AB-2",
        "ST-202605-U-1",
    ]


def test_nothing_changed_nothing_said() -> None:
    kept = _kept(statements_of(_ledger(), MAY))
    later = (*BOOK, invoice("13", 5, day(6, 1), currency="EUR"))
    paid = (*PAID, payment(70, day(6, 2), "10", currency="EUR"))
    assert changes_since(_ledger(later, paid), kept, JUNE) == []


def _changes(rows: Sequence[Row] = BOOK, paid: Sequence[Row] = PAID) -> list[Change]:
    kept = _kept(statements_of(_ledger(), MAY))
    return changes_since(_ledger(rows, paid), kept, JUNE)


def test_a_document_dated_back() -> None:
    (change,) = _changes((*BOOK, invoice("9", 8, day(5, 30), currency="EUR")))
    assert (str(change.statement.closing), str(change.now), str(change.difference)) == (
        "120.00", "128.00", "8.00",
    )  # fmt: skip
    assert change.reasons == (
        "Invoice 9: 8.00 open on that day, not on the statement. It was entered or dated back since, "
        "or what had settled it was removed.",
    )


def test_a_changed_amount() -> None:
    (change,) = _changes((replace_row(BOOK[0], gross=110), *BOOK[1:]))
    assert change.reasons == ("Invoice 10: 70.00 was open, now 80.00, after payment P1 of 2026-05-20.",)


def test_a_deleted_document_with_its_payment_gone_astray() -> None:
    (change,) = _changes(BOOK[1:])
    assert [reason.split(".")[0] for reason in change.reasons] == [
        "Invoice 10: 70",
        "Payment P1: -30",
    ]
    assert "Invoice 10: 70.00 was open, it is no longer in the workbook." in change.reasons
    assert str(change.difference) == "-100.00"


def test_a_document_moved_to_a_later_day() -> None:
    (change,) = _changes((BOOK[0], replace_row(BOOK[1], date=day(6, 3)), *BOOK[2:]))
    assert change.reasons == ("Invoice 11: 50.00 was open, it is now dated 2026-06-03.",)


def test_a_payment_dated_back() -> None:
    (change,) = _changes(paid=(*PAID, payment(50, day(5, 31), "11", currency="EUR", number="P2")))
    assert change.reasons == ("Invoice 11: 50.00 was open, now 0.00, after payment P2 of 2026-05-31.",)


def test_two_changes_that_cancel_out_in_the_balance_are_still_named() -> None:
    (change,) = _changes((replace_row(BOOK[0], gross=101), replace_row(BOOK[1], gross=49), *BOOK[2:]))
    assert change.difference == 0
    assert len(change.reasons) == 2


def test_a_customer_who_is_gone() -> None:
    (change,) = _changes(BOOK[:3])
    assert (change.statement.customer, str(change.now)) == ("B", "0.00")
    assert change.reasons == ("Invoice 12: 1.00 was open, it is no longer in the workbook.",)


def test_only_statements_before_the_period_count() -> None:
    kept = _kept(statements_of(_ledger(), MAY))
    assert changes_since(_ledger(BOOK[1:]), kept, MAY) == []


def test_items_a_clerk_has_touched_are_not_believed() -> None:
    kept = [replace(one, items=None) for one in _kept(statements_of(_ledger(), MAY))]
    (change,) = changes_since(_ledger(BOOK[1:]), kept, JUNE)
    assert change.reasons == ("The items open on that day are not kept on the Statements sheet.",)


def test_many_items_are_kept_over_several_cells() -> None:
    rows = [invoice(f"INVOICE-{number:05}", 1.25, day(5, 1), currency="EUR") for number in range(2000)]
    plan = index_plan(statements_of(_ledger(rows, ()), MAY), {}, Settings())
    assert max(len(cell.value) for cell in plan.cells if isinstance(cell.value, str)) <= 32_767
    (kept,) = read_index(planned_grid("Statements", plan))
    assert kept.items is not None and len(kept.items) == 2000
    assert max(plan.hidden_columns) == max(cell.column for cell in plan.cells)


@pytest.mark.parametrize("text", ["Statement", "ST-1", "ST-202605-A-1"])
def test_rows_that_are_no_statements_are_passed_over(text: str) -> None:
    plan = index_plan(statements_of(_ledger(), MAY), {}, Settings())
    grid = planned_grid("Statements", replace(plan, cells=[replace(plan.cells[0], value=text)]))
    assert read_index(grid) == []


def replace_row(row: Row, **changed: object) -> Row:
    return {**row, **changed}
