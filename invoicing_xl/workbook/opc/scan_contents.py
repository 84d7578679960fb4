"""What stands inside canonical cells: values, texts, formulas."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area, Kind
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Formulas, Ints, Mask
from invoicing_xl.workbook.opc.scan_dates import serial_of_iso
from invoicing_xl.workbook.opc.scan_heads import (
    CellHead,
    FormulaHead,
    Known,
    Read,
    RowHead,
    Type,
    cell_head,
    formula_head,
    row_head,
)
from invoicing_xl.workbook.opc.scan_text import offsets_of, plain
from invoicing_xl.workbook.opc.scan_tokens import Tag, Tokens, between, every_other, texts_between, words

_NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"

_KIND_OF = np.zeros(len(Type), np.uint8)
for _type, _kind in {
    Type.NUMBER: Kind.NUMBER,
    Type.SHARED: Kind.TEXT,
    Type.BOOLEAN: Kind.BOOLEAN,
    Type.ERROR: Kind.ERROR,
    Type.FORMULA_TEXT: Kind.TEXT,
    Type.INLINE: Kind.TEXT,
    Type.DATE: Kind.NUMBER,
}.items():
    _KIND_OF[_type] = _kind

# The sequences of tags inside a cell that occur, the most frequent first.
_V = (Tag.V, Tag.V_END)
_F, _F_LONG, _F_CLOSED = (Tag.F, Tag.F_END), (Tag.F_SPACE, Tag.F_END), (Tag.F_SPACE,)
_SHAPES: list[tuple[Tag, ...]] = [
    (),
    (*_V, Tag.C_END),
    (Tag.IS, Tag.T, Tag.T_END, Tag.IS_END, Tag.C_END),
    (*_F, *_V, Tag.C_END),
    (*_F_CLOSED, *_V, Tag.C_END),
    (*_F_LONG, *_V, Tag.C_END),
    (Tag.C_END,),
    (Tag.V_CLOSED, Tag.C_END),
    (*_F, Tag.C_END),
    (*_F, Tag.V_CLOSED, Tag.C_END),
    (*_F_LONG, Tag.C_END),
    (*_F_LONG, Tag.V_CLOSED, Tag.C_END),
    (*_F_CLOSED, Tag.C_END),
    (*_F_CLOSED, Tag.V_CLOSED, Tag.C_END),
    (Tag.IS, Tag.IS_END, Tag.C_END),
    (Tag.IS, Tag.T_CLOSED, Tag.IS_END, Tag.C_END),
]
CLOSED, UNKNOWN = 0, len(_SHAPES)
_LONGEST = 8


def _code(shape: tuple[Tag, ...]) -> np.uint64:
    return np.uint64(int.from_bytes(bytes((Tag.C, *shape)), "little"))


def _places(*tags: Tag) -> NDArray[np.uint8]:
    """For each shape how many tags after ``<c`` the first of these stands; 0 for none."""
    found = [next((place for place, tag in enumerate(s, start=1) if tag in tags), 0) for s in _SHAPES]
    return np.array([*found, 0], np.uint8)


_CODES = [_code(shape) for shape in _SHAPES]
_FIRST_BYTES = np.array([(1 << 8 * count) - 1 for count in range(_LONGEST + 1)], np.uint64)
_VALUE, _TEXT, _FORMULA = _places(Tag.V), _places(Tag.T), _places(Tag.F, Tag.F_SPACE)
_IS_INLINE = _places(Tag.IS) > 0
_IS_EMPTY_VALUE = _places(Tag.V_CLOSED) > 0
_IS_LONG_FORMULA, _IS_OPEN_FORMULA = _places(Tag.F_SPACE) > 0, _places(Tag.F_END) > 0


def shapes_of(tokens: Tokens, cells: Ints, spans: Ints) -> NDArray[np.uint8]:
    """Which sequence of tags each cell is made of. ``spans``: how many tags it has, its own included."""
    codes = words(tokens.tags)[cells] & _FIRST_BYTES.take(np.minimum(spans, _LONGEST))
    shapes = np.full(len(cells), UNKNOWN, np.uint8)
    found = 0
    for shape, code in enumerate(_CODES):
        same = codes == code
        shapes[same] = shape
        found += int(np.count_nonzero(same))
        if found == len(cells):
            break
    return shapes


class Readers:
    """What is known from earlier pieces of a part, and of the workbook it is in."""

    def __init__(self, strings: int, *, date1904: bool) -> None:
        self.strings = strings
        self.rows: Known[RowHead | None] = Known(row_head)
        self.cells: Known[CellHead | None] = Known(cell_head)
        self.formulas: Known[FormulaHead | None] = Known(formula_head)
        serial = partial(serial_of_iso, date1904=date1904)
        self.dates: Known[float | None] = Known(lambda text: serial(text.decode("utf-8", "replace")))


class Contents:
    """The contents of a piece's cells.

    ``odd`` is marked further while reading; what is then known of odd cells means nothing.
    """

    def __init__(
        self,
        tokens: Tokens,
        cells: Ints,
        shapes: NDArray[np.uint8],
        types: NDArray[np.uint8],
        odd: Mask,
        readers: Readers,
    ) -> None:
        self._tokens, self._cells, self._shapes, self._types = tokens, cells, shapes, types
        self._odd, self._readers = odd, readers
        count = len(cells)
        self._kinds = np.zeros(count, np.uint8)
        self._numbers = np.full(count, np.nan)
        self._texts = np.full(count, NONE, np.int32)
        self._own = pa.array([], pa.utf8())
        self._formulas: Formulas | None = None

    def read(self) -> None:
        inline = _IS_INLINE.take(self._shapes)
        self._odd |= inline & (self._types != Type.INLINE)
        self._odd |= _IS_EMPTY_VALUE.take(self._shapes) & (self._types == Type.FORMULA_TEXT)
        places = _VALUE.take(self._shapes)
        valued = np.flatnonzero((places > 0) & ~self._odd)
        starts, ends = self._tokens.content(self._cells.take(valued) + places.take(valued))
        types = self._types.take(valued)
        self._odd[valued[types == Type.INLINE]] = True
        filled = (ends > starts) | (types == Type.FORMULA_TEXT)

        self._read_numbers(valued, starts, ends, types, filled & (types <= Type.BOOLEAN))
        self._read_dates(valued, starts, ends, filled & (types == Type.DATE))
        is_text = filled & ((types == Type.ERROR) | (types == Type.FORMULA_TEXT))
        self._read_texts(valued, starts, ends, is_text, np.flatnonzero(inline & ~self._odd))
        self._read_formulas()

    def _read_numbers(
        self, valued: Ints, starts: Ints, ends: Ints, types: NDArray[np.uint8], which: Mask
    ) -> None:
        if not which.all():
            valued, starts, ends, types = valued[which], starts[which], ends[which], types[which]
        texts = between(self._tokens.data, starts, ends, pa.utf8())
        try:
            values = texts.cast(pa.float64())
        except pa.ArrowInvalid:
            fine = np.asarray(pc.match_substring_regex(texts, _NUMBER).fill_null(False))[::2]
            self._odd[valued[~fine]] = True
            valued, types, starts, ends = valued[fine], types[fine], starts[fine], ends[fine]
            values = between(self._tokens.data, starts, ends, pa.utf8()).cast(pa.float64())
        numbers = every_other(values, np.float64)
        shared = types == Type.SHARED
        wrong = ~np.isfinite(numbers)
        wrong |= shared & ~(
            (numbers >= 0) & (numbers < self._readers.strings) & (numbers == np.floor(numbers))
        )
        wrong |= (types == Type.BOOLEAN) & (numbers != 0) & (numbers != 1)
        if wrong.any():
            self._odd[valued[wrong]] = True
            valued, types, numbers, shared = valued[~wrong], types[~wrong], numbers[~wrong], shared[~wrong]
        self._kinds[valued] = _KIND_OF.take(types)
        self._texts[valued[shared]] = numbers[shared]
        self._numbers[valued[~shared]] = numbers[~shared]

    def _read_dates(self, valued: Ints, starts: Ints, ends: Ints, which: Mask) -> None:
        if not which.any():
            return
        valued, starts, ends = valued[which], starts[which], ends[which]
        encoded = between(self._tokens.data, starts, ends, pa.binary()).dictionary_encode()
        serials = [self._readers.dates[text] for text in encoded.dictionary.to_pylist()]
        codes = every_other(encoded.indices, np.int32)
        numbers = np.array([np.nan if serial is None else serial for serial in serials]).take(codes)
        self._odd[valued[np.isnan(numbers)]] = True
        self._numbers[valued] = numbers
        self._kinds[valued] = Kind.NUMBER

    def _read_texts(self, valued: Ints, starts: Ints, ends: Ints, which: Mask, inline: Ints) -> None:
        """Texts that stand in the cells, in the order of the cells."""
        places = _TEXT.take(self._shapes.take(inline))
        tokens = self._cells.take(inline) + places
        inline_starts, inline_ends = self._tokens.content(tokens)
        inline_starts = np.where(places > 0, inline_starts, inline_ends)
        values = valued[which]
        if len(values):
            tokens = np.append(tokens, self._cells.take(values) + _VALUE.take(self._shapes.take(values)))
            order = np.argsort(np.append(inline, values), kind="stable")
            inline_starts = np.append(inline_starts, starts[which]).take(order)
            inline_ends = np.append(inline_ends, ends[which]).take(order)
            inline, tokens = np.append(inline, values).take(order), tokens.take(order)
        if not len(inline):
            return
        raw = texts_between(self._tokens.data, inline_starts, inline_ends)
        preserved = self._tokens.preserved
        keep = np.zeros(len(inline), np.bool_) if preserved is None else preserved.take(tokens)
        self._own = plain(raw, keep)
        types = self._types.take(inline)
        self._odd[inline[(types == Type.ERROR) & (np.diff(offsets_of(self._own)) == 0)]] = True
        self._kinds[inline] = _KIND_OF.take(types)
        self._texts[inline] = -2 - np.arange(len(inline), dtype=np.int32)

    def _read_formulas(self) -> None:
        places = _FORMULA.take(self._shapes)
        at = np.flatnonzero((places > 0) & ~self._odd)
        if not len(at):
            return
        tokens = self._cells.take(at) + places.take(at)
        begins, ends = self._tokens.at.take(tokens) + 2, self._tokens.at.take(tokens + 1)
        groups = np.full(len(at), NONE, np.int64)
        starts = begins + 1
        areas: tuple[tuple[int, Area], ...] = ()
        long = np.flatnonzero(_IS_LONG_FORMULA.take(self._shapes.take(at)))
        if len(long):
            starts[long], groups[long], areas = self._formula_heads(at[long], begins[long], ends[long], long)
        own = ends > starts
        self._odd[at[~own & (groups < 0)]] = True
        raw = texts_between(self._tokens.data, starts[own], ends[own])
        texts = plain(raw, np.ones(len(raw), np.bool_))
        self._formulas = Formulas(at, own, texts, groups, areas)

    def _formula_heads(
        self, at: Ints, begins: Ints, ends: Ints, places: Ints
    ) -> tuple[Ints, Ints, tuple[tuple[int, Area], ...]]:
        """Of ``<f ...>`` tags: where the formula begins, its shared group, and the areas of arrays."""
        data = self._tokens.data
        whole = between(data, begins, ends, pa.binary())
        lengths = every_other(pc.find_substring(whole, ">"), np.int32).astype(np.int64) + 1
        heads, codes = look_up(data, begins, begins + lengths, self._readers.formulas)
        odd = np.array([head is None for head in heads], np.bool_).take(codes)
        closed = np.array([head is not None and head.closed for head in heads], np.bool_).take(codes)
        groups = np.array([head.group if head else NONE for head in heads], np.int64).take(codes)
        starts = np.where(closed, ends, begins + lengths)
        odd |= closed == _IS_OPEN_FORMULA.take(self._shapes.take(at))
        odd |= closed & (begins + lengths != ends)
        self._odd[at[odd]] = True
        wide = np.array([head is not None and head.area is not None for head in heads], np.bool_).take(codes)
        areas = [
            (int(places[position]), head.area)
            for position in np.flatnonzero(wide & ~odd).tolist()
            if (head := heads[codes[position]]) and head.area
        ]
        return starts, groups, tuple(areas)

    def cells(self, rows: Ints, columns: Ints, styles: NDArray[np.int32], keep: Ints | None) -> Cells:
        """What was read; where ``keep`` is given, of these cells only."""
        whole = Cells(
            rows, columns, self._kinds, self._numbers, self._texts, styles, self._own, self._formulas
        )
        return whole if keep is None else whole.taken(keep)


def look_up(
    data: bytes, starts: Ints, ends: Ints, known: Known[Read]
) -> tuple[Sequence[Read], NDArray[np.int32]]:
    """What each byte range reads as: the distinct readings, and an index into them for each range."""
    encoded = between(data, starts, ends, pa.binary()).dictionary_encode()
    codes = every_other(encoded.indices, np.int32)
    return [known[text] for text in encoded.dictionary.to_pylist()], codes
