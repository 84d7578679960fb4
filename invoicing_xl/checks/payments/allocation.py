"""Receipt is for an invoice that is not there, or that is another customer's.

Why it matters
    The invoice stays open and is chased although it was paid, and somebody else's balance is wrong.

What counts
    Invoice numbers that no invoice bears, also when read without punctuation and leading words.
    Receipts whose customer is not the customer of the invoice they name.

Stays silent
    Receipts on account (no invoice number), and cells that name several invoices. Numbers before the first
    on the invoice sheets, and sheets on which many receipts name unknown invoices: they cover other periods.
    A customer who pays for another one regularly, and customers who are not on the customer sheet.

Correction
    The invoice that bank text and amount name, or a number one slip away with the same customer and amount,
    if there is only one, and the number named is not just the one that is missing on the invoice sheets.
    The customer of the invoice, where the customer sheet has it, bank text or amount confirm the invoice and
    no name in the bank text contradicts. Otherwise only shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal

import numpy as np
from rapidfuzz.distance import OSA

from invoicing_xl.checks.books import Books, books_of
from invoicing_xl.checks.document_rows import Documents, documents_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.joins import NONE
from invoicing_xl.checks.masters import Masters, masters_of
from invoicing_xl.checks.names import fingerprint
from invoicing_xl.checks.sequence.missing_numbers import missing_in_runs
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import Mask, concatenated, texts_of
from invoicing_xl.model.documents import number_keys
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.tables import Table

CODE = "PAY-02"
TITLE = "Receipt for the wrong invoice"
KINDS = ("payments",)
NEEDS = (("applies_to", "number"), ("amount", "gross", "net"))
NEEDS_TABLES = {"invoices": ("number",)}

_FEW = 10
_MOST_UNKNOWN = 0.2
_REGULARLY = 3
_SOURCE = {True: "The bank text", False: "The amount"}


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    allocation = _allocation_of(rows, facts)
    for index in rows.where(allocation.unknown):
        yield from allocation.unknown_invoice(index)
    for index in rows.where(allocation.foreign):
        yield from allocation.other_customer(index)


def doubt(rows: Table, facts: Facts) -> str:
    return (
        "many receipts name invoices that are not there" if _allocation_of(rows, facts).many_unknown else ""
    )


def _allocation_of(rows: Table, facts: Facts) -> _Allocation:
    return _Allocation(rows, books_of(facts), masters_of(facts), missing_in_runs(facts), documents_of(facts))


class _Allocation:
    """The receipts of one payment sheet and the invoices they name."""

    def __init__(
        self, rows: Table, books: Books, masters: Masters, missing: Collection[str], numbered: Documents
    ) -> None:
        self.rows = rows
        self.books = books
        self.masters = masters
        self.start = books.receipts.stack.part(rows).start
        self.missing = missing
        self.numbered = numbered
        self.field = "applies_to" if rows.has("applies_to") else "number"
        part = books.receipts.stack.part(rows)
        self.document = books.receipts.document[part]
        self.named = books.receipts.named[part]

    # Unknown invoices ----------------------------------------------------------------------------------

    @cached_property
    def unknown(self) -> Mask:
        return np.zeros(len(self.rows), bool) if self.many_unknown else self._not_found

    @cached_property
    def many_unknown(self) -> bool:
        """Whether so many receipts name invoices that are not there that these are of another period."""
        return bool(np.count_nonzero(self._not_found) > _most(self.named))

    @cached_property
    def _not_found(self) -> Mask:
        result: Mask = self.named & (self.document == NONE)
        return result

    def unknown_invoice(self, index: int) -> Iterator[Finding]:
        reference = self.books.receipts.reference[self.start + index].strip()
        sure, possible = self._candidates(index, reference)
        if not sure and self._is_earlier(reference):
            return
        said = f"No invoice {reference} on the invoice sheet."
        # Where just this number is missing on the invoice sheets, the invoice may bear the wrong one.
        certain = len(sure) == 1 and reference.upper() not in {*self.missing, self._belongs(sure[0])}
        if certain and not self.rows.is_formula(index, self.field):
            yield self._renumbered(index, f"{said} {self._evidence(index, sure[0])}", sure[0])
            return
        words = " or ".join(self._number(one) for one in (sure or possible)[:3])
        said += f" Is it for {words}?" if words else " Is an invoice missing, or the number wrong?"
        yield self.rows.finding(index, self.field, Severity.ERROR, said)

    def _belongs(self, document: int) -> str:
        """The number that the rows above and below leave for an invoice, where that is not its own."""
        table, place = self.books.documents.at(document)
        if not any(table is one for one in self.numbered.stack.tables):
            return ""
        return self.numbered.misplaced(self.numbered.stack.part(table).start + place).upper()

    def _candidates(self, index: int, reference: str) -> tuple[list[int], list[int]]:
        """The invoices two things speak for, and those only one speaks for."""
        mentioned = self._mentioned(index)
        fitting = set(self._of_amount(index))
        near = {one for one in fitting if OSA.distance(reference, self._number(one), score_cutoff=2) <= 2}
        theirs = {one for one in near if self._same_customer(index, one)}
        sure = [one for one in mentioned if one in fitting] or sorted(theirs)
        same_customer = [one for one in fitting if self._same_customer(index, one)]
        return sure, sorted({*mentioned, *near, *same_customer})

    def _mentioned(self, index: int) -> list[int]:
        """The invoices whose numbers stand in the bank text."""
        return self._mentions.get(index, [])

    @cached_property
    def _mentions(self) -> dict[int, list[int]]:
        """Of every receipt in question, looked up all at once."""
        texts = self.rows.texts("bank_text")
        words: list[tuple[int, str]] = [
            (index, word)
            for index in np.flatnonzero(self.unknown | self.foreign).tolist()
            for word in re.findall(r"[^\s,;:]*\d[^\s,;:]*", texts[index])
        ]
        found = self.books.documents.find(number_keys(texts_of([word for _, word in words])))
        mentions: dict[int, list[int]] = {}
        for (index, _), document in zip(words, found.tolist(), strict=True):
            if document >= 0 and document not in mentions.setdefault(index, []):
                mentions[index].append(document)
        return mentions

    def _of_amount(self, index: int) -> list[int]:
        """The invoices over this amount, or of which this amount is still open."""
        amount = self.books.receipts.amount
        if not amount.known[self.start + index]:
            return []
        minor = int(amount.minor[self.start + index])
        found: set[int] = set()
        for order, amounts in self._owed:
            first, last = np.searchsorted(amounts, [minor, minor + 1])
            found.update(order[first:last].tolist())
        return sorted(found)

    @cached_property
    def _owed(self) -> list[tuple[Ints, Ints]]:
        """Positions of invoices in the order of what they are over, and of what of it is still open, with
        these amounts."""
        gross, received = self.books.gross, self.books.received
        said = []
        for amounts, known in (
            (gross.minor, gross.known),
            (gross.minor - received.minor, gross.known & received.known),
        ):
            rows = np.flatnonzero(known & (amounts != 0))
            rows = rows[np.argsort(amounts[rows], kind="stable")]
            said.append((rows, amounts[rows]))
        return said

    def _is_earlier(self, reference: str) -> bool:
        """Whether the number lies before all numbers of its kind on the invoice sheets."""
        kind, counter = _series(reference)
        first = self._first_numbers.get(kind)
        return first is not None and counter < first

    @cached_property
    def _first_numbers(self) -> dict[str, int]:
        """The lowest counter of each kind of number."""
        first: dict[str, int] = {}
        for number in self.books.documents.texts("number").values.to_pylist():
            kind, counter = _series(number)
            first[kind] = min(counter, first.get(kind, counter))
        return first

    def _renumbered(self, index: int, said: str, document: int) -> Finding:
        table, place = self.books.documents.at(document)
        value = table.content(place, "number").value
        typed = self.rows.content(index, self.field).value
        number = self._number(document)
        meant = Content(
            value if type(value) is type(typed) else float(number) if isinstance(typed, float) else number
        )
        return self.rows.finding(
            index,
            self.field,
            Severity.ERROR,
            said,
            proposed=number,
            confidence=Confidence.ASK,
            edits=(self.rows.edit(index, self.field, meant),),
            related=(table.place(place, "number"),),
        )

    def _evidence(self, index: int, document: int) -> str:
        amount = self.books.receipts.amount[self.start + index] or Decimal(0)
        if document in self._mentioned(index):
            return f"Bank text and amount ({amount:,f}) name {self._number(document)}."
        return f"{self._number(document)} is this customer's, over {amount:,f}."

    # Other customers' invoices -------------------------------------------------------------------------

    @cached_property
    def payer(self) -> Ints:
        """The master row of each receipt's customer."""
        return self.masters.find(self.rows)

    @cached_property
    def _customers(self) -> tuple[Ints, Ints]:
        """Who paid and whose each document is, by master row; where there is no customer sheet, by ID."""
        if len(self.masters):
            return self.payer, self.books.customer_of_document
        ids = id_keys(concatenated([self.rows.texts("customer"), self.books.documents.texts("customer")]))
        codes = ids.codes.astype(np.int64)
        own, theirs = codes[: len(self.rows)], codes[len(self.rows) :]
        # Numbers that no invoice bears are of another list of customers.
        return np.where(np.isin(own, theirs), own, NONE), theirs

    @cached_property
    def foreign(self) -> Mask:
        """Receipts whose customer is known and not that of the invoice, nor one who pays for them often."""
        payer, owner = self._customers
        of_invoice = np.append(owner, NONE)[np.where(self.document >= 0, self.document, -1)]
        known = (payer >= 0) & (of_invoice >= 0)
        result: Mask = known & (payer != of_invoice)
        if not len(self.masters) and _most(known) < np.count_nonzero(result):
            return np.zeros(len(self.rows), bool)  # the two sheets number their customers otherwise
        pairs = Counter(zip(payer[result].tolist(), of_invoice[result].tolist(), strict=True))
        regular = {pair for pair, count in pairs.items() if count >= _REGULARLY}
        for index in np.flatnonzero(result).tolist():
            result[index] = (int(payer[index]), int(of_invoice[index])) not in regular
        return result

    def other_customer(self, index: int) -> Iterator[Finding]:
        document = int(self.document[index])
        table, place = self.books.documents.at(document)
        payer, owner = int(self.payer[index]), int(self.books.customer_of_document[document])
        if payer >= 0 and self._belongs_to(table.texts("customer_name")[place], payer, owner):
            return  # CUS-02 tells of the invoice's own customer
        said = (
            f"Invoice {self._number(document)} is {self._called(owner, table, place)}'s, "
            f"the receipt is booked for {self._called(payer, self.rows, index)}."
        )
        related = (table.place(place, "customer"),)
        # Where no customer sheet knows the IDs, the invoice's own may be the wrong one.
        confirmed = document in self._mentioned(index) or document in self._of_amount(index)
        confirmed &= owner >= 0
        if not confirmed or self._names(index, payer) or self.rows.is_formula(index, "customer"):
            said += " Is the invoice number wrong, or the customer?"
            yield self.rows.finding(index, "customer", Severity.WARN, said, related=related)
            return
        owner_id = table.content(place, "customer").value
        yield self.rows.finding(
            index,
            "customer",
            Severity.ERROR,
            f"{said} {_SOURCE[document in self._mentioned(index)]} confirms the invoice.",
            proposed=table.texts("customer")[place],
            confidence=Confidence.ASK,
            edits=(self.rows.edit(index, "customer", Content(owner_id)),),
            related=related,
        )

    def _called(self, customer: int, table: Table, index: int) -> str:
        """The customer of a row."""
        if customer < 0:
            return table.texts("customer")[index].strip()
        name = self.masters.names[customer].strip()
        return f"{name} ({self.masters.ids[customer]})" if name else self.masters.ids[customer]

    def _belongs_to(self, name: str, payer: int, owner: int) -> bool:
        """Whether the invoice bears the payer's name, so that its customer ID is the wrong one."""
        words = fingerprint(name)
        return bool(words) and words == self.masters.fingerprints[payer] != self.masters.fingerprints[owner]

    def _names(self, index: int, customer: int) -> bool:
        """Whether the bank text names a customer."""
        text = fingerprint(self.rows.texts("bank_text")[index]).split()
        words = self.masters.fingerprints[customer].split()
        return bool(words) and set(words) <= set(text)

    # Documents -----------------------------------------------------------------------------------------

    def _number(self, document: int) -> str:
        table, place = self.books.documents.at(document)
        return table.document(place)

    def _same_customer(self, index: int, document: int) -> bool:
        payer, owner = self._customers
        return int(owner[document]) >= 0 and owner[document] == payer[index]


def _most(receipts: Mask) -> float:
    """How many of them may be wrong at most: more are of another period or list."""
    count = np.count_nonzero(receipts)
    return count / 2 if count < _FEW else _MOST_UNKNOWN * count


def _series(number: str) -> tuple[str, int]:
    """What stands before the last digits, with their length, and these digits as a number."""
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", number.strip().upper())
    if not found:
        return number, 0
    return f"{found[1]}{len(found[2])}{found[3]}", int(found[2])
