"""A workbook file at rest. What need not change stays byte for byte; the disk is touched at ``save`` only."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np
from platformdirs import user_data_path

from invoicing_xl.model.cells import Area, address
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.workbook.opc import refusals
from invoicing_xl.workbook.opc.cell_edits import append_rows, apply_edits, fills_of
from invoicing_xl.workbook.opc.generated import GeneratedSheets
from invoicing_xl.workbook.opc.meant import Meant
from invoicing_xl.workbook.opc.package import Package, SheetPart
from invoicing_xl.workbook.opc.protection import is_protected
from invoicing_xl.workbook.opc.saving import put_in_place
from invoicing_xl.workbook.opc.snapshot import snapshot
from invoicing_xl.workbook.opc.verify import verify
from invoicing_xl.workbook.port import Row, SheetInfo

DAYS_KEPT = 14
_DAY = 86_400
_NAMED = 5


class FileWorkbook:
    """The workbook port on an .xlsx or .xlsm file.

    Changes are made in a package that lies over the file. ClerkMessage where the file cannot be opened, is
    protected by a password, damaged, dangerous, or no such workbook.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._grids: dict[str, tuple[int, Grid]] = {}  # by part, with the CRC of the part it was read from
        self._protected: dict[str, tuple[int, bool]] = {}
        self._meant: dict[str, tuple[int, Meant]] = {}  # by part, with the CRC the part has since
        self._plain: list[str] = []  # cells whose letters had looks of their own
        self._opened: Package | None = Package.open(path)

    @property
    def _package(self) -> Package:
        """The package over the file, opened again where a save has replaced it."""
        if self._opened is None:
            self._opened = Package.open(self._path)
        return self._opened

    @cached_property
    def _generated(self) -> GeneratedSheets:
        return GeneratedSheets(self._package, self._standing, self._grid)

    def _start_anew(self) -> None:
        """The file is now what the package was; it is opened when it is needed again."""
        self._opened = None
        self.__dict__.pop("_generated", None)
        self._meant.clear()

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the clerk should know: what a change breaks, and what the changes so far could not keep."""
        told = []
        if self._package.signed:
            told.append(
                "The workbook is digitally signed. Once it is changed, the signature no longer holds."
            )
        if self._plain:
            more = len(self._plain) - _NAMED
            cells = ", ".join(self._plain[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
            told.append(
                f"Letters of the old text had a look of their own, which the new content lost: {cells}."
            )
        return tuple(told)

    def sheets(self) -> Sequence[SheetInfo]:
        return self._generated.sheets()

    def read(self, sheet: str) -> Grid:
        waiting = self._generated.waiting(sheet)
        return self._grid(sheet) if waiting is None else waiting

    def fills(self, sheet: str, cells: Sequence[tuple[int, int]]) -> Sequence[str | None]:
        found = fills_of(self._package, self._cells_of(sheet), cells)
        return [found[cell] for cell in cells]

    def apply(self, changes: ChangeSet) -> None:
        if not changes:
            return
        self._generated.graft()
        by_sheet = [(self._cells_of(name), edits) for name, edits in changes.by_sheet().items()]
        before = {sheet.part: self._known_grid(sheet) for sheet, _ in by_sheet}
        meant = {sheet.part: self._still_meant(sheet.part) for sheet, _ in by_sheet}
        with self._package.all_or_nothing():
            done = [apply_edits(self._package, sheet, edits) for sheet, edits in by_sheet]
        for (sheet, edits), changes_made in zip(by_sheet, done, strict=True):
            crc = self._package.crc(sheet.part)
            self._meant[sheet.part] = crc, meant[sheet.part].then(changes_made)
            self._protected[sheet.part] = crc, False  # else it were refused
            self._plain += [f"{sheet.name}!{address(*place)}" for place in sorted(changes_made.plain)]
            grid = before[sheet.part]
            if grid is not None:
                self._keep(sheet, grid.with_edits(_as_kept(edit, grid.sheet) for edit in edits))
            self._generated.changed(sheet.name)

    def append(self, sheet: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        self._generated.graft()
        target = self._cells_of(sheet)
        used = _used_area(self._grid(target.name))
        meant = self._still_meant(target.part)
        with self._package.all_or_nothing():
            done = append_rows(self._package, target, rows, used)
        self._meant[target.part] = self._package.crc(target.part), meant.then(done)
        self._generated.changed(target.name)

    def put(self, plan: SheetPlan) -> str:
        return self._generated.put(plan)

    def remove(self, sheet: str) -> None:
        with self._package.all_or_nothing():
            self._generated.remove(sheet)

    def save(self, path: Path | None = None) -> None:
        """Make it last. A copy of the file that stands there so far is kept.

        ClerkMessage, and nothing changed on disk, where the target is open elsewhere or may not be written,
        or the disk is full.
        """
        self._generated.graft()
        target = path or self._path
        in_place = path is None or (path.exists() and path.samefile(self._path))
        if in_place and not self._package.changed:
            return
        if not target.is_dir() and target.suffix.lower() != self._path.suffix.lower():
            raise ClerkMessage(
                f"The workbook can only be saved as {self._path.suffix}, which it is.", where=target.name
            )

        def check(written: Path) -> None:
            meant = {part: self._still_meant(part) for part in self._meant if self._is_still_meant(part)}
            verify(written, self._package, meant)
            if target.exists():  # nothing can fail any more but putting it in place
                keep_copy(target)

        put_in_place(target, self._package.write, check)
        if in_place:
            self._start_anew()

    def _standing(self) -> Sequence[SheetInfo]:
        """The sheets of the package, without what only we know of them."""
        return [
            SheetInfo(
                sheet.name,
                visible=sheet.state == "visible",
                readable=sheet.kind == "worksheet",
                protected=sheet.kind == "worksheet" and self._is_protected(sheet),
            )
            for sheet in self._package.sheets
        ]

    def _is_protected(self, sheet: SheetPart) -> bool:
        crc = self._package.crc(sheet.part)
        known = self._protected.get(sheet.part)
        if known is None or known[0] != crc:
            known = self._protected[sheet.part] = (crc, is_protected(self._package, sheet.part))
        return known[1]

    def _cells_of(self, name: str) -> SheetPart:
        sheet = self._package.sheet(name)
        if sheet.kind != "worksheet":
            raise ClerkMessage("This is a chart or macro sheet; it has no cells.", where=sheet.name)
        return sheet

    def _grid(self, name: str) -> Grid:
        sheet = self._package.sheet(name)
        grid = self._known_grid(sheet)
        if grid is None:
            grid = snapshot(self._package, name)
            self._keep(sheet, grid)
        return grid

    def _known_grid(self, sheet: SheetPart) -> Grid | None:
        known = self._grids.get(sheet.part)
        if known is None or known[0] != self._package.crc(sheet.part):
            return None
        return known[1] if known[1].sheet == sheet.name else replace(known[1], sheet=sheet.name)

    def _is_still_meant(self, part: str) -> bool:
        """Whether the part is what our changes made of it, and was not replaced since."""
        return part in self._package and self._meant[part][0] == self._package.crc(part)

    def _still_meant(self, part: str) -> Meant:
        """What has been done to the part since it was as the file holds it, or since it was put."""
        if part in self._meant and self._is_still_meant(part):
            return self._meant[part][1]
        return Meant(of_file=self._package.untouched(part))

    def _keep(self, sheet: SheetPart, grid: Grid) -> None:
        self._grids[sheet.part] = self._package.crc(sheet.part), grid


def keep_copy(path: Path) -> Path:
    """Keeps a copy of the file among the clerk's own data for ``DAYS_KEPT`` days; returns where it is.

    ClerkMessage where it cannot be written. Older copies are removed.
    """
    moment = time.strftime("%Y-%m-%d %H%M%S")
    with refusals.file_errors(path):
        folder = folder_of_copies()
        names = (f"{path.stem} {moment}{suffix}{path.suffix}" for suffix in _suffixes())
        copy = next(folder / name for name in names if not (folder / name).exists())
        try:
            shutil.copyfile(path, copy)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
    return copy


def folder_of_copies() -> Path:
    """Where copies are kept; it is made where it is missing, and copies that are too old are removed."""
    folder = user_data_path("invoicing-xl", appauthor=False) / "copies"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _prune(folder.iterdir())
    return folder


def _suffixes() -> Iterator[str]:
    yield ""
    yield from (f" ({number})" for number in count(2))


def _prune(copies: Iterable[Path]) -> None:
    oldest = time.time() - DAYS_KEPT * _DAY
    for copy in copies:
        if copy.is_file() and copy.stat().st_mtime < oldest:
            copy.unlink()


def _as_kept(edit: Edit, sheet: str) -> Edit:
    """The edit as the file keeps it: an empty text is a blank."""
    blank = edit.after.value == "" and edit.after.formula is None
    return replace(edit, sheet=sheet, after=replace(edit.after, value=None) if blank else edit.after)


def _used_area(grid: Grid) -> Area | None:
    """What holds values or formulas; rows and columns that were emptied by edits do not count."""
    found = {
        number: np.flatnonzero((cells.kinds > 0) | (cells.formulas >= 0))
        for number, cells in grid.columns.items()
    }
    used = {number: rows for number, rows in found.items() if len(rows)}
    if not used:
        return None
    first = min(int(rows[0]) for rows in used.values())
    last = max(int(rows[-1]) for rows in used.values())
    return Area(first + 1, min(used), last + 1, max(used))
