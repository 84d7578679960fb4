"""The other side of the add-in's VBA: this very process, which LibreOffice calls while a macro waits."""

from __future__ import annotations

import struct
from types import SimpleNamespace

import pytest
import xlwings as xw

from invoicing_xl.calc import bridge
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells
from invoicing_xl.calc.document import Document
from invoicing_xl.model.cells import Area
from invoicing_xl.surface import server, udfs

_CALC_ERRORS = {2000: 521, 2007: 532, 2015: 519, 2023: 524, 2029: 525, 2036: 503, 2042: 32767}
"""Calc's number of each of Excel's error values."""
ERROR_VALUES = tuple(
    (float(code), *struct.unpack("<d", struct.pack("<Q", 0x7FF8 << 48 | number)))
    for code, number in _CALC_ERRORS.items()
)
"""Excel's code of an error value, and the NaN that Calc shows as that error."""


class Python:
    """Answers as ``surface.server`` does behind Excel, and keeps what Excel would have been told.

    ``called`` are the worksheet functions that were asked, ``undo`` the last caption and procedure for Ctrl+Z.
    While ``gone`` is set nobody answers.
    """

    def __init__(self, app: xw.App) -> None:
        self._app = app
        self.called: list[str] = []
        self.pressed: list[tuple[str, str, str]] = []
        self.undo: tuple[str, str] | None = None
        self.gone = False

    # --- what makes it an object of UNO

    def getTypes(self) -> tuple[UnoObject, ...]:  # noqa: N802 - UNO's own name
        uno = bridge.load_uno()
        return tuple(map(uno.getTypeByName, ("com.sun.star.task.XJob", "com.sun.star.lang.XTypeProvider")))

    def getImplementationId(self) -> tuple[()]:  # noqa: N802
        return ()

    def execute(self, arguments: tuple[UnoObject, ...]) -> object:
        """One named value: what is asked for, and with what."""
        [asked] = arguments
        if self.gone:
            raise RuntimeError("no Python here")
        special = {"start": self._start, "press": self._press, "undo": self._undo}
        if asked.Name in special:
            return special[asked.Name](*asked.Value)
        self.called.append(asked.Name)
        return self._function(asked.Name, asked.Value)

    def _start(self) -> None:
        """Nothing to do: Python runs already."""

    def _press(self, book: str, command: str, selected: str) -> tuple[str, ...]:
        """What the server does, on the book of that name: its line for Excel's COM objects is the engine's."""
        self.pressed.append((book, command, selected))
        with pytest.MonkeyPatch.context() as patch:
            windows = SimpleNamespace(Book=lambda name: self._app.books[name].impl)
            patch.setattr(xw, "_xlwindows", windows, raising=False)
            return server.press(book, command, selected)

    def _undo(self, caption: str, procedure: str) -> None:
        self.undo = (caption, procedure)

    def _function(self, name: str, values: tuple[UnoObject, ...]) -> object:
        """As xlwings' ``CallUDF``: the answer of one cell is a value."""
        function = getattr(udfs, name)
        rows: list[list[object]] = function(*map(self._value, values))
        if len(rows) == len(rows[0]) == 1:
            return rows[0][0]
        return tuple(map(tuple, rows))

    def _value(self, value: UnoObject) -> object:
        """What Excel's ``Value2`` is of a range, and of all else."""
        if type(value) is int:
            return float(value)  # LibreOffice makes a whole number of a double without decimals
        if not hasattr(value, "RangeAddress"):
            return value
        place = value.RangeAddress
        area = Area(place.StartRow + 1, place.StartColumn + 1, place.EndRow + 1, place.EndColumn + 1)
        # While a workbook is being opened it is not yet among the open ones: its forms know it.
        document = Document(self._app.impl.office, value.Spreadsheet.DrawPage.Forms.Parent)
        values = Cells(document, value.Spreadsheet, area).values2()
        return values[0][0] if len(values) == len(values[0]) == 1 else values
