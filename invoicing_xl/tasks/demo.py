"""Demo: the main job on a copy of the demo workbook."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from invoicing_xl.layout.setup_sheet import setup_plan
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.settings import Letterhead
from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import Checked, check
from invoicing_xl.tasks.correct import Choice, Corrected, correct
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.statements import Stated, statements
from invoicing_xl.tasks.understand import understand
from invoicing_xl.workbook.file import FileWorkbook

AS_OF = np.datetime64("2026-06-30")
"""The month end that the demo workbook is kept for."""

_PACKAGE = Path(__file__).resolve().parents[1]
# In a checkout the workbook lies beside the package, in an installation inside it.
_PLACES = (_PACKAGE / "workbooks" / "demo.xlsx", _PACKAGE.parent / "workbooks" / "demo.xlsx")

_LETTERHEAD = Letterhead(
    name="Copperkettle Wholesale Ltd (an invented firm)",
    address="1 Invented Quay\n00101 Ballynowhere\nIreland",
    contact="accounts@copperkettle.example",
    bank="Bank of Nowhere",
    iban="IE64 IRCE 9205 0112 3456 78",
)


@dataclass(frozen=True)
class Demonstrated:
    """What each step said; ``path`` is the resulting workbook, ``original`` the demo workbook beside it."""

    original: Path
    path: Path
    checked: Checked
    corrected: Corrected
    stated: Stated


def demo(folder: Path, *, progress: Progress = silent) -> Demonstrated:
    """Check, correct, age and state into a second file; the files of an earlier demo are replaced.

    ClerkMessage where the folder cannot be written.
    """
    original, path = folder / "demo.xlsx", folder / "demo checked.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_demo_workbook(), original)
    except OSError as error:
        raise ClerkMessage(
            f"The demo cannot be written there ({error.strerror}).",
            where=str(folder),
            next_step="Name another folder, or close the demo workbook if it is open.",
        ) from error
    book = FileWorkbook(original)
    found = check(book, AS_OF, write=True, progress=progress)
    corrected = correct(book, Choice(), AS_OF, progress=progress)
    _fill_in_setup(book, progress)
    aging(book, AS_OF, progress=progress)
    stated = statements(book, AS_OF, progress=progress)
    progress("Saving")
    book.save(path)
    return Demonstrated(original, path, found, corrected, stated)


def _fill_in_setup(book: FileWorkbook, progress: Progress) -> None:
    """Put *Invoicing setup* as a clerk has it who has filled in the letterhead."""
    seen = understand(book, progress)
    settings = replace(seen.settings, letterhead=_LETTERHEAD)
    book.put(setup_plan(seen.sight, settings, seen.overrides))


def _demo_workbook() -> Path:
    return next(path for path in _PLACES if path.exists())
