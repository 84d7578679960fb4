"""Marks by color: set where the clerk wants them, and taken away exactly."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.settings import Settings
from invoicing_xl.tasks import marks
from invoicing_xl.tasks.check import Checked, check
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.findings import TakenAway, take_away
from invoicing_xl.tasks.setup import setup
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from invoicing_xl.workbook.port import Workbook
from tests.tasks.ledgers import invoice_rows, ledger, ledger_file, wrong_rows

DAY = np.datetime64("2026-06-30")
ERROR, WARN = "FDE8E4", "FFF4D6"
G5, G17 = (5, 7), (17, 7)
"""A number kept as text, and a total that net and tax contradict."""


def wanting_marks(*sheets: MemorySheet) -> MemoryWorkbook:
    """A workbook whose clerk has switched marks on."""
    book = MemoryWorkbook(*sheets)
    setup(book, write=True)
    say(book, "Mark cells by color", "yes")
    return book


def say(book: Workbook, setting: str, answer: str) -> None:
    grid = book.read("Invoicing setup")
    [row] = [row for row in range(1, grid.row_count + 1) if grid.value(row, 1) == setting]
    edit = Edit("Invoicing setup", row, 3, before=grid.content(row, 3), after=Content(answer))
    book.apply(ChangeSet((edit,)))


def typed(book: Workbook, row: int, column: int, value: CellValue) -> None:
    before = book.read("Invoices").content(row, column)
    book.apply(ChangeSet((Edit("Invoices", row, column, before=before, after=Content(value)),)))


def fills(book: MemoryWorkbook) -> dict[tuple[int, int], str]:
    return dict(book.sheet("Invoices").fills)


def reordered(sheet: MemorySheet, order: Sequence[int]) -> None:
    """The clerk sorts: row ``order[i]`` comes to stand in row i + 2; fills go along."""
    to = {row: at for at, row in enumerate(order, 2)} | {1: 1}
    sheet.cells = {(to[row], column): content for (row, column), content in sheet.cells.items()}
    sheet.fills = {(to[row], column): fill for (row, column), fill in sheet.fills.items()}


def test_nothing_is_marked_unless_the_clerk_wants_it() -> None:
    book = MemoryWorkbook(ledger(wrong_rows()))
    assert check(book, DAY, write=True).findings
    assert fills(book) == {}
    assert Settings().mark_cells is False


def test_cells_are_marked_by_level() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    result = check(book, DAY, write=True)
    levels = {(one.row, one.column): one.severity.value for one in result.findings}
    assert fills(book)[G17] == ERROR and levels[G17] == "ERROR"
    assert fills(book)[G5] == WARN and levels[G5] == "WARN"
    assert set(fills(book)) == set(levels)
    assert result.unmarked == []


def test_a_check_that_writes_nothing_marks_nothing() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY)
    assert fills(book) == {}


def test_a_fill_of_the_clerks_own_is_left() -> None:
    sheet = ledger(wrong_rows())
    sheet.fills = {G17: "92D050", (2, 1): "00B0F0"}
    book = wanting_marks(sheet)
    result = check(book, DAY, write=True)
    assert fills(book) == {G17: "92D050", (2, 1): "00B0F0", G5: WARN}
    assert result.unmarked == ["Not marked, for a fill of their own: cells with findings, 1."]
    take_away(book)
    assert fills(book) == {G17: "92D050", (2, 1): "00B0F0"}


def test_clearing_gives_every_cell_back() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    before = book.read("Invoices")
    check(book, DAY, write=True)
    assert take_away(book) == TakenAway("Findings", marks=2)
    assert fills(book) == {}
    assert [sheet.name for sheet in book.sheets()] == ["Invoices", "Invoicing setup"]
    after = book.read("Invoices")
    assert all(
        after.content(row, column) == before.content(row, column)
        for row in range(1, 27)
        for column in range(1, 11)
    )


def test_marks_are_found_again_after_sorting() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    reordered(book.sheet("Invoices"), list(range(25, 1, -1)))
    assert set(fills(book)) == {(27 - 5, 7), (27 - 17, 7)}
    assert take_away(book).marks == 2
    assert fills(book) == {}


def test_marks_are_found_again_where_the_row_got_another_number() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    typed(book, 17, 1, "9999")
    assert take_away(book).marks == 2
    assert fills(book) == {}


def test_what_the_clerk_has_filled_since_is_left_and_counted() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    book.sheet("Invoices").fills[G5] = "FFFF00"
    assert take_away(book) == TakenAway("Findings", marks=1, left=1)
    assert fills(book) == {G5: "FFFF00"}


def test_a_new_check_takes_the_former_marks_away() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    right = invoice_rows()[15][6]
    assert isinstance(right, Content)
    typed(book, 17, 7, right.value)
    check(book, DAY, write=True)
    assert fills(book) == {G5: WARN}


def test_a_correction_takes_the_marks_of_its_cells_away() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    correct(book, Choice("safe"), DAY)
    assert G5 not in fills(book)
    assert fills(book)[G17] == ERROR


def test_marks_go_once_they_are_switched_off() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    say(book, "Mark cells by color", "no")
    check(book, DAY, write=True)
    assert fills(book) == {}


def test_marks_of_a_list_that_the_clerk_has_written_into_are_cleared_too() -> None:
    book = wanting_marks(ledger(wrong_rows()))
    check(book, DAY, write=True)
    grid = book.read("Findings")
    book.apply(ChangeSet((Edit("Findings", 6, 20, grid.content(6, 20), Content("ask Anna")),)))
    assert take_away(book) == TakenAway(kept="Findings", marks=2)
    assert fills(book) == {}


def test_a_protected_sheet_is_listed_but_not_marked() -> None:
    sheet = ledger(wrong_rows())
    book = wanting_marks(sheet)
    sheet.protected = True
    result = check(book, DAY, write=True)
    assert fills(book) == {}
    assert result.unmarked == ["Invoices is not marked: The sheet is protected."]


def test_only_the_worst_are_marked_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST_MARKED", 1)
    book = wanting_marks(ledger(wrong_rows()))
    result = check(book, DAY, write=True)
    assert fills(book) == {G17: ERROR}
    assert result.unmarked == ["The worst 1 cells are marked; 1 more are only listed."]


def test_in_a_file_they_last_and_go_without_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = ledger_file(tmp_path / "ledger.xlsx", wrong_rows())
    book = FileWorkbook(path)
    setup(book, write=True)
    say(book, "Mark cells by color", "yes")
    result: Checked = check(book, DAY, write=True)
    book.save()
    marked = openpyxl.load_workbook(path)["Invoices"]
    assert marked["G17"].fill.fgColor.rgb == "FFFDE8E4"
    assert len(result.findings) == 2
    assert marked["G17"].font.name == "Courier New" and marked["G17"].number_format == "#,##0.00"
    again = FileWorkbook(path)
    assert take_away(again).marks == 2
    again.save()
    cleared = openpyxl.load_workbook(path)["Invoices"]
    for row in cleared.iter_rows():
        for cell in row:
            assert cell.fill.patternType is None
    assert cleared["G17"].font.name == "Courier New" and cleared["G17"].number_format == "#,##0.00"
