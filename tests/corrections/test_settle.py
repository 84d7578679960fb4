"""Corrections settle; those that contradict each other are not taken."""

from dataclasses import replace

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.runner import run
from invoicing_xl.corrections.settle import settle
from invoicing_xl.layout.see import see
from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.model.findings import Confidence, Finding
from invoicing_xl.model.settings import Settings
from tests.tasks.ledgers import invoice_rows, ledger

AS_OF = np.datetime64("2026-04-30")


def facts_of(rows: list[list[CellValue | Content]]) -> Facts:
    return Facts(see([ledger(rows).grid()], Settings()).tables, AS_OF)


def safe(finding: Finding) -> bool:
    return finding.confidence is Confidence.SAFE


def test_a_settled_copy_has_nothing_safe_left() -> None:
    rows = invoice_rows()
    rows[3][6] = Content(" 2.345,67", number_format="General")
    rows[9][0] = Content("\u00a05010", number_format="General")
    facts = facts_of(rows)
    settled = settle(facts, run(facts).findings, safe)
    assert {edit.cell for edit in settled.changes} == {"G5", "A11"}
    assert not [finding for finding in settled.findings if safe(finding) and finding.edits]
    # The clerk's own snapshot is untouched: settling works on a copy.
    assert facts.tables[0].grid.value(5, 7) == " 2.345,67"


def test_contradicting_corrections_are_both_left() -> None:
    rows = invoice_rows()
    rows[3][6] = Content("420.60", number_format="General")
    facts = facts_of(rows)
    found = [finding for finding in run(facts).findings if finding.rule == "FMT-01"]
    edit = found[0].edits[0]
    other = replace(found[0], rule="FMT-99", edits=(replace(edit, after=replace(edit.after, value=999.0)),))
    settled = settle(facts, [*found, other], lambda finding: True)
    assert len(settled.changes) == 0
    assert {finding.rule for finding in settled.contested} == {"FMT-01", "FMT-99"}
