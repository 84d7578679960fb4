"""Whose row it is: the customer of a cell in which the clerk stands."""

from __future__ import annotations

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.tables import TableIndex
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import understand
from invoicing_xl.workbook.port import Workbook

_HOW = "Select a cell in a row of your invoices, payments or customers, and press This customer again."


def customer_at(book: Workbook, sheet: str, row: int, *, progress: Progress = silent) -> str:
    """The customer's ID, or name where the row has no ID. ClerkMessage where the row names none."""
    found = TableIndex(understand(book, progress).tables).at(sheet, row)
    where = f"{sheet}, row {row}"
    if found is None:
        raise ClerkMessage("No customer stands here.", where=where, next_step=_HOW)
    table, index = found
    for field in ("customer", "customer_name"):
        text = table.texts(field)[index].strip() if table.has(field) else ""
        if text:
            return text
    raise ClerkMessage("This row names no customer.", where=where, next_step=_HOW)
