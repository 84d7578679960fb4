"""Random small sheets as XML, in every spelling that a reader must understand."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from random import Random

from invoicing_xl.model.cells import address
from tests.workbook.handmade import MAIN

ROWS, COLUMNS = 9, 6
STRINGS = (
    "<si><t>shared</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r></si>"
    '<si><t xml:space="preserve"> edge </t></si><si><t>_x0041_&amp;</t></si>'
)
STYLES = """
<numFmts count="1"><numFmt numFmtId="164" formatCode="00000&quot; no&quot;"/></numFmts>
<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="9"/></font></fonts>
<fills count="3" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:z="urn:newer"><fill><patternFill patternType="none"/></fill>
<mc:AlternateContent><mc:Choice Requires="z"><z:fill/><z:fill/></mc:Choice><mc:Fallback><fill><patternFill
 patternType="gray125"/></fill></mc:Fallback></mc:AlternateContent>
<fill><patternFill patternType="solid"><fgColor rgb="FF00FF00"/></patternFill></fill></fills>
<borders count="1"><border/></borders>
<cellXfs count="5">
<xf numFmtId="0"/><xf numFmtId="14" fontId="1"/><xf numFmtId="164" fillId="2" applyFill="1"/>
<xf numFmtId="49" quotePrefix="1"><alignment horizontal="right"/></xf>
<xf numFmtId="9" fontId="77" fillId="9"/>
</cellXfs>
"""

Place = tuple[int, int]


@dataclass
class Sheet:
    """``xml`` is the sheet part; ``rows`` each row's XML; ``arrays`` the cells of array formulas."""

    xml: str
    rows: dict[int, str] = field(default_factory=dict)
    arrays: set[Place] = field(default_factory=set)
    groups: dict[int, set[Place]] = field(default_factory=dict)
    masters: dict[Place, int] = field(default_factory=dict)


def random_sheet(random: Random, plain: bool = False) -> Sheet:
    """``plain``: in the spelling of Excel, with styles that exist."""
    return _Writer(random, plain).sheet()


