"""styles.xml, which only grows: every style index that the workbook's cells use keeps its meaning.

Source: ECMA-376 part 1, 18.8.
"""

from __future__ import annotations

import posixpath
from functools import cached_property

from lxml import etree

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.markup import Element, child, children, in_namespace_of, local_name
from invoicing_xl.workbook.opc.package import SPREADSHEET_TYPE, Package

MAX_FORMATS = 65_490  # Excel's limit for the cell formats of a workbook

_ORDER = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()
_FIRST_OWN_FORMAT = 164

# Where a list is missing or too short, it starts with what Excel puts first.
_FONT = '<font xmlns="{}"><sz val="11"/><name val="Calibri"/></font>'
_NO_FILL = '<fill xmlns="{}"><patternFill patternType="none"/></fill>'
_GRAY = '<fill xmlns="{}"><patternFill patternType="gray125"/></fill>'
_FIRST = {
    "fonts": (_FONT,),
    "fills": (_NO_FILL, _GRAY),
    "borders": ('<border xmlns="{}"><left/><right/><top/><bottom/><diagonal/></border>',),
    "cellXfs": ('<xf xmlns="{}" numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "dxfs": (),
}
_USED_BY = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}

_Key = tuple[object, ...]


class Stylesheet:
    """The styles of a package, made where it has none. Several of them for one package stay in step."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = package.styles or _new_part(package)
        self._known: dict[str, dict[_Key, int]] = {}
        self._sizes: dict[str, int] = {}

    @property
    def root(self) -> Element:
        return self._package.xml(self._part)

    def index(self, name: str, element: Element) -> int:
        """The index of an entry like ``element`` in the list ``name`` ("fonts", "cellXfs", "dxfs" ...).

        ``element`` has this part's namespace; it is appended where the list has no such entry.
        """
        known = self._entries(name)
        key = _key(element)
        if key not in known:
            length = len(_flat(self._list(name)))
            if name == "cellXfs" and length >= MAX_FORMATS:
                raise ClerkMessage(
                    "The workbook has as many different cell formats as Excel allows.",
                    where=self._package.path.name,
                    next_step="Remove formats that are no longer used and run again.",
                )
            self._append(name, element, length)
            self._sizes[name] = len(self._list(name))
            known[key] = length
        return known[key]

    def entry(self, name: str, index: int) -> Element | None:
        """The entry that an index leads to; None where it leads nowhere."""
        entries = _flat(self._list(name))
        return entries[index] if 0 <= index < len(entries) else None

    def number_format(self, code: str) -> int:
        """The id of a number format that is not built in."""
        parent = self._list("numFmts")
        formats: dict[str, int] = {}
        for element in children(parent):
            if element.get("numFmtId", "").isdigit():
                formats.setdefault(element.get("formatCode", ""), int(element.get("numFmtId", "")))
        if code not in formats:
            formats[code] = max([_FIRST_OWN_FORMAT - 1, *formats.values()]) + 1
            tag = in_namespace_of(parent, "numFmt")
            etree.SubElement(parent, tag, numFmtId=str(formats[code]), formatCode=code)
            parent.set("count", str(len(children(parent))))
            self._package.touch(self._part)
        return formats[code]

    @cached_property
    def has_named_styles(self) -> bool:
        """Whether ``xfId="0"`` refers to anything."""
        named = child(self.root, "cellStyleXfs")
        return named is not None and bool(_flat(named))

    def _list(self, name: str) -> Element:
        return markup.ordered_child(self.root, name, _ORDER)

    def _entries(self, name: str) -> dict[_Key, int]:
        """Index by entry; where two are the same, of the first."""
        parent = self._list(name)
        if self._sizes.get(name) != len(parent):
            self._fill_up(name, len(_flat(parent)))
            known = self._known[name] = {}
            for position, entry in enumerate(_flat(parent)):
                known.setdefault(_key(entry), position)
            self._sizes[name] = len(parent)
        return self._known[name]

    def _fill_up(self, name: str, length: int) -> None:
        """A list must not be so short that an index which leads nowhere would come to mean a new entry."""
        first, used = _FIRST[name], _USED_BY.get(name, "")
        xfs = self.root.iter(in_namespace_of(self.root, "xf")) if used else ()
        indices = [int(index) for xf in xfs if (index := xf.get(used, "")).isdigit()]
        wanted = max([len(first), *(index + 1 for index in indices if index < length + 1000)])
        for position in range(length, wanted):
            xml = first[position if position < len(first) else 0]
            self._append(name, etree.fromstring(xml.format(markup.namespace(self.root))), position)

    def _append(self, name: str, element: Element, length: int) -> None:
        parent = self._list(name)
        parent.append(element)
        parent.set("count", str(length + 1))
        self._package.touch(self._part)


def _new_part(package: Package) -> str:
    part = posixpath.join(posixpath.dirname(package.main), "styles.xml")
    if part in package:
        part = package.free_name(part.replace("styles.xml", "styles{}.xml"))
    package.add(part, f'<styleSheet xmlns="{package.namespace}"/>'.encode(), SPREADSHEET_TYPE + "styles+xml")
    package.relate(package.main, f"{package.links}/styles", part)
    return part


def _flat(parent: Element) -> list[Element]:
    """The entries as a reader sees them that knows no extension: of alternatives, the fallback."""
    entries: list[Element] = []
    for element in children(parent):
        if element.tag == f"{{{markup.MARKUP_COMPATIBILITY}}}AlternateContent":
            fallback = element.find(f"{{{markup.MARKUP_COMPATIBILITY}}}Fallback")
            entries += _flat(fallback) if fallback is not None else []
        else:
            entries.append(element)
    return entries


def _key(element: Element) -> _Key:
    """What two entries with the same meaning have in common."""
    attributes = tuple(sorted((str(name), str(value)) for name, value in element.attrib.items()))
    return local_name(element), attributes, *(_key(inner) for inner in children(element))
