"""Statement numbers: ``ST-202605-ALFKI-1``.

Year and month are those of the statement's day; the last part counts a customer's statements of that
month. The same statement (customer, currency, kind and days) keeps its number when it is made again, so
that its sheet replaces the one made before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from invoicing_xl.statements.stored import StoredStatement

_LONGEST = 12


class Numbering:
    """Gives numbers that no statement kept in the workbook bears, unless it is the same one."""

    def __init__(self, stored: Iterable[StoredStatement]) -> None:
        self._numbers = {_same(one): one.number for one in stored}
        self._taken = set(self._numbers.values())

    def number(self, customer: str, currency: str, kind: str, as_of: str, start: str) -> str:
        """Days are ISO dates; ``start`` is "" where there is no period."""
        known = self._numbers.get((customer, currency, kind, as_of, start))
        if known:
            return known
        prefix = f"ST-{as_of[:4]}{as_of[5:7]}-{_code(customer)}-"
        count = 1
        while f"{prefix}{count}" in self._taken:
            count += 1
        self._taken.add(f"{prefix}{count}")
        return f"{prefix}{count}"


def _same(one: StoredStatement) -> tuple[str, str, str, str, str]:
    return one.customer, one.currency, one.kind, one.as_of, one.start


def _code(customer: str) -> str:
    """Letters and digits of the customer's ID, without accents."""
    plain = unicodedata.normalize("NFKD", customer.upper()).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]", "", plain)[:_LONGEST] or "CUSTOMER"
