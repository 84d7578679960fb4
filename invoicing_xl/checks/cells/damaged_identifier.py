"""A number that is a name was changed by Excel.

Why it matters
    Excel takes document, customer and account numbers for quantities: it drops leading zeros, keeps 15
    digits and turns MAR-1 into a day. What is left names nobody, or somebody else.

What counts
    A number of more than 15 digits; text such as 1.23457E+15; a date in a column of numbers and codes;
    digits that, with zeros in front, are an identifier of the full length that is known elsewhere in the
    workbook, or that this column has always written with such zeros.

Stays silent
    Short numbers in columns that have no leading zeros, postcodes of countries whose postcodes are short,
    phone numbers, and columns in which dates or short numbers are usual.

Correction
    The identifier with its zeros, as text, to be ticked. Lost digits and codes that became dates cannot be
    told from the cell: they are only shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.checks.cells.writing import TEXT_FORMAT
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Mask, mask_of
from invoicing_xl.model.dates import days_of, is_date_format
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "FMT-10"
TITLE = "Identifier damaged by Excel"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_KEPT_DIGITS = 1e15
_WITHOUT_ZEROS = frozenset({"line", "phone", "iban", "tax_id"})
_FEWEST = 5
_USUAL = 0.8
_MOST_LOST = 4


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name in rows.columns:
        if FIELDS[name].kind == "identifier":
            yield from _lost_digits(rows, name)
            yield from _dates(rows, name)
            if name not in _WITHOUT_ZEROS:
                yield from _lost_zeros(rows, name, facts)


def _lost_digits(rows: Table, name: str) -> Iterator[Finding]:
    large = np.abs(rows.raw_numbers(name)) >= _KEPT_DIGITS
    scientific = rows.raw_texts(name).matches(r"^\s*[1-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}\s*$")
    for index in rows.where((rows.kinds(name) == Kind.NUMBER) & large):
        message = "Excel keeps 15 digits of a number: those behind are zeros now. Enter it as text."
        yield rows.finding(index, name, Severity.ERROR, message)
    for index in rows.where(scientific):
        message = "Excel's short form of a long number: its digits are lost. Enter it as text."
        yield rows.finding(index, name, Severity.ERROR, message)


def _dates(rows: Table, name: str) -> Iterator[Finding]:
    dated = np.array([is_date_format(code) for code in rows.grid.formats])
    if not dated.any():
        return
    found = (rows.kinds(name) == Kind.NUMBER) & dated[rows.formats(name)]
    if 2 * np.count_nonzero(found) > np.count_nonzero(rows.kinds(name) != Kind.BLANK):
        return
    days = days_of(rows.raw_numbers(name), date1904=rows.grid.date1904)
    for index in rows.where(found):
        message = f"Excel took what was typed for the day {days[index]}. Enter it as text."
        yield rows.finding(index, name, Severity.ERROR, message)


def _lost_zeros(rows: Table, name: str, facts: Facts) -> Iterator[Finding]:
    texts = rows.texts(name)
    zeros = mask_of(pc.starts_with(texts.values, "0"))
    if not zeros.any():
        return
    digits = mask_of(pc.ascii_is_decimal(texts.values))
    zeros &= digits
    if not zeros.any():
        return
    lengths = np.where(digits, np.asarray(pc.utf8_length(texts.values)), 0)
    of_row = np.append(lengths, 0)[texts.codes]
    with_zeros = np.append(zeros, False)[texts.codes]
    known = _known(rows, name, facts)
    # What is a full postcode differs from country to country.
    group = rows.texts("country").codes if name == "postcode" else np.zeros(len(rows), np.int32)
    for one in np.unique(group[with_zeros]).tolist():
        width = _usual_width(of_row[group == one], with_zeros[group == one])
        short = (
            (group == one) & (of_row > 0) & (of_row < width) & (of_row >= width - _MOST_LOST) & ~with_zeros
        )
        for index in rows.where(short):
            if texts[index] not in known.others:
                yield _zeros(rows, index, name, width, known)


def _usual_width(lengths: NDArray[np.int64], with_zeros: Mask) -> int:
    """The length nearly all digits of a column have, some with zeros in front; 0 where there is none."""
    counted = np.bincount(lengths[lengths > 0], minlength=1)
    width = int(counted.argmax())
    usual = counted[width] >= max(_FEWEST, _USUAL * counted.sum())
    return width if usual and np.count_nonzero(with_zeros & (lengths == width)) > 1 else 0


@dataclass(frozen=True)
class _Known:
    """Identifiers as they are written in the column itself, and on the sheets it refers to."""

    own: frozenset[str]
    others: frozenset[str]


_REFERS_TO: dict[tuple[TableKind, str], tuple[TableKind, str]] = {
    ("invoices", "customer"): ("customers", "customer"),
    ("payments", "customer"): ("customers", "customer"),
    ("lines", "customer"): ("customers", "customer"),
    ("lines", "number"): ("invoices", "number"),
    ("payments", "applies_to"): ("invoices", "number"),
    ("invoices", "applies_to"): ("invoices", "number"),
}


def _known(rows: Table, name: str, facts: Facts) -> _Known:
    own = frozenset(rows.texts(name).values.to_pylist())
    kind, field = _REFERS_TO.get((rows.kind, name), (rows.kind, ""))
    columns = [table.texts(field) for table in facts.of_kind(kind)] if field else []
    return _Known(own, frozenset(text for column in columns for text in column.values.to_pylist()))


def _zeros(rows: Table, index: int, name: str, width: int, known: _Known) -> Finding:
    full = rows.texts(name)[index].zfill(width)
    found = full in known.own or full in known.others
    certain = (found or isinstance(rows.content(index, name).value, float)) and not rows.is_formula(
        index, name
    )
    message = f"All others of this column have {width} digits: the zeros in front are lost."
    if found:
        message = f"{message} {full} is known in this workbook."
    return rows.finding(
        index,
        name,
        Severity.ERROR,
        message,
        proposed=full,
        confidence=Confidence.ASK if certain else Confidence.SHOW,
        edits=(rows.edit(index, name, Content(full, number_format=TEXT_FORMAT)),) if certain else (),
    )
