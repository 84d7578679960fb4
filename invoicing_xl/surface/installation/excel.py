"""Excel's own list of add-ins, and the settings that decide whether ours may run.

Excel keeps the list of what it opens with in the values ``OPEN``, ``OPEN1``, ``OPEN2`` ... of one key, reads
it when it starts up to the first number that is missing, and writes it anew when it ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from invoicing_xl.surface.installation.machine import Registry, RegistryData

_OFFICE = r"Software\Microsoft\Office"
_POLICIES = r"Software\Policies\Microsoft\Office"
_VERSION = re.compile(r"\d+\.\d")
_NAME = re.compile(r"OPEN\d*", re.I)
_ENTRY = re.compile(r'(?:/\w+\s+)*"?([^"]*)"?')


def newest_version(registry: Registry) -> str:
    """The newest Excel that this user has started ("16.0"); "" where none."""
    found = [name for name in registry.subkeys(_OFFICE) if _VERSION.fullmatch(name)]
    started = [name for name in found if "excel" in map(str.lower, registry.subkeys(rf"{_OFFICE}\{name}"))]
    return max(started, key=float, default="")


def options_key(version: str) -> str:
    """The key in which Excel keeps its list."""
    return rf"{_OFFICE}\{version}\Excel\Options"


def entry_of(path: Path) -> str:
    """How the list names an add-in: opened for reading only, as it is nobody's document."""
    return f'/R "{path}"'


def listed(values: Mapping[str, RegistryData], path: Path) -> list[str]:
    """The names of the values that open this add-in.

    Excel itself writes only the name of a file in its own folder of add-ins, and no option.
    """
    wanted = {str(path).casefold(), path.name.casefold()}
    return [name for name, data in values.items() if _NAME.fullmatch(name) and _path_in(data) in wanted]


def _path_in(data: RegistryData) -> str:
    match = _ENTRY.fullmatch(str(data).strip())
    return match[1].casefold() if match else ""


def free_name(values: Mapping[str, RegistryData]) -> str:
    """The first name that is not taken: Excel reads no further than that."""
    taken = {name.upper() for name in values}
    return next(name for number in count() if (name := _name(number)) not in taken)


def after(values: Mapping[str, RegistryData], name: str) -> list[str]:
    """The values that follow ``name`` without a gap: Excel would not see them if ``name`` went away."""
    taken = {one.upper(): one for one in values}
    number = int(name[4:] or 0) + 1
    following = []
    while _name(number) in taken:
        following.append(taken[_name(number)])
        number += 1
    return following


def _name(number: int) -> str:
    return f"OPEN{number or ''}"


def security(registry: Registry, version: str) -> dict[str, RegistryData]:
    """Excel's security settings by name; what the firm decrees goes before what the user chose."""
    return {
        name.lower(): data
        for root in (_OFFICE, _POLICIES)
        for name, data in registry.values(rf"{root}\{version}\Excel\Security").items()
    }


def trusts(registry: Registry, version: str, folder: str) -> bool:
    """Whether macros in that folder run without a question, as the user or the firm has set it."""
    for root in (_OFFICE, _POLICIES):
        key = rf"{root}\{version}\Excel\Security\Trusted Locations"
        for name in registry.subkeys(key):
            location = registry.values(rf"{key}\{name}")
            if _covers(str(location.get("Path", "")), folder, location.get("AllowSubFolders") == 1):
                return True
    return False


def _covers(trusted: str, folder: str, subfolders: bool) -> bool:
    trusted, folder = trusted.rstrip("\\/").casefold(), folder.casefold()
    inside = subfolders and folder.startswith((f"{trusted}\\", f"{trusted}/"))
    return bool(trusted) and (folder == trusted or inside)


def switched_off(registry: Registry, version: str, file_name: str) -> bool:
    """Whether Excel keeps the add-in among its disabled items, after it was to blame for a crash."""
    items = registry.values(rf"{_OFFICE}\{version}\Excel\Resiliency\DisabledItems")
    name = file_name.casefold().encode("utf-16-le")
    return any(name in data.lower() for data in items.values() if isinstance(data, bytes))
