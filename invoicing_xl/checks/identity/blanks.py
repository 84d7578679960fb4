"""Cells that hold nothing that could be used."""

from __future__ import annotations

import numpy as np

from invoicing_xl.model import numbers
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.spaces import nothing_seen
from invoicing_xl.model.tables import Table

_NUMBERS = ("amount", "number", "rate")


def blank(rows: Table, name: str) -> Mask:
    """Blank cells, cells with spaces only, and words where an amount or a date belongs. All rows where there
    is no such column. A formula that was never calculated is none of them: nobody knows what it gives."""
    kinds = rows.kinds(name)
    is_text = kinds == Kind.TEXT
    result: Mask = (kinds == Kind.BLANK) & ~rows.formulas(name)
    if not is_text.any():
        return result
    texts = rows.raw_texts(name)
    result |= is_text & (~texts.known | texts.flags(nothing_seen))
    if FIELDS[name].kind == "date":
        # A text with digits that is no date is told by FMT-05.
        result |= is_text & ~rows.dates(name).known & ~texts.matches("[0-9]")
    elif FIELDS[name].kind in _NUMBERS:
        # A text that could be two numbers, or has letters among its digits, is told by FMT-01.
        mistyped = numbers.mistyped(texts.values, rows.grammars.get(name)).numbers.known
        told = np.append(numbers.parse(texts.values, None).ambiguous | mistyped, False)[texts.codes]
        result |= is_text & ~rows.decimals(name).known & ~told
    return result


def missing(rows: Table, name: str) -> Mask:
    """Blank cells of a column that mostly is not blank."""
    if not rows.has(name):
        return np.zeros(len(rows), bool)
    found = blank(rows, name)
    return found if 2 * np.count_nonzero(found) <= len(rows) else np.zeros(len(rows), bool)
