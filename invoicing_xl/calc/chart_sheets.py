"""Which sheets were chart sheets in Excel.

LibreOffice makes an ordinary sheet with one chart of a chart sheet. Which ones they were is asked of the
file, and remembered while the document is open.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from invoicing_xl.calc.document import Document

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_chart_sheets: dict[str, frozenset[str]] = {}


def remember_chart_sheets(document: Document, path: Path) -> None:
    if zipfile.is_zipfile(path):
        _chart_sheets[document.uno.RuntimeUID] = frozenset(_names(path))


def is_chart_sheet(document: Document, name: str) -> bool:
    return name in _chart_sheets.get(document.uno.RuntimeUID, ())


def _names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        try:
            book = ElementTree.fromstring(package.read("xl/workbook.xml"))
            links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        except (KeyError, ElementTree.ParseError):
            return []  # not a workbook of Excel's
    charts = {link.get("Id") for link in links if re.search(r"/chartsheet$", link.get("Type", ""))}
    return [sheet.get("name", "") for sheet in book.iter(f"{_MAIN}sheet") if sheet.get(_ID) in charts]
