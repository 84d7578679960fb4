"""Payment terms: what ``30 days``, ``30 EOM``, ``EOM 30`` or ``2/10 net 30`` make of a document date."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

TermsKind = Literal[
    "net", "days then end of month", "end of month then days", "months after end of month", "proximo", "fixed"
]


@dataclass(frozen=True, slots=True)
class Terms:
    """One payment term; ``days`` and ``months`` mean what ``kind`` says."""

    kind: TermsKind
    days: int = 0
    months: int = 0
    day_of_month: int = 0
    discount: Decimal = Decimal(0)
    discount_days: int = 0

    def due(self, dates: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Due dates of document dates (NaT stays NaT)."""
        raise NotImplementedError

    def discount_date(self, dates: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Last day of the early-payment discount; NaT where there is none."""
        raise NotImplementedError


def parse_terms(text: str) -> Terms | None:
    """The terms a text names (en, de, fr, es, nl; a bare number is days net); None if not understood."""
    raise NotImplementedError
