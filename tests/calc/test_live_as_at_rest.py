"""The same workbook, open in LibreOffice Calc and at rest in its file: the same findings, cells and figures.

Calc is a spreadsheet of its own mind: it computes formulas anew, and knows the workbook only through the live
adapter. What the file adapter reads and writes shares nothing with that but the port.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import xlwings as xw

from invoicing_xl.model.cells import CellValue, address
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.run import statements_of
from invoicing_xl.tasks import correct as correct_module
from invoicing_xl.tasks import undo as undo_module
from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import check
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.demo import AS_OF
from invoicing_xl.tasks.statements import statements
from invoicing_xl.tasks.understand import understand
from invoicing_xl.tasks.undo import undo
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.live.book import LiveWorkbook
from invoicing_xl.workbook.port import Workbook

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".." / "shared" / "data"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


CUSTOMERS = 3
"""Whose sheets are put: Calc takes its time for one. The figures are compared for all customers."""

Cell = tuple[CellValue, str | None, str]
"""Value, formula, number format."""
NOTHING: Cell = None, None, ""


@dataclass(frozen=True)
class Pair:
    """One workbook twice, and the day it is looked at."""

    live: Workbook
    at_rest: Workbook
    as_of: np.datetime64

    def both(self, task: Callable[[Workbook], object]) -> tuple[object, object]:
        return task(self.live), task(self.at_rest)


def _demo() -> tuple[Path, np.datetime64]:
    return ROOT / "workbooks" / "demo.xlsx", AS_OF


def _real(name: str) -> tuple[Path, np.datetime64]:
    if not DATA.exists():
        pytest.skip("the real rows (../shared/data) are not here")
    told = json.loads((DATA / f"{name}_manifest.json").read_text(encoding="utf-8"))
    return DATA / f"{name}.xlsx", np.datetime64(told["asof"])


BOOKS = {
    "demo": _demo,
    "northwind_demo": lambda: _real("northwind_demo"),
    "northwind_dev": lambda: _real("northwind_dev"),
}


@pytest.fixture(params=BOOKS)
def pair(
    request: pytest.FixtureRequest, calc: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pair]:
    source, as_of = BOOKS[request.param]()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    opened = shutil.copyfile(source, tmp_path / "Book.xlsx")
    (tmp_path / "at rest").mkdir()
    rested = shutil.copyfile(source, tmp_path / "at rest" / "Book.xlsx")
    for module in (correct_module, undo_module):
        monkeypatch.setattr(module, "new_batch", _batches())
    yield Pair(LiveWorkbook(calc.books.open(opened)), FileWorkbook(rested), as_of)


def _batches() -> Callable[[], str]:
    """Live and at rest take turns: two batches in a row bear the same name."""
    turns = count()
    return lambda: f"batch-{next(turns) // 2}"


def cells_of(book: Workbook) -> dict[str, Cell]:
    """All that stands in the workbook; results of formulas and moments of time left out."""
    found = {}
    for info in book.sheets():
        if not info.readable:
            continue
        grid = book.read(info.name)
        for column in grid.columns:
            for row in range(1, grid.row_count + 1):
                content = grid.content(row, column)
                if content.value is None and content.formula is None:
                    continue
                value = None if content.formula else content.value
                if isinstance(value, str):
                    value = _MOMENT.sub("(then)", value)
                place = f"{info.name}!{address(row, column)}"
                found[place] = value, content.formula, content.number_format or ""
    return found


def differences(pair: Pair) -> dict[str, tuple[Cell, Cell]]:
    live, at_rest = cells_of(pair.live), cells_of(pair.at_rest)
    return {
        place: (live.get(place, NOTHING), at_rest.get(place, NOTHING))
        for place in {*live, *at_rest}
        if live.get(place) != at_rest.get(place)
    }


def says_more(live: object, at_rest: object) -> bool:
    """Calc knows the result of a formula that the file was saved without, and can say more of it."""
    return isinstance(live, str) and isinstance(at_rest, str) and live.startswith(at_rest.removesuffix("."))


def test_the_same_cells_are_read(pair: Pair) -> None:
    assert list(pair.live.sheets()) == list(pair.at_rest.sheets())
    assert differences(pair) == {}
    for info in pair.live.sheets():
        one, other = pair.live.read(info.name), pair.at_rest.read(info.name)
        assert (one.row_count, one.tables, set(one.merged), one.date1904) == (
            other.row_count,
            other.tables,
            set(other.merged),
            other.date1904,
        )
        assert _hidden(one.hidden) == _hidden(other.hidden)


def _hidden(rows: np.ndarray | None) -> list[int]:
    return [] if rows is None else np.flatnonzero(rows).tolist()


def test_check_finds_the_same(pair: Pair) -> None:
    live, at_rest = (check(book, pair.as_of, write=True).to_json() for book in (pair.live, pair.at_rest))
    assert len(live["findings"]) > 20
    for one, other in zip(live["findings"], at_rest["findings"], strict=True):
        if says_more(one["message"], other["message"]):
            other["message"] = one["message"]
    assert live == at_rest
    for one, other in differences(pair).values():
        assert says_more(one[0], other[0]) and one[1:] == other[1:]


def test_corrections_and_undo_do_the_same(pair: Pair) -> None:
    before = cells_of(pair.at_rest)
    live, at_rest = (correct(book, Choice(), pair.as_of).to_json() for book in (pair.live, pair.at_rest))
    assert live == at_rest
    assert live["applied"]
    assert differences(pair) == {}
    undone = [undo(book) for book in (pair.live, pair.at_rest)]
    assert len(undone[0].entries) == len(undone[1].entries) == len(live["applied"])
    assert differences(pair) == {}
    after = cells_of(pair.live)
    assert {place: after.get(place) for place in before} == before


def test_aging_and_statements_say_the_same(pair: Pair) -> None:
    live, at_rest = (aging(book, pair.as_of) for book in (pair.live, pair.at_rest))
    assert live.to_json() == at_rest.to_json()
    figures = [_figures_of_all(book, pair.as_of) for book in (pair.live, pair.at_rest)]
    assert figures[0] == figures[1]
    some = [row["customer"] for row in live.to_json()["customers"]][:CUSTOMERS]
    told = [statements(book, pair.as_of, customers=some).to_json() for book in (pair.live, pair.at_rest)]
    assert told[0] == told[1]
    assert list(pair.live.sheets()) == list(pair.at_rest.sheets())
    assert differences(pair) == {}


def _figures_of_all(book: Workbook, as_of: np.datetime64) -> object:
    """What the statements of all customers say, no sheet being put."""
    seen = understand(book)
    run = statements_of(ledger_of(seen.tables, seen.settings), as_of, edges=seen.settings.buckets)
    assert len(run.statements) > CUSTOMERS
    return run.to_json({statement.number: "" for statement in run.statements})
