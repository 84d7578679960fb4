"""An XML part written back after changes to its tree: every byte that need not change is as it was.

lxml keeps what an XML part means, not how it was written (quotes, spaces, prefixes, CDATA). So the part's
bytes are kept beside the tree, and only the elements that differ are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.markup import Element

_ATTRIBUTE = rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TOKEN = re.compile(
    rb"(?P<text><!\[CDATA\[.*?\]\]>)|(?P<aside><!--.*?-->|<\?.*?\?>)"
    rb"|(?P<close></[^>]*>)|<[^\s/>]+(?:" + _ATTRIBUTE + rb")*\s*(?P<empty>/?)>",
    re.DOTALL,
)
_OTHER_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii)""", re.IGNORECASE)


@dataclass(slots=True)
class _Span:
    """Where a node stands: start tag, end tag (empty for ``<a/>``), and where its text and tail end."""

    start: int
    open_end: int
    text_end: int = 0
    close_start: int = 0
    end: int = 0
    tail_end: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """A node that the part had: how it was, and where."""

    before: Element
    span: _Span


class Original:
    """A part's bytes and the ``root`` lxml made of them, before anything is changed in it."""

    def __init__(self, data: bytes, root: Element) -> None:
        self._data = data
        self._root = root
        self._nodes = list(root.iter())  # holding them keeps lxml from making others for the same nodes

    def spliced(self) -> bytes:
        """The part as its tree is now."""
        if b"\0" in self._data[:4] or _OTHER_ENCODING.match(self._data):  # UTF-16, or an old code page
            return markup.serialized(self._root)
        return _Writer(self._data, self._root, self._nodes).part()


class _Writer:
    def __init__(self, data: bytes, root: Element, nodes: list[Element]) -> None:
        self._data = data
        self._root = root
        befores = etree.fromstring(data).iter()
        known = map(_Known, befores, _spans(data))
        self._known = dict(zip(nodes, known, strict=True))
        self._now = {known.before: node for node, known in self._known.items()}
        self._same = self._unchanged(nodes)

    def part(self) -> bytes:
        span = self._known[self._root].span
        return self._data[: span.start] + self._node(self._root) + self._data[span.end :]

    def _unchanged(self, nodes: list[Element]) -> set[Element]:
        """The nodes in which nothing differs, all the way down."""
        same: set[Element] = set()
        for node in reversed(nodes):  # children before their parents
            before = self._known[node].before
            children = list(node)
            if (
                node.text == before.text
                and _attributes(node) == _attributes(before)
                and children == [self._now[child] for child in before]
                and all(child in same and child.tail == self._known[child].before.tail for child in children)
            ):
                same.add(node)
        return same

    def _node(self, node: Element) -> bytes:
        span = self._known[node].span
        if node in self._same or not isinstance(node.tag, str):
            return self._data[span.start : span.end]
        opening, inside = self._start_tag(node), self._inside(node)
        if span.open_end < span.end:
            return opening + inside + self._data[span.close_start : span.end]
        if not inside:
            return opening
        name = re.match(rb"<([^\s/>]+)", opening)
        return opening[:-2].rstrip() + b">" + inside + b"</%s>" % (name[1] if name else b"")

    def _inside(self, node: Element) -> bytes:
        before, span = self._known[node].before, self._known[node].span
        unchanged = node.text == before.text
        pieces = [self._data[span.open_end : span.text_end] if unchanged else _text(node.text)]
        for child in node:
            known = self._known.get(child)
            pieces.append(self._node(child) if known else _new(child, node))
            if known and child.tail == known.before.tail:
                pieces.append(self._data[known.span.end : known.span.tail_end])
            else:
                pieces.append(_text(child.tail))
        return b"".join(pieces)

    def _start_tag(self, node: Element) -> bytes:
        known = self._known[node]
        tag = self._data[known.span.start : known.span.open_end]
        now, before = _attributes(node), _attributes(known.before)
        if now == before:
            return tag

        def rewritten(found: re.Match[bytes]) -> bytes:
            name = _clark(found[1].decode(), node)
            if name is None or now.get(name) == before.get(name):
                return found[0]
            return found[0][: found.start(2) - found.start()] + _quoted(now[name]) if name in now else b""

        tag = _ATTRIBUTES.sub(rewritten, tag)
        added = b"".join(
            b" %s=%s" % (_spelled(name, node), _quoted(value))
            for name, value in now.items()
            if name not in before
        )
        end = len(tag[: -2 if tag.endswith(b"/>") else -1].rstrip())
        return tag[:end] + added + tag[end:]


def _attributes(node: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _clark(spelled: str, node: Element) -> str | None:
    """An attribute's name as lxml has it; None for a namespace declaration."""
    prefix, colon, name = spelled.rpartition(":")
    if spelled == "xmlns" or prefix == "xmlns":
        return None
    uri = "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else node.nsmap.get(prefix)
    return f"{{{uri}}}{name}" if colon else name


def _spelled(name: str, node: Element) -> bytes:
    if not name.startswith("{"):
        return name.encode()
    uri, _, local = name[1:].partition("}")
    prefix = next(prefix for prefix, bound in node.nsmap.items() if prefix and bound == uri)
    return f"{prefix}:{local}".encode()


def _new(node: Element, parent: Element) -> bytes:
    """A node that the part did not have, without the namespaces that are declared around it already."""
    xml: bytes = etree.tostring(node, encoding="UTF-8", with_tail=False)
    xml = xml.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    end = xml.find(b">") + 1
    tag = xml[:end]
    for prefix, uri in parent.nsmap.items():
        declared = b"xmlns:%s" % prefix.encode() if prefix else b"xmlns"
        tag = tag.replace(b' %s="%s"' % (declared, uri.encode()), b"")
    return tag + xml[end:]


def _text(text: str | None) -> bytes:
    return escape(text or "", quote=False).encode()


def _quoted(value: str) -> bytes:
    safe = escape(value).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return f'"{safe}"'.encode()


def _spans(data: bytes) -> Iterator[_Span]:
    """Where each node stands: the root and all elements, comments and instructions in it, in their order."""
    found: list[_Span] = []
    opened: list[_Span] = []
    last: _Span | None = None  # the node whose text or tail is running
    for token in _TOKEN.finditer(data):
        if token["text"] or (token["aside"] and not opened):
            continue
        if last is not None:
            _end_of_text(last, token.start())
        if token["close"]:
            last = opened.pop()
            last.close_start, last.end = token.span()
        else:
            last = _Span(token.start(), token.end())
            found.append(last)
            if token["aside"] or token["empty"]:
                last.text_end = last.close_start = last.end = token.end()
            else:
                opened.append(last)
        if not opened:
            break
    return iter(found)


def _end_of_text(span: _Span, place: int) -> None:
    """Text before ``place`` belongs to the node: inside it while it is open, else behind it."""
    if span.end:
        span.tail_end = place
    else:
        span.text_end = place
