"""Payments whose status says that the bank took them back."""

import numpy as np
import pytest

from invoicing_xl.model.posting import ledger_of
from tests.statements.books import day, invoice, payment, table


@pytest.mark.parametrize(
    ("status", "owed"),
    [
        *((word, 10000) for word in ("Bounced", "returned (NSF)", "Rücklastschrift", "rejeté", "Devuelto")),
        *((word, 0) for word in ("Cleared", "not returned", "nicht zurück", "")),
    ],
)
def test_a_payment_that_came_back_settles_nothing(status: str, owed: int) -> None:
    ledger = ledger_of(
        [table("invoices", invoice("1", 100)), table("payments", payment(100, day(2, 1), "1", status=status))]
    )
    assert int(ledger.open_amounts(np.datetime64(day(3, 1))).sum()) == owed
    assert [row.row for row in ledger.left_out] == ([2] if owed else [])


def test_where_a_row_of_its_own_takes_it_back_the_mark_takes_nothing_back_again() -> None:
    rows = [
        payment(100, day(2, 1), "1", status="Returned"),
        payment(-100, day(2, 5), "1", number="P2", status="Return"),
        payment(9, day(2, 6), number="P3"),
    ]
    ledger = ledger_of([table("invoices", invoice("1", 100)), table("payments", *rows)])
    assert int(ledger.open_amounts(np.datetime64(day(3, 1))).sum()) == 9100
