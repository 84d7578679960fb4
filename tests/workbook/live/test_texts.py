"""A text stays the text it is, and a number the number, whatever it looks like and wherever it goes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from invoicing_xl.model.cells import CellValue, Content, ErrorValue
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.plans import PlanCell
from tests.workbook.live.fake_excel.books import sheet_of
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.scene import Scene, plan

TREACHEROUS = [
    "=cmd|' /C calc'!A0",
    '"; import os',
    "+1+1",
    "-A1",
    "@SUM(1)",
    "001",
    "1-2",
    "2024-01-31",
    "Mar 5",
    "12:30",
    "1e5",
    "50%",
    "$5",
    "(5)",
    "1,234.50",
    "TRUE",
    "false",
    "Wahr",
    "#N/A",
    "'quoted",
    "''",
    "'",
    "=",
    " x",
    "_x000D_",
    "two\nlines",
    "\u202eright to left",
    "😀",
]
FORMATS = st.sampled_from(["General", "@", "0.00", "yyyy-mm-dd", '"$"#,##0.00'])
TEXTS = st.one_of(
    st.sampled_from(TREACHEROUS), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
)
NUMBERS = st.floats(-1e9, 1e9).map(lambda number: round(number, 2) + 0.0)
VALUES = st.one_of(TEXTS, NUMBERS, st.booleans(), st.just(ErrorValue("#N/A")))


def a_book(formats: list[str]) -> Scene:
    """A column of cells with these formats, below a heading."""
    sheet = sheet_of("Sheet", [["Heading"], *[["old"]] * len(formats)])
    for row, code in enumerate(formats, 2):
        sheet.cell((row, 1)).number_format = code
    return Scene(*opened(sheet))


@given(st.lists(st.tuples(FORMATS, VALUES), min_size=1, max_size=8))
@example([("General", text) for text in TREACHEROUS])
@example([("@", text) for text in TREACHEROUS])
@example([("@", 5.0), ("@", True), ("General", "x")])
def test_what_is_written_is_what_stands_there(cells: list[tuple[str, CellValue]]) -> None:
    now = a_book([code for code, _ in cells])
    now.live.apply(
        ChangeSet(
            tuple(
                Edit("Sheet", row, 1, Content("old"), Content(value))
                for row, (_, value) in enumerate(cells, 2)
            )
        )
    )
    grid = now.live.read("Sheet")
    for row, (code, value) in enumerate(cells, 2):
        assert grid.content(row, 1) == Content(value, None, code)
        assert type(grid.value(row, 1)) is type(value)
        assert now.sheet("Sheet").at((row, 1)).formula is None


@given(st.lists(TEXTS, min_size=1, max_size=6))
@example(TREACHEROUS)
def test_texts_of_a_plan_stay_texts(texts: list[str]) -> None:
    now = a_book([])
    now.live.put(plan(*(PlanCell(row, 7, text) for row, text in enumerate(texts, 1))))
    grid = now.live.read("Findings")
    assert [grid.content(row, 7) for row in range(1, len(texts) + 1)] == [
        Content(text, None, "General") for text in texts
    ]
    assert now.live.sheets()[-1].edited is False


def test_a_text_of_words_has_no_apostrophe() -> None:
    now = a_book(["General"] * 2)
    edits = [
        Edit("Sheet", row, 1, Content("old"), Content(text)) for row, text in ((2, "Zoë & Søn"), (3, "007"))
    ]
    now.live.apply(ChangeSet(tuple(edits)))
    assert [now.sheet("Sheet").at((row, 1)).prefix for row in (2, 3)] == [False, True]


@pytest.mark.parametrize("length", [8_192, 8_204, 32_767])
def test_long_texts_are_written_one_by_one(length: int) -> None:
    now = a_book(["General"] * 3)
    texts = ["a", "=" * length, "b"]
    edits = [Edit("Sheet", row, 1, Content("old"), Content(text)) for row, text in enumerate(texts, 2)]
    now.live.apply(ChangeSet(tuple(edits)))
    assert [now.live.read("Sheet").value(row, 1) for row in (2, 3, 4)] == texts


def test_a_text_that_is_too_long_is_refused() -> None:
    now = a_book(["General"])
    told = now.told()
    with pytest.raises(ClerkMessage, match="longer than the 32,767 characters") as raised:
        now.live.apply(ChangeSet((Edit("Sheet", 2, 1, Content("old"), Content("x" * 40_000)),)))
    assert raised.value.where == "Sheet!A2"
    assert now.told() == told


def test_a_formula_keeps_the_format_of_its_cell() -> None:
    """Excel gives a General cell the format of the cells that its formula names."""
    now = a_book(["yyyy-mm-dd", "General"])
    now.live.apply(ChangeSet((Edit("Sheet", 3, 1, Content("old"), Content(0.0, "=A2+1")),)))
    assert now.live.read("Sheet").content(3, 1).number_format == "General"


def test_newer_functions_are_written_as_excel_shows_them() -> None:
    now = a_book(["General"])
    formula = "=_xlfn.XLOOKUP(A1,_xlfn._xlws.SORT(A1:A2),A1:A2)"
    now.live.apply(ChangeSet((Edit("Sheet", 2, 1, Content("old"), Content(0.0, formula)),)))
    assert now.sheet("Sheet").at((2, 1)).formula == "=XLOOKUP(A1,SORT(A1:A2),A1:A2)"
