"""Parts, content types, relationships, sheets and names of a workbook, with changes laid over the file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName as OpenpyxlName

from invoicing_xl.model.cells import Area
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.opc.names import DefinedName, define_name, defined_names, grow_names, remove_name
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.parts import Relationship
from invoicing_xl.workbook.opc.removal import remove_sheet
from tests.workbook.corpus.package import Book, packed
from tests.workbook.handmade import MAIN, STRICT, sheet_xml, write


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three sheets with a chart, a note, a picture's place, print settings and names."""
    path = tmp_path / "Book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("One", "Two", "It's three"):
            sheet = workbook.add_worksheet(name)
            sheet.write_column(0, 0, [1, 2, 3])
            sheet.write_comment("A1", "a note")
            chart = workbook.add_chart({"type": "column"})
            chart.add_series({"values": f"='{name.replace(chr(39), chr(39) * 2)}'!$A$1:$A$3"})
            sheet.insert_chart("C1", chart)
            sheet.print_area("A1:B3")
        workbook.define_name("Everywhere", "=One!$A$1:$A$3")
        workbook.define_name("Two!Here", "=Two!$A$1:$A$3")
        sheet.activate()
    return path


def saved(package: Package, path: Path) -> Path:
    with path.open("wb") as file:
        package.write(file)
    return path


def test_an_untouched_package_is_the_very_file(book: Path) -> None:
    out = io.BytesIO()
    package = Package.open(book)
    package.xml(package.main)
    package.touch(package.main)  # without a change
    package.write(out)
    assert not package.changed
    assert out.getvalue() == book.read_bytes()


def test_what_is_changed_is_read_again_before_it_is_written(book: Path, tmp_path: Path) -> None:
    package = Package.open(book)
    package.replace("xl/theme/theme1.xml", iter([b"<a>", b"</a>"]))
    package.add("xl/new.bin", b"123", "application/x-new")
    package.drop("docProps/app.xml")
    for seen in (package, Package.open(saved(package, tmp_path / "new.xlsx"))):
        assert seen.read("XL/theme/theme1.xml") == b"<a></a>"
        assert (seen.read("xl/new.bin"), seen.content_type("xl/new.bin")) == (b"123", "application/x-new")
        assert "docProps/app.xml" not in seen
        assert seen.content_type("docProps/app.xml") == "application/xml"
        assert seen.names[-1] == "xl/new.bin"
    with pytest.raises(ClerkMessage):
        package.read("docProps/app.xml")
    with pytest.raises(ValueError, match="already"):
        package.add("XL/NEW.BIN", b"", "")


def test_all_or_nothing(book: Path) -> None:
    package = Package.open(book)
    package.add("xl/kept.bin", b"1", "a/b")
    before = {name: package.read(name) for name in package.names}
    with pytest.raises(RuntimeError), package.all_or_nothing():
        package.add("xl/new.bin", b"2", "a/c")
        package.replace("xl/kept.bin", b"3")
        package.drop("xl/styles.xml")
        package.recalculate_on_load()
        define_name(package, DefinedName("Gone", "1"))
        raise RuntimeError
    assert {name: package.read(name) for name in package.names} == before
    assert [name.name for name in defined_names(package)].count("Gone") == 0


def test_relationships(book: Path) -> None:
    package = Package.open(book)
    part = package.sheet("one").part
    kinds = [found.type for found in package.relationships(part)]
    assert sorted(kinds) == ["comments", "drawing", "vmlDrawing"]
    new = package.relate(part, f"{package.links}/hyperlink", "https://example.org/?a=1&b=2", external=True)
    other = package.relate(part, f"{package.links}/table", "xl/tables/table 1.xml")
    package.add("xl/tables/table 1.xml", b"<table/>", "")
    assert package.relationships(part)[-2:] == [
        Relationship(new, "hyperlink", "https://example.org/?a=1&b=2", external=True),
        Relationship(other, "table", "xl/tables/table 1.xml"),
    ]
    assert package.related(part, "table") == ["xl/tables/table 1.xml"]
    package.unrelate(part, new)
    assert "hyperlink" not in [found.type for found in package.relationships(part)]


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("/xl/odd%20place/Sheet.XML", "xl/odd place/sheet.xml"),
        ("odd%20place/sheet.xml", "xl/odd%20place/sheet.xml"),
        ("..\\xl\\deep\\s.xml", "xl/deep/s.xml"),
        ("../../up.xml", "up.xml"),
    ],
)
def test_targets_in_every_spelling(tmp_path: Path, target: str, part: str) -> None:
    path = write(tmp_path / "a.xlsx", sheet_xml(""))
    package = Package.open(path)
    rels = package.read("xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet1.xml", target.encode())
    package.replace("xl/_rels/workbook.xml.rels", rels)
    package.add(part, package.read("xl/worksheets/sheet1.xml"), "")
    package.drop("xl/worksheets/sheet1.xml")
    assert package.sheet("Sheet").part.lower() == part


def test_a_strict_workbook(tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml("", space=STRICT), space=STRICT))
    assert (package.strict, package.namespace) == (True, STRICT)
    assert [sheet.name for sheet in package.sheets] == ["Sheet"]
    package.recalculate_on_load()
    assert b'fullCalcOnLoad="1"' in package.read(package.main)


def test_fresh_settings_stand_where_the_schema_wants_them(book: Path, tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml("")))
    package.recalculate_on_load()
    define_name(package, DefinedName("New", "Sheet!$A$1", "Sheet", hidden=True))
    order = [element.tag.rpartition("}")[2] for element in package.workbook]
    assert order == ["workbookPr", "sheets", "definedNames", "calcPr"]
    assert defined_names(Package.open(saved(package, tmp_path / "b.xlsx"))) == [
        DefinedName("New", "Sheet!$A$1", "Sheet", hidden=True)
    ]


