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

SERVICE = "org.invoicing_xl.Python"
"""By this name LibreOffice's Basic finds it."""

_CALC_ERRORS = {2000: 521, 2007: 532, 2015: 519, 2023: 524, 2029: 525, 2036: 503, 2042: 32767}
"""Calc's number of each of Excel's error values."""
_INTERFACES = (
    "com.sun.star.task.XJob",
    "com.sun.star.lang.XSingleComponentFactory",
    "com.sun.star.lang.XServiceInfo",
    "com.sun.star.lang.XTypeProvider",
)


class Python:
    """Answers as ``surface.server`` does behind Excel, unless it is ``gone``.

    ``called`` are the worksheet functions that were asked for, ``pressed`` workbook, command and selection of
    each button; ``shown`` what the clerk was shown (kind, title, text), ``undo`` what Ctrl+Z would do then
    (caption, procedure).
    """

    def __init__(self, app: xw.App) -> None:
        self._app = app
        self.called: list[str] = []
        self.pressed: list[tuple[str, str, str]] = []
        self.shown: list[tuple[str, str, str]] = []
        self.undo: tuple[str, str] | None = None
        self.gone = False
        app.impl.office.services.insert(self)

    def execute(self, arguments: tuple[UnoObject, ...]) -> object:
        """One named value: what is asked for, and with what."""
        [asked] = arguments
        return getattr(self, f"_{asked.Name}")(*asked.Value)

    def _start(self) -> None:
        """It runs already."""

    def _show(self, kind: str, title: str, text: str) -> None:
        self.shown.append((kind, title, text))

    def _offer_undo(self, caption: str, procedure: str) -> None:
        self.undo = (caption, procedure)

    def _error_value(self, code: float) -> float:
        """The NaN that Calc shows as an error value, from Excel's code of it."""
        [nan] = struct.unpack("<d", struct.pack("<Q", 0x7FF8 << 48 | _CALC_ERRORS[int(code)]))
        return float(nan)

    def _press(self, book: str, command: str, selected: str) -> tuple[str, ...]:
        """What the server does on that workbook; for what it has of Excel's through COM stands the engine."""
        self._answer()
        self.pressed.append((book, command, selected))
        with pytest.MonkeyPatch.context() as patch:
            windows = SimpleNamespace(Book=lambda name: self._app.books[name].impl)
            patch.setattr(xw, "_xlwindows", windows, raising=False)
            return server.press(book, command, selected)

    def _function(self, name: str, values: tuple[UnoObject, ...]) -> object:
        """As xlwings' ``CallUDF``: the answer of one cell is a value."""
        self._answer()
        self.called.append(name)
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

    def _answer(self) -> None:
        if self.gone:
            raise RuntimeError("no Python here")

    # --- what makes it a service of LibreOffice's: a factory that always gives itself

    def getTypes(self) -> tuple[UnoObject, ...]:  # noqa: N802 - UNO's own names
        return tuple(map(bridge.load_uno().getTypeByName, _INTERFACES))

    def getImplementationId(self) -> tuple[()]:  # noqa: N802
        return ()

    def createInstanceWithContext(self, context: UnoObject) -> Python:  # noqa: N802
        return self

    def createInstanceWithArgumentsAndContext(  # noqa: N802
        self, arguments: tuple[UnoObject, ...], context: UnoObject
    ) -> Python:
        return self

    def getImplementationName(self) -> str:  # noqa: N802
        return SERVICE

    def supportsService(self, name: str) -> bool:  # noqa: N802
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        return (SERVICE,)
