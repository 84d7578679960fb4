"""What every adapter of the workbook port promises, asked of each of them in the same words."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.model.plans import Choice, Look, PlanCell, SheetKind, SheetPlan
from invoicing_xl.workbook.live import LiveWorkbook
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from invoicing_xl.workbook.port import SheetInfo, Workbook
from tests.workbook.live.fake_excel.books import sheet_of
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeSheet, FakeTable

# The book every test starts from. A text that begins with "=" is a formula; its result is not known yet.
INVOICES: list[list[CellValue]] = [
    ["Invoice", "Customer", "Net", "Tax", "Total", "Paid"],
    ["INV-1", "Ada", 100.0, 19.0, "=C2+D2", True],
    ["INV-2", "Bob", 0.1, 0.019, "=C3+D3", False],
    ["00123", "  Eve ", "12,50", None, "=C4+D4", None],
    ["INV-4", "Zoë & Søn <x>", -5.0, 1e15, "=C5+D5", ErrorValue("#N/A")],
]
LINES: list[list[CellValue]] = [["Line", "Amount"], ["a", 1.0], ["b", 2.0]]
LINES_TABLE = SheetTable("Lines", Area.parse("A1:B3"), columns=("Line", "Amount"))
NOTES: list[list[CellValue]] = [["remember"]]
LOCKED: list[list[CellValue]] = [["do not touch"]]

Open = Callable[[], Workbook]


def _content(value: CellValue) -> CellValue | Content:
    if isinstance(value, str) and value.startswith("="):
        return Content(None, value, "General")
    return value


def _memory(folder: Path) -> Open:
    sheets = [
        MemorySheet.of(name, [[_content(value) for value in row] for row in rows])
        for name, rows in (("Invoices", INVOICES), ("Lines", LINES), ("Notes", NOTES), ("Locked", LOCKED))
    ]
    _, lines, notes, locked = sheets
    lines.tables, notes.visible, locked.protected = (LINES_TABLE,), False, True
    book = MemoryWorkbook(*sheets, MemorySheet("Picture", readable=False))
    return lambda: book


def _file(folder: Path) -> Open:
    from invoicing_xl.workbook.file import FileWorkbook

    source = openpyxl.Workbook()
    source.remove(source.worksheets[0])
    for name, rows in (("Invoices", INVOICES), ("Lines", LINES), ("Notes", NOTES), ("Locked", LOCKED)):
        sheet = source.create_sheet(name)
        for row in rows:
            sheet.append([str(value) if isinstance(value, ErrorValue) else value for value in row])
    source["Lines"].add_table(Table(displayName="Lines", ref="A1:B3"))
    source["Notes"].sheet_state = "hidden"
    source["Locked"].protection.sheet = True
    source.create_chartsheet("Picture")
    source.save(folder / "Book.xlsx")
    return lambda: FileWorkbook(folder / "Book.xlsx")


def _live(folder: Path) -> Open:
    """The live adapter on a fake Excel, which stays open."""
    sheets = [
        sheet_of(name, [[_content(value) for value in row] for row in rows])
        for name, rows in (("Invoices", INVOICES), ("Lines", LINES), ("Notes", NOTES), ("Locked", LOCKED))
    ]
    _, lines, notes, locked = sheets
    lines.tables = [FakeTable("Lines", Area.parse("A1:B3"))]
    notes.visible, locked.protected = 0, True
    book, _ = opened(*sheets, FakeSheet("Picture", kind="chart"))
    return lambda: LiveWorkbook(book)


ADAPTERS = {"memory": _memory, "live": _live}
if importlib.util.find_spec("invoicing_xl.workbook.file"):
    ADAPTERS["file"] = _file


@pytest.fixture(params=ADAPTERS)
def opening(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the book anew each time it is called."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return ADAPTERS[request.param](tmp_path)


@pytest.fixture
def book(opening: Open) -> Workbook:
    return opening()


def everything(book: Workbook) -> list[object]:
    """All that the port tells of a workbook."""
    infos = list(book.sheets())
    return [infos, *(cells_of(book.read(info.name)) for info in infos if info.readable)]


def cells_of(grid: Grid) -> dict[str, tuple[CellValue, str | None, str]]:
    """What stands where: cells that hold something, by address."""
    found = {}
    for column in grid.columns:
        for row in range(1, grid.row_count + 1):
            content = grid.content(row, column)
            if content.value is not None or content.formula:
                found[str(Area(row, column, row, column))] = (
                    content.value,
                    content.formula,
                    content.number_format or "",
                )
    return found


def edit_of(book: Workbook, sheet: str, cell: str, after: Content, fill: str | None = None) -> Edit:
    """An edit that states what stands there now."""
    area = Area.parse(cell)
    before = book.read(sheet).content(area.first_row, area.first_column)
    return Edit(sheet, area.first_row, area.first_column, before, after, fill)


def info_of(book: Workbook, name: str) -> SheetInfo:
    return next(info for info in book.sheets() if info.name == name)


def plan_of(
    *cells: PlanCell, title: str = "Findings", kind: SheetKind = "findings", key: str = ""
) -> SheetPlan:
    return SheetPlan(
        title,
        kind,
        cells or (PlanCell(1, 1, "Rule", Look(bold=True)), PlanCell(2, 1, "AMT-01"), PlanCell(2, 2, 5.0)),
        key=key,
        inputs=frozenset({3}),
        choices=(Choice(Area.parse("C2:C9"), ("x",)),),
    )


# --- reading


def test_sheets_in_tab_order(book: Workbook) -> None:
    assert list(book.sheets()) == [
        SheetInfo("Invoices"),
        SheetInfo("Lines"),
        SheetInfo("Notes", visible=False),
        SheetInfo("Locked", protected=True),
        SheetInfo("Picture", readable=False),
    ]


def test_a_snapshot_hides_nothing(book: Workbook) -> None:
    grid = book.read("Invoices")
    assert (grid.sheet, grid.row_count, sorted(grid.columns)) == ("Invoices", 5, [1, 2, 3, 4, 5, 6])
    for row, values in enumerate(INVOICES, 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, str) and value.startswith("="):
                assert grid.formula(row, column) == value
            else:
                assert grid.formula(row, column) is None
                assert grid.value(row, column) == value
                assert isinstance(grid.value(row, column), bool) == isinstance(value, bool)
    assert (grid.kind(4, 3), grid.kind(4, 4), grid.kind(5, 6)) == (Kind.TEXT, Kind.BLANK, Kind.ERROR)
    assert book.read("Lines").tables == (LINES_TABLE,)
    assert book.read("Locked").protected


def test_each_text_is_held_once(opening: Open) -> None:
    book = opening()
    grid = book.read("Invoices")
    known = str(grid.pool[0].as_py())
    edits = [
        Edit("Invoices", 60 + n, 1, Content(), Content(text)) for n, text in enumerate((known, "new", "new"))
    ]
    for again in (grid, grid.with_edits(edits)):
        assert len(set(again.pool.to_pylist())) == len(again.pool)
    assert [grid.with_edits(edits).value(60 + n, 1) for n in range(3)] == [known, "new", "new"]


def test_names_of_sheets_ignore_case_as_excel_does(book: Workbook) -> None:
    assert cells_of(book.read("INVOICES")) == cells_of(book.read("Invoices"))


@pytest.mark.parametrize("name", ["Nowhere", "Picture"])
def test_what_cannot_be_read_is_told(book: Workbook, name: str) -> None:
    with pytest.raises(ClerkMessage):
        book.read(name)


# --- edits


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        -0.25,
        12345678901234.5,
        "text",
        "=1+1",
        "00123",
        " a\nb ",
        "<t>&amp;</t>",
        "_x000D_",
        True,
        False,
        None,
    ],
)
@pytest.mark.parametrize("cell", ["C2", "B4", "F2", "D4", "H9"])
def test_an_edit_is_what_stands_there_afterwards(opening: Open, cell: str, value: CellValue) -> None:
    book = opening()
    expected = cells_of(book.read("Invoices"))
    edit = edit_of(book, "Invoices", cell, Content(value))
    expected.pop(cell, None)
    if value is not None:
        expected[cell] = (value, None, edit.before.number_format or "")
    book.apply(ChangeSet((edit,)))
    assert cells_of(book.read("Invoices")) == expected
    book.save()
    assert cells_of(opening().read("Invoices")) == expected


def test_formats_and_fills_leave_the_value(opening: Open) -> None:
    book = opening()
    before = cells_of(book.read("Invoices"))
    stays = book.read("Invoices").content(2, 5)
    book.apply(
        ChangeSet(
            (
                edit_of(book, "Invoices", "C2", Content(100.0, number_format="#,##0.00"), fill="FFEB9C"),
                edit_of(book, "Invoices", "E2", stays, fill="FFEB9C"),
                edit_of(book, "Invoices", "A4", Content(123.0, number_format="00000")),
            )
        )
    )
    book.save()
    before["C2"] = (100.0, None, "#,##0.00")
    before["A4"] = (123.0, None, "00000")
    assert cells_of(opening().read("Invoices")) == before


def test_fills_are_told_and_taken_away(opening: Open) -> None:
    book = opening()
    cells = [(2, 3), (9, 9), (3, 3)]
    assert list(book.fills("invoices", cells)) == ["", "", ""]
    stays = book.read("Invoices").content(2, 3)
    book.apply(ChangeSet((Edit("Invoices", 2, 3, stays, stays, fill="FFEB9C"),)))
    assert list(book.fills("Invoices", cells)) == ["FFEB9C", "", ""]
    book.save()
    book = opening()
    assert list(book.fills("Invoices", cells)) == ["FFEB9C", "", ""]
    book.apply(ChangeSet((Edit("Invoices", 2, 3, stays, stays, fill=""),)))
    assert list(book.fills("Invoices", cells)) == ["", "", ""]
    with pytest.raises(ClerkMessage):
        book.fills("Picture", cells)


def test_a_formula_gives_way_only_to_an_edit_that_names_it(book: Workbook) -> None:
    stated = edit_of(book, "Invoices", "E2", Content(119.0))
    blind = Edit("Invoices", 3, 5, Content(None), Content(0.119))
    before = everything(book)
    with pytest.raises(ClerkMessage):
        book.apply(ChangeSet((stated, blind)))
    assert everything(book) == before
    book.apply(ChangeSet((stated,)))
    assert book.read("Invoices").content(2, 5) == Content(119.0, None, "General")


def test_a_new_formula_comes_with_its_result(opening: Open) -> None:
    book = opening()
    book.apply(ChangeSet((edit_of(book, "Invoices", "D4", Content(2.375, "=12.5*0.19")),)))
    book.save()
    assert opening().read("Invoices").content(4, 4) == Content(2.375, "=12.5*0.19", "General")


@pytest.mark.parametrize(
    "stale",
    [
        Edit("Invoices", 2, 1, Content("INV-9"), Content("INV-1b")),
        Edit("Invoices", 2, 6, Content(1.0), Content(False)),
        Edit("Invoices", 4, 3, Content(12.5), Content(13.0)),
        Edit("Invoices", 2, 3, Content(100.0, number_format="0.00"), Content(1.0)),
        Edit("Invoices", 9, 9, Content("gone"), Content(1.0)),
        Edit("Nowhere", 1, 1, Content(), Content(1.0)),
        Edit("Picture", 1, 1, Content(), Content(1.0)),
        Edit("Lines", 1, 1, Content("Line"), Content("Zeile")),
    ],
)
def test_all_edits_or_none(book: Workbook, stale: Edit) -> None:
    before = everything(book)
    good = edit_of(book, "Invoices", "B3", Content("Bobby"))
    with pytest.raises(ClerkMessage):
        book.apply(ChangeSet((good, stale)))
    assert everything(book) == before


def test_the_inverse_takes_an_edit_back(opening: Open) -> None:
    book = opening()
    before = everything(book)
    edits = [
        edit_of(book, "Invoices", "C4", Content(12.5, number_format="0.00")),
        edit_of(book, "Invoices", "E3", Content(7.0)),
        edit_of(book, "Invoices", "D4", Content("x")),
        edit_of(book, "Lines", "B3", Content(None)),
    ]
    book.apply(ChangeSet(tuple(edits)))
    assert everything(book) != before
    book.apply(ChangeSet(tuple(edit.inverse() for edit in edits)))
    assert everything(book) == before
    book.save()
    assert everything(opening()) == before


# --- rows


def test_rows_go_below_the_last_used_one(opening: Open) -> None:
    book = opening()
    before = cells_of(book.read("Invoices"))
    rows = [[Content("INV-5"), Content(None), Content(5.0, number_format="0.00")], [Content("INV-6")]]
    book.append("Invoices", rows)
    book.save()
    after = cells_of(opening().read("Invoices"))
    assert {place: cell[:2] for place, cell in after.items() if place not in before} == {
        "A6": ("INV-5", None),
        "C6": (5.0, None),
        "A7": ("INV-6", None),
    }
    assert {place: after[place] for place in before} == before
    assert after["C6"][2] == "0.00"


def test_a_table_grows_with_its_rows(opening: Open) -> None:
    book = opening()
    book.append("Lines", [[Content("c"), Content(3.0)], [Content("d"), Content(4.0)]])
    assert book.read("Lines").tables == (
        SheetTable("Lines", Area.parse("A1:B5"), columns=("Line", "Amount")),
    )
    book.save()
    assert opening().read("Lines").tables[0].area == Area.parse("A1:B5")


def test_no_rows_change_nothing(book: Workbook) -> None:
    before = everything(book)
    book.append("Lines", [])
    assert everything(book) == before


# --- generated sheets


def test_a_generated_sheet_stands_at_the_end(opening: Open) -> None:
    book = opening()
    before = list(book.sheets())
    plan = plan_of(
        PlanCell(1, 1, "=text"),
        PlanCell(1, 2, 0.5, Look(number_format="0.00%")),
        PlanCell(2, 1, True),
        PlanCell(2, 2, 1.0, formula="=B1*2"),
        PlanCell(3, 1, "", formula='=""'),
        key="Q3",
    )
    assert book.put(plan) == "Findings"
    expected = SheetInfo("Findings", kind="findings", key="Q3")
    for seen in (book, saved(book, opening)):
        assert list(seen.sheets()) == [*before, expected]
        grid = seen.read("Findings")
        assert [grid.value(1, 1), grid.value(1, 2), grid.value(2, 1), grid.value(2, 2)] == [
            "=text",
            0.5,
            True,
            1.0,
        ]
        assert [grid.formula(2, 2), grid.formula(3, 1), grid.formula(1, 1)] == ["=B1*2", '=""', None]
        assert grid.number_format(1, 2) == "0.00%"


def saved(book: Workbook, opening: Open) -> Workbook:
    book.save()
    return opening()


@pytest.mark.parametrize("save_between", [False, True])
def test_it_is_replaced_at_its_place(opening: Open, save_between: bool) -> None:
    book = opening()
    for title, kind in (("Findings", "findings"), ("Aging", "aging"), ("Statements", "statements")):
        book.put(plan_of(title=title, kind=kind))  # type: ignore[arg-type]
    names = [info.name for info in book.sheets()]
    if save_between:
        book = saved(book, opening)
    assert book.put(plan_of(PlanCell(1, 1, "new"), title="Aging", kind="aging")) == "Aging"
    for seen in (book, saved(book, opening)):
        assert [info.name for info in seen.sheets()] == names
        assert not info_of(seen, "Aging").edited
        assert [cell[0] for cell in cells_of(seen.read("Aging")).values()] == ["new"]
        assert cells_of(seen.read("Findings"))["A2"][0] == "AMT-01"


def test_the_clerks_sheet_of_that_title_is_never_touched(opening: Open) -> None:
    book = opening()
    before = cells_of(book.read("Notes"))
    assert book.put(plan_of(title="NOTES")) == "NOTES (2)"
    assert book.put(plan_of(title="NOTES")) == "NOTES (2)"
    after = saved(book, opening)
    assert cells_of(after.read("Notes")) == before
    assert info_of(after, "NOTES (2)").kind == "findings"


@pytest.mark.parametrize("save_between", [False, True])
def test_a_sheet_the_clerk_edited_is_kept(opening: Open, save_between: bool) -> None:
    book = opening()
    book.put(plan_of())
    if save_between:
        book = saved(book, opening)
    book.apply(ChangeSet((edit_of(book, "Findings", "B2", Content(6.0)),)))
    assert info_of(book, "Findings").edited
    assert book.put(plan_of()) == "Findings (2)"
    assert book.put(plan_of()) == "Findings (2)"
    after = saved(book, opening)
    assert [info.name for info in after.sheets()][-2:] == ["Findings", "Findings (2)"]
    assert after.read("Findings").value(2, 2) == 6.0
    assert (info_of(after, "Findings").edited, info_of(after, "Findings (2)").edited) == (True, False)


def test_ticks_are_no_edit(opening: Open) -> None:
    book = opening()
    book.put(plan_of())
    book = saved(book, opening)
    book.apply(ChangeSet((edit_of(book, "Findings", "C2", Content("x")),)))
    book = saved(book, opening)
    assert not info_of(book, "Findings").edited
    assert book.read("Findings").value(2, 3) == "x"
    assert book.put(plan_of()) == "Findings"
    assert book.read("Findings").value(2, 3) is None


def test_titles_become_legal(book: Workbook) -> None:
    assert book.put(plan_of(title="A/S [Nord]: 'n' *", key="1")) == "A-S -Nord- 'n' -"
    assert book.put(plan_of(title="History", key="2")) == "History (2)"
    assert book.put(plan_of(title="x" * 40, key="3")) == "x" * 31
    assert book.put(plan_of(title="x" * 40, key="4")) == "x" * 27 + " (2)"


def test_keys_tell_sheets_of_a_kind_apart(opening: Open) -> None:
    book = opening()
    for key in ("S-1", "S-2", "S-3"):
        book.put(plan_of(PlanCell(1, 1, key), title="Ada", kind="statement", key=key))
    book = saved(book, opening)
    assert book.put(plan_of(PlanCell(1, 1, "new"), title="Ada", kind="statement", key="S-2")) == "Ada (2)"
    ours = {info.key: book.read(info.name).value(1, 1) for info in book.sheets() if info.kind == "statement"}
    assert ours == {"S-1": "S-1", "S-2": "new", "S-3": "S-3"}


@pytest.mark.parametrize("save_between", [False, True])
def test_only_sheets_of_ours_are_removed(opening: Open, save_between: bool) -> None:
    book = opening()
    before = everything(book)
    book.put(plan_of())
    book.put(plan_of(title="Aging", kind="aging"))
    if save_between:
        book = saved(book, opening)
    for name in ("Invoices", "Picture", "Nowhere"):
        with pytest.raises(ClerkMessage):
            book.remove(name)
    book.remove("Findings")
    assert [info.name for info in book.sheets()][-1] == "Aging"
    book.remove("AGING")
    assert everything(book) == before
    assert everything(saved(book, opening)) == before


def test_edits_rows_and_sheets_together(opening: Open) -> None:
    book = opening()
    book.put(plan_of())
    book.apply(
        ChangeSet(
            (
                edit_of(book, "Invoices", "B2", Content("Ada Ltd")),
                edit_of(book, "Findings", "C2", Content("x")),
                edit_of(book, "Lines", "B2", Content(9.0)),
            )
        )
    )
    book.append("Lines", [[Content("c"), Content(3.0)]])
    book.append("Findings", [[Content("DUP-01")]])
    expected = everything(book)
    assert everything(saved(book, opening)) == expected
    assert (book.read("Findings").value(3, 1), book.read("Lines").value(4, 2)) == ("DUP-01", 3.0)


def test_saving_elsewhere_leaves_the_original(opening: Open, tmp_path: Path) -> None:
    book = opening()
    book.put(plan_of())
    book.save(tmp_path / "other.xlsx")
    if isinstance(book, MemoryWorkbook):
        assert book.saved == [tmp_path / "other.xlsx"]
    elif isinstance(book, LiveWorkbook):
        assert (tmp_path / "other.xlsx").exists()
        assert book.name == "Book.xlsx"
    else:
        assert [info.name for info in opening().sheets()] == [
            "Invoices",
            "Lines",
            "Notes",
            "Locked",
            "Picture",
        ]
        assert (tmp_path / "other.xlsx").exists()
