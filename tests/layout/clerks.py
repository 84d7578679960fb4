"""Sheets as clerks have them from their programs, or type them: habits in text, and the rows to fill them.

A habit is a title, a sheet name, what a row is, a language, and its columns. Each column reads

    Caption = field            must be taken for that field; the field says what the cells hold
    Caption = field < content  the same, holding something else than the field's name says
    Caption = - < content      must be taken for nothing
    Caption = ? < content      for that field or for nothing: ``? field < content``

Nothing here asks the product. All rows are right: what is wrong with them, the product imagines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from invoicing_xl.model.cells import CellValue, Content

EPOCH = date(1899, 12, 30)
CENT = Decimal("0.01")
_AS_TEXT = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "dots": "%d.%m.%Y"}
FIRMS = "Alder Brook Ltd|Cedar GmbH & Co|Delta Foods|Elm Trading|Fern und Sohn|Grove Co|Harbor".split("|")


@dataclass(frozen=True)
class Tongue:
    """Words of one language: what a program or a clerk writes into cells."""

    terms: str
    types: tuple[str, ...]
    states: tuple[str, ...]
    methods: tuple[str, ...]
    goods: tuple[str, ...]
    rates: tuple[int, int]
    currency: str
    yes: str
    no: str


def _tongue(terms: str, words: str, rates: tuple[int, int], currency: str) -> Tongue:
    types, states, methods, goods, answers = (tuple(part.split("|")) for part in words.split("\n"))
    return Tongue(terms, types, states, methods, goods, rates, currency, *answers)


_ENGLISH = (
    "Invoice|Credit Memo|Payment\nOpen|Partially paid|Paid\nCheck|ACH|Credit card\n"
    "Nails|Hinge|Lamp|Delivery\nYes|No"
)
_GERMAN = (
    "Rechnung|Gutschrift|Zahlung\noffen|teilbezahlt|bezahlt\nÜberweisung|Lastschrift|PayPal\n"
    "Nägel|Scharnier|Lampe|Fracht\nja|nein"
)
_FRENCH = (
    "Facture|Avoir|Règlement\nOuverte|Partiellement payée|Payée\nVirement|Chèque|Prélèvement|Carte bancaire\n"
    "Clous|Charnière|Lampe|Port\nOui|Non"
)
_SPANISH = (
    "Factura|Abono|Cobro\nPendiente|Cobrada parcialmente|Cobrada\nTransferencia|Giro|Domiciliación|Efectivo\n"
    "Clavos|Bisagra|Lámpara|Portes\nSí|No"
)
_DUTCH = (
    "Factuur|Creditnota|Betaling\nOpenstaand|Deels betaald|Betaald\nOverschrijving|iDEAL|Incasso\n"
    "Spijkers|Scharnier|Lamp|Vracht\nJa|Nee"
)
TONGUES = {
    "en": _tongue("Net {}", _ENGLISH, (20, 5), "GBP"),
    "us": _tongue("Net {}", _ENGLISH, (8, 0), "USD"),
    "de": _tongue("{} Tage netto", _GERMAN, (19, 7), "EUR"),
    "ch": _tongue("{} Tage netto", _GERMAN, (8, 3), "CHF"),
    "fr": _tongue("{} jours", _FRENCH, (20, 10), "EUR"),
    "es": _tongue("{} días", _SPANISH, (21, 10), "EUR"),
    "nl": _tongue("{} dagen", _DUTCH, (21, 9), "EUR"),
}


@dataclass(frozen=True)
class Line:
    goods: int
    quantity: Decimal
    price: Decimal

    @property
    def net(self) -> Decimal:
        return (self.quantity * self.price).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Bill:
    """An invoice, or a credit memo with negative amounts. ``parts`` are its net amounts by rate."""

    at: int
    number: CellValue
    customer: int
    when: date
    days: int
    lines: tuple[Line, ...]
    rate: int
    other: tuple[Decimal, int]
    of: CellValue = None
    paid_share: int = 0

    @property
    def credit(self) -> bool:
        return self.of is not None

    @property
    def sign(self) -> int:
        return -1 if self.credit else 1

    @property
    def net(self) -> Decimal:
        return self.sign * sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return _share(self.net, self.rate)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    @property
    def due(self) -> date:
        return self.when + timedelta(days=self.days)

    @property
    def paid(self) -> Decimal:
        return (self.gross * self.paid_share / 100).quantize(CENT, ROUND_HALF_UP)

    @property
    def paid_on(self) -> date | None:
        return self.due - timedelta(days=2) if self.paid_share == 100 else None


@dataclass(frozen=True)
class Entry:
    """A row of an account: an invoice or credit memo raises or lowers the balance, a receipt lowers it."""

    bill: Bill
    kind: int  # 0 invoice, 1 credit memo, 2 receipt
    when: date
    amount: Decimal  # receivable-increasing positive
    number: CellValue


def _share(amount: Decimal, rate: int) -> Decimal:
    return (amount * rate / 100).quantize(CENT, ROUND_HALF_UP)


def bills_of(chance: Random, tongue: Tongue, series: str, count: int = 26) -> list[Bill]:
    first, when = chance.choice([7, 118, 1040]), date(2026, 2, 2)
    found: list[Bill] = []
    for at in range(count):
        when += timedelta(days=chance.choice([0, 1, 2, 3]))
        lines = tuple(
            Line(
                chance.randrange(4),
                Decimal(chance.randint(1, 12)),
                Decimal(chance.randint(150, 48_000)) / 100,
            )
            for _ in range(chance.randint(1, 3))
        )
        number: CellValue = series.format(n=first + at, y=when.year) if series else float(first + at)
        credit = at in (11, 19)
        original = found[at - 4] if credit else None
        rate = tongue.rates[0] if chance.random() < 0.75 else tongue.rates[1]
        found.append(Bill(
            at, number, original.customer if original else chance.randrange(len(FIRMS)), when,
            chance.choice([14, 30]), lines, rate, (Decimal(chance.randint(500, 9000)) / 100, tongue.rates[1]),
            original.number if original else None, 0 if credit else chance.choice([0, 0, 100, 100, 40]),
        ))  # fmt: skip
    return found


def entries_of(bills: Sequence[Bill], receipts: str) -> list[Entry]:
    found = [Entry(bill, int(bill.credit), bill.when, bill.gross, bill.number) for bill in bills]
    paid = [bill for bill in bills if bill.paid_share]
    found += [
        Entry(
            bill,
            2,
            bill.due - timedelta(days=2),
            -bill.paid,
            receipts.format(n=at) if receipts else bill.number,
        )
        for at, bill in enumerate(paid, 501)
    ]
    return sorted(found, key=lambda entry: (entry.when, entry.kind))


@dataclass
class Column:
    caption: str
    expected: str | None
    surely: bool
    content: str


@dataclass
class Habit:
    """``style`` words: dates as text ("iso", "dmy text", ...), amounts as text ("text amounts")."""

    title: str
    sheet: str
    rows: str
    language: str
    columns: list[Column]
    style: frozenset[str] = frozenset()
    series: str = "INV-{n:05d}"

    @property
    def tongue(self) -> Tongue:
        return TONGUES[self.language]


def habits_of(text: str) -> list[Habit]:
    """One for each paragraph: "title; sheet; rows; language; style, style; series" and the columns below."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        head, *rest = paragraph.strip().splitlines()
        title, sheet, rows, language, *more = [part.strip() for part in head.split(";")]
        style = frozenset(one.strip() for one in (more[0] if more else "").split(",") if one.strip())
        series = more[1] if len(more) > 1 else "INV-{n:05d}"
        columns = [_column(one) for one in " ".join(rest).split(" | ")]
        found.append(Habit(title, sheet, rows, language, columns, style, "" if series == "plain" else series))
    return found


