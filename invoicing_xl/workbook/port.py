"""The workbook port: as small as it can be, the same contract for every adapter."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import SheetKind, SheetPlan


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of the workbook, in tab order.

    ``kind`` and ``key`` are set on a sheet of ours (its hidden mark says so, never its title);
    ``edited`` says that the clerk has changed such a sheet, ticks aside, since it was generated.
    ``readable`` is False for chart, dialog and macro sheets.
    """

    name: str
    visible: bool = True
    readable: bool = True
    protected: bool = False
    kind: SheetKind | None = None
    key: str = ""
    edited: bool = False


Row = Sequence[Content]


class Workbook(Protocol):
    """A clerk's workbook. Every method does all it is asked, or raises ``ClerkMessage`` and does nothing."""

    @property
    def name(self) -> str: ...

    def sheets(self) -> Sequence[SheetInfo]: ...

    def read(self, sheet: str) -> Grid:
        """One snapshot of a sheet, with what has been changed through this port since."""
        ...

    def fills(self, sheet: str, cells: Sequence[tuple[int, int]]) -> Sequence[str | None]:
        """The fill of each cell (row, column): "RRGGBB", "" for none, None for no plain colour."""
        ...

    def apply(self, changes: ChangeSet) -> None:
        """All edits or none. Refuses a cell that no longer holds what its edit states."""
        ...

    def append(self, sheet: str, rows: Sequence[Row]) -> None:
        """Rows below the last used one; a table that ends there grows with everything that refers to it."""
        ...

    def put(self, plan: SheetPlan) -> str:
        """Put or replace a generated sheet; returns the name it got.

        Replaces the sheet of ours of that kind and key unless the clerk has edited it; then, and where a
        clerk's sheet bears the title, the new one stands beside it under another name.
        """
        ...

    def remove(self, sheet: str) -> None:
        """Remove a sheet of ours; refuses any other."""
        ...

    def save(self, path: Path | None = None) -> None:
        """Make it last: at ``path``, or where it came from."""
        ...


class OpenWorkbook(Workbook, Protocol):
    """A workbook that stands open before the clerk: what a button needs beyond the port."""

    @property
    def folder(self) -> Path | None:
        """Where the file lies; None where it was never saved, or lies at an address (https://…)."""
        ...

    @property
    def selection(self) -> str:
        """The selected cells as "Invoices!B5" or "Invoices!B5:C9"; "" where no cells are selected."""
        ...

    def all_or_nothing(self) -> AbstractContextManager[None]:
        """What was changed inside is put back where an exception leaves the block; ``NotRestored`` if not."""
        ...

    def progress(self, step: str) -> None:
        """Shown to the clerk while the work goes on."""
        ...

    def export_pdf(self, sheet: str, path: Path) -> None:
        """The sheet as a PDF file, with its own print settings. ClerkMessage where that cannot be."""
        ...
