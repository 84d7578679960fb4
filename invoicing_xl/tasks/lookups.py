"""What formulas ask of single values and lists: names, numbers, IDs."""

from __future__ import annotations

from collections.abc import Sequence

from invoicing_xl.checks import number_list, registered_numbers
from invoicing_xl.checks.name_list import NameList
from invoicing_xl.model.columns import Texts
from invoicing_xl.statements.aging import Buckets, buckets_of


def tax_id(text: str, country: str) -> str | None:
    """The ID as it is registered, "" where it is wrong, None where the country's IDs are not known."""
    return registered_numbers.tax_id(text, country)


def iban(text: str) -> str:
    """The IBAN without spaces, "" where it is wrong."""
    return registered_numbers.valid_iban(text)


def customers_meant(names: Sequence[str], customers: Sequence[Sequence[str]]) -> list[int]:
    """Of each name the customer it means, as an index; -1 where nobody or several could be meant."""
    return NameList(customers).find(names)


def gaps(numbers: Texts) -> list[tuple[str, str, int]]:
    """(first, last, count) of the numbers missing in a list."""
    return [(gap.first, gap.last, gap.count) for gap in number_list.gaps(numbers)]


def next_number(numbers: Texts) -> str | None:
    """The number that follows the last one of a list; None where it has no digits."""
    return number_list.next_number(numbers)


def due_buckets(edges: Sequence[int]) -> Buckets:
    """The aging buckets by days past due. ``ClerkMessage`` where the edges do not rise from 1 on."""
    return buckets_of(edges, "due")
