"""Balances, open items, statements and aging of any ledger, against sums that anybody can add up."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.surface import udfs
from invoicing_xl.surface.answers import MARK

AS_OF = 46_200
HEADERS = (("Invoice no", "Date", "Customer", "Total", "Due date", "Currency"),)
PAYMENT_HEADERS = (("Payment date", "Customer", "Amount", "Method"),)
CUSTOMERS = ("C-1", "C-2", "C-3")
CENTS = st.integers(1, 10**7)
DAYS = st.integers(AS_OF - 200, AS_OF + 60)

Ledger = tuple[list[tuple[int, str, int]], list[tuple[int, str, int]]]
LEDGERS = st.tuples(
    st.lists(st.tuples(DAYS, st.sampled_from(CUSTOMERS), CENTS), min_size=3, max_size=25),
    st.lists(st.tuples(DAYS, st.sampled_from(CUSTOMERS), CENTS), max_size=10),
)


def account(ledger: Ledger) -> tuple[object, ...]:
    """The ledger as ranges: one currency, due 30 days after the date."""
    invoices = tuple(
        (f"INV-{at:03}", float(day), customer, cents / 100, day + 30.0, "EUR")
        for at, (day, customer, cents) in enumerate(ledger[0])
    )
    payments = tuple((float(day), customer, cents / 100, "Transfer") for day, customer, cents in ledger[1])
    return (invoices, HEADERS, *((payments, PAYMENT_HEADERS) if payments else (None, None)))


def balance(ledger: Ledger, customer: str, day: int = AS_OF) -> float:
    """What a customer owes at the end of a day, in euros."""
    billed, paid = (
        sum(cents for when, who, cents in rows if who == customer and when <= day) for rows in ledger
    )
    return float(Decimal(billed - paid) / 100)


def column(table: Sequence[Sequence[object]], caption: str) -> list[object]:
    return [row[table[0].index(caption)] for row in table[1:]]


def added(values: Sequence[object]) -> float:
    return float(sum(Decimal(str(value)) for value in values if value != ""))


@settings(max_examples=12)
@given(LEDGERS)
def test_all_ways_to_ask_give_the_same_balance(ledger: Ledger) -> None:
    given_ranges = account(ledger)
    known = {customer for rows in ledger for _, customer, _ in rows}
    for customer in CUSTOMERS:
        [[owed]] = udfs.inv_balance(customer, *given_ranges, float(AS_OF))
        if customer not in known:
            assert owed == f"{MARK}#N/A"
            continue
        assert owed == balance(ledger, customer)
        items = udfs.inv_open_items(customer, *given_ranges, float(AS_OF))
        assert added(column(items, "Open")) == owed
        statement = udfs.inv_statement(customer, *given_ranges, AS_OF - 60.0, float(AS_OF))
        if len(statement) == 1:
            assert owed == balance(ledger, customer, AS_OF - 61) == 0
            continue
        balances = column(statement, "Balance")
        assert balances[0] == balance(ledger, customer, AS_OF - 61)
        assert balances[-1] == owed
        moved = added(column(statement, "Charges")) - added(column(statement, "Credits"))
        assert round(moved, 2) == round(owed - float(str(balances[0])), 2)


@settings(max_examples=30)
@given(LEDGERS, st.lists(st.integers(1, 120), min_size=1, max_size=4, unique=True))
def test_aging_puts_every_open_item_into_the_bucket_of_its_days(ledger: Ledger, edges: list[int]) -> None:
    edges.sort()
    billed: Ledger = (ledger[0], [])
    rows, headers, _, _ = account(billed)
    table = udfs.inv_aging(rows, headers, float(AS_OF), "due", (tuple(map(float, edges)),))
    bounds = [-(10**9), 0, *edges, 10**9]
    expected = {}
    for customer in CUSTOMERS:
        amounts = [
            added([
                Decimal(cents) / 100
                for day, who, cents in ledger[0]
                if who == customer and day <= AS_OF and low < AS_OF - day - 30 <= high
            ])
            for low, high in pairwise(bounds)
        ]  # fmt: skip
        if any(amounts):
            expected[customer] = [*amounts, 0.0, balance(billed, customer)]
    assert {row[0]: row[3:] for row in table[1:]} == expected


@settings(max_examples=8)
@given(LEDGERS)
def test_a_column_of_customers_answers_as_single_ones_do(ledger: Ledger) -> None:
    given_ranges = account(ledger)
    together = udfs.inv_balance(tuple((one,) for one in CUSTOMERS), *given_ranges, float(AS_OF))
    assert together == [udfs.inv_balance(one, *given_ranges, float(AS_OF))[0] for one in CUSTOMERS]


TWO_CURRENCIES = (
    ("INV-1", AS_OF - 50.0, "C-1", 100.0, AS_OF - 20.0, "EUR"),
    ("INV-2", AS_OF - 40.0, "C-1", 50.0, AS_OF - 10.0, "USD"),
    ("INV-3", AS_OF - 30.0, "C-2", 7_000.0, AS_OF - 5.0, "JPY"),
)


def test_currencies_are_never_added() -> None:
    given_ranges = (TWO_CURRENCIES, HEADERS, None, None, float(AS_OF))
    assert udfs.inv_balance("C-1", *given_ranges) == [[f"{MARK}#N/A"]]
    assert udfs.inv_balance("C-1", *given_ranges, "EUR") == [[100.0]]
    assert udfs.inv_balance("C-1", *given_ranges, "usd") == [[50.0]]
    assert udfs.inv_balance("C-2", *given_ranges) == [[7000.0]]
    items = udfs.inv_open_items("C-1", *given_ranges)
    assert list(zip(column(items, "Balance"), column(items, "Currency"), strict=True)) == [
        (100.0, "EUR"),
        (50.0, "USD"),
    ]
    aging = udfs.inv_aging(TWO_CURRENCIES, HEADERS, float(AS_OF))
    assert [row[0::2][:2] + row[-1:] for row in aging[1:]] == [
        ["C-1", "EUR", 100.0],
        ["C-1", "USD", 50.0],
        ["C-2", "JPY", 7000.0],
    ]


def test_without_currencies_none_is_made_up() -> None:
    rows, headers = tuple(row[:5] for row in TWO_CURRENCIES[:1]), tuple(row[:5] for row in HEADERS)
    assert udfs.inv_balance("C-1", rows, headers, None, None, float(AS_OF)) == [[100.0]]
    assert udfs.inv_balance("C-1", rows, headers, None, None, float(AS_OF), "EUR") == [[f"{MARK}#N/A"]]
    assert column(udfs.inv_aging(rows, headers, float(AS_OF)), "Currency") == [""]


def test_a_balance_is_not_told_while_a_row_that_may_count_does_not() -> None:
    def asked(*rows: tuple[object, ...]) -> list[object]:
        given_ranges = ((*TWO_CURRENCIES[:1], TWO_CURRENCIES[2], *rows), HEADERS, None, None, float(AS_OF))
        return [cell for (cell,) in udfs.inv_balance((("C-1",), ("C-2",)), *given_ranges)]

    unknown = f"{MARK}#N/A"
    dated, undated = float(AS_OF - 1), "some day"
    assert asked(("INV-4", dated, "C-1", 1.0, None, "EUR")) == [101.0, 7000.0]
    assert asked(("INV-4", undated, "C-1", 1.0, None, "EUR")) == [unknown, 7000.0]
    assert asked(("INV-4", dated, "C-2", "about 5", None, "JPY")) == [100.0, unknown]
    assert asked(("INV-4", dated, None, 1.0, None, "EUR")) == [unknown, unknown]
    items = udfs.inv_open_items(
        "C-1",
        (*TWO_CURRENCIES, ("INV-4", undated, "C-1", 1.0, None, "EUR")),
        HEADERS,
        None,
        None,
        float(AS_OF),
    )
    assert items[-1][0] == "Not counted: row 4 of the invoices: the date is missing or not clear."
