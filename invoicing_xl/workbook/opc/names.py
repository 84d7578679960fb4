"""Defined names of a workbook. Source: ECMA-376 part 1, 18.2.5."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from invoicing_xl.model.cells import Area, column_letters
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.markup import Element, child, children, in_namespace_of, is_true
from invoicing_xl.workbook.opc.package import Package

_AREA = re.compile(r"((?:'(?:[^']|'')+'|[^'!\[\]:]+)!)(\$[A-Z]{1,3}\$[0-9]+:\$[A-Z]{1,3}\$[0-9]+)")


@dataclass(frozen=True, slots=True)
class DefinedName:
    """``refers_to`` is a formula without ``=``; ``sheet`` the sheet it belongs to, None for the workbook."""

    name: str
    refers_to: str
    sheet: str | None = None
    hidden: bool = False


def defined_names(package: Package) -> list[DefinedName]:
    """All names, in the order of the file."""
    return [
        DefinedName(
            element.get("name", ""), element.text or "", sheet, is_true(element.get("hidden", "false"))
        )
        for element, sheet in _elements(package)
    ]


def names_of(package: Package, sheet: str) -> dict[str, str]:
    """What formulas of the sheet may use: the names of the workbook, in their place those of the sheet."""
    names = [name for name in defined_names(package) if name.sheet in (None, sheet)]
    names.sort(key=lambda name: name.sheet is not None)
    by_name = {name.name.casefold(): name for name in names}
    return {name.name: name.refers_to for name in by_name.values()}


def define_name(package: Package, name: DefinedName) -> None:
    """Defines the name, in place of one of that name on that sheet (or of the workbook)."""
    remove_name(package, name.name, name.sheet)
    parent = package.workbook_child("definedNames")
    element = etree.SubElement(parent, in_namespace_of(parent, "definedName"), name=name.name)
    if name.sheet is not None:
        element.set("localSheetId", str(package.sheet(name.sheet).index))
    if name.hidden:
        element.set("hidden", "1")
    element.text = name.refers_to
    package.touch(package.main)


def remove_name(package: Package, name: str, sheet: str | None = None) -> None:
    """Without that name of the sheet (None: of the workbook); nothing happens where there is none."""
    for element, of_sheet in list(_elements(package)):
        same_sheet = (of_sheet or "").casefold() == (sheet or "").casefold()
        if same_sheet and element.get("name", "").casefold() == name.casefold():
            markup.remove(element)
            package.touch(package.main)
    parent = child(package.workbook, "definedNames")
    if parent is not None and not children(parent):  # an empty list is against the schema
        markup.remove(parent)


def grow_names(package: Package, sheet: str, grow: Callable[[Area], Area]) -> None:
    """Names that stand for one area of the sheet, and nothing else, stand for the grown area."""
    for element, _ in _elements(package):
        refers_to = element.text or ""
        found = area_of(refers_to)
        if found is None or found[0].casefold() != sheet.casefold():
            continue
        grown = grow(found[1])
        if grown != found[1]:
            element.text = refers_to[: refers_to.rindex("!") + 1] + _absolute(grown)
            package.touch(package.main)


def area_of(refers_to: str) -> tuple[str, Area] | None:
    """The sheet and the area that a name stands for, where it is one area and nothing else."""
    found = _AREA.fullmatch(refers_to)
    return (found[1][:-1].strip("'").replace("''", "'"), Area.parse(found[2])) if found else None


def _absolute(area: Area) -> str:
    first, last = column_letters(area.first_column), column_letters(area.last_column)
    return f"${first}${area.first_row}:${last}${area.last_row}"


def _elements(package: Package) -> Iterator[tuple[Element, str | None]]:
    """The names, each with the name of its sheet."""
    parent = child(package.workbook, "definedNames")
    sheets = [sheet.name for sheet in package.sheets]
    for element in children(parent) if parent is not None else ():
        scope = element.get("localSheetId", "")
        if not scope:
            yield element, None
        elif scope.isdigit() and int(scope) < len(sheets):
            yield element, sheets[int(scope)]
