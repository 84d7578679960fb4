"""A cell's style with something of it changed: fill, number format; all the rest of it stays.

Source: ECMA-376 part 1, 18.8.10 (cellXfs), 18.8.45 (xf).
"""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property

from lxml import etree

from invoicing_xl.workbook.opc.formats import BUILT_IN, read_formats
from invoicing_xl.workbook.opc.markup import Element, child, is_true, namespace
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.sheet_cells import Change
from invoicing_xl.workbook.opc.stylesheet import Stylesheet

# Those that mean the same everywhere; the others follow the language Excel runs in.
_BUILT_IN_IDS = {code: number for number, code in BUILT_IN.items() if number < 27 or 37 <= number <= 49}


class CellStyles:
    """Styles of cells after changes. Styles are only added, and only where the workbook lacks them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._formats = read_formats(package)
        self._known: dict[tuple[int, str | None, str | None, bool], int] = {}

    def restyled(self, xf: int, change: Change) -> int:
        """The xf for a cell that has ``xf``, after the change; ``xf`` itself where it looks the same."""
        # A number in a cell whose style says "typed with an apostrophe" becomes text when it is edited.
        unquote = change.content is not None and not isinstance(change.content.value, str)
        key = (xf, change.fill, change.number_format, unquote)
        if key not in self._known:
            self._known[key] = self._restyled(*key)
        return self._known[key]

    def code(self, xf: int) -> str:
        """The number format of a style that the workbook had before.

        A style that leads nowhere is taken for the first one, here and in snapshots.
        """
        of_xf = self._formats.of_xf
        return self._formats.codes[int(of_xf[xf if xf < len(of_xf) else 0])]

    def fill(self, xf: int) -> str | None:
        """ "RRGGBB", "" for none, None for no plain colour: of the theme, a pattern, a gradient."""
        found = self._entry("cellXfs", xf)
        number = "" if found is None else found.get("fillId", "0")
        fill = self._entry("fills", int(number)) if number.isdigit() else None
        if fill is None:
            return ""
        pattern = child(fill, "patternFill")
        kind = "gradient" if pattern is None else pattern.get("patternType", "none")
        color = None if pattern is None else child(pattern, "fgColor")
        rgb = "" if color is None else color.get("rgb", "")
        if kind == "none":
            return ""
        return rgb[-6:].upper() if kind == "solid" and len(rgb) in (6, 8) else None

    def _entry(self, name: str, index: int) -> Element | None:
        """An entry of a workbook that has styles; nothing is made where it has none."""
        return self._stylesheet.entry(name, index) if self._package.styles else None

    @cached_property
    def _stylesheet(self) -> Stylesheet:
        return Stylesheet(self._package)

    def _restyled(self, xf: int, fill: str | None, number_format: str | None, unquote: bool) -> int:
        if number_format == self.code(xf):
            number_format = None
        if fill is None and number_format is None and not (unquote and self._package.styles):
            return xf
        before = self._stylesheet.entry("cellXfs", xf)
        if before is None:
            if fill is None and number_format is None:
                return xf
            before = self._stylesheet.entry("cellXfs", 0)
        new = self._plain() if before is None else deepcopy(before)
        new.tail = None
        if unquote and is_true(new.get("quotePrefix")):
            del new.attrib["quotePrefix"]
        if number_format is not None:
            self._set(new, "numFmtId", self._format_id(number_format), "applyNumberFormat")
        if fill is not None:
            self._set(new, "fillId", self._fill_id(fill), "applyFill")
        if before is not None and new.attrib.items() == before.attrib.items():
            return xf
        return self._stylesheet.index("cellXfs", new)

    @staticmethod
    def _set(xf: Element, name: str, value: int, applied: str) -> None:
        if xf.get(name, "0") != str(value):
            xf.set(name, str(value))
            xf.set(applied, "1")

    def _format_id(self, code: str) -> int:
        built_in = _BUILT_IN_IDS.get(code)
        return self._stylesheet.number_format(code) if built_in is None else built_in

    def _fill_id(self, color: str) -> int:
        if not color:
            return 0
        fill = etree.Element(f"{{{self._namespace}}}fill")
        pattern = etree.SubElement(fill, f"{{{self._namespace}}}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{{{self._namespace}}}fgColor", rgb=f"FF{color}")
        etree.SubElement(pattern, f"{{{self._namespace}}}bgColor", indexed="64")
        return self._stylesheet.index("fills", fill)

    def _plain(self) -> Element:
        """What a cell looks like in a workbook without styles."""
        xf = etree.Element(f"{{{self._namespace}}}xf", numFmtId="0", fontId="0", fillId="0", borderId="0")
        if self._stylesheet.has_named_styles:
            xf.set("xfId", "0")
        return xf

    @property
    def _namespace(self) -> str:
        return namespace(self._stylesheet.root)
