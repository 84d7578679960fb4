"""Which single figure, replaced alone, makes all sums of a document agree.

A wrong figure breaks every equation it stands in. So the figure at fault stands in all equations that
are broken, and there is a value for it with which each equation holds again. Exactly one such figure
is a proposal; several are candidates for the clerk to choose from; none means that more than one
figure is wrong, or that something is missing from the sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from rapidfuzz.distance import OSA

Figures = Mapping[str, Decimal]


class Equation(Protocol):
    """What the figures of one document must fulfil."""

    @property
    def names(self) -> tuple[str, ...]:
        """The figures it binds together."""

    def holds(self, figures: Figures) -> bool: ...

    def implied(self, name: str, figures: Figures) -> Iterable[Decimal]:
        """Values of one figure, all others held, that would fulfil the equation."""


@dataclass(frozen=True)
class Candidate:
    """New values that would put all sums right: the figure at fault first, then what is reckoned from it."""

    values: Mapping[str, Decimal]

    @property
    def name(self) -> str:
        """The figure at fault."""
        return next(iter(self.values))

    @property
    def value(self) -> Decimal:
        return self.values[self.name]

    def applied(self, figures: Figures) -> dict[str, Decimal]:
        return {**figures, **self.values}


def candidates(
    equations: Sequence[Equation],
    figures: Figures,
    *,
    fixed: Collection[str] = (),
    followers: Mapping[str, Sequence[str]] | None = None,
) -> list[Candidate]:
    """Every figure that, replaced alone, makes all equations hold; [] where they hold already.

    fixed      figures that are no cell of this document (the sum of its lines)
    followers  figure -> figures reckoned from it. Where replacing a figure alone is not enough, the ones
               reckoned from it, in this order, may follow it: a total follows its tax
    """
    broken = [equation for equation in equations if not equation.holds(figures)]
    if not broken:
        return []
    names = [name for name in broken[0].names if name not in fixed]
    shared = [name for name in names if all(name in equation.names for equation in broken)]
    found = []
    for name in shared:
        values = list(dict.fromkeys(_implied(name, broken, figures)))
        alone = [
            Candidate({name: value}) for value in values if _all_hold(equations, {**figures, name: value})
        ]
        found += alone or _followed(name, values, equations, figures, (followers or {}).get(name, ()))
    return found


def _implied(name: str, broken: Sequence[Equation], figures: Figures) -> Iterator[Decimal]:
    for equation in broken:
        yield from (value for value in equation.implied(name, figures) if value != figures[name])


def _followed(
    name: str,
    values: Sequence[Decimal],
    equations: Sequence[Equation],
    figures: Figures,
    followers: Sequence[str],
) -> list[Candidate]:
    found = []
    for value in values:
        trial = {**figures, name: value}
        changed = {name: value}
        for follower in (other for other in followers if other in figures):
            upstream = [equation for equation in equations if follower in equation.names]
            broken = [equation for equation in upstream if not equation.holds(trial)]
            following = next(iter(broken[0].implied(follower, trial)), None) if broken else None
            if following is not None:
                trial[follower] = changed[follower] = following
        if len(changed) > 1 and _all_hold(equations, trial):
            found.append(Candidate(changed))
    return found


def _all_hold(equations: Iterable[Equation], figures: Figures) -> bool:
    return all(equation.holds(figures) for equation in equations)


def decided(
    found: Sequence[Candidate], figures: Figures, evidence: Sequence[Equation] = ()
) -> Candidate | None:
    """The one candidate that nothing speaks against, or None.

    Evidence is what agrees with right figures but need not (payments that settle the invoice). Evidence
    that no candidate fulfils says nothing; evidence that held and would be lost speaks against a candidate.
    """
    telling = [
        equation
        for equation in evidence
        if equation.holds(figures) or any(equation.holds(one.applied(figures)) for one in found)
    ]
    supported = [one for one in found if _all_hold(telling, one.applied(figures))]
    return supported[0] if len(supported) == 1 else None


def slip(now: Decimal, meant: Decimal) -> str:
    """How ``now`` may have come from ``meant``, as a question for the clerk; "" where nothing is known."""
    if not now or not meant or now == meant:
        return ""
    if now == -meant:
        return "the sign is turned?"
    if _same_digits_moved(now, meant):
        return "the decimal point has slipped?"
    first, second = _digits(now, meant)
    if OSA.distance(first, second) != 1 or (now < 0) != (meant < 0):
        return ""
    if len(first) != len(second):
        return "a digit too many?" if len(first) > len(second) else "a digit missing?"
    return "two digits swapped?" if sorted(first) == sorted(second) else "one digit mistyped?"


def is_swap(now: Decimal, meant: Decimal) -> bool:
    """Whether two neighbouring digits changed places."""
    return slip(now, meant) == "two digits swapped?"


def _digits(now: Decimal, meant: Decimal) -> tuple[str, str]:
    """Both numbers' digits, to the same number of decimals."""
    places = max(-int(now.as_tuple().exponent), -int(meant.as_tuple().exponent), 0)
    return str(abs(int(now.scaleb(places)))), str(abs(int(meant.scaleb(places))))


def _same_digits_moved(now: Decimal, meant: Decimal) -> bool:
    """Whether one is the other times 10, 100 or 1,000, to the precision in which it is written."""
    larger, smaller = (now, meant) if abs(now) > abs(meant) else (meant, now)
    unit = Decimal(1).scaleb(int(smaller.as_tuple().exponent))
    lost = unit if abs(smaller) >= 100 * unit else Decimal(0)
    return any(abs(larger.scaleb(-shift) - smaller) <= lost for shift in (1, 2, 3))


def ranked(found: Iterable[Candidate], figures: Figures, result: str) -> list[Candidate]:
    """The likelier candidates first: the figure that is reckoned from the others, slips, smaller changes."""

    def unlikeliness(one: Candidate) -> tuple[bool, bool, Decimal]:
        now = figures[one.name]
        return one.name != result, not slip(now, one.value), abs(one.value - now)

    return sorted(found, key=unlikeliness)
