"""Every button of the ribbon, pressed on the demo workbook."""

import json
from pathlib import Path

import pytest

from invoicing_xl.surface import buttons, ribbon
from invoicing_xl.surface.buttons import HANDLERS
from invoicing_xl.surface.commands import COMMANDS
from invoicing_xl.tasks.understand import sheet_of_kind
from tests.surface.open_books import AS_OF, PrintingWorkbook, contents, month_end_book, write

Reply = dict[str, str]


class Clerk:
    """Presses buttons, and stands afterwards where the answer says."""

    def __init__(self, book: PrintingWorkbook) -> None:
        self.book = book
        self.select("Invoices!A10")

    def select(self, place: str) -> None:
        self.book.selection = place

    def press(self, command_id: str) -> Reply:
        reply: Reply = json.loads(ribbon.run(command_id, self.book))
        assert set(reply) == {"kind", "title", "text", "select", "undo"}
        if reply["select"]:
            self.select(reply["select"])
        return reply


@pytest.fixture
def clerk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """A clerk whose workbook stands on the month end; reports and documents go to a folder of the test."""
    monkeypatch.setattr("invoicing_xl.surface.reports.user_log_path", lambda *_, **__: tmp_path / "log")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(buttons, "user_documents_path", lambda: tmp_path / "Documents")
    return Clerk(month_end_book())


def test_every_button_has_a_handler_and_every_handler_a_button() -> None:
    assert set(HANDLERS) == {command.id for command in COMMANDS if command.group}


def test_check_rows_lists_what_is_wrong_and_goes_there(clerk: Clerk) -> None:
    before = contents(clerk.book)
    reply = clerk.press("check_rows")
    assert (reply["kind"], reply["title"], reply["select"]) == ("ok", "25 findings", "Findings!A6")
    assert "1 BLOCK, 14 ERROR, 10 WARN" in reply["text"]
    assert f"as of {AS_OF}" in reply["text"]
    after = contents(clerk.book)
    assert after.pop("Findings")
    assert after == before


def test_check_rows_stays_where_nothing_is_found(clerk: Clerk) -> None:
    book = PrintingWorkbook(clerk.book.sheet("Customers"))
    reply = Clerk(book).press("check_rows")
    assert (reply["title"], reply["select"]) == ("Nothing found", "")


def test_next_finding_goes_through_the_whole_list_and_begins_anew(clerk: Clerk) -> None:
    clerk.press("check_rows")
    listed = [clerk.book.read("Findings").value(row, 4) for row in range(6, 31)]
    places = list(dict.fromkeys(listed))
    clerk.select("Findings!A6")
    went = [clerk.press("next_finding")["select"] for _ in range(len(places) + 1)]
    assert went == [*places, places[0]]


def test_next_finding_says_what_is_wrong(clerk: Clerk) -> None:
    clerk.press("check_rows")
    clerk.select("'Invoices'!$A$39:$C$40")
    reply = clerk.press("next_finding")
    assert reply["select"] == "Invoices!K40"
    assert "1,302.15 + 299.49 = 1,601.64" in reply["text"]
    assert "Now: 1610.64   Proposed: 1601.64" in reply["text"]


def test_next_finding_tells_all_findings_of_a_cell_at_once(clerk: Clerk) -> None:
    clerk.press("check_rows")
    clerk.select("Lines!H172")
    text = clerk.press("next_finding")["text"]
    assert "AMT-01" in text and "FMT-08" in text


def test_next_finding_of_a_row_of_findings_is_that_one(clerk: Clerk) -> None:
    clerk.press("check_rows")
    clerk.select("Findings!H9")
    assert clerk.press("next_finding")["select"] == clerk.book.read("Findings").value(9, 4)


def test_next_finding_keeps_to_what_the_filter_shows(clerk: Clerk) -> None:
    clerk.press("check_rows")
    findings = clerk.book.sheet("Findings")
    findings.hidden = frozenset(row for row in range(6, 31) if findings.content(row, 3).value != "FMT-01")
    went = {clerk.press("next_finding")["select"] for _ in range(4)}
    assert went == {"Invoices!K48", "Payments!G89"}