def _column(text: str) -> Column:
    caption, _, what = text.strip().rpartition(" = ")
    wanted, _, content = (part.strip() for part in what.partition(" < "))
    surely = not wanted.startswith("?")
    name = wanted.lstrip("? ")
    return Column(caption.strip(), None if name in ("-", "") else name, surely, content or name)


def bills_and_entries(habit: Habit, seed: int) -> list[Entry]:
    """The entries that ``filled`` writes for a habit whose rows are entries."""
    bills = bills_of(Random(f"{habit.title} {seed}"), habit.tongue, habit.series)
    return entries_of(bills, "RC{n}" if "own receipts" in habit.style else "")


def filled(habit: Habit, seed: int) -> list[list[Content]]:
    """The data rows of a habit's sheet."""
    chance = Random(f"{habit.title} {seed}")
    bills = bills_of(chance, habit.tongue, habit.series)
    writer = _Writer(habit)
    documents = [bill for bill in bills if not ("no credits" in habit.style and bill.credit)]
    contents = [column.content for column in habit.columns]
    makers: dict[str, Callable[[], Iterator[dict[str, object]]]] = {
        "documents": lambda: map(writer.document, documents),
        "lines": lambda: writer.lines(bills),
        "entries": lambda: writer.entries(bills_and_entries(habit, seed)),
        "payments": lambda: writer.payments(bills),
        "customers": lambda: writer.customers(),
    }
    return [[writer.cell(values.get(one), one) for one in contents] for values in makers[habit.rows]()]


