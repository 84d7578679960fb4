"""Read the workbook and see its tables, as the clerk's *Invoicing setup* says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from invoicing_xl.checks.catalogue import rules
from invoicing_xl.layout.currencies import currency_is_told
from invoicing_xl.layout.see import see
from invoicing_xl.layout.setup_sheet import read_setup
from invoicing_xl.layout.sight import Override, Sight
from invoicing_xl.model.cells import Kind, column_letters
from invoicing_xl.model.plans import SheetKind
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.workbook.port import SheetInfo, Workbook


@dataclass(frozen=True)
class Understanding:
    """What stands in a workbook, and what the clerk has said of it.

    ``currency_assumed`` says that neither the sheets nor the clerk named any currency.
    """

    sight: Sight
    settings: Settings
    overrides: Sequence[Override]
    currency_assumed: bool

    @property
    def tables(self) -> list[Table]:
        return self.sight.tables

    @property
    def notes(self) -> list[str]:
        """What the clerk must know to judge any figure: a currency that nobody named, and columns whose
        formulas were never calculated."""
        notes = [note for table in self.tables for note in _uncalculated(table)]
        if self.currency_assumed:
            notes.append(
                f"No sheet names a currency: amounts are taken as {self.settings.default_currency}. "
                "Another can be set on Invoicing setup."
            )
        return notes


def _uncalculated(table: Table) -> Iterator[str]:
    for name, column in table.columns.items():
        count = int((table.formulas(name) & (table.kinds(name) == Kind.BLANK)).sum())
        if count:
            yield (
                f"{table.sheet}, column {column_letters(column)}: {count:,} "
                f"formula{' has' if count == 1 else 's have'} no result yet. "
                "Open the workbook in Excel, save it, and check again."
            )


def understand(book: Workbook, progress: Progress = silent) -> Understanding:
    """Every sheet of the clerk's is read once; sheets of ours are no data."""
    setup = sheet_of_kind(book, "setup")
    settings, overrides = _told(book, setup) if setup else (Settings(), [])
    grids = []
    for sheet in book.sheets():
        if sheet.readable and sheet.kind is None:
            progress(f"Reading {sheet.name}")
            grids.append(book.read(sheet.name))
    progress("Understanding columns")
    sight = see(grids, settings, overrides)
    assumed = setup is None and bool(sight.tables) and not currency_is_told(sight.tables)
    return Understanding(sight, settings, overrides, assumed)


def settings_of(book: Workbook) -> Settings:
    """What the clerk has set on *Invoicing setup*; the defaults where there is no such sheet."""
    setup = sheet_of_kind(book, "setup")
    return _told(book, setup)[0] if setup else Settings()


def _told(book: Workbook, setup: SheetInfo) -> tuple[Settings, list[Override]]:
    return read_setup(book.read(setup.name), {rule.code for rule in rules()})


def sheet_of_kind(book: Workbook, kind: SheetKind) -> SheetInfo | None:
    """The workbook's sheet of ours of that kind; None where there is none.

    Where the clerk has edited one and a new one stands beside it, the new one is meant.
    """
    found = [sheet for sheet in book.sheets() if sheet.kind == kind]
    return next((sheet for sheet in reversed(found) if not sheet.edited), found[-1] if found else None)
