"""*Invoicing setup*: what was understood of each sheet and column, and what the clerk can set.

The yellow cells, all in one column, are the clerk's. Hidden beside each stand

    Key      what the cell decides
    Cell     a formula that refers to the cell it speaks of: Excel keeps it right when rows or columns are
             inserted or a sheet is renamed
    Written  what we wrote into the yellow cell
    By       "you" where that was the clerk's word already

Only what the clerk decided is read back as an override; everything else is understood anew each time. A
yellow cell that was cleared is ours again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from invoicing_xl.layout.setup_settings import Setting, settings_rows
from invoicing_xl.layout.sight import NotSeen, Override, SeenColumn, SeenTable, Sight
from invoicing_xl.model import looks
from invoicing_xl.model.cells import Area, CellValue, address, column_letters
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.plans import Choice, Look, PlanCell, PrintSetup, SheetPlan
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table

TITLE = "Invoicing setup"
KINDS: Mapping[TableKind, str] = {
    "invoices": "Invoices",
    "lines": "Invoice lines",
    "customers": "Customers",
    "payments": "Payments",
    "items": "Items",
    "account": "Debits and credits",
}
NO_TABLE = "(not a table)"
NOT_USED = "(not used)"
YOU = "you"

CAPTIONS = ("Column", "Caption", "Understood as", "Why", "Key", "Cell", "Written", "By", "Meanings")
_WIDTHS = (12, 34, 34, 80, 10, 10, 10, 8, 10)
_CHOICE, _WHY, _KEY, _CELL, _WRITTEN, _BY, _MEANINGS = range(3, 10)
_HEADER_ROW = 5
_ADVICE = (
    "The yellow cells are yours to change; what you change is obeyed from then on.",
    "Clear a yellow cell to have it decided automatically again.",
)
_WORDS = {"header": "repeated captions"}
_MOST_ROWS_NAMED = 8

# Rows that speak of a whole table refer to a cell beside it: it stays when a column is deleted.
_BESIDE = 500
_Place = tuple[str, int, int]  # sheet, row, column

_INPUT_ROW = replace(looks.INPUT, align="left", number_format="0")


def setup_plan(sight: Sight, settings: Settings, overrides: Sequence[Override] = ()) -> SheetPlan:
    """The sheet. ``overrides`` are the ones that ``sight`` obeyed; they stay the clerk's word."""
    page = _Page()
    for seen in sight.seen:
        page.table(seen, _word_on(seen.table.sheet, seen.table.header_row, overrides))
    page.others(list(_unseen(sight, overrides)))
    page.settings(settings_rows(settings))
    return SheetPlan(
        TITLE,
        "setup",
        page.cells,
        widths=dict(enumerate(_WIDTHS, 1)),
        heights=page.heights,
        freeze=(_HEADER_ROW + 1, 1),
        choices=page.choices,
        hidden_columns=tuple(range(_KEY, _MEANINGS + 1)),
        printing=PrintSetup(
            area=Area(1, 1, page.row, _WHY),
            landscape=True,
            paper=settings.paper,
            repeat_rows=(_HEADER_ROW, _HEADER_ROW),
            footer=f"&L{TITLE}&RPage &P of &N",
        ),
        # Excel itself changes the references: no edit of the clerk's.
        inputs=frozenset({_CHOICE, _CELL}),
    )


def _word_on(sheet: str, header_row: int, overrides: Sequence[Override]) -> Override:
    """The clerk's word on a table; one that names no row speaks of any table of its sheet."""
    own = (one for one in overrides if one.sheet == sheet and one.header_row in (header_row, None))
    return next(own, Override(sheet))


def _unseen(sight: Sight, overrides: Sequence[Override]) -> Iterator[tuple[NotSeen, Override]]:
    """Sheets without a table, and tables that were decided upon but are not seen, with the clerk's word."""
    used = [_word_on(seen.table.sheet, seen.table.header_row, overrides) for seen in sight.seen]
    words = [word for word in overrides if not any(word is other for other in used)]
    sheets = {seen.table.sheet for seen in sight.seen}
    for word in words:
        if word.sheet in sheets:
            yield NotSeen(word.sheet, _why_unseen(word)), word
    for sheet in sight.not_seen:
        for word in [word for word in words if word.sheet == sheet.sheet] or [Override(sheet.sheet)]:
            yield sheet, word


