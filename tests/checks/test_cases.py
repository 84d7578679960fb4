"""Every rule against its case file, and every case file against the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoicing_xl.checks.catalogue import Rule, rules
from invoicing_xl.checks.runner import run
from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.findings import Confidence, Finding
from tests.checks.case_file import Case, CaseFile, Expected, place_of, read_case_file

HERE = Path(__file__).parent
FILES = {path: read_case_file(path) for path in sorted(HERE.rglob("*.md"))}
CASES = [
    pytest.param(file.code, case, id=f"{path.parent.name}/{path.stem}: {case.name}")
    for path, file in FILES.items()
    for case in file.cases
]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_has_a_case_file_that_bears_its_name(rule: Rule) -> None:
    *_, family, module = rule.check.__module__.split(".")
    path = HERE / family / f"{module}.md"
    assert path in FILES, f"write {path.relative_to(HERE)}"
    assert (FILES[path].code, FILES[path].title) == (rule.code, rule.title)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_case_file_shows_what_is_found_and_what_is_not(rule: Rule) -> None:
    cases = [case for file in FILES.values() if file.code == rule.code for case in file.cases]
    assert any(case.expected for case in cases)
    assert any(case.expected == [] for case in cases)


@pytest.mark.parametrize("file", FILES.values(), ids=[path.stem for path in FILES])
def test_a_case_file_is_about_a_rule(file: CaseFile) -> None:
    assert file.code in {rule.code for rule in rules()}


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: Case) -> None:
    outcome = run(case.facts, codes={code})
    if case.not_checked is not None:
        assert outcome.rules[0].status == "skipped"
        assert case.not_checked in outcome.rules[0].reason
        return
    assert outcome.rules[0].status == "run", outcome.rules[0].reason
    found = sorted(outcome.findings, key=_order)
    expected = sorted(case.expected or [], key=lambda line: place_of(case.sheets[0], line.cell))
    assert [_short(finding, case) for finding in found] == [_wanted(line) for line in expected]
    for finding, line in zip(found, expected, strict=True):
        _compare(finding, line, case)


def _order(finding: Finding) -> tuple[str, int, int]:
    return finding.sheet, finding.row, finding.column


def _short(finding: Finding, case: Case) -> tuple[str, str, str]:
    here = finding.sheet == case.sheets[0].sheet
    return finding.cell if here else f"{finding.sheet}!{finding.cell}", finding.severity, finding.confidence


def _wanted(line: Expected) -> tuple[str, str, str]:
    return line.cell, line.level, line.confidence


def _compare(finding: Finding, line: Expected, case: Case) -> None:
    assert line.message in finding.message
    if line.proposed is not None:
        assert finding.proposed == line.proposed
    if line.related is not None:
        assert finding.related == line.related
    if line.writes is not None:
        meant = {place_of(case.sheets[0], cell): content for cell, content in line.writes}
        written = {(edit.sheet, edit.row, edit.column): _written(edit) for edit in finding.edits}
        assert written == meant
    changes = finding.confidence in (Confidence.SAFE, Confidence.ASK)
    assert bool(finding.edits) == changes, "what can be applied has edits, what is only shown has none"
    for edit in finding.edits:
        grid = next(table.grid for table in case.sheets if table.sheet == edit.sheet)
        assert edit.before == grid.content(edit.row, edit.column)


def _written(edit: Edit) -> Content:
    return edit.after
