"""Install, update and uninstall in an imitated Windows home."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from invoicing_xl.model.errors import ClerkMessage, NotRestored
from invoicing_xl.surface.installation import addin, steps
from invoicing_xl.surface.installation.install import install, record_path, uninstall
from tests.surface.installation.windows_home import OPTIONS, Home, dlls


def test_install_puts_the_add_in_into_excel(home: Home) -> None:
    install(home)
    stamp = addin.stamp_of(home.addin)
    assert stamp.interpreter == str(home.interpreter)
    assert "Müller" in stamp.interpreter
    assert stamp.fits
    assert home.opens == {"OPEN": home.entry}


def test_the_copy_differs_from_the_add_in_in_the_interpreter_only(home: Home) -> None:
    install(home)
    with zipfile.ZipFile(addin.source()) as ours, zipfile.ZipFile(home.addin) as copy:
        assert ours.namelist() == copy.namelist()
        differing = [name for name in ours.namelist() if ours.read(name) != copy.read(name)]
    assert differing == ["xl/worksheets/sheet1.xml"]


def test_the_copy_is_the_same_each_time(home: Home, tmp_path: Path) -> None:
    addin.write_copy(tmp_path / "one.xlam", str(home.interpreter))
    addin.write_copy(tmp_path / "two.xlam", str(home.interpreter))
    assert (tmp_path / "one.xlam").read_bytes() == (tmp_path / "two.xlam").read_bytes()


def test_a_dry_run_says_every_step_and_does_nothing(home: Home) -> None:
    before = home.state()
    said = install(home, dry_run=True).steps
    assert home.state() == before
    assert list(said) == list(install(home).steps)
    assert any(str(home.addin) in step for step in said)
    assert any("OPEN" in step for step in said)


def test_nothing_outside_the_two_folders_and_the_list_is_touched(home: Home) -> None:
    before = home.state()
    install(home)
    after = home.state()
    new = {path for path in after["files"] if path not in before["files"]}  # type: ignore[attr-defined]
    ours = (home.addin.parent, record_path(home).parent)
    assert all(any(Path(path).is_relative_to(folder) for folder in ours) for path in new)
    changed = {key for key in after["registry"] if after["registry"][key] != before["registry"].get(key)}  # type: ignore[attr-defined,index]
    assert changed == {OPTIONS}


@pytest.mark.parametrize(
    ("others", "ours"),
    [
        ({"OPEN": '/R "C:\\a.xlam"'}, "OPEN1"),
        ({"OPEN": '/R "C:\\a.xlam"', "OPEN1": '"b.xlam"'}, "OPEN2"),
        ({"OPEN": '/R "C:\\a.xlam"', "OPEN1": '"b.xlam"', "OPEN3": '"c.xlam"'}, "OPEN2"),
        ({"OPEN1": '"b.xlam"'}, "OPEN"),
    ],
)
def test_other_add_ins_stay_in_excels_list(home: Home, others: dict[str, str], ours: str) -> None:
    home.registry.keys[OPTIONS] |= others
    before = home.state()
    install(home)
    assert home.opens == others | {ours: home.entry}
    uninstall(home)
    gap_closed = ours == "OPEN2" and "OPEN3" in others
    if gap_closed:
        assert home.opens == {"OPEN": others["OPEN"], "OPEN1": others["OPEN1"], "OPEN2": others["OPEN3"]}
    elif ours == "OPEN":
        assert home.opens == {"OPEN": others["OPEN1"]}
    else:
        assert home.state() == before


def test_uninstall_takes_back_exactly_what_install_did(home: Home) -> None:
    before = home.state()
    install(home)
    assert home.state() != before
    done = uninstall(home)
    assert home.state() == before
    assert done.left == []


def test_an_add_in_that_came_later_is_still_opened_after_uninstall(home: Home) -> None:
    install(home)
    home.registry.keys[OPTIONS]["OPEN1"] = '"later.xlam"'
    home.registry.keys[OPTIONS]["OPEN2"] = '"last.xlam"'
    uninstall(home)
    assert home.opens == {"OPEN": '"later.xlam"', "OPEN1": '"last.xlam"'}


def test_excel_may_write_its_list_in_its_own_way(home: Home) -> None:
    """Excel writes only the name of a file in its own folder, and numbers the list anew."""
    install(home)
    home.registry.keys[OPTIONS] |= {"OPEN": '"other.xlam"', "OPEN1": '"Invoicing.XLAM"'}
    install(home)
    assert home.opens == {"OPEN": '"other.xlam"', "OPEN1": '"Invoicing.XLAM"'}
    uninstall(home)
    assert home.opens == {"OPEN": '"other.xlam"'}


def test_a_second_install_is_an_update(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    install(home)
    first = home.addin.read_bytes()
    newer = home.interpreter.parent.parent.parent / "new" / "Scripts" / "pythonw.exe"
    newer.parent.mkdir(parents=True)
    newer.touch()
    for dll in dlls():
        (newer.parent.parent / dll).touch()
    home.interpreter = newer
    install(home)
    assert home.addin.read_bytes() != first
    assert addin.stamp_of(home.addin).interpreter == str(newer)
    assert home.opens == {"OPEN": home.entry}
    uninstall(home)
    assert not home.addin.parent.exists()
    assert not record_path(home).exists()
    assert home.opens == {}


def test_dlls_are_copied_to_where_the_add_in_looks(home: Home) -> None:
    for dll in dlls():
        (home.interpreter.parent.parent / dll).unlink()
    home.data_folders[0].mkdir(parents=True)
    for dll in dlls():
        (home.data_folders[0] / dll).write_text(dll)
    before = home.state()
    install(home)
    assert [(home.interpreter.parent / dll).read_text() for dll in dlls()] == dlls()
    install(home)
    uninstall(home)
    assert home.state() == before


# What is refused ----------------------------------------------------------------------------------------


def _excel_runs(home: Home) -> None:
    home.running = True


def _owner_file(home: Home) -> None:
    home.addin.parent.mkdir()
    home.addin.with_name("~$invoicing.xlam").touch()


def _store_python(home: Home) -> None:
    home.interpreter = home.local / "Microsoft" / "WindowsApps" / "pythonw.exe"


def _no_python(home: Home) -> None:
    home.interpreter.unlink()


def _other_letters(home: Home) -> None:
    home.spells = False


def _no_excel(home: Home) -> None:
    del home.registry.keys[OPTIONS]


def _no_dll(home: Home) -> None:
    (home.interpreter.parent.parent / dlls()[1]).unlink()


def _foreign_file(home: Home) -> None:
    home.addin.parent.mkdir()
    home.addin.write_text("somebody else's")


@pytest.mark.parametrize(
    ("obstacle", "what", "cure"),
    [
        (_excel_runs, "Excel is running", "Task Manager"),
        (_owner_file, "Excel is running", "Task Manager"),
        (_store_python, "Microsoft Store", "python.org"),
        (_no_python, "not to be found", "python.org"),
        (_other_letters, "code page", "plain name"),
        (_no_excel, "No Excel", "Start Excel once"),
        (_no_dll, "xlwings32", "virus scanner"),
        (_foreign_file, "did not put there", "Move it"),
    ],
)
def test_what_cannot_work_is_refused_with_its_cure(
    home: Home, obstacle: Callable[[Home], None], what: str, cure: str
) -> None:
    obstacle(home)
    before = home.state()
    with pytest.raises(ClerkMessage, match=what) as refused:
        install(home)
    assert cure in refused.value.next_step
    assert home.state() == before


def test_an_add_in_of_another_version_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin, "installed", lambda package: "9.9")
    with pytest.raises(ClerkMessage, match="was built for"):
        install(home)


def test_a_package_without_its_add_in_is_refused(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addin, "_PLACES", (tmp_path / "nowhere.xlam",))
    with pytest.raises(ClerkMessage, match="missing from this package"):
        install(home)


def test_an_add_in_that_somebody_changed_is_not_replaced(home: Home) -> None:
    install(home)
    with home.addin.open("ab") as file:
        file.write(b"signature")
    with pytest.raises(ClerkMessage, match="changed since"):
        install(home)


# What goes wrong on the way -----------------------------------------------------------------------------


def test_a_full_disk_in_the_middle_puts_everything_back(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = home.state()

    def torn(target: Path, interpreter: str) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(addin, "write_copy", torn)
    with pytest.raises(ClerkMessage, match="No space left"):
        install(home)
    assert home.state() == before


def test_a_registry_that_refuses_puts_the_files_back(home: Home) -> None:
    install(home)
    uninstall(home)
    before = home.state()
    home.registry.fails_at = "OPEN"
    with pytest.raises(ClerkMessage, match="Access is denied"):
        install(home)
    assert home.state() == before


def test_an_update_that_fails_leaves_the_older_add_in_working(home: Home) -> None:
    install(home)
    home.registry.keys[OPTIONS].pop("OPEN")  # switched off in Excel's dialog
    home.registry.fails_at = "OPEN"
    before = home.state()
    home.interpreter.with_name("python.exe").touch()
    with pytest.raises(ClerkMessage):
        install(home)
    assert addin.stamp_of(home.addin).fits
    assert {k: v for k, v in home.state()["files"].items() if "python.exe" not in k} == before["files"]  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_put_back_is_said(tmp_path: Path) -> None:
    def take() -> steps.TakeBack:
        def take_back() -> None:
            raise OSError("locked")

        return take_back

    def fail() -> steps.TakeBack:
        raise OSError(5, "broken")

    with pytest.raises(NotRestored):
        steps.take_all([steps.Step("one", take), steps.Step("two", fail)])


# Uninstall ----------------------------------------------------------------------------------------------


def test_uninstall_without_install_says_so(home: Home) -> None:
    with pytest.raises(ClerkMessage, match="Nothing is installed"):
        uninstall(home)


def test_uninstall_waits_for_excel_to_be_closed(home: Home) -> None:
    install(home)
    home.running = True
    before = home.state()
    with pytest.raises(ClerkMessage, match="Excel is running"):
        uninstall(home)
    assert home.state() == before


def test_uninstall_dry_run_does_nothing(home: Home) -> None:
    install(home)
    before = home.state()
    assert any("remove" in step for step in uninstall(home, dry_run=True).steps)
    assert home.state() == before


def test_a_file_the_clerk_has_removed_is_no_failure(home: Home) -> None:
    before = home.state()
    install(home)
    home.addin.unlink()
    assert list(uninstall(home).left) == [f"{home.addin} was gone already."]
    assert home.state() == before


def test_a_file_that_was_changed_since_is_left_and_named(home: Home) -> None:
    install(home)
    home.addin.write_bytes(b"signed by the firm")
    [left] = uninstall(home).left
    assert str(home.addin) in left and "changed" in left
    assert home.addin.read_bytes() == b"signed by the firm"
    assert home.opens == {}
    assert not record_path(home).exists()


def test_a_folder_with_other_add_ins_stays(home: Home) -> None:
    install(home)
    (home.addin.parent / "other.xlam").touch()
    uninstall(home)
    assert [path.name for path in home.addin.parent.iterdir()] == ["other.xlam"]


def test_the_clerks_copies_beside_the_record_stay(home: Home) -> None:
    install(home)
    (record_path(home).parent / "copies").mkdir()
    uninstall(home)
    assert [path.name for path in record_path(home).parent.iterdir()] == ["copies"]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 1}', '{"format": 2}', '{"format": 1, "folders": [], "x": 1}']
)
def test_a_record_that_cannot_be_read_is_said_so(home: Home, text: str) -> None:
    record_path(home).parent.mkdir()
    record_path(home).write_text(text)
    with pytest.raises(ClerkMessage, match="cannot be read"):
        uninstall(home)


def test_the_record_says_what_was_done(home: Home) -> None:
    install(home)
    record = json.loads(record_path(home).read_text(encoding="utf-8"))
    assert list(record["files"]) == [str(home.addin)]
    assert record["entry"] == home.entry
    assert record["excel"] == "16.0"
