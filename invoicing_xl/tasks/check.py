"""Check: every rule over every table of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import RuleRun, run
from invoicing_xl.corrections.issued import with_memos
from invoicing_xl.corrections.listed import read_ticks
from invoicing_xl.corrections.preview import Heading, Marked, Place, Tick, findings_plan
from invoicing_xl.model.cells import column_letters
from invoicing_xl.model.findings import WORST_FIRST, Finding, Severity
from invoicing_xl.model.tables import Table
from invoicing_xl.tasks.accepted import accepted_on_findings, keep_accepted, with_accepted
from invoicing_xl.tasks.marks import clear_marks, marks_of, set_marks
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import Understanding, sheet_of_kind, understand
from invoicing_xl.workbook.port import Workbook


@dataclass(frozen=True)
class Checked:
    """What every rule said; findings stand in the order of sheets and rows.

    ``accepted_anew`` says that the clerk gave reasons on *Findings* that are not yet on *Invoicing setup*.
    ``unmarked`` says which cells could not be marked, and why.
    """

    book: str
    understanding: Understanding
    facts: Facts
    rules: Sequence[RuleRun]
    findings: Sequence[Finding]
    accepted_anew: bool = False
    unmarked: Sequence[str] = ()

    @property
    def has_errors(self) -> bool:
        """Whether anything at level ERROR or above was found."""
        return any(finding.severity in (Severity.ERROR, Severity.BLOCK) for finding in self.findings)

    @property
    def accepted(self) -> int:
        """How many findings are silent, since the clerk gave a reason for them."""
        return sum(rule.accepted for rule in self.rules)

    def to_json(self) -> dict[str, object]:
        """The contract other programs read."""
        return {
            "book": self.book,
            "as_of": str(self.facts.as_of),
            "tables": [_table_json(table) for table in self.facts.tables],
            "rules": [
                {
                    "code": rule.code,
                    "title": rule.title,
                    "status": rule.status,
                    "reason": rule.reason,
                    "findings": sum(finding.rule == rule.code for finding in self.findings),
                }
                for rule in self.rules
            ],
            "findings": [_finding_json(finding) for finding in self.findings],
        }


def _table_json(table: Table) -> dict[str, object]:
    return {
        "sheet": table.sheet,
        "kind": table.kind,
        "first_row": int(table.rows[0]) if len(table) else table.header_row + 1,
        "rows": len(table),
        "columns": {name: column_letters(column) for name, column in table.columns.items()},
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": column_letters(finding.column),
        "cell": finding.cell,
        "header": finding.header,
        "document": finding.document,
        "customer": finding.customer,
        "message": finding.message,
        "now": finding.now,
        "proposed": finding.proposed,
        "confidence": finding.confidence.value,
        "related": list(finding.related),
    }


def check(
    book: Workbook, as_of: np.datetime64, *, write: bool = False, progress: Progress = silent
) -> Checked:
    """Run every rule; with ``write`` put the *Findings* sheet too, and mark cells where the clerk wants it.

    Reasons that the clerk gave on *Findings* move to *Invoicing setup* then.
    The book is changed but not saved.
    """
    result = checked(book, as_of, progress)
    if not write:
        return result
    progress("Writing Findings")
    return replace(result, unmarked=put_findings(book, result))


def checked(book: Workbook, as_of: np.datetime64, progress: Progress = silent) -> Checked:
    """Read the workbook and run every rule."""
    accepted = accepted_on_findings(book)
    understanding = with_accepted(understand(book, progress), accepted)
    facts = Facts(understanding.tables, as_of, understanding.settings)
    outcome = run(facts, progress=progress)
    findings = with_memos(outcome.findings, facts.tables)
    order = {table.sheet: position for position, table in enumerate(facts.tables)}
    findings.sort(key=lambda finding: (order[finding.sheet], finding.row, finding.column, finding.rule))
    return Checked(book.name, understanding, facts, outcome.rules, findings, bool(accepted))


def put_findings(book: Workbook, result: Checked) -> list[str]:
    """Put the *Findings* sheet, the clerk's ticks kept where the finding is still the same.

    Former marks are taken away, and new ones set where the clerk wants them; returns what is not marked.
    """
    tables = result.facts.tables
    reasons = [(rule.code, rule.reason if rule.status == "skipped" else rule.doubts) for rule in result.rules]
    skipped = [(code, reason) for code, reason in reasons if reason]
    heading = Heading(result.book, str(result.facts.as_of), skipped, result.accepted)
    ranked = sorted(result.findings, key=lambda finding: WORST_FIRST.index(finding.severity))
    clear_marks(book, tables)
    marks: dict[Place, Marked] = {}
    unmarked: list[str] = []
    if result.understanding.settings.mark_cells:
        marks, unmarked = marks_of(book, ranked, tables)
    if result.accepted_anew:
        keep_accepted(book, result.understanding)
    book.put(findings_plan(ranked, tables, heading, ticks_of(book), marks))
    return unmarked + set_marks(book, marks, tables)


def ticks_of(book: Workbook) -> dict[Tick, bool]:
    """The clerk's ticks on *Findings*; empty where there is no such sheet."""
    sheet = sheet_of_kind(book, "findings")
    return {} if sheet is None else read_ticks(book.read(sheet.name))
