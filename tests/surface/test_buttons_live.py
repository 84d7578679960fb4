"""The same buttons on a workbook that is open in a fake Excel: the same answers, and nothing left behind."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import xlwings

from invoicing_xl.surface import ribbon
from invoicing_xl.surface.commands import COMMANDS
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.live import LiveWorkbook
from tests.surface.open_books import DEMO, demo_book
from tests.workbook.live.fake_excel.books import sheet_like
from tests.workbook.live.fake_excel.excel import FakeWorkbook
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeSheet

PRESSED = [one.id for one in COMMANDS if one.group and one.id not in ("save_pdf", "test_installation")]
BATCH = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
COPY = re.compile(r"\n\nA copy .*", re.S)


@pytest.fixture(scope="module")
def sheets() -> list[FakeSheet]:
    file = FileWorkbook(DEMO)
    return [sheet_like(file.read(sheet.name)) for sheet in file.sheets()]


@pytest.fixture
def excel(
    sheets: list[FakeSheet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[xlwings.Book, FakeWorkbook]:
    monkeypatch.setattr("invoicing_xl.surface.reports.user_log_path", lambda *_, **__: tmp_path / "log")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return opened(*deepcopy(sheets), name="demo.xlsx", path=str(tmp_path / "demo.xlsx"))


def press(command_id: str, book: Any, selection: str | None = "Invoices!A40") -> dict[str, str]:
    reply: dict[str, str] = json.loads(ribbon.run(command_id, book, selection))
    return reply


def test_every_button_answers_as_on_a_workbook_in_memory(excel: tuple[xlwings.Book, FakeWorkbook]) -> None:
    book, truth = excel
    memory = demo_book()
    before = truth.excel.settings()
    for command_id in PRESSED:
        live, expected = press(command_id, book), press(command_id, memory)
        for reply in (live, expected):
            reply["text"] = COPY.sub("", BATCH.sub("#", reply["text"]))
        assert live == expected, command_id
        assert truth.excel.settings() == before, command_id
    named = [sheet.name for sheet in LiveWorkbook(book).sheets()]
    assert named == [sheet.name for sheet in memory.sheets()]


@pytest.mark.parametrize(
    ("command_id", "method"), [("check_rows", "put"), ("apply_safe", "apply"), ("apply_safe", "put")]
)
def test_a_crash_puts_the_open_workbook_back(
    excel: tuple[xlwings.Book, FakeWorkbook], command_id: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, truth = excel
    before = truth.told(), truth.excel.settings()
    work = getattr(LiveWorkbook, method)

    def failing(self: LiveWorkbook, argument: Any) -> None:
        work(self, argument)
        raise ZeroDivisionError

    monkeypatch.setattr(LiveWorkbook, method, failing)
    assert press(command_id, book)["kind"] == "crash"
    assert (truth.told(), truth.excel.settings()) == before


def test_marks_come_and_go_in_an_open_workbook(excel: tuple[xlwings.Book, FakeWorkbook]) -> None:
    book, truth = excel
    place = press("settings", book)["select"]
    setup = truth.sheet("Invoicing setup")
    first = int(place.rpartition("!C")[2])
    rows = range(first, first + 30)
    [row] = [row for row in rows if setup.at((row, 1)).value == "Mark cells by color"]
    setup.cell((row, 3)).value = "yes"
    before = _fills(truth)
    press("check_rows", book)
    marked = _fills(truth)
    assert len(marked["Invoices"]) > 10
    reply = press("clear_marks", book)
    assert re.search(r"\d+ cells as before", reply["text"])
    assert _fills(truth) == before


def _fills(truth: FakeWorkbook) -> dict[str, dict[Any, Any]]:
    return {
        sheet.name: {at: cell.looks["Fill"] for at, cell in sheet.cells.items() if cell.looks.get("Fill")}
        for sheet in truth.state
        if sheet.name in ("Invoices", "Lines", "Payments", "Customers", "Summary")
    }


def test_the_selection_of_excel_is_used_where_none_is_given(
    excel: tuple[xlwings.Book, FakeWorkbook],
) -> None:
    book, truth = excel
    press("check_rows", book)
    truth.excel.selected = ("Invoices", "K40:L41")
    assert press("rules", book, None)["title"] == "AMT-04 Document total"
