"""Formulas that concern more than their own cell: shared ones, arrays, data tables.

Only the first cell of a shared formula (its master) holds the text. Where the master is overwritten, the
next cell takes its place; where the group is more than one row or column wide, each cell gets the text.
Source: ECMA-376 part 1, 18.3.1.40 (f).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from invoicing_xl.model.cells import Area, parse_address
from invoicing_xl.workbook.opc.cell_text import formula_element
from invoicing_xl.workbook.opc.formulas import moved
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_text import unescaped
from invoicing_xl.workbook.opc.sheet_text import ATTRIBUTES, Block, Spelling, attributes


@dataclass(frozen=True, slots=True)
class Master:
    """The first cell of a shared formula. ``text`` is what it says there, with ``=``."""

    group: bytes
    row: int
    column: int
    text: str
    area: Area

    def formula(self, row: int, column: int) -> str:
        """What the group's formula says in another of its cells."""
        return moved(self.text, row - self.row, column - self.column)


class SharedFormulas:
    """What is known of a sheet's shared formulas and arrays as far as it has been gone through.

    areas    of arrays and data tables, which stay as they are; an array formula that fills but its own cell
             is a formula like any other
    waiting  groups whose master was overwritten and who have no other yet
    """

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._count = _Count(spelling)
        self._masters: dict[bytes, list[Master]] = {}
        self.areas: list[Area] = []
        self.waiting: dict[bytes, Master] = {}

    def look_at(self, block: Block) -> None:
        """Learns what begins in the block. Only formulas with a ``ref`` matter, and they are few."""
        text, at = block.masked, -1
        self._count.begin(block)
        while (at := text.find(b"ref", at + 1)) >= 0:
            start = text.rfind(b"<", 0, at)
            formula = self._spelling.formula.match(text, start) if start >= 0 else None
            if formula and at < formula.end(1):
                self._learn(block, formula)
                at = formula.end()
        self._count.end()

    def master(self, group: int, row: int, column: int) -> Master | None:
        """The master whose formula the cell shares."""
        before = [m for m in self._masters.get(b"%d" % group, []) if (m.row, m.column) <= (row, column)]
        return before[-1] if before else None

    def overwritten(self, row: int, column: int, formula: bytes) -> None:
        """The cell, whose ``<f>`` this is, gets another content."""
        named = attributes(formula)
        if named.get(b"t") != b"shared" or b"ref" not in named:
            return
        master = self.master(_group(named), row, column)
        if master and (master.row, master.column) == (row, column) and str(master.area).count(":"):
            self.waiting[master.group] = master

    def handed_over(self, row: int, column: int, formula: bytes) -> bytes | None:
        """The cell's new ``<f>`` where it shares the formula of an overwritten master; else None."""
        named = attributes(formula)
        if named.get(b"t") != b"shared":
            return None
        master = self.waiting.get(b"%d" % _group(named))
        if master is None:
            return None
        if b"ref" in named:  # the number is used again for another formula
            del self.waiting[master.group]
            return None
        area, text = master.area, master.formula(row, column)
        if area.first_row != area.last_row and area.first_column != area.last_column:
            return formula_element(text, self._spelling.prefix)
        del self.waiting[master.group]
        rest = Area(row, column, max(row, area.last_row), max(column, area.last_column))
        tag = b' t="shared" ref="%s" si="%s"' % (str(rest).encode(), master.group)
        return formula_element(text, self._spelling.prefix, tag)

    def passed(self, row: int) -> None:
        """All cells up to the end of that row have been seen."""
        for master in list(self.waiting.values()):
            if row >= master.area.last_row:
                del self.waiting[master.group]

    def _learn(self, block: Block, formula: re.Match[bytes]) -> None:
        named = attributes(formula[1])
        kind, ref = named.get(b"t"), named.get(b"ref", b"")
        try:
            area = Area.parse(ref.decode("ascii", "replace"))
        except ValueError as error:
            raise Damaged("the area of a formula cannot be read") from error
        if kind == b"dataTable" or (kind == b"array" and area != _alone(self._place(block, formula.start()))):
            self.areas.append(area)
        elif kind == b"shared" and formula[2] is not None:
            row, column = self._place(block, formula.start())
            text = "=" + _plain(block.text[formula.start(2) : formula.end(2)])
            master = Master(b"%d" % _group(named), row, column, text, area)
            self._masters.setdefault(master.group, []).append(master)

    def _place(self, block: Block, at: int) -> tuple[int, int]:
        """The cell that the position is in."""
        start = block.masked.rfind(b"<%sc" % self._spelling.prefix, 0, at)
        cell = self._spelling.cell.match(block.masked, start) if start >= 0 else None
        reference = attributes(cell[1]).get(b"r") if cell else None
        return self._count.place(at) if reference is None else _parsed(reference)


def _alone(place: tuple[int, int]) -> Area:
    return Area(*place, *place)


class _Count:
    """Where cells stand that do not say it: in the column behind the cell before, in the row below the last.

    Each block is gone through once, and only where something in it does not say where it stands.
    """

    def __init__(self, spelling: Spelling) -> None:
        prefix = re.escape(spelling.prefix)
        self._tag = re.compile(rb"<%s(row|c)(?=[\s/>])(%s)" % (prefix, ATTRIBUTES))
        self._row_start = spelling.row_start
        self._text = b""
        self._at = self._row = self._column = 0

    def begin(self, block: Block) -> None:
        self._text, self._at = block.masked, 0

    def place(self, at: int) -> tuple[int, int]:
        """Row and column of the cell that the position is in; the positions asked for ascend."""
        for tag in self._tag.finditer(self._text, self._at, at):
            self._pass(tag)
        self._at = at
        return self._row, self._column

    def end(self) -> None:
        """The block is left behind; its last row, where it bears a number, is all that has to be known."""
        start = self._text.rfind(self._row_start, self._at)
        last = self._tag.match(self._text, start) if start >= 0 else None
        if last and b"r" in attributes(last[2]):
            self._pass(last)
        elif start >= 0:
            self.place(len(self._text))

    def _pass(self, tag: re.Match[bytes]) -> None:
        reference = attributes(tag[2]).get(b"r")
        if tag[1] == b"row":
            self._row, self._column = self._row + 1 if reference is None else _number(reference), 0
        elif reference is None:
            self._column += 1
        else:
            self._row, self._column = _parsed(reference)


def _parsed(reference: bytes) -> tuple[int, int]:
    try:
        return parse_address(reference.decode("ascii", "replace").strip())
    except ValueError as error:
        raise Damaged("the reference of a cell cannot be read") from error


def _number(digits: bytes) -> int:
    if not digits.strip().isdigit():
        raise Damaged("the number of a row cannot be read")
    return int(digits)


def _group(named: dict[bytes, bytes]) -> int:
    number = named.get(b"si", b"").strip()
    if not number.isdigit():
        raise Damaged("a shared formula bears no number")
    return int(number)


def _plain(xml: bytes) -> str:
    """The text that stands between two tags."""
    try:
        element = etree.fromstring(b"<f>%s</f>" % xml, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Damaged("a formula cannot be read") from error
    return unescaped(element.text or "")


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
