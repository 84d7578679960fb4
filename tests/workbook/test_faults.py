"""A save that fails: at any call of the system, killed at any moment, or where it must not be tried.

Whatever happens, the workbook is the old file or the new one, and the clerk reads a sentence.
"""

from __future__ import annotations

import builtins
import errno
import io
import multiprocessing
import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.file import FileWorkbook
from tests.workbook.corpus import by_xlsxwriter
from tests.workbook.corpus.by_hand import macros
from tests.workbook.corpus.package import Book, packed

FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES)
KILLS = 40


@pytest.fixture(autouse=True)
def _own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    packed(folder / "Ledger.xlsx", Book().finished())
    return folder / "Ledger.xlsx"


def edited(path: Path, value: float = 4711.25) -> FileWorkbook:
    book = FileWorkbook(path)
    sheet = book.sheets()[0].name
    before = book.read(sheet).content(2, 2)
    book.apply(ChangeSet((Edit(sheet, 2, 2, before, Content(value), fill="FFCC00"),)))
    return book


def value_in(path: Path) -> object:
    book = FileWorkbook(path)
    return book.read(book.sheets()[0].name).value(2, 2)


# --- a fault at every call of the system


class Faults:
    """Counts calls of the system on files of one folder, and lets the chosen one fail."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = str(folder)
        self.calls: list[str] = []
        self.failing = -1
        self.error = errno.EIO
        for name in ("replace", "rename", "chmod", "utime", "chown", "link"):
            monkeypatch.setattr(os, name, self._watched(name, getattr(os, name)))
        monkeypatch.setattr(os, "fsync", self._always("fsync", os.fsync))
        monkeypatch.setattr(os, "open", self._watched("open", os.open))
        monkeypatch.setattr(os, "fdopen", self._files("fdopen", os.fdopen))
        monkeypatch.setattr(io, "open", self._files("io.open", io.open))
        monkeypatch.setattr(builtins, "open", self._files("open", builtins.open))
        monkeypatch.setattr(shutil, "copyfile", self._watched("copyfile", shutil.copyfile))
        monkeypatch.setattr(shutil, "copystat", self._watched("copystat", shutil.copystat))
        monkeypatch.setattr(Path, "mkdir", self._watched("mkdir", Path.mkdir))

    def arm(self, failing: int, error: int) -> None:
        self.calls, self.failing, self.error = [], failing, error

    def happens(self, call: str) -> None:
        self.calls.append(call)
        if len(self.calls) - 1 == self.failing:
            raise OSError(self.error, os.strerror(self.error))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if any(str(arg).startswith(self._folder) for arg in args):
                self.happens(name)
            return real(*args, **options)

        return call

    def _always(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.happens(name)
            return real(*args, **options)

        return call

    def _files(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, *args: Any, **options: Any) -> Any:
            if not isinstance(file, int) and not str(file).startswith(self._folder):
                return real(file, *args, **options)
            self.happens(name)
            opened = real(file, *args, **options)
            return _File(opened, self) if isinstance(opened, io.BufferedIOBase) else opened

        return call


class _File:
    """A file whose reading, writing, flushing and closing can fail."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file, self._faults = file, faults

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._file, name)
        if name not in ("read", "write", "flush", "seek"):
            return real

        def call(*args: Any) -> Any:
            self._faults.happens(name)
            return real(*args)

        return call

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._file)


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: errno.errorcode[error])
@pytest.mark.parametrize("elsewhere", [False, True], ids=["in place", "elsewhere"])
def test_a_fault_at_any_call_leaves_the_old_file_or_the_new_one(
    error: int, elsewhere: bool, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ledger.read_bytes()
    target = ledger.with_name("Other.xlsx") if elsewhere else ledger
    edited(ledger).save(ledger.with_name("Whole.xlsx"))
    new = ledger.with_name("Whole.xlsx").read_bytes()
    ledger.with_name("Whole.xlsx").unlink()
    faults = Faults(tmp_path, monkeypatch)
    before = b"PK older" if elsewhere else old
    book: FileWorkbook | None = None
    failing = reached = told = 0
    while failing <= reached:
        if book is None:
            ledger.write_bytes(old)
            target.write_bytes(before)
            book = edited(ledger)
        faults.arm(failing, error)
        try:
            book.save(target if elsewhere else None)
            message = ""
        except ClerkMessage as refused:
            message = str(refused)
        reached = len(faults.calls)
        where = faults.calls[failing] if failing < reached else "nowhere"
        faults.arm(-1, error)
        found = target.read_bytes()
        assert found == (before if message else new), where
        assert not message or message.endswith("."), where
        assert ledger.read_bytes() == old or not elsewhere, where
        assert {path.name for path in ledger.parent.iterdir()} == {ledger.name, target.name}, where
        told += bool(message)
        failing += 1
        if found != before:
            book = None  # otherwise the clerk tries the same again, which must work in the end
    assert failing > 20
    assert told > 15


# --- killed


def _save(path: Path, ready: Connection) -> None:
    book = edited(path)
    ready.send("ready")
    book.save()


def test_killed_while_saving(tmp_path: Path) -> None:
    """At forty moments spread over the time that a save takes: the file is whole, and old or new."""
    folder = tmp_path / "books"
    folder.mkdir()
    path = folder / "Ledger.xlsx"
    by_xlsxwriter.many_rows(path)
    old = path.read_bytes()
    taken = _saved_or_killed(path, None)
    new = path.read_bytes()
    assert new != old
    left = 0
    for number in range(KILLS):
        path.write_bytes(old)
        _saved_or_killed(path, taken * number / (KILLS - 5))
        assert path.read_bytes() in (old, new)
        for found in folder.iterdir():
            if found != path:
                assert found.name.startswith(".~")  # hidden, and never taken for a workbook of the clerk's
                found.unlink()
                left += 1
    assert left  # some kills came while the new file was being written


def _saved_or_killed(path: Path, after: float | None) -> float:
    """Saves in a process of its own, which is killed after so many seconds; how long it took."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    here, there = context.Pipe()
    process = context.Process(target=_save, args=(path, there))
    process.start()
    assert here.recv() == "ready"
    started = time.monotonic()
    if after is not None:
        time.sleep(after)
        process.kill()
    process.join()
    assert process.exitcode in ((0, -signal.SIGKILL) if after is not None else (0,))
    return time.monotonic() - started


# --- where a save must not be tried


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows: there is no other user to be")
def test_a_folder_that_may_not_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "books" / "Ledger.xlsx"
        path.parent.mkdir()
        packed(path, Book().finished())
        monkeypatch.setenv("XDG_DATA_HOME", str(Path(name) / "data"))
        book = edited(path)
        old = path.read_bytes()
        with _not_an_administrator(Path(name), path):
            path.parent.chmod(0o555)
            try:
                with pytest.raises(ClerkMessage, match="may not be read or changed by you"):
                    book.save()
                assert path.read_bytes() == old
            finally:
                path.parent.chmod(0o755)


@contextmanager
def _not_an_administrator(folder: Path, path: Path) -> Iterator[None]:
    """Somebody who owns the folder and the file in it: an administrator may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    somebody = 65534
    for owned in (folder, path.parent, path):
        os.chown(owned, somebody, -1)
    os.seteuid(somebody)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_read_only(ledger: Path) -> None:
    book = edited(ledger)
    old = ledger.read_bytes()
    ledger.chmod(stat.S_IRUSR)
    with pytest.raises(ClerkMessage, match="read-only"):
        book.save()
    assert ledger.read_bytes() == old
    assert [path.name for path in ledger.parent.iterdir()] == [ledger.name]


@pytest.mark.parametrize(
    ("lock", "data", "user"),
    [
        ("~$Ledger.xlsx", b"\x03Ada" + b" " * 51 + b"\x03\0A\0d\0a\0", "Ada"),
        ("~$Ledger.xlsx", b"", ""),
        (".~lock.Ledger.xlsx#", b",Bob,host,25.11.2026 12:00,file:///x;", "Bob"),
    ],
)
def test_a_file_that_is_open_elsewhere(lock: str, data: bytes, user: str, ledger: Path) -> None:
    book = edited(ledger)
    old = ledger.read_bytes()
    ledger.with_name(lock).write_bytes(data)
    with pytest.raises(ClerkMessage, match=f"open in another program{user and f' by {user}'}"):
        book.save()
    assert ledger.read_bytes() == old
    assert sorted(path.name for path in ledger.parent.iterdir()) == sorted([ledger.name, lock])
    ledger.with_name(lock).unlink()
    book.save()
    assert value_in(ledger) == 4711.25


@pytest.mark.parametrize("winerror", [32, 33])
def test_a_file_that_windows_says_is_open_elsewhere(
    winerror: int, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sharing violation, or a locked part of the file."""
    book = edited(ledger)

    def refuse(*_: object) -> None:
        error = PermissionError(errno.EACCES, "The process cannot access the file")
        error.winerror = winerror  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ClerkMessage, match="open in another program"):
        book.save()
    assert [path.name for path in ledger.parent.iterdir()] == [ledger.name]


def test_no_room_for_what_is_compressed_on_the_way(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large changes wait in a nameless file of the system's own folder, which may be full."""

    class Full(tempfile.SpooledTemporaryFile[bytes]):
        def write(self, data: object) -> int:  # type: ignore[override]
            raise OSError(errno.ENOSPC, "No space left on device")

    book = FileWorkbook(ledger)
    sheet = book.sheets()[0].name
    edit = Edit(sheet, 2, 2, book.read(sheet).content(2, 2), Content(1.0))
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "SpooledTemporaryFile", Full)
        with pytest.raises(ClerkMessage, match="not enough room"):
            book.apply(ChangeSet((edit,)))
    book.apply(ChangeSet((edit,)))
    book.save()
    assert value_in(ledger) == 1.0


def test_a_file_that_another_program_changed_meanwhile(ledger: Path) -> None:
    book = edited(ledger)
    theirs = edited(ledger, 8.0)
    theirs.save()
    saved = ledger.read_bytes()
    with pytest.raises(ClerkMessage, match="changed by another program"):
        book.save()
    assert ledger.read_bytes() == saved


def test_a_folder_that_is_not_there(ledger: Path) -> None:
    with pytest.raises(ClerkMessage, match="no such folder"):
        edited(ledger).save(ledger.parent / "none" / ledger.name)


def test_another_kind_is_not_asked_for(ledger: Path) -> None:
    with pytest.raises(ClerkMessage, match=r"only be saved as \.xlsx"):
        edited(ledger).save(ledger.with_suffix(".xlsm"))
    assert [path.name for path in ledger.parent.iterdir()] == [ledger.name]


def test_macros_stay_macros(tmp_path: Path) -> None:
    book = Book()
    macros(book)
    packed(tmp_path / "Ledger.xlsm", book.finished())
    edited(tmp_path / "Ledger.xlsm").save()
    assert value_in(tmp_path / "Ledger.xlsm") == 4711.25
