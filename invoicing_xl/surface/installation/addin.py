"""The add-in's file: where it comes from, what it is stamped with, and the copy that knows its Python."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from invoicing_xl.model.cells import address
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.opc.markup import children, in_namespace_of, remove
from invoicing_xl.workbook.opc.package import Package

FILE_NAME = "invoicing.xlam"
SETTINGS_SHEET = "invoicing_xl.conf"
INSTALL_AGAIN = "Install the package again from its folder or wheel: pip install --force-reinstall FOLDER"
_INTERPRETER, _VERSION, _XLWINGS = "INTERPRETER_WIN", "VERSION", "XLWINGS"

_PACKAGE = Path(__file__).resolve().parents[2]
# In a checkout the workbooks lie beside the package, in an installation inside it.
_PLACES = (_PACKAGE / "workbooks" / FILE_NAME, _PACKAGE.parent / "workbooks" / FILE_NAME)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which package the add-in was built from, and the Python it starts ("" where it knows none yet)."""

    version: str
    xlwings: str
    interpreter: str

    @property
    def fits(self) -> bool:
        """Whether the installed package and xlwings are the ones that the add-in was built from."""
        return self == Stamp(installed("invoicing-xl"), installed("xlwings"), self.interpreter)


def installed(package: str) -> str:
    """The version of an installed package."""
    return metadata.version(package)


def source() -> Path:
    """The add-in that comes with this package."""
    for path in _PLACES:
        if path.exists():
            return path
    raise ClerkMessage(
        "The add-in is missing from this package.",
        where=str(_PLACES[0]),
        next_step=INSTALL_AGAIN,
    )


def stamp_of(path: Path) -> Stamp:
    """What an add-in of ours says of itself. ClerkMessage where the file is none."""
    grid = FileWorkbook(path).read(SETTINGS_SHEET)
    settings = {grid.value(row, 1): grid.value(row, 2) for row in range(1, grid.row_count + 1)}
    return Stamp(*(str(settings.get(key) or "") for key in (_VERSION, _XLWINGS, _INTERPRETER)))


def write_copy(target: Path, interpreter: str) -> None:
    """The add-in with the absolute path of its Python on its settings sheet, at ``target``.

    Nothing but that cell is changed. (As a workbook's edit it would have Excel calculate everything anew
    whenever it starts.)
    """
    package = Package.open(source())
    part = package.sheet(SETTINGS_SHEET).part
    grid = FileWorkbook(source()).read(SETTINGS_SHEET)
    [row] = [row for row in range(1, grid.row_count + 1) if grid.value(row, 1) == _INTERPRETER]
    root = package.xml(part)
    [cell] = [cell for cell in root.iter(in_namespace_of(root, "c")) if cell.get("r") == address(row, 2)]
    for former in children(cell):
        remove(former)
    cell.set("t", "inlineStr")
    text = cell.makeelement(in_namespace_of(root, "t"))
    text.text = interpreter
    inline = cell.makeelement(in_namespace_of(root, "is"))
    inline.append(text)
    cell.append(inline)
    package.touch(part)
    with target.open("wb") as file:
        package.write(file)
    if stamp_of(target).interpreter != interpreter:
        raise RuntimeError("the copy does not know its Python")
