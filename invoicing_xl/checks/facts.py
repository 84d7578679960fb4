"""What rules may ask about all rows and sheets; every answer is computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.memo import Memo
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table

_T = TypeVar("_T")


@dataclass(frozen=True)
class Facts:
    """All tables of the workbook, the clerk's settings and the day the check stands on."""

    tables: Sequence[Table]
    as_of: np.datetime64
    settings: Settings = field(default_factory=Settings)
    _answers: Memo = field(default_factory=Memo, init=False, repr=False, compare=False)

    def of_kind(self, *kinds: TableKind) -> list[Table]:
        return [table for table in self.tables if table.kind in kinds]

    def once(self, question: Callable[[Facts], _T]) -> _T:
        """``question(self)``, computed the first time it is asked."""
        return self._answers.get(question, lambda: question(self))
