"""What a caption may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from invoicing_xl.layout.vocabulary import (
    CAPTIONS,
    CAPTIONS_OF_KIND,
    FIELDS_OF_KIND,
    NEUTRAL_WORDS,
    NEUTRAL_WORDS_OF_KIND,
)
from invoicing_xl.model.fields import TableKind

EXACT = 1.0
WEAK = 0.8
"""A word that means the field only on sheets of that kind, and there only if nothing names it better."""
_PARTIAL = 0.6
_SHORT = 3
_LATER = 1e-4  # of two captions that name one field, the one listed first is the more telling

SIGNS: Mapping[str, str] = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₪": "ILS", "₫": "VND",
    "₱": "PHP", "₦": "NGN", "₩": "KRW", "฿": "THB", "zł": "PLN", "kč": "CZK", "лв": "BGN", "r$": "BRL",
    "us$": "USD", "$": "$", "¥": "", "kr": "", "fr": "", "rs": "", "ft": "HUF", "lei": "RON",
}  # fmt: skip
"""What stands in brackets behind amounts, and the currency that it means; "" where it may be several."""

SIGN = re.compile(rf"[(\[]\s*(?:in )?({'|'.join(map(re.escape, SIGNS))})\.?\s*[)\]]", re.IGNORECASE)
_UNITS = re.compile(r"[(\[]\s*(?:days?|tage|jours|dias|dagen|pcs|h|incl?\.?)\s*[)\]]")
_SIGN_TAIL = re.compile(r"(?:\bin\b )?(?:\b(?:euros?|dollars?)\b|[€$£₹])\s*$")
_JOINED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2}|(?:I[Dd]|N[Oo]|N[Rr])\b)")  # InvoiceNo, but not MwSt
_SHORT_WORDS = {"amt": "amount", "dt": "date", "pmt": "payment", "recd": "received", "nbr": "number"}
_INITIAL = re.compile(r"\b([^\W\d_])\.\s?(?=[^\W\d_]\b)")  # H.T., P. O.


def plain(caption: str) -> str:
    """The caption as the vocabulary writes it: "Rech.-Nr. (€)" -> "rech nr"."""
    return _spelled(caption).replace(".", "")


def _spelled(caption: str) -> str:
    """As ``plain``, but the full stop of a shortened word stays: "Fact. n°" -> "fact. n"."""
    text = _INITIAL.sub(r"\1", _JOINED.sub(" ", SIGN.sub(" ", caption)))
    text = unicodedata.normalize("NFKD", text.replace("№", "no").replace("º", "").replace("°", " "))
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold().replace("ß", "ss")
    text = _UNITS.sub(" ", text).replace("#", " no ")
    text = re.sub(r"(?<![^\W\d_])\.|[^\w%€$£.]+", " ", text).replace("_", " ")
    text = " ".join(_written_out(word) for word in re.sub(r"\.(?=\S)", ". ", text).split())
    shortened = _SIGN_TAIL.sub("", text).strip()
    return shortened or text


def _written_out(word: str) -> str:
    """ "amt" and "amt." -> "amount"."""
    return _SHORT_WORDS.get(word.rstrip("."), word)


@cache
def _phrases(kind: TableKind) -> Mapping[str, Mapping[str, float]]:
    """Field -> caption -> score, on sheets of one kind."""
    own = CAPTIONS_OF_KIND.get(kind, {})
    found: dict[str, dict[str, float]] = {}
    for field in FIELDS_OF_KIND[kind]:
        scores: dict[str, float] = {}
        for at, phrase in enumerate(CAPTIONS.get(field, ())):
            scores.setdefault(plain(phrase), EXACT - at * _LATER)
        for at, phrase in enumerate(own.get(field, ())):
            scores.setdefault(plain(phrase), WEAK - at * _LATER)
        found[field] = scores
    # On a payments sheet an invoice number says what is paid, a bare number or date is the payment's.
    if kind == "payments":
        for at, phrase in enumerate(own["applies_to"]):
            found["applies_to"][plain(phrase)] = EXACT - at * _LATER
            found["number"].pop(plain(phrase), None)
        for field in ("number", "date", "amount"):
            for phrase in own[field]:
                found[field][plain(phrase)] = max(EXACT - 50 * _LATER, found[field].get(plain(phrase), 0))
    return found


@cache
def meanings(caption: str, kind: TableKind) -> Mapping[str, float]:
    """The fields a caption may name on a sheet of ``kind``, each with 0 < score <= 1."""
    text = plain(caption)
    if not text:
        return {}
    scores: dict[str, float] = {}
    parts: dict[str, str] = {}
    for field, phrases in _phrases(kind).items():
        if text in phrases:
            scores[field] = phrases[text]
        elif part := _part(text, field, phrases, kind):
            parts[field] = part
    for field, part in parts.items():
        # "Invoice tax amount" is the tax: that it has an amount too makes it no other one.
        if not any(f" {part} " in f" {other} " and part != other for other in parts.values()):
            scores[field] = min(_PARTIAL + 0.3 * len(part) / len(text), WEAK - 100 * _LATER)
    return scores or _by_shortened_words(_spelled(caption), kind)


def _part(text: str, field: str, phrases: Mapping[str, float], kind: TableKind) -> str:
    """The longest phrase of the vocabulary that the caption holds as whole words; "" where there is none.

    What else it says must not change the meaning: "Total quantity" is no total of money.
    """
    own = NEUTRAL_WORDS | NEUTRAL_WORDS_OF_KIND.get(kind, frozenset())
    found = [
        text[start:end] for start, end in _spans(text) if end - start > _SHORT and text[start:end] in phrases
    ]
    if not found or not all(word in _words_of(field) or word in own for word in text.split()):
        return ""
    return max(found, key=len)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where whole words that stand together begin and end, the whole text left out."""
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    for start in starts:
        for end in ends:
            if start < end and end - start < len(text):
                yield start, end


@cache
def _words_of(field: str) -> frozenset[str]:
    """All words that name the field, on any kind of sheet."""
    lists = [CAPTIONS.get(field, ()), *(own.get(field, ()) for own in CAPTIONS_OF_KIND.values())]
    return frozenset(word for phrases in lists for phrase in phrases for word in plain(phrase).split())


# Shortened words name any of these together: what the column holds tells which.
_ALIKE = ({"customer", "customer_name"}, {"net", "gross", "amount"}, {"paid", "paid_date", "settled"})


def _by_shortened_words(spelled: str, kind: TableKind) -> Mapping[str, float]:
    """ "Fact. n°", "Zahlungsbed.": the words before a full stop begin those of a known caption.

    Where they begin those of several fields' captions, nothing is said.
    """
    if "." not in spelled or not any(len(word) > _SHORT for word in spelled.split()):
        return {}
    pattern = re.compile(re.escape(spelled).replace(r"\.", r"\w+"))
    found = {field for field, phrases in _phrases(kind).items() if any(map(pattern.fullmatch, phrases))}
    alike = len(found) == 1 or any(found <= one for one in _ALIKE)
    return dict.fromkeys(found, WEAK) if alike else {}


@cache
def known(caption: str) -> bool:
    """Whether a caption names any field for sure, on any kind of sheet."""
    sure = WEAK - 90 * _LATER
    return any(score >= sure for kind in FIELDS_OF_KIND for score in meanings(caption, kind).values())
