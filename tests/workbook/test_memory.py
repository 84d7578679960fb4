"""What the workbook in memory has beyond the contract: Excel's refusals, and what tests look at."""

import pytest

from invoicing_xl.model.cells import MAX_ROW, Area, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import SheetTable
from invoicing_xl.model.plans import PlanCell, SheetPlan
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook

BLANK = Content()


def book(**more: object) -> MemoryWorkbook:
    sheet = MemorySheet.of("Invoices", [["Invoice", "Net"], ["INV-1", 5], ["INV-2", ""]])
    for name, value in more.items():
        setattr(sheet, name, value)
    return MemoryWorkbook(sheet)


def test_numbers_are_doubles_and_empty_texts_blanks() -> None:
    grid = book().read("Invoices")
    assert (grid.value(2, 2), type(grid.value(2, 2)), grid.value(3, 2)) == (5.0, float, None)
    made = MemoryWorkbook(MemorySheet("Sheet"), date1904=True)
    made.apply(ChangeSet((Edit("Sheet", 1, 1, Content(""), Content(3)),)))
    assert type(made.read("Sheet").value(1, 1)) is float and made.read("Sheet").date1904


@pytest.mark.parametrize(
    ("more", "place", "after"),
    [
        ({"protected": True}, (5, 5), Content(1.0)),
        ({"merged": (Area.parse("A5:C6"),)}, (6, 2), Content(1.0)),
        ({}, (5, 5), Content("x" * 32_768)),
    ],
)
def test_refusals(more: dict[str, object], place: tuple[int, int], after: Content) -> None:
    made = book(**more)
    with pytest.raises(ClerkMessage):
        made.apply(ChangeSet((Edit("Invoices", *place, BLANK, after),)))
    assert made.read("Invoices").row_count == 3


def test_the_first_of_merged_cells_can_be_written() -> None:
    made = book(merged=(Area.parse("A5:C6"),))
    made.apply(ChangeSet((Edit("Invoices", 5, 1, BLANK, Content("note")),)))
    assert made.read("Invoices").value(5, 1) == "note"


def test_rows_take_the_formats_above_them() -> None:
    made = book(cells={(1, 1): Content("Net"), (2, 1): Content(5.0, number_format="0.00")})
    made.append("Invoices", [[Content(7.0)], [Content(8.0, number_format="0")]])
    grid = made.read("Invoices")
    assert [grid.number_format(row, 1) for row in (3, 4)] == ["0.00", "0"]


def test_rows_are_refused_below_totals_on_protected_sheets_and_past_the_end() -> None:
    totals = SheetTable("Invoices", Area.parse("A1:B3"), totals_rows=1)
    full = {(MAX_ROW, 1): Content("last")}
    for more in ({"tables": (totals,)}, {"protected": True}, {"cells": full}):
        made = book(**more)
        with pytest.raises(ClerkMessage):
            made.append("Invoices", [[Content("INV-3")]])


def test_fills_and_plans_can_be_looked_at() -> None:
    made = book()
    made.apply(ChangeSet((Edit("Invoices", 2, 2, Content(5.0), Content(5.0), fill="FFEB9C"),)))
    assert made.sheet("invoices").fills == {(2, 2): "FFEB9C"}
    made.apply(ChangeSet((Edit("Invoices", 2, 2, Content(5.0), Content(5.0), fill=""),)))
    assert made.sheet("invoices").fills == {}
    plan = SheetPlan("Aging", "aging", (PlanCell(1, 1, "x"),))
    assert made.sheet(made.put(plan)).plan is plan
