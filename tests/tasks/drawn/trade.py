"""What a firm drawn at random bills and receives, with the oddities that real and right books have."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from tests.tasks.drawn.sheets import AS_OF, PLACES, Row, Value
from tests.tasks.drawn.words import (
    INVOICES,
    MONTH_END_TERMS,
    NET_TERMS,
    RATES,
)  # fmt: skip

ODDITIES = tuple(
    "retainers, equal orders, credits negative, credits positive, credits with the number of their invoice, "
    "void without amounts, void with amounts, two series, a new count each year, charges, free of charge, "
    "tax by line, prices with tax, no tax abroad, many currencies, cash discount, part payments, bank fees, "
    "on account, several invoices in one receipt, billed anew, dated back, cash sales, no due dates, "
    "empty columns, a customer renamed, newest first, by customer, an excerpt, subtotals by month, prepaid, "
    "not due on weekends, due at the end of the month, returns, formulas, discounts, "
    "many decimals in prices, open column".split(", ")
)


_SERIES = ("INV-{n:05d}", "{y}-{n:04d}", "R{y}{n:05d}", "{n}", "{y}/{n}", "F{n:06d}", "")
_FIRMS = (
    "Alder Brook Cedar Delta Elm Fern Grove Harbor Iris Jasper Kestrel Linden Maple North Oak Pine".split()
)
_FORMS = ("Ltd", "GmbH", "SARL", "S.L.", "B.V.", "& Co", "Trading", "Foods")
_GOODS = "bracket hinge panel bolt lamp sensor valve gasket cable frame filter switch".split()


@dataclass
class Bill:
    """An invoice or credit memo; ``owed`` is what it adds to the customer's balance."""

    number: Value
    when: date
    due: date
    customer: int
    currency: str
    rate: Decimal
    net: Decimal
    charge: Decimal
    tax: Decimal
    gross: Decimal
    terms: str
    order: str | None
    lines: list[Row]
    credit: bool = False
    void: bool = False
    of: Bill | None = None
    paid: Decimal = Decimal(0)
    settled: bool = False
    prepaid: Decimal = Decimal(0)
    renamed: bool = False

    @property
    def owed(self) -> Decimal:
        return Decimal(0) if self.void else -abs(self.gross) if self.credit else self.gross


class Customer(NamedTuple):
    key: Value
    name: str
    days: int
    abroad: bool


