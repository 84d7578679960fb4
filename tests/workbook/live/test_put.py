"""Sheets of ours in an open workbook: everything that was planned stands there, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import ChangeSet
from invoicing_xl.model.looks import BODY, HEADER, MONEY, TITLE, TOTAL
from invoicing_xl.model.plans import Look, PlanCell, PrintSetup, SheetPlan
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet
from tests.workbook.live.scene import edit, plan, scene


def bgr(color: str) -> int:
    red, green, blue = bytes.fromhex(color)
    return red | green << 8 | blue << 16


def look_of(cell: FakeCell) -> Look:
    """The look of a cell as it stands, as a plan would say it, but for its borders."""
    looks = cell.looks
    return Look(
        bold=looks.get("Font.Bold", False),
        italic=looks.get("Font.Italic", False),
        size=looks.get("Font.Size", 11),
        color=_rgb(looks.get("Font.Color")),
        fill=_rgb(looks.get("Fill")),
        number_format=cell.number_format,
        align={None: "", -4131: "left", -4108: "center", -4152: "right"}[looks.get("align")],  # type: ignore[arg-type]
        wrap=looks.get("wrap", False),
        indent=looks.get("indent", 0),
        locked=cell.locked,
        valign={None: "", -4160: "top", -4108: "center"}[looks.get("valign")],  # type: ignore[arg-type]
    )


def without_borders(look: Look) -> Look:
    return replace(look, borders=frozenset(), border_color=Look().border_color)


Line = tuple[int, int, str]
"""A line above or to the left of a cell: the cell above shares it, as does the one to the left."""


def line(row: int, column: int, side: str) -> Line:
    moved = {"bottom": (row + 1, column, "top"), "right": (row, column + 1, "left")}
    return moved.get(side, (row, column, side))


def lines_of(sheet: FakeSheet) -> dict[Line, tuple[str, str]]:
    """What is drawn between cells: style and colour."""
    styles = {1: "thin", -4119: "double"}
    return {
        line(*place, side): (styles[cell.looks[f"{side}.LineStyle"]], _rgb(cell.looks[f"{side}.Color"]))
        for place, cell in sheet.cells.items()
        for side in ("top", "bottom", "left", "right")
        if f"{side}.LineStyle" in cell.looks
    }


def planned_lines(cells: Iterable[PlanCell]) -> dict[Line, set[tuple[str, str]]]:
    """What may be drawn: cells that share a line may want it in two ways."""
    found: dict[Line, set[tuple[str, str]]] = {}
    for cell in cells:
        for border in cell.look.borders:
            style = "double" if border.startswith("double") else "thin"
            where = line(cell.row, cell.column, border.removeprefix("double "))
            found.setdefault(where, set()).add((style, cell.look.border_color))
    return found


def _rgb(color: int | None) -> str:
    return "" if color is None else f"{color & 255:02X}{color >> 8 & 255:02X}{color >> 16 & 255:02X}"


def put(plan: SheetPlan) -> FakeSheet:
    now = scene()
    return now.sheet(now.live.put(plan))


def test_everything_that_was_planned_stands_there() -> None:
    sheet = put(plan())
    assert {place: cell.value for place, cell in sheet.cells.items() if cell.value is not None} == {
        (1, 1): "=not a formula",
        (3, 1): "Customer",
        (3, 2): "Amount",
        (4, 1): "Ada",
        (4, 2): 100.0,
        (5, 1): "00123",
        (5, 2): 20.0,
        (6, 2): 120.0,
    }
    assert {place: cell.formula for place, cell in sheet.cells.items() if cell.formula} == {
        (6, 2): "=SUM(B4:B5)"
    }
    assert (sheet.widths, sheet.heights, sheet.hidden_columns) == ({1: 30.0, 2: 12.0}, {1: 24.0}, {5})
    assert sheet.merged == [Area.parse("A1:B1")]
    assert (sheet.panes, sheet.gridlines, sheet.tab) == ((4, 1), False, bgr("1F5FA8"))
    assert str(sheet.filter) == "A3:B5"
    assert sheet.validations == [("C4:C5", "x")]
    assert sheet.conditions == [
        ("A4:B5", '=$B4>"50"', {"Color": bgr("FFEB9C")}, {"Color": bgr("1F2D3D")}),
    ]
    assert sheet.links == {(4, 1): "Invoices!A2"}
    (chart,) = sheet.charts
    assert (chart["ChartType"], chart["source"], chart["HasLegend"]) == (51, "B4:B5", False)
    assert (chart["title"], chart["series"]["XValues"]) == ({"Text": "By customer"}, "A4:A5")
    page = sheet.page
    assert (page["PrintArea"], page["PrintTitleRows"], page["Orientation"]) == ("A1:B6", "$3:$3", 2)
    assert (page["FitToPagesWide"], page["FitToPagesTall"], page["Zoom"]) == (1, False, False)
    assert (page["LeftFooter"], page["CenterFooter"], page["RightFooter"]) == ("Findings", "", "Page &P")


def test_a_conditional_format_is_as_seen_from_its_own_first_cell() -> None:
    now = scene()
    now.truth.excel.active = (9, 4)
    now.live.put(plan())
    assert now.sheet("Findings").conditions[0][1] == '=$B4>"50"'


def test_every_cell_has_its_look() -> None:
    every = [
        TITLE,
        HEADER,
        BODY,
        MONEY,
        TOTAL,
        replace(BODY, wrap=True, valign="center"),
        replace(BODY, indent=2, locked=False),
        replace(BODY, borders=frozenset({"top", "left", "right"}), border_color="FF0000"),
        replace(BODY, italic=True, number_format="@"),
        Look(),
    ]
    cells = [
        PlanCell(row, column, "x", every[(row * 3 + column * column) % len(every)])
        for row in range(10, 40)
        for column in range(8, 20)
    ]
    planned = replace(plan(), cells=cells, charts=(), merged=())
    sheet = put(planned)
    for cell in cells:
        assert look_of(sheet.at((cell.row, cell.column))) == without_borders(cell.look)
    drawn, wanted = lines_of(sheet), planned_lines(cells)
    assert drawn.keys() == wanted.keys()
    assert all(drawn[where] in wanted[where] for where in drawn)


def test_a_line_above_a_total_is_not_lost_to_the_row_before() -> None:
    sheet = put(plan(PlanCell(20, 1, 5.0, MONEY), PlanCell(21, 1, 5.0, TOTAL)))
    assert lines_of(sheet)[21, 1, "top"] == ("thin", TOTAL.border_color)
    assert lines_of(sheet)[22, 1, "top"] == ("double", TOTAL.border_color)


def test_covered_cells_have_the_look_of_the_first() -> None:
    sheet = put(plan(PlanCell(20, 1, "wide", HEADER)))
    wide = put(
        replace(plan(PlanCell(20, 1, "wide", HEADER)), merged=(Area.parse("A1:B1"), Area.parse("A20:C20")))
    )
    assert look_of(sheet.at((20, 3))) != without_borders(HEADER)
    assert look_of(wide.at((20, 3))) == without_borders(HEADER)


def test_it_is_replaced_in_place_so_that_references_stay_right() -> None:
    """A sheet that is deleted turns the clerk's references into #REF!: it must stay the same sheet."""
    now = scene()
    now.live.put(plan())
    first = now.sheet("Findings")
    now.live.put(plan(title="Aging", kind="aging"))
    assert now.live.put(plan(PlanCell(9, 1, "new"), title="Findings 2")) == "Findings 2"
    assert now.sheet("Findings 2") is first
    assert [sheet.name for sheet in now.truth.state][-2:] == ["Findings 2", "Aging"]
    assert first.at((9, 1)).value == "new"


