"""The part that only Windows has, with a stand-in for its module ``winreg``."""

import locale
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from invoicing_xl.surface.installation.windows import WindowsMachine, WindowsRegistry


class Handle:
    def __init__(self, key: dict[str, Any]) -> None:
        self.key = key

    def __enter__(self) -> "Handle":
        return self

    def __exit__(self, *_: object) -> None: ...


class Winreg(ModuleType):
    """Keys are nested dictionaries; the entry "" holds a key's values as (data, type)."""

    HKEY_CURRENT_USER = "HKCU"
    KEY_READ, KEY_SET_VALUE, REG_SZ = 0x20019, 2, 1

    def __init__(self, root: dict[str, Any]) -> None:
        super().__init__("winreg")
        self.root = root

    def OpenKey(self, hive: str, path: str, reserved: int = 0, access: int = KEY_READ) -> Handle:  # noqa: N802
        assert hive == self.HKEY_CURRENT_USER and reserved == 0
        key = self.root
        for part in path.split("\\"):
            if part not in key:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            key = key[part]
        return Handle(key)

    def CreateKey(self, hive: str, path: str) -> Handle:  # noqa: N802
        assert hive == self.HKEY_CURRENT_USER
        key = self.root
        for part in path.split("\\"):
            key = key.setdefault(part, {})
        return Handle(key)

    def EnumKey(self, handle: Handle, index: int) -> str:  # noqa: N802
        return self._item([name for name in handle.key if name], index)

    def EnumValue(self, handle: Handle, index: int) -> tuple[str, Any, int]:  # noqa: N802
        values = handle.key.get("", {})
        return self._item([(name, *value) for name, value in values.items()], index)

    @staticmethod
    def _item(items: list[Any], index: int) -> Any:
        if index >= len(items):
            raise OSError(259, "No more data is available")
        return items[index]

    def SetValueEx(self, handle: Handle, name: str, reserved: int, kind: int, data: str) -> None:  # noqa: N802
        handle.key.setdefault("", {})[name] = (data, kind)

    def DeleteValue(self, handle: Handle, name: str) -> None:  # noqa: N802
        del handle.key[""][name]


KEY = r"Software\Microsoft\Office\16.0\Excel\Options"


@pytest.fixture
def winreg() -> Winreg:
    options = {"": {"OPEN": ('"a.xlam"', 1), "Left": (12, 4)}}
    return Winreg({"Software": {"Microsoft": {"Office": {"16.0": {"Excel": {"Options": options}}}}}})


def test_keys_and_values_are_listed(winreg: Winreg) -> None:
    registry = WindowsRegistry(winreg)
    assert registry.subkeys(r"Software\Microsoft\Office") == ["16.0"]
    assert registry.values(KEY) == {"OPEN": '"a.xlam"', "Left": 12}
    assert registry.subkeys(r"Software\Nobody") == []
    assert registry.values(r"Software\Nobody") == {}


def test_values_are_written_and_taken_away(winreg: Winreg) -> None:
    registry = WindowsRegistry(winreg)
    registry.set(KEY, "OPEN1", '/R "b.xlam"')
    assert registry.values(KEY)["OPEN1"] == '/R "b.xlam"'
    registry.delete(KEY, "OPEN1")
    assert "OPEN1" not in registry.values(KEY)
    registry.set(r"Software\New", "name", "text")
    assert registry.values(r"Software\New") == {"name": "text"}


def test_an_error_of_ours_is_not_taken_for_a_missing_key(winreg: Winreg) -> None:
    registry = WindowsRegistry(winreg)
    with pytest.raises(FileNotFoundError):
        registry.delete(r"Software\Nobody", "OPEN")


def test_the_machine_is_this_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winreg: Winreg) -> None:
    scripts = tmp_path / "Müller" / "Scripts"
    scripts.mkdir(parents=True)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    monkeypatch.setattr(sys, "executable", str(scripts / "python.exe"))
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    machine = WindowsMachine()
    assert (machine.roaming, machine.local) == (tmp_path / "Roaming", tmp_path / "Local")
    assert machine.interpreter == scripts / "python.exe"
    (scripts / "pythonw.exe").touch()
    assert machine.interpreter == scripts / "pythonw.exe"
    assert machine.registry.subkeys(r"Software\Microsoft\Office") == ["16.0"]
    assert len(machine.data_folders) == 3


def test_letters_outside_the_code_page_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "cp1252")
    assert WindowsMachine().can_spell(Path(r"C:\Users\Müller"))
    assert not WindowsMachine().can_spell(Path(r"C:\Users\Łukasz"))
