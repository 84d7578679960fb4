"""Open items, aging and statements of random books against a clerk's replay, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.aging import age
from invoicing_xl.statements.run import statements_of
from invoicing_xl.statements.statement import Kind
from tests.statements.books import Row, table
from tests.statements.replay import TYPE_ORDER, Entry, bucket, replay

FIRST = date(2026, 1, 1)
PLACES = {"EUR": 2, "JPY": 0, "KWD": 3}

_days = st.integers(0, 150).map(lambda days: FIRST + timedelta(days))


@st.composite
def _entries(draw: st.DrawFn) -> list[Entry]:
    """Documents of few customers, numbers and amounts, so that they meet; some numbers occur twice."""
    entries = []
    for _ in range(draw(st.integers(0, 14))):
        customer = draw(st.sampled_from("AB"))
        currency = draw(st.sampled_from(sorted(PLACES)))
        kind = draw(st.sampled_from(("Invoice",) * 3 + ("Payment",) * 3 + TYPE_ORDER))
        on = draw(_days)
        own, settles = "", ""
        if kind in ("Invoice", "Debit memo"):
            own = f"{customer}{draw(st.integers(8, 11))}"
        else:
            own = f"{kind[:3]}-{len(entries)}"
        if kind in ("Payment", "Credit memo", "Write-off"):
            settles = draw(
                st.sampled_from(["", "unknown", *(f"{customer}{number}" for number in range(8, 12))])
            )
        due = draw(st.none() | _days) if kind in ("Invoice", "Debit memo") else None
        minor = draw(st.integers(1, 400))
        amount = Decimal(minor).scaleb(-PLACES[currency])
        sign = draw(st.sampled_from((1, -1))) if kind == "Adjustment" else 1
        entries.append(
            Entry(customer, currency, kind, own, on, sign * amount, due, settles, draw(st.booleans()))
        )
    return entries


def _ledger(entries: Sequence[Entry], *, credits_negative: bool = False) -> Ledger:
    documents = [entry for entry in entries if entry.type != "Payment"]
    payments = [entry for entry in entries if entry.type == "Payment"]
    rows: list[Row] = [
        {
            "type": entry.type,
            "number": entry.number,
            "customer": entry.customer,
            "currency": entry.currency,
            "date": entry.on,
            "due_date": entry.due,
            "gross": float(entry.signed if credits_negative else entry.amount),
            "applies_to": entry.settles,
            "disputed": "x" if entry.disputed else None,
        }
        for entry in documents
    ]
    paid: list[Row] = [
        {
            "number": entry.number,
            "customer": entry.customer,
            "currency": entry.currency,
            "date": entry.on,
            "amount": float(entry.amount),
            "applies_to": entry.settles,
        }
        for entry in payments
    ]
    # A payments sheet is always there, so that nothing is read out of the documents' own rows.
    stray: Row = {
        "number": "P", "customer": "Z", "currency": "EUR", "date": FIRST - timedelta(1), "amount": 1.0,
        "applies_to": "",
    }  # fmt: skip
    return ledger_of([table("invoices", *rows), table("payments", stray, *paid)])


def _open(ledger: Ledger, day: date) -> list[tuple[str, str, str, Decimal]]:
    amounts, documents = ledger.open_amounts(np.datetime64(day)), ledger.documents
    return sorted(
        (
            ledger.customers.ids[documents.customer[one]],
            ledger.currencies[documents.currency[one]],
            documents.number[one],
            ledger.amount(int(amounts[one]), int(documents.currency[one])),
        )
        for one in np.flatnonzero(amounts).tolist()
        if ledger.customers.ids[documents.customer[one]] != "Z"
    )


@given(entries=_entries(), day=_days, credits_negative=st.booleans())
@settings(max_examples=100, deadline=None)
def test_open_items_at_any_day(entries: list[Entry], day: date, credits_negative: bool) -> None:
    expected = sorted(
        (entry.customer, entry.currency, entry.number, entry.left)
        for entry in replay(entries, day)
        if entry.left
    )
    assert _open(_ledger(entries, credits_negative=credits_negative), day) == expected


@given(entries=_entries(), day=_days)
@settings(max_examples=100, deadline=None)
def test_aging(entries: list[Entry], day: date) -> None:
    expected: dict[tuple[str, str], dict[str, Decimal]] = {}
    for entry in replay(entries, day):
        row = expected.setdefault(entry.account, {})
        name = "unapplied" if entry.left < 0 else bucket((day - (entry.due or entry.on)).days)
        row[name] = row.get(name, Decimal(0)) + entry.left
        row["balance"] = row.get("balance", Decimal(0)) + entry.signed
    said = age(_ledger(entries), np.datetime64(day)).to_json()
    found = {
        (row["customer"], row["currency"]): {
            **dict(zip(said["buckets"], map(Decimal, row["amounts"]), strict=True)),
            "unapplied": Decimal(row["unapplied"]),
            "balance": Decimal(row["balance"]),
        }
        for row in said["customers"]
        if row["customer"] != "Z"
    }
    assert _without_zeros(found) == _without_zeros(expected)


@given(entries=_entries(), days=st.tuples(_days, _days).map(sorted))
@settings(max_examples=100, deadline=None)
def test_balance_forward(entries: list[Entry], days: list[date]) -> None:
    start, day = days
    made = _statements(entries, day, "balance-forward", start)
    posted = replay(entries, day)
    for account in {entry.account for entry in posted}:
        mine = [entry for entry in posted if entry.account == account]
        opening = sum((entry.signed for entry in mine if entry.on < start), Decimal(0))
        moved = [entry for entry in mine if entry.on >= start]
        if not opening and not moved:
            assert account not in made
            continue
        one = made[account]
        assert (one["opening"], one["closing"]) == (opening, sum(entry.signed for entry in mine))
        assert sorted((line["reference"], line["original"], line["open"]) for line in one["lines"]) == sorted(
            (entry.number, entry.signed, entry.left) for entry in moved
        )
        assert _keys_rise((line["date"], TYPE_ORDER.index(line["type"])) for line in one["lines"])
        balance = opening
        for line in one["lines"]:
            balance += line["original"]
            assert line["balance"] == balance
            assert line["applied"] == line["original"] - line["open"]
        assert balance == one["closing"] == sum(one["aging"])


@given(entries=_entries(), day=_days)
@settings(max_examples=100, deadline=None)
def test_open_item(entries: list[Entry], day: date) -> None:
    made = _statements(entries, day, "open-item")
    posted = replay(entries, day)
    for account in {entry.account for entry in posted}:
        left = [entry for entry in posted if entry.account == account and entry.left]
        closing = sum((entry.left for entry in left), Decimal(0))
        assert (account in made) == bool(closing)
        if not closing:
            continue
        one = made[account]
        assert one["closing"] == closing == sum(one["aging"]) == one["lines"][-1]["balance"]
        assert sorted((line["reference"], line["open"]) for line in one["lines"]) == sorted(
            (entry.number, entry.left) for entry in left
        )
        assert _keys_rise((line["due_date"] or line["date"], line["date"]) for line in one["lines"])


@given(
    entries=_entries(),
    days=st.tuples(_days, _days).map(sorted),
    kind=st.sampled_from(["open-item", "balance-forward"]),
)
@settings(max_examples=100, deadline=None)
def test_junes_statement_made_in_june_is_the_one_made_in_december(
    entries: list[Entry], days: list[date], kind: Kind
) -> None:
    start, june = days
    known_then = [entry for entry in entries if entry.on <= june]
    assert _statements(known_then, june, kind, start) == _statements(entries, june, kind, start)


@given(entries=_entries(), days=st.lists(_days, min_size=3, max_size=3).map(sorted))
@settings(max_examples=100, deadline=None)
def test_a_period_opens_with_what_the_one_before_closed_with(entries: list[Entry], days: list[date]) -> None:
    first, second, last = days
    if first == second:
        return
    earlier = _statements(entries, second - timedelta(1), "balance-forward", first)
    later = _statements(entries, last, "balance-forward", second)
    for account in earlier.keys() & later.keys():
        assert earlier[account]["closing"] == later[account]["opening"]


def _statements(
    entries: Sequence[Entry], day: date, kind: Kind, start: date | None = None
) -> dict[tuple[str, str], dict[str, object]]:
    """By (customer, currency), with decimals for amounts."""
    run = statements_of(
        _ledger(entries),
        np.datetime64(day),
        kind=kind,
        start=None if start is None else np.datetime64(start),
    )
    said = run.to_json({})
    assert all(Decimal(tie["difference"]) == 0 for tie in said["tie_out"])
    for currency in PLACES:
        stated = sum(Decimal(one["closing"]) for one in said["statements"] if one["currency"] == currency)
        posted = sum(entry.signed for entry in entries if entry.on <= day and entry.currency == currency)
        assert stated == posted - (currency == "EUR")  # the stray payment
    return {
        (one["customer"], one["currency"]): _decimals(one)
        for one in said["statements"]
        if one["customer"] != "Z"
    }


def _decimals(one: dict[str, object]) -> dict[str, object]:
    amounts = ("original", "applied", "open", "balance")
    return {
        **one,
        "opening": Decimal(one["opening"]),
        "closing": Decimal(one["closing"]),
        "aging": [Decimal(amount) for amount in one["aging"]],
        "lines": [line | {name: Decimal(line[name]) for name in amounts} for line in one["lines"]],
    }


def _without_zeros(
    rows: dict[tuple[str, str], dict[str, Decimal]],
) -> dict[tuple[str, str], dict[str, Decimal]]:
    """Only what a row with open items shows."""
    return {
        account: {name: amount for name, amount in row.items() if amount}
        for account, row in rows.items()
        if any(amount for name, amount in row.items() if name != "balance")
    }


def _keys_rise(keys: Iterable[tuple[object, ...]]) -> bool:
    return all(first <= second for first, second in pairwise(keys))
