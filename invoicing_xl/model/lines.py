"""Documents out of a sheet of lines, where the workbook has no sheet of documents.

The lines of one number and customer are a document. What stands once or on every line (dates, terms,
status) is taken from the first line that has it; money is added up, except where every line repeats the
document's total.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.columns import Amounts, Decimals, Mask, Texts
from invoicing_xl.model.documents import UNKNOWN, number_keys, party_keys
from invoicing_xl.model.entries import Entries, Ints, entries_of
from invoicing_xl.model.tables import Table


@dataclass(frozen=True)
class LineDocuments:
    """Documents and the lines they are made of.

    entries   one entry for each document
    first     index of each document's first line
    document  index of each line's document
    """

    entries: Entries
    first: Ints
    document: Ints


def documents_of(table: Table) -> LineDocuments:
    """Group a lines table into documents, in the order of their first lines."""
    lines = entries_of(table)
    document = _document_of_line(lines)
    _, first = np.unique(document, return_index=True)

    def text(column: Texts) -> Texts:
        return Texts(np.where(pick(column.known) >= 0, column.codes[pick(column.known)], -1), column.values)

    def pick(known: Mask) -> Ints:
        return _first_where(document, known, len(first))

    def days(column: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        rows = pick(~np.isnat(column))
        return np.where(rows >= 0, column[rows], np.datetime64("NaT"))

    def codes(column: Ints) -> Ints:
        rows = pick(column != UNKNOWN)
        return np.where(rows >= 0, column[rows], UNKNOWN)

    entries = Entries(
        table=table,
        type=codes(lines.type),
        status=codes(lines.status),
        number=text(lines.number),
        reference=text(lines.reference),
        description=text(lines.description),
        date=days(lines.date),
        due=days(lines.due),
        due_unsaid=np.bincount(document[~lines.due_unsaid], minlength=len(first)) == 0,
        paid_on=days(lines.paid_on),
        customer=text(lines.customer),
        customer_name=text(lines.customer_name),
        currency=text(lines.currency),
        likely_currency=text(lines.likely_currency),
        disputed=np.bincount(document[lines.disputed], minlength=len(first)) > 0,
    )
    return LineDocuments(entries, first, document)


def line_totals(documents: LineDocuments, places: NDArray[np.uint8]) -> Amounts:
    """What each document is over; known only where it is known of all its lines.

    ``places`` are the decimals of each document's currency.
    """
    sums = _Sums(documents, places)
    if sums.table.has("gross"):
        return sums.total("gross")
    net = sums.total("net") if sums.table.has("net") else sums.summed(sums.products)
    if sums.table.has("tax"):
        return net + sums.total("tax")
    if sums.table.has("tax_rate") and sums.table.has("net"):
        return net + sums.tax_by_rate()
    return net


def once(documents: LineDocuments, name: str, places: NDArray[np.uint8]) -> Amounts:
    """A document's amount that stands on one or all of its lines (paid, open)."""
    lines = _Sums(documents, places).lines(name)
    return _at(lines, _first_where(documents.document, lines.known, len(documents.first)), places)


