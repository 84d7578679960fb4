"""The entries of all sheets of a workbook, one after the other: what may be posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Amounts, Mask, Texts, concatenated, concatenated_amounts
from invoicing_xl.model.entries import Entries, EntryColumns, Ints, amounts_of, entries_of, settled, written
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.lines import LineDocuments, documents_of, line_totals, once
from invoicing_xl.model.tables import Table


@dataclass(frozen=True)
class _Source:
    """The entries of one table (its index among the workbook's tables), or the documents of its lines."""

    position: int
    entries: Entries
    lines: LineDocuments | None

    @property
    def rows(self) -> Ints:
        rows = self.entries.table.rows
        return rows if self.lines is None else rows[self.lines.first]

    def money(self, places: NDArray[np.uint8]) -> tuple[Amounts, Amounts]:
        """What each entry is over, as written, and what its own row says was settled."""
        table = self.entries.table
        if self.lines is None:
            over = written(table, places)
            return over, settled(self.entries, over, partial(amounts_of, table, places=places))
        over = line_totals(self.lines, places)
        return over, settled(self.entries, over, partial(once, self.lines, places=places))


@dataclass(frozen=True, kw_only=True)
class Journal(EntryColumns):
    """All entries, documents before payments.

    sheets   sheet name of each of the workbook's tables
    table    index of the entry's table among them; ``row`` its sheet row
    document_number  of the documents only, which are the first entries
    by_open  entries whose settled amount follows from what the sheet says is open
    """

    sources: Sequence[_Source]
    sheets: Sequence[str]
    table: NDArray[np.int16]
    row: Ints
    is_payment: Mask
    by_open: Mask
    document_number: Texts

    def money(self, places: NDArray[np.uint8]) -> tuple[Amounts, Amounts]:
        """What each entry is over, as written, and what its own row says was settled of it."""
        ends = np.cumsum([len(source.entries) for source in self.sources], dtype=np.int64)
        parts = [
            source.money(part) for source, part in zip(self.sources, np.split(places, ends)[:-1], strict=True)
        ]
        return concatenated_amounts([over for over, _ in parts]), concatenated_amounts(
            [paid for _, paid in parts]
        )


def posted_kinds(tables: Sequence[Table]) -> tuple[TableKind, ...]:
    """Invoices, where there are none lines, and payments; where there are neither, an account's debits and
    credits, which has its payments in it. More would post the same documents twice."""
    kinds = {table.kind for table in tables}
    if "invoices" in kinds:
        return ("invoices", "payments")
    return ("lines", "payments") if "lines" in kinds or "account" not in kinds else ("account",)


def journal_of(tables: Sequence[Table]) -> Journal:
    """The entries of the sheets that ``posted_kinds`` names."""
    sources = [
        _source(position, table)
        for wanted in posted_kinds(tables)
        for position, table in enumerate(tables)
        if table.kind == wanted
    ]
    every = [source.entries for source in sources]
    counts = [len(entries) for entries in every]
    positions = [source.position for source in sources]
    open_only = [one.table.has("open") and not one.table.has("paid") for one in every]
    none = np.zeros(0, np.int64)
    no_day = np.zeros(0, "datetime64[D]")
    return Journal(
        sources=sources,
        sheets=[table.sheet for table in tables],
        table=np.repeat(np.array(positions, np.int16), counts),
        row=np.concatenate([none, *(source.rows for source in sources)]),
        is_payment=np.repeat(np.array([one.table.kind == "payments" for one in every], bool), counts),
        by_open=np.repeat(np.array(open_only, bool), counts),
        type=np.concatenate([none, *(one.type for one in every)]),
        status=np.concatenate([none, *(one.status for one in every)]),
        number=concatenated([one.number for one in every]),
        document_number=concatenated([one.number for one in every if one.table.kind != "payments"]),
        reference=concatenated([one.reference for one in every]),
        description=concatenated([one.description for one in every]),
        date=np.concatenate([no_day, *(one.date for one in every)]),
        due=np.concatenate([no_day, *(one.due for one in every)]),
        due_unsaid=np.concatenate([np.zeros(0, bool), *(one.due_unsaid for one in every)]),
        paid_on=np.concatenate([no_day, *(one.paid_on for one in every)]),
        customer=concatenated([one.customer for one in every]),
        customer_name=concatenated([one.customer_name for one in every]),
        currency=concatenated([one.currency for one in every]),
        likely_currency=concatenated([one.likely_currency for one in every]),
        disputed=np.concatenate([np.zeros(0, bool), *(one.disputed for one in every)]),
    )


def _source(position: int, table: Table) -> _Source:
    if table.kind != "lines":
        return _Source(position, entries_of(table), None)
    documents = documents_of(table)
    return _Source(position, documents.entries, documents)
