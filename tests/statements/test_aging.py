"""Aging: the published boundary table, the document basis, and the contract other programs read."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.aging import Basis, age
from tests.statements.books import day, invoice, payment, table

AS_OF = date(2026, 6, 30)


def _bucket(days: int, *, basis: Basis = "due", edges: tuple[int, ...] = (30, 60, 90)) -> str:
    """The bucket of an invoice that is so many days past its due (or document) date."""
    then = AS_OF - timedelta(days)
    row = (
        invoice("1", 100, AS_OF - timedelta(400), due_date=then)
        if basis == "due"
        else invoice("1", 100, then, due_date=AS_OF)
    )
    aging = age(ledger_of([table("invoices", row)]), np.datetime64(AS_OF), basis=basis, edges=edges)
    (place,) = np.flatnonzero(aging.amounts[0])
    return aging.buckets.labels[place]


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-5, "Not due"), (0, "Not due"), (1, "1-30"), (29, "1-30"), (30, "1-30"), (31, "31-60"),
        (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "91+"), (400, "91+"),
    ],
)  # fmt: skip
def test_boundaries_by_due_date(days: int, bucket: str) -> None:
    assert _bucket(days) == bucket


@pytest.mark.parametrize(
    ("days", "bucket"), [(0, "0-30"), (1, "0-30"), (30, "0-30"), (31, "31-60"), (90, "61-90"), (91, "91+")]
)
def test_boundaries_by_document_date(days: int, bucket: str) -> None:
    assert _bucket(days, basis="document") == bucket


@pytest.mark.parametrize(("days", "bucket"), [(7, "1-7"), (8, "8-14"), (14, "8-14"), (15, "15+")])
def test_other_edges(days: int, bucket: str) -> None:
    assert _bucket(days, edges=(7, 14)) == bucket


@pytest.mark.parametrize("edges", [(), (0,), (30, 30), (60, 30), (-1, 30)])
def test_edges_that_do_not_rise(edges: tuple[int, ...]) -> None:
    with pytest.raises(ClerkMessage, match="such as 30,60,90"):
        age(ledger_of([]), np.datetime64(AS_OF), edges=edges)


def test_without_a_due_date_the_document_date_counts_and_is_told() -> None:
    rows = [invoice("1", 100, AS_OF - timedelta(45), due_date=None)]
    aging = age(ledger_of([table("invoices", *rows)]), np.datetime64(AS_OF))
    assert (aging.amounts.tolist(), aging.undated) == ([[0, 0, 10000, 0, 0]], 1)


@pytest.mark.parametrize(
    ("unknown", "told"),
    [
        (0, ""),
        (1, "1 row is not counted: Invoices, row 3: the amount is missing or no clear number."),
        (2, "2 rows are not counted, the first: Invoices, row 3: the amount is missing or no clear number."),
    ],
)
def test_rows_that_could_not_be_posted_are_told(unknown: int, told: str) -> None:
    rows = [invoice("1", 100, AS_OF), *(invoice(str(2 + at), "?", AS_OF) for at in range(unknown))]
    assert age(ledger_of([table("invoices", *rows)]), np.datetime64(AS_OF)).not_counted == told


def test_documents_of_later_days_are_not_there() -> None:
    rows = [invoice("1", 100, AS_OF + timedelta(1), due_date=None)]
    assert len(age(ledger_of([table("invoices", *rows)]), np.datetime64(AS_OF)).customer) == 0


def test_the_contract() -> None:
    book = [
        table(
            "invoices",
            invoice("1", 100, day(5, 1), due_date=day(5, 31), customer="C10", currency="EUR"),
            invoice("2", 5000, day(5, 1), due_date=day(7, 31), customer="C9", currency="JPY"),
            invoice("3", 70, day(5, 1), due_date=day(6, 30), customer="c9", currency="EUR"),
        ),
        table("payments", payment(0.5, day(6, 1), customer="C9", currency="EUR")),
        table("customers", {"customer": "C9", "customer_name": "Nine"}),
    ]
    assert age(ledger_of(book), np.datetime64(AS_OF)).to_json() == {
        "as_of": "2026-06-30",
        "basis": "due",
        "buckets": ["Not due", "1-30", "31-60", "61-90", "91+"],
        "customers": [
            {
                "customer": "C9", "name": "Nine", "currency": "EUR",
                "amounts": ["70.00", "0.00", "0.00", "0.00", "0.00"], "unapplied": "-0.50",
                "balance": "69.50",
            },
            {
                "customer": "C9", "name": "Nine", "currency": "JPY",
                "amounts": ["5000", "0", "0", "0", "0"], "unapplied": "0", "balance": "5000",
            },
            {
                "customer": "C10", "name": "", "currency": "EUR",
                "amounts": ["0.00", "100.00", "0.00", "0.00", "0.00"], "unapplied": "0.00",
                "balance": "100.00",
            },
        ],
        "control_total": [
            {"currency": "EUR", "balance": "169.50"}, {"currency": "JPY", "balance": "5000"},
        ],
    }  # fmt: skip
