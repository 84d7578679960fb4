"""A clerk before the open demo workbook, who reads the ribbon and presses its buttons."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from tests.live.python_side import Python

_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


@dataclass(frozen=True)
class Control:
    """A button of the ribbon, with the attributes that Excel hands to the macro ``action``."""

    id: str
    tag: str
    action: str


def ribbon_of(path: Path) -> list[Control]:
    """The controls of a workbook's own ribbon that can be pressed; as Excel finds them, by the package."""
    with zipfile.ZipFile(path) as package:
        relations = ET.fromstring(package.read("_rels/.rels"))
        [part] = [one.attrib["Target"] for one in relations if one.attrib["Type"] == _RIBBON]
        ribbon = ET.fromstring(package.read(part.lstrip("/")))
    return [
        Control(one.attrib["id"], one.attrib["tag"], one.attrib["onAction"])
        for one in ribbon.iter()
        if "onAction" in one.attrib
    ]


@dataclass(frozen=True)
class Answer:
    """What the clerk sees when a button is through; ``undo`` is what Ctrl+Z is called then, and its macro."""

    kind: str
    title: str
    text: str
    undo: tuple[str, str] | None


class Clerk:
    """``pressed`` are the tags of the controls so far."""

    def __init__(self, book: xw.Book, controls: list[Control], python: Python) -> None:
        self.book, self.python = book, python
        self.pressed: list[str] = []
        self._controls = {control.tag: control for control in controls}

    def press(self, tag: str) -> Answer:
        control = self._controls[tag]
        self.pressed.append(tag)
        given = self.book.app.impl.office.create("com.sun.star.beans.PropertyBag")
        given.addProperty("ID", 0, control.id)
        given.addProperty("Tag", 0, control.tag)
        return self.run(control.action, given)

    def run(self, macro: str, *arguments: object) -> Answer:
        """Any other macro of the add-in."""
        self.python.shown.clear()
        self.python.undo = None
        self.book.macro(macro)(*arguments)
        [(kind, title, text)] = self.python.shown
        return Answer(kind, title, text, self.python.undo)

    def select(self, sheet: str, address: str) -> None:
        self.book.sheets[sheet].activate()
        self.book.sheets[sheet].range(address).select()

    @property
    def selected(self) -> str:
        cells = self.book.app.selection
        return f"{cells.sheet.name}!{cells.get_address(False, False)}"

    def value(self, sheet: str, address: str) -> object:
        return self.book.sheets[sheet].range(address).value

    def column(self, sheet: str, caption: str) -> list[object]:
        """The cells below the caption, as far down as the sheet is used."""
        rows = self.book.sheets[sheet].used_range.value
        row, at = next(
            (number, row.index(caption))
            for number, row in enumerate(rows)
            if row.count(caption) and any(row[1:])
        )
        return [one[at] for one in rows[row + 1 :]]

    def row_of(self, sheet: str, text: str) -> int:
        """The first row with this text in any cell."""
        rows = self.book.sheets[sheet].used_range.value
        return next(number for number, row in enumerate(rows, 1) if text in row)

    def everything(self) -> dict[str, object]:
        """What all cells of all sheets hold, and how the program is set."""
        sheets = self.book.api.Sheets
        held: dict[str, object] = {}
        for at in range(sheets.Count):
            sheet = sheets.getByIndex(at)
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            used = cursor.RangeAddress
            cells = sheet.getCellRangeByPosition(0, 0, used.EndColumn, used.EndRow)
            held[sheet.Name] = (cells.getFormulaArray(), cells.getDataArray())
        app = self.book.app
        return held | {"program": (app.calculation, app.status_bar, app.screen_updating, self.selected)}
