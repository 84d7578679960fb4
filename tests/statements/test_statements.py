"""Which statements are made, their order and numbers, and the contract other programs read."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.run import find_customers, statements_of
from invoicing_xl.statements.statement import StatementRun
from tests.statements.books import Row, day, invoice, payment, table

AS_OF = np.datetime64("2026-06-30")


def _ledger(*rows: Row, paid: tuple[Row, ...] = ()) -> Ledger:
    stray = payment(1, date(2099, 1, 1), customer="Later")
    return ledger_of([table("invoices", *rows), table("payments", stray, *paid)])


def _references(run: StatementRun) -> list[str]:
    return [line.reference for one in run.statements for line in one.lines]


def test_open_items_stand_by_due_date_then_date_then_number() -> None:
    ledger = _ledger(
        invoice("INV-10", 1, day(1, 5), due_date=day(3, 1)),
        invoice("INV-9", 1, day(1, 5), due_date=day(3, 1)),
        invoice("INV-1", 1, day(1, 6), due_date=day(3, 1)),
        invoice("INV-2", 1, day(2, 1), due_date=None),
        invoice("INV-3", 1, day(5, 1), due_date=day(1, 31)),
    )
    assert _references(statements_of(ledger, AS_OF)) == ["INV-3", "INV-2", "INV-9", "INV-10", "INV-1"]


def test_movements_stand_by_date_then_type_then_number() -> None:
    ledger = _ledger(
        invoice("CM-1", -1, day(6, 5), type="Credit memo"),
        invoice("I-10", 1, day(6, 5), type="Invoice"),
        invoice("I-9", 1, day(6, 5), type="Invoice"),
        invoice("DM-1", 1, day(6, 5), type="Debit memo"),
        paid=(payment(1, day(6, 5), number="P9"), payment(1, day(6, 4), number="P8")),
    )
    run = statements_of(ledger, AS_OF, kind="balance-forward")
    assert _references(run) == ["P8", "I-9", "I-10", "DM-1", "CM-1", "P9"]


def test_customers_stand_in_natural_order() -> None:
    ledger = _ledger(*(invoice("1", 1, customer=name) for name in ("C-10", "c-9", "B", "C-1")))
    run = statements_of(ledger, AS_OF)
    assert [ledger.customers.ids[one.customer] for one in run.statements] == ["B", "C-1", "c-9", "C-10"]


def test_open_item_statements_leave_out_who_owes_nothing() -> None:
    ledger = _ledger(
        invoice("1", 100, customer="Paid"),
        invoice("2", 100, customer="Even"),
        invoice("3", 100, customer="Owes"),
        invoice("4", -30, customer="Credit"),
        paid=(
            payment(100, day(2, 1), "1", customer="Paid"),
            payment(100, day(2, 1), customer="Even"),
        ),
    )
    run = statements_of(ledger, AS_OF)
    assert [ledger.customers.ids[one.customer] for one in run.statements] == ["Credit", "Owes"]
    assert {ledger.customers.ids[one.customer]: one.why for one in run.skipped} == {
        "Paid": "Nothing is open on 2026-06-30.",
        "Even": "The open items in EUR cancel out: the balance is zero.",
        "Later": "Nothing is open on 2026-06-30.",
    }


def test_balance_forward_statements_are_made_for_an_opening_balance_or_a_movement() -> None:
    ledger = _ledger(
        invoice("1", 100, day(5, 1), customer="Opening"),
        invoice("2", 100, day(5, 1), customer="Settled before"),
        invoice("3", 100, day(6, 1), customer="Moved and settled"),
        paid=(
            payment(100, day(5, 2), "2", customer="Settled before"),
            payment(100, day(6, 2), "3", customer="Moved and settled"),
        ),
    )
    run = statements_of(ledger, AS_OF, kind="balance-forward")
    assert run.start == np.datetime64("2026-06-01")
    assert [(ledger.customers.ids[one.customer], one.opening, one.closing) for one in run.statements] == [
        ("Moved and settled", 0, 0),
        ("Opening", 10000, 10000),
    ]
    assert {ledger.customers.ids[one.customer] for one in run.skipped} == {"Settled before", "Later"}


def test_the_same_rule_for_one_customer_as_for_all() -> None:
    ledger = _ledger(
        invoice("1", 100, customer="A"),
        invoice("2", 7, customer="B"),
        invoice("3", 9, customer="Zero"),
        paid=(payment(9, day(2, 1), "3", customer="Zero"),),
    )
    everybody = statements_of(ledger, AS_OF)
    alone = statements_of(ledger, AS_OF, customers=["b"])
    assert alone.statements == tuple(
        one for one in everybody.statements if ledger.customers.ids[one.customer] == "B"
    )
    assert [tie.control_total for tie in alone.tie_out] == [700]
    none = statements_of(ledger, AS_OF, customers=["zero "])
    assert (len(none.statements), [one.why for one in none.skipped]) == (
        0,
        ["Nothing is open on 2026-06-30."],
    )


def test_a_name_that_several_customers_have_names_none_of_them() -> None:
    ledger = _ledger(
        invoice("1", 100, customer="C1", customer_name="Alder"),
        invoice("2", 7, customer="C2", customer_name="alder"),
        invoice("3", 7, customer="Birch", customer_name="Cedar"),
        invoice("4", 7, customer="C4", customer_name="Birch"),
    )
    with pytest.raises(ClerkMessage, match="Several customers are called Alder: C1, C2"):
        statements_of(ledger, AS_OF, customers=["Alder"])
    assert find_customers(ledger, ["Alder", "c2", "Birch", "Cedar"]) == [-1, 1, 2, 2]


def test_an_unknown_customer_is_named() -> None:
    with pytest.raises(ClerkMessage, match="No customer of this workbook is called Nobody"):
        statements_of(_ledger(invoice("1", 1)), AS_OF, customers=["A", "Nobody"])


def test_a_period_that_ends_before_it_begins() -> None:
    with pytest.raises(ClerkMessage, match="begins on 2026-07-01, after its last day 2026-06-30"):
        statements_of(
            _ledger(invoice("1", 1)), AS_OF, kind="balance-forward", start=np.datetime64("2026-07-01")
        )


def test_disputed_items_stay_in_the_balance() -> None:
    ledger = _ledger(
        invoice("1", 100, disputed="x"),
        invoice("2", 50, disputed=""),
        paid=(payment(60, day(2, 1), "1"),),
    )
    for kind in ("open-item", "balance-forward"):
        (one,) = statements_of(ledger, AS_OF, kind=kind).statements  # type: ignore[arg-type]
        assert (one.closing, one.disputed) == (9000, 4000)


def test_roll_forward_by_type() -> None:
    ledger = _ledger(
        invoice("0", 500, day(5, 31), type="Invoice"),
        invoice("1", 100, day(6, 1), type="Invoice"),
        invoice("2", 20, day(6, 1), type="Debit memo"),
        invoice("3", -30, day(6, 1), type="Credit memo"),
        invoice("4", -3, day(6, 1), type="Adjustment"),
        invoice("5", 2, day(6, 1), type="Write-off"),
        paid=(payment(40, day(6, 2), "1"),),
    )
    (one,) = statements_of(ledger, AS_OF, kind="balance-forward").statements
    moved = one.movements
    assert moved is not None
    assert (moved.invoices, moved.debit_memos, moved.credit_memos, moved.payments, moved.adjustments) == (
        10000, 2000, -3000, -4000, -500,
    )  # fmt: skip
    assert one.opening + moved.total == one.closing == 54500


def test_the_contract() -> None:
    ledger = _ledger(
        invoice("10", 100, day(6, 1), due_date=day(6, 15), customer="K 1"),
        paid=(
            payment(40, day(6, 20), "10", customer="K 1"),
            payment(5, day(6, 21), customer="K 1", number=""),
        ),
    )
    run = statements_of(ledger, AS_OF)
    assert run.to_json({"ST-202606-K1-1": "K 1 2026-06"}) == {
        "as_of": "2026-06-30",
        "kind": "open-item",
        "statements": [
            {
                "number": "ST-202606-K1-1", "customer": "K 1", "currency": "EUR",
                "opening": "0.00", "closing": "55.00",
                "lines": [
                    {
                        "date": "2026-06-01", "type": "Invoice", "reference": "10", "due_date": "2026-06-15",
                        "original": "100.00", "applied": "40.00", "open": "60.00", "balance": "60.00",
                    },
                    {
                        "date": "2026-06-21", "type": "Payment", "reference": "", "due_date": "",
                        "original": "-5.00", "applied": "0.00", "open": "-5.00", "balance": "55.00",
                    },
                ],
                "aging": ["0.00", "60.00", "0.00", "0.00", "0.00", "-5.00"],
                "sheet": "K 1 2026-06",
            }
        ],
        "skipped": [{"customer": "Later", "why": "Nothing is open on 2026-06-30."}],
        "tie_out": [
            {"currency": "EUR", "statements": "55.00", "control_total": "55.00", "difference": "0.00"}
        ],
    }  # fmt: skip
