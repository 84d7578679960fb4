"""Number formats of a document, in Excel's codes."""

from __future__ import annotations

import re
from enum import Enum

from invoicing_xl.calc import bridge
from invoicing_xl.calc.bridge import UnoObject

GENERAL = "General"
_DATE, _TIME, _LOGICAL, _TEXT = 2, 4, 1024, 256
_PARTS = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General)', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[YMDHS]+")
_CURRENCY = re.compile(r'\[\$\$[^\]]*\]|"\$"|(?<![\[\\])\$')


class FormatKind(Enum):
    """What Excel's ``Range.Value`` makes of a number in such a cell."""

    PLAIN = "a float"
    DATE = "a date and time"
    CURRENCY = "a decimal"
    BOOLEAN = "true or false"
    TEXT = "a float; what is written there stays text"


class NumberFormats:
    """The formats of one document, each asked of it once."""

    def __init__(self, document: UnoObject) -> None:
        self._formats = document.NumberFormats
        self._locale = bridge.struct(
            "lang.Locale"
        )  # the document's own: another one becomes [$-409] in a file
        self._standard = self._formats.getStandardIndex(self._locale)
        self._codes: dict[int, str] = {}
        self._kinds: dict[int, FormatKind] = {}
        self._keys: dict[str, int] = {GENERAL: self._standard}

    def key(self, code: str) -> int:
        """LibreOffice's number for a format; makes it if need be."""
        if code not in self._keys:
            key = self._formats.queryKey(code, self._locale, False)
            self._keys[code] = key if key >= 0 else self._formats.addNew(code, self._locale)
        return self._keys[code]

    def code(self, key: int) -> str:
        if key not in self._codes:
            self._codes[key] = to_excel(self._formats.getByKey(key).FormatString)
        return self._codes[key]

    def kind(self, key: int) -> FormatKind:
        if key not in self._kinds:
            self._kinds[key] = self._kind_of(self._formats.getByKey(key))
        return self._kinds[key]

    @staticmethod
    def _kind_of(made: UnoObject) -> FormatKind:
        # Excel hands a cell that shows only a time over as a number.
        for flag, kind in (
            (_LOGICAL, FormatKind.BOOLEAN),
            (_TEXT, FormatKind.TEXT),
            (_DATE, FormatKind.DATE),
        ):
            if made.Type & flag:
                return kind
        # Calc takes the accounting format for a plain number.
        return FormatKind.CURRENCY if _CURRENCY.search(made.FormatString) else FormatKind.PLAIN


def to_excel(code: str) -> str:
    """A format code of LibreOffice as Excel writes it: small letters for dates, colors capitalized."""
    if code == "BOOLEAN":
        return GENERAL
    parts = _PARTS.split(code)
    for at, part in enumerate(parts):
        if at % 2 == 0:
            parts[at] = _DATE_LETTERS.sub(lambda letters: letters[0].lower(), part)
        elif re.fullmatch(r"\[(H+|M+|S+)\]", part):
            parts[at] = part.lower()
        elif re.fullmatch(r"\[[A-Z]+\d*\]", part):
            parts[at] = f"[{part[1:-1].capitalize()}]"
    return "".join(parts)
