"""Statements: a sheet for each customer and currency, and the index that ties them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.index_sheet import index_plan, read_index
from invoicing_xl.statements.run import statements_of
from invoicing_xl.statements.statement import Kind, StatementRun
from invoicing_xl.statements.statement_sheet import statement_plan
from invoicing_xl.statements.stored import Change, StoredStatement, changes_since
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import sheet_of_kind, understand
from invoicing_xl.workbook.port import Workbook

_MOST_NAMED = 5


@dataclass(frozen=True)
class Stated:
    """The statements of a run, the sheets they got, and what changed of days already stated."""

    run: StatementRun
    sheets: Mapping[str, str]
    changes: Sequence[Change]
    understood: Sequence[str] = ()

    @property
    def notes(self) -> list[str]:
        """What the clerk should know: how the sheets were understood, rows that could not be posted,
        statements that no longer hold."""
        left_out: dict[tuple[str, str], list[int]] = {}
        for row in self.run.ledger.left_out:
            left_out.setdefault((row.sheet, row.why), []).append(row.row)
        notes = list(self.understood)
        notes += [f"{sheet} {_rows(rows)} in no statement: {why}." for (sheet, why), rows in left_out.items()]
        notes += self.run.ledger.notes
        for change in self.changes:
            notes += [f"{change.statement.number} no longer holds: {reason}" for reason in change.reasons]
        return notes

    def to_json(self) -> dict[str, object]:
        """The contract other programs read."""
        return {
            **self.run.to_json(self.sheets),
            "not_counted": self.run.ledger.left_out.to_json(),
            "notes": self.notes,
        }


def _rows(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]} is"
    named = ", ".join(map(str, rows[:_MOST_NAMED]))
    return f"rows {named}{' …' if len(rows) > _MOST_NAMED else ''} ({len(rows):,}) are"


def statements(
    book: Workbook,
    as_of: np.datetime64,
    *,
    start: np.datetime64 | None = None,
    kind: Kind = "open-item",
    customers: Sequence[str] | None = None,
    progress: Progress = silent,
) -> Stated:
    """Put the statement sheets and the *Statements* index. The book is changed but not saved."""
    understanding = understand(book, progress)
    settings = understanding.settings
    stored = _stored(book)
    progress("Posting the ledger")
    ledger = ledger_of(understanding.tables, settings)
    progress("Making statements")
    run = statements_of(
        ledger,
        as_of,
        kind=kind,
        start=start,
        customers=customers or (),
        edges=settings.buckets,
        stored=stored,
    )
    changes = changes_since(ledger, stored, as_of)
    sheets: dict[str, str] = {}

    def put_index() -> None:
        book.put(index_plan(run, sheets, settings, stored=stored, changes=changes))

    if sheet_of_kind(book, "statements") is None:
        put_index()  # so that it stands before the statements; what their sheets are called is not known yet
    for statement in run.statements:
        progress(f"Statement {statement.number}")
        sheets[statement.number] = book.put(statement_plan(run, statement, settings))
    put_index()
    return Stated(run, sheets, changes, understanding.notes)


def _stored(book: Workbook) -> list[StoredStatement]:
    index = sheet_of_kind(book, "statements")
    return read_index(book.read(index.name)) if index else []
