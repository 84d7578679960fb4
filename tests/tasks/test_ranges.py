"""Ranges without a sheet around them against the same rows in their workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.layout.see import see
from invoicing_xl.model.cells import CellValue
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.settings import Settings
from invoicing_xl.tasks.ranges import (
    NO_CURRENCY,
    check_range,
    in_words,
    not_counted,
    range_ledger,
    related_rows,
)
from invoicing_xl.workbook.excel_values import Cells
from invoicing_xl.workbook.file import FileWorkbook

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".." / "shared" / "data"
AS_OF = np.datetime64("2026-06-30")
SETTINGS = Settings(default_currency=NO_CURRENCY)

# A range knows no number formats, no formulas and no currency but its rows', and says nothing of blank rows.
NOT_SAID = {"AMT-06", "FMT-06", "FMT-08", "FMT-11"}

HEADERS = [["Invoice no", "Date", "Customer", "Net", "Tax", "Total", "Due date"]]


def rows(count: int = 12) -> list[list[CellValue]]:
    """Right in every respect."""
    return [
        [f"INV-{at:03}", 46000.0 + at, f"C-{at % 3}", 100.0 + at, 20.0, 120.0 + at, 46030.0 + at]
        for at in range(1, count + 1)
    ]


def books() -> Iterator[Path]:
    yield ROOT / "workbooks" / "demo.xlsx"
    if DATA.exists():
        yield from sorted(DATA.glob("*.xlsx"))


def sheets(path: Path) -> Iterator[Grid]:
    book = FileWorkbook(path)
    yield from (book.read(sheet.name) for sheet in book.sheets() if sheet.readable and sheet.kind is None)


def test_the_real_rows_are_here() -> None:
    if not DATA.exists():
        pytest.skip("the real rows (../shared/data) are not here")


@pytest.mark.parametrize("path", list(books()), ids=lambda path: path.stem)
def test_a_range_is_found_to_have_what_its_sheet_has(path: Path) -> None:
    compared = 0
    for grid in sheets(path):
        tables = see([grid], SETTINGS).tables
        if len(tables) != 1:
            continue
        [table] = tables
        on_sheet = {
            (finding.row - table.header_row, finding.rule, finding.header)
            for finding in run(Facts([table], AS_OF, SETTINGS)).findings
            if finding.rule not in NOT_SAID
        }
        data = block(grid, range(table.header_row + 1, grid.row_count + 1))
        checked = check_range(data, block(grid, [table.header_row]), AS_OF)
        in_range = {
            (finding.row, finding.rule, finding.header)
            for finding in checked.findings
            if finding.rule not in NOT_SAID
        }
        assert in_range == on_sheet
        assert set(checked.table.columns) == set(table.columns)
        compared += 1
    assert compared >= 4


def block(grid: Grid, asked: Sequence[int]) -> Cells:
    """These sheet rows as Excel's Value2 has them."""
    columns = range(1, grid.last_column + 1)
    return Cells.of([[grid.value(row, column) for column in columns] for row in asked])


def test_right_rows_have_no_findings_and_rules_without_their_columns_are_named() -> None:
    checked = check_range(Cells.of(rows()), Cells.of(HEADERS), AS_OF)
    assert checked.findings == []
    skipped = {rule.code: rule.reason for rule in checked.skipped}
    assert skipped["AMT-01"] == "the range has no Quantity, no Unit price"
    assert "DAT-03" not in skipped


def test_without_a_day_nothing_is_said_of_the_future_and_that_is_said() -> None:
    late = rows()
    late[-1][1], late[-1][6] = 46800.0, 46830.0
    known = check_range(Cells.of(late), Cells.of(HEADERS), np.datetime64("2026-01-15"))
    assert [(finding.row, finding.rule) for finding in known.findings] == [(12, "DAT-03")]
    unknown = check_range(Cells.of(late), Cells.of(HEADERS), np.datetime64("NaT"))
    assert unknown.findings == []
    assert "DAT-03" in {rule.code for rule in unknown.skipped}


def test_other_rows_are_named_by_their_place_in_the_range() -> None:
    twice = rows()
    twice[7] = list(twice[2])
    [finding] = [one for one in check_range(Cells.of(twice), Cells.of(HEADERS), AS_OF).findings
                 if one.rule == "DUP-01"]  # fmt: skip
    assert finding.row == 8
    assert "row 3" in finding.message
    assert related_rows(finding) == [3]


def test_only_one_family_is_asked() -> None:
    wrong = rows()
    wrong[1] = list(wrong[0])
    wrong[5][5] = 999.0
    found = check_range(Cells.of(wrong), Cells.of(HEADERS), AS_OF, ("DUP",)).findings
    assert {finding.rule for finding in found} == {"DUP-01"}


def test_an_error_value_is_taken_for_what_a_formula_gives() -> None:
    broken: list[list[object]] = [list(row) for row in rows()]
    broken[3][3] = -2146826246
    [finding] = [one for one in check_range(Cells.of(broken), Cells.of(HEADERS), AS_OF).findings
                 if one.rule == "FMT-07"]  # fmt: skip
    assert finding.row == 4
    assert finding.message.startswith("The formula gives #N/A")


def test_amounts_of_three_decimals_are_no_mistake_where_no_currency_is_named() -> None:
    dinars = [[*row[:3], 1000.125 + at, 50.006, 1050.131 + at, row[6]] for at, row in enumerate(rows())]
    checked = check_range(Cells.of(dinars), Cells.of(HEADERS), AS_OF)
    assert checked.findings == []
    assert "AMT-06" in {rule.code for rule in checked.skipped}


@pytest.mark.parametrize(
    "headers",
    [[["a", "b", "c", "d", "e", "f", "g"]], [[None] * 7], [[1.0] * 7], [["Invoice no", "Date"]], None],
    ids=["unknown", "blank", "numbers", "too few", "none"],
)
def test_captions_that_do_not_tell_are_refused(headers: object) -> None:
    with pytest.raises(ClerkMessage):
        check_range(Cells.of(rows()), Cells.of(headers), AS_OF)


def test_captions_may_be_more_than_the_columns_that_excel_hands_over() -> None:
    wide = [[*HEADERS[0], "Paid", "Open"]]
    assert check_range(Cells.of(rows()), Cells.of(wide), AS_OF).findings == []


def test_rows_that_cannot_be_posted_are_named_with_whose_they_may_be() -> None:
    broken: list[list[object]] = [list(row) for row in rows()]
    broken[0][1] = None
    broken[4][2] = None
    ledger = range_ledger(Cells.of(broken), Cells.of(HEADERS), Cells.of(None), Cells.of(None))
    left = not_counted(ledger)
    assert [(one.row, one.customer) for one in left] == [(1, ledger.customers.ids.index("C-1")), (5, -1)]
    assert in_words(left) == [
        "Not counted: row 1 of the invoices: the date is missing or not clear.",
        "Not counted: row 5 of the invoices: no customer is named.",
    ]


def test_drafts_and_void_documents_are_left_out_on_purpose() -> None:
    headers = [[*HEADERS[0], "Status"]]
    statuses = ["Sent"] * 10 + ["Draft", "Void"]
    data = [[*row, status] for row, status in zip(rows(), statuses, strict=True)]
    ledger = range_ledger(Cells.of(data), Cells.of(headers), Cells.of(None), Cells.of(None))
    assert len(ledger.left_out) == 2
    assert not_counted(ledger) == []
