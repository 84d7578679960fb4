"""A clerk's Windows, imitated: folders on this computer, a registry in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from invoicing_xl.surface.installation.addin import installed
from invoicing_xl.surface.installation.machine import RegistryData

OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"


@dataclass
class MemoryRegistry:
    """Values by key. ``fails_at`` is a value whose writing is refused."""

    keys: dict[str, dict[str, RegistryData]] = field(default_factory=dict)
    fails_at: str = ""

    def subkeys(self, key: str) -> Sequence[str]:
        below = [name[len(key) + 1 :] for name in self.keys if name.startswith(f"{key}\\")]
        return list(dict.fromkeys(name.split("\\")[0] for name in below))

    def values(self, key: str) -> Mapping[str, RegistryData]:
        return dict(self.keys.get(key, {}))

    def set(self, key: str, name: str, text: str) -> None:
        if name == self.fails_at:
            raise PermissionError(13, "Access is denied")
        self.keys.setdefault(key, {})[name] = text

    def delete(self, key: str, name: str) -> None:
        del self.keys[key][name]


@dataclass
class Home:
    """A user called Müller, whose Documents lie in OneDrive, with Python in a virtual environment."""

    root: Path
    registry: MemoryRegistry = field(default_factory=MemoryRegistry)
    running: bool = False
    spells: bool = True

    def __post_init__(self) -> None:
        self.user = self.root / "Users" / "Müller"
        self.roaming = self.user / "AppData" / "Roaming"
        self.local = self.user / "AppData" / "Local"
        self.interpreter = self.user / "Rechnungen" / ".venv" / "Scripts" / "pythonw.exe"
        self.data_folders: list[Path] = [self.user / "Python" / "data"]
        for folder in (self.roaming / "Microsoft" / "Excel", self.local, self.interpreter.parent):
            folder.mkdir(parents=True)
        (self.user / "OneDrive - Firma" / "Dokumente").mkdir(parents=True)
        self.interpreter.touch()
        for dll in dlls():
            (self.interpreter.parent.parent / dll).write_text(dll)
        self.registry.keys[r"Software\Microsoft\Office\15.0\Common"] = {}
        self.registry.keys[OPTIONS] = {"DefaultPath": "x"}

    @property
    def addin(self) -> Path:
        return self.roaming / "Microsoft" / "AddIns" / "invoicing.xlam"

    @property
    def entry(self) -> str:
        return f'/R "{self.addin}"'

    @property
    def opens(self) -> dict[str, RegistryData]:
        """Excel's list of what it opens with."""
        values = self.registry.values(OPTIONS)
        return {name: data for name, data in values.items() if name.startswith("OPEN")}

    def excel_is_running(self) -> bool:
        return self.running

    def can_spell(self, path: Path) -> bool:
        return self.spells

    def state(self) -> dict[str, object]:
        """Everything that an installation could change."""
        files = {str(path): path.read_bytes() if path.is_file() else None for path in self.root.rglob("*")}
        return {"files": files, "registry": {key: dict(values) for key, values in self.registry.keys.items()}}


def dlls() -> list[str]:
    version = installed("xlwings")
    return [f"xlwings64-{version}.dll", f"xlwings32-{version}.dll"]
