"""Small XML parts: parsed without entities, document types or the network, and written back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from invoicing_xl.workbook.opc import refusals

Element = etree._Element

MAX_XML = 64 << 20
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MARKUP_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_DOCTYPE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL | re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def parse(data: bytes, path: Path, part: str) -> Element:
    """The root of a part's XML. ClerkMessage, naming path and part, where damaged or dangerous."""
    if len(data) > MAX_XML:
        raise refusals.too_large(path, part)
    refuse_document_type(data, path, part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusals.damaged(path, part) from error


def refuse_document_type(head: bytes, path: Path, part: str) -> None:
    """ClerkMessage where the part's XML (or its beginning) declares a document type."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(_UTF16):
        text = text.replace(b"\0", b"").lstrip(b"\xff\xfe")
    if _DOCTYPE.match(text):
        raise refusals.entities(path, part)


def serialized(root: Element) -> bytes:
    """The part's XML in UTF-8, comments and instructions around the root included."""
    body: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body


def children(parent: Element) -> list[Element]:
    """The child elements, without comments and instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def local_name(element: Element) -> str:
    return etree.QName(element).localname


def namespace(element: Element) -> str:
    return etree.QName(element).namespace or ""


def in_namespace_of(element: Element, name: str) -> str:
    """The qualified tag of ``name`` in the namespace of ``element``."""
    return f"{{{namespace(element)}}}{name}"


def child(parent: Element, name: str) -> Element | None:
    """The first child of that local name in its parent's namespace."""
    return parent.find(in_namespace_of(parent, name))


def is_true(value: str | None) -> bool:
    """An xsd:boolean attribute."""
    return value is not None and value.strip() in ("1", "true", "on")


def ordered_child(parent: Element, name: str, order: Sequence[str]) -> Element:
    """The child of that name; where it is missing it is made at its place in the schema's ``order``."""
    found = child(parent, name)
    if found is not None:
        return found
    made = etree.Element(in_namespace_of(parent, name))
    later = set(order[order.index(name) + 1 :])
    for position, sibling in enumerate(parent):
        if isinstance(sibling.tag, str) and local_name(sibling) in later:
            parent.insert(position, made)
            return made
    parent.append(made)
    return made


def remove(element: Element) -> None:
    """Takes the element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
