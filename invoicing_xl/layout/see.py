"""Sees the tables of a workbook: captions, confirmed by content, corrected by the clerk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa

from invoicing_xl.layout.assign import (
    Assignment,
    Header,
    as_invoices,
    best_assignment,
    whole_assignment,
    why_not,
)
from invoicing_xl.layout.captions import meanings
from invoicing_xl.layout.currencies import with_currencies
from invoicing_xl.layout.data_rows import data_rows, is_unit_row
from invoicing_xl.layout.headers import headers_of
from invoicing_xl.layout.qualifiers import qualified
from invoicing_xl.layout.sight import NotSeen, Override, SeenColumn, SeenTable, Sight
from invoicing_xl.layout.vocabulary import FIELDS_OF_KIND
from invoicing_xl.model import dates, numbers
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import LeftOut, Table

_T = TypeVar("_T")
_OUR_FUNCTION = re.compile(r"\bINV_[A-Z_]+\(", re.IGNORECASE)
_CLERK = "as you chose on Invoicing setup"
_DATE_FORMAT = "yyyy-mm-dd"
_SERIALS = (20_000, 80_000)  # from 1954 to 2119
_NEARLY_ALL = 0.9


def see(grids: Sequence[Grid], settings: Settings, overrides: Sequence[Override] = ()) -> Sight:
    """All tables of the clerk's sheets (sheets of ours are not passed in).

    ``overrides`` are the clerk's word and are obeyed; everything else is taken from the sheets.
    """
    words = [[override for override in overrides if override.sheet == grid.sheet] for grid in grids]
    found = [list(_tables_of(grid, own)) for grid, own in zip(grids, words, strict=True)]
    kinds = {one.table.kind for tables in found for one in tables}
    if "payments" in kinds and not kinds & {"invoices", "lines", "account"}:
        found = [
            list(_tables_of(grid, own, payments_alone=True)) for grid, own in zip(grids, words, strict=True)
        ]
    seen = [one for tables in found for one in tables]
    not_seen = [
        NotSeen(grid.sheet, _why_not(grid, own))
        for grid, own, tables in zip(grids, words, found, strict=True)
        if not tables
    ]
    tables = with_currencies(_with_manners([one.table for one in seen]), settings)
    return Sight(
        tuple(SeenTable(table, one.columns, one.why) for table, one in zip(tables, seen, strict=True)),
        tuple(not_seen),
    )


@dataclass(frozen=True)
class Range:
    """Rows without a sheet around them, as a formula is given them: ``captions`` by column, the kinds of
    table they may be, and all of a grid's rows as data."""

    grid: Grid
    captions: Mapping[int, str]
    kinds: tuple[TableKind, ...] = tuple(FIELDS_OF_KIND)


def see_ranges(ranges: Sequence[Range], settings: Settings) -> list[Table]:
    """The table of each range; their header rows are row 0. ``ClerkMessage`` where one is no table."""
    return with_currencies(_with_manners([_of_range(one) for one in ranges]), settings)


def _of_range(given: Range) -> Table:
    likely = [column for column in given.captions if _may_be_dates(given, column)]
    grid, rows = _showing_dates(given.grid, likely), np.arange(1, given.grid.row_count + 1)
    header = Header(grid, 0, given.captions, rows)
    assignment = whole_assignment(header, given.kinds)
    if assignment is None:
        raise ClerkMessage(
            f"The captions do not tell which columns these are: {', '.join(given.captions.values())}.",
            next_step="Give the row of captions that stands above the rows.",
        )
    dated = [column for name, column in assignment.columns.items() if FIELDS[name].kind == "date"]
    return _table(replace(header, grid=_showing_dates(given.grid, dated)), assignment)


def _may_be_dates(given: Range, column: int) -> bool:
    """Whether the caption may mean dates, and nearly all numbers are whole and of days we live in."""
    caption = qualified(given.captions[column]).caption
    names = {name for kind in given.kinds for name in meanings(caption, kind)}
    cells = given.grid.columns.get(column)
    if cells is None or not any(FIELDS[name].kind == "date" for name in names):
        return False
    numbers = cells.numbers[cells.kinds == Kind.NUMBER]
    days = (numbers > _SERIALS[0]) & (numbers < _SERIALS[1]) & (numbers == np.floor(numbers))
    return bool(len(numbers)) and float(days.mean()) >= _NEARLY_ALL


def _showing_dates(grid: Grid, columns: Sequence[int]) -> Grid:
    """A range comes without number formats: the numbers in these columns are shown as dates."""
    dated = {
        column: replace(cells, styles=(cells.kinds == Kind.NUMBER).astype(np.int32))
        for column in columns
        if (cells := grid.columns.get(column)) is not None
    }
    return replace(grid, columns={**grid.columns, **dated}, formats=("General", _DATE_FORMAT))


def _why_not(grid: Grid, overrides: Sequence[Override]) -> str:
    if any(override.kind == "" for override in overrides):
        return _CLERK
    if not grid.columns:
        return "empty"
    reasons = (why_not(header) for header in headers_of(grid))
    found = next(filter(None, reasons), "")
    return found or "no row of captions for invoices, lines, customers, payments or items"


