"""The *Change log*: what was changed, by whom, why; undo reads nothing else.

Every value is kept as text beside its kind, so that it comes back exactly as it was: a number as its
shortest exact digits, text as typed. A day is kept as a date, which is exact too and can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from invoicing_xl.corrections.rows import RowKey, row_kind
from invoicing_xl.model import looks
from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind, address
from invoicing_xl.model.dates import is_date_format
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import PlanCell, PrintSetup, SheetPlan

TITLE = "Change log"
HEADER_ROW = 3
_MOST_ABOVE = 20  # rows that the clerk may have inserted above the captions
_ADVICE = "Undo reads this sheet. Sort and filter it as you like; please leave its cells as they are."
_COLUMNS = (
    ("Batch", 21), ("When (UTC)", 18), ("Who", 14), ("Rule", 9), ("Document", 14), ("Sheet", 14), ("Cell", 8),
    ("Column", 16), ("Before", 26), ("Before is", 10), ("After", 26), ("After is", 10), ("Undoes", 21),
    ("Formula before", 20), ("Format before", 14), ("Formula after", 20), ("Format after", 14),
    ("Row kind", 10), ("Row name", 14), ("Row mark", 14),
)  # fmt: skip
_NAMES = [name for name, _ in _COLUMNS]


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell's change as the log keeps it. ``undoes`` names the batch that this one took back."""

    batch: str
    when: str
    who: str
    rule: str
    document: str
    header: str
    edit: Edit
    key: RowKey
    undoes: str = ""


def log_plan(entries: Sequence[Entry]) -> SheetPlan:
    """A new *Change log*. Later batches are appended below it (see ``log_row``)."""
    cells = [
        PlanCell(1, 1, TITLE, looks.TITLE),
        PlanCell(2, 1, _ADVICE, looks.NOTE),
        *(PlanCell(HEADER_ROW, column, name, looks.HEADER) for column, (name, _) in enumerate(_COLUMNS, 1)),
    ]  # fmt: skip
    look = cache(lambda number_format: replace(looks.BODY, number_format=number_format or "General"))
    for row, entry in enumerate(entries, HEADER_ROW + 1):
        for column, kept in enumerate(log_row(entry), 1):
            cells.append(PlanCell(row, column, kept.value, look(kept.number_format)))
    last = HEADER_ROW + max(len(entries), 1)
    return SheetPlan(
        TITLE,
        "change log",
        cells,
        widths={column: width for column, (_, width) in enumerate(_COLUMNS, 1)},
        freeze=(HEADER_ROW + 1, 1),
        filter=Area(HEADER_ROW, 1, last, len(_COLUMNS)),
        hidden_columns=tuple(range(14, len(_COLUMNS) + 1)),
        printing=PrintSetup(landscape=True, repeat_rows=(HEADER_ROW, HEADER_ROW)),
        inputs=frozenset(range(1, len(_COLUMNS) + 1)),
    )


def log_row(entry: Entry) -> list[Content]:
    """The entry as a row to append."""
    before, after, key = entry.edit.before, entry.edit.after, entry.key
    texts = [
        entry.batch, entry.when, entry.who, entry.rule, entry.document, entry.edit.sheet, entry.edit.cell,
        entry.header, _written(before.value), _kind(before.value), _written(after.value), _kind(after.value),
        entry.undoes, before.formula or "", before.number_format or "", after.formula or "",
        after.number_format or "", key.kind, key.name, key.mark,
    ]  # fmt: skip
    row = [Content(text or None, number_format="@") for text in texts]
    for name, content in (("Before", before), ("After", entry.edit.seen_after)):
        if _is_day(content):
            row[_NAMES.index(name)] = Content(content.value, number_format=content.number_format)
    return row


def _is_day(content: Content) -> bool:
    value, number_format = content.value, content.number_format
    return isinstance(value, float) and value.is_integer() and is_date_format(number_format or "")


