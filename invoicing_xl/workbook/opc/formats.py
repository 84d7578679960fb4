"""Number formats: from the style index of a cell to its format code.

Source: ECMA-376 part 1, 18.8.30 (built-in formats), 18.8.10 (cell formats).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.workbook.opc.markup import MARKUP_COMPATIBILITY, Element, child, children, local_name
from invoicing_xl.workbook.opc.package import Package

GENERAL = "General"

# As Excel names them in the United States. 14 and 22 follow the clerk's own settings, whatever they say here.
_BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)', 6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)', 8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip

# What these ids show depends on the language of Excel (Chinese, Japanese, Korean, Thai). They are named by
# what they mean; 34, 35, 55 and 56, which are times in Chinese and dates in Japanese, count as dates.
_BY_LANGUAGE = {
    27: "yyyy-mm", 28: "mm-dd", 29: "mm-dd", 30: "mm-dd-yy", 31: "yyyy-mm-dd", 32: "h:mm", 33: "h:mm:ss",
    34: "yyyy-mm", 35: "mm-dd", 36: "yyyy-mm", 50: "yyyy-mm", 51: "mm-dd", 52: "yyyy-mm", 53: "mm-dd",
    54: "mm-dd", 55: "yyyy-mm", 56: "mm-dd", 57: "yyyy-mm", 58: "mm-dd",
    59: "0", 60: "0.00", 61: "#,##0", 62: "#,##0.00", 67: "0%", 68: "0.00%", 69: "# ?/?", 70: "# ??/??",
    71: "d/m/yyyy", 72: "d-mmm-yy", 73: "d-mmm", 74: "mmm-yy", 75: "h:mm", 76: "h:mm:ss", 77: "d/m/yyyy h:mm",
    78: "mm:ss", 79: "[h]:mm:ss", 80: "mm:ss.0", 81: "d/m/yyyy",
}  # fmt: skip
BUILT_IN = {**_BUILT_IN, **_BY_LANGUAGE}


@dataclass(frozen=True, slots=True)
class Formats:
    """``codes``: the distinct format codes; ``of_xf``: for each cell format (xf) which of them it has."""

    codes: tuple[str, ...]
    of_xf: NDArray[np.int32]


def read_formats(package: Package) -> Formats:
    """The number formats of the workbook's cell formats; General where it states none."""
    root = package.xml(package.styles) if package.styles else None
    own: dict[int, str] = {}
    for element in _entries(root, "numFmts"):
        own[_number(element.get("numFmtId"))] = element.get("formatCode", GENERAL)
    codes: dict[str, int] = {}
    of_xf = []
    for element in _entries(root, "cellXfs"):
        identity = _number(element.get("numFmtId"))
        code = own.get(identity) or BUILT_IN.get(identity, GENERAL)
        of_xf.append(codes.setdefault(code, len(codes)))
    if not of_xf:
        return Formats((GENERAL,), np.zeros(1, np.int32))
    return Formats(tuple(codes), np.array(of_xf, np.int32))


def _entries(root: Element | None, name: str) -> list[Element]:
    """The entries of a list; of alternatives the one that every reader understands, as indices count that."""
    parent = None if root is None else child(root, name)
    found: list[Element] = []
    for element in children(parent) if parent is not None else ():
        if local_name(element) == "AlternateContent":
            fallback = element.find(f"{{{MARKUP_COMPATIBILITY}}}Fallback")
            found += children(fallback) if fallback is not None else ()
        else:
            found.append(element)
    return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
