"""A cell's content as XML: text stays text, whatever it looks like.

Source: ECMA-376 part 1, 18.3.1.4 (c), 22.9.2.19 (ST_Xstring); MS-OI29500 for what Excel does.
"""

from __future__ import annotations

import math
import re

from invoicing_xl.model.cells import CellValue, Content, ErrorValue
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.scan_xml import RunLook

MAX_TEXT = 32_767  # UTF-16 units, as Excel counts
MAX_FORMULA = 8_192

# What XML cannot hold, what its parsers change, and what would be read as such an escape.
_TO_ESCAPE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_SPACE_COUNTS = re.compile(r"^[ \t\n\r]|[ \t\n\r]$|\n|\t|  ")


def escaped(text: str) -> bytes:
    """Text for between tags; what XML cannot hold is written ``_x000B_``, as Excel does."""
    text = _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def refuse_unwritable(content: Content, where: str) -> None:
    """ClerkMessage where a cell cannot hold the content; ``where`` names it ("Invoices!F17")."""
    value = content.value
    if isinstance(value, str) and _units(value) > MAX_TEXT:
        raise ClerkMessage(f"The text is longer than the {MAX_TEXT:,} characters a cell holds.", where=where)
    if isinstance(value, str) and _HALF_PAIR.search(value):
        raise ClerkMessage("The text holds half a character, which no workbook can keep.", where=where)
    if isinstance(value, int | float) and not math.isfinite(value):
        raise ValueError(f"no number for a cell: {value}")
    if content.formula is not None:
        if not content.formula.startswith("=") or content.formula == "=":
            raise ValueError(f"no formula: {content.formula!r}")
        if _units(content.formula) > MAX_FORMULA:
            raise ClerkMessage(
                f"The formula is longer than the {MAX_FORMULA:,} characters Excel allows.", where=where
            )


def cell_type(content: Content) -> bytes:
    """The cell's ``t``; nothing for numbers and blanks."""
    value = content.value
    if isinstance(value, bool):
        return b"b"
    if isinstance(value, ErrorValue):
        return b"e"
    if isinstance(value, str) and (value or content.formula):
        return b"str" if content.formula else b"inlineStr"
    return b""


def cell_content(content: Content, prefix: bytes, look: RunLook = ()) -> bytes:
    """What stands inside the cell's tags. Text is inline: no other part has to change for it.

    ``look``: of the letters of a text, where it is not that of the cell.
    """
    value = content.value
    if content.formula:
        return _element(prefix, b"f", content.formula[1:]) + _result(value, prefix)
    if isinstance(value, str) and value:
        text = _element(prefix, b"t", value)
        return b"<%sis>%s</%sis>" % (prefix, _run(prefix, look, text) if look else text, prefix)
    return b"" if value == "" else _result(value, prefix)


def formula_element(formula: str, prefix: bytes, attributes: bytes = b"") -> bytes:
    """``<f>`` for a formula with its ``=``."""
    return _element(prefix, b"f", formula[1:], attributes)


def _run(prefix: bytes, look: RunLook, text: bytes) -> bytes:
    properties = b"".join(
        b"<%s%s%s/>" % (prefix, name.encode(), b"".join(map(_attribute, attributes)))
        for name, attributes in look
    )
    return b"<%sr><%srPr>%s</%srPr>%s</%sr>" % (prefix, prefix, properties, prefix, text, prefix)


def _attribute(named: tuple[str, str]) -> bytes:
    name, value = named
    return b' %s="%s"' % (name.encode(), escaped(value).replace(b'"', b"&quot;"))


def _result(value: CellValue, prefix: bytes) -> bytes:
    if value is None:
        return b""
    if isinstance(value, bool):
        return _element(prefix, b"v", str(int(value)))
    if isinstance(value, str | ErrorValue):
        return _element(prefix, b"v", str(value))
    return _element(prefix, b"v", number_text(value))


def number_text(value: float) -> str:
    """The shortest decimal that is read back as the same double."""
    if value == 0:
        return "0"
    return repr(float(value)).removesuffix(".0")


def _element(prefix: bytes, name: bytes, text: str, attributes: bytes = b"") -> bytes:
    space = b' xml:space="preserve"' if _SPACE_COUNTS.search(text) else b""
    tag = prefix + name
    return b"<%s%s%s>%s</%s>" % (tag, attributes, space, escaped(text), tag)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
