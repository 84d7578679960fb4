"""Columns that are less, or something else, than their captions say.

A part of an amount (at one tax rate) or an amount once more in the firm's own currency would be wrong in
every row, taken for the document's amount. They are left out, and the reason stands on *Invoicing setup*.
"""

from __future__ import annotations

from collections.abc import Mapping

from invoicing_xl.layout.captions import meanings, plain
from invoicing_xl.layout.qualifiers import Qualified, qualified
from invoicing_xl.model.cells import column_letters
from invoicing_xl.model.fields import FIELDS, TableKind

# Captions of account numbers: of the customer's in a list of customers' documents, of any in a journal.
_ACCOUNTS = frozenset(
    "account|account no|account number|account code|account id|acct no|acc no|a c|konto|kontonr|kto|kto nr"
    "|compte|n compte|cuenta".split("|")
)


def accounts_of(captions: Mapping[int, str]) -> frozenset[str]:
    """The captions under which any account may stand."""
    return frozenset(caption for caption in captions.values() if plain(caption) in _ACCOUNTS)


def by_captions(captions: Mapping[int, str], kind: TableKind) -> dict[int, str]:
    """Sheet column -> why it is left out, for captions that qualify each other."""
    told = {column: qualified(caption) for column, caption in captions.items()}
    return {**_parts_by_rate(told), **_in_own_currency(told, kind)}


def _parts_by_rate(told: Mapping[int, Qualified]) -> dict[int, str]:
    """ "Netto 7 %" beside "Netto 19 %": neither is the net amount."""
    rates = {one.rate for one in told.values() if one.rate}
    if len(rates) < 2:
        return {}
    return {column: f"the part at {one.rate} %, not the whole" for column, one in told.items() if one.rate}


def _in_own_currency(told: Mapping[int, Qualified], kind: TableKind) -> dict[int, str]:
    """Amounts that stand there twice count in the document's currency; a currency must be theirs."""
    found: dict[int, str] = {}
    amounts = {column: one for column, one in told.items() if _money_fields(one, kind)}
    for column, one in amounts.items():
        twins = (at for at, other in amounts.items() if at != column and _is_twin(one, other, kind))
        twin = next(twins, None)
        if twin is not None:
            found[column] = f"in your own currency; column {column_letters(twin)} has the document's"
    for column, one in amounts.items():
        written = {other.currency for other in amounts.values() if plain(other.caption) == plain(one.caption)}
        if len(written - {""}) > 1 and "" not in written:
            found.setdefault(
                column, f"in {one.currency}, and once more in another currency: which one counts?"
            )
    used = {one.basis for column, one in amounts.items() if column not in found}
    currencies = {column: one for column, one in told.items() if "currency" in meanings(one.caption, kind)}
    own = used == {"local"}
    for column, one in currencies.items():
        if own and one.basis != "local":
            found[column] = "the amounts are in your own currency, this is the document's"
        elif not own and one.basis == "local" and len(currencies) > 1:
            found[column] = "your own currency; the amounts are in the document's"
    return found


def _is_twin(own: Qualified, other: Qualified, kind: TableKind) -> bool:
    """Whether ``own`` is the same amount as ``other``, in the firm's own currency or another one named."""
    if other.basis == "local" or not _money_fields(own, kind) & _money_fields(other, kind):
        return False
    same = plain(own.caption) == plain(other.caption)
    return own.basis == "local" or (same and bool(own.currency) and not other.currency)


def _money_fields(one: Qualified, kind: TableKind) -> set[str]:
    scores = meanings(one.caption, kind)
    best = max(scores.values(), default=0)
    return {name for name, score in scores.items() if FIELDS[name].kind == "amount" and score >= best - 0.25}
