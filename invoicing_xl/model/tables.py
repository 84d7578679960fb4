"""A table of the clerk's sheet as typed columns that never forget their cells.

Row ``i`` of a table is sheet row ``table.rows[i]``; a field is one column of the sheet. From a finding
to "F17" there is never a search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model import dates, money, numbers
from invoicing_xl.model.cells import Content, Kind, address
from invoicing_xl.model.columns import (
    Amounts,
    Dates,
    Decimals,
    Mask,
    Texts,
    compact,
    merged_texts,
    no_dates,
    no_decimals,
    no_texts,
)
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.grid import Grid, GridColumn
from invoicing_xl.model.memo import Memo, cached_property

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row inside or below the data that is no data: ``row`` is its sheet row."""

    row: int
    reason: Literal["blank", "header", "subtotal", "total", "note"]
    label: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one kind on one sheet.

    rows      int64; sheet row of each table row, ascending
    columns   field name -> sheet column
    headers   field name -> caption as the clerk wrote it
    grammars  field name -> how that column writes numbers as text
    orders    field name -> how that column writes dates as text
    left_out  rows that were recognised as blank, repeated header, subtotal, total
    """

    kind: TableKind
    grid: Grid
    header_row: int
    rows: NDArray[np.int64]
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    grammars: Mapping[str, numbers.Grammar] = field(default_factory=dict)
    orders: Mapping[str, dates.Order] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    currencies: Texts | None = None
    _typed_once: Memo = field(default_factory=Memo, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def sheet(self) -> str:
        return self.grid.sheet

    def has(self, *names: str) -> bool:
        return all(name in self.columns for name in names)

    def missing(self, *names: str) -> list[str]:
        return [name for name in names if name not in self.columns]

    # The cells behind a field ------------------------------------------------------------------

    def _cells(self, name: str) -> GridColumn:
        return self.grid.columns[self.columns[name]]

    def _is_empty(self, name: str) -> bool:
        """Whether the sheet has no such column, or nothing in it."""
        return self.columns.get(name) not in self.grid.columns

    @cached_property
    def _index(self) -> NDArray[np.int64] | slice:
        """Grid indices of the rows; a slice where they follow each other (no copies then)."""
        first = self.rows - 1
        if len(first) and int(first[-1]) - int(first[0]) + 1 == len(first):
            return slice(int(first[0]), int(first[-1]) + 1)
        return first

    def kinds(self, name: str) -> NDArray[np.uint8]:
        """``Kind`` of each cell; all BLANK where the sheet has no such column or it is empty."""
        if self._is_empty(name):
            return np.full(len(self), Kind.BLANK, np.uint8)
        return self._cells(name).kinds[self._index]

    def raw_numbers(self, name: str) -> NDArray[np.float64]:
        """Numbers and serials as the workbook stores them, NaN elsewhere."""
        if self._is_empty(name):
            return np.full(len(self), np.nan)
        return self._cells(name).numbers[self._index]

    def raw_texts(self, name: str) -> Texts:
        """Only cells that hold TEXT, as typed."""
        return self._cached("raw_texts", name, self._raw_texts)

    def formulas(self, name: str) -> Mask:
        """Where the cell is a formula."""
        if self._is_empty(name):
            return np.zeros(len(self), bool)
        result: Mask = self._cells(name).formulas[self._index] >= 0
        return result

    def is_formula(self, index: int, name: str) -> bool:
        """Whether one row's cell is a formula: for single findings, where ``formulas`` would look at all."""
        cells = self.grid.columns.get(self.columns.get(name, 0))
        return cells is not None and bool(cells.formulas[int(self.rows[index]) - 1] >= 0)

    def formats(self, name: str) -> NDArray[np.int32]:
        """Style index of each cell (see ``Grid.formats``)."""
        if self._is_empty(name):
            return np.zeros(len(self), np.int32)
        return self._cells(name).styles[self._index]

    # The field as typed values -----------------------------------------------------------------

    def texts(self, name: str) -> Texts:
        """What a text or identifier field shows: text as typed, numbers as the clerk sees them."""
        return self._cached("texts", name, self._texts)

    def decimals(self, name: str) -> Decimals:
        """A number field; text that is surely a number counts."""
        return self._cached("decimals", name, self._decimals)

    def amounts(self, name: str) -> Amounts:
        """A money field in each row's currency; text that is surely a number counts."""
        return self._cached("amounts", name, self._amounts)

    def rates(self, name: str) -> Decimals:
        """A rate field as a share: 0.19 for 19, 0.19 and "19 %" (see ``numbers.rates_of``)."""
        return self._cached("rates", name, self._rates)

    def dates(self, name: str) -> Dates:
        """A date field; text that is surely a date counts."""
        return self._cached("dates", name, self._dates)

    @cached_property
    def places(self) -> NDArray[np.uint8]:
        """Decimals of each row's currency."""
        if self.currencies is None:
            return np.full(len(self), money.DEFAULT_PLACES, np.uint8)
        return money.places_of(self.currencies)

    def _cached(self, what: str, name: str, make: Callable[[str], _T]) -> _T:
        return self._typed_once.get((what, name), lambda: make(name))

    def _raw_texts(self, name: str) -> Texts:
        if self._is_empty(name):
            return no_texts(len(self))
        codes = np.where(self.kinds(name) == Kind.TEXT, self._cells(name).texts[self._index], -1)
        return compact(codes, self.grid.pool)

    def _texts(self, name: str) -> Texts:
        seen, kinds, values = self.raw_texts(name), self.kinds(name), self.raw_numbers(name)
        numeric = kinds == Kind.NUMBER
        if numeric.any():
            shown = numbers.shown(values[numeric], self.formats(name)[numeric], self.grid.formats)
            seen = merged_texts(seen, numeric, shown)
        boolean = kinds == Kind.BOOLEAN
        if boolean.any():
            words = Texts((values[boolean] == 0).astype(np.int32), pa.array(["TRUE", "FALSE"]))
            seen = merged_texts(seen, boolean, words)
        return seen

    def _typed(self, name: str) -> Decimals:
        if self._is_empty(name):
            return no_decimals(len(self))
        return money.decimals_of(self.raw_numbers(name), self.kinds(name) == Kind.NUMBER)

    def _decimals(self, name: str) -> Decimals:
        return numbers.with_texts(self._typed(name), self.raw_texts(name), self.grammars.get(name))

    def _amounts(self, name: str) -> Amounts:
        return money.amounts_of(self.decimals(name), self.places)

    def _rates(self, name: str) -> Decimals:
        # Excel gives a single "0%" that is typed among 19 and 7 a percent format: it says nothing of these.
        telling = (self.kinds(name) == Kind.NUMBER) & (self.raw_numbers(name) != 0)
        used = np.flatnonzero(np.bincount(self.formats(name)[telling]))
        return numbers.rates_of(
            self._typed(name),
            self.raw_texts(name),
            self.grammars.get(name),
            percent_format=any("%" in self.grid.formats[style] for style in used.tolist()),
        )

    def _dates(self, name: str) -> Dates:
        if self._is_empty(name):
            return no_dates(len(self))
        kinds = self.kinds(name)
        days = dates.days_of(
            np.where(kinds == Kind.NUMBER, self.raw_numbers(name), np.nan), date1904=self.grid.date1904
        )
        texts = self.raw_texts(name)
        if not texts.known.any():
            return Dates(days, np.zeros(len(self), bool))
        return dates.with_texts(days, texts, self.orders.get(name))

    def with_grid(self, grid: Grid) -> Table:
        """The same rows and columns over another snapshot (after edits) of the sheet."""
        return replace(self, grid=grid)

    def with_currencies(self, currencies: Texts) -> Table:
        return replace(self, currencies=currencies)

    # Findings ----------------------------------------------------------------------------------

    def where(self, mask: Mask) -> Iterator[int]:
        """Indices of the rows where the mask holds."""
        yield from np.flatnonzero(mask).tolist()

    def cell(self, index: int, name: str) -> str:
        """ "F17"."""
        return address(int(self.rows[index]), self.columns[name])

    def place(self, index: int, name: str) -> str:
        """ "Invoices!F17", for ``related``."""
        return f"{self.sheet}!{self.cell(index, name)}"

    def content(self, index: int, name: str) -> Content:
        return self.grid.content(int(self.rows[index]), self.columns[name])

    def document(self, index: int) -> str:
        """The number that names the row: its own, or the document it belongs to."""
        return self.texts("number")[index].strip()

    def edit(self, index: int, name: str, after: Content) -> Edit:
        """What would put ``after`` into this row's field."""
        row, column = int(self.rows[index]), self.columns[name]
        return Edit(self.sheet, row, column, before=self.grid.content(row, column), after=after)

    def finding(
        self,
        index: int,
        name: str,
        severity: Severity,
        message: str,
        *,
        proposed: str = "",
        confidence: Confidence = Confidence.SHOW,
        edits: tuple[Edit, ...] = (),
        related: tuple[str, ...] = (),
    ) -> Finding:
        """A finding at this row's field."""
        return Finding(
            severity=severity,
            sheet=self.sheet,
            row=int(self.rows[index]),
            column=self.columns[name],
            header=self.headers.get(name, ""),
            document=self.document(index),
            customer=self.texts("customer")[index].strip() or self.texts("customer_name")[index].strip(),
            message=message,
            now=self.now(index, name),
            proposed=proposed,
            confidence=confidence,
            edits=edits,
            related=related,
        )

    def now(self, index: int, name: str) -> str:
        """What the clerk sees in the cell."""
        dated = self.dates(name).text(index) if FIELDS[name].kind == "date" else ""
        value = self.grid.value(int(self.rows[index]), self.columns[name])
        if isinstance(value, float):
            return dated or f"{value:.15g}"
        return "" if value is None else str(value)


class TableIndex:
    """Finds the table row behind a sheet row."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._by_sheet: dict[str, list[Table]] = {}
        for table in tables:
            self._by_sheet.setdefault(table.sheet, []).append(table)

    def at(self, sheet: str, row: int) -> tuple[Table, int] | None:
        """The table and its index of a sheet row; None where no table has that row."""
        for table in self._by_sheet.get(sheet, []):
            index = int(np.searchsorted(table.rows, row))
            if index < len(table) and int(table.rows[index]) == row:
                return table, index
        return None
