"""What a cell can hold, and how it is addressed.

Rows and columns are counted from 1, as on the sheet. A date is a NUMBER (its serial); only the
number format says that it is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Kind(IntEnum):
    """The kind of a cell's value, as the workbook stores it."""

    BLANK = 0
    NUMBER = 1
    TEXT = 2
    BOOLEAN = 3
    ERROR = 4


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An Excel error value, for example ``ErrorValue("#N/A")``."""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue = None | bool | float | str | ErrorValue


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a cell, or shall stand there.

    ``formula`` is in A1 notation with its leading ``=``; ``value`` is then its last result.
    ``number_format`` is the format code; None means "not looked at" before and "left as it is" after.
    """

    value: CellValue = None
    formula: str | None = None
    number_format: str | None = None


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(column: int) -> str:
    """1 -> "A", 28 -> "AB"."""
    if not 1 <= column <= MAX_COLUMN:
        raise ValueError(f"no such column: {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """ "A" -> 1, "AB" -> 28."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"not a column: {letters!r}")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"no such column: {letters!r}")
    return number


def address(row: int, column: int) -> str:
    """(17, 6) -> "F17"."""
    return f"{column_letters(column)}{row}"


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def parse_address(text: str) -> tuple[int, int]:
    """ "F17" or "$F$17" -> (17, 6). ValueError where that is no cell of a sheet."""
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise ValueError(f"not a cell address: {text!r}")
    row, column = int(match[2]), column_number(match[1])
    if not 1 <= row <= MAX_ROW:
        raise ValueError(f"no such row: {text!r}")
    return row, column


def is_address(text: str) -> bool:
    """Whether that names one cell of a sheet."""
    try:
        parse_address(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def parse(cls, text: str) -> Area:
        """ "A1:N839" or "B7". ValueError where that is no rectangle of cells."""
        first, _, last = text.partition(":")
        row1, column1 = parse_address(first)
        row2, column2 = parse_address(last or first)
        return cls(min(row1, row2), min(column1, column2), max(row1, row2), max(column1, column2))

    def __str__(self) -> str:
        first = address(self.first_row, self.first_column)
        last = address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def contains(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column
