"""The fields a sheet's column can hold, and what kind of value each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "identifier", "amount", "number", "rate", "date", "flag"]
TableKind = Literal["invoices", "lines", "customers", "payments", "items", "account"]


@dataclass(frozen=True, slots=True)
class Field:
    """kind: "identifier" is text even where digits only; "rate" is a share (0.19) or a percentage (19);
    "amount" is money in the row's currency; "number" has any decimals (quantities, unit prices)."""

    name: str
    title: str
    kind: FieldKind


_FIELDS = (
    Field("type", "Document type", "text"),
    Field("number", "Document number", "identifier"),
    Field("line", "Line number", "identifier"),
    Field("date", "Document date", "date"),
    Field("due_date", "Due date", "date"),
    Field("service_from", "Service from", "date"),
    Field("service_to", "Service to", "date"),
    Field("customer", "Customer ID", "identifier"),
    Field("customer_name", "Customer name", "text"),
    Field("tax_id", "Tax ID", "identifier"),
    Field("address", "Address", "text"),
    Field("city", "City", "text"),
    Field("postcode", "Postcode", "identifier"),
    Field("country", "Country", "text"),
    Field("phone", "Phone", "identifier"),
    Field("email", "E-mail", "text"),
    Field("iban", "IBAN", "identifier"),
    Field("purchase_order", "Purchase order or reference", "identifier"),
    Field("contract", "Contract", "identifier"),
    Field("applies_to", "Applies to document", "identifier"),
    Field("item", "Item", "text"),
    Field("description", "Description", "text"),
    Field("quantity", "Quantity", "number"),
    Field("unit", "Unit", "text"),
    Field("unit_price", "Unit price", "number"),
    Field("price_base", "Price base quantity", "number"),
    Field("discount_rate", "Discount rate", "rate"),
    Field("discount", "Discount amount", "amount"),
    Field("charge", "Charges", "amount"),
    Field("net", "Net amount", "amount"),
    Field("tax_code", "Tax code", "text"),
    Field("tax_rate", "Tax rate", "rate"),
    Field("tax", "Tax amount", "amount"),
    Field("gross", "Gross amount", "amount"),
    Field("prepaid", "Prepaid", "amount"),
    Field("rounding", "Rounding", "amount"),
    Field("due_amount", "Amount due", "amount"),
    Field("currency", "Currency", "text"),
    Field("exchange_rate", "Exchange rate", "number"),
    Field("terms", "Payment terms", "text"),
    Field("discount_date", "Discount date", "date"),
    Field("paid", "Paid", "amount"),
    Field("paid_date", "Paid on", "date"),
    Field("settled", "Paid: yes or no", "flag"),
    Field("open", "Open amount", "amount"),
    Field("status", "Status", "text"),
    Field("sent_at", "Sent on", "date"),
    Field("disputed", "Disputed", "flag"),
    Field("amount", "Payment amount", "amount"),
    Field("debit", "Debit", "amount"),
    Field("credit", "Credit", "amount"),
    Field("side", "Debit or credit", "text"),
    Field("balance", "Running balance", "amount"),
    Field("method", "Payment method", "text"),
    Field("bank_text", "Bank text", "text"),
    Field("bank_reference", "Bank reference", "identifier"),
    Field("credit_limit", "Credit limit", "amount"),
    Field("note", "Note", "text"),
)

FIELDS: dict[str, Field] = {field.name: field for field in _FIELDS}
