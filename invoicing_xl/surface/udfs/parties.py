"""Customers, tax IDs, bank accounts and document numbers."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from invoicing_xl.surface.answers import Answer, NoValue
from invoicing_xl.surface.cellwise import Cellwise, raise_error
from invoicing_xl.surface.functions import function
from invoicing_xl.tasks import lookups
from invoicing_xl.workbook.excel_values import Cells

_NUMBERS = "The document numbers, one in a cell; blank cells do not count"


@function
def inv_tax_id(
    text: Annotated[Cells, "Tax ID: a cell, or a column"],
    country: Annotated[Cells, "Country code such as DE. It may be blank if an EU VAT ID begins with it"],
) -> Answer:
    """A tax ID with right check digits, as it is registered: without spaces and dots.
    A wrong one gives #VALUE!, a country whose IDs are not known #N/A."""
    each = Cellwise(text, country)
    ids, countries = each.texts(0), each.texts(1)
    found = [lookups.tax_id(ids[at], countries[at]) if each.unsettled[at] else "" for at in range(len(each))]
    each.settle(np.array([one is None for one in found]), "#N/A")
    each.settle(np.array([not one for one in found]), "#VALUE!")
    return each.answer(found)


@function
def inv_iban(text: Annotated[Cells, "Bank account number (IBAN): a cell, or a column"]) -> Answer:
    """A bank account number (IBAN) with right check digits, without spaces. A wrong one gives #VALUE!."""
    return Cellwise(text).looked_up(0, lookups.iban, otherwise="#VALUE!")


@function
def inv_match_customer(
    customer_name: Annotated[Cells, "A name as somebody wrote it: a cell, or a column"],
    customers: Annotated[Cells, "The list of names, or of IDs with the names beside them"],
) -> Answer:
    """The customer of a list that a name means, whatever its case, accents, word order and small slips:
    the first column of the list. Nobody, or several that could be meant, give #N/A."""
    each = Cellwise(customer_name)
    listed = Cellwise(customers)
    called, width = listed.texts(0), customers.shape[1]
    rows = [[called[at] for at in range(first, first + width)] for first in range(0, len(listed), width)]
    names = each.texts(0)
    found = lookups.customers_meant(names.values.to_pylist(), rows)
    meant = [rows[one][0] if one >= 0 else None for one in found]
    return each.looked_up(0, dict(zip(names.values.to_pylist(), meant, strict=True)).get, otherwise="#N/A")


@function
def inv_gaps(numbers: Annotated[Cells, _NUMBERS]) -> Answer:
    """The numbers that are missing in a list of document numbers: first, last and how many of each gap.
    A jump of more than 100 begins another series."""
    raise_error(numbers)
    each = Cellwise(numbers)
    # A list of numbers, not of texts, is looked up by numbers.
    written = float if (each.numeric(0) | each.blank(0)).all() else str
    gaps = [[written(first), written(last), count] for first, last, count in lookups.gaps(each.texts(0))]
    return [["First missing", "Last missing", "Numbers"], *gaps]


@function
def inv_next_number(numbers: Annotated[Cells, _NUMBERS]) -> Answer:
    """The document number after the highest of the series that the last number of the list belongs to."""
    raise_error(numbers)
    each = Cellwise(numbers)
    if each.blank(0).all():
        return [[""]]
    following = lookups.next_number(each.texts(0))
    if following is None:
        raise NoValue("#N/A")
    last = int(np.flatnonzero(each.texts(0).known)[-1])
    return [[float(following) if each.numeric(0)[last] else following]]
