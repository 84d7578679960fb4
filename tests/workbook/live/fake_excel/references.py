"""References as Excel writes them: addresses, and formulas as seen from one cell or another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, address, column_letters, column_number
from tests.workbook.live.fake_excel.com import ComError
from tests.workbook.live.fake_excel.store import Place

_WHOLE_COLUMNS = re.compile(r"([A-Z]+):([A-Z]+)")
_WHOLE_ROWS = re.compile(r"(\d+):(\d+)")


def areas_of(where: str) -> list[Area]:
    """ "$A$1:B5,C7,D:D,3:4" as areas."""
    found = []
    for part in where.replace("$", "").split(","):
        columns, rows = _WHOLE_COLUMNS.fullmatch(part), _WHOLE_ROWS.fullmatch(part)
        try:
            if columns:
                found.append(Area(1, column_number(columns[1]), MAX_ROW, column_number(columns[2])))
            elif rows:
                found.append(Area(int(rows[1]), 1, int(rows[2]), MAX_COLUMN))
            else:
                found.append(Area.parse(part))
        except ValueError as error:
            raise ComError(f"no such range: {part}") from error
    return found


def absolute(area: Area) -> str:
    first, last = column_letters(area.first_column), column_letters(area.last_column)
    if area.last_row - area.first_row == MAX_ROW - 1:
        return f"${first}:${last}"
    if area.last_column - area.first_column == MAX_COLUMN - 1:
        return f"${area.first_row}:${area.last_row}"
    one = f"${first}${area.first_row}"
    return (
        one if str(area) == address(area.first_row, area.first_column) else f"{one}:${last}${area.last_row}"
    )


def is_whole(area: Area) -> bool:
    return (
        area.last_row - area.first_row == MAX_ROW - 1
        or area.last_column - area.first_column == MAX_COLUMN - 1
    )


def inside(area: Area, other: Area) -> bool:
    return other.contains(area.first_row, area.first_column) and other.contains(
        area.last_row, area.last_column
    )


def common(values: list[Any]) -> Any:
    """What all have, or None where they differ."""
    first = values[0] if values else None
    return first if all(value == first for value in values) else None


_A1 = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])")
_R1C1 = re.compile(r"R(\[-?\d+\]|\d*)C(\[-?\d+\]|\d*)(?![\w(])")


def to_r1c1(formula: str, base: Place) -> str:
    def moved(match: re.Match[str]) -> str:
        row, column = int(match[4]), column_number(match[2])
        down = str(row) if match[3] else f"[{row - base[0]}]"
        right = str(column) if match[1] else f"[{column - base[1]}]"
        return f"R{down}C{right}"

    return _outside_texts(formula, lambda part: _A1.sub(moved, part))


def to_a1(formula: str, base: Place) -> str:
    def moved(match: re.Match[str]) -> str:
        row, column = match[1], match[2]
        down = f"{base[0] + int(row[1:-1])}" if row.startswith("[") else f"${row}"
        right = (
            column_letters(base[1] + int(column[1:-1]))
            if column.startswith("[")
            else f"${column_letters(int(column))}"
        )
        return f"{right}{down}"

    return _outside_texts(formula, lambda part: _R1C1.sub(moved, part))


def _outside_texts(formula: str, change: Callable[[str], str]) -> str:
    parts = formula.split('"')
    return '"'.join(part if number % 2 else change(part) for number, part in enumerate(parts))