def _why_unseen(word: Override) -> str:
    return "as you chose" if word.kind == "" else "no such table was found any more; your choices are kept"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet: what is shown, the yellow cell, and of which cell it speaks."""

    key: str
    left: str
    caption: str
    choice: CellValue
    why: str
    cell: _Place | None = None
    by_clerk: bool = False


class _Page:
    """The cells, choice lists and heights so far; ``row`` is the last written one."""

    def __init__(self) -> None:
        self.cells: list[PlanCell] = [
            PlanCell(1, 1, TITLE, looks.TITLE),
            *(PlanCell(row, 1, text, looks.NOTE) for row, text in enumerate(_ADVICE, 2)),
        ]
        self.choices: list[Choice] = []
        self.heights: dict[int, float] = {}
        self.row = _HEADER_ROW
        self._captions(CAPTIONS)
        meanings = [*(field.title for field in FIELDS.values()), NOT_USED]
        for row, meaning in enumerate(meanings, _HEADER_ROW + 1):
            self.cells.append(PlanCell(row, _MEANINGS, meaning))
        self._meanings = Area(_HEADER_ROW + 1, _MEANINGS, _HEADER_ROW + len(meanings), _MEANINGS)

    def table(self, seen: SeenTable, word: Override) -> None:
        """A table: its kind, the row of its captions, and each column."""
        sheet, row = seen.table.sheet, seen.table.header_row
        kind = seen.table.kind if word.kind is None else word.kind
        self._head(sheet, row, kind, row, (seen.why, _rows_of(seen.table)), word)
        captioned = {one.column for one in seen.columns}
        self._columns(sheet, row, [*seen.columns, *_kept(word, captioned)], word)

    def others(self, unseen: Sequence[tuple[NotSeen, Override]]) -> None:
        """Sheets and places without a table of ours, with what the clerk has said of them."""
        if unseen:
            self._heading("Not used")
        for one, word in unseen:
            row = word.header_row or 1
            self._head(one.sheet, row, word.kind or "", word.header_row, (one.why, ""), word)
            self._columns(one.sheet, row, list(_kept(word, ())), word)

    def settings(self, settings: Sequence[Setting]) -> None:
        """Everything else that can be set."""
        self._heading("Settings")
        self._captions(("Setting", "", "Value", "What it does"))
        for one in settings:
            self._line(_Line(one.key, one.label, "", one.text, one.explanation), one.look)
            if one.choices:
                self._choose(one.choices)

    def _head(
        self, sheet: str, row: int, kind: str, header_row: int | None, why: tuple[str, str], word: Override
    ) -> None:
        self._heading(sheet)
        place = (sheet, row, _BESIDE)
        shown = next((title for name, title in KINDS.items() if name == kind), NO_TABLE)
        self._line(_Line("kind", "Rows are", "", shown, why[0], place, word.kind is not None))
        self._choose((*KINDS.values(), NO_TABLE))
        given = word.header_row is not None
        self._line(_Line("header row", "Captions in row", "", header_row, why[1], place, given), _INPUT_ROW)

    def _columns(self, sheet: str, row: int, columns: Sequence[SeenColumn], word: Override) -> None:
        for one in columns:
            field = word.fields.get(one.column, one.field)
            meaning = FIELDS[field].title if field else NOT_USED
            letters, cell = column_letters(one.column), (sheet, row, one.column)
            by_clerk = one.column in word.fields
            self._line(_Line("column", letters, one.caption, meaning, one.why, cell, by_clerk))
        if columns:
            area = Area(self.row - len(columns) + 1, _CHOICE, self.row, _CHOICE)
            self.choices.append(Choice(area, source=self._meanings))

    def _heading(self, text: str) -> None:
        self.row += 2
        self.cells.append(PlanCell(self.row, 1, text, looks.HEADING))

    def _captions(self, captions: Sequence[str]) -> None:
        if self.row > _HEADER_ROW:
            self.row += 1
        self.cells += [
            PlanCell(self.row, column, text, looks.HEADER) for column, text in enumerate(captions, 1)
        ]

    def _line(self, line: _Line, look: Look = looks.INPUT) -> None:
        self.row += 1
        self.cells += [replace(cell, row=self.row) for cell in _cells(line, look)]
        texts = ((str(line.choice or ""), _CHOICE), (line.why, _WHY))
        height = looks.height_of((text, _WIDTHS[column - 1]) for text, column in texts)
        if height > looks.height_of([]):
            self.heights[self.row] = height

    def _choose(self, values: tuple[str, ...]) -> None:
        self.choices.append(Choice(Area(self.row, _CHOICE, self.row, _CHOICE), values))


def _kept(word: Override, captioned: Collection[int]) -> Iterator[SeenColumn]:
    """Columns that the clerk decided upon and that have no caption now."""
    for column, field in word.fields.items():
        if column not in captioned:
            yield SeenColumn(column, "", field, "as you chose")


def _cells(line: _Line, look: Look) -> Iterator[PlanCell]:
    link = _reference(*line.cell) if line.cell and line.key == "column" else ""
    yield PlanCell(1, 1, line.left, looks.LINK if link else looks.BODY, link=link)
    yield PlanCell(1, 2, line.caption, looks.BODY)
    yield PlanCell(1, _CHOICE, line.choice, look)
    yield PlanCell(1, _WHY, line.why, looks.BODY_QUIET_WRAPPED)
    yield PlanCell(1, _KEY, line.key)
    if line.cell:
        yield PlanCell(1, _CELL, line.caption, formula=f"={_reference(*line.cell)}")
        yield PlanCell(1, _WRITTEN, line.choice)
        yield PlanCell(1, _BY, YOU if line.by_clerk else None)


def _reference(sheet: str, row: int, column: int) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address(row, column)}"


def _rows_of(table: Table) -> str:
    """ "839 rows; left out: subtotal (rows 12, 30), 2 blank"."""
    parts = []
    for reason in ("header", "subtotal", "total", "note"):
        rows = [left.row for left in table.left_out if left.reason == reason]
        if rows:
            named = ", ".join(map(str, rows[:_MOST_ROWS_NAMED])) + (
                " …" if len(rows) > _MOST_ROWS_NAMED else ""
            )
            parts.append(f"{_WORDS.get(reason, reason)} ({'row' if len(rows) == 1 else 'rows'} {named})")
    blank = sum(left.reason == "blank" for left in table.left_out)
    if blank:
        parts.append(f"{blank:,} blank")
    count = f"{len(table):,} {'row' if len(table) == 1 else 'rows'}"
    return f"{count}; left out: {', '.join(parts)}" if parts else count
