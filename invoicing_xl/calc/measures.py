"""Lengths: points and Excel's column widths against LibreOffice's hundredths of a millimeter."""

from __future__ import annotations

_INCH = 2540
_POINTS, _PIXELS = 72, 96
_DIGIT, _PADDING = 7, 5
"""Pixels of a digit of Excel's normal font (Calibri 11), and around a cell's content."""


def points(length: int) -> float:
    return round(length / _INCH * _POINTS, 2)


def from_points(length: float) -> int:
    return round(length / _POINTS * _INCH)


def width(length: int) -> float:
    """A column's width in digits, as Excel tells it."""
    return round((length / _INCH * _PIXELS - _PADDING) / _DIGIT, 2)


def from_width(digits: float) -> int:
    return round((digits * _DIGIT + _PADDING) / _PIXELS * _INCH)
