"""The mistakes in the demo workbook, each of a kind that clerks make, and what rule should find it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from invoicing_xl.build.demo_ledger import Books, Row

SheetName = Literal["Invoices", "Lines", "Payments"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """``rule`` finds it in the row ``position`` (from 0) of the sheet's list."""

    rule: str
    sheet: SheetName
    position: int


def wrong_books(books: Books) -> list[Mistake]:
    """Put the mistakes into right books; returns where they are, once all rows stand where they stay."""
    made = [(rule, sheet, make(books)) for rule, sheet, make in _MISTAKES]
    rows = {"Invoices": books.invoices, "Lines": books.lines, "Payments": books.payments}
    return [Mistake(rule, sheet, _position(rows[sheet], row)) for rule, sheet, row in made]


def _position(rows: list[Row], wanted: Row) -> int:
    return next(place for place, row in enumerate(rows) if row is wanted)


Make = Callable[[Books], Row]


def _invoice(number: str, **changed: object) -> Make:
    """Replace cells of an invoice; captions are written with _ for a space."""

    def make(books: Books) -> Row:
        return _changed(books.invoice(number), changed)

    return make


def _payment(invoice: str, **changed: object) -> Make:
    def make(books: Books) -> Row:
        return _changed(_receipt_of(books, invoice), changed)

    return make


def _receipt_of(books: Books, invoice: str) -> Row:
    return next(row for row in books.payments if row["Invoice No"] == invoice)


def _changed(row: Row, changed: dict[str, object]) -> Row:
    row.update({caption.replace("_", " "): value for caption, value in changed.items()})
    return row


def _wrong_line(books: Books) -> Row:
    """The amount is typed over its formula, with a wrong digit."""
    row = next(line for line in books.lines if line["Invoice No"] == "INV-26-0173")
    return _changed(row, {"Amount": 88_450, "typed": True})


def _entered_twice(books: Books) -> Row:
    """The same invoice a second time, some rows below."""
    original = books.invoice("INV-26-0168")
    return _below(books.invoices, original, 5, dict(original))


def _entered_twice_in_other_writing(books: Books) -> Row:
    original = books.invoice("INV-26-0203")
    return _below(books.invoices, original, 3, original | {"Invoice No": "inv 26/0203"})


def _received_twice(books: Books) -> Row:
    """The bank's list was read in twice: the same bank reference, a new number of ours."""
    original = _receipt_of(books, "INV-26-0187")
    return _below(
        books.payments, original, 2, original | {"Receipt No": f"R-26-{len(books.payments) + 1:03d}"}
    )


def _below(rows: list[Row], original: Row, distance: int, row: Row) -> Row:
    rows.insert(_position(rows, original) + distance, row)
    return row


def _left_out(books: Books) -> Row:
    """A number is missing; the gap is seen at the invoice after it."""
    books.invoices.remove(books.invoice("INV-26-0225"))
    books.lines = [line for line in books.lines if line["Invoice No"] != "INV-26-0225"]
    return books.invoice("INV-26-0226")


_MISTAKES: tuple[tuple[str, SheetName, Make], ...] = (
    ("FMT-01", "Invoices", _invoice("INV-26-0142", Total="1801.46")),
    ("FMT-01", "Payments", _payment("INV-26-0190", Amount="2.571,71")),
    ("FMT-02", "Invoices", _invoice("INV-26-0154", Customer_ID="C1003 ")),
    ("FMT-02", "Payments", _payment("INV-26-0146", Invoice_No="INV-26-0146\N{NO-BREAK SPACE}")),
    ("FMT-04", "Invoices", _invoice("CM-26-0013", Net="393.02-")),
    ("FMT-05", "Invoices", _invoice("INV-26-0193", Date="21.04.2026")),
    ("DAT-03", "Payments", _payment("INV-26-0177", Received=dt.date(2062, 6, 2))),
    ("AMT-04", "Invoices", _invoice("INV-26-0134", Total=161_064)),
    ("AMT-01", "Lines", _wrong_line),
    ("AMT-06", "Invoices", _invoice("INV-26-0184", Net=42_615.77)),
    ("AMT-08", "Invoices", _invoice("CM-26-0012", Net=63_042, VAT=0, Total=63_042)),
    ("TAX-02", "Invoices", _invoice("INV-26-0240", VAT=16_034, Total=86_919)),
    ("DAT-01", "Invoices", _invoice("INV-26-0212", Due_Date=dt.date(2026, 4, 12))),
    ("DAT-02", "Invoices", _invoice("INV-26-0231", Due_Date=dt.date(2026, 7, 14))),
    ("IDN-01", "Invoices", _invoice("INV-26-0216", Customer_ID=None)),
    ("CUS-01", "Invoices", _invoice("INV-26-0174", Customer_ID="C1061")),
    ("CUS-02", "Invoices", _invoice("INV-26-0149", Customer="Chez Persone SARL")),
    ("DUP-01", "Invoices", _entered_twice),
    ("DUP-02", "Invoices", _entered_twice_in_other_writing),
    ("SEQ-01", "Invoices", _left_out),
    ("FMT-07", "Payments", _payment("INV-26-0199", Customer_ID="C1032")),
    ("PAY-02", "Payments", _payment("INV-26-0159", Invoice_No="INV-26-0951")),
    ("PAY-01", "Payments", _received_twice),
)  # fmt: skip
