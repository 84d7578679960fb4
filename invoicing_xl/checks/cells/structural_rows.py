"""Rows inside the table that are no data.

Why it matters
    Blank rows, repeated captions, subtotals and totals are left out of every check and statement. If one of
    them is a document after all, its money is missing.

What counts
    Rows that were recognised as blank, as captions again, as a subtotal, a total or a note. One finding for
    each kind and sheet says where they are and what money stands in them.

Stays silent
    Rows above the captions, and rows below the data that hold nothing.

Correction
    None is needed where they are what they seem. A row that is a document should get its number and date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.wording import listed
from invoicing_xl.model.cells import address
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import LeftOut, Table

CODE = "FMT-11"
TITLE = "Rows that are no data"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_WORDS = {
    "blank": ("blank row", "blank rows"),
    "header": ("row with the captions again", "rows with the captions again"),
    "subtotal": ("subtotal row", "subtotal rows"),
    "total": ("total row", "total rows"),
    "note": ("row that reads as a note", "rows that read as notes"),
}
_MONEY = ("gross", "due_amount", "amount", "net")
_MOST_NAMED = 10


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for reason, words in _WORDS.items():
        found = [left_out for left_out in rows.left_out if left_out.reason == reason]
        if found:
            yield _finding(rows, found, words[len(found) > 1])


def _finding(rows: Table, found: Sequence[LeftOut], words: str) -> Finding:
    first, column = found[0], min(rows.columns.values())
    return Finding(
        severity=Severity.INFO,
        sheet=rows.sheet,
        row=first.row,
        column=column,
        header="",
        document="",
        customer="",
        message=f"{len(found)} {words} left out: {_numbered(found)}.{_money(rows, found)}",
        now=first.label,
        related=tuple(f"{rows.sheet}!{address(one.row, column)}" for one in found[1:_MOST_NAMED]),
    )


def _numbered(found: Sequence[LeftOut]) -> str:
    named = [str(one.row) for one in found[:_MOST_NAMED]]
    if len(found) > _MOST_NAMED:
        return f"rows {', '.join(named)} and {len(found) - _MOST_NAMED} more"
    return f"{'row' if len(found) == 1 else 'rows'} {listed(named)}"


def _money(rows: Table, found: Sequence[LeftOut]) -> str:
    """What amounts stand in the rows, beside what the data add up to."""
    name = next((name for name in _MONEY if rows.has(name)), None)
    if name is None:
        return ""
    values = [rows.grid.value(one.row, rows.columns[name]) for one in found]
    stated = sum(Decimal(f"{value:.15g}") for value in values if isinstance(value, float))
    if not any(isinstance(value, float) for value in values):
        return ""
    amounts = rows.amounts(name)
    places = np.unique(amounts.places)
    hold = "It holds" if len(found) == 1 else "They hold"
    if len(places) != 1:
        return f" {hold} {stated:,} in {rows.headers[name]}."
    total = Decimal(int(amounts.filled.sum())).scaleb(-int(places[0]))
    return (
        f" {hold} {stated:,.{places[0]}f} in {rows.headers[name]}; "
        f"the {len(rows):,} rows of data add up to {total:,.{places[0]}f}."
    )
