"""Whether a sheet is protected, without reading its cells."""

from __future__ import annotations

from lxml import etree

from invoicing_xl.workbook.opc.markup import child, is_true
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.sheet_text import SheetText

_NAME = b"sheetProtection"


def is_protected(package: Package, part: str) -> bool:
    """Whether the cells of the worksheet are protected. ClerkMessage where its part is damaged."""
    return _may_be(package, part) and _is(package, part)


def _may_be(package: Package, part: str) -> bool:
    before = b""
    for piece in package.stream(part):
        if _NAME in piece or _NAME in before + piece[: len(_NAME)] or b"\0" in piece[:4]:
            return True
        before = piece[-len(_NAME) :]
    return False


def _is(package: Package, part: str) -> bool:
    text = SheetText(package, part)
    for _ in text.blocks():
        pass
    try:
        root = etree.fromstring(
            text.head + text.tail, etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except etree.XMLSyntaxError as error:
        raise damaged(package.path, part) from error
    protection = child(root, "sheetProtection")
    return protection is not None and is_true(protection.get("sheet"))
