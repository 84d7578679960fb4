"""Runs the rules over all tables and says of each whether it ran, where not, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from invoicing_xl.checks.catalogue import Rule, missing, rules
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

_KIND_WORDS: Mapping[TableKind, str] = {
    "invoices": "invoices",
    "lines": "invoice lines",
    "customers": "customers",
    "payments": "payments",
    "items": "items",
}


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What became of one rule.

    status    "run" where it could look at one table at least
    reason    why it was skipped; where it ran, the sheets it was skipped for and why
    findings  how many it has, accepted ones not counted
    accepted  how many it has that are right as they are, as the clerk said
    doubts    of ``reason`` what is about sheets that have the fields, but of which nothing can be said
    """

    code: str
    title: str
    status: Literal["run", "skipped"]
    reason: str
    findings: int
    accepted: int = 0
    doubts: str = ""


@dataclass(frozen=True)
class Outcome:
    """``findings`` are by rule, then by sheet, then as the rule found them (by row as a rule)."""

    rules: tuple[RuleRun, ...]
    findings: tuple[Finding, ...]


def run(
    facts: Facts, codes: Collection[str] | None = None, progress: Callable[[str], None] | None = None
) -> Outcome:
    """All rules, or those with the given codes. What a rule raises is a defect of ours and goes through."""
    asked = [rule for rule in rules() if codes is None or rule.code in codes]
    outcomes: list[RuleRun] = []
    findings: list[Finding] = []
    # Columns are compared outside the interpreter's lock, so a second thread halves the time. It begins in
    # the middle, since neighbours ask for the same facts, and one would have to wait for the other.
    half = len(asked) // 2
    with ThreadPoolExecutor(max_workers=1) as second:
        answers = {
            rule.code: second.submit(_run, rule, facts) for rule in (*asked[half:], *asked[:half][::-1])
        }
        try:
            for rule in asked:
                answer = answers[rule.code]
                if progress:
                    progress(f"Checking {rule.title.lower()}")
                outcome, found = _run(rule, facts) if answer.cancel() else answer.result()
                outcomes.append(outcome)
                findings += found
        finally:
            second.shutdown(cancel_futures=True)
    return Outcome(tuple(outcomes), tuple(findings))


def _run(rule: Rule, facts: Facts) -> tuple[RuleRun, list[Finding]]:
    tables = facts.of_kind(*rule.kinds)
    refusal = _refusal(rule, tables, facts)
    if refusal:
        return RuleRun(rule.code, rule.title, "skipped", refusal, 0), []
    lacking = {table.sheet: lacks for table in tables if (lacks := missing(table, rule.needs))}
    reasons = [f"{sheet} has no {_listed(lacks)}" for sheet, lacks in lacking.items()]
    ready = [table for table in tables if not missing(table, rule.needs)]
    found = [_stamped(finding, rule, facts) for table in ready for finding in rule.check(table, facts)]
    doubts = [f"{table.sheet}: {doubt}" for table in ready if (doubt := rule.doubt(table, facts))]
    reasons += doubts
    accepted = facts.settings.accepted
    shown = [finding for finding in found if not accepted or finding.fingerprint not in accepted]
    silent = len(found) - len(shown)
    if silent:
        reasons.append(f"{silent} accepted")
    status: Literal["run", "skipped"] = "run" if found or len(doubts) < len(ready) else "skipped"
    reason = "; ".join(reasons)
    return RuleRun(rule.code, rule.title, status, reason, len(shown), silent, "; ".join(doubts)), shown


def _refusal(rule: Rule, tables: list[Table], facts: Facts) -> str:
    """Why the rule can look at no table at all; "" where nothing speaks against it."""
    if rule.code in facts.settings.rules_off:
        return "turned off on Invoicing setup"
    if not tables:
        return f"no sheet with {_either([_KIND_WORDS[kind] for kind in rule.kinds])}"
    for kind, needs in rule.needs_tables.items():
        lacks = [missing(table, needs) for table in facts.of_kind(kind)]
        if not lacks:
            return f"no sheet with {_KIND_WORDS[kind]}"
        if all(lacks):
            return f"the sheet with {_KIND_WORDS[kind]} has no {_listed(lacks[0])}"
    return ""


def _stamped(finding: Finding, rule: Rule, facts: Facts) -> Finding:
    severity = facts.settings.severities.get(rule.code)
    return replace(finding, rule=rule.code, severity=Severity(severity) if severity else finding.severity)


def _listed(words: list[str]) -> str:
    return ", no ".join(words)


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
