"""What a correction does to money: to a document's total, and to what each customer owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from invoicing_xl.model.columns import Amounts
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table, TableIndex

# The field that counts in each kind of table, and its sign in what the customer owes.
_COUNTS: dict[TableKind, tuple[str, int]] = {"invoices": ("gross", 1), "payments": ("amount", -1)}


class Effects:
    """The effect of single findings on what the customer owes."""

    def __init__(self, tables: TableIndex) -> None:
        self._tables = tables

    def of(self, finding: Finding) -> Decimal:
        """What its correction adds to the customer's balance; 0 where it moves no money."""
        return sum((self._of_edit(edit) for edit in finding.edits), Decimal(0))

    def _of_edit(self, edit: Edit) -> Decimal:
        found = self._tables.at(edit.sheet, edit.row)
        if found is None or found[0].kind not in _COUNTS:
            return Decimal(0)
        table, index = found
        field, sign = _COUNTS[table.kind]
        if table.columns.get(field) != edit.column or not isinstance(edit.after.value, float):
            return Decimal(0)
        now = table.amounts(field)[index]
        after = Decimal(f"{edit.after.value:.15g}")
        return Decimal(0) if now is None else sign * (after - now)


@dataclass(frozen=True, slots=True)
class Total:
    """What the invoices and payments of one customer in one currency come to."""

    customer: str
    currency: str
    before: Decimal
    after: Decimal


def balances(tables: Iterable[Table]) -> dict[tuple[str, str], Decimal]:
    """Invoiced less paid for each customer and currency, over every row whose amount is known."""
    found: dict[tuple[str, str], Decimal] = {}
    for table in tables:
        if table.kind in _COUNTS and table.has(_COUNTS[table.kind][0]):
            for key, amount in _sums(table).items():
                found[key] = found.get(key, Decimal(0)) + amount
    return found


def _sums(table: Table) -> dict[tuple[str, str], Decimal]:
    field, sign = _COUNTS[table.kind]
    amounts: Amounts = table.amounts(field)
    customers = table.texts("customer" if table.has("customer") else "customer_name")
    currencies = table.currencies
    frame = pd.DataFrame(
        {
            "customer": customers.codes,
            "currency": np.full(len(table), -1, np.int32) if currencies is None else currencies.codes,
            "places": amounts.places,
            "minor": amounts.filled,
        }
    )
    sums = frame.groupby(["customer", "currency", "places"], sort=False, as_index=False)["minor"].sum()
    found: dict[tuple[str, str], Decimal] = {}
    for customer, currency, places, minor in sums.to_numpy().tolist():
        who = "" if customer < 0 else str(customers.values[customer]).strip()
        money = "" if currencies is None or currency < 0 else str(currencies.values[currency])
        amount = Decimal(sign * minor).scaleb(-places)
        found[who, money] = found.get((who, money), Decimal(0)) + amount
    return found


def changed_totals(before: Sequence[Table], after: Sequence[Table]) -> list[Total]:
    """Every customer and currency whose total an edit changes, by customer."""
    old, new = balances(before), balances(after)
    return [
        Total(*key, before=old.get(key, Decimal(0)), after=new.get(key, Decimal(0)))
        for key in sorted(old.keys() | new.keys())
        if old.get(key, Decimal(0)) != new.get(key, Decimal(0))
    ]
