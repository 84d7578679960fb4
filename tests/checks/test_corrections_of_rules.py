"""What every correction must do, asked of all case files and of sheets nobody would write.

A correction takes its finding away, and what is called safe changes no meaning: what the cell is understood
as is the same before and after.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.model.cells import CellValue, Content, ErrorValue
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.findings import Confidence
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import TableIndex
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import read_case_file, table_of

FILES = [read_case_file(path) for path in sorted(Path(__file__).parent.rglob("*.md"))]
CASES = [
    pytest.param(file.code, case.facts, id=f"{file.code}: {case.name}")
    for file in FILES
    for case in file.cases
    if case.expected
]
RULES = frozenset(
    "FMT-01 FMT-02 FMT-04 FMT-05 FMT-06 FMT-07 FMT-08 FMT-10 FMT-11 IDN-01 IDN-02 "
    "DUP-01 DUP-02 DUP-03 SEQ-01".split()
)
MOST_ROUNDS = 4


def with_edits(facts: Facts, edits: tuple[Edit, ...]) -> Facts:
    grids = {table.sheet: table.grid.with_edits(edits) for table in facts.tables}
    return replace(facts, tables=[table.with_grid(grids[table.sheet]) for table in facts.tables])


def understood(facts: Facts, edit: Edit) -> object:
    """What the edit's cell is understood as."""
    found = TableIndex(facts.tables).at(edit.sheet, edit.row)
    assert found is not None
    table, index = found
    name = next(name for name, place in table.columns.items() if place == edit.column)
    match FIELDS[name].kind:
        case "date":
            return table.dates(name).text(index)
        case "amount" | "number":
            return table.decimals(name)[index]
        case "rate":
            return table.rates(name)[index]
        case _:
            return tidy(pa.array([table.texts(name)[index]]))[0].as_py()


@pytest.mark.parametrize(("code", "facts"), CASES)
def test_a_correction_takes_its_finding_away(code: str, facts: Facts) -> None:
    for finding in run(facts, codes={code}).findings:
        if finding.edits:
            after = run(with_edits(facts, finding.edits), codes={code}).findings
            assert (finding.sheet, finding.cell) not in {(one.sheet, one.cell) for one in after}


@pytest.mark.parametrize(("code", "facts"), CASES)
def test_what_is_safe_changes_no_meaning(code: str, facts: Facts) -> None:
    for finding in run(facts, codes={code}).findings:
        if finding.confidence is Confidence.SAFE:
            after = with_edits(facts, finding.edits)
            for edit in finding.edits:
                assert understood(after, edit) == understood(facts, edit)


# Sheets nobody would write -----------------------------------------------------------------------------

TEXTS = st.one_of(
    st.sampled_from(
        [
            *("10260 ", "\u00a0x", "a  b", "a b", " ", "\u200b", "K-1", "k-1", "1O5", "105", "00105", "tbc"),
            *("1.234", "1.234,50", "1,234.50", "(12.00)", "5-", "5 CR", "19 %", "EUR 5", "$5", "1E+15"),
            *("01.02.2026", "1/2/26", "22-01-25", "2026-05-01", "31.02.2026", "5 May 2026", "12/31/2025"),
            *("Void", "Credit memo", "Payment", "draft", "paid", "30 days", "EUR", "JPY", "", "\n"),
        ]
    ),
    st.text(max_size=6),
)
NUMBERS = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.19, 19.0, 45810.0, 20260512.0, 1e15, 1e300, -45810.0, 2958466.0]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(1, 50).map(float),
)
VALUES: st.SearchStrategy[CellValue] = st.one_of(
    st.none(), TEXTS, NUMBERS, st.booleans(), st.sampled_from([ErrorValue("#N/A"), ErrorValue("#REF!")])
)
FORMATS = st.sampled_from(["General", "@", "yyyy-mm-dd", "#,##0.00", "0%", "00000"])
FORMULAS = st.sampled_from([None, None, None, "=A2*2", "=ROUND(B3*1.19,2)", "=SUM(A1:C9)", '=""'])
CONTENTS = st.builds(Content, VALUES, FORMULAS, FORMATS)
KIND_FIELDS: dict[TableKind, list[str]] = {
    "invoices": "number date due_date customer customer_name purchase_order type status currency net "
    "tax_rate tax gross terms applies_to paid_date description".split(),
    "lines": "number line item quantity unit_price discount_rate net description".split(),
    "customers": "customer customer_name postcode country currency terms city".split(),
    "payments": "number date customer applies_to amount method bank_text".split(),
}


@st.composite
def books(draw: st.DrawFn) -> Facts:
    tables = []
    for kind, fields in KIND_FIELDS.items():
        names = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=8, unique=True))
        if draw(st.booleans()):
            count = draw(st.integers(0, 8))
            cells = {
                (row, column): draw(CONTENTS)
                for row in range(2, count + 2)
                for column in range(1, len(names) + 1)
            }
            cells |= {(1, column): Content(name) for column, name in enumerate(names, 1)}
            columns = {name: column for column, name in enumerate(names, 1)}
            tables.append(table_of(kind, grid_of(kind, cells), 1, list(range(2, count + 2)), columns))
    return Facts(tables, np.datetime64("2026-05-06"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_no_sheet_is_too_strange(facts: Facts) -> None:
    """Nothing is raised, edits state what stands there, safe ones keep the meaning and come to an end."""
    for _ in range(MOST_ROUNDS):
        findings = run(facts, codes=RULES).findings
        safe = [finding for finding in findings if finding.confidence is Confidence.SAFE]
        for finding in findings:
            assert bool(finding.edits) == (finding.confidence is not Confidence.SHOW)
            for edit in finding.edits:
                grid = next(table.grid for table in facts.tables if table.sheet == edit.sheet)
                assert edit.before == grid.content(edit.row, edit.column)
                assert edit.before.formula is None or edit.after.formula is not None
        if not safe:
            return
        for finding in safe:
            after = with_edits(facts, finding.edits)
            for edit in finding.edits:
                assert understood(after, edit) == understood(facts, edit)
        edits = {(edit.sheet, edit.cell): edit for finding in safe for edit in finding.edits}
        facts = with_edits(facts, tuple(edits.values()))
    raise AssertionError(f"safe corrections do not come to an end: {[finding.message for finding in safe]}")
