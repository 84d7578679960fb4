"""The same steps on a workbook in memory and on an open one: after each of them both tell the same."""

from copy import deepcopy
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.model.cells import Area
from invoicing_xl.model.grid import Grid
from invoicing_xl.workbook.live import LiveWorkbook
from tests.workbook.live.fake_excel.books import sheet_of
from tests.workbook.live.fake_excel.com import ComError
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeTable
from tests.workbook.test_adapters_agree import INVOICES, LINES, STEPS, Step, in_memory, outcome, told


def cells(grid: Grid) -> list[object]:
    """All cells that hold something; what a formula results in is for Excel to say."""
    found: list[object] = [grid.tables]
    for column in sorted(grid.columns):
        for row in range(1, grid.row_count + 1):
            content = grid.content(row, column)
            if content.formula is not None:
                found.append((row, column, repr(replace(content, value=None))))
            elif content.value is not None:
                found.append((row, column, repr(content)))
    return found


@settings(max_examples=60)
@given(STEPS, st.booleans())
def test_memory_and_an_open_workbook_agree(steps: list[Step], anew: bool) -> None:
    memory = in_memory()
    lines = sheet_of("Lines", LINES)
    lines.tables = [FakeTable("Lines", Area.parse("A1:B3"))]
    book, truth = opened(sheet_of("Invoices", INVOICES), lines)
    live = LiveWorkbook(book)
    at_rest = truth.excel.settings()
    for step in steps:
        assert outcome(step, live) == outcome(step, memory)
        if anew:
            live = LiveWorkbook(book)
        assert told(live, cells) == told(memory, cells)
        assert truth.excel.settings() == at_rest


@settings(max_examples=60)
@given(STEPS, st.lists(st.integers(1, 250), min_size=6, max_size=6))
def test_a_step_that_fails_anywhere_leaves_no_trace(steps: list[Step], failing: list[int]) -> None:
    lines = sheet_of("Lines", LINES)
    lines.tables = [FakeTable("Lines", Area.parse("A1:B3"))]
    book, truth = opened(sheet_of("Invoices", INVOICES), lines)
    for step, number in zip(steps, failing, strict=False):
        before = deepcopy((truth.told(), truth.excel.settings()))
        truth.excel.wire.fail_at = truth.excel.wire.crossings + number
        try:
            said = outcome(step, LiveWorkbook(book))
        except ComError:
            said = "failed"
        if said in ("failed", "refused"):
            assert (truth.told(), truth.excel.settings()) == before
        else:
            assert truth.excel.settings() == before[1]
