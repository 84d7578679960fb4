"""xlwings' Apps and App on LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import XlwingsError, base_classes

from invoicing_xl.calc import bridge, host, installation
from invoicing_xl.calc.books import Books
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded
from invoicing_xl.calc.host import Office
from invoicing_xl.calc.sheets import Sheet

if TYPE_CHECKING:
    from invoicing_xl.calc.engine import Engine
    from invoicing_xl.calc.ranges import Range

_MACRO = re.compile(r"(?:'?(?P<book>.+?)'?!)?(?P<name>[\w.]+)")
_ANSWERS = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}


class Apps(base_classes.Apps):
    """The LibreOffices this process has started or attached to; the active one is the first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Office | None = None,
        visible: bool | None = None,
    ) -> App:
        """With LibreOffice ``xl``, the one at the address ``spec`` (see ``host.attach``), or a new one."""
        office = xl or (host.attach(spec) if spec else host.start(macros=True, recalculate=True))
        app = App(self._engine, office)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing to do: a LibreOffice of ours dies with its process."""

    def activate(self, app: App) -> None:
        self._apps.remove(app)
        self._apps.insert(0, app)

    def forget(self, app: App) -> None:
        if app in self._apps:
            self._apps.remove(app)

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


@guarded
class App(base_classes.App):
    """LibreOffice without a window: it shows nothing, asks nothing, and has no clipboard."""

    def __init__(self, engine: Engine, office: Office) -> None:
        self._engine, self.office = engine, office
        self._status: str | bool = False
        self._screen_updating = True
        self._locked: list[UnoObject] = []
        self._switches = {"display_alerts": True, "enable_events": True}

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def api(self) -> UnoObject:
        return self.office.desktop

    @property
    def pid(self) -> int:
        return self.office.pid or id(self)

    @property
    def hwnd(self) -> None:
        return None

    @property
    def path(self) -> str:
        return str(installation.find().program)

    @property
    def startup_path(self) -> str:
        return ""

    @property
    def version(self) -> str:
        """Excel's, which ``Book.caller`` and scripts compare with; LibreOffice's is ``product_version``."""
        return "16.0"

    @property
    def product_version(self) -> str:
        access = self.office.create(
            "com.sun.star.configuration.ConfigurationProvider"
        ).createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            bridge.properties({"nodepath": "/org.openoffice.Setup/Product"}),
        )
        return str(access.ooSetupVersionAboutBox)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        book = self.books.active
        selected = book.document.uno.CurrentSelection if book else None
        if book is None or selected is None:
            return None
        if selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return Sheet(book, selected.Spreadsheet).range_of(selected.RangeAddress)
        if selected.supportsService("com.sun.star.sheet.SheetCellRanges"):
            first = selected.RangeAddresses[0]
            return book.range_of(first)
        return None

    def activate(self, steal_focus: bool = False) -> None:
        self._engine.apps.activate(self)

    def quit(self) -> None:
        """Closes all workbooks without saving, and ends LibreOffice if it is our own."""
        for book in list(self.books):
            book.close()
        self._engine.apps.forget(self)
        self.office.end()

    def kill(self) -> None:
        self._engine.apps.forget(self)
        self.office.kill()
        self.office.end()

    # --- how it behaves

    @property
    def visible(self) -> bool:
        return False

    @visible.setter
    def visible(self, value: bool) -> None:
        """It has no window to show."""

    @property
    def interactive(self) -> bool:
        return True

    @interactive.setter
    def interactive(self, value: bool) -> None:
        """Nobody could type."""

    @property
    def cut_copy_mode(self) -> None:
        return None

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: object) -> None:
        """It has no clipboard."""

    @property
    def display_alerts(self) -> bool:
        return self._switches["display_alerts"]

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._switches["display_alerts"] = bool(value)

    @property
    def enable_events(self) -> bool:
        return self._switches["enable_events"]

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._switches["enable_events"] = bool(value)

    @property
    def screen_updating(self) -> bool:
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if bool(value) == self._screen_updating:
            return
        self._screen_updating = bool(value)
        if not value:
            self._locked = [book.document.uno for book in self.books]
            for document in self._locked:
                document.lockControllers()
        else:
            for document in self._locked:
                _unlock(document)
            self._locked = []

    @property
    def status_bar(self) -> str | bool:
        """LibreOffice cannot be asked what it shows: this is what was last set here."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        self._status = value if isinstance(value, str) else False
        book = self.books.active
        controller = book.document.uno.CurrentController if book else None
        if controller is not None:
            indicator = controller.Frame.createStatusIndicator()
            if isinstance(value, str):
                indicator.start(value, 0)
            else:
                indicator.end()

    @property
    def calculation(self) -> str:
        book = self.books.active
        return "automatic" if book is None or book.document.uno.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        """As in Excel what waited is computed at once; LibreOffice would wait until a cell is looked at."""
        for book in self.books:
            book.document.uno.enableAutomaticCalculation(value != "manual")
            if value != "manual":
                book.document.uno.calculate()

    def calculate(self) -> None:
        for book in self.books:
            book.document.uno.calculate()

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None
    ) -> str:
        """Nobody sees it: what Enter would answer."""
        return _ANSWERS[buttons or "ok"]

    def run(self, macro: str, args: tuple[object, ...]) -> object:
        """ "Module.Procedure", with "'Book.xlsm'!" before it where it is not the active workbook's."""
        found = _MACRO.fullmatch(macro)
        book = self.books(found["book"]) if found and found["book"] else self.books.active
        if found is None or book is None:
            raise XlwingsError(f"There is no macro named {macro!r}.")
        return book.run_macro(found["name"], args)


def _unlock(document: UnoObject) -> None:
    try:
        document.unlockControllers()
    except bridge.error("lang.DisposedException"):
        pass  # closed meanwhile
