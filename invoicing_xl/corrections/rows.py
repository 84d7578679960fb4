"""Finds a row again after sorting, inserting and editing: by what it is, not by where it stood."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from invoicing_xl.model.columns import Texts
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints, grouped
from invoicing_xl.model.tables import Table

_KEY_FIELDS: dict[TableKind, tuple[str, ...]] = {
    "invoices": ("number",),
    "lines": ("number", "line"),
    "payments": ("number",),
    "customers": ("customer",),
    "items": ("item",),
}
# What tells two rows with one key apart, as far as the sheet has it.
_MARKS = (
    "date",
    "customer",
    "customer_name",
    "applies_to",
    "purchase_order",
    "item",
    "quantity",
    "gross",
    "amount",
)


@dataclass(frozen=True, slots=True)
class RowKey:
    """``name`` is what a clerk would call the row ("10248", "10248 / 3"); ``mark`` tells its twins apart."""

    kind: TableKind
    name: str
    mark: str


def row_kind(text: str) -> TableKind:
    """The kind as a sheet of ours has it; ValueError where that is none."""
    for kind in _KEY_FIELDS:
        if kind == text:
            return kind
    raise ValueError(f"not a kind of row: {text!r}")


class Rows:
    """The rows of some tables, by what they are. Thousands of keys cost no more than a pass over the rows."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._named = [_NamedRows(table) for table in tables]

    def key(self, table: Table, index: int) -> RowKey:
        """The key of one row as it stands in ``table``, one of the tables."""
        named = next(one for one in self._named if one.table is table)
        return RowKey(table.kind, named.name(index), named.mark(index))

    def cell(
        self, key: RowKey, sheet: str, row: int, column: int, caption: str
    ) -> tuple[Table, int, int] | None:
        """The table, sheet row and column where a cell stands now that stood at that place in the row of
        ``key``; None where no row or no single row can be it.

        The column is found by its caption: columns may have been inserted or moved.
        """
        for named in sorted(self._named, key=lambda named: named.table.sheet != sheet):
            table = named.table
            if table.kind != key.kind:
                continue
            column_now = _column_now(table, caption) or (column if table.sheet == sheet else None)
            index = named.find(key, row)
            if column_now is not None and index is not None:
                return table, int(table.rows[index]), column_now
        return None


def _column_now(table: Table, caption: str) -> int | None:
    named = (name for name, header in table.headers.items() if header == caption and name in FIELDS)
    return next((table.columns[name] for name in named), None)


class _NamedRows:
    """The rows of one table by name; "10248 / 3" is of the family "10248"."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._families: dict[int, dict[str, list[int]]] = {}
        self._twins: dict[str, dict[str, list[int]]] = {}

    def name(self, index: int) -> str:
        return " / ".join(text for texts in self._texts if (text := texts[index]))

    def mark(self, index: int) -> str:
        """A digest of the row's identifying cells as the workbook stores them."""
        table, row = self.table, int(self.table.rows[index])
        shown = [repr(table.grid.value(row, table.columns[field])) for field in _MARKS if table.has(field)]
        return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:12]

    def find(self, key: RowKey, former_row: int) -> int | None:
        """The row that ``key`` names. Of several with the same name the one with the same mark is meant, then
        the one that still stands where it stood (``former_row``, a sheet row)."""
        candidates = self._bearing(key.name)
        if len(candidates) > 1:
            candidates = self._marked(key.name, candidates).get(key.mark, candidates)
        if len(candidates) == 1:
            return candidates[0]
        standing = bisect_left(candidates, former_row, key=lambda index: int(self.table.rows[index]))
        is_there = standing < len(candidates) and int(self.table.rows[candidates[standing]]) == former_row
        return candidates[standing] if is_there else None

    def _bearing(self, name: str) -> list[int]:
        return next(filter(None, (self._family(code).get(name) for code in self._codes_in(name))), [])

    def _marked(self, name: str, indices: list[int]) -> dict[str, list[int]]:
        """Rows of one name by their mark."""
        if name not in self._twins:
            twins: dict[str, list[int]] = {}
            for index in indices:
                twins.setdefault(self.mark(index), []).append(index)
            self._twins[name] = twins
        return self._twins[name]

    def _codes_in(self, name: str) -> Iterator[int]:
        """The families a name may be of: its first part may hold the sign between the parts."""
        parts = name.split(" / ")
        for size in range(len(parts), 0, -1):
            code = self._family_codes.get(" / ".join(parts[:size]))
            if code is not None:
                yield code
        yield self._family_codes[""]

    def _family(self, code: int) -> dict[str, list[int]]:
        """The rows of one family by name."""
        if code not in self._families:
            order, starts = self._by_family
            found: dict[str, list[int]] = {}
            for index in order[starts[code] : starts[code + 1]].tolist():
                found.setdefault(self.name(index), []).append(index)
            self._families[code] = found
        return self._families[code]

    @cached_property
    def _texts(self) -> list[Texts]:
        return [_plain(self.table.texts(field)) for field in _KEY_FIELDS[self.table.kind]]

    @cached_property
    def _by_family(self) -> tuple[Ints, Ints]:
        """Rows without a name are a family as well, the last one."""
        codes = self._texts[0].codes
        count = len(self._texts[0].values)
        return grouped(np.where(codes < 0, count, codes), count + 1)

    @cached_property
    def _family_codes(self) -> dict[str, int]:
        codes = {text: code for code, text in enumerate(self._texts[0].values.to_pylist())}
        return {"": len(codes), **codes}


def _plain(texts: Texts) -> Texts:
    return texts.map(lambda values: pc.utf8_upper(pc.utf8_trim_whitespace(values)))
