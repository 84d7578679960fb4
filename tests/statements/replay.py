"""A clerk with a paper ledger: day by day, document by document, in decimals. Slow, simple, and sharing
nothing with the product."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

CREDITS = ("Credit memo", "Payment", "Write-off")
TYPE_ORDER = ("Invoice", "Debit memo", "Credit memo", "Payment", "Refund", "Adjustment", "Write-off")


@dataclass
class Entry:
    """A document. ``settles`` is the number it is for; ``amount`` is positive except for adjustments."""

    customer: str
    currency: str
    type: str
    number: str
    on: date
    amount: Decimal
    due: date | None = None
    settles: str = ""
    disputed: bool = False
    left: Decimal = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.signed

    @property
    def signed(self) -> Decimal:
        return -self.amount if self.type in CREDITS else self.amount

    @property
    def account(self) -> tuple[str, str]:
        return self.customer, self.currency


def replay(entries: Iterable[Entry], until: date) -> list[Entry]:
    """The documents up to a day, ``left`` being what is open of each at its end."""
    every = sorted((entry for entry in entries), key=lambda entry: entry.on)
    for entry in every:
        entry.left = entry.signed
    posted: list[Entry] = []
    today = min((entry.on for entry in every), default=until)
    while today <= until:
        posted += [entry for entry in every if entry.on == today]
        for credit in posted:
            for debit in posted:
                if credit.left < 0 < debit.left and credit.settles and _is_for(credit, debit):
                    part = min(-credit.left, debit.left)
                    credit.left += part
                    debit.left -= part
        today += timedelta(days=1)
    return posted


def _is_for(credit: Entry, debit: Entry) -> bool:
    return (
        debit.type in ("Invoice", "Debit memo", "Adjustment")
        and credit.account == debit.account
        and credit.settles == debit.number
    )


def bucket(days: int) -> str:
    if days <= 0:
        return "Not due"
    if days <= 30:
        return "1-30"
    if days <= 60:
        return "31-60"
    if days <= 90:
        return "61-90"
    return "91+"
