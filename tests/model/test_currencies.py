"""In which currency payments are that say none themselves."""

import numpy as np

from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import ledger_of
from tests.statements.books import day, invoice, payment, table

INVOICES = table(
    "invoices",
    invoice("1", 100, currency="USD"),
    invoice("2", 50, currency="USD"),
    invoice("3", 7, currency="JPY"),
)


def balances(ledger: Ledger) -> dict[str, int]:
    """Minor units that the only customer owes, by currency."""
    sums = np.bincount(ledger.documents.currency, ledger.documents.signed).astype(int).tolist()
    return {code: minor for code, minor in zip(ledger.currencies, sums, strict=True) if minor}


def test_a_payment_that_names_several_documents_is_in_their_currency() -> None:
    ledger = ledger_of([INVOICES, table("payments", payment(150, day(2, 1), "1, 2"))])
    assert balances(ledger) == {"JPY": 7}
    assert ledger.open_amounts(np.datetime64(day(2, 1))).tolist() == [0, 0, 7, 0]


def test_documents_of_several_currencies_do_not_tell_one() -> None:
    ledger = ledger_of([INVOICES, table("payments", payment(57, day(2, 1), "2, 3"))])
    assert balances(ledger) == {"EUR": -5700, "JPY": 7, "USD": 15000}
    assert ledger.notes == (
        "1 payment names neither a currency nor documents of one: taken as EUR, though the customer has no "
        "document in EUR.",
    )


def test_a_currency_the_customer_has_documents_in_is_not_remarked_upon() -> None:
    for of_payment in ({"currency": "EUR"}, {}):
        rows = [invoice("1", 100, currency="USD"), invoice("2", 9, currency="EUR")]
        book = [table("invoices", *rows), table("payments", payment(5, day(2, 1), **of_payment))]
        assert ledger_of(book).notes == ()
