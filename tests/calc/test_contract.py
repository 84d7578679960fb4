"""What every adapter of the workbook port promises, asked of an open workbook in LibreOffice Calc.

The tests are those of ``tests/workbook/test_contract.py``; here the book stands open
in Calc all the time.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from invoicing_xl.model.cells import CellValue
from invoicing_xl.model.grid import Grid
from invoicing_xl.workbook.live.book import LiveWorkbook

_PATH = Path(__file__).resolve().parents[1] / "workbook" / "test_contract.py"
_spec = importlib.util.spec_from_file_location("workbook_contract", _PATH)
assert _spec and _spec.loader
contract = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(contract)


def cells_without_results(grid: Grid) -> dict[str, tuple[CellValue, str | None, str]]:
    """What stands where. Calc computes anew what depends on an edit; elsewhere that is left to Excel."""
    return {
        place: (None if formula else value, formula, code)
        for place, (value, formula, code) in _cells_of(grid).items()
    }


_cells_of = contract.cells_of
contract.cells_of = cells_without_results
globals().update({name: test for name, test in vars(contract).items() if name.startswith("test_")})


@pytest.fixture
def opening(calc: xw.App, tmp_path: Path) -> Callable[[], LiveWorkbook]:
    """A new adapter of the one open book each time it is called: saving is the clerk's affair."""
    contract._file(tmp_path)
    book = calc.books.open(tmp_path / "Book.xlsx")
    return lambda: LiveWorkbook(book)


@pytest.fixture
def book(opening: Callable[[], LiveWorkbook]) -> LiveWorkbook:
    return opening()


def test_saving_elsewhere_leaves_the_original(  # type: ignore[no-redef]
    book: LiveWorkbook, calc: xw.App, tmp_path: Path
) -> None:
    """The open book has the new sheet, its file has not, the copy has it."""
    original = (tmp_path / "Book.xlsx").read_bytes()
    book.put(contract.plan_of())
    book.save(tmp_path / "other.xlsx")
    assert (tmp_path / "Book.xlsx").read_bytes() == original
    assert calc.books.active.fullname == str(tmp_path / "Book.xlsx")
    copy = LiveWorkbook(calc.books.open(tmp_path / "other.xlsx"))
    assert contract.cells_of(copy.read("Findings")) == contract.cells_of(book.read("Findings"))


_EDITED = contract.test_an_edit_is_what_stands_there_afterwards
_CASES = {mark.args[0]: mark.args[1] for mark in _EDITED.pytestmark}


@pytest.mark.parametrize("cell", _CASES["cell"])
def test_an_edit_is_what_stands_there_afterwards(  # type: ignore[no-redef]
    opening: Callable[[], LiveWorkbook], cell: str
) -> None:
    """One value over the other: a book is opened once for all of them."""
    for value in _CASES["value"]:
        _EDITED(opening, cell, value)