def test_next_finding_on_a_sheet_that_is_gone_is_said_so(clerk: Clerk) -> None:
    clerk.press("check_rows")
    clerk.book.sheet("Lines").name = "Order lines"
    clerk.select("Findings!A6")
    replies = [clerk.press("next_finding") for _ in range(16)]
    gone = [reply for reply in replies if reply["kind"] == "message"]
    assert gone and "no sheet “Lines” any more" in gone[0]["text"]


def test_next_finding_before_any_check_says_what_to_press(clerk: Clerk) -> None:
    reply = clerk.press("next_finding")
    assert reply["kind"] == "message"
    assert "Check rows" in reply["text"]


def test_clear_marks_takes_findings_away(clerk: Clerk) -> None:
    before = contents(clerk.book)
    clerk.press("check_rows")
    assert clerk.press("clear_marks")["kind"] == "ok"
    assert contents(clerk.book) == before
    assert clerk.press("clear_marks")["title"] == "Nothing to clear"


def test_clear_marks_leaves_a_sheet_with_notes_of_the_clerk(clerk: Clerk) -> None:
    clerk.press("check_rows")
    write(clerk.book, "Findings", 6, 20, "ask Anna")
    reply = clerk.press("clear_marks")
    assert "You have written into Findings, so it stays" in reply["text"]
    assert sheet_of_kind(clerk.book, "findings")


def test_apply_safe_has_a_name_for_undo(clerk: Clerk) -> None:
    reply = clerk.press("apply_safe")
    assert (reply["title"], reply["undo"]) == ("6 cells changed", "Undo 6 corrections")
    assert clerk.book.read("Invoices").value(60, 4) == "C1003"
    again = clerk.press("apply_safe")
    assert (again["title"], again["undo"]) == ("Nothing to correct", "")


def test_undo_last_gives_every_cell_back(clerk: Clerk) -> None:
    before = contents(clerk.book)
    clerk.press("apply_safe")
    assert clerk.press("undo_last")["title"] == "6 cells put back"
    after = contents(clerk.book)
    assert len(after.pop("Change log")) > 0
    assert after == before
    assert clerk.press("undo_last")["kind"] == "message"


def test_apply_ticked_applies_what_has_an_x(clerk: Clerk) -> None:
    assert "Check rows" in clerk.press("apply_ticked")["text"]
    clerk.press("check_rows")
    findings = clerk.book.read("Findings")
    [row] = [at for at in range(6, 31) if findings.value(at, 4) == "Invoices!K40"]
    for at in range(6, 31):
        write(clerk.book, "Findings", at, 1, "x" if at == row else None)
    reply = clerk.press("apply_ticked")
    assert (reply["title"], reply["undo"]) == ("1 cell changed", "Undo 1 correction")
    assert clerk.book.read("Invoices").value(40, 11) == 1601.64


def test_change_log_is_shown_once_there_is_one(clerk: Clerk) -> None:
    assert clerk.press("change_log")["select"] == ""
    clerk.press("apply_safe")
    assert clerk.press("change_log")["select"] == "Change log!A1"


@pytest.mark.parametrize(
    ("place", "customer_cell"),
    [("Invoices!A20", (20, 4)), ("Payments!$G$10:$G$12", (10, 3)), ("Customers!5:5", (5, 1))],
)
def test_this_customer_is_the_one_of_the_row(
    clerk: Clerk, place: str, customer_cell: tuple[int, int]
) -> None:
    clerk.select(place)
    customer = clerk.book.read(place.split("!")[0]).value(*customer_cell)
    reply = clerk.press("this_customer")
    assert reply["kind"] == "ok"
    assert AS_OF in reply["title"]
    assert reply["select"] in (f"{customer} 2026-06!A1", "Statements!A1")
    assert reply["select"].startswith(str(customer)) or f"No statement for {customer}" in reply["text"]


