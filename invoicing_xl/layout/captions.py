"""What a caption may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from invoicing_xl.layout.vocabulary import CAPTIONS, CAPTIONS_OF_KIND, FIELDS_OF_KIND
from invoicing_xl.model.fields import TableKind

EXACT = 1.0
WEAK = 0.8
"""A word that means the field only on sheets of that kind, and there only if nothing names it better."""
_PARTIAL = 0.6
_SHORT = 3

_UNITS = re.compile(
    r"[(\[]\s*(?:eur|usd|gbp|chf|€|\$|£|%|in %|days?|tage|jours|dias|dagen|pcs|h|incl?\.?|local)\s*[)\]]"
)
_CURRENCY_TAIL = re.compile(r"(?:\bin\b )?(?:\b(?:eur|usd|gbp|chf|euros?|dollars?)\b|[€$£])\s*$")


def plain(caption: str) -> str:
    """The caption as the vocabulary writes it: "Rech.-Nr. (EUR)" -> "rech nr"."""
    text = unicodedata.normalize("NFKD", caption.replace("№", "no").replace("º", "").replace("°", " "))
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold().replace("ß", "ss")
    text = _UNITS.sub(" ", text).replace("#", " no ")
    text = re.sub(r"[^\w%€$£]+", " ", text).replace("_", " ").strip()
    shortened = _CURRENCY_TAIL.sub("", text).strip()
    return shortened or text


@cache
def _phrases(kind: TableKind) -> Mapping[str, Mapping[str, float]]:
    """Field -> caption -> score, on sheets of one kind."""
    own = CAPTIONS_OF_KIND.get(kind, {})
    found: dict[str, dict[str, float]] = {}
    for field in FIELDS_OF_KIND[kind]:
        scores = {plain(phrase): EXACT for phrase in CAPTIONS.get(field, ())}
        for phrase in own.get(field, ()):
            scores.setdefault(plain(phrase), WEAK)
        found[field] = scores
    # On a payments sheet an invoice number says what is paid, a bare number or date is the payment's.
    if kind == "payments":
        for phrase in own["applies_to"]:
            found["applies_to"][plain(phrase)] = EXACT
            found["number"].pop(plain(phrase), None)
        for field in ("number", "date", "amount"):
            for phrase in own[field]:
                found[field].setdefault(plain(phrase), EXACT)
    return found


@cache
def meanings(caption: str, kind: TableKind) -> Mapping[str, float]:
    """The fields a normalised caption may name on a sheet of ``kind``, each with 0 < score <= 1."""
    if not caption:
        return {}
    scores: dict[str, float] = {}
    for field, phrases in _phrases(kind).items():
        score = phrases.get(caption) or _partial(caption, phrases)
        if score:
            scores[field] = score
    return scores


def _partial(caption: str, phrases: Mapping[str, float]) -> float:
    """The caption holds a phrase of the vocabulary as whole words: the more of it, the better."""
    words = caption.split()
    inner = [
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if end - start < len(words)
    ]
    lengths = [len(phrase) for phrase in inner if len(phrase) > _SHORT and phrase in phrases]
    return min(_PARTIAL + 0.3 * max(lengths) / len(caption), WEAK) if lengths else 0.0


@cache
def known(caption: str) -> bool:
    """Whether a normalised caption names any field for sure, on any kind of sheet."""
    return any(score >= WEAK for kind in FIELDS_OF_KIND for score in meanings(caption, kind).values())
