"""Undo: the edits that take a batch back, wherever its rows stand by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from invoicing_xl.corrections.change_log import Entry, undone_batches
from invoicing_xl.corrections.rows import Rows
from invoicing_xl.model.cells import CellValue, Content, ErrorValue, address
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.tables import Table


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that is not made, and why."""

    sheet: str
    cell: str
    why: str


@dataclass(frozen=True)
class UndoPlan:
    """``taken_back`` pairs each entry with the edit that reverses it where its row stands now."""

    batch: str
    taken_back: Sequence[tuple[Entry, Edit]]
    refused: Sequence[Refusal]


def plan_undo(entries: Sequence[Entry], tables: Sequence[Table], batch: str | None = None) -> UndoPlan:
    """Take back ``batch``, by default the last one that stands.

    ClerkMessage where there is no such batch or it was taken back already.
    """
    batch = batch or _last_standing(entries)
    wanted = [entry for entry in entries if entry.batch == batch]
    if not wanted:
        raise ClerkMessage(
            f"There is no batch {batch}.",
            where="Change log",
            next_step="Its first column names the batches that can be undone.",
        )
    if batch in undone_batches(entries):
        raise ClerkMessage(f"Batch {batch} was undone already.", where="Change log")
    taken_back: list[tuple[Entry, Edit]] = []
    refused: list[Refusal] = []
    rows = Rows(tables)
    for entry in wanted:
        outcome = _reverse(entry, rows)
        if isinstance(outcome, Refusal):
            refused.append(outcome)
        else:
            taken_back.append((entry, outcome))
    return UndoPlan(batch, taken_back, refused)


def _last_standing(entries: Sequence[Entry]) -> str:
    """The last batch of corrections that nothing took back; undoing an undo wants its name."""
    undone = undone_batches(entries)
    for entry in reversed(entries):
        if not entry.undoes and entry.batch not in undone:
            return entry.batch
    raise ClerkMessage("There is nothing left to undo.", where="Change log")


def _reverse(entry: Entry, rows: Rows) -> Edit | Refusal:
    edit = entry.edit
    found = rows.cell(entry.key, edit.sheet, edit.row, edit.column, entry.header)
    if found is None:
        return Refusal(
            edit.sheet, edit.cell, f"its row ({entry.key.name or 'without a number'}) is no longer there"
        )
    table, row, column = found
    now = table.grid.content(row, column)
    if (now.value, now.formula) != (edit.after.value, edit.after.formula):
        return Refusal(
            table.sheet,
            address(row, column),
            f"it was changed since: it holds {_seen(now)}, the correction had written {_seen(edit.after)} "
            f"in place of {_seen(edit.before)}",
        )
    return Edit(table.sheet, row, column, before=now, after=edit.before)


def _seen(content: Content) -> str:
    """What stands in a cell, in a sentence."""
    if content.formula:
        return content.formula
    return _words(content.value)


def _words(value: CellValue) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"the text “{value}”"
    if isinstance(value, ErrorValue | bool):
        return str(value).upper()
    return f"{value:.15g}"
