"""A workbook that stands open before the clerk, behind the same port as a file at rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePath

import xlwings as xw

from invoicing_xl.model.edits import ChangeSet
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.workbook.live.addresses import area_of
from invoicing_xl.workbook.live.edits import SheetEdits, fills_of
from invoicing_xl.workbook.live.excel_api import ExcelApi
from invoicing_xl.workbook.live.guards import refuse_access, refuse_locked_structure, refuse_protected
from invoicing_xl.workbook.live.host import Access, HostApi, Tab
from invoicing_xl.workbook.live.reading import SheetReader
from invoicing_xl.workbook.live.rows import append_rows
from invoicing_xl.workbook.live.session import Session
from invoicing_xl.workbook.live.sheets import put_plan
from invoicing_xl.workbook.live.tabs import Tabs
from invoicing_xl.workbook.opc.marks import Mark
from invoicing_xl.workbook.port import Row, SheetInfo
from invoicing_xl.workbook.titles import place


class LiveWorkbook:
    """The port of an open workbook (``OpenWorkbook``), for the time of one command.

    What was read is remembered until something is written: the clerk, who waits for the command, changes
    nothing meanwhile. Cells that are to be changed are read again all the same. Inside of ``all_or_nothing``
    nothing is calculated: formulas keep their last results, as they do in a file.
    """

    def __init__(self, book: xw.Book | None) -> None:
        if book is None:
            raise ClerkMessage("No workbook is open.", next_step="Open the workbook and run again.")
        self._book = book
        self._host: HostApi = ExcelApi(book)
        with self._speaking():
            self._app = book.app
            # An engine that is not Excel brings its own.
            self._host = getattr(self._app.engine.impl, "host_api", None) or self._host
        self._session = Session(book, self._app, self._host)
        self._reader = SheetReader(self._host, self._session.pause)
        self._tabs = Tabs(book, self._host, self._session)
        self._edited: dict[str, bool] = {}
        self._grids: dict[str, Grid] = {}

    # --- the port

    @cached_property
    def name(self) -> str:
        with self._speaking():
            return self._book.name

    def sheets(self) -> Sequence[SheetInfo]:
        with self._speaking():
            return [self._info(tab) for tab in self._tabs.all]

    def read(self, sheet: str) -> Grid:
        with self._speaking():
            tab = self._tabs.cells_of(sheet)
            known = self._grids.get(tab.name)
            if known is None:
                known = self._grids[tab.name] = self._reader.snapshot(
                    self._tabs.sheet(tab), tab.name, date1904=self._date1904, protected=tab.protected
                )
            return known

    def fills(self, sheet: str, cells: Sequence[tuple[int, int]]) -> Sequence[str | None]:
        with self._speaking():
            found = fills_of(self._host, self._tabs.sheet(self._tabs.cells_of(sheet)), set(cells))
            return [found[cell] for cell in cells]

    def apply(self, changes: ChangeSet) -> None:
        if not changes:
            return
        with self._writing():
            prepared = []
            for name, edits in changes.by_sheet().items():
                tab = self._tabs.cells_of(name)
                refuse_protected(tab, (edits[0].row, edits[0].column))
                prepared.append(
                    SheetEdits.looked_at(self._host, self._reader, self._tabs.sheet(tab), tab.name, edits)
                )
            for sheet in prepared:
                self._session.pause()
                sheet.make(self._reader, self._session)
                self._edited.pop(sheet.name, None)

    def append(self, sheet: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        with self._writing():
            tab = self._tabs.cells_of(sheet)
            refuse_protected(tab)
            grid = self.read(tab.name)
            append_rows(self._host, self._reader, self._session, self._tabs.sheet(tab), grid, rows)
            self._edited.pop(tab.name, None)

    def put(self, plan: SheetPlan) -> str:
        with self._writing():
            refuse_locked_structure(self._access, plan.title)
            where = place(plan, [self._info(tab) for tab in self._tabs.all])
            if where.replaces is None:
                tab, sheet = self._tabs.added()
            else:
                tab = self._tabs.named(where.replaces)
                refuse_protected(tab)
                sheet = self._tabs.emptied(tab)
            self._tabs.rename(sheet, where.name)
            mark = put_plan(self._host, self._reader, self._session, sheet, where.name, plan)
            self._tabs.became(tab, Tab(where.name, tab.visible, mark=mark))
            self._edited[where.name] = False
            return where.name

    def remove(self, sheet: str) -> None:
        with self._writing():
            tab = self._tabs.named(sheet)
            if self._mark(tab) is None:
                raise ClerkMessage("This sheet is yours; only generated sheets are removed.", where=tab.name)
            refuse_locked_structure(self._access, tab.name)
            self._tabs.removed(tab)

    def save(self, path: Path | None = None) -> None:
        """Without a path there is nothing to do: the workbook is the clerk's, who saves it when it suits.
        With one, a copy is saved there; the open workbook stays what it is and where it is."""
        if path is None:
            return
        if self._session.under_way:
            raise RuntimeError("a copy would hold what is not settled yet")
        suffix = PurePath(self.name).suffix or ".xlsx"
        if path.suffix.lower() != suffix.lower():
            raise ClerkMessage(f"The workbook can only be saved as {suffix}, which it is.", where=path.name)
        with self._speaking():
            self._host.save_copy(self._book, path)

    # --- what an open workbook has beyond it

    @property
    def folder(self) -> Path | None:
        with self._speaking():
            location = self._host.location(self._book)
        return None if "://" in location or location == self.name else Path(location).parent

    @property
    def selection(self) -> str:
        with self._speaking():
            cells = self._app.selection
            if cells is None or cells.sheet.book.name != self.name:
                return ""
            return f"{cells.sheet.name}!{area_of(cells.address)}"

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        outermost = not self._session.under_way
        with self._speaking():
            try:
                with self._session.whole():
                    yield
            except BaseException:
                self._forget()
                raise
            finally:
                if outermost:
                    self._grids.clear()  # formulas are calculated again now

    def progress(self, step: str) -> None:
        """Shown in the status bar, inside of ``all_or_nothing``; ClerkMessage where Esc was pressed."""
        with self._speaking():
            self._session.progress(step)

    def export_pdf(self, sheet: str, path: Path) -> None:
        with self._speaking():
            tab = self._tabs.named(sheet)
            try:
                self._host.export_pdf(self._tabs.sheet(tab), path)
            except Exception as error:
                if self._host.sentence(error):
                    raise
                raise ClerkMessage(
                    "The sheet could not be saved as a PDF file.",
                    where=f"{tab.name}, {path.name}",
                    next_step="Close the PDF file if it is open, make sure that a printer is installed, and "
                    "run again.",
                ) from error

    # --- sheets, as they stand

    def _mark(self, tab: Tab) -> Mark | None:
        return Mark.of_text(tab.mark) if tab.mark else None

    def _info(self, tab: Tab) -> SheetInfo:
        mark = self._mark(tab)
        if mark is None:
            return SheetInfo(tab.name, tab.visible, tab.worksheet, tab.protected)
        edited = self._edited.get(tab.name)
        if edited is None:
            sheet = self._tabs.sheet(tab)
            grid = self._reader.contents(sheet, tab.name)
            edited = self._edited[tab.name] = mark.edited(grid) or self._host.has_more(sheet)
        return SheetInfo(
            tab.name, tab.visible, tab.worksheet, tab.protected, kind=mark.kind, key=mark.key, edited=edited
        )

    @cached_property
    def _date1904(self) -> bool:
        return self._host.date1904(self._book)

    @cached_property
    def _access(self) -> Access:
        return self._host.access(self._book)

    # --- writing

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A change of the workbook, refused where it must not be written at all."""
        with self.all_or_nothing():
            self._session.pause()
            refuse_access(self._access, self.name)
            yield
            self._grids.clear()

    def _forget(self) -> None:
        self._tabs.forget()
        self._edited.clear()
        self._grids.clear()

    # --- errors of the program

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turns what the program says into a sentence, where the clerk can do something about it."""
        try:
            yield
        except ClerkMessage:
            raise
        except Exception as error:
            sentence = self._host.sentence(error)
            if sentence is None:
                raise
            raise sentence from error
