"""Number formats in Excel's codes."""

import datetime as dt

import pytest
import xlwings as xw

from invoicing_xl.calc.number_formats import to_excel


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ("YYYY-MM-DD HH:MM:SS", "yyyy-mm-dd hh:mm:ss"),
        ("[HH]:MM", "[hh]:mm"),
        ("H:MM AM/PM", "h:mm AM/PM"),
        ('[RED]-0.00;"MDY" 0', '[Red]-0.00;"MDY" 0'),
        ("[COLOR5]0", "[Color5]0"),
        ("[$-409]MMM YYYY", "[$-409]mmm yyyy"),
        ("0.00E+00", "0.00E+00"),
        ("General", "General"),
        ("BOOLEAN", "General"),
    ],
)
def test_in_excels_words(calc: str, excel: str) -> None:
    assert to_excel(calc) == excel


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "#,##0.00_);[Red](#,##0.00)",
        '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
        "m/d/yyyy",
        "dd.mm.yyyy",
        "yyyy-mm-dd hh:mm",
        "[h]:mm:ss",
        "0.00%",
        "@",
        "[$€-2] #,##0.00",
        '"INV-"0000',
        "0.00E+00",
        '#,##0.00 "kr"',
        "# ?/?",
    ],
)
def test_what_is_set_is_read(calc: xw.App, code: str) -> None:
    cell = calc.books.add().sheets[0]["B2"]
    cell.number_format = code
    assert cell.number_format == code


def test_cells_that_differ_have_none(calc: xw.App) -> None:
    """As upstream: ``None`` for mixed formats."""
    sheet = calc.books.add().sheets[0]
    sheet["A1"].number_format = "0.00"
    assert (sheet["A1:A2"].number_format, sheet["A2:A3"].number_format) == (None, "General")


def test_what_a_formula_makes_is_no_format(calc: xw.App) -> None:
    """Calc shows 1=1 as TRUE; the cell is General all the same."""
    sheet = calc.books.add().sheets[0]
    sheet["A1"].formula = [["=1=1"], ["=TRUE"]]
    assert [sheet[f"A{row}"].number_format for row in (1, 2)] == ["General"] * 2
    assert sheet["A1:A2"].raw_value == [[True], [True]]


def test_a_formula_that_gives_a_day_is_shown_as_one(calc: xw.App) -> None:
    """Excel as well gives a General cell a format of days then."""
    cell = calc.books.add().sheets[0]["A1"]
    cell.formula = "=DATE(2024,1,2)"
    assert cell.value == dt.datetime(2024, 1, 2)
    cell.number_format = "General"
    assert (cell.value, cell.number_format) == (45293.0, "General")
