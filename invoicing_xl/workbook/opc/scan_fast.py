"""Rows in the shape that all common writers give them, scanned as columns of bytes.

``<row r="5" ...><c r="A5" s="1" t="s"><v>7</v></c>...</row>``: start tags are looked up (``scan_heads``), the
tags inside a cell compared with the few sequences that occur, numbers converted by pyarrow, correctly
rounded. A row with anything else in it is odd: it is left to the XML parser (``scan_exact``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Ints, Mask, Rows
from invoicing_xl.workbook.opc.scan_contents import CLOSED, UNKNOWN, Contents, Readers, look_up, shapes_of
from invoicing_xl.workbook.opc.scan_heads import Type
from invoicing_xl.workbook.opc.scan_tokens import Tag, Tokens, as_word, has_control_character, tokenize, words

_QUOTE = ord('"')
_NUMBERED = as_word(b'<row r="')
_REFERRED = as_word(b'<c r="')
_BEFORE_A = np.uint8(ord("A") - 1)
_ALL_BYTES = as_word(b"\xff" * 8)
_SIX_BYTES = as_word(b"\xff" * 6)
_LAST_BYTES = np.array([(1 << 64) - (1 << 64 >> 8 * count) for count in range(8)], np.uint64)
"""The last so many bytes of a word."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What stands in a piece.

    starts  where each row begins, and where the last one ends
    rows    the rows; number 0 where a row bears none
    odd     rows of which nothing is known here
    cells   the cells of all other rows; ``Cells.rows`` counts the rows of the piece from 0
    """

    starts: Ints
    rows: Rows
    odd: Mask
    cells: Cells


def scan(data: bytes, readers: Readers) -> Scanned | None:
    """The rows of a piece (``data`` ends with ``PADDING``); None where they cannot be told apart."""
    if has_control_character(data):
        return None
    piece = _Piece(data, readers)
    return piece.scanned() if piece.find_rows() else None


class _Piece:
    def __init__(self, data: bytes, readers: Readers) -> None:
        self._readers = readers
        self._tokens: Tokens = tokenize(data)
        self._raw = np.frombuffer(data, np.uint8)
        self._words = words(data)
        tags = self._tokens.tags[: len(self._tokens.at) - 1]
        self._marks = np.flatnonzero((tags - np.uint8(1)) < 3)  # C, ROW and ROW_END
        self._kinds = tags.take(self._marks)
        self._spans = np.diff(self._marks, append=len(tags))

    def find_rows(self) -> bool:
        """Reads the row tags; whether rows and cells follow each other as they must."""
        kinds = self._kinds
        is_row = kinds == Tag.ROW
        tokens = self._marks[is_row]
        starts = self._tokens.at.take(tokens)
        self._digits, self._number_ends, numbers = self._row_numbers(starts)
        after = np.where(numbers > 0, self._number_ends + 1, starts + 4)
        heads, codes = look_up(self._tokens.data, after, self._tokens.at.take(tokens + 1), self._readers.rows)
        self._odd = np.array([head is None for head in heads], np.bool_).take(codes)
        closed = np.array([head is not None and head.closed for head in heads], np.bool_).take(codes)
        hidden = np.array([head is not None and head.hidden for head in heads], np.bool_).take(codes)
        styles = np.array([head.style if head else NONE for head in heads], np.int32).take(codes)
        self._rows = Rows(numbers, hidden, styles)
        self._starts = np.append(starts, self._tokens.at[-1])

        inside = kinds == Tag.C
        inside[is_row] = ~closed
        before = np.append(False, inside[:-1])
        alone = self._spans == 1
        ends = self._tokens.at.take(self._marks[kinds == Tag.ROW_END])
        return bool(
            len(starts)
            and starts[0] == 0
            and (before == (kinds != Tag.ROW)).all()
            and not inside[-1]
            and alone[kinds != Tag.C].all()
            and (self._raw.take(ends + 5) == ord(">")).all()
        )

    def _row_numbers(self, starts: Ints) -> tuple[Ints, Ints, Ints]:
        """Of ``<row r="123"``: how many digits, where they end, their value; 0 where it looks otherwise."""
        numbered = self._words[starts] == _NUMBERED
        text = self._words[starts + 8].view(np.uint8).reshape(-1, 8)
        digits = (text == _QUOTE).argmax(axis=1)
        values = np.zeros(len(starts), np.int64)
        for place in range(int(digits.max(initial=0))):
            digit = text[:, place].astype(np.int64) - ord("0")
            within = place < digits
            numbered &= ~within | ((digit >= 0) & (digit <= 9))
            values = np.where(within, values * 10 + digit, values)
        numbered &= (digits > 0) & (values > 0) & (values <= MAX_ROW)
        return digits, starts + 8 + digits, np.where(numbered, values, 0)

    def scanned(self) -> Scanned:
        is_cell = self._kinds == Tag.C
        cells = self._marks[is_cell]
        row_of = (np.cumsum(self._kinds == Tag.ROW) - 1)[is_cell]
        columns, head_starts, odd = self._references(cells, row_of)

        heads, codes = look_up(
            self._tokens.data, head_starts, self._tokens.at.take(cells + 1), self._readers.cells
        )
        styles = np.array([head.style if head else 0 for head in heads], np.int32).take(codes)
        types = np.array([head.type if head else Type.NUMBER for head in heads], np.uint8).take(codes)
        closed = np.array([head is not None and head.closed for head in heads], np.bool_).take(codes)
        odd |= np.array([head is None for head in heads], np.bool_).take(codes)
        shapes = shapes_of(self._tokens, cells, self._spans[is_cell])
        odd |= (shapes == UNKNOWN) | (closed != (shapes == CLOSED))

        contents = Contents(self._tokens, cells, shapes, types, odd, self._readers)
        contents.read()
        self._odd[row_of[odd]] = True
        keep = None if not self._odd.any() else np.flatnonzero(~self._odd.take(row_of))
        return Scanned(self._starts, self._rows, self._odd, contents.cells(row_of, columns, styles, keep))

    def _references(self, cells: Ints, row_of: Ints) -> tuple[Ints, Ints, Mask]:
        """The column of each cell, where its tag goes on after the reference, and which cannot be told."""
        at = self._tokens.at.take(cells)
        word = self._words[at]
        referred = (word & _SIX_BYTES) == _REFERRED
        letters = word.view(np.uint8).reshape(-1, 8)
        first, second = letters[:, 6] - _BEFORE_A, letters[:, 7] - _BEFORE_A
        odd = first - np.uint8(1) >= 26
        columns, digits_at = first.astype(np.int64), at + 7
        two = second - np.uint8(1) < 26
        if two.any():
            third = self._raw[8:].take(at) - _BEFORE_A
            three = two & (third - np.uint8(1) < 26)
            columns = np.where(two, columns * 26 + second, columns)
            columns = np.where(three, columns * 26 + third, columns)
            odd |= columns > MAX_COLUMN
            digits_at = digits_at + two + three

        ends = np.minimum(digits_at + self._digits.take(row_of), len(self._raw) - 9)
        masks = np.where(self._rows.numbers > 0, _LAST_BYTES.take(self._digits), _ALL_BYTES)
        numbers = np.where(self._rows.numbers > 0, self._words[self._number_ends - 8] & masks, np.uint64(0))
        odd |= (self._words[ends - 8] & masks.take(row_of)) != numbers.take(row_of)
        odd |= self._raw.take(ends) != _QUOTE
        head_starts = np.minimum(np.where(referred, ends + 1, at + 2), self._tokens.at.take(cells + 1))
        if referred.all():
            return columns, head_starts, odd
        return self._without_references(referred, row_of, columns, head_starts, odd)

    def _without_references(
        self, referred: Mask, row_of: Ints, columns: Ints, head_starts: Ints, odd: Mask
    ) -> tuple[Ints, Ints, Mask]:
        """Where no cell of a row bears a reference, they stand in columns 1, 2, 3, ..."""
        counts = np.bincount(row_of, minlength=len(self._odd))
        bare = np.bincount(row_of[~referred], minlength=len(self._odd)) == counts
        firsts = np.cumsum(counts) - counts
        implicit = np.arange(1, len(row_of) + 1) - firsts.take(row_of)
        in_bare = bare.take(row_of)
        odd = np.where(in_bare, implicit > MAX_COLUMN, odd | ~referred)
        return np.where(in_bare, implicit, columns), head_starts, odd
