"""What Excel makes of a text that is put into ``Range.Value``: the same as if it were typed in America.

It becomes a number, a date, a boolean, an error value or a formula where it can; an apostrophe before it or
the format ``@`` of the cell keep it a text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing_xl.calc import error_values, formulas
from invoicing_xl.calc.number_formats import FormatKind

if TYPE_CHECKING:
    from invoicing_xl.calc.document import Document

DATE, MOMENT, TIME, CURRENCY = "m/d/yyyy", "m/d/yyyy h:mm", "h:mm:ss AM/PM", "$#,##0.00"
_PLAIN = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*", re.IGNORECASE)
_GROUPED = re.compile(r"\s*([-+]?)(\()?(\$?)(\d[\d,]*(?:\.\d*)?|\.\d+)(%?)(\))?\s*")
_PERHAPS = re.compile(
    r"\s*[-+($]?\s*\$?[\d.]|\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_DASHED = re.compile(r"\s*\d{1,2}-\d{1,2}(-(\d\d|\d{4}))?\s*")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})")


@dataclass(frozen=True, slots=True)
class Entry:
    """A constant, or a formula in LibreOffice's words; and the format that a General cell gets by it."""

    constant: float | str = ""
    formula: str | None = None
    number_format: str = ""


def read(text: str, document: Document, *, text_cell: bool = False) -> Entry:
    if text.startswith("="):
        return Entry(formula=formulas.to_calc(text)) if len(text) > 1 else Entry(text)
    if text_cell or not text:
        return Entry(text)
    if text.startswith("'"):
        return Entry(text[1:])
    if text.strip().upper() in ("TRUE", "FALSE"):
        return Entry(formula=f"={text.strip().upper()}()")
    if text.upper() in error_values.NUMBERS:
        return Entry(formula=f"={text.upper()}")
    number = _number(text)
    if number:
        return number
    if _PERHAPS.match(text):
        parsed = document.parse(_in_calcs_way(text))
        if parsed:
            return Entry(parsed[0], number_format=_format(parsed[1], document))
    if text[0] in "+-@" and len(text) > 1:
        return Entry(formula=formulas.to_calc(f"={text}"))
    return Entry(text)


def _in_calcs_way(text: str) -> str:
    """Days that Excel sees and Calc does not: "1-2" is January 2, "6-May" a day of this year."""
    if _DASHED.fullmatch(text):
        return text.strip().replace("-", "/")
    day = _DAY_AND_MONTH.fullmatch(text)
    return f"{day[2]} {day[1]}, {dt.date.today().year}" if day else text


def _number(text: str) -> Entry | None:
    if _PLAIN.fullmatch(text):
        return Entry(float(text), number_format="0.00E+00" if "e" in text.lower() else "")
    found = _GROUPED.fullmatch(text)
    if not found or bool(found[2]) != bool(found[6]):
        return None
    sign, bracket, dollar, digits, percent, _ = found.groups()
    number = float(digits.replace(",", "")) / (100 if percent else 1)
    places = ".00" if "." in digits else ""
    if percent:
        code = f"0{places}%"
    elif dollar:
        code = f"$#,##0{places}"
    else:
        code = f"#,##0{places}" if "," in digits else ""
    return Entry(-number if sign == "-" or bracket else number, number_format=code)


def _format(key: int, document: Document) -> str:
    code = document.formats.code(key)
    if document.formats.kind(key) is FormatKind.DATE:
        return MOMENT if "h" in code else DATE
    return code
