"""Random edits of random sheets, and what a slow reader sees that shares no code with them."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from invoicing_xl.model.cells import CellValue, Content, ErrorValue
from invoicing_xl.model.edits import Edit
from invoicing_xl.workbook.opc import container, parts, sheet_text
from invoicing_xl.workbook.opc.cell_edits import apply_edits
from invoicing_xl.workbook.opc.package import Package
from tests.workbook import slow_reader
from tests.workbook.handmade import write
from tests.workbook.opc.sheets_of_all_kinds import COLUMNS, ROWS, STRINGS, STYLES, Place, Sheet
from tests.workbook.slow_reader import SlowError, SlowSheet

PART = "xl/worksheets/sheet1.xml"

PLAIN_STYLES = """
<fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="49"/><xf numFmtId="9"/></cellXfs>
"""
TEXTS = [
    "=1+1",
    " edge ",
    "_x000D_",
    "a\r\nb",
    "<v>&amp;</v>",
    "]]>",
    "\x00\x0b\ufffe",
    "-5",
    "#N/A",
    "𝄞",
    "x",
    "",
]
FORMULAS = ["=B1*2", '="a"&A1', "=SUM(A1:B2)<3", "= A1"]
FILLS = [None, None, "FFEB9C", "00FF00", ""]
FORMATS = [None, None, "0.00", "General", '00000" no"', "yyyy-mm-dd", '#,##0.00 "€"']

seeds = st.integers(0, 2**48).map(Random)
many = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def random_value(random: Random) -> CellValue:
    kind = random.randrange(7)
    if kind == 0:
        return struct.unpack("<d", random.randbytes(7) + b"\x40")[0]
    if kind == 1:
        return float(random.randint(-(10**15), 10**15)) / random.choice([1, 10, 100])
    if kind == 2:
        return random.choice([ErrorValue("#N/A"), ErrorValue("#DIV/0!"), None])
    return random.random() < 0.5 if kind == 3 else random.choice(TEXTS)


def random_content(random: Random) -> Content:
    formula = random.choice(FORMULAS) if random.random() < 0.3 else None
    return Content(random_value(random), formula)


def random_place(random: Random) -> Place:
    return random.randint(1, ROWS + 2), random.randint(1, COLUMNS + 2)


class Book:
    """A workbook file, before and after. ``random`` decides how much of it is looked at at a time."""

    def __init__(self, folder: Path, sheet: Sheet, random: Random, styles: str = STYLES) -> None:
        container.PIECE = parts.PIECE = random.choice([100, 1 << 20])
        sheet_text.BLOCK = random.choice([1, 200, 4 << 20])
        self.path = write(folder / "book.xlsx", sheet.xml, strings=STRINGS, styles=styles)
        self.package = Package.open(self.path)

    def edit(self, edits: list[Edit]) -> None:
        apply_edits(self.package, self.package.sheet("Sheet"), edits)

    def save(self) -> SlowSheet:
        with self.path.with_name("new.xlsx").open("wb") as file:
            self.package.write(file)
        return slow_reader.read(self.path.with_name("new.xlsx"))

    def part(self, name: str = PART) -> bytes:
        return self.package.read(name)


def content_at(sheet: SlowSheet, place: Place) -> Content:
    value = sheet.values.get(place)
    if isinstance(value, SlowError):
        return Content(ErrorValue(str(value)), sheet.formulas.get(place))
    return Content(value, sheet.formulas.get(place))


def stored(content: Content) -> Content:
    """As a workbook holds it: an empty text is a blank, a number a double."""
    value = content.value
    if value == "" and not content.formula:
        value = None
    if isinstance(value, float) and value == 0:
        value = 0.0
    return Content(value, content.formula)


def everything(sheet: SlowSheet, arrays: set[Place]) -> dict[Place, Content]:
    """What every cell holds; that cells of an array show its formula depends on the rows in use."""
    found = {place: content_at(sheet, place) for place in {**sheet.values, **sheet.formulas}}
    shown = {place: stored(replace(found.get(place, Content()), formula=None)) for place in arrays}
    return {place: content for place, content in {**found, **shown}.items() if content != Content()}


def xf_of(path: Path, index: int) -> dict[str, object]:
    """A cell format with its fill and number format resolved."""
    with zipfile.ZipFile(path) as archive:
        root = slow_reader.ElementTree.fromstring(archive.read("xl/styles.xml"))
    xfs = slow_reader.within(root, "cellXfs", "xf")
    index = index if index < len(xfs) else 0
    fills = slow_reader.within(root, "fills", "fill")
    found: dict[str, object] = dict(xfs[index].attrib)
    number = int(str(found.pop("fillId", "0")))
    colors = slow_reader.within(fills[number], "patternFill", "fgColor") if number < len(fills) else []
    found["fill"] = colors[0].get("rgb") if colors else None
    found["inside"] = [slow_reader.ElementTree.tostring(inner).strip() for inner in xfs[index]]
    for name in ("applyFill", "applyNumberFormat", "numFmtId"):
        found.pop(name, None)
    return found


def random_edits(random: Random, sheet: Sheet, now: dict[Place, Content]) -> list[Edit]:
    """Edits that may be made; often of the cells that hold the formula others share."""
    found = {}
    for _ in range(random.randrange(7)):
        place = random_place(random)
        if sheet.masters and random.random() < 0.5:
            place = random.choice(sorted(sheet.masters))
        before = now.get(place, Content())
        after = random_content(random) if random.random() < 0.7 else before
        if place in sheet.arrays:
            after = before
        after = Content(after.value, after.formula, random.choice(FORMATS))
        found[place] = Edit("Sheet", *place, before, after, random.choice(FILLS))
    return list(found.values())
