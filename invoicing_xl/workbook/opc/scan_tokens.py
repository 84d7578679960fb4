"""Where the tags of a piece of a sheet part are, which they are, and which of them make up cells.

Works on the bytes of whole rows at once. A ``<`` in them always begins a tag (comments, CDATA and
instructions never reach here), so the positions of ``<`` and the two bytes after each tell all tags.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.workbook.opc.scan_cells import Damaged, Ints, Mask

PADDING = b" " * 40
"""What a piece must be followed by, so that reading a little past a tag is safe."""

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]

_PRESERVED = b' xml:space="preserve">'


class Tag(IntEnum):
    """The tags that canonical rows and shared strings are made of."""

    C = 1
    ROW = 2
    ROW_END = 3
    C_END = 4
    V_END = 5
    F_END = 6
    T_END = 7
    IS_END = 8
    IS = 9
    V = 10
    T = 11
    F = 12
    V_CLOSED = 13
    T_CLOSED = 14
    V_SPACE = 15
    T_SPACE = 16
    F_SPACE = 17
    SI = 18
    SI_END = 19
    OTHER = 20


_SPELLINGS = {
    "c ": Tag.C,
    "c>": Tag.C,
    "c/": Tag.C,
    "ro": Tag.ROW,
    "/r": Tag.ROW_END,
    "/c": Tag.C_END,
    "/v": Tag.V_END,
    "/f": Tag.F_END,
    "/t": Tag.T_END,
    "/i": Tag.IS_END,
    "is": Tag.IS,
    "v>": Tag.V,
    "t>": Tag.T,
    "f>": Tag.F,
    "v/": Tag.V_CLOSED,
    "t/": Tag.T_CLOSED,
    "v ": Tag.V_SPACE,
    "t ": Tag.T_SPACE,
    "f ": Tag.F_SPACE,
    "si": Tag.SI,
    "/s": Tag.SI_END,
}
_TAG_OF = np.full(1 << 16, Tag.OTHER, np.uint8)
for _spelling, _tag in _SPELLINGS.items():
    _TAG_OF[ord(_spelling[0]) << 8 | ord(_spelling[1])] = _tag


def _table(bytes_: dict[str, tuple[Tag, ...]]) -> Bytes:
    """For each tag the byte it must have at some place; 0 where any will do."""
    table = np.zeros(max(Tag) + 1, np.uint8)
    for byte, tags in bytes_.items():
        table[list(tags)] = ord(byte)
    return table


# Two bytes tell a tag only among those that may stand here; these are the two after them. The rest of
# ``<row`` and ``</row>`` is looked at with the rows.
_ENDS = (Tag.C_END, Tag.V_END, Tag.F_END, Tag.T_END)
_THIRD = _table(
    {
        ">": (*_ENDS, Tag.IS, Tag.SI, Tag.V_CLOSED, Tag.T_CLOSED),
        "w": (Tag.ROW,),
        "o": (Tag.ROW_END,),
        "s": (Tag.IS_END,),
        "i": (Tag.SI_END,),
    }
)
_FOURTH = _table({">": (Tag.IS_END, Tag.SI_END), "w": (Tag.ROW_END,)})

# How long these tags are. Behind them comes another tag, but for white space.
_LENGTH = np.zeros(max(Tag) + 1, np.uint8)
for _length, _tags in {
    4: (Tag.C_END, Tag.V_END, Tag.F_END, Tag.T_END, Tag.IS, Tag.SI, Tag.V_CLOSED, Tag.T_CLOSED),
    5: (Tag.IS_END, Tag.SI_END),
    6: (Tag.ROW_END,),
}.items():
    _LENGTH[list(_tags)] = _length

_Item = TypeVar("_Item", bound=np.generic)


def words(data: bytes | Bytes) -> Words:
    """The eight bytes from each position on, as one little-endian number."""
    return np.ndarray((len(data) - 7,), "<u8", data, strides=(1,))


def as_word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


def has_control_character(data: bytes) -> bool:
    """Whether there is a character that XML does not allow."""
    raw = np.frombuffer(data, np.uint8)
    low = raw < 32
    return bool(low.any()) and not np.isin(raw[low], (9, 10, 13)).all()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tags of a piece.

    data       the piece, with ``PADDING``
    at         where each ``<`` is, and at last the end of the piece
    tags       a ``Tag`` for each (and zeros for reading past the last)
    preserved  whether a ``V`` or ``T`` says ``xml:space="preserve"``; None where none does
    """

    data: bytes
    at: Ints
    tags: Bytes
    preserved: Mask | None

    def content(self, tokens: Ints) -> tuple[Ints, Ints]:
        """Where the text after the ``V`` and ``T`` tags begins and ends."""
        starts = self.at.take(tokens) + 3
        if self.preserved is not None:
            starts += self.preserved.take(tokens) * (len(_PRESERVED) - 1)
        return starts, self.at.take(tokens + 1)


