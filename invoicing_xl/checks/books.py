"""The books of a workbook: invoices, their lines, what was received for them, and who the customers are.

Everything is computed when it is first asked for: a workbook with one sheet pays for no joins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.checks.arithmetic import usual
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.faults import Fault, finding
from invoicing_xl.checks.invoice_arithmetic import InvoiceArithmetic
from invoicing_xl.checks.joins import (
    SEVERAL,
    Keyed,
    Receipts,
    Stack,
    documents_of,
    masters_of,
    receipts_of,
    sums,
)
from invoicing_xl.checks.line_arithmetic import LineArithmetic
from invoicing_xl.checks.line_taxes import LineTaxes, line_taxes
from invoicing_xl.model.columns import (
    Amounts,
    Mask,
    concatenated_amounts,
    concatenated_decimals,
    texts_of,
)
from invoicing_xl.model.documents import number_keys
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints, grouped
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.references import parts_of
from invoicing_xl.model.tables import Table

_MOST_COMPARED = 50


class Books:
    """All sheets together. Positions count the rows of all invoice sheets, of all line sheets, and so on."""

    def __init__(self, tables: Sequence[Table]) -> None:
        def of_kind(kind: str) -> list[Table]:
            return [table for table in tables if table.kind == kind]

        self._line_stack = Stack(of_kind("lines"))
        self._payments = of_kind("payments")
        self.documents: Keyed = documents_of(of_kind("invoices"))
        self.masters: Keyed = masters_of(of_kind("customers"))
        self.invoices = [InvoiceArithmetic(table, self) for table in self.documents.tables]
        self.lines = [LineArithmetic(table, self) for table in self._line_stack.tables]

    def faults(self, table: Table) -> Sequence[Fault]:
        """The faults in the arithmetic of one invoices or lines table."""
        return next((rows.found for rows in (*self.invoices, *self.lines) if rows.table is table), ())

    def asks(self, code: str, table: Table) -> bool:
        """Whether the equation of a rule is asked of a table's rows: not where no way to reckon fits them."""
        mine = (rows for rows in (*self.invoices, *self.lines) if rows.table is table)
        return any(asked.code == code for rows in mine for asked in rows.asked)

    @cached_property
    def places(self) -> NDArray[np.uint8]:
        return np.concatenate([np.zeros(0, np.uint8), *(table.places for table in self.documents.tables)])

    # Lines ---------------------------------------------------------------------------------------------

    def lines_part(self, table: Table) -> slice:
        return self._line_stack.part(table)

    @cached_property
    def document_of_line(self) -> Ints:
        return self.documents.find(number_keys(self._line_stack.texts("number")))

    @cached_property
    def line_count(self) -> Ints:
        of_known = self.document_of_line[self.document_of_line >= 0]
        return np.bincount(of_known, minlength=len(self.documents))

    @cached_property
    def _lines_by_document(self) -> tuple[Ints, Ints]:
        return grouped(self.document_of_line, len(self.documents))

    def lines_of(self, document: int) -> list[tuple[LineArithmetic, int]]:
        """The lines of a document, each with its place in its table."""
        order, starts = self._lines_by_document
        places = [self._line_stack.at(int(one)) for one in order[starts[document] : starts[document + 1]]]
        return [(next(rows for rows in self.lines if rows.table is table), index) for table, index in places]

    @cached_property
    def stated_sums(self) -> Amounts:
        """What the lines of each document add up to, as they stand."""
        return self._line_sums([rows.amount for rows in self.lines])

    @cached_property
    def repaired_sums(self) -> Amounts:
        """As ``stated_sums``, with the lines put right that no rounded price explains."""
        return self._line_sums([rows.repaired for rows in self.lines])

    @cached_property
    def reckoned_sums(self) -> Amounts:
        """As ``stated_sums``, with each line as its quantity and price say."""
        return self._line_sums([rows.reckoned for rows in self.lines])

    @cached_property
    def line_taxes(self) -> LineTaxes | None:
        """The taxes that follow from the lines' own rates; None where no line has a rate."""
        if not any(rows.table.has("tax_rate") for rows in self.lines):
            return None
        amounts = concatenated_amounts([rows.amount for rows in self.lines])
        rates = concatenated_decimals([rows.table.rates("tax_rate") for rows in self.lines])
        return line_taxes(amounts, rates, self.document_of_line, self.places)

    @cached_property
    def stated_taxes(self) -> Amounts:
        """What the taxes that stand on the lines of each document add up to."""
        return self._line_sums([rows.table.amounts("tax") for rows in self.lines])

    def _line_sums(self, amounts: Sequence[Amounts]) -> Amounts:
        return sums(concatenated_amounts(amounts), self.document_of_line, self.places)

    @cached_property
    def wanted(self) -> Amounts:
        """What the lines of each document should add up to, by the document's own figures."""
        return concatenated_amounts([rows.wanted_of_lines for rows in self.invoices])

    # Documents -----------------------------------------------------------------------------------------

    @cached_property
    def gross(self) -> Amounts:
        """What each document is over."""
        return concatenated_amounts([table.amounts("gross") for table in self.documents.tables])

    @cached_property
    def faulty(self) -> Mask:
        """Documents whose own figures do not agree."""
        result = np.zeros(len(self.documents), bool)
        for rows in self.invoices:
            result[[rows.part.start + fault.index for fault in rows.found]] = True
        return result

    # Receipts, credits, customers ----------------------------------------------------------------------

    @property
    def has_receipts(self) -> bool:
        return bool(self._payments)

    @cached_property
    def receipts(self) -> Receipts:
        return receipts_of(self._payments, self.documents)

    @cached_property
    def received(self) -> Amounts:
        """What was received for each document: 0 where no receipt names it. Not known where one names several
        documents: which of them got how much is not said."""
        total = sums(self.receipts.amount, self.receipts.document, self.places)
        named = np.bincount(
            self.receipts.document[self.receipts.document >= 0], minlength=len(self.documents)
        )
        return replace(total, known=(total.known | (named == 0)) & ~self._shared_receipts)

    @cached_property
    def _shared_receipts(self) -> Mask:
        """Documents that receipts name beside others."""
        result = np.zeros(len(self.documents), bool)
        reference = self.receipts.reference
        codes = np.unique(reference.codes[self.receipts.named & (self.receipts.document == SEVERAL)])
        words = [word for code in codes.tolist() for word in parts_of(str(reference.values[code].as_py()))]
        named = self.documents.find(number_keys(texts_of(list(words))))
        result[named[named >= 0]] = True
        return result

    @cached_property
    def credited(self) -> Ints:
        """What credit memos take off each document, as positive minor units."""
        result = np.zeros(len(self.documents), np.int64)
        for rows in self.invoices:
            if rows.table.has("applies_to", "gross"):
                original = self.documents.find(number_keys(rows.table.texts("applies_to")))
                memos = rows.credit & (original >= 0)
                np.add.at(result, original[memos], np.abs(rows.table.amounts("gross").filled[memos]))
        return result

    @cached_property
    def customer_of_document(self) -> Ints:
        """Position of each document's customer among the master rows."""
        return self.masters.find(id_keys(self.documents.texts("customer")))

    def usual_rate(self, document: int) -> Decimal | None:
        """The tax rate of the document's customer: by the customer sheet, else by their documents."""
        master = int(self.customer_of_document[document])
        if master >= 0:
            table, index = self.masters.at(master)
            rate = table.rates("tax_rate")[index]
            if rate is not None:
                return rate
        code = int(self._customer_codes[document])
        if code < 0:
            return None
        if code not in self._usual_rates:
            order, starts = self._documents_by_customer
            theirs = order[starts[code] : starts[code + 1]][:_MOST_COMPARED].tolist()
            known = [table.rates("tax_rate")[index] for table, index in map(self.documents.at, theirs)]
            self._usual_rates[code] = usual(known)
        return self._usual_rates[code]

    @cached_property
    def _usual_rates(self) -> dict[int, Decimal | None]:
        return {}

    @cached_property
    def _customer_codes(self) -> Ints:
        return id_keys(self.documents.texts("customer")).codes.astype(np.int64)

    @cached_property
    def _documents_by_customer(self) -> tuple[Ints, Ints]:
        return grouped(self._customer_codes, int(self._customer_codes.max(initial=-1)) + 1)


def told_by(code: str, table: Table, facts: Facts) -> Iterator[Finding]:
    """The faults in a table's arithmetic that one rule tells of."""
    yield from (finding(fault) for fault in books_of(facts).faults(table) if fault.code == code)


def unreckoned(code: str, table: Table, facts: Facts, *results: str) -> str:
    """Why that rule says nothing of a table: how the first of these figures that it has is reckoned cannot be
    seen. "" where it can."""
    if books_of(facts).asks(code, table):
        return ""
    result = next(name for name in results if table.has(name))
    return f"no way to reckon {table.headers.get(result) or FIELDS[result].title} fits its rows"


def unallocated(payments: Table, facts: Facts) -> str:
    """Why receipts cannot be held against their invoices; "" where they can."""
    receipts = books_of(facts).receipts
    named = receipts.document[receipts.stack.part(payments)] >= 0
    return "" if named.any() else "no receipt names an invoice that is there"


def books_of(facts: Facts) -> Books:
    return facts.once(_books)


def _books(facts: Facts) -> Books:
    return Books(facts.tables)
