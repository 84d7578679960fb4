"""Numbers that carry their own proof: tax IDs and bank accounts (IBAN)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from stdnum import get_cc_module, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.util import clean

# Which number of a country a tax ID may be: its VAT ID, else its taxpayers' number.
_KINDS = ("vat", "tin", "stnr", "codicefiscale", "utr")
_LONGEST = 64
_EUROPEAN = {**{code: code.upper() for code in vat.MEMBER_STATES}, "gr": "EL", "el": "EL", "xi": "XI"}


def tax_id(text: str, country: str) -> str | None:
    """The ID as it is registered (without spaces and dots, an EU VAT ID with its country), "" where its
    check digits or its form are wrong, None where the country's IDs are not known.

    ``country`` is an ISO code such as DE, EL or XI; blank, where an EU VAT ID begins with it itself.
    """
    number = _cleaned(text)
    code = (country.strip() or number[:2]).lower()
    if not (code.isascii() and code.isalpha() and len(code) == 2):  # it becomes part of a module's name
        return None
    if code in _EUROPEAN:
        return _european(number, _EUROPEAN[code]) or _national(number, "gr" if code == "el" else code) or ""
    return _national(number, code)


def valid_iban(text: str) -> str:
    """The IBAN without spaces; "" where its check digits or its country's form are wrong."""
    try:
        number = str(iban.validate(_cleaned(text)))
    except ValidationError:
        return ""
    # 00, 01 and 99 leave the right remainder too, but no bank has reckoned them.
    return number if number[2:4] == iban.calc_check_digits(number) else ""


def _cleaned(text: str) -> str:
    """Usual signs for unusual ones; "" for what is no number at all, so that no check stumbles over it."""
    cleaned = clean(text).strip()
    return cleaned if cleaned.isascii() and len(cleaned) <= _LONGEST else ""


def _european(text: str, prefix: str) -> str:
    compact = "".join(sign for sign in text.upper() if sign.isalnum())
    if prefix == "EL":
        compact = compact.removeprefix("GR")
    try:
        return str(vat.validate(compact if compact.startswith(prefix) else prefix + compact))
    except ValidationError:
        return ""


def _national(text: str, country: str) -> str | None:
    validators = _validators(country)
    for validate in validators:
        try:
            return validate(text)
        except ValidationError:
            continue
    return "" if validators else None


@cache
def _validators(country: str) -> tuple[Callable[[str], str], ...]:
    """What tells the right IDs of a country (two letters)."""
    modules = (get_cc_module(country, kind) for kind in _KINDS)
    return tuple(module.validate for module in modules if module is not None)
