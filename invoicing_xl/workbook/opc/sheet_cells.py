"""The cells of a row, rewritten where something in them shall change and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from invoicing_xl.model.cells import Content, address, parse_address
from invoicing_xl.workbook.opc.cell_text import cell_content, cell_type
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_xml import RunLook
from invoicing_xl.workbook.opc.shared_formulas import SharedFormulas
from invoicing_xl.workbook.opc.sheet_rows import RowPlace
from invoicing_xl.workbook.opc.sheet_text import Block, Spelling, attributes


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be different in a cell; None leaves it.

    content        value and formula (its number format is not looked at)
    fill           "RRGGBB", "" for none
    number_format  a format code
    like           the style (xf) it starts from where the cell is not there yet; None: its row's or column's
    look           how the letters of a text look, where they do not look as the style says
    """

    content: Content | None = None
    fill: str | None = None
    number_format: str | None = None
    like: int | None = None
    look: RunLook = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A cell that is about to be changed.

    style   its xf, or the one it would have where it is not there yet
    xml     its row with nothing but this cell in it; no bytes where it is not there
    linked  whether more stands behind its value: a picture in the cell, or a data type
    """

    row: int
    column: int
    style: int
    xml: bytes = b""
    linked: bool = False


Restyle = Callable[[int, Change], int]
Witness = Callable[[Found], None]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it stands in a block.

    named    its attributes
    tag      its start tag without the end of it
    content  what stands between its tags
    formula  the attributes of its formula; None where it has none
    """

    column: int
    start: int
    end: int
    named: dict[bytes, bytes]
    tag: bytes
    content: bytes
    formula: bytes | None

    @property
    def style(self) -> int:
        stated = self.named.get(b"s", b"").strip()
        return int(stated) if stated.isdigit() else 0


