"""The one way in from Excel's ribbon: a button's id goes in, an answer as JSON text comes out.

Python opens no window; the VBA shell shows the answer (see ``reply``). Whatever happens, the workbook is
either changed as the answer says, or as it was before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from invoicing_xl.model.errors import ClerkMessage, NotRestored
from invoicing_xl.surface.buttons import CORRECTING, HANDLERS, Desk
from invoicing_xl.surface.commands import command
from invoicing_xl.surface.daily_copy import keep_daily_copy
from invoicing_xl.surface.reply import Reply
from invoicing_xl.surface.reports import Report, write_report
from invoicing_xl.workbook.port import OpenWorkbook

if TYPE_CHECKING:
    import xlwings


def run(
    command_id: str, book: xlwings.Book | OpenWorkbook | None = None, selection: str | None = None
) -> str:
    """Do what the button ``command_id`` is for; returns the reply as JSON.

    ``book`` is the workbook to work in, by default the one that calls; ``selection`` the selected cells, by
    default those that the workbook says are selected.
    """
    opened: OpenWorkbook | None = None
    try:
        opened = _opened(book)
        desk = Desk(opened, opened.selection if selection is None else selection)
        copied = keep_daily_copy(opened) if command_id in CORRECTING else ""
        with opened.all_or_nothing():
            reply = HANDLERS[command_id](desk)
        reply = replace(reply, text="\n\n".join(filter(None, (reply.text, copied))))
    except ClerkMessage as message:
        reply = Reply(_title(command_id), str(message), kind="message")
    except Exception as error:  # noqa: BLE001 - a clerk must never see a traceback
        reply = _crashed(error, write_report(command_id, error, opened))
    return reply.to_json()


def _opened(book: xlwings.Book | OpenWorkbook | None) -> OpenWorkbook:
    """The workbook through the port. The caller's book is asked for once, here."""
    import xlwings

    if book is None:
        book = xlwings.Book.caller()
    if not isinstance(book, xlwings.Book):
        opened: OpenWorkbook = book
        return opened
    from invoicing_xl.workbook.live import LiveWorkbook

    return LiveWorkbook(book)


def _title(command_id: str) -> str:
    return f"{command(command_id).label}: not done"


def _crashed(error: Exception, report: Report) -> Reply:
    where = "It could not be written; please pass on this number."
    if report.path:
        where = f"Please pass this file on; it holds none of your data:\n{report.path}"
    if isinstance(error, NotRestored):
        state = "The workbook could not be put back as it was. Close it without saving, and open it again."
    else:
        state = "Your workbook is as it was before."
    said = f"This should not have happened; it is a mistake of the program. {state}"
    return Reply("Something went wrong", f"{said}\n\nReport {report.id}. {where}", kind="crash")
