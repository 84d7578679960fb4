"""Aging: what each customer owes, by how long it is past due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from invoicing_xl.model.posting import ledger_of
from invoicing_xl.statements.aging import Aging, Basis, age
from invoicing_xl.statements.aging_sheet import aging_plan
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import understand
from invoicing_xl.workbook.port import Workbook


@dataclass(frozen=True)
class Aged:
    """The aging, and how the sheets it is of were understood."""

    aging: Aging
    understood: Sequence[str] = ()

    @property
    def notes(self) -> list[str]:
        """What the clerk should know: how the sheets were understood, what the days count from, rows that
        could not be posted."""
        aging = self.aging
        return [*self.understood, *filter(None, [aging.undated_note, aging.not_counted]), *aging.ledger.notes]

    def to_json(self) -> dict[str, object]:
        """The contract other programs read."""
        return {
            **self.aging.to_json(),
            "not_counted": self.aging.ledger.left_out.to_json(),
            "notes": self.notes,
        }


def aging(
    book: Workbook,
    as_of: np.datetime64,
    *,
    basis: Basis = "due",
    buckets: Sequence[int] | None = None,
    progress: Progress = silent,
) -> Aged:
    """Put the *Aging* sheet. The book is changed but not saved."""
    understanding = understand(book, progress)
    progress("Aging open items")
    settings = understanding.settings
    result = age(
        ledger_of(understanding.tables, settings), as_of, basis=basis, edges=buckets or settings.buckets
    )
    book.put(aging_plan(result, settings))
    return Aged(result, understanding.notes)
