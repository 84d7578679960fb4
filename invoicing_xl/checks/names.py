"""Names of customers, compared as a clerk would: case, accents, punctuation and word order do not count."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

_SIMILAR = 80


def plain(name: str) -> str:
    """The words without case, accents and punctuation; umlauts are as good as written out (Mueller)."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
    for written, short in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        folded = folded.replace(written, short)
    return " ".join(re.findall(r"[^\W_]+", folded))


def fingerprint(name: str) -> str:
    """What makes two writings the same name: its words, plain and in alphabetical order."""
    return " ".join(sorted(set(plain(name).split())))


def likeness(first: str, second: str) -> float:
    """0 to 100: how much of one name stands in the other."""
    return fuzz.ratio(plain(first), plain(second))


def similar(first: str, second: str) -> bool:
    """Whether one name may be a slip of the other."""
    return likeness(first, second) >= _SIMILAR
