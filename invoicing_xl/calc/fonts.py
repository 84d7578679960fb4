"""The font of cells, or of a shape's text."""

from __future__ import annotations

from xlwings import base_classes

from invoicing_xl.calc import bridge, colors
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded

_BOLD, _NORMAL, _HALF_BOLD = 150.0, 100.0, 110.0
_UNDERLINED = 1


@guarded
class Font(base_classes.Font):
    """A property is None where the cells differ."""

    def __init__(self, uno: UnoObject) -> None:
        self._uno = uno

    @property
    def api(self) -> UnoObject:
        return self._uno

    def _get(self, name: str) -> UnoObject:
        if self._uno.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return None
        return self._uno.getPropertyValue(name)

    @property
    def bold(self) -> bool | None:
        weight = self._get("CharWeight")
        return None if weight is None else weight > _HALF_BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self._uno.CharWeight = _BOLD if value else _NORMAL

    @property
    def italic(self) -> bool | None:
        slant = self._get("CharPosture")
        return None if slant is None else slant.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._uno.CharPosture = bridge.enum("awt.FontSlant", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float | None:
        height: float | None = self._get("CharHeight")
        return height

    @size.setter
    def size(self, value: float) -> None:
        self._uno.CharHeight = float(value)

    @property
    def name(self) -> str | None:
        name: str | None = self._get("CharFontName")
        return name

    @name.setter
    def name(self, value: str) -> None:
        self._uno.CharFontName = value

    @property
    def color(self) -> colors.RGB | None:
        color = self._get("CharColor")
        return None if color is None else colors.to_rgb(color) or (0, 0, 0)

    @color.setter
    def color(self, value: colors.RGB | str | int) -> None:
        self._uno.CharColor = colors.to_calc(value)
