"""PDFs of the sheets of a workbook at rest, one for each sheet, as LibreOffice prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from invoicing_xl.calc import bridge, host
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.pdf_files import drafts_beside, file_names, put_in_place

Progress = Callable[[str], None]
"""Called with a few words, such as "PDF of Ada Ltd", when a sheet begins."""

OPEN_SECONDS = 300.0
SHEET_SECONDS = 120.0
_NEVER_RUN_MACROS = 0
_NEVER_UPDATE_LINKS = 0
_TEXT = 4  # com.sun.star.sheet.CellFlags


def pdf(
    path: Path, folder: Path, sheets: Sequence[str] | None = None, *, progress: Progress | None = None
) -> list[Path]:
    """One PDF in ``folder`` for each named sheet of the workbook at ``path``; None means all its sheets.

    Print areas, print titles, page set-up and hidden rows are kept; formulas show the results they were saved
    with; macros do not run and links are not followed. The workbook is only read. A PDF bears the name of its
    sheet (see ``file_names``) and takes the place of an older one of that name; all are put there, or none.

    ClerkMessage where LibreOffice is absent, the workbook cannot be opened, a sheet is not there, or a PDF
    cannot be written.
    """
    if not path.is_file():
        raise ClerkMessage("This workbook does not exist.", where=str(path), next_step="Choose a workbook.")
    with host.start() as office, drafts_beside(folder) as drafts:
        with office.within(OPEN_SECONDS, f"Opening {path.name}"):
            document = _open(office, path)
        wanted = _existing(document.Sheets.ElementNames, sheets, path)
        names = file_names(wanted)
        for sheet, name in zip(wanted, names, strict=True):
            if progress:
                progress(f"PDF of {sheet}")
            with office.within(SHEET_SECONDS, f"PDF of {sheet}"):
                _export(document, sheet, drafts / name)
        return put_in_place(drafts, folder, names)


def _open(office: host.Office, path: Path) -> UnoObject:
    options = {
        "Hidden": True,
        "AsTemplate": True,  # an untitled copy: what is done to it can never reach the clerk's file
        "MacroExecutionMode": bridge.short(_NEVER_RUN_MACROS),
        "UpdateDocMode": bridge.short(_NEVER_UPDATE_LINKS),
    }
    document, failure = None, ""
    try:
        document = office.desktop.loadComponentFromURL(
            path.resolve().as_uri(), "_blank", 0, bridge.properties(options)
        )
    except bridge.error() as refused:
        failure = bridge.message(refused)
    if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        raise ClerkMessage(
            f"LibreOffice cannot open this workbook{': ' + failure if failure else ''}.",
            where=path.name,
            next_step="Open and save it in Excel once, without a password, then try again.",
        )
    return document


def _existing(names: Sequence[str], wanted: Sequence[str] | None, path: Path) -> list[str]:
    if wanted is None:
        return list(names)
    by_key = {name.casefold(): name for name in names}
    missing = [name for name in wanted if name.casefold() not in by_key]
    if missing:
        raise ClerkMessage(
            f"There is no sheet {missing[0]!r} in this workbook.",
            where=path.name,
            next_step="Choose one of its sheets.",
        )
    return list(dict.fromkeys(by_key[name.casefold()] for name in wanted))


def _export(document: UnoObject, sheet: str, target: Path) -> None:
    selected = document.Sheets.getByName(sheet)
    selected.IsVisible = True  # a hidden sheet prints as an empty page
    failure = _stored(document, selected, target)
    # LibreOffice 7.4 cannot print some sheets whose links lead to other sheets.
    if failure and _links_become_text(selected):
        failure = _stored(document, selected, target)
    if failure:
        raise ClerkMessage(
            f"LibreOffice cannot make this PDF: {failure}.",
            where=sheet,
            next_step="Open the workbook in LibreOffice and export the sheet there to see why.",
        )


def _stored(document: UnoObject, sheet: UnoObject, target: Path) -> str:
    """Write the PDF; what LibreOffice says where it cannot, else ""."""
    options = {"FilterName": "calc_pdf_Export", "FilterData": bridge.properties_any({"Selection": sheet})}
    try:
        document.storeToURL(target.as_uri(), bridge.properties(options))
    except bridge.error() as refused:
        return bridge.message(refused) or "it does not say why"
    return ""


def _links_become_text(sheet: UnoObject) -> bool:
    """Let every cell with a link hold only its text; whether there was any."""
    found = False
    cells = sheet.queryContentCells(_TEXT).Cells.createEnumeration()
    while cells.hasMoreElements():
        cell = cells.nextElement()
        if cell.getTextFields().createEnumeration().hasMoreElements():
            cell.String = cell.String
            found = True
    return found
