"""xlwings' Books and Book on documents of LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlwings import base_classes

from invoicing_xl.calc import bridge, macros
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.chart_sheets import remember_chart_sheets
from invoicing_xl.calc.document import Document
from invoicing_xl.calc.guard import guarded
from invoicing_xl.calc.names import Names
from invoicing_xl.calc.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from invoicing_xl.calc.apps import App
    from invoicing_xl.calc.ranges import Range

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
_RUN_MACROS, _UPDATE_LINKS, _LEAVE_LINKS = 4, 3, 0


@guarded
class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> UnoObject:
        return self.app.office.desktop.Components

    def _documents(self) -> Iterator[UnoObject]:
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService(_SPREADSHEET):
                yield component

    def __iter__(self) -> Iterator[Book]:
        return (self._book(document) for document in self._documents())

    def __len__(self) -> int:
        return len(list(self._documents()))

    def __call__(self, name_or_index: str | int) -> Book:
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    @property
    def active(self) -> Book | None:
        current = self.app.office.desktop.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return self._book(current)
        return next(iter(self), None)

    def add(self) -> Book:
        return self._load("private:factory/scalc", {})

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: int | None = None,
        password: str | None = None,
        *others: object,
    ) -> Book:
        """What xlwings takes beyond these (``others``) means nothing to LibreOffice."""
        path = Path(fullname).resolve()
        if not path.is_file():
            raise FileNotFoundError(f"No such file: '{fullname}'")
        options: dict[str, object] = {
            "MacroExecutionMode": bridge.short(_RUN_MACROS),
            "UpdateDocMode": bridge.short(_UPDATE_LINKS if update_links else _LEAVE_LINKS),
        }
        if read_only:
            options["ReadOnly"] = True
        if password:
            options["Password"] = password
        book = self._load(path.as_uri(), options)
        remember_chart_sheets(book.document, path)
        return book

    def _load(self, url: str, options: dict[str, object]) -> Book:
        made = self.app.office.desktop.loadComponentFromURL(url, "_blank", 0, bridge.properties(options))
        if made is None:
            raise FileNotFoundError(f"LibreOffice cannot open {url}")
        return self._book(made)

    def _book(self, document: UnoObject) -> Book:
        return Book(self.app, Document(self.app.office, document))


@guarded
class Book(base_classes.Book):
    def __init__(self, app: App, document: Document) -> None:
        self._app, self.document = app, document

    @property
    def api(self) -> UnoObject:
        return self.document.uno

    @property
    def app(self) -> App:
        return self._app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def path(self) -> Path | None:
        """Its file; None while it has none."""
        url = self.document.uno.getURL()
        return Path(bridge.load_uno().fileUrlToSystemPath(url)) if url else None

    @property
    def fullname(self) -> str:
        return str(self.path or self.name)

    @property
    def name(self) -> str:
        return self.path.name if self.path else str(self.document.uno.Title).replace("Untitled ", "Book")

    def range_of(self, place: UnoObject) -> Range:
        """LibreOffice's CellRangeAddress."""
        return Sheet(self, self.document.uno.Sheets.getByIndex(place.Sheet)).range_of(place)

    def activate(self) -> None:
        self.document.uno.CurrentController.Frame.activate()

    def close(self) -> None:
        """Without saving, as in Excel."""
        self.document.uno.setModified(False)
        self.document.uno.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if path is None and self.document.uno.getURL():
            self.document.uno.store()
        else:
            target = Path(path or f"{self.name}.xlsx").resolve()
            self.document.uno.storeAsURL(target.as_uri(), storing(target, password))

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        self.export_pdf(None, path)

    def export_pdf(self, selected: UnoObject | None, path: str) -> None:
        """The whole workbook, or a sheet or cells of it, with their own print settings."""
        options: dict[str, object] = {"FilterName": "calc_pdf_Export"}
        if selected is not None:
            options["FilterData"] = bridge.properties_any({"Selection": selected})
        self.document.uno.storeToURL(Path(path).resolve().as_uri(), bridge.properties(options))

    def run_macro(self, name: str, args: tuple[object, ...]) -> object:
        return macros.run(self.document, name, args)


def storing(path: Path, password: str | None = None) -> tuple[UnoObject, ...]:
    """LibreOffice's options to write a file of that name."""
    kind = _FILTERS.get(path.suffix.lower())
    if kind is None:
        raise ValueError(f"LibreOffice does not save {path.suffix or 'files without an extension'}")
    options: dict[str, object] = {"FilterName": kind, "Overwrite": True}
    if password:
        options["Password"] = password
    return bridge.properties(options)
