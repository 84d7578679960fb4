"""A sheet part, read once from end to end: cells by column, exact, and fast for a million rows.

Rows in the usual shape are scanned as columns of bytes, all others go through an XML parser that also sees
everything around the rows. Both say the same of the same row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from invoicing_xl.model.cells import MAX_ROW
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Damaged, Ints, Rows
from invoicing_xl.workbook.opc.scan_columns import Columns
from invoicing_xl.workbook.opc.scan_contents import Readers
from invoicing_xl.workbook.opc.scan_exact import ExactReader, ExactRow, Frame, cells_of
from invoicing_xl.workbook.opc.scan_fast import Scanned, scan
from invoicing_xl.workbook.opc.scan_formulas import FormulaTexts
from invoicing_xl.workbook.opc.scan_stream import Stretch, stretches, with_prefix, without_prefix
from invoicing_xl.workbook.opc.scan_tokens import PADDING

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """``texts``: those that stand in the cells; in ``columns`` they are numbered after the shared strings."""

    columns: Columns
    texts: list[pa.StringArray]
    formulas: FormulaTexts
    frame: Frame


def scan_sheet(part: Iterable[bytes], *, strings: int, date1904: bool, size: int = PIECE) -> ScannedSheet:
    """Read a sheet part.

    strings  how many shared strings the workbook has
    size     about how many bytes to look at at a time

    ``Damaged`` where the part is no sheet, or cells in it contradict each other.
    """
    scanning = _Scanning(strings, date1904)
    for stretch in stretches(part, "sheetData", "row", size):
        scanning.take(stretch)
    return scanning.finished()


class _Scanning:
    """The sheet as it comes together, piece by piece in the order of the part."""

    def __init__(self, strings: int, date1904: bool) -> None:
        self._readers = Readers(strings, date1904=date1904)
        self._exact = ExactReader(strings=strings, date1904=date1904)
        self._columns = Columns()
        self._formulas = FormulaTexts()
        self._texts: list[pa.StringArray] = []
        self._text_count = strings
        self._last_row = 0

    def take(self, stretch: Stretch) -> None:
        canonical = None if stretch.prefix is None else without_prefix(stretch.data, stretch.prefix)
        scanned = None if canonical is None else scan(canonical + PADDING, self._readers)
        if canonical is None or scanned is None:
            self._take_exact(self._exact.feed(stretch.data))
        elif not scanned.odd.any():
            numbers = self._numbered(scanned.rows.numbers)
            self._put(_standing(scanned.cells, numbers), replace(scanned.rows, numbers=numbers))
        else:
            self._take_mixed(canonical, stretch.prefix or b"", scanned)

    def finished(self) -> ScannedSheet:
        self._exact.close()
        self._columns.fill(self._formulas.areas)
        return ScannedSheet(self._columns, self._texts, self._formulas, self._exact.frame)

    def _take_exact(self, rows: list[ExactRow]) -> None:
        if rows:
            numbers = self._numbered(np.array([row.number for row in rows], np.int64))
            self._put(cells_of(rows, numbers), _rows_of(rows, numbers))

    def _take_mixed(self, data: bytes, prefix: bytes, scanned: Scanned) -> None:
        """Odd rows between others: the parser reads just these."""
        odd = np.flatnonzero(scanned.odd)
        starts = scanned.starts
        markup = b"".join(data[starts[row] : starts[row + 1]] for row in odd.tolist())
        exact = self._exact.feed(with_prefix(markup, prefix))
        if len(exact) != len(odd):
            raise Damaged("its rows cannot be told apart")
        numbers = scanned.rows.numbers.copy()
        numbers[odd] = [row.number for row in exact]
        numbers = self._numbered(numbers)
        plain = np.flatnonzero(~scanned.odd)
        self._put(
            _standing(scanned.cells, numbers).merged(cells_of(exact, numbers.take(odd))),
            Rows(numbers.take(plain), scanned.rows.hidden.take(plain), scanned.rows.styles.take(plain)),
        )
        self._columns.add_rows(_rows_of(exact, numbers.take(odd)))

    def _numbered(self, numbers: Ints) -> Ints:
        """Row numbers; one that is not stated (0) follows the row before."""
        if not numbers.all():
            numbers = numbers.copy()
            for place in np.flatnonzero(numbers == 0).tolist():
                numbers[place] = (numbers[place - 1] if place else self._last_row) + 1
        self._last_row = int(numbers[-1])
        if numbers.max() > MAX_ROW:
            raise Damaged("it has more rows than a sheet can have")
        return numbers

    def _put(self, cells: Cells, rows: Rows) -> None:
        self._columns.add_rows(rows)
        texts = np.where(cells.texts < NONE, self._text_count - 2 - cells.texts, cells.texts)
        if len(cells.own):
            self._texts.append(cells.own)
            self._text_count += len(cells.own)
        self._columns.add_cells(cells, texts, self._formulas.add(cells))


def _standing(cells: Cells, numbers: Ints) -> Cells:
    """The cells with the numbers of their rows instead of the count."""
    return replace(cells, rows=numbers.take(cells.rows))


def _rows_of(rows: list[ExactRow], numbers: Ints) -> Rows:
    return Rows(
        numbers,
        np.array([row.hidden for row in rows], np.bool_),
        np.array([row.style for row in rows], np.int32),
    )
