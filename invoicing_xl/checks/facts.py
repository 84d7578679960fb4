"""What rules may ask about all rows and sheets; every answer is computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from invoicing_xl.model.fields import TableKind
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table


@dataclass(frozen=True)
class Facts:
    """All tables of the workbook, the clerk's settings and the day the check stands on."""

    tables: Sequence[Table]
    as_of: np.datetime64
    settings: Settings = field(default_factory=Settings)

    def of_kind(self, *kinds: TableKind) -> list[Table]:
        return [table for table in self.tables if table.kind in kinds]
