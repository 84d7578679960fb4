"""The catalogue of rules, and one rule's page."""

from __future__ import annotations

from dataclasses import dataclass

from invoicing_xl.checks.catalogue import Rule, rules
from invoicing_xl.model.errors import ClerkMessage


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as a clerk reads it: ``sections`` are (heading, text)."""

    code: str
    title: str
    summary: str
    sections: tuple[tuple[str, str], ...]


def rule_list() -> list[RuleText]:
    """Every rule, by code."""
    return [_text(rule) for rule in rules()]


def rule_page(code: str) -> RuleText:
    """One rule. ClerkMessage where there is none with that code."""
    for rule in rules():
        if rule.code == code.strip().upper():
            return _text(rule)
    raise ClerkMessage(
        f"There is no rule {code}.", next_step="“invoicing-xl rules” lists all with their codes."
    )


def _text(rule: Rule) -> RuleText:
    return RuleText(rule.code, rule.title, rule.page.summary, tuple(rule.page.sections.items()))
