"""Going through the rows of a sheet part, stopping at the wanted ones, quickly past all others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.sheet_text import Block, Spelling, attributes


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands in its block; ``start == end`` is where it would stand, for it is not there.

    ``inside`` is where its cells begin; ``closed`` tells that it is an empty tag.
    """

    number: int
    start: int
    inside: int
    end: int
    closed: bool

    @property
    def missing(self) -> bool:
        return self.start == self.end


class Walk:
    """A way through the rows, block by block, that stops at the rows that are ``wanted``.

    ``everywhere`` may be set and taken back on the way: it then stops at every row. Raises ``Damaged`` where
    rows near those stand twice or out of order.
    """

    def __init__(self, spelling: Spelling, wanted: Iterable[int]) -> None:
        self._spelling = spelling
        self._wanted = deque(sorted(set(wanted)))
        self._passed = 0
        self.everywhere = False

    def rows(self, block: Block) -> Iterator[RowPlace]:
        """The rows of the block to stop at, those that are missing included."""
        at, leaping = 0, True
        while self._wanted or self.everywhere:
            if leaping and not self.everywhere:
                row = self._leap(block, at)
                if row is None:
                    leaping = False
                    if self._beyond(block, at):
                        return
                    continue
            else:
                row = self._step(block, at)
                if row is None:
                    return
            wanted = bool(self._wanted) and self._wanted[0] == row.number
            if wanted:
                self._wanted.popleft()
            if not row.missing:
                self._pass(row.number)
                at = row.end
            if wanted or self.everywhere:
                yield row

    def left_over(self) -> Iterator[int]:
        """Wanted rows below the last row of the sheet."""
        while self._wanted:
            yield self._wanted.popleft()

    def _leap(self, block: Block, at: int) -> RowPlace | None:
        """The next wanted row, where it begins as almost all writers write it."""
        start = block.masked.find(b'%s r="%d"' % (self._spelling.row_start, self._wanted[0]), at)
        if start < 0:
            return None
        row = self._place(block, start)
        if self._is_between_wrong_rows(block, at, row):
            raise Damaged(f"row {row.number} stands twice or out of order")
        return row

    def _is_between_wrong_rows(self, block: Block, at: int, row: RowPlace) -> bool:
        """Whether the row before it (from ``at`` on) or the one behind it should stand elsewhere."""
        above = block.masked.rfind(self._spelling.row_start, at, row.start)
        tag = self._spelling.row.match(block.masked, above) if above >= 0 else None
        if tag and self._number(tag[1], 0) >= row.number:
            return True
        tag = self._spelling.row.search(block.masked, row.end)
        return tag is not None and self._number(tag[1], row.number) <= row.number

    def _beyond(self, block: Block, at: int) -> bool:
        """Whether the whole block stands above the next wanted row. It is passed then."""
        start = block.masked.rfind(self._spelling.row_start, at)
        tag = self._spelling.row.match(block.masked, start) if start >= 0 else None
        number = attributes(tag[1]).get(b"r") if tag else None
        if number is None or not number.strip().isdigit() or int(number) >= self._wanted[0]:
            return False
        self._pass(int(number))
        return True

    def _step(self, block: Block, at: int) -> RowPlace | None:
        """The next row, or the place of a wanted one that is missing before it."""
        tag = self._spelling.row.search(block.masked, at)
        if not tag:
            return None
        number = self._number(tag[1], self._passed)
        if self._wanted and self._wanted[0] < number:
            if self._wanted[0] <= self._passed:
                raise Damaged(f"row {self._wanted[0]} stands out of order")
            return RowPlace(self._wanted[0], tag.start(), tag.start(), tag.start(), closed=True)
        return self._place(block, tag.start(), number)

    def _place(self, block: Block, start: int, number: int = 0) -> RowPlace:
        tag = self._spelling.row.match(block.masked, start)
        if not tag:
            raise Damaged("the start of a row cannot be read")
        number = number or self._number(tag[1], self._passed)
        if tag[2]:
            return RowPlace(number, start, tag.end(), tag.end(), closed=True)
        end = block.masked.find(b">", block.masked.find(self._spelling.row_end, tag.end())) + 1
        if end <= tag.end():
            raise Damaged(f"row {number} has no end")
        return RowPlace(number, start, tag.end(), end, closed=False)

    @staticmethod
    def _number(tag: bytes, before: int) -> int:
        """A row that bears no number is the one after the row before."""
        stated = attributes(tag).get(b"r")
        if stated is None:
            return before + 1
        if not stated.strip().isdigit():
            raise Damaged(f"there is no row {stated.decode('utf-8', 'replace')}")
        return int(stated)

    def _pass(self, number: int) -> None:
        if number <= self._passed:
            raise Damaged(f"row {number} stands twice or out of order")
        self._passed = number
