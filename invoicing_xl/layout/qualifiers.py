"""What captions say beside their meaning: a currency, whose currency it is, one tax rate of several.

"Amount (LCY)" and "Betrag in Hauswährung" are amounts in the firm's own currency, "Netto 7 %" is the part
of the net amount at one rate. The same column read alone would be taken for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from invoicing_xl.layout.captions import SIGN, SIGNS, plain

Basis = Literal["", "local", "document"]

# Three capitals in a caption are a currency where they are one that invoices are written in; "ALL" is not.
_CODES = (
    "EUR|USD|GBP|CHF|CAD|AUD|NZD|ZAR|INR|MXN|ARS|BRL|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CNY|HKD|SGD|AED|XOF|XAF|BGN|RON"
    "|TRY|RUB|UAH|ILS|KRW|THB|VND|PHP|IDR|MYR|TWD|NGN|KES|EGP|MAD|TND|SAR|QAR|KWD|PKR|COP|CLP|PEN"
)
_CODE = re.compile(
    rf"(?:\bin )?[(\[]?(?<![^\W_])({_CODES})(?![^\W_])[)\]]?|_({_CODES.lower()})$"  # and as in "amount_usd"
)
_TAIL = re.compile(r"\s([€£$₹])\s*$")
_RATE = re.compile(r"(?:\b(?:at|zu|mit|a|al|van)\s+)?\(?(?<!\d)(\d{1,2}(?:[.,]\d{1,2})?)\s?%\)?")
_OF_BASIS: Mapping[Basis, str] = {
    "local": (
        r"local currency|local|lcy|lc|home currency|base currency|functional currency|company currency"
        r"|reporting currency|hauswahrung|hwahr|hw|lokalwahrung|landeswahrung|basiswahrung"
        r"|moneda local|moneda nacional|moneda base|monnaie locale|devise locale|devise societe"
        r"|lokale valuta|eigen valuta|basisvaluta"
    ),
    "document": (
        r"document currency|doc currency|doc curr|transaction currency|invoice currency|foreign currency|fcy"
        r"|fc|belegwahrung|bwahr|bw|fremdwahrung|fw|transaktionswahrung|rechnungswahrung"
        r"|moneda extranjera|moneda documento|devise etrangere|devise document|vreemde valuta|documentvaluta"
    ),
}
_BASES: Mapping[Basis, re.Pattern[str]] = {
    basis: re.compile(rf"(?:\b(?:in|en|in der|in de)\s+)?\b(?:{words})\b")
    for basis, words in _OF_BASIS.items()
}


@dataclass(frozen=True, slots=True)
class Qualified:
    """A caption without its qualifiers; "" for what it does not say.

    basis     whose currency it speaks of: the firm's own or the document's
    currency  an ISO code, or "$": which dollars, the workbook does not say
    rate      one tax rate, as written ("5,5")
    """

    caption: str
    basis: Basis = ""
    currency: str = ""
    rate: str = ""


@cache
def qualified(caption: str) -> Qualified:
    """The caption taken apart. One that says nothing but a currency's basis names the currency itself."""
    code = _CODE.search(caption)
    bare = _CODE.sub(" ", caption) if code and _CODE.sub("", caption).strip() else caption
    rate = _RATE.search(bare)
    without = _RATE.sub(" ", bare) if rate and re.search(r"[^\W\d_]{2}", _RATE.sub("", bare)) else bare
    basis, rest = _basis(without)
    return Qualified(
        rest,
        basis,
        (code[1] or code[2].upper()) if code and bare != caption else _of_sign(caption),
        rate[1] if rate and without != bare else "",
    )


def _of_sign(caption: str) -> str:
    """The currency of a sign in brackets or at the end: "Amount (£)", "Betrag in €"."""
    sign = SIGN.search(caption) or _TAIL.search(caption)
    return SIGNS[sign[1].lower()] if sign else ""


def _basis(caption: str) -> tuple[Basis, str]:
    text = plain(caption)
    for basis, pattern in _BASES.items():
        if pattern.search(text):
            return basis, " ".join(pattern.sub(" ", text).split()) or "currency"
    return "", caption
