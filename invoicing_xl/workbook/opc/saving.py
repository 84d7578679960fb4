"""Putting a package on disk: written beside the target, read back, put in place in one step.

Whatever happens, the target is the old file or the new one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import refusals


def put_in_place(path: Path, write: Callable[[BinaryIO], None], check: Callable[[Path], None]) -> None:
    """Makes ``path`` what ``write`` writes, once ``check`` has read it back without raising.

    Mode and ownership of an existing file are kept; a link stays and what it points to changes. ClerkMessage,
    and nothing changed, where the file is open elsewhere, may not be written, or the disk is full.
    """
    with refusals.file_errors(path):
        target = path.resolve()
        refuse_unwritable(target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".~", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            check(temporary)
            _take_after(temporary, target)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)


def refuse_unwritable(path: Path) -> None:
    """ClerkMessage where the file is open elsewhere or may not be written. Raises OSError as well."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise refusals.open_elsewhere(path, _locked_by(lock), lock)
    if not path.parent.is_dir():
        raise ClerkMessage("There is no such folder.", where=str(path.parent))
    if not path.exists():
        return
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ClerkMessage(
            "The file is read-only.",
            where=path.name,
            next_step="Take the read-only mark away, or save under another name.",
        )
    with path.open("r+b"):  # on Windows this fails while another program holds the file
        pass


def _locked_by(lock: Path) -> str:
    """The user that Excel's or LibreOffice's lock file names, "" where it names none."""
    with contextlib.suppress(OSError):
        data = lock.read_bytes()
        if lock.name.startswith("~$") and data:
            return data[1 : 1 + data[0]].decode("latin-1").strip("\0 ")
        return data.decode("utf-8", "replace").partition(",")[2].partition(",")[0].strip()
    return ""


def _take_after(temporary: Path, target: Path) -> None:
    """Gives the new file the mode, ownership and further marks of the one it replaces."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    status = target.stat()
    if hasattr(os, "chown"):
        # Only an administrator may give a file away; a group that one belongs to can be kept.
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError:
            with contextlib.suppress(PermissionError):
                os.chown(temporary, -1, status.st_gid)
    shutil.copystat(target, temporary)
    os.utime(temporary)


def _sync_folder(folder: Path) -> None:
    """Makes the new entry in the folder last; not every system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
