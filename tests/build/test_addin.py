"""What is committed is what the sources say, and two readers read the sources back byte for byte."""

import posixpath
import shutil
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from olefile import OleFileIO
from oletools.olevba import decompress_stream
from pyopenvba import ExcelFile

from invoicing_xl import __version__
from invoicing_xl.build import vba_sources, xlwings_module
from invoicing_xl.build.addin import ADD_IN, DEMO, SETTINGS_SHEET, build
from invoicing_xl.build.vba_project import Module

ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize("file", [ADD_IN, DEMO], ids=lambda file: Path(file).name)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build from the hand-written sources alone."""
    root = tmp_path_factory.mktemp("checkout")
    (root / "vba").mkdir()
    for name in vba_sources.HAND_WRITTEN:
        shutil.copy(ROOT / "vba" / name, root / "vba")
    build(root, progress=lambda text: None)
    return root


def test_what_is_committed_is_what_a_fresh_build_gives(fresh: Path) -> None:
    built = {path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()}
    sources = {path.name for path in built if path.parts[0] == "vba"}
    assert {path.name for path in (ROOT / "vba").iterdir()} == sources
    for path in built:
        assert (ROOT / path).read_bytes() == (fresh / path).read_bytes(), f"{path}: run invoicing-xl build"


def test_the_same_sources_give_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    shutil.copytree(fresh / "vba", tmp_path / "vba")
    for path in build(tmp_path, progress=lambda text: None):
        assert path.read_bytes() == (fresh / path.relative_to(tmp_path)).read_bytes()


@BOTH
def test_two_readers_read_the_sources_back(file: str) -> None:
    modules = _sources(file)
    ole = OleFileIO(_part(file, "xl/vbaProject.bin"))
    for module in modules:
        stream = bytearray(ole.openstream(f"VBA/{module.name}").read())
        assert bytes(decompress_stream(stream)) == module.source.encode("ascii")
    with ExcelFile(ROOT / file) as book:
        assert book.vba_modules() == {module.name: module.source for module in modules}


@BOTH
def test_sheets_and_modules_know_each_other_by_their_code_names(file: str) -> None:
    code_names = [_root(file, "xl/workbook.xml").find(f"{MAIN}workbookPr").get("codeName")]  # type: ignore[union-attr]
    code_names += [
        _root(file, part).find(f"{MAIN}sheetPr").get("codeName")  # type: ignore[union-attr]
        for part in _sheet_parts(file).values()
    ]
    documents = [module.name for module in _sources(file) if "Attribute VB_Base" in module.source]
    assert code_names == documents


@BOTH
def test_every_part_has_a_content_type_and_every_relation_a_target(file: str) -> None:
    with zipfile.ZipFile(ROOT / file) as package:
        names = package.namelist()
        assert package.testzip() is None
    assert len(names) == len(set(names))
    types = ET.fromstring(_part(file, "[Content_Types].xml"))
    overrides, defaults = set(), set()
    for one in types:
        overrides |= {one.get("PartName", "").lstrip("/")} - {""}
        defaults |= {one.get("Extension", "")} - {""}
    for name in set(names) - {"[Content_Types].xml"}:
        assert name in overrides or name.rpartition(".")[2] in defaults
    assert overrides <= set(names)
    for name in (name for name in names if name.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in ET.fromstring(_part(file, name)):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                assert posixpath.normpath(place) in names


@pytest.mark.parametrize(("file", "kind"), [(ADD_IN, "addin"), (DEMO, "sheet")])
def test_the_workbook_is_of_its_type_with_macros_and_ribbon(file: str, kind: str) -> None:
    types = _part(file, "[Content_Types].xml").decode()
    assert f'ContentType="application/vnd.ms-excel.{kind}.macroEnabled.main+xml"' in types
    assert types.count("macroEnabled") == 1
    assert 'Extension="bin" ContentType="application/vnd.ms-office.vbaProject"' in types
    ribbon = [
        relation.get("Target")
        for relation in ET.fromstring(_part(file, "_rels/.rels"))
        if relation.get("Type") == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    ]
    assert ribbon == ["customUI/customUI14.xml"]
    own = (ROOT / "vba/customUI14.xml").read_bytes()
    assert _part(file, ribbon[0]) == (
        own if kind == "addin" else own.replace(b'"Invoicing"', b'"Invoicing demo"')
    )


@BOTH
def test_the_settings_sheet_is_text_and_leaves_the_interpreter_open(file: str) -> None:
    rows = _cells(file, _sheet_parts(file)[SETTINGS_SHEET])
    assert rows == [("INTERPRETER_WIN", ""), ("VERSION", __version__), ("XLWINGS", xlwings_module.VERSION)]


def _sources(file: str) -> list[Module]:
    return vba_sources.modules(ROOT / "vba", [f"Sheet{n}" for n, _ in enumerate(_sheet_parts(file), 1)])


def _part(file: str, name: str) -> bytes:
    with zipfile.ZipFile(ROOT / file) as package:
        return package.read(name)


def _root(file: str, name: str) -> ET.Element:
    return ET.fromstring(_part(file, name))


def _sheet_parts(file: str) -> dict[str, str]:
    targets = {one.get("Id"): f"xl/{one.get('Target')}" for one in _root(file, "xl/_rels/workbook.xml.rels")}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {
        sheet.get("name", ""): targets[sheet.get(relation)]
        for sheet in _root(file, "xl/workbook.xml").iter(f"{MAIN}sheet")
    }


def _cells(file: str, part: str) -> list[tuple[str, ...]]:
    texts = [
        "".join(text.text or "" for text in one.iter(f"{MAIN}t"))
        for one in _root(file, "xl/sharedStrings.xml").iter(f"{MAIN}si")
    ]
    rows = []
    for row in _root(file, part).iter(f"{MAIN}row"):
        cells = list(row.iter(f"{MAIN}c"))
        assert {cell.get("t") for cell in cells} <= {"s", None}
        values = [cell.find(f"{MAIN}v") for cell in cells]
        rows.append(tuple(texts[int(value.text or "")] if value is not None else "" for value in values))
    return rows
