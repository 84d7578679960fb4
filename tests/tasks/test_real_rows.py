"""The main job on real rows with known mistakes.

What is true of them is told by files beside them; nothing of the product computes it.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from invoicing_xl.model.findings import Severity
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.open_items import open_items
from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import Checked, check
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.understand import understand
from invoicing_xl.workbook.file import FileWorkbook

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NAMES = ("northwind_demo", "northwind_dev")
GRAVE = (Severity.ERROR, Severity.BLOCK)

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real rows (../shared/data) are not here")


def rows_of(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def as_of(name: str) -> np.datetime64:
    return np.datetime64(json.loads((DATA / f"{name}_manifest.json").read_text(encoding="utf-8"))["asof"])


def checked(name: str, variant: str = "") -> Checked:
    return check(FileWorkbook(DATA / f"{name}{variant}.xlsx"), as_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_certain_mistake_is_found_at_its_row(name: str) -> None:
    found = {(finding.sheet, finding.row) for finding in checked(name).findings}
    certain = [row for row in rows_of(f"{name}_truth.csv") if row["certainty"] == "certain"]
    assert len(certain) > 50
    assert [row["id"] for row in certain if (row["sheet"], int(row["row"])) not in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_row_that_is_odd_but_right_is_an_error(name: str) -> None:
    mistaken = {(row["sheet"], int(row["row"])) for row in rows_of(f"{name}_truth.csv")}
    odd = {(row["sheet"], int(row["row"])) for row in rows_of(f"{name}_noise.csv")} - mistaken
    grave = [finding for finding in checked(name).findings if finding.severity in GRAVE]
    assert [(one.rule, one.cell) for one in grave if (one.sheet, one.row) in odd] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_clean_workbook_has_no_error(name: str) -> None:
    grave = [finding for finding in checked(name, "_clean").findings if finding.severity in GRAVE]
    assert [(finding.rule, finding.sheet, finding.cell, finding.message) for finding in grave] == []


def cells(path: Path) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }


def in_words(value: object) -> str:
    """As the files of truth write a value."""
    if hasattr(value, "date"):
        return str(value.date())
    if isinstance(value, int | float):
        return str(Decimal(f"{value:.15g}"))
    return "" if value is None else str(value)


def same(value: object, truth: str) -> bool:
    said = in_words(value)
    try:
        return said == truth or Decimal(said) == Decimal(truth)
    except ArithmeticError:
        return False


def choices() -> Iterator[Choice]:
    yield Choice()
    # Every correction that any rule proposes, as if the clerk had asked for each rule by name.
    codes = (
        "FMT-01 FMT-02 FMT-05 AMT-01 AMT-04 AMT-08 TAX-02 DAT-01 DAT-02 DAT-03 CUS-01 CUS-02 IDN-01 PAY-02"
    )
    yield Choice("rules", frozenset(codes.split()))


@pytest.mark.parametrize("choice", [*choices()], ids=["safe", "every proposal"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_corrected_is_true_and_nothing_else_changes(
    name: str, choice: Choice, tmp_path: Path
) -> None:
    original, path = DATA / f"{name}.xlsx", tmp_path / "corrected.xlsx"
    book = FileWorkbook(original)
    result = correct(book, choice, as_of(name))
    book.save(path)
    before, after = cells(original), cells(path)
    changed = {place for place in before if before[place] != after.get(place)}
    assert changed == {(entry.edit.sheet, entry.edit.cell) for entry in result.entries}
    assert len(changed) >= 10
    truth = {(row["sheet"], row["cell"]): row["clean"] for row in rows_of(f"{name}_truth.csv")}
    assert [place for place in sorted(changed) if not same(after[place], truth.get(place, "untouched"))] == []
    assert {sheet for sheet, _ in after.keys() - before.keys()} == {"Change log"}


@pytest.mark.parametrize("name", NAMES)
def test_aging_of_the_clean_workbook_to_the_cent(name: str) -> None:
    result = aging(FileWorkbook(DATA / f"{name}_clean.xlsx"), as_of(name)).to_json()
    expected = {
        row["Customer ID"]: [Decimal(value) for value in list(row.values())[2:]]
        for row in rows_of(f"{name}_expected_aging.csv")
    }
    customers = result["customers"]
    assert isinstance(customers, list)
    found = {
        row["customer"]: [Decimal(value) for value in (*row["amounts"], row["unapplied"], row["balance"])]
        for row in customers
    }
    total = expected.pop("TOTAL", None) or expected.pop("Total", None)
    assert found == expected
    if total:
        assert [sum(column) for column in zip(*found.values(), strict=True)] == total


@pytest.mark.parametrize("name", NAMES)
def test_open_items_of_the_clean_workbook_to_the_cent(name: str) -> None:
    understanding = understand(FileWorkbook(DATA / f"{name}_clean.xlsx"))
    ledger = ledger_of(understanding.tables, understanding.settings)
    items = open_items(ledger, as_of(name))
    found = {
        ledger.documents.number[int(document)]: ledger.amount(
            int(amount), int(ledger.documents.currency[int(document)])
        )
        for document, amount in zip(items.document, items.amount, strict=True)
    }
    expected = {row["Invoice No"]: Decimal(row["Open"]) for row in rows_of(f"{name}_expected_open_items.csv")}
    assert {number: amount for number, amount in found.items() if number in expected} == expected
    assert all(amount < 0 for number, amount in found.items() if number not in expected)
