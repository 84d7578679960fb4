"""What a column holds, from a sample of its cells: the evidence for or against a caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.layout.captions import SIGNS
from invoicing_xl.model import dates, numbers
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import mask_of
from invoicing_xl.model.documents import NO_WORDS, YES_WORDS
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.money import PLACES
from invoicing_xl.model.terms_words import MEANING

_SAMPLE = 2_000
_SERIALS = (20_000, 80_000)
_PERCENT = r"^[-+]?[0-9]{1,3}(?:[.,][0-9]+)?\s*%$"
# A text with a number, or with a phrase for "at once" or "end of month" (see terms_words).
_TERMED = "|".join(["[0-9]", *(rf"\b{words}\b" for words, letter in MEANING.items() if letter in {*"ZEXP"})])
_SYMBOLS = (*(sign.upper() for sign in SIGNS), "EURO")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares (0 to 1) of a column's non-blank cells; ``count`` is how many cells those are.

    numeric     numbers that are shown as no date, and text that is a number
    whole       of the numeric ones, those without decimals
    dated       dates by number format, and text that is a date
    serial      numbers that could be dates shown as numbers
    distinct    distinct values by non-blank cells
    small       of the numeric ones, those between -100 and 100
    currency    ISO codes and symbols
    percent     texts such as "19 %"
    spaced      texts of several words
    digit_dates eight digits as text that could be a date: as well a number
    termed      texts that could be payment terms: days, "at once", "end of month"
    marks       "yes", "no", "x", and truth values
    errors      error values; they speak neither for nor against
    """

    count: int = 0
    filled: float = 0.0
    numeric: float = 0.0
    whole: float = 0.0
    small: float = 0.0
    dated: float = 0.0
    serial: float = 0.0
    currency: float = 0.0
    percent: float = 0.0
    mail: float = 0.0
    spaced: float = 0.0
    digit_dates: float = 0.0
    termed: float = 0.0
    marks: float = 0.0
    distinct: float = 0.0
    width: float = 0.0


def evidence_of(grid: Grid, columns: Sequence[int], rows: NDArray[np.int64]) -> dict[int, Evidence]:
    """Evidence of the cells of sheet columns in the given sheet rows (a sample of them)."""
    sample = rows if len(rows) <= _SAMPLE else rows[np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)]
    sampled = {column: _Sample.of(grid, column, sample - 1) for column in columns}
    # To look at texts costs the same for few and for many: those of all columns are looked at together.
    codes = np.unique(np.concatenate([np.zeros(0, np.int32), *(one.texts for one in sampled.values())]))
    facts = _TextFacts.of(grid.pool.take(pa.array(codes, pa.int64())))
    date_styles = np.array([is_date(code) for code in grid.formats] or [False])
    return {
        column: _evidence(one, facts.take(np.searchsorted(codes, one.texts)), date_styles)
        for column, one in sampled.items()
    }


@dataclass(frozen=True, slots=True)
class _Sample:
    """The cells looked at of one column; ``texts`` are the codes of its texts in the pool."""

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    styles: NDArray[np.int32]
    texts: NDArray[np.int32]

    @classmethod
    def of(cls, grid: Grid, column: int, index: NDArray[np.int64]) -> _Sample:
        cells = grid.columns.get(column)
        if cells is None:
            nothing = np.zeros(0, np.int32)
            return cls(np.zeros(len(index), np.uint8), np.zeros(len(index)), nothing, nothing)
        kinds = cells.kinds[index]
        texts = cells.texts[index[kinds == Kind.TEXT]]
        return cls(kinds, cells.numbers[index], cells.styles[index], texts)


