"""Numbers as a clerk types them: ``1.234,56``, ``1,234.50-``, ``(12.00)``, ``EUR 5``.

A text is a number only where it can be nothing else. Group marks are the other grammar's decimal mark,
a space or an apostrophe, every three digits (or as in India: ``12,34,567``). Scientific notation, phone
numbers, dates and more than Excel's 15 significant digits are no numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.columns import Decimals, Mask, Texts
from invoicing_xl.model.spaces import tidy


class Grammar(StrEnum):
    """Which sign is the decimal mark."""

    POINT = "1,234.50"
    COMMA = "1.234,50"


@dataclass(frozen=True)
class ParsedNumbers:
    """What each text says as a number.

    numbers    known where the text surely is one number
    ambiguous  where it is a number in both grammars, but not the same one (``1.234``)
    signed     where the sign was written in a bookkeeper's way: ``(12.00)``, ``12.00-``, ``12.00 CR``, U+2212
    """

    numbers: Decimals
    ambiguous: Mask
    signed: Mask


def parse(texts: pa.StringArray, grammar: Grammar | None) -> ParsedNumbers:
    """Every text as a number; ``grammar`` None takes only what is the same number in both.

    A text that is a number only in the other grammar stays what it is. A credit (``CR``) is negative, a
    debit (``DR``) positive. A percentage is no number here: see ``percentages``.
    """
    return _parsed(texts, grammar, percent=False)


def percentages(texts: pa.StringArray, grammar: Grammar | None) -> ParsedNumbers:
    """The texts with a percent sign, as shares of one: ``19 %`` is 0.19. All others are not known."""
    parsed = _parsed(texts, grammar, percent=True)
    return ParsedNumbers(_hundredth(parsed.numbers), parsed.ambiguous, parsed.signed)


def grammar_of(texts: pa.StringArray) -> Grammar | None:
    """The grammar of the texts that allow only one; None where there are none or both occur."""
    pieces = _taken_apart(texts)
    point, comma = _readings(pieces)
    only_point = bool((point & ~comma).any())
    only_comma = bool((comma & ~point).any())
    if only_point == only_comma:
        return None
    return Grammar.POINT if only_point else Grammar.COMMA


def with_texts(typed: Decimals, texts: Texts, grammar: Grammar | None) -> Decimals:
    """``typed`` completed by the rows whose text surely is a number."""
    return _completed(typed, texts, parse(texts.values, grammar).numbers)


def rates_of(typed: Decimals, texts: Texts, grammar: Grammar | None, *, percent_format: bool) -> Decimals:
    """A column of rates as shares of one; a text with a percent sign says so itself (see ``shares``)."""
    rates = shares(with_texts(typed, texts, grammar), percent_format=percent_format)
    return _completed(rates, texts, percentages(texts.values, grammar).numbers)


def shares(rates: Decimals, *, percent_format: bool) -> Decimals:
    """Rates as shares of one. A column is in per cent where it has no percent format and most of its
    values other than 0 are 1 or more."""
    counted = rates.known & (rates.mantissa != 0)
    large = counted & (np.abs(rates.mantissa) >= money.TENS[rates.scale])
    if percent_format or 2 * np.count_nonzero(large) <= np.count_nonzero(counted):
        return rates
    return _hundredth(rates)


def shown(numbers: NDArray[np.float64], styles: NDArray[np.int32], formats: Sequence[str]) -> Texts:
    """Numbers of an identifier column as the clerk sees them: "10248"; "00123" under the format 00000."""
    seen = money.decimals_of(numbers)
    texts = _plainly(seen)
    for style in np.unique(styles).tolist():
        width = _padded_width(formats[style])
        if width > 1:
            padded = pa.array((styles == style) & (seen.scale == 0) & seen.known)
            texts = pc.if_else(padded, _padded(texts, width), texts)
    large = np.flatnonzero(~seen.known)
    if len(large):
        mask = np.zeros(len(numbers), bool)
        mask[large] = True
        texts = pc.replace_with_mask(
            texts, pa.array(mask), pa.array(map(_large, numbers[large]), pa.string())
        )
    encoded = texts.dictionary_encode()
    return Texts(np.asarray(encoded.indices.fill_null(-1), dtype=np.int32), encoded.dictionary)


# Taking a text apart: sign, currency, digits with their marks ---------------------------------------

_CODES = tuple(money.PLACES)
_WORDS = (
    "eur euro euros usd dollar dollars gbp chf sfr fr sek nok dkk kr pln zł czk kč huf ft ron lei rs inr jpy"
).split()
_PREFIXED = "US CA AU NZ HK NT MX SG A C S R".split()
_UNITS = pa.array(
    sorted(
        {""}
        | set(_CODES)
        | {form + dot for word in _WORDS for form in (word, word.title(), word.upper()) for dot in ("", ".")}
    )
)
_SYMBOL = rf"(?:{'|'.join(_PREFIXED)})?\p{{Sc}}"
_UNIT = rf"{_SYMBOL}|\p{{L}}{{1,7}}\.?|%"
_LEADING = r"[-+−(]?"
_TRAILING = r"[-−)]|(?i:[cd]r)\.?|"
_PARTS = (
    rf"^(?P<s1>{_LEADING}) ?(?P<u1>(?:{_UNIT})?) ?(?P<s2>{_LEADING}) ?"
    r"(?P<body>[0-9.,](?:[0-9., ']*[0-9])?) ?"
    rf"(?P<s3>{_TRAILING}) ?(?P<u2>(?:{_UNIT})?) ?(?P<s4>{_TRAILING})$"
)
# What stands before and after the digits -> sign, and whether it was a bookkeeper's way to write it.
_SIGNS: dict[str, tuple[int, bool]] = {
    "|": (1, False),
    "+|": (1, False),
    "-|": (-1, False),
    "−|": (-1, True),
    "|-": (-1, True),
    "|−": (-1, True),
    "(|)": (-1, True),
    "|CR": (-1, True),
    "|DR": (1, True),
}
_SIGN_TEXTS = pa.array(list(_SIGNS))
_SIGN_VALUES = np.array([sign for sign, _ in _SIGNS.values()] + [0], np.int64)
_SIGN_MARKED = np.array([marked for _, marked in _SIGNS.values()] + [False])


@dataclass(frozen=True)
class _Pieces:
    """Texts taken apart: ``body`` holds digits and marks, "" where the text is no number at all."""

    body: pa.StringArray
    sign: NDArray[np.int64]
    signed: Mask
    percent: Mask


def _taken_apart(texts: pa.StringArray) -> _Pieces:
    count = len(texts)
    simple = _true(pc.match_substring_regex(texts, r"^-?[0-9.,]+$"))
    negative = _true(pc.starts_with(texts, "-"))
    body = pc.if_else(pa.array(simple), pc.utf8_ltrim(texts, "-"), "")
    pieces = _Pieces(body, np.where(negative, -1, 1), np.zeros(count, bool), np.zeros(count, bool))
    other = np.flatnonzero(~simple)
    if not len(other):
        return pieces
    dressed = _undressed(texts.take(pa.array(other)))
    pieces.sign[other] = dressed.sign
    pieces.signed[other] = dressed.signed
    pieces.percent[other] = dressed.percent
    body = pc.replace_with_mask(body, pa.array(~simple), dressed.body)
    return _Pieces(body, pieces.sign, pieces.signed, pieces.percent)


def _undressed(texts: pa.StringArray) -> _Pieces:
    plain = tidy(texts)
    plain = pc.replace_substring_regex(plain, "[’‘ʼ′`´]", "'")
    plain = pc.replace_substring_regex(plain, "[‐‑‒–—﹣－]", "−")
    # "5,-" and "5.--" are whole amounts, no negative ones.
    plain = pc.replace_substring_regex(plain, r"([0-9][.,])[-−]{1,2}([^0-9]|$)", r"\10\2")
    parts = pc.extract_regex(plain, _PARTS)
    part = {
        name: pc.fill_null(pc.struct_field(parts, name), "")
        for name in ("s1", "u1", "s2", "body", "s3", "u2", "s4")
    }
    signs = pc.binary_join_element_wise(
        part["s1"],
        part["s2"],
        "|",
        pc.utf8_rtrim(pc.utf8_upper(part["s3"]), "."),
        pc.utf8_rtrim(pc.utf8_upper(part["s4"]), "."),
        "",
    )
    found = np.asarray(pc.fill_null(pc.index_in(signs, _SIGN_TEXTS), -1))
    unit = pc.binary_join_element_wise(part["u1"], part["u2"], "")
    one_unit = (_true(pc.equal(part["u1"], ""))) | (_true(pc.equal(part["u2"], "")))
    percent = _true(pc.equal(unit, "%"))
    named = _true(pc.is_in(unit, _UNITS)) | _true(pc.match_substring_regex(unit, rf"^{_SYMBOL}$"))
    phone = _true(pc.starts_with(signs, "+")) & _true(pc.match_substring(part["body"], " "))
    good = (found >= 0) & one_unit & (percent | named) & ~phone
    body = pc.if_else(pa.array(good), part["body"], "")
    return _Pieces(body, _SIGN_VALUES[found], _SIGN_MARKED[found], percent & good)


# Reading the digits ----------------------------------------------------------------------------------


def _shape(group: str, fraction: str, *, indian: bool) -> str:
    """What digits with these marks look like. A group mark never follows a leading zero."""
    grouped = "|".join(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in (group, " ", "'"))
    if indian:
        grouped += rf"|[1-9][0-9]?(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}"
    return rf"^(?:(?:[0-9]+|{grouped})(?:{fraction}[0-9]+)?|{fraction}[0-9]+)$"


_POINT_SHAPE = _shape(",", r"\.", indian=True)
_COMMA_SHAPE = _shape(r"\.", ",", indian=False)


def _readings(pieces: _Pieces) -> tuple[Mask, Mask]:
    """Where the digits are a number under each grammar."""
    point = _true(pc.match_substring_regex(pieces.body, _POINT_SHAPE))
    comma = _true(pc.match_substring_regex(pieces.body, _COMMA_SHAPE))
    return point, comma


def _parsed(texts: pa.StringArray, grammar: Grammar | None, *, percent: bool) -> ParsedNumbers:
    pieces = _taken_apart(texts)
    point, comma = _readings(pieces)
    point_at = _positions(pieces.body, ".")
    comma_at = _positions(pieces.body, ",")
    asked = pieces.percent == percent
    both = point & comma & ((point_at >= 0) | (comma_at >= 0))
    ambiguous = both & asked if grammar is None else np.zeros(len(texts), bool)
    by_comma = comma & ~point if grammar is not Grammar.COMMA else comma
    mark_at = np.where(by_comma, comma_at, point_at)
    mantissa, scale, known = _digits(pieces.body, mark_at)
    known &= (point | comma) & asked & ~ambiguous
    mantissa = np.where(known, mantissa * pieces.sign, 0)
    numbers = Decimals(mantissa, np.where(known, scale, 0).astype(np.int8), known)
    return ParsedNumbers(numbers, ambiguous, pieces.signed & known)


_LONGEST = 18
_SIGNIFICANT = 10**15


def _digits(
    bodies: pa.StringArray, mark_at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask]:
    """Mantissa and scale without trailing zeros; not known where a double could not hold them."""
    lengths = np.asarray(pc.fill_null(pc.binary_length(bodies), 0)).astype(np.int64)
    digits = bodies
    for mark in ".,' ":
        digits = pc.replace_substring(digits, mark, "")
    count = np.asarray(pc.fill_null(pc.binary_length(digits), 0))
    fits = (count > 0) & (count <= _LONGEST)
    mantissa = np.asarray(pc.fill_null(pc.cast(pc.if_else(pa.array(fits), digits, "0"), pa.int64()), 0))
    scale = np.where((mark_at >= 0) & fits, lengths - mark_at - 1, 0)
    mantissa, scale = money.stripped(mantissa, scale)
    return mantissa, scale, fits & _within_15_digits(mantissa)


def _within_15_digits(mantissa: NDArray[np.int64]) -> Mask:
    good: Mask = np.abs(mantissa) < _SIGNIFICANT
    for row in np.flatnonzero(~good).tolist():
        good[row] = len(str(mantissa[row]).strip("-").rstrip("0")) <= 15
    return good


def _positions(bodies: pa.StringArray, mark: str) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(pc.find_substring(bodies, mark), -1)).astype(np.int64)


def _true(answers: Any) -> Mask:
    """A pyarrow boolean array as a mask; False where null."""
    return np.asarray(answers.fill_null(False), dtype=bool)


# From and to decimals ---------------------------------------------------------------------------------


def _completed(typed: Decimals, texts: Texts, of_values: Decimals) -> Decimals:
    if not of_values.known.any():
        return typed
    codes = np.where(typed.known, -1, texts.codes)
    filled = (codes >= 0) & of_values.known[codes]
    return Decimals(
        np.where(filled, of_values.mantissa[codes], typed.mantissa),
        np.where(filled, of_values.scale[codes], typed.scale),
        typed.known | filled,
    )


def _hundredth(rates: Decimals) -> Decimals:
    known = rates.known & ((rates.mantissa == 0) | (rates.scale <= _LONGEST - 2))
    scale = np.where(rates.mantissa == 0, 0, rates.scale.astype(np.int64) + 2)
    mantissa, scale = money.stripped(np.where(known, rates.mantissa, 0), np.where(known, scale, 0))
    return Decimals(mantissa, scale.astype(np.int8), known)


def _plainly(numbers: Decimals) -> pa.StringArray:
    """Decimals written out; null where not known."""
    texts = pc.cast(pa.array(numbers.mantissa, mask=~numbers.known), pa.string())
    for scale in np.unique(numbers.scale[numbers.known & (numbers.scale > 0)]).tolist():
        rows = numbers.known & (numbers.scale == scale)
        whole, rest = np.divmod(np.abs(numbers.mantissa[rows]), money.TENS[scale])
        written = pc.binary_join_element_wise(
            pa.array(np.where(numbers.mantissa[rows] < 0, "-", "")),
            pc.cast(pa.array(whole), pa.string()),
            ".",
            pc.utf8_lpad(pc.cast(pa.array(rest), pa.string()), scale, "0"),
            "",
        )
        parts = written
        texts = pc.replace_with_mask(texts, pa.array(rows), parts)
    return texts


def _padded(texts: pa.StringArray, width: int) -> pa.StringArray:
    minus = pc.starts_with(texts, "-")
    padded = pc.utf8_lpad(pc.utf8_ltrim(texts, "-"), width, "0")
    return pc.if_else(minus, pc.binary_join_element_wise("-", padded, ""), padded)


def _padded_width(number_format: str) -> int:
    """5 for "00000", 0 for any other kind of format."""
    return len(number_format) if set(number_format) == {"0"} else 0


def _large(number: float) -> str | None:
    """A number of 1e18 or more as Excel writes it out: 15 digits, then zeros."""
    return f"{Decimal(f'{number:.15g}'):f}" if np.isfinite(number) else None
