"""Selections as Excel, Calc and we ourselves write them."""

import pytest

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.surface.standing import Standing


@pytest.mark.parametrize(
    ("selection", "sheet", "row", "column"),
    [
        ("Invoices!B5", "Invoices", 5, 2),
        ("Invoices!$B$5:$C$9", "Invoices", 5, 2),
        ("Invoices!$C$9:$B$5", "Invoices", 5, 2),
        ("Invoices!$B$5,$A$1", "Invoices", 5, 2),
        ("'[July 2026.xlsx]Open items'!$AA$10", "Open items", 10, 27),
        ("[July.xlsx]Invoices!$A$1", "Invoices", 1, 1),
        ("'Ada''s sheet'!A2", "Ada's sheet", 2, 1),
        ("Paid!Now!A2", "Paid!Now", 2, 1),
        ("Invoices!$7:$9", "Invoices", 7, 1),
        ("Invoices!$C:$D", "Invoices", 1, 3),
        ("Müller!XFD1048576", "Müller", 1_048_576, 16_384),
    ],
)
def test_the_first_cell(selection: str, sheet: str, row: int, column: int) -> None:
    assert Standing.parse(selection) == Standing(sheet, row, column)


@pytest.mark.parametrize(
    "selection", ["", "A1", "!A1", "Invoices!", "Invoices!picture", "Invoices!A0", "x!5"]
)
def test_no_cell(selection: str) -> None:
    with pytest.raises(ClerkMessage, match="No cell is selected"):
        Standing.parse(selection)