def test_names_come_and_go(book: Path, tmp_path: Path) -> None:
    package = Package.open(book)
    define_name(package, DefinedName("everywhere", "Two!$A$2"))
    define_name(package, DefinedName("Here", '"text & <more>"', "Two"))
    define_name(package, DefinedName("There", "1", "It's three"))
    remove_name(package, "THERE", "it's three")
    remove_name(package, "nowhere")
    opened = openpyxl.load_workbook(saved(package, tmp_path / "new.xlsx"))
    assert {name: defined.value for name, defined in opened.defined_names.items()} == {
        "everywhere": "Two!$A$2"
    }
    assert isinstance(opened["Two"].defined_names["Here"], OpenpyxlName)
    assert opened["Two"].defined_names["Here"].value == '"text & <more>"'
    assert "There" not in opened["It's three"].defined_names
    for sheet in ("One", "Two", "It's three"):
        remove_name(package, "_xlnm.Print_Area", sheet)
    remove_name(package, "Here", "Two")
    remove_name(package, "Everywhere")
    assert b"definedName" not in package.read(package.main)


def test_names_of_one_area_grow(book: Path) -> None:
    package = Package.open(book)
    define_name(package, DefinedName("Two_areas", "One!$A$1:$A$3,One!$C$1:$C$3"))
    define_name(package, DefinedName("Formula", "SUM(One!$A$1:$A$3)"))
    define_name(package, DefinedName("Here", "'It''s three'!$A$1:$A$3", "It's three"))
    before = {(name.name, name.sheet): name.refers_to for name in defined_names(package)}
    grow_names(
        package, "it's three", lambda area: Area(area.first_row, area.first_column, 9, area.last_column)
    )
    after = {(name.name, name.sheet): name.refers_to for name in defined_names(package)}
    assert {key for key in after if after[key] != before[key]} == {
        ("Here", "It's three"), ("_xlnm.Print_Area", "It's three")
    }  # fmt: skip
    assert after["Here", "It's three"] == "'It''s three'!$A$1:$A$9"


def test_a_removed_sheet_takes_all_that_is_its_own(book: Path, tmp_path: Path) -> None:
    package = Package.open(book)
    own = {part for part in package.names if "2.xml" in part or "Drawing2" in part}
    remove_sheet(package, "Two")
    path = saved(package, tmp_path / "new.xlsx")
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(path) as after:
        assert set(before.namelist()) - set(after.namelist()) == own
    package = Package.open(path)
    assert [(sheet.name, sheet.index) for sheet in package.sheets] == [("One", 0), ("It's three", 1)]
    assert {(name.name, name.sheet) for name in defined_names(package)} == {
        ("Everywhere", None),
        ("_xlnm.Print_Area", "One"),
        ("_xlnm.Print_Area", "It's three"),
    }
    assert package.workbook.find("{*}bookViews/{*}workbookView").get("activeTab") == "1"
    opened = openpyxl.load_workbook(path)
    assert opened.sheetnames == ["One", "It's three"]
    assert opened.active.title == "It's three"
    assert [len(sheet._charts) for sheet in opened] == [1, 1]


def test_the_last_visible_sheet_stays(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Hidden").sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    package = Package.open(tmp_path / "a.xlsx")
    with pytest.raises(ClerkMessage, match="visible"):
        remove_sheet(package, "Sheet")


BINARY = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    b'Id="rId1" Target="xl/workbook.bin" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument"/></Relationships>'
)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"a.txt": b""}, "not an Excel workbook"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"},
            "OpenDocument",
        ),
        ({"[Content_Types].xml": b"<Types/>", "_rels/.rels": BINARY, "xl/workbook.bin": b"-"}, "xlsb"),
        ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}, "Word"),
        ({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<a/>"}, "PowerPoint"),
        ({"Index/Document.iwa": b"-"}, "Numbers"),
        ({"June/ledger.xlsx": b"PK"}, "Unpack it"),
    ],
)
def test_other_packages_are_named(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(ClerkMessage, match=words):
        Package.open(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name="Rates"', 'name="SHEET1"'),
        ('Target="worksheets/sheet2.xml"', 'Target="/xl/Worksheets/sheet1.xml"'),
    ],
)
def test_a_sheet_that_is_listed_twice_is_not_counted_twice(tmp_path: Path, old: str, new: str) -> None:
    book = Book()
    book.sheet("Rates")
    parts = book.finished()
    assert Package.open(_packed(tmp_path, parts)).sheet("Rates")
    changed = {
        name: data.replace(old, new) if isinstance(data, str) else data for name, data in parts.items()
    }
    with pytest.raises(ClerkMessage, match="twice"):
        Package.open(_packed(tmp_path, changed))


def test_a_sheet_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    book = Book()
    book.sheet("Rates")
    parts = book.finished()
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = str(parts[relations]).replace('Target="worksheets/sheet2.xml"', 'Target=""')
    with pytest.raises(ClerkMessage, match="lacks one of its sheets"):
        FileWorkbook(_packed(tmp_path, parts)).sheets()


def _packed(folder: Path, parts: dict[str, str | bytes]) -> Path:
    packed(folder / "a.xlsx", parts)
    return folder / "a.xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_document_types_are_refused(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.xlsx", sheet_xml(""))
    package = Package.open(path)
    bomb = '<?xml version="1.0"?><!-- - --><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    text = (
        package.read(package.main)
        .decode()
        .replace('<workbook xmlns="' + MAIN, bomb + '<workbook xmlns="' + MAIN)
    )
    package.replace(package.main, text.encode(encoding))
    with pytest.raises(ClerkMessage, match="document type"):
        package.xml(package.main)
