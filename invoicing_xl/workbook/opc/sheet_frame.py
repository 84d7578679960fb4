"""What stands before and behind the rows of a sheet part, changed where the rows' changes ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from lxml import etree

from invoicing_xl.model.cells import Area
from invoicing_xl.workbook.opc.markup import Element, child, in_namespace_of, local_name
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.sheet_text import masked
from invoicing_xl.workbook.opc.splice import Original

_ROOT = re.compile(rb"<(?![?!])([^\s/>]+)")
_GROWING = ("conditionalFormatting", "dataValidation")
_SQREF = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

Grow = Callable[[Area], Area]


def with_dimension(head: bytes, prefix: bytes, changed: Area) -> bytes:
    """The head with the stated dimension (where it states one) around the changed cells."""
    root_name = _ROOT.search(masked(head))
    if not root_name:
        raise Damaged("the sheet has no beginning")
    end = b"</%ssheetData></%s>" % (prefix, root_name[1])

    def change(root: Element) -> None:
        dimension = child(root, "dimension")
        if dimension is None:
            return
        try:
            stated = Area.parse(dimension.get("ref", ""))
        except ValueError:
            return
        wider = Area(
            min(stated.first_row, changed.first_row),
            min(stated.first_column, changed.first_column),
            max(stated.last_row, changed.last_row),
            max(stated.last_column, changed.last_column),
        )
        if wider != stated:
            dimension.set("ref", str(wider))

    return _changed(head + end, change).removesuffix(end)


def with_grown_areas(head: bytes, tail: bytes, grow: Grow) -> bytes:
    """The tail with conditional formats, validations and the sheet's filter on the areas ``grow`` says."""
    cut = len(head)

    def change(root: Element) -> None:
        for name in _GROWING:
            for element in root.iter(in_namespace_of(root, name)):
                _grow_attribute(element, "sqref", grow)
        for element in root.iter(_SQREF):
            # A sparkline states its cell in the same way; that one stays.
            owner = element.getparent()
            if owner is not None and local_name(owner) in _GROWING:
                _grow_text(element, grow)
        sheet_filter = child(root, "autoFilter")
        if sheet_filter is not None:
            _grow_attribute(sheet_filter, "ref", grow)

    return _changed(head + tail, change)[cut:]


def _grow_attribute(element: Element, name: str, grow: Grow) -> None:
    stated = element.get(name, "")
    grown = _grown(stated, grow)
    if grown.split() != stated.split():
        element.set(name, grown)


def _grow_text(element: Element, grow: Grow) -> None:
    stated = element.text or ""
    grown = _grown(stated, grow)
    if grown.split() != stated.split():
        element.text = grown


def _grown(areas: str, grow: Grow) -> str:
    return " ".join(_grown_area(area, grow) for area in areas.split())


def _grown_area(text: str, grow: Grow) -> str:
    try:
        area = Area.parse(text)
    except ValueError:  # whole rows or columns
        return text
    grown = grow(area)
    return text if grown == area else str(grown)


def growing(bodies: Sequence[Area], last: int, new_last: int, *, from_start: bool = False) -> Grow:
    """Areas within one of ``bodies`` that end at row ``last``, or where it does, reach to ``new_last``.

    ``from_start``: only those that begin at the body's first row or the one below its headings.
    """

    def grow(area: Area) -> Area:
        for body in bodies:
            inside = body.contains(area.first_row, area.first_column) and body.contains(
                area.last_row, area.last_column
            )
            at_end = last <= area.last_row < new_last and area.last_row in (last, body.last_row)
            if inside and at_end and not (from_start and area.first_row > body.first_row + 1):
                return replace(area, last_row=new_last)
        return area

    return grow


def _changed(text: bytes, change: Callable[[Element], None]) -> bytes:
    try:
        root = etree.fromstring(text, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Damaged(str(error)) from error
    original = Original(text, root)
    change(root)
    return original.spliced()
