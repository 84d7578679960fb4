"""The currency of every row: its own, its document's, its customer's, its number format's, the book's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.layout.captions import SIGNS
from invoicing_xl.layout.qualifiers import qualified
from invoicing_xl.model.columns import Texts
from invoicing_xl.model.documents import number_keys, party_keys
from invoicing_xl.model.money import PLACES
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table

_SIGNS = {"EURO": "EUR", "EUROS": "EUR", "US DOLLAR": "USD", "CHF.": "CHF"}
_SYMBOLS = "US$ R$ € £ ₹ ₺ ₽ ₴ ₪ ₫ ₱ ₦ ₩ ฿ zł Kč CHF EUR USD GBP $".split()  # the longer first
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "UYU")
_AMOUNTS = ("gross", "net", "amount", "open", "unit_price")

Codes = NDArray[np.int64]


def with_currencies(tables: Sequence[Table], settings: Settings) -> list[Table]:
    """The tables, each row with its currency."""
    return _Book(tables, settings).told()


def currency_is_told(tables: Sequence[Table]) -> bool:
    """Whether a column or a number format of any table names a currency; else only the settings do."""
    return any((codes >= 0).any() for codes in _Book(tables, Settings()).own)


class _Book:
    def __init__(self, tables: Sequence[Table], settings: Settings) -> None:
        self._tables = tables
        self._names: list[str] = []
        self._dollar = self._dollar_of(settings)
        self.own = [self._own_codes(table) for table in tables]
        self._default = self._default_code(settings)

    @cached_property
    def _by_customer(self) -> dict[str, int]:
        return self._joins(("customers", "invoices"), "customer")

    @cached_property
    def _by_number(self) -> dict[str, int]:
        return self._joins(("invoices",), "number")

    def told(self) -> list[Table]:
        return [self._told(table, own) for table, own in zip(self._tables, self.own, strict=True)]

    def _told(self, table: Table, own: Codes) -> Table:
        codes = own
        if table.kind in ("lines", "payments") and (codes < 0).any():
            reference = "number" if table.kind == "lines" else "applies_to"
            codes = _filled(codes, number_keys(table.texts(reference)).lookup(self._by_number))
        if table.kind != "customers" and (codes < 0).any():
            codes = _filled(codes, party_keys(table.texts("customer")).lookup(self._by_customer))
        codes = np.where(codes < 0, self._default, codes)
        return table.with_currencies(Texts(codes.astype(np.int32), pa.array(self._names, pa.string())))

    def _code(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return self._names.index(name)

    def _dollar_of(self, settings: Settings) -> str:
        return settings.default_currency if settings.default_currency in _DOLLARS else "USD"

    def _own_codes(self, table: Table) -> Codes:
        """By the currency column, else the amounts' number format or captions; -1 where none tells."""
        written = table.texts("currency").map(lambda values: pc.utf8_upper(pc.utf8_trim_whitespace(values)))
        known = {text: self._code(name) for text in written.values.to_pylist() if (name := self._name(text))}
        codes = written.lookup(known)
        for field in _AMOUNTS:
            if table.has(field) and (codes < 0).any():
                by_style = np.array([self._by_format(code) for code in table.grid.formats] or [-1], np.int64)
                codes = _filled(codes, by_style[table.formats(field)])
        captions = {qualified(table.headers.get(field, "")).currency for field in _AMOUNTS}
        named = {self._name(one) for one in captions} - {""}
        return _filled(codes, np.full(len(codes), self._code(named.pop()))) if len(named) == 1 else codes

    def _name(self, text: str) -> str:
        if text in PLACES:
            return text
        return self._dollar if text == "$" else _SIGNS.get(text, "") or SIGNS.get(text.lower(), "")

    def _by_format(self, code: str) -> int:
        name = _symbol(code)
        name = self._name(name.upper()) if name else ""
        return self._code(name) if name else -1

    def _default_code(self, settings: Settings) -> int:
        """The one currency that the workbook names; else the setting."""
        seen = {code for codes in self.own for code in np.unique(codes).tolist() if code >= 0}
        return seen.pop() if len(seen) == 1 else self._code(settings.default_currency)

    def _joins(self, kinds: Sequence[str], field: str) -> dict[str, int]:
        """Key -> currency, where all rows with that key that name one name the same."""
        found: dict[str, int] = {}
        for table, own in zip(self._tables, self.own, strict=True):
            if table.kind not in kinds or not table.has(field) or not (own >= 0).any():
                continue
            texts = _keyed(table, field)
            telling = (own >= 0) & texts.known
            pairs = np.unique(texts.codes[telling].astype(np.int64) * len(self._names) + own[telling])
            keys, codes = np.divmod(pairs, len(self._names))
            single, first, count = np.unique(keys, return_index=True, return_counts=True)
            names = texts.values.take(pa.array(single[count == 1])).to_pylist()
            for name, code in zip(names, codes[first[count == 1]].tolist(), strict=True):
                found.setdefault(name, code)
        return found


def _keyed(table: Table, field: str) -> Texts:
    return number_keys(table.texts(field)) if field == "number" else party_keys(table.texts(field))


def _filled(codes: Codes, others: Codes) -> Codes:
    return np.where(codes < 0, others, codes)


@cache
def _symbol(code: str) -> str:
    """ "[$€-407] #,##0.00" -> "€"; "" where a number format names no currency."""
    start = code.find("[$")
    if start >= 0:
        symbol = code[start + 2 :].split("]")[0].split("-")[0].strip()
        return symbol.strip('"')
    for symbol in _SYMBOLS:
        if symbol in code.replace("[$-", ""):
            return symbol
    return ""
