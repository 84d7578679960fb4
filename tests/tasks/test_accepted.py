"""Findings that are right as they are: a reason on *Findings*, kept on *Invoicing setup*."""

from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.grid import Grid
from invoicing_xl.tasks.check import check, checked
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.findings import take_away
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.memory import MemoryWorkbook
from invoicing_xl.workbook.port import Workbook
from tests.tasks.ledgers import ledger, ledger_file, wrong_rows

DAY = np.datetime64("2026-06-30")
AGREED = "rounded down, agreed by phone"


def test_a_finding_with_a_reason_is_silent_from_the_next_check_on() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    check(book, DAY, write=True)
    accept(book, "Invoices!G17")
    result = check(book, DAY, write=True)
    assert [one.cell for one in result.findings] == ["G5"]
    assert "1 accepted, see Invoicing setup" in str(book.read("Findings").value(2, 1))
    assert f"AMT-04 Invoices!G17 “17”: {AGREED}" in str(kept(book))
    assert [one.cell for one in check(book, DAY, write=True).findings] == ["G5"], "kept from now on"


def test_a_reason_counts_at_once_and_without_writing() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    check(book, DAY, write=True)
    accept(book, "Invoices!G17")
    assert [one.cell for one in checked(book, DAY).findings] == ["G5"]
    assert not any(sheet.name == "Invoicing setup" for sheet in book.sheets())


def test_what_stands_in_the_cell_now_is_what_was_accepted() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    check(book, DAY, write=True)
    accept(book, "Invoices!G17")
    check(book, DAY, write=True)
    typed(book, "Invoices", 17, 7, 18.0)
    assert "G17" in [one.cell for one in checked(book, DAY).findings]


def test_a_cleared_acceptance_is_told_again() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    check(book, DAY, write=True)
    accept(book, "Invoices!G17")
    check(book, DAY, write=True)
    setup = book.read("Invoicing setup")
    typed(book, "Invoicing setup", row_with(setup, 1, "Accepted findings"), 3, None)
    assert [one.cell for one in check(book, DAY, write=True).findings] == ["G5", "G17"]


def test_a_correction_that_is_right_as_it_is_is_not_applied() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    check(book, DAY, write=True)
    accept(book, "Invoices!G5")
    assert not correct(book, Choice("safe"), DAY).entries
    assert not correct(book, Choice("ticked"), DAY).entries
    assert book.read("Invoices").value(5, 7) == "259.50 "


def test_a_reason_outlives_the_list() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    check(book, DAY, write=True)
    accept(book, "Invoices!G17")
    take_away(book)
    assert AGREED in str(kept(book))
    assert [one.cell for one in checked(book, DAY).findings] == ["G5"]


def test_in_a_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = ledger_file(tmp_path / "ledger.xlsx", wrong_rows())
    book = FileWorkbook(path)
    check(book, DAY, write=True)
    accept(book, "Invoices!G17")
    book.save()
    book = FileWorkbook(path)
    check(book, DAY, write=True)
    book.save()
    assert [one.cell for one in checked(FileWorkbook(path), DAY).findings] == ["G5"]


def accept(book: Workbook, place: str) -> None:
    """Write a reason beside the finding of that cell."""
    grid = book.read("Findings")
    reasons = next(column for column in grid.columns if grid.value(5, column) == "Right because")
    typed(book, "Findings", row_with(grid, 4, place), reasons, AGREED)


def kept(book: Workbook) -> CellValue:
    setup = book.read("Invoicing setup")
    return setup.value(row_with(setup, 1, "Accepted findings"), 3)


def row_with(grid: Grid, column: int, text: str) -> int:
    return next(row for row in range(1, grid.row_count + 1) if grid.value(row, column) == text)


def typed(book: Workbook, sheet: str, row: int, column: int, value: CellValue) -> None:
    before = book.read(sheet).content(row, column)
    book.apply(ChangeSet((Edit(sheet, row, column, before=before, after=Content(value)),)))
