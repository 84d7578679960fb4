"""Makes ledgers without mistakes, as different as clerks keep them, with what is odd in them but right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.model.tables import Table
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import EPOCH, table_of

AS_OF = np.datetime64("2026-06-30")
FIRST_DAY = dt.date(2025, 10, 6)
NAMES = "Tolva Mills|Arden Print|Osier & Reed|Quarry Lane|Bolt & Daughters|Fenwick Paper|Korn  Söhne".split(
    "|"
)
FIELDS = (
    "number date customer customer_name purchase_order currency net tax_rate tax gross due_date type".split()
)
CUSTOMER_FIELDS = "customer customer_name currency".split()
DATE_FORMAT = "dd.mm.yyyy"

Row = dict[str, Content]
Series = Callable[[int, int], str]

SERIES: dict[str, Series] = {
    "plain": lambda count, year: f"{10_248 + count}",
    "prefix and zeros": lambda count, year: f"INV-{count + 1:05d}",
    "over a thousand": lambda count, year: f"{970 + count}",
    "behind the year": lambda count, year: f"{year}-{count + 1:04d}",
    "before the year": lambda count, year: f"{count + 1}/{year}",
    "year in the digits": lambda count, year: f"{year % 100}{count + 1:04d}",
    "with a suffix": lambda count, year: f"R{count + 401}A",
}


@dataclass
class Ledger:
    """``rows`` of all invoice sheets: of one, or where ``months`` of two."""

    rows: list[Row]
    customers: list[Row]
    months: bool
    has_order_numbers: bool

    def facts(self) -> Facts:
        fields = [name for name in FIELDS if self.has_order_numbers or name != "purchase_order"]
        tables = [table(name, fields, rows, "invoices") for name, rows in self.sheets()]
        return Facts([*tables, table("Customers", CUSTOMER_FIELDS, self.customers, "customers")], AS_OF)

    def sheets(self) -> list[tuple[str, list[Row]]]:
        if not self.months:
            return [("Invoices", self.rows)]
        half = len(self.rows) // 2
        return [("First half", self.rows[:half]), ("Second half", self.rows[half:])]

    def place(self, row: Row) -> tuple[str, int]:
        """Sheet and sheet row of a row."""
        for name, rows in self.sheets():
            for index, one in enumerate(rows):
                if one is row:
                    return name, index + 2
        raise ValueError("no such row")


def table(name: str, fields: Sequence[str], rows: Sequence[Row], kind: str) -> Table:
    columns = {field: column for column, field in enumerate(fields, 1)}
    cells = {(1, column): Content(field) for field, column in columns.items()}
    cells |= {
        (index, column): row[field]
        for index, row in enumerate(rows, 2)
        for field, column in columns.items()
        if field in row
    }
    grid = grid_of(name, cells)
    return table_of(kind, grid, 1, list(range(2, len(rows) + 2)), columns)  # type: ignore[arg-type]


def day(date: dt.date) -> Content:
    return Content(float((date - EPOCH).days), number_format=DATE_FORMAT)


def ledger(chance: Random, series: Series, *, restarts: bool, as_numbers: bool = False) -> Ledger:
    """Some ninety documents of nine months."""
    zeros, has_order_numbers = chance.random() < 0.5, chance.random() < 0.7
    ids = [f"{117 * place + 104:05d}" if zeros else f"K-{place + 1}" for place in range(len(NAMES))]
    currencies = [chance.choice(["EUR", "EUR", "USD", "JPY"]) for _ in NAMES]
    customers = [
        {"customer": Content(one), "customer_name": Content(name), "currency": Content(currency)}
        for one, name, currency in zip(ids, NAMES, currencies, strict=True)
    ]
    rows: list[Row] = []
    date, count, year = FIRST_DAY, 0, FIRST_DAY.year

    def add(place: int, net: float, kind: str = "Invoice", order: str = "") -> None:
        nonlocal count, year
        if restarts and date.year != year:
            count, year = 0, date.year
        number = series(count, date.year)
        count += 1
        unit = 0 if currencies[place] == "JPY" else 2
        net = round(net, unit)
        tax = round(round(net * 19) / 100, unit)
        written: CellValue = float(number) if as_numbers and number.isdigit() else number
        row = {
            "number": Content(written),
            "date": day(date),
            "customer": Content(ids[place]),
            "customer_name": Content(NAMES[place]),
            "currency": Content(currencies[place]),
            "net": Content(net, number_format="#,##0.00"),
            "tax_rate": Content(0.19, number_format="0%"),
            "tax": Content(tax, number_format="#,##0.00"),
            "gross": Content(round(net + tax, unit), number_format="#,##0.00"),
            "due_date": day(date + dt.timedelta(30)),
            "type": Content(kind),
        }
        rows.append(row | ({"purchase_order": Content(order)} if order else {}))

    for week in range(36):
        date = FIRST_DAY + dt.timedelta(7 * week)
        if week % 4 == 0:
            add(0, 450.0)  # a retainer
        for _ in range(2):
            add(
                chance.randrange(1, len(NAMES)),
                chance.randrange(1_000, 900_000) / 100,
                order=f"PO-{chance.random()}",
            )
        if week == 9 and has_order_numbers:
            add(2, 77.5, order="PO-A")  # two orders on one day
            add(2, 77.5, order="PO-B")
        if week == 14:
            add(1, -120.0, "Credit memo")
        if week == 20:
            add(3, 0.0, "Void")
        if week == 25:
            add(4, 0.0)  # a free sample
    return Ledger(rows, customers, chance.random() < 0.4, has_order_numbers)
