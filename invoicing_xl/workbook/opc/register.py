"""Where a package lists its parts and sheets, for many of them at once.

``Package`` does the same for one part after the other, looking through the whole list each time.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from lxml import etree

from invoicing_xl.workbook.opc.container import part_key
from invoicing_xl.workbook.opc.markup import CONTENT_TYPES, RELATIONSHIPS, children, in_namespace_of
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.parts import rels_part

_TYPES = "[Content_Types].xml"
_NUMBERED = re.compile(r"(.*?)\d*(\.\w+)")


class FreeNames:
    """Part names that nothing in the package bears, each given out once."""

    def __init__(self, package: Package) -> None:
        self._taken = {part_key(name) for name in package.names}
        self._next: dict[str, int] = {}

    def like(self, name: str) -> str:
        """ "xl/charts/chart1.xml" -> "xl/charts/chart7.xml" where the first six are taken."""
        match = _NUMBERED.fullmatch(name)
        if not match:
            raise ValueError(f"not a part name: {name}")
        number = self._next.get(match[1], 1)
        while part_key(free := f"{match[1]}{number}{match[2]}") in self._taken:
            number += 1
        self._next[match[1]] = number + 1
        return free


def state_types(package: Package, types: Iterable[tuple[str, str]]) -> None:
    """The content types of new parts, by name."""
    root = package.xml(_TYPES)
    for part, content_type in types:
        name = "/" + quote(part, safe="/!$&'()*+,;=:@~")
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=name, ContentType=content_type)
    package.touch(_TYPES)


def list_sheets(package: Package, sheets: Sequence[tuple[str, str]]) -> None:
    """Lists new sheets (name, part) behind the others."""
    parent = package.workbook_child("sheets")
    related = package.xml(rels_part(package.main))
    ids = {element.get("Id", "") for element in children(related)}
    number = max(
        (int(e.get("sheetId", "0")) for e in children(parent) if e.get("sheetId", "").isdigit()), default=0
    )
    relation = len(ids)
    for name, part in sheets:
        number, relation = number + 1, relation + 1
        while f"rId{relation}" in ids:
            relation += 1
        target = quote(posixpath.relpath(part, posixpath.dirname(package.main) or "."))
        etree.SubElement(
            related,
            f"{{{RELATIONSHIPS}}}Relationship",
            Id=f"rId{relation}",
            Type=f"{package.links}/worksheet",
            Target=target,
        )
        element = etree.SubElement(parent, in_namespace_of(parent, "sheet"), name=name, sheetId=str(number))
        element.set(f"{{{package.links}}}id", f"rId{relation}")
    package.touch(package.main)
    package.touch(rels_part(package.main))


def rename_sheet(package: Package, index: int, name: str) -> None:
    """Another name for a sheet. Formulas that name it stay as they are: it is for sheets of ours."""
    element = children(package.workbook_child("sheets"))[index]
    if element.get("name") != name:
        element.set("name", name)
        package.touch(package.main)


def drop_closures(package: Package, sources: Sequence[str]) -> None:
    """Drops the relationships of these parts and, all the way down, the parts that nobody else refers to."""
    waiting = [source for source in sources if rels_part(source) in package]
    if not waiting:
        return
    referrers: dict[str, set[str]] = {}
    for source in ("", *package.names):
        for related in package.relationships(source):
            if not related.external:
                referrers.setdefault(part_key(related.target), set()).add(part_key(source))
    while waiting:
        source = waiting.pop()
        targets = [related.target for related in package.relationships(source) if not related.external]
        if rels_part(source) in package:
            package.drop(rels_part(source))
        for target in targets:
            referrers[part_key(target)].discard(part_key(source))
            if not referrers[part_key(target)] and target in package:
                waiting.append(target)
        if source not in sources:
            package.drop(source)
