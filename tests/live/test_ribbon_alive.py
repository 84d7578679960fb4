"""Every button of the built demo workbook, pressed in LibreOffice: the VBA as it is shipped, but for what
``calc_addin`` names, Python through xlwings' engine, and then what the clerk sees in the open document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest
import xlwings as xw

from invoicing_xl.build.addin import DEMO
from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.surface import buttons
from invoicing_xl.surface.reply import Reply
from tests.live.calc_addin import open_twin
from tests.live.clerk import Clerk, ribbon_of
from tests.live.python_side import Python

BOOK = Path(__file__).parents[2] / DEMO
CONTROLS = ribbon_of(BOOK)
SAFE = {
    ("Invoices", "K48"): ("1801.46", 1801.46),
    ("Invoices", "D60"): ("C1003 ", "C1003"),
    ("Invoices", "H98"): ("393.02-", -393.02),
    ("Payments", "E42"): ("INV-26-0146\xa0", "INV-26-0146"),
    ("Payments", "G89"): ("2.571,71", 2571.71),
}
"""Some cells that can be corrected safely: before and after."""


@pytest.fixture
def clerk(app: xw.App, python: Python, tmp_path: Path) -> Iterator[Clerk]:
    book = open_twin(app, BOOK, tmp_path)
    yield Clerk(book, CONTROLS, python)
    book.close()


# What each button does ------------------------------------------------------------------------------


def settings(clerk: Clerk) -> None:
    """And the clerk types there which day to stand on."""
    answer = clerk.press("settings")
    assert (answer.kind, answer.title) == ("ok", "Settings")
    assert clerk.selected.startswith("Invoicing setup!C")
    row = clerk.row_of("Invoicing setup", "Day to stand on")
    clerk.book.sheets["Invoicing setup"].range((row, 3)).value = "2026-06-30"


def understand_columns(clerk: Clerk) -> None:
    answer = clerk.press("understand_columns")
    assert "Invoices: invoices, 155 rows" in answer.text
    assert clerk.selected == "Invoicing setup!A1"
    assert clerk.row_of("Invoicing setup", "Day to stand on")


def check_rows(clerk: Clerk) -> None:
    before = clerk.everything()
    answer = clerk.press("check_rows")
    assert answer.kind == "ok" and "as of 2026-06-30" in answer.text
    assert clerk.selected == "Findings!A6"
    where, rules = clerk.column("Findings", "Where"), clerk.column("Findings", "Rule")
    assert f"{where.index(None)} findings" == answer.title
    assert {("Invoices!K40", "AMT-04"), ("Payments!D69", "FMT-07")} <= set(zip(where, rules, strict=True))
    after = clerk.everything()
    assert {name: after[name] for name in before if name != "program"} == {
        name: before[name] for name in before if name != "program"
    }
    # Once more: the list is made anew, and says the same.
    findings = after["Findings"]
    clerk.press("check_rows")
    assert clerk.everything()["Findings"] == findings


def next_finding(clerk: Clerk) -> None:
    clerk.select("Findings", "A1")
    for place in ("Invoices!A80", "Invoices!K40"):
        answer = clerk.press("next_finding")
        assert place in answer.title
        assert clerk.selected == place
    assert "1,302.15 + 299.49 = 1,601.64, the sheet says 1,610.64" in answer.text


def rules(clerk: Clerk) -> None:
    clerk.select("Invoices", "K40")
    assert clerk.press("rules").title == "AMT-04 Document total"
    clerk.select("Summary", "A1")
    answer = clerk.press("rules")
    assert answer.title == "What is checked" and "DUP-01" in answer.text


def apply_safe(clerk: Clerk) -> None:
    """And then Ctrl+Z takes it back, though another workbook is in front by then."""
    assert {place: clerk.value(*place) for place in SAFE} == {place: old for place, (old, _) in SAFE.items()}
    clerk.select("Invoices", "C102")
    answer = clerk.press("apply_safe")
    assert (answer.title, answer.undo) == ("6 cells changed", ("Undo 6 corrections", "InvShell.UndoLast"))
    assert {place: clerk.value(*place) for place in SAFE} == {place: new for place, (_, new) in SAFE.items()}
    assert clerk.value("Invoices", "C102") == dt.datetime(2026, 4, 21)
    assert clerk.book.sheets["Invoices"].range("C102").number_format == "dd/mm/yyyy"
    assert clerk.selected == "Invoices!C102"
    logged = list(zip(*(clerk.column("Change log", name) for name in ("Sheet", "Cell")), strict=True))
    assert set(logged) == {*SAFE, ("Invoices", "C102")}
    other = clerk.book.app.books.add()
    answer = clerk.run("InvShell.UndoLast")
    other.close()
    assert answer.title == "6 cells put back"
    assert {place: clerk.value(*place) for place in SAFE} == {place: old for place, (old, _) in SAFE.items()}


def apply_ticked(clerk: Clerk) -> None:
    row = clerk.row_of("Findings", "Invoices!K40")
    assert clerk.value("Findings", f"D{row}") == "Invoices!K40"
    clerk.book.sheets["Findings"].range(f"A{row}").value = "x"
    for safe in (number for number in range(6, row + 30) if number != row):
        if clerk.value("Findings", f"A{safe}") == "x":
            clerk.book.sheets["Findings"].range(f"A{safe}").value = None
    answer = clerk.press("apply_ticked")
    assert (answer.title, answer.undo) == ("1 cell changed", ("Undo 1 correction", "InvShell.UndoLast"))
    assert clerk.value("Invoices", "K40") == 1601.64


def undo_last(clerk: Clerk) -> None:
    assert clerk.press("undo_last").title == "1 cell put back"
    assert clerk.value("Invoices", "K40") == 1610.64
    answer = clerk.press("undo_last")
    assert (answer.kind, answer.title) == ("message", "Undo last: not done")
    assert "nothing left to undo" in answer.text


def change_log(clerk: Clerk) -> None:
    clerk.select("Invoices", "A1")
    answer = clerk.press("change_log")
    assert (answer.kind, answer.text) == ("ok", "")
    assert clerk.selected == "Change log!A1"
    assert len([cell for cell in clerk.column("Change log", "Cell") if cell]) == 14


def clear_marks(clerk: Clerk) -> None:
    assert clerk.press("clear_marks").kind == "ok"
    assert "Findings" not in [sheet.name for sheet in clerk.book.sheets]


def this_customer(clerk: Clerk) -> None:
    clerk.select("Invoices", "F8")
    customer = clerk.value("Invoices", "D8")
    answer = clerk.press("this_customer")
    assert answer.title == "1 statement as of 2026-06-30"
    sheet = clerk.selected.removesuffix("!A1")
    assert clerk.row_of(sheet, "Customer no.") and clerk.row_of(sheet, str(customer))
    assert [one for one in clerk.column("Statements", "Sheet") if one] == [sheet]
    clerk.select("Summary", "I5")
    assert "No customer stands here" in clerk.press("this_customer").text


def all_customers(clerk: Clerk) -> None:
    answer = clerk.press("all_customers")
    assert "EUR" in answer.text and "ties out" in answer.text
    assert clerk.selected == "Statements!A1"
    sheets = [str(one) for one in clerk.column("Statements", "Sheet") if one]
    closing = dict(zip(sheets, clerk.column("Statements", "Closing"), strict=False))
    assert answer.title == f"{len(sheets)} statements as of 2026-06-30"
    assert len(sheets) > 20
    for sheet in sheets:
        # The lines of the statement add up to what it says itself, and to what the index says.
        dates, opened = clerk.column(sheet, "Date"), clerk.column(sheet, "Open")
        count = sum(isinstance(date, dt.datetime) for date in dates)
        assert all(isinstance(date, dt.datetime) for date in dates[:count])
        figures = [float(str(one)) for one in opened[: count + 1]]
        assert round(sum(figures[:-1]), 2) == figures[-1] == closing[sheet], sheet


def aging(clerk: Clerk) -> None:
    answer = clerk.press("aging")
    assert answer.title == "Aging as of 2026-06-30"
    assert clerk.selected == "Aging!A1"
    ids, currencies = clerk.column("Aging", "Customer"), clerk.column("Aging", "Currency")
    balances = clerk.column("Aging", "Balance")
    rows = list(zip(ids, currencies, balances, strict=True))
    stated = zip(*(clerk.column("Statements", one) for one in ("Customer", "Closing")), strict=True)
    owed = {one: balance for one, _, balance in rows if str(one).startswith("C1")}
    assert {one: closing for one, closing in stated if isinstance(closing, float)} == owed
    for currency in ("EUR", "GBP", "USD"):
        customers = [float(balance) for one, code, balance in rows if code == currency and one in owed]  # type: ignore[arg-type]
        assert round(sum(customers), 2) == next(
            b for one, code, b in rows if (one, code) == ("Total", currency)
        )
    assert len(clerk.book.sheets["Aging"].charts) == ids.count("Total") == 3


def save_pdf(clerk: Clerk) -> None:
    before = clerk.everything()
    answer = clerk.press("save_pdf")
    folder = Path(clerk.book.fullname).parent / "demo statements"
    files = sorted(folder.iterdir())
    assert str(folder) in answer.text
    assert answer.title == f"{len(files)} PDFs saved"
    assert len(files) == len([one for one in clerk.column("Statements", "Sheet") if one])
    assert all(path.read_bytes().startswith(b"%PDF-") for path in files)
    assert clerk.everything() == before


def help(clerk: Clerk) -> None:
    before = clerk.everything()
    answer = clerk.press("help")
    assert answer.title == "How to begin" and "Check rows" in answer.text
    assert clerk.everything() == before


def test_installation(clerk: Clerk) -> None:
    answer = clerk.press("test_installation")
    assert "Python" in answer.text and "LibreOffice" in answer.text


test_installation.__test__ = False  # type: ignore[attr-defined]

Button = Callable[[Clerk], None]
CORRECTING: tuple[Button, ...] = (
    settings,
    understand_columns,
    check_rows,
    next_finding,
    rules,
    apply_safe,
    apply_ticked,
    undo_last,
    change_log,
    clear_marks,
)
STATING: tuple[Button, ...] = (
    help,
    test_installation,
    settings,
    this_customer,
    all_customers,
    aging,
    save_pdf,
)

# ----------------------------------------------------------------------------------------------------


def test_every_control_of_the_ribbon_is_pressed_below() -> None:
    assert {control.tag for control in CONTROLS} == {one.__name__ for one in (*CORRECTING, *STATING)}
    assert len({control.id for control in CONTROLS}) == len(CONTROLS) == 16


@pytest.mark.parametrize("day", [CORRECTING, STATING], ids=["correcting", "stating"])
def test_a_day_at_the_ribbon(clerk: Clerk, day: tuple[Button, ...]) -> None:
    for button in day:
        button(clerk)
    assert clerk.book.app.calculation == "automatic"
    assert clerk.book.app.status_bar is False


def test_a_button_gives_python_the_workbook_in_front_and_its_selected_cells(clerk: Clerk) -> None:
    clerk.python.pressed.clear()
    clerk.select("Payments", "B5:C9")
    clerk.press("help")
    assert clerk.python.pressed == [("demo.xlsm", "help", "Payments!B5:C9")]


def test_a_defect_of_ours_is_told_and_the_workbook_is_as_it_was(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = str(clerk.value("Customers", "B4"))

    def writes_and_breaks(desk: buttons.Desk) -> Reply:
        before = desk.book.read("Invoices").content(40, 11)
        edit = Edit("Invoices", 40, 11, before=before, after=Content(1.0))
        desk.book.apply(ChangeSet((edit,)))
        buttons.HANDLERS["settings"](desk)
        raise ValueError(secret)

    clerk.select("Invoices", "C7")
    before = clerk.everything()
    monkeypatch.setitem(buttons.HANDLERS, "check_rows", writes_and_breaks)  # type: ignore[arg-type]
    answer = clerk.press("check_rows")
    assert (answer.kind, answer.title, answer.undo) == ("crash", "Something went wrong", None)
    assert "Your workbook is as it was before." in answer.text
    [report] = platformdirs.user_log_path("invoicing-xl", appauthor=False).glob("INV-*.txt")
    assert report.stem in answer.text and str(report) in answer.text
    assert "writes_and_breaks" in report.read_text() and secret not in report.read_text()
    assert clerk.everything() == before
    report.unlink()


def test_what_cannot_be_done_is_a_message_and_changes_nothing(clerk: Clerk) -> None:
    before = clerk.everything()
    answer = clerk.press("apply_ticked")
    assert (answer.kind, answer.title) == ("message", "Apply ticked: not done")
    assert "Press Check rows" in answer.text
    assert clerk.everything() == before


def test_a_python_that_does_not_answer_is_told_with_the_cure(clerk: Clerk) -> None:
    before = clerk.everything()
    clerk.python.gone = True
    try:
        answer = clerk.press("check_rows")
    finally:
        clerk.python.gone = False
    assert (answer.kind, answer.title) == ("crash", "Invoicing could not do this")
    assert "no Python here" in answer.text and "invoicing-xl doctor" in answer.text
    assert clerk.everything() == before
