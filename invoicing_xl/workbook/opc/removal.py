"""A sheet taken out of a workbook, with all that belongs to it alone."""

from __future__ import annotations

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.markup import child, children
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.register import drop_closures


def remove_sheet(package: Package, name: str) -> None:
    """Without the sheet, its own names and the parts only it refers to; the chain of formulas goes.

    ClerkMessage where it is the only visible one.
    """
    sheet = package.sheet(name)
    if not any(other.state == "visible" for other in package.sheets if other.index != sheet.index):
        raise ClerkMessage("A workbook needs at least one visible sheet.", where=sheet.name)
    markup.remove(package.sheet_elements()[sheet.index])
    package.touch(package.main)
    _move_names_up(package, sheet.index)
    _move_tabs_up(package, sheet.index)
    package.unrelate(package.main, sheet.relationship_id)
    drop_closures(package, [sheet.part])
    package.drop(sheet.part)
    package.drop_calc_chain()


def _move_names_up(package: Package, gone: int) -> None:
    """The sheet's own names go; those of the sheets behind it count one less."""
    names = child(package.workbook, "definedNames")
    if names is None:
        return
    for element in children(names):
        scope = element.get("localSheetId", "")
        if scope == str(gone):
            markup.remove(element)
        elif scope.isdigit() and int(scope) > gone:
            element.set("localSheetId", str(int(scope) - 1))
    if not children(names):
        markup.remove(names)


def _move_tabs_up(package: Package, gone: int) -> None:
    """The windows show the sheet they showed, or a visible one where that is gone."""
    views = child(package.workbook, "bookViews")
    states = [sheet.state for sheet in package.sheets]
    for view in children(views) if views is not None else ():
        for field in ("activeTab", "firstSheet"):
            shown = view.get(field, "")
            if not shown.isdigit():
                continue
            index = int(shown) - (int(shown) > gone)
            if index >= len(states) or (field == "activeTab" and states[index] != "visible"):
                index = states.index("visible")
            if str(index) != shown:
                view.set(field, str(index))
