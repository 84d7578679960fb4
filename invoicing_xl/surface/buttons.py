"""What each button does: a few lines over its task, and the answer in a clerk's words.

A handler may change the workbook and then fail: ``ribbon.run`` puts the workbook back. It never saves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from platformdirs import user_documents_path

from invoicing_xl.model.cells import parse_address
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.plans import SheetKind
from invoicing_xl.surface import short_texts as texts
from invoicing_xl.surface.installation import this_machine
from invoicing_xl.surface.installation.doctor import doctor, is_well
from invoicing_xl.surface.reply import Reply
from invoicing_xl.surface.standing import Standing
from invoicing_xl.surface.texts import counted
from invoicing_xl.tasks import aging as aging_task
from invoicing_xl.tasks import check as check_task
from invoicing_xl.tasks import correct as correct_task
from invoicing_xl.tasks import customers, findings, pdf
from invoicing_xl.tasks import rules as rules_task
from invoicing_xl.tasks import setup as setup_task
from invoicing_xl.tasks import statements as statements_task
from invoicing_xl.tasks import undo as undo_task
from invoicing_xl.tasks.understand import settings_of, sheet_of_kind
from invoicing_xl.workbook.port import OpenWorkbook


@dataclass(frozen=True)
class Desk:
    """The workbook before the clerk, and what is selected in it."""

    book: OpenWorkbook
    selection: str

    @property
    def standing(self) -> Standing:
        """ClerkMessage where no cell is selected."""
        return Standing.parse(self.selection)

    @cached_property
    def day(self) -> np.datetime64:
        """The day to stand on: as the clerk has set it, else today."""
        return np.datetime64(settings_of(self.book).as_of or date.today().isoformat(), "D")

    def sheet(self, kind: SheetKind, cell: str = "A1") -> str:
        """A cell of our sheet of that kind, to select; "" where there is no such sheet."""
        sheet = sheet_of_kind(self.book, kind)
        return f"{sheet.name}!{cell}" if sheet else ""


def check_rows(desk: Desk) -> Reply:
    result = check_task.check(desk.book, desk.day, write=True, progress=desk.book.progress)
    count = len(result.findings)
    title = counted(count, "finding") if count else "Nothing found"
    first = desk.sheet("findings", f"A{findings.FIRST_ROW}") if count else ""
    return Reply(title, texts.checked(result), first)


def next_finding(desk: Desk) -> Reply:
    stop = findings.next_stop(desk.book, *_here(desk))
    if stop is None:
        return Reply("Nothing found", "The list Findings is empty, or its filter hides every row.")
    if stop.sheet.casefold() not in (sheet.name.casefold() for sheet in desk.book.sheets()):
        raise ClerkMessage(f"There is no sheet “{stop.sheet}” any more.", next_step="Press Check rows.")
    title = f"Finding {stop.number:,} of {stop.count:,}: {stop.sheet}!{stop.cell}"
    return Reply(title, texts.stop(stop), f"{stop.sheet}!{stop.cell}")


def clear_marks(desk: Desk) -> Reply:
    gone = findings.take_away(desk.book, progress=desk.book.progress)
    if not (gone.sheet or gone.kept):
        return Reply("Nothing to clear", "There is no sheet Findings in this workbook.")
    return Reply("Marks are cleared", texts.taken_away(gone))


def understand_columns(desk: Desk) -> Reply:
    sight = setup_task.setup(desk.book, write=True, progress=desk.book.progress)
    return Reply("Understand columns", texts.understood(sight), desk.sheet("setup"))


def apply_safe(desk: Desk) -> Reply:
    return _corrected(desk, correct_task.Choice("safe"))


def apply_ticked(desk: Desk) -> Reply:
    return _corrected(desk, correct_task.Choice("ticked"))


def _corrected(desk: Desk, choice: correct_task.Choice) -> Reply:
    result = correct_task.correct(desk.book, choice, desk.day, progress=desk.book.progress)
    count = len(result.entries)
    undo = f"Undo {counted(count, 'correction')}" if count else ""
    title = f"{counted(count, 'cell')} changed" if count else "Nothing to correct"
    return Reply(title, texts.corrected(result), undo=undo)


def undo_last(desk: Desk) -> Reply:
    result = undo_task.undo(desk.book, progress=desk.book.progress)
    return Reply(f"{counted(len(result.entries), 'cell')} put back", texts.undone(result))


def change_log(desk: Desk) -> Reply:
    place = desk.sheet("change log")
    if place:
        return Reply("Change log", "", place)
    return Reply(
        "No Change log yet", "Nothing has been corrected in this workbook, so there is no Change log."
    )


def this_customer(desk: Desk) -> Reply:
    sheet, row, _ = _here(desk)
    for finding in _listed_here(desk):  # in the list it is the customer of the row that is spoken of
        sheet, row = finding.sheet, parse_address(finding.cell)[0]
    customer = customers.customer_at(desk.book, sheet, row, progress=desk.book.progress)
    return _stated(desk, [customer])


def all_customers(desk: Desk) -> Reply:
    return _stated(desk, None)


def _stated(desk: Desk, chosen: Sequence[str] | None) -> Reply:
    result = statements_task.statements(desk.book, desk.day, customers=chosen, progress=desk.book.progress)
    sheets = list(result.sheets.values())
    title = f"{counted(len(sheets), 'statement')} as of {desk.day}"
    place = f"{sheets[0]}!A1" if chosen and sheets else desk.sheet("statements")
    return Reply(title, texts.stated(result), place)


def aging(desk: Desk) -> Reply:
    result = aging_task.aging(desk.book, desk.day, progress=desk.book.progress)
    return Reply(f"Aging as of {desk.day}", texts.aged(result), desk.sheet("aging"))


def save_pdf(desk: Desk) -> Reply:
    sheets = pdf.latest_statements(desk.book)
    folder = _pdf_folder(desk.book)
    printed = pdf.print_sheets(sheets, desk.book, folder, progress=desk.book.progress)
    return Reply(f"{counted(len(printed.files), 'PDF')} saved", f"They are in the folder\n{printed.folder}")


def _pdf_folder(book: OpenWorkbook) -> Path:
    """Beside the workbook; among the clerk's documents where that has no folder of this computer."""
    beside = book.folder or user_documents_path() / "Invoicing"
    return beside / f"{Path(book.name).stem} statements"