def tokenize(data: bytes) -> Tokens:
    """``data`` must end with ``PADDING``."""
    raw = np.frombuffer(data, np.uint8)
    at = np.flatnonzero(raw == ord("<"))
    third = raw[3:].take(at)
    tags = np.zeros(len(at) + 8, np.uint8)
    tags[: len(at)] = _TAG_OF.take(raw[1:].take(at).astype(np.uint16) << 8 | raw[2:].take(at))
    known = tags[: len(at)]
    _check(known, _THIRD, third)
    _check(known, _FOURTH, raw[4:].take(at))
    preserved = _resolve_spaces(raw, at, known, third)
    bounds = np.append(at, len(data) - len(PADDING))
    _refuse_stray_text(raw, bounds, known)
    return Tokens(data, bounds, tags, preserved)


def _check(tags: Bytes, table: Bytes, found: Bytes) -> None:
    """A tag that lacks a byte it must have is another one."""
    wanted = table.take(tags)
    wrong = (wanted != found) & (wanted != 0)
    if wrong.any():
        tags[wrong] = Tag.OTHER


def _resolve_spaces(raw: Bytes, at: Ints, tags: Bytes, third: Bytes) -> Mask | None:
    """``<v />`` is ``<v/>``; ``<v xml:space="preserve">`` is ``<v>`` and remembered."""
    tokens = np.flatnonzero(tags - np.uint8(Tag.V_SPACE) < 2)  # V_SPACE and T_SPACE
    if not len(tokens):
        return None
    closed = tokens[(third.take(tokens) == ord("/")) & (raw[4:].take(at.take(tokens)) == ord(">"))]
    tags[closed] -= Tag.V_SPACE - Tag.V_CLOSED
    matching = np.ones(len(tokens), np.bool_)
    for offset, byte in enumerate(_PRESERVED, start=2):
        matching &= raw[offset:].take(at.take(tokens), mode="clip") == byte
    tags[tokens[matching]] -= Tag.V_SPACE - Tag.V
    preserved = np.zeros(len(at) + 1, np.bool_)
    preserved[tokens[matching]] = True
    return preserved


def _refuse_stray_text(raw: Bytes, bounds: Ints, tags: Bytes) -> None:
    """A tag with text behind it, where none may be, is left to the XML parser."""
    lengths = _LENGTH.take(tags)
    loose = np.flatnonzero((np.diff(bounds) != lengths) & (lengths > 0))
    if not len(loose):
        return
    seen = np.cumsum(raw > ord(" "), dtype=np.int32)
    starts = bounds.take(loose)
    ends = starts + lengths.take(loose) + (raw.take(starts + 2) == ord(" "))  # <v />
    stray = seen.take(bounds.take(loose + 1) - 1) != seen.take(ends - 1)
    tags[loose[stray]] = Tag.OTHER


def between(data: bytes, starts: Ints, ends: Ints, kind: pa.DataType) -> pa.Array:
    """The byte ranges as a string (or binary) array over ``data``, without copying.

    Elements 0, 2, 4, ... are the ranges, the nulls between them the gaps.
    """
    if not len(starts):
        return pa.array([], kind)
    offsets = np.empty(2 * len(starts), np.int32)
    offsets[0::2] = starts
    offsets[1::2] = ends
    if (np.diff(offsets) < 0).any():
        raise ValueError("byte ranges overlap")  # pyarrow would read memory that is not ours
    valid = np.full(len(starts) // 4 + 1, 0b01010101, np.uint8)
    buffers = [pa.py_buffer(valid), pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(kind, 2 * len(starts) - 1, buffers)


def every_other(array: pa.Array, kind: type[_Item]) -> NDArray[_Item]:
    """The ranges' elements of a fixed-width array made from ``between``."""
    if not len(array):
        return np.empty(0, kind)
    return np.frombuffer(array.buffers()[1], kind, len(array), array.offset * np.dtype(kind).itemsize)[::2]


def texts_between(data: bytes, starts: Ints, ends: Ints) -> pa.StringArray:
    """The byte ranges as strings, one each; ``Damaged`` where they are not UTF-8."""
    texts = between(data, starts, ends, pa.utf8()).drop_null()
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid as error:
        raise Damaged("a text in it is not UTF-8") from error
    return texts
