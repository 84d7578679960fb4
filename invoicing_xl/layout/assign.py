"""Which column is which field, and what kind of table that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.layout.asides import accounts_of, by_captions
from invoicing_xl.layout.captions import WEAK, meanings, plain
from invoicing_xl.layout.evidence import Evidence, evidence_of, fits
from invoicing_xl.layout.figures import Figures, is_journal, left_out, of_invoices, of_lines, say_of_balance
from invoicing_xl.layout.qualifiers import qualified
from invoicing_xl.layout.vocabulary import FIELDS_OF_KIND, SHEET_WORDS
from invoicing_xl.model.cells import column_letters
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.grid import Grid

_LEAST = 0.5
_DISTINCT = 0.9

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
    "payments": {"number": 1, "date": 1, "applies_to": 2, "amount": 2, "method": 1.5, "bank_text": 2,
                 "bank_reference": 1.5},
    "items": {"item": 2, "description": 1, "unit_price": 2.5, "unit": 1},
    "account": {"debit": 2, "credit": 2, "side": 2, "balance": 1, "number": 1, "date": 1},
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


def as_invoices(header: Header, payments: Assignment) -> Assignment | None:
    """The reading as invoices of what looks like payments; None where some column speaks for payments.

    "Invoice, Date, Customer, Amount, Payment method" is either: which, only the rest of the workbook tells.
    """
    if _sheet_name_says(header.grid.sheet, "payments"):
        return None
    other = whole_assignment(header, ("invoices",))
    needed = {"number", "date", "gross"}
    if other is None or not needed <= other.columns.keys() or len(other.columns) < len(payments.columns):
        return None
    return other


def whole_assignment(header: Header, kinds: Sequence[TableKind]) -> Assignment | None:
    """The reading of one of the kinds for which most speaks; None where none has what such a table needs."""
    evidence = header.evidence()
    readings = [_reading(header, evidence, kind) for kind in kinds]
    whole = [one for one in readings if _is_whole(one, header, evidence)]
    if any(map(_has_two_sides, readings)):
        # Half of the rows would be missing, or have the wrong sign.
        whole = [one for one in whole if one.kind == _kind_of_two_sides(header)]
    if any(one.kind == "lines" and _priced_again_and_again(one, evidence) for one in whole):
        whole = [one for one in whole if one.kind != "invoices"]
    return max(whole, key=lambda one: one.weight, default=None)


def _has_two_sides(one: Assignment) -> bool:
    has = one.columns.keys().__contains__
    return one.kind == "account" and ((has("debit") and has("credit")) or (has("side") and has("amount")))


def _kind_of_two_sides(header: Header) -> TableKind:
    """A bank's debits are owed by no customer: there only the credits are read, as received."""
    return "payments" if _sheet_name_says(header.grid.sheet, "payments") else "account"


def why_not(header: Header) -> str:
    """Why a header that tells debits from credits is no table of ours; "" where it does not tell them."""
    one = _reading(header, header.evidence(), "account")
    if not _has_two_sides(one):
        return ""
    if not one.columns.keys() & {"customer", "customer_name"}:
        return "debits and credits, but no column says of which customer"
    if "date" not in one.columns:
        return "debits and credits, but no column of dates"
    return "a journal of all accounts: the debits of each entry are its credits"


def _priced_again_and_again(one: Assignment, evidence: Mapping[int, Evidence]) -> bool:
    """Whether documents have several rows, each with a quantity and a price, as no list of documents has."""
    repeated = evidence[one.columns["number"]].distinct < _DISTINCT
    return repeated and {"quantity", "unit_price"} <= one.columns.keys()


def _reading(header: Header, evidence: Mapping[int, Evidence], kind: TableKind) -> Assignment:
    """Columns and fields matched best score first, then what arithmetic says of the amounts."""
    aside = by_captions(header.captions, kind)
    claims = [
        (score * fits(field, FIELDS[field].kind, evidence[column]), score, field, column)
        for column, caption in header.captions.items()
        if column not in aside
        for field, score in meanings(qualified(caption).caption, kind).items()
    ]
    claims.sort(key=lambda claim: (-claim[0], -claim[1], claim[3]))
    columns: dict[str, int] = {}
    why: dict[int, str] = dict(aside)
    scores: dict[str, float] = {}
    for fit, score, field, column in claims:
        if fit >= _LEAST and field not in columns and column not in why:
            columns[field] = column
            scores[field] = fit
            why[column] = "by its caption" if score > WEAK else "by its caption and what it holds"
    if kind == "invoices":
        _stand_in(header, columns, why)
    columns = _by_figures(header, kind, columns, why)
    for _, _, field, column in claims:
        why.setdefault(column, _why_not(field, columns))
    weights = _WEIGHTS[kind]
    weight = sum(weights.get(field, 0.3) * scores.get(field, 0.6) for field in columns)
    return Assignment(kind, columns, why, weight + _sheet_name_says(header.grid.sheet, kind))


def _stand_in(header: Header, columns: dict[str, int], why: dict[int, str]) -> None:
    """The day of sending is the date where there is no other; "Particulars" of vouchers are the customers."""
    if "date" not in columns and "sent_at" in columns:
        columns["date"] = columns.pop("sent_at")
        why[columns["date"]] = "no other column says when the document was made"
    vouchers = any(plain(caption).startswith(("vch ", "voucher ")) for caption in header.captions.values())
    particulars = plain(header.captions.get(columns.get("description", 0), "")) == "particulars"
    if vouchers and particulars and not columns.keys() & {"customer", "customer_name"}:
        columns["customer_name"] = columns.pop("description")
        why[columns["customer_name"]] = "no other column says whose the voucher is"


def _by_figures(
    header: Header, kind: TableKind, columns: dict[str, int], why: dict[int, str]
) -> dict[str, int]:
    figures = Figures.of(header.grid, header.rows, header.captions)
    if kind == "invoices":
        columns = of_invoices(figures, columns, why)
    elif kind == "lines":
        columns = of_lines(figures, columns, why)
    elif kind == "account":
        say_of_balance(header.grid, header.rows, columns, why)
    for field, reason in left_out(figures, columns, accounts_of(header.captions)).items():
        why[columns[field]] = reason
        columns = {name: column for name, column in columns.items() if name != field}
    return columns


def _why_not(field: str, columns: Mapping[str, int]) -> str:
    title = FIELDS[field].title.lower()
    if field in columns:
        return f"{title} is column {column_letters(columns[field])}, which fits better"
    return f"its caption could be {title}, but not what it holds"


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
        repeated = has("number") and evidence[one.columns["number"]].distinct < _DISTINCT
        return has("number") and (priced or itemised) and (has("line") or repeated or not has("gross"))
    if one.kind == "payments":
        told = has("method") or has("bank_reference") or has("applies_to")
        told = told or (has("bank_text") and not _names_due_dates(header))
        hint = _sheet_name_says(header.grid.sheet, "payments") > 0
        return has("amount") and has("date") and (told or (hint and someone))
    if one.kind == "account":
        figures = Figures.of(header.grid, header.rows, header.captions)
        return _has_two_sides(one) and has("date") and someone and not is_journal(figures, one.columns)
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


def _names_due_dates(header: Header) -> bool:
    """What is due was billed: a description beside it is the bill's, not the bank's."""
    return any(
        "due_date" in meanings(qualified(text).caption, "invoices") for text in header.captions.values()
    )


def _no_postings(header: Header, evidence: Mapping[int, Evidence]) -> bool:
    """Master data has at most one date column (such as "customer since")."""
    return sum(seen.dated >= 0.5 for seen in evidence.values()) <= 1
