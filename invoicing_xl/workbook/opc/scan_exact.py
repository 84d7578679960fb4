"""The XML parser's way through a sheet part: any well-formed XML, a row at a time.

The parser is fed the whole part but for the rows that were scanned otherwise. So it knows the namespaces,
finds every damage, and reads what stands before and after the rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
import pyarrow as pa

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, Kind, column_letters, parse_address
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Damaged, Formulas, Ints
from invoicing_xl.workbook.opc.scan_dates import serial_of_iso
from invoicing_xl.workbook.opc.scan_heads import TYPES, Type, is_hidden, is_true, number_of, row_style
from invoicing_xl.workbook.opc.scan_text import unescaped
from invoicing_xl.workbook.opc.scan_xml import (
    Element,
    PullParser,
    RunLook,
    attributes_of,
    child_elements,
    rich_text,
    run_looks,
    shown,
)

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_COLUMNS = {column_letters(column): column for column in range(1, MAX_COLUMN + 1)}
_FRAME = ("sheetProtection", "sheetFormatPr", "col", "mergeCell")


@dataclass(slots=True)
class ExactCell:
    """A cell as the XML parser reads it: ``text`` as shown, ``shared`` the index of a shared string.

    ``looks`` of the runs of a text in the cell, as of ``run_looks``.
    """

    column: int
    style: int = 0
    kind: Kind = Kind.BLANK
    number: float = float("nan")
    text: str | None = None
    shared: int = NONE
    formula: str | None = None
    group: int = NONE
    area: Area | None = None
    looks: tuple[RunLook, ...] = ()


@dataclass(slots=True)
class ExactRow:
    """A row as the XML parser reads it; ``number`` 0 where it bears none."""

    number: int
    hidden: bool
    style: int
    cells: list[ExactCell]


@dataclass(slots=True)
class Frame:
    """What a sheet part says outside its rows. ``column_styles``: (first, last, xf)."""

    merged: list[Area] = field(default_factory=list)
    column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    protected: bool = False
    rows_hidden: bool = False


class ExactReader:
    """Feed it the part (its root tag first); rows come back, the rest gathers in ``frame``."""

    def __init__(self, *, strings: int, date1904: bool) -> None:
        self.frame = Frame()
        self._strings = strings
        self._date1904 = date1904
        self._parser = PullParser("row", *_FRAME)

    def feed(self, data: bytes) -> list[ExactRow]:
        """The rows that end in ``data``, in order."""
        rows = []
        for element in self._parser.feed(data):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                rows.append(self._row(element))
            else:
                self._frame_element(name, element)
        return rows

    def close(self) -> None:
        """The end of the part; Damaged where it is not complete, or no worksheet."""
        if self._parser.close() != "worksheet":
            raise Damaged("it is no worksheet")

    def _frame_element(self, name: str, element: Element) -> None:
        named = attributes_of(element)
        try:
            if name == "mergeCell":
                self.frame.merged.append(Area.parse(named["ref"]))
            elif name == "col":
                style = number_of(named.get("style", ""), missing=0)
                self.frame.column_styles.append((int(named["min"]), int(named["max"]), style))
        except (KeyError, ValueError) as error:
            raise Damaged(f"<{name}> cannot be read") from error
        if name == "sheetProtection":
            self.frame.protected |= is_true(named.get("sheet", ""))
        elif name == "sheetFormatPr":
            self.frame.rows_hidden = is_true(named.get("zeroHeight", ""))

    def _row(self, element: Element) -> ExactRow:
        named = attributes_of(element)
        digits = named.get("r", "").strip()
        if digits and not (digits.isdecimal() and 1 <= int(digits) <= MAX_ROW):
            raise Damaged(f"there is no row {digits}")
        space = element.tag[: element.tag.index("}") + 1]
        tag, number, column = f"{space}c", int(digits or 0), 0
        cells: list[ExactCell] = []
        for child in child_elements(element):
            if child.tag == tag:
                number, column = _place(child.get("r", ""), number, column)
                cells.append(self._cell(child, space, column))
        return ExactRow(number, is_hidden(named), row_style(named), cells)

    def _cell(self, element: Element, space: str, column: int) -> ExactCell:
        cell = ExactCell(column, number_of(element.get("s", ""), missing=0))
        value = inline = None
        for child in child_elements(element):
            match child.tag.removeprefix(space):
                case "v":
                    value = child
                case "f":
                    _read_formula(cell, child)
                case "is":
                    inline = child
        kind = TYPES.get(element.get("t", "n"))
        if inline is not None and (value is None or kind is Type.INLINE):
            cell.kind, cell.text, cell.looks = Kind.TEXT, rich_text(inline, space), run_looks(inline, space)
        elif value is not None:
            text = shown(value)
            if kind is Type.FORMULA_TEXT or kind is Type.INLINE:
                cell.kind, cell.text = Kind.TEXT, unescaped(text)
            elif text := text.strip():
                self._read_scalar(cell, kind, text, element.get("r", "without reference"))
        return cell

    def _read_scalar(self, cell: ExactCell, kind: Type | None, text: str, reference: str) -> None:
        cell.kind = Kind.NUMBER
        if kind is Type.NUMBER and _NUMBER.fullmatch(text) and isfinite(float(text)):
            cell.number = float(text)
        elif kind is Type.SHARED and text.isdecimal() and int(text) < self._strings:
            cell.kind, cell.shared = Kind.TEXT, int(text)
        elif kind is Type.BOOLEAN and text in ("0", "1", "true", "false"):
            cell.kind, cell.number = Kind.BOOLEAN, float(is_true(text))
        elif kind is Type.ERROR:
            cell.kind, cell.text = Kind.ERROR, unescaped(text)
        elif kind is Type.DATE:
            serial = serial_of_iso(text, date1904=self._date1904)
            if serial is None:
                cell.kind, cell.text = Kind.TEXT, unescaped(text)
            else:
                cell.number = serial
        else:
            raise Damaged(f"cell {reference} holds {text[:40]!r}")


def _place(reference: str, row: int, column_before: int) -> tuple[int, int]:
    """Row and column of a cell; row 0 is not known yet. Without a reference it follows the cell before."""
    reference = reference.strip()
    if not reference:
        if column_before == MAX_COLUMN:
            raise Damaged("a row has more cells than a sheet has columns")
        return row, column_before + 1
    letters = reference.rstrip("0123456789")
    own_row, column = row, _COLUMNS.get(letters, 0)
    if not column or reference[len(letters) :] != str(row):
        try:
            own_row, column = parse_address(reference)
        except ValueError as error:
            raise Damaged(f"there is no cell {reference}") from error
    if row and own_row != row:
        raise Damaged(f"cell {reference} stands in row {row}")
    return own_row, column


def _read_formula(cell: ExactCell, element: Element) -> None:
    named = attributes_of(element)
    text = unescaped(element.text or "")
    kind, ref = named.get("t", "normal"), named.get("ref", "")
    if kind == "shared":
        cell.group = number_of(named.get("si", ""), missing=NONE)
    if kind == "dataTable":
        text = _data_table(named)
    if kind in ("array", "dataTable") and ref:
        try:
            cell.area = Area.parse(ref)
        except ValueError as error:
            raise Damaged(f"there are no cells {ref}") from error
    cell.formula = text or None


def cells_of(rows: list[ExactRow], numbers: Ints) -> Cells:
    """The cells of rows that stand in the sheet's rows ``numbers``."""
    cells = [cell for row in rows for cell in row.cells]
    own = [cell.text for cell in cells if cell.text is not None]
    texts = np.array([cell.shared for cell in cells], np.int32)
    has_own = np.array([cell.text is not None for cell in cells], np.bool_)
    texts[has_own] = -2 - np.arange(len(own))
    at = [place for place, cell in enumerate(cells) if cell.formula is not None or cell.group >= 0]
    formulas = [cells[place] for place in at]
    areas = tuple((position, cell.area) for position, cell in enumerate(formulas) if cell.area is not None)
    return Cells(
        np.repeat(numbers, [len(row.cells) for row in rows]),
        np.array([cell.column for cell in cells], np.int64),
        np.array([cell.kind for cell in cells], np.uint8),
        np.array([cell.number for cell in cells], np.float64),
        texts,
        np.array([cell.style for cell in cells], np.int32),
        pa.array(own, pa.utf8()),
        Formulas(
            np.array(at, np.int64),
            np.array([cell.formula is not None for cell in formulas], np.bool_),
            pa.array([cell.formula for cell in formulas if cell.formula is not None], pa.utf8()),
            np.array([cell.group for cell in formulas], np.int64),
            areas,
        )
        if formulas
        else None,
    )


def _data_table(named: dict[str, str]) -> str:
    """The formula Excel shows for a data table."""
    first, second = named.get("r1", ""), named.get("r2", "")
    if is_true(named.get("dt2D", "")):
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if is_true(named.get("dtr", "")) else f"TABLE(,{first})"
