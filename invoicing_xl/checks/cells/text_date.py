"""A date is stored as text.

Why it matters
    A text is no day: it sorts wrongly, no filter by month finds it, and no due date follows from it.

What counts
    A text with digits in a column of dates.

Stays silent
    Words in place of a date ("open", "on receipt"), and columns in which most entries are no dates at all.

Correction
    The date, where the text can be one day only. Where it can be several (05/06/2026, 22-01-25) and the due
    date with the terms, the documents before and after, or the other texts of the column leave one of them,
    that one is to be ticked; in a column that a program wrote as text, day or month first throughout, it is
    certain. Otherwise only shown, as is a text from a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.checks.cells.writing import date_format, own_format, shows_dates
from invoicing_xl.checks.due_dates import due_dates_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.wording import listed
from invoicing_xl.model import dates
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.dates import Order
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.tables import Table

CODE = "FMT-05"
TITLE = "Date stored as text"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

Day = np.datetime64

_EARLIEST = np.datetime64("1990-01-01")
_MOST_YEARS_AHEAD = 5
_FEWEST_PEERS = 5
_MANY_PEERS = 20
_NEARLY_ALL = 0.9
_NEAR = 3
_NEIGHBOURS_AGREE = 62
_SLACK = 7
_YEAR_FIRST = re.compile(r"(\d\d)-(\d\d)-(\d\d)")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name in rows.columns:
        if FIELDS[name].kind == "date" and (rows.kinds(name) == Kind.TEXT).any():
            yield from TextDates(rows, name, facts).findings()


class TextDates:
    """The texts of one column of dates."""

    def __init__(self, table: Table, name: str, facts: Facts) -> None:
        self._table, self._name, self._facts = table, name, facts
        self._texts = table.raw_texts(name)
        self._alone = dates.parse(self._texts.values, None)

    def findings(self) -> Iterator[Finding]:
        understood = np.append(self._alone.known | self._alone.ambiguous, False)[self._texts.codes]
        dated = understood | self._table.dates(self._name).known
        if 2 * np.count_nonzero(dated) >= np.count_nonzero(dated | self._texts.known):
            for index in self._table.where(self._texts.matches(r"[0-9]")):
                yield self._finding(index)

    def _finding(self, index: int) -> Finding:
        code = int(self._texts.codes[index])
        if self._table.is_formula(index, self._name):
            return self._shown(index, "The formula gives text, not a date: let it give a date.")
        if self._alone.known[code]:
            day = self._alone.days[code]
            if _EARLIEST <= day <= self._facts.as_of + 366 * _MOST_YEARS_AHEAD:
                return self._written(index, "The date is stored as text.", day, Confidence.SAFE)
            return self._shown(index, f"Stored as text that reads as {day}: type the date.")
        candidates = _candidates(self._texts[index])
        if not candidates:
            return self._shown(index, "Stored as text, and no date that can be read: type the date.")
        said = f"Stored as text that can be {listed([str(day) for day in candidates], 'or')}"
        day, why = self._decided(index, candidates)
        if day is None:
            return self._shown(index, f"{said}: type the date.")
        by_column = self._is_exported and day == self._table.dates(self._name).days[index]
        confidence = Confidence.SAFE if by_column else Confidence.ASK
        return self._written(index, f"{said}; {why} {day}.", day, confidence)

    def _decided(self, index: int, candidates: list[Day]) -> tuple[Day | None, str]:
        """The one candidate that is left, and why; none where nothing decides or proofs contradict."""
        left, reasons = candidates, []
        for fitting, reason in (self._by_terms(index, candidates), self._by_neighbours(index, candidates)):
            if fitting:
                left = [day for day in left if day in fitting]
                reasons.append(reason)
        if len(left) == 1:
            return left[0], f"{listed(reasons)} say"
        ordered = self._table.dates(self._name).days[index]
        if ordered in left and self._peers >= _FEWEST_PEERS:
            return ordered, "as the other texts of the column are written it is"
        return None, ""

    def _by_terms(self, index: int, candidates: list[Day]) -> tuple[list[Day], str]:
        if self._table.kind == "invoices" and self._name in ("date", "due_date"):
            due_dates = due_dates_of(self._table, self._facts)
            if self._name == "date":
                return [day for day in candidates if due_dates.fits(index, day)], "due date and terms"
            return [day for day in candidates if day == due_dates.by_terms[index]], "date and terms"
        return [], ""

    def _by_neighbours(self, index: int, candidates: list[Day]) -> tuple[list[Day], str]:
        """Candidates between the dates of the rows around, where these lie close together."""
        place = int(np.searchsorted(self._dated_rows, index))
        near = np.append(
            self._dated_rows[max(place - _NEAR, 0) : place], self._dated_rows[place : place + _NEAR]
        )
        days = self._table.dates(self._name).days[near]
        if len(days) < _NEAR or (days.max() - days.min()).astype(int) > _NEIGHBOURS_AGREE:
            return [], ""
        first, last = days.min() - _SLACK, days.max() + _SLACK
        return [day for day in candidates if first <= day <= last], "the dates above and below"

    @cached_property
    def _dated_rows(self) -> NDArray[np.int64]:
        """Rows whose cell is a date and no text."""
        return np.flatnonzero(self._table.dates(self._name).known & ~self._texts.known)

    @cached_property
    def _is_exported(self) -> bool:
        """Whether a program wrote the column: all of it text, and much of it readable in one order only."""
        filled = np.count_nonzero(self._table.kinds(self._name) != Kind.BLANK)
        is_text = bool(np.count_nonzero(self._texts.known) >= _NEARLY_ALL * filled)
        return is_text and self._peers >= _MANY_PEERS

    @cached_property
    def _peers(self) -> int:
        """How many texts of the column can be read in the column's order only."""
        numeric = self._texts.matches(r"^\s*[0-9]{1,2}[-/. ]")
        certain: Mask = np.append(self._alone.known, False)[self._texts.codes]
        return int(np.count_nonzero(numeric & certain))

    def _written(self, index: int, message: str, day: Day, confidence: Confidence) -> Finding:
        serial = dates.serial_of(day, date1904=self._table.grid.date1904)
        own = own_format(self._table, index, self._name)
        after = Content(serial, number_format=None if shows_dates(own) else self._date_format)
        return self._table.finding(
            index,
            self._name,
            Severity.ERROR,
            message,
            proposed=str(day),
            confidence=confidence,
            edits=(self._table.edit(index, self._name, after),),
        )

    def _shown(self, index: int, message: str) -> Finding:
        return self._table.finding(index, self._name, Severity.ERROR, message)

    @cached_property
    def _date_format(self) -> str:
        return date_format(self._table, self._name)


def _candidates(text: str) -> list[Day]:
    """The days an ambiguous text can be, in order of time; none where it is not to be read at all."""
    alone = pa.array([text])
    found = {dates.parse(alone, order).days[0] for order in Order}
    if _YEAR_FIRST.fullmatch(text.strip()):
        found.add(dates.parse(pa.array([f"20{text.strip()}"]), None).days[0])
    return sorted(day for day in found if not np.isnat(day))
