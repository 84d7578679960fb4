"""Answers in plain words."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from invoicing_xl.model.cells import Content
from invoicing_xl.model.dates import days_of, is_date_format
from invoicing_xl.model.findings import WORST_FIRST, Confidence, Finding
from invoicing_xl.tasks.aging import Aged
from invoicing_xl.tasks.check import Checked
from invoicing_xl.tasks.correct import Corrected
from invoicing_xl.tasks.demo import Demonstrated
from invoicing_xl.tasks.rules import RuleText
from invoicing_xl.tasks.setup import Sight
from invoicing_xl.tasks.statements import Stated
from invoicing_xl.tasks.undo import Refusal, Undone

_MOST_LISTED = 60
_MOST_OF_A_RULE = 12
_WIDTH = 110


def checked(result: Checked) -> str:
    """What was found, the worst first; then what could not be checked and why."""
    return "\n".join([*_counts(result), *_listed(result.findings), *_skipped(result), *result.unmarked])


def _counts(result: Checked) -> Iterator[str]:
    rows = rows_looked_at(result) or "no table of invoices was found"
    yield f"{result.book}, as of {result.facts.as_of}: {rows}."
    yield from result.understanding.notes
    if result.findings:
        yield from levels(result.findings)
    else:
        yield "Nothing found." if result.facts.tables else "“setup” tells how each sheet was understood."
    yield from silent(result)


def silent(result: Checked) -> Iterator[str]:
    """How many findings are not told since the clerk accepted them."""
    if result.accepted:
        yield f"{counted(result.accepted, 'finding')} accepted: you gave a reason."


def rows_looked_at(result: Checked) -> str:
    """ "1,200 invoices, 300 payments"; "" where there is no table."""
    kinds: Counter[str] = Counter()
    for table in result.facts.tables:
        kinds[table.kind] += len(table)
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())


def levels(findings: Sequence[Finding]) -> Iterator[str]:
    """How many there are of each level, and how many corrections wait."""
    count = Counter(finding.severity for finding in findings)
    yield ", ".join(f"{count[level]:,} {level.value}" for level in WORST_FIRST if count[level]) + "."
    waits = Counter(finding.confidence for finding in findings)
    safe, ask = waits[Confidence.SAFE], waits[Confidence.ASK]
    yield f"{safe:,} can be corrected safely, {ask:,} when you tick them, the others are for you to decide."


def _listed(findings: Sequence[Finding]) -> Iterator[str]:
    """The worst first; of a rule that finds much the first few."""
    counts = Counter(finding.rule for finding in findings)
    shown: Counter[str] = Counter()
    for finding in sorted(findings, key=lambda finding: WORST_FIRST.index(finding.severity)):
        shown[finding.rule] += 1
        if shown[finding.rule] > _MOST_OF_A_RULE:
            continue
        proposal = f" → {finding.proposed}" if finding.proposed else ""
        place = f"{finding.sheet}!{finding.cell}"
        yield f"  {finding.severity.value:5} {finding.rule}  {place:18} {finding.message}{proposal}"
        if shown[finding.rule] == _MOST_OF_A_RULE < counts[finding.rule]:
            more = counts[finding.rule] - _MOST_OF_A_RULE
            yield f"        {finding.rule}  … and {more:,} more; --write puts them all on a Findings sheet."


def _skipped(result: Checked) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for rule in result.rules:
        why = rule.reason if rule.status == "skipped" else rule.doubts
        if why:
            reasons.setdefault(why, []).append(rule.code)
    if reasons:
        yield "Not checked:"
    for reason, codes in reasons.items():
        yield f"  {', '.join(codes)}: {textwrap.shorten(reason, _WIDTH, placeholder=' …')}"


def corrected(result: Corrected, *, dry_run: bool) -> str:
    """What was changed, what was refused, and what it does to the customers' balances."""
    count = len(result.entries)
    if not count:
        head = "Nothing was changed:" if result.refused else "Nothing to correct."
    elif dry_run:
        head = f"{counted(count, 'cell')} would be changed (nothing was written):"
    else:
        head = f"{counted(count, 'cell')} changed, batch {result.batch} (“undo” takes it back):"
    lines = [head]
    for entry in result.entries[:_MOST_LISTED]:
        before, after = entry.edit.before, entry.edit.seen_after
        change = f"{_shown(before, result.date1904)} → {_shown(after, result.date1904)}"
        lines.append(f"  {entry.rule}  {entry.edit.sheet}!{entry.edit.cell}  {change}")
    if count > _MOST_LISTED:
        lines.append(f"  … and {count - _MOST_LISTED:,} more; the Change log has them all.")
    lines += _refused(result.refused)
    lines += [
        f"  {total.customer or '(no customer)'} {total.currency}: balance {total.before:,} → {total.after:,}"
        for total in result.totals
    ]
    if count and not result.totals:
        lines.append("No customer's balance changes.")
    return "\n".join(lines)


