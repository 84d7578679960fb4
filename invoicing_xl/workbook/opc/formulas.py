"""Formulas that move: what a formula says when it stands in another cell.

Source: ECMA-376 part 1, 18.17 (formulas), 18.3.1.40 (shared formulas).
"""

from __future__ import annotations

import re

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, column_letters, column_number

_COLUMN = r"(\$?)([A-Z]{1,3})"
_ROW = r"(\$?)([1-9][0-9]{0,6})"
_CELL = re.compile(_COLUMN + _ROW, re.IGNORECASE | re.ASCII)
_COLUMNS = re.compile(f"{_COLUMN}:{_COLUMN}", re.IGNORECASE | re.ASCII)
_ROWS = re.compile(f"{_ROW}:{_ROW}", re.ASCII)

# What is passed over as a whole, then what may be references. A word that is a function, a table or a
# sheet is told by what follows it.
_TOKEN = re.compile(
    r"""
    (?P<kept> "(?:[^"]|"")*"                                    # text
            | '(?:[^']|'')*'                                    # quoted sheet, perhaps with its book
            | \[ (?:'.|[^\[\]'] | \[ (?:'.|[^\[\]'])* \] )* \]  # table columns, number of another book
            | \#[A-Z0-9/]+[!?]?                                 # error value
    )
    | (?P<ahead> [\w.$\\?]+ (?=[(!\[]) )                        # function, sheet, table
    | (?P<range> (?<![\w.$\\?:]) \$?(?:[A-Z]{1,3}:\$?[A-Z]{1,3} | [1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})
                 (?![\w.$\\?(!\[:]) )                           # whole columns, whole rows
    | (?P<word> [\w.$\\?]+ )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it stands ``rows`` lower and ``columns`` to the right: relative references follow.

    A reference that leaves the sheet comes in again on the other side, as in Excel's shared formulas.
    """

    def token(match: re.Match[str]) -> str:
        if match["range"]:
            return _moved_range(match["range"], rows, columns)
        if match["word"] and (cell := _CELL.fullmatch(match["word"])) and _is_cell(cell):
            return _moved_column(cell[1], cell[2], columns) + _moved_row(cell[3], cell[4], rows)
        return match[0]

    return _TOKEN.sub(token, formula)


def _is_cell(cell: re.Match[str]) -> bool:
    return int(cell[4]) <= MAX_ROW and (len(cell[2]) < 3 or cell[2].upper() <= "XFD")


def _moved_range(text: str, rows: int, columns: int) -> str:
    if found := _COLUMNS.fullmatch(text):
        if max(len(found[2]), len(found[4])) == 3 and max(found[2].upper(), found[4].upper()) > "XFD":
            return text
        return f"{_moved_column(found[1], found[2], columns)}:{_moved_column(found[3], found[4], columns)}"
    if (found := _ROWS.fullmatch(text)) and max(int(found[2]), int(found[4])) <= MAX_ROW:
        return f"{_moved_row(found[1], found[2], rows)}:{_moved_row(found[3], found[4], rows)}"
    return text


def _moved_column(fixed: str, letters: str, columns: int) -> str:
    if fixed or not columns:
        return fixed + letters
    return column_letters((column_number(letters) - 1 + columns) % MAX_COLUMN + 1)


def _moved_row(fixed: str, number: str, rows: int) -> str:
    if fixed or not rows:
        return fixed + number
    return str((int(number) - 1 + rows) % MAX_ROW + 1)
