"""Statement sheets as PDF files."""

from pathlib import Path

import numpy as np
import pytest

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.tasks.pdf import latest_statements, print_sheets
from invoicing_xl.tasks.statements import statements
from invoicing_xl.workbook.memory import MemoryWorkbook
from tests.tasks.ledgers import invoice_rows, ledger


class Printer:
    """Writes a sheet's name; fails at one of them."""

    def __init__(self, fails_at: str = "") -> None:
        self.fails_at = fails_at

    def export_pdf(self, sheet: str, path: Path) -> None:
        path.write_text(sheet)
        if sheet == self.fails_at:
            raise ClerkMessage("No printer is installed.", where=sheet)


def test_one_file_for_each_sheet_and_progress(tmp_path: Path) -> None:
    steps: list[str] = []
    printed = print_sheets(["K001 2026-05", "A/B"], Printer(), tmp_path / "out", progress=steps.append)
    assert printed.files == [tmp_path / "out" / "K001 2026-05.pdf", tmp_path / "out" / "A-B.pdf"]
    assert [path.read_text() for path in printed.files] == ["K001 2026-05", "A/B"]
    assert steps == ["PDF 1 of 2: K001 2026-05", "PDF 2 of 2: A/B"]


def test_no_file_is_changed_where_a_sheet_cannot_be_printed(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_text("older")
    with pytest.raises(ClerkMessage, match="No printer"):
        print_sheets(["one", "two"], Printer("two"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["one.pdf"]
    assert (tmp_path / "one.pdf").read_text() == "older"


def test_only_the_statements_of_the_last_day_are_meant() -> None:
    book = MemoryWorkbook(ledger(invoice_rows()))
    with pytest.raises(ClerkMessage, match="no statement"):
        latest_statements(book)
    statements(book, np.datetime64("2026-03-31"))
    march = latest_statements(book)
    assert march and all("2026-03" in name for name in march)
    statements(book, np.datetime64("2026-04-30"))
    april = latest_statements(book)
    assert len(april) == len(march) and all("2026-04" in name for name in april)
    statements(book, np.datetime64("2026-03-31"), customers=["K001"])
    assert latest_statements(book) == april


def test_all_statements_are_meant_where_their_index_is_gone() -> None:
    book = MemoryWorkbook(ledger(invoice_rows()))
    statements(book, np.datetime64("2026-03-31"))
    statements(book, np.datetime64("2026-04-30"))
    book.remove("Statements")
    assert len(latest_statements(book)) == 8
