"""Finds the customer a name means in a list of customers; never one of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from invoicing_xl.checks.names import plain

NONE = -1
_SLIP = 88
"""How much of two names has to be the same, of 100, where one is to be a slip of the other."""

_LEGAL_FORMS = frozenset(
    """
    ltd llc llp lp inc corp co plc pty
    gmbh mbh ag kg ohg ug se kgaa gbr ek
    sa sas sarl sasu eurl snc sl slu sau sc
    bv nv vof cv oy ab aps srl spa
    """.split()
)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # B.V., G.m.b.H.
_WRITTEN_OUT = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co"}


@dataclass(frozen=True, slots=True)
class _Name:
    """``core`` is the name without its legal form, ``forms`` that, ``figures`` the numbers in it."""

    words: str
    core: str
    core_words: str
    forms: frozenset[str]
    figures: tuple[str, ...]

    @classmethod
    def of(cls, name: str) -> _Name:
        name = _INITIALS.sub(lambda found: found[0].replace(".", ""), name)
        words = [_WRITTEN_OUT.get(word, word) for word in plain(name).split()]
        forms = frozenset(words) & _LEGAL_FORMS
        core = [word for word in words if word not in forms] or words
        figures = tuple(word for word in words if any(sign.isdigit() for sign in word))
        return cls(_sorted(words), " ".join(core), _sorted(core), forms, figures)

    def may_be(self, other: _Name) -> bool:
        """Another legal form is another company, another number another branch."""
        same_form = not self.forms or not other.forms or self.forms == other.forms
        return same_form and self.figures == other.figures


def _sorted(words: Sequence[str]) -> str:
    return " ".join(sorted(set(words)))


class NameList:
    """Customers by any of their names: ``names[i]`` are what customer i is called."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._names: list[tuple[_Name, int]] = [
            (found, position)
            for position, called in enumerate(names)
            for name in called
            if (found := _Name.of(name)).words
        ]
        self._by_words = self._index([name.words for name, _ in self._names])
        self._by_core = self._index([name.core_words for name, _ in self._names])

    @staticmethod
    def _index(keys: Sequence[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, key in enumerate(keys):
            found.setdefault(key, []).append(place)
        return found

    def find(self, names: Sequence[str]) -> list[int]:
        """The customer each name means; ``NONE`` where nobody or several could be meant.

        First the same words in any order, whatever their case, accents and punctuation; then the same where
        one of the two lacks the legal form (Ltd, GmbH); then a slip of one name and of no other.
        """
        asked = [_Name.of(name) for name in names]
        found = [self._same(name) for name in asked]
        unknown = [at for at, candidates in enumerate(found) if not candidates and asked[at].words]
        for at, candidates in zip(unknown, self._alike([asked[at] for at in unknown]), strict=True):
            found[at] = candidates
        return [one.pop() if len(one) == 1 else NONE for one in found]

    def _same(self, name: _Name) -> set[int]:
        same = {self._names[place][1] for place in self._by_words.get(name.words, [])}
        return same or self._possible(name, self._by_core.get(name.core_words, []))

    def _alike(self, names: Sequence[_Name]) -> list[set[int]]:
        if not names or not self._names:
            return [set() for _ in names]
        cores = [name.core for name, _ in self._names]
        likeness = process.cdist(
            [name.core for name in names], cores, scorer=fuzz.ratio, score_cutoff=_SLIP, dtype=np.uint8
        )
        return [
            self._possible(name, np.flatnonzero(row).tolist())
            for name, row in zip(names, likeness, strict=True)
        ]

    def _possible(self, name: _Name, places: Sequence[int]) -> set[int]:
        return {self._names[place][1] for place in places if name.may_be(self._names[place][0])}
