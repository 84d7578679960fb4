"""Random sheets in random spellings: the snapshot and the slow reader agree, wherever the pieces end."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.strings import read_strings_at
from tests.workbook import slow_reader
from tests.workbook.comparing import read_both
from tests.workbook.handmade import MAIN, sheet_xml, write

STRINGS = ["plain", "  edges ", "a_x0041_", "Zoë & <b>", ""]

texts = st.text(st.sampled_from("ab &<>\"' \t\n\r_x0049F;#漢😀"), max_size=12).filter(
    lambda text: "]]>" not in text
)
numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    st.from_regex(r"[+-]?[0-9]{1,25}(\.[0-9]{0,25})?([eE][+-]?[0-9]{1,2})?", fullmatch=True),
)
# Far from the edges: the reader of formulas that the slow one borrows does not go around the sheet.
formulas = st.sampled_from(
    [
        "HA999+$B2",
        "HB$1*2",
        'IF(HA999>$A$1,"<&>","")',
        "SUM(HA:HB)",
        "'My Sheet'!HA999",
        "tbl[[#This Row],[A1]]",
    ]
)


@dataclass(frozen=True)
class RandomCell:
    gap: int
    kind: str
    value: str
    style: int | None
    formula: str | None
    group: int | None
    spelling: int


cells = st.builds(
    RandomCell,
    gap=st.sampled_from([1, 1, 1, 1, 2, 25]),
    kind=st.sampled_from(["n", "n", "s", "inlineStr", "str", "b", "e", "blank", "d"]),
    value=st.just(""),
    style=st.sampled_from([None, None, 0, 1, 2, 3, 7]),
    formula=st.one_of(st.none(), st.none(), formulas),
    group=st.sampled_from([None, None, 0, 1]),
    spelling=st.sampled_from([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]),
)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The inside of sheetData, in some spelling."""
    row, xml = 0, []
    masters: set[int] = set()
    bare = draw(st.sampled_from([False, False, False, True]))
    for _ in range(draw(st.integers(0, 12))):
        step = draw(st.sampled_from([1, 1, 1, 2, 40]))
        row = row + 1 if bare else row + step
        column, inside = 0, []
        for cell in draw(st.lists(cells, max_size=6)):
            column += 1 if bare else cell.gap
            inside.append(_cell(draw, cell, row, column, masters, bare))
        start = "<row" if bare else f'<row r="{row}"'
        start += draw(
            st.sampled_from(
                ["", "", ' spans="1:9"', ' hidden="1"', ' s="3" customFormat="1"', ' ht="0" customHeight="1"']
            )
        )
        space = draw(st.sampled_from(["", "", "", "\n", " \r\n "]))
        xml.append(f"{start}/>" if not inside else f"{start}>{''.join(inside)}{space}</row>{space}")
        if draw(st.integers(0, 60)) == 0:
            xml.append("<!-- </row><row> -->")
    return "".join(xml)


def _cell(draw: st.DrawFn, cell: RandomCell, row: int, column: int, masters: set[int], bare: bool) -> str:
    kind, content = _content(draw, cell)
    formula = _formula(cell, masters)
    named = [] if bare else [f'r="{get_column_letter(column)}{row}"']
    if cell.style is not None:
        named.append(f's="{cell.style}"')
    if kind:
        named.append(f't="{kind}"')
    if cell.spelling == 1:
        named.reverse()
    attributes = "".join(f" {attribute}" for attribute in named)
    if cell.spelling == 2:
        attributes = attributes.replace('"', "'")
    if cell.spelling == 3:
        attributes += ' vm="1" '
    inside = formula + content
    if cell.spelling == 4 and inside:
        inside = "\n " + inside + "\n "
    if not inside and cell.spelling != 5:
        return f"<c{attributes}/>"
    return f"<c{attributes}>{inside}</c>"


