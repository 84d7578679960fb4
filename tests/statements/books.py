"""Small books for tests: tables as a clerk's sheets, rows written as field=value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.tables import Table
from invoicing_xl.workbook.memory import MemorySheet

Row = Mapping[str, object]
JANUARY_10 = date(2026, 1, 10)


def table(kind: TableKind, *rows: Row, captions: Mapping[str, str] | None = None) -> Table:
    """A sheet of the name of its kind, captions in row 1; dates are given as ``date``. Blank rows are no
    rows of the table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    grid = MemorySheet.of(kind.capitalize(), [names, *cells]).grid()
    return Table(
        kind,
        grid,
        1,
        np.array([row for row, values in enumerate(cells, 2) if any(values)], np.int64),
        {name: column for column, name in enumerate(names, 1)},
        {name: (captions or {}).get(name, FIELDS[name].title) for name in names},
    )


def _cell(value: object) -> float | str | bool | None:
    if isinstance(value, date):
        return float((value - date(1899, 12, 30)).days)
    assert value is None or isinstance(value, float | str | bool | int)
    return float(value) if type(value) is int else value


def day(month: int, of_month: int) -> date:
    return date(2026, month, of_month)


def invoice(number: str, gross: object, on: date = JANUARY_10, customer: str = "A", **more: object) -> Row:
    return {"number": number, "date": on, "customer": customer, "gross": gross, **more}


def payment(
    amount: float, on: date, invoice_number: str = "", customer: str = "A", number: str = "P1", **more: object
) -> Row:
    row = {"number": number, "date": on, "customer": customer, "applies_to": invoice_number, "amount": amount}
    return {**row, **more}
