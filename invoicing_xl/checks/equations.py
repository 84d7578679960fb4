"""The equations between the figures of a row, asked of a whole sheet and of one document.

Of a whole sheet, ``expected`` gives in exact whole minor units what the result of every row should be. Of
one document, ``holds`` and ``implied`` serve to localise the figure at fault (see ``localise``); there a
result may also have been reached by another customary way of rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.checks.localise import Equation, Figures
from invoicing_xl.checks.products import complement, quotient, times
from invoicing_xl.model import money
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Amounts, Decimals, Mask
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.tables import Table

# A blank cell of these means none; a blank total or tax means that nobody has said.
_BLANK_IS_ZERO = frozenset({"discount", "charge", "prepaid", "rounding", "paid", "discount_rate"})


@dataclass(frozen=True)
class Sheet:
    """The figures of a table's rows. ``beside`` are amounts that other sheets say of them, by name."""

    table: Table
    beside: Mapping[str, Amounts] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        return all(name in self.beside or self.table.has(name) for name in names)

    def money(self, name: str) -> Amounts:
        if name in self.beside:
            return self.beside[name]
        amounts = self.table.amounts(name)
        if name not in _BLANK_IS_ZERO:
            return amounts
        blank = self.table.kinds(name) == Kind.BLANK
        return Amounts(amounts.filled, amounts.places, amounts.known | blank, amounts.exact | blank)

    def number(self, name: str) -> Decimals:
        """A quantity, price or rate (as a share), or an amount with all the decimals its cell holds."""
        rate = FIELDS[name].kind == "rate"
        decimals = self.table.rates(name) if rate else self.table.decimals(name)
        if name == "price_base":
            return _blank_as(decimals, self.table.kinds(name) == Kind.BLANK, 1)
        if name in _BLANK_IS_ZERO:
            return _blank_as(decimals, self.table.kinds(name) == Kind.BLANK, 0)
        return decimals

    def known(self, name: str) -> Mask:
        if name in self.beside or FIELDS[name].kind == "amount":
            return self.money(name).known
        return self.number(name).known

    def figure(self, index: int, name: str) -> Decimal | None:
        """One figure; money has as many decimals as its currency."""
        if name in self.beside or FIELDS[name].kind == "amount":
            return self.money(name)[index]
        return self.number(name)[index]


class SheetEquation(Equation, Protocol):
    """An equation that can also be asked of all rows at once."""

    @property
    def result(self) -> str:
        """The figure that is reckoned from the others."""

    def expected(self, sheet: Sheet) -> Amounts:
        """What the result should be; ``exact`` is False where hidden decimals make it uncertain."""

    def written(self, figures: Figures) -> str:
        """The calculation in words a clerk reads, up to and including what comes out."""


def differences(equation: SheetEquation, sheet: Sheet) -> tuple[NDArray[np.int64], Mask]:
    """What each row's result is more than expected, in minor units, and where that can be said.

    Figures with hidden decimals were rounded before they were compared: what that explains is 0.
    """
    stated = sheet.money(equation.result)
    expected = equation.expected(sheet)
    known = stated.known & expected.known
    more = np.where(known, stated.minor - expected.minor, 0)
    rounding = np.where(stated.exact & expected.exact, 0, len(equation.names))
    return np.where(np.abs(more) <= rounding, 0, more), known


