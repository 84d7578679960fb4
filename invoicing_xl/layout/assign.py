"""Which column is which field, and what kind of table that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.layout.captions import meanings, plain
from invoicing_xl.layout.evidence import Evidence, evidence_of, fits
from invoicing_xl.layout.vocabulary import FIELDS_OF_KIND, SHEET_WORDS
from invoicing_xl.model import money
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.grid import Grid

_LEAST = 0.5
_SAMPLE = 2_000

# What tells the kind of a table: a field counts the more, the fewer kinds of sheets have it.
_WEIGHTS: Mapping[TableKind, Mapping[str, float]] = {
    "invoices": {"number": 2, "due_date": 2, "gross": 2, "net": 1.5, "tax": 1.5, "open": 1, "terms": 0.5,
                 "date": 1},
    "lines": {"number": 1, "line": 2, "item": 2, "quantity": 3, "unit_price": 2.5, "net": 1,
              "description": 1},
    "customers": {
        "customer": 1.5, "customer_name": 1.5, "address": 2, "city": 1.5, "postcode": 1.5, "phone": 1,
        "email": 1, "credit_limit": 2, "tax_id": 1, "terms": 1, "country": 1,
    },
    "payments": {"number": 1, "date": 1, "applies_to": 2, "amount": 2, "method": 3, "bank_text": 2,
                 "bank_reference": 1.5},
    "items": {"item": 2, "description": 1, "unit_price": 2.5, "unit": 1},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reading of a header: kind, the column of each field with why, and how much speaks for it."""

    kind: TableKind
    columns: Mapping[str, int]
    why: Mapping[int, str]
    weight: float


@dataclass(frozen=True)
class Header:
    """A header row: ``captions`` by sheet column, and the rows that may be data below it."""

    grid: Grid
    row: int
    captions: Mapping[int, str]
    rows: NDArray[np.int64]

    def evidence(self) -> dict[int, Evidence]:
        return evidence_of(self.grid, list(self.captions), self.rows)


def best_assignment(header: Header, kinds: Sequence[TableKind] = tuple(FIELDS_OF_KIND)) -> Assignment | None:
    """The reading for which most speaks; None where none is a table of ours. A single kind is not doubted."""
    if len(kinds) == 1:
        return _reading(header, header.evidence(), kinds[0])
    return whole_assignment(header, kinds)


def whole_assignment(header: Header, kinds: Sequence[TableKind]) -> Assignment | None:
    """The reading of one of the kinds for which most speaks; None where none has what such a table needs."""
    evidence = header.evidence()
    readings = [_reading(header, evidence, kind) for kind in kinds]
    whole = [one for one in readings if _is_whole(one, header, evidence)]
    return max(whole, key=lambda one: one.weight, default=None)


def _reading(header: Header, evidence: Mapping[int, Evidence], kind: TableKind) -> Assignment:
    """Columns and fields matched best score first, then what arithmetic says of the amounts."""
    claims = [
        (score * fits(field, FIELDS[field].kind, evidence[column]), score, field, column)
        for column, caption in header.captions.items()
        for field, score in meanings(plain(caption), kind).items()
    ]
    claims.sort(key=lambda claim: (-claim[0], -claim[1], claim[3]))
    columns: dict[str, int] = {}
    why: dict[int, str] = {}
    scores: dict[str, float] = {}
    for fit, score, field, column in claims:
        if fit >= _LEAST and field not in columns and column not in why:
            columns[field] = column
            scores[field] = fit
            why[column] = "by its caption" if score == 1 else "by its caption and what it holds"
    if kind == "invoices":
        columns = _by_arithmetic(header, _with_gross(header, _with_open(header, columns)), why)
    weights = _WEIGHTS[kind]
    weight = sum(weights.get(field, 0.3) * scores.get(field, 0.6) for field in columns)
    return Assignment(kind, columns, why, weight + _sheet_name_says(header.grid.sheet, kind))


def _sheet_name_says(sheet: str, kind: TableKind) -> float:
    """A hint, no more: lines are tried before invoices, so that "Invoice lines" is not taken for invoices."""
    name = plain(sheet)
    for candidate, words in SHEET_WORDS.items():
        if any(f" {word} " in f" {name} " for word in words):
            return 2.0 if candidate == kind else 0.0
    return 0.0


