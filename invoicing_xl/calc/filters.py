"""The automatic filter of a range or a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xlwings import base_classes

from invoicing_xl.calc import bridge
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells
from invoicing_xl.calc.guard import guarded

# com.sun.star.sheet.FilterOperator2 and FilterConnection
_EQUAL, _NOT_EQUAL = 2, 3
_OPERATORS = {
    "equal_to": _EQUAL,
    "not_equal_to": _NOT_EQUAL,
    "greater_than": 4,
    "greater_than_or_equal": 5,
    "less_than": 6,
    "less_than_or_equal": 7,
}
_TOP, _TOP_PERCENT, _BOTTOM, _BOTTOM_PERCENT = 8, 9, 10, 11
_LIMITS = {
    _TOP: "top_items",
    _TOP_PERCENT: "top_percent",
    _BOTTOM: "bottom_items",
    _BOTTOM_PERCENT: "bottom_percent",
}
_PAIRS = {"between": ("greater_than_or_equal", "less_than_or_equal", "AND")} | {
    "not_between": ("less_than", "greater_than", "OR")
}


@guarded
class AutoFilter(base_classes.AutoFilter):
    """``database`` is the table's database range; without one the sheet's own filter is meant."""

    def __init__(self, cells: Cells, database: UnoObject = None) -> None:
        self._cells, self._table = cells, database

    @property
    def api(self) -> UnoObject:
        return self._database()

    def show(self) -> None:
        """Filter buttons over the columns."""
        self._made().AutoFilter = True

    def _database(self) -> UnoObject:
        """The database range that holds the filter; None where these cells have none."""
        if self._table is not None:
            return self._table
        unnamed = self._cells.document.uno.getPropertyValue("UnnamedDatabaseRanges")
        number = self._cells.uno.RangeAddress.Sheet
        return unnamed.getByTable(number) if unnamed.hasByTable(number) else None

    def _made(self) -> UnoObject:
        database = self._database()
        place = self._cells.uno.RangeAddress
        if database is not None and database.AutoFilter and not _same(database.DataArea, place):
            raise ValueError("This worksheet already has an AutoFilter on a different range")  # as on Windows
        if database is None:
            unnamed = self._cells.document.uno.getPropertyValue("UnnamedDatabaseRanges")
            unnamed.setByTable(place)
            self._cells.document.compute_tables()
            database = unnamed.getByTable(place.Sheet)
        elif not _same(database.DataArea, place):
            database.setDataArea(place)
            self._cells.document.compute_tables()
        return database

    @property
    def criteria(self) -> list[dict[str, object]]:
        columns = self._cells.shape[1]
        found = [base_classes.empty_autofilter_criteria(field) for field in range(1, columns + 1)]
        database = self._database()
        if database is None or not _same(database.DataArea, self._cells.uno.RangeAddress):
            return found
        for field in database.getFilterDescriptor().getFilterFields3():
            told = found[field.Field]
            operator, values = field.Operator, [_shown(value) for value in field.Values]
            if operator in _LIMITS:
                kind = _LIMITS[operator]
                told |= {"type": kind, "percent" if "percent" in kind else "count": float(values[0])}
            elif operator == _EQUAL:
                told |= {"type": "values", "values": [*(told["values"] or ()), *values]}
            else:
                name = next((name for name, own in _OPERATORS.items() if own == operator), None)
                told |= {"type": "comparison", "operator": name, "value1": values[0]}
        return found

    def apply_values(self, field: int, values: Sequence[str]) -> None:
        self._apply(field, [_field(field, _EQUAL, values)])

    def apply_comparison(self, field: int, operator: str, value1: object, value2: object = None) -> None:
        first, second = self._operand(value1), self._operand(value2)
        if operator in _PAIRS:
            low, high, connection = _PAIRS[operator]
            other = _field(field, _OPERATORS[high], [second])
            other.Connection = bridge.enum("sheet.FilterConnection", connection)
            self._apply(field, [_field(field, _OPERATORS[low], [first]), other])
        else:
            self._apply(field, [_field(field, _OPERATORS[operator], [first])])

    def _operand(self, value: object) -> float | str:
        """xlwings hands numbers over as text, days and moments as their ISO form."""
        if isinstance(value, dict):
            moment = dt.datetime.fromisoformat(value["value"])
            return (moment - self._cells.document.epoch) / dt.timedelta(days=1)
        try:
            return float(str(value))
        except ValueError:
            return "" if value is None else str(value)

    def apply_top_items(self, field: int, count: int) -> None:
        self._apply(field, [_field(field, _TOP, [float(count)])])

    def apply_bottom_items(self, field: int, count: int) -> None:
        self._apply(field, [_field(field, _BOTTOM, [float(count)])])

    def apply_top_percent(self, field: int, percent: float) -> None:
        self._apply(field, [_field(field, _TOP_PERCENT, [float(percent)])])

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        self._apply(field, [_field(field, _BOTTOM_PERCENT, [float(percent)])])

    def clear(self, field: int | None) -> None:
        if self._database() is not None:
            self._apply(field, [])

    def _apply(self, field: int | None, new: Sequence[UnoObject]) -> None:
        database = self._made()
        database.AutoFilter = True
        descriptor = database.getFilterDescriptor()
        kept = [
            _field(one.Field + 1, one.Operator, [_value(value) for value in one.Values])
            for one in descriptor.getFilterFields3()
            if field is not None and one.Field != field - 1
        ]
        descriptor.ContainsHeader = True
        descriptor.setFilterFields3((*kept, *new))
        if kept or new:
            database.refresh()  # ``filter`` would take the first value of a column only
        else:
            self._cells.uno.filter(descriptor)  # ``refresh`` would leave the rows hidden


def hides_rows(database: UnoObject) -> bool:
    """Does the filter of this database range let only some rows through?"""
    return bool(database.getFilterDescriptor().getFilterFields3())


def _field(field: int, operator: int, values: Sequence[object]) -> UnoObject:
    made = bridge.struct("sheet.TableFilterField3", Field=field - 1, Operator=operator)
    made.Values = tuple(
        bridge.struct(
            "sheet.FilterFieldValue",
            FilterType=0 if isinstance(value, int | float) else 1,
            IsNumeric=isinstance(value, int | float),
            NumericValue=float(value) if isinstance(value, int | float) else 0.0,
            StringValue="" if isinstance(value, int | float) else str(value),
        )
        for value in values
    )
    return made


def _value(value: UnoObject) -> float | str:
    return float(value.NumericValue) if value.IsNumeric else str(value.StringValue)


def _shown(value: UnoObject) -> str:
    if value.IsNumeric:
        return repr(value.NumericValue).removesuffix(".0")
    return str(value.StringValue)


def _same(one: UnoObject, other: UnoObject) -> bool:
    return all(
        getattr(one, side) == getattr(other, side)
        for side in ("Sheet", "StartRow", "EndRow", "StartColumn", "EndColumn")
    )
