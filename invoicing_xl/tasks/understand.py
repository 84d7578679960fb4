"""Read the workbook and see its tables, as the clerk's *Invoicing setup* says."""

from __future__ import annotations

from invoicing_xl.layout.see import Sight, see
from invoicing_xl.layout.setup import read_setup
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import SheetKind
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.workbook.port import SheetInfo, Workbook
