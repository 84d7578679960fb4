"""Conditional formats: by a comparison or a formula, with a fill and a font.

LibreOffice keeps the look as a cell style; color scales, data bars and icon sets are told as "unknown".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from xlwings import base_classes

from invoicing_xl.calc import colors, formulas
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells
from invoicing_xl.calc.fonts import Font
from invoicing_xl.calc.guard import guarded

# com.sun.star.sheet.ConditionFormatOperator
_OPERATORS = {
    "equal_to": 0,
    "less_than": 1,
    "greater_than": 2,
    "less_than_or_equal": 3,
    "greater_than_or_equal": 4,
    "not_equal_to": 5,
    "between": 6,
    "not_between": 7,
}
_EXPRESSION = 24
_CONDITION = 0


@guarded
class ConditionalFormats(base_classes.ConditionalFormats):
    """The conditional formats of a sheet that touch ``cells``."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    @property
    def api(self) -> UnoObject:
        return self._cells.sheet.ConditionalFormats

    def __iter__(self) -> Iterator[ConditionalFormat]:
        for found in self._touching():
            for at in range(found.Count):
                yield ConditionalFormat(self._cells, found, at)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, number: int) -> ConditionalFormat:
        return list(self)[number - 1]

    def add_cell_value(self, spec: Mapping[str, object]) -> ConditionalFormat:
        first, second = (_own(spec.get(name)) for name in ("formula1", "formula2"))
        return self._add(_OPERATORS[str(spec["operator"])], first, second, spec)

    def add_custom(self, spec: Mapping[str, object]) -> ConditionalFormat:
        return self._add(_EXPRESSION, _own(spec["formula"]), "", spec)

    def clear(self) -> None:
        for found in self._touching():
            self.api.removeByID(found.ID)

    def _touching(self) -> list[UnoObject]:
        own = self._cells.uno.RangeAddress
        return [
            found for found in self.api.getConditionalFormats() if found.Range.queryIntersection(own).Count
        ]

    def _add(self, operator: int, first: str, second: str, spec: Mapping[str, object]) -> ConditionalFormat:
        ranges = self._cells.document.uno.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddress(self._cells.uno.RangeAddress, False)
        number = self.api.createByRange(ranges)
        made = next(found for found in self.api.getConditionalFormats() if number == found.ID)
        made.createEntry(_CONDITION, 0)
        entry = made.getByIndex(0)
        entry.Operator = operator
        entry.Formula1, entry.Formula2 = first, second
        entry.StyleName = _style(self._cells, spec)
        return ConditionalFormat(self._cells, made, 0)


@guarded
class ConditionalFormat(base_classes.ConditionalFormat):
    def __init__(self, cells: Cells, uno: UnoObject, at: int) -> None:
        self._cells, self._uno, self._at = cells, uno, at

    @property
    def api(self) -> UnoObject:
        return self._uno.getByIndex(self._at)

    @property
    def type(self) -> str:
        if self.api.getType() != _CONDITION:
            return "unknown"
        return "custom" if self.api.Operator == _EXPRESSION else "cell_value" if self.operator else "unknown"

    @property
    def operator(self) -> str | None:
        own = self.api.Operator
        return next((name for name, number in _OPERATORS.items() if number == own), None)

    @property
    def formula(self) -> str | None:
        return self._formula("Formula1") if self.type == "custom" else None

    @property
    def formula1(self) -> str | None:
        return self._formula("Formula1") if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        return self._formula("Formula2") if self.operator in ("between", "not_between") else None

    @property
    def fill_color(self) -> colors.RGB | None:
        return colors.to_rgb(self._look.CellBackColor)

    @property
    def font_color(self) -> colors.RGB | None:
        return colors.to_rgb(self._look.CharColor)

    @property
    def font_bold(self) -> bool | None:
        return Font(self._look).bold

    @property
    def font_italic(self) -> bool | None:
        return Font(self._look).italic

    @property
    def stop_if_true(self) -> bool:
        return True  # LibreOffice always stops at the first that holds

    def delete(self) -> None:
        if self._uno.Count == 1:
            self._cells.sheet.ConditionalFormats.removeByID(self._uno.ID)
        else:
            self._uno.removeByIndex(self._at)

    @property
    def _look(self) -> UnoObject:
        return _styles(self._cells).getByName(self.api.StyleName)

    def _formula(self, name: str) -> str:
        return formulas.to_excel(f"={getattr(self.api, name)}")


def _styles(cells: Cells) -> UnoObject:
    return cells.document.uno.StyleFamilies.getByName("CellStyles")


def _style(cells: Cells, spec: Mapping[str, object]) -> str:
    styles = _styles(cells)
    name = next(name for name in map("Condition {}".format, count(1)) if not styles.hasByName(name))
    styles.insertByName(name, cells.document.uno.createInstance("com.sun.star.style.CellStyle"))
    look = styles.getByName(name)
    for name_of, put in (("fill_color", "CellBackColor"), ("font_color", "CharColor")):
        color = spec.get(name_of)
        if isinstance(color, str | tuple):
            setattr(look, put, colors.to_calc(color))
    font = Font(look)
    if spec.get("font_bold") is not None:
        font.bold = bool(spec["font_bold"])
    if spec.get("font_italic") is not None:
        font.italic = bool(spec["font_italic"])
    return name


def _own(value: object) -> str:
    text = "" if value is None else str(value)
    return formulas.to_calc(text)[1:] if text.startswith("=") else text
