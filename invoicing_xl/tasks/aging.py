"""Aging: what each customer owes, by how long it is past due."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.aging import Aging as Aging
from invoicing_xl.statements.aging import Basis, age
from invoicing_xl.statements.aging_sheet import aging_plan
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import understand
from invoicing_xl.workbook.port import Workbook


def aging(
    book: Workbook,
    as_of: np.datetime64,
    *,
    basis: Basis = "due",
    buckets: Sequence[int] | None = None,
    progress: Progress = silent,
) -> Aging:
    """Put the *Aging* sheet. The book is changed but not saved."""
    understanding = understand(book, progress)
    progress("Aging open items")
    settings = understanding.settings
    result = age(
        ledger_of(understanding.tables, settings), as_of, basis=basis, edges=buckets or settings.buckets
    )
    book.put(aging_plan(result, settings))
    return result
