"""Documents that bear one number: what they have in common, and which of them it does not belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from invoicing_xl.checks.document_rows import Documents, Ints, documents_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.order import ascending

_MOST_SPLIT = 0.02
_FEWEST = 3
_MOST_BY_CUSTOMER = 0.05


class Likeness(Enum):
    ENTERED_TWICE = "customer, date and amount are the same"
    SAME_DAY = "customer and date are the same, the amount is not"
    DIFFERENT = "different documents"


@dataclass(frozen=True)
class Collision:
    """``position`` bears the number of ``other``.

    belongs  the one number that is missing where the document stands, "" where that cannot be said
    """

    position: int
    other: int
    likeness: Likeness
    customers_differ: bool
    belongs: str


def collisions_of(facts: Facts) -> list[Collision]:
    """One for each document that bears another one's number, in the order of the rows."""
    return facts.once(_collisions)


def numbers_repeat(facts: Facts) -> bool:
    """Whether most numbers stand in several rows: then they do not tell documents apart."""
    return facts.once(_numbers_repeat)


def _numbers_repeat(facts: Facts) -> bool:
    documents, groups = documents_of(facts), facts.once(_all_groups)
    count = int(documents.counted.sum())
    distinct = count - sum(len(group) - 1 for group in groups)
    return 2 * (count - distinct) > count or (len(groups) > 1 and 2 * len(groups) > distinct)


def _all_groups(facts: Facts) -> list[Ints]:
    return list(_groups(documents_of(facts)))


def _collisions(facts: Facts) -> list[Collision]:
    if numbers_repeat(facts):
        return []
    documents, groups = documents_of(facts), facts.once(_all_groups)
    count = int(documents.counted.sum())
    found = [collision for group in groups for collision in _of_group(group, documents)]
    # Where that is the practice, rows of one number are parts of one document, and documents of two
    # customers have nothing to do with each other.
    split = sum(one.likeness is Likeness.SAME_DAY for one in found) > max(_FEWEST, _MOST_SPLIT * count)
    customers = sum(one.customers_differ for one in found) > max(_FEWEST, _MOST_BY_CUSTOMER * count)
    if split:
        found = [one for one in found if one.likeness is Likeness.DIFFERENT]
    if customers:
        found = [one for one in found if not one.customers_differ]
    return sorted(found, key=lambda one: one.position)


def _groups(documents: Documents) -> Iterator[Ints]:
    """Positions of documents of one type and one scope that bear one number."""
    numbers = documents.numbering.texts.codes
    often = np.bincount(numbers[documents.counted]) > 1
    positions = np.flatnonzero(documents.counted)
    positions = positions[often[numbers[positions]]]
    number = numbers[positions].astype(np.int64)
    scopes = int(documents.scope.max(initial=0)) + 1
    key = (number * 2 + documents.credit[positions]) * scopes + documents.scope[positions]
    order = ascending(key)
    ordered = key[order]
    begins = np.flatnonzero(np.diff(ordered, prepend=-1) != 0)
    lengths = np.diff(np.append(begins, len(ordered)))
    for first, length in zip(begins[lengths > 1].tolist(), lengths[lengths > 1].tolist(), strict=True):
        yield positions[order[first : first + length]]


def _of_group(group: Ints, documents: Documents) -> Iterator[Collision]:
    """All members but the one that keeps the number."""
    belongs = {one: documents.misplaced(one) for one in group.tolist()}
    keeps = next((one for one in group.tolist() if not belongs[one]), int(group[0]))
    for one in group.tolist():
        if one != keeps:
            likeness = _likeness(one, keeps, documents)
            customers = documents.customer.codes[[one, keeps]]
            differ = bool(customers[0] != customers[1] and (customers >= 0).all())
            elsewhere = belongs[one] if likeness is Likeness.DIFFERENT else ""
            yield Collision(one, keeps, likeness, differ, elsewhere)


def _likeness(first: int, second: int, documents: Documents) -> Likeness:
    same_customer = documents.customer.codes[first] == documents.customer.codes[second]
    days = documents.days[[first, second]]
    same_day = days[0] == days[1] or bool(np.isnat(days).all())
    if not (same_customer and same_day):
        return Likeness.DIFFERENT
    if documents.minor[first] == documents.minor[second]:
        return Likeness.ENTERED_TWICE
    return Likeness.SAME_DAY
