"""Ledgers as firms in five countries keep them, drawn at random and right in every respect; and mistakes.

The captions, number series, order of columns, way to write rates, title and total rows all vary. Nothing
here asks the product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook

Row = dict[str, CellValue]

EPOCH = date(1899, 12, 30)
SHEET = "2026"
CAPTIONS: dict[str, dict[str, str]] = {
    "en": {
        "number": "Invoice #|Inv. No.|Document|Bill No",
        "date": "Date|Invoice date|Issued",
        "due": "Due|Due date|Pay by",
        "id": "Cust. ID|Account|Customer no.",
        "name": "Customer|Bill to|Company",
        "net": "Net|Subtotal|Amount excl. VAT",
        "rate": "VAT %|Tax rate|VAT rate",
        "tax": "VAT|Tax|Tax amount",
        "gross": "Total|Gross|Invoice total",
        "terms": "Terms|Payment terms",
        "currency": "Currency|Cur",
        "order": "PO number|Your ref",
        "type": "Type",
    },
    "de": {
        "number": "Rechnungsnr.|Rechnung Nr.|Beleg-Nr.|RE-Nr.",
        "date": "Datum|Rechnungsdatum|Belegdatum",
        "due": "Fällig am|Fälligkeit|Zahlbar bis",
        "id": "Kundennr.|Kd.-Nr.|Debitor",
        "name": "Kunde|Kundenname|Firma",
        "net": "Netto|Nettobetrag|Betrag netto",
        "rate": "MwSt-Satz|USt %|Steuersatz",
        "tax": "MwSt|USt|Steuerbetrag",
        "gross": "Brutto|Bruttobetrag|Rechnungsbetrag|Gesamtbetrag",
        "terms": "Zahlungsbedingungen|Zahlungsziel",
        "currency": "Währung|Whg",
        "order": "Bestellnummer|Ihre Bestellung",
        "type": "Belegart|Art",
    },
    "fr": {
        "number": "N° facture|Facture n°|N° de pièce",
        "date": "Date|Date facture|Date d'émission",
        "due": "Échéance|Date d'échéance",
        "id": "Code client|N° client",
        "name": "Client|Raison sociale|Nom du client",
        "net": "HT|Montant HT|Total HT",
        "rate": "Taux TVA|TVA %",
        "tax": "TVA|Montant TVA",
        "gross": "TTC|Total TTC|Montant TTC",
        "terms": "Conditions|Conditions de paiement",
        "currency": "Devise",
        "order": "Bon de commande|Votre référence",
        "type": "Type",
    },
    "es": {
        "number": "N.º factura|Nº de factura|Factura",
        "date": "Fecha|Fecha factura",
        "due": "Vencimiento|Fecha de vencimiento",
        "id": "Cód. cliente|Código cliente",
        "name": "Cliente|Razón social",
        "net": "Base imponible|Neto|Importe neto",
        "rate": "% IVA|Tipo IVA",
        "tax": "IVA|Cuota IVA",
        "gross": "Total|Total factura|Importe total",
        "terms": "Condiciones de pago|Forma de pago",
        "currency": "Moneda|Divisa",
        "order": "Pedido|Nº de pedido",
        "type": "Tipo",
    },
    "nl": {
        "number": "Factuurnummer|Factuurnr.",
        "date": "Factuurdatum|Datum",
        "due": "Vervaldatum|Vervaldag",
        "id": "Klantnummer|Debiteurnr.",
        "name": "Klant|Klantnaam|Bedrijf",
        "net": "Netto|Bedrag excl. btw|Excl. btw",
        "rate": "Btw %|Btw-tarief",
        "tax": "Btw|Btw-bedrag",
        "gross": "Totaal|Incl. btw|Bedrag incl. btw",
        "terms": "Betalingstermijn|Betalingsvoorwaarden",
        "currency": "Valuta",
        "order": "Bestelnummer|Inkooporder",
        "type": "Soort",
    },
}
RATES = {
    "en": "0.20 0.05 0",
    "de": "0.19 0.07",
    "fr": "0.20 0.055 0.1",
    "es": "0.21 0.10",
    "nl": "0.21 0.09 0",
}
TERMS = {"en": "Net {}", "de": "{} Tage netto", "fr": "{} jours", "es": "{} días", "nl": "{} dagen"}
TYPES = {
    "en": ("Invoice", "Credit memo"),
    "de": ("Rechnung", "Gutschrift"),
    "fr": ("Facture", "Avoir"),
    "es": ("Factura", "Abono"),
    "nl": ("Factuur", "Creditnota"),
}
SERIES = ("INV-{n:05d}", "{y}-{n:04d}", "R{y}{n:05d}", "{n}", "{y}/{n}", "F{n:06d}", "")
FIRMS = (
    "Alder Brook Cedar Delta Elm Fern Grove Harbor Iris Jasper Kestrel Linden Maple North Oak Pine".split()
)
FORMS = ("Ltd", "GmbH", "SARL", "S.L.", "B.V.", "& Co", "Trading", "Foods")
OFTEN = {
    "due": 0.8, "id": 0.7, "name": 0.8, "rate": 0.7, "tax": 0.9, "terms": 0.5, "currency": 0.4, "order": 0.4,
    "type": 0.4, "net": 0.95,
}  # fmt: skip
FORMATS = {"date": "dd.mm.yyyy", "due": "dd.mm.yyyy"}
TOTAL_LABELS = ("Total", "Summe", "")


@dataclass(frozen=True)
class AnyLedger:
    """``fields`` in the order of their columns; ``rows`` hold more than the sheet shows."""

    fields: list[str]
    rows: list[Row]
    captions: dict[str, str]
    titles: int
    total: str | None
    customers: list[tuple[CellValue, str]]
    share_format: bool

    @property
    def first_row(self) -> int:
        return self.titles + 2

    def workbook(self) -> MemoryWorkbook:
        """The ledger as a sheet; the customers as another one where they are known."""
        titles = [["Example Trading Co."], ["Sales 2026"], [], ["Amounts incl. all charges"]][: self.titles]
        rows: list[list[CellValue | Content]] = [*titles, [self.captions[name] for name in self.fields]]
        rows += [[self._cell(name, row[name]) for name in self.fields] for row in self.rows]
        if self.total is not None:
            rows.append(self._total())
        sheets = [MemorySheet.of(SHEET, rows)]
        if self.customers:
            captions = [self.captions["id"], self.captions["name"], "City"]
            sheets.append(MemorySheet.of("Master", [captions, *([*one, "Town"] for one in self.customers)]))
        return MemoryWorkbook(*sheets)

    def _cell(self, name: str, value: CellValue) -> Content:
        in_percent = name == "rate" and self.share_format
        return Content(value, number_format="0%" if in_percent else FORMATS.get(name, "General"))

    def _total(self) -> list[CellValue | Content]:
        figures = {
            name: sum(value for row in self.rows if isinstance(value := row[name], float))
            for name in ("net", "tax", "gross")
        }
        label = next((name for name in self.fields if name not in figures), "")
        return [figures.get(name, self.total if name == label else None) or None for name in self.fields]


def any_ledger(seed: int) -> AnyLedger:
    """A ledger without a mistake; the same seed gives the same one."""
    chance = Random(seed)
    language = chance.choice(list(CAPTIONS))
    captions = {name: chance.choice(words.split("|")) for name, words in CAPTIONS[language].items()}
    fields = [name for name in CAPTIONS["en"] if chance.random() < OFTEN.get(name, 1)]
    if "net" not in fields:
        fields = [name for name in fields if name not in ("tax", "rate")]
    if "id" not in fields and "name" not in fields:
        fields.append("name")
    if chance.random() < 0.4:
        rest = fields[1:]
        chance.shuffle(rest)
        fields = [fields[0], *rest]
    customers = _customers(chance)
    rate_style = chance.choice(["share", "percent", "text"])
    rows = _rows(chance, language, customers, rate_style)
    known = "id" in fields and chance.random() < 0.5
    return AnyLedger(
        fields,
        rows,
        captions,
        titles=chance.choice([0, 0, 2, 4]),
        total=chance.choice([None, *TOTAL_LABELS]),
        customers=[(customer, name) for customer, name, _ in customers] if known else [],
        share_format=rate_style == "share",
    )


def _customers(chance: Random) -> list[tuple[CellValue, str, int]]:
    """ID, name and days to pay of each."""
    form = chance.choice(["K{:04d}", "{:05d}", "C-{:03d}", ""])
    return [
        (
            form.format(n) if form else float(1000 + n),
            f"{FIRMS[n % len(FIRMS)]} {FIRMS[n // len(FIRMS)]} {chance.choice(FORMS)}",
            chance.choice([14, 30, 30, 60]),
        )
        for n in range(1, chance.choice([5, 13, 41]))
    ]


def _rows(
    chance: Random, language: str, customers: list[tuple[CellValue, str, int]], rate_style: str
) -> list[Row]:
    series, first = chance.choice(SERIES), chance.choice([1, 17, 990, 10240])
    rates = [Decimal(rate) for rate in RATES[language].split()]
    when = date(chance.choice([2024, 2025, 2026]), chance.randint(1, 6), chance.randint(1, 28))
    with_credits = chance.random() < 0.4
    rows: list[Row] = []
    for n in range(first, first + chance.choice([25, 60, 150])):
        when += timedelta(days=chance.choice([0, 0, 0, 1, 1, 2, 3]))
        when += timedelta(days=2 if when.weekday() >= 5 else 0)
        customer, name, days = chance.choice(customers)
        rate = rates[0] if chance.random() < 0.7 else chance.choice(rates)
        credit = with_credits and chance.random() < 0.05
        net = Decimal(chance.randint(500, chance.choice([90_000, 900_000]))) / 100 * (-1 if credit else 1)
        tax = (net * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
        rows.append(
            {
                "number": series.format(n=n, y=when.year) if series else float(n),
                "date": float((when - EPOCH).days),
                "due": float((when - EPOCH).days + days),
                "id": customer,
                "name": name,
                "order": f"PO{chance.randint(10_000, 99_999)}" if chance.random() < 0.8 else None,
                "type": TYPES[language][credit],
                "terms": TERMS[language].format(days),
                "net": float(net),
                "rate": _rate(rate, rate_style, language),
                "tax": float(tax),
                "gross": float(net + tax),
                "currency": "GBP" if language == "en" else "EUR",
            }
        )
    return rows


def _rate(rate: Decimal, style: str, language: str) -> CellValue:
    if style == "text":
        text = f"{rate * 100:.1f} %"
        return text if language == "en" else text.replace(".", ",")
    return float(rate) if style == "share" else float(rate * 100)


# Mistakes: what a row becomes; None where the ledger has not what it takes. ---------------------------

Mistake = Callable[[Random, list[Row], int, list[str]], str | None]


def _changed(name: str, value: Callable[[Random, Row], CellValue]) -> Mistake:
    def make(chance: Random, rows: list[Row], at: int, fields: list[str]) -> str | None:
        if name not in fields or (name in ("tax", "gross") and not {"net", "tax"} <= set(fields)):
            return None
        rows[at][name] = value(chance, rows[at])
        return name

    return make


def _off(name: str, *by: float) -> Mistake:
    return _changed(name, lambda chance, row: round(float(str(row[name])) + chance.choice(by), 2))


def _again(chance: Random, rows: list[Row], at: int, fields: list[str]) -> str | None:
    if rows[at]["type"] != rows[at - 2]["type"]:
        return None  # an invoice and a credit memo may bear one number
    rows[at]["number"] = rows[at - 2]["number"]
    return "number"


MISTAKES: dict[str, Mistake] = {
    "amount as text": _changed("gross", lambda _, row: f"{row['gross']:.2f}"),
    "gross off": _off("gross", 0.01, 10, -100),
    "tax off": _off("tax", 1, 5.4, -3),
    "due before date": _changed(
        "due", lambda chance, row: float(str(row["date"])) - chance.choice([3, 30, 350])
    ),
    "number twice": _again,
    "no number": _changed("number", lambda _, row: None),
    "no date": _changed("date", lambda _, row: None),
    "no amount": _changed("gross", lambda _, row: None),
    "space in name": _changed("name", lambda chance, row: f"{row['name']}{chance.choice([' ', chr(0xA0)])}"),
    "wrong century": _changed("date", lambda _, row: float(str(row["date"])) + 36_525),
    "word for amount": _changed("gross", lambda _, row: "tbd"),
    "date as text": _changed(
        "date", lambda _, row: f"{EPOCH + timedelta(days=int(float(str(row['date'])))):%d.%m.%Y}"
    ),
}
