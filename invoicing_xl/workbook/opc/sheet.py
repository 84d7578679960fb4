"""A worksheet part with some of its cells changed; every other byte of it stays.

The part is read and written once, as a stream of blocks of whole rows. What an edit must know of the cells
(what stands there, whether an array or merged cells are in the way) is gathered on the same way, so the
result is only used when all of that turned out well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind, address
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_exact import ExactCell, ExactReader, Frame
from invoicing_xl.workbook.opc.shared_formulas import SharedFormulas
from invoicing_xl.workbook.opc.sheet_cells import CellWriter, Change, Restyle
from invoicing_xl.workbook.opc.sheet_frame import Grow, with_dimension, with_grown_areas
from invoicing_xl.workbook.opc.sheet_rows import RowPlace, Walk
from invoicing_xl.workbook.opc.sheet_text import Block, SheetText

Place = tuple[int, int]
_ANY = 1 << 31
_NOTHING = Content()


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as it stood: its xf and content.

    ``shared`` is the index of its text among the shared strings; ``content.value`` is None then. ``linked``
    tells that more stands behind its value: a picture in the cell, or a data type.
    """

    style: int
    content: Content = _NOTHING
    shared: int | None = None
    linked: bool = False


class SheetPatch:
    """The changes to one sheet part, made while ``pieces`` is consumed; the other attributes are valid then.

    changed   whether any byte differs
    seen      the cells that were to be changed, as they stood
    areas     of array formulas and data tables
    contents  whether a value or formula differs
    formulas  whether a formula came, went or moved
    frame     merged cells, protection and column styles of the sheet
    """

    def __init__(
        self,
        package: Package,
        part: str,
        changes: Mapping[Place, Change],
        restyle: Restyle,
        grow: Grow | None = None,
    ) -> None:
        self._package = package
        self._part = part
        self._changes = by_row(changes)
        self._restyle = restyle
        self._grow = grow
        self.changed = self.contents = self.formulas = False
        self.seen: dict[Place, Seen] = {}
        self.areas: list[Area] = []
        self.frame = Frame()

    def pieces(self) -> Iterator[bytes]:
        """The changed part. ClerkMessage where the part is damaged."""
        try:
            yield from self._pieces()
        except Damaged as error:
            raise damaged(self._package.path, self._part) from error

    def _pieces(self) -> Iterator[bytes]:
        text = SheetText(self._package, self._part)
        self._shared = SharedFormulas(text.spelling)
        self.areas = self._shared.areas
        self._reader = ExactReader(strings=_ANY, date1904=self._package.date1904)
        self._reader.feed(text.head)
        self.frame = self._reader.frame
        self._row_end = b"%s>" % text.spelling.row_end
        writer = CellWriter(text.spelling, self._shared, self._restyle, self._witness, self._column_style)
        walk = Walk(text.spelling, self._changes)
        yield self._head(text)
        for block in text.blocks():
            self._shared.look_at(block)
            yield from self._block(block, walk, writer)
        for number in walk.left_over():
            yield self._different(b"", writer.new_row(number, self._changes[number]))
        self._reader.feed(text.tail)
        self._reader.close()
        yield self._different(text.tail, self._tail(text))

    def _block(self, block: Block, walk: Walk, writer: CellWriter) -> Iterator[bytes]:
        at = 0
        for place in walk.rows(block):
            changes = self._changes.get(place.number, {})
            if place.missing:
                row = writer.new_row(place.number, changes)
            else:
                self._row_tag = _opened(block, place)
                row = writer.row(block, place, changes)
                self._shared.passed(place.number)
                walk.everywhere = bool(self._shared.waiting)
            yield block.text[at : place.start]
            yield self._different(block.text[place.start : place.end], row)
            at = place.end
        yield block.text[at:] if at else block.text

    def _different(self, before: bytes, after: bytes) -> bytes:
        self.changed |= before != after
        return after

    def _head(self, text: SheetText) -> bytes:
        filled = [
            (row, column)
            for row, changes in self._changes.items()
            for column, change in changes.items()
            if change.content is None or change.content != _NOTHING
        ]
        if not filled:
            return text.head
        rows, columns = zip(*filled, strict=True)
        return with_dimension(
            text.head, text.spelling.prefix, Area(min(rows), min(columns), max(rows), max(columns))
        )

    def _tail(self, text: SheetText) -> bytes:
        return text.tail if self._grow is None else with_grown_areas(text.head, text.tail, self._grow)

    def _column_style(self, column: int) -> int:
        return next((xf for first, last, xf in self.frame.column_styles if first <= column <= last), 0)

    def _witness(self, row: int, column: int, style: int, xml: bytes) -> None:
        """Reads a cell as the reader of whole sheets would, before it is changed."""
        change = self._changes[row][column].content
        self.contents |= change is not None
        self.formulas |= change is not None and change.formula is not None
        if not xml:
            self.seen[row, column] = Seen(style)
            return
        read = self._reader.feed(self._row_tag + xml + self._row_end)
        if len(read) != 1 or len(read[0].cells) != 1:
            raise Damaged(f"the cell {address(row, column)} cannot be read")
        seen = _seen(read[0].cells[0], style, self._shared, row, column, xml)
        self.formulas |= change is not None and seen.content.formula is not None
        self.seen[row, column] = seen


def by_row(changes: Mapping[Place, Change]) -> dict[int, dict[int, Change]]:
    """The changes of each row, by column."""
    rows: dict[int, dict[int, Change]] = {}
    for (row, column), change in changes.items():
        rows.setdefault(row, {})[column] = change
    return rows


def _opened(block: Block, place: RowPlace) -> bytes:
    tag = block.text[place.start : place.inside]
    return tag[:-2].rstrip() + b">" if place.closed else tag


def _seen(cell: ExactCell, style: int, shared: SharedFormulas, row: int, column: int, xml: bytes) -> Seen:
    formula = None if cell.formula is None else "=" + cell.formula
    if formula is None and cell.group >= 0 and (master := shared.master(cell.group, row, column)):
        formula = master.formula(row, column)
    linked = b"vm=" in xml[: xml.find(b">")]
    if cell.shared >= 0:
        return Seen(style, Content(None, formula), cell.shared, linked)
    value: CellValue = None
    if cell.kind is Kind.NUMBER:
        value = cell.number
    elif cell.kind is Kind.BOOLEAN:
        value = bool(cell.number)
    elif cell.kind is Kind.TEXT:
        value = cell.text
    elif cell.kind is Kind.ERROR:
        value = ErrorValue(cell.text or "")
    return Seen(style, Content(value, formula), None, linked)
