"""The whole job in an open workbook: the same findings, cells and figures as in the file."""

import re
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from invoicing_xl.model.cells import Content
from invoicing_xl.model.grid import Grid
from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import check
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.demo import AS_OF
from invoicing_xl.tasks.setup import setup
from invoicing_xl.tasks.statements import statements
from invoicing_xl.tasks.undo import undo
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.live import LiveWorkbook
from invoicing_xl.workbook.port import Workbook
from tests.workbook.live.fake_excel.books import sheet_like
from tests.workbook.live.fake_excel.loading import opened

DEMO = Path(__file__).resolve().parents[3] / "workbooks" / "demo.xlsx"
_BATCH = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
"""Names of batches and times of changes, which are never the same."""


@pytest.fixture
def file(tmp_path: Path) -> FileWorkbook:
    shutil.copy(DEMO, tmp_path / "demo.xlsx")
    return FileWorkbook(tmp_path / "demo.xlsx")


def cells(grid: Grid) -> dict[tuple[int, int], str]:
    """What stands where; the results of formulas that were just written are Excel's affair."""
    found = {}
    for column in grid.columns:
        for row in range(1, grid.row_count + 1):
            content = grid.content(row, column)
            if content.value is None and content.formula is None:
                continue
            if content.formula is not None:
                content = replace(content, value=None)
            found[row, column] = _BATCH.sub("#", repr(content))
    return found


def the_job(book: Workbook) -> list[object]:
    """Everything a clerk does at the end of a month, and what each step says."""
    said: list[object] = [check(book, AS_OF, write=True).to_json()]
    corrected = correct(book, Choice(), AS_OF).to_json()
    assert corrected["applied"]
    said += [{**corrected, "batch": ""}, check(book, AS_OF, write=True).to_json()]
    said.append([entry.edit for entry in undo(book).entries])
    aging(book, AS_OF)
    said += [statements(book, AS_OF).to_json(), statements(book, AS_OF).to_json()]
    setup(book, write=True)
    return said


def test_the_job_is_the_same_as_in_the_file(file: FileWorkbook) -> None:
    book, truth = opened(*(sheet_like(file.read(sheet.name)) for sheet in file.sheets()), name=file.name)
    at_rest = truth.excel.settings()
    live = LiveWorkbook(book)
    assert the_job(live) == the_job(file)
    assert truth.excel.settings() == at_rest
    again = LiveWorkbook(book)
    assert list(again.sheets()) == list(file.sheets())
    for sheet in file.sheets():
        assert cells(again.read(sheet.name)) == cells(file.read(sheet.name)), sheet.name


def test_undo_leaves_the_clerks_sheets_as_they_were(file: FileWorkbook) -> None:
    book, truth = opened(*(sheet_like(file.read(sheet.name)) for sheet in file.sheets()), name=file.name)
    before = deepcopy([sheet.told() for sheet in truth.state])
    live = LiveWorkbook(book)
    with live.all_or_nothing():
        correct(live, Choice(), AS_OF)
    changed = [sheet.told() for sheet in truth.state]
    assert changed[: len(before)] != before
    with live.all_or_nothing():
        assert undo(live).entries
    assert [sheet.told() for sheet in truth.state][: len(before)] == before
    assert Content(None) != live.read("Change log").content(1, 1)
