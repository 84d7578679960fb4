"""Generated sheets in packages of every kind: what was there stays, what is new is read everywhere."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from python_calamine import CalamineWorkbook

from invoicing_xl.model.cells import Area, ErrorValue
from invoicing_xl.model.plans import BarChart, Choice, Highlight, Look, PlanCell, PrintSetup, SheetPlan
from invoicing_xl.workbook.opc.graft import Planned, put_all
from invoicing_xl.workbook.opc.marks import NAME, Mark
from invoicing_xl.workbook.opc.package import Package

HEADER = Look(bold=True, fill="1F3A5F", color="FFFFFF", borders=frozenset({"bottom"}))
MONEY = Look(number_format="#,##0.00;[Red]-#,##0.00")
DAY = Look(number_format="yyyy-mm-dd")
AGING = SheetPlan(
    "Aging",
    "aging",
    (
        PlanCell(1, 1, "Aging <as of> today", Look(bold=True, size=14)),
        *(PlanCell(3, column, name, HEADER) for column, name in enumerate(("Customer", "1-30", "31-60"), 1)),
        PlanCell(4, 1, "Ada & Søn", link="'Its statement'!A1"),
        PlanCell(4, 2, 1200.5, MONEY),
        PlanCell(4, 3, -20.25, MONEY),
        PlanCell(5, 1, "=1+1"),
        PlanCell(5, 2, 45000.0, DAY),
        PlanCell(5, 3, True),
        PlanCell(6, 2, 46200.5, MONEY, formula="=SUM(B4:B5)"),
        PlanCell(6, 3, "large", formula='=IF(B6>5,"large","small")'),
        PlanCell(7, 1, ErrorValue("#N/A")),
    ),
    widths={1: 24, 2: 12},
    merged=(Area.parse("A1:C1"),),
    freeze=(4, 1),
    filter=Area.parse("A3:C5"),
    choices=(Choice(Area.parse("D4:D5"), ("x",)),),
    highlights=(Highlight(Area.parse("B4:C5"), "=B4<0", "F8D7DA", "9C0006"),),
    charts=(BarChart("By age", Area.parse("B3:C3"), Area.parse("B4:C4"), 9, 1),),
    printing=PrintSetup(Area.parse("A1:C8"), repeat_rows=(3, 3)),
    inputs=frozenset({4}),
    tab_color="1F3A5F",
)
STATEMENT = SheetPlan("Its statement", "statement", (PlanCell(1, 1, "Statement", HEADER),), key="S-1")


def put(source: Path, target: Path, *sheets: tuple[SheetPlan, str | None]) -> None:
    package = Package.open(source)
    planned = [Planned(plan.title, plan, Mark.of(plan.title, plan), replaces) for plan, replaces in sheets]
    put_all(package, planned)
    with target.open("wb") as file:
        package.write(file)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """The package with every part changed by hand."""
    parts = parts_of(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, change(name, data))


# --- workbooks of the clerk's


def ordinary(path: Path) -> None:
    """Charts, names, two views of number formats; a hidden sheet; a date style as the first of all."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Invoices")
        other = book.add_worksheet("Prices")
        bold = book.add_format({"bold": True, "num_format": "0.000", "bg_color": "#FFEB9C"})
        sheet.write_row(0, 0, ["Invoice", "Net"], bold)
        sheet.write_column(1, 1, [5, 6, 7])
        sheet.write_formula(4, 1, "=SUM(B2:B4)", None, 18)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Invoices!$B$2:$B$4"})
        sheet.insert_chart("D2", chart)
        sheet.conditional_format("B2:B4", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
        sheet.print_area("A1:B5")
        other.hide()
        book.define_name("Prices!Local", "=Prices!$A$1")
        book.define_name("Rate", "=0.19")


def old_dates(path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Invoice", 5])
    book["Sheet"].defined_names["Mine"] = DefinedName("Mine", attr_text="Sheet!$A$1")
    book.save(path)


def with_macros(path: Path) -> None:
    project = path.with_suffix(".bin")
    project.write_bytes(b"\xd0\xcf\x11\xe0 not really a project")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Sheet").write(0, 0, "x")
        book.add_vba_project(str(project))
    project.unlink()


def strict(path: Path) -> None:
    ordinary(path)
    segments = rb"http://schemas\.openxmlformats\.org/(spreadsheetml|drawingml|officeDocument)/2006/"
    rewritten(path, lambda name, data: re.sub(segments, rb"http://purl.oclc.org/ooxml/\1/", data))


def prefixed(path: Path) -> None:
    """Every SpreadsheetML part under a prefix of its own, as some producers write it."""
    ordinary(path)
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

    def change(name: str, data: bytes) -> bytes:
        if main not in data:
            return data
        return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=")

    rewritten(path, change)


def bare(path: Path) -> None:
    """The least that is a workbook: no styles, no texts, no theme."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": f"""<Types xmlns='{package}/content-types'>
            <Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>
            <Override PartName='/book.xml' ContentType='{types}sheet.main+xml'/>
            <Override PartName='/data/one.xml' ContentType='{types}worksheet+xml'/></Types>""",
        "_rels/.rels": f"""<Relationships xmlns='{package}/relationships'>
            <Relationship Id='a' Type='{links}/officeDocument' Target='/book.xml'/></Relationships>""",
        "_rels/book.xml.rels": f"""<Relationships xmlns='{package}/relationships'>
            <Relationship Id='rId2' Type='{links}/worksheet' Target='data/one.xml'/></Relationships>""",
        "book.xml": f"""<workbook xmlns='{main}'><sheets>
            <sheet name='Sheet' sheetId='7' r:id='rId2' xmlns:r='{links}'/></sheets></workbook>""",
        "data/one.xml": f"""<worksheet xmlns='{main}'>
            <sheetData><row><c><v>5</v></c></row></sheetData></worksheet>""",
    }
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)


BOOKS = {book.__name__: book for book in (ordinary, old_dates, with_macros, strict, prefixed, bare)}


@pytest.fixture(params=BOOKS)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    suffix = "xlsm" if request.param == "with_macros" else "xlsx"
    path = tmp_path / f"{request.param}.{suffix}"
    BOOKS[request.param](path)
    return path


@pytest.fixture
def grafted(book: Path) -> Path:
    """The book with two sheets of ours."""
    target = book.with_stem("grafted")
    put(book, target, (AGING, None), (STATEMENT, None))
    return target


# --- nothing is lost

TOUCHED = re.compile(
    r"\[Content_Types\]\.xml|.*/?(workbook|book)\.xml|.*/?_rels/(workbook|book)\.xml\.rels|xl/styles\.xml"
)


def test_untouched_parts_are_the_same_bytes_and_touched_ones_only_grow(book: Path, grafted: Path) -> None:
    before, after = parts_of(book), parts_of(grafted)
    assert [name for name in after if name in before] == [name for name in before if name in after]
    assert set(before) - set(after) <= {"xl/calcChain.xml"}
    for name in set(before) & set(after):
        if TOUCHED.fullmatch(name):
            assert is_part_of(tokens(before[name]), tokens(after[name])), name
        else:
            assert after[name] == before[name], name


def tokens(data: bytes) -> list[bytes]:
    """Tags and texts; how many entries a list says it has is none of them, and <a/> is <a></a>."""
    data = re.sub(rb' count="[0-9]+"', b"", data)
    data = re.sub(rb"<([^\s/>]+)([^<>]*)/>", rb"<\1\2></\1>", data)
    return re.findall(rb"<[^>]*>|[^<]+", data)


def is_part_of(some: list[bytes], whole: list[bytes]) -> bool:
    rest = iter(whole)
    return all(any(token == other for other in rest) for token in some)


def test_every_relationship_leads_to_a_part_with_a_type(grafted: Path) -> None:
    package = Package.open(grafted)
    for source in ("", *package.names):
        for related in package.relationships(source):
            assert related.external or related.target in package, (source, related)
    for name in package.names:
        if name != "[Content_Types].xml" and not name.endswith(".rels"):
            assert package.content_type(name) not in ("", "application/xml"), name


def test_every_part_has_the_namespaces_of_its_file(grafted: Path) -> None:
    strange = "purl.oclc.org" if not Package.open(grafted).strict else "schemas.openxmlformats.org"
    for name, data in parts_of(grafted).items():
        if (
            name.startswith(("xl/worksheets/", "xl/drawings/", "xl/charts/"))
            and b"<Relationships" not in data
        ):
            for element in etree.fromstring(data).iter("*"):
                assert not [uri for uri in element.nsmap.values() if strange in uri], name


def test_counts_are_right(grafted: Path) -> None:
    styles = next(name for name in parts_of(grafted) if "styles" in name)
    for entries in etree.fromstring(parts_of(grafted)[styles]):
        if entries.get("count"):
            assert int(entries.get("count", "")) == len(entries), entries.tag
    for xf in etree.fromstring(parts_of(grafted)[styles]).iterfind("{*}cellXfs/{*}xf"):
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            entries = etree.fromstring(parts_of(grafted)[styles]).find(f"{{*}}{name}")
            assert entries is not None and int(xf.get(attribute, "0")) < len(entries)


# --- everybody reads the same


def test_openpyxl_reads_it(book: Path, grafted: Path) -> None:
    if book.stem in ("strict", "bare"):
        pytest.skip("openpyxl reads no strict workbooks, and looks for styles in the folder xl only")
    result = openpyxl.load_workbook(grafted)
    assert result.sheetnames == [*openpyxl.load_workbook(book).sheetnames, "Aging", "Its statement"]
    sheet = result["Aging"]
    assert [[cell.value for cell in row] for row in sheet["A3:C7"]] == [
        ["Customer", "1-30", "31-60"],
        ["Ada & Søn", 1200.5, -20.25],
        ["=1+1", sheet["B5"].value, True],
        [None, "=SUM(B4:B5)", '=IF(B6>5,"large","small")'],
        ["#N/A", None, None],
    ]
    assert (sheet["A5"].data_type, sheet["A7"].data_type) == ("s", "e")
    assert (sheet["A3"].fill.fgColor.rgb, sheet["A3"].font.b, sheet["A3"].font.color.rgb) == (
        "FF1F3A5F", True, "FFFFFFFF",
    )  # fmt: skip
    assert (sheet["B4"].number_format, sheet["B5"].number_format) == (MONEY.number_format, "yyyy-mm-dd")
    assert (str(sheet.merged_cells), sheet.freeze_panes, sheet.auto_filter.ref) == ("A1:C1", "A4", "A3:C5")
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["D4:D5"]
    ((rule,),) = sheet.conditional_formatting._cf_rules.values()
    assert rule.dxf.fill.bgColor.rgb == "FFF8D7DA"
    assert (sheet["A4"].hyperlink.location, len(sheet._charts)) == ("'Its statement'!A1", 1)
    assert (sheet.print_area, sheet.print_title_rows) == ("'Aging'!$A$1:$C$8", "$3:$3")
    assert {str(name) for name in sheet.defined_names} == {NAME}
    results = openpyxl.load_workbook(grafted, data_only=True)["Aging"]
    assert (results["B6"].value, results["C6"].value) == (46200.5, "large")


def test_calamine_reads_it(book: Path, grafted: Path) -> None:
    if book.stem == "bare":
        pytest.skip("calamine looks for the workbook in the folder xl only")
    result = CalamineWorkbook.from_path(grafted)
    assert result.sheet_names[-2:] == ["Aging", "Its statement"]
    rows = result.get_sheet_by_name("Aging").to_python()
    assert rows[2][:3] == ["Customer", "1-30", "31-60"]
    assert rows[3][:3] == ["Ada & Søn", 1200.5, -20.25]
    assert [rows[4][0], rows[4][2], rows[5][1:3]] == ["=1+1", True, [46200.5, "large"]]
    assert result.get_sheet_by_name("Its statement").to_python() == [["Statement"]]


def calculated(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice opens, calculates and saves them."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [folder / path.with_suffix(".xlsx").name for path in paths]


def test_libreoffice_reads_it(tmp_path: Path) -> None:
    sources = []
    for name, make in BOOKS.items():
        source = tmp_path / "before.xlsx"
        make(source)
        sources.append(tmp_path / f"{name}.xlsx")
        put(source, sources[-1], (AGING, None), (STATEMENT, None))
    (tmp_path / "out").mkdir()
    for path in calculated(sources, tmp_path / "out"):
        assert path.exists(), path.name
        result = openpyxl.load_workbook(path)
        assert result.sheetnames[-2:] == ["Aging", "Its statement"], path.name
        sheet = result["Aging"]
        assert [cell.value for cell in sheet[4]][:3] == ["Ada & Søn", 1200.5, -20.25], path.name
        assert (sheet["A5"].value, sheet["B6"].value) == ("=1+1", "=SUM(B4:B5)"), path.name
        assert (sheet["A3"].fill.fgColor.rgb, sheet["A3"].font.b) == ("FF1F3A5F", True), path.name
        # What it saves without a window has no freeze panes, whatever it read.
        assert (str(sheet.merged_cells), sheet.auto_filter.ref) == ("A1:C1", "A3:C5"), path.name
        assert len(sheet._charts) == len(sheet.data_validations.dataValidation) == 1, path.name
        assert len(sheet.conditional_formatting) == 1 and sheet.print_title_rows == "$3:$3", path.name
        values = openpyxl.load_workbook(path, data_only=True)["Aging"]
        assert (values["B6"].value, values["C6"].value) == (46200.5, "large"), path.name


# --- putting again


def test_a_replaced_sheet_keeps_its_tab_and_everything_else(
    book: Path, grafted: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.xlsx"
    chartless = replace(AGING, charts=(), cells=(PlanCell(1, 1, "new"),), merged=(), filter=None)
    put(grafted, again, (chartless, "Aging"))
    before, after = Package.open(grafted), Package.open(again)
    assert [(s.name, s.part, s.sheet_id, s.relationship_id) for s in after.sheets] == [
        (s.name, s.part, s.sheet_id, s.relationship_id) for s in before.sheets
    ]
    gone = set(before.names) - set(after.names)
    assert {name.rpartition("/")[0].rpartition("/")[2] for name in gone} == {"drawings", "charts", "_rels"}
    assert b"new" in after.read(after.sheet("Aging").part)
    index = str(after.sheet("Aging").index)
    assert sorted(names_of(after, index)) == ["_ixl", "_xlnm.Print_Area", "_xlnm.Print_Titles"]
    other = str(after.sheet("Its statement").index)
    assert names_of(after, other) == names_of(before, other)


def names_of(package: Package, scope: str) -> list[str]:
    found = package.workbook.iter("{*}definedName")
    return [str(name.get("name")) for name in found if name.get("localSheetId") == scope]


def test_putting_the_same_again_is_idempotent(grafted: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    put(grafted, once, (AGING, "Aging"), (STATEMENT, "Its statement"))
    put(once, twice, (AGING, "Aging"), (STATEMENT, "Its statement"))
    assert parts_of(twice) == parts_of(once)
    styles = next(name for name in parts_of(once) if "styles" in name)
    assert parts_of(once)[styles] == parts_of(grafted)[styles]


def test_names_of_the_clerks_on_our_sheet_stay(grafted: Path, tmp_path: Path) -> None:
    package = Package.open(grafted)
    index = str(package.sheet("Aging").index)
    names = package.workbook_child("definedNames")
    mine = etree.SubElement(names, names[0].tag, name="Mine", localSheetId=index)
    mine.text = "Aging!$A$1"
    put_all(package, [Planned("Aging", AGING, Mark.of("Aging", AGING), "Aging")])
    assert "Mine" in names_of(package, index)


def test_a_new_title_renames_the_sheet(grafted: Path) -> None:
    package = Package.open(grafted)
    put_all(package, [Planned("Aging July", AGING, Mark.of("Aging July", AGING), "Aging")])
    assert [sheet.name for sheet in package.sheets][-2:] == ["Aging July", "Its statement"]
    areas = [
        name.text for name in package.workbook.iter("{*}definedName") if "Print_Area" in str(name.get("name"))
    ]
    assert "'Aging July'!$A$1:$C$8" in areas


def test_nothing_to_put_changes_nothing(book: Path, tmp_path: Path) -> None:
    put(book, tmp_path / "same")
    assert (tmp_path / "same").read_bytes() == book.read_bytes()


def test_recalculation_is_asked_for_only_where_a_formula_may_read_the_sheet(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    bare(first)
    put(first, second, (AGING, None))
    assert b"fullCalcOnLoad" not in parts_of(second)["book.xml"]
    put(second, first, (AGING, "Aging"))
    assert b'fullCalcOnLoad="1"' in parts_of(first)["book.xml"]


def test_the_chain_of_formulas_stays_where_none_comes_or_goes(tmp_path: Path) -> None:
    book, without, with_formula = (tmp_path / f"{name}.xlsx" for name in ("book", "without", "with"))
    ordinary(book)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = b"<calcChain xmlns='%s'><c r='B5' i='1'/></calcChain>" % main
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    package = Package.open(book)
    package.add("xl/calcChain.xml", chain, kind)
    package.relate(package.main, f"{package.links}/calcChain", "xl/calcChain.xml")
    written = BytesIO()
    package.write(written)
    book.write_bytes(written.getvalue())
    put(book, without, (STATEMENT, None))
    put(book, with_formula, (AGING, None))
    assert parts_of(without)["xl/calcChain.xml"] == chain
    assert "xl/calcChain.xml" not in parts_of(with_formula)
