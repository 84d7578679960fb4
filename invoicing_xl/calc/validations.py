"""Data validation of cells."""

from __future__ import annotations

from collections.abc import Sequence

from xlwings import base_classes

from invoicing_xl.calc import bridge, formulas
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded

_TYPES = {
    "none": "ANY",
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "list": "LIST",
    "custom": "CUSTOM",
}
_OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}


@guarded
class DataValidation(base_classes.DataValidation):
    """``first_cell`` is where relative references are seen from."""

    def __init__(self, uno: UnoObject, first_cell: UnoObject) -> None:
        self._uno, self._first_cell = uno, first_cell

    @property
    def api(self) -> UnoObject:
        return self._uno.Validation

    @property
    def type(self) -> str:
        if self._uno.getPropertyState("Validation").value == "AMBIGUOUS_VALUE":
            return "inconsistent"
        own = self.api.Type.value
        return next((name for name, known in _TYPES.items() if known == own), "unknown")

    @property
    def operator(self) -> str | None:
        if self.type in ("none", "list", "custom", "inconsistent", "unknown"):
            return None
        own = self.api.getOperator().value
        return next((name for name, known in _OPERATORS.items() if known == own), None)

    @property
    def formula1(self) -> str | None:
        return _constant_or_formula(self.api.getFormula1()) if self.operator else None

    @property
    def formula2(self) -> str | None:
        if self.operator not in ("between", "not_between"):
            return None
        return _constant_or_formula(self.api.getFormula2())

    @property
    def formula(self) -> str | None:
        return formulas.to_excel(f"={self.api.getFormula1()}") if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        """The values of a list ("a,b"), or the formula of its cells ("=$A$1:$A$9")."""
        if self.type != "list":
            return None
        own = str(self.api.getFormula1())
        if own.startswith('"'):
            return ",".join(part.replace('""', '"') for part in own[1:-1].split('";"'))
        return formulas.to_excel(f"={own}")

    def set_list(
        self,
        source: Sequence[str | float | bool] | base_classes.Range | base_classes.Name,
        in_cell_dropdown: bool = True,
    ) -> None:
        """One of these values, or of those that stand in cells."""
        if isinstance(source, base_classes.Name):
            own = source.name.rpartition("!")[2]
        elif isinstance(source, base_classes.Range):
            own = source.api.AbsoluteName
        else:
            own = ";".join('"' + _literal(value).replace('"', '""') + '"' for value in source)
        self._put("list", None, own, "", ShowList=1 if in_cell_dropdown else 0)

    def set_rule(
        self, rule_type: str, operator: str | None, formula1: object, formula2: object = None
    ) -> None:
        self._put(rule_type, operator, _own(formula1), _own(formula2))

    def delete(self) -> None:
        self._put("none", None, "", "")

    def _put(self, kind: str, operator: str | None, first: str, second: str, **options: int) -> None:
        validation = self.api
        validation.Type = bridge.enum("sheet.ValidationType", _TYPES[kind])
        if operator:
            validation.setOperator(bridge.enum("sheet.ConditionOperator", _OPERATORS[operator]))
        validation.setSourcePosition(self._first_cell)
        validation.setFormula1(first)
        validation.setFormula2(second)
        validation.IgnoreBlankCells = True
        validation.ShowErrorMessage = kind != "none"
        for name, value in options.items():
            setattr(validation, name, bridge.short(value))
        self._uno.Validation = validation


def _literal(value: str | float | bool) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def _own(value: object) -> str:
    text = "" if value is None else str(value)
    return formulas.to_calc(text)[1:] if text.startswith("=") else text


def _constant_or_formula(own: str) -> str:
    plain = own.replace(".", "", 1).lstrip("-").isdigit()
    return own if plain else formulas.to_excel(f"={own}")
