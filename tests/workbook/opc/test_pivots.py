"""Pivot tables over changed cells are worked out anew on load; of all others no byte changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import parts
from invoicing_xl.workbook.opc.cell_edits import append_rows, apply_edits
from invoicing_xl.workbook.opc.names import DefinedName, define_name
from invoicing_xl.workbook.opc.package import Package
from tests.workbook.handmade import MAIN, sheet_xml, write

CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
ROWS = "".join(
    f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}</v></c></row>' for n in range(1, 6)
)
TABLE = (
    f'<table xmlns="{MAIN}" id="1" displayName="Lines" ref="A1:B5"><tableColumns count="2">'
    '<tableColumn id="1" name="1"/><tableColumn id="2" name="1 "/></tableColumns></table>'
)
IN, BESIDE = (3, 2), (3, 4)


def cache(source: str, root: str = "") -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<!-- <pivotCacheDefinition x='1'> -->"
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{{links}}" r:id="rId1" {root}recordCount="4" >\n'
        f"<cacheSource type='worksheet'>{source}</cacheSource><cacheFields/></pivotCacheDefinition >"
    )


def package_with(folder: Path, xml: str, tables: dict[str, str] | None = None) -> Package:
    sheet = sheet_xml(ROWS)
    package = Package.open(write(folder / "a.xlsx", sheet, tables=tables))
    package.add(CACHE, xml.replace("{links}", package.links).encode(), "")
    package.relate(package.main, f"{package.links}/pivotCacheDefinition", CACHE)
    for name, refers_to in (("Rows", "Sheet!$A$1:$B$5"), ("Grows", "OFFSET(Sheet!$A$1,0,0,5,2)")):
        define_name(package, DefinedName(name, refers_to))
    return package


def change(package: Package, place: tuple[int, int], *, look: bool = False) -> None:
    before = Content(float(place[0]) if place == IN else None)
    after = before if look else Content(99.0)
    apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", *place, before, after, "FFEB9C")])


SOURCES = {
    "cells": ('<worksheetSource ref="A1:B5" sheet="sheet"/>', True),
    "other cells": ('<worksheetSource ref="A1:B2" sheet="Sheet"/>', False),
    "cells of another sheet": ('<worksheetSource ref="A1:B5" sheet="Other"/>', False),
    "cells of another workbook": ('<worksheetSource ref="A1:B5" sheet="Sheet" r:id="rId2"/>', False),
    "whole columns": ('<worksheetSource ref="A:B" sheet="Sheet"/>', True),
    "a table": ('<worksheetSource name="lines"/>', True),
    "a name": ('<worksheetSource name="Rows"/>', True),
    "a name that is a formula": ('<worksheetSource name="Grows"/>', True),
    "a name that is not there": ('<worksheetSource name="Gone"/>', False),
    "several areas": (
        '<consolidation><rangeSets count="2"><rangeSet ref="A1:B2" sheet="Sheet"/>'
        '<rangeSet ref="A3:B5" sheet="Sheet"/></rangeSets></consolidation>',
        True,
    ),
}


@pytest.mark.parametrize("size", [16, 1 << 20])
@pytest.mark.parametrize(("source", "refreshed"), SOURCES.values(), ids=SOURCES.keys())
def test_a_source_that_takes_in_a_changed_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, refreshed: bool, size: int
) -> None:
    package = package_with(tmp_path, cache(source), {"t.xml": TABLE})
    before = package.read(CACHE)
    monkeypatch.setattr(parts, "PIECE", size)
    change(package, IN)
    marked = before.replace(b'recordCount="4" ', b'recordCount="4" refreshOnLoad="1" ')
    assert package.read(CACHE) == (marked if refreshed else before)


def test_a_cell_beside_it_or_a_look_leaves_it(tmp_path: Path) -> None:
    package = package_with(tmp_path, cache('<worksheetSource ref="A1:B5" sheet="Sheet"/>'))
    before = package.read(CACHE)
    change(package, BESIDE)
    change(package, IN, look=True)
    assert package.read(CACHE) == before


@pytest.mark.parametrize(("stated", "then"), [("1", "1"), ("true", "true"), ("0", "1")])
def test_what_it_says_of_refreshing_already(tmp_path: Path, stated: str, then: str) -> None:
    xml = cache('<worksheetSource ref="A1:B5" sheet="Sheet"/>', f"refreshOnLoad='{stated}' ")
    package = package_with(tmp_path, xml)
    before = package.read(CACHE)
    change(package, IN)
    spelled = before if stated == then else before.replace(b"refreshOnLoad='0'", b'refreshOnLoad="1"')
    assert package.read(CACHE) == spelled


def test_rows_that_are_appended_to_its_table(tmp_path: Path) -> None:
    package = package_with(tmp_path, cache('<worksheetSource name="Lines"/>'), {"t.xml": TABLE})
    append_rows(package, package.sheet("Sheet"), [[Content(1.0), Content(2.0)]], Area(1, 1, 5, 2))
    assert b'refreshOnLoad="1"' in package.read(CACHE)


def test_a_damaged_one_is_told(tmp_path: Path) -> None:
    package = package_with(tmp_path, cache("<worksheetSource ref='A1:B5'"))
    with pytest.raises(ClerkMessage, match="damaged"):
        change(package, IN)
