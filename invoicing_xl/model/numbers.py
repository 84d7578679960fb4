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

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.columns import Decimals, Mask, Texts, mask_of
from invoicing_xl.model.number_frames import Pieces, taken_apart


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


def mistyped(texts: pa.StringArray, grammar: Grammar | None) -> ParsedNumbers:
    """Texts that are a number once letters are read as the digits they look like: ``12O.50``, ``l2.50``.

    A letter behind a whole number may be a unit (``10 l``): that is none.
    """
    read = pc.if_else(pc.match_substring_regex(texts, _LETTERS_AMONG_DIGITS), texts, "")
    for letters, digit in (("[Oo]", "0"), ("[Il]", "1"), ("S", "5"), ("B", "8")):
        read = pc.replace_substring_regex(read, letters, digit)
    return parse(read, grammar)


def grammar_of(texts: pa.StringArray) -> Grammar | None:
    """The grammar of the texts that allow only one; None where there are none or both occur."""
    pieces = taken_apart(texts)
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
    if not seen.known.all():
        written = pa.array(map(_large, numbers[~seen.known]), pa.string())
        texts = pc.replace_with_mask(texts, pa.array(~seen.known), written)
    encoded = texts.dictionary_encode()
    return Texts(np.asarray(encoded.indices.fill_null(-1), dtype=np.int32), encoded.dictionary)


# Reading the digits ----------------------------------------------------------------------------------


def _shape(group: str, fraction: str, *, indian: bool) -> str:
    """What digits with these marks look like. A group mark never follows a leading zero."""
    grouped = "|".join(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in (group, " ", "'"))
    if indian:
        grouped += rf"|[1-9][0-9]?(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}"
    return rf"^(?:(?:[0-9]+|{grouped})(?:{fraction}[0-9]+)?|{fraction}[0-9]+)$"


# Between digits, before the digits of a number with decimals, or an O at the end of such a one.
_LETTERS_AMONG_DIGITS = r"^-?(?:[\d.,]*\d[OoIlSB][\d.,OoIlSB]*\d|[OoIl]\d*[.,]\d+|\d[\d.,]*[.,]\d*[Oo])$"

_POINT_SHAPE = _shape(",", r"\.", indian=True)
_COMMA_SHAPE = _shape(r"\.", ",", indian=False)


def _readings(pieces: Pieces) -> tuple[Mask, Mask]:
    """Where the digits are a number under each grammar."""
    point = mask_of(pc.match_substring_regex(pieces.body, _POINT_SHAPE))
    comma = mask_of(pc.match_substring_regex(pieces.body, _COMMA_SHAPE))
    return point, comma


def _parsed(texts: pa.StringArray, grammar: Grammar | None, *, percent: bool) -> ParsedNumbers:
    pieces = taken_apart(texts)
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
    """Whether the digits between leading and trailing zeros are no more than Excel keeps."""
    fits: Mask = mantissa < _SIGNIFICANT
    long = np.flatnonzero(~fits)
    shortest, _ = money.stripped(mantissa[long], np.full(len(long), _LONGEST))
    fits[long] = shortest < _SIGNIFICANT
    return fits


def _positions(bodies: pa.StringArray, mark: str) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(pc.find_substring(bodies, mark), -1)).astype(np.int64)


# From and to decimals ---------------------------------------------------------------------------------


def _completed(typed: Decimals, texts: Texts, of_values: Decimals) -> Decimals:
    if not of_values.known.any():
        return typed
    rows = np.flatnonzero(texts.known & ~typed.known)
    rows = rows[of_values.known[texts.codes[rows]]]
    codes = texts.codes[rows]
    mantissa, scale, known = typed.mantissa.copy(), typed.scale.copy(), typed.known.copy()
    mantissa[rows], scale[rows], known[rows] = of_values.mantissa[codes], of_values.scale[codes], True
    return Decimals(mantissa, scale, known)


def _hundredth(rates: Decimals) -> Decimals:
    known = rates.known & (rates.scale <= _LONGEST - 2)
    # Only whole numbers may end in zeros.
    whole = rates.scale == 0
    mantissa, scale = money.cents_stripped(rates.mantissa)
    mantissa, scale = np.where(whole, mantissa, rates.mantissa), np.where(whole, scale, rates.scale + 2)
    return Decimals(np.where(known, mantissa, 0), np.where(known, scale, 0), known)


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
        texts = pc.replace_with_mask(texts, pa.array(rows), written)
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
