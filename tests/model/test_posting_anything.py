"""Whatever stands on the sheets: every row is posted or listed, and the open items make the balance."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.model.cells import ErrorValue
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.model.tables import Table
from invoicing_xl.statements.aging import age
from invoicing_xl.statements.run import statements_of
from invoicing_xl.workbook.memory import MemorySheet
from tests.statements.books import table

_numbers = st.sampled_from(["1", "01", " 1", "INV-1", "2", "1, 2", "1/2", "2 3", "x", "", None, 1, 2.5])
_names = st.sampled_from(["A", "a ", "B", "", None, "\u200b", 7, "007"])
_amounts = st.sampled_from([0, 1, 2.5, -3, 1e12, -0.005, "4", "5,00", "(6)", "n/a", None, True]) | st.floats(
    -1e9, 1e9
)
_dates = st.dates(date(2025, 1, 1), date(2027, 1, 1)) | st.sampled_from([None, "soon", "2026-02-03", -1, 1e9])
_words = st.sampled_from(
    ["Invoice", "Credit memo", "Payment", "Refund", "void", "draft", "paid", "x", "??", "", None, "disputed"]
)
_FIELDS = {
    "type": _words, "status": _words, "disputed": _words | st.booleans(),
    "settled": st.sampled_from(["yes", "n", "x", None, "soon"]) | st.booleans(),
    "number": _numbers, "applies_to": _numbers, "customer": _names, "customer_name": _names,
    "date": _dates, "due_date": _dates, "paid_date": _dates,
    "terms": st.sampled_from(["30", "EOM", "?", None, 14]),
    "gross": _amounts, "net": _amounts, "tax": _amounts,
    "amount": _amounts, "paid": _amounts, "open": _amounts,
    "tax_rate": st.sampled_from([0, 0.19, 19, "7%", None]),
    "quantity": _amounts, "unit_price": _amounts,
    "currency": st.sampled_from(["EUR", "eur", "JPY", "KWD", "ZZZ", "", None]),
}  # fmt: skip
_KINDS: tuple[TableKind, ...] = ("invoices", "payments", "lines", "customers")


@st.composite
def _tables(draw: st.DrawFn) -> list[Table]:
    result = []
    for kind in draw(st.lists(st.sampled_from(_KINDS), max_size=4)):
        names = draw(st.lists(st.sampled_from(sorted(_FIELDS)), min_size=1, max_size=12, unique=True))
        row = st.fixed_dictionaries({name: _FIELDS[name] for name in names})
        rows = draw(st.lists(row, max_size=6))
        result.append(table(kind, *rows))
    return result


@given(tables=_tables(), day=st.dates(date(2025, 1, 1), date(2027, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_posted_or_listed_and_in_balance(tables: list[Table], day: date) -> None:
    ledger = ledger_of(tables)
    documents, as_of = ledger.documents, np.datetime64(day)
    posted = {(int(table_), int(row)) for table_, row in zip(documents.table, documents.row, strict=True)}
    listed = {
        (int(table_), int(row))
        for table_, row in zip(ledger.left_out.table, ledger.left_out.row, strict=True)
    }
    assert not posted & listed
    kinds = {"payments", "invoices"} if any(one.kind == "invoices" for one in tables) else {"payments"}
    every = {
        (place, row) for place, one in enumerate(tables) if one.kind in kinds for row in one.rows.tolist()
    }
    assert every <= posted | listed
    assert (ledger.allocations.date >= documents.date[ledger.allocations.debit]).all()
    assert (ledger.allocations.date >= documents.date[ledger.allocations.credit]).all()
    opened = ledger.open_amounts(as_of)
    assert opened.sum() == documents.signed[documents.date <= as_of].sum()
    assert (np.abs(opened) <= np.abs(documents.signed)).all()
    age(ledger, as_of)
    for kind in ("open-item", "balance-forward"):
        run = statements_of(ledger, as_of, kind=kind)  # type: ignore[arg-type]
        assert len({one.number for one in run.statements}) == len(run.statements)


def test_error_values_are_no_amounts() -> None:
    bad = table("invoices", {"number": "1", "customer": "A", "date": date(2026, 1, 1), "gross": 1})
    cells = [["number", "customer", "date", "gross"], ["1", "A", 46000.0, ErrorValue("#N/A")]]
    ledger = ledger_of([bad.with_grid(MemorySheet.of("Invoices", cells).grid())])
    assert [row.why for row in ledger.left_out] == ["the amount is missing or no clear number"]
