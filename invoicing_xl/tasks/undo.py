"""Undo: a batch of corrections is taken back, also after saving, sorting and inserting rows."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from invoicing_xl.corrections.change_log import Entry, read_log
from invoicing_xl.corrections.undo import Refusal as Refusal
from invoicing_xl.corrections.undo import plan_undo
from invoicing_xl.model.edits import ChangeSet
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.tasks.correct import new_batch, record
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import sheet_of_kind, understand
from invoicing_xl.workbook.port import Workbook


@dataclass(frozen=True)
class Undone:
    """``batch`` is the batch that was taken back, ``entries`` the changes that did it."""

    batch: str
    entries: Sequence[Entry]
    refused: Sequence[Refusal]


def undo(book: Workbook, batch: str | None = None, *, progress: Progress = silent) -> Undone:
    """Take back ``batch``, by default the last one. The book is changed but not saved.

    A cell that was changed since is left alone and named with both values.
    """
    log = sheet_of_kind(book, "change log")
    if log is None:
        raise ClerkMessage("This workbook has no Change log, so there is nothing to undo.", where=book.name)
    plan = plan_undo(read_log(book.read(log.name)), understand(book, progress).tables, batch)
    when, who, batch_name = datetime.now(UTC), getpass.getuser(), new_batch()
    entries = [
        replace(
            entry,
            batch=batch_name,
            when=f"{when:%Y-%m-%d %H:%M:%S}",
            who=who,
            edit=edit,
            undoes=plan.batch,
        )
        for entry, edit in plan.taken_back
    ]
    if entries:
        progress("Writing")
        book.apply(ChangeSet(tuple(entry.edit for entry in entries)))
        record(book, entries)
    return Undone(plan.batch, entries, plan.refused)
