"""What Excel makes of a text that is put into a cell as if it were typed (English, United States)."""

from __future__ import annotations

import datetime as dt
import re

_ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
_BASE = -2146828288
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_NUMBER = re.compile(
    r"\s*(?P<open>\()?(?P<sign>[-+])?\s*(?P<currency>\$)?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)?(?P<rest>\.\d*)?"
    r"(?P<power>e[-+]?\d+)?\s*(?P<percent>%)?(?P<close>\))?\s*",
    re.I,
)
_DAY_MONTH = re.compile(r"(\d{1,2})[-/](\d{1,2})(?:[-/](\d{2,4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})?[- ]?([a-z]{3,9})[- ]?(\d{1,4})", re.I)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def error_code(text: str) -> int | None:
    code = _ERRORS.get(text.upper())
    return None if code is None else _BASE + code


def error_text(code: int) -> str:
    return next((text for text, number in _ERRORS.items() if _BASE + number == code), "#UNKNOWN!")


def read_as(text: str) -> tuple[float | bool | int | str, str]:
    """The value, and the number format that a General cell takes on with it ("" for none)."""
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return bare.upper() == "TRUE", ""
    code = error_code(bare)
    if code is not None:
        return code, ""
    number = _number(bare)
    if number is not None:
        return number
    day = _day(bare)
    if day is not None:
        return (day - dt.date(1899, 12, 30)).days + 0.0, "m/d/yyyy"
    time = _TIME.fullmatch(bare)
    if time:
        hours, minutes, seconds = (int(part or 0) for part in time.groups())
        return (hours * 3600 + minutes * 60 + seconds) / 86400, "h:mm"
    return text, ""


def _number(text: str) -> tuple[float, str] | None:
    match = _NUMBER.fullmatch(text)
    if (
        not match
        or not (match["digits"] or (match["rest"] or "")[1:])
        or bool(match["open"]) != bool(match["close"])
    ):
        return None
    value = float((match["digits"] or "0").replace(",", "") + (match["rest"] or "") + (match["power"] or ""))
    if match["percent"]:
        value /= 100
    negative = match["sign"] == "-" or match["open"]
    code = '"$"#,##0.00' if match["currency"] else "0%" if match["percent"] else ""
    return (-value if negative else value), code


def _day(text: str) -> dt.date | None:
    iso, numbers, named = _ISO.fullmatch(text), _DAY_MONTH.fullmatch(text), _NAMED.fullmatch(text)
    try:
        if iso:
            return dt.date(*(int(part) for part in iso.groups()))
        if numbers:
            month, day, year = numbers.groups()
            return dt.date(int(year or 2026) + (2000 if year and len(year) == 2 else 0), int(month), int(day))
        if named and named[2][:3].lower() in _MONTHS:
            month_number = _MONTHS.index(named[2][:3].lower()) + 1
            if named[1]:
                return dt.date(int(named[3]) if len(named[3]) == 4 else 2026, month_number, int(named[1]))
            return (
                dt.date(2026, month_number, int(named[3]))
                if len(named[3]) < 3
                else dt.date(int(named[3]), month_number, 1)
            )
    except ValueError:
        return None
    return None