def _evidence(sample: _Sample, text: _TextFacts, date_styles: NDArray[np.bool_]) -> Evidence:
    kinds = sample.kinds
    count = int(((kinds != Kind.BLANK) & (kinds != Kind.ERROR)).sum())
    if not count:
        return Evidence()
    is_number = kinds == Kind.NUMBER
    shown_as_date = is_number & date_styles[sample.styles]
    plain_values = sample.numbers[is_number & ~shown_as_date]
    numeric = len(plain_values) + int(text.numeric.sum())
    whole = int((plain_values == np.rint(plain_values)).sum()) + int(text.whole.sum())
    distinct = len(np.unique(sample.numbers[is_number])) + len(np.unique(text.same))
    return Evidence(
        count=count,
        filled=count / len(kinds),
        numeric=numeric / count,
        whole=whole / max(numeric, 1),
        small=_share(np.abs(plain_values) <= 100, len(plain_values)),
        dated=(int(shown_as_date.sum()) + int(text.dated.sum())) / count,
        serial=_share((plain_values > _SERIALS[0]) & (plain_values < _SERIALS[1]), count),
        currency=int(text.currency.sum()) / count,
        percent=int(text.percent.sum()) / count,
        mail=int(text.mail.sum()) / count,
        spaced=int(text.spaced.sum()) / count,
        digit_dates=int((text.dated & text.digits).sum()) / count,
        termed=int(text.termed.sum()) / count,
        marks=(int(text.marks.sum()) + int((kinds == Kind.BOOLEAN).sum())) / count,
        distinct=distinct / count,
        width=float(text.width.mean()) if len(text.width) else 0.0,
    )


def _share(mask: NDArray[np.bool_], count: int) -> float:
    return float(mask.sum()) / count if count else 0.0


@cache
def is_date(code: str) -> bool:
    """Whether a number format shows a date."""
    return dates.is_date_format(code)


@dataclass(frozen=True, slots=True)
class _TextFacts:
    """What each of some texts looks like; ``same`` is equal for equal texts, ``width`` their length."""

    numeric: NDArray[np.bool_]
    whole: NDArray[np.bool_]
    dated: NDArray[np.bool_]
    currency: NDArray[np.bool_]
    percent: NDArray[np.bool_]
    mail: NDArray[np.bool_]
    spaced: NDArray[np.bool_]
    digits: NDArray[np.bool_]
    termed: NDArray[np.bool_]
    marks: NDArray[np.bool_]
    same: NDArray[np.int64]
    width: NDArray[np.int64]

    @classmethod
    def of(cls, texts: pa.StringArray) -> _TextFacts:
        trimmed = pc.utf8_trim_whitespace(texts)
        number = numbers.parse(trimmed, None)
        day = dates.parse(trimmed, None)
        is_day = day.known | day.ambiguous
        # A text such as 20260505 is a number to one reader and a date to the other.
        bare = _bare(trimmed)
        is_number = (number.numbers.known | number.ambiguous) & ~is_day
        return cls(
            numeric=is_number,
            whole=is_number & number.numbers.known & (number.numbers.scale == 0),
            dated=is_day,
            currency=mask_of(pc.is_in(pc.utf8_upper(trimmed), pa.array([*PLACES, *_SYMBOLS]))),
            percent=mask_of(pc.match_substring_regex(trimmed, _PERCENT)),
            mail=mask_of(pc.match_substring(trimmed, "@")),
            spaced=mask_of(pc.match_substring_regex(trimmed, r"\S\s+\S")),
            digits=mask_of(pc.match_substring_regex(trimmed, r"^[0-9]+$")),
            termed=mask_of(pc.match_substring_regex(bare, _TERMED)),
            marks=mask_of(pc.is_in(bare, pa.array(sorted(YES_WORDS | NO_WORDS)))),
            same=np.asarray(texts.dictionary_encode().indices).astype(np.int64),
            width=np.asarray(pc.utf8_length(trimmed)).astype(np.int64),
        )

    def take(self, places: NDArray[np.intp]) -> _TextFacts:
        """Of these texts, as often as each occurs."""
        return _TextFacts(*(getattr(self, one.name)[places] for one in fields(self)))


def _bare(texts: pa.StringArray) -> pa.StringArray:
    """Lower case without accents."""
    return pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(texts, "NFKD"), r"\pM+", ""))


_NEUTRAL = 0.75
"""An empty column speaks neither for nor against its caption."""


def fits(field: str, kind: str, seen: Evidence) -> float:
    """How well the content fits a field of that kind: 0 contradicts it, 1 confirms it."""
    if not seen.count:
        return _NEUTRAL
    return _SPECIAL[field](seen) if field in _SPECIAL else _BY_KIND[kind](seen)


