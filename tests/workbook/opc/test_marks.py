"""The mark of a generated sheet: what counts as the clerk's editing, and what does not."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.cells import Content, ErrorValue
from invoicing_xl.model.plans import PlanCell, SheetKind, SheetPlan
from invoicing_xl.workbook.grids import grid_of, planned_cells
from invoicing_xl.workbook.opc.marks import Mark

CELLS = (
    PlanCell(1, 1, "Rule"),
    PlanCell(1, 2, "Amount"),
    PlanCell(1, 3, "Apply"),
    PlanCell(2, 1, "AMT-01"),
    PlanCell(2, 2, 0.1 + 0.2),
    PlanCell(3, 1, "DUP-01"),
    PlanCell(3, 2, 5.0),
    PlanCell(4, 1, True),
    PlanCell(4, 2, ErrorValue("#N/A")),
    PlanCell(5, 2, 5.3, formula="=SUM(B2:B3)"),
    PlanCell(6, 2, 7.0, formula="=Invoices!$B$7+'My ''own'' rows'!C3:C9"),
)
PLAN = SheetPlan("Findings", "findings", CELLS, key='Q3|"north"', inputs=frozenset({3, 28}))
MARK = Mark.of("Findings", PLAN)


def edited(changes: dict[tuple[int, int], Content], sheet: str = "Findings") -> bool:
    cells = {**planned_cells(PLAN), **changes}
    return MARK.edited(grid_of(sheet, cells))


def test_it_reads_back() -> None:
    assert Mark.parse(MARK.constant()) == MARK
    assert (MARK.kind, MARK.key, MARK.inputs) == ("findings", 'Q3|"north"', {3, 28})
    assert '""north""' in MARK.constant()


@pytest.mark.parametrize(
    "constant",
    [
        "",
        '"',
        '""',
        "Invoices!$A$1",
        '"findings"',
        '"other||0||"',
        '"findings|A1|0||"',
        '"findings|ZZZZ|0||"',
    ],
)
def test_other_names_are_no_marks(constant: str) -> None:
    assert Mark.parse(constant) is None


@given(st.text(max_size=60), st.frozensets(st.integers(1, 16_384), max_size=10))
def test_any_mark_reads_back(key: str, inputs: frozenset[int]) -> None:
    mark = Mark("statement", key, inputs, "0123456789abcdef")
    assert Mark.parse(mark.constant()) == mark
    assert Mark.parse(mark.sealed("Ada", 5).constant()) == mark.sealed("Ada", 5)


def test_a_seal_is_of_bytes_and_of_the_name() -> None:
    sealed = MARK.sealed("Findings", 12345)
    assert sealed.untouched("Findings", 12345)
    assert not sealed.untouched("Findings", 12346)
    assert not sealed.untouched("Findings June", 12345)
    assert not MARK.untouched("Findings", 0)


def test_a_key_too_long_for_a_name_is_a_defect_of_ours() -> None:
    with pytest.raises(ValueError):
        Mark.of("Findings", replace(PLAN, key="x" * 250))


def test_what_is_no_edit() -> None:
    assert not edited({})
    assert not edited({(2, 3): Content("x"), (9, 28): Content(1.0)}), "a tick"
    assert not edited({(5, 2): Content(99.0, "=SUM(B2:B3)")}), "a new result"
    assert not edited({(5, 2): Content(5.3, "=sum( B2:B3 )")}), "the same formula as Excel rewrites it"
    assert not edited({(2, 1): Content("AMT-01", number_format="@")}), "a format"
    moved = "=Rechnungen!$B$9+'My ''own'' rows'!C5:C11"
    assert not edited({(6, 2): Content(7.0, moved)}), "rows inserted on, or a new name for, another sheet"


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ((2, 1), Content("AMT-02")),
        ((2, 1), Content()),
        ((2, 2), Content("0.3")),
        ((3, 2), Content(5.000001)),
        ((3, 2), Content(5.0, "=5")),
        ((4, 1), Content(1.0)),
        ((4, 2), Content("#N/A")),
        ((5, 2), Content(5.3)),
        ((5, 2), Content(5.3, "=SUM(B2:B4)")),
        ((6, 2), Content(7.0, "=Invoices!$B$7")),
        ((7, 4), Content("my note")),
    ],
)
def test_what_is_an_edit(place: tuple[int, int], content: Content) -> None:
    assert edited({place: content})


def test_two_values_exchanged_between_rows_are_an_edit() -> None:
    assert edited({(2, 1): Content("DUP-01"), (3, 1): Content("AMT-01")})


@given(st.randoms(use_true_random=False))
def test_sorting_is_no_edit(shuffle: random.Random) -> None:
    cells = [PlanCell(row, column, f"{row % 7} {column}") for row in range(2, 30) for column in (1, 2, 4)]
    plan = SheetPlan("Findings", "findings", cells)
    rows = list(range(2, 30))
    shuffle.shuffle(rows)
    moved = {(rows[row - 2], column): content for (row, column), content in planned_cells(plan).items()}
    assert not Mark.of("Findings", plan).edited(grid_of("Findings", moved))


@pytest.mark.parametrize(
    ("kind", "is_edit"), [("findings", True), ("statement", True), ("setup", False), ("change log", False)]
)
def test_a_renamed_report_is_kept_but_state_is_still_state(kind: SheetKind, is_edit: bool) -> None:
    plan = replace(PLAN, kind=kind)
    mark = Mark.of("Findings", plan)
    assert mark.edited(grid_of("Findings June", planned_cells(plan))) is is_edit
