"""Hyperlinks: text fields in a cell of text. LibreOffice has none on numbers."""

from __future__ import annotations

import re

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.document import Document

_INSIDE = re.compile(r"#?(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)")
_TARGET = re.compile(r"#\$?(?:'((?:[^']|'')+)'|([^'.]+))\.(.+)")


def of(cell: UnoObject) -> str | None:
    """The address of the cell's first link; a place in the workbook as "#'Sheet name'!A1"."""
    fields = cell.getTextFields().createEnumeration()
    while fields.hasMoreElements():
        address = str(fields.nextElement().URL)
        inside = _TARGET.fullmatch(address)
        return f"#'{inside[1] or inside[2]}'!{inside[3]}" if inside else address
    return None


def add(document: Document, cell: UnoObject, address: str, text: str | None = None) -> None:
    """Let the cell show ``text`` (what it shows already if None) as a link."""
    shown = text or cell.String or address
    inside = _INSIDE.fullmatch(address)
    field = document.uno.createInstance("com.sun.star.text.TextField.URL")
    field.URL = f"#'{inside[1] or inside[2]}'.{inside[3]}" if inside else address
    field.Representation = shown
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)
