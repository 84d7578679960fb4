"""Before the first correction of a day a copy of the workbook is kept, as it stands then."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import PurePath

from invoicing_xl.workbook.file import DAYS_KEPT, folder_of_copies
from invoicing_xl.workbook.port import OpenWorkbook

FAILED = "No copy of the workbook could be kept beforehand."


def keep_daily_copy(book: OpenWorkbook) -> str:
    """What to tell the clerk of it: "" where there is a copy of today already.

    A copy that fails keeps nobody from working: every correction can be taken back without it.
    """
    name = PurePath(book.name)
    which = sha256(f"{book.folder}|{name}".encode()).hexdigest()[:4]
    try:
        path = folder_of_copies() / f"{name.stem} {date.today()} {which}{name.suffix or '.xlsx'}"
        if path.exists():
            return ""
        book.save(path)
    except Exception:  # noqa: BLE001 - a full disk, or whatever the spreadsheet program says
        return FAILED
    return f"A copy of the workbook as it was is kept for {DAYS_KEPT} days:\n{path}"
