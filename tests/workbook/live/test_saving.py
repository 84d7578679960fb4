"""Copies and PDF files of an open workbook; the workbook itself is the clerk's to save."""

from pathlib import Path

import pytest

from invoicing_xl.model.errors import ClerkMessage
from tests.workbook.live.scene import plan, scene


def test_without_a_path_there_is_nothing_to_do() -> None:
    now = scene()
    live = now.live
    before = now.crossings
    live.save()
    assert now.crossings == before


def test_a_copy_is_saved_and_the_workbook_stays_where_it_is(tmp_path: Path) -> None:
    now = scene()
    now.live.save(tmp_path / "copy.xlsx")
    assert now.truth.copies == [str(tmp_path / "copy.xlsx")]
    assert now.live.name == "Book.xlsx"


def test_a_copy_is_what_the_workbook_is(tmp_path: Path) -> None:
    now = scene()
    with pytest.raises(ClerkMessage, match=r"only be saved as \.xlsx"):
        now.live.save(tmp_path / "copy.xlsm")
    live = now.live
    with live.all_or_nothing():
        live.put(plan())
        with pytest.raises(RuntimeError):
            live.save(tmp_path / "copy.xlsx")
    assert now.truth.copies == []


def test_a_sheet_becomes_a_pdf(tmp_path: Path) -> None:
    now = scene()
    now.live.export_pdf("INVOICES", tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_pdf_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    now = scene()
    live = now.live
    live.sheets()
    now.truth.excel.wire.fail_at = now.crossings + 3
    with pytest.raises(ClerkMessage, match="could not be saved as a PDF") as raised:
        live.export_pdf("Invoices", tmp_path / "out.pdf")
    assert raised.value.where == "Invoices, out.pdf"
    with pytest.raises(ClerkMessage, match="no sheet named"):
        now.live.export_pdf("Nowhere", tmp_path / "out.pdf")
