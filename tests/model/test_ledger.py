"""Posting: what a clerk's sheets make of documents, signs, allocations and rows left out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from invoicing_xl.model.documents import DocumentType
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.model.settings import Settings
from tests.statements.books import Row, day, invoice, payment, table


def open_on(ledger: Ledger, when: date) -> dict[tuple[str, str], int]:
    """(customer, number) -> minor units open, what is settled left out."""
    amounts = ledger.open_amounts(np.datetime64(when))
    documents = ledger.documents
    return {
        (ledger.customers.ids[documents.customer[one]], documents.number[one]): int(amounts[one])
        for one in np.flatnonzero(amounts).tolist()
    }


class TestSigns:
    @pytest.mark.parametrize(
        ("word", "written", "signed"),
        [
            ("Invoice", 100, 10000),
            ("Rechnung", -100, -10000),
            ("Debit note", 20, 2000),
            ("Credit memo", 30, -3000),
            ("Gutschrift", -30, -3000),
            ("Avoir", 30, -3000),
            ("Abono", 30, -3000),
            ("Creditnota", -30, -3000),
            ("Payment", 30, -3000),
            ("Zahlung", -30, -3000),
            ("Remboursement", -30, 3000),
            ("Refund", 30, 3000),
            ("Adjustment", -5, -500),
            ("Ausbuchung", 5, -500),
            ("", 100, 10000),
            ("", -100, -10000),
        ],
    )
    def test_by_type(self, word: str, written: float, signed: int) -> None:
        ledger = ledger_of([table("invoices", invoice("1", written, type=word))])
        assert ledger.documents.signed.tolist() == [signed]

    def test_negative_without_a_type_is_a_credit_memo(self) -> None:
        ledger = ledger_of([table("invoices", invoice("1", 100), invoice("2", -100))])
        assert ledger.documents.type.tolist() == [DocumentType.INVOICE, DocumentType.CREDIT_MEMO]

    def test_receipts_written_with_a_minus(self) -> None:
        rows = [payment(-10, day(1, 2)), payment(-20, day(1, 3)), payment(5, day(1, 4))]
        ledger = ledger_of([table("payments", *rows)])
        assert ledger.documents.signed.tolist() == [-1000, -2000, 500]
        assert ledger.documents.type[2] == DocumentType.REFUND


class TestLeftOut:
    def test_every_row_is_posted_or_listed(self) -> None:
        rows = [
            invoice("1", 100, status="Sent"),
            invoice("2", 100, status="Draft"),
            invoice("3", 100, status="Storniert"),
            invoice("4", None, status=""),
            invoice("5", "about 100", status=""),
            {**invoice("6", 100), "date": None},
            {**invoice("7", 100), "date": "03/04/2026"},
            invoice("8", 100, customer=""),
        ]
        ledger = ledger_of([table("invoices", *rows)])
        assert len(ledger.documents) == 1
        assert [(row.sheet, row.row, row.why) for row in ledger.left_out] == [
            ("Invoices", 3, "the document is a draft"),
            ("Invoices", 4, "the document is void"),
            ("Invoices", 5, "the amount is missing or no clear number"),
            ("Invoices", 6, "the amount is missing or no clear number"),
            ("Invoices", 7, "the date is missing or not clear"),
            ("Invoices", 8, "the date is missing or not clear"),
            ("Invoices", 9, "no customer is named"),
        ]

    def test_void_in_the_type_column(self) -> None:
        ledger = ledger_of([table("invoices", invoice("1", 100, type="Void"))])
        assert len(ledger.documents) == 0
        assert [row.why for row in ledger.left_out] == ["the document is void"]

    def test_sums_beyond_int64_are_refused(self) -> None:
        rows = [invoice(str(number), 9e15) for number in range(20)]
        with pytest.raises(ClerkMessage, match="too large"):
            ledger_of([table("invoices", *rows)])


class TestAllocations:
    def test_part_payments_and_the_rest(self) -> None:
        book = [
            table("invoices", invoice("10", 100), invoice("11", 50, day(1, 12))),
            table("payments", payment(60, day(2, 1), "10"), payment(60, day(2, 5), "10", number="P2")),
        ]
        ledger = ledger_of(book)
        assert open_on(ledger, day(1, 31)) == {("A", "10"): 10000, ("A", "11"): 5000}
        assert open_on(ledger, day(2, 1)) == {("A", "10"): 4000, ("A", "11"): 5000}
        assert open_on(ledger, day(2, 5)) == {("A", "11"): 5000, ("A", "P2"): -2000}

    def test_what_was_prepaid_is_settled(self) -> None:
        ledger = ledger_of([table("invoices", invoice("1", 100, prepaid=30), invoice("2", 50, prepaid=None))])
        assert open_on(ledger, day(2, 1)) == {("A", "1"): 7000, ("A", "2"): 5000}

    def test_a_payment_that_names_no_customer_is_of_its_documents_customer(self) -> None:
        book = [
            table("invoices", invoice("26/10", 100), invoice("26/11", 50), invoice("26/12", 7, customer="B")),
            table(
                "payments",
                payment(60, day(2, 1), "26/10", customer=""),
                payment(57, day(2, 2), "26/11, 26/12", customer="", number="P2"),
                payment(9, day(2, 3), "", customer="", number="P3"),
            ),
        ]
        ledger = ledger_of(book)
        assert open_on(ledger, day(2, 5)) == {("A", "26/10"): 4000, ("A", "26/11"): 5000, ("B", "26/12"): 700}
        assert [row.why for row in ledger.left_out] == ["no customer is named"] * 2

    @pytest.mark.parametrize("reference", [" 0010", "10 ", "1 0", "10"])
    def test_numbers_written_otherwise(self, reference: str) -> None:
        book = [table("invoices", invoice("10", 100)), table("payments", payment(100, day(2, 1), reference))]
        assert open_on(ledger_of(book), day(3, 1)) == {}

    def test_a_second_look_without_punctuation_where_it_is_unique(self) -> None:
        book = [
            table("invoices", invoice("INV-10", 100), invoice("RE 11", 70), invoice("11", 70)),
            table("payments", payment(100, day(2, 1), "Invoice no. 10"), payment(5, day(2, 1), "Inv.11")),
        ]
        left = open_on(ledger_of(book), day(3, 1))
        assert left == {("A", "RE 11"): 7000, ("A", "11"): 7000, ("A", "P1"): -500}

    def test_an_advance_counts_from_the_invoice(self) -> None:
        book = [table("invoices", invoice("10", 100)), table("payments", payment(100, day(1, 5), "10"))]
        ledger = ledger_of(book)
        assert open_on(ledger, day(1, 9)) == {("A", "P1"): -10000}
        assert open_on(ledger, day(1, 10)) == {}

    def test_unknown_number_and_no_number_stay_on_account(self) -> None:
        book = [
            table("invoices", invoice("10", 100)),
            table("payments", payment(30, day(2, 1), "99"), payment(20, day(2, 2), "", number="P2")),
        ]
        left = open_on(ledger_of(book), day(3, 1))
        assert left == {("A", "10"): 10000, ("A", "P1"): -3000, ("A", "P2"): -2000}

    def test_a_number_entered_twice_is_filled_oldest_first(self) -> None:
        book = [
            table("invoices", invoice("10", 100, day(1, 20)), invoice("10", 100, day(1, 10))),
            table("payments", payment(130, day(2, 1), "10")),
        ]
        ledger = ledger_of(book)
        assert ledger.open_amounts(np.datetime64("2026-03-01")).tolist() == [7000, 0, 0]

    def test_the_same_number_of_two_customers(self) -> None:
        book = [
            table("invoices", invoice("10", 100), invoice("10", 100, customer="B")),
            table("payments", payment(100, day(2, 1), "10", customer="B")),
        ]
        assert open_on(ledger_of(book), day(3, 1)) == {("A", "10"): 10000}

    def test_another_customers_invoice_is_credited_there(self) -> None:
        book = [
            table("invoices", invoice("10", 100, customer="B")),
            table("payments", payment(120, day(2, 1), "10"), payment(7, day(2, 2), number="P2")),
        ]
        ledger = ledger_of(book)
        assert open_on(ledger, day(3, 1)) == {("A", "P1"): -2000, ("A", "P2"): -700}
        assert "another customer" in ledger.notes[0]
        by_customer = np.bincount(ledger.documents.customer, ledger.documents.signed).tolist()
        assert dict(zip(ledger.customers.ids, by_customer, strict=True)) == {"A": -2700, "B": 0}

    def test_one_payment_for_two_invoices(self) -> None:
        book = [
            table("invoices", invoice("10", 100), invoice("11", 50)),
            table("payments", payment(150, day(2, 1), "10, 011")),
        ]
        ledger = ledger_of(book)
        assert open_on(ledger, day(3, 1)) == {}
        assert len(ledger.documents) == 3

    def test_two_invoices_that_do_not_add_up_stay_open(self) -> None:
        book = [
            table("invoices", invoice("10", 100), invoice("11", 50)),
            table("payments", payment(140, day(2, 1), "10 / 11")),
        ]
        left = open_on(ledger_of(book), day(3, 1))
        assert left == {("A", "10"): 10000, ("A", "11"): 5000, ("A", "P1"): -14000}

    def test_credit_memo_first_settles_what_it_applies_to(self) -> None:
        rows = [
            invoice("10", 100),
            invoice("12", 30, day(1, 15), type="Credit memo", applies_to="10"),
            invoice("13", 20, day(1, 16), type="Credit memo", applies_to=""),
        ]
        ledger = ledger_of([table("invoices", *rows)])
        assert open_on(ledger, day(1, 14)) == {("A", "10"): 10000}
        assert open_on(ledger, day(1, 31)) == {("A", "10"): 7000, ("A", "13"): -2000}

    def test_payments_inside_the_invoice_sheet_that_bear_the_invoices_number(self) -> None:
        rows = [invoice("10", 100, type="Invoice"), invoice("10", -100, day(2, 1), type="Payment")]
        assert open_on(ledger_of([table("invoices", *rows)]), day(3, 1)) == {}

    def test_a_returned_payment_reopens_its_invoice(self) -> None:
        book = [
            table("invoices", invoice("10", 100)),
            table(
                "payments",
                payment(100, day(2, 1), "10"),
                payment(-100, day(2, 10), "10", number="P2"),
                payment(100, day(2, 20), "10", number="P3"),
            ),
        ]
        ledger = ledger_of(book)
        assert open_on(ledger, day(2, 5)) == {}
        assert open_on(ledger, day(2, 10)) == {("A", "10"): 10000}
        assert open_on(ledger, day(2, 20)) == {}

    def test_a_refund_settles_the_credit_memo_it_names(self) -> None:
        book = [
            table("invoices", invoice("12", -30, type="Credit memo")),
            table("payments", payment(-30, day(2, 1), "12"), payment(9, day(1, 1), number="P2")),
        ]
        # One receipt and one refund: the sheet does not write receipts with a minus.
        assert open_on(ledger_of(book), day(3, 1)) == {("A", "P2"): -900}

    def test_a_payments_sheet_with_only_the_invoice_number(self) -> None:
        rows = [{"number": "10", "date": day(2, 1), "customer": "A", "amount": 100.0}]
        book = [
            table("invoices", invoice("10", 100)),
            table("payments", *rows, captions={"number": "Invoice"}),
        ]
        assert open_on(ledger_of(book), day(3, 1)) == {}
        own = table("payments", *rows, captions={"number": "Receipt no."})
        left = ledger_of([book[0], own]).open_amounts(np.datetime64("2026-03-01"))
        assert left.tolist() == [10000, -10000]


class TestSettledOnTheRow:
    def test_paid_amounts_with_dates(self) -> None:
        rows = [
            invoice("10", 100, paid=40, paid_date=day(2, 1)),
            invoice("11", 100, paid=None, paid_date=None),
        ]
        ledger = ledger_of([table("invoices", *rows)])
        assert open_on(ledger, day(1, 31)) == {("A", "10"): 10000, ("A", "11"): 10000}
        assert ledger.open_amounts(np.datetime64("2026-02-01")).tolist() == [6000, 10000, 0]
        assert ledger.notes == ()

    def test_paid_amounts_without_dates_count_from_the_document(self) -> None:
        ledger = ledger_of([table("invoices", invoice("10", 100, paid=40))])
        assert ledger.open_amounts(np.datetime64("2026-01-10")).tolist() == [6000, 0]
        assert "Payment dates incomplete: 1 paid amount without" in ledger.notes[0]

    def test_overpaid(self) -> None:
        ledger = ledger_of([table("invoices", invoice("10", 100, paid=130))])
        assert ledger.open_amounts(np.datetime64("2026-02-01")).tolist() == [0, -3000]

    def test_open_amounts_leave_credit_memos_their_part(self) -> None:
        rows = [
            invoice("10", 100, open=20),
            invoice("12", -30, day(1, 15), open=0, applies_to="10"),
            invoice("13", 50, open=50),
            invoice("14", -25, open=0),
        ]
        ledger = ledger_of([table("invoices", *rows)])
        assert open_on(ledger, day(2, 1)) == {("A", "10"): 2000, ("A", "13"): 5000}
        assert ledger.documents.signed.sum() == 7000

    def test_status_paid_where_there_is_no_amount(self) -> None:
        rows = [invoice("10", 100, status="Bezahlt"), invoice("11", 70, status="unbezahlt")]
        assert open_on(ledger_of([table("invoices", *rows)]), day(2, 1)) == {("A", "11"): 7000}

    def test_a_payments_sheet_is_believed_instead(self) -> None:
        book = [
            table("invoices", invoice("10", 100, paid=100)),
            table("payments", payment(60, day(2, 1), "10")),
        ]
        assert open_on(ledger_of(book), day(3, 1)) == {("A", "10"): 4000}


class TestCustomers:
    def test_one_customer_however_the_id_is_written(self) -> None:
        rows = [
            invoice("1", 1, customer="K01 "),
            invoice("2", 2, customer="k01"),
            invoice("3", 4, customer="K1"),
        ]
        ledger = ledger_of([table("invoices", *rows)])
        assert list(ledger.customers.ids) == ["K01", "K1"]

    def test_leading_zeros_of_digits_do_not_count(self) -> None:
        rows = [invoice("1", 1, customer="007"), invoice("2", 2, customer=7)]  # type: ignore[arg-type]
        assert list(ledger_of([table("invoices", *rows)]).customers.ids) == ["007"]

    def test_by_name_only(self) -> None:
        rows = [
            {"number": "1", "date": day(1, 1), "customer_name": "Blue  Heron", "gross": 5},
            {"number": "2", "date": day(1, 1), "customer_name": "blue heron", "gross": 6},
        ]
        ledger = ledger_of([table("invoices", *rows)])
        assert (list(ledger.customers.ids), list(ledger.customers.names)) == (["Blue Heron"], ["Blue  Heron"])

    def test_a_name_leads_to_the_id_that_bears_it(self) -> None:
        customers = table("customers", {"customer": "BH", "customer_name": "Blue Heron"})
        rows = [{"number": "1", "date": day(1, 1), "customer_name": "blue heron", "customer": "", "gross": 5}]
        ledger = ledger_of([table("invoices", *rows), customers])
        assert list(ledger.customers.ids) == ["BH"]
        assert ledger.documents.customer.tolist() == [0]
        assert (ledger.customers.table.tolist(), ledger.customers.index.tolist()) == ([1], [0])


class TestCurrencies:
    def test_minor_units_of_each_currency(self) -> None:
        rows = [
            invoice("1", 1234, currency="JPY"),
            invoice("2", 1.234, currency="KWD"),
            invoice("3", 1.23, currency="usd"),
            invoice("4", 1.23, currency=""),
        ]
        ledger = ledger_of([table("invoices", *rows)], Settings(default_currency="CHF"))
        assert list(ledger.currencies) == ["CHF", "JPY", "KWD", "USD"]
        assert ledger.documents.currency.tolist() == [1, 2, 3, 0]
        assert ledger.documents.signed.tolist() == [1234, 1234, 123, 123]

    def test_a_payment_takes_the_invoices_currency(self) -> None:
        book = [
            table("invoices", invoice("1", 5000, currency="JPY"), invoice("2", 5, currency="EUR")),
            table("payments", payment(5000, day(2, 1), "1")),
        ]
        assert open_on(ledger_of(book), day(3, 1)) == {("A", "2"): 500}

    def test_never_across_currencies(self) -> None:
        book = [
            table("invoices", invoice("1", 50, currency="USD")),
            table("payments", payment(50, day(2, 1), "1", currency="EUR")),
        ]
        assert open_on(ledger_of(book), day(3, 1)) == {("A", "1"): 5000, ("A", "P1"): -5000}


class TestLines:
    def line(self, number: str, **more: object) -> Row:
        return {"number": number, "date": day(1, 10), "customer": "A", **more}

    def test_documents_are_summed(self) -> None:
        rows = [
            self.line("10", net=100, tax=19),
            self.line("10", net=50, tax=9.5),
            self.line("11", net=10, tax=1.9),
        ]
        ledger = ledger_of([table("lines", *rows)])
        assert ledger.documents.signed.tolist() == [17850, 1190]
        assert ledger.documents.row.tolist() == [2, 4]

    def test_repeated_totals_count_once(self) -> None:
        rows = [
            self.line("10", net=100, gross=178.5),
            self.line("10", net=50, gross=178.5),
            self.line("11", net=10, gross=11.9),
        ]
        assert ledger_of([table("lines", *rows)]).documents.signed.tolist() == [17850, 1190]

    def test_equal_lines_are_not_a_repeated_total(self) -> None:
        rows = [self.line("10", net=100, gross=119), self.line("10", net=100, gross=119)]
        assert ledger_of([table("lines", *rows)]).documents.signed.tolist() == [23800]
        rows = [self.line("10", net=100, gross=238), self.line("10", net=100, gross=238)]
        assert ledger_of([table("lines", *rows)]).documents.signed.tolist() == [23800]

    def test_tax_is_worked_out_by_rate_on_the_document(self) -> None:
        rows = [
            self.line("10", net=0.33, tax_rate=0.19),
            self.line("10", net=0.33, tax_rate=0.19),
            self.line("10", net=0.34, tax_rate=0.19),
            self.line("10", net=1, tax_rate=0),
        ]
        assert ledger_of([table("lines", *rows)]).documents.signed.tolist() == [219]

    def test_what_stands_on_the_first_line_only(self) -> None:
        rows = [
            self.line("10", net=100),
            {"number": "10", "net": 20},
            {"number": "11", "net": None, "date": day(1, 11), "customer": "B"},
        ]
        ledger = ledger_of([table("lines", *rows)])
        assert ledger.documents.signed.tolist() == [12000]
        assert [(row.row, row.why) for row in ledger.left_out] == [
            (4, "the amount is missing or no clear number")
        ]

    def test_lines_are_not_posted_beside_documents(self) -> None:
        book = [table("invoices", invoice("10", 100)), table("lines", self.line("10", net=100))]
        assert ledger_of(book).documents.signed.tolist() == [10000]


class TestDueDates:
    def test_from_the_sheet_else_from_the_terms(self) -> None:
        rows = [
            invoice("1", 1, due_date=day(2, 1), terms="30 days"),
            invoice("2", 1, due_date=None, terms="30 days"),
            invoice("3", 1, due_date=None, terms="as agreed"),
        ]
        due = ledger_of([table("invoices", *rows)]).documents.due
        assert [str(one) for one in due] == ["2026-02-01", "2026-02-09", "NaT"]

    def test_the_customers_terms_where_the_row_says_nothing(self) -> None:
        customers = table("customers", {"customer": "A", "terms": "14 days"}, {"customer": "B", "terms": ""})
        rows = [
            invoice("1", 1, terms="", due_date=None),
            invoice("2", 1, terms="30 days", due_date=None),
            invoice("3", 1, terms="as agreed", due_date=None),
            invoice("4", 1, terms="", due_date="soon"),
            invoice("5", 1, terms="", due_date=None, customer="B"),
        ]
        due = ledger_of([customers, table("invoices", *rows)]).documents.due
        assert [str(one) for one in due] == ["2026-01-24", "2026-02-09", "NaT", "NaT", "NaT"]

    def test_lines_too(self) -> None:
        customers = table("customers", {"customer": "A", "terms": "14 days"})
        line = {"number": "1", "date": day(1, 10), "customer": "A", "line": 1, "net": 5}
        ledger = ledger_of([customers, table("lines", line, {**line, "line": 2})])
        assert [str(one) for one in ledger.documents.due] == ["2026-01-24"]


def test_disputes_by_status_or_mark() -> None:
    rows = [
        invoice("1", 1, status="Disputed", disputed=None),
        invoice("2", 1, status="", disputed="wrong price"),
        invoice("3", 1, status="", disputed="no"),
        invoice("4", 1, status="", disputed=True),
        invoice("5", 1, status="", disputed=False),
    ]
    assert ledger_of([table("invoices", *rows)]).documents.disputed.tolist() == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_a_mark_says_that_a_document_is_paid() -> None:
    marks = ["yes", "No", "Ja", "x", None, True, False, "?"]
    rows = [invoice(str(at), 1, settled=mark) for at, mark in enumerate(marks)]
    rows.append(invoice("9", 1, settled="yes", status="open"))
    ledger = ledger_of([table("invoices", *rows)])
    left = ledger.open_amounts(np.datetime64("2027-12-31"))
    numbers = ledger.documents.number[0], ledger.documents.number[1]
    assert numbers == ("0", "1")
    assert (left[:9] == 0).tolist() == [True, False, True, True, False, True, False, False, False]


def test_an_empty_workbook() -> None:
    ledger = ledger_of([])
    assert (len(ledger.documents), len(ledger.allocations), len(ledger.left_out)) == (0, 0, 0)
    assert ledger.open_amounts(np.datetime64("2026-01-01")).tolist() == []


def test_a_column_that_is_not_there_is_told_of_the_sheet_not_of_each_row() -> None:
    undated = {"number": "1", "customer": "A", "gross": 5}
    nobody = {"number": "1", "date": "2026-01-05", "gross": 5}
    for row, why in ((undated, "dates"), (nobody, "customers")):
        ledger = ledger_of([table("invoices", row)])
        assert [one.why for one in ledger.left_out] == [f"the sheet has no column of {why}"]