class CellWriter:
    """Rewrites rows.

    restyle       the xf for a cell that has the given one, after the change
    witness       is told of each cell before it is changed
    column_style  the xf of new cells in a column
    """

    def __init__(
        self,
        spelling: Spelling,
        formulas: SharedFormulas,
        restyle: Restyle,
        witness: Witness,
        column_style: Callable[[int], int],
    ) -> None:
        self._spelling = spelling
        self._formulas = formulas
        self._restyle = restyle
        self._witness = witness
        self._column_style = column_style

    def row(self, block: Block, place: RowPlace, changes: Mapping[int, Change]) -> bytes:
        """The row with its cells changed; the very same bytes where nothing is different."""
        tag = block.text[place.start : place.inside]
        tag_end = b"/>" if place.closed else b">"
        named = attributes(tag)
        pieces: list[bytes] = []
        at = last_end = place.inside
        waiting = sorted(changes)
        for cell in self._cells(block, place):
            while waiting and waiting[0] < cell.column:
                pieces += [block.text[at : cell.start], self._new(place, named, waiting[0], changes)]
                at = cell.start
                waiting.pop(0)
            last_end = cell.end
            if waiting and waiting[0] == cell.column:
                changed = self._changed(place, cell, block, changes[waiting.pop(0)])
            elif self._formulas.waiting and cell.formula is not None:
                changed = self._handed_over(place, cell, block.text[cell.start : cell.end])
            else:
                continue
            pieces += [block.text[at : cell.start], changed]
            at = cell.end
        if waiting:
            pieces.append(block.text[at:last_end])
            pieces += [self._new(place, named, column, changes) for column in waiting]
            at = last_end
        inside = b"".join([*pieces, block.text[at : place.end]])
        if inside == block.text[place.inside : place.end]:
            return block.text[place.start : place.end]
        tag = _wider(tag, changes)
        if place.closed:
            return b"%s>%s%s>" % (tag.removesuffix(tag_end).rstrip(), inside, self._spelling.row_end)
        return tag + inside

    def new_row(self, number: int, changes: Mapping[int, Change]) -> bytes:
        """A row that is not there yet; nothing where nothing would stand in it."""
        place = RowPlace(number, 0, 0, 0, closed=True)
        cells = b"".join(self._new(place, {}, column, changes) for column in sorted(changes))
        row = self._spelling.row_start
        return b'%s r="%d">%s%s>' % (row, number, cells, self._spelling.row_end) if cells else b""

    def _cells(self, block: Block, place: RowPlace) -> Iterator[_Cell]:
        """The row's cells. Raises Damaged where they stand twice or out of order."""
        if block.masked.find(b"AlternateContent", place.inside, place.end) >= 0:
            raise Damaged(f"the cells of row {place.number} stand there in alternatives")
        column = found = 0
        for cell in self._spelling.cell.finditer(block.masked, place.inside, place.end):
            named = attributes(cell[1])
            column = self._column(place, named, column)
            formula = cell[2] and self._spelling.formula.search(block.masked, cell.start(2), cell.end(2))
            yield _Cell(
                column,
                cell.start(),
                cell.end(),
                named,
                block.text[cell.start() : cell.end(1)],
                b"" if cell[2] is None else block.text[cell.start(2) : cell.end(2)],
                formula[1] if formula else None,
            )
            found += 1
        if found != len(self._spelling.cell_start.findall(block.masked, place.inside, place.end)):
            raise Damaged(f"the cells of row {place.number} cannot be told apart")

    @staticmethod
    def _column(place: RowPlace, named: dict[bytes, bytes], before: int) -> int:
        reference = named.get(b"r")
        if reference is None:
            return before + 1
        try:
            row, column = parse_address(reference.decode("ascii", "replace").strip())
        except ValueError as error:
            raise Damaged("the reference of a cell cannot be read") from error
        if row != place.number or column <= before:
            raise Damaged(f"the cells of row {place.number} stand twice or out of order")
        return column

    def _changed(self, place: RowPlace, cell: _Cell, block: Block, change: Change) -> bytes:
        xml = block.text[cell.start : cell.end]
        row_tag = block.text[place.start : place.inside]
        alone = b"%s%s%s>" % (row_tag, xml, self._spelling.row_end)
        self._witness(Found(place.number, cell.column, cell.style, alone, b"vm" in cell.named))
        style = self._restyle(cell.style, change)
        styled = retagged(cell.tag, b"s", b"%d" % style) if style != cell.style else cell.tag
        if change.content is None:
            xml = styled + xml[len(cell.tag) :]
            if self._formulas.waiting and cell.formula is not None:
                return self._handed_over(place, cell, xml)
            return xml
        if cell.formula is not None:
            self._formulas.overwritten(place.number, cell.column, cell.formula)
        for name, value in ((b"t", cell_type(change.content)), (b"cm", b""), (b"vm", b"")):
            styled = retagged(styled, name, value)
        prefix = self._spelling.prefix
        extension = cell.content.find(b"<%sextLst" % prefix)
        content = cell_content(change.content, prefix, change.look) + (
            cell.content[extension:] if extension >= 0 else b""
        )
        return self._assembled(styled, content)

    def _new(
        self, place: RowPlace, row: dict[bytes, bytes], column: int, changes: Mapping[int, Change]
    ) -> bytes:
        """A cell that is not there yet; nothing where it would hold nothing and look like any other."""
        change = changes[column]
        before = self._style_of_new(row, column) if change.like is None else change.like
        self._witness(Found(place.number, column, before))
        style = self._restyle(before, change)
        content = change.content or Content()
        inside = cell_content(content, self._spelling.prefix)
        if not inside and style == before and change.like is None:
            return b""
        tag = b'<%sc r="%s"' % (self._spelling.prefix, address(place.number, column).encode())
        if style:
            tag += b' s="%d"' % style
        if kind := cell_type(content):
            tag += b' t="%s"' % kind
        return self._assembled(tag, inside)

    def _style_of_new(self, row: dict[bytes, bytes], column: int) -> int:
        stated = row.get(b"s", b"").strip()
        if row.get(b"customFormat", b"").strip() in (b"1", b"true") and stated.isdigit():
            return int(stated)
        return self._column_style(column)

    def _handed_over(self, place: RowPlace, cell: _Cell, xml: bytes) -> bytes:
        new = self._formulas.handed_over(place.number, cell.column, cell.formula or b"")
        if new is None:
            return xml
        if b"r" not in cell.named:  # who holds a shared formula must say where it stands
            start = len(b"<%sc" % self._spelling.prefix)
            xml = b'%s r="%s"%s' % (xml[:start], address(place.number, cell.column).encode(), xml[start:])
        return self._spelling.formula.sub(lambda _: new, xml, count=1)

    def _assembled(self, tag: bytes, content: bytes) -> bytes:
        return b"%s>%s</%sc>" % (tag, content, self._spelling.prefix) if content else tag + b"/>"


def retagged(tag: bytes, name: bytes, value: bytes) -> bytes:
    """The start tag (without its end) with that attribute, or without it where the value is empty."""
    found = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % name, tag)
    if not found:
        return tag + b' %s="%s"' % (name, value) if value else tag
    if not value:
        return tag[: found.start()] + tag[found.end() :]
    return tag[: found.start(1)] + b'"%s"' % value + tag[found.end(1) :]


def _wider(tag: bytes, changes: Mapping[int, Change]) -> bytes:
    """The row's start tag with its ``spans`` (a hint to readers) around the changed cells."""
    spans = attributes(tag).get(b"spans", b"").split()
    if len(spans) != 1 or not re.fullmatch(rb"[0-9]+:[0-9]+", spans[0]) or not changes:
        return tag
    first, last = map(int, spans[0].split(b":"))
    wider = b"%d:%d" % (min(first, *changes), max(last, *changes))
    return tag if wider == spans[0] else retagged(tag[:-1], b"spans", wider) + tag[-1:]
