"""The sheets of ours in a workbook file: those that stand in it, and those that wait to be put.

Putting a sheet only notes it. ``graft`` brings all that wait into the package at once, which for a
thousand statements takes a second instead of minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.workbook.grids import planned_grid
from invoicing_xl.workbook.opc.graft import Planned, put_all
from invoicing_xl.workbook.opc.marks import NAME, Mark
from invoicing_xl.workbook.opc.markup import child, children, local_name
from invoicing_xl.workbook.opc.package import Package, SheetPart
from invoicing_xl.workbook.opc.removal import remove_sheet
from invoicing_xl.workbook.port import SheetInfo
from invoicing_xl.workbook.titles import place

# What a sheet of ours refers to, and what Excel adds when it is printed.
_OWN_PARTS = {"drawing", "printerSettings"}
_CLERKS_SHAPES = {"sp", "pic", "cxnSp", "grpSp"}


class GeneratedSheets:
    """What a workbook's sheets are to us, with those that wait to be put.

    package   is changed by ``graft`` and ``remove`` only
    infos     all sheets of the package in tab order, without kind, key and edited
    read      a sheet of the package as it is now
    """

    def __init__(
        self, package: Package, infos: Callable[[], Sequence[SheetInfo]], read: Callable[[str], Grid]
    ) -> None:
        self._package = package
        self._standing = infos
        self._read = read
        self._waiting: dict[str, Planned] = {}
        self._infos: list[SheetInfo] | None = None
        self._changed: set[str] = set()

    def sheets(self) -> Sequence[SheetInfo]:
        """All sheets in tab order, as they will stand."""
        if self._infos is None:
            self._infos = self._described(self._standing())
        elif self._changed:
            self._infos = self._described(self._infos, only=self._changed)
        self._changed = set()
        return tuple(self._infos)

    def changed(self, sheet: str) -> None:
        """Notes that the cells of a sheet have been changed: it may be an edited one of ours now."""
        self._changed.add(sheet.casefold())

    def waiting(self, sheet: str) -> Grid | None:
        """A sheet that waits to be put, as it will be read back; None for any other."""
        planned = self._waiting.get(sheet.casefold())
        return planned_grid(planned.name, planned.plan) if planned else None

    def put(self, plan: SheetPlan) -> str:
        """Notes the plan's sheet to be put; returns the name it gets. See ``Workbook.put``."""
        infos = list(self.sheets())
        where = place(plan, infos)
        if where.replaces is None:
            self._refuse_if_locked(where.name)
            infos.append(SheetInfo(where.name, kind=plan.kind, key=plan.key))
        else:
            index = next(i for i, info in enumerate(infos) if info.name == where.replaces)
            infos[index] = replace(infos[index], name=where.name)
        older = self._waiting.pop(where.replaces.casefold(), None) if where.replaces else None
        replaced = older.replaces if older else where.replaces
        mark = Mark.of(where.name, plan)
        self._waiting[where.name.casefold()] = Planned(where.name, plan, mark, replaced)
        self._infos = infos
        return where.name

    def graft(self) -> None:
        """Brings the sheets that wait into the package."""
        if not self._waiting:
            return
        tabs = {info.name: index for index, info in enumerate(self.sheets())}
        waiting = sorted(self._waiting.values(), key=lambda planned: tabs[planned.name])
        with self._package.all_or_nothing():
            put_all(self._package, waiting)
        self._waiting = {}

    def remove(self, sheet: str) -> None:
        """Removes a sheet of ours; ClerkMessage for any other."""
        info = next((info for info in self.sheets() if info.name.casefold() == sheet.casefold()), None)
        if info is None:
            raise ClerkMessage(f"There is no sheet named “{sheet}”.", where=self._package.path.name)
        if info.kind is None:
            raise ClerkMessage("This sheet is yours; only generated sheets are removed.", where=info.name)
        self._refuse_if_locked(info.name)
        self.graft()
        remove_sheet(self._package, info.name)
        self._package.recalculate_on_load()  # the clerk's formulas may have read it
        self._infos = None

    def _described(self, infos: Sequence[SheetInfo], only: set[str] | None = None) -> list[SheetInfo]:
        """The infos with what the marks say; ``edited`` anew for all sheets, or only for some."""
        marks = _marks(self._package)
        parts = {sheet.name: sheet for sheet in self._package.sheets}
        described = []
        for info in infos:
            part = parts.get(info.name)
            mark = marks.get(part.index) if part else None
            wanted = info.name.casefold() not in self._waiting and (
                only is None or info.name.casefold() in only
            )
            if part and mark and wanted:
                info = replace(info, kind=mark.kind, key=mark.key, edited=self._edited(part, mark))
            described.append(info)
        return described

    def _edited(self, sheet: SheetPart, mark: Mark) -> bool:
        if _has_more(self._package, sheet.part):
            return True
        if mark.untouched(sheet.name, self._package.crc(sheet.part)):
            return False
        return mark.edited(self._read(sheet.name))

    def _refuse_if_locked(self, sheet: str) -> None:
        if self._package.structure_locked:
            raise ClerkMessage(
                "The workbook's structure is protected, so that no sheet can be added or removed.",
                where=sheet,
                next_step="In Excel, choose Review > Protect Workbook to unprotect it, and run again.",
            )


def _marks(package: Package) -> dict[int, Mark]:
    """The marks by the index of their sheets."""
    names = child(package.workbook, "definedNames")
    found = {}
    for element in children(names) if names is not None else ():
        scope = element.get("localSheetId", "")
        if element.get("name", "").casefold() == NAME and scope.isdigit():
            mark = Mark.parse(element.text or "")
            if mark:
                found[int(scope)] = mark
    return found


def _has_more(package: Package, part: str) -> bool:
    """Whether there is more on a sheet than we put there: a note, a picture, a table of the clerk's."""
    if {related.type for related in package.relationships(part)} - _OWN_PARTS:
        return True
    drawings = package.related(part, "drawing")
    shapes = (element for drawing in drawings for element in package.xml(drawing).iter("{*}*"))
    return any(local_name(shape) in _CLERKS_SHAPES for shape in shapes)
