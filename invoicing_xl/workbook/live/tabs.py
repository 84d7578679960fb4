"""The tabs of an open workbook while sheets of ours come and go: nothing is lost before all has gone well."""

from __future__ import annotations

from itertools import count

import xlwings as xw

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.live.host import HostApi, Tab
from invoicing_xl.workbook.live.session import Session
from invoicing_xl.workbook.opc.marks import NAME


class Tabs:
    """All sheets of a workbook in tab order, as they stand for the clerk: a sheet that is to be deleted when
    the work is done is no more, though it still is there under another name."""

    def __init__(self, book: xw.Book, host: HostApi, session: Session) -> None:
        self._book = book
        self._host = host
        self._session = session
        self._known: list[Tab] | None = None

    @property
    def all(self) -> list[Tab]:
        if self._known is None:
            self._known = list(self._host.tabs(self._book, NAME))
        return self._known

    def named(self, name: str) -> Tab:
        """Case does not matter. ClerkMessage where there is no such sheet."""
        for tab in self.all:
            if tab.name.casefold() == name.casefold():
                return tab
        raise ClerkMessage(f"There is no sheet named “{name}”.", where=self._book.name)

    def cells_of(self, name: str) -> Tab:
        """A sheet that has cells; ClerkMessage for any other."""
        tab = self.named(name)
        if not tab.worksheet:
            raise ClerkMessage("This is a chart or macro sheet; it has no cells.", where=tab.name)
        return tab

    def sheet(self, tab: Tab) -> xw.Sheet:
        return self._book.sheets[tab.name]

    def forget(self) -> None:
        self._known = None

    def added(self) -> tuple[Tab, xw.Sheet]:
        """A new empty sheet behind all others."""
        self._keep_all()
        sheet = self._host.add_sheet(self._book)
        tab = Tab(sheet.name)
        self.all.append(tab)
        return tab, sheet

    def emptied(self, tab: Tab) -> xw.Sheet:
        """A sheet of ours, emptied to be filled anew: it stays the same sheet, so that formulas, names and
        charts of the clerk's that refer to it stay right."""
        self._keep_all()
        sheet = self.sheet(tab)
        copy = self._host.duplicate(sheet)
        self._doom(copy)
        printing = self._host.print_setup(sheet)

        def put_back() -> None:
            self._host.wipe(sheet)
            self._host.copy_cells(copy, sheet)
            self._host.set_print_setup(sheet, printing)
            if tab.mark is not None:
                self._host.set_mark(sheet, NAME, tab.mark)

        self._session.undo_by(put_back)
        self._host.wipe(sheet)
        return sheet

    def became(self, tab: Tab, now: Tab) -> None:
        """Notes that a sheet has another name or mark."""
        self.all[self.all.index(tab)] = now

    def removed(self, tab: Tab) -> None:
        """Lets a sheet go."""
        self._keep_all()
        self._doom(self.sheet(tab))
        self.all.remove(tab)

    def rename(self, sheet: xw.Sheet, name: str) -> None:
        before = sheet.name
        if before == name:
            return

        def put_back() -> None:
            sheet.name = before

        self._session.undo_by(put_back)
        sheet.name = name

    def _doom(self, sheet: xw.Sheet) -> None:
        """Until all is done the sheet is out of the way under another name."""
        taken = {tab.name for tab in self.all} | set(self._session.doomed)
        name = next(name for number in count(1) if (name := f"~ixl {number}") not in taken)
        self.rename(sheet, name)
        self._session.doom(name)

    def _keep_all(self) -> None:
        """If what comes next fails, sheets that are not here now are to go."""
        before = {tab.name for tab in self.all} | set(self._session.doomed)
        self._session.undo_by(lambda: self._delete_others(before))

    def _delete_others(self, before: set[str]) -> None:
        new = [tab.name for tab in self._host.tabs(self._book, NAME) if tab.name not in before]
        if new:
            self._host.delete_sheets(self._book, new)
