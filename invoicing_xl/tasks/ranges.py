"""What formulas ask: the tasks over ranges that are handed over instead of a workbook.

A range of rows comes with its captions, counts its rows from 1, and knows neither the number formats nor
the formulas of its cells. What cannot be said without them, or without other sheets, is not said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from invoicing_xl.checks.amounts import hidden_decimals
from invoicing_xl.checks.catalogue import rules
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import RuleRun, run
from invoicing_xl.corrections.issued import with_memos
from invoicing_xl.layout.see import Range, see_ranges
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import REASONS, ledger_of
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table
from invoicing_xl.statements.aging import Aging, Basis, age
from invoicing_xl.statements.run import accounts_of, find_customers
from invoicing_xl.statements.statement import Statement
from invoicing_xl.workbook.excel_values import Cells

# What names the rows in messages: no caption or word of a clerk's holds it.
_HERE = "\ue000"
_PLACE = re.compile(rf"{_HERE}!([A-Z]+)([0-9]+)")
_WORST_FIRST = [Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.INFO]
NO_CURRENCY = "XXX"
"""ISO 4217's code for none: a formula is told no currency but that of the rows."""
_SETTINGS = Settings(default_currency=NO_CURRENCY)
_WITHOUT_CURRENCY = RuleRun(
    hidden_decimals.CODE, hidden_decimals.TITLE, "skipped", "not every row says its currency", 0
)
_ON_PURPOSE = REASONS[:2]  # void, draft
_MOST_NAMED = 5


@dataclass(frozen=True)
class CheckedRange:
    """What the rules said of a range; ``row`` of a finding counts the range's rows from 1.

    findings  by row, the worst of a row first
    skipped   rules about rows of this kind that could not look, with the reason
    """

    table: Table
    findings: Sequence[Finding]
    skipped: Sequence[RuleRun]


def check_range(
    rows: Cells, headers: Cells, as_of: np.datetime64, families: Collection[str] = ()
) -> CheckedRange:
    """Run the rules, or those of some families ("DUP"). ``as_of`` NaT says that the day is not known: then
    nothing is said that depends on it.

    ``ClerkMessage`` where the captions are not understood.
    """
    [table] = see_ranges([_range(rows, headers, _HERE)], _SETTINGS)
    facts = Facts([table], as_of, _SETTINGS)
    unknown = [] if _names_currencies(table) else [_WITHOUT_CURRENCY]
    codes = {rule.code for rule in rules() if not families or rule.code.split("-")[0] in families}
    outcome = run(facts, codes - {rule.code for rule in unknown})
    filled = (rows.kinds != Kind.BLANK).any(axis=1)
    told = [finding for finding in outcome.findings if filled[finding.row - 1]]
    findings = [_in_words(finding) for finding in with_memos(told, [table])]
    findings.sort(key=lambda one: (one.row, _WORST_FIRST.index(one.severity), one.column, one.rule))
    ours = {rule.code for rule in rules() if table.kind in rule.kinds and not rule.needs_tables}
    skipped = [
        replace(rule, reason=rule.reason.replace(_HERE, "the range"))
        for rule in (*outcome.rules, *unknown)
        if rule.status == "skipped" and rule.code in ours
    ]
    return CheckedRange(table, findings, skipped)


def _names_currencies(table: Table) -> bool:
    """Whether every row says its currency; else nobody knows how many decimals it may have."""
    return table.currencies is not None and NO_CURRENCY not in table.currencies.values.to_pylist()


def related_rows(finding: Finding) -> list[int]:
    """The other rows of the range that a finding is about."""
    return [int(found[2]) for place in finding.related if (found := _PLACE.fullmatch(place))]


def _in_words(finding: Finding) -> Finding:
    """Cells of a range are said by their rows: where the range stands is not known."""
    message = _PLACE.sub(r"row \2", finding.message).replace(_HERE, "the range")
    return replace(finding, message=message)


