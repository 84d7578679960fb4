"""An open workbook that the tests of the live adapter begin with."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import xlwings as xw

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.looks import BODY, HEADER, MONEY, TITLE
from invoicing_xl.model.plans import (
    BarChart,
    Choice,
    Highlight,
    PlanCell,
    PrintSetup,
    SheetKind,
    SheetPlan,
)
from invoicing_xl.workbook.live import LiveWorkbook
from tests.workbook.live.fake_excel.books import sheet_of
from tests.workbook.live.fake_excel.excel import FakeWorkbook
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeSheet, FakeTable


@dataclass
class Scene:
    """The workbook as xlwings has it, and as it is."""

    book: xw.Book
    truth: FakeWorkbook

    @property
    def live(self) -> LiveWorkbook:
        """The adapter as a command makes it: anew each time."""
        return LiveWorkbook(self.book)

    @property
    def crossings(self) -> int:
        return self.truth.excel.wire.crossings

    def told(self) -> object:
        """All that must be as before where a command did not succeed."""
        return self.truth.told(), self.truth.excel.settings(), self.truth.active.name

    def sheet(self, name: str) -> FakeSheet:
        return self.truth.sheet(name)

    def start_from(self, sheets: list[FakeSheet]) -> None:
        """Lets the workbook hold copies of these sheets, in an Excel that was just started."""
        excel = self.truth.excel
        self.truth.state[:] = deepcopy(sheets)
        self.truth.active = self.truth.state[0]
        excel.held = dict(excel.plain)
        excel.wire.__init__()  # type: ignore[misc]


def scene() -> Scene:
    """Invoices with amounts, dates, texts and a formula; a table of lines; notes of the clerk's."""
    invoices = sheet_of(
        "Invoices",
        [
            ["Invoice", "Date", "Customer", "Net", "Tax", "Total"],
            ["00101", 46050.0, "Ada", 100.0, 19.0, Content(None, "=D2+E2")],
            ["00102", 46051.0, "Bob", 0.1, 0.019, Content(None, "=D3+E3")],
            ["00103", "1-2", "  Eve ", "12,50", None, Content(None, "=D4+E4")],
            ["00104", 46053.0, "Zoë", 5.0, 0.95, Content(None, "=D5+E5")],
        ],
    )
    for row in range(2, 6):
        invoices.cell((row, 1)).number_format = "@"
        invoices.cell((row, 2)).number_format = "yyyy-mm-dd"
        invoices.cell((row, 4)).number_format = '"$"#,##0.00'
    invoices.cell((3, 3)).looks["Fill"] = 0x00FFFF
    lines = sheet_of("Lines", [["Line", "Amount"], ["a", 1.0], ["b", 2.0]])
    lines.tables = [FakeTable("Lines", Area.parse("A1:B3"))]
    notes = sheet_of("Notes", [["remember"]])
    book, truth = opened(invoices, lines, notes, FakeSheet("Picture", kind="chart"))
    return Scene(book, truth)


def edit(scene: Scene, cell: str, after: Content, fill: str | None = None, sheet: str = "Invoices") -> Edit:
    """An edit that states what stands there now."""
    area = Area.parse(cell)
    before = scene.live.read(sheet).content(area.first_row, area.first_column)
    return Edit(sheet, area.first_row, area.first_column, before, after, fill)


def corrections(scene: Scene) -> ChangeSet:
    """Edits of every kind on two sheets."""
    return ChangeSet(
        (
            edit(scene, "A3", Content("00120")),
            edit(scene, "A4", Content(103.0, number_format="00000")),
            edit(scene, "B4", Content(46052.0, number_format="yyyy-mm-dd"), fill="FFEB9C"),
            edit(scene, "C3", Content("=cmd|' /C calc'!A0"), fill="FFEB9C"),
            edit(scene, "C4", Content("Eve"), fill=""),
            edit(scene, "D4", Content(12.5)),
            edit(scene, "E4", Content(2.375, "=ROUND(D4*0.19,3)")),
            edit(scene, "F5", Content(5.95)),
            edit(scene, "B3", Content(3.0), sheet="Lines"),
        )
    )


def plan(*more: PlanCell, title: str = "Findings", kind: SheetKind = "findings", key: str = "") -> SheetPlan:
    """A plan with something of everything that a plan may hold."""
    return SheetPlan(
        title,
        kind,
        (
            PlanCell(1, 1, "=not a formula", TITLE),
            PlanCell(3, 1, "Customer", HEADER),
            PlanCell(3, 2, "Amount", HEADER),
            PlanCell(4, 1, "Ada", BODY, link="Invoices!A2"),
            PlanCell(4, 2, 100.0, MONEY),
            PlanCell(5, 1, "00123", BODY),
            PlanCell(5, 2, 20.0, MONEY),
            PlanCell(6, 2, 120.0, MONEY, formula="=SUM(B4:B5)"),
            *more,
        ),
        key=key,
        widths={1: 30.0, 2: 12.0},
        heights={1: 24.0},
        merged=(Area.parse("A1:B1"),),
        freeze=(4, 1),
        filter=Area.parse("A3:B5"),
        choices=(Choice(Area.parse("C4:C5"), ("x",)),),
        highlights=(Highlight(Area.parse("A4:B5"), '=$B4>"50"', "FFEB9C", "1F2D3D"),),
        charts=(BarChart("By customer", Area.parse("A4:A5"), Area.parse("B4:B5"), 8, 1),),
        hidden_columns=(5,),
        printing=PrintSetup(
            Area.parse("A1:B6"), landscape=True, repeat_rows=(3, 3), footer="&LFindings&RPage &P"
        ),
        inputs=frozenset({3}),
        tab_color="1F5FA8",
    )
