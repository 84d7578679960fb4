"""When documents fall due: as the sheet says, else by the row's payment terms, else by the customer's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Mask, Texts, texts_of
from invoicing_xl.model.ledger import Customers
from invoicing_xl.model.order import Ints, grouped
from invoicing_xl.model.tables import Table
from invoicing_xl.model.terms import parse_terms

Days = NDArray[np.datetime64]


def by_rows(table: Table, date: Days) -> tuple[Days, Mask]:
    """Each row's due date, NaT where it says none that is clear; and where it says neither a due date nor
    payment terms."""
    terms = table.texts("terms")
    unsaid = table.kinds("due_date") == Kind.BLANK
    due = _by_terms(table.dates("due_date").days, date, terms, unsaid)
    return due, unsaid & ~terms.known


def by_customers(
    due: Days, unsaid: Mask, date: Days, customer: Ints, customers: Customers, tables: Sequence[Table]
) -> Days:
    """The due dates, those of entries that say nothing completed by the terms on the customer sheet."""
    if not unsaid.any():
        return due
    terms = texts_of([_terms(customers, tables, one) for one in range(len(customers))])
    of_entries = Texts(np.append(terms.codes, np.int32(-1))[customer], terms.values)
    return _by_terms(due, date, of_entries, unsaid)


def _by_terms(due: Days, date: Days, terms: Texts, asked: Mask) -> Days:
    completed = due.copy()
    order, starts = grouped(np.where(asked, terms.codes, -1), len(terms.values))
    for code in np.flatnonzero(np.diff(starts)).tolist():
        meaning = parse_terms(terms.values[code].as_py())
        if meaning is not None:
            rows = order[starts[code] : starts[code + 1]]
            completed[rows] = meaning.due(date[rows])
    return completed


def _terms(customers: Customers, tables: Sequence[Table], customer: int) -> str | None:
    table = int(customers.table[customer])
    return tables[table].texts("terms")[int(customers.index[customer])] if table >= 0 else None
