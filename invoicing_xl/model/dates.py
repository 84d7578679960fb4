"""Dates: serials of both date systems, and dates as a clerk types them.

What a text date may look like, in any of the five languages:

    2026-05-12  2026/5/12  2026.05.12  20260512       year first, always year-month-day
    12.05.2026                                        dots: day first, always
    12/05/2026  12-05-26  12 05 2026                  day or month first; Excel's century for two digits
    12 May 2026  5. Mai 2026  1er mars 2026  May 5, 2026  12-mei-26  5 de mayo de 2026

A time of day behind it is passed over. With hyphens and a two-digit year, ``22-01-25`` may also be the
year 2022 written first; such a text is ambiguous unless the column's order decides, or unless its first
number is no year of this century so far as Excel counts it (00-29).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Dates, Mask, Texts, mask_of
from invoicing_xl.model.spaces import tidy

Days = NDArray[np.datetime64]


class Order(StrEnum):
    """Which of two numbers comes first in a text date."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


# Serials -----------------------------------------------------------------------------------------------

_NOT_A_DAY = np.datetime64("NaT", "D")
_FIRST = np.datetime64("1900-01-01", "D")
_BEYOND = np.datetime64("10000-01-01", "D")
_ZERO_1900 = np.datetime64("1899-12-30", "D")  # of serials from 61 on
_ZERO_1904 = np.datetime64("1904-01-01", "D")
_LEAP_BUG = 60  # the 1900 system counts a 29 February 1900 that never was


def days_of(serials: NDArray[np.float64], *, date1904: bool) -> Days:
    """Serials as days; NaT for NaN and for what is no date (1900-02-29, negative, beyond 9999).

    The fraction of a serial is the time of day and is dropped. Serial 0 of the 1900 system is no date.
    """
    zero = _ZERO_1904 if date1904 else _ZERO_1900
    limit = int((_BEYOND - zero).astype(int))
    dated = (serials >= (0 if date1904 else 1)) & (serials < limit)
    whole = np.floor(np.where(dated, serials, 0.0)).astype(np.int64)
    if not date1904:
        dated &= whole != _LEAP_BUG
        whole += whole < _LEAP_BUG
    return np.where(dated, zero + whole, _NOT_A_DAY)


def serial_of(day: np.datetime64, *, date1904: bool) -> float:
    """The serial of a day. ValueError where the date system has no such day."""
    zero = _ZERO_1904 if date1904 else _ZERO_1900
    if np.isnat(day) or not (_ZERO_1904 if date1904 else _FIRST) <= day < _BEYOND:
        raise ValueError(f"no date of this workbook: {day}")
    serial = int((day.astype("datetime64[D]") - zero).astype(int))
    return float(serial if date1904 or serial > _LEAP_BUG else serial - 1)


def serials_of(days: Days) -> NDArray[np.float64]:
    """Serials of the 1900 system; NaN for NaT and for days that it does not have."""
    dated = (days >= _FIRST) & (days < _BEYOND)
    serials = (np.where(dated, days, _FIRST) - _ZERO_1900).astype(np.float64)
    serials -= serials <= _LEAP_BUG
    return np.where(dated, serials, np.nan)


