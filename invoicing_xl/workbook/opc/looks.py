"""How cells of a plan look, as entries of styles.xml. Source: ECMA-376 part 1, 18.8."""

from __future__ import annotations

from lxml import etree

from invoicing_xl.model.plans import Look
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.stylesheet import Stylesheet

LINK_COLOR = "0B57A4"


class Looks:
    """Style indices of looks, each look entered once into the package's styles."""

    def __init__(self, styles: Stylesheet) -> None:
        self._styles = styles
        self._namespace = markup.namespace(styles.root)
        self._by_identity: dict[tuple[int, bool], tuple[Look, int]] = {}
        self._by_value: dict[tuple[Look, bool], int] = {}

    def index(self, look: Look, linked: bool) -> int:
        """The ``s`` of a cell with this look; a ``linked`` one is underlined and blue."""
        # Hashing a look costs more than writing its cell; holding the look keeps its id from being reused.
        known = self._by_identity.get((id(look), linked))
        if known is None:
            if (look, linked) not in self._by_value:
                self._by_value[look, linked] = self._format(look, linked)
            known = self._by_identity[id(look), linked] = (look, self._by_value[look, linked])
        return known[1]

    def _format(self, look: Look, linked: bool) -> int:
        general = look.number_format == "General"
        indices = {
            "numFmtId": 0 if general else self._styles.number_format(look.number_format),
            "fontId": self._entry("fonts", _font(look, linked)),
            "fillId": self._entry("fills", _fill(look)),
            "borderId": self._entry("borders", _border(look)),
        }
        if self._styles.has_named_styles:
            indices["xfId"] = 0
        for aspect in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"):
            indices[f"apply{aspect}"] = 1
        attributes = "".join(f' {name}="{value}"' for name, value in indices.items())
        return self._entry("cellXfs", f"<xf{attributes}>{_alignment(look)}{_protection(look)}</xf>")

    def _entry(self, name: str, xml: str) -> int:
        (element,) = etree.fromstring(f'<styleSheet xmlns="{self._namespace}">{xml}</styleSheet>')
        return self._styles.index(name, element)


def _font(look: Look, linked: bool) -> str:
    color = look.color or (LINK_COLOR if linked else "")
    return "".join(
        (
            "<font>",
            "<b/>" if look.bold else "",
            "<i/>" if look.italic else "",
            "<u/>" if linked else "",
            f'<sz val="{look.size:g}"/>',
            f'<color rgb="FF{color}"/>' if color else '<color theme="1"/>',
            # The minor font is the workbook's own, where its theme has one.
            '<name val="Calibri"/><family val="2"/><scheme val="minor"/></font>',
        )
    )


def _fill(look: Look) -> str:
    if not look.fill:
        return '<fill><patternFill patternType="none"/></fill>'
    colors = f'<fgColor rgb="FF{look.fill}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{colors}</patternFill></fill>'


def _border(look: Look) -> str:
    sides = ""
    for side in ("left", "right", "top", "bottom"):
        style = "double" if f"double {side}" in look.borders else "thin" if side in look.borders else ""
        color = f'<color rgb="FF{look.border_color}"/>'
        sides += f'<{side} style="{style}">{color}</{side}>' if style else f"<{side}/>"
    return f"<border>{sides}<diagonal/></border>"


def _alignment(look: Look) -> str:
    stated = {
        "horizontal": look.align,
        "vertical": look.valign,
        "wrapText": "1" if look.wrap else "",
        "indent": str(look.indent or ""),
    }
    attributes = "".join(f' {name}="{value}"' for name, value in stated.items() if value)
    return f"<alignment{attributes}/>" if attributes else ""


def _protection(look: Look) -> str:
    return "" if look.locked else '<protection locked="0"/>'
