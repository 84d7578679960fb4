"""Statements as PDF files, one for each sheet: printed aside, and put in place when all are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.statements.index_sheet import read_index
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import sheet_of_kind
from invoicing_xl.workbook.pdf_files import drafts_beside, file_names, put_in_place
from invoicing_xl.workbook.port import Workbook


class PdfPrinter(Protocol):
    """Whatever prints sheets of one workbook: Excel where it is open, LibreOffice for a file at rest."""

    def export_pdf(self, sheet: str, path: Path) -> None:
        """The sheet as a PDF file, with its own print settings. ClerkMessage where that cannot be."""
        ...


@dataclass(frozen=True, slots=True)
class Printed:
    """The files that were written, in the order of their sheets."""

    folder: Path
    files: Sequence[Path]


def print_sheets(
    sheets: Sequence[str], printer: PdfPrinter, folder: Path, *, progress: Progress = silent
) -> Printed:
    """One PDF for each sheet, named like it, in ``folder``; files of these names there are replaced.

    ClerkMessage, and no file changed, where a sheet cannot be printed or a file cannot be written.
    """
    names = file_names(sheets)
    with drafts_beside(folder) as drafts:
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True), 1):
            progress(f"PDF {number:,} of {len(sheets):,}: {sheet}")
            printer.export_pdf(sheet, drafts / name)
        return Printed(folder, put_in_place(drafts, folder, names))


def latest_statements(book: Workbook) -> list[str]:
    """The statement sheets of the last day for which any were made, in tab order.

    All of them where the index of statements is gone. ClerkMessage where there is no statement.
    """
    sheets = [sheet for sheet in book.sheets() if sheet.kind == "statement"]
    index = sheet_of_kind(book, "statements")
    stored = read_index(book.read(index.name)) if index else []
    standing = [one for one in stored if any(sheet.key == one.number for sheet in sheets)]
    if standing:
        last = max(one.as_of for one in standing)
        wanted = {one.number for one in standing if one.as_of == last}
        sheets = [sheet for sheet in sheets if sheet.key in wanted]
    if not sheets:
        raise ClerkMessage(
            "There is no statement in this workbook yet.", where=book.name, next_step="Press All customers."
        )
    return [sheet.name for sheet in sheets]
