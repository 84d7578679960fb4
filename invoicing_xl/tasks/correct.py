"""Correct: the chosen corrections are settled on a copy, applied in one go, verified and recorded."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Literal

import numpy as np

from invoicing_xl.corrections.change_log import Entry, log_plan, log_row
from invoicing_xl.corrections.effects import Total, balances, changed_totals
from invoicing_xl.corrections.listed import Listed, read_ticked
from invoicing_xl.corrections.preview import tick_of
from invoicing_xl.corrections.rows import Rows
from invoicing_xl.corrections.settle import Settled, settle
from invoicing_xl.corrections.undo import Refusal
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.findings import Confidence, Finding
from invoicing_xl.model.tables import Table, TableIndex
from invoicing_xl.tasks.check import Checked, checked, put_findings
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.rules import rule_page
from invoicing_xl.tasks.understand import sheet_of_kind
from invoicing_xl.workbook.port import Workbook


@dataclass(frozen=True, slots=True)
class Choice:
    """Which corrections: all safe ones, those the clerk ticked on *Findings*, or those of some rules."""

    what: Literal["safe", "ticked", "rules"] = "safe"
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Corrected:
    """What was (or in a dry run: would be) changed. ``batch`` is "" where nothing was.

    ``date1904`` says how the workbook counts the days that the entries hold as serials.
    """

    batch: str
    entries: Sequence[Entry]
    refused: Sequence[Refusal]
    totals: Sequence[Total]
    date1904: bool

    def to_json(self) -> dict[str, object]:
        """The contract other programs read."""
        return {
            "batch": self.batch,
            "applied": [
                {
                    "sheet": entry.edit.sheet,
                    "cell": entry.edit.cell,
                    "before": entry.edit.before.formula or entry.edit.before.value,
                    "after": entry.edit.after.formula or entry.edit.after.value,
                    "rule": entry.rule,
                    "document": entry.document,
                }
                for entry in self.entries
            ],
            "refused": [
                {"sheet": refusal.sheet, "cell": refusal.cell, "why": refusal.why} for refusal in self.refused
            ],
            "totals": [
                {
                    "customer": total.customer,
                    "currency": total.currency,
                    "before": f"{total.before:f}",
                    "after": f"{total.after:f}",
                }
                for total in self.totals
            ],
        }


def correct(
    book: Workbook,
    choice: Choice,
    as_of: np.datetime64,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Corrected:
    """Apply the chosen corrections, or say what they would be. The book is changed but not saved.

    ClerkMessage where no rule has a chosen code, or ticks are asked for and there is no *Findings*.
    RuntimeError, with nothing saved, where the workbook does not hold afterwards what was announced.
    """
    _require_sense(choice, book)
    before = checked(book, as_of, progress)
    wanted, refused = _wanted(book, choice, before)
    progress("Settling corrections")
    settled = settle(before.facts, before.findings, wanted, once=choice.what == "ticked")
    refused += [
        Refusal(
            finding.sheet, finding.cell, f"two corrections of {finding.rule} and others contradict each other"
        )
        for finding in settled.contested
    ]
    totals = changed_totals(before.facts.tables, settled.tables)
    entries = _entries(settled, new_batch())
    if entries and not dry_run:
        progress("Writing corrections")
        book.apply(settled.changes)
        _verify(book, settled)
        record(book, entries)
        if sheet_of_kind(book, "findings"):
            put_findings(book, checked(book, as_of, progress))
    date1904 = any(table.grid.date1904 for table in settled.tables)
    return Corrected(entries[0].batch if entries else "", entries, refused, totals, date1904)


def _require_sense(choice: Choice, book: Workbook) -> None:
    """Before anything is read that may be large."""
    for code in sorted(choice.rules):
        rule_page(code)
    if choice.what == "ticked" and sheet_of_kind(book, "findings") is None:
        raise ClerkMessage(
            "There is no list of findings in which anything could be ticked.",
            where=book.name,
            next_step="Press Check rows (or check --write), put an x into its column Apply, and try again.",
        )


def _wanted(
    book: Workbook, choice: Choice, before: Checked
) -> tuple[Callable[[Finding], bool], list[Refusal]]:
    """The question which findings to correct, and what of it is refused from the start."""
    if choice.what == "safe":

        def asked(finding: Finding) -> bool:
            return finding.confidence is Confidence.SAFE
    elif choice.what == "rules":

        def asked(finding: Finding) -> bool:
            return finding.rule in choice.rules
    else:
        listed, ticked = _ticked(book)
        ticks = {one.tick for one in ticked if one.applicable}

        def asked(finding: Finding) -> bool:
            return tick_of(finding) in ticks

    chosen = [finding for finding in before.findings if finding.edits and asked(finding)]
    refused = [
        Refusal(finding.sheet, finding.cell, "it is a formula, which is never overwritten by a value")
        for finding in chosen
        if any(map(_overwrites_formula, finding.edits))
    ]
    if choice.what == "ticked":
        refused += _not_applied(listed, ticked, before.findings)

    def wanted(finding: Finding) -> bool:
        return asked(finding) and not any(map(_overwrites_formula, finding.edits))

    return wanted, refused


def _overwrites_formula(edit: Edit) -> bool:
    return edit.before.formula is not None and edit.after.formula is None


def _ticked(book: Workbook) -> tuple[str, list[Listed]]:
    """The name of the list's sheet, and what is ticked on it."""
    sheet = sheet_of_kind(book, "findings")
    return (sheet.name, read_ticked(book.read(sheet.name))) if sheet else ("", [])


