"""*Findings* is read back after the clerk has worked on it."""

import numpy as np
import pytest

from invoicing_xl.corrections.preview import CAPTIONS as COLUMNS
from invoicing_xl.model.cells import Content
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.tasks.check import check
from invoicing_xl.tasks.correct import Choice, Corrected, correct
from invoicing_xl.workbook.memory import MemoryWorkbook
from tests.tasks.ledgers import invoice_rows, ledger

AS_OF = np.datetime64("2026-04-30")
APPLY, PROPOSED, REASON, NAME = (
    COLUMNS.index(caption) + 1 for caption in ("Apply", "Proposed", "Right because", "Finding")
)


def checked_book() -> MemoryWorkbook:
    """One correction by hand (A26), one to tick (G17) and a safe one (G5), listed in this order."""
    rows = invoice_rows()
    rows[3][6] = Content("1.874,95", number_format="General")
    rows[3][4], rows[3][5] = (Content(amount, number_format="#,##0.00") for amount in (1562.46, 312.49))
    rows[15][6] = Content(17.0, number_format="#,##0.00")
    rows.append(list(rows[14]))
    book = MemoryWorkbook(ledger(rows))
    check(book, AS_OF, write=True)
    return book


def row_of(book: MemoryWorkbook, place: str) -> int:
    cells = book.sheet("Findings").cells
    [row] = [row for (row, _), content in cells.items() if content.value == f"Invoices!{place}"]
    return row


def write(book: MemoryWorkbook, row: int, column: int, text: str | None) -> None:
    book.sheet("Findings").cells[row, column] = Content(text, number_format="General")


def move(book: MemoryWorkbook, down: int = 0, right: int = 0) -> None:
    """Rows inserted on top, columns on the left."""
    sheet = book.sheet("Findings")
    sheet.cells = {(row + down, column + right): content for (row, column), content in sheet.cells.items()}


def tried(book: MemoryWorkbook) -> Corrected:
    return correct(book, Choice("ticked"), AS_OF)


def changed(result: Corrected) -> list[str]:
    return [entry.edit.cell for entry in result.entries]


@pytest.mark.parametrize(("down", "right"), [(2, 0), (0, 1), (3, 2)])
def test_rows_and_columns_inserted_before_the_list_change_nothing(down: int, right: int) -> None:
    book = checked_book()
    write(book, row_of(book, "G17"), APPLY, "x")
    move(book, down, right)
    assert changed(tried(book)) == ["G5", "G17"]
    check(book, AS_OF, write=True)
    assert not [sheet for sheet in book.sheets() if sheet.kind == "setup"], "a caption is no reason"


def test_translated_captions_change_nothing() -> None:
    book = checked_book()
    for column, caption in enumerate(COLUMNS[: NAME - 1], 1):
        write(book, 5, column, f"auf Deutsch {caption}")
    assert changed(tried(book)) == ["G5"]


def test_a_list_without_its_names_is_refused() -> None:
    book = checked_book()
    sheet = book.sheet("Findings")
    sheet.cells = {place: content for place, content in sheet.cells.items() if place[1] != NAME}
    with pytest.raises(ClerkMessage, match="Finding"):
        tried(book)


@pytest.mark.parametrize(
    ("place", "column", "text", "why"),
    [
        ("G17", PROPOSED, "18.00", "here stands 18.00: type what is right into Invoices!G17"),
        ("G17", REASON, "as agreed", "a reason why it is right"),
        ("A26", APPLY, "x", "not put right by a tick"),
    ],
)
def test_a_tick_that_chooses_nothing_is_told_with_its_row(
    place: str, column: int, text: str, why: str
) -> None:
    book = checked_book()
    row = row_of(book, place)
    write(book, row, APPLY, "x")
    write(book, row, column, text)
    [refusal] = tried(book).refused
    assert (refusal.sheet, refusal.cell) == ("Findings", f"A{row}")
    assert why in refusal.why


def test_a_tick_at_a_cell_that_was_put_right_by_hand_is_told() -> None:
    book = checked_book()
    write(book, row_of(book, "G17"), APPLY, "x")
    cells = book.sheet("Invoices").cells
    total = sum(float(str(cells[17, column].value)) for column in (5, 6))
    cells[17, 7] = Content(total, number_format="#,##0.00")
    result = tried(book)
    assert changed(result) == ["G5"]
    assert "Invoices!G17 was changed since" in result.refused[0].why
