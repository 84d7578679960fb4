"""How the cells of a range look: formats, colors, alignment, sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import EllipsisType

from xlwings import base_classes

from invoicing_xl.calc import bridge, colors, measures
from invoicing_xl.calc.borders import Borders
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells
from invoicing_xl.calc.fonts import Font
from invoicing_xl.calc.guard import guarded

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
    "distributed": "BLOCK",
    "center_across_selection": "CENTER",
}
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4, "distributed": 4}
_INDENT = 353  # hundredths of a millimeter for each step


@guarded
class Looks(base_classes.Range):
    """``areas`` are the rectangles of the range, ``uno`` is LibreOffice's object for all of them.

    A property is None where the cells differ. Sizes are read from the first area.
    """

    areas: tuple[Cells, ...]

    @property
    def uno(self) -> UnoObject:
        raise NotImplementedError

    def _get(self, name: str) -> UnoObject:
        return self.areas[0].document.property_of(self.uno, name)

    @property
    def font(self) -> Font:
        return Font(self.uno)

    @property
    def borders(self) -> Borders:
        return Borders(self, [cells.uno for cells in self.areas])

    @property
    def number_format(self) -> str | None:
        return self.areas[0].document.format_of(self.uno)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.uno.NumberFormat = self.areas[0].document.formats.key(code)

    @property
    def color(self) -> colors.RGB | None:
        return colors.to_rgb(self._get("CellBackColor"))

    @color.setter
    def color(self, value: colors.RGB | str | int | None) -> None:
        self.uno.CellBackColor = colors.to_calc(value)

    def set_colors(self, rows: Sequence[Sequence[colors.RGB | str | int | EllipsisType | None]]) -> None:
        """A color for each cell; ``...`` leaves it as it is."""
        for at_row, row in enumerate(rows):
            for at, color in enumerate(row):
                if color is not ...:
                    self.areas[0].part(at_row, at).uno.CellBackColor = colors.to_calc(color)

    @property
    def wrap_text(self) -> bool | None:
        wrapped: bool | None = self._get("IsTextWrapped")
        return wrapped

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.uno.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        found = self._get("HoriJustify")
        return found and next(name for name, own in _HORIZONTAL.items() if own == found.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.uno.HoriJustify = bridge.enum("table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        found = self._get("VertJustify")
        if found is None:
            return None
        # Calc's standard is Excel's bottom.
        return next((name for name, own in _VERTICAL.items() if own == (found or 3)), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.uno.VertJustify = _VERTICAL[value]

    def adjust_indent(self, amount: int) -> None:
        self.indent(round((self._get("ParaIndent") or 0) / _INDENT) + amount)

    def indent(self, steps: int) -> None:
        # Calc indents only what is aligned to a side.
        if steps and self._get("HoriJustify") in (None, bridge.enum("table.CellHoriJustify", "STANDARD")):
            self.horizontal_alignment = "left"
        self.uno.ParaIndent = max(0, steps) * _INDENT

    # --- sizes

    def _columns(self) -> Iterator[UnoObject]:
        return (cells.uno.Columns for cells in self.areas)

    def _rows(self) -> Iterator[UnoObject]:
        return (cells.uno.Rows for cells in self.areas)

    @property
    def column_width(self) -> float | None:
        return _size(next(self._columns()), "Width", measures.width)

    @column_width.setter
    def column_width(self, digits: float) -> None:
        for columns in self._columns():
            columns.Width = measures.from_width(digits)

    @property
    def row_height(self) -> float | None:
        return _size(next(self._rows()), "Height", measures.points)

    @row_height.setter
    def row_height(self, height: float) -> None:
        for rows in self._rows():
            rows.Height = measures.from_points(height)

    @property
    def row_hidden(self) -> bool | None:
        return _hidden(next(self._rows()))

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        for rows in self._rows():
            rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        return _hidden(next(self._columns()))

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        for columns in self._columns():
            columns.IsVisible = not value

    @property
    def width(self) -> float:
        return measures.points(self.areas[0].uno.Size.Width)

    @property
    def height(self) -> float:
        return measures.points(self.areas[0].uno.Size.Height)

    @property
    def left(self) -> float:
        return measures.points(self.areas[0].uno.Position.X)

    @property
    def top(self) -> float:
        return measures.points(self.areas[0].uno.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        if axis in (None, "c", "columns"):
            for columns in self._columns():
                columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            for rows in self._rows():
                rows.OptimalHeight = True


_ASKED = 256
"""Rows or columns that are compared one by one; the rest is taken to be as the first."""


def _size(lines: UnoObject, name: str, of: Callable[[int], float]) -> float | None:
    sizes = {getattr(lines.getByIndex(at), name) for at in range(min(lines.Count, _ASKED))}
    return of(sizes.pop()) if len(sizes) == 1 else None


def _hidden(lines: UnoObject) -> bool | None:
    shown = {lines.getByIndex(at).IsVisible for at in range(min(lines.Count, _ASKED))}
    return not shown.pop() if len(shown) == 1 else None
