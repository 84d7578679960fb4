"""Start tags, read once for all the cells that share them.

A sheet of a million rows has a few dozen different start tags once the references are left out; each
is read here, and looked up by the scanner. None stands for a tag that only an XML parser may judge.
(Whether an attribute's prefix is declared is not asked: no cell depends on it.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from invoicing_xl.model.cells import Area
from invoicing_xl.workbook.opc.scan_cells import NONE

_MOST = 20_000  # different tags kept at a time

_ATTRIBUTE = rb"""\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<&]*)"|'([^'<&]*)')"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(rb"(?:%b)*\s*(/?)>\s*" % re.sub(rb"\((?!\?)", b"(?:", _ATTRIBUTE))


class Type(IntEnum):
    """How the content of a cell is to be read (ST_CellType)."""

    NUMBER = 0
    SHARED = 1
    BOOLEAN = 2
    ERROR = 3
    FORMULA_TEXT = 4
    INLINE = 5
    DATE = 6


TYPES = {
    "n": Type.NUMBER,
    "s": Type.SHARED,
    "b": Type.BOOLEAN,
    "e": Type.ERROR,
    "str": Type.FORMULA_TEXT,
    "inlineStr": Type.INLINE,
    "d": Type.DATE,
}


@dataclass(frozen=True, slots=True)
class CellHead:
    style: int
    type: Type
    closed: bool


@dataclass(frozen=True, slots=True)
class RowHead:
    hidden: bool
    style: int
    closed: bool


@dataclass(frozen=True, slots=True)
class FormulaHead:
    """``group`` as in ``Formulas``; ``area`` of an array formula, if that is more than one cell."""

    group: int
    area: Area | None
    closed: bool


Read = TypeVar("Read")


class Known(Generic[Read]):
    """What was read from bytes, kept for the next time they come."""

    def __init__(self, read: Callable[[bytes], Read]) -> None:
        self._read = read
        self._known: dict[bytes, Read] = {}

    def __getitem__(self, text: bytes) -> Read:
        try:
            return self._known[text]
        except KeyError:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[text] = self._read(text)
            return self._known[text]


def attributes(tag: bytes) -> tuple[dict[str, str], bool] | None:
    """What follows the name in a start tag (``> `` included): the attributes, and whether it is ``/>``."""
    whole = _TAG.fullmatch(tag)
    if not whole or not tag.isascii():
        return None
    found = [(name.decode(), (one or two).decode()) for name, one, two in _ATTRIBUTES.findall(tag)]
    named = dict(found)
    return (named, whole[1] == b"/") if len(named) == len(found) else None


def cell_head(tag: bytes) -> CellHead | None:
    """A cell's start tag without its name and reference."""
    read = attributes(tag)
    if not read or "r" in read[0]:
        return None
    named, closed = read
    kind = TYPES.get(named.get("t", "n"))
    return None if kind is None else CellHead(number_of(named.get("s", ""), missing=0), kind, closed)


def row_head(tag: bytes) -> RowHead | None:
    """A row's start tag without its name and number."""
    read = attributes(tag)
    if not read or "r" in read[0]:
        return None
    return RowHead(is_hidden(read[0]), row_style(read[0]), read[1])


def formula_head(tag: bytes) -> FormulaHead | None:
    """A formula's start tag without its name; None also for a data table."""
    read = attributes(tag)
    if not read:
        return None
    named, closed = read
    kind, group = named.get("t", "normal"), number_of(named.get("si", ""), missing=NONE)
    if kind == "shared" and group >= 0:
        return FormulaHead(group, None, closed)
    if kind == "array" and not closed:
        try:
            area = Area.parse(named.get("ref", ""))
        except ValueError:
            return None
        return FormulaHead(NONE, area if ":" in str(area) else None, closed)
    return FormulaHead(NONE, None, closed) if kind == "normal" and not closed else None


def is_true(value: str) -> bool:
    return value in ("1", "true", "on")


def is_hidden(row: dict[str, str]) -> bool:
    """Hidden, by the clerk or by a filter, or so flat that nothing shows."""
    if is_true(row.get("hidden", "")):
        return True
    try:
        return is_true(row.get("customHeight", "")) and float(row.get("ht", "1")) == 0
    except ValueError:
        return False


def row_style(row: dict[str, str]) -> int:
    return number_of(row.get("s", ""), missing=NONE) if is_true(row.get("customFormat", "")) else NONE


def number_of(text: str, *, missing: int) -> int:
    """An index in an attribute; ``missing`` where it is none."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else missing
