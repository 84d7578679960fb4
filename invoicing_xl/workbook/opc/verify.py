"""A written package read back and compared with what was meant, before it takes the old one's place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.markup import MAX_XML
from invoicing_xl.workbook.opc.meant import Meant
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.verify_cells import cells_as_meant


class NotAsMeant(Exception):
    """A defect of ours, found in time: the file on disk was not touched."""


def verify(written: Path, package: Package, meant: Mapping[str, Meant]) -> None:
    """``NotAsMeant`` where the file at ``written`` is not what the package is.

    Untouched parts must have the very same compressed bytes; changed ones must be read without damage, as XML
    where they are XML; sheets (by their part in ``meant``) must be the old ones but for what was meant; and
    styles only grow. ClerkMessage where a file cannot be read.
    """
    old, new = Package.open(package.path), Package.open(written)
    if new.names != package.names:
        raise NotAsMeant("the parts are not those that were meant")
    for name in new.names:
        if package.untouched(name):
            if not new.container.same_data(name, package.container):
                raise NotAsMeant(f"{name} differs")
            continue
        if new.container.crc(name) != package.crc(name):
            raise NotAsMeant(f"{name} differs")
        if name in meant:
            _verify_cells(old, new, name, meant[name])
        else:
            _verify_part(new, name)
    if old.styles and new.styles:
        _verify_growth(old, new)


def _verify_cells(old: Package, new: Package, name: str, meant: Meant) -> None:
    try:
        wrong = cells_as_meant(old, new, name, meant)
    except Damaged as error:
        raise NotAsMeant(f"{name} cannot be read") from error
    if wrong:
        raise NotAsMeant(f"{name}: {wrong}")


def _verify_part(new: Package, name: str) -> None:
    if name.lower().endswith((".xml", ".rels")) and new.container.size(name) <= MAX_XML:
        markup.parse(new.read(name), new.path, name)  # and let go: there may be thousands
    else:
        for _ in new.stream(name):
            pass


def _verify_growth(old: Package, new: Package) -> None:
    """Every style that there was must still be there, at its place: cells refer to them by it."""
    before, after = _styles(old), _styles(new)
    for name, elements in before.items():
        if after.get(name, [])[: len(elements)] != elements:
            raise NotAsMeant(f"{new.styles}: {name} was not only added to")


def _styles(package: Package) -> dict[str, list[bytes]]:
    """The elements of each collection in the style sheet."""
    root = package.xml(package.styles) if package.styles else ()
    return {
        str(collection.tag): [etree.tostring(element, with_tail=False) for element in collection]
        for collection in root
    }
