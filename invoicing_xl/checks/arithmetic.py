"""The equations between the figures of a table's rows, and every fault in them.

All rules about sums ask here, so that one wrong figure is one finding: it is told by the rule of the first
equation that it breaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd

from invoicing_xl.checks.equations import LineOf, Sheet, SheetEquation, SumOf, TaxOf
from invoicing_xl.checks.faults import Case, Fault
from invoicing_xl.checks.learned import Asked, learned, ways_to_add, ways_to_price, ways_to_tax
from invoicing_xl.checks.localise import Equation, Figures
from invoicing_xl.checks.unseen import without_unseen
from invoicing_xl.model.columns import Decimals, Mask
from invoicing_xl.model.documents import DocumentType, Status, statuses_of, types_of
from invoicing_xl.model.findings import Severity
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints
from invoicing_xl.model.tables import Table

LINE, LINES, TAX, GROSS, DUE, OPEN = "AMT-01", "AMT-03", "TAX-02", "AMT-04", "AMT-05", "PAY-01"

MOST_ROUNDING = 5  # minor units that rounding line by line may add up to on one document
_PRACTICE = 0.01  # the share of rows that makes a way of rounding the sheet's practice
_FEWEST_ALIKE = 3
_USUAL = 0.8
_MOST_RATES = 50


class RowArithmetic:
    """The equations within the rows of one table, and between them and what stands beside."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.void = void_of(table)
        self.credit: Mask = types_of(table.texts("type")) == DocumentType.CREDIT_MEMO

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.table)

    @cached_property
    def priced(self) -> Asked | None:
        """Quantity times unit price."""
        return learned(LINE, ways_to_price(self.sheet), self.sheet, self.void)

    @property
    def line(self) -> Asked | None:
        """As ``priced``, without rows that are right for another reason."""
        return self.priced

    @cached_property
    def gross(self) -> Asked | None:
        if not self.table.has("net", "tax", "gross"):
            return None
        # Where no amount due follows, the total itself is what was rounded to cash.
        beside = [(1, "charge"), (-1, "discount"), (1, "rounding")]
        ways = ways_to_add("gross", ((1, "net"), (1, "tax")), self._had(beside))
        return self._seen(learned(GROSS, ways, self.sheet, self.void))

    @property
    def tax(self) -> Asked | None:
        """As ``taxed``, without rows that are right for another reason."""
        return self.taxed

    @cached_property
    def taxed(self) -> Asked | None:
        """Tax of the row's rate, on net with or without what is charged and taken off beside it.

        Not asked where the total follows the tax and the difference comes from another way to round, from
        several rates on one document if the sheet has them, or from tax that the customer is never charged.
        """
        if not self.table.has("net", "tax_rate", "tax"):
            return None
        beside = self._had([(1, "charge"), (-1, "discount")])
        # Where prices include the tax, net and tax are both rounded, and many rows differ by one unit.
        asked = learned(TAX, ways_to_tax(beside), self.sheet, self.void, tolerance=1)
        if asked is None or not asked.broken.any():
            return asked
        asked = self.without_rounding(asked)
        assert isinstance(asked.equation, TaxOf)
        rows = asked.broken & self._total_follows & (self.line_count == 0)
        mixed = self._between_rates(rows, ((1, "net"), *asked.equation.beside))
        if self._is_practice(mixed, asked):
            asked = asked.excusing(mixed)
        net, customers = self.sheet.money("net").filled, self.table.texts("customer")
        return without_unseen(asked, net, customers, anywhere=False)

    def without_rounding(self, asked: Asked) -> Asked:
        """Half a minor unit for each line, where the lines are known; else what the sheet does often."""
        rows = np.flatnonzero(asked.broken & self._total_follows)
        off, lines = np.abs(asked.more[rows]), self.line_count[rows]
        unknown = MOST_ROUNDING if self._is_practice(off <= MOST_ROUNDING, asked) else 1
        by_lines = np.where(lines > 0, np.minimum(lines // 2, MOST_ROUNDING), unknown)
        excused = np.zeros(len(asked.more), bool)
        excused[rows] = off <= by_lines
        return asked.excusing(excused)

    @property
    def _total_follows(self) -> Mask:
        return ~self.gross.broken if self.gross else np.ones(len(self.table), bool)

    def _between_rates(self, rows: Mask, base: tuple[tuple[int, str], ...]) -> Mask:
        """Of these rows those whose tax lies between those of two rates in use, and is that of none."""
        rates = self._rates("tax_rate")
        result = np.zeros(len(rows), bool)
        if len(rates) < 2 or not rows.any():
            return result
        taxed = np.abs(SumOf("tax", base).expected(self.sheet).minor[rows])
        tax = np.abs(self.sheet.money("tax").minor[rows])
        # Rates have few digits: an amount times their numerator fits easily.
        taxes = [
            (2 * taxed * top + bottom) // (2 * bottom) for top, bottom in map(Decimal.as_integer_ratio, rates)
        ]
        at_a_rate = np.any([one == tax for one in taxes], axis=0)
        result[rows] = (np.min(taxes, axis=0) < tax) & (tax < np.max(taxes, axis=0)) & ~at_a_rate
        return result

    @staticmethod
    def _is_practice(rows: Mask, asked: Asked) -> bool:
        return bool(rows.sum() >= max(_FEWEST_ALIKE, _PRACTICE * asked.known.sum()))

    @cached_property
    def due(self) -> Asked | None:
        if not self.table.has("gross", "due_amount"):
            return None
        beside = self._had([(-1, "prepaid"), (-1, "paid"), (1, "rounding")])
        ways = ways_to_add("due_amount", ((1, "gross"),), beside)
        return self._seen(learned(DUE, ways, self.sheet, self.void))

    @property
    def asked(self) -> list[Asked]:
        """In the order in which they are told of."""
        return [one for one in (self.line, self.tax, self.gross, self.due) if one]

    @property
    def line_count(self) -> Ints:
        """How many lines of each row's document are known."""
        return np.zeros(len(self.table), np.int64)

    def evidence(self, index: int) -> Iterator[Equation]:
        """What agrees with a row's right figures but need not."""
        yield from ()

    def related(self, index: int, code: str) -> tuple[str, ...]:
        """Other cells to look at."""
        return ()

    @cached_property
    def found(self) -> list[Fault]:
        """Every fault, from the top of the sheet to its end."""
        asked = self.asked
        broken = np.any([one.broken for one in asked], axis=0) if asked else np.zeros(0, bool)
        return [fault for index in np.flatnonzero(broken).tolist() for fault in self._faults_at(index, asked)]

    def _faults_at(self, index: int, asked: Sequence[Asked]) -> list[Fault]:
        mine = [one for one in asked if one.known[index]]
        equations = [(one.code, self._of_row(one.equation, index)) for one in mine]
        names = {name for _, equation in equations for name in equation.names}
        figures = {name: self.sheet.figure(index, name) for name in sorted(names)}
        known = {name: value for name, value in figures.items() if value is not None}
        case = Case(self.sheet, index, tuple(equations), tuple(self.evidence(index)), known)
        nearly = any(one.code == TAX and abs(one.more[index]) <= MOST_ROUNDING for one in mine)
        return [
            replace(
                fault,
                related=self.related(index, fault.code),
                severity=Severity.WARN
                if nearly and fault.code == TAX and not fault.chosen
                else Severity.ERROR,
            )
            for fault in _localised(case, nearly)
        ]

    def _of_row(self, equation: SheetEquation, index: int) -> SheetEquation:
        """The equation with what only a document under suspicion is worth being asked."""
        if isinstance(equation, TaxOf):
            return replace(equation, rates=self._rates("tax_rate"))
        if isinstance(equation, LineOf) and "discount_rate" in equation.terms:
            return replace(equation, discount_rates=self._rates("discount_rate"))
        return equation

    def _rates(self, name: str) -> tuple[Decimal, ...]:
        if name not in self._used_rates:
            self._used_rates[name] = _in_use(self.sheet.number(name))
        return self._used_rates[name]

    @cached_property
    def _used_rates(self) -> dict[str, tuple[Decimal, ...]]:
        return {}

    def _had(self, parts: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        return [(sign, name) for sign, name in parts if self.sheet.has(name)]

    def _seen(self, asked: Asked | None) -> Asked | None:
        """Without rows whose difference is a charge or deduction that has no column."""
        if asked is None:
            return None
        expected = self.sheet.money(asked.equation.result).filled - asked.more
        return without_unseen(asked, expected, self.table.texts("customer"))


def void_of(table: Table) -> Mask:
    """Rows of documents that were cancelled: said in the status, or in place of a type."""
    if not table.has("status") and not table.has("type"):
        return np.zeros(len(table), bool)
    by_type = statuses_of(table.texts("type")) == Status.VOID
    reversal = types_of(table.texts("type")) == DocumentType.CREDIT_MEMO
    result: Mask = (statuses_of(table.texts("status")) == Status.VOID) | (by_type & ~reversal)
    return result


def _localised(case: Case, nearly: bool) -> list[Fault]:
    """The faults of a row. Where tax may have been rounded line by line (``nearly`` as the rate says), its
    last units are left to that if it explains more; one wrong figure is likelier than a chain of them."""
    faults = case.faults()
    carried = any(fault.chosen and len(fault.chosen.values) > 1 for fault in faults)
    if not carried and not (nearly and len(faults) > 1):
        return faults
    tolerant = tuple((code, _tolerant(one, case.figures)) for code, one in case.equations)
    rounded = replace(case, equations=tolerant).faults()
    single = any(len(found.values) == 1 for fault in rounded for found in fault.found)
    return rounded if single or not carried else faults


def _tolerant(equation: SheetEquation, figures: Figures) -> SheetEquation:
    """A tax that other rounding explains is not asked for its last unit."""
    if not isinstance(equation, TaxOf):
        return equation
    unit = Decimal(1).scaleb(int(figures["tax"].as_tuple().exponent))
    return replace(equation, tolerance=MOST_ROUNDING * unit)


def _in_use(rates: Decimals) -> tuple[Decimal, ...]:
    """The rates of a column, the most frequent first."""
    known = rates.known
    counted = pd.Series(rates.mantissa[known] * 32 + rates.scale[known]).value_counts().head(_MOST_RATES)
    return tuple(Decimal(int(code) // 32).scaleb(-(int(code) % 32)) for code in counted.index)


def usual(values: Sequence[Decimal | None]) -> Decimal | None:
    """The value most of them have; None where too few are known or they differ."""
    known = Counter(value for value in values if value is not None)
    if known.total() < _FEWEST_ALIKE:
        return None
    value, count = known.most_common(1)[0]
    return value if count >= _USUAL * known.total() else None
