"""A written package read back and compared with what was meant, before it takes the old one's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from invoicing_xl.model.cells import Content, address
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.cell_edits import Place, contents_of
from invoicing_xl.workbook.opc.markup import MAX_XML
from invoicing_xl.workbook.opc.obstacles import same
from invoicing_xl.workbook.opc.package import Package, SheetPart


class NotAsMeant(Exception):
    """A defect of ours, found in time: the file on disk was not touched."""


def verify(written: Path, package: Package, meant: Mapping[str, Mapping[Place, Content]]) -> None:
    """``NotAsMeant`` where the file at ``written`` is not what the package is.

    Untouched parts must have the very same compressed bytes; changed ones must be read without damage, as XML
    where they are XML; styles only grow; and the cells in ``meant`` (by sheet part) hold what they should.
    """
    new = Package.open(written)
    if new.names != package.names:
        raise NotAsMeant("the parts are not those that were meant")
    sheets = {sheet.part: sheet for sheet in new.sheets}
    for name in new.names:
        if package.untouched(name):
            if not new.container.same_data(name, package.container):
                raise NotAsMeant(f"{name} differs")
            continue
        if new.container.crc(name) != package.crc(name):
            raise NotAsMeant(f"{name} differs")
        if meant.get(name) and name in sheets:
            _verify_cells(new, sheets[name], meant[name])
        else:
            _verify_part(new, name)
    if package.styles and package.styles in package.container and new.styles:
        _verify_growth(Package.open(package.path), new)


def _verify_cells(new: Package, sheet: SheetPart, meant: Mapping[Place, Content]) -> None:
    """Reads the whole part, and in it the cells."""
    for place, content in contents_of(new, sheet, meant).items():
        if not same(content, meant[place]):
            raise NotAsMeant(f"{sheet.name}!{address(*place)} holds {content}, not {meant[place]}")


def _verify_part(new: Package, name: str) -> None:
    if name.lower().endswith((".xml", ".rels")) and new.container.size(name) <= MAX_XML:
        markup.parse(new.read(name), new.path, name)  # and let go: there may be thousands
    else:
        for _ in new.stream(name):
            pass


def _verify_growth(old: Package, new: Package) -> None:
    """Every style that there was must still be there: cells refer to them by their place."""
    if old.styles is None or new.styles is None:
        return
    before, after = _elements(old, old.styles), _elements(new, new.styles)
    if missing := before - after:
        raise NotAsMeant(f"{new.styles} lost {dict(missing)}")


def _elements(package: Package, part: str) -> Counter[str]:
    """How many elements of each name there are in the part."""
    return Counter(str(element.tag) for element in package.xml(part).iter("{*}*"))
