"""Payment terms: what ``30 days``, ``30 EOM``, ``EOM 30`` or ``2/10 net 30`` make of a document date.

A text is understood only where every word of it is known and together they are one term that fixes the
due date. Instalments, shares on order or delivery, several discounts, and days counted from a receipt
or a delivery that no sheet dates are not understood, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.terms_words import MEANING

Days = NDArray[np.datetime64]

TermsKind = Literal[
    "net",
    "months",
    "days then end of month",
    "end of month then days",
    "months after end of month",
    "proximo",
]


@dataclass(frozen=True, slots=True)
class Terms:
    """One payment term; the other values mean what ``kind`` says, d being the document's date.

    net                        d + days
    months                     the same day ``months`` later, or the last day of that month
    days then end of month     "30 EOM": the end of the month of d + days; with ``day_of_month`` that day
                               of the month after it
    end of month then days     "EOM 30": the end of d's month + days
    months after end of month  the end of the month ``months`` after d's, + days
    proximo                    ``day_of_month`` of the month after d's (its last day where it is shorter);
                               a document dated after ``cutoff`` of its month (0: none) one month later

    discount       share taken off for early payment (0.02), 0 for none
    discount_days  counted from d
    """

    kind: TermsKind
    days: int = 0
    months: int = 0
    day_of_month: int = 0
    discount: Decimal = Decimal(0)
    discount_days: int = 0
    cutoff: int = 0

    def due(self, dates: Days) -> Days:
        """Due dates of document dates (datetime64[D]; NaT stays NaT)."""
        dates = dates.astype("datetime64[D]")
        match self.kind:
            case "net":
                return dates + self.days
            case "months":
                return _on_day(_month(dates) + self.months, _day_of_month(dates))
            case "days then end of month":
                closed = _month(dates + self.days)
                return _on_day(closed + 1, self.day_of_month) if self.day_of_month else _end(closed)
            case "end of month then days":
                return _end(_month(dates)) + self.days
            case "months after end of month":
                return _end(_month(dates) + self.months) + self.days
            case "proximo":
                late = (_day_of_month(dates) > self.cutoff) & (self.cutoff > 0)
                return _on_day(_month(dates) + 1 + late, self.day_of_month)

    def discount_date(self, dates: Days) -> Days:
        """Last day of the early-payment discount; NaT where there is none."""
        dates = dates.astype("datetime64[D]")
        if not self.discount:
            return np.full(dates.shape, np.datetime64("NaT", "D"))
        return dates + self.discount_days


def _month(dates: Days) -> Days:
    return dates.astype("datetime64[M]")


def _day_of_month(dates: Days) -> NDArray[np.int64]:
    """1 to 31; meaningless for NaT."""
    since_first: NDArray[np.int64] = (dates - _month(dates).astype("datetime64[D]")).astype(np.int64)
    return since_first + 1


def _end(months: Days) -> Days:
    return (months + 1).astype("datetime64[D]") - 1


def _on_day(months: Days, day: int | NDArray[np.int64]) -> Days:
    """That day of the months, or their last."""
    last = _end(months)
    return np.minimum(months.astype("datetime64[D]") + (day - 1), last)


# Reading a text: words as meanings (see terms_words), then the grammar over them. ------------------------

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)(?:(?:st|nd|rd|th|er|eme|e)\b)?(?P<share> ?%| ?/(?= ?\d))?"
_LONGEST_FIRST = sorted(MEANING, key=len, reverse=True)
_TOKEN = re.compile(
    rf"{_NUMBER}|(?P<words>{'|'.join(map(re.escape, _LONGEST_FIRST))})(?![a-z])|[ ,;.:+/()&'-]+"
)

# The terms themselves, as letters of the words' meanings around numbers (#). "Net" and the day of the
# document are taken out before.
_GRAMMAR: tuple[tuple[str, Callable[..., Terms]], ...] = (
    (r"#D?|D#", lambda days: Terms("net", days)),
    (r"#W", lambda weeks: Terms("net", 7 * weeks)),
    (r"#M", lambda months: Terms("months", months=months)),
    (r"Z", lambda: Terms("net")),
    (r"O?E", lambda: Terms("days then end of month")),
    (r"#D?O?E", lambda days: Terms("days then end of month", days)),
    (r"#D?EO#", lambda days, day: Terms("days then end of month", days, day_of_month=day)),
    (r"A?E#D?|#D?AE", lambda days: Terms("end of month then days", days)),
    (r"#MA?E|A?E#M", lambda months: Terms("months after end of month", months=months)),
    (r"O?X", lambda: Terms("months after end of month", months=1)),
    (r"X#D?|#D?AX", lambda days: Terms("months after end of month", days, months=1)),
    (r"EO#", lambda day: Terms("proximo", day_of_month=day)),
    (r"O?D?#P|PO?#", lambda day: Terms("proximo", day_of_month=day)),
    (r"O?D?#PC#|PO?#C#", lambda day, cutoff: Terms("proximo", day_of_month=day, cutoff=cutoff)),
)
_UNSEEN = ("Mn", "Cf")  # accents, taken apart; characters without width
_NEGATIVE = re.compile(r"(?:^|[ (])[-−–]\d")
_MOST_DAYS = 999
_LARGEST_SHARE_WITHOUT_SIGN = 10


@dataclass(frozen=True)
class _Clause:
    """A text as meanings. ``letters`` has "#" for each number and "%" for each share, in order."""

    letters: str
    numbers: tuple[Decimal, ...]

    def part(self, first: int, last: int) -> _Clause:
        before = len(re.findall("[#%]", self.letters[:first]))
        letters = self.letters[first:last]
        return _Clause(letters, self.numbers[before : before + len(re.findall("[#%]", letters))])

    def __add__(self, other: _Clause) -> _Clause:
        return _Clause(self.letters + other.letters, self.numbers + other.numbers)


def parse_terms(text: str) -> Terms | None:
    """The terms a text names (en, de, fr, es, nl; a bare number is days net); None if not understood."""
    clause = _understood(text)
    if clause is None:
        return None
    if "%" not in clause.letters:
        return _due_clause(clause)
    readings = set(_with_discount(clause))
    return readings.pop() if len(readings) == 1 else None


def _understood(text: str) -> _Clause | None:
    """Every word as its meaning; None where one has none."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("’", "'")
    folded = "".join(sign for sign in folded if unicodedata.category(sign) not in _UNSEEN)
    plain = re.sub(r"\b[dl]'", "", " ".join(folded.split()))
    if _NEGATIVE.search(plain):
        return None
    letters, numbers, place = "", [], 0
    while place < len(plain):
        token = _TOKEN.match(plain, place)
        if token is None:
            return None
        place = token.end()
        if token["number"]:
            number = Decimal(token["number"].replace(",", "."))
            share = (token["share"] or "").strip()
            if share == "/" and number > _LARGEST_SHARE_WITHOUT_SIGN:
                return None
            letters += "%" if share else "#"
            numbers.append(number)
        elif token["words"]:
            letters += MEANING[token["words"]]
    return _Clause(letters, tuple(numbers))


