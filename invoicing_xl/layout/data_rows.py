"""Which rows below a header are data, and what the others are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.layout.assign import Header
from invoicing_xl.layout.captions import plain
from invoicing_xl.layout.evidence import looks_like_label
from invoicing_xl.layout.vocabulary import TOTAL_WORDS
from invoicing_xl.model import money
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Mask, compact
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.grid import GridColumn
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.tables import LeftOut

_NAMES = ("number", "date", "customer", "customer_name", "applies_to", "item")
_SUMS = ("gross", "net", "amount", "open", "tax", "paid", "due_amount", "debit", "credit")


def data_rows(
    header: Header, columns: Mapping[str, int], table_column: Sequence[int]
) -> tuple[NDArray[np.int64], tuple[LeftOut, ...]]:
    """The sheet rows that hold data, and the rows left out with what they are.

    Blank rows after the last filled one are not mentioned. A row without a document number is data:
    a missing number is a mistake to find.
    """
    rows = header.rows
    cells = {column: header.grid.columns[column] for column in table_column if column in header.grid.columns}
    if not len(rows) or not cells:
        return rows[:0], ()
    filled = np.zeros(len(rows), np.int32)
    for column in cells.values():
        filled += column.kinds[rows - 1] != Kind.BLANK
    last = int(np.flatnonzero(filled)[-1]) + 1 if filled.any() else 0
    rows, filled = rows[:last], filled[:last]
    looked_at = _Rows(header, columns, cells, rows, filled)
    blank = filled == 0
    repeated = looked_at.repeated_headers() & ~blank
    totals = looked_at.totals() & ~blank & ~repeated
    notes = looked_at.notes() & ~blank & ~repeated & ~totals
    left_out = [LeftOut(int(rows[at]), "blank") for at in np.flatnonzero(blank).tolist()]
    left_out += [LeftOut(int(rows[at]), "header") for at in np.flatnonzero(repeated).tolist()]
    data = ~(blank | repeated | totals | notes)
    last_data = int(np.flatnonzero(data)[-1]) if data.any() else -1
    for at in np.flatnonzero(totals).tolist():
        left_out.append(
            LeftOut(int(rows[at]), "subtotal" if at < last_data else "total", looked_at.label(at))
        )
    left_out += [LeftOut(int(rows[at]), "note", looked_at.label(at)) for at in np.flatnonzero(notes).tolist()]
    return rows[data], tuple(sorted(left_out, key=lambda one: one.row))


class _Rows:
    """The rows below a header, and the questions that tell data from the rest."""

    def __init__(
        self,
        header: Header,
        columns: Mapping[str, int],
        cells: Mapping[int, GridColumn],
        rows: NDArray[np.int64],
        filled: NDArray[np.int32],
    ) -> None:
        self._header = header
        self._pool = header.grid.pool
        self._columns = {name: column for name, column in columns.items() if column in cells}
        self._cells = cells
        self._rows = rows
        self._filled = filled

    def _kinds(self, column: int) -> NDArray[np.uint8]:
        return self._cells[column].kinds[self._rows - 1]

    def _blank(self, *names: str) -> Mask:
        """Where every one of these fields that the table has is blank, or holds a total's label."""
        result = np.ones(len(self._rows), bool)
        for name in names:
            if name in self._columns:
                column = self._columns[name]
                result &= (self._kinds(column) == Kind.BLANK) | self._labels[column]
        return result

    @cached_property
    def _labels(self) -> dict[int, Mask]:
        """By column the cells that begin or end with "Total", in rows with fewer cells than usual."""
        pattern, fewer = rf"^(?:{TOTAL_WORDS})\b|\s(?:{TOTAL_WORDS})$", self._fewer_cells()
        return {column: self._text_matches(column, pattern, fewer) for column in self._cells}

    def _text_matches(self, column: int, pattern: str, among: Mask) -> Mask:
        """Where a text matches, of the rows in question only: looking at a million texts takes time."""
        cells = self._cells[column]
        result = np.zeros(len(self._rows), bool)
        asked = np.flatnonzero(among & (self._kinds(column) == Kind.TEXT))
        if len(asked):
            codes = cells.texts[self._rows[asked] - 1]
            result[asked] = compact(codes, self._pool).map(_bare).matches(pattern)
        return result

    def repeated_headers(self) -> Mask:
        """Rows that say again what at least half of the captions say (two at least)."""
        hits = np.zeros(len(self._rows), np.int32)
        captions = pa.array(sorted(set(self._header.captions.values())))
        alike = pc.indices_nonzero(pc.is_in(pc.utf8_trim_whitespace(self._pool), captions)).to_pylist()
        said = {code: self._pool[code].as_py().strip() for code in alike}
        for column, caption in self._header.captions.items():
            codes = [code for code, text in said.items() if text == caption]
            if codes and column in self._cells:
                text = self._kinds(column) == Kind.TEXT
                hits += text & np.isin(self._cells[column].texts[self._rows - 1], codes)
        return hits >= max(2, len(self._header.captions) / 2)

    def totals(self) -> Mask:
        """Labelled totals that no document stands behind, and unlabelled ones that add up what is above.

        A customer called "Total Care" has a date and a number: it is data unless its amount is a sum.
        Excel's own subtotals end with the word: "Total Care Total".
        """
        undated = self._blank("date", "due_date")
        unnamed = self._blank(*_NAMES)
        adds_up = self._adds_up()
        figures = self._has_figure()
        labelled = np.zeros(len(self._rows), bool)
        begins = np.zeros(len(self._rows), bool)
        ends = np.zeros(len(self._rows), bool)
        in_question = adds_up | ((undated | unnamed) & self._fewer_cells())
        for column in self._cells:
            labelled |= self._text_matches(column, rf"^(?:{TOTAL_WORDS})\b[\s:.]*$", in_question)
            begins |= self._text_matches(column, rf"^(?:{TOTAL_WORDS})\b", in_question)
            ends |= self._text_matches(column, rf"\s(?:{TOTAL_WORDS})$", in_question)
        return (
            (labelled & (figures | unnamed))
            | (begins & undated & (adds_up | (figures & self._few_cells())))
            | self._group_totals((begins | ends) & undated, adds_up)
            | (unnamed & adds_up & figures)
        )

    def _fewer_cells(self) -> Mask:
        """Rows with fewer cells than the table's rows have; a total row is never as full as these."""
        return self._filled < self._usual_cells()

    def _usual_cells(self) -> float:
        filled = self._filled[self._filled > 0]
        return float(np.median(filled)) if len(filled) else 0.0

    def _few_cells(self) -> Mask:
        """Rows with far fewer cells than the table's rows have."""
        return self._filled <= max(2.0, self._usual_cells() / 2)

    def _has_figure(self) -> Mask:
        result = np.zeros(len(self._rows), bool)
        for name, column in self._columns.items():
            if FIELDS[name].kind in ("amount", "number"):
                result |= self._kinds(column) == Kind.NUMBER
        return result

    def _adds_up(self) -> Mask:
        """Rows one of whose amounts is a SUM or SUBTOTAL, or is what the rows above it add up to."""
        result = np.zeros(len(self._rows), bool)
        for name in _SUMS:
            if name in self._columns:
                column = self._columns[name]
                result |= self._sum_formulas(column) | self._equals_sum_above(column)
        return result

    def _sum_formulas(self, column: int) -> Mask:
        """A column of sums only (line totals, say) tells nothing about single rows."""
        formulas = self._cells[column].formulas[self._rows - 1]
        places = np.flatnonzero(formulas >= 0)
        result = np.zeros(len(self._rows), bool)
        if not 0 < len(places) <= max(20, len(self._rows) // 5):
            return result
        for at in places.tolist():
            text = (self._header.grid.formula(int(self._rows[at]), column) or "").upper()
            result[at] = any(word in text for word in ("SUM(", "SUBTOTAL(", "AGGREGATE("))
        return result

    def _group_totals(self, labelled: Mask, adds_up: Mask) -> Mask:
        return labelled & (adds_up | self._sums_since()) if labelled.any() else labelled

    def _sums_since(self) -> Mask:
        """Rows without number and date one of whose amounts is what the rows since the last such row add up
        to. Without a label beside it that may be chance."""
        result = np.zeros(len(self._rows), bool)
        for name in _SUMS:
            if name in self._columns:
                minor = self._minor(self._columns[name])
                between = self._blank("number", "date") & (minor != 0)
                total = np.cumsum(np.where(between, 0, minor))
                places = np.flatnonzero(between)
                sums = np.diff(total[places], prepend=0)
                result[places] |= (minor[places] == sums) & (sums != 0)
        return result

    def _minor(self, column: int) -> NDArray[np.int64]:
        values = np.where(
            self._kinds(column) == Kind.NUMBER, self._cells[column].numbers[self._rows - 1], np.nan
        )
        return money.amounts_of(money.decimals_of(values), np.full(len(values), 2, np.uint8)).filled

    def _equals_sum_above(self, column: int) -> Mask:
        is_number = self._kinds(column) == Kind.NUMBER
        minor = self._minor(column)
        before = np.cumsum(minor) - minor
        above = np.cumsum(is_number) - is_number
        result: Mask = is_number & (minor != 0) & (minor == before) & (above >= 2)
        return result & self._blank("number", "date")

    def notes(self) -> Mask:
        """A single text that is no document number: a section title, a remark below the table."""
        single = self._filled == 1
        result = np.zeros(len(self._rows), bool)
        if single.any():
            for column in self._cells:
                result |= self._text_matches(column, r"\pL.*\s|^\D{4,}$|^[*†(]", single)
        return result

    def label(self, at: int) -> str:
        """The first text of the row."""
        for column in sorted(self._cells):
            value = self._header.grid.value(int(self._rows[at]), column)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""


def _bare(values: pa.StringArray) -> pa.StringArray:
    """Lower case without accents and outer spaces."""
    spread = pc.utf8_normalize(pc.utf8_trim_whitespace(values), "NFKD")
    return pc.utf8_lower(pc.replace_substring_regex(spread, r"\pM+", ""))


def is_unit_row(header: Header, columns: Mapping[str, int]) -> bool:
    """Whether the row right below the captions holds units ("EUR", "%") or captions below them, not data."""
    if not len(header.rows):
        return False
    row = int(header.rows[0])
    if _is_below_captions(header, columns, row):
        return True
    figures = [
        column
        for name, column in columns.items()
        if FIELDS[name].kind in ("amount", "number", "date", "rate")
    ]
    texts = [value for column in figures if isinstance(value := header.grid.value(row, column), str)]
    return (
        len(texts) >= 2
        and len(texts) == len(figures)
        and all(plain(text) and len(text) <= 12 for text in texts)
        and not any(any(sign.isdigit() for sign in text) for text in texts)
    )


def _is_below_captions(header: Header, columns: Mapping[str, int], row: int) -> bool:
    """Whether the row has labels only, where no field is: "Petrol" and "Diesel" below "Litres"."""
    values = {column: header.grid.value(row, column) for column in header.grid.columns}
    filled = {column: value for column, value in values.items() if value is not None}
    return (
        len(filled) >= 2
        and not filled.keys() & set(columns.values())
        and all(isinstance(value, str) and looks_like_label(value.strip()) for value in filled.values())
    )