def _date(seen: Evidence) -> float:
    if seen.dated >= 0.5:
        return 1.0
    return 0.8 if seen.dated + seen.serial >= 0.6 else 0.0


def _figure(seen: Evidence) -> float:
    return 1.0 if seen.numeric >= 0.8 else 0.85 if seen.numeric >= 0.5 else 0.0


def _rate(seen: Evidence) -> float:
    if seen.numeric + seen.percent < 0.5:
        return 0.8 if seen.width <= 6 and not seen.dated else 0.0  # "A", "reduced"
    return 1.0 if seen.percent >= 0.5 or seen.small >= 0.9 else 0.0


def _identifier(seen: Evidence) -> float:
    if seen.dated - seen.digit_dates >= 0.5:
        return 0.0
    return 0.2 if seen.numeric >= 0.5 and seen.whole < 0.9 and seen.numeric > seen.dated else 1.0


def _text(seen: Evidence) -> float:
    return 0.2 if seen.dated >= 0.5 or seen.numeric >= 0.6 else 1.0


def _currency(seen: Evidence) -> float:
    return 1.0 if seen.currency >= 0.7 else 0.0


def _terms(seen: Evidence) -> float:
    """Days, or texts of which one at least could be terms: ways to pay ("Transferencia") are none."""
    if seen.dated >= 0.3:
        return 0.0
    if seen.numeric >= 0.5:
        return 1.0 if seen.whole >= 0.95 else 0.0
    return 1.0 if seen.termed >= 0.5 else 0.7 if seen.termed + seen.numeric else 0.0


def _method(seen: Evidence) -> float:
    return min(_text(seen), 0.6 if seen.termed >= 0.5 else 1.0)


def _customer(seen: Evidence) -> float:
    """Names are words with spaces between them; an ID is one word or a number."""
    return min(_identifier(seen), 1.0 if seen.spaced < 0.35 else 0.6)


def _customer_name(seen: Evidence) -> float:
    if seen.numeric >= 0.5:
        return 0.0
    return min(_text(seen), 1.0 if seen.spaced >= 0.35 or seen.width >= 9 else 0.7)


def _words(seen: Evidence) -> float:
    """Types, statuses: the same few words again and again."""
    if seen.numeric >= 0.6 or seen.dated >= 0.5:
        return 0.0
    return 1.0 if seen.distinct <= 0.5 or seen.count < 20 else 0.3


def _side(seen: Evidence) -> float:
    """ "S" and "H", "Dr" and "Cr": two words, again and again; a repeated caption and a total apart."""
    few = seen.distinct * seen.count <= max(4, seen.count / 4)
    return 1.0 if few and seen.width <= 6 and not seen.numeric else 0.0


def _sent(seen: Evidence) -> float:
    return 1.0 if seen.dated >= 0.5 else 0.0


def _flag(seen: Evidence) -> float:
    return 1.0 if seen.numeric < 0.5 or seen.small >= 0.9 else 0.0


def _marks(seen: Evidence) -> float:
    return 1.0 if seen.marks >= 0.8 and not seen.numeric else 0.0


def _mail(seen: Evidence) -> float:
    return 1.0 if seen.mail >= 0.5 else 0.0


def _note(seen: Evidence) -> float:
    return 1.0 if seen.dated < 0.5 else 0.3


_BY_KIND = {
    "date": _date,
    "amount": _figure,
    "number": _figure,
    "rate": _rate,
    "identifier": _identifier,
    "text": _text,
    "flag": _flag,
}
_SPECIAL = {
    "currency": _currency,
    "terms": _terms,
    "method": _method,
    "side": _side,
    "customer": _customer,
    "customer_name": _customer_name,
    "type": _words,
    "status": _words,
    "settled": _marks,
    "item": _identifier,
    "sent_at": _sent,
    "email": _mail,
    "note": _note,
}


def looks_like_label(text: str) -> bool:
    """Whether a text could be a caption: short, and neither a number nor a date."""
    return 0 < len(text) <= 60 and not re.fullmatch(r"[\d\s.,:/+()%€$£-]*", text)
