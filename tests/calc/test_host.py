"""LibreOffice is started, watched and ended, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from invoicing_xl.calc import bridge, host, installation
from invoicing_xl.calc.installation import Installation
from invoicing_xl.model.errors import ClerkMessage

pytestmark = pytest.mark.usefixtures("libreoffice")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends children only on Linux")


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test ends with no folder and no process of a LibreOffice that it started."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []
    assert str(folder) not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout


def test_start_use_and_end() -> None:
    with host.start() as office:
        assert office.alive
        document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        assert document.Sheets.Count == 1
    assert not office.alive


def test_ending_twice_is_harmless() -> None:
    office = host.start()
    office.end()
    office.end()


def test_two_do_not_meet() -> None:
    with host.start() as one, host.start() as other:
        one.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        assert one.desktop.Components.hasElements()
        assert not other.desktop.Components.hasElements()
        assert one.pid != other.pid


def test_another_connection_ends_without_ending_it() -> None:
    with host.start() as office:
        attached = host.attach(office.accept)
        assert attached.alive and attached.pid is None
        attached.end()
        attached.kill()
        assert office.alive


def test_nobody_answers_at_an_unknown_pipe() -> None:
    with pytest.raises(ClerkMessage, match="does not answer"):
        host.attach("pipe,name=nobody-listens-here")


def test_it_outlives_the_thread_that_asked_for_it() -> None:
    started: list[host.Office] = []
    asking = threading.Thread(target=lambda: started.append(host.start()))
    asking.start()
    asking.join()
    time.sleep(0.3)
    with started[0] as office:
        assert office.desktop.Components is not None


def test_a_crash_is_seen_and_cleared_up(tmp_path: Path) -> None:
    office = host.start()
    (folder,) = (tmp_path / "temporary").iterdir()
    assert len(_pipes_of(office.accept, folder)) == (2 if sys.platform == "linux" else 0)
    assert office.pid
    os.kill(office.pid, signal.SIGKILL)
    with pytest.raises(bridge.error()):
        while True:
            office.desktop.getCurrentComponent()
    office.end()
    assert not office.alive
    assert _pipes_of(office.accept, folder) == []


def _that_breaks_off(folder: Path, times: int) -> Installation:
    """A LibreOffice whose start breaks off so many times; each start leaves a line in ``starts``."""
    real = installation.find()
    program = folder / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        f"echo started >> '{folder}/starts'\n"
        f"[ $(wc -l < '{folder}/starts') -le {times} ] && exit 9\n"
        f"exec '{real.soffice}' \"$@\"\n"
    )
    program.chmod(0o755)
    return replace(real, soffice=program)


def test_a_start_that_breaks_off_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = _that_breaks_off(tmp_path, times=1)
    monkeypatch.setattr(installation, "find", lambda: broken)
    with host.start() as office:
        assert office.alive
    assert (tmp_path / "starts").read_text().count("started") in (2, 3)


def test_a_start_that_always_breaks_off_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = _that_breaks_off(tmp_path, times=99)
    monkeypatch.setattr(installation, "find", lambda: broken)
    with pytest.raises(ClerkMessage, match="does not answer"):
        host.start()
    assert (tmp_path / "starts").read_text().count("started") == 3


def test_one_that_does_not_answer_in_time_is_killed() -> None:
    office = host.start()
    assert office.pid
    os.kill(office.pid, signal.SIGSTOP)
    late = r"Opening: LibreOffice did not answer within 0\.3 seconds"
    with pytest.raises(ClerkMessage, match=late), office.within(0.3, "Opening"):
        office.desktop.getCurrentComponent()
    office.end()


def test_what_is_in_time_is_left_alone() -> None:
    with host.start() as office:
        with office.within(0.5, "Asking"):
            office.desktop.getCurrentComponent()
        time.sleep(0.6)
        assert office.alive


def test_one_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "END_SECONDS", 0.5)
    office = host.start()
    assert office.pid
    os.kill(office.pid, signal.SIGSTOP)
    office.end()
    assert not office.alive


def test_it_is_ended_when_python_ends_without_a_word(tmp_path: Path) -> None:
    pid = int(_in_another_python("print(host.start().pid)", tmp_path / "temporary"))
    _wait_until(lambda: not _runs(pid))


@ON_LINUX
def test_it_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    code = "import os; o = host.start(); print(o.pid, o.accept, flush=True); os.kill(os.getpid(), 9)"
    pid, accept = _in_another_python(code, tmp_path / "killed").split()
    _wait_until(lambda: not _runs(int(pid)))
    # Nobody is left to remove the folder and the pipes of a killed process.
    (folder,) = (tmp_path / "killed").glob("invoicing-xl-calc-*")
    for pipe in _pipes_of(accept, folder):
        pipe.unlink()


def _pipes_of(accept: str, folder: Path) -> list[Path]:
    """What a soffice has in /tmp, though its temporary folder is another."""
    names = (accept.rpartition("=")[2], f"SingleOfficeIPC_{host._hex_digest((folder / 'profile').as_uri())}")
    return [pipe for name in names for pipe in Path("/tmp").glob(f"OSL_PIPE_*_{name}")]


def _in_another_python(code: str, temporary: Path) -> str:
    temporary.mkdir(exist_ok=True)
    told = subprocess.run(
        [sys.executable, "-c", f"from invoicing_xl.calc import host; {code}"],
        capture_output=True,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    return told.stdout.strip()


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
