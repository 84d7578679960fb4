"""Document numbers taken apart: prefix, counter, suffix. A series differs in the counter only."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask, mask_of
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.spaces import tidy

Ints = NDArray[np.int64]

_LAST_DIGITS = r"^(?P<prefix>.*?)(?P<counter>[0-9]{1,18})(?P<suffix>[^0-9]*)$"
_FIRST_DIGITS = r"^(?P<prefix>[^0-9]*)(?P<counter>[0-9]{1,18})(?P<suffix>.*)$"
_DIGITS = "0123456789"
_NO_DIGITS = "".join(chr(code) for code in range(32, 127) if chr(code) not in _DIGITS)
_BETWEEN = "\x1f"
_MOST_DIGITS = 19
_FEW_SERIES = 3
_MOST_SERIES = 0.1
_FILLED = 0.05


@dataclass(frozen=True)
class Numbers:
    """Distinct numbers taken apart.

    series   index into ``names``, -1 where a number has no digits (or more than 18 in one place)
    counter  the digits that count, -1 where there are none
    width    how many digits are written, leading zeros included; 0 where there are none
    filled   whether the first of several digits is a zero
    names    prefix and suffix of each series, in capitals
    """

    series: NDArray[np.int32]
    counter: Ints
    width: NDArray[np.int8]
    filled: Mask
    names: list[tuple[str, str]]

    @cached_property
    def sizes(self) -> Ints:
        """How many distinct numbers each series has."""
        result: Ints = self._counts.sum(axis=(1, 2))
        return result

    @cached_property
    def filled_to(self) -> Ints:
        """How many digits the numbers of each series are filled up to with zeros; 0 where they are not."""
        by_width = self._counts[:, :, 1]
        count, width = by_width.sum(axis=1), by_width.argmax(axis=1)
        often = count > np.maximum(1, _FILLED * self.sizes)
        # 0998, 0999, 1000: filled up alike, and no number is shorter.
        shortest = self._counts.any(axis=2).argmax(axis=1)
        alike = (count > 1) & (by_width.max(axis=1, initial=0) == count) & (shortest == width)
        return np.where(often | alike, width, 0)

    @cached_property
    def as_usual(self) -> Mask:
        """Numbers with as many digits as the others of their series would have."""
        usual = np.append(self.filled_to, 0).astype(np.int8)[self.series]
        enough = self.width >= usual
        result: Mask = (self.series >= 0) & enough & (~self.filled | (self.width == usual))
        return result

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        """How many numbers there are by series, width, and whether they are filled."""
        kinds = self.series * np.int64(2 * _MOST_DIGITS)
        kinds += 2 * self.width + self.filled
        shape = (len(self.names), _MOST_DIGITS, 2)
        return np.bincount(kinds[self.series >= 0], minlength=math.prod(shape)).reshape(shape)

    def written(self, series: int, counter: int) -> str:
        """A number of a series as it would be written."""
        prefix, suffix = self.names[series]
        return f"{prefix}{counter:0{self.filled_to[series]}d}{suffix}"


def numbers_of(texts: pa.StringArray) -> Numbers:
    """The counter is the last run of digits (2026-0017), or the first: what makes fewer series (17/2026)."""
    written = _in_capitals(tidy(texts))
    by_last = _taken_apart(written, _LAST_DIGITS)
    if len(by_last.names) <= max(_FEW_SERIES, _MOST_SERIES * len(written)):
        return by_last
    by_first = _taken_apart(written, _FIRST_DIGITS)
    return min(by_last, by_first, key=lambda numbers: len(numbers.names))


def _taken_apart(written: pa.StringArray, pattern: str) -> Numbers:
    # Most numbers have no digits before their counter and nothing behind it: no expression is needed.
    counter = pc.ascii_ltrim(written, _NO_DIGITS)
    digits = np.asarray(pc.binary_length(counter))
    simple = mask_of(pc.ascii_is_decimal(counter)) & (digits > 0) & (digits < _MOST_DIGITS)
    name = pc.ascii_rtrim(written, _DIGITS)
    if not simple.all():
        found = pc.extract_regex(written.filter(pa.array(~simple)), pattern)
        counter = pc.replace_with_mask(counter, pa.array(~simple), pc.struct_field(found, "counter"))
        ends = [pc.struct_field(found, part) for part in ("prefix", "suffix")]
        name = pc.replace_with_mask(name, pa.array(~simple), pc.binary_join_element_wise(*ends, _BETWEEN))
    encoded = name.dictionary_encode()
    names = [text.partition(_BETWEEN) for text in encoded.dictionary.to_pylist()]
    width = np.asarray(pc.fill_null(pc.binary_length(counter), 0)).astype(np.int8)
    return Numbers(
        series=np.asarray(encoded.indices.fill_null(-1)),
        counter=np.asarray(pc.fill_null(pc.cast(counter, pa.int64()), -1)),
        width=width,
        filled=mask_of(pc.starts_with(counter, "0")) & (width > 1),
        names=[(prefix, suffix) for prefix, _, suffix in names],
    )


def _in_capitals(texts: pa.StringArray) -> pa.StringArray:
    # Without other letters the quick way gives the same.
    return pc.ascii_upper(texts) if pc.all(pc.string_is_ascii(texts)).as_py() else pc.utf8_upper(texts)
