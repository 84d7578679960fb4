"""The XML parser's way through a sheet part: any well-formed XML, a row at a time.

The parser is fed the whole part but for the rows that were scanned otherwise. So it knows the namespaces,
finds every damage, and reads what stands before and after the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from lxml import etree

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, Kind, parse_address
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Damaged, Formulas, Ints
from invoicing_xl.workbook.opc.scan_dates import serial_of_iso
from invoicing_xl.workbook.opc.scan_heads import TYPES, Type, is_hidden, is_true, number_of, row_style
from invoicing_xl.workbook.opc.scan_text import unescaped

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_FRAME = ("sheetProtection", "sheetFormatPr", "col", "mergeCell")

Element = etree._Element


@dataclass(slots=True)
class ExactCell:
    """A cell as the XML parser reads it: ``text`` as shown, ``shared`` the index of a shared string."""

    column: int
    style: int = 0
    kind: Kind = Kind.BLANK
    number: float = float("nan")
    text: str | None = None
    shared: int = NONE
    formula: str | None = None
    group: int = NONE
    area: Area | None = None


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


class PullParser:
    """Feeds XML to lxml and gets back each element of some names as soon as it is complete."""

    def __init__(self, *names: str) -> None:
        self._parser = etree.XMLPullParser(
            ("end",),
            tag=[f"{{{space}}}{name}" for space in _MAIN for name in names],
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )

    def feed(self, data: bytes) -> Iterator[Element]:
        """The elements that end in ``data``, in order; each is emptied when the next is asked for."""
        try:
            self._parser.feed(data)
            events = list(self._parser.read_events())
        except etree.XMLSyntaxError as error:
            raise Damaged("its XML is not well-formed") from error
        for _, element in events:
            assert isinstance(element, etree._Element)
            yield element
            # What was read is let go, for a part may have a million of them.
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]

    def close(self) -> str:
        """The end of the part: the local name of its root. Damaged where it is not complete."""
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            raise Damaged("its XML is not complete") from error
        space, _, name = root.tag.rpartition("}")
        return name if space[1:] in _MAIN else ""


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
        named = _attributes(element)
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
        _refuse_stray_text(element)
        named = _attributes(element)
        text = named.get("r", "").strip()
        if text and not (text.isdecimal() and 1 <= int(text) <= MAX_ROW):
            raise Damaged(f"there is no row {text}")
        number = int(text or 0)
        space = element.tag[: element.tag.index("}") + 1]
        cells: list[ExactCell] = []
        for child in element.iterchildren(f"{space}c"):
            before = cells[-1].column if cells else 0
            number, cell = self._cell(child, space, number, before + 1)
            cells.append(cell)
        return ExactRow(number, is_hidden(named), row_style(named), cells)

    def _cell(self, element: Element, space: str, row: int, next_column: int) -> tuple[int, ExactCell]:
        """The number of its row, where one of both states it, and the cell."""
        _refuse_stray_text(element)
        named = _attributes(element)
        reference = named.get("r", "").strip()
        column = next_column
        if reference:
            try:
                own_row, column = parse_address(reference)
            except ValueError as error:
                raise Damaged(f"there is no cell {reference}") from error
            if row and own_row != row:
                raise Damaged(f"cell {reference} stands in row {row}")
            row = own_row
        if column > MAX_COLUMN:
            raise Damaged("a row has more cells than a sheet has columns")
        cell = ExactCell(column, number_of(named.get("s", ""), missing=0))
        self._read_formula(cell, element.find(f"{space}f"))
        self._read_value(cell, element, space, TYPES.get(named.get("t", "n")), reference)
        return row, cell

    def _read_formula(self, cell: ExactCell, element: Element | None) -> None:
        if element is None:
            return
        named = _attributes(element)
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

    def _read_value(
        self, cell: ExactCell, element: Element, space: str, kind: Type | None, reference: str
    ) -> None:
        value, inline = element.find(f"{space}v"), element.find(f"{space}is")
        if inline is not None and (value is None or kind is Type.INLINE):
            cell.kind, cell.text = Kind.TEXT, rich_text(inline, space)
            return
        if value is None:
            return
        text = _shown(value)
        if kind in (Type.FORMULA_TEXT, Type.INLINE):
            cell.kind, cell.text = Kind.TEXT, unescaped(text)
        elif text := text.strip():
            self._read_scalar(cell, kind, text, reference)

    def _read_scalar(self, cell: ExactCell, kind: Type | None, text: str, reference: str) -> None:
        cell.kind = Kind.NUMBER
        if kind is Type.NUMBER and _NUMBER.fullmatch(text) and np.isfinite(float(text)):
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
            raise Damaged(f"cell {reference or '(without reference)'} holds {text[:40]!r}")


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


def rich_text(element: Element, space: str) -> str:
    """The text of ``<si>`` or ``<is>``: its runs joined, phonetic runs left out."""
    _refuse_stray_text(element)
    texts = [*element.iterchildren(f"{space}t")]
    for run in element.iterchildren(f"{space}r"):
        texts += run.iterchildren(f"{space}t")
    return unescaped("".join(_shown(text) for text in texts))


def _refuse_stray_text(element: Element) -> None:
    """Damaged where text stands beside the children of an element that holds only elements."""
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            raise Damaged(f"the text {text.strip()[:40]!r} stands between its cells")


def _shown(element: Element) -> str:
    """The element's text, as Excel takes it: without white space at its ends unless it is to be preserved."""
    text = element.text or ""
    return text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


def _data_table(named: dict[str, str]) -> str:
    """The formula Excel shows for a data table."""
    first, second = named.get("r1", ""), named.get("r2", "")
    if is_true(named.get("dt2D", "")):
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if is_true(named.get("dtr", "")) else f"TABLE(,{first})"


def _attributes(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}
