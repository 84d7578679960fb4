"""Doctor: one line for each thing that must be right, and under it how to fix what is wrong."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from invoicing_xl.calc import installation as libreoffice
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.surface.installation import addin, excel
from invoicing_xl.surface.installation.install import (
    addin_path,
    is_store_python,
    missing_dlls,
)
from invoicing_xl.surface.installation.machine import Machine, RegistryData

_SIGNED_ONLY, _NO_MACROS = 3, 4


@dataclass(frozen=True, slots=True)
class Check:
    """ "wrong" keeps the add-in from working; "note" is worth knowing. ``cure`` says what to do."""

    name: str
    state: Literal["ok", "note", "wrong"]
    text: str
    cure: str = ""

    def line(self) -> str:
        said = f"{self.state:5}  {self.name}: {self.text}"
        return f"{said}\n       {self.cure}" if self.cure else said


def doctor(machine: Machine | None) -> list[Check]:
    """All checks. ``machine`` is None where this is no Windows."""
    checks = [_python(), _package()]
    if machine is None:
        checks.append(
            Check("Excel", "note", f"the ribbon needs Excel on Windows; this is {platform.system()}")
        )
    else:
        checks += _excel(machine)
    return [*checks, _libreoffice()]


def is_well(checks: Sequence[Check]) -> bool:
    return all(check.state != "wrong" for check in checks)


def _python() -> Check:
    text = f"{platform.python_version()} at {sys.executable}"
    if is_store_python(Path(sys.executable)):
        return Check(
            "Python",
            "wrong",
            f"{text}, from the Microsoft Store",
            "Excel cannot start that one. Install Python from python.org, and this package into a virtual "
            "environment made with it.",
        )
    return Check("Python", "ok", text)


def _package() -> Check:
    text = f"invoicing-xl {addin.installed('invoicing-xl')}, xlwings {addin.installed('xlwings')}"
    try:
        stamp = addin.stamp_of(addin.source())
    except ClerkMessage as message:
        return Check("Package", "wrong", f"{text}; {message.what}", message.next_step)
    if stamp.fits:
        return Check("Package", "ok", text)
    return Check(
        "Package",
        "wrong",
        f"{text}, but its add-in was built for {stamp.version} with xlwings {stamp.xlwings}",
        addin.INSTALL_AGAIN,
    )


def _excel(machine: Machine) -> Iterator[Check]:
    version = excel.newest_version(machine.registry)
    if not version:
        yield Check("Excel", "wrong", "none was ever started by you", "Start Excel once and close it.")
        return
    yield Check("Excel", "ok", f"version {version}")
    yield from _addin(machine, version)
    yield _dlls(machine)
    yield from _permissions(machine, version)


def _addin(machine: Machine, version: str) -> Iterator[Check]:
    path = addin_path(machine)
    if not path.is_file():
        yield Check("Add-in", "wrong", "is not installed", "Close Excel and run: invoicing-xl install")
        return
    yield _installed_copy(path)
    if not excel.listed(machine.registry.values(excel.options_key(version)), path):
        yield Check(
            "Excel's list",
            "wrong",
            "the add-in is not in it, so Excel does not open it",
            "In Excel: File > Options > Add-ins > Go, and tick Invoicing. Or close Excel and run: "
            "invoicing-xl install",
        )
    if excel.switched_off(machine.registry, version, addin.FILE_NAME):
        yield Check(
            "Disabled items",
            "wrong",
            "Excel has switched the add-in off after a crash",
            "In Excel: File > Options > Add-ins > Manage: Disabled Items > Go, and enable it.",
        )
    yield _mark_of_the_web(path, excel.security(machine.registry, version))


def _installed_copy(path: Path) -> Check:
    again = "Close Excel and run: invoicing-xl install"
    try:
        stamp = addin.stamp_of(path)
    except ClerkMessage as message:
        return Check("Add-in", "wrong", f"{path}: {message.what}", f"Delete that file. {again}")
    if not stamp.fits:
        text = f"{path} was built for {stamp.version} with xlwings {stamp.xlwings}"
        return Check("Add-in", "wrong", text, again)
    if not Path(stamp.interpreter).is_file():
        text = f"the Python it starts is gone: {stamp.interpreter or '(none)'}"
        return Check("Add-in", "wrong", text, again)
    return Check("Add-in", "ok", f"{stamp.version}, starts {stamp.interpreter}")


def _mark_of_the_web(path: Path, security: Mapping[str, RegistryData]) -> Check:
    """Windows writes where a file came from into a stream of its own, named behind a colon."""
    if not Path(f"{path}:Zone.Identifier").exists():
        return Check("Mark of the Web", "ok", "none")
    text = "Windows marks the add-in as coming from the internet, and Excel does not run its macros"
    if security.get("blockcontentexecutionfrominternet") == 1:
        text += " (your firm has set it so)"
    cure = f"Right-click {path} > Properties, tick Unblock. Or delete it and run: invoicing-xl install"
    return Check("Mark of the Web", "wrong", text, cure)


def _dlls(machine: Machine) -> Check:
    missing = missing_dlls(machine.interpreter)
    if not missing:
        return Check("xlwings' DLL", "ok", "both are there, for Excel with 64 and with 32 bits")
    return Check(
        "xlwings' DLL",
        "wrong",
        f"{' and '.join(missing)} not found",
        "Close Excel and run: invoicing-xl install. If it is gone again, a virus scanner takes it away: ask "
        "your IT to allow it.",
    )


def _permissions(machine: Machine, version: str) -> Iterator[Check]:
    """Whether this user's Excel may run the macros of an add-in that nobody has signed."""
    security = excel.security(machine.registry, version)
    folder = str(addin_path(machine).parent)
    if excel.trusts(machine.registry, version, folder):
        yield Check("Trusted location", "ok", folder)
        return
    yield Check("Trusted location", "note", f"{folder} is none; that is in order where macros are allowed")
    warnings = security.get("vbawarnings")
    if warnings == _NO_MACROS or security.get("disablealladdins") == 1:
        yield Check(
            "Macros",
            "wrong",
            "are switched off in this Excel",
            f"Ask your IT to make {folder} a trusted location, or choose File > Options > Trust Center > "
            "Macro Settings > Disable with notification.",
        )
    elif warnings == _SIGNED_ONLY or security.get("requireaddinsig") == 1:
        yield Check(
            "Macros",
            "wrong",
            "must be signed in this Excel, and the add-in is not",
            "Ask your IT to sign the add-in with the firm's certificate, or to make "
            f"{folder} a trusted location.",
        )
    else:
        yield Check("Macros", "ok", "allowed for add-ins")


def _libreoffice() -> Check:
    try:
        found = libreoffice.find()
    except ClerkMessage as message:
        return Check("LibreOffice", "note", f"{message.what} Only “statements --pdf” needs it.")
    return Check("LibreOffice", "ok", str(found.program))