class _Sums:
    """Money of lines, by document."""

    def __init__(self, documents: LineDocuments, places: NDArray[np.uint8]) -> None:
        self.table = documents.entries.table
        self._document = documents.document
        self._first = documents.first
        self._places = places
        self._line_places = places[documents.document]

    def lines(self, name: str) -> Amounts:
        return money.amounts_of(self.table.decimals(name), self._line_places)

    @property
    def products(self) -> Amounts:
        return money.product(
            self.table.decimals("quantity"), self.table.decimals("unit_price"), self._line_places
        )

    def total(self, name: str) -> Amounts:
        """The lines' sum, or what each of them repeats."""
        if not self.repeated(name):
            return self.summed(self.lines(name))
        lines = self.lines(name)
        return _at(lines, _first_where(self._document, lines.known, len(self._first)), self._places)

    def summed(self, lines: Amounts) -> Amounts:
        minor = np.zeros(len(self._first), np.int64)
        np.add.at(minor, self._document, lines.filled)
        unknown = np.bincount(self._document[~lines.known], minlength=len(self._first))
        rounded = np.bincount(self._document[~lines.exact], minlength=len(self._first))
        return Amounts(minor, self._places, unknown == 0, rounded == 0)

    def tax_by_rate(self) -> Amounts:
        """As on an invoice: the tax of a rate is worked out once, on the sum of its lines."""
        rates = self.table.rates("tax_rate")
        net = self.lines("net")
        bears = np.arange(len(net)) == self._first[self._document] if self.repeated("net") else True
        known = rates.known & net.known
        share = rates.mantissa * 10 ** (6 - np.minimum(rates.scale, 6).astype(np.int64))
        pairs, group = np.unique(
            np.stack([self._document, np.where(known, share, -1)]), axis=1, return_inverse=True
        )
        base = np.zeros(pairs.shape[1], np.int64)
        np.add.at(base, group.reshape(-1), np.where(bears, net.filled, 0))
        document = pairs[0]
        tax = money.product(
            Decimals(base, self._places[document].astype(np.int8), pairs[1] >= 0),
            Decimals(pairs[1], np.full(len(base), 6, np.int8), pairs[1] >= 0),
            self._places[document],
        )
        minor = np.zeros(len(self._first), np.int64)
        np.add.at(minor, document, tax.filled)
        unknown = np.bincount(document[~tax.known], minlength=len(self._first))
        return Amounts(minor, self._places, unknown == 0, np.ones(len(minor), bool))

    def repeated(self, name: str) -> bool:
        """Whether every line bears the document's total: it stays the same where the lines differ.

        Where in no document the lines differ, the total is the one nearer to their sum.
        """
        value = self.lines(name)
        base = self.lines("net") if self.table.has("net") and name != "net" else self.products
        several = (np.bincount(self._document) > 1) & self.summed(value).known
        constant = several & self._constant(value)
        if not base.known.any():
            return bool(several.any()) and constant.sum() >= 0.9 * several.sum()
        telling = several & self.summed(base).known
        differing = telling & ~self._constant(base)
        if differing.any():
            return bool((constant & differing).sum() >= 0.9 * differing.sum())
        sums = self.summed(base).minor
        to_sum = np.abs(value.minor[self._first] - sums)
        to_line = np.abs(value.minor[self._first] - base.minor[self._first])
        return bool((to_sum < to_line)[telling].sum() > telling.sum() / 2)

    def _constant(self, lines: Amounts) -> Mask:
        unlike = lines.minor != lines.minor[self._first][self._document]
        result: Mask = np.bincount(self._document[unlike], minlength=len(self._first)) == 0
        return result


def _document_of_line(lines: Entries) -> Ints:
    """Numbers the documents by their first lines. A line without a number is a document of its own."""
    number = number_keys(lines.number).codes.astype(np.int64)
    id_code = party_keys(lines.customer).codes.astype(np.int64)
    customer = np.where(
        id_code >= 0, id_code, len(lines) + party_keys(lines.customer_name).codes.astype(np.int64)
    )
    customer = _only_customer(number, np.where(customer == len(lines) - 1, -1, customer))
    alone = number < 0
    number = np.where(alone, number.max(initial=-1) + 1 + np.arange(len(number)), number)
    _, first, document = np.unique(
        number * (2 * len(lines) + 2) + customer + 1, return_index=True, return_inverse=True
    )
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[document]


def _only_customer(number: Ints, customer: Ints) -> Ints:
    """A line that names no customer belongs to the only one whom its document's other lines name."""
    named = (number >= 0) & (customer >= 0)
    pairs = np.unique(np.stack([number[named], customer[named]]), axis=1)
    numbers, position, count = np.unique(pairs[0], return_index=True, return_counts=True)
    only = np.full(number.max(initial=-1) + 2, -1)
    only[numbers[count == 1]] = pairs[1][position[count == 1]]
    return np.where((customer < 0) & (number >= 0), only[number], customer)


def _first_where(document: Ints, known: Mask, count: int) -> Ints:
    """Of each document the first line where ``known`` holds, -1 where it has none."""
    rows = np.flatnonzero(known)
    found, position = np.unique(document[rows], return_index=True)
    result = np.full(count, -1)
    result[found] = rows[position]
    return result


def _at(lines: Amounts, rows: Ints, places: NDArray[np.uint8]) -> Amounts:
    known = rows >= 0
    return Amounts(np.where(known, lines.minor[rows], 0), places, known, ~known | lines.exact[rows])
