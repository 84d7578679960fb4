"""What the clerk is told of how a workbook was understood."""

import numpy as np
import pytest

from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import check
from invoicing_xl.tasks.setup import setup
from invoicing_xl.tasks.statements import statements
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from tests.tasks.ledgers import CAPTIONS, invoice_rows

AS_OF = np.datetime64("2026-04-30")
ASSUMED = "No sheet names a currency: amounts are taken as EUR. Another can be set on Invoicing setup."


def book(currency: str | None) -> MemoryWorkbook:
    rows = [[*row, currency] for row in invoice_rows()]
    return MemoryWorkbook(MemorySheet.of("Invoices", [[*CAPTIONS, "Currency"], *rows]))


def test_a_currency_that_nobody_named_is_said_to_be_assumed() -> None:
    assert check(book(None), AS_OF).understanding.notes == [ASSUMED]
    assert statements(book(None), AS_OF).notes == [ASSUMED]
    assert ASSUMED in aging(book(None), AS_OF).notes


@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_a_currency_that_is_named_is_not_assumed(currency: str) -> None:
    assert check(book(currency), AS_OF).understanding.notes == []


def test_a_clerk_who_has_seen_the_setting_is_not_told_again() -> None:
    workbook = book(None)
    setup(workbook, write=True)
    assert check(workbook, AS_OF).understanding.notes == []
