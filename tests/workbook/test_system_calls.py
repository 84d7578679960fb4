"""A save where one call of the system after the other goes wrong: no room, a broken disk, no right, a kill.

The system itself is made to fail, by ``strace``, in a process of its own. One call in ``EVERY`` is tried, the
faults by turns; ``INVOICING_XL_FAULTS=all`` asks for every call with every fault, which takes minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections import Counter
from pathlib import Path

import pytest

from invoicing_xl.model.errors import ClerkMessage
from tests.workbook.corpus.package import Book, packed
from tests.workbook.test_faults import edited

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows: no process can be made to fail by strace"),
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: no call is made to fail"),
    pytest.mark.timeout(3_000),
]
FAULTS = ("error=ENOSPC", "error=EIO", "error=EACCES", "signal=KILL")
EVERY = 1 if os.environ.get("INVOICING_XL_FAULTS") == "all" else 11
SAVED, TOLD, RAISED = 0, 3, 1
NOT_A_FILE_CALL = {"mmap", "futex"}


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "books").mkdir()
    packed(tmp_path / "books" / "Ledger.xlsx", Book().finished())
    return tmp_path / "books" / "Ledger.xlsx"


def test_whatever_call_fails_the_file_is_the_old_one_or_the_new_one(ledger: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    old = ledger.read_bytes()
    saved(ledger, log)  # the folder for copies is there from now on
    ledger.write_bytes(old)
    assert saved(ledger, log) == SAVED
    new = ledger.read_bytes()
    assert new != old
    calls = Counter(re.findall(r"^[0-9]+ +([a-z0-9_]+)\(", log.read_text(), re.MULTILINE))
    places = [(name, n) for name, count in sorted(calls.items()) for n in range(1, count + 1)]
    faults = FAULTS if EVERY == 1 else ()
    tried = Counter[int]()
    for number, (name, n) in enumerate(place for place in places if place[0] not in NOT_A_FILE_CALL):
        if number % EVERY:
            continue
        for fault in faults or FAULTS[number // EVERY % len(FAULTS) :][:1]:
            ledger.write_bytes(old)
            outcome = saved(ledger, log, f"inject={name}:{fault}:when={n}")
            now, beside = ledger.read_bytes(), {path.name for path in ledger.parent.iterdir()} - {ledger.name}
            where = f"{fault} at {name} {n}: {outcome}"
            if outcome == -signal.SIGKILL:
                assert fault == "signal=KILL", where
                assert now in (old, new), where
                assert all(left.startswith(".~") for left in beside), where  # hidden, and no workbook
                for left in beside:
                    (ledger.parent / left).unlink()
            else:
                assert (outcome, now) in ((SAVED, new), (TOLD, old)), where
                assert not beside, where
            tried[outcome] += 1
    assert tried[TOLD] > 5
    assert tried[-signal.SIGKILL] > 3


def saved(path: Path, log: Path, *options: str) -> int:
    """The exit code of a process that saves an edit, watched (and made to fail) by strace meanwhile."""
    process = os.fork()
    if not process:
        _save(path)
    os.waitpid(process, os.WUNTRACED)  # it waits until somebody watches it
    command = ["strace", "-f", "-p", str(process), "-o", str(log), "-e", "trace=%file,%desc"]
    more = [word for option in options for word in ("-e", option)]
    with subprocess.Popen([*command, *more], stderr=subprocess.PIPE) as watching:
        assert watching.stderr
        told = watching.stderr.readline()
        os.kill(process, signal.SIGCONT)
        _, status = os.waitpid(process, 0)
        if b"attached" not in told:
            pytest.skip(f"strace may not watch a process here: {told.decode()}")
    return os.waitstatus_to_exitcode(status)


def _save(path: Path) -> None:
    """Ends the process."""
    code = RAISED
    try:
        book = edited(path)
        os.kill(os.getpid(), signal.SIGSTOP)
        book.save()
        code = SAVED
    except ClerkMessage:
        code = TOLD
    except BaseException:  # noqa: BLE001 - nothing may go on in this copy of the tests
        traceback.print_exc(file=sys.__stderr__)
    os._exit(code)
