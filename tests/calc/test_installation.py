"""LibreOffice is found, or the clerk is told what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from invoicing_xl.calc import bridge, host, installation, pdf
from invoicing_xl.model.errors import ClerkMessage

OURS = f"3.{sys.version_info.minor}"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of programs of the only LibreOffice of this computer; nothing is in it yet."""
    folder = tmp_path / "libreoffice9.1" / "program"
    folder.mkdir(parents=True)
    monkeypatch.setattr(installation, "PROGRAM_FOLDERS", (str(tmp_path / "libreoffice*" / "program"),))
    monkeypatch.setattr(installation, "BRIDGE_FOLDERS", ())
    monkeypatch.setenv("PATH", "")
    return folder


def fill(program: Path, python: str = "") -> None:
    for name in ("soffice.bin", "pyuno.so", "uno.py"):
        (program / name).touch()
    if python:
        (program / "libpyuno.so").write_bytes(f"\0ELF\0libpython{python}.so.1.0\0".encode())


def test_absent(program: Path) -> None:
    with pytest.raises(ClerkMessage, match=r"LibreOffice is not installed.*apt install libreoffice-calc"):
        installation.find()


def test_absent_for_those_who_want_a_pdf(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "Book.xlsx"
    book.touch()
    with pytest.raises(ClerkMessage, match="not installed"):
        pdf.pdf(book, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(ClerkMessage, match="not installed"):
        host.start()


def test_present_without_its_bridge(program: Path) -> None:
    (program / "soffice.bin").touch()
    with pytest.raises(ClerkMessage, match=r"without its Python bridge.*python3-uno"):
        installation.find()


def test_made_for_another_python(program: Path) -> None:
    fill(program, "3.8")
    with pytest.raises(ClerkMessage, match=f"made for Python 3.8, this program runs in Python {OURS}"):
        installation.find()


@pytest.mark.parametrize("python", [OURS, ""])
def test_fitting_or_not_telling(program: Path, python: str) -> None:
    fill(program, python)
    found = installation.find()
    assert (found.program, found.soffice, found.library, found.bridge) == (
        program,
        program / "soffice.bin",
        program / "pyuno.so",
        program,
    )


def test_by_the_path_of_programs(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    fill(elsewhere)
    (elsewhere / "soffice").write_text("#!/bin/sh\n")
    (elsewhere / "soffice").chmod(0o755)
    linked = tmp_path / "bin"
    linked.mkdir()
    (linked / "soffice").symlink_to(elsewhere / "soffice")
    monkeypatch.setenv("PATH", str(linked))
    assert installation.find().program == elsewhere


def test_uno_is_loaded_only_when_it_is_asked_for() -> None:
    code = (
        "import pkgutil, importlib, sys, invoicing_xl.calc as calc, invoicing_xl.surface as surface\n"
        "for package in (calc, surface):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not module.name.endswith('__main__'):\n"
        "            importlib.import_module(module.name)\n"
        "assert 'uno' not in sys.modules and 'pyuno' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_loading_it_shows_no_package_of_the_distribution(libreoffice: None) -> None:
    assert bridge.load_uno().__file__
    assert not any(path.endswith("dist-packages") for path in sys.path)