def undone(result: Undone) -> str:
    """What was put back and what was left alone."""
    lines = [f"{counted(len(result.entries), 'cell').capitalize()} put back as before batch {result.batch}."]
    return "\n".join([*lines, *_refused(result.refused)])


def _refused(refused: Sequence[Refusal]) -> Iterator[str]:
    for refusal in refused[:_MOST_LISTED]:
        yield f"  not {_place(refusal.sheet, refusal.cell)}: {refusal.why}"
    if len(refused) > _MOST_LISTED:
        yield f"  … and {len(refused) - _MOST_LISTED:,} more are not changed."


def stated(result: Stated) -> str:
    """Which statements were made, who got none, and whether they tie out."""
    run = result.run
    ids, currencies, amount = run.ledger.customers.ids, run.ledger.currencies, run.ledger.amount
    lines = [f"{counted(len(run.statements), 'statement').capitalize()} as of {run.as_of}."]
    lines += [f"  no statement for {ids[one.customer]}: {one.why}" for one in run.skipped]
    for one in run.tie_out:
        stated, control = amount(one.statements, one.currency), amount(one.control_total, one.currency)
        lines.append(
            f"  {currencies[one.currency]}: statements {stated:,}, control total {control:,}, "
            f"difference {amount(one.difference, one.currency):,}"
        )
    lines += [f"  {note}" for note in result.notes]
    return "\n".join(lines)


def aged(answer: Aged) -> str:
    """The aging as a small table, and what else the clerk should know."""
    result = answer.aging
    ids, currencies, amount = result.ledger.customers.ids, result.ledger.currencies, result.ledger.amount
    figures = np.column_stack([result.amounts, result.unapplied, result.balance]).tolist()
    rows = [["Customer", "Cur", *result.buckets.labels, "Unapplied", "Balance"]]
    for customer, currency, minor in zip(
        result.customer.tolist(), result.currency.tolist(), figures, strict=True
    ):
        rows.append([ids[customer], currencies[currency], *(f"{amount(one, currency):,}" for one in minor)])
    lines = [f"Aging as of {result.as_of} by {result.buckets.basis} date", *_table(rows)]
    for currency in result.currencies:
        control = amount(int(result.control[currency]), currency)
        lines.append(f"Control total {currencies[currency]} {control:,}")
    return "\n".join([*lines, *answer.notes])


def understood(result: Sight) -> str:
    """Each table, its columns and why they were taken so."""
    return "\n".join(result.lines())


def rules(catalogue: Iterable[RuleText]) -> str:
    return "\n".join(f"{rule.code:7} {rule.title}: {rule.summary}" for rule in catalogue)


def rule_page(rule: RuleText) -> str:
    lines = [f"{rule.code} {rule.title}", rule.summary]
    for heading, text in rule.sections:
        lines += ["", heading, *textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")]
    return "\n".join(lines)


def demonstrated(result: Demonstrated) -> str:
    """The four steps of the main job, one after the other, and where the result is."""
    return "\n\n".join(
        [
            checked(result.checked),
            corrected(result.corrected, dry_run=False),
            stated(result.stated),
            f"The corrected workbook with its statements: {result.path}",
        ]
    )


def counted(count: int, word: str) -> str:
    """ "1 cell", "1,200 cells", "no cells"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s" if count else f"no {word}s"


def _place(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}"


def _shown(content: Content, date1904: bool) -> str:
    value = content.value
    if content.formula:
        return content.formula
    if value is None:
        return "(blank)"
    if isinstance(value, float) and is_date_format(content.number_format or ""):
        return str(days_of(np.array([value]), date1904=date1904)[0])
    if isinstance(value, float):
        return f"{value:.15g}"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Columns aligned: texts to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            text.ljust(width) if place < 2 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()
