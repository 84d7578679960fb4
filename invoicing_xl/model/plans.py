"""A generated sheet, described as data. Every workbook adapter can put it in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from invoicing_xl.model.cells import Area, CellValue

SheetKind = Literal["findings", "change log", "setup", "aging", "statements", "statement"]

STATE_KINDS: frozenset[SheetKind] = frozenset({"change log", "setup"})
"""Sheets that hold history or the clerk's choices; all others are reports, made anew from the rows."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. Colours are "RRGGBB". Borders are drawn thin in ``border_color``.

    ``valign`` "" is the bottom of the cell. A cell with a link is underlined, and blue unless ``color``
    says otherwise.
    """

    bold: bool = False
    italic: bool = False
    size: float = 10
    color: str = ""
    fill: str = ""
    number_format: str = "General"
    align: Literal["", "left", "center", "right"] = ""
    wrap: bool = False
    indent: int = 0
    borders: frozenset[Literal["top", "bottom", "left", "right", "double bottom"]] = frozenset()
    border_color: str = "9AA5B1"
    locked: bool = True
    valign: Literal["", "top", "center"] = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A cell of the plan. ``value`` is a formula's result where ``formula`` (with ``=``) is given.

    ``link`` is a place in the same workbook, "'Sheet name'!A1"; Excel follows 65,530 of them on one
    sheet, cells after that stay without. Text is always text: it never becomes a formula, a link or a
    number. Functions newer than Excel 2007 need their ``_xlfn.`` prefix; array formulas cannot be planned.
    """

    row: int
    column: int
    value: CellValue = None
    look: Look = PLAIN
    formula: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A list validation: the cells of ``area`` take one of ``values`` (or stay blank).

    Excel holds at most 255 characters of values, and none with a comma; others stand in cells of the same
    sheet, one column of them, which ``source`` names instead.
    """

    area: Area
    values: tuple[str, ...] = ()
    source: Area | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format: where ``formula`` (relative to the area's first cell) holds, the fill shows."""

    area: Area
    formula: str
    fill: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """A column chart of one series beside the table."""

    title: str
    categories: Area
    values: Area
    row: int
    column: int
    width: int = 480
    height: int = 260


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """Always one page wide. Header and footer use Excel's codes (``&P``, ``&N``; ``&`` in data doubled)."""

    area: Area | None = None
    landscape: bool = False
    paper: Literal["A4", "Letter"] = "A4"
    repeat_rows: tuple[int, int] | None = None
    header: str = ""
    footer: str = ""


@dataclass(frozen=True)
class SheetPlan:
    """A whole sheet of ours.

    ``title`` is the wanted name: the adapter makes it legal and unique, and returns the name used.
    ``kind`` and ``key`` (for a statement its number) tell which sheet this replaces. ``inputs`` are
    columns the clerk fills in (ticks): changing them does not count as editing the sheet.
    """

    title: str
    kind: SheetKind
    cells: Sequence[PlanCell]
    key: str = ""
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    merged: Sequence[Area] = ()
    freeze: tuple[int, int] | None = None  # the first row and column that scroll
    filter: Area | None = None
    choices: Sequence[Choice] = ()
    highlights: Sequence[Highlight] = ()
    charts: Sequence[BarChart] = ()
    hidden_columns: Sequence[int] = ()
    printing: PrintSetup = PrintSetup()
    inputs: frozenset[int] = frozenset()
    gridlines: bool = False
    tab_color: str = ""
