"""A slow, simple reader of workbook files: what the fast one is held against.

One cell after the other, by ElementTree, straight from the specification (ECMA-376 part 1, 18.3 and 18.4).
It shares no code with the product and takes no care of damaged files.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

Cell = tuple[int, int]
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%",
    14: "m/d/yyyy", 21: "h:mm:ss", 49: "@",
}  # fmt: skip


class SlowError(str):
    """An error value."""


@dataclass
class SlowSheet:
    """``values`` has only cells that are not blank; formats of all cells are asked for by ``format``."""

    values: dict[Cell, bool | float | str | SlowError | None] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    tables: list[tuple[str, str, int, int, list[str]]] = field(default_factory=list)
    protected: bool = False
    date1904: bool = False
    _formats: list[str] = field(default_factory=list)
    _cell_styles: dict[Cell, int] = field(default_factory=dict)
    _row_styles: dict[int, int] = field(default_factory=dict)
    _column_styles: dict[int, int] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        return max((row for row, _ in {**self.values, **self.formulas}), default=0)

    @property
    def columns(self) -> list[int]:
        return sorted({column for _, column in {**self.values, **self.formulas}})

    def format(self, cell: Cell) -> str:
        row, column = cell
        style = self._cell_styles.get(cell, self._row_styles.get(row, self._column_styles.get(column, 0)))
        return self._formats[style] if style < len(self._formats) else self._formats[0]


def read(path: Path, sheet: str | None = None) -> SlowSheet:
    """The sheet of that name, or the first one."""
    with zipfile.ZipFile(path) as archive:
        book = _Book(archive)
        parts = book.sheets()
        return book.read(parts[sheet] if sheet else next(iter(parts.values())))


def read_all(path: Path) -> dict[str, SlowSheet]:
    """Every sheet by its name; chart sheets and their like have no cells."""
    with zipfile.ZipFile(path) as archive:
        book = _Book(archive)
        return {name: book.read(part) for name, part in book.sheets().items()}


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def within(element: ElementTree.Element | None, *names: str) -> list[ElementTree.Element]:
    """All children along a path of local names; of alternatives the fallback."""
    found = [] if element is None else [element]
    for name in names:
        children: list[ElementTree.Element] = []
        for parent in found:
            for child in parent:
                if local(child) == "AlternateContent":
                    children += [x for branch in child if local(branch) == "Fallback" for x in branch]
                else:
                    children.append(child)
        found = [child for child in children if local(child) == name]
    return found


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.main = self._targets("", "officeDocument")[0]
        self.workbook = self._xml(self.main)
        properties = within(self.workbook, "workbookPr")
        self.date1904 = bool(properties) and properties[0].get("date1904") in ("1", "true")
        self.strings = [text(item) for part in self._targets(self.main, "sharedStrings")
                        for item in within(self._xml(part), "si")]  # fmt: skip
        self.formats = ["General"]
        for part in self._targets(self.main, "styles"):
            styles = self._xml(part)
            codes = dict(BUILT_IN)
            for number in within(styles, "numFmts", "numFmt"):
                codes[int(number.attrib["numFmtId"])] = number.attrib["formatCode"]
            ids = [int(xf.get("numFmtId", 0)) for xf in within(styles, "cellXfs", "xf")]
            self.formats = [codes.get(number, f"built-in {number}") for number in ids] or ["General"]

    def sheets(self) -> dict[str, str]:
        targets = self._relations(self.main)
        found = {}
        for sheet in within(self.workbook, "sheets", "sheet"):
            identity = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
            found[sheet.attrib["name"]] = targets[identity][1]
        return found

    def read(self, part: str) -> SlowSheet:
        root = self._xml(part)
        sheet = SlowSheet(date1904=self.date1904, _formats=self.formats)
        for column in within(root, "cols", "col"):
            for number in range(int(column.attrib["min"]), int(column.attrib["max"]) + 1):
                sheet._column_styles[number] = int(column.get("style") or 0)
        masters: dict[str, tuple[str, str]] = {}
        areas: list[tuple[str, str]] = []
        rows = set()
        row_number = 0
        for row in within(root, "sheetData", "row"):
            row_number = int(row.get("r") or row_number + 1)
            rows.add(row_number)
            if row.get("hidden") in ("1", "true") or (
                row.get("customHeight") == "1" and row.get("ht") == "0"
            ):
                sheet.hidden.add(row_number)
            if row.get("customFormat") in ("1", "true") and row.get("s"):
                sheet._row_styles[row_number] = int(row.attrib["s"])
            column = 0
            for element in within(row, "c"):
                reference = element.get("r") or f"{get_column_letter(column + 1)}{row_number}"
                letters, row_number = coordinate_from_string(reference)
                column = column_index_from_string(letters)
                cell = row_number, column
                sheet._cell_styles[cell] = int(element.get("s") or 0)
                value = self._value(element)
                if value is not None:
                    sheet.values[cell] = value
                formula = _formula(element, reference, masters, areas)
                if formula is not None:
                    sheet.formulas[cell] = formula
        _fill(sheet, areas)
        for protection in within(root, "sheetProtection"):
            sheet.protected = protection.get("sheet") in ("1", "true")
        for settings in within(root, "sheetFormatPr"):
            if settings.get("zeroHeight") in ("1", "true"):
                sheet.hidden |= set(range(1, sheet.row_count + 1)) - rows
        sheet.hidden = {number for number in sheet.hidden if number <= sheet.row_count}
        sheet.merged = [merge.attrib["ref"] for merge in within(root, "mergeCells", "mergeCell")]
        for target in self._targets(part, "table"):
            table = self._xml(target)
            sheet.tables.append(
                (
                    table.attrib["displayName"],
                    table.attrib["ref"],
                    int(table.get("headerRowCount", 1)),
                    int(table.get("totalsRowCount", 0)),
                    [unescape(c.attrib["name"]) for c in within(table, "tableColumns", "tableColumn")],
                )
            )
        return sheet

    def _value(self, cell: ElementTree.Element) -> bool | float | str | SlowError | None:
        kind = cell.get("t", "n")
        values, inline = within(cell, "v"), within(cell, "is")
        if inline and (kind == "inlineStr" or not values):
            return text(inline[0])
        if not values:
            return None
        shown = edges(values[0])
        if kind in ("str", "inlineStr"):
            return unescape(shown)
        shown = shown.strip()
        if not shown:
            return None
        if kind == "s":
            return self.strings[int(shown)]
        if kind == "b":
            return {"1": True, "true": True, "0": False, "false": False}[shown]
        if kind == "e":
            return SlowError(unescape(shown))
        return _serial(shown, self.date1904) if kind == "d" else float(shown)

    def _xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.archive.read(part))

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.archive.namelist():
            return {}
        found = {}
        for element in self._xml(rels):
            address = unquote(element.attrib["Target"])
            target = posixpath.normpath(posixpath.join("/", folder, address)).lstrip("/")
            found[element.attrib["Id"]] = element.attrib["Type"].rpartition("/")[2], target
        return found

    def _targets(self, part: str, kind: str) -> list[str]:
        return [target for found, target in self._relations(part).values() if found == kind]


def text(element: ElementTree.Element) -> str:
    """A string item: its own text and that of its runs."""
    return unescape("".join(edges(t) for t in within(element, "t") + within(element, "r", "t")))


def edges(element: ElementTree.Element) -> str:
    """Excel drops white space at the ends, unless it is told to preserve it."""
    content = element.text or ""
    if element.get(SPACE) == "preserve":
        return content
    while content and content[0] in " \t\r\n":
        content = content[1:]
    while content and content[-1] in " \t\r\n":
        content = content[:-1]
    return content


def unescape(content: str) -> str:
    pieces, place = [], 0
    while place < len(content):
        escape = re.match("_x([0-9A-Fa-f]{4})_", content[place:])
        pieces.append(chr(int(escape[1], 16)) if escape else content[place])
        place += 7 if escape else 1
    return "".join(pieces)


def _formula(
    cell: ElementTree.Element,
    reference: str,
    masters: dict[str, tuple[str, str]],
    areas: list[tuple[str, str]],
) -> str | None:
    found = within(cell, "f")
    if not found:
        return None
    element = found[0]
    formula, kind = unescape(element.text or ""), element.get("t", "normal")
    if kind == "shared":
        group = element.attrib["si"]
        if formula:
            masters[group] = "=" + formula, reference
        if group not in masters:
            return None
        return str(Translator(*masters[group]).translate_formula(reference))
    if kind == "dataTable":
        first, second = element.get("r1", ""), element.get("r2", "")
        if element.get("dt2D") in ("1", "true"):
            formula = f"TABLE({first},{second})"
        else:
            formula = f"TABLE({first},)" if element.get("dtr") in ("1", "true") else f"TABLE(,{first})"
    if not formula:
        return None
    if kind in ("array", "dataTable"):
        areas.append((element.attrib["ref"], "=" + formula))
    return "=" + formula


def _fill(sheet: SlowSheet, areas: list[tuple[str, str]]) -> None:
    """All cells of an array formula have it, as far as their column and row are used at all."""
    rows, columns = sheet.row_count, set(sheet.columns)
    for ref, formula in areas:
        first, _, last = ref.partition(":")
        (left, top), (right, bottom) = coordinate_from_string(first), coordinate_from_string(last or first)
        for column in columns:
            if column_index_from_string(left) <= column <= column_index_from_string(right):
                for row in range(top, min(bottom, rows) + 1):
                    sheet.formulas[row, column] = formula


def _serial(shown: str, date1904: bool) -> float | str:
    """An ISO 8601 date or time as a serial, by counting days."""
    if match := re.fullmatch(r"(?:(\d+)-(\d+)-(\d+))?T?(?:(\d+):(\d+):(\d+)(\.\d+)?)?Z?", shown):
        year, month, day, hour, minute, second, rest = match.groups(default="0")
        seconds = int(hour) * 3600 + int(minute) * 60 + int(second)
        microseconds = seconds * 10**6 + round(float(rest) * 10**6)
        if year == "0":
            days = 0
        else:
            days = dt.date(int(year), int(month), int(day)).toordinal() - dt.date(1899, 12, 30).toordinal()
            if date1904 and days >= 1:
                days -= 1462
            elif not date1904 and 1 <= days < 61:
                days -= 1
        return (days * 86_400 * 10**6 + microseconds) / (86_400 * 10**6)
    return shown
