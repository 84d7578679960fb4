"""One snapshot of a sheet, as columns.

Nothing an audit must see is hidden: kind, exact number, exact text, number format, formula, error
value, hidden rows. Index ``i`` of every array is sheet row ``i + 1``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.edits import Edit

NO_CODE = -1

_Cell = TypeVar("_Cell", bound=np.generic)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The cells of one column.

    kinds     uint8, a ``Kind`` for each row (of the cached result where the cell is a formula)
    numbers   float64; the number or serial, 0/1 for a boolean, NaN elsewhere
    texts     int32; index into ``Grid.pool`` for TEXT and ERROR (the error's code), else -1
    formulas  int32; index into the grid's formulas, -1 where the cell is no formula.
              Members of one shared formula carry the same index
    styles    int32; index into ``Grid.formats``
    """

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    texts: NDArray[np.int32]
    formulas: NDArray[np.int32]
    styles: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """An Excel table (ListObject). ``area`` includes its header and totals rows."""

    name: str
    area: Area
    header_rows: int = 1
    totals_rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A sheet as it stood when it was read.

    ``columns`` holds, by column number, only the columns in which any cell has a value or a formula;
    ``pool`` the sheet's texts, each once, which columns index (some may be unused).
    ``names`` are the defined names that formulas of the sheet may use, as the file has them: what each stands
    for, without ``=`` (an open program is asked for names only where one is needed).
    ``formula_text(index, row, column)`` gives the A1 formula (with ``=``) of a member of formula
    ``index``; use ``formula`` instead of calling it. Rules call it from threads, so it asks
    no open program.
    """

    sheet: str
    row_count: int
    columns: Mapping[int, GridColumn]
    pool: pa.StringArray
    formats: Sequence[str] = ("General",)
    date1904: bool = False
    hidden: NDArray[np.bool_] | None = None
    tables: tuple[SheetTable, ...] = ()
    merged: tuple[Area, ...] = ()
    protected: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    formula_text: Callable[[int, int, int], str] = field(default=lambda index, row, column: "")

    @property
    def last_column(self) -> int:
        return max(self.columns, default=0)

    def kind(self, row: int, column: int) -> Kind:
        cells = self.columns.get(column)
        if cells is None or not 1 <= row <= self.row_count:
            return Kind.BLANK
        return Kind(int(cells.kinds[row - 1]))

    def value(self, row: int, column: int) -> CellValue:
        """The value (for a formula its last result)."""
        kind = self.kind(row, column)
        if kind is Kind.BLANK:
            return None
        cells = self.columns[column]
        if kind is Kind.NUMBER:
            return float(cells.numbers[row - 1])
        if kind is Kind.BOOLEAN:
            return bool(cells.numbers[row - 1])
        text = str(self.pool[int(cells.texts[row - 1])].as_py())
        return ErrorValue(text) if kind is Kind.ERROR else text

    def formula(self, row: int, column: int) -> str | None:
        """The formula in A1 notation with its ``=``, or None."""
        cells = self.columns.get(column)
        if cells is None or not 1 <= row <= self.row_count or cells.formulas[row - 1] < 0:
            return None
        return self.formula_text(int(cells.formulas[row - 1]), row, column)

    def number_format(self, row: int, column: int) -> str:
        cells = self.columns.get(column)
        if cells is None or not 1 <= row <= self.row_count:
            return "General"
        return self.formats[int(cells.styles[row - 1])]

    def with_edits(self, edits: Iterable[Edit]) -> Grid:
        """The snapshot as it would stand after the edits; formulas keep their last results.

        For dry runs and settling: a new formula's result is the ``value`` its edit gives. Edits of other
        sheets are left out; only touched columns are copied.
        """
        changes: dict[int, dict[int, Content]] = {}
        for edit in edits:
            if edit.sheet == self.sheet:
                changes.setdefault(edit.column, {})[edit.row] = edit.after
        if not changes:
            return self
        values = [content.value for rows in changes.values() for content in rows.values()]
        last = max(self.row_count, *(max(rows) for rows in changes.values()))
        writing = _Writing(self, last, [str(value) for value in values if _is_text(value)])
        return writing.grid({column: writing.column(column, rows) for column, rows in changes.items()})

    def content(self, row: int, column: int) -> Content:
        """What an edit states as standing there."""
        return Content(self.value(row, column), self.formula(row, column), self.number_format(row, column))


class _Writing:
    """The making of a grid that differs from ``before`` in some cells; what is new is numbered on."""

    def __init__(self, before: Grid, row_count: int, texts: Iterable[str]) -> None:
        self._before = before
        self._row_count = row_count
        self._texts = _numbered(texts, before.pool)
        self._formats = {code: index for index, code in reversed(list(enumerate(before.formats)))}
        self._new_formats: list[str] = []
        self._formulas: list[str] = []
        # Above every index in use, so that an index tells whose formula it is.
        used = (int(cells.formulas.max(initial=-1)) for cells in before.columns.values())
        self._first_formula = max(used, default=-1) + 1

    def column(self, column: int, changes: Mapping[int, Content]) -> GridColumn:
        """A copy of the column in which these rows hold these contents."""
        cells = self._resized(self._before.columns.get(column), copy=True)
        places = np.fromiter(changes, np.int64, len(changes)) - 1
        values = [content.value for content in changes.values()]
        cells.kinds[places] = [_kind(value) for value in values]
        cells.numbers[places] = [
            float(value) if isinstance(value, int | float) else np.nan for value in values
        ]
        cells.texts[places] = [self._texts[str(value)] if _is_text(value) else NO_CODE for value in values]
        cells.formulas[places] = [
            self._formula(row, column, content.formula) for row, content in changes.items()
        ]
        for row, content in changes.items():
            if content.number_format is not None:
                cells.styles[row - 1] = self._format(content.number_format)
        return cells

    def grid(self, touched: Mapping[int, GridColumn]) -> Grid:
        """The whole snapshot; a touched column that became empty is left out."""
        before = self._before
        columns = {column: self._resized(cells, copy=False) for column, cells in before.columns.items()}
        columns.update(touched)
        for column, cells in touched.items():
            if not cells.kinds.any() and (cells.formulas < 0).all():
                del columns[column]
        pool = before.pool
        new = [text for text, code in self._texts.items() if code >= len(pool)]
        if new:
            pool = pa.concat_arrays([pool, pa.array(new, pool.type)])
        return replace(
            before,
            row_count=self._row_count,
            columns=dict(sorted(columns.items())),
            pool=pool,
            formats=(*before.formats, *self._new_formats),
            hidden=None if before.hidden is None else _longer(before.hidden, self._row_count, False),
            formula_text=self._formula_text(),
        )

    def _resized(self, cells: GridColumn | None, *, copy: bool) -> GridColumn:
        rows = self._row_count
        if cells is None:
            return GridColumn(
                kinds=np.zeros(rows, np.uint8),
                numbers=np.full(rows, np.nan),
                texts=np.full(rows, NO_CODE, np.int32),
                formulas=np.full(rows, NO_CODE, np.int32),
                styles=np.zeros(rows, np.int32),
            )
        if len(cells.kinds) == rows and not copy:
            return cells
        return GridColumn(
            kinds=_longer(cells.kinds, rows, Kind.BLANK),
            numbers=_longer(cells.numbers, rows, np.nan),
            texts=_longer(cells.texts, rows, NO_CODE),
            formulas=_longer(cells.formulas, rows, NO_CODE),
            styles=_longer(cells.styles, rows, 0),
        )

    def _format(self, code: str) -> int:
        if code not in self._formats:
            self._formats[code] = len(self._before.formats) + len(self._new_formats)
            self._new_formats.append(code)
        return self._formats[code]

    def _formula(self, row: int, column: int, formula: str | None) -> int:
        if formula is None:
            return NO_CODE
        if formula == self._before.formula(row, column):
            return int(self._before.columns[column].formulas[row - 1])
        self._formulas.append(formula)
        return self._first_formula + len(self._formulas) - 1

    def _formula_text(self) -> Callable[[int, int, int], str]:
        if not self._formulas:
            return self._before.formula_text
        first, added, earlier = self._first_formula, tuple(self._formulas), self._before.formula_text

        def text(index: int, row: int, column: int) -> str:
            return earlier(index, row, column) if index < first else added[index - first]

        return text


def _is_text(value: CellValue) -> bool:
    """Whether the cell's content stands in the pool: a text, or an error's code."""
    return isinstance(value, str | ErrorValue)


def _numbered(texts: Iterable[str], pool: pa.StringArray) -> dict[str, int]:
    """The place of each text in the pool; those it does not hold are numbered on behind it."""
    wanted = list(dict.fromkeys(texts))
    if not wanted:
        return {}
    held = pc.indices_nonzero(pc.index_in(pool, value_set=pa.array(wanted, pool.type)).is_valid())
    numbers: dict[str, int] = dict(zip(pool.take(held).to_pylist(), held.to_pylist(), strict=True))
    new = [text for text in wanted if text not in numbers]
    return numbers | {text: len(pool) + place for place, text in enumerate(new)}


def _kind(value: CellValue) -> Kind:
    if value is None:
        return Kind.BLANK
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, ErrorValue):
        return Kind.ERROR
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


def _longer(cells: NDArray[_Cell], rows: int, blank: float) -> NDArray[_Cell]:
    """A copy of the array, filled up with ``blank``."""
    longer = np.full(rows, blank, cells.dtype)
    longer[: len(cells)] = cells
    return longer
