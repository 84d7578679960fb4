"""The formulas of a sheet, kept as compact as they came, and spelled out when asked for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area
from invoicing_xl.workbook.opc.formulas import moved
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Ints


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some formulas; ``rows`` and ``columns`` say where one stands that others share."""

    texts: pa.StringArray
    rows: NDArray[np.int32] | None
    columns: NDArray[np.int16] | None


class FormulaTexts:
    """Formulas by index. Members of a shared formula have the index of the one they share.

    areas  the cells that array formulas and data tables fill, with the index of each
    """

    def __init__(self) -> None:
        self.areas: list[tuple[Area, int]] = []
        self._chunks: list[_Chunk] = []
        self._starts: list[int] = []
        self._count = 0
        self._shared: dict[int, int] = {}

    def add(self, cells: Cells) -> NDArray[np.int32] | None:
        """The index of each cell's formula, -1 where it has none; None where no cell has one."""
        formulas = cells.formulas
        if formulas is None:
            return None
        own = np.where(formulas.own, self._count + np.cumsum(formulas.own) - 1, NONE)
        is_shared = formulas.groups >= 0
        places = formulas.at[formulas.own]
        rows = columns = None
        if is_shared.any():
            rows = cells.rows.take(places).astype(np.int32) * is_shared[formulas.own]
            columns = cells.columns.take(places).astype(np.int16)
            own[is_shared] = self._resolved(formulas.groups[is_shared], own[is_shared])
        if len(places):
            self._chunks.append(_Chunk(formulas.texts, rows, columns))
            self._starts.append(self._count)
            self._count += len(places)
        self.areas += [(area, int(own[position])) for position, area in formulas.areas]
        indices = np.full(len(cells.rows), NONE, np.int32)
        indices[formulas.at] = own
        return indices

    def _resolved(self, groups: Ints, own: Ints) -> Ints:
        """For members of shared formulas, in the order of the part, the index of the one they share.

        That is the last one of their group with a text of its own; -1 where none came before, as Excel
        then takes the cell for a plain value.
        """
        order = np.argsort(groups, kind="stable")
        sorted_groups, sorted_own = groups.take(order), own.take(order)
        begins = np.flatnonzero(np.diff(sorted_groups, prepend=-1))
        carried = np.array([self._shared.get(group, NONE) for group in sorted_groups.take(begins).tolist()])
        lengths = np.diff(begins, append=len(groups))
        last = np.maximum.accumulate(np.where(sorted_own >= 0, np.arange(len(groups)), -1))
        within = last >= np.repeat(begins, lengths)
        resolved = np.where(within, sorted_own.take(last), np.repeat(carried, lengths))
        ends = begins + lengths - 1
        self._shared.update(
            zip(sorted_groups.take(begins).tolist(), resolved.take(ends).tolist(), strict=True)
        )
        result = np.empty_like(resolved)
        result[order] = resolved
        return result

    def text(self, index: int, row: int, column: int) -> str:
        """The formula ``index`` as it reads in a cell, with its ``=``."""
        place = bisect_right(self._starts, index) - 1
        chunk, item = self._chunks[place], index - self._starts[place]
        text = str(chunk.texts[item].as_py())
        if chunk.rows is not None and chunk.columns is not None and chunk.rows[item]:
            text = moved(text, row - int(chunk.rows[item]), column - int(chunk.columns[item]))
        return "=" + text