@dataclass(frozen=True)
class SumOf:
    """``result`` is the sum of ``parts``, each with its sign."""

    result: str
    parts: tuple[tuple[int, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (*(name for _, name in self.parts), self.result)

    def expected(self, sheet: Sheet) -> Amounts:
        total = _signed(sheet, *self.parts[0])
        for sign, name in self.parts[1:]:
            total = total + _signed(sheet, sign, name)
        return total

    def holds(self, figures: Figures) -> bool:
        return self._sum(figures) == figures[self.result]

    def implied(self, name: str, figures: Figures) -> Iterator[Decimal]:
        if name == self.result:
            yield self._sum(figures)
        for sign, part in self.parts:
            if part == name:
                yield figures[name] + sign * (figures[self.result] - self._sum(figures))

    def written(self, figures: Figures) -> str:
        if len(self.parts) == 1:
            return f"The {self.parts[0][1]} add up to {amount_text(self._sum(figures))}"
        words = ""
        for sign, name in self.parts:
            figure = figures[name]
            if name == "rounding" and figure < 0:  # it goes either way, and no sign of it is odd
                sign, figure = -sign, -figure
            if figure or name not in _BLANK_IS_ZERO:
                words += f"{' + ' if sign > 0 else ' − '}{amount_text(figure)}"
        shown = words.removeprefix(" + ").strip()
        return f"{shown} = {amount_text(self._sum(figures))}"

    def _sum(self, figures: Figures) -> Decimal:
        return sum((sign * figures[name] for sign, name in self.parts), Decimal(0))


@dataclass(frozen=True)
class FigureIs:
    """A figure's value as something outside the document knows it."""

    name: str
    value: Decimal

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def holds(self, figures: Figures) -> bool:
        return figures.get(self.name) == self.value

    def implied(self, name: str, figures: Figures) -> Iterator[Decimal]:
        if name == self.name:
            yield self.value


@dataclass(frozen=True)
class TaxOf:
    """Tax is the rate times net, rounded.

    beside     charges and discounts that are taxed with net, each with its sign
    rates      the rates in use on the sheet
    by_line    a rate, and what the taxes of the lines add up to at this rate, each rounded for itself
    tolerance  what rounding line by line may make of it where the lines are not known
    """

    rates: tuple[Decimal, ...] = ()
    by_line: tuple[Decimal, Decimal] | None = None
    tolerance: Decimal = Decimal(0)
    result: str = "tax"
    beside: tuple[tuple[int, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return ("net", *(name for _, name in self.beside), "tax_rate", "tax")

    def expected(self, sheet: Sheet) -> Amounts:
        net, exact = sheet.number("net"), sheet.money("net").exact
        if self.beside:
            base = SumOf("tax", ((1, "net"), *self.beside)).expected(sheet)
            net, exact = Decimals(base.minor, base.places.astype(np.int8), base.known), base.exact
        tax = money.amounts_of(times(net, sheet.number("tax_rate")), sheet.table.places)
        return Amounts(tax.minor, tax.places, tax.known, exact)

    def holds(self, figures: Figures) -> bool:
        if self.by_line == (figures["tax_rate"], figures["tax"]):
            return True
        return abs(self._tax(figures) - figures["tax"]) <= self.tolerance

    def implied(self, name: str, figures: Figures) -> Iterator[Decimal]:
        if name == "tax":
            yield self._tax(figures)
        elif name == "tax_rate":
            yield from (
                rate for rate in self.rates if self._tax({**figures, "tax_rate": rate}) == figures["tax"]
            )
        elif figures["tax_rate"]:
            # Several amounts have this tax; the nearest stands for them.
            base = rounded(figures["tax"] / figures["tax_rate"], figures["net"])
            signs = {"net": 1, **{other: sign for sign, other in self.beside}}
            yield figures[name] + signs[name] * (base - self._base(figures))

    def written(self, figures: Figures) -> str:
        share, base = percent_text(figures["tax_rate"]), amount_text(self._base(figures))
        return f"{share} of {base} = {amount_text(self._tax(figures))}"

    def _tax(self, figures: Figures) -> Decimal:
        return rounded(self._base(figures) * figures["tax_rate"], figures["tax"])

    def _base(self, figures: Figures) -> Decimal:
        return figures["net"] + sum((sign * figures[name] for sign, name in self.beside), Decimal(0))


@dataclass(frozen=True)
class LineOf:
    """``result`` is quantity times unit price, less discount, plus charges.

    terms            which of price_base, discount_rate, discount and charge the sheet reckons with
    quantity_places  most decimals a quantity has; ``price_places`` likewise
    discount_rates   the discount rates in use on the sheet
    """

    result: str
    terms: tuple[str, ...] = ()
    quantity_places: int = 0
    price_places: int = 2
    discount_rates: tuple[Decimal, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return ("quantity", "unit_price", *self.terms, self.result)

    def expected(self, sheet: Sheet) -> Amounts:
        places = sheet.table.places
        amount = times(sheet.number("quantity"), sheet.number("unit_price"))
        if "discount_rate" in self.terms:
            amount = times(amount, complement(sheet.number("discount_rate")))
        if "price_base" in self.terms:
            result = quotient(amount, sheet.number("price_base"), places)
        else:
            result = money.amounts_of(amount, places)
        result = Amounts(result.minor, places, result.known, np.ones(len(places), bool))
        if "discount" in self.terms:
            result = result - sheet.money("discount")
        if "charge" in self.terms:
            result = result + sheet.money("charge")
        return result

    def holds(self, figures: Figures) -> bool:
        return figures[self.result] in self._results(figures)

    def implied(self, name: str, figures: Figures) -> Iterator[Decimal]:
        if name == self.result:
            yield self._results(figures)[0]
        elif name == "quantity":
            yield from self._factor(name, "unit_price", self.quantity_places, figures)
        elif name == "unit_price":
            yield from self._factor(name, "quantity", self.price_places, figures)
        elif name == "discount_rate":
            yield from (rate for rate in self.discount_rates if self.holds({**figures, name: rate}))
        elif name in ("discount", "charge"):
            more = figures[self.result] - self._results(figures)[0]
            yield figures[name] + (more if name == "charge" else -more)

    def written(self, figures: Figures) -> str:
        words = f"{figures['quantity']:f} × {price_text(figures['unit_price'], figures[self.result])}"
        base, share = figures.get("price_base", Decimal(1)), figures.get("discount_rate", Decimal(0))
        if base != 1:
            words += f" per {base:f}"
        if share:
            words += f" less {percent_text(share)}"
        if figures.get("discount"):
            words += f" − {amount_text(figures['discount'])}"
        if figures.get("charge"):
            words += f" + {amount_text(figures['charge'])}"
        return f"{words} = {amount_text(self._results(figures)[0])}"

    def _results(self, figures: Figures) -> Sequence[Decimal]:
        """The result rounded once at the end, with a rounded discount, and by a rounded net price."""
        like = figures[self.result]
        kept = 1 - figures.get("discount_rate", Decimal(0))
        quantity = figures["quantity"] / (figures.get("price_base") or Decimal(1))
        price = figures["unit_price"]
        beside = figures.get("charge", Decimal(0)) - figures.get("discount", Decimal(0))
        before = rounded(quantity * price, like)
        return (
            rounded(quantity * price * kept, like) + beside,
            before - rounded(before * (1 - kept), like) + beside,
            rounded(quantity * rounded(price * kept, like), like) + beside if kept != 1 else before + beside,
        )

    def _factor(self, name: str, other: str, places: int, figures: Figures) -> Iterator[Decimal]:
        """The quantity or price that alone gives the result; none where its neighbours give it too."""
        kept = 1 - figures.get("discount_rate", Decimal(0))
        divisor = figures[other] * kept
        beside = figures.get("charge", Decimal(0)) - figures.get("discount", Decimal(0))
        if not divisor:
            return
        step = Decimal(1).scaleb(-places)
        base = figures.get("price_base") or Decimal(1)
        value = rounded((figures[self.result] - beside) * base / divisor, step)
        around = [{**figures, name: value + shift} for shift in (-step, Decimal(0), step)]
        if [self.holds(trial) for trial in around] == [False, True, False]:
            yield value.normalize() if value != value.to_integral() else value.to_integral()


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """To as many decimals as ``like``, half away from zero."""
    return value.quantize(like, ROUND_HALF_UP)


def amount_text(amount: Decimal) -> str:
    """ "1,234.50"."""
    return f"{amount:,f}"


def price_text(price: Decimal, like: Decimal) -> str:
    """A price with at least as many decimals as the amount it leads to: "14.00", "0.0375"."""
    places = max(-int(price.as_tuple().exponent), -int(like.as_tuple().exponent))
    return f"{price:,.{places}f}"


def percent_text(share: Decimal) -> str:
    """ "19%"."""
    return f"{(share * 100).normalize():f}%"


def _signed(sheet: Sheet, sign: int, name: str) -> Amounts:
    amounts = sheet.money(name)
    return amounts if sign > 0 else -amounts


def _blank_as(numbers: Decimals, blank: Mask, value: int) -> Decimals:
    return Decimals(
        np.where(blank, value, numbers.mantissa), np.where(blank, 0, numbers.scale), numbers.known | blank
    )
