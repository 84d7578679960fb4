"""Settle: corrections are applied to a copy until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.corrections.issued import with_memos
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

MOST_ROUNDS = 10

Place = tuple[str, int, int]


@dataclass(frozen=True)
class Settled:
    """The corrections of all rounds as one change of each cell, and the tables as they will stand.

    reasons   for each edited cell the findings that led there, first one first
    tables    the tables after all edits
    findings  what the rules still find then
    contested cells for which two corrections differ; neither was taken
    """

    changes: ChangeSet
    reasons: dict[Place, list[Finding]]
    tables: Sequence[Table]
    findings: Sequence[Finding]
    contested: Sequence[Finding]


def settle(
    facts: Facts, findings: Sequence[Finding], wanted: Callable[[Finding], bool], *, once: bool = False
) -> Settled:
    """Apply the wanted corrections of ``findings`` on a copy, check again, and so on.

    ``once`` stops after the first round: for corrections the clerk chose one by one.
    RuntimeError where they do not settle: two of our rules then contradict each other.
    """
    changes: dict[Place, Edit] = {}
    reasons: dict[Place, list[Finding]] = {}
    contested: list[Finding] = []
    for _ in range(MOST_ROUNDS):
        chosen, disputed = _compatible(finding for finding in findings if wanted(finding) and finding.edits)
        contested += [finding for finding in disputed if finding not in contested]
        if not chosen:
            return Settled(_change_set(changes), reasons, facts.tables, findings, contested)
        edits = [edit for finding in chosen for edit in finding.edits]
        for finding in chosen:
            for edit in finding.edits:
                place = (edit.sheet, edit.row, edit.column)
                first = changes.get(place)
                changes[place] = replace(edit, before=first.before) if first else edit
                reasons.setdefault(place, []).append(finding)
        facts = replace(facts, tables=_with_edits(facts.tables, edits))
        findings = with_memos(run(facts).findings, facts.tables)
        if once:
            return Settled(_change_set(changes), reasons, facts.tables, findings, contested)
    raise RuntimeError(f"corrections do not settle: {sorted({finding.rule for finding in chosen})}")


def _compatible(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings whose edits can stand side by side, and those that contradict another one's."""
    candidates = list(findings)
    meant: dict[Place, set[object]] = {}
    for finding in candidates:
        for edit in finding.edits:
            meant.setdefault((edit.sheet, edit.row, edit.column), set()).add(edit.after)
    disputed = [
        finding
        for finding in candidates
        if any(len(meant[edit.sheet, edit.row, edit.column]) > 1 for edit in finding.edits)
    ]
    taken: set[Place] = set()
    chosen = []
    for finding in candidates:
        places = {(edit.sheet, edit.row, edit.column) for edit in finding.edits}
        # An equal edit that another finding already brings is not made twice.
        if finding not in disputed and not places & taken:
            taken |= places
            chosen.append(finding)
    return chosen, disputed


def _with_edits(tables: Sequence[Table], edits: Sequence[Edit]) -> list[Table]:
    """The tables over their sheets' snapshots after the edits."""
    by_sheet: dict[str, list[Edit]] = {}
    for edit in edits:
        by_sheet.setdefault(edit.sheet, []).append(edit)
    grids = {
        table.sheet: table.grid.with_edits(by_sheet[table.sheet])
        for table in tables
        if table.sheet in by_sheet
    }
    return [table.with_grid(grids[table.sheet]) if table.sheet in grids else table for table in tables]


def _change_set(changes: dict[Place, Edit]) -> ChangeSet:
    return ChangeSet(tuple(edit for edit in changes.values() if edit.after != edit.before))
