"""The same steps on a workbook in memory and on a file: after each of them both tell the same."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.model.plans import Look, PlanCell, SheetKind, SheetPlan
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from invoicing_xl.workbook.port import Workbook

INVOICES = [["Invoice", "Net", "Paid"], ["INV-1", 100.0, True], ["00123", -0.5, False], ["x", "12,5", None]]
LINES = [["Line", "Amount"], ["a", 1.0], ["b", 2.0]]

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["", "text", "=1+1", "00123", " <a> ", "_x000D_", "two\nlines"]),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 2) + 0.0),
)
CONTENTS = st.builds(Content, VALUES, number_format=st.sampled_from([None, None, "0.00", "@", "yyyy-mm-dd"]))
FORMULAS = st.builds(Content, st.floats(0, 9).map(float), st.sampled_from(["=A2", "=SUM(B2:B3)", '="a"&"b"']))
SHEETS = st.sampled_from(["Invoices", "Lines", "LINES", "Findings", "Aging", "Nowhere"])
PLACES = st.tuples(st.integers(1, 7), st.integers(1, 4))


@dataclass(frozen=True)
class Apply:
    """Edits that state what stands there, but for one where ``stale``."""

    sheet: str
    changes: dict[tuple[int, int], Content]
    stale: bool

    def __call__(self, book: Workbook) -> object:
        grid = book.read(self.sheet)
        edits = [
            Edit(self.sheet, *place, grid.content(*place), after) for place, after in self.changes.items()
        ]
        if self.stale:
            edits.append(Edit(self.sheet, 9, 9, Content("gone"), Content(1.0)))
        return book.apply(ChangeSet(tuple(edits)))


@dataclass(frozen=True)
class Append:
    sheet: str
    rows: list[list[Content]]

    def __call__(self, book: Workbook) -> object:
        return book.append(self.sheet, self.rows)


@dataclass(frozen=True)
class Put:
    title: str
    kind: str
    key: str
    value: float

    def __call__(self, book: Workbook) -> object:
        cells = (
            PlanCell(1, 1, self.title, Look(bold=True)),
            PlanCell(2, 1, self.value, Look(number_format="0.00")),
            PlanCell(3, 1, self.value * 2, formula="=A2*2"),
        )
        kind = cast(SheetKind, self.kind)
        return book.put(SheetPlan(self.title, kind, cells, key=self.key, inputs=frozenset({2})))


@dataclass(frozen=True)
class Remove:
    sheet: str

    def __call__(self, book: Workbook) -> object:
        return book.remove(self.sheet)


Step = Apply | Append | Put | Remove
FILLED = CONTENTS.filter(lambda content: content.value not in (None, ""))
ROWS = st.lists(
    st.builds(lambda first, rest: [first, *rest], FILLED, st.lists(CONTENTS, max_size=2)), max_size=3
)
APPLY = st.builds(Apply, SHEETS, st.dictionaries(PLACES, CONTENTS | FORMULAS, max_size=4), st.booleans())
PUT = st.builds(
    Put,
    st.sampled_from(["Findings", "Aging", "lines", "A/B"]),
    st.sampled_from(["findings", "aging", "setup"]),
    st.sampled_from(["", "1"]),
    st.sampled_from([1.0, 2.5]),
)
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(APPLY, st.builds(Append, SHEETS, ROWS), PUT, PUT, st.builds(Remove, SHEETS)), max_size=6
)


def in_memory() -> MemoryWorkbook:
    lines = MemorySheet.of("Lines", LINES)
    lines.tables = (SheetTable("Lines", Area.parse("A1:B3"), columns=("Line", "Amount")),)
    return MemoryWorkbook(MemorySheet.of("Invoices", INVOICES), lines)


def on_disk(path: Path) -> FileWorkbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("Invoices", INVOICES), ("Lines", LINES)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book["Lines"].add_table(Table(displayName="Lines", ref="A1:B3"))
    book.save(path)
    return FileWorkbook(path)


def cells(grid: Grid) -> list[object]:
    """All cells that hold something, and the sheet's tables. A blank cell's format is nobody's matter."""
    found: list[object] = [grid.tables]
    for column in sorted(grid.columns):
        for row in range(1, grid.row_count + 1):
            content = grid.content(row, column)
            if content.value is not None or content.formula is not None:
                found.append((row, column, repr(content)))
    return found


def told(book: Workbook, cells: Callable[[Grid], list[object]] = cells) -> list[object]:
    """All that the port tells, as ``cells`` tells a sheet."""
    return [list(book.sheets()), *(cells(book.read(info.name)) for info in book.sheets())]


def outcome(step: Step, book: Workbook) -> object:
    try:
        return step(book)
    except ClerkMessage:
        return "refused"


# A row shorter than the table it grows looks like the one above it to the table's last column.
SHORTER = [[[Content(1.0), Content(None, number_format="0.00")]], [[Content(1.0)]], [[Content(1.0)] * 2]]


@settings(max_examples=60)
@given(STEPS, st.booleans())
@example([Append("Lines", rows) for rows in SHORTER], False)
def test_memory_and_file_agree(steps: list[Step], save_between: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        memory, file = in_memory(), on_disk(path)
        for step in steps:
            assert outcome(step, memory) == outcome(step, file)
            assert told(memory) == told(file)
            if save_between:
                file.save(Path(folder) / "next.xlsx")
                file = FileWorkbook(Path(folder) / "next.xlsx")
                assert told(memory) == told(file)
