"""The runner says of every rule whether it ran, and obeys the clerk's settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from invoicing_xl.checks import runner
from invoicing_xl.checks.catalogue import Page, Rule
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.model.cells import Content
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import table_of

AS_OF = np.datetime64("2026-05-06")


def sheet(name: str, kind: TableKind, **columns: list[float | str | None]) -> Table:
    cells = {
        (row, place): Content(value)
        for place, (field, values) in enumerate(columns.items(), 1)
        for row, value in enumerate([field, *values], 1)
    }
    places = {field: place for place, field in enumerate(columns, 1)}
    count = len(next(iter(columns.values())))
    return table_of(kind, grid_of(name, cells), 1, list(range(2, count + 2)), places)


def test_a_rule_runs_where_it_can_and_says_where_it_cannot() -> None:
    books = [
        sheet("May", "invoices", number=["1", "1"], gross=[1.0, 1.0]),
        sheet("June", "invoices", date=[46000.0], gross=[1.0]),
    ]
    outcome = run(Facts(books, AS_OF), codes={"DUP-01", "DUP-03", "CUS-02"})
    said = {rule.code: (rule.status, rule.reason, rule.findings) for rule in outcome.rules}
    assert said["DUP-01"] == ("run", "June has no Document number", 1)
    assert said["DUP-03"] == (
        "skipped",
        "May has no Document date, no Customer ID or Customer name; "
        "June has no Document number, no Customer ID or Customer name",
        0,
    )
    assert said["CUS-02"][:2] == ("skipped", "no sheet with customers")
    assert [finding.rule for finding in outcome.findings] == ["DUP-01"]


def test_a_sheet_of_which_nothing_can_be_said_is_not_passed() -> None:
    def figures(name: str, gross: list[float]) -> Table:
        return sheet(name, "invoices", net=[10.0, 20.0, 30.0], tax=[2.0, 4.0, 6.0], gross=gross)

    may, june = figures("May", [12.0, 24.0, 36.0]), figures("June", [13.5, 21.0, 37.2])
    why = "June: no way to reckon gross fits its rows"
    both = run(Facts([may, june], AS_OF), codes={"AMT-04"}).rules[0]
    assert (both.status, both.reason, both.doubts) == ("run", why, why)
    alone = run(Facts([june], AS_OF), codes={"AMT-04"}).rules[0]
    assert (alone.status, alone.reason) == ("skipped", why)


def test_without_a_sheet_of_its_kind_a_rule_is_skipped() -> None:
    outcome = run(Facts([sheet("Items", "items", item=["Desk"])], AS_OF), codes={"DUP-01"})
    assert outcome.rules[0].status == "skipped"
    assert outcome.rules[0].reason == "no sheet with invoices or payments"


def test_a_sheet_that_another_one_needs_must_have_its_columns() -> None:
    books = [
        sheet("Invoices", "invoices", customer=["K-1"], customer_name=["Tolva"]),
        sheet("Customers", "customers", customer=["K-1"]),
    ]
    outcome = run(Facts(books, AS_OF), codes={"CUS-02"})
    assert outcome.rules[0].status == "skipped"
    assert outcome.rules[0].reason == "the sheet with customers has no Customer name"


@pytest.fixture
def twice() -> Facts:
    table = sheet("Invoices", "invoices", number=["1", "1", "2", "2 "], gross=[1.0, 1.0, 2.0, 2.0])
    return Facts([table], AS_OF)


def test_a_rule_that_is_turned_off_is_skipped(twice: Facts) -> None:
    outcome = run(replace(twice, settings=Settings(rules_off=frozenset({"DUP-01"}))))
    off = next(rule for rule in outcome.rules if rule.code == "DUP-01")
    assert (off.status, off.reason, off.findings) == ("skipped", "turned off on Invoicing setup", 0)
    assert "DUP-01" not in {finding.rule for finding in outcome.findings}


def test_the_clerk_says_how_severe_a_rule_is(twice: Facts) -> None:
    settings = Settings(severities={"DUP-01": "INFO"})
    outcome = run(replace(twice, settings=settings), codes={"DUP-01", "DUP-02"})
    assert {finding.rule: finding.severity for finding in outcome.findings} == {
        "DUP-01": Severity.INFO,
        "DUP-02": Severity.ERROR,
    }


def test_an_accepted_finding_is_not_told_again_but_counted(twice: Facts) -> None:
    (finding,) = run(twice, codes={"DUP-01"}).findings
    settings = Settings(accepted={finding.fingerprint: "agreed"})
    outcome = run(replace(twice, settings=settings), codes={"DUP-01"})
    assert outcome.findings == ()
    assert (outcome.rules[0].status, outcome.rules[0].reason) == ("run", "1 accepted")
    assert (outcome.rules[0].findings, outcome.rules[0].accepted) == (0, 1)


def test_progress_is_told(twice: Facts) -> None:
    steps: list[str] = []
    run(twice, codes={"DUP-01", "DUP-02"}, progress=steps.append)
    assert steps == ["Checking same number twice", "Checking same number written otherwise"]


def test_what_a_rule_raises_goes_through(twice: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(rows: Table, facts: Facts) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    broken = Rule("XXX-01", "Broken", ("invoices",), (), {}, Page("", {}), check, lambda rows, facts: "")
    monkeypatch.setattr(runner, "rules", lambda: (broken,))
    with pytest.raises(ZeroDivisionError):
        run(twice)


def test_facts_are_computed_once_and_anew_for_other_tables(twice: Facts) -> None:
    asked: list[int] = []

    def question(facts: Facts) -> int:
        asked.append(1)
        return len(facts.tables)

    assert [twice.once(question), twice.once(question)] == [1, 1]
    assert len(asked) == 1
    assert replace(twice, tables=[]).once(question) == 0