def read_log(grid: Grid) -> list[Entry]:
    """The entries of a *Change log*, oldest first. ClerkMessage where a row is no longer readable."""
    header_row = _header_row(grid)
    columns = _columns_of(grid, header_row)
    rows = range(header_row + 1, grid.row_count + 1)
    entries = [_entry(grid, row, columns) for row in rows if grid.value(row, columns["Batch"])]
    return sorted(entries, key=lambda entry: entry.when)  # the clerk may have sorted the sheet


def _header_row(grid: Grid) -> int:
    """Where the captions stand: the clerk may have inserted rows above them."""
    rows = range(1, min(grid.row_count, HEADER_ROW + _MOST_ABOVE) + 1)
    return next((row for row in rows if _NAMES[0] in _captions_of(grid, row)), HEADER_ROW)


def _captions_of(grid: Grid, row: int) -> dict[str, int]:
    return {str(grid.value(row, column)): column for column in grid.columns}


def _columns_of(grid: Grid, header_row: int) -> dict[str, int]:
    found = _captions_of(grid, header_row)
    missing = [name for name, _ in _COLUMNS if name not in found]
    if missing:
        raise ClerkMessage(
            f"The column “{missing[0]}” is missing, so nothing can be undone from it.",
            where=f"{grid.sheet}, row {header_row}",
            next_step="Put the caption back, or restore the sheet from a copy of the workbook.",
        )
    return found


def _entry(grid: Grid, row: int, columns: dict[str, int]) -> Entry:
    def text(name: str) -> str:
        return _written(grid.value(row, columns[name]))

    try:
        edit_row, edit_column = _parsed_address(text("Cell"))
        edit = Edit(
            text("Sheet"),
            edit_row,
            edit_column,
            before=_content(text("Before"), text("Before is"), text("Formula before"), text("Format before")),
            after=_content(text("After"), text("After is"), text("Formula after"), text("Format after")),
        )
        key = RowKey(row_kind(text("Row kind")), text("Row name"), text("Row mark"))
    except ValueError as error:
        raise ClerkMessage(
            f"This entry was changed and cannot be read any more ({error}).",
            where=f"{grid.sheet}, row {row}",
            next_step="Put the entry back as it was; nothing has been undone.",
        ) from error
    return Entry(
        text("Batch"), text("When (UTC)"), text("Who"), text("Rule"), text("Document"), text("Column"),
        edit, key, text("Undoes"),
    )  # fmt: skip


def _parsed_address(text: str) -> tuple[int, int]:
    area = Area.parse(text)
    if str(area) != address(area.first_row, area.first_column):
        raise ValueError(f"not one cell: {text!r}")
    return area.first_row, area.first_column


_KIND_WORDS = {
    Kind.BLANK: "blank",
    Kind.NUMBER: "number",
    Kind.TEXT: "text",
    Kind.BOOLEAN: "true/false",
    Kind.ERROR: "error",
}


def _kind(value: CellValue) -> str:
    if value is None:
        return _KIND_WORDS[Kind.BLANK]
    if isinstance(value, bool):
        return _KIND_WORDS[Kind.BOOLEAN]
    if isinstance(value, ErrorValue):
        return _KIND_WORDS[Kind.ERROR]
    return _KIND_WORDS[Kind.TEXT if isinstance(value, str) else Kind.NUMBER]


def _written(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def _content(text: str, kind: str, formula: str, number_format: str) -> Content:
    return Content(_value(text, kind), formula or None, number_format or None)


def _value(text: str, kind: str) -> CellValue:
    if kind == "blank":
        return None
    if kind == "number":
        return float(text)
    if kind == "true/false":
        return text == "TRUE"
    if kind == "error":
        return ErrorValue(text)
    if kind == "text":
        return text
    raise ValueError(f"not a kind of value: {kind!r}")


def undone_batches(entries: Iterable[Entry]) -> set[str]:
    """Batches that a later batch took back, unless that one was taken back itself."""
    taken_back: dict[str, str] = {}
    for entry in entries:
        if entry.undoes:
            taken_back[entry.batch] = entry.undoes
    undone: set[str] = set()
    for batch in reversed(list(taken_back)):
        if batch not in undone:
            undone.add(taken_back[batch])
    return undone