def _content(draw: st.DrawFn, cell: RandomCell) -> tuple[str, str]:
    match cell.kind:
        case "n":
            return draw(st.sampled_from(["", "", "n"])), f"<v>{draw(numbers)}</v>"
        case "s":
            return "s", f"<v>{draw(st.integers(0, len(STRINGS) - 1))}</v>"
        case "b":
            return "b", f"<v>{draw(st.sampled_from(['0', '1', '1', 'true']))}</v>"
        case "e":
            return "e", f"<v>{draw(st.sampled_from(['#N/A', '#DIV/0!', '#REF!', ' ', '']))}</v>"
        case "d":
            return (
                "d",
                f"<v>{draw(st.sampled_from(['2024-02-29', '1999-12-31T23:59:59.5', '1900-01-01', 'x']))}</v>",
            )
        case "str":
            return "str", _text(draw, "v", cell.spelling)
        case "inlineStr":
            runs = [_text(draw, "t", cell.spelling) for _ in range(1 if cell.spelling != 6 else 2)]
            return (
                "inlineStr",
                f"<is>{runs[0] if len(runs) == 1 else ''.join(f'<r>{run}</r>' for run in runs)}</is>",
            )
    return "", draw(st.sampled_from(["", "", "<v></v>", "<v/>", "<v />"]))


def _text(draw: st.DrawFn, tag: str, spelling: int) -> str:
    text = draw(texts)
    spelled = escape(text, {'"': "&quot;", "'": "&#39;"} if spelling == 5 else {})
    if spelling == 3:
        spelled = spelled.replace("&gt;", ">").replace("\n", "&#10;")
    space = draw(st.sampled_from(["", ' xml:space="preserve"', " xml:space='preserve'"]))
    return f"<{tag}{space}>{spelled}</{tag}>" if text or spelling else f"<{tag}/>"


def _formula(cell: RandomCell, masters: set[int]) -> str:
    if cell.formula is None:
        return ""
    text = escape(cell.formula)
    if cell.group is None:
        return f"<f>{text}</f>" if cell.spelling < 3 else f'<f aca="false">{text}</f>'
    if cell.group in masters and cell.spelling < 4:
        return f'<f t="shared" si="{cell.group}"/>'
    masters.add(cell.group)
    return f'<f t="shared" ref="A1:A9" si="{cell.group}">{text}</f>'


@settings(max_examples=200, deadline=None)
@given(rows=sheets(), size=st.sampled_from([1, 30, 200, 1_000, 1 << 20]))
def test_random_sheets(rows: str, size: int) -> None:
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in STRINGS)
    with tempfile.TemporaryDirectory() as folder:
        read_both(write(Path(folder) / "book.xlsx", sheet_xml(rows), strings=strings), size)


@st.composite
def shared_strings(draw: st.DrawFn) -> list[str]:
    items = []
    for _ in range(draw(st.integers(1, 12))):
        runs = [_text(draw, "t", draw(st.integers(0, 6))) for _ in range(draw(st.integers(1, 2)))]
        rich = "".join(f"<r><rPr><b/></rPr>{run}</r>" for run in runs)
        inside = rich if len(runs) > 1 else runs[0]
        items.append(draw(st.sampled_from([f"<si>{inside}</si>", f"<si>\n{inside} </si>", "<si/>"])))
    return items


@settings(max_examples=80, deadline=None)
@given(items=shared_strings(), size=st.sampled_from([1, 30, 200, 1 << 20]))
def test_random_shared_strings(items: list[str], size: int) -> None:
    rows = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(len(items)))
    with tempfile.TemporaryDirectory() as folder:
        read_both(write(Path(folder) / "book.xlsx", sheet_xml(rows), strings="".join(items)), size)


@settings(max_examples=80, deadline=None)
@given(
    shared_strings(),
    st.sampled_from(["", "<!-- <si/> -->", "\n"]),
    st.sets(st.integers(0, 11)),
    st.sampled_from([1, 30, 200, 1 << 20]),
)
def test_some_of_the_shared_strings(items: list[str], between: str, wanted: set[int], size: int) -> None:
    part = f'<sst xmlns="{MAIN}">{between.join(items)}</sst>'
    root = slow_reader.ElementTree.fromstring(part)
    texts = dict(enumerate(slow_reader.text(si) for si in root))
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", part).replace("xmlns=", "xmlns:x=")
    for spelled in (part, prefixed):
        pieces = [spelled.encode()]
        if wanted <= texts.keys():
            found = read_strings_at(pieces, wanted, size)
            assert {index: shared.text for index, shared in found.items()} == {i: texts[i] for i in wanted}
        else:
            with pytest.raises(Damaged):
                read_strings_at(pieces, wanted, size)
