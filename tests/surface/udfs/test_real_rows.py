"""Open items and balances of real rows, to the cent, against files that nothing of ours computed."""

import csv
import json
from pathlib import Path

import pytest

from invoicing_xl.layout.see import see
from invoicing_xl.model.settings import Settings
from invoicing_xl.surface import udfs
from invoicing_xl.workbook.file import FileWorkbook

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NAMES = ("northwind_demo", "northwind_dev")

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real rows (../shared/data) are not here")


def rows_of(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def ranges(name: str) -> list[list[list[object]]]:
    """Rows and captions of the invoices, then of the payments, of the workbook without mistakes."""
    book, found = FileWorkbook(DATA / f"{name}_clean.xlsx"), []
    for sheet in ("Invoices", "Payments"):
        grid = book.read(sheet)
        [table] = see([grid], Settings()).tables
        columns = range(1, grid.last_column + 1)
        last = int(table.rows[-1])
        for rows in (range(table.header_row + 1, last + 1), [table.header_row]):
            found.append([[grid.value(row, column) for column in columns] for row in rows])
    return found


def day(name: str) -> str:
    return str(json.loads((DATA / f"{name}_manifest.json").read_text(encoding="utf-8"))["asof"])


@pytest.mark.parametrize("name", NAMES)
def test_balances_are_the_expected_ones_to_the_cent(name: str) -> None:
    expected = {row["Customer ID"]: float(row["balance"]) for row in rows_of(f"{name}_expected_aging.csv")}
    expected = {one: balance for one, balance in expected.items() if one.upper() != "TOTAL"}
    column = tuple((customer,) for customer in expected)
    answer = udfs.inv_balance(column, *ranges(name), day(name))
    assert {customer: balance for (customer,), (balance,) in zip(column, answer, strict=True)} == expected


@pytest.mark.parametrize("name", NAMES)
def test_open_items_are_the_expected_ones_to_the_cent(name: str) -> None:
    expected = {
        row["Invoice No"]: (float(row["Open"]), float(row["Days Overdue"]))
        for row in rows_of(f"{name}_expected_open_items.csv")
    }
    customers = {row["Customer ID"] for row in rows_of(f"{name}_expected_open_items.csv")}
    given, found = ranges(name), {}
    for customer in customers:
        captions, *items = udfs.inv_open_items(customer, *given, day(name))
        for item in (dict(zip(captions, row, strict=True)) for row in items):
            if str(item["Type"]) == "Invoice":
                overdue = item["Days past due"]
                assert isinstance(overdue, float)
                found[item["Reference"]] = (item["Open"], max(overdue, 0.0))
    assert found == expected
