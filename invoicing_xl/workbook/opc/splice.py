"""Changes to an XML part as text: what is added or taken away, and every other byte as it was.

lxml says what the part means; this module says where in the bytes each element stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from invoicing_xl.workbook.opc.markup import Element

_ATTRIBUTE = rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(?P<close>/)[^>]*>"
    rb"|<[^\s/>]+(?:" + _ATTRIBUTE + rb")*\s*(?P<empty>/?)>",
    re.DOTALL,
)


@dataclass(slots=True)
class Span:
    """Where an element stands: its start tag, and its end tag (both the same where it is ``<empty/>``)."""

    start: int
    open_end: int
    close_start: int
    end: int

    @property
    def empty(self) -> bool:
        return self.open_end == self.end


class Splice:
    """An XML part (well-formed, UTF-8, no document type) and its ``root``, with the changes asked for."""

    def __init__(self, data: bytes, root: Element) -> None:
        self.root = root
        self._data = data
        self._elements = list(root.iter(etree.Element))  # holding them keeps lxml from making new ones
        self._spans = dict(zip(self._elements, _spans(data), strict=True))
        self._changes: list[tuple[int, int, bytes]] = []
        self._inside: dict[Element, list[bytes]] = {}

    def append(self, parent: Element, xml: bytes) -> None:
        """``xml`` as the last thing inside ``parent``."""
        self._inside.setdefault(parent, []).append(xml)

    def insert_after(self, element: Element, xml: bytes) -> None:
        place = self._spans[element].end
        self._changes.append((place, place, xml))

    def insert_before(self, element: Element, xml: bytes) -> None:
        place = self._spans[element].start
        self._changes.append((place, place, xml))

    def remove(self, element: Element) -> None:
        span = self._spans[element]
        self._changes.append((span.start, span.end, b""))

    def replace(self, element: Element, xml: bytes) -> None:
        span = self._spans[element]
        self._changes.append((span.start, span.end, xml))

    def set(self, element: Element, name: str, value: str) -> None:
        """An attribute, ``name`` as it is spelled in the part; only its value changes where it exists."""
        span = self._spans[element]
        written = f'"{escape(value)}"'.encode()
        for found in _ATTRIBUTES.finditer(self._data, span.start, span.open_end):
            if found[1] == name.encode():
                self._changes.append((found.start(2), found.end(2), written))
                return
        place = span.open_end - (2 if span.empty else 1)
        self._changes.append((place, place, b" %s=%s" % (name.encode(), written)))

    def text(self) -> bytes:
        """The part with all changes made."""
        changes = [*self._changes, *(self._filled(parent, xml) for parent, xml in self._inside.items())]
        pieces, done = [], 0
        for start, end, xml in sorted(changes, key=lambda change: change[:2]):
            pieces += [self._data[done:start], xml]
            done = end
        return b"".join([*pieces, self._data[done:]])

    def _filled(self, parent: Element, inside: list[bytes]) -> tuple[int, int, bytes]:
        span = self._spans[parent]
        if not span.empty:
            return span.close_start, span.close_start, b"".join(inside)
        name = parent.tag.rpartition("}")[2]
        tag = f"{parent.prefix}:{name}" if parent.prefix else name
        return span.end - 2, span.end, b">%s</%s>" % (b"".join(inside), tag.encode())


def _spans(data: bytes) -> Iterator[Span]:
    """Where each element stands, in the order of their start tags."""
    found: list[Span] = []
    opened: list[Span] = []
    for tag in _TAG.finditer(data):
        if tag["close"]:
            span = opened.pop()
            span.close_start, span.end = tag.span()
        elif tag["empty"] is not None:
            span = Span(tag.start(), tag.end(), tag.start(), tag.end())
            found.append(span)
            if not tag["empty"]:
                opened.append(span)
    return iter(found)
