"""A table's fields as typed values, and the way from each back to its cell."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from invoicing_xl.model.cells import CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.columns import texts_of
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.findings import Severity
from invoicing_xl.model.grid import Grid, GridColumn
from invoicing_xl.model.numbers import Grammar
from invoicing_xl.model.tables import Table

FORMATS = ["General", "0%", "00000", "dd.mm.yyyy"]


def table(
    cells: dict[str, list[CellValue]],
    styles: dict[str, int] | None = None,
    rows: list[int] | None = None,
    grammars: dict[str, Grammar] | None = None,
    currencies: list[str | None] | None = None,
) -> Table:
    """A table whose header is row 1; ``rows`` are the sheet rows that belong to it (default: all)."""
    count = max(len(values) for values in cells.values())
    columns, pool = {}, [""]
    for number, (name, values) in enumerate(cells.items(), 1):
        column = GridColumn(
            kinds=np.zeros(count + 1, np.uint8),
            numbers=np.full(count + 1, np.nan),
            texts=np.full(count + 1, -1, np.int32),
            formulas=np.full(count + 1, -1, np.int32),
            styles=np.full(count + 1, (styles or {}).get(name, 0), np.int32),
        )
        for row, value in enumerate([name.title(), *values]):
            if isinstance(value, bool | float):
                column.kinds[row] = Kind.BOOLEAN if isinstance(value, bool) else Kind.NUMBER
                column.numbers[row] = value
            elif value is not None:
                column.kinds[row] = Kind.ERROR if isinstance(value, ErrorValue) else Kind.TEXT
                column.texts[row] = len(pool)
                pool.append(str(value))
        columns[number] = column
    names = {name: number for number, name in enumerate(cells, 1)}
    return Table(
        kind="invoices",
        grid=Grid("Invoices", count + 1, columns, pa.array(pool), FORMATS),
        header_row=1,
        rows=np.array(rows or range(2, count + 2), np.int64),
        columns=names,
        headers={name: name.title() for name in names},
        grammars=grammars or {},
        currencies=texts_of(currencies) if currencies else None,
    )


def texts(found: Table, name: str) -> list[str]:
    column = found.texts(name)
    return [column[i] for i in range(len(column))]


def test_identifiers_are_text_whatever_the_cell_holds() -> None:
    found = table({"number": ["INV-1", 10248.0, None, True, False, ErrorValue("#N/A"), "10248"]})
    assert texts(found, "number") == ["INV-1", "10248", "", "TRUE", "FALSE", "", "10248"]
    assert found.texts("number").codes[1] == found.texts("number").codes[6]
    assert texts(table({"number": [123.0, "x"]}, styles={"number": 2}), "number") == ["00123", "x"]


def test_amounts_take_text_that_is_surely_a_number() -> None:
    values: list[CellValue] = [0.1 + 0.2, "1.234,50", "1.234", None, "n/a", "(5)", True]
    found = table({"net": values}).amounts("net")
    assert [found[i] for i in range(7)] == [Decimal("0.3"), Decimal("1234.5"), None, None, None, -5, None]
    decided = table({"net": values}, grammars={"net": Grammar.COMMA}).amounts("net")
    assert decided[2] == 1234


def test_amounts_have_the_decimals_of_their_rows_currency() -> None:
    found = table({"net": [1.5, 1.5, 1.5]}, currencies=["EUR", "JPY", "KWD"]).amounts("net")
    assert found.minor.tolist() == [150, 2, 1500]
    assert found.exact.tolist() == [True, False, True]


def test_rates_are_shares() -> None:
    found = table({"tax_rate": [19.0, 7.0, "19 %", "7", None]}).rates("tax_rate")
    assert [found[i] for i in range(5)] == [
        Decimal("0.19"),
        Decimal("0.07"),
        Decimal("0.19"),
        Decimal("0.07"),
        None,
    ]
    formatted = table({"tax_rate": [0.19, 1.0, 2.0]}, styles={"tax_rate": 1}).rates("tax_rate")
    assert [formatted[i] for i in range(3)] == [Decimal("0.19"), 1, 2]


def test_dates_take_serials_and_sure_texts() -> None:
    found = table({"date": [46154.0, "2026-05-12", "05/06/2026", "soon", None, True]}).dates("date")
    assert [found.text(i) for i in range(6)] == ["2026-05-12", "2026-05-12", "", "", "", ""]
    assert found.ambiguous.tolist() == [False, False, True, False, False, False]


def test_only_the_tables_rows_count() -> None:
    found = table({"net": [1.0, 2.0, 3.0, 4.0], "number": ["a", "b", "c", "d"]}, rows=[2, 4, 5])
    assert [found.amounts("net")[i] for i in range(3)] == [1, 3, 4]
    assert texts(found, "number") == ["a", "c", "d"]
    assert found.cell(1, "net") == "A4" and found.place(1, "number") == "Invoices!B4"


@pytest.mark.parametrize("name", ["net", "number", "date", "tax_rate"])
def test_a_field_without_a_column_is_unknown_everywhere(name: str) -> None:
    found = table({"customer": ["c", "d"]})
    assert not found.has("customer", name) and found.missing("customer", name) == [name]
    assert not found.texts(name).known.any() and not found.decimals(name).known.any()
    assert not found.amounts(name).known.any() and not found.rates(name).known.any()
    assert not found.dates(name).known.any() and not found.formulas(name).any()
    assert (found.kinds(name) == Kind.BLANK).all()


def test_another_snapshot_of_the_sheet_is_read_afresh() -> None:
    found = table({"net": ["1,5"]})
    assert found.amounts("net")[0] == Decimal("1.5")
    edit = found.edit(0, "net", Content(2.5))
    assert edit == Edit("Invoices", 2, 1, Content("1,5", None, "General"), Content(2.5))
    assert found.with_grid(found.grid.with_edits([edit])).amounts("net")[0] == Decimal("2.5")


def test_a_finding_knows_its_cell_document_and_customer() -> None:
    found = table({"number": [" INV-7 "], "customer": ["C1"], "date": [46154.0], "net": [0.1 + 0.2]})
    finding = found.finding(0, "date", Severity.WARN, "too late")
    assert (finding.cell, finding.document, finding.customer, finding.header, finding.now) == (
        *("C2", "INV-7", "C1", "Date", "2026-05-12"),
    )
    assert found.now(0, "net") == "0.3"
