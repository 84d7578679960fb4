"""A large part as a stream: what stands around its items, and the items in pieces of whole ones.

The items are the rows of a sheet, or the strings of the shared string table.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from invoicing_xl.workbook.opc.scan_cells import Damaged

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_LONGEST_HEAD = 4 << 20  # what stands before the items; more is left to the XML parser
_LONGEST_ITEM = 1 << 30  # what can be addressed at once
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some bytes of a part, in UTF-8.

    ``prefix`` is None for what only an XML parser may read; else the bytes are whole items without comments,
    instructions or CDATA, and their tags bear that prefix ("", or for example "x:").
    """

    data: bytes
    prefix: bytes | None = None


def stretches(part: Iterable[bytes], parent: str, item: str, size: int) -> Iterator[Stretch]:
    """The whole part, in order, in stretches of about ``size`` bytes.

    Within ``<parent>`` nothing but ``<item>`` begins with these letters.
    """
    opening = re.compile(rb"<((?:[\w.-]+:)?)%b(?:\s(?:[^<>]*[^/<>])?)?>" % parent.encode())
    pieces = resized(in_utf8(iter(part)), size)
    before = b""
    for piece in pieces:
        before += piece
        if len(before) > _LONGEST_HEAD:
            break
        found = opening.search(_masked(before))
        if found:
            yield Stretch(before[: found.end()])
            start, end = b"<" + found[1] + item.encode(), b"</" + found[1] + parent.encode()
            yield from _items(before[found.end() :], pieces, found[1], start, end)
            return
    yield Stretch(before)
    for piece in pieces:
        yield Stretch(piece)


def _items(
    data: bytes, pieces: Iterator[bytes], prefix: bytes, start: bytes, end: bytes
) -> Iterator[Stretch]:
    """Whole items, as long as nothing but tags begins with ``<``; then the rest."""
    pending = bytearray(data)
    seen = 0
    while not _has_more_than_tags(pending, seen):
        last = pending.find(end, max(0, seen - len(end)))
        cut = last if last >= 0 else pending.rfind(start, max(0, seen - len(start)))
        if cut > 0:
            with memoryview(pending) as view:
                items = bytes(view[:cut])
            del pending[:cut]
            yield Stretch(items, prefix)
        seen = len(pending)
        piece = b"" if last >= 0 else next(pieces, b"")
        if not piece:
            break
        pending += piece
        if len(pending) > _LONGEST_ITEM:
            raise Damaged("something in it is longer than a row can be")
    yield Stretch(bytes(pending))
    for piece in pieces:
        yield Stretch(piece)


def _has_more_than_tags(data: bytearray, seen: int) -> bool:
    """Whether a comment, an instruction or CDATA begins behind ``seen``."""
    start = max(0, seen - 1)
    return any(data.find(mark[1:], start) >= 0 and data.find(mark, start) >= 0 for mark in (b"<!", b"<?"))


def _masked(data: bytes) -> bytes:
    """The same length, with comments and instructions blotted out."""
    masked = _ASIDE.sub(lambda match: b" " * len(match[0]), data)
    if b"<!DOCTYPE" in masked:
        raise Damaged("it declares a document type")
    unfinished = masked.find(b"<!")
    return masked if unfinished < 0 else masked[:unfinished]


def resized(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The same in pieces of at most ``size`` bytes."""
    for piece in pieces:
        for start in range(0, len(piece), size):
            yield piece[start : start + size]


def in_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The part in UTF-8, whatever it is in; ``Damaged`` where it is not in the encoding that it states."""
    first = b""
    for piece in pieces:
        first += piece
        if len(first) > 200:
            break
    encoding = next((name for mark, name in _MARKS.items() if first.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.match(first)
        encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        yield first
        yield from pieces
        return
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        text = decoder.decode(first).removeprefix("\ufeff")
        yield re.sub(r"^(<\?xml[^>]*?\sencoding\s*=\s*.)[\w.-]*", r"\1UTF-8", text, count=1).encode()
        for piece in pieces:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except (LookupError, UnicodeError) as error:
        raise Damaged(f"its encoding {encoding} cannot be read") from error


def without_prefix(data: bytes, prefix: bytes) -> bytes | None:
    """Items without the prefix that all their tags bear; None where not all do."""
    data = data.lstrip()
    if not prefix:
        return data
    tags, closing = b"<" + prefix, b"</" + prefix
    if data.count(tags) + data.count(closing) != data.count(b"<"):
        return None
    return data.replace(tags, b"<").replace(closing, b"</")


def with_prefix(data: bytes, prefix: bytes) -> bytes:
    """The inverse of ``without_prefix``."""
    if not prefix:
        return data
    return data.replace(b"</", b"\0").replace(b"<", b"<" + prefix).replace(b"\0", b"</" + prefix)
