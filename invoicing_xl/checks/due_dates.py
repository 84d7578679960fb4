"""Due dates against dates and payment terms, and which of the two dates is at fault where they disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.checks.arithmetic import void_of
from invoicing_xl.checks.books import Books, books_of
from invoicing_xl.checks.date_runs import DateRun, slips
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.names import fingerprint
from invoicing_xl.model import dates
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Mask, Texts, merged_texts
from invoicing_xl.model.documents import DocumentType, types_of
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints, grouped
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.tables import Table
from invoicing_xl.model.terms import Terms, parse_terms

Days = NDArray[np.datetime64]
Day = np.datetime64

_NOT_A_DAY = np.datetime64("NaT", "D")
_MOST_SHIFT = 3  # days a due date may be moved past a weekend or holiday
_FEWEST = 3
_HOLIDAYS = frozenset({(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)})


class Culprit(IntEnum):
    """Which date is at fault where due date and terms disagree."""

    NONE = 0
    DUE = 1
    DATE = 2


class DueDates:
    """The due dates of one table's rows."""

    def __init__(self, table: Table, books: Books, as_of: Day) -> None:
        self.table = table
        self._as_of = as_of
        self.date = table.dates("date").days
        self.due = table.dates("due_date").days
        self._books = books
        self.posted = ~void_of(table)
        self.credit: Mask = types_of(table.texts("type")) == DocumentType.CREDIT_MEMO

    @cached_property
    def run(self) -> DateRun:
        return DateRun(self.table)

    # By terms ------------------------------------------------------------------------------------------

    @cached_property
    def wording(self) -> Texts:
        """The payment terms of each row: its own, else those on the customer sheet."""
        own = self.table.texts("terms")
        if own.known.all() or not self._books.masters.tables:
            return own
        masters = self._books.masters
        position = masters.find(id_keys(self.table.texts("customer")))
        theirs = masters.texts("terms")
        codes = np.append(theirs.codes, np.int32(-1))[np.where(position >= 0, position, -1)]
        return merged_texts(own, ~own.known, Texts(codes[~own.known], theirs.values))

    @cached_property
    def _by_wording(self) -> tuple[Ints, Ints]:
        return grouped(self.wording.codes, len(self.wording.values))

    def terms_text(self, index: int) -> str:
        """The row's terms as the sheet says them; a bare number is of days."""
        text = self.wording[index].strip()
        return f"{text} days" if text.isdigit() else text

    @cached_property
    def terms(self) -> dict[int, Terms]:
        """What each wording means; none for a wording that is not understood, or that most rows belie."""
        found = {}
        order, starts = self._by_wording
        for code, text in enumerate(self.wording.values.to_pylist()):
            meaning = parse_terms(text)
            rows = order[starts[code] : starts[code + 1]]
            if meaning is not None and len(rows):
                found[code] = self._meant(meaning, rows)
        return {code: meaning for code, meaning in found.items() if meaning is not None}

    @cached_property
    def by_terms(self) -> Days:
        """The due date that follows from date and terms; NaT where that cannot be said."""
        result = np.full(len(self.table), _NOT_A_DAY)
        order, starts = self._by_wording
        for code, meaning in self.terms.items():
            rows = order[starts[code] : starts[code + 1]]
            result[rows] = meaning.due(self.date[rows])
        return result

    @cached_property
    def differs(self) -> Mask:
        """Rows whose due date is not the one by terms. Not those of customers who mostly pay by other terms
        than the sheet says, and none where most of the sheet goes by other terms."""
        asked, wrong = self._compared
        if self.doubt:
            return np.zeros(len(self.table), bool)
        customer = self.table.texts("customer")
        count = len(customer.values)
        has = asked & customer.known
        all_of = np.bincount(customer.codes[has], minlength=count)
        wrong_of = np.bincount(customer.codes[wrong & has], minlength=count)
        agreed = np.append((wrong_of >= _FEWEST) & (2 * wrong_of > all_of), False)
        result: Mask = wrong & ~agreed[customer.codes]
        return result

    @cached_property
    def doubt(self) -> str:
        """Why due dates cannot be held against the terms; "" where they can."""
        asked, wrong = self._compared
        if not asked.any():
            return "no row has a due date and payment terms that are understood"
        return "most due dates do not follow from the payment terms" if 2 * wrong.sum() > asked.sum() else ""

    @cached_property
    def _compared(self) -> tuple[Mask, Mask]:
        """Rows that have a due date and one by terms, and those of them where the two differ."""
        asked: Mask = ~np.isnat(self.by_terms) & ~np.isnat(self.due) & self.posted & ~self.credit
        return asked, asked & ~_agrees(self.due, self.by_terms)

    def fits(self, index: int, date: Day) -> bool:
        """Whether the row's due date would follow from this date."""
        meaning = self.terms.get(int(self.wording.codes[index]))
        if meaning is None:
            return False
        return bool(_agrees(self.due[index : index + 1], meaning.due(np.array([date])))[0])

    # Which date is wrong -------------------------------------------------------------------------------

    @cached_property
    def culprits(self) -> dict[int, tuple[Culprit, Day | None]]:
        """Of each row whose dates disagree: which is at fault, and what it should be if that is certain."""
        return {index: self._culprit(index) for index in np.flatnonzero(self.differs).tolist()}

    def _culprit(self, index: int) -> tuple[Culprit, Day | None]:
        date = self.date[index]
        stands = self.run.admits(index, date) is not False
        typed = [day for day in slips(date) if self.fits(index, day)]
        meant = typed + [day for day in self._implied(index) if day not in typed]
        inside = [day for day in meant if self.run.admits(index, day)]
        if not stands:
            return Culprit.DATE, inside[0] if len(inside) == 1 else None
        possible = [day for day in typed if self.run.admits(index, day) is not False]
        confirmed = self.run.admits(index, date) is True
        doubtful = bool(possible) and not (confirmed and self._due_is_slip(index))
        if doubtful or date > self._as_of or self._is_another_customers(index):
            return Culprit.DUE, None  # the date or the customer may as well be wrong
        return Culprit.DUE, self.by_terms[index]

    def _is_another_customers(self, index: int) -> bool:
        """Whether the terms are those of a customer whose name is not the one on the row."""
        if self.table.texts("terms").known[index]:
            return False
        names = self._books.masters.texts("customer_name")
        position = int(self._books.masters.find(id_keys(self.table.texts("customer")))[index])
        stated = fingerprint(self.table.texts("customer_name")[index])
        return bool(stated) and position >= 0 and stated != fingerprint(names[position])

    @cached_property
    def date_at_fault(self) -> Mask:
        """Rows whose date is wrong: by due date, terms and neighbours, or by the neighbours alone."""
        result = self.run.outliers & self.posted
        for index, (culprit, _) in self.culprits.items():
            result[index] = culprit is Culprit.DATE
        return result

    def likely_date(self, index: int) -> Day | None:
        """The one date that a slip and the neighbours speak for, where the due date says nothing."""
        if not np.isnat(self.due[index]):
            return None
        meant = [day for day in slips(self.date[index]) if self.run.admits(index, day)]
        return meant[0] if len(meant) == 1 else None

    def _due_is_slip(self, index: int) -> bool:
        """Whether the due date looks like the expected one mistyped."""
        return any(day == self.by_terms[index] for day in slips(self.due[index]))

    def _implied(self, index: int) -> Iterator[Day]:
        """The date from which the due date follows, where the terms allow only one."""
        meaning = self.terms[int(self.wording.codes[index])]
        if meaning.kind == "net":
            yield self.due[index] - meaning.days

    def _meant(self, meaning: Terms, rows: Ints) -> Terms | None:
        """The reading of a wording that fits its rows; "45 EOM" is read in both ways in the field."""
        readings = [meaning]
        if meaning.kind == "days then end of month" and not meaning.day_of_month:
            readings.append(replace(meaning, kind="end of month then days"))
        elif meaning.kind == "end of month then days":
            readings.append(replace(meaning, kind="days then end of month"))
        rows = rows[~np.isnat(self.date[rows]) & ~np.isnat(self.due[rows])]
        if len(rows) < _FEWEST:
            return meaning
        counts = [np.count_nonzero(_agrees(self.due[rows], one.due(self.date[rows]))) for one in readings]
        best = int(np.argmax(counts))
        return readings[best] if 2 * counts[best] >= len(rows) else None

    def correction(self, index: int, name: str, severity: Severity, message: str, day: Day) -> Finding:
        """A finding that puts a day in place of a date; only shown where the cell is a formula."""
        table = self.table
        if table.is_formula(index, name):
            return table.finding(index, name, severity, f"{message} The cell is a formula: correct it there.")
        serial = dates.serial_of(day, date1904=table.grid.date1904)
        after = Content(serial, number_format=self._date_format(index, name))
        return table.finding(
            index,
            name,
            severity,
            message,
            proposed=str(day),
            confidence=Confidence.ASK,
            edits=(table.edit(index, name, after),),
        )

    def _date_format(self, index: int, name: str) -> str:
        """The cell's date format, or the column's usual one where it has none: a blank cell may have none."""
        table = self.table
        formats = table.formats(name)
        own = table.grid.formats[int(formats[index])]
        if dates.is_date_format(own):
            return own
        dated = formats[table.kinds(name) == Kind.NUMBER]
        usual = table.grid.formats[int(np.bincount(dated).argmax())] if len(dated) else "General"
        return usual if dates.is_date_format(usual) else "yyyy-mm-dd"

    @cached_property
    def blank(self) -> Mask:
        """Rows without a due date although date and terms give one, where the sheet mostly has due dates."""
        empty = self.table.kinds("due_date") == Kind.BLANK
        if 2 * empty.sum() > len(self.table):
            return np.zeros(len(self.table), bool)
        result: Mask = empty & ~np.isnat(self.by_terms) & self.posted & ~self.credit
        return result


def due_dates_of(table: Table, facts: Facts) -> DueDates:
    return facts.once(_all_due_dates)[id(table)]


def _all_due_dates(facts: Facts) -> dict[int, DueDates]:
    books = books_of(facts)
    return {
        id(table): DueDates(table, books, facts.as_of)
        for table in facts.of_kind("invoices", "lines", "payments")
    }


def _agrees(due: Days, expected: Days) -> Mask:
    """The same day, or one shortly after it where the expected day is no business day."""
    result: Mask = due == expected
    late = (due - expected).astype(np.int64)
    rows = np.flatnonzero((late >= 1) & (late <= _MOST_SHIFT))
    weekend = ~np.is_busday(np.where(np.isnat(expected[rows]), np.datetime64("2000-01-03"), expected[rows]))
    result[rows] = [
        bool(free) or _is_holiday(day) for free, day in zip(weekend.tolist(), expected[rows], strict=True)
    ]
    return result


def _is_holiday(day: Day) -> bool:
    _, month, number = str(day).split("-")
    return (int(month), int(number)) in _HOLIDAYS