def _due_clause(clause: _Clause) -> Terms | None:
    """What a clause without a discount says; whole days, and days that a month has."""
    letters = re.sub("A?F|N", "", clause.letters)
    if any(number != int(number) or number > _MOST_DAYS for number in clause.numbers):
        return None
    for pattern, terms in _GRAMMAR:
        if re.fullmatch(pattern, letters):
            found = terms(*map(int, clause.numbers))
            return found if _possible(found) else None
    return None


def _possible(terms: Terms) -> bool:
    if terms.kind == "proximo" and not terms.day_of_month:
        return False
    return terms.day_of_month <= 31 and terms.cutoff <= 31


def _with_discount(clause: _Clause) -> Iterator[Terms]:
    """Each way to read the clause as one discount and the term without it."""
    plain = _Clause(clause.letters.replace("S", ""), clause.numbers)
    # "2/10 EOM net 30": the end of which month, and counted from when, is read in different ways.
    for pattern in (r"%#(?:DF?)?(?!E)", r"#D%"):
        for match in re.finditer(pattern, plain.letters):
            share, days = plain.part(*match.span()).numbers[:: 1 if match[0][0] == "%" else -1]
            terms = _due_clause(plain.part(0, match.start()) + plain.part(match.end(), len(plain.letters)))
            if terms is None or not 0 < share < 100 or days != int(days):
                continue
            if terms.kind != "net" or days < terms.days:
                yield replace(terms, discount=share / 100, discount_days=int(days))
