"""Doctor on an imitated Windows: each thing that can be wrong is said, with its cure."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from invoicing_xl.calc import installation as libreoffice
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.surface.installation import addin, doctor
from invoicing_xl.surface.installation.doctor import Check, is_well
from invoicing_xl.surface.installation.install import install
from tests.surface.installation.windows_home import OPTIONS, POLICY, SECURITY, Home, dlls


def checks(home: Home) -> dict[str, Check]:
    return {check.name: check for check in doctor.doctor(home)}


def test_after_install_all_is_well(home: Home) -> None:
    install(home)
    found = doctor.doctor(home)
    assert is_well(found)
    assert [check.name for check in found] == [
        "Python",
        "Package",
        "Excel",
        "Add-in",
        "Mark of the Web",
        "xlwings' DLL",
        "Trusted location",
        "Macros",
        "LibreOffice",
    ]
    assert all(not check.cure for check in found if check.state != "wrong")


def _never_installed(home: Home) -> None:
    home.addin.unlink()


def _no_excel(home: Home) -> None:
    del home.registry.keys[OPTIONS]


def _not_listed(home: Home) -> None:
    home.registry.keys[OPTIONS].pop("OPEN")


def _python_moved(home: Home) -> None:
    home.interpreter.rename(home.interpreter.with_name("python3w.exe"))


def _older_version(home: Home) -> None:
    import zipfile

    with zipfile.ZipFile(home.addin) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(home.addin, "w") as package:
        for info, data in parts.items():
            package.writestr(info, data.replace(addin.installed("invoicing-xl").encode(), b"0.0.9"))


def _broken_file(home: Home) -> None:
    home.addin.write_bytes(b"no package")


def _blocked(home: Home) -> None:
    Path(f"{home.addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")


def _dll_quarantined(home: Home) -> None:
    (home.interpreter.parent.parent / dlls()[0]).unlink()


def _disabled(home: Home) -> None:
    items = rf"{OPTIONS.rpartition(chr(92))[0]}\Resiliency\DisabledItems"
    blob = b"\x01\x00\x00\x00" + str(home.addin).lower().encode("utf-16-le")
    home.registry.keys[items] = {"37B8": blob}


def _signed_only(home: Home) -> None:
    home.registry.keys[POLICY] = {"VBAWarnings": 3}


def _no_macros(home: Home) -> None:
    home.registry.keys[SECURITY] = {"VBAWarnings": 4}


def _signed_add_ins(home: Home) -> None:
    home.registry.keys[SECURITY] = {"RequireAddinSig": 1}


@pytest.mark.parametrize(
    ("fault", "name", "what", "cure"),
    [
        (_never_installed, "Add-in", "is not installed", "invoicing-xl install"),
        (_no_excel, "Excel", "none was ever started", "Start Excel once"),
        (_not_listed, "Excel's list", "not in it", "tick Invoicing"),
        (_python_moved, "Add-in", "the Python it starts is gone", "invoicing-xl install"),
        (_older_version, "Add-in", "was built for 0.0.9", "invoicing-xl install"),
        (_broken_file, "Add-in", "invoicing.xlam", "Delete that file"),
        (_blocked, "Mark of the Web", "from the internet", "Unblock"),
        (_dll_quarantined, "xlwings' DLL", "not found", "virus scanner"),
        (_disabled, "Disabled items", "after a crash", "enable it"),
        (_signed_only, "Macros", "must be signed", "certificate"),
        (_no_macros, "Macros", "switched off", "Trust Center"),
        (_signed_add_ins, "Macros", "must be signed", "certificate"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(
    home: Home, fault: Callable[[Home], None], name: str, what: str, cure: str
) -> None:
    install(home)
    fault(home)
    found = doctor.doctor(home)
    wrong = [check for check in found if check.state == "wrong"]
    assert [check.name for check in wrong] == [name]
    assert what in wrong[0].text
    assert cure in wrong[0].cure
    assert not is_well(found)


def test_a_policy_goes_before_what_the_user_chose(home: Home) -> None:
    install(home)
    home.registry.keys[SECURITY] = {"vbawarnings": 4}
    home.registry.keys[POLICY] = {"VBAWarnings": 2}
    assert checks(home)["Macros"].state == "ok"


def test_a_policy_against_files_from_the_internet_is_named(home: Home) -> None:
    install(home)
    _blocked(home)
    home.registry.keys[POLICY] = {"blockcontentexecutionfrominternet": 1}
    assert "your firm" in checks(home)["Mark of the Web"].text


@pytest.mark.parametrize(("subfolders", "trusted"), [(1, True), (0, False)])
def test_a_trusted_location_needs_no_signature(home: Home, subfolders: int, trusted: bool) -> None:
    install(home)
    home.registry.keys[SECURITY] = {"VBAWarnings": 3}
    location = rf"{SECURITY}\Trusted Locations\Location7"
    home.registry.keys[location] = {"Path": f"{home.addin.parent.parent}\\", "AllowSubFolders": subfolders}
    assert (checks(home)["Trusted location"].state == "ok") is trusted
    assert is_well(doctor.doctor(home)) is trusted


def test_a_folder_with_a_like_name_is_not_trusted(home: Home) -> None:
    location = rf"{SECURITY}\Trusted Locations\Location1"
    home.registry.keys[location] = {"Path": str(home.addin.parent)[:-1], "AllowSubFolders": 1}
    assert checks(home).get("Trusted location", Check("", "note", "")).state == "note"


def test_store_python_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    store = r"C:\Users\Müller\AppData\Local\Microsoft\WindowsApps\python.exe"
    monkeypatch.setattr(sys, "executable", store)
    [python, *_] = doctor.doctor(None)
    assert python.state == "wrong" and "python.org" in python.cure


def test_elsewhere_than_on_windows_only_the_ribbon_is_missing() -> None:
    found = {check.name: check for check in doctor.doctor(None)}
    assert found["Excel"].state == "note"
    assert is_well(doctor.doctor(None))


def test_without_libreoffice_only_pdfs_of_files_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def find() -> None:
        raise ClerkMessage("LibreOffice is not installed on this computer.")

    monkeypatch.setattr(libreoffice, "find", find)
    last = doctor.doctor(None)[-1]
    assert last.state == "note"
    assert "statements --pdf" in last.text


def test_a_line_has_its_cure_below() -> None:
    assert Check("Add-in", "wrong", "is gone", "Install it.").line() == (
        "wrong  Add-in: is gone\n       Install it."
    )
    assert Check("Excel", "ok", "version 16.0").line() == "ok     Excel: version 16.0"
