"""Corrections are applied all or nothing, recorded, and taken back wherever their rows stand by then."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.tasks.check import check
from invoicing_xl.tasks.correct import Choice, correct
from invoicing_xl.tasks.undo import undo
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from tests.tasks.ledgers import CAPTIONS, invoice_rows, ledger

AS_OF = np.datetime64("2026-04-30")
Rows = list[list[CellValue | Content]]


def with_mistakes() -> Rows:
    """A number as text, a date as text, a number with a space: all safe to correct."""
    rows = invoice_rows()
    rows[3][6] = Content("1.874,95", number_format="General")
    net = 1562.46
    rows[3][4], rows[3][5] = Content(net, number_format="#,##0.00"), Content(312.49, number_format="#,##0.00")
    rows[7][1] = Content("19.01.2026", number_format="General")
    rows[11][0] = Content("5012 ", number_format="General")
    return rows


def standing(book: MemoryWorkbook, sheet: str = "Invoices") -> dict[tuple[int, int], Content]:
    return dict(book.sheet(sheet).cells)


def test_safe_corrections_are_applied_and_recorded() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    result = correct(book, Choice(), AS_OF)
    assert {(entry.edit.cell, entry.rule) for entry in result.entries} == {
        ("G5", "FMT-01"), ("B9", "FMT-05"), ("A13", "FMT-02"),
    }  # fmt: skip
    assert book.read("Invoices").value(5, 7) == 1874.95
    assert book.read("Invoices").value(13, 1) == "5012"
    assert [sheet.kind for sheet in book.sheets()] == [None, "change log"]
    assert not result.totals, "safe corrections change no customer's total"
    assert not correct(book, Choice(), AS_OF).entries


def test_a_dry_run_changes_nothing() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    before = standing(book)
    assert len(correct(book, Choice(), AS_OF, dry_run=True).entries) == 3
    assert standing(book) == before
    assert len(book.sheets()) == 1


def test_undo_puts_back_values_and_formats() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    before = standing(book)
    batch = correct(book, Choice(), AS_OF).batch
    assert standing(book) != before
    result = undo(book)
    assert (result.batch, len(result.entries), list(result.refused)) == (batch, 3, [])
    assert standing(book) == before
    with pytest.raises(ClerkMessage, match="nothing left to undo"):
        undo(book)


def moved(book: MemoryWorkbook, order: list[int], inserted: int) -> None:
    """Sort the rows as a clerk would, and insert blank ones above them."""
    sheet = book.sheet("Invoices")
    rows = sorted({row for row, _ in sheet.cells} - {1})
    cells = {(1, column): content for (row, column), content in sheet.cells.items() if row == 1}
    for place, source in enumerate(order):
        for (row, column), content in sheet.cells.items():
            if row == rows[source]:
                cells[2 + inserted + place, column] = content
    sheet.cells = cells


def by_number(cells: dict[tuple[int, int], Content]) -> set[tuple[Content, ...]]:
    rows = {row for row, _ in cells}
    return {
        tuple(cells.get((row, column), Content()) for column in range(1, len(CAPTIONS) + 1)) for row in rows
    }


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(24)), inserted=st.integers(0, 3), touched=st.integers(0, 23))
def test_undo_finds_sorted_and_moved_rows(order: list[int], inserted: int, touched: int) -> None:
    rows = with_mistakes()
    # An edit of the clerk's own in between, at a cell that no correction touches.
    own = Content(31.0, number_format="General")
    book = MemoryWorkbook(ledger(rows))
    before = standing(book)
    correct(book, Choice(), AS_OF)
    book.sheet("Invoices").cells[touched + 2, 9] = own
    moved(book, order, inserted)
    result = undo(book)
    before[touched + 2, 9] = own
    assert not result.refused
    assert by_number(standing(book)) == by_number(before)


def test_a_cell_changed_since_is_refused_with_both_values() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    correct(book, Choice(), AS_OF)
    book.sheet("Invoices").cells[5, 7] = Content(1999.0, number_format="General")
    result = undo(book)
    assert [
        (refusal.cell, "1999" in refusal.why, "1874.95" in refusal.why) for refusal in result.refused
    ] == [("G5", True, True)]
    assert len(result.entries) == 2
    assert book.read("Invoices").value(5, 7) == 1999.0


def test_a_deleted_row_is_refused() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    correct(book, Choice(), AS_OF)
    sheet = book.sheet("Invoices")
    sheet.cells = {place: content for place, content in sheet.cells.items() if place[0] != 5}
    result = undo(book)
    assert ["no longer there" in refusal.why for refusal in result.refused] == [True]


def test_ticks_choose_what_is_applied() -> None:
    rows = with_mistakes()
    rows[15][6] = replace(_content(rows[15][6]), value=17.0)  # a total that net and tax contradict
    book = MemoryWorkbook(ledger(rows))
    check(book, AS_OF, write=True)
    findings = book.sheet("Findings")
    wanted = [
        row
        for (row, column), content in findings.cells.items()
        if column == 4 and content.value == "Invoices!G17"
    ]
    for (row, column), content in list(findings.cells.items()):
        if column == 1 and row > 5:
            findings.cells[row, 1] = replace(content, value="x" if row in wanted else None)
    findings.cells[wanted[0], 1] = Content("x", number_format="General")
    result = correct(book, Choice("ticked"), AS_OF)
    assert [entry.edit.cell for entry in result.entries] == ["G17"]
    assert [total.customer for total in result.totals] == ["K004"]
    assert result.totals[0].after > result.totals[0].before
    assert book.read("Invoices").value(5, 7) == "1.874,95"


def _content(cell: CellValue | Content) -> Content:
    assert isinstance(cell, Content)
    return cell


def test_an_issued_document_is_never_edited() -> None:
    rows = with_mistakes()
    rows[15][6] = replace(_content(rows[15][6]), value=17.0)
    sheet = MemorySheet.of("Invoices", [[*CAPTIONS, "Status"], *[[*row, "Issued"] for row in rows]])
    book = MemoryWorkbook(sheet)
    before = standing(book)
    assert not correct(book, Choice(), AS_OF).entries
    result = check(book, AS_OF)
    assert {finding.confidence.value for finding in result.findings} <= {"memo", "show"}
    proposals = {finding.cell: finding.proposed for finding in result.findings}
    assert proposals["G17"] == "debit memo for 691.30 in Total"
    assert " for " not in proposals["G5"], "1.874,95 stored as text is what it was: no memo is due"
    assert standing(book) == before


def test_a_payment_status_forbids_only_what_changes_a_meaning() -> None:
    rows = with_mistakes()
    rows[15][6] = replace(_content(rows[15][6]), value=17.0)
    sheet = MemorySheet.of("Invoices", [[*CAPTIONS, "Status"], *[[*row, "Open"] for row in rows]])
    book = MemoryWorkbook(sheet)
    assert {entry.edit.cell for entry in correct(book, Choice(), AS_OF).entries} == {"G5", "B9", "A13"}
    total = [finding for finding in check(book, AS_OF).findings if finding.cell == "G17"]
    assert {finding.confidence.value for finding in total} <= {"memo", "show"}


def test_an_unknown_rule_is_a_message() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    with pytest.raises(ClerkMessage, match="no rule XYZ-99"):
        correct(book, Choice("rules", frozenset({"XYZ-99"})), AS_OF)


def test_undo_of_an_undo_is_a_redo() -> None:
    book = MemoryWorkbook(ledger(with_mistakes()))
    correct(book, Choice(), AS_OF)
    corrected = standing(book)
    undone = undo(book)
    undo(book, undone.entries[0].batch)
    assert standing(book) == corrected
