"""A worksheet part with some of its cells changed; every other byte of it stays.

The part is read and written once, as a stream of blocks of whole rows. What an edit must know of the cells
(what stands there, whether an array or merged cells are in the way) is gathered on the same way, so the
result is only used when all of that turned out well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind, address
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_exact import ExactCell, ExactReader
from invoicing_xl.workbook.opc.scan_xml import RunLook
from invoicing_xl.workbook.opc.shared_formulas import SharedFormulas
from invoicing_xl.workbook.opc.sheet_cells import CellWriter, Change, Found, Restyle
from invoicing_xl.workbook.opc.sheet_frame import Grow, with_dimension, with_grown_areas
from invoicing_xl.workbook.opc.sheet_rows import Walk
from invoicing_xl.workbook.opc.sheet_text import Block, SheetText

Place = tuple[int, int]
ANY_STRING = 1 << 31
"""More shared strings than there can be: an index is not looked up."""
_NOTHING = Content()


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as it stood: its xf and content.

    ``shared`` is the index of its text among the shared strings; ``content.value`` is None then. ``linked``
    as in ``Found``, ``looks`` of the runs of a text in the cell as of ``run_looks``.
    """

    style: int
    content: Content = _NOTHING
    shared: int | None = None
    linked: bool = False
    looks: tuple[RunLook, ...] = ()


class SheetPatch:
    """The changes to one sheet part, made while ``pieces`` is consumed; the other attributes are valid then.

    changed   whether any byte differs
    seen      the cells that were to be changed, as they stood
    areas     of array formulas and data tables
    rows      the numbers of the rows in which a byte differs
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
        self._grow = grow
        self._text = SheetText(package, part)
        spelling = self._text.spelling
        self._shared = SharedFormulas(spelling)
        self._reader = ExactReader(strings=ANY_STRING, date1904=package.date1904)
        self._writer = CellWriter(spelling, self._shared, restyle, self._witness, self._column_style)
        self._walk = Walk(spelling, self._changes)
        self.changed = self.contents = self.formulas = False
        self.seen: dict[Place, Seen] = {}
        self.rows: set[int] = set()
        self.areas = self._shared.areas
        self.frame = self._reader.frame

    def pieces(self) -> Iterator[bytes]:
        """The changed part. ClerkMessage where the part is damaged."""
        try:
            yield from self._pieces()
        except Damaged as error:
            raise damaged(self._package.path, self._part) from error

    def _pieces(self) -> Iterator[bytes]:
        self._reader.feed(self._text.head)
        yield self._head()
        for block in self._text.blocks():
            self._shared.look_at(block)
            yield from self._block(block)
        for number in self._walk.left_over():
            yield self._row(number, b"", self._writer.new_row(number, self._changes[number]))
        self._reader.feed(self._text.tail)
        self._reader.close()
        yield self._different(self._text.tail, self._tail())

    def _block(self, block: Block) -> Iterator[bytes]:
        at = 0
        for place in self._walk.rows(block):
            changes = self._changes.get(place.number, {})
            if place.missing:
                row = self._writer.new_row(place.number, changes)
            else:
                row = self._writer.row(block, place, changes)
                self._shared.passed(place.number)
                self._walk.everywhere = bool(self._shared.waiting)
            yield block.text[at : place.start]
            yield self._row(place.number, block.text[place.start : place.end], row)
            at = place.end
        yield block.text[at:] if at else block.text

    def _row(self, number: int, before: bytes, after: bytes) -> bytes:
        if before != after:
            self.rows.add(number)
        return self._different(before, after)

    def _different(self, before: bytes, after: bytes) -> bytes:
        self.changed |= before != after
        return after

    def _head(self) -> bytes:
        text = self._text
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

    def _tail(self) -> bytes:
        if self._grow is None:
            return self._text.tail
        return with_grown_areas(self._text.head, self._text.tail, self._grow)

    def _column_style(self, column: int) -> int:
        return next((xf for first, last, xf in self.frame.column_styles if first <= column <= last), 0)

    def _witness(self, found: Found) -> None:
        """Reads a cell as the reader of whole sheets would, before it is changed."""
        place = (found.row, found.column)
        new = self._changes[found.row][found.column].content
        old = self.seen[place] = self._read(found) if found.xml else Seen(found.style)
        if new is not None:
            self.contents = True
            self.formulas |= (old.content.formula or new.formula) is not None

    def _read(self, found: Found) -> Seen:
        rows = self._reader.feed(found.xml)
        if len(rows) != 1 or len(rows[0].cells) != 1:
            raise Damaged(f"the cell {address(found.row, found.column)} cannot be read")
        (cell,) = rows[0].cells
        content = content_of(cell)
        if content.formula is None and cell.group >= 0:
            master = self._shared.master(cell.group, found.row, found.column)
            formula = master.formula(found.row, found.column) if master else None
            content = replace(content, formula=formula)
        shared = cell.shared if cell.shared >= 0 else None
        return Seen(found.style, content, shared, found.linked, cell.looks)


def by_row(changes: Mapping[Place, Change]) -> dict[int, dict[int, Change]]:
    """The changes of each row, by column."""
    rows: dict[int, dict[int, Change]] = {}
    for (row, column), change in changes.items():
        rows.setdefault(row, {})[column] = change
    return rows


def content_of(cell: ExactCell) -> Content:
    """What the cell itself says: no text that is a shared one, no formula that it shares."""
    return Content(_value(cell), None if cell.formula is None else "=" + cell.formula)


def _value(cell: ExactCell) -> CellValue:
    """The cell's value; None where it is one of the shared strings."""
    if cell.kind is Kind.NUMBER:
        return cell.number
    if cell.kind is Kind.BOOLEAN:
        return bool(cell.number)
    if cell.kind is Kind.ERROR:
        return ErrorValue(cell.text or "")
    return cell.text
