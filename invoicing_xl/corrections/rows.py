"""Finds a row again after sorting, inserting and editing: by what it is, not by where it stood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invoicing_xl.model.columns import Texts
from invoicing_xl.model.fields import FIELDS, TableKind
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


def row_key(table: Table, index: int) -> RowKey:
    """The key of one row as it stands in ``table``."""
    return RowKey(table.kind, _name(table, index), _mark(table, index))


def _name(table: Table, index: int) -> str:
    return " / ".join(
        text for field in _KEY_FIELDS[table.kind] if (text := _plain(table.texts(field))[index])
    )


def _mark(table: Table, index: int) -> str:
    """A digest of the row's identifying cells as the workbook stores them."""
    row = int(table.rows[index])
    shown = [repr(table.grid.value(row, table.columns[field])) for field in _MARKS if table.has(field)]
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:12]


def _plain(texts: Texts) -> Texts:
    return texts.map(lambda values: pc.utf8_upper(pc.utf8_trim_whitespace(values)))


def find_row(table: Table, key: RowKey, former_row: int) -> int | None:
    """The table index of the row that ``key`` names, or None where no row or no single row can be it.

    Of several rows with the same key the one with the same mark is meant, then the one that still
    stands where it stood (``former_row``, a sheet row).
    """
    candidates = _rows_named(table, key.name)
    if len(candidates) > 1:
        candidates = [index for index in candidates if _mark(table, index) == key.mark] or candidates
    if len(candidates) == 1:
        return candidates[0]
    standing = [index for index in candidates if int(table.rows[index]) == former_row]
    return standing[0] if standing else None


def find_cell(
    tables: Sequence[Table], key: RowKey, sheet: str, row: int, column: int, caption: str
) -> tuple[Table, int, int] | None:
    """The table, sheet row and column where a cell stands now that stood at that place in the row of ``key``.

    The column is found by its caption: columns may have been inserted or moved.
    """
    for table in sorted(tables, key=lambda table: table.sheet != sheet):
        if table.kind != key.kind:
            continue
        column_now = _column_now(table, caption) or (column if table.sheet == sheet else None)
        index = find_row(table, key, row)
        if column_now is not None and index is not None:
            return table, int(table.rows[index]), column_now
    return None


def _column_now(table: Table, caption: str) -> int | None:
    named = (name for name, header in table.headers.items() if header == caption and name in FIELDS)
    return next((table.columns[name] for name in named), None)


def _rows_named(table: Table, name: str) -> Sequence[int]:
    first, *others = _KEY_FIELDS[table.kind]
    first_texts = _plain(table.texts(first))
    wanted = name.split(" / ")[0] if others else name
    if not name:
        return np.flatnonzero(~first_texts.known).tolist()
    code = pc.index(first_texts.values, pa.scalar(wanted)).as_py()
    rows = np.flatnonzero(first_texts.codes == code).tolist() if code >= 0 else []
    return [index for index in rows if _name(table, index) == name]