def _range(rows: Cells, headers: Cells, name: str, kinds: tuple[TableKind, ...] | None = None) -> Range:
    captions = _captions(headers)
    if len(captions) != rows.shape[1]:
        raise ClerkMessage(
            f"There are {len(captions)} captions for {rows.shape[1]} columns.",
            next_step="Give rows and captions of the same columns.",
        )
    named = {at: text for at, text in enumerate(captions, 1) if text}
    grid = _with_formulas_behind_errors(rows.grid(name))
    return Range(grid, named) if kinds is None else Range(grid, named, kinds)


def _with_formulas_behind_errors(grid: Grid) -> Grid:
    """An error value is taken for a formula's result: hardly any stands in a cell as itself."""
    columns = {
        column: replace(cells, formulas=np.where(cells.kinds == Kind.ERROR, 0, cells.formulas))
        for column, cells in grid.columns.items()
    }
    return replace(grid, columns=columns, formula_text=lambda index, row, column: "The formula")


def _captions(headers: Cells) -> list[str]:
    """The last row with any text: a range of captions may begin with titles."""
    said = [[str(headers.pool[code]) if code >= 0 else "" for code in row] for row in headers.texts.tolist()]
    return [" ".join(text.split()) for text in next((row for row in reversed(said) if any(row)), said[-1])]


# Accounts ------------------------------------------------------------------------------------------------


def range_ledger(invoices: Cells, invoice_headers: Cells, payments: Cells, payment_headers: Cells) -> Ledger:
    """The ledger of a range of documents and one of payments, which may be blank.

    ``ClerkMessage`` where the captions are not understood, or amounts are too large to be added up.
    """
    ranges = [_range(invoices, invoice_headers, "invoices", ("invoices", "lines"))]
    if (payments.kinds != Kind.BLANK).any():
        ranges.append(_range(payments, payment_headers, "payments", ("payments",)))
    return ledger_of(see_ranges(ranges, _SETTINGS), _SETTINGS)


def range_aging(
    rows: Cells, headers: Cells, as_of: np.datetime64, basis: Basis, edges: Sequence[int]
) -> Aging:
    """The aging of a range of documents that say themselves what was paid of them."""
    tables = see_ranges([_range(rows, headers, "invoices", ("invoices", "lines"))], _SETTINGS)
    return age(ledger_of(tables, _SETTINGS), as_of, basis=basis, edges=edges)


def accounts(
    ledger: Ledger, customer: int, as_of: np.datetime64, start: np.datetime64 | None = None
) -> list[Statement]:
    """A customer's open items, or with ``start`` the movements since then, in each currency."""
    return accounts_of(ledger, customer, as_of, start=start)


def customers_called(ledger: Ledger, words: Sequence[str]) -> list[int]:
    """The customers of these IDs or names, as indices into the ledger's; -1 where there is none."""
    return find_customers(ledger, words)


def not_counted(ledger: Ledger, customer: int | None = None) -> list[str]:
    """What the clerk has to know of an account, or of all: rows that could not be posted and may belong
    to it. Drafts and void documents are left out on purpose.
    """
    rows: dict[tuple[str, str], list[int]] = {}
    left_out = ledger.left_out
    for position, left in zip(left_out.table.tolist(), left_out, strict=True):
        if left.why not in _ON_PURPOSE and _may_be(ledger, ledger.tables[position], left.row, customer):
            rows.setdefault((left.sheet, left.why), []).append(left.row)
    return [f"Not counted: {_listed(found)} of {sheet}: {why}." for (sheet, why), found in rows.items()]


def _may_be(ledger: Ledger, table: Table, row: int, customer: int | None) -> bool:
    """Whether a row may be the customer's: it names them, or nobody that is known."""
    if customer is None:
        return True
    at = int(np.searchsorted(table.rows, row))
    named = [text for name in ("customer", "customer_name") if (text := table.texts(name)[at].strip())]
    return next((one for one in find_customers(ledger, named) if one >= 0), customer) == customer


def _listed(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    return f"{len(rows):,} rows ({', '.join(map(str, rows[:_MOST_NAMED]))}{' …' * (len(rows) > _MOST_NAMED)})"
