"""A sheet part after its changes, held against the part as it was and against what was meant.

Both are gone through side by side. Every byte outside of the changed rows must be the same. A changed row is
read by the XML parser, here and there: it must hold the cells it held and those that came, what was written
where something was written, and what it held everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from invoicing_xl.model.cells import Content, address
from invoicing_xl.workbook.opc.deflate import crc32
from invoicing_xl.workbook.opc.meant import Meant
from invoicing_xl.workbook.opc.obstacles import same
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_exact import ExactCell, ExactReader, ExactRow
from invoicing_xl.workbook.opc.sheet import ANY_STRING, content_of
from invoicing_xl.workbook.opc.sheet_rows import Walk
from invoicing_xl.workbook.opc.sheet_text import SheetText

_Numbered = tuple[int, ExactRow]
_NOTHING = ExactRow(0, hidden=False, style=-1, cells=[])


def cells_as_meant(old: Package, new: Package, part: str, meant: Meant) -> str:
    """What is wrong with the part in ``new``, ``old`` being as it was before the changes; "" if nothing.

    ClerkMessage where a file cannot be read or was damaged before, ``Damaged`` where the new one is.
    """
    written: dict[int, dict[int, Content | None]] = {}
    for (row, column), content in meant.cells.items():
        written.setdefault(row, {})[column] = content
    after = _Apart(new, part, meant.rows)
    # A sheet that we put and then changed has nothing before it in the file.
    before = _Apart(old, part, meant.rows) if meant.of_file else after
    rows = (
        zip(_as_found(old, part, before.rows()), after.rows(), strict=True)
        if meant.of_file
        else ((row, row) for row in after.rows())
    )
    for (number, was), (_, now) in rows:
        if wrong := _wrong(number, was, now, written.get(number, {})):
            return wrong
    if before.rest != after.rest:
        return "it differs outside of the changed rows"
    return "" if before.reader.frame == after.reader.frame else "what holds for the whole sheet differs"


def _as_found(old: Package, part: str, rows: Iterator[_Numbered]) -> Iterator[_Numbered]:
    """An edit reads no cell but its own, so here another one in its row may turn out to be damaged."""
    try:
        yield from rows
    except Damaged as error:
        raise damaged(old.path, part) from error


class _Apart:
    """A sheet part as it is gone through: its ``rows`` that may differ, and the CRC-32 of all other rows."""

    def __init__(self, package: Package, part: str, rows: frozenset[int]) -> None:
        self._text = SheetText(package, part)
        self._walk = Walk(self._text.spelling, rows)
        self.reader = ExactReader(strings=ANY_STRING, date1904=package.date1904)
        self.rest = 0

    def rows(self) -> Iterator[_Numbered]:
        """Each of the rows, in their order; one without cells where there is none."""
        self.reader.feed(self._text.head)
        for block in self._text.blocks():
            at = 0
            with memoryview(block.text) as text:
                for place in self._walk.rows(block):
                    self.rest = crc32(text[at : place.start], self.rest)
                    yield place.number, self._row(block.text[place.start : place.end])
                    at = place.end
                self.rest = crc32(text[at:], self.rest)
        yield from ((number, _NOTHING) for number in self._walk.left_over())
        self.reader.feed(self._text.tail)
        self.reader.close()

    def _row(self, xml: bytes) -> ExactRow:
        return self.reader.feed(xml)[0] if xml else _NOTHING


def _wrong(number: int, was: ExactRow, now: ExactRow, written: Mapping[int, Content | None]) -> str:
    """What is wrong with a row: it must hold what was written, and what it held."""
    if (was.hidden, was.style) != (now.hidden, now.style) and was is not _NOTHING:
        return f"row {number} looks different"
    before = {cell.column: cell for cell in was.cells}
    after = {cell.column: cell for cell in now.cells}
    if len(after) != len(now.cells) or not before.keys() <= after.keys() <= before.keys() | written.keys():
        return f"row {number} does not hold the cells that it should"
    for column in sorted(after.keys() | written.keys()):
        cell = after.get(column, ExactCell(column))
        content = written.get(column)
        if content is not None and not same(content_of(cell), content):
            return f"{address(number, column)} holds {content_of(cell)}, not {content}"
        if content is None and not _same(before.get(column, ExactCell(column)), cell):
            return f"{address(number, column)} does not hold what it held"
        if column not in written and before[column].style != cell.style:
            return f"{address(number, column)} looks different"
    return ""


def _same(one: ExactCell, other: ExactCell) -> bool:
    """Whether both hold the same; a member of a shared formula may have got the text of its own."""
    held = [(cell.kind, str(cell.number), cell.text, cell.shared, cell.area) for cell in (one, other)]
    return held[0] == held[1] and (one.formula == other.formula or one.group >= 0)