def _is_whole(one: Assignment, header: Header, evidence: Mapping[int, Evidence]) -> bool:
    """Whether a reading has what a table of its kind cannot be without."""
    has = one.columns.__contains__
    someone = has("customer") or has("customer_name")
    if one.kind == "invoices":
        amount = has("gross") or has("net") or has("open") or has("due_amount")
        return (
            amount
            and (has("number") or has("date"))
            and (has("date") or has("due_date") or someone)
            and len(one.columns) >= 3
        )
    if one.kind == "lines":
        priced = has("quantity") and (has("unit_price") or has("net"))
        itemised = (has("item") or has("description")) and (has("net") or has("unit_price"))
        repeated = has("number") and evidence[one.columns["number"]].distinct < 0.9
        return has("number") and (priced or itemised) and (has("line") or repeated or not has("gross"))
    if one.kind == "payments":
        told = has("method") or has("bank_text") or has("bank_reference") or has("applies_to")
        hint = _sheet_name_says(header.grid.sheet, "payments") > 0
        return has("amount") and has("date") and (told or (hint and someone))
    if one.kind == "customers":
        about = {
            "address",
            "city",
            "postcode",
            "phone",
            "email",
            "tax_id",
            "terms",
            "country",
            "credit_limit",
            "iban",
        }
        named = [
            evidence[one.columns[field]].distinct for field in ("customer", "customer_name") if has(field)
        ]
        told = bool(about & set(one.columns)) and len(one.columns) >= 3
        hint = _sheet_name_says(header.grid.sheet, "customers") > 0
        return bool(named) and max(named) >= 0.8 and (told or hint) and _no_postings(header, evidence)
    return (
        (has("item") or has("description"))
        and has("unit_price")
        and not has("number")
        and _no_postings(header, evidence)
    )


def _no_postings(header: Header, evidence: Mapping[int, Evidence]) -> bool:
    """Master data has at most one date column (such as "customer since")."""
    return sum(seen.dated >= 0.5 for seen in evidence.values()) <= 1


def _with_open(header: Header, columns: dict[str, int]) -> dict[str, int]:
    """ "Amount due" beside a paid amount is the open amount, if it is what is left of the gross."""
    if "open" in columns or not {"gross", "paid", "due_amount"} <= columns.keys():
        return columns
    left, paid, gross = (_minor(header, columns[name]) for name in ("due_amount", "paid", "gross"))
    if not _holds(left, paid, gross):
        return columns
    return {name: at for name, at in columns.items() if name != "due_amount"} | {
        "open": columns["due_amount"]
    }


def _with_gross(header: Header, columns: dict[str, int]) -> dict[str, int]:
    """What is to be paid is the gross, where no other column is: a lone "Amount", or "Amount due".

    Beside a tax a lone "Amount" may be either; then only the sum of net and tax tells.
    """
    if "gross" in columns:
        return columns
    for name in ("due_amount", "net"):
        column = columns.get(name)
        means_gross = column is not None and "gross" in meanings(plain(header.captions[column]), "invoices")
        if column is None or (name == "net" and ("tax" in columns or not means_gross)):
            continue
        others = {field: at for field, at in columns.items() if field != name}
        if name == "net" or "net" not in others or "tax" not in others or _adds_up(header, others, column):
            return others | {"gross": column}
    return columns


def _adds_up(header: Header, columns: Mapping[str, int], gross: int) -> bool:
    return _holds(*(_minor(header, column) for column in (columns["net"], columns["tax"], gross)))


def _by_arithmetic(header: Header, columns: dict[str, int], why: dict[int, str]) -> dict[str, int]:
    """Where net + tax = gross on most rows only in another order of these columns, that order is taken."""
    names = ("net", "tax", "gross")
    if not all(name in columns for name in names):
        return columns
    places = [columns[name] for name in names]
    minor = [_minor(header, column) for column in places]
    if _holds(*minor):
        for column in places:
            why[column] += "; net + tax = gross"
        return columns
    # Sums cannot tell net from tax, so only the gross changes places.
    for net, tax, gross in ((2, 1, 0), (0, 2, 1)):
        if _holds(minor[net], minor[tax], minor[gross]):
            for column in places:
                why[column] = "net + tax = gross only this way"
            return columns | {"net": places[net], "tax": places[tax], "gross": places[gross]}
    return columns


def _minor(header: Header, column: int) -> NDArray[np.int64]:
    rows = header.rows
    sample = rows if len(rows) <= _SAMPLE else rows[np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)]
    cells = header.grid.columns.get(column)
    if cells is None:
        return np.zeros(len(sample), np.int64)
    values = np.where(cells.kinds[sample - 1] == Kind.NUMBER, cells.numbers[sample - 1], np.nan)
    amounts = money.amounts_of(money.decimals_of(values), np.full(len(sample), 2, np.uint8))
    return amounts.filled


def _holds(net: NDArray[np.int64], tax: NDArray[np.int64], gross: NDArray[np.int64]) -> bool:
    """On most rows that have all three, and on some where the tax is not nothing."""
    telling = (gross != 0) & (tax != 0)
    if not telling.any():
        return False
    return bool((np.abs(net + tax - gross)[telling] <= 1).mean() >= 0.6)
