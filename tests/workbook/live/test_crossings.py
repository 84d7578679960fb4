"""How often the adapter crosses into Excel: with blocks of cells, never with rows."""

import numpy as np
import pytest

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.plans import PlanCell
from invoicing_xl.tasks.check import check
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet
from tests.workbook.live.scene import Scene, plan

ROWS = 5_000
HEADINGS = ["Invoice", "Date", "Due", "Customer", "Net", "Tax", "Total", "Status"]
FORMATS = ["General", "yyyy-mm-dd", "yyyy-mm-dd", "General", "#,##0.00", "#,##0.00", "#,##0.00", "General"]


def ledger(rows: int) -> Scene:
    """A plain list of invoices, as a clerk keeps one."""
    sheet = FakeSheet(
        "Invoices", cells={(1, column): FakeCell(text) for column, text in enumerate(HEADINGS, 1)}
    )
    for row in range(2, rows + 2):
        net = 100.25 + row
        values = [f"INV-{row:05}", 46000.0 + row % 90, 46030.0 + row % 90, f"Customer {row % 40}"]
        values += [net, round(net * 0.19, 2), round(net * 1.19, 2), "open"]
        for column, (value, code) in enumerate(zip(values, FORMATS, strict=True), 1):
            sheet.cells[row, column] = FakeCell(value, number_format=code)
    return Scene(*opened(sheet))


def test_checking_5000_rows_takes_at_most_30() -> None:
    now = ledger(ROWS)
    found = check(now.live, np.datetime64("2026-06-30"))
    assert found.facts.tables[0].grid.row_count == ROWS + 1
    assert now.crossings <= 30


def applied(now: Scene, rows: list[int]) -> int:
    """How often it crosses to change the customer in these rows."""
    edits = [Edit("Invoices", row, 4, Content(f"Customer {row % 40}"), Content("Ada 2")) for row in rows]
    live = now.live
    live.sheets()
    before = now.crossings
    live.apply(ChangeSet(tuple(edits)))
    return now.crossings - before


def test_edits_cross_by_blocks_not_by_rows() -> None:
    one, many = applied(ledger(300), [2]), applied(ledger(300), list(range(2, 202)))
    assert many == one
    two = applied(ledger(300), [2, 4])
    three = applied(ledger(300), [2, 4, 6])
    assert three - two == two - one <= 2


def test_putting_crosses_by_looks_not_by_rows() -> None:
    def put(rows: int) -> int:
        now = ledger(1)
        live = now.live
        live.sheets()
        before = now.crossings
        live.put(plan(*(PlanCell(row, 8, f"INV-{row}") for row in range(9, rows + 9))))
        return now.crossings - before

    assert put(2_000) == put(20)


@pytest.mark.parametrize("steps", [1, 1_000])
def test_progress_shows_at_most_four_steps_a_second(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = ledger(1)
    clock = iter(range(10_000))
    live = now.live
    monkeypatch.setattr(live._session, "_now", lambda: next(clock) / 100)
    with live.all_or_nothing():
        before = now.crossings
        for step in range(steps):
            live.progress(f"Step {step}")
        shown = now.crossings - before
    assert 1 <= shown <= 1 + 4 * steps / 100
    assert now.truth.excel.held["StatusBar"] is False
