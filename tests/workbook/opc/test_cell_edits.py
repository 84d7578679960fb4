"""Edits of cells, held against a slow reader that shares no code with them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given

from invoicing_xl.model.cells import Area, Content, parse_address
from invoicing_xl.model.edits import Edit
from invoicing_xl.workbook.opc import sheet_text
from invoicing_xl.workbook.opc.cell_edits import apply_edits
from invoicing_xl.workbook.opc.package import Package
from tests.workbook import slow_reader
from tests.workbook.handmade import MAIN, sheet_xml, write
from tests.workbook.opc.edited_books import (
    FILLS,
    FORMATS,
    PART,
    PLAIN_STYLES,
    Book,
    content_at,
    everything,
    many,
    random_edits,
    random_place,
    seeds,
    stored,
    xf_of,
)
from tests.workbook.opc.sheets_of_all_kinds import STYLES, Place, Sheet, random_sheet
from tests.workbook.slow_reader import SlowSheet


@many
@given(seeds)
def test_edited_cells_hold_what_was_meant_and_all_others_what_they_held(random: Random) -> None:
    sheet = random_sheet(random)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Path(folder), sheet, random)
        before = slow_reader.read(book.path)
        expected = everything(before, sheet.arrays)
        touched: set[Place] = set()
        original = book.part()
        for _ in range(random.randint(1, 3)):
            edits = random_edits(random, sheet, expected)
            book.edit(edits)
            for edit in edits:
                place = (edit.row, edit.column)
                touched.add(place)
                expected[place] = stored(Content(edit.after.value, edit.after.formula))
        after = book.save()
        expected = {place: content for place, content in expected.items() if content != Content()}
        assert {place: stored(content) for place, content in everything(after, sheet.arrays).items()} == {
            place: stored(content) for place, content in expected.items()
        }
        for place, style in before._cell_styles.items():
            if place not in touched:
                assert after._cell_styles[place] == style
        _assert_bytes_stay(sheet, original, book.part(), touched)
        _assert_groups_cover_their_cells(book.part())


def _assert_groups_cover_their_cells(part: bytes) -> None:
    """Every cell that shares a formula stands in the area that its group states, as Excel demands."""
    areas: dict[str, Area] = {}
    for row, columns in _shared(part):
        for column, formula in columns.items():
            if "ref" in formula.attrib:
                areas[formula.attrib["si"]] = Area.parse(formula.attrib["ref"])
            assert areas[formula.attrib["si"]].contains(row, column)


def _shared(part: bytes) -> Iterator[tuple[int, dict[int, slow_reader.ElementTree.Element]]]:
    """The shared formulas of each row, by column."""
    number = 0
    for row in slow_reader.within(slow_reader.ElementTree.fromstring(part), "sheetData", "row"):
        number = int(row.get("r") or number + 1)
        column, found = 0, {}
        for cell in slow_reader.within(row, "c"):
            column = parse_address(cell.attrib["r"])[1] if "r" in cell.attrib else column + 1
            for formula in slow_reader.within(cell, "f"):
                if formula.get("t") == "shared":
                    found[column] = formula
        yield number, found


def _assert_bytes_stay(sheet: Sheet, before: bytes, after: bytes, touched: set[Place]) -> None:
    """Rows without an edit are the same bytes, unless a formula was handed over to them."""
    rows = {row for row, _ in touched}
    for master, index in sheet.masters.items():
        if master in touched:
            rows |= {row for row, _ in sheet.groups[index]}
    for row, xml in sheet.rows.items():
        if row not in rows:
            assert xml.encode() in after
    end = before.rindex(b"sheetData")
    assert after.endswith(before[end:])


@many
@given(seeds)
def test_a_look_is_changed_and_nothing_else_of_it(random: Random) -> None:
    sheet = random_sheet(random)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Path(folder), sheet, random)
        before = slow_reader.read(book.path)
        place = random_place(random)
        now = content_at(before, place)
        fill, code = random.choice(FILLS), random.choice(FORMATS)
        book.edit([Edit("Sheet", *place, now, Content(now.value, now.formula, code), fill)])
        after = book.save()
        assert everything(after, sheet.arrays) == everything(before, sheet.arrays)
        new = book.path.with_name("new.xlsx")
        row, column = place
        default = before._row_styles.get(row, before._column_styles.get(column, 0))
        style = before._cell_styles.get(place, default)
        expected = xf_of(book.path, style)
        if fill is not None:
            expected["fill"] = f"FF{fill}" if fill else None
        found = xf_of(new, after._cell_styles.get(place, default))
        for attributes in (expected, found):
            for name in ("fontId", "borderId", "xfId"):
                attributes.setdefault(name, "0")
        assert found == expected
        if code is not None:
            assert after.format(place) == code
        else:
            assert after.format(place) == before.format(place)


@many
@given(seeds)
def test_what_changes_nothing_changes_no_byte(random: Random) -> None:
    sheet = random_sheet(random)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Path(folder), sheet, random)
        before = slow_reader.read(book.path)
        edits = {}
        for place in [random_place(random) for _ in range(5)]:
            now = content_at(before, place)
            filled = place in before._cell_styles
            code = before.format(place) if filled and random.random() < 0.5 else None
            edits[place] = Edit("Sheet", *place, now, Content(now.value, now.formula, code))
        book.edit(list(edits.values()))
        assert not book.package.changed
        book.save()
        assert book.path.with_name("new.xlsx").read_bytes() == book.path.read_bytes()


@many
@given(seeds)
def test_the_inverse_takes_everything_back(random: Random) -> None:
    sheet = random_sheet(random)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Path(folder), sheet, random)
        before = slow_reader.read(book.path)
        edits = random_edits(random, sheet, everything(before, sheet.arrays))
        stated = [
            Edit(
                edit.sheet, edit.row, edit.column,
                Content(edit.before.value, edit.before.formula, before.format((edit.row, edit.column))),
                edit.after,
            )
            for edit in edits
        ]  # fmt: skip
        book.edit(stated)
        book.edit([edit.inverse() for edit in stated])
        after = book.save()
        assert {p: stored(c) for p, c in everything(after, sheet.arrays).items()} == {
            p: stored(c) for p, c in everything(before, sheet.arrays).items()
        }
        for edit in stated:
            assert after.format((edit.row, edit.column)) == before.format((edit.row, edit.column))


@many
@given(seeds)
def test_two_patches_are_their_composition(random: Random) -> None:
    sheet = random_sheet(random)
    state = random.getstate()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        book = Book(Path(one), sheet, random)
        now = everything(slow_reader.read(book.path), sheet.arrays)
        first = random_edits(random, sheet, now)
        book.edit(first)
        for edit in first:
            now[edit.row, edit.column] = stored(Content(edit.after.value, edit.after.formula))
        second = random_edits(random, sheet, now)
        book.edit(second)
        random.setstate(state)
        at_once = Book(Path(other), sheet, random)
        at_once.edit(_composed(first, second))
        found, wanted = book.save(), at_once.save()
        assert everything(found, sheet.arrays) == everything(wanted, sheet.arrays)
        places = found._cell_styles.keys() | wanted._cell_styles.keys()
        for place in places:
            assert found.format(place) == wanted.format(place)
            looks = [_look_of(saved, made, place) for saved, made in ((book, found), (at_once, wanted))]
            assert looks[0] == looks[1]


def _composed(first: list[Edit], second: list[Edit]) -> list[Edit]:
    composed = {(edit.row, edit.column): edit for edit in first}
    for edit in second:
        before = composed.get((edit.row, edit.column))
        if before is None:
            composed[edit.row, edit.column] = edit
            continue
        code = edit.after.number_format or before.after.number_format
        composed[edit.row, edit.column] = replace(
            before,
            after=replace(edit.after, number_format=code),
            fill=before.fill if edit.fill is None else edit.fill,
        )
    return list(composed.values())


def _look_of(book: Book, sheet: SlowSheet, place: Place) -> dict[str, object]:
    """But for an apostrophe, for which the way counts: it goes with a number, and does not come back."""
    default = sheet._row_styles.get(place[0], sheet._column_styles.get(place[1], 0))
    found = xf_of(book.path.with_name("new.xlsx"), sheet._cell_styles.get(place, default))
    defaults = {"fontId": "0", "borderId": "0", "xfId": "0"}
    return {name: value for name, value in (defaults | found).items() if name != "quotePrefix"}


# --- single cases


def test_a_number_is_no_longer_marked_as_typed_with_an_apostrophe(tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(_cell('s="3"', "")), styles=STYLES))
    apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 1, 1, Content(None), Content("1"))])
    assert b's="3" t="inlineStr"' in package.read(PART)
    apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 1, 1, Content("1"), Content(1.0))])
    new = slow_reader.ElementTree.fromstring(package.read("xl/styles.xml"))
    (before, after) = (slow_reader.within(new, "cellXfs", "xf")[index] for index in (3, 5))
    assert (before.get("quotePrefix"), after.get("quotePrefix")) == ("1", None)
    assert after.get("numFmtId") == "49"
    assert len(slow_reader.within(after, "alignment")) == 1
    assert b'<c r="A1" s="5"><v>1</v></c>' in package.read(PART)


def test_what_stands_beside_a_content_stays_or_goes_with_it(tmp_path: Path) -> None:
    cell = _cell('ph="1" cm="1" t="str"', "<f>A2</f><v>x</v><extLst><ext/></extLst>")
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(cell)))
    apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 1, 1, Content("x", "=A2"), Content(2.5))])
    assert b'<c r="A1" ph="1"><v>2.5</v><extLst><ext/></extLst></c>' in package.read(PART)


def test_a_group_number_that_is_used_again_is_another_group(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A9" si="0">B1</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:A4" si="0">C3*2</f></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/></c></row>'
    )
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(rows)))
    apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 1, 1, Content(None, "=B1"), Content(1.0))])
    assert rows[rows.index('<row r="3">') :].encode() in package.read(PART)


@pytest.mark.parametrize("size", [1, 4 << 20])
@pytest.mark.parametrize("number", ["", ' r="3"'])
def test_a_shared_formula_is_handed_over_where_no_cell_says_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, number: str
) -> None:
    monkeypatch.setattr(sheet_text, "BLOCK", size)
    rows = (
        "<row><c><v>1</v></c></row><row/>"
        f'<row{number}><c><v>1</v></c><c><f t="shared" ref="B3:B5" si="0">A3*2</f><v>2</v></c></row>'
        '<row><c/><c><f t="shared" si="0"/><v>4</v></c></row>'
        '<row><c r="B5"><f t="shared" si="0"/><v>6</v></c></row>'
    )
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(rows)))
    sheet = package.sheet("Sheet")
    apply_edits(package, sheet, [Edit("Sheet", 1, 1, Content(1.0), Content(7.0))])
    assert rows.replace("<c><v>1", "<c><v>7", 1).encode() in package.read(PART)
    apply_edits(package, sheet, [Edit("Sheet", 3, 2, Content(2.0, "=A3*2"), Content(9.0))])
    assert (
        b'<c><v>9</v></c></row><row><c/><c r="B4"><f t="shared" ref="B4:B5" si="0">A4*2</f><v>4</v></c></row>'
        in package.read(PART)
    )


BOLD = '<rPr><b/><sz val="11"/><color rgb="FFFF0000"/><rFont val="A &amp; &quot;B&quot;"/></rPr>'
RICH = {
    "all letters bold": (f"<r>{BOLD}<t>ol</t></r><r>{BOLD}<t>d</t></r>", True),
    "some letters bold": (f"<r>{BOLD}<t>ol</t></r><r><t>d</t></r>", False),
    "runs that look like the cell": ("<r><t>ol</t></r><r><t>d</t></r>", None),
    "no runs": ("<t>old</t>", None),
}


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(("runs", "kept"), RICH.values(), ids=RICH.keys())
def test_a_text_looks_like_the_one_it_replaces(
    tmp_path: Path, runs: str, kept: bool | None, shared: bool, prefix: str
) -> None:
    place = _cell('t="s"', "<v>0</v>") if shared else _cell('t="inlineStr"', f"<is>{runs}</is>")
    xml = sheet_xml(place)
    if prefix:
        xml = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", xml).replace("xmlns=", f"xmlns:{prefix[:-1]}=")
    path = write(tmp_path / "a.xlsx", xml, strings=f"<si>{runs}</si>", styles=PLAIN_STYLES)
    package = Package.open(path)
    edit = Edit("Sheet", 1, 1, Content("old"), Content("<new>"))
    meant = apply_edits(package, package.sheet("Sheet"), [edit])
    assert meant.plain == ({(1, 1)} if kept is False else set())
    with (tmp_path / "new.xlsx").open("wb") as file:
        package.write(file)
    value = openpyxl.load_workbook(tmp_path / "new.xlsx", rich_text=True)["Sheet"]["A1"].value
    assert str(value) == "<new>"
    if kept:
        (block,) = value
        assert (block.font.b, block.font.color.rgb, block.font.rFont) == (True, "FFFF0000", 'A & "B"')
    else:
        assert isinstance(value, str)


@pytest.mark.parametrize(
    ("after", "told"), [(Content(5.0), True), (Content("x", '="x"'), True), (Content(None), False)]
)
def test_what_is_no_text_looks_as_its_cell_says(tmp_path: Path, after: Content, told: bool) -> None:
    cell = _cell('t="inlineStr"', f"<is><r>{BOLD}<t>old</t></r></is>")
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(cell)))
    meant = apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 1, 1, Content("old"), after)])
    assert meant.plain == ({(1, 1)} if told else set())
    assert b"<r>" not in package.read(PART)


def test_the_dimension_grows_on_all_sides(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", sheet_xml("", before='<dimension ref="C3:D4"/>'))
    package = Package.open(path)
    for place, dimension in (((4, 4), "C3:D4"), ((2, 5), "C2:E4"), ((9, 1), "A2:E9")):
        apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", *place, Content(None), Content(1.0))])
        assert f'<dimension ref="{dimension}"/>'.encode() in package.read(PART)


@pytest.mark.parametrize(
    ("before", "after", "goes"),
    [
        (Content(2.0, "=A2"), Content(2.0), True),
        (Content(2.0, "=A2"), Content(2.0, "=A3"), True),
        (Content(2.0, "=A2"), Content(2.0, "=A2", "0.00"), False),
        (None, Content(2.0, "=A2"), True),
        (None, Content(2.0), False),
    ],
)
def test_the_chain_of_formulas_goes_when_formulas_come_or_go(
    tmp_path: Path, before: Content | None, after: Content, goes: bool
) -> None:
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(_cell("", "<f>A2</f><v>2</v>"))))
    package.add(
        "xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/></calcChain>'.encode(), "a/b"
    )
    package.relate(package.main, f"{package.links}/calcChain", "xl/calcChain.xml")
    column = 1 if before else 2
    edit = Edit("Sheet", 1, column, before or Content(None), after)
    apply_edits(package, package.sheet("Sheet"), [edit])
    assert (not package.related(package.main, "calcChain")) == goes
    assert ("xl/calcChain.xml" in package) != goes


def _cell(attributes: str, content: str) -> str:
    return f'<row r="1"><c r="A1" {attributes}>{content}</c></row>'
