"""Error values: their texts, the whole numbers Excel hands over for them, and LibreOffice's numbers."""

from __future__ import annotations

_BASE = -2_146_828_288

NUMBERS = {
    "#NULL!": _BASE + 2000,
    "#DIV/0!": _BASE + 2007,
    "#VALUE!": _BASE + 2015,
    "#REF!": _BASE + 2023,
    "#NAME?": _BASE + 2029,
    "#NUM!": _BASE + 2036,
    "#N/A": _BASE + 2042,
}
TEXTS = {number: text for text, number in NUMBERS.items()}

_OF_CALC = {
    503: "#NUM!",
    508: "#NAME?",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


def of_calc(number: int) -> int:
    """Excel's number for one of LibreOffice's; what Excel does not know is a wrong value."""
    return NUMBERS[_OF_CALC.get(number, "#VALUE!")]
