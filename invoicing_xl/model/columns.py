"""Typed columns: what a field holds in every row of a table. Element i belongs to the table's row i.

``known`` is False where a cell is blank or cannot be understood for sure; such elements take part in
no rule. Nothing here is a float: numbers are decimals, money is minor units, dates are days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def mask_of(answers: pa.BooleanArray) -> Mask:
    """A pyarrow boolean array as a mask; False where null."""
    return np.asarray(answers.fill_null(False), dtype=bool)


@dataclass(frozen=True)
class Texts:
    """Text, each distinct value held once.

    codes   int32; index into ``values``, -1 where blank
    values  pyarrow string array of distinct texts, as typed
    """

    codes: NDArray[np.int32]
    values: pa.StringArray

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, index: int) -> str:
        """The text of a row, "" where blank."""
        code = int(self.codes[index])
        return "" if code < 0 else str(self.values[code].as_py())

    @property
    def known(self) -> Mask:
        return self.codes >= 0

    def map(self, change: Callable[[pa.StringArray], pa.StringArray]) -> Texts:
        """``change`` applied to all distinct texts at once; an empty text becomes blank."""
        changed = _strings(change(self.values))
        filled = pc.if_else(pc.equal(changed, ""), None, changed).dictionary_encode()
        recoded = np.asarray(filled.indices.fill_null(-1), dtype=np.int32)
        return Texts(self._spread(recoded, np.int32(-1)), filled.dictionary)

    def flags(self, question: Callable[[pa.StringArray], Any]) -> Mask:
        """A yes/no question to all distinct texts at once (a pyarrow boolean array); False where blank."""
        result: Mask = self._spread(mask_of(question(self.values)), np.False_)
        return result

    def matches(self, pattern: str) -> Mask:
        """Where the text matches the regular expression (RE2 syntax, not anchored)."""
        return self.flags(lambda values: pc.match_substring_regex(values, pattern))

    def lookup(self, table: Mapping[str, int], missing: int = -1) -> NDArray[np.int64]:
        """``table[text]`` for every row; ``missing`` where blank or absent."""
        found = np.fromiter(
            (table.get(text, missing) for text in self.values.to_pylist()), np.int64, len(self.values)
        )
        result: NDArray[np.int64] = self._spread(found, np.int64(missing))
        return result

    def _spread(self, of_values: NDArray[Any], blank: Any) -> NDArray[Any]:
        if not len(of_values):
            return np.full(len(self.codes), blank)
        return np.where(self.codes >= 0, of_values[self.codes], blank)


def _strings(texts: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """The same texts as one array of the usual type."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return whole if whole.type == pa.string() else whole.cast(pa.string())


def texts_of(values: list[str | None]) -> Texts:
    """A column from plain texts; None and "" are blank."""
    encoded = pa.array([value or None for value in values], pa.string()).dictionary_encode()
    return Texts(np.asarray(encoded.indices.fill_null(-1), dtype=np.int32), encoded.dictionary)


def no_texts(count: int) -> Texts:
    """A column that is blank throughout."""
    return Texts(np.full(count, -1, np.int32), pa.array([], pa.string()))


def compact(codes: NDArray[np.int32], pool: pa.StringArray) -> Texts:
    """A column over a sheet's whole pool of texts, reduced to the texts it uses; empty texts are blank."""
    # One place beyond the pool, where -1 points: the blanks then need no passes of their own.
    used = np.zeros(len(pool) + 1, bool)
    used[codes] = True
    used[-1] = False
    numbering = np.cumsum(used, dtype=np.int32) - 1
    numbering[-1] = -1
    column = Texts(numbering[codes], _strings(pool.filter(pa.array(used[:-1]))))
    return column.map(lambda same: same)


def merged_texts(first: Texts, where: Mask, second: Texts) -> Texts:
    """``first``, with the rows where ``where`` holds taken, in order, from ``second``."""
    codes = first.codes.copy()
    codes[where] = np.where(second.known, second.codes + len(first.values), -1)
    return Texts(codes, pa.concat_arrays([first.values, second.values])).map(lambda same: same)


@dataclass(frozen=True)
class Decimals:
    """Exact decimal numbers: ``mantissa / 10**scale``, at most 15 digits as in Excel, magnitude below 1e18.

    scale  0 to 18; no trailing zeros (0 has scale 0)
    """

    mantissa: NDArray[np.int64]
    scale: NDArray[np.int8]
    known: Mask

    def __len__(self) -> int:
        return len(self.mantissa)

    def __getitem__(self, index: int) -> Decimal | None:
        if not self.known[index]:
            return None
        return Decimal(int(self.mantissa[index])).scaleb(-int(self.scale[index]))


@dataclass(frozen=True)
class Amounts:
    """Money: whole minor units of each row's currency.

    places  uint8; decimals of the row's currency (ISO 4217)
    exact   False where the cell holds more decimals than its currency has (``minor`` is then rounded)
    """

    minor: NDArray[np.int64]
    places: NDArray[np.uint8]
    known: Mask
    exact: Mask

    def __len__(self) -> int:
        return len(self.minor)

    def __getitem__(self, index: int) -> Decimal | None:
        if not self.known[index]:
            return None
        return Decimal(int(self.minor[index])).scaleb(-int(self.places[index]))

    def text(self, index: int) -> str:
        """ "1,234.50" for messages; "" where unknown."""
        value = self[index]
        return "" if value is None else f"{value:,.{int(self.places[index])}f}"

    def differs(self, other: Amounts) -> Mask:
        """Where both are known and not the same."""
        result: Mask = self.known & other.known & (self.minor != other.minor)
        return result

    @cached_property
    def filled(self) -> NDArray[np.int64]:
        """Minor units with 0 where unknown: for sums."""
        return np.where(self.known, self.minor, 0)

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.minor + other.minor, self.places, self.known & other.known, self.exact & other.exact
        )

    def __sub__(self, other: Amounts) -> Amounts:
        return self + (-other)

    def __neg__(self) -> Amounts:
        return Amounts(-self.minor, self.places, self.known, self.exact)


@dataclass(frozen=True)
class Dates:
    """Calendar days; ``days`` is datetime64[D], NaT where not known.

    ambiguous  True where a text could be two different days (``days`` is then NaT)
    """

    days: NDArray[np.datetime64]
    ambiguous: Mask

    def __len__(self) -> int:
        return len(self.days)

    @cached_property
    def known(self) -> Mask:
        return ~np.isnat(self.days)

    def text(self, index: int) -> str:
        """ISO date for messages; "" where unknown."""
        return "" if np.isnat(self.days[index]) else str(self.days[index])