def settings(desk: Desk) -> Reply:
    place = setup_task.first_setting(desk.book, progress=desk.book.progress)
    return Reply("Settings", "The yellow cells are yours to change. The next button obeys them.", place)


def rules(desk: Desk) -> Reply:
    for finding in _listed_here(desk):
        page = rules_task.rule_page(finding.rule)
        return Reply(f"{page.code} {page.title}", texts.rule(page))
    return Reply("What is checked", texts.rules(rules_task.rule_list()))


def _listed_here(desk: Desk) -> Sequence[findings.Listed]:
    """The findings at the selection; none where nothing is selected or was checked."""
    try:
        return findings.listed_at(desk.book, *_here(desk))
    except ClerkMessage:
        return []


def test_installation(desk: Desk) -> Reply:
    checks = doctor(this_machine())
    title = "All is well" if is_well(checks) else "Something is wrong with the installation"
    worst_first = sorted(checks, key=lambda check: check.state != "wrong")
    return Reply(title, "\n".join(check.line() for check in worst_first))


def show_help(desk: Desk) -> Reply:
    return Reply("How to begin", HOW_TO_BEGIN)


def _here(desk: Desk) -> tuple[str, int, int]:
    here = desk.standing
    return here.sheet, here.row, here.column


HOW_TO_BEGIN = """\
1. Check rows lists what is wrong on the sheet Findings. Your cells stay as they are.
2. Next finding leads from one to the next. Rules says what a finding means.
3. Apply safe corrects what cannot change a meaning. For the rest put an x into the column Apply of Findings \
and press Apply ticked.
4. Undo last takes the last corrections back, also tomorrow. Change log shows them all.
5. All customers makes statements, Aging says who owes what for how long.

If a column was taken for something else, press Understand columns and choose there. The day that everything \
stands on, your letterhead and your currency are under Settings."""

Handler = Callable[[Desk], Reply]

HANDLERS: Mapping[str, Handler] = {
    "check_rows": check_rows,
    "next_finding": next_finding,
    "clear_marks": clear_marks,
    "understand_columns": understand_columns,
    "apply_safe": apply_safe,
    "apply_ticked": apply_ticked,
    "undo_last": undo_last,
    "change_log": change_log,
    "this_customer": this_customer,
    "all_customers": all_customers,
    "aging": aging,
    "save_pdf": save_pdf,
    "settings": settings,
    "rules": rules,
    "test_installation": test_installation,
    "help": show_help,
}
"""What does each button, by the id of its command."""

CORRECTING = frozenset({"apply_safe", "apply_ticked", "undo_last"})
"""The buttons that change the clerk's own cells."""
