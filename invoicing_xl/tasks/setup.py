"""Setup: which sheet and column was understood as what, and why."""

from __future__ import annotations

from invoicing_xl.layout.setup_sheet import setup_plan
from invoicing_xl.layout.sight import Sight as Sight
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import understand
from invoicing_xl.workbook.port import Workbook


def setup(book: Workbook, *, write: bool = False, progress: Progress = silent) -> Sight:
    """What is understood; with ``write`` put the *Invoicing setup* sheet, the clerk's decisions kept.

    The book is changed but not saved.
    """
    understanding = understand(book, progress)
    if write:
        progress("Writing Invoicing setup")
        book.put(setup_plan(understanding.sight, understanding.settings, understanding.overrides))
    return understanding.sight
