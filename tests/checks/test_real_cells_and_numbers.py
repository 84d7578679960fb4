"""A receivables clerk's month-end workbooks with known mistakes: those in cells, names and numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.layout.see import see
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.settings import Settings
from invoicing_xl.workbook.file import FileWorkbook

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
AS_OF = np.datetime64("2026-05-06")
RULES = frozenset(
    "FMT-01 FMT-02 FMT-04 FMT-05 FMT-06 FMT-07 FMT-08 FMT-10 FMT-11 IDN-01 IDN-02 "
    "DUP-01 DUP-02 DUP-03 SEQ-01".split()
)
FOUND_BY = {
    "total_text": "FMT-01", "total_text_comma": "FMT-01", "pay_text_amount": "FMT-01",
    "no_trailing_space": "FMT-02", "cust_name_spaces": "FMT-02", "date_text": "FMT-05",
    "cust_id_missing": "IDN-01", "dup_exact_row": "DUP-01", "number_collision": "DUP-01",
    "dup_number_reformatted": "DUP-02", "dup_number_typo": "DUP-03", "row_missing": "SEQ-01",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="../shared/data is missing")
BOOKS = pytest.mark.parametrize("name", ["northwind_demo", "northwind_dev"])


@cache
def findings(name: str) -> tuple[Finding, ...]:
    book = FileWorkbook(DATA / f"{name}.xlsx")
    sight = see([book.read(sheet.name) for sheet in book.sheets()], Settings())
    return run(Facts([one.table for one in sight.seen], AS_OF), codes=RULES).findings


def rows_of(name: str, what: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}_{what}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@BOOKS
@pytest.mark.parametrize("kind", FOUND_BY)
def test_every_mistake_is_found_at_its_row(name: str, kind: str) -> None:
    told = {(one.sheet, one.row) for one in findings(name) if one.rule == FOUND_BY[kind]}
    mistakes = {(row["sheet"], int(row["row"])) for row in rows_of(name, "truth") if row["kind"] == kind}
    assert mistakes
    assert mistakes <= told


@BOOKS
def test_nothing_else_is_found(name: str) -> None:
    mistakes = {(row["sheet"], int(row["row"])) for row in rows_of(name, "truth")}
    told = [one for one in findings(name) if one.severity is not Severity.INFO]
    assert [one.message for one in told if (one.sheet, one.row) not in mistakes] == []


@BOOKS
def test_one_mistake_is_one_finding(name: str) -> None:
    places = [(one.sheet, one.row) for one in findings(name)]
    assert len(places) == len(set(places))


@BOOKS
def test_what_is_proposed_is_the_truth(name: str) -> None:
    truth = {(row["sheet"], row["cell"]): row for row in rows_of(name, "truth")}
    proposing = [one for one in findings(name) if one.proposed]
    assert len([one for one in proposing if one.confidence is Confidence.SAFE]) > 10
    for finding in proposing:
        assert finding.proposed == truth[finding.sheet, finding.cell]["fixed_value"]


@BOOKS
def test_books_without_mistakes_are_passed(name: str) -> None:
    told = [one for one in findings(f"{name}_clean") if one.severity is not Severity.INFO]
    assert [one.message for one in told] == []
