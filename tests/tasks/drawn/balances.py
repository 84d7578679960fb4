"""What each customer of drawn books owes, reckoned from the trade itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from tests.tasks.any_ledger import AnyLedger
from tests.tasks.drawn.sheets import AS_OF, written

Account = tuple[str, str]
AGES = (0, 30, 60, 90)


def owed(ledger: AnyLedger) -> dict[Account, list[Decimal]]:
    """Customer and currency -> open amounts: not due, 1 to 30 days late, to 60, to 90, more; and, last, what
    settles nothing yet. Accounts with nothing open are left out."""
    found: dict[Account, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 6)
    left = _left(ledger)
    for index, bill in enumerate(ledger.bills):
        open_part = left[id(bill)]
        due = ledger.invoices.rows[index]["due_date"] or bill.when
        assert isinstance(due, date)
        age = sum((AS_OF - due).days > age for age in AGES) if open_part > 0 else 5
        found[_account(ledger, bill.customer, bill.currency)][age] += open_part
    for _, customer, currency, amount, bills in ledger.received:
        if "payments" in ledger.sheets and not bills:
            found[_account(ledger, customer, currency)][5] -= amount
    return {account: amounts for account, amounts in found.items() if any(amounts)}


def _left(ledger: AnyLedger) -> dict[int, Decimal]:
    """What of each bill is not settled: by credit memos that say so, by receipts, else by the paid column."""
    left = {id(bill): bill.owed for bill in ledger.bills}
    for bill in ledger.bills:
        if bill.of is not None and "applies_to" in ledger.invoices.fields:
            taken = min(-left[id(bill)], max(left[id(bill.of)], Decimal(0)))
            left[id(bill)] += taken
            left[id(bill.of)] -= taken
    if "payments" in ledger.sheets:
        for _, _, _, amount, bills in ledger.received:
            for bill in bills:
                left[id(bill)] -= amount if len(bills) == 1 else bill.gross
    elif "prepaid" in ledger.invoices.fields:
        for bill in ledger.bills:
            left[id(bill)] -= Decimal(0) if bill.void else bill.prepaid
    elif "paid" in ledger.invoices.fields:
        for bill in ledger.bills:
            left[id(bill)] -= Decimal(0) if bill.void else bill.gross if bill.settled else bill.paid
    return left


def _account(ledger: AnyLedger, customer: int, currency: str) -> Account:
    one = ledger.customers[customer]
    fields = ledger.invoices.fields
    return (
        written(one.key) if "customer" in fields else one.name,
        currency if "currency" in fields else "",
    )