class _Writer:
    """What each content is for a row, and how the habit writes it into a cell."""

    def __init__(self, habit: Habit) -> None:
        self.habit = habit
        self.tongue = habit.tongue
        self.style = habit.style

    def cell(self, value: object, content: str) -> Content:
        if value is None or value == "":
            return Content(None, number_format="General")
        if isinstance(value, date):
            return self._date(value)
        if isinstance(value, Decimal):
            return self._amount(value)
        if isinstance(value, bool):
            return Content(value, number_format="General")
        if isinstance(value, int | float):
            return Content(float(value), number_format="General")
        return Content(str(value), number_format="General")

    def _date(self, value: date) -> Content:
        for style, pattern in _AS_TEXT.items():
            if f"{style} text" in self.style:
                return Content(value.strftime(pattern), number_format="@")
        shown = "m/d/yyyy" if self.habit.language == "us" else "dd.mm.yyyy"
        return Content(float((value - EPOCH).days), number_format=shown)

    def _amount(self, value: Decimal) -> Content:
        if "text amounts" in self.style:
            text = f"{value:,.2f}"
            if self.habit.language not in ("en", "us", "ch"):
                text = text.replace(",", "~").replace(".", ",").replace("~", ".")
            return Content(text, number_format="@")
        return Content(float(value), number_format="#,##0.00")

    def document(self, bill: Bill) -> dict[str, object]:
        tongue, sign = self.tongue, -1 if "credits positive" in self.style and bill.credit else 1
        net, tax, gross, paid = (sign * one for one in (bill.net, bill.tax, bill.gross, bill.paid))
        left = gross - paid
        state = tongue.states[2 if not left else 1 if paid else 0]
        low, low_tax = bill.sign * bill.other[0], _share(bill.sign * bill.other[0], bill.other[1])
        extra = _share(bill.net, 5)
        rate = bill.rate
        fx = Decimal("1.0842")
        return {
            "number": bill.number, "internal": 460_000_000_026 + 7 * bill.at, "date": bill.when,
            "due_date": bill.due,
            "customer": f"C{1010 + bill.customer}", "customer_name": FIRMS[bill.customer],
            "account": 10_100 + bill.customer,
            "net": net, "tax_rate": rate, "rate text": f"{rate} %", "tax": tax, "gross": gross,
            "paid": paid, "open": left, "zero": Decimal(0), "paid_date": bill.paid_on,
            "terms": tongue.terms.format(bill.days), "days": bill.days,
            "method": tongue.methods[bill.customer % len(tongue.methods)],
            "status": state, "type": tongue.types[int(bill.credit)], "currency": tongue.currency,
            "purchase_order": f"PO{40_017 + bill.at * 13}" if bill.at % 5 else None, "applies_to": bill.of,
            "description": tongue.goods[bill.lines[0].goods],
            "note": "called twice" if bill.at in (3, 14) else None,
            "late": max((date(2026, 6, 30) - bill.due).days, 0), "level": bill.at % 3, "seller": ("Kim",
            "Lou")[bill.at % 2],
            "gl": 4000 if bill.rate else 4010, "period": f"{bill.when:%m/%Y}", "month": bill.when.month,
            "year": bill.when.year,
            "yes": tongue.yes if bill.at % 3 else tongue.no, "flag": bool(bill.at % 3), "row": bill.at + 1,
            "country": "DE", "iban": None, "journal": "VE", "code": "A1",
            "email": f"a{bill.customer}@example.com",
            "bucket 1": left if bill.at % 2 else None, "bucket 2": None if bill.at % 2 else left,
            "low net": low, "low tax": low_tax, "high net": net, "high tax": tax, "both net": net + low,
            "both gross": gross + low + low_tax, "both tax": tax + low_tax,
            "surcharge": extra, "with surcharge": gross + extra, "withheld": _share(bill.net, 15),
            "less withheld": gross - _share(bill.net, 15),
            "fx": fx, "foreign currency": "USD",
            "foreign gross": (gross * fx).quantize(CENT, ROUND_HALF_UP),
            "foreign net": (net * fx).quantize(CENT, ROUND_HALF_UP),
            "sent": bill.when, "entered": bill.when + timedelta(days=1), "quantity": bill.lines[0].quantity,
            "cost": (net * Decimal("0.6")).quantize(CENT),
            "margin": net - (net * Decimal("0.6")).quantize(CENT),
            "empty": None,
        }  # fmt: skip

    def lines(self, bills: Sequence[Bill]) -> Iterator[dict[str, object]]:
        for bill in bills:
            once = "first line only" in self.style
            for at, line in enumerate(bill.lines, 1):
                row = self.document(bill)
                if once and at > 1:
                    row = {"number": bill.number}
                net = bill.sign * line.net
                tax = _share(net, bill.rate)
                yield row | {
                    "line": at, "item": f"A-{line.goods + 20}",
                    "description": self.tongue.goods[line.goods],
                    "quantity": bill.sign * line.quantity, "unit_price": line.price, "line net": net,
                    "unit": "pcs",
                    "line tax": tax, "line gross": net + tax, "no discount": 0,
                    "doc gross": row.get("gross"),
                    "doc net": row.get("net"), "rate 1": bill.rate,
                }  # fmt: skip

    def payments(self, bills: Sequence[Bill]) -> Iterator[dict[str, object]]:
        for at, bill in enumerate(bill for bill in bills if bill.paid_share):
            yield self.document(bill) | {
                "number": f"RC{501 + at}", "date": bill.due - timedelta(days=2), "applies_to": bill.number,
                "amount": bill.paid, "bank_text": f"{FIRMS[bill.customer]} {bill.number}", "account": 1200,
            }  # fmt: skip

    def customers(self) -> Iterator[dict[str, object]]:
        for at, name in enumerate(FIRMS):
            yield {
                "customer": f"C{1010 + at}", "customer_name": name, "address": f"High Street {at + 3}",
                "city": "Leeds",
                "postcode": f"{10_115 + at}", "country": "GB", "terms": self.tongue.terms.format(30),
                "note": None,
                "method": self.tongue.methods[at % len(self.tongue.methods)], "email": f"a{at}@example.com",
                "phone": f"+49 30 10{at}55", "credit_limit": Decimal(5000), "open": Decimal(120 * at),
                "currency": self.tongue.currency,
            }  # fmt: skip

    def entries(self, entries: Sequence[Entry]) -> Iterator[dict[str, object]]:
        balance = Decimal(0)
        by_customer: dict[int, Decimal] = {}
        for at, entry in enumerate(entries):
            balance += entry.amount
            by_customer[entry.bill.customer] = by_customer.get(entry.bill.customer, Decimal(0)) + entry.amount
            word = self.tongue.types[entry.kind]
            plus = entry.amount > 0
            yield self.document(entry.bill) | {
                "number": entry.number, "date": entry.when, "type": word, "gross": entry.amount,
                "amount": entry.amount,
                "debit": entry.amount if plus else None, "credit": None if plus else -entry.amount,
                "debit 0": entry.amount if plus else Decimal(0),
                "credit 0": Decimal(0) if plus else -entry.amount,
                "balance": balance, "own balance": by_customer[entry.bill.customer], "row": at + 1,
                "due_date": entry.bill.due if entry.kind == 0 else None,
                "description": f"{word} {entry.bill.number}",
                "side": "S" if plus else "H", "unsigned": abs(entry.amount),
                "match": "A" if entry.bill.paid_share == 100 else None,
                "applies_to": entry.bill.number if entry.kind == 2 else entry.bill.of,
                "open": Decimal(0) if entry.kind == 2 else entry.bill.gross - entry.bill.paid,
            }  # fmt: skip
