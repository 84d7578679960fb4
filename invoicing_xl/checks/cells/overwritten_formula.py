"""A formula was overwritten by a value, or differs from the rest of its column.

Why it matters
    The cell no longer follows when quantity, price or rate of its row change, and nobody sees it.

What counts
    A column in which at least four of five cells bear the same formula, filled down. In it: a value in place
    of the formula, and a single formula that says something else than those above and below and gives
    another result.

Stays silent
    Four and more values in a row, which were pasted or carried over on purpose. The first value of a running
    balance, and another formula in the first or the last row. Blank cells.

Correction
    The formula of the column, to be ticked, where it gives what the cell holds. Where it gives something
    else, or its result is not easily told, it is only shown: the value may be meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from invoicing_xl.checks.cells.formula_result import formula_result
from invoicing_xl.checks.cells.relative_formula import RelativeFormula
from invoicing_xl.checks.cells.writing import plainly
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "FMT-08"
TITLE = "Formula overwritten"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_FEWEST = 5
_USUAL = 0.8
_SAMPLE = 200
_LONGEST_RUN = 3
_NUMBER_KINDS = ("amount", "number", "rate")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name in rows.columns:
        formula = _usual_formula(rows, name)
        if formula is not None:
            column = _Column(rows, name, formula)
            for index in rows.where(_single(column.constants, _LONGEST_RUN)):
                if index > 0 or formula.is_of_own_row:
                    yield column.constant(index)
            for index in rows.where(_single(column.others, 1)):
                if 0 < index < len(rows) - 1:
                    yield from column.other(index)


def _usual_formula(rows: Table, name: str) -> RelativeFormula | None:
    """The formula that was filled down the column; None where there is none."""
    with_formula = np.flatnonzero(rows.formulas(name))
    if len(with_formula) < max(_FEWEST, _USUAL * np.count_nonzero(rows.kinds(name) != Kind.BLANK)):
        return None
    sample = with_formula[np.unique(np.linspace(0, len(with_formula) - 1, _SAMPLE).astype(int))]
    counted = Counter(_formula(rows, index, name) for index in sample.tolist())
    formula, count = counted.most_common(1)[0]
    return formula if count >= _USUAL * len(sample) else None


def _formula(rows: Table, index: int, name: str) -> RelativeFormula:
    return RelativeFormula.of(rows.content(index, name).formula or "", int(rows.rows[index]))


def _single(found: Mask, longest: int) -> Mask:
    """Of the rows found those in runs of at most ``longest``."""
    edges = np.flatnonzero(np.diff(found.astype(np.int8), prepend=0, append=0))
    result = np.zeros(len(found), bool)
    for first, beyond in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        result[first:beyond] = beyond - first <= longest
    return result


@dataclass(frozen=True)
class _Column:
    rows: Table
    name: str
    formula: RelativeFormula

    @property
    def constants(self) -> Mask:
        result: Mask = (self.rows.kinds(self.name) != Kind.BLANK) & ~self.rows.formulas(self.name)
        return result

    @property
    def others(self) -> Mask:
        """Rows with another formula. Formulas that were shared when they were filled down are the same."""
        column = self.rows.columns[self.name]
        indices = self.rows.grid.columns[column].formulas[self.rows.rows - 1]
        distinct, first, of_row = np.unique(indices, return_index=True, return_inverse=True)
        sheet_rows = self.rows.rows[first]
        texts = [
            self.rows.grid.formula_text(index, row, column) if index >= 0 else None
            for index, row in zip(distinct.tolist(), sheet_rows.tolist(), strict=True)
        ]
        same = self.formula.is_in(pa.array(texts, pa.string()), sheet_rows)
        result: Mask = (indices >= 0) & ~same[of_row]
        return result

    def constant(self, index: int) -> Finding:
        """A value in place of the formula."""
        meant, result = self.formula.at(int(self.rows.rows[index])), self._result(index)
        number = FIELDS[self.name].kind in _NUMBER_KINDS
        if result is None:
            return self._shown(index, Severity.WARN, f"A value stands in place of the formula {meant}.")
        if not self._agrees(index, result):
            message = (
                f"A value stands in place of the formula {meant}, which gives {self._written(index, result)}."
            )
            return self._shown(index, Severity.ERROR if number else Severity.WARN, message)
        after = Content(float(result), meant)
        return self.rows.finding(
            index,
            self.name,
            Severity.WARN,
            "A value stands in place of the column's formula, which gives the same.",
            proposed=meant,
            confidence=Confidence.ASK,
            edits=(self.rows.edit(index, self.name, after),),
        )

    def other(self, index: int) -> Iterator[Finding]:
        """A formula that differs; none where the result is the same."""
        meant, result = self.formula.at(int(self.rows.rows[index])), self._result(index)
        said = f"{self.rows.content(index, self.name).formula} differs from the column's formula {meant}"
        if result is None:
            yield self._shown(index, Severity.WARN, f"{said}.")
        elif not self._agrees(index, result):
            yield self._shown(index, Severity.WARN, f"{said}, which gives {self._written(index, result)}.")

    def _result(self, index: int) -> Decimal | None:
        row = int(self.rows.rows[index])
        return formula_result(self.formula.at(row), self.rows.grid, row)

    def _written(self, index: int, result: Decimal) -> str:
        return plainly(result, int(self.rows.places[index]) if FIELDS[self.name].kind == "amount" else 0)

    def _agrees(self, index: int, result: Decimal) -> bool:
        value = self.rows.content(index, self.name).value
        if not isinstance(value, float):
            return False
        is_amount = FIELDS[self.name].kind == "amount"
        places = int(self.rows.places[index]) if is_amount else 9
        return abs(Decimal(f"{value:.15g}") - result) < Decimal("0.5").scaleb(-places)

    def _shown(self, index: int, severity: Severity, message: str) -> Finding:
        meant = self.formula.at(int(self.rows.rows[index]))
        return self.rows.finding(index, self.name, severity, message, proposed=meant)
