"""What is taken of xlwings' VBA is what starts Python, with the patches that make it safe."""

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from invoicing_xl.build import xlwings_module
from invoicing_xl.build.xlwings_module import PATCHES, PIECES, AnchorMissing, Patch, module, patched

STOCK = resources.files("xlwings").joinpath("xlwings_custom_addin.bas").read_bytes().decode("ascii")
STOCK = STOCK.replace("\r\n", "\n")
TEXT = module()
CODE = "\n".join(line.split("'")[0] for line in TEXT.split("\r\n"))


def test_the_license_stays() -> None:
    notice = STOCK[STOCK.index("'xlwings is distributed") : STOCK.index("'Attribute VB_Name")]
    assert notice.count("\n") > 25
    assert notice in TEXT.replace("\r\n", "\n")


def test_the_pin_is_the_one_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert f"xlwings=={xlwings_module.VERSION}" in project["dependencies"]
    assert f'XLWINGS_VERSION As String = "{xlwings_module.VERSION}"' in TEXT


def test_another_xlwings_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings_module, "VERSION", "0.37.9")
    with pytest.raises(AnchorMissing, match=r"0\.37\.9 is needed"):
        module()


@pytest.mark.parametrize("patch", PATCHES, ids=lambda one: one.name)
def test_every_patch_changes_something_and_says_why(patch: Patch) -> None:
    assert patch.old in STOCK
    assert patch.new != patch.old
    assert patch.why


@pytest.mark.parametrize("patch", PATCHES, ids=lambda one: one.name)
def test_a_text_that_is_not_found_stops_the_build(patch: Patch) -> None:
    with pytest.raises(AnchorMissing):
        patched(STOCK.replace(patch.old, "'changed upstream\n"))


@pytest.mark.parametrize("piece", PIECES, ids=lambda one: one.name)
def test_a_piece_that_is_not_found_stops_the_build(piece: xlwings_module.Piece) -> None:
    with pytest.raises(AnchorMissing, match=re.escape(piece.name)):
        patched(STOCK.replace(piece.first, "'changed upstream"))


def test_nothing_can_be_called_from_a_cell_but_what_gives_an_object() -> None:
    """Public functions and public declarations of an add-in are worksheet functions in every workbook."""
    assert "\r\nOption Private Module\r\n" in TEXT
    declared = re.findall(r"^.*\bDeclare\b.*$", CODE, re.MULTILINE)
    assert len(declared) >= 8
    assert all(line.strip().startswith("Private Declare") for line in declared)
    public = re.findall(r"^(?:Public )?Function (\w+)", CODE, re.MULTILINE)
    assert public == ["XLPy"]


def test_no_workbook_and_no_file_beside_one_is_asked_for_settings() -> None:
    words = ("ActiveWorkbook", "GetConfig", ".conf", "Environ", "WScript", "Shell", "Open ", "Application")
    assert [word for word in words if word in CODE] == []


def test_the_command_is_constant_and_python_isolated() -> None:
    body = CODE[CODE.index("Function XLPyCommand") :].split("End Function")[0]
    assert re.findall(r"^ +commandLine = (.*)", body, re.MULTILINE) == [
        'Chr$(34) & interpreter & Chr$(34) & " -I -m invoicing_xl.surface.server $(CLSID)"'
    ]
