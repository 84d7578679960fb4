"""The arithmetic of an invoice sheet: its own figures, and what lines, receipts and customers say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from invoicing_xl.checks.arithmetic import LINES, OPEN, TAX, RowArithmetic
from invoicing_xl.checks.equations import FigureIs, Sheet, SheetEquation, SumOf, TaxOf, differences, rounded
from invoicing_xl.checks.learned import Asked, learned, ways_to_add
from invoicing_xl.checks.localise import Equation
from invoicing_xl.model.columns import Amounts
from invoicing_xl.model.documents import Status, statuses_of
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints
from invoicing_xl.model.tables import Table

if TYPE_CHECKING:
    from invoicing_xl.checks.books import Books

_WRITTEN_OFF = 0.05  # the largest share of an invoice that may be closed without being received
_MOST_RELATED = 12
_LINE_TAXES = "taxes of the lines"
_BESIDE_LINES = ((1, "charge"), (-1, "discount"))


class InvoiceArithmetic(RowArithmetic):
    """The rows of an invoice sheet, with what their lines and receipts add up to beside them."""

    def __init__(self, table: Table, books: Books) -> None:
        super().__init__(table)
        self.books = books

    @cached_property
    def part(self) -> slice:
        return self.books.documents.part(self.table)

    @cached_property
    def sheet(self) -> Sheet:
        beside = {}
        if self._lines:
            beside["lines"] = self._line_sums_told
        if self.books.line_taxes is not None:
            beside[_LINE_TAXES] = _part(self.books.line_taxes.tax, self.part)
        if self.books.has_receipts:
            beside["payments"] = _part(self.books.received, self.part)
        return Sheet(self.table, beside)

    @property
    def asked(self) -> list[Asked]:
        taxes = (self.tax, self.line_tax)
        found = (self.line, self.lines, *taxes, self.gross, self.due, self.open, self.paid)
        return [one for one in found if one]

    @cached_property
    def line_count(self) -> Ints:
        return self.books.line_count[self.part] if self.books.lines else super().line_count

    # Tax of lines --------------------------------------------------------------------------------------

    @cached_property
    def tax(self) -> Asked | None:
        """Of documents whose lines bear several rates the row's one rate says nothing."""
        asked = self.taxed
        if asked is None or self.books.line_taxes is None:
            return asked
        return asked.excusing(self.books.line_taxes.mixed[self.part])

    @cached_property
    def line_tax(self) -> Asked | None:
        """Tax by the rates of the lines, where the row has no rate or the lines bear several. What is charged
        or taken off beside the lines has a rate that nobody sees."""
        if self.books.line_taxes is None or not self.table.has("tax"):
            return None
        has_rate = self.sheet.number("tax_rate").known if self.table.has("tax_rate") else False
        beside = [self.sheet.money(name).filled != 0 for _, name in self._had(_BESIDE_LINES)]
        unsure = np.any(beside, axis=0) if beside else False
        excused = self.void | unsure | (has_rate & ~self.books.line_taxes.mixed[self.part])
        asked = learned(TAX, [SumOf("tax", ((1, _LINE_TAXES),))], self.sheet, excused)
        if asked is None:
            return None
        # Where the taxes that stand on the lines add up to it, a line's rate is wrong, and the line tells it.
        stated, tax = _part(self.books.stated_taxes, self.part), self.sheet.money("tax")
        agrees = stated.known & tax.known & (stated.minor == tax.minor)
        return self.without_rounding(asked.excusing(asked.broken & agrees))

    # Sum of lines --------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> Asked | None:
        """The sum of the document's lines. Where the lines are wrong they tell it themselves, and where only
        the sign differs that is a matter of how the two sheets write credits."""
        asked = self._lines
        if asked is None:
            return None
        stated = self.sheet.money(asked.equation.result).minor
        more, _ = differences(asked.equation, self.sheet)
        told = replace(asked, more=np.where(asked.known, more, 0))
        return self._seen(told.excusing((told.more == 2 * stated) & told.broken))

    @cached_property
    def wanted_of_lines(self) -> Amounts:
        stated = _part(self.books.stated_sums, self.part)
        if self._lines is None:
            return replace(stated, known=np.zeros(len(self.table), bool))
        return replace(stated, minor=stated.minor + self._lines.more, known=self._lines.known)

    @cached_property
    def _lines(self) -> Asked | None:
        if not self.books.lines:
            return None
        sheet = Sheet(self.table, {"lines": _part(self.books.stated_sums, self.part)})
        return learned(LINES, self._ways_to_add_lines(), sheet, self.void)

    def _ways_to_add_lines(self) -> Iterator[SumOf]:
        beside = [(sign, name) for sign, name in _BESIDE_LINES if self.table.has(name)]
        for result in ("net", "gross"):
            if self.table.has(result):
                yield from ways_to_add(result, ((1, "lines"),), beside)

    @cached_property
    def _line_sums_told(self) -> Amounts:
        """The sums of the lines; corrected ones where only these agree with the document."""
        told = _part(self.books.stated_sums, self.part)
        for other in (self.books.repaired_sums, self.books.reckoned_sums):
            corrected = _part(other, self.part)
            wanted = self.wanted_of_lines
            agrees = wanted.known & corrected.known & (corrected.minor == wanted.minor)
            told = replace(told, minor=np.where(agrees, corrected.minor, told.minor))
        return told

    # Paid and open -------------------------------------------------------------------------------------

    @cached_property
    def open(self) -> Asked | None:
        """Open is gross less what was paid. Not asked of credit memos (what they are applied to lessens
        them), nor where a small rest was written off or a credit memo took the difference off."""
        if not self.table.has("gross", "open"):
            return None
        paid = [name for name in ("paid", "payments") if self.sheet.has(name)]
        ways = [SumOf("open", ((1, "gross"), (-1, name))) for name in paid]
        asked = learned(OPEN, ways, self.sheet, self.void | self.credit)
        if asked is None or not asked.broken.any():
            return asked
        gross, open_amount = self.sheet.money("gross").filled, self.sheet.money("open").filled
        closed = (open_amount == 0) & (asked.more < 0)
        settled = statuses_of(self.table.texts("status")) == Status.PAID
        small = np.abs(asked.more) <= _WRITTEN_OFF * np.abs(gross)
        credited = asked.more == -self.books.credited[self.part]
        return self._seen(asked.excusing((closed & (settled | small)) | credited))

    @cached_property
    def paid(self) -> Asked | None:
        """Paid is what was received. Not asked where credit memos count as paid, nor where a small rest of an
        invoice paid in full was not received: a cash discount, a bank's charges."""
        if not self.table.has("paid") or not self.sheet.has("payments"):
            return None
        way = SumOf("paid", ((1, "payments"),))
        asked = learned(OPEN, [way], self.sheet, self.void | self.credit)
        if asked is None or not asked.broken.any():
            return asked
        credited = asked.more == self.books.credited[self.part]
        if not self.table.has("gross"):
            return self._seen(asked.excusing(credited))
        gross, paid = self.sheet.money("gross").filled, self.sheet.money("paid").filled
        in_full = (paid == gross) & (asked.more > 0) & (asked.more <= _WRITTEN_OFF * gross)
        return self._seen(asked.excusing(credited | in_full))

    # What speaks for a figure --------------------------------------------------------------------------

    def evidence(self, index: int) -> Iterator[Equation]:
        position = self.part.start + index
        if self.books.has_receipts:
            received = self.books.received[position]
            if received:
                yield FigureIs("gross", received)
        if self.table.has("tax_rate"):
            rate = self.books.usual_rate(position)
            if rate is not None:
                yield FigureIs("tax_rate", rate)

    def related(self, index: int, code: str) -> tuple[str, ...]:
        if code != LINES:
            return ()
        lines = self.books.lines_of(self.part.start + index)[:_MOST_RELATED]
        return tuple(rows.table.place(line, rows.amount_field) for rows, line in lines)

    def _of_row(self, equation: SheetEquation, index: int) -> SheetEquation:
        equation = super()._of_row(equation, index)
        if not isinstance(equation, TaxOf) or not self.line_count[index]:
            return equation
        rate, tax = self.sheet.figure(index, "tax_rate"), self.sheet.figure(index, "tax")
        lines = [rows.amount[line] for rows, line in self.books.lines_of(self.part.start + index)]
        if rate is None or tax is None or None in lines:
            return equation
        beside = [sign * (self.sheet.figure(index, name) or 0) for sign, name in equation.beside]
        taxes = sum((rounded(one * rate, tax) for one in (*lines, *beside) if one is not None), Decimal(0))
        return replace(equation, by_line=(rate, taxes))


def _part(amounts: Amounts, part: slice) -> Amounts:
    return Amounts(amounts.minor[part], amounts.places[part], amounts.known[part], amounts.exact[part])
