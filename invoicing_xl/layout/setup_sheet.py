"""*Invoicing setup*, written and read back. See ``setup_page`` for how the sheet is made."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from invoicing_xl.layout.setup_page import CAPTIONS, KINDS, NO_TABLE, NOT_USED, YOU
from invoicing_xl.layout.setup_page import setup_plan as setup_plan
from invoicing_xl.layout.setup_settings import Answer, read_settings
from invoicing_xl.layout.sight import Override
from invoicing_xl.model import dates
from invoicing_xl.model.cells import MAX_ROW, Kind, address, parse_address
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.settings import Settings

_REFERENCE = re.compile(r"=\+?(?:'((?:[^']|'')+)'|([^'!#]+))!(\$?[A-Za-z]{1,3}\$?[0-9]{1,7})")
_OTHER_BOOK = re.compile(r"^.*\[.*\]")
_TABLE_KEYS = ("kind", "header row", "column")
_START_ANEW = "Delete the sheet; Understand columns (or “setup --write”) makes a new one."


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with a yellow cell. ``sheet``, ``row`` and ``column`` are the cell it speaks of, as it is now."""

    key: str
    text: str
    where: str
    changed: bool
    by_clerk: bool
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def decided(self) -> bool:
        """Whether the clerk has said something here; a cleared cell is left to us."""
        return bool(self.text) and (self.changed or self.by_clerk)


@dataclass
class _Word:
    """What the clerk says of the table whose captions stand in ``row``."""

    sheet: str
    row: int
    kind: str | None = None
    header_row: int | None = None
    fields: dict[int, str | None] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        return self.kind is not None or self.header_row is not None or bool(self.fields)


def read_setup(grid: Grid, known_rules: Collection[str] | None = None) -> tuple[Settings, list[Override]]:
    """The settings, and what the clerk decided of sheets and columns.

    ``known_rules`` are the codes a setting may name; None lets every well-formed one pass. ClerkMessage
    where a cell holds what has no meaning, or where the sheet has lost its hidden columns.
    """
    rows = list(_rows(grid))
    answers: dict[str, Answer] = {}
    for row in rows:
        if row.key not in _TABLE_KEYS:
            earlier = answers.get(row.key, Answer("", row.where))
            answers[row.key] = Answer(f"{earlier.text}\n{row.text}".strip(), earlier.where)
    return read_settings(answers, known_rules), list(_overrides(row for row in rows if row.sheet))


def place_of_settings(grid: Grid) -> str:
    """The yellow cell of the first setting, "Invoicing setup!C41"."""
    return next((row.where for row in _rows(grid) if row.key not in _TABLE_KEYS), f"{grid.sheet}!A1")


# Rows ---------------------------------------------------------------------------------------------------


def _rows(grid: Grid) -> Iterator[_Row]:
    header_row, columns = _columns_of(grid)
    keys = grid.columns[columns["Key"]]
    for index in np.flatnonzero(keys.kinds == Kind.TEXT).tolist():
        if index >= header_row:
            yield _row(grid, index + 1, columns)


def _columns_of(grid: Grid) -> tuple[int, Mapping[str, int]]:
    """The header row and its columns by caption, wherever the clerk has moved them."""
    for row in range(1, grid.row_count + 1):
        found = {str(grid.value(row, column)): column for column in sorted(grid.columns, reverse=True)}
        if all(caption in found for caption in CAPTIONS):
            return row, found
    raise ClerkMessage(
        "The sheet has lost its captions or hidden columns and cannot be read any more.",
        where=grid.sheet,
        next_step=_START_ANEW,
    )


def _row(grid: Grid, row: int, columns: Mapping[str, int]) -> _Row:
    key, choice = _text(grid, row, columns["Key"]), columns["Understood as"]
    text, where = _text(grid, row, choice), f"{grid.sheet}!{address(row, choice)}"
    changed = text != _text(grid, row, columns["Written"])
    by_clerk = _text(grid, row, columns["By"]) == YOU
    found = _Row(key, text, where, changed, by_clerk)
    if key not in _TABLE_KEYS:
        return found
    formula = grid.formula(row, columns["Cell"])
    if formula is None and found.decided:
        what = "The hidden reference beside this cell is gone, so it is not known what your choice is of."
        raise ClerkMessage(what, where=where, next_step=_START_ANEW)
    sheet, cell_row, column = _cell_of(formula or "")
    return replace(found, sheet=sheet, row=cell_row, column=column)


def _cell_of(formula: str) -> tuple[str, int, int]:
    """Sheet, row and column that a formula refers to; no sheet where what it referred to was deleted.

    A sheet that was copied into another workbook still speaks of that workbook's own sheets.
    """
    match = _REFERENCE.fullmatch(formula)
    if match is None:
        return "", 0, 0
    sheet = (match[1] or match[2]).replace("''", "'")
    return _OTHER_BOOK.sub("", sheet), *parse_address(match[3])


def _text(grid: Grid, row: int, column: int) -> str:
    """What the clerk reads in the cell: a date as ISO, TRUE and FALSE as yes and no."""
    value = grid.value(row, column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        day = dates.days_of(np.array([value]), date1904=grid.date1904)[0]
        dated = dates.is_date_format(grid.number_format(row, column)) and not np.isnat(day)
        return str(day) if dated else f"{value:.15g}"
    return str(value).strip()


# Overrides ----------------------------------------------------------------------------------------------


def _overrides(rows: Iterable[_Row]) -> Iterator[Override]:
    words: dict[tuple[str, int], _Word] = {}
    for row in rows:
        _say(row, words.setdefault((row.sheet, row.row), _Word(row.sheet, row.row)))
    for sheet in dict.fromkeys(word.sheet for word in words.values()):
        own = [word for word in words.values() if word.sheet == sheet]
        if any(word.says_something for word in own):
            for word in own:
                # Of several tables of a sheet each is named by the row of its captions, or none is found.
                header_row = word.header_row or (word.row if len(own) > 1 else None)
                yield Override(sheet, word.kind, header_row, word.fields)


def _say(row: _Row, word: _Word) -> None:
    """Add what a row decides to what is said of its table."""
    if not row.decided:
        return
    if row.key == "kind":
        word.kind = _named(row, {title: kind for kind, title in KINDS.items()} | {NO_TABLE: ""})
    elif row.key == "header row":
        word.header_row = _row_number(row) if row.changed else row.row
    else:
        meaning = _named(row, {one.title: one.name for one in FIELDS.values()} | {NOT_USED: ""}) or None
        if meaning and meaning in word.fields.values():
            what = f"Two columns of “{row.sheet}” cannot both be {FIELDS[meaning].title}."
            raise ClerkMessage(what, where=row.where, next_step=f"Choose {NOT_USED} for one of them.")
        word.fields[row.column] = meaning


def _named(row: _Row, names: Mapping[str, str]) -> str:
    for title, name in names.items():
        if title.casefold() == row.text.casefold():
            return name
    allowed = ", ".join(names)
    raise ClerkMessage(
        f"“{row.text}” cannot be used here.", where=row.where, next_step=f"Choose one of: {allowed}."
    )


def _row_number(row: _Row) -> int:
    if not (row.text.isascii() and row.text.isdigit() and 1 <= int(row.text) <= MAX_ROW):
        what = f"“{row.text}” is no row of a sheet."
        raise ClerkMessage(
            what, where=row.where, next_step="Write the number of the row that holds the captions."
        )
    return int(row.text)
