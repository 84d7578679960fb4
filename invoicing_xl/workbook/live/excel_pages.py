"""How a sheet of Excel's prints. Source: Microsoft's reference of PageSetup; numbers are its constants."""

from __future__ import annotations

import re
from typing import Any

from invoicing_xl.model.plans import PrintSetup
from invoicing_xl.workbook.live.addresses import area_of

_PORTRAIT, _LANDSCAPE = 1, 2
_PAPERS = {"Letter": 1, "A4": 9}
_SECTION = re.compile(r"&([LCR])")


def print_setup(worksheet: Any) -> PrintSetup:
    page = worksheet.PageSetup
    area, repeated = page.PrintArea, page.PrintTitleRows
    rows = area_of(repeated) if repeated else None
    return PrintSetup(
        area=area_of(area) if area else None,
        landscape=page.Orientation == _LANDSCAPE,
        paper="Letter" if page.PaperSize == _PAPERS["Letter"] else "A4",
        repeat_rows=(rows.first_row, rows.last_row) if rows else None,
        header=_joined(page.LeftHeader, page.CenterHeader, page.RightHeader),
        footer=_joined(page.LeftFooter, page.CenterFooter, page.RightFooter),
    )


def set_print_setup(worksheet: Any, setup: PrintSetup) -> None:
    excel = worksheet.Application
    try:
        excel.PrintCommunication = False  # else each line below speaks to the printer
        page = worksheet.PageSetup
        page.PrintArea = str(setup.area) if setup.area else ""
        page.Orientation = _LANDSCAPE if setup.landscape else _PORTRAIT
        page.PaperSize = _PAPERS[setup.paper]
        page.Zoom = False
        page.FitToPagesWide = 1
        page.FitToPagesTall = False
        rows = setup.repeat_rows
        page.PrintTitleRows = f"${rows[0]}:${rows[1]}" if rows else ""
        page.LeftHeader, page.CenterHeader, page.RightHeader = _sections(setup.header)
        page.LeftFooter, page.CenterFooter, page.RightFooter = _sections(setup.footer)
    finally:
        _speak_again(excel)


def _speak_again(excel: Any) -> None:
    """This must not be left undone: a program that was busy for a moment is asked once more."""
    try:
        excel.PrintCommunication = True
    except Exception:  # noqa: BLE001
        excel.PrintCommunication = True


def _sections(text: str) -> tuple[str, str, str]:
    """A header in Excel's codes as its left, middle and right part; what has no code stands in the middle."""
    before, *rest = _SECTION.split(text)
    parts = {"L": "", "C": before, "R": ""}
    for code, part in zip(rest[::2], rest[1::2], strict=True):
        parts[code] += part
    return parts["L"], parts["C"], parts["R"]


def _joined(left: str, middle: str, right: str) -> str:
    return "".join(f"&{code}{part}" for code, part in (("L", left), ("C", middle), ("R", right)) if part)
