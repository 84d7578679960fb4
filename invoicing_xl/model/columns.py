"""Typed columns: what a field holds in every row of a table. Element i belongs to the table's row i.

``known`` is False where a cell is blank or cannot be understood for sure; such elements take part in
no rule. Nothing here is a float: numbers are decimals, money is minor units, dates are days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.memo import cached_property

Mask = NDArray[np.bool_]


def mask_of(answers: pa.BooleanArray) -> Mask:
    """A pyarrow boolean array as a mask; False where null."""
    return np.asarray(answers.fill_null(False), dtype=bool)


@dataclass(frozen=True)
class Texts:
    """Text, each distinct value held once.

    codes   int32; index into ``values``, -1 where blank
    values  pyarrow string array of distinct texts, as typed; none is empty
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
        return self if changed.equals(self.values) else distinct(self.codes, changed)

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
        return np.append(of_values, blank)[self.codes]  # one place beyond the values, where -1 points


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
    """A column over a sheet's whole pool of texts, each once, reduced to the texts it uses."""
    # One place beyond the pool, where -1 points: the blanks then need no passes of their own.
    used = np.zeros(len(pool) + 1, bool)
    used[codes] = True
    used[-1] = False
    empty = pc.index(pool, "").as_py()
    if empty >= 0:
        used[empty] = False  # an empty text is blank
    places = np.flatnonzero(used)
    if not len(places):
        return no_texts(len(codes))
    numbering = np.full(len(pool) + 1, -1, np.int32)
    numbering[places] = np.arange(len(places), dtype=np.int32)
    return Texts(numbering[codes], _strings(pool.take(pa.array(places))))


def distinct(codes: NDArray[np.int32], values: pa.StringArray) -> Texts:
    """A column over texts that may be empty or null (blank, then), or stand in ``values`` more than once."""
    encoded = values.dictionary_encode()
    empty = pc.index(encoded.dictionary, "").as_py()
    if empty < 0 and len(encoded.dictionary) == len(values):
        return Texts(codes, values)
    # One place beyond the values, where -1 points.
    renumbered = np.append(np.asarray(encoded.indices.fill_null(-1), dtype=np.int32), np.int32(-1))
    if empty < 0:
        return Texts(renumbered[codes], encoded.dictionary)
    renumbered = np.where(renumbered == empty, np.int32(-1), renumbered - (renumbered > empty)).astype(
        np.int32
    )
    filled = pc.not_equal(encoded.dictionary, "")
    return Texts(renumbered[codes], encoded.dictionary.filter(filled))


def concatenated(columns: Sequence[Texts]) -> Texts:
    """Columns of several tables as one."""
    told = [column for column in columns if len(column)]
    if len(told) < 2:
        return told[0] if told else no_texts(0)
    starts = np.cumsum([0, *(len(column.values) for column in told)]).tolist()
    codes = [
        np.where(column.known, column.codes + start, -1).astype(np.int32)
        for column, start in zip(told, starts[:-1], strict=True)
    ]
    values = pa.concat_arrays([_strings(column.values) for column in told])
    return distinct(np.concatenate(codes), values)


def merged_texts(first: Texts, where: Mask, second: Texts) -> Texts:
    """``first``, with the rows where ``where`` holds taken, in order, from ``second``."""
    codes = first.codes.copy()
    codes[where] = np.where(second.known, second.codes + len(first.values), -1)
    return distinct(codes, pa.concat_arrays([first.values, second.values]))


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


def no_decimals(count: int) -> Decimals:
    """A column in which nothing is known."""
    return Decimals(np.zeros(count, np.int64), np.zeros(count, np.int8), np.zeros(count, bool))


def concatenated_decimals(columns: Sequence[Decimals]) -> Decimals:
    """Decimals of several tables as one column."""
    return Decimals(
        np.concatenate([np.zeros(0, np.int64), *(column.mantissa for column in columns)]),
        np.concatenate([np.zeros(0, np.int8), *(column.scale for column in columns)]),
        np.concatenate([np.zeros(0, bool), *(column.known for column in columns)]),
    )


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


def concatenated_amounts(columns: Sequence[Amounts]) -> Amounts:
    """Amounts of several tables as one column."""
    return Amounts(
        np.concatenate([np.zeros(0, np.int64), *(column.minor for column in columns)]),
        np.concatenate([np.zeros(0, np.uint8), *(column.places for column in columns)]),
        np.concatenate([np.zeros(0, bool), *(column.known for column in columns)]),
        np.concatenate([np.zeros(0, bool), *(column.exact for column in columns)]),
    )


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


def no_dates(count: int) -> Dates:
    """A column in which nothing is known."""
    return Dates(np.full(count, np.datetime64("NaT", "D")), np.zeros(count, bool))
