"""Sheets of drawn books: what each cell should hold, and the workbook they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from invoicing_xl.model.cells import CellValue, Content, column_letters

Value = None | str | Decimal | date | Content
Row = dict[str, Value]


EPOCH = date(1899, 12, 30)
AS_OF = date(2026, 11, 25)
CENT = Decimal("0.01")
PLACES = {"JPY": 0, "KWD": 3}


@dataclass
class Sheet:
    """``fields`` in the order of their columns; rows may hold more than the sheet shows.

    after     rows that are no data, each behind a data row: the index of that, and what stands there
    formulas  field -> the formula of a row, with {field} for its cells, and what it gives
    """

    name: str
    fields: list[str]
    captions: dict[str, str]
    rows: list[Row]
    titles: int = 0
    after: list[tuple[int, Row]] = field(default_factory=list)
    formulas: dict[str, tuple[str, Callable[[Row], Decimal]]] = field(default_factory=dict)

    def row(self, index: int) -> int:
        """The sheet row of a data row."""
        return self.titles + 2 + index + sum(at < index for at, _ in self.after)

    def column(self, name: str) -> int:
        return self.fields.index(name) + 1

    def cells(self) -> list[list[CellValue | Content]]:
        titles: list[list[CellValue | Content]] = [
            ["Example Trading Co."], ["Sales 2026"], [], ["Amounts incl. all charges"]
        ][: self.titles]  # fmt: skip
        rows = [*titles, [self.captions[name] for name in self.fields]]
        for index, one in enumerate(self.rows):
            rows.append([self._cell(one, name, len(rows) + 1) for name in self.fields])
            rows += [
                [self._cell(other, name, 0) for name in self.fields]
                for at, other in self.after
                if at == index
            ]
        return rows

    def _cell(self, row: Row, name: str, at: int) -> Content:
        value = row.get(name)
        if isinstance(value, Content):
            return value
        if name in self.formulas and at and isinstance(value, Decimal):
            written, reckoned = self.formulas[name]
            places = {one: f"{column_letters(self.column(one))}{at}" for one in self.fields}
            return Content(float(reckoned(row)), "=" + written.format(**places), shown(name, value))
        return content(name, value)


def shown(name: str, value: Value) -> str:
    """The number format of a cell."""
    if isinstance(value, date):
        return "dd.mm.yyyy"
    return (
        "0.0%"
        if name in ("tax_rate", "discount_rate") and isinstance(value, Decimal) and value < 1
        else "General"
    )


def content(name: str, value: Value) -> Content:
    """A right value as its cell."""
    if isinstance(value, Content):
        return value
    as_stored = float((value - EPOCH).days) if isinstance(value, date) else value
    return Content(
        float(as_stored) if isinstance(as_stored, Decimal) else as_stored, number_format=shown(name, value)
    )


SUMMED = ("net", "charge", "tax", "gross", "prepaid", "due_amount", "paid", "open")


def sums(rows: list[Row], fields: list[str]) -> Row:
    return {
        name: sum((value for row in rows if isinstance(value := row[name], Decimal)), Decimal(0))
        for name in SUMMED
        if name in fields
    }


def amount_of(row: Row, name: str) -> Decimal:
    value = row[name]
    return value if isinstance(value, Decimal) else Decimal(0)


def written(number: Value) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else str(number)