def _tables_of(
    grid: Grid, overrides: Sequence[Override], *, payments_alone: bool = False
) -> Iterator[SeenTable]:
    """``payments_alone``: the workbook has payments, but no documents that they could be for."""
    rows_given = [override.header_row for override in overrides if override.header_row]
    for header in headers_of(grid, rows_given):
        if _is_computed(header):
            continue
        override = _override_of(header, overrides)
        if override is not None and override.kind == "":
            continue
        assignment = _assigned(header, override)
        if assignment is None:
            continue
        if payments_alone and assignment.kind == "payments" and not (override and override.kind):
            assignment = as_invoices(header, assignment) or assignment
        table = _table(header, assignment)
        if len(table):
            yield SeenTable(table, _columns(header, assignment), _why(header, assignment, override))


def _is_computed(header: Header) -> bool:
    """Whether a worksheet function of ours gave the captions: its rows are other rows once more."""
    formulas = (header.grid.formula(header.row, column) or "" for column in header.captions)
    return any(map(_OUR_FUNCTION.search, formulas))


def _override_of(header: Header, overrides: Sequence[Override]) -> Override | None:
    """The clerk's word on this very table; one that names no row speaks of the sheet's only table."""
    for override in overrides:
        if override.header_row in (header.row, None):
            return override
    return None


def _assigned(header: Header, override: Override | None) -> Assignment | None:
    kind = _kind(override.kind) if override and override.kind else None
    assignment = best_assignment(header, (kind,)) if kind else best_assignment(header)
    if override is None or assignment is None or not override.fields:
        return assignment
    columns = {
        field: column
        for field, column in assignment.columns.items()
        if column not in override.fields and field not in override.fields.values()
    }
    columns |= {field: column for column, field in override.fields.items() if field}
    why = dict(assignment.why) | dict.fromkeys(override.fields, _CLERK)
    return Assignment(assignment.kind, columns, why, assignment.weight)


def _kind(text: str) -> TableKind | None:
    return next((kind for kind in FIELDS_OF_KIND if kind == text), None)


def _table(header: Header, assignment: Assignment) -> Table:
    left_out: tuple[LeftOut, ...] = ()
    if is_unit_row(header, assignment.columns):
        left_out = (LeftOut(int(header.rows[0]), "header"),)
        header = Header(header.grid, header.row, header.captions, header.rows[1:])
    rows, others = data_rows(header, assignment.columns, sorted(header.captions))
    return Table(
        kind=assignment.kind,
        grid=header.grid,
        header_row=header.row,
        rows=rows,
        columns=assignment.columns,
        headers={field: header.captions.get(column, "") for field, column in assignment.columns.items()},
        left_out=left_out + others,
    )


def _columns(header: Header, assignment: Assignment) -> tuple[SeenColumn, ...]:
    fields = {column: field for field, column in assignment.columns.items()}
    return tuple(
        SeenColumn(
            column,
            caption,
            fields.get(column),
            assignment.why.get(column, "its caption is not known, or another column fits better"),
        )
        for column, caption in header.captions.items()
    )


def _why(header: Header, assignment: Assignment, override: Override | None) -> str:
    if override and override.kind:
        return _CLERK
    titles = [FIELDS[field].title.lower() for field in assignment.columns]
    return f"has {', '.join(titles[:4])}" + (f" and {len(titles) - 4} more" if len(titles) > 4 else "")


def _with_manners(tables: Sequence[Table]) -> list[Table]:
    """The tables with how each column writes numbers and dates as text.

    A column whose texts do not tell takes what all telling columns of the workbook agree on.
    """
    figures = ("amount", "number", "rate")
    grammars = [_told(table, figures, numbers.grammar_of) for table in tables]
    orders = [_told(table, ("date",), dates.order_of) for table in tables]
    grammar, order = _agreed(grammars), _agreed(orders)
    return [
        Table(
            table.kind,
            table.grid,
            table.header_row,
            table.rows,
            table.columns,
            table.headers,
            grammars=_completed(table, figures, own_grammars, grammar),
            orders=_completed(table, ("date",), own_orders, order),
            left_out=table.left_out,
        )
        for table, own_grammars, own_orders in zip(tables, grammars, orders, strict=True)
    ]


def _told(
    table: Table, kinds: Sequence[str], question: Callable[[pa.StringArray], _T | None]
) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for field in table.columns:
        if FIELDS[field].kind in kinds:
            texts = table.raw_texts(field)
            answer = question(texts.values) if len(texts.values) else None
            if answer is not None:
                found[field] = answer
    return found


def _agreed(answers: Sequence[Mapping[str, _T]]) -> _T | None:
    distinct = {answer for one in answers for answer in one.values()}
    return distinct.pop() if len(distinct) == 1 else None


def _completed(table: Table, kinds: Sequence[str], own: Mapping[str, _T], agreed: _T | None) -> dict[str, _T]:
    if agreed is None:
        return dict(own)
    return {field: own.get(field, agreed) for field in table.columns if FIELDS[field].kind in kinds}
