"""How a sheet prints: LibreOffice's page style of it, in the words of a sheet plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from invoicing_xl.calc.addresses import address_of, area_of
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.document import Document
from invoicing_xl.model.cells import Area
from invoicing_xl.model.plans import PrintSetup

_PAPERS = {"A4": (21_000, 29_700), "Letter": (21_590, 27_940)}
_NEAR = 100
"""Hundredths of a millimeter between papers that are the same."""

_COMMON = "Default"
"""The style of sheets that have none of their own."""

_SIDES = {"L": "LeftText", "C": "CenterText", "R": "RightText"}
_CODE = re.compile(r"&([&LCRPNADF]|\"[^\"]*\"|\d+|[BIU])")
_FIELDS = {
    "P": "com.sun.star.text.TextField.PageNumber",
    "N": "com.sun.star.text.TextField.PageCount",
    "A": "com.sun.star.text.TextField.SheetName",
    "D": "com.sun.star.text.TextField.DateTime",
    "F": "com.sun.star.text.TextField.FileName",
}


def read(document: Document, sheet: UnoObject) -> PrintSetup:
    style = _styles(document).getByName(sheet.PageStyle)
    areas, rows = sheet.getPrintAreas(), sheet.getTitleRows()
    short, long = sorted((style.Width, style.Height))
    letter = all(abs(a - b) < _NEAR for a, b in zip((short, long), _PAPERS["Letter"], strict=True))
    return PrintSetup(
        area=area_of(areas[0]) if areas else None,
        landscape=bool(style.IsLandscape),
        paper="Letter" if letter else "A4",
        repeat_rows=(rows.StartRow + 1, rows.EndRow + 1) if sheet.getPrintTitleRows() else None,
        header=_text_of(style.RightPageHeaderContent) if style.HeaderIsOn else "",
        footer=_text_of(style.RightPageFooterContent) if style.FooterIsOn else "",
    )


def write(document: Document, sheet: UnoObject, setup: PrintSetup) -> None:
    """Always one page wide, as every sheet of ours."""
    style = _own_style(document, sheet)
    number = sheet.RangeAddress.Sheet
    sheet.setPrintAreas((address_of(setup.area, number),) if setup.area else ())
    first, last = setup.repeat_rows or (1, 1)
    sheet.setTitleRows(address_of(Area(first, 1, last, 1), number))
    sheet.setPrintTitleRows(setup.repeat_rows is not None)
    short, long = _PAPERS[setup.paper]
    style.IsLandscape = setup.landscape
    style.Width, style.Height = (long, short) if setup.landscape else (short, long)
    style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
    for text, name in ((setup.header, "Header"), (setup.footer, "Footer")):
        setattr(style, f"{name}IsOn", bool(text))
        setattr(style, f"{name}IsShared", True)
        content = getattr(style, f"RightPage{name}Content")
        _fill(document, sheet, content, text)
        setattr(style, f"RightPage{name}Content", content)


def _styles(document: Document) -> UnoObject:
    return document.uno.StyleFamilies.getByName("PageStyles")


def _own_style(document: Document, sheet: UnoObject) -> UnoObject:
    """The sheet's page style; sheets that share one get one each as soon as one is changed."""
    styles, own = _styles(document), sheet.PageStyle
    if own == _COMMON or _is_shared(document, own):
        taken = set(styles.ElementNames)
        own = next(name for name in map("Page of a sheet {}".format, count(1)) if name not in taken)
        styles.insertByName(own, document.uno.createInstance("com.sun.star.style.PageStyle"))
        sheet.PageStyle = own
    return styles.getByName(own)


def _is_shared(document: Document, style: str) -> bool:
    sheets = document.uno.Sheets
    return [sheets.getByIndex(at).PageStyle for at in range(sheets.Count)].count(style) > 1


def _fill(document: Document, sheet: UnoObject, content: UnoObject, text: str) -> None:
    """Text in Excel's codes; what stands before the first side stands in the middle."""
    for side in _SIDES.values():
        getattr(content, side).setString("")
    side = "C"
    for literal, code in _pieces(text):
        if code in _SIDES:
            side = code
            continue
        target = getattr(content, _SIDES[side])
        if code == "A":  # LibreOffice takes no new field for it
            literal = sheet.Name
        if code in _FIELDS and code != "A":
            field = document.uno.createInstance(_FIELDS[code])
            target.insertTextContent(target.createTextCursorByRange(target.getEnd()), field, False)
        elif literal or code == "&":
            target.insertString(target.getEnd(), literal or "&", False)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(literal text, "") or ("", code)."""
    at = 0
    for found in _CODE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], ""
        yield "", found[1]
        at = found.end()
    if at < len(text):
        yield text[at:], ""


def _text_of(content: UnoObject) -> str:
    sides = ((code, _coded(getattr(content, side))) for code, side in _SIDES.items())
    return "".join(f"&{code}{text}" for code, text in sides if text)


def _coded(text: UnoObject) -> str:
    """Text with fields in Excel's codes."""
    said = []
    paragraphs = text.createEnumeration()
    while paragraphs.hasMoreElements():
        portions = paragraphs.nextElement().createEnumeration()
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "TextField":
                field = portion.TextField
                code = next((code for code, kind in _FIELDS.items() if field.supportsService(kind)), "")
                said.append(f"&{code}" if code else portion.String)
            else:
                said.append(portion.String.replace("&", "&&"))
    return "".join(said)