# Number formats -----------------------------------------------------------------------------------------

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_GENERAL = re.compile(r"general|standard|standaard|estándar|général", re.IGNORECASE)
_NOON = re.compile(r"am/pm|a/p|e[+-]", re.IGNORECASE)
_PARTS_OF_A_SECOND = re.compile(r"s[.,]0+", re.IGNORECASE)
# Day and year of English, German (T, J), French (j, a), Spanish and Dutch formats; e: a year of an era.
_DAY_OR_YEAR = re.compile(r"[dytje]|aa", re.IGNORECASE)
_CLOCK = re.compile(r"\[?h+\]?|\[?m+\]?|\[?s+\]?", re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date (not only a time or a duration).

    English codes, as files hold them, and the localized ones of the five languages.
    """
    bare = _NOON.sub("", _GENERAL.sub("", _LITERAL.sub("", code)))
    return any(_shows_a_date(section) for section in bare.split(";"))


def _shows_a_date(section: str) -> bool:
    section = _PARTS_OF_A_SECOND.sub("s", section)
    if re.search(r"[0#?]", section):
        return False
    return bool(_DAY_OR_YEAR.search(section)) or _shows_a_month(section)


def _shows_a_month(section: str) -> bool:
    """m is a month unless it stands behind hours, before seconds, or counts past the hour: ``[mm]``."""
    parts = [part.lower() for part in _CLOCK.findall(section)]
    for place, part in enumerate(parts):
        if part.startswith("[") or "m" not in part:
            continue
        behind_hours = place > 0 and "h" in parts[place - 1]
        before_seconds = place + 1 < len(parts) and "s" in parts[place + 1]
        if len(part) > 2 or not (behind_hours or before_seconds):
            return True
    return False


# Dates as text ------------------------------------------------------------------------------------------


def parse(texts: pa.StringArray, order: Order | None) -> Dates:
    """Every text as a date: ISO, day first, month first, with month names (en, de, fr, es, nl).

    What could be two different days is ambiguous unless ``order`` decides; a text that allows only the
    other order stays what it is. Two-digit years follow Excel (30-99 are 19xx). Days before 1900 are
    none that Excel could hold, and not known.
    """
    readings = _readings(texts)
    days = readings.surely
    if order is not None:
        ordered = readings.day_first if order is Order.DAY_FIRST else readings.month_first
        days = np.where(np.isnat(days), ordered, days)
    choices = np.stack([readings.day_first, readings.month_first, readings.year_first])
    possible = ~np.isnat(choices)
    earliest = np.where(possible, choices, _BEYOND).min(axis=0)
    latest = np.where(possible, choices, _FIRST).max(axis=0)
    undecided = np.isnat(days) & possible.any(axis=0)
    days = np.where(undecided & (earliest == latest), earliest, days)
    return Dates(days, undecided & (earliest != latest))


def order_of(texts: pa.StringArray) -> Order | None:
    """The order of the texts that allow only one; None where there are none or both occur."""
    readings = _readings(texts)
    certain = np.isnat(readings.year_first)
    day = bool((certain & ~np.isnat(readings.day_first) & np.isnat(readings.month_first)).any())
    month = bool((certain & ~np.isnat(readings.month_first) & np.isnat(readings.day_first)).any())
    if day == month:
        return None
    return Order.DAY_FIRST if day else Order.MONTH_FIRST


def with_texts(days: Days, texts: Texts, order: Order | None) -> Dates:
    """``days`` completed by the rows whose text surely is a date."""
    parsed = parse(texts.values, order)
    if not len(parsed):
        return Dates(days, np.zeros(len(days), bool))
    codes = np.where(np.isnat(days), texts.codes, -1)
    open_rows = codes >= 0
    return Dates(np.where(open_rows, parsed.days[codes], days), open_rows & parsed.ambiguous[codes])


_MONTHS: dict[int, str] = {
    1: "jan january januar jänner jän janv janvier ene enero januari",
    2: "feb february februar févr février fevr fevrier fév fev febrero februari",
    3: "mar march märz maerz mär mrz mars marzo maart mrt",
    4: "apr april avr avril abr abril",
    5: "may mai mayo mei",
    6: "jun june juni juin junio",
    7: "jul july juli juil juillet julio",
    8: "aug august août aout ago agosto augustus",
    9: "sep sept september septembre septiembre setiembre",
    10: "oct october okt oktober octobre octubre",
    11: "nov november novembre noviembre",
    12: "dec december dez dezember déc décembre decembre dic diciembre",
}
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split()}
_MONTH_NAMES = pa.array(list(_MONTH_OF))
_MONTH_NUMBERS = np.array([*_MONTH_OF.values(), -1], np.int64)

_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié jue vie sáb dom "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo"
).split()
_WEEKDAY = rf"^(?:{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\.?,? "
_TIME = (
    r",?[t ] ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)? ?"
    r"(?:[ap]\.?m\.?|uhr|z|[-+][0-9]{2}:?[0-9]{2})?$"
)

_SEPARATOR = " ?[-/.] ?| "
_NUMERIC = (
    r"^(?P<first>[0-9]{4}|[0-9]{1,2})"
    rf"(?P<mark>{_SEPARATOR})(?P<second>[0-9]{{1,2}})(?P<mark2>{_SEPARATOR})"
    r"(?P<third>[0-9]{4}|[0-9]{1,2})$"
)
_COMPACT = r"^(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})$"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|e|[.ºª°])?"
_NAME = r"(?P<name>\p{L}+)\.?"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_GAP = r"(?:[-/., ] ?)"
_NAMED = (
    rf"^{_DAY}{_GAP}?(?:de |of )?{_NAME}{_GAP}?(?:del? )?{_YEAR}$",
    rf"^{_NAME}{_GAP}?{_DAY}{_GAP}{_GAP}?{_YEAR}$",
    rf"^(?P<year>[0-9]{{4}}){_GAP}{_NAME}{_GAP}{_DAY}$",
)


@dataclass(frozen=True)
class _Readings:
    """The day a text names in each way of reading it, NaT where it cannot be read so."""

    surely: Days
    day_first: Days
    month_first: Days
    year_first: Days  # only the two-digit years with hyphens; a year of four digits is sure


def _readings(texts: pa.StringArray) -> _Readings:
    plain = pc.utf8_lower(tidy(texts))
    plain = pc.replace_substring_regex(pc.replace_substring_regex(plain, _TIME, ""), _WEEKDAY, "")
    surely = _compact(plain)
    for pattern in _NAMED:
        surely = np.where(np.isnat(surely), _named(plain, pattern), surely)
    return _numeric(plain, surely)


def _numeric(plain: pa.StringArray, surely: Days) -> _Readings:
    parts = pc.extract_regex(plain, _NUMERIC)
    mark = pc.utf8_trim(pc.struct_field(parts, "mark"), " ")
    same = mask_of(pc.equal(mark, pc.utf8_trim(pc.struct_field(parts, "mark2"), " ")))
    first, second, third = (_number(parts, name) for name in ("first", "second", "third"))
    leading = same & (_length(parts, "first") == 4) & (_length(parts, "third") <= 2)
    short = (
        same & (_length(parts, "first") <= 2) & (_length(parts, "third") == 2) & ~mask_of(pc.equal(mark, ""))
    )
    trailing = (same & (_length(parts, "first") <= 2) & (_length(parts, "third") == 4)) | short
    year = np.where(short, _century(third), third)
    hyphens = short & mask_of(pc.equal(mark, "-")) & (first < _PIVOT) & (_length(parts, "first") == 2)
    return _Readings(
        surely=np.where(leading, _day(first, second, third), surely),
        day_first=_day(year, second, first, where=trailing),
        month_first=_day(year, first, second, where=trailing & ~mask_of(pc.equal(mark, "."))),
        year_first=_day(_century(first), second, third, where=hyphens),
    )


def _compact(plain: pa.StringArray) -> Days:
    parts = pc.extract_regex(plain, _COMPACT)
    return _day(_number(parts, "year"), _number(parts, "month"), _number(parts, "day"))


def _named(plain: pa.StringArray, pattern: str) -> Days:
    parts = pc.extract_regex(plain, pattern)
    year = _number(parts, "year")
    year = np.where(_length(parts, "year") == 2, _century(year), year)
    month = pc.fill_null(pc.index_in(pc.struct_field(parts, "name"), _MONTH_NAMES), -1)
    return _day(year, _MONTH_NUMBERS[np.asarray(month)], _number(parts, "day"))


_PIVOT = 30


def _century(year: NDArray[np.int64]) -> NDArray[np.int64]:
    """Two digits as Excel reads them: 00-29 are 20xx, 30-99 are 19xx."""
    return np.where(year < _PIVOT, 2000, 1900) + year


def _day(
    year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64], where: Mask | bool = True
) -> Days:
    """The day these numbers name; NaT where there is none, or none since 1900."""
    good = where & (year >= 1900) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    length = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")
    good &= day <= length.astype(np.int64)
    return np.where(good, months.astype("datetime64[D]") + np.where(good, day, 1) - 1, _NOT_A_DAY)


def _number(parts: Any, name: str) -> NDArray[np.int64]:
    """A group of digits, -1 where nothing matched."""
    return np.asarray(pc.fill_null(pc.cast(pc.struct_field(parts, name), pa.int64()), -1))


def _length(parts: Any, name: str) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(pc.binary_length(pc.struct_field(parts, name)), 0)).astype(np.int64)
