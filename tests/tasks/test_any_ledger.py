"""Ledgers nobody has tuned the rules to: right ones stay silent, and a mistake is found where it is."""

from random import Random

import numpy as np
import pytest

from invoicing_xl.model.findings import Severity
from invoicing_xl.tasks.check import Checked, check
from tests.tasks.any_ledger import MISTAKES, SHEET, AnyLedger, any_ledger

AS_OF = np.datetime64("2026-11-25")
FIELDS = {
    "number": "number",
    "date": "date",
    "due": "due_date",
    "id": "customer",
    "name": "customer_name",
    "order": "purchase_order",
    "type": "type",
    "terms": "terms",
    "net": "net",
    "rate": "tax_rate",
    "tax": "tax",
    "gross": "gross",
    "currency": "currency",
}


def checked(ledger: AnyLedger) -> Checked:
    return check(ledger.workbook(), AS_OF)


def grave(result: Checked) -> list[tuple[int, str, str]]:
    worst = (Severity.ERROR, Severity.BLOCK)
    return [(one.row, one.rule, one.message) for one in result.findings if one.severity in worst]


@pytest.mark.parametrize("seed", range(60))
def test_a_right_ledger_is_understood_and_stays_silent(seed: int) -> None:
    ledger = any_ledger(seed)
    result = checked(ledger)
    table = next(table for table in result.facts.tables if table.sheet == SHEET)
    assert table.kind == "invoices"
    assert {name: table.columns.get(FIELDS[name]) for name in ledger.fields} == {
        name: column for column, name in enumerate(ledger.fields, 1)
    }
    assert len(table) == len(ledger.rows)
    assert grave(result) == []


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("seed", range(8))
def test_a_mistake_is_found_in_its_row_and_no_other(mistake: str, seed: int) -> None:
    ledger, chance = any_ledger(100 + seed), Random(seed)
    at = chance.randrange(3, len(ledger.rows) - 3)
    if MISTAKES[mistake](chance, ledger.rows, at, ledger.fields) is None:
        ledger = any_ledger(10)  # has every column
        at = len(ledger.rows) // 2
        assert MISTAKES[mistake](chance, ledger.rows, at, ledger.fields)
    result = checked(ledger)
    row = ledger.first_row + at
    assert row in {finding.row for finding in result.findings if finding.sheet == SHEET}
    others = [one for one in grave(result) if one[0] not in (row, row - 2)]
    assert others == []