def _not_applied(listed: str, ticked: Sequence[Listed], findings: Sequence[Finding]) -> list[Refusal]:
    """Ticks that choose nothing, each with what to do instead."""
    proposed = {finding.fingerprint: finding.proposed for finding in findings}
    return [Refusal(listed, one.box, why) for one in ticked if (why := _why_not(one, proposed.get(one.name)))]


def _why_not(one: Listed, proposed: str | None) -> str:
    """Why that tick chooses nothing, where ``proposed`` is what is proposed now; "" where it does."""
    place = f"{one.sheet}!{one.cell}"
    if one.reason:
        return f"{place} has a tick, and a reason why it is right as it is: take one of them away"
    if proposed is None:
        return f"a ticked correction no longer fits: {place} was changed since the check; check again"
    if not one.applicable:
        return f"{place} is not put right by a tick (“{one.correction}”): change it yourself"
    if proposed != one.proposed:
        said = one.proposed or "nothing"
        return f"{place} is proposed to be {proposed}, here stands {said}: type what is right into {place}"
    return ""


def new_batch() -> str:
    """A name that no other batch has, and that says when it was."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{token_hex(2)}"


def _entries(settled: Settled, batch: str) -> list[Entry]:
    """The change log's rows; a row's key is taken from how it stands afterwards."""
    index, rows = TableIndex(settled.tables), Rows(settled.tables)
    when, who = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}", getpass.getuser()
    entries = []
    for edit in settled.changes:
        first = settled.reasons[edit.sheet, edit.row, edit.column][0]
        found = index.at(edit.sheet, edit.row)
        if found is None:
            raise RuntimeError(f"a correction outside every table: {edit.sheet}!{edit.cell}")
        table, row = found
        entries.append(
            Entry(
                batch,
                when,
                who,
                first.rule,
                first.document,
                _caption(table, edit),
                edit,
                rows.key(table, row),
            )
        )
    return entries


def _caption(table: Table, edit: Edit) -> str:
    names = [name for name, column in table.columns.items() if column == edit.column]
    return table.headers.get(names[0], "") if names else ""


def _verify(book: Workbook, settled: Settled) -> None:
    """The post-condition: every cell and every customer's total is what was announced."""
    grids = {sheet: book.read(sheet) for sheet in {edit.sheet for edit in settled.changes}}
    for edit in settled.changes:
        now = grids[edit.sheet].content(edit.row, edit.column)
        if (now.value, now.formula) != (edit.after.value, edit.after.formula):
            raise RuntimeError(f"{edit.sheet}!{edit.cell} does not hold what was written")
    written = [
        table.with_grid(grids[table.sheet]) if table.sheet in grids else table for table in settled.tables
    ]
    if balances(written) != balances(settled.tables):
        raise RuntimeError("the customers' totals are not what was announced")


def record(book: Workbook, entries: Sequence[Entry]) -> None:
    """Add the entries to the *Change log*, which is made where there is none."""
    log = sheet_of_kind(book, "change log")
    if log is None:
        book.put(log_plan(entries))
    else:
        book.append(log.name, [log_row(entry) for entry in entries])
