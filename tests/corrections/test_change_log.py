"""The change log brings back what it was given, exactly."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.corrections.change_log import Entry, log_plan, read_log, undone_batches
from invoicing_xl.corrections.rows import RowKey
from invoicing_xl.model.cells import CellValue, Content, ErrorValue
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.grids import planned_grid

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
VALUES: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.sampled_from([ErrorValue("#N/A"), ErrorValue("#DIV/0!")]),
)
CONTENTS = st.builds(
    Content,
    VALUES,
    st.none() | st.just("=A1+B1"),
    st.sampled_from([None, "General", "@", "#,##0.00", "yyyy-mm-dd"]),
)
EDITS = st.builds(Edit, TEXT, st.integers(1, 1_048_576), st.integers(1, 16_384), CONTENTS, CONTENTS)
ENTRIES = st.builds(
    Entry,
    batch=TEXT.map(lambda text: f"b{text}"),
    when=TEXT,
    who=TEXT,
    rule=TEXT,
    document=st.just("") | TEXT,
    header=TEXT,
    edit=EDITS,
    key=st.builds(RowKey, st.sampled_from(["invoices", "lines", "payments"]), st.just("") | TEXT, TEXT),
    undoes=st.just("") | TEXT,
)


@given(st.lists(ENTRIES, min_size=1, max_size=5))
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    by_time = sorted(entries, key=lambda entry: entry.when)
    assert read_log(planned_grid("Change log", log_plan(entries))) == by_time


def test_a_log_that_was_sorted_and_moved_down_is_read_in_the_order_of_time() -> None:
    first, second = entry("b"), replace(entry("a"), when="2026-01-31 11:00:00")
    plan = log_plan([second, first])
    moved = replace(plan, cells=[replace(cell, row=cell.row + 2) for cell in plan.cells])
    assert [one.batch for one in read_log(planned_grid("Change log", moved))] == ["b", "a"]


def test_a_day_in_a_cell_that_had_the_format_of_a_date_is_kept_as_a_date() -> None:
    before, after = Content("31.01.2026", None, "dd/mm/yyyy"), Content(46053.0)
    plan = log_plan([replace(entry("b"), edit=Edit("Invoices", 4, 2, before, after))])
    assert [cell.look.number_format for cell in plan.cells if cell.value == 46053.0] == ["dd/mm/yyyy"]


def entry(batch: str, undoes: str = "") -> Entry:
    edit = Edit("Invoices", 4, 7, Content("5 ", None, "General"), Content(5.0, None, "General"))
    return Entry(
        batch,
        "2026-01-31 10:00:00",
        "clerk",
        "FMT-01",
        "4711",
        "Total",
        edit,
        RowKey("invoices", "4711", "x"),
        undoes,
    )


def test_a_batch_is_undone_until_its_undo_is_undone() -> None:
    log = [entry("first"), entry("second", undoes="first")]
    assert undone_batches(log) == {"first"}
    assert undone_batches([*log, entry("third", undoes="second")]) == {"second"}


def test_an_entry_that_was_changed_is_refused() -> None:
    plan = log_plan([entry("first")])
    cells = [
        replace(cell, value="no cell") if (cell.row, cell.column) == (4, 7) else cell for cell in plan.cells
    ]
    with pytest.raises(ClerkMessage, match="row 4"):
        read_log(planned_grid("Change log", replace(plan, cells=cells)))


def test_a_missing_caption_is_refused() -> None:
    plan = log_plan([entry("first")])
    cells = [cell for cell in plan.cells if cell.value != "Before is"]
    with pytest.raises(ClerkMessage, match="Before is"):
        read_log(planned_grid("Change log", replace(plan, cells=cells)))


def test_a_day_can_be_read() -> None:
    edit = Edit("Invoices", 4, 2, Content("21.04.2026"), Content(46133.0, number_format="dd/mm/yyyy"))
    one = replace(entry("b"), edit=edit)
    grid = planned_grid("Change log", log_plan([one]))
    after = next(column for column in grid.columns if grid.value(3, column) == "After")
    assert (grid.value(4, after), grid.number_format(4, after)) == (46133.0, "dd/mm/yyyy")
    assert read_log(grid) == [one]
