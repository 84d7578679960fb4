"""Numbers that stand as text in a column of numbers: what each says, and how it is put right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from invoicing_xl.checks.cells.writing import RATE_FORMAT, number_format, own_format, plainly, shows_numbers
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model import numbers
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Decimals, Mask, Texts
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.tables import Table

_KINDS = ("amount", "number", "rate")
_CREDIT_OR_DEBIT = re.compile(r"(?<![a-z])[cd]r(?![a-z])", re.I)
_OTHER_SIGNS = re.compile(r"[^\d\s.,'()+-]")
_SIGNS = {"€": "EUR", "£": "GBP", "EURO": "EUR", "EUROS": "EUR"}


@dataclass(frozen=True)
class TextNumbers:
    """The texts of one column of numbers.

    known      distinct texts that are one number, in the way the column writes numbers
    ambiguous  distinct texts that would be another number in a column that writes them otherwise (1.234)
    signed     distinct texts whose sign is written as bookkeepers do
    mistyped   what distinct texts say whose letters among the digits are meant for digits
    """

    table: Table
    name: str
    texts: Texts
    known: Mask
    ambiguous: Mask
    signed: Mask
    mistyped: Decimals

    def rows(self, of_texts: Mask) -> Iterator[int]:
        """The rows whose text is one of these."""
        yield from np.flatnonzero(np.append(of_texts, False)[self.texts.codes]).tolist()

    def value(self, index: int) -> Decimal:
        """What the cell should hold: a rate as the rest of its column, 19 or 0.19."""
        if FIELDS[self.name].kind == "rate":
            value = self.table.rates(self.name)[index]
            assert value is not None
            return 100 * value if self._in_percent else value
        value = self.table.decimals(self.name)[index]
        assert value is not None
        return value

    def finding(self, index: int, facts: Facts, message: str, confidence: Confidence) -> Finding:
        """The number in place of the text; ``confidence`` where nothing speaks against it. Only shown where a
        formula makes the text, and where the text names another currency than the row."""
        currency = self._other_currency(index, facts)
        if self.table.is_formula(index, self.name):
            message = "The formula gives text, not a number: no total counts it. Let it give a number."
            confidence = Confidence.SHOW
        elif currency:
            message += f" It says {currency}, but the row does not: check the currency, then type the number."
            confidence = Confidence.SHOW
        elif self.ambiguous[self.texts.codes[index]]:
            message += " The mark in it is read as in the column's other texts: tick it if that is right."
            confidence = Confidence.ASK
        places = int(self.table.places[index]) if FIELDS[self.name].kind == "amount" else 0
        return self.table.finding(
            index,
            self.name,
            Severity.WARN,
            message,
            proposed=plainly(self.value(index), places),
            confidence=confidence,
            edits=() if confidence is Confidence.SHOW else (self.edit(index, self.value(index)),),
        )

    def edit(self, index: int, value: Decimal) -> Edit:
        """What puts a number in place of the text, in a format that shows it as one."""
        own = own_format(self.table, index, self.name)
        shown = None if shows_numbers(own) else self._number_format
        if FIELDS[self.name].kind == "rate":
            # A percent format says of the whole column that its numbers are shares.
            if self._in_percent and "%" in own:
                shown = self._number_format
            elif not self._in_percent and "%" in self.texts[index] and "%" not in own:
                shown = RATE_FORMAT
        return self.table.edit(index, self.name, Content(float(value), number_format=shown))

    def _other_currency(self, index: int, facts: Facts) -> str:
        """The currency the text names, where that is not surely the row's; else ""."""
        if not _OTHER_SIGNS.search(self.texts[index]):
            return ""
        text = _CREDIT_OR_DEBIT.sub("", self.texts[index])
        unit = "".join(sign for sign in text if sign.isalpha() or unicodedata.category(sign) == "Sc").upper()
        named = _SIGNS.get(unit, unit)
        of_row = self.table.currencies[index].strip().upper() if self.table.currencies else ""
        return "" if named in ("", of_row or facts.settings.default_currency) else unit

    @cached_property
    def _number_format(self) -> str:
        if FIELDS[self.name].kind == "rate" and self._in_percent:
            return "General"
        return number_format(self.table, self.name)

    @cached_property
    def _in_percent(self) -> bool:
        """Whether the column's numbers are in per cent (and not shares of one)."""
        shares, written = self.table.rates(self.name), self.table.decimals(self.name)
        differ = written.known & (written.mantissa != 0) & (shares.scale != written.scale)
        return bool(differ.any())


def text_numbers(table: Table) -> Iterator[TextNumbers]:
    """Every column of numbers that holds text."""
    for name in table.columns:
        if FIELDS[name].kind in _KINDS and (table.kinds(name) == Kind.TEXT).any():
            yield _text_numbers(table, name)


def _text_numbers(table: Table, name: str) -> TextNumbers:
    texts, grammar = table.raw_texts(name), table.grammars.get(name)
    parsed = numbers.parse(texts.values, grammar)
    known, ambiguous = parsed.numbers.known, numbers.parse(texts.values, None).ambiguous
    if FIELDS[name].kind == "amount":
        # "1.234" is no amount of a currency with two decimals, whatever the other texts say.
        known = known & ~(ambiguous & (parsed.numbers.scale > int(table.places.max(initial=0))))
    if FIELDS[name].kind == "rate":
        known = known | numbers.percentages(texts.values, grammar).numbers.known
    mistyped = numbers.mistyped(texts.values, grammar).numbers
    return TextNumbers(table, name, texts, known, ambiguous, parsed.signed, mistyped)
