"""What stands in the way is told before anything is written, in a clerk's words, with the cell."""

from collections.abc import Callable

import pytest

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.live import LiveWorkbook
from tests.workbook.live.scene import Scene, edit, plan, scene


def protected(now: Scene) -> None:
    now.sheet("Invoices").protected = True


def filtered(now: Scene) -> None:
    sheet = now.sheet("Invoices")
    sheet.filter, sheet.filter_mode, sheet.hidden = Area.parse("A1:F5"), True, {2}


def filtered_as_a_table(now: Scene) -> None:
    table = now.sheet("Lines").tables[0]
    table.filtered = True


def merged(now: Scene) -> None:
    now.sheet("Invoices").merged = [Area.parse("B3:C3")]


def in_an_array(now: Scene) -> None:
    now.sheet("Invoices").cell((3, 3)).array = "C3:C4"


def in_a_pivot_table(now: Scene) -> None:
    now.sheet("Invoices").pivots = [Area.parse("C3:D9")]


def read_only(now: Scene) -> None:
    now.truth.held["ReadOnly"] = True


def shared(now: Scene) -> None:
    now.truth.held["UserStatus"] = (("Clerk", None, 1), ("Somebody", None, 1))


def changed_since(now: Scene) -> None:
    now.sheet("Invoices").cell((3, 3)).value = "Bobby"


REASONS: list[tuple[Callable[[Scene], None], str, str, str]] = [
    (protected, "Invoices!C3", "Invoices!C3", "The sheet is protected"),
    (filtered, "Invoices!C3", "Invoices!C3", "A filter hides rows here"),
    (filtered_as_a_table, "Lines!A2", "Lines!A2", "A filter hides rows here"),
    (merged, "Invoices!C3", "Invoices!C3", "covered by merged cells"),
    (in_an_array, "Invoices!C3", "Invoices!C3", "array formula"),
    (in_a_pivot_table, "Invoices!C3", "Invoices!C3", "pivot table"),
    (read_only, "Invoices!C3", "Book.xlsx", "open for reading only"),
    (shared, "Invoices!C3", "Book.xlsx", "Others are working in this workbook"),
    (changed_since, "Invoices!C3", "Invoices!C3", "holds “Bobby”, not “Bob”"),
    (lambda now: None, "Lines!A1", "Lines!A1", "table's header"),
    (lambda now: None, "Picture!A1", "Picture", "chart or macro sheet"),
    (lambda now: None, "Nowhere!A1", "Book.xlsx", "no sheet named “Nowhere”"),
]


@pytest.mark.parametrize(("hinder", "cell", "where", "what"), REASONS)
def test_it_is_told_before_anything_is_written(
    hinder: Callable[[Scene], None], cell: str, where: str, what: str
) -> None:
    now = scene()
    sheet, _, address = cell.partition("!")
    good = edit(now, "C5", Content("Zoe"))
    area = Area.parse(address)
    before = Content("Bob") if cell == "Invoices!C3" else Content("Line" if address == "A1" else "a")
    bad = Edit(sheet, area.first_row, area.first_column, before, Content("x"))
    hinder(now)
    live = now.live
    names = [info.name for info in live.sheets()]
    told = now.told()
    with pytest.raises(ClerkMessage) as raised:
        live.apply(ChangeSet((good, bad)))
    assert what in raised.value.what
    assert raised.value.where == where
    assert now.told() == told
    assert [info.name for info in now.live.sheets()] == names


def test_a_formula_gives_way_only_to_who_names_it() -> None:
    now = scene()
    told = now.told()
    with pytest.raises(ClerkMessage, match="holds the formula =D3\\+E3"):
        now.live.apply(ChangeSet((Edit("Invoices", 3, 6, Content(0.119), Content(1.0)),)))
    assert now.told() == told


def test_cells_beside_an_array_and_a_filtered_table_may_change() -> None:
    now = scene()
    now.sheet("Invoices").cell((4, 3)).array = "C4:D4"
    now.sheet("Lines").tables[0].filtered = True
    outside = Edit("Lines", 9, 5, Content(None), Content("note"))
    now.live.apply(ChangeSet((edit(now, "C3", Content("x")), edit(now, "C5", Content("y")), outside)))
    assert [now.sheet("Invoices").at((row, 3)).value for row in (3, 4, 5)] == ["x", "  Eve ", "y"]


def test_an_array_formula_of_one_cell_gives_way_to_who_names_it() -> None:
    now = scene()
    now.sheet("Invoices").cell((3, 6)).array = "F3"
    now.live.apply(ChangeSet((edit(now, "F3", Content(0.119)), edit(now, "F4", Content(12.5)))))
    assert [now.live.read("Invoices").content(row, 6) for row in (3, 4)] == [
        Content(0.119, None, "General"),
        Content(12.5, None, "General"),
    ]


def test_the_first_of_merged_cells_may_change() -> None:
    now = scene()
    now.sheet("Invoices").merged = [Area.parse("C3:D3")]
    now.live.apply(ChangeSet((edit(now, "C2", Content("w")), edit(now, "C3", Content("x")))))
    assert [now.sheet("Invoices").at((row, 3)).value for row in (2, 3)] == ["w", "x"]


def test_no_rows_are_added_where_a_filter_hides_some() -> None:
    now = scene()
    now.sheet("Lines").tables[0].filtered = True
    told = now.told()
    with pytest.raises(ClerkMessage, match="A filter hides rows here"):
        now.live.append("Lines", [[Content("c"), Content(3.0)]])
    assert now.told() == told


def test_no_rows_are_added_below_a_totals_row() -> None:
    now = scene()
    now.sheet("Lines").tables[0].totals = True
    told = now.told()
    with pytest.raises(ClerkMessage, match="totals row"):
        now.live.append("Lines", [[Content("c"), Content(3.0)]])
    assert now.told() == told


def test_no_sheets_where_the_structure_is_locked() -> None:
    now = scene()
    now.live.put(plan())
    now.truth.held["ProtectStructure"] = True
    told = now.told()
    for ask in (
        lambda: now.live.put(plan()),
        lambda: now.live.put(plan(title="Aging", kind="aging")),
        lambda: now.live.remove("Findings"),
    ):
        with pytest.raises(ClerkMessage, match="structure is protected"):
            ask()
    assert now.told() == told


def test_a_sheet_of_ours_that_was_protected_is_not_replaced() -> None:
    now = scene()
    now.live.put(plan())
    now.sheet("Findings").protected = True
    told = now.told()
    with pytest.raises(ClerkMessage, match="The sheet is protected"):
        now.live.put(plan())
    assert now.told() == told


def test_what_a_clerk_put_on_a_sheet_of_ours_is_kept() -> None:
    now = scene()
    now.live.put(plan())
    now.sheet("Findings").shapes.append(13)  # a picture
    assert now.live.put(plan()) == "Findings (2)"
    assert now.sheet("Findings").shapes == [13]


def test_without_a_workbook_it_says_so() -> None:
    with pytest.raises(ClerkMessage, match="No workbook is open"):
        LiveWorkbook(None)
