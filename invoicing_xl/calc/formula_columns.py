"""Formulas down a column.

``setFormulaArray`` takes time with the square of the length of a run of formulas that are the same relative
to their cells (10,000: 7 s), as Calc gathers them anew for each. ``fillAuto`` does not, but it copies the
first cell's look as well: it is used for one stretch of equal look after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from invoicing_xl.calc import bridge
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.model.cells import column_letters, column_number

_WORTH_FILLING = 50
_AT_ONCE = 5_000
_CELL = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])"""
    r"""|(?<![\w$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(.])"""
)


def write(column: UnoObject, texts: Sequence[str], first_row: int) -> None:
    """Formulas in LibreOffice's words into a range of one column; ``first_row`` counts from 1."""
    at = 0
    for count, alike in _runs([_relative(text, first_row + row) for row, text in enumerate(texts)]):
        stretch = column.getCellRangeByPosition(0, at, 0, at + count - 1)
        if alike:
            _fill(stretch, texts[at : at + count])
        else:
            stretch.setFormulaArray(tuple((text,) for text in texts[at : at + count]))
        at += count


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it stands when it is copied that many rows down and columns to the right."""

    def move(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        _, fixed_column, letters, fixed_row, row = found.groups()
        if columns and not fixed_column:
            letters = column_letters(column_number(letters) + columns)
        return f"{fixed_column}{letters}{fixed_row}{row if fixed_row else int(row) + rows}"

    return _CELL.sub(move, formula) if rows or columns else formula


def _relative(formula: str, row: int) -> str:
    return _CELL.sub(
        lambda found: found[0] if found[1] or found[4] else f"{found[2]}{found[3]}[{int(found[5]) - row}]",
        formula,
    )


def _runs(relative: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Lengths of runs worth filling (True), and of portions of what lies between them (False)."""
    at = waiting = 0
    while at < len(relative):
        end = at
        while end < len(relative) and relative[end] == relative[at]:
            end += 1
        if end - at >= _WORTH_FILLING or waiting + end - at > _AT_ONCE:
            if waiting:
                yield waiting, False
            waiting = 0
        if end - at >= _WORTH_FILLING:
            yield end - at, True
        else:
            waiting += end - at
        at = end
    if waiting:
        yield waiting, False


def _fill(stretch: UnoObject, texts: Sequence[str]) -> None:
    top = stretch.RangeAddress.StartRow
    down = bridge.enum("sheet.FillDirection", "TO_BOTTOM")
    looks = stretch.getUniqueCellFormatRanges()
    for look in (looks.getByIndex(number) for number in range(looks.Count)):
        for place in look.RangeAddresses:
            first, last = place.StartRow - top, place.EndRow - top
            stretch.getCellByPosition(0, first).setFormula(texts[first])
            if last > first:
                stretch.getCellRangeByPosition(0, first, 0, last).fillAuto(down, 1)
