"""A workbook's package: its sheets, names and settings, over the parts they are kept in.

Source: ECMA-376 part 1, 18.2 (workbook), strict and transitional.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import markup, refusals
from invoicing_xl.workbook.opc.container import Container, part_key
from invoicing_xl.workbook.opc.markup import Element, child, children, is_true
from invoicing_xl.workbook.opc.other_kinds import kind_of_package, not_a_workbook
from invoicing_xl.workbook.opc.parts import CONTENT_TYPES_PART, Parts

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."

SheetState = Literal["visible", "hidden", "veryHidden"]
SheetPartKind = Literal["worksheet", "chartsheet", "dialogsheet", "macrosheet"]
_KINDS: dict[str, SheetPartKind] = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}

# Children of <workbook>, in the order the schema demands.
_WORKBOOK_ORDER = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr "
    "smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
).split()


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet and the part it is kept in. ``index`` counts all sheets from 0, as ``localSheetId`` does."""

    name: str
    part: str
    index: int
    sheet_id: str
    relationship_id: str
    kind: SheetPartKind = "worksheet"
    state: SheetState = "visible"


class Package(Parts):
    """A workbook's parts. Every answer sees the changes made so far; ``write`` makes a new file."""

    def __init__(self, container: Container) -> None:
        super().__init__(container)
        self._listed: tuple[Element, tuple[SheetPart, ...]] | None = None  # with the tree they were read from
        mains = self.related("", "officeDocument")
        if not mains or CONTENT_TYPES_PART not in self:
            raise not_a_workbook(self.path, kind_of_package(list(self.names)))
        self.main = mains[0]
        if self.main.lower().endswith(".bin"):
            raise not_a_workbook(self.path, ".xlsb")
        root = self.workbook
        if markup.local_name(root) != "workbook" or markup.namespace(root) not in (STRICT, TRANSITIONAL):
            raise not_a_workbook(self.path, kind_of_package(list(self.names)))
        if child(root, "sheets") is None:
            raise refusals.damaged(self.path, self.main)
        self._refuse_second_sheets()

    def touch(self, name: str) -> None:
        super().touch(name)
        self._listed = None

    @classmethod
    def open(cls, path: Path) -> Package:
        """The workbook at ``path``; ClerkMessage where that is none, or damaged, encrypted or dangerous."""
        return cls(Container.open(path))

    @property
    def workbook(self) -> Element:
        """The root of workbook.xml; ``touch(package.main)`` after changing it."""
        return self.xml(self.main)

    @cached_property
    def namespace(self) -> str:
        """The main SpreadsheetML namespace of this file: ``STRICT`` or ``TRANSITIONAL``."""
        return markup.namespace(self.workbook)

    @property
    def strict(self) -> bool:
        return self.namespace == STRICT

    @property
    def links(self) -> str:
        """The namespace of ``r:id`` and the beginning of every relationship type's address in this file."""
        return _STRICT_LINKS if self.strict else _TRANSITIONAL_LINKS

    @property
    def date1904(self) -> bool:
        properties = child(self.workbook, "workbookPr")
        return properties is not None and is_true(properties.get("date1904"))

    @property
    def structure_locked(self) -> bool:
        """Whether the clerk protected the workbook's structure (no sheets added, removed or renamed)."""
        protection = child(self.workbook, "workbookProtection")
        return protection is not None and is_true(protection.get("lockStructure"))

    @property
    def signed(self) -> bool:
        """Whether the file bears a digital signature, which any change breaks."""
        return any(name.lower().startswith("_xmlsignatures/") for name in self.names)

    @property
    def shared_strings(self) -> str | None:
        return self._only("sharedStrings")

    @property
    def styles(self) -> str | None:
        return self._only("styles")

    def _only(self, kind: str) -> str | None:
        return next(iter(self.related(self.main, kind)), None)

    # Sheets

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        """All sheets, in tab order. Where the part of a sheet is missing, its ``part`` is "" ."""
        root = self.workbook
        if self._listed is None or self._listed[0] is not root:
            self._listed = root, self._read_sheets()
        return self._listed[1]

    def _read_sheets(self) -> tuple[SheetPart, ...]:
        targets = {found.id: found for found in self.relationships(self.main) if not found.external}
        found = []
        for index, element in enumerate(self.sheet_elements()):
            relationship_id = element.get(f"{{{self.links}}}id", "")
            target = targets.get(relationship_id)
            state = element.get("state", "visible")
            found.append(
                SheetPart(
                    element.get("name", ""),
                    target.target if target and target.target in self else "",
                    index,
                    element.get("sheetId", ""),
                    relationship_id,
                    _KINDS.get(target.type, "worksheet") if target else "worksheet",
                    "hidden" if state == "hidden" else "veryHidden" if state == "veryHidden" else "visible",
                )
            )
        return tuple(found)

    def _refuse_second_sheets(self) -> None:
        """ClerkMessage where two sheets have one name or one part: what is in it would count twice."""
        seen: set[str] = set()
        for sheet in self.sheets:
            keys = {f"name {sheet.name.lower()}", f"part {part_key(sheet.part)}" if sheet.part else ""} - {""}
            if keys & seen:
                raise refusals.same_sheet_twice(self.path, sheet.name)
            seen |= keys

    def sheet(self, name: str) -> SheetPart:
        """The sheet of that name, in whatever case; ClerkMessage where there is none or it has no part."""
        for sheet in self.sheets:
            if sheet.name.lower() == name.lower():
                if not sheet.part:
                    raise refusals.damaged(self.path, f"of sheet {name}")
                return sheet
        raise ClerkMessage(f"There is no sheet {name!r} in the workbook.", where=self.path.name)

    def sheet_elements(self) -> list[Element]:
        """The entries of the list of sheets; ``touch(package.main)`` after changing one."""
        return [e for e in children(self.workbook_child("sheets")) if markup.local_name(e) == "sheet"]

    # Settings of the workbook

    def workbook_child(self, name: str) -> Element:
        """The child of <workbook> of that name, made at its place where it is missing."""
        return markup.ordered_child(self.workbook, name, _WORKBOOK_ORDER)

    def recalculate_on_load(self) -> None:
        """Excel recalculates all formulas when it opens the file."""
        settings = self.workbook_child("calcPr")
        if not is_true(settings.get("fullCalcOnLoad")):
            settings.set("fullCalcOnLoad", "1")
            self.touch(self.main)

    def drop_calc_chain(self) -> None:
        """Without the chain of formulas: a cache that Excel builds anew (MS-XLSB 2.1.7.4)."""
        for found in self.relationships(self.main):
            if found.type == "calcChain" and not found.external:
                self.unrelate(self.main, found.id)
                if found.target in self:
                    self.drop(found.target)
