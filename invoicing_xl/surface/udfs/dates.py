"""Due dates, discounts, days past due and aging buckets; texts as dates."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from invoicing_xl.model.dates import serials_of
from invoicing_xl.model.terms import parse_terms
from invoicing_xl.surface.answers import Answer, Cellwise
from invoicing_xl.surface.functions import function
from invoicing_xl.workbook.excel_values import Cells


@function
def inv_due_date(
    invoice_date: Annotated[Cells, "Date of the document: a cell, or a column of them"],
    terms: Annotated[Cells, "Payment terms as written, such as 30 days, 30 EOM or 2/10 net 30"],
) -> Answer:
    """The due date that payment terms give. Terms that are not understood give #N/A."""
    each = Cellwise(invoice_date, terms)
    days, words = each.days(0), each.texts(1)
    due = np.full(len(each), np.datetime64("NaT", "D"))
    for code, text in enumerate(words.values.to_pylist()):
        meaning, rows = parse_terms(text), words.codes == code
        if meaning is not None:
            due[rows] = meaning.due(days[rows])
    each.settle(np.isnat(due), "#N/A")
    dates = serials_of(due)
    each.settle(np.isnan(dates), "#NUM!")
    return each.answer(dates.tolist())
