"""Small sheets beside many shared texts hold only what they use."""

import numpy as np
import pyarrow as pa
import pytest

from invoicing_xl.model.cells import Kind
from invoicing_xl.model.grid import Grid, GridColumn
from invoicing_xl.workbook.opc.text_pool import pooled

SHARED = [f"shared {number}" for number in range(100)]


def column(*codes: int) -> GridColumn:
    texts = np.array(codes, np.int32)
    kinds = np.where(texts < 0, Kind.BLANK, Kind.TEXT).astype(np.uint8)
    zeros = np.zeros(len(codes), np.int32)
    return GridColumn(kinds, np.full(len(codes), np.nan), texts, zeros - 1, zeros)


@pytest.mark.parametrize("shared", [SHARED[:3], SHARED])
def test_every_cell_keeps_its_text(shared: list[str]) -> None:
    own = [pa.array(["own 0", "own 1"]), pa.array(["own 2"])]
    first = len(shared)
    columns = {1: column(2, -1, 0), 4: column(first + 2, 2, first)}
    indexed, pool = pooled(columns, pa.array(shared), own)
    grid = Grid("Sheet", 3, indexed, pool)
    assert [grid.value(row, 1) for row in (1, 2, 3)] == ["shared 2", None, "shared 0"]
    assert [grid.value(row, 4) for row in (1, 2, 3)] == ["own 2", "shared 2", "own 0"]


def test_what_is_not_used_is_not_held() -> None:
    _, pool = pooled({1: column(99, 50)}, pa.array(SHARED), [])
    assert pool.to_pylist() == ["shared 50", "shared 99"]


def test_an_empty_sheet_holds_nothing_of_its_own() -> None:
    assert pooled({}, pa.array(SHARED), [])[0] == {}
