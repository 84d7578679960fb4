"""The arithmetic of a line sheet: each line for itself, and with the document it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from invoicing_xl.checks.arithmetic import LINE, RowArithmetic, usual
from invoicing_xl.checks.equations import FigureIs
from invoicing_xl.checks.learned import Asked
from invoicing_xl.checks.localise import Equation
from invoicing_xl.model.columns import Amounts, Mask
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints, grouped
from invoicing_xl.model.tables import Table

if TYPE_CHECKING:
    from invoicing_xl.checks.books import Books

_PRACTICE = 0.01
_FEWEST_ALIKE = 3
_MOST_COMPARED = 50
_TOTALS = ("tax", "gross", "due_amount", "paid", "open")


class LineArithmetic(RowArithmetic):
    """The rows of a line sheet, and the documents they belong to."""

    def __init__(self, table: Table, books: Books) -> None:
        super().__init__(table)
        self.books = books

    @cached_property
    def document(self) -> Ints:
        return self.books.document_of_line[self.books.lines_part(self.table)]

    @cached_property
    def amount(self) -> Amounts:
        """What each line adds to its document, as stated."""
        return self.sheet.money(self.amount_field)

    @cached_property
    def amount_field(self) -> str:
        if self.priced:
            return self.priced.equation.result
        return "net" if self.table.has("net") or self.table.has("tax") else "gross"

    @cached_property
    def reckoned(self) -> Amounts:
        """What each line should add, by its quantity and price where that can be said."""
        return self._corrected(self.priced.broken) if self.priced else self.amount

    @cached_property
    def repaired(self) -> Amounts:
        """What each line should add; what a rounded price explains stays as stated."""
        return self._corrected(self.priced.broken & ~self._price_rounding) if self.priced else self.amount

    @cached_property
    def line(self) -> Asked | None:
        """Quantity times unit price. What a price rounded to what is shown explains is right where the
        document's sum says so, or where nothing contradicts and the sheet does so more often."""
        rounded_price = self._price_rounding
        if self.priced is None or not rounded_price.any():
            return self.priced
        stated, wanted = self.books.stated_sums, self.books.wanted
        said = np.append(stated.known & wanted.known, False)[self.document] & (self.document >= 0)
        agrees = np.append(stated.minor == wanted.minor, False)[self.document] & said
        practice = rounded_price.sum() >= max(_FEWEST_ALIKE, _PRACTICE * self.priced.known.sum())
        return self.priced.excusing(rounded_price & (agrees | (~said & practice)))

    @property
    def asked(self) -> list[Asked]:
        """Without equations between a line and the document's total, where every line repeats that."""
        return [one for one in super().asked if self._repeated.isdisjoint(one.equation.names)]

    @cached_property
    def _repeated(self) -> set[str]:
        """Amounts that are the same on all lines of a document though their net differs."""
        if not self.table.has("number", "net"):
            return set()
        group = self.table.texts("number").codes.astype(np.int64)
        order, starts = grouped(group, int(group.max(initial=-1)) + 1)
        first = np.append(order, -1)[starts[:-1]]
        differing = _differing(self.sheet.money("net"), group, first)

        def repeated(name: str) -> bool:
            amounts = self.sheet.money(name)
            telling = differing & (amounts.filled[first] != 0)
            same = telling & ~_differing(amounts, group, first)
            return bool(2 * same.sum() > telling.sum())

        return {name for name in _TOTALS if self.table.has(name) and repeated(name)}

    def evidence(self, index: int) -> Iterator[Equation]:
        if self.priced is None:
            return
        price = self._usual_price(index)
        if price is not None:
            yield FigureIs("unit_price", price)
        document = int(self.document[index])
        if document >= 0 and self.books.wanted.known[document] and self.books.repaired_sums.known[document]:
            others = int(self.books.repaired_sums.minor[document]) - int(self.repaired.minor[index])
            left = Decimal(int(self.books.wanted.minor[document]) - others)
            yield FigureIs(self.priced.equation.result, left.scaleb(-int(self.table.places[index])))

    def related(self, index: int, code: str) -> tuple[str, ...]:
        document = int(self.document[index])
        if document < 0 or code != LINE:
            return ()
        table, row = self.books.documents.at(document)
        return (table.place(row, "net" if table.has("net") else "number"),)

    @cached_property
    def _price_rounding(self) -> Mask:
        """Lines whose difference a price rounded to what is shown explains."""
        if self.priced is None or not self.priced.broken.any():
            return np.zeros(len(self.table), bool)
        quantity, price = self.sheet.number("quantity"), self.sheet.number("unit_price")
        hidden = np.maximum(price.scale.astype(np.int64) - self.table.places, 0)
        unit = 2 * 10 ** np.minimum(quantity.scale.astype(np.int64) + hidden, 9)
        result: Mask = self.priced.broken & (np.abs(self.priced.more) <= np.abs(quantity.mantissa) // unit)
        return result

    def _corrected(self, rows: Mask) -> Amounts:
        more = self.priced.more if self.priced else np.zeros(len(self.table), np.int64)
        return replace(self.amount, minor=self.amount.minor - np.where(rows, more, 0))

    def _usual_price(self, index: int) -> Decimal | None:
        """The price the same item has on other lines."""
        item = self.table.texts("item") if self.table.has("item") else self.table.texts("description")
        code = int(item.codes[index])
        if code < 0:
            return None
        alike = np.flatnonzero(item.codes == code)[:_MOST_COMPARED]
        prices = self.sheet.number("unit_price")
        return usual([prices[other] for other in alike.tolist() if other != index])


def _differing(amounts: Amounts, group: Ints, first: Ints) -> Mask:
    """The groups whose members are not all the same as their first."""
    inside = group >= 0
    unlike = amounts.minor[inside] != amounts.minor[first[group[inside]]]
    result: Mask = np.bincount(group[inside][unlike], minlength=len(first)) > 0
    return result
