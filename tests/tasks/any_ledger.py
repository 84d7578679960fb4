"""Books as firms in five countries keep them, drawn at random and right in every respect.

An invoice sheet, with or without lines, customers and receipts; and of the oddities that real and right
books have (``ODDITIES``) some. Nothing here asks the product: what each cell should hold, what is open and
how old it is are the generator's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from tests.tasks.drawn.sheets import CENT, SUMMED, Row, Sheet, amount_of, sums, written
from tests.tasks.drawn.trade import Bill, Customer, Trade
from tests.tasks.drawn.words import (
    CITY,
    INVOICES,
    LINES,
    PAYMENTS,
    SHEETS,
    STATES,
    SUBTOTALS,
    TOTALS,
    TYPES,
)  # fmt: skip

_ALWAYS = {"number", "date", "gross"}
_OFTEN = {"due_date": 0.8, "customer": 0.8, "customer_name": 0.8, "tax_rate": 0.7, "tax": 0.9, "terms": 0.5,
          "currency": 0.4, "purchase_order": 0.4, "type": 0.4, "net": 0.95}  # fmt: skip
_OWN_COLUMN = {"charge": "charges", "prepaid": "prepaid", "due_amount": "prepaid", "paid": "open column",
               "open": "open column", "status": "open column"}  # fmt: skip


@dataclass
class AnyLedger:
    """``sheets`` by kind: invoices, lines, customers, payments."""

    odd: frozenset[str]
    sheets: dict[str, Sheet]
    bills: list[Bill]
    customers: list[Customer]
    received: list[tuple[date, int, str, Decimal, list[Bill]]]

    def workbook(self) -> MemoryWorkbook:
        return MemoryWorkbook(*(MemorySheet.of(one.name, one.cells()) for one in self.sheets.values()))

    @property
    def invoices(self) -> Sheet:
        return self.sheets["invoices"]


def any_ledger(seed: int, *odd: str, rows: int = 0) -> AnyLedger:
    """Books without a mistake; the same seed gives the same ones. ``odd`` are there in any case."""
    return _Draw(Random(seed), odd, rows).books()


class _Draw(Trade):
    """The sheets in which a firm keeps its trade."""

    # Sheets --------------------------------------------------------------------------------------------

    def books(self) -> AnyLedger:
        chance = self.chance
        bills = self.bills()
        received = self.receipts(bills) if self.has_receipts or "open column" in self.odd else []
        self._renamed(bills)
        words = SHEETS[self.language]
        name = [chance.choice(word.split("|")) for word in words]
        sheets = {"invoices": self._invoices(name[0], bills)}
        fields = sheets["invoices"].fields
        if self.has_lines:
            sheets["lines"] = self._line_sheet(name[1], sheets["invoices"], bills)
        if "customer" in fields and chance.random() < 0.5:
            sheets["customers"] = self._customer_sheet(name[2], sheets["invoices"])
        if self.has_receipts and received:
            sheets["payments"] = self._payment_sheet(name[3], sheets["invoices"], received)
        return AnyLedger(frozenset(self.odd), sheets, bills, self.customers, received)

    def _renamed(self, bills: list[Bill]) -> None:
        if "a customer renamed" in self.odd:
            theirs = [one for one in bills if one.customer == 0]
            for one in theirs[: len(theirs) // 2]:
                one.renamed = True

    def _fields(self) -> list[str]:
        chance, odd = self.chance, self.odd
        fields = [
            name for name in INVOICES["en"]
            if name in _ALWAYS or chance.random() < _OFTEN.get(name, 0) or _OWN_COLUMN.get(name) in odd
        ]  # fmt: skip
        needed = {"credits negative", "credits positive"} & odd and {"type"}
        needed = set(needed or ()) | ({"currency"} if "many currencies" in odd else set())
        needed |= {"net", "tax"} if {"charges", "formulas", "tax by line"} & odd or self.has_lines else set()
        # Who paid on account, and who was renamed, is told by the customer's ID only.
        needed |= {"customer"} if {"on account", "a customer renamed"} & odd else set()
        needed |= (
            {"status"} if {"void without amounts", "void with amounts", "cash discount"} & odd else set()
        )
        needed |= {"applies_to"} if "type" in needed and chance.random() < 0.5 else set()
        needed |= {"terms"} if "cash sales" in odd and "terms" in fields else set()
        if "no due dates" in odd:
            needed |= {"due_date"}
            fields = [name for name in fields if name != "terms"]
        fields = [name for name in INVOICES["en"] if name in needed or name in fields]
        if "net" not in fields:
            fields = [name for name in fields if name not in ("tax", "tax_rate")]
        if "tax" not in fields and "net" in fields:
            fields = [name for name in fields if name != "tax_rate"]
        if "customer" not in fields and "customer_name" not in fields:
            fields.append("customer_name")
        if chance.random() < 0.3:
            rest = fields[1:]
            chance.shuffle(rest)
            fields = [fields[0], *rest]
        return fields

    def _invoices(self, name: str, bills: list[Bill]) -> Sheet:
        chance, odd = self.chance, self.odd
        captions = {one: chance.choice(words.split("|")) for one, words in INVOICES[self.language].items()}
        if "newest first" in odd:
            bills.reverse()
        if "by customer" in odd:
            bills.sort(key=lambda one: one.customer)
        sheet = Sheet(
            name, self._fields(), captions, [self._row(one) for one in bills], chance.choice([0, 0, 2, 4])
        )
        if "formulas" in odd and {"net", "tax"} <= set(sheet.fields):
            with_charge = "charge" in sheet.fields
            sheet.formulas["gross"] = (
                "{net}+{charge}+{tax}" if with_charge else "{net}+{tax}",
                lambda row: (
                    amount_of(row, "net")
                    + amount_of(row, "tax")
                    + (amount_of(row, "charge") if with_charge else 0)
                ),
            )
            if "tax_rate" in sheet.fields and self.share and not with_charge and "tax by line" not in odd:
                sheet.formulas["tax"] = (
                    "ROUND({net}*{tax_rate},2)",
                    lambda row: (amount_of(row, "net") * amount_of(row, "tax_rate")).quantize(
                        CENT, ROUND_HALF_UP
                    ),
                )
        if "subtotals by month" in odd:
            self._subtotals(sheet, bills)
        self._total(sheet)
        return sheet

    def _row(self, bill: Bill) -> Row:
        customer = self.customers[bill.customer]
        states = STATES[self.language]
        left = bill.gross - bill.paid
        state = (
            states[3]
            if bill.void
            else states[2]
            if bill.settled or not left
            else states[1]
            if bill.paid
            else states[0]
        )
        row: Row = {
            "number": bill.number, "date": bill.when, "due_date": bill.due, "customer": customer.key,
            "customer_name": f"{customer.name} Bros" if bill.renamed else customer.name,
            "purchase_order": None if "empty columns" in self.odd else bill.order,
            "type": TYPES[self.language][bill.credit], "terms": bill.terms, "net": bill.net,
            "charge": bill.charge or None, "tax_rate": self._rate(bill.rate), "tax": bill.tax,
            "gross": bill.gross,
            "prepaid": bill.prepaid or None, "due_amount": bill.gross - bill.prepaid,
            "currency": bill.currency,
            "applies_to": bill.of.number if bill.of else None,
            "paid": bill.paid, "open": Decimal(0) if bill.settled else left, "status": state,
        }  # fmt: skip
        if bill.settled:
            row["paid"], row["open"] = bill.gross, Decimal(0)
        if "no due dates" in self.odd and self.chance.random() < 0.3:
            row["due_date"] = None
        if bill.void:
            row["open"] = row["paid"] = Decimal(0)
            if "void without amounts" in self.odd:
                row |= dict.fromkeys(("net", "charge", "tax", "gross", "due_amount"), Decimal(0))
        if bill.credit and "due_date" in row and self.chance.random() < 0.5:
            row["due_date"] = bill.when
        return row

    def _rate(self, rate: Decimal) -> Decimal:
        return rate if self.share else rate * 100

    def _subtotals(self, sheet: Sheet, bills: list[Bill]) -> None:
        label = SUBTOTALS[self.language]
        first = 0
        for index, bill in enumerate(bills):
            last = index + 1 == len(bills)
            if last or (bills[index + 1].when.year, bills[index + 1].when.month) != (
                bill.when.year,
                bill.when.month,
            ):
                part = sheet.rows[first : index + 1]
                sheet.after.append((index, {sheet.fields[0]: label, **sums(part, sheet.fields)}))
                if not last:
                    sheet.after.append((index, {}))
                first = index + 1

    def _total(self, sheet: Sheet) -> None:
        if self.chance.random() < 0.5 and "many currencies" not in self.odd:
            label = next((one for one in sheet.fields if one not in SUMMED), "")
            whole = sums(sheet.rows, sheet.fields)
            sheet.after.append((len(sheet.rows) - 1, {label: TOTALS[self.language], **whole}))

    def _line_sheet(self, name: str, invoices: Sheet, bills: list[Bill]) -> Sheet:
        chance = self.chance
        captions = {one: chance.choice(words.split("|")) for one, words in LINES[self.language].items()}
        captions |= {one: invoices.captions[one] for one in ("number", "tax_rate", "currency")}
        fields = [
            one
            for one in ("number", "line", "item", "description", "quantity", "unit_price")
            if one not in ("line", "description") or chance.random() < 0.7
        ]
        fields += ["discount_rate"] if "discounts" in self.odd else []
        fields += ["net"] + (["currency"] if "many currencies" in self.odd else [])
        rows: list[Row] = []
        for bill in bills:
            amounts = not (bill.void and "void without amounts" in self.odd)
            rows += [
                {**one, "number": bill.number, "currency": bill.currency} for one in bill.lines if amounts
            ]
        sheet = Sheet(name, fields, captions, rows)
        if "formulas" in self.odd and "discounts" not in self.odd:
            sheet.formulas["net"] = (
                "ROUND({quantity}*{unit_price},2)",
                lambda row: (amount_of(row, "quantity") * amount_of(row, "unit_price")).quantize(
                    CENT, ROUND_HALF_UP
                ),
            )
        return sheet

    def _customer_sheet(self, name: str, invoices: Sheet) -> Sheet:
        captions = {one: invoices.captions[one] for one in ("customer", "customer_name", "terms")}
        fields = ["customer", "customer_name", "city"] + (
            ["terms"] if self.chance.random() < 0.5 and not {"cash sales", "no due dates"} & self.odd else []
        )
        rows: list[Row] = [
            {"customer": one.key, "customer_name": one.name, "city": "Town", "terms": self._terms(one)}
            for one in self.customers
        ]
        return Sheet(name, fields, captions | {"city": CITY[self.language]}, rows)

    def _payment_sheet(
        self, name: str, invoices: Sheet, received: list[tuple[date, int, str, Decimal, list[Bill]]]
    ) -> Sheet:
        chance = self.chance
        captions = {one: chance.choice(words.split("|")) for one, words in PAYMENTS[self.language].items()}
        captions |= {one: invoices.captions[one] for one in ("customer", "currency")}
        fields = ["date", "applies_to", "amount"]
        # A receipt on account needs its customer.
        with_customer = "customer" in invoices.fields and (chance.random() < 0.6 or "on account" in self.odd)
        fields[1:1] = ["customer"] if with_customer else []
        fields += ["currency"] if "many currencies" in self.odd else []
        fields += ["bank_text"] if chance.random() < 0.4 else []
        rows: list[Row] = []
        for when, customer, currency, amount, bills in received:
            numbers = [written(one.number) for one in bills]
            rows.append({
                "date": when, "customer": self.customers[customer].key, "amount": amount,
                "currency": currency,
                "applies_to": bills[0].number if len(bills) == 1 else ", ".join(numbers) or None,
                "bank_text": f"{self.customers[customer].name} {' '.join(numbers)}".strip(),
            })  # fmt: skip
        return Sheet(name, fields, captions, rows)
