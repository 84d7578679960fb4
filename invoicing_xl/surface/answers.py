"""What a worksheet function gives back to Excel.

An error value goes out as its code behind a mark that no other answer begins with; the add-in's VBA makes
the error value of it. ``#N/A`` says that something is not there or not to be told, ``#VALUE!`` that an
argument is of the wrong kind, ``#NUM!`` that no sheet can hold the number or date.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Answer = Sequence[Sequence[object]]

MARK = "\x01"
LONGEST_TEXT = 32_767


class NoValue(Exception):
    """The whole answer is the error value ``code``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def failure(code: str) -> list[list[object]]:
    """An error value as the answer."""
    return [[MARK + code]]


def as_cells(answer: Answer) -> list[list[object]]:
    """A full rectangle of what Excel takes: what is missing is an empty text, long texts are cut."""
    width = max(map(len, answer), default=0)
    if not width:
        return [[""]]
    cells = [[_cell(value) for value in row] for row in answer]
    for row in cells:
        row.extend([""] * (width - len(row)))
    return cells


def _cell(value: object) -> object:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    # A whole number would be taken for the code of an error value.
    return float(value) if type(value) is int else value
