"""What the customer sheet knows, for rules that compare rows with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA

from invoicing_xl.checks.books import Books, books_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.joins import NONE
from invoicing_xl.checks.names import fingerprint, similar
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

_FEW_ROWS = 10
_MOST_UNKNOWN = 0.3


class Masters:
    """The rows of the customer sheets; positions count through them."""

    def __init__(self, books: Books) -> None:
        self._stack = books.masters
        ids, names = self._stack.texts("customer").map(tidy), self._stack.texts("customer_name")
        self.ids = [ids[position] for position in range(len(self._stack))]
        self.names = [names[position] for position in range(len(self._stack))]

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, table: Table) -> Ints:
        """The master row of each row's customer ID; ``NONE`` where it is not on the customer sheet."""
        return self._stack.find(id_keys(table.texts("customer")))

    def unknown(self, table: Table) -> Mask:
        """Rows whose customer ID is not on the customer sheet."""
        result: Mask = table.texts("customer").known & (self.find(table) == NONE)
        return result

    def know(self, table: Table) -> bool:
        """Whether the customer sheet is that of the table: most of its customers are there."""
        count = np.count_nonzero(table.texts("customer").known)
        most = count / 2 if count < _FEW_ROWS else _MOST_UNKNOWN * count
        return bool(np.count_nonzero(self.unknown(table)) <= most)

    @cached_property
    def fingerprints(self) -> list[str]:
        return [fingerprint(name) for name in self.names]

    @cached_property
    def _by_fingerprint(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for position, words in enumerate(self.fingerprints):
            if words:
                found.setdefault(words, []).append(position)
        return found

    def named(self, name: str) -> Sequence[int]:
        """The master rows of this name."""
        return self._by_fingerprint.get(fingerprint(name), [])

    def like(self, name: str) -> list[int]:
        """The master rows whose name this may be a slip of."""
        return [position for position, other in enumerate(self.names) if other and similar(name, other)]

    def typed(self, customer: str) -> list[int]:
        """The master rows whose ID differs by one slip of the keyboard."""
        key = customer.strip().upper()
        return [
            position
            for position, other in enumerate(self.ids)
            if OSA.distance(key, other.upper(), score_cutoff=1) == 1
        ]

    def blocked(self, words: str) -> Mask:
        """Master rows whose status matches a pattern."""
        return self._stack.texts("status").matches(words)

    def row(self, position: int) -> tuple[Table, int]:
        return self._stack.at(position)

    def place(self, position: int, name: str) -> str:
        table, index = self.row(position)
        return table.place(index, name)


def masters_of(facts: Facts) -> Masters:
    return facts.once(_masters)


def _masters(facts: Facts) -> Masters:
    return Masters(books_of(facts))
