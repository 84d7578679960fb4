"""The rules there are: every module in a family's folder of this package that has a ``CODE`` is one.

A rule module holds

    its docstring         the rule's page: a title line and the sections of ``SECTIONS``
    CODE, TITLE           "AMT-01", "Line amount"
    KINDS                 the kinds of tables it looks at
    NEEDS                 fields a table must have; a tuple inside means one of them will do
    NEEDS_TABLES          optional: kinds of tables the workbook must have, each with its needed fields
    check(rows, facts)    yields the findings of one table
    doubt(rows, facts)    optional: why nothing is said of a table although it has the fields ("no way to
                          reckon Total fits its rows"); "" where silence means that nothing is wrong
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from types import ModuleType

from invoicing_xl import checks
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

SECTIONS = ("Why it matters", "What counts", "Stays silent", "Correction")

Needs = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True)
class Page:
    """What a clerk reads about a rule; ``sections`` are in the order of ``SECTIONS``."""

    summary: str
    sections: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    code: str
    title: str
    kinds: tuple[TableKind, ...]
    needs: Needs
    needs_tables: Mapping[TableKind, Needs]
    page: Page
    check: Callable[[Table, Facts], Iterator[Finding]]
    doubt: Callable[[Table, Facts], str]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    found = sorted((_rule(module) for module in _modules()), key=lambda rule: rule.code)
    codes = [rule.code for rule in found]
    if len(set(codes)) < len(codes):
        raise ValueError(f"two rules with one code: {codes}")
    return tuple(found)


def _modules() -> Iterator[ModuleType]:
    for family in iter_modules(checks.__path__, f"{checks.__name__}."):
        if family.ispkg:
            for found in iter_modules(import_module(family.name).__path__, f"{family.name}."):
                module = import_module(found.name)
                if hasattr(module, "CODE"):
                    yield module


def missing(table: Table, needs: Needs) -> list[str]:
    """Titles of the needed fields that a table lacks; "Net amount or Gross amount" where one would do."""
    wanted = [(need,) if isinstance(need, str) else need for need in needs]
    return [
        " or ".join(FIELDS[name].title for name in names)
        for names in wanted
        if not any(table.has(name) for name in names)
    ]


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        title=module.TITLE,
        kinds=module.KINDS,
        needs=module.NEEDS,
        needs_tables=getattr(module, "NEEDS_TABLES", {}),
        page=_page(module),
        check=module.check,
        doubt=getattr(module, "doubt", _no_doubt),
    )


def _no_doubt(rows: Table, facts: Facts) -> str:
    return ""


def _page(module: ModuleType) -> Page:
    summary, *rest = cleandoc(module.__doc__ or "").split("\n")
    sections: dict[str, list[str]] = {}
    for line in rest:
        if line and not line.startswith(" "):
            sections[line] = []
        elif line.strip() and sections:
            sections[next(reversed(sections))].append(line.strip())
    if not summary or tuple(sections) != SECTIONS or not all(sections.values()):
        raise ValueError(f"the page of {module.__name__} wants a title line and the sections {SECTIONS}")
    return Page(summary, {title: " ".join(lines) for title, lines in sections.items()})
