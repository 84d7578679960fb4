"""A worksheet part as text: what stands before its rows, the rows in blocks, what stands behind them.

Blocks hold whole rows and are as large as is fast, so memory does not grow with the sheet. Nothing is
parsed here; where rows begin is seen in the bytes, in whatever way the part spells its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import markup, refusals
from invoicing_xl.workbook.opc.package import STRICT, TRANSITIONAL
from invoicing_xl.workbook.opc.parts import Parts
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_stream import in_utf8, resized

BLOCK = 512 << 10  # what a processor's own memory holds
_PIECE = BLOCK // 2
_MAX_HELD = 128 << 20  # of what stands before or behind the rows, or of one row

ATTRIBUTES = rb"""(?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_SHEET_DATA = re.compile(rb"<(?:([^\s<>/:]+):)?sheetData%s\s*(/?)>" % ATTRIBUTES)
_NAMESPACE = re.compile(rb"""\sxmlns(?::([^\s=]+))?\s*=\s*["'](?:%s|%s)["']""" % (
    re.escape(STRICT.encode()), re.escape(TRANSITIONAL.encode())
))  # fmt: skip


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a start tag (or a part of one), as they stand: references are not resolved."""
    return {name: one or two for name, one, two in _ATTRIBUTE.findall(tag)}


def masked(text: bytes) -> bytes:
    """The text with comments, CDATA and instructions blanked out, of the same length.

    One that is not closed is blanked to the end.
    """
    # Looking for one byte takes a tenth of the time that looking for two takes.
    if not (b"!" in text and b"<!" in text) and not (b"?" in text and b"<?" in text):
        return text
    return _ASIDE.sub(lambda found: b"\0" * len(found[0]), text)


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows, and the same text to search in, without comments."""

    text: bytes
    masked: bytes


@dataclass(frozen=True)
class Spelling:
    """How a part writes its elements: with this prefix ("x:" or nothing)."""

    prefix: bytes

    @property
    def row_start(self) -> bytes:
        return b"<%srow" % self.prefix

    @property
    def row_end(self) -> bytes:
        return b"</%srow" % self.prefix

    @cached_property
    def row(self) -> re.Pattern[bytes]:
        """A row's start tag; groups: attributes, "/" where it is empty."""
        return re.compile(rb"<%srow(%s)\s*(/?)>" % (re.escape(self.prefix), ATTRIBUTES))

    @cached_property
    def cell(self) -> re.Pattern[bytes]:
        """A whole cell; groups: attributes, content (None where it is an empty tag)."""
        prefix = re.escape(self.prefix)
        pattern = rb"<%sc(%s)\s*(?:/>|>(.*?)</%sc\s*>)" % (prefix, ATTRIBUTES, prefix)
        return re.compile(pattern, re.DOTALL)

    @cached_property
    def cell_start(self) -> re.Pattern[bytes]:
        return re.compile(rb"<%sc[\s/>]" % re.escape(self.prefix))

    @cached_property
    def formula(self) -> re.Pattern[bytes]:
        """A whole formula; groups: attributes, text (None where it is an empty tag)."""
        prefix = re.escape(self.prefix)
        pattern = rb"<%sf(%s)\s*(?:/>|>(.*?)</%sf\s*>)" % (prefix, ATTRIBUTES, prefix)
        return re.compile(pattern, re.DOTALL)


class SheetText:
    """A worksheet part, read once from its beginning to its end.

    head      up to and with the start tag of ``sheetData``
    tail      from the end tag of ``sheetData`` on; known when all blocks have been taken
    spelling  how the part writes its elements
    """

    def __init__(self, parts: Parts, part: str) -> None:
        self._where = parts.path
        self._part = part
        self._pieces = resized(in_utf8(parts.stream(part)), _PIECE)
        self._rest = b""
        self._ended = False
        self.tail = b""
        start = self._find_sheet_data()
        self.spelling = Spelling(start[1] + b":" if start[1] else b"")
        self.head = self._rest[: start.end()]
        self._rest = self._rest[start.end() :]
        markup.refuse_document_type(self.head, self._where, part)
        if start[2]:
            self.head = self.head[:-2].rstrip() + b">"
            self._rest = b"</%ssheetData>" % self.spelling.prefix + self._rest
        # Rows in a second spelling would be overlooked, and then written twice.
        bound = {prefix + b":" if prefix else b"" for prefix in _NAMESPACE.findall(masked(self.head))}
        self._unexpected = [b"<%srow" % other for other in bound - {self.spelling.prefix}]

    def damaged(self) -> ClerkMessage:
        return refusals.damaged(self._where, self._part)

    def blocks(self) -> Iterator[Block]:
        """The rows, in blocks of about ``BLOCK`` bytes."""
        end_tag = b"</%ssheetData" % self.spelling.prefix
        while True:
            text = self._filled(max(BLOCK, 2 * len(self._rest)))
            searched = masked(text)
            # No row stands behind the end of the rows, so the end is looked for behind the last row only.
            end = searched.find(end_tag, max(searched.rfind(self.spelling.row_start + b" "), 0))
            if end < 0 and self._ended:
                raise self.damaged()
            cut = end if end >= 0 else searched.rfind(self.spelling.row_start)
            if cut > 0:
                block = Block(text[:cut], text[:cut] if searched is text else searched[:cut])
                if any(row in block.masked for row in self._unexpected):
                    raise refusals.unusual(self._where, self._part)
                yield block
            self._rest = text[max(cut, 0) :]
            if end >= 0:
                while not self._ended:
                    self._rest = self._filled(len(self._rest) + BLOCK)
                self.tail = self._rest
                return

    def _find_sheet_data(self) -> re.Match[bytes]:
        while True:
            searched = masked(self._rest)
            if b"sheetData" in searched and (found := _SHEET_DATA.search(searched)):
                return found
            if self._ended:
                raise self.damaged()
            self._rest = self._filled(2 * len(self._rest) + 1)

    def _filled(self, size: int) -> bytes:
        """What is left over and more, at least ``size`` bytes unless the part ends."""
        if size > _MAX_HELD:
            raise refusals.too_large(self._where, self._part)
        pieces, length = [self._rest], len(self._rest)
        try:
            while length < size and not self._ended:
                piece = next(self._pieces, None)
                self._ended = piece is None
                pieces.append(piece or b"")
                length += len(pieces[-1])
        except Damaged as error:
            raise self.damaged() from error
        return b"".join(pieces)
