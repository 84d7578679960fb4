"""Dates stored as ISO 8601 text (``t="d"``), as strict workbooks do."""

from __future__ import annotations

import datetime as dt

_EPOCH = dt.datetime(1899, 12, 30)
_SHIFT_1904 = 1462


def serial_of_iso(text: str, *, date1904: bool) -> float | None:
    """The serial of a date, a date with time, or a time; None where it is neither.

    In the 1900 system days before 1 March 1900 count one less, as Excel has a 29 February 1900 (serial 60).
    """
    text = text.strip().removesuffix("Z")
    if text[:10] == "1900-02-29" and not date1904:
        return _raised(60.0, text[10:])
    try:
        if "-" not in text[1:]:
            moment = dt.datetime.combine(_EPOCH, dt.time.fromisoformat(text.removeprefix("T")))
        else:
            moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo:
        moment = moment.replace(tzinfo=None)
    days = (moment - _EPOCH) / dt.timedelta(days=1)
    if date1904:
        return days - _SHIFT_1904 if days >= 1 else days
    return days - 1 if 1 <= days < 61 else days


def _raised(day: float, time: str) -> float | None:
    if not time:
        return day
    try:
        clock = dt.time.fromisoformat(time.removeprefix("T"))
    except ValueError:
        return None
    return day + (dt.datetime.combine(_EPOCH, clock) - _EPOCH) / dt.timedelta(days=1)
