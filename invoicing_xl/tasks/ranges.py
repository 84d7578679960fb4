"""What formulas ask: the tasks over ranges that are handed over instead of a workbook.

A range of rows comes with its captions, counts its rows from 1, and knows neither the number formats nor
the formulas of its cells. What cannot be said without them, or without other sheets, is not said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.checks.amounts import hidden_decimals
from invoicing_xl.checks.catalogue import rules
from invoicing_xl.checks.dates import document_date
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import RuleRun, run
from invoicing_xl.corrections.issued import with_memos
from invoicing_xl.layout.see import Range, see_ranges
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.findings import WORST_FIRST, Finding
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
NO_CURRENCY = "XXX"
"""ISO 4217's code for none: a formula is told no currency but that of the rows."""
_SETTINGS = Settings(default_currency=NO_CURRENCY)
_WITHOUT_CURRENCY = RuleRun(
    hidden_decimals.CODE, hidden_decimals.TITLE, "skipped", "not every row says its currency", 0
)
_WITHOUT_DAY = RuleRun(
    document_date.CODE, document_date.TITLE, "skipped", "dates in the future: no as-of date is given", 0
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
    codes = {rule.code for rule in rules() if not families or rule.code.split("-")[0] in families}
    unknown = [] if _names_currencies(table) else [_WITHOUT_CURRENCY]
    outcome = run(facts, codes - {rule.code for rule in unknown})
    if np.isnat(as_of) and table.has("date"):
        unknown.append(_WITHOUT_DAY)
    filled = (rows.kinds != Kind.BLANK).any(axis=1)
    told = [finding for finding in outcome.findings if filled[finding.row - 1]]
    findings = [_in_words(finding) for finding in with_memos(told, [table])]
    findings.sort(key=lambda one: (one.row, WORST_FIRST.index(one.severity), one.column, one.rule))
    ours = {rule.code for rule in rules() if table.kind in rule.kinds and not rule.needs_tables}
    skipped = [
        replace(rule, reason=rule.reason.replace(_HERE, "the range"))
        for rule in (*outcome.rules, *unknown)
        if rule.status == "skipped" and rule.code in ours & codes
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
    # Excel cuts off what lies beyond the used part of a sheet, which may be less of the rows.
    if (rows.kinds[:, len(captions) :] != Kind.BLANK).any():
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
    """The ledger of a range of documents and one of payments; blank ranges hold none.

    ``ClerkMessage`` where the captions are not understood, or amounts are too large to be added up.
    """
    return _ledger(
        _filled(invoices, invoice_headers, "invoices", ("invoices", "lines"))
        + _filled(payments, payment_headers, "payments", ("payments",))
    )


def range_aging(
    rows: Cells, headers: Cells, as_of: np.datetime64, basis: Basis, edges: Sequence[int]
) -> Aging:
    """The aging of a range of documents that say themselves what was paid of them."""
    ledger = _ledger(_filled(rows, headers, "invoices", ("invoices", "lines")))
    return age(ledger, as_of, basis=basis, edges=edges)


def _filled(rows: Cells, headers: Cells, name: str, kinds: tuple[TableKind, ...]) -> list[Range]:
    return [_range(rows, headers, name, kinds)] if (rows.kinds != Kind.BLANK).any() else []


def _ledger(given: Sequence[Range]) -> Ledger:
    return ledger_of(see_ranges(given, _SETTINGS), _SETTINGS)


def accounts(
    ledger: Ledger, customer: int, as_of: np.datetime64, start: np.datetime64 | None = None
) -> list[Statement]:
    """A customer's open items, or with ``start`` the movements since then, in each currency."""
    return accounts_of(ledger, customer, as_of, start=start)


def balances(ledger: Ledger, as_of: np.datetime64) -> NDArray[np.int64]:
    """What every customer (row) owes in every currency (column), in minor units."""
    posted, documents = ledger.posted(as_of), ledger.documents
    result = np.zeros((len(ledger.customers), len(ledger.currencies)), np.int64)
    np.add.at(result, (documents.customer[posted], documents.currency[posted]), documents.signed[posted])
    return result


def customers_called(ledger: Ledger, words: Sequence[str]) -> list[int]:
    """The customers of these IDs or names, as indices into the ledger's; -1 where there is none."""
    return find_customers(ledger, words)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A row that could not be posted, and whose it may be: -1 where that is not known."""

    sheet: str
    row: int
    why: str
    customer: int


def not_counted(ledger: Ledger) -> list[NotCounted]:
    """Rows that could not be posted. Drafts and void documents are left out on purpose."""
    rows = [
        (ledger.tables[table], left)
        for table, left in zip(ledger.left_out.table.tolist(), ledger.left_out, strict=True)
        if left.why not in _ON_PURPOSE
    ]
    named = [_named(table, left.row) for table, left in rows]
    by_id = find_customers(ledger, [customer for customer, _ in named])
    by_name = find_customers(ledger, [name for _, name in named])
    return [
        NotCounted(left.sheet, left.row, left.why, one if one >= 0 else other)
        for (_, left), one, other in zip(rows, by_id, by_name, strict=True)
    ]


def _named(table: Table, row: int) -> tuple[str, str]:
    at = int(np.searchsorted(table.rows, row))
    return table.texts("customer")[at], table.texts("customer_name")[at]


def in_words(rows: Sequence[NotCounted]) -> list[str]:
    """What the clerk has to know: a sentence for each sheet and reason."""
    by_reason: dict[tuple[str, str], list[int]] = {}
    for one in rows:
        by_reason.setdefault((one.sheet, one.why), []).append(one.row)
    return [
        f"Not counted: {_listed(found)} of the {sheet}: {why}." for (sheet, why), found in by_reason.items()
    ]


def _listed(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    named = ", ".join(map(str, rows[:_MOST_NAMED]))
    return f"{len(rows):,} rows ({named}{' …' if len(rows) > _MOST_NAMED else ''})"
