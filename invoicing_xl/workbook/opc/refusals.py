"""What the clerk is told where a file cannot be opened or saved. Nothing has been changed then."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage

_RESTORE = "Open it in Excel, let Excel repair it and save it, or take an earlier copy."


def damaged(path: Path, part: str = "") -> ClerkMessage:
    inside = f" (part {part})" if part else ""
    return ClerkMessage(f"The workbook is damaged{inside}.", where=path.name, next_step=_RESTORE)


def missing_part(path: Path, part: str) -> ClerkMessage:
    """``part`` is "" for a sheet that the workbook names, but leads nowhere."""
    lacks = f"its part {part}" if part else "one of its sheets"
    return ClerkMessage(f"The workbook lacks {lacks}.", where=path.name, next_step=_RESTORE)


def too_large(path: Path, part: str) -> ClerkMessage:
    return ClerkMessage(
        f"The workbook's part {part} is too large to be read safely.",
        where=path.name,
        next_step="Open it in Excel, remove what is not needed, and save it.",
    )


def unsafe_name(path: Path, part: str) -> ClerkMessage:
    return ClerkMessage(
        f"The workbook holds a part whose name points outside of it ({part!r}); Excel did not make it.",
        where=path.name,
        next_step="Do not use this file before you know where it comes from.",
    )


def duplicate_part(path: Path, part: str) -> ClerkMessage:
    return ClerkMessage(
        f"The workbook is damaged: it holds the part {part} twice.", where=path.name, next_step=_RESTORE
    )


def encrypted(path: Path) -> ClerkMessage:
    return ClerkMessage(
        "The workbook is protected by a password.",
        where=path.name,
        next_step="Open it in Excel, take the password away (File > Info > Protect Workbook) and save it.",
    )


def rights_managed(path: Path) -> ClerkMessage:
    return ClerkMessage(
        "The workbook is encrypted by a sensitivity label or another rule of your organization.",
        where=path.name,
        next_step="Open it in Excel, choose a label that does not encrypt (Home > Sensitivity) and save it.",
    )


def entities(path: Path, part: str) -> ClerkMessage:
    return ClerkMessage(
        f"The workbook's part {part} declares a document type, which no workbook made by Excel does.",
        where=path.name,
        next_step="Do not use this file before you know where it comes from.",
    )


def same_sheet_twice(path: Path, name: str) -> ClerkMessage:
    return ClerkMessage(
        f"The workbook is damaged: it lists the sheet “{name}” twice.", where=path.name, next_step=_RESTORE
    )


def changed_meanwhile(path: Path) -> ClerkMessage:
    return ClerkMessage(
        "The file was changed by another program after it was read.",
        where=path.name,
        next_step="Start again.",
    )


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turns what the system says about a file or its folder into a sentence."""
    try:
        yield
    except OSError as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: OSError) -> ClerkMessage:
    sharing_violation = getattr(error, "winerror", None) in (32, 33)
    if sharing_violation or error.errno in (errno.EBUSY, errno.ETXTBSY):
        return open_elsewhere(path)
    match error.errno:
        case errno.ENOENT:
            return ClerkMessage("There is no such file.", where=str(path), next_step="Check the name.")
        case errno.EISDIR:
            return ClerkMessage("This is a folder, not a workbook.", where=str(path))
        case errno.ENOTDIR:
            return ClerkMessage("There is no such folder.", where=str(path.parent))
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return ClerkMessage(
                "The file or its folder may not be read or changed by you.",
                where=path.name,
                next_step="Ask for the right to change it, or save under another name.",
            )
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return ClerkMessage(
                "There is not enough room on the disk to save the workbook.",
                where=path.name,
                next_step="Free some space and try again; the workbook is unchanged.",
            )
        case _:
            return ClerkMessage(
                f"The disk or network reported an error ({error.strerror or error}).",
                where=path.name,
                next_step="Check the disk or the connection and try again; the workbook is unchanged.",
            )


def open_elsewhere(path: Path, user: str = "", lock: Path | None = None) -> ClerkMessage:
    """``lock`` is the file that says so; it may have been left behind by a program that broke off."""
    by = f" by {user}" if user else ""
    left_behind = f" If it is open nowhere, delete the file {lock.name}." if lock else ""
    return ClerkMessage(
        f"The workbook is open in another program{by}.",
        where=path.name,
        next_step=f"Close it there and try again.{left_behind}",
    )


def unusual(path: Path, part: str) -> ClerkMessage:
    return ClerkMessage(
        f"The workbook's part {part} is written in a way that cannot be changed safely.",
        where=path.name,
        next_step="Open it in Excel, save it, and try again.",
    )