def test_nothing_of_the_old_sheet_is_left() -> None:
    now = scene()
    now.live.put(plan(PlanCell(50, 9, "old", HEADER)))
    small = SheetPlan("Findings", "findings", (PlanCell(1, 1, "new"),), gridlines=True)
    now.live.put(small)
    fresh = put(small)
    replaced = now.sheet("Findings")
    assert {**replaced.told(), "names": 0} == {**fresh.told(), "names": 0}


def test_what_is_selected_and_active_stays() -> None:
    now = scene()
    now.truth.active = now.sheet("Lines")
    live = now.live
    live.put(plan())
    live.put(plan())
    assert now.truth.active is now.sheet("Lines")
    now.truth.active = now.sheet("Findings")
    live.remove("Findings")
    assert now.truth.active in now.truth.state


def test_a_sheet_that_the_clerk_has_hidden_stays_so() -> None:
    now = scene()
    now.live.put(plan(title="Setup", kind="setup"))
    now.sheet("Setup").visible = 0
    now.live.put(plan(PlanCell(9, 1, "new"), title="Setup", kind="setup"))
    assert (now.sheet("Setup").visible, now.sheet("Setup").at((9, 1)).value) == (0, "new")


def test_a_plan_that_excel_takes_otherwise_is_not_left_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    now = scene()
    told = now.told()
    monkeypatch.setattr("invoicing_xl.workbook.live.writing.guarded", lambda text: text)
    with pytest.raises(RuntimeError, match="Findings!A1 does not hold what was planned"):
        now.live.put(plan(PlanCell(1, 9, "words")))
    assert now.told() == told
    with pytest.raises(RuntimeError, match="Invoices!C3 does not hold what was written"):
        now.live.apply(ChangeSet((edit(now, "C3", Content("001")),)))
    assert now.told() == told


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("&LLeft&CMiddle&RRight", ("Left", "Middle", "Right")),
        ("Middle", ("", "Middle", "")),
        ("&L&8A && B&C&8N&R&8Page &P of &N", ("&8A && B", "&8N", "&8Page &P of &N")),
        ("", ("", "", "")),
    ],
)
def test_headers_and_footers(text: str, parts: tuple[str, str, str]) -> None:
    page = put(replace(plan(), printing=PrintSetup(header=text))).page
    assert (page["LeftHeader"], page["CenterHeader"], page["RightHeader"]) == parts


def test_links_beyond_the_most_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invoicing_xl.workbook.live.sheets.MOST_LINKS", 3)
    cells = [PlanCell(row, 1, f"row {row}", BODY, link=f"Invoices!A{row}") for row in range(20, 30)]
    sheet = put(plan(*cells))
    assert sorted(sheet.links) == [(4, 1), (20, 1), (21, 1)]
    assert sheet.at((25, 1)).value == "row 25"