class _Writer:
    def __init__(self, random: Random, plain: bool) -> None:
        self.random = random
        self.plain = plain
        self.prefix = "" if plain else self.of("", "", "x:")
        self.quote = '"' if plain else self.of('"', '"', "'")
        self.odd = not plain and self.flag()
        self.formulas: dict[Place, str] = {}
        self.sheet_ = Sheet("")

    def of(self, *choices: str) -> str:
        return self.random.choice(choices)

    def flag(self) -> bool:
        return self.random.random() < 0.5

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def sheet(self) -> Sheet:
        self.plan_groups()
        pieces = []
        previous = 0
        for row in range(1, ROWS + 1):
            inner = self.cells(row)
            if not inner and self.flag():
                continue
            pieces.append(self.space())
            xml = self.row(row, inner, implied=row == previous + 1)
            self.sheet_.rows[row] = xml
            pieces.append(xml)
            previous = row
        rows = "".join(pieces) + self.space()
        p = self.prefix
        bound = f"xmlns:{p[:-1]}" if p else "xmlns"
        data = f"<{p}sheetData>{rows}</{p}sheetData>" if rows or self.flag() else f"<{p}sheetData />"
        before = self.of(
            "",
            f"<{p}dimension ref={self.quote}A1:B2{self.quote}/>",
            f'<{p}cols><{p}col min="5" max="7" width="9" style="2"/></{p}cols>',
        )
        after = self.of("", f'<{p}mergeCells count="1"><{p}mergeCell ref="J1:K2"/></{p}mergeCells>')
        self.sheet_.xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<{p}worksheet {bound}="{MAIN}" xmlns:x14ac="urn:ac">{before}{data}{after}</{p}worksheet>'
        )
        return self.sheet_

    def plan_groups(self) -> None:
        """Shared formulas and arrays in areas that do not overlap."""
        shapes = [(1, 1, 5, 1), (1, 2, 1, 5), (2, 2, 4, 3), (2, 4, 9, 4), (5, 2, 6, 3), (7, 1, 7, 3)]
        for index, (top, left, bottom, right) in enumerate(shapes):
            if not self.flag():
                continue
            area = f"{address(top, left)}:{address(bottom, right)}"
            cells = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
            if self.number(0, 5) == 0:
                self.sheet_.arrays |= set(cells)
                self.formulas[top, left] = self.tag("f", f't="array" ref="{area}"', "A9:B10*2")
                continue
            group = 1 if self.odd and index == 5 else index  # a number may be used again further down
            text = self.of("A9+B$9", "$C9*2", 'SUM(D1:E2)&amp;"A1"', "Z1&lt;A1")
            self.sheet_.groups.setdefault(index, set()).update(cells)
            self.sheet_.masters[top, left] = index
            self.formulas[top, left] = self.tag("f", f't="shared" ref="{area}" si="{group}"', text)
            for place in cells[1:]:
                if self.number(0, 4):
                    self.formulas[place] = self.tag("f", f'si="{group}" t="shared"', None)

    def tag(self, name: str, attributes: str, content: str | None) -> str:
        if self.quote == "'":
            attributes = attributes.replace('"', "'")
        start = f"<{self.prefix}{name} {attributes}".rstrip()
        if content is None:
            return start + ("/>" if self.plain else self.of("/>", " />", f"></{self.prefix}{name}>"))
        return f"{start}>{content}</{self.prefix}{name}>"

    def space(self) -> str:
        if self.plain or not self.odd:
            return ""
        p = self.prefix
        return self.of("", "", "\n  ", f'<!-- <{p}row r="3"><{p}c r="A3"/></{p}row> -->', "<?note <row?>")

    def row(self, row: int, inner: str, implied: bool) -> str:
        attributes = [] if implied and self.odd and self.flag() else [f'r="{row}"']
        attributes += [a for a in ('spans="1:4"', 'ht="20.5"', 'x14ac:dyDescent="0.25"') if self.flag()]
        if self.number(0, 3) == 0:
            attributes += ['s="1"', 'customFormat="1"']
        if self.odd and self.flag():
            attributes.reverse()
        return self.tag("row", " ".join(attributes), inner or None)

    def cells(self, row: int) -> str:
        pieces = []
        previous = 0
        for column in range(1, COLUMNS + 1):
            formula = self.formulas.get((row, column))
            if formula is None and self.number(0, 2) == 0:
                continue
            implied = self.odd and column == previous + 1
            pieces += [self.space(), self.cell(row, column, formula, implied)]
            previous = column
        return "".join(pieces)

    def cell(self, row: int, column: int, formula: str | None, implied: bool) -> str:
        attributes = [] if implied and self.flag() else [f'r="{address(row, column)}"']
        styles = ["", 's="0"', 's="1"', 's="2"', 's="3"', 's="4"']
        attributes.append(self.of(*styles, *([] if self.plain else ['s=""', 's="40"'])))
        kind, content = self.content(formula)
        attributes.append(kind)
        if self.odd:
            attributes.append(self.of("", 'ph="1"'))
            if self.flag():
                attributes.reverse()
        return self.tag("c", " ".join(filter(None, attributes)), content)

    def content(self, formula: str | None) -> tuple[str, str | None]:
        value = f"<{self.prefix}v>%s</{self.prefix}v>"
        text = escape(self.of("x", "a & b", "=1+1", " two  words ", "<row/>", "ref", "Ω"))
        if self.odd and self.flag():
            text = f"<![CDATA[{text}]]>"
        if formula is not None:
            results = [("", value % "5"), ('t="str"', value % text), ('t="b"', value % 1), ("", "")]
            kind, result = self.random.choice(results)
            return kind, formula + result
        inline = (
            f'<{self.prefix}is><{self.prefix}t xml:space="preserve">{text}</{self.prefix}t></{self.prefix}is>'
        )
        choices: list[tuple[str, str | None]] = [
            ("", None),
            ("", value % self.of("1", "-2.5", "1E+3", "0.1")),
            ('t="n"', value % "7"),
            ('t="s"', value % self.of("0", "1", "2", "3")),
            ('t="b"', value % 0),
            ('t="e"', value % "#N/A"),
            ('t="inlineStr"', inline),
            ("", self.tag("f", "", self.of("1+1", "A1&amp;B1")) + value % "2"),
        ]
        if not self.plain:
            choices += [('t="d"', value % "2024-02-29"), ("", "")]
        return self.random.choice(choices)
