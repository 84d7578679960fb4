"""Enough of a calculator for the formulas that tests write: + - * / &, SUM, ROUND, references, texts."""

from __future__ import annotations

import re
from collections.abc import Callable

from invoicing_xl.model.cells import Area

Value = None | bool | float | str | int
Lookup = Callable[[int, int], Value]

_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+\.?\d*(?:E[+-]?\d+)?)|(?P<text>"(?:[^"]|"")*")'
    r"|(?P<range>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(!])|(?P<name>[A-Z]+)\(|(?P<sign>[-+*/&(),]))",
    re.I,
)


class Unknown(Exception):
    """A formula that this cannot calculate."""


def calculate(formula: str, lookup: Lookup) -> Value:
    """The result of a formula on its own sheet."""
    return _Reading(formula[1:], lookup).whole()


class _Reading:
    def __init__(self, text: str, lookup: Lookup) -> None:
        self._lookup = lookup
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if not match or match.lastgroup is None:
                raise Unknown(text)
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()

    def whole(self) -> Value:
        value = self._joined()
        if self._tokens:
            raise Unknown(self._tokens[0][1])
        return value

    def _take(self, *signs: str) -> str:
        if self._tokens and self._tokens[0][0] == "sign" and self._tokens[0][1] in signs:
            return self._tokens.pop(0)[1]
        return ""

    def _joined(self) -> Value:
        value = self._sum()
        while self._take("&"):
            value = f"{_shown(value)}{_shown(self._sum())}"
        return value

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._take("+", "-"):
            other = _number(self._product())
            value = _number(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Value:
        value = self._one()
        while sign := self._take("*", "/"):
            other = _number(self._one())
            value = _number(value) * other if sign == "*" else _number(value) / other
        return value

    def _one(self) -> Value:
        if self._take("-"):
            return -_number(self._one())
        if self._take("("):
            value = self._joined()
            self._close()
            return value
        kind, text = self._tokens.pop(0) if self._tokens else ("", "")
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "range":
            area = Area.parse(text.replace("$", ""))
            return self._lookup(area.first_row, area.first_column)
        if kind == "name":
            return self._called(text.upper())
        raise Unknown(text)

    def _called(self, name: str) -> Value:
        if name == "SUM":
            total = 0.0
            while True:
                kind, text = self._tokens.pop(0)
                if kind != "range":
                    raise Unknown(text)
                area = Area.parse(text.replace("$", ""))
                for row in range(area.first_row, area.last_row + 1):
                    for column in range(area.first_column, area.last_column + 1):
                        value = self._lookup(row, column)
                        total += value if type(value) is float else 0.0
                if not self._take(","):
                    self._close()
                    return total
        if name == "ROUND":
            value = _number(self._joined())
            if not self._take(","):
                raise Unknown(name)
            places = int(_number(self._joined()))
            self._close()
            return round(value + (1e-9 if value >= 0 else -1e-9), places)
        raise Unknown(name)

    def _close(self) -> None:
        if not self._take(")"):
            raise Unknown(")")


def _number(value: Value) -> float:
    if value is None:
        return 0.0
    if isinstance(value, bool) or type(value) is float:
        return float(value)
    raise Unknown(str(value))


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if type(value) is float else str(value)
