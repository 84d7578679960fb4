"""What stands around the digits of a number: sign, currency, percent ("EUR #", "(#)", "# CR", "#,-")."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.columns import Mask, mask_of
from invoicing_xl.model.spaces import tidy

_WORDS = (
    "eur euro euros usd dollar dollars gbp chf sfr fr sek nok dkk kr pln zł czk kč huf ron lei rs inr jpy"
).split()
_UNITS = pa.array(
    sorted(
        {"", "%", *money.PLACES, *(form for word in _WORDS for form in (word, word.title(), word.upper()))}
    )
)
_SYMBOL = r"(?:US|CA|AU|NZ|HK|NT|MX|SG|A|C|S|R)?\p{Sc}"
# Which words and signs are units is asked of the few frames afterwards: to spell it out here makes an
# expression that takes longer to prepare than a cell to read.
_UNIT = r"(?:%|[^\s0-9()+−#.,'%-]+?)?"
_LEADING = r"[-+−(]?"
_TRAILING = r"(?:[-−)]|(?i:cr|dr))?"
_DIGITS = r"[.,]?[0-9](?:[0-9., ']*[0-9])?"
_FRAME = (
    rf"^(?P<before>{_LEADING}) ?(?P<unit>{_UNIT}) ?(?P<before2>{_LEADING}) ?#"
    rf" ?(?P<after>{_TRAILING}) ?(?P<unit2>{_UNIT}) ?(?P<after2>{_TRAILING})$"
)
# What stands before and after the digits -> sign, and whether it was a bookkeeper's way to write it.
_SIGNS: dict[str, tuple[int, bool]] = {
    "#": (1, False),
    "+#": (1, False),
    "-#": (-1, False),
    "−#": (-1, True),
    "#-": (-1, True),
    "#−": (-1, True),
    "(#)": (-1, True),
    "#CR": (-1, True),
    "#DR": (1, True),
}
_SIGN_TEXTS = pa.array(list(_SIGNS))
_SIGN_VALUES = np.array([*(sign for sign, _ in _SIGNS.values()), 0], np.int64)
_SIGN_MARKED = np.array([*(marked for _, marked in _SIGNS.values()), False])


@dataclass(frozen=True)
class Pieces:
    """Texts taken apart: ``body`` holds digits and marks, "" where the text is no number at all."""

    body: pa.StringArray
    sign: NDArray[np.int64]
    signed: Mask
    percent: Mask


def taken_apart(texts: pa.StringArray) -> Pieces:
    """Most texts are digits with at most a minus; only the others are looked at closely."""
    texts = pc.fill_null(texts, "")
    bare = mask_of(pc.match_substring_regex(texts, r"^-?[0-9.,]+$"))
    body = pc.if_else(pa.array(bare), pc.utf8_ltrim(texts, "-"), "")
    sign = np.where(mask_of(pc.starts_with(texts, "-")), -1, 1)
    signed, percent = np.zeros(len(texts), bool), np.zeros(len(texts), bool)
    if not bare.all():
        dressed = _undressed(texts.filter(pa.array(~bare)))
        body = pc.replace_with_mask(body, pa.array(~bare), dressed.body)
        sign[~bare], signed[~bare], percent[~bare] = dressed.sign, dressed.signed, dressed.percent
    return Pieces(body, sign, signed, percent)


def _undressed(texts: pa.StringArray) -> Pieces:
    plain = pc.replace_substring_regex(tidy(texts), "[’‘ʼ′`´]", "'")
    plain = pc.replace_substring_regex(plain, "[‐‑‒–—﹣－]", "−")
    plain = pc.replace_substring_regex(plain, r"(\p{L})\.", r"\1")  # "Rs.", "Fr."
    # "5,-" and "5.--" are whole amounts, no negative ones.
    plain = pc.replace_substring_regex(plain, r"([0-9][.,])[-−]{1,2}([^0-9]|$)", r"\10\2")
    # Frames are few, however many the texts.
    frames = pc.replace_substring_regex(plain, _DIGITS, "#").dictionary_encode()
    of_frames = _frames(frames.dictionary)
    frame = np.asarray(frames.indices.fill_null(0))
    body = pc.utf8_trim(pc.replace_substring_regex(plain, "[^0-9., ']+", ""), " ")
    phone = of_frames.plus[frame] & mask_of(pc.match_substring(body, " "))
    good = pa.array(of_frames.good[frame] & ~phone)
    return Pieces(
        pc.if_else(good, body, ""), of_frames.sign[frame], of_frames.signed[frame], of_frames.percent[frame]
    )


@dataclass(frozen=True)
class _Frames:
    """What stands around the digits; ``plus`` where that is an explicit plus sign."""

    good: Mask
    sign: NDArray[np.int64]
    signed: Mask
    percent: Mask
    plus: Mask


def _frames(frames: pa.StringArray) -> _Frames:
    parts = pc.extract_regex(frames, _FRAME)
    part = {field.name: pc.fill_null(pc.struct_field(parts, field.name), "") for field in parts.type}
    after = [pc.utf8_upper(part[name]) for name in ("after", "after2")]
    signs = pc.binary_join_element_wise(part["before"], part["before2"], "#", *after, "")
    sign = np.asarray(pc.fill_null(pc.index_in(signs, _SIGN_TEXTS), -1))
    unit = pc.binary_join_element_wise(part["unit"], part["unit2"], "")
    single = mask_of(pc.equal(part["unit"], "")) | mask_of(pc.equal(part["unit2"], ""))
    named = mask_of(pc.is_in(unit, _UNITS)) | mask_of(pc.match_substring_regex(unit, rf"^{_SYMBOL}$"))
    return _Frames(
        good=mask_of(parts.is_valid()) & (sign >= 0) & single & named,
        sign=_SIGN_VALUES[sign],
        signed=_SIGN_MARKED[sign],
        percent=mask_of(pc.equal(unit, "%")),
        plus=mask_of(pc.starts_with(signs, "+")),
    )
