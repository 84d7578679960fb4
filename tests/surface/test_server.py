"""The process behind Excel: what it does before it serves, and what a button's press comes back as."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings

from invoicing_xl.surface import ribbon, server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_logging() -> Iterator[None]:
    """What the server does to the root logger is taken back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What ``ribbon.run`` was asked; the workbook as what Excel handed over."""
    asked: list[tuple[object, ...]] = []

    def run(command: str, book: xlwings.Book, selection: str) -> str:
        asked.append((command, book.impl.handed_over, selection))
        reply = {
            "kind": "ok",
            "title": "T",
            "text": "Łódź",
            "select": "Ask me! (2)!B7",
            "undo": "Undo: 3 cells",
        }
        return json.dumps(reply)

    monkeypatch.setattr(ribbon, "run", run)
    wrap = SimpleNamespace(Book=lambda book: SimpleNamespace(handed_over=book))
    monkeypatch.setattr(xlwings, "_xlwindows", wrap, raising=False)
    return asked


def test_a_press_hands_on_the_workbook_and_comes_back_as_texts(pressed: list[tuple[object, ...]]) -> None:
    answer = server.press("the workbook", "check_rows", "Invoices!B5:C9")
    assert pressed == [("check_rows", "the workbook", "Invoices!B5:C9")]
    assert answer == ("ok", "T", "Łódź", "Ask me! (2)", "B7", "Undo: 3 cells")


def test_a_broken_installation_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "invoicing_xl.surface.ribbon", None)
    kind, title, text, *rest = server.press("the workbook", "check_rows", "")
    assert (kind, title, rest) == ("crash", "Invoicing could not do this", ["", "", ""])
    assert "Nothing was changed" in text
    assert "invoicing-xl doctor" in text
    assert "Traceback" not in text
    assert "Traceback" in caplog.text


def test_before_it_serves_it_is_harmless_and_patient_only_for_a_while(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_logging: None
) -> None:
    cleanup, unregistered, served = object(), [], []
    windows = SimpleNamespace(cleanup=cleanup, N_COM_ATTEMPTS=0)
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    monkeypatch.setitem(sys.modules, "xlwings.com_server", SimpleNamespace(serve=served.append))
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    monkeypatch.setattr(xlwings, "com_server", sys.modules["xlwings.com_server"], raising=False)
    monkeypatch.setattr("atexit.unregister", unregistered.append)
    monkeypatch.setattr(server, "log_folder", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)
    server.main(["{CLSID}"])
    assert served == ["{CLSID}"]
    assert unregistered == [cleanup], "xlwings would end each Excel without a window"
    assert 0 < windows.N_COM_ATTEMPTS < 1000
    assert Path.cwd() == Path(sys.executable).parent, "the clerk's folder stays free"


def test_a_log_that_has_grown_begins_anew(tmp_path: Path, own_logging: None) -> None:
    log = tmp_path / server.LOG_FILE
    log.write_text("x" * 1_000_001)
    server._open_log(tmp_path)
    logging.getLogger("test").info("one line")
    assert "one line" in log.read_text()
    assert log.stat().st_size < 200


def test_what_fails_on_the_way_is_in_the_log_and_nothing_of_the_current_folder_is_imported(
    tmp_path: Path,
) -> None:
    """Run as Excel runs it, in the clerk's folder. Off Windows it fails where pywin32 is first needed."""
    for name in ("json", "logging", "xlwings", "platformdirs", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open('hijacked-{name}', 'w')")
    ended = subprocess.run(
        [sys.executable, "-I", "-m", "invoicing_xl.surface.server", "{CLSID}"],
        cwd=tmp_path,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    if "No module named 'invoicing_xl'" in ended.stderr:
        pytest.skip("invoicing_xl is not installed in this Python: pip install -e .")
    assert ended.returncode != 0
    [log] = (tmp_path / "state").rglob(server.LOG_FILE)
    text = log.read_text()
    assert "started, Python" in text
    assert "Traceback" in text
    assert list(tmp_path.glob("hijacked-*")) == []


CHAIN = """
import sys
sys.path[:0] = [{root!r}, {root!r} + "/tests/surface/udfs"]
from pywin32_stand_ins import xlwings_of_windows
com_server = xlwings_of_windows()
from invoicing_xl.surface import ribbon
ribbon.run = lambda command, book, selected: (
    '{{"kind":"ok","title":"' + command + '","text":"' + book.impl.xl
    + '","select":"","undo":"' + selected + '"}}'
)
python = com_server.XLPython()
module = python.Module("invoicing_xl.surface.server")
# As InvPython.Press says it.
print(python.Var(python.Call(module, "press", python.Tuple("the workbook", "check_rows", "Invoices!B5"))))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has pywin32 itself")
def test_the_words_of_the_vba_reach_press_through_xlwings_own_server() -> None:
    chain = CHAIN.format(root=str(ROOT))
    ended = subprocess.run([sys.executable, "-c", chain], capture_output=True, text=True, timeout=60)
    assert ended.stderr == ""
    # A tuple in a tuple: pywin32 takes the outer one for the values of several parameters.
    assert ended.stdout.strip() == "(('ok', 'check_rows', 'the workbook', '', '', 'Invoices!B5'),)"
