"""A receivables clerk's month-end workbooks with known mistakes among rows that are odd but right."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.layout.see import see
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.settings import Settings
from invoicing_xl.workbook.file import FileWorkbook
from tests.checks.case_file import EPOCH

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
AS_OF = np.datetime64("2026-05-06")
SUMS = {"AMT-01", "AMT-03", "AMT-04", "AMT-05", "AMT-06", "AMT-08", "AMT-10", "TAX-02"}
RULES = SUMS | {"DAT-01", "DAT-02", "DAT-03", "CUS-01", "CUS-02", "PAY-01", "PAY-02"}
KINDS = (
    "line_total_typo total_decimal_slip total_transposed tax_typo tax_at_other_rate credit_note_positive "
    "date_wrong_year date_day_month_swapped due_before_invoice due_missing due_not_per_terms "
    "cust_id_typo cust_name_typo pay_wrong_customer pay_unknown_invoice pay_duplicate"
).split()

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="../shared/data is missing")


@cache
def findings(name: str) -> list[Finding]:
    book = FileWorkbook(DATA / f"{name}.xlsx")
    sight = see([book.read(sheet.name) for sheet in book.sheets()], Settings())
    return list(run(Facts([one.table for one in sight.seen], AS_OF), codes=RULES).findings)


def rows_of(name: str, what: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}_{what}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


BOOKS = pytest.mark.parametrize("name", ["northwind_demo", "northwind_dev"])


@BOOKS
@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_is_found_at_its_row(name: str, kind: str) -> None:
    told = {(finding.sheet, finding.row) for finding in findings(name)}
    mistakes = {(row["sheet"], int(row["row"])) for row in rows_of(name, "truth") if row["kind"] == kind}
    assert mistakes
    assert mistakes <= told


@BOOKS
def test_what_is_proposed_is_the_truth(name: str) -> None:
    truth = {(row["sheet"], row["cell"]): row["clean"] for row in rows_of(name, "truth")}
    edits = [edit for finding in findings(name) for edit in finding.edits]
    assert len(edits) > 30
    for edit in edits:
        assert _same(edit.after.value, truth[edit.sheet, edit.cell]), (edit.cell, edit.after)


@BOOKS
def test_one_mistake_is_one_finding(name: str) -> None:
    places = [(finding.sheet, finding.row) for finding in findings(name)]
    assert len(places) == len(set(places))


@BOOKS
def test_odd_rows_that_are_right_are_no_errors(name: str) -> None:
    odd = {(row["sheet"], int(row["row"])) for row in rows_of(name, "noise")}
    wrong = [one for one in findings(name) if one.severity in (Severity.ERROR, Severity.BLOCK)]
    assert [finding.message for finding in wrong if (finding.sheet, finding.row) in odd] == []


@BOOKS
def test_nothing_is_found_in_books_without_mistakes(name: str) -> None:
    assert [finding.message for finding in findings(f"{name}_clean")] == []


def _same(value: object, clean: str) -> bool:
    """A value as an edit writes it, against the text of the list of mistakes."""
    if not isinstance(value, float):
        return value == clean
    if clean.count("-") == 2 and clean[0] != "-":
        return value == (dt.date.fromisoformat(clean) - EPOCH).days
    return value == float(clean)
