"""Progress is for a terminal, and for what takes its time."""

import os
import subprocess
import sys

import pytest

STEPS = """
import time
from invoicing_xl.surface import progress
progress._PATIENCE = 0.05
with progress.shown_progress() as shown:
    shown("Statement [/b] of [red]")
    time.sleep({seconds})
"""


def shown_by(seconds: float, *, on_terminal: bool) -> str:
    pty = pytest.importorskip("pty", reason="a terminal of its own (pty) is only on POSIX systems")
    watcher, terminal = pty.openpty() if on_terminal else os.pipe()
    command = [sys.executable, "-c", STEPS.format(seconds=seconds)]
    subprocess.run(command, stderr=terminal, env=os.environ | {"TERM": "xterm"}, check=True, timeout=60)
    os.write(terminal, b"|")
    said = b""
    while not said.endswith(b"|"):
        said += os.read(watcher, 4096)
    os.close(watcher)
    os.close(terminal)
    return said[:-1].decode()


def test_what_takes_its_time_is_shown_on_a_terminal_as_it_is_called() -> None:
    assert "Statement [/b] of [red] …" in shown_by(1, on_terminal=True)


def test_what_is_done_at_once_is_not_shown() -> None:
    assert "Statement" not in shown_by(0, on_terminal=True)


def test_nothing_is_shown_in_a_pipe() -> None:
    assert shown_by(1, on_terminal=False) == ""
