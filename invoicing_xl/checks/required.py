"""The fields without which a row of each kind says nothing."""

from __future__ import annotations

from collections.abc import Mapping

from invoicing_xl.model.fields import TableKind

REQUIRED: Mapping[TableKind, frozenset[str]] = {
    "invoices": frozenset({"number", "date", "customer", "gross", "currency"}),
    "lines": frozenset({"number", "quantity", "unit_price", "net"}),
    "customers": frozenset({"customer"}),
    "payments": frozenset({"date", "customer", "amount", "currency"}),
    "items": frozenset({"item"}),
}
