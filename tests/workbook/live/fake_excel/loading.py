"""xlwings' own Windows engine, loaded without Windows, over the fake Excel."""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock

import xlwings as xw

from tests.workbook.live.fake_excel.com import ComError
from tests.workbook.live.fake_excel.excel import Excel, FakeWorkbook
from tests.workbook.live.fake_excel.store import FakeSheet

_NAME = "xlwings._xlwindows_over_a_fake_excel"
_PYWIN32 = (
    "pywintypes",
    "pythoncom",
    "win32api",
    "win32con",
    "win32gui",
    "win32process",
    "win32timezone",
    "win32com",
    "win32com.client",
)


@cache
def windows_engine() -> ModuleType:
    """``xlwings._xlwindows`` as a module of its own: its classes and conversions are the real ones."""
    source = Path(xw.__file__).with_name("_xlwindows.py")
    spec = importlib.util.spec_from_file_location(_NAME, source)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    windows = {"oledll": mock.MagicMock(), "windll": mock.MagicMock(), "PyDLL": mock.MagicMock()}
    with (
        mock.patch.dict(sys.modules, _stand_ins()),
        mock.patch.multiple(ctypes, create=True, **windows),
        mock.patch("atexit.register", lambda function: function),  # it would end processes called EXCEL.exe
    ):
        spec.loader.exec_module(module)
    sys.modules[_NAME] = module
    return module


def _stand_ins() -> dict[str, ModuleType]:
    found = {
        name: mock.MagicMock(__name__=name, __path__=[], __spec__=None, __file__="") for name in _PYWIN32
    }
    found["pywintypes"].com_error = ComError
    found["pywintypes"].TimeType = type("TimeType", (), {})
    found["win32com"].client = found["win32com.client"]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(found["win32com.client"], name, type(name, (), {}))
    found["win32process"].GetWindowThreadProcessId = lambda hwnd: (1, 2)
    patch = ModuleType("xlwings._win32patch")
    patch.CoClassBaseClass = type("CoClassBaseClass", (), {})  # type: ignore[attr-defined]
    return {**found, "xlwings._win32patch": patch}


def opened(*sheets: FakeSheet, name: str = "Book.xlsx", path: str = "") -> tuple[xw.Book, FakeWorkbook]:
    """A workbook with these sheets, open in an Excel of its own: as xlwings sees it, and as it is."""
    workbook = FakeWorkbook(Excel(), name, list(sheets), path)
    return xw.Book(impl=windows_engine().Book(xl=workbook)), workbook


def keys(pressed: Any) -> SimpleNamespace:
    """``ctypes.windll`` with a keyboard on which Esc is down while ``pressed()`` says so."""
    user32 = SimpleNamespace(
        GetAsyncKeyState=lambda key: int(bool(pressed())), GetForegroundWindow=lambda: 4711
    )
    return SimpleNamespace(user32=user32)
