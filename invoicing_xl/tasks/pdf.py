"""Statements as PDF files, one for each sheet: printed aside, and put in place when all are there."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.statements.index_sheet import read_index
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import sheet_of_kind
from invoicing_xl.workbook.port import Workbook

# What a file's name may not hold on Windows, and what it may not be called.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


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

    ClerkMessage where a sheet cannot be printed (then no file is changed), or a file cannot be written.
    """
    names = list(_file_names(sheets))
    with tempfile.TemporaryDirectory(prefix="invoicing-xl-pdf-") as aside:
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True), 1):
            progress(f"PDF {number:,} of {len(sheets):,}: {sheet}")
            printer.export_pdf(sheet, Path(aside) / name)
        files = [_put(Path(aside) / name, folder / name) for name in names]
    return Printed(folder, files)


def _put(made: Path, target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, target)
    except OSError as error:
        raise ClerkMessage(
            f"The PDF cannot be written there ({error.strerror}).",
            where=str(target),
            next_step="Close it if it is open in another program, or choose another folder.",
        ) from error
    return target


def _file_names(sheets: Sequence[str]) -> Iterator[str]:
    """A name for each sheet that every file system takes, and that no other one has."""
    taken: set[str] = set()
    for sheet in sheets:
        stem = _FORBIDDEN.sub("_", sheet).strip(" .") or "Statement"
        stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
        name, count = stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem} ({count})"
        taken.add(name.casefold())
        yield f"{name}.pdf"


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
