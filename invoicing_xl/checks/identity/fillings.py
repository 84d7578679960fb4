"""What the workbook itself says should stand in a blank cell: only where it says one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.columns import Texts, texts_of
from invoicing_xl.model.documents import number_keys, party_keys
from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table


@dataclass(frozen=True, slots=True)
class Filling:
    """A value and a cell that says so."""

    value: str
    place: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row that has the value."""

    table: Table
    index: int
    name: str

    @property
    def filling(self) -> Filling:
        value = self.table.texts(self.name)[self.index].strip()
        return Filling(value, self.table.place(self.index, self.name))


class Fillings:
    """For each key the only value that stands with it on the sheets; the first kind of sheet that knows the
    key decides."""

    def __init__(
        self,
        facts: Facts,
        kinds: Sequence[TableKind],
        key: str,
        value: str,
        same: Callable[[Texts], Texts],
    ) -> None:
        self._same = same
        self._known: dict[str, _Seen | None] = {}
        for kind in reversed(kinds):
            tables = [table for table in facts.of_kind(kind) if table.has(key, value)]
            for table in tables:
                self._known |= _only(table, key, value, same)

    def of(self, key: str) -> Filling | None:
        """What stands with the key; None where nothing or several things do."""
        seen = self._known.get(self._same(texts_of([key]))[0]) if key else None
        return seen.filling if seen else None


def ids_of_names(facts: Facts) -> Fillings:
    return Fillings(facts, ("customers", "invoices"), "customer_name", "customer", party_keys)


def names_of_ids(facts: Facts) -> Fillings:
    return Fillings(facts, ("customers", "invoices"), "customer", "customer_name", id_keys)


def currencies_of_ids(facts: Facts) -> Fillings:
    return Fillings(facts, ("customers", "invoices"), "customer", "currency", id_keys)


def customers_of_documents(facts: Facts) -> Fillings:
    return Fillings(facts, ("invoices",), "number", "customer", number_keys)


def _only(table: Table, key: str, value: str, same: Callable[[Texts], Texts]) -> dict[str, _Seen | None]:
    """Each key of a table with a row of its only value, or with None where it has several."""
    keys, values = same(table.texts(key)), table.texts(value).map(tidy)
    rows = np.flatnonzero(keys.known & values.known)
    of_row = keys.codes[rows]
    first = np.full(len(keys.values), -1)
    first[of_row[::-1]] = rows[::-1]
    several = np.zeros(len(first), bool)
    several[of_row[values.codes[rows] != values.codes[first[of_row]]]] = True
    return {
        name: None if many else _Seen(table, row, value)
        for name, row, many in zip(keys.values.to_pylist(), first.tolist(), several.tolist(), strict=True)
        if row >= 0
    }
