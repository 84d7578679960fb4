"""What is asked of Windows, as small as it can be: tests imitate it on any computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

RegistryData: TypeAlias = str | int | bytes


class Registry(Protocol):
    """The clerk's own part of the registry (HKEY_CURRENT_USER). Keys are written with backslashes."""

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys below; none where there is no such key."""
        ...

    def values(self, key: str) -> Mapping[str, RegistryData]:
        """The values of a key by their names; none where there is no such key."""
        ...

    def set(self, key: str, name: str, text: str) -> None:
        """Write a text value; the key is made where there is none."""
        ...

    def delete(self, key: str, name: str) -> None:
        """Take a value away."""
        ...


class Machine(Protocol):
    """The clerk's computer, as this user has it."""

    @property
    def roaming(self) -> Path:
        """%APPDATA%"""
        ...

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%"""
        ...

    @property
    def interpreter(self) -> Path:
        """The Python that runs this, as Excel shall start it: without a console window."""
        ...

    @property
    def data_folders(self) -> Sequence[Path]:
        """Where xlwings' DLLs may have been put by pip."""
        ...

    @property
    def registry(self) -> Registry: ...

    def excel_is_running(self) -> bool: ...

    def can_spell(self, path: Path) -> bool:
        """Whether the code page of Windows has all letters of the path: xlwings starts Python through it."""
        ...