def test_this_customer_in_the_list_is_the_one_of_the_row_spoken_of(clerk: Clerk) -> None:
    clerk.press("check_rows")
    findings, invoices = clerk.book.read("Findings"), clerk.book.read("Invoices")
    [row] = [at for at in range(6, 31) if findings.value(at, 4) == "Invoices!K40"]
    clerk.select(f"Findings!H{row}")
    reply = clerk.press("this_customer")
    customer = str(invoices.value(40, 4))
    assert reply["select"].startswith(customer) or f"No statement for {customer}" in reply["text"]


@pytest.mark.parametrize("place", ["Summary!A1", "Invoices!A1", "Findings!A2", ""])
def test_this_customer_says_where_to_stand(clerk: Clerk, place: str) -> None:
    clerk.press("check_rows")
    clerk.select(place)
    reply = clerk.press("this_customer")
    assert reply["kind"] == "message"
    assert "press" in reply["text"]


def test_all_customers_tie_out(clerk: Clerk) -> None:
    reply = clerk.press("all_customers")
    statements = [sheet for sheet in clerk.book.sheets() if sheet.kind == "statement"]
    assert reply["title"] == f"{len(statements)} statements as of {AS_OF}"
    assert reply["select"] == "Statements!A1"
    assert "ties out" in reply["text"] and "does not" not in reply["text"]


def test_aging_says_what_is_past_due(clerk: Clerk) -> None:
    reply = clerk.press("aging")
    assert (reply["title"], reply["select"]) == (f"Aging as of {AS_OF}", "Aging!A1")
    assert "EUR" in reply["text"] and "past due" in reply["text"]


def test_save_pdf_prints_the_last_statements_beside_the_workbook(clerk: Clerk, tmp_path: Path) -> None:
    assert "All customers" in clerk.press("save_pdf")["text"]
    clerk.press("all_customers")
    clerk.book.folder = tmp_path
    reply = clerk.press("save_pdf")
    folder = tmp_path / "demo statements"
    assert str(folder) in reply["text"]
    statements = {sheet.name for sheet in clerk.book.sheets() if sheet.kind == "statement"}
    assert {path.stem for path in folder.iterdir()} == statements
    assert (folder / "C1003 2026-06.pdf").read_bytes() == b"%PDF C1003 2026-06"


def test_save_pdf_of_a_workbook_in_the_cloud_goes_to_the_documents(clerk: Clerk, tmp_path: Path) -> None:
    clerk.press("all_customers")
    clerk.press("save_pdf")
    assert list((tmp_path / "Documents" / "Invoicing" / "demo statements").iterdir())


def test_settings_and_columns_are_on_invoicing_setup(clerk: Clerk) -> None:
    assert clerk.press("settings")["select"].startswith("Invoicing setup!C")
    reply = clerk.press("understand_columns")
    assert reply["select"] == "Invoicing setup!A1"
    assert "Invoices: invoices, 155 rows" in reply["text"]
    assert clerk.press("all_customers")["title"].endswith(AS_OF), "the clerk's day is kept"


def test_rules_explains_the_finding_at_hand_or_lists_all(clerk: Clerk) -> None:
    assert clerk.press("rules")["text"].startswith("AMT-01 Line amount")
    clerk.press("check_rows")
    clerk.select("Invoices!K40")
    assert clerk.press("rules")["title"] == "AMT-04 Document total"
    clerk.select("")
    assert clerk.press("rules")["title"] == "What is checked"


def test_help_names_every_button_it_speaks_of(clerk: Clerk) -> None:
    text = clerk.press("help")["text"]
    for command in COMMANDS:
        if command.group in ("Check", "Correct") and command.id != "clear_marks":
            assert command.label in text


def test_no_button_says_more_than_a_message_box_shows(clerk: Clerk) -> None:
    for command in COMMANDS:
        if command.group:
            reply = clerk.press(command.id)
            assert reply["kind"] in ("ok", "message"), reply
            assert len(reply["text"]) <= 1000
            assert len(reply["title"]) <= 60
            reply["text"].encode("cp1252")
