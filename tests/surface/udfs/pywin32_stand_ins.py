"""What xlwings imports of pywin32, so that its own code for functions runs where there is no Windows.

Only names that are looked up at import, and the few things a call of a function goes through: values come
from COM as they are, a range is an object with ``Value``, and an object of Python's is wrapped for COM.
"""

import ctypes
import datetime as dt
import sys
from types import ModuleType, SimpleNamespace
from typing import Any


class ComError(Exception):
    """Every failure of COM."""

    hresult = 0


class Dispatched:
    """An object of Excel's."""


class Wrapped:
    """An object of Python's on its way through COM."""

    def __init__(self, inner: object) -> None:
        self.inner = inner


def unwrap(value: object) -> object:
    if not isinstance(value, Wrapped):
        raise ComError("not an object of Python's")
    return value.inner


class ExcelRange(Dispatched):
    """A range argument: xlwings knows it by the interface it says it has."""

    CLSID = "{00020846-0000-0000-C000-000000000046}"

    def __init__(self, value: tuple[tuple[object, ...], ...]) -> None:
        self.Value = self.Value2 = value
        self.Row = self.Column = 1
        self.Rows, self.Columns = SimpleNamespace(Count=len(value)), SimpleNamespace(Count=len(value[0]))
        self.Application = SimpleNamespace(Hwnd=0)
        book = SimpleNamespace(Name="Book1.xlsx", Application=self.Application)
        self.Worksheet = SimpleNamespace(Name="Sheet1", Parent=book, Application=self.Application)
        described = SimpleNamespace(iid=self.CLSID)
        self._oleobj_ = SimpleNamespace(GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: described))


def _module(name: str, **contents: Any) -> None:
    module = ModuleType(name)
    module.__dict__.update(contents)
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def install() -> None:
    """Before xlwings is imported, in a process of its own."""
    if sys.platform == "win32":
        raise RuntimeError("Windows has pywin32 itself")
    _module("pywintypes", com_error=ComError, IID=str, TimeType=dt.datetime)
    for name in ("win32api", "win32con", "win32gui", "win32event"):
        _module(name)
    _module("win32process", GetWindowThreadProcessId=lambda window: (0, 1))
    _module("win32timezone", TimeZoneInfo=SimpleNamespace(utc=lambda: dt.UTC))
    _module(
        "pythoncom",
        __file__="",
        CoInitialize=lambda: None,
        com_error=ComError,
        ole_error=ComError,
        Empty=object(),
        Missing=object(),
        IID_IDispatch="IDispatch",
        TypeIIDs={"IDispatch": type("IDispatch", (), {})},
        CLSCTX_LOCAL_SERVER=4,
    )
    _module("win32com")
    _module(
        "win32com.client",
        Dispatch=lambda found, **options: found,
        DispatchEx=lambda found, **options: found,
        CDispatch=Dispatched,
        CoClassBaseClass=type("CoClass", (), {}),
        DispatchBaseClass=type("DispatchBase", (), {}),
        VARIANT=lambda kind, value: value,
    )
    _module("win32com.server")
    _module("win32com.server.util", wrap=lambda inner, iid=None: Wrapped(inner), unwrap=unwrap)
    _module("win32com.server.dispatcher")
    _module("win32com.server.policy")
    windows: Any = ctypes
    windows.oledll = SimpleNamespace(ole32=SimpleNamespace(CLSIDFromString=lambda *given: 0), oleacc=None)
    windows.windll = SimpleNamespace(user32=None, kernel32=None)


def xlwings_of_windows() -> Any:
    """``xlwings.com_server`` and what it needs, with Excel's engine the active one."""
    install()
    library = ctypes.PyDLL
    made = SimpleNamespace(PyCom_PyObjectFromIUnknown=SimpleNamespace())
    ctypes.PyDLL = lambda name: made  # type: ignore[assignment, misc]
    try:
        import xlwings
        from xlwings import _xlwindows, com_server
    finally:
        ctypes.PyDLL = library  # type: ignore[misc]
    windows: Any = xlwings
    windows._xlwindows = _xlwindows
    windows.engines.add(windows.Engine(impl=_xlwindows.engine))
    windows.engines.active = windows.engines["excel"]
    return com_server
