"""A date is a bare number, or lies in a year that cannot be meant.

Why it matters
    45810 means nothing to a reader, and a document of 1926 or 2206 ages, sorts and posts where nobody looks.

What counts
    A date's number in a cell without a date format. A number such as 20260512. A year before 1990 or more
    than five years ahead. A whole column about four years off, as when a sheet from a workbook that counts
    dates from 1904 is pasted into one that counts from 1900.

Stays silent
    Old books, in which half the dates are before 1990, and the ends of long periods of service.
    A zero, which is a blank that a formula brought. Dates another rule puts right by terms or neighbours
    (see DAT-01 to DAT-03). Years of two digits in texts (see FMT-05).

Correction
    The date format for a bare number. 20260512 as the date it spells, to be ticked. An impossible year is
    only shown, and so is a shifted column: all its dates have to move by 1,462 days together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.checks.cells.writing import date_format
from invoicing_xl.checks.due_dates import due_dates_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model import dates
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.dates import is_date_format
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "FMT-06"
TITLE = "Date as number, impossible year"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

Days = NDArray[np.datetime64]

_SERIALS = (20_000, 80_000)  # from 1954 to 2119
_SPELLED = (19_900_101, 20_991_231)
_EARLIEST = np.datetime64("1990-01-01")
_MOST_YEARS_AHEAD = 5
_LONG_PERIODS = frozenset({"service_to"})
_SHIFT = 1462  # days between the starts of the two date systems
_BETWEEN_DATES = (-31, 400)  # a due date, payment or delivery against the document's date
_RECENT = (-1000, 31)
_FEWEST = 10
_NEARLY_ALL = 0.9
_SAMPLE = 10_000  # rows, evenly spread, by which a whole column is judged


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name in rows.columns:
        if FIELDS[name].kind != "date" or not (rows.kinds(name) == Kind.NUMBER).any():
            continue
        typed = rows.kinds(name) == Kind.NUMBER
        days = np.where(typed, rows.dates(name).days, np.datetime64("NaT"))
        spelled = typed & _within(rows.raw_numbers(name), _SPELLED)
        yield from _spelled(rows, name, spelled)
        yield from _no_dates(rows, name, typed & np.isnat(days) & ~spelled & (rows.raw_numbers(name) != 0))
        message = _shift(rows, name, days, facts)
        wrong_year = np.zeros(len(rows), bool) if message else _wrong_years(rows, name, days, facts)
        if message:
            yield rows.finding(int(np.flatnonzero(typed)[0]), name, Severity.WARN, message)
        for index in rows.where(wrong_year):
            said = f"Dated {days[index]}: the year cannot be right. Compare with the document."
            yield rows.finding(index, name, Severity.WARN, said)
        yield from _bare_numbers(rows, name, typed & ~wrong_year)


def _within(numbers: NDArray[np.float64], limits: tuple[int, int]) -> Mask:
    result: Mask = (numbers >= limits[0]) & (numbers <= limits[1])
    return result


def _bare_numbers(rows: Table, name: str, asked: Mask) -> Iterator[Finding]:
    """Numbers of days in cells whose format shows no date."""
    dated = np.array([is_date_format(code) for code in rows.grid.formats])
    bare = asked & ~dated[rows.formats(name)] & _within(rows.raw_numbers(name), _SERIALS)
    shown = date_format(rows, name) if bare.any() else ""
    for index in rows.where(bare):
        before = rows.content(index, name)
        after = Content(before.value, before.formula, shown)
        yield rows.finding(
            index,
            name,
            Severity.WARN,
            "The cell shows the number of a day, not its date.",
            proposed=rows.dates(name).text(index),
            confidence=Confidence.SAFE,
            edits=(rows.edit(index, name, after),),
        )


def _spelled(rows: Table, name: str, spelled: Mask) -> Iterator[Finding]:
    """Numbers that spell a date, such as 20260512."""
    shown = date_format(rows, name) if spelled.any() else ""
    for index in rows.where(spelled):
        written = f"{rows.content(index, name).value:.0f}"
        day = dates.parse(pa.array([written]), None).days[0]
        message = f"The number {written} is no date for Excel"
        if np.isnat(day):
            yield rows.finding(index, name, Severity.WARN, f"{message}: type the date.")
        elif rows.is_formula(index, name):
            yield rows.finding(index, name, Severity.WARN, f"{message}: let the formula give a date.")
        else:
            serial = dates.serial_of(day, date1904=rows.grid.date1904)
            yield rows.finding(
                index,
                name,
                Severity.WARN,
                f"{message}; it spells {day}.",
                proposed=str(day),
                confidence=Confidence.ASK,
                edits=(rows.edit(index, name, Content(serial, number_format=shown)),),
            )


def _no_dates(rows: Table, name: str, asked: Mask) -> Iterator[Finding]:
    for index in rows.where(asked):
        yield rows.finding(index, name, Severity.WARN, "The number is no date: type the date.")


def _wrong_years(rows: Table, name: str, days: Days, facts: Facts) -> Mask:
    """Impossible years that no rule about dates and terms speaks of."""
    early, late = days < _EARLIEST, days > facts.as_of + 366 * _MOST_YEARS_AHEAD
    if 2 * np.count_nonzero(early) > np.count_nonzero(~np.isnat(days)):
        early = np.zeros(len(rows), bool)
    wrong: Mask = early if name in _LONG_PERIODS else early | late
    if not wrong.any() or rows.kind not in ("invoices", "lines", "payments"):
        return wrong
    due_dates = due_dates_of(rows, facts)
    if name == "date":
        return wrong & ~due_dates.date_at_fault
    if name == "due_date" and rows.has("date"):
        return wrong & ~due_dates.differs & ~(due_dates.due < due_dates.date)
    return wrong


def _shift(rows: Table, name: str, days: Days, facts: Facts) -> str:
    """What is to be said of a column that lies four years off as a whole; "" where it does not."""
    if name == "date":
        return _shift_from(days - facts.as_of, _RECENT, (1,), f"{facts.as_of}, the day of the check,")
    caption = rows.headers.get("date", "")
    between = days - rows.dates("date").days
    return _shift_from(between, _BETWEEN_DATES, (1, -1), f"the dates in {caption}")


def _shift_from(
    between: NDArray[np.timedelta64], usual: tuple[int, int], directions: tuple[int, ...], what: str
) -> str:
    sample = between[:: max(1, len(between) // _SAMPLE)]
    distance = sample[~np.isnat(sample)].astype(np.int64)
    for direction in directions:
        back = distance - direction * _SHIFT
        fits = (back >= usual[0]) & (back <= usual[1]) & (np.abs(distance) > _SHIFT // 2)
        if np.count_nonzero(fits) >= max(_FEWEST, _NEARLY_ALL * len(distance)):
            late = direction > 0
            return (
                f"The dates of this column lie four years {'after' if late else 'before'} {what}: they may "
                f"come from a workbook that counts days from {1900 if late else 1904}. If so, "
                f"{'take off' if late else 'add'} {_SHIFT:,} days in all of them."
            )
    return ""
