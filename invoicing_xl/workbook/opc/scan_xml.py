"""XML read element by element, and the texts in it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_text import unescaped

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element
RunLook = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""How the letters of a run look: the local names of its properties, each with its attributes."""


class PullParser:
    """Feeds XML to lxml and gets back each element of some names as soon as it is complete."""

    def __init__(self, *names: str) -> None:
        self._parser = etree.XMLPullParser(
            ("end",),
            tag=[f"{{{space}}}{name}" for space in _MAIN for name in names],
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )

    def feed(self, data: bytes) -> Iterator[Element]:
        """The elements that end in ``data``, in order; each is emptied when the next is asked for."""
        try:
            self._parser.feed(data)
            events = list(self._parser.read_events())
        except etree.XMLSyntaxError as error:
            raise Damaged("its XML is not well-formed") from error
        for _, element in events:
            assert isinstance(element, etree._Element)
            yield element
            # What was read is let go, for a part may have a million of them.
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]

    def close(self) -> str:
        """The end of the part: the local name of its root. Damaged where it is not complete."""
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            raise Damaged("its XML is not complete") from error
        space, _, name = root.tag.rpartition("}")
        return name if space[1:] in _MAIN else ""


def rich_text(element: Element, space: str) -> str:
    """The text of ``<si>`` or ``<is>``: its runs joined, phonetic runs left out."""
    texts: list[Element] = []
    runs: list[Element] = []
    for child in child_elements(element):
        if child.tag == f"{space}t":
            texts.append(child)
        elif child.tag == f"{space}r":
            runs += child.iterchildren(f"{space}t")
    return unescaped("".join(shown(text) for text in texts + runs))


def run_looks(element: Element, space: str) -> tuple[RunLook, ...]:
    """How the runs of ``<si>`` or ``<is>`` look, every look once; none where it is text without runs."""
    found: dict[RunLook, None] = {}
    for run in element.iterchildren(f"{space}r"):
        properties = [child for child in run.iterchildren(f"{space}rPr") for child in child]
        found[
            tuple(
                (one.tag.removeprefix(space), tuple(attributes_of(one).items()))
                for one in properties
                if one.tag.startswith(space)
            )
        ] = None
    return tuple(found)


def child_elements(element: Element) -> Iterator[Element]:
    """The child elements of one that holds nothing else; Damaged where text stands beside them."""
    stray = element.text
    for child in element:
        if stray and not stray.isspace():
            break
        yield child
        stray = child.tail
    if stray and not stray.isspace():
        raise Damaged(f"the text {stray.strip()[:40]!r} stands between its cells")


def shown(element: Element) -> str:
    """The element's text, as Excel takes it: without white space at its ends unless it is to be preserved."""
    text = element.text or ""
    return text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


def attributes_of(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}
