"""Document numbers taken apart: prefix, counter, suffix. A series differs in the counter only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask, mask_of
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.money import TENS
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
    width    how many digits are written, leading zeros included
    names    prefix and suffix of each series, in capitals
    """

    series: Ints
    counter: Ints
    width: Ints
    names: list[tuple[str, str]]

    @cached_property
    def sizes(self) -> Ints:
        """How many distinct numbers each series has."""
        return np.bincount(self.series[self.series >= 0], minlength=len(self.names))

    @cached_property
    def filled_to(self) -> Ints:
        """How many digits the numbers of each series are filled up to with zeros; 0 where they are not."""
        filled = self._filled
        by_width = np.bincount(
            self.series[filled] * _MOST_DIGITS + self.width[filled], minlength=len(self.names) * _MOST_DIGITS
        ).reshape(len(self.names), _MOST_DIGITS)
        count, width = by_width.sum(axis=1), by_width.argmax(axis=1)
        often = count > np.maximum(1, _FILLED * self.sizes)
        # 0998, 0999, 1000: filled up alike, and no number is shorter.
        shortest = np.full(len(self.names), _MOST_DIGITS)
        numbered = self.series >= 0
        np.minimum.at(shortest, self.series[numbered], self.width[numbered])
        alike = (count > 1) & (by_width.max(axis=1, initial=0) == count) & (shortest == width)
        return np.where(often | alike, width, 0)

    @cached_property
    def as_usual(self) -> Mask:
        """Numbers with as many digits as the others of their series would have."""
        usual = np.append(self.filled_to, 0)[self.series]
        result: Mask = (self.series >= 0) & np.where(self._filled, self.width == usual, self.width >= usual)
        return result

    @cached_property
    def _filled(self) -> Mask:
        """Numbers that are written with leading zeros."""
        result: Mask = (self.width > 1) & (self.counter < TENS[np.maximum(self.width - 1, 0)])
        return result

    def written(self, series: int, counter: int) -> str:
        """A number of a series as it would be written."""
        prefix, suffix = self.names[series]
        return f"{prefix}{counter:0{self.filled_to[series]}d}{suffix}"


def numbers_of(texts: pa.StringArray) -> Numbers:
    """The counter is the last run of digits (2026-0017), or the first: what makes fewer series (17/2026)."""
    written = pc.utf8_upper(tidy(texts))
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
    return Numbers(
        series=np.asarray(encoded.indices.fill_null(-1)).astype(np.int64),
        counter=np.asarray(pc.fill_null(pc.cast(counter, pa.int64()), -1)),
        width=np.asarray(pc.fill_null(pc.binary_length(counter), 0)).astype(np.int64),
        names=[(prefix, suffix) for prefix, _, suffix in names],
    )
