"""The clerk's computer where it really is Windows."""

from __future__ import annotations

import ctypes
import importlib
import locale
import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from invoicing_xl.surface.installation.machine import RegistryData


class WindowsMachine:
    """See ``machine.Machine``."""

    @property
    def roaming(self) -> Path:
        return Path(os.environ["APPDATA"])

    @property
    def local(self) -> Path:
        return Path(os.environ["LOCALAPPDATA"])

    @property
    def interpreter(self) -> Path:
        python = Path(sys.executable)
        silent = python.with_name("pythonw.exe")
        return silent if silent.is_file() else python

    @property
    def data_folders(self) -> Sequence[Path]:
        return [Path(sysconfig.get_path("data", scheme)) for scheme in ("nt", "nt_venv", "nt_user")]

    @property
    def registry(self) -> WindowsRegistry:
        return WindowsRegistry(importlib.import_module("winreg"))

    def excel_is_running(self) -> bool:
        if sys.platform != "win32":
            return False
        return bool(ctypes.windll.user32.FindWindowW("XLMAIN", None))

    def can_spell(self, path: Path) -> bool:
        try:
            str(path).encode(locale.getencoding())
        except UnicodeEncodeError:
            return False
        return True


class WindowsRegistry:
    """See ``machine.Registry``. ``api`` is the module ``winreg``."""

    def __init__(self, api: ModuleType) -> None:
        self._api = api

    def subkeys(self, key: str) -> Sequence[str]:
        with self._opened(key) as handle:
            return list(self._each(self._api.EnumKey, handle))

    def values(self, key: str) -> Mapping[str, RegistryData]:
        with self._opened(key) as handle:
            return {name: data for name, data, _ in self._each(self._api.EnumValue, handle)}

    def set(self, key: str, name: str, text: str) -> None:
        with self._api.CreateKey(self._api.HKEY_CURRENT_USER, key) as handle:
            self._api.SetValueEx(handle, name, 0, self._api.REG_SZ, text)

    def delete(self, key: str, name: str) -> None:
        access = self._api.KEY_SET_VALUE
        with self._api.OpenKey(self._api.HKEY_CURRENT_USER, key, 0, access) as handle:
            self._api.DeleteValue(handle, name)

    @contextmanager
    def _opened(self, key: str) -> Iterator[Any]:
        """The key for reading; None where there is none."""
        try:
            handle = self._api.OpenKey(self._api.HKEY_CURRENT_USER, key)
        except FileNotFoundError:
            yield None
            return
        with handle:
            yield handle

    def _each(self, enumerated: Any, handle: Any) -> Iterator[Any]:
        """All items of an open key, until winreg says that there are no more."""
        for index in count() if handle is not None else ():
            try:
                item = enumerated(handle, index)
            except OSError:
                return
            yield item