class Trade:
    """One firm's habits, and its books by them."""

    def __init__(self, chance: Random, odd: tuple[str, ...], rows: int) -> None:
        self.chance = chance
        self.odd = {*odd, *(one for one in ODDITIES if chance.random() < 0.12)}
        self._reconcile(set(odd))
        self.language = chance.choice(list(INVOICES))
        self.count = rows or chance.choice([3, 8, 25, 60, 60, 150])
        self.home = chance.choice(["GBP", "USD"]) if self.language == "en" else "EUR"
        self.rates = [Decimal(rate) for rate in RATES[self.language].split()]
        self.share = chance.random() < 0.5
        self.has_lines = chance.random() < 0.4 or bool(
            {"tax by line", "returns", "free of charge", "discounts", "many decimals in prices"} & {*odd}
        )
        self.has_receipts = chance.random() < 0.4 or bool(
            {"on account", "several invoices in one receipt", "bank fees", "cash discount", "part payments"}
            & {*odd}
        )
        self.customers = self._customers()
        self.series = chance.choice(
            [one for one in _SERIES if "{y}" in one or "a new count each year" not in self.odd]
        )
        self.counter, self.second = chance.choice([1, 17, 990, 10240]), 0
        self.retained = {at: self._money(self.home) for at in range(len(self.customers)) if at % 3 == 0}
        self.goods = [
            (f"{name[:2].upper()}-{chance.randint(10, 99)}", name, self._price()) for name in _GOODS
        ]

    def _reconcile(self, asked: set[str]) -> None:
        """Of two oddities that exclude each other the one that was asked for."""
        for group in (
            ["credits negative", "credits positive"],
            ["many currencies", "prices with tax", "formulas"],
            ["many currencies", "prepaid"],
            ["open column", "prepaid"],
            ["cash sales", "no due dates"],
            ["prices with tax", "tax by line", "charges", "returns"],
            ["not due on weekends", "due at the end of the month", "no due dates"],
            ["newest first", "by customer", "subtotals by month"],
            ["an excerpt", "void without amounts"],
            ["a new count each year", "two series"],
            ["formulas", "void without amounts"],
        ):
            there = [one for one in group if one in self.odd]
            kept = next((one for one in there if one in asked), there[0] if there else "")
            self.odd -= {one for one in there if one != kept}
        if "billed anew" in self.odd or "credits with the number of their invoice" in self.odd:
            self.odd |= {"credits negative"} - (
                {"credits negative"} if "credits positive" in self.odd else set()
            )

    def _price(self) -> Decimal:
        places = 4 if "many decimals in prices" in self.odd else 2
        return Decimal(self.chance.randint(150, 30_000)).scaleb(-2) + (
            Decimal(self.chance.randint(0, 99)).scaleb(-places) if places > 2 else 0
        )

    def _money(self, currency: str) -> Decimal:
        minor = self.chance.randint(500, self.chance.choice([90_000, 900_000]))
        return Decimal(minor).scaleb(-PLACES.get(currency, 2))

    def _customers(self) -> list[Customer]:
        form = self.chance.choice(["K{:04d}", "{:05d}", "C-{:03d}", ""])
        return [
            Customer(
                form.format(n) if form else Decimal(1000 + n),
                f"{_FIRMS[n % len(_FIRMS)]} {_FIRMS[n // len(_FIRMS)]} {self.chance.choice(_FORMS)}",
                self.chance.choice([14, 30, 30, 60]),
                "no tax abroad" in self.odd and self.chance.random() < 0.4,
            )
            for n in range(1, self.chance.choice([5, 13, 41]))
        ]

    # Bills ---------------------------------------------------------------------------------------------

    def bills(self) -> list[Bill]:
        chance = self.chance
        when = date(chance.choice([2024, 2025, 2026]), chance.randint(1, 6), chance.randint(1, 28))
        if "a new count each year" in self.odd:
            when = date(2024, chance.randint(9, 11), 3)
        found: list[Bill] = []
        while len(found) < self.count:
            before = when.year
            when = min(self._workday(when + timedelta(days=chance.choice([0, 0, 0, 1, 1, 2, 3]))), AS_OF)
            if "a new count each year" in self.odd and when.year != before:
                self.counter = 1
            back = "dated back" in self.odd and chance.random() < 0.05
            dated = when - timedelta(days=chance.randint(2, 6)) if back else when
            found.append(self._bill(dated, found))
            again = "equal orders" in self.odd and chance.random() < 0.06 and len(found) < self.count
            if again and not found[-1].credit:
                found.append(self._as(self._bill(dated, []), found[-1]))
        return found

    def _number(self, when: date) -> Value:
        """The next one of a series; several are given out between those of an excerpt."""
        if "two series" in self.odd and self.chance.random() < 0.3:
            self.second += 1
            return f"B-{self.second:04d}"
        number = self.series.format(n=self.counter, y=when.year) if self.series else Decimal(self.counter)
        self.counter += self.chance.randint(1, 4) if "an excerpt" in self.odd else 1
        return number

    def _as(self, bill: Bill, other: Bill) -> Bill:
        """A second order of the same customer for the same things."""
        bill.customer, bill.currency, bill.rate = other.customer, other.currency, other.rate
        bill.net, bill.charge, bill.tax, bill.gross = other.net, other.charge, other.tax, other.gross
        bill.due, bill.terms, bill.prepaid = other.due, other.terms, Decimal(0)
        bill.lines, bill.credit, bill.void, bill.of = [dict(one) for one in other.lines], False, False, None
        return bill

    def _workday(self, when: date) -> date:
        return when + timedelta(days=max(0, 7 - when.weekday() if when.weekday() >= 5 else 0))

    def _bill(self, when: date, earlier: list[Bill]) -> Bill:
        chance = self.chance
        at = chance.randrange(len(self.customers))
        customer = self.customers[at]
        currency = (
            chance.choice([self.home, "USD", "JPY", "KWD"])
            if "many currencies" in self.odd and at % 2
            else self.home
        )
        with_credits = self.odd & {"credits negative", "credits positive"}
        origin = self._origin(earlier) if with_credits and chance.random() < 0.08 else None
        rate = (
            Decimal(0)
            if customer.abroad
            else self.rates[0]
            if chance.random() < 0.7
            else chance.choice(self.rates)
        )
        if origin is not None:
            at, customer, currency, rate = (
                origin.customer,
                self.customers[origin.customer],
                origin.currency,
                origin.rate,
            )
        net, lines = self._lines(at, currency, rate)
        charge = (
            self._round(Decimal(chance.choice(["0", "4.9", "12.5"])), currency)
            if "charges" in self.odd
            else Decimal(0)
        )
        if origin is not None:
            charge = Decimal(0)
            if chance.random() < 0.5:
                net, charge, lines = origin.net, origin.charge, [dict(one) for one in origin.lines]
        base = net + charge
        tax = self._round(base * rate, currency)
        if "tax by line" in self.odd and lines:
            tax = sum(
                (self._round(Decimal(str(one["net"])) * rate, currency) for one in lines), Decimal(0)
            ) + self._round(charge * rate, currency)
        gross = base + tax
        if "prices with tax" in self.odd and not lines:
            gross = self._round(base, currency)
            net = self._round(gross / (1 + rate), currency)
            tax = gross - net
        with_its_number = (
            origin is not None
            and "credits with the number of their invoice" in self.odd
            and not any(one.of is origin for one in earlier)
        )
        number = origin.number if origin and with_its_number else self._number(when)
        order = f"PO{chance.randint(10_000, 99_999)}" if chance.random() < 0.8 else None
        due, terms = self._due(when, customer), self._terms(customer)
        bill = Bill(number, when, due, at, currency, rate, net, charge, tax, gross, terms, order, lines)
        if "cash sales" in self.odd and chance.random() < 0.1 and origin is None:
            bill.due, bill.terms = when, NET_TERMS[self.language].format(0)
        if origin is not None:
            bill.credit, bill.of = True, origin
            if "credits negative" in self.odd:
                self._turn(bill)
        elif {"void without amounts", "void with amounts"} & self.odd and chance.random() < 0.05:
            bill.void = True
        elif "prepaid" in self.odd and chance.random() < 0.2:
            bill.prepaid = self._round(gross / 2, currency)
        return bill

    def _turn(self, bill: Bill) -> None:
        bill.net, bill.charge, bill.tax, bill.gross = -bill.net, -bill.charge, -bill.tax, -bill.gross
        for one in bill.lines:
            one["quantity"], one["net"] = -Decimal(str(one["quantity"])), -Decimal(str(one["net"]))

    def _origin(self, earlier: list[Bill]) -> Bill | None:
        taken = [one.of for one in earlier]
        possible = [
            one
            for one in earlier[-40:]
            if not one.credit and not one.void and one not in taken and one.gross > 0
        ]
        return self.chance.choice(possible) if possible else None

    def _round(self, amount: Decimal, currency: str) -> Decimal:
        return amount.quantize(Decimal(1).scaleb(-PLACES.get(currency, 2)), ROUND_HALF_UP)

    def _lines(self, customer: int, currency: str, rate: Decimal) -> tuple[Decimal, list[Row]]:
        chance = self.chance
        if (
            "retainers" in self.odd
            and customer in self.retained
            and currency == self.home
            and not self.has_lines
        ):
            return self.retained[customer], []
        if not self.has_lines:
            return self._money(currency), []
        lines: list[Row] = []
        for n in range(1, chance.randint(2, 5)):
            item, name, price = chance.choice(self.goods)
            if currency != self.home:
                price = self._round(price, currency) + 1
            quantity = Decimal(chance.choice([1, 1, 2, 3, 5, 10, 12, 40]))
            if "free of charge" in self.odd and n > 1 and chance.random() < 0.15:
                price = Decimal(0)
            if "returns" in self.odd and n > 1 and chance.random() < 0.1:
                quantity = Decimal(-1)
            off = Decimal(chance.choice(["0", "0.05", "0.1"])) if "discounts" in self.odd else Decimal(0)
            lines.append({
                "line": Decimal(n), "item": item, "description": name, "quantity": quantity,
                "unit_price": price, "discount_rate": off,
                "net": self._round(quantity * price * (1 - off), currency), "tax_rate": rate,
            })  # fmt: skip
        return sum((Decimal(str(one["net"])) for one in lines), Decimal(0)), lines

    def _due(self, when: date, customer: Customer) -> date:
        due = when + timedelta(days=customer.days)
        if "due at the end of the month" in self.odd and customer.days == 60:
            return due.replace(day=monthrange(due.year, due.month)[1])
        return self._workday(due) if "not due on weekends" in self.odd else due

    def _terms(self, customer: Customer) -> str:
        month_end = "due at the end of the month" in self.odd and customer.days == 60
        return (MONTH_END_TERMS if month_end else NET_TERMS)[self.language].format(customer.days)

    # Receipts ------------------------------------------------------------------------------------------

    def receipts(self, bills: list[Bill]) -> list[tuple[date, int, str, Decimal, list[Bill]]]:
        chance, found = self.chance, []
        for bill in bills:
            if bill.credit or bill.void or bill.gross <= 0 or chance.random() < 0.35:
                continue
            owed = bill.gross - bill.prepaid
            if any(one.of is bill for one in bills):
                continue
            amounts = [owed]
            if "part payments" in self.odd and chance.random() < 0.3:
                first = self._round(owed / 3, bill.currency)
                amounts = [first, owed - first] if chance.random() < 0.5 else [first]
            elif "cash discount" in self.odd and chance.random() < 0.2:
                amounts = [owed - self._round(owed * Decimal("0.02"), bill.currency)]
                bill.settled = True
            elif "bank fees" in self.odd and chance.random() < 0.1 and owed > 100:
                amounts = [owed - 15]
            when = bill.when
            for amount in amounts:
                when = when + timedelta(days=chance.randint(3, 45))
                if when <= AS_OF:
                    found.append((when, bill.customer, bill.currency, amount, [bill]))
                    bill.paid += amount
        if "several invoices in one receipt" in self.odd:
            found += self._joint(bills)
        if "on account" in self.odd and bills:
            for _ in range(1 + len(found) // 12):
                bill = chance.choice(bills)
                found.append(
                    (
                        min(bill.when + timedelta(days=9), AS_OF),
                        bill.customer,
                        bill.currency,
                        self._money(bill.currency),
                        [],
                    )
                )
        return sorted(found, key=lambda one: one[0])

    def _joint(self, bills: list[Bill]) -> Iterator[tuple[date, int, str, Decimal, list[Bill]]]:
        free = [
            one
            for one in bills
            if not (one.paid or one.credit or one.void or one.prepaid)
            and one.gross > 0
            and not any(other.of is one for other in bills)
        ]
        for at in range(len(self.customers)):
            theirs = [one for one in free if one.customer == at and one.currency == self.home][:2]
            if (
                len(theirs) == 2
                and theirs[1].when + timedelta(days=20) <= AS_OF
                and theirs[0].number != theirs[1].number
            ):
                for one in theirs:
                    one.paid = one.gross
                yield (
                    theirs[1].when + timedelta(days=20),
                    at,
                    self.home,
                    theirs[0].gross + theirs[1].gross,
                    theirs,
                )
