"""Who the customers are, over all sheets: by ID, and by name where a row has no ID."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Texts, concatenated, merged_texts
from invoicing_xl.model.documents import number_keys, party_keys
from invoicing_xl.model.ledger import Customers
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]


def customers_of(
    masters: Sequence[tuple[int, Table]], ids: Texts, names: Texts
) -> tuple[Customers, NDArray[np.int64]]:
    """All customers, and which of them each entry names (-1 where it names nobody).

    ``masters`` are the customer sheets with their positions among the ledger's tables. An ID is the same
    whatever its case, spaces and (where it is all digits) leading zeros. A row with a name only belongs to
    the ID that bears this name, where that is only one: on the customer sheet, else on the other rows.
    """
    all_ids = concatenated([*(table.texts("customer") for _, table in masters), ids]).map(tidy)
    all_names = concatenated([*(table.texts("customer_name") for _, table in masters), names])
    known_as = all_names.map(tidy)
    on_master = sum(len(table) for _, table in masters)
    id_key = id_keys(all_ids).codes.astype(np.int64)
    name_key = party_keys(all_names).codes.astype(np.int64)

    id_count, name_count = id_key.max(initial=-1) + 1, name_key.max(initial=-1) + 1
    id_of_name = _only_ids(name_key, id_key, name_count)
    of_master = _only_ids(name_key[:on_master], id_key[:on_master], name_count)
    id_of_name = np.where(of_master >= 0, of_master, id_of_name)
    by_name = np.where(id_of_name >= 0, id_of_name, id_count + np.arange(name_count))
    party = np.where(id_key >= 0, id_key, np.append(by_name, -1)[name_key])

    parties, first = np.unique(np.append(party, -1), return_index=True)
    parties, first = parties[1:], first[1:]
    mastered = first < on_master
    place = np.repeat([place for place, _ in masters], [len(table) for _, table in masters])
    index = np.concatenate([np.arange(0), *(np.arange(len(table)) for _, table in masters)])
    customers = Customers(
        ids=[all_ids[row] or known_as[row] for row in first.tolist()],
        names=_names(party, parties, all_names),
        table=_where_mastered(mastered, place, first).astype(np.int16),
        index=_where_mastered(mastered, index, first),
    )
    found = np.where(party >= 0, np.searchsorted(parties, party), -1)
    return customers, found[on_master:]


def id_keys(ids: Texts) -> Texts:
    """What makes two writings the same customer ID: case and spaces do not count; leading zeros only where
    the ID has but digits."""
    digits = ids.matches(r"^\s*\d+\s*$")
    keys = party_keys(ids)
    if not digits.any():
        return keys
    bare = number_keys(Texts(ids.codes[digits], ids.values))
    return merged_texts(keys, digits, bare)


def _only_ids(name: Ints, party: Ints, count: int) -> Ints:
    """Of each name the only ID that occurs with it, -1 where none or several do."""
    both = (name >= 0) & (party >= 0)
    pairs = np.unique(np.stack([name[both], party[both]]), axis=1)
    names, position, occurrences = np.unique(pairs[0], return_index=True, return_counts=True)
    result = np.full(count, -1)
    result[names[occurrences == 1]] = pairs[1][position[occurrences == 1]]
    return result


def _names(party: Ints, parties: Ints, names: Texts) -> list[str]:
    """The first name each party bears."""
    rows = np.flatnonzero((party >= 0) & names.known)
    named, position = np.unique(party[rows], return_index=True)
    row_of = dict(zip(named.tolist(), rows[position].tolist(), strict=True))
    return [names[row_of[one]].strip() if one in row_of else "" for one in parties.tolist()]


def _where_mastered(mastered: NDArray[np.bool_], values: Ints, first: Ints) -> Ints:
    result = np.full(len(first), -1)
    result[mastered] = values[first[mastered]]
    return result
