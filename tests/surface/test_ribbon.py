"""The way in from Excel: what is said goes back as JSON, and a crash changes nothing and tells nothing."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings

from invoicing_xl.model.errors import ClerkMessage, NotRestored
from invoicing_xl.surface import buttons, ribbon
from invoicing_xl.surface.reply import MOST_SHOWN, Reply, fitted
from tests.surface.open_books import PrintingWorkbook, contents, demo_book

SECRET = "Blue Lagoon Catering owes 4,711.00"


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("invoicing_xl.surface.reports.user_log_path", lambda *_, **__: tmp_path / "log")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "log"


def press(command_id: str, book: Any, selection: str | None = "Invoices!A10") -> dict[str, str]:
    reply: dict[str, str] = json.loads(ribbon.run(command_id, book, selection))
    return reply


def crash_after(method: str) -> Callable[..., Any]:
    """A workbook's method that does its work, and then fails with a message that holds customer data."""
    work = getattr(PrintingWorkbook, method)

    def failing(*arguments: Any, **options: Any) -> None:
        work(*arguments, **options)
        customer = SECRET  # a local variable that a report must not show
        raise KeyError(customer)

    return failing


@pytest.mark.parametrize(
    ("command_id", "method"),
    [
        ("check_rows", "put"),
        ("clear_marks", "remove"),
        ("understand_columns", "put"),
        ("apply_safe", "apply"),
        ("apply_safe", "put"),
        ("undo_last", "apply"),
        ("undo_last", "append"),
        ("this_customer", "put"),
        ("all_customers", "put"),
        ("aging", "put"),
        ("settings", "put"),
        ("check_rows", "read"),
    ],
)
def test_a_crash_leaves_the_workbook_as_it_was(
    command_id: str, method: str, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = demo_book()
    if command_id in ("clear_marks", "undo_last"):
        press({"clear_marks": "check_rows", "undo_last": "apply_safe"}[command_id], book)
    before = contents(book)
    with monkeypatch.context() as patch:
        patch.setattr(PrintingWorkbook, method, crash_after(method))
        reply = press(command_id, book)
    assert reply["kind"] == "crash"
    assert (reply["select"], reply["undo"]) == ("", "")
    assert "as it was before" in reply["text"]
    assert contents(book) == before
    [report] = log.iterdir()
    assert report.stem in reply["text"] and str(report) in reply["text"]


def test_a_report_tells_where_it_happened_and_nothing_of_the_customers(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = demo_book()
    book.sheet("Summary").name = "Owes Blue Lagoon"
    everything = {
        str(content.value)
        for sheet in contents(book).values()
        for content in sheet.values()
        if isinstance(content.value, str) and len(content.value) > 6
    }
    monkeypatch.setattr(PrintingWorkbook, "apply", crash_after("apply"))
    press("apply_safe", book)
    [path] = log.iterdir()
    report = path.read_text(encoding="utf-8")
    assert "builtins.KeyError (its message is left out)" in report
    assert "invoicing_xl/tasks/correct.py:" in report and "in correct" in report
    assert "xlwings 0.37.8" in report
    rows = book.read("Invoices").row_count
    assert f"sheet 1: {rows} rows" in report
    assert SECRET not in report and "Blue Lagoon" not in report
    assert [text for text in everything if text in report] == []
    assert str(Path.home()) not in report


def test_a_report_follows_what_led_to_it(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(desk: buttons.Desk) -> Reply:
        try:
            raise ZeroDivisionError(SECRET)
        except ZeroDivisionError as first:
            raise LookupError(SECRET) from first

    monkeypatch.setitem(buttons.HANDLERS, "help", failing)  # type: ignore[arg-type]
    press("help", demo_book())
    [path] = log.iterdir()
    report = path.read_text(encoding="utf-8")
    assert report.index("builtins.LookupError") < report.index("builtins.ZeroDivisionError")
    assert SECRET not in report


def test_a_report_that_cannot_be_written_is_no_second_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    monkeypatch.setattr(PrintingWorkbook, "put", crash_after("put"))
    reply = press("check_rows", demo_book())
    assert reply["kind"] == "crash"
    assert "could not be written" in reply["text"]


def test_a_workbook_that_could_not_be_put_back_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def torn(self: PrintingWorkbook) -> Iterator[None]:
        try:
            yield
        except KeyError as error:
            raise NotRestored from error

    monkeypatch.setattr(PrintingWorkbook, "all_or_nothing", torn)
    monkeypatch.setattr(PrintingWorkbook, "put", crash_after("put"))
    reply = press("check_rows", demo_book())
    assert "Close it without saving" in reply["text"]
    assert "as it was before" not in reply["text"]


def test_a_message_for_the_clerk_is_no_crash_and_changes_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(self: PrintingWorkbook, *_: Any) -> None:
        raise ClerkMessage("The sheet is protected.", where="Invoices", next_step="Unprotect it.")

    book = demo_book()
    before = contents(book)
    monkeypatch.setattr(PrintingWorkbook, "apply", refusing)
    reply = press("apply_safe", book)
    assert (reply["kind"], reply["title"]) == ("message", "Apply safe: not done")
    assert reply["text"] == "Invoices: The sheet is protected. Unprotect it."
    assert contents(book) == before
    assert not log.exists()


def test_a_refusal_after_something_was_written_puts_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cells were changed, and then the Change log cannot be made."""

    def refusing(self: PrintingWorkbook, *_: Any) -> str:
        raise ClerkMessage("The structure of the workbook is protected.")

    book = demo_book()
    before = contents(book)
    monkeypatch.setattr(PrintingWorkbook, "put", refusing)
    assert press("apply_safe", book)["kind"] == "message"
    assert contents(book) == before


def test_the_selection_is_asked_of_the_workbook_where_it_is_not_given() -> None:
    book = demo_book()
    press("check_rows", book)
    book.selection = "Findings!A7"
    assert press("next_finding", book, None)["select"] == book.read("Findings").value(7, 4)
    assert press("next_finding", book, "Findings!A8")["select"] == book.read("Findings").value(8, 4)


def test_without_a_book_the_caller_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def caller() -> PrintingWorkbook:
        asked.append(1)
        return demo_book()

    monkeypatch.setattr(xlwings.Book, "caller", caller)
    assert press("check_rows", None)["kind"] == "ok"
    assert asked == [1]


def test_the_day_is_today_where_the_clerk_has_set_none() -> None:
    days = {date.today().isoformat()}
    text = press("check_rows", demo_book())["text"]
    days.add(date.today().isoformat())  # the test may have run into midnight
    assert any(f"as of {day}" in text for day in days)


def test_progress_is_told_to_the_workbook() -> None:
    book = demo_book()
    press("all_customers", book)
    assert "Reading Invoices" in book.steps


def test_an_unknown_button_is_a_crash_not_silence(log: Path) -> None:
    assert press("no_such_button", demo_book())["kind"] == "crash"
    assert len(list(log.iterdir())) == 1


def test_a_copy_is_kept_before_the_first_correction_of_a_day(tmp_path: Path) -> None:
    copies = tmp_path / "data" / "invoicing-xl" / "copies"
    book = demo_book()
    press("check_rows", book)
    assert book.saved == []
    first = press("apply_safe", book)
    [copy] = book.saved
    assert copy is not None and copy.parent == copies
    assert re.fullmatch(r"demo \d{4}-\d\d-\d\d [0-9a-f]{4}\.xlsx", copy.name)
    assert str(copy) in first["text"] and "14 days" in first["text"]
    copy.touch()
    assert "copy" not in press("undo_last", book)["text"]
    assert book.saved == [copy]
    other = demo_book()
    other.folder = tmp_path
    press("apply_safe", other)
    assert other.saved != [copy], "a workbook of the same name in another folder has its own"


def test_a_copy_that_cannot_be_kept_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    reply = press("apply_safe", demo_book())
    assert (reply["kind"], reply["title"]) == ("ok", "6 cells changed")
    assert "No copy of the workbook could be kept" in reply["text"]


def test_a_reply_is_one_line_of_ascii() -> None:
    text = Reply("Zoë “K40”", "line one\nline two → \\ \" '").to_json()
    assert text.isascii() and "\n" not in text
    assert json.loads(text)["text"] == "line one\nline two → \\ \" '"


def test_a_long_text_is_cut_at_the_end_of_a_line() -> None:
    text = "\n".join(f"line {number}" for number in range(400))
    shown = fitted(text)
    assert len(shown) <= MOST_SHOWN
    assert shown.endswith("\n…") and text.startswith(shown[:-1])
    assert len(fitted("x" * 5000)) <= MOST_SHOWN
    assert fitted("short") == "short"
