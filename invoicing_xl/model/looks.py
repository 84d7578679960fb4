"""The looks that all sheets of ours share: calm on the screen, and one ink on paper.

Dark slate for words that lead, hairlines instead of boxes, pale yellow for what a clerk may fill in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from invoicing_xl.model.cells import Area
from invoicing_xl.model.plans import Highlight, Look

INK = "1F2D3D"
QUIET = "5F6B7A"
HAIRLINE = "D5DAE1"
BAND = "E9EDF2"
INPUT_FILL = "FFFBE6"
LINK_INK = "1F5FA8"

TITLE = Look(bold=True, size=16, color=INK)
HEADING = Look(bold=True, size=12, color=INK)
HEADER = Look(
    bold=True,
    color=INK,
    fill=BAND,
    wrap=True,
    borders=frozenset({"bottom"}),
    border_color="8A97A6",
    valign="center",
)
HEADER_RIGHT = replace(HEADER, align="right")

BODY = Look(borders=frozenset({"bottom"}), border_color=HAIRLINE, valign="top")
BODY_BOLD = replace(BODY, bold=True)
BODY_WRAPPED = replace(BODY, wrap=True)
BODY_QUIET = replace(BODY, color=QUIET)
BODY_QUIET_WRAPPED = replace(BODY_QUIET, wrap=True)
LINK = replace(BODY, color=LINK_INK)

NUMBER = replace(BODY, align="right", number_format="#,##0")
DATE = replace(BODY, align="left", number_format="yyyy-mm-dd")

_LINE_HEIGHT = 13.5
_SIGNS_PER_WIDTH = 1.1

INPUT = replace(BODY, fill=INPUT_FILL, locked=False)
INPUT_CENTERED = replace(INPUT, align="center")
INPUT_WRAPPED = replace(INPUT, wrap=True)
INPUT_DATE = replace(INPUT, align="left", number_format="yyyy-mm-dd")

LABEL = Look(color=QUIET, valign="top")
PLAIN_TEXT = Look(valign="top")
NOTE = Look(italic=True, size=9, color=QUIET, valign="top")


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height, in points, of a row with wrapped texts, each with the width of its column in digits.

    A sheet that nobody has opened yet cannot fit its rows.
    """
    lines = (
        sum(max(ceil(len(line) / (width * _SIGNS_PER_WIDTH)), 1) for line in text.split("\n"))
        for text, width in texts
    )
    return _LINE_HEIGHT * max(lines, default=1) + 2


def money_format(places: int = 2) -> str:
    """Amounts of a currency with so many decimals: "#,##0.00;-#,##0.00"."""
    digits = "#,##0" + ("." + "0" * places if places else "")
    return f"{digits};-{digits}"


def money(places: int = 2) -> Look:
    """An amount in the body of a sheet."""
    return replace(BODY, align="right", number_format=money_format(places))


def total(places: int = 2) -> Look:
    """An amount at the foot of a column, closed by a double line."""
    return replace(money(places), bold=True, borders=frozenset({"top", "double bottom"}), border_color=INK)


MONEY = money()
TOTAL = total()
TOTAL_LABEL = replace(TOTAL, align="left", number_format="General")


def level_highlight(area: Area, cell: str, level: str, fill: str) -> Highlight:
    """The fill of the rows of ``area`` whose level stands in ``cell`` (of the area's first row, "$B6")."""
    return Highlight(area, f'={cell}="{level}"', fill)
