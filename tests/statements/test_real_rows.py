"""Open items and aging of real rows against what is expected of them, to the cent."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.layout.see import see
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.model.settings import Settings
from invoicing_xl.statements.aging import age
from invoicing_xl.statements.run import statements_of
from invoicing_xl.workbook.file import FileWorkbook

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
BOOKS = ("northwind_demo", "northwind_dev")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data, the real rows, is not there")


def _ledger(name: str) -> tuple[Ledger, np.datetime64]:
    book = FileWorkbook(DATA / f"{name}_clean.xlsx")
    tables = see([book.read(sheet.name) for sheet in book.sheets()], Settings(), []).tables
    as_of = json.loads((DATA / f"{name}_manifest.json").read_text())["asof"]
    return ledger_of(tables), np.datetime64(as_of)


def _expected(name: str, what: str) -> list[dict[str, str]]:
    with (DATA / f"{name}_expected_{what}.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", BOOKS)
def test_open_items(name: str) -> None:
    ledger, as_of = _ledger(name)
    run = statements_of(ledger, as_of)
    found = [
        (ledger.customers.ids[one.customer], line.reference, Decimal(line.open).scaleb(-2))
        for one in run.statements
        for line in one.lines
        if line.open > 0
    ]
    expected = [
        (row["Customer ID"], row["Invoice No"], Decimal(row["Open"])) for row in _expected(name, "open_items")
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("name", BOOKS)
def test_aging(name: str) -> None:
    ledger, as_of = _ledger(name)
    said = age(ledger, as_of).to_json()
    found = [
        [row["customer"], row["name"], *map(Decimal, (*row["amounts"], row["unapplied"], row["balance"]))]
        for row in said["customers"]  # type: ignore[attr-defined]
    ]
    *expected, total = _expected(name, "aging")
    assert found == [[*list(row.values())[:2], *map(Decimal, list(row.values())[2:])] for row in expected]
    assert said["control_total"] == [{"currency": "EUR", "balance": total["balance"]}]
