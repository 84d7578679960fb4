"""The demo workbook with macros: every function at work, with results before Excel runs, and nothing else."""

import re
from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.build.addin import DEMO
from invoicing_xl.build.demo_functions import SHEET
from invoicing_xl.build.demo_ledger import DEMO_AS_OF
from invoicing_xl.build.demo_workbook import PLACE
from invoicing_xl.model.cells import ErrorValue
from invoicing_xl.model.grid import Grid
from invoicing_xl.surface.functions import FUNCTIONS
from invoicing_xl.tasks.check import Checked, check
from invoicing_xl.workbook.file import FileWorkbook

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def functions() -> Grid:
    return FileWorkbook(ROOT / DEMO).read(SHEET)


def _anchors(grid: Grid) -> dict[int, str]:
    """Row and formula of each example: the cell with its text stands to the left of its result."""
    return {
        row: str(grid.formula(row, 4))
        for row in range(1, grid.row_count + 1)
        if grid.value(row, 3) is not None and grid.formula(row, 4)
    }


def test_every_function_is_there(functions: Grid) -> None:
    used = {re.split(r"[=(]", formula)[1] for formula in _anchors(functions).values()}
    assert used == set(FUNCTIONS)


def test_the_formula_that_is_shown_is_the_one_at_work(functions: Grid) -> None:
    for row, formula in _anchors(functions).items():
        assert formula == f"={functions.value(row, 3)}"


RESULTS = {
    '=INV_DUE_DATE(DATE(2026,6,5),"30 EOM")': 46234.0,  # 31 July: the end of the month after 30 days
    "=INV_DAYS_PAST_DUE(DATE(2026,6,5),AsOf)": 25.0,
    "=INV_BUCKET(DATE(2026,6,5),AsOf)": "1-30",
    '=INV_ROUND(2.675,"EUR")': 2.68,
    '=INV_TAX(100.05,0.23,"EUR")': 23.01,
    '=INV_NUMBER("1.234,56")': 1234.56,
    '=INV_NUMBER("1.234",",")': 1234.0,
    '=INV_DATE("3 février 2026")': 46056.0,
    '=INV_IBAN("DE89 3704 0044 0532 0130 00")': "DE89370400440532013000",
    '=INV_MATCH_CUSTOMER("wolkenheim hotel",Customers!A4:B28)': "C1003",
}


@pytest.mark.parametrize("formula", RESULTS)
def test_results_stand_in_the_file(functions: Grid, formula: str) -> None:
    row = next(row for row, one in _anchors(functions).items() if one == formula)
    assert functions.value(row, 4) == RESULTS[formula]


def test_no_example_is_an_error(functions: Grid) -> None:
    cells = [
        functions.value(row, column) for row in range(1, functions.row_count + 1) for column in range(4, 16)
    ]
    assert [
        cell for cell in cells if isinstance(cell, ErrorValue) or str(cell).startswith(("#", "\x01"))
    ] == []


def test_the_demo_is_the_same_month_end_for_the_product() -> None:
    """What the functions show is neither counted nor checked once more."""
    assert _found(check(FileWorkbook(ROOT / DEMO), np.datetime64(DEMO_AS_OF))) == _found(
        check(FileWorkbook(PLACE), np.datetime64(DEMO_AS_OF))
    )


def _found(result: Checked) -> list[tuple[str, str, int, str]]:
    return [(one.rule, one.sheet, one.row, one.message) for one in result.findings]
