"""Where the clerk stands: the first of the selected cells."""

from __future__ import annotations

from dataclasses import dataclass

from invoicing_xl.model.cells import MAX_ROW, Area, column_number, parse_address
from invoicing_xl.model.errors import ClerkMessage


@dataclass(frozen=True, slots=True)
class Standing:
    """A cell by sheet, row and column."""

    sheet: str
    row: int
    column: int

    @classmethod
    def parse(cls, selection: str) -> Standing:
        """As Excel or we write it: "Invoices!B5", "'[July.xlsx]My sheet'!$B$5:$C$9,$F$1", "Invoices!5:7".

        ClerkMessage where no cells are selected (a picture is, or nothing).
        """
        sheet, mark, cells = selection.rpartition("!")
        if sheet.startswith("'") and sheet.endswith("'") and len(sheet) > 1:
            sheet = sheet[1:-1].replace("''", "'")
        if sheet.startswith("["):
            sheet = sheet.rpartition("]")[2]
        try:
            row, column = _first_cell(cells.split(",")[0])
        except ValueError:
            mark = ""
        if not (mark and sheet):
            raise ClerkMessage(
                "No cell is selected.", next_step="Click on a cell of your rows and press the button again."
            )
        return cls(sheet, row, column)


def _first_cell(cells: str) -> tuple[int, int]:
    """The upper left cell of "$B$5:$C$9", of whole rows "5:7" or of whole columns "B:C"."""
    first = cells.partition(":")[0].replace("$", "")
    if ":" in cells and first.isdecimal() and 1 <= int(first) <= MAX_ROW:
        return int(first), 1
    if ":" in cells and first.isalpha():
        return 1, column_number(first)
    area = Area.parse(cells) if ":" in cells else None
    return (area.first_row, area.first_column) if area else parse_address(first)
