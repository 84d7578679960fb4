"""Turns a workbook that XlsxWriter made into one with macros and a ribbon: .xlsm or .xlam."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from enum import Enum

_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_PACKAGE_RELATIONS, _CONTENT_TYPES = "_rels/.rels", "[Content_Types].xml"
_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class Type(Enum):
    """The content type of the workbook part."""

    WORKBOOK = _MACRO_WORKBOOK
    ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def with_ribbon(workbook: bytes, ribbon: str, kind: Type) -> bytes:
    """The package with the ribbon added; ``workbook`` has its VBA project already.

    Parts are stored, not deflated: deflating differs from one zlib to the next, and the same sources shall
    give the same bytes everywhere.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[_CONTENT_TYPES] = _replaced(parts[_CONTENT_TYPES], _MACRO_WORKBOOK, kind.value)
    relation = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_RELATION}" Target="{_RIBBON_PART}"/>'
    end = "</Relationships>"
    parts[_PACKAGE_RELATIONS] = _replaced(parts[_PACKAGE_RELATIONS], end, relation + end)
    return _stored({**parts, _RIBBON_PART: ribbon.encode("utf-8")})


def _replaced(part: bytes, old: str, new: str) -> bytes:
    if part.count(old.encode("utf-8")) != 1:
        raise ValueError(f"expected once in the package: {old}")
    return part.replace(old.encode("utf-8"), new.encode("utf-8"))


def _stored(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 0  # else it is the system that builds
            package.writestr(entry, content)
    return out.getvalue()
