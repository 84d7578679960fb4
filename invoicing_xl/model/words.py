"""Amounts in words, as they are written on checks and receipts."""

from __future__ import annotations

import re

from num2words import num2words

LANGUAGES = ("en", "de", "fr", "es", "nl")

_AND = {"en": "and", "de": "und", "fr": "et", "es": "con", "nl": "en"}


def amount_in_words(minor: int, places: int, currency: str, language: str) -> str:
    """ "One thousand two hundred thirty-four and 05/100 EUR" for 123405 minor units of EUR.

    The fraction is a figure, as on checks: no two readers fill in its words differently. ``minor`` is not
    negative, ``language`` one of ``LANGUAGES``.
    """
    unit = 10**places
    whole, fraction = divmod(minor, unit)
    words = _MENDED[language](num2words(whole, lang=language))
    parts = [words[0].upper() + words[1:]]
    if places:
        parts.append(f"{_AND[language]} {fraction:0{places}d}/{unit}")
    return " ".join([*parts, currency])


def _american(words: str) -> str:
    return words.replace(",", "").replace(" and ", " ")


def _german(words: str) -> str:
    return re.sub(r"eins(?= \w+lli)", "eine", words)


def _spanish(words: str) -> str:
    """ "Uno" is shortened before a noun, and "mil" is one."""
    words = re.sub(r"veintiuno(?= (?:mil|\w+[oó]n(?:es)?)\b)", "veintiún", words)
    return re.sub(r"\buno(?= (?:mil|\w+[oó]n(?:es)?)\b)", "un", words)


def _dutch(words: str) -> str:
    """Behind "duizend" a new word begins."""
    return re.sub(r"duizend(?=\w)", "duizend ", words)


def _as_it_is(words: str) -> str:
    return words


_MENDED = {"en": _american, "de": _german, "fr": _as_it_is, "es": _spanish, "nl": _dutch}
