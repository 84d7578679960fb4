"""Answers for a message box: the figures first, then what matters most; the sheets hold the rest.

No arrows: a message box of VBA shows only the characters of the computer's own code page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from invoicing_xl.model.findings import Severity
from invoicing_xl.surface.texts import counted, levels, rows_looked_at, silent
from invoicing_xl.tasks.aging import Aged
from invoicing_xl.tasks.check import Checked
from invoicing_xl.tasks.correct import Corrected
from invoicing_xl.tasks.findings import Listed, Stop, TakenAway
from invoicing_xl.tasks.rules import RuleText
from invoicing_xl.tasks.setup import Sight
from invoicing_xl.tasks.statements import Stated
from invoicing_xl.tasks.undo import Refusal, Undone

_MOST_NAMED = 5


def checked(result: Checked) -> str:
    """How many rows and findings there are, and what could not be checked."""
    rows = rows_looked_at(result)
    if not rows:
        return "No table of invoices was found. Understand columns says how each sheet was understood."
    lines = [f"{rows}, as of {result.facts.as_of}.", *result.understanding.notes]
    lines += levels(result.findings) if result.findings else ["Nothing found."]
    lines += silent(result)
    if any(finding.severity is Severity.BLOCK for finding in result.findings):
        lines.append("Nothing marked BLOCK should be sent before it is settled.")
    return "\n".join([*lines, *_not_checked(result), *result.unmarked])


def _not_checked(result: Checked) -> Iterator[str]:
    count = sum(rule.status == "skipped" for rule in result.rules)
    if count:
        yield f"{counted(count, 'rule')} could not look; the end of Findings says why."


def taken_away(gone: TakenAway) -> str:
    """What was taken away, and what was left."""
    lines = []
    if gone.sheet:
        lines.append("The sheet Findings was taken away. Check rows makes it anew.")
    if gone.kept:
        lines.append(f"You have written into {gone.kept}, so it stays. Delete it if you no longer need it.")
    if gone.marks:
        lines.append(f"{counted(gone.marks, 'cell')} as before, without a fill.")
    if gone.left:
        lines.append(f"{counted(gone.left, 'marked cell')} left alone: gone, or filled otherwise since.")
    return "\n".join(lines)


def stop(here: Stop) -> str:
    """What is wrong in a cell."""
    return "\n\n".join(map(_finding, here.findings))


def _finding(finding: Listed) -> str:
    lines = [f"{finding.level} {finding.rule}: {finding.message}"]
    if finding.proposed:
        lines.append(f"Now: {finding.now or '(blank)'}   Proposed: {finding.proposed} ({finding.correction})")
    return "\n".join(lines)


def understood(result: Sight) -> str:
    """Which sheet was taken for what."""
    lines = [f"{one.table.sheet}: {one.table.kind}, {counted(len(one.table), 'row')}" for one in result.seen]
    lines += [f"{one.sheet}: not used ({one.why})" for one in result.not_seen]
    return "\n".join([*lines, "The yellow cells of Invoicing setup are yours to change."])


def corrected(result: Corrected) -> str:
    """What was changed, what was refused, what it does to the customers' balances."""
    count = len(result.entries)
    lines = (
        [f"{counted(count, 'cell')} changed. Undo last takes them back, Change log lists them."]
        if count
        else []
    )
    lines += _refused(result.refused)
    for total in result.totals[:_MOST_NAMED]:
        customer = total.customer or "(no customer)"
        lines.append(f"{customer} {total.currency}: balance {total.before:,}, now {total.after:,}")
    if len(result.totals) > _MOST_NAMED:
        lines.append(f"… and the balances of {counted(len(result.totals) - _MOST_NAMED, 'more customer')}.")
    if count and not result.totals:
        lines.append("No customer's balance changes.")
    return "\n".join(lines) or "No correction is waiting that may be applied this way."


def undone(result: Undone) -> str:
    """What was put back, and what was left alone."""
    return "\n".join([f"As before batch {result.batch}.", *_refused(result.refused)])


def _refused(refused: Sequence[Refusal]) -> Iterator[str]:
    for one in refused[:_MOST_NAMED]:
        yield f"Not {one.sheet}!{one.cell}: {one.why}."
    if len(refused) > _MOST_NAMED:
        yield f"… and {len(refused) - _MOST_NAMED:,} more were left as they are."


def stated(result: Stated) -> str:
    """Whether the statements tie out, who got none, and what else the clerk should know."""
    run = result.run
    lines = []
    for one in run.tie_out:
        made = run.ledger.amount(one.statements, one.currency)
        control = run.ledger.amount(one.control_total, one.currency)
        proof = "ties out" if not one.difference else f"does not tie out with {control:,}"
        lines.append(f"{run.ledger.currencies[one.currency]} {made:,} {proof}.")
    if len(run.skipped) > _MOST_NAMED:
        lines.append(f"{counted(len(run.skipped), 'customer')} got none; Statements says why.")
    else:
        ids = run.ledger.customers.ids
        lines += [f"No statement for {ids[one.customer]}: {one.why}" for one in run.skipped]
    return "\n".join([*lines, *result.notes])


def aged(answer: Aged) -> str:
    """What is open in each currency, how much of it is past due, and what else the clerk should know."""
    result, ledger = answer.aging, answer.aging.ledger
    lines = []
    for currency in result.currencies:
        rows = result.currency == currency
        places = [label != "Not due" for label in result.buckets.labels]
        overdue = int(result.amounts[rows][:, places].sum())
        balance = int(result.balance[rows].sum())
        parts = f"{ledger.currencies[currency]} {ledger.amount(balance, currency):,} open"
        if result.buckets.basis == "due":
            parts += f": {ledger.amount(overdue, currency):,} past due"
        unapplied = int(result.unapplied[rows].sum())
        if unapplied:
            parts += f", {ledger.amount(unapplied, currency):,} in credits that settle nothing yet"
        lines.append(f"{parts}; {counted(int(rows.sum()), 'customer')}.")
    return "\n".join([*(lines or ["Nothing is open."]), *answer.notes])


def rule(page: RuleText) -> str:
    """A rule's page."""
    return "\n\n".join([page.summary, *(f"{heading}\n{text}" for heading, text in page.sections)])


def rules(catalogue: Sequence[RuleText]) -> str:
    """All rules by title."""
    lines = [f"{one.code} {one.title}" for one in catalogue]
    return "\n".join([*lines, "", "Select a cell with a finding and press Rules to read about its rule."])
