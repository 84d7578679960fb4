"""The borders of cells, with xlwings' words for sides, styles and weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from xlwings import base_classes

from invoicing_xl.calc import bridge, colors
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded

_NOTHING = 0x7FFF
_STYLES = {
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
    "slant_dash_dot": 16,
}
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 88}
_SIDES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_vertical": "VerticalLine",
    "inside_horizontal": "HorizontalLine",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
_UNSET = base_classes._UNSET
Part = TypeVar("Part")


@guarded
class Border(base_classes.Border):
    """One side; read from the first area, written to all."""

    def __init__(self, borders: Borders, side: str) -> None:
        self._borders, self._side = borders, side

    @property
    def api(self) -> UnoObject:
        return line_of(self._borders.areas[0], self._side)

    @property
    def line_style(self) -> str:
        line = self.api
        if not (line.OuterLineWidth or line.LineWidth):
            return "none"
        return next((name for name, style in _STYLES.items() if style == line.LineStyle), "continuous")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self._borders.set([self._side], line_style=value)

    @property
    def weight(self) -> str | None:
        width = self.api.LineWidth
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width)) if width else None

    @weight.setter
    def weight(self, value: str) -> None:
        self._borders.set([self._side], weight=value)

    @property
    def color(self) -> colors.RGB | None:
        return colors.to_rgb(self.api.Color) if self.line_style != "none" else None

    @color.setter
    def color(self, value: colors.RGB | str | int) -> None:
        self._borders.set([self._side], color=value)


@guarded
class Borders(base_classes.Borders):
    """``parent`` is the range; ``areas`` are LibreOffice's ranges of it."""

    def __init__(self, parent: base_classes.Range, areas: Sequence[UnoObject]) -> None:
        self.parent, self.areas = parent, areas

    @property
    def api(self) -> UnoObject:
        return self.areas[0].TableBorder2

    def __getitem__(self, side: str) -> Border:
        return Border(self, side)

    def set(
        self,
        which: Sequence[str] = ("edge_top",),
        *,
        line_style: str | None = _UNSET,
        weight: str = _UNSET,
        color: colors.RGB | str | int = _UNSET,
    ) -> None:
        for area in self.areas:
            new = bridge.struct("table.TableBorder2")
            for side in which:
                line = _changed(line_of(area, side), line_style, weight, color)
                if side in _DIAGONALS:
                    setattr(area, _DIAGONALS[side], line)
                else:
                    setattr(new, _SIDES[side], line)
                    setattr(new, f"Is{_SIDES[side]}Valid", True)
            area.TableBorder2 = new

    def _sides(self) -> list[str]:
        """The sides that a range of this shape has."""
        rows, columns = self.parent.shape
        absent = {"inside_vertical": columns == 1, "inside_horizontal": rows == 1}
        return [side for side in _SIDES if not absent.get(side)]

    def clear(self, which: Sequence[str] = (*_SIDES, *_DIAGONALS)) -> None:
        self.set(which, line_style=None)

    @property
    def line_style(self) -> str | None:
        return _common([Border(self, side).line_style for side in self._sides()])

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.set(self._sides(), line_style=value)

    @property
    def weight(self) -> str | None:
        return _common([Border(self, side).weight for side in self._sides()])

    @weight.setter
    def weight(self, value: str) -> None:
        self.set(self._sides(), weight=value)

    @property
    def color(self) -> colors.RGB | None:
        return _common([Border(self, side).color for side in self._sides()])

    @color.setter
    def color(self, value: colors.RGB | str | int) -> None:
        self.set(self._sides(), color=value)


def line_of(area: UnoObject, side: str) -> UnoObject:
    """LibreOffice's line on one side of a range."""
    if side in _DIAGONALS:
        return getattr(area, _DIAGONALS[side])
    return getattr(area.TableBorder2, _SIDES[side])


def _changed(old: UnoObject, line_style: str | None, weight: str, color: colors.RGB | str | int) -> UnoObject:
    line = bridge.struct("table.BorderLine2", Color=old.Color, LineStyle=old.LineStyle)
    if line_style is None or line_style == "none":
        line.LineStyle = _NOTHING
        return line
    width = _WEIGHTS[weight] if weight is not _UNSET else old.LineWidth or _WEIGHTS["thin"]
    if line_style is not _UNSET:
        line.LineStyle = _STYLES[line_style]
        if line_style == "double":  # two lines and the gap between them
            width = max(width, _WEIGHTS["thick"])
    elif old.LineStyle == _NOTHING:
        line.LineStyle = _STYLES["continuous"]
    line.LineWidth = line.OuterLineWidth = width
    if color is not _UNSET:
        line.Color = colors.to_calc(color)
    return line


def _common(values: Sequence[Part]) -> Part | None:
    return values[0] if values and all(value == values[0] for value in values) else None
