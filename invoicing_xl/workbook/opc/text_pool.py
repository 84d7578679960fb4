"""The texts of one sheet, out of those that all sheets share and those that stand in its own cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from invoicing_xl.model.grid import GridColumn
from invoicing_xl.workbook.opc.scan_text import joined

_FEW = 4


def pooled(
    columns: Mapping[int, GridColumn], shared: pa.StringArray, own: Sequence[pa.StringArray]
) -> tuple[Mapping[int, GridColumn], pa.StringArray]:
    """The columns and the pool they index; ``columns`` number the shared texts first, then the sheet's own.

    A small sheet gets a pool of only what it uses: a workbook with a thousand statements beside a large
    sheet would otherwise hold the large one's texts a thousand times.
    """
    cells = sum(len(column.texts) for column in columns.values())
    if not columns or cells * _FEW > len(shared):
        return _each_once(columns, joined([shared, *own]))
    codes = np.unique(np.concatenate([column.texts for column in columns.values()]))
    used = codes[(codes >= 0) & (codes < len(shared))]

    # Where each code goes: blank stays blank, shared ones close up, the sheet's own follow them.
    renumbered = {
        number: np.select(
            [column.texts < 0, column.texts < len(shared)],
            [column.texts, np.searchsorted(used, column.texts)],
            column.texts - len(shared) + len(used),
        ).astype(np.int32)
        for number, column in columns.items()
    }
    compact = {number: replace(column, texts=renumbered[number]) for number, column in columns.items()}
    return _each_once(compact, joined([shared.take(pa.array(used)), *own]))


def _each_once(
    columns: Mapping[int, GridColumn], pool: pa.StringArray
) -> tuple[Mapping[int, GridColumn], pa.StringArray]:
    """The same with no text twice in the pool."""
    encoded = pool.dictionary_encode()
    if len(encoded.dictionary) == len(pool):
        return columns, pool
    places = np.append(np.asarray(encoded.indices, dtype=np.int32), np.int32(-1))  # -1 stays -1
    once = {number: replace(column, texts=places[column.texts]) for number, column in columns.items()}
    return once, encoded.dictionary
