"""What xlwings reads and writes through Calc is what it reads and writes through Excel on Windows."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw

from invoicing_xl.calc import typed_text

NA, DIV = -2146826246, -2146826281
THIS_YEAR = dt.date.today().year


@pytest.fixture
def sheet(calc: xw.App) -> xw.Sheet:
    return calc.books.add().sheets[0]


def test_every_kind_of_value_comes_back(sheet: xw.Sheet) -> None:
    moment = dt.datetime(2024, 2, 29, 13, 14, 15)
    rows = [[1.5, "text", True], [None, "", False], [moment, dt.date(2024, 2, 29), -0.0]]
    sheet["B2"].value = rows
    assert sheet["B2:D4"].value == [
        [1.5, "text", True],
        [None, None, False],
        [moment, dt.datetime(2024, 2, 29), 0],
    ]
    assert sheet["B2"].raw_value == 1.5
    assert sheet["B2:D2"].value == [1.5, "text", True]
    assert type(sheet["D2"].value) is bool


def test_whole_numbers_are_floats_as_on_windows(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [7, np.int64(8), np.float32(0.5), np.bool_(True)]
    assert [type(value) for value in sheet["A1:D1"].value] == [float, float, float, bool]


def test_exact_doubles(sheet: xw.Sheet) -> None:
    numbers = [0.1 + 0.2, 1e15 + 0.3, 1 / 3, 5e-324, 1.7976931348623157e308, -1e-9]
    sheet["A1"].value = numbers
    assert sheet["A1:F1"].value == numbers


@pytest.mark.parametrize(
    ("typed", "value", "number_format"),
    [
        ("00123", 123.0, "General"),
        (" 7 ", 7.0, "General"),
        ("1e5", 1e5, "0.00E+00"),
        ("1,234.5", 1234.5, "#,##0.00"),
        ("12,50", 1250.0, "#,##0"),
        ("(5)", -5.0, "General"),
        ("5%", 0.05, "0%"),
        ("$5.25", Decimal("5.25"), "$#,##0.00"),
        ("2024-05-06", dt.datetime(2024, 5, 6), "m/d/yyyy"),
        ("1/2/2024", dt.datetime(2024, 1, 2), "m/d/yyyy"),
        ("1-2", dt.datetime(THIS_YEAR, 1, 2), "m/d/yyyy"),
        ("6-May", dt.datetime(THIS_YEAR, 5, 6), "m/d/yyyy"),
        ("TRUE", True, "General"),
        ("false", False, "General"),
        ("=1+1", 2.0, "General"),
        ("+1+1", 2.0, "General"),
        ("'00123", "00123", "General"),
        ("'=1+1", "=1+1", "General"),
        ("''tis", "'tis", "General"),
        ("INV-1", "INV-1", "General"),
        ("3.5.2024", "3.5.2024", "General"),
        ("-", "-", "General"),
        ("May", "May", "General"),
        ("12 Main Street", "12 Main Street", "General"),
    ],
)
def test_texts_are_read_as_if_typed(sheet: xw.Sheet, typed: str, value: object, number_format: str) -> None:
    """Excel's Range.Value, which upstream writes, does so: xlwings issues 2247, 2248, 1269."""
    sheet["A1"].value = typed
    assert sheet["A1"].value == value
    assert type(sheet["A1"].value) is type(value)
    assert sheet["A1"].number_format == number_format


@pytest.mark.parametrize("typed", ["00123", "5%", "2024-05-06", "TRUE", "#N/A", "+1", "'x"])
def test_a_text_cell_keeps_the_text(sheet: xw.Sheet, typed: str) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1:B1"].value = [typed, 1]
    assert sheet["A1"].value == typed
    assert (sheet["A1"].number_format, sheet["B1"].number_format) == ("@", "General")


def test_a_written_text_leaves_the_formats_of_its_neighbors(sheet: xw.Sheet) -> None:
    """Calc makes "@" of the format of a text that looks like a number, Excel does not."""
    sheet["A2"].number_format = "0.00"
    sheet["A1:B3"].value = [["'1", "'2"], ["'3", "a"], ["'4", 5]]
    assert [sheet[cell].number_format for cell in ("A1", "B1", "A2", "A3", "B3")] == [
        "General",
        "General",
        "0.00",
        "General",
        "General",
    ]
    assert sheet["A1:B3"].value == [["1", "2"], ["3", "a"], ["4", 5]]


def test_formats_stay_where_they_are_set(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].number_format = "dd.mm.yyyy"
    sheet["A1"].options(transpose=True).value = [dt.date(2024, 1, 2), 45293, "1/2/2024"]
    assert sheet["A1:A3"].value == [dt.datetime(2024, 1, 2)] * 3
    assert sheet["A1:A3"].number_format == "dd.mm.yyyy"


def test_errors(sheet: xw.Sheet) -> None:
    """Upstream: ``None``, their text with ``err_to_str``, Excel's whole numbers as raw values."""
    sheet["A1"].value = ["#N/A", "=1/0", "=NA()", '=VALUE("x")', "=no_such()", "=#REF!"]
    assert sheet["A1:F1"].value == [None] * 6
    assert sheet["A1:F1"].options(err_to_str=True).value == [
        "#N/A",
        "#DIV/0!",
        "#N/A",
        "#VALUE!",
        "#NAME?",
        "#REF!",
    ]
    assert sheet["A1:B1"].raw_value == [[NA, DIV]]
    assert sheet["A1:C1"].formula == (("#N/A", "=1/0", "=NA()"),)


def test_empty_texts_of_formulas_are_blank_to_xlwings(sheet: xw.Sheet) -> None:
    """Upstream: "" is None, but its raw value tells a formula's empty text from an empty cell."""
    sheet["A1:B1"].formula = [['=""', ""]]
    assert sheet["A1:B1"].value == [None, None]
    assert sheet["A1:B1"].raw_value == [["", None]]


def test_currencies_are_decimals_and_amounts_are_not(sheet: xw.Sheet) -> None:
    """Upstream on Windows (issues 65, 640, 2035); ``Value2``, which we read, has floats."""
    sheet["A1:C1"].value = [1.23456, 1.23456, 1.23456]
    sheet["A1"].number_format = "$#,##0.00"
    sheet["B1"].number_format = '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)'
    sheet["C1"].number_format = "#,##0.00"
    assert sheet["A1:C1"].value == [Decimal("1.2346"), Decimal("1.2346"), 1.23456]
    assert sheet["A1:C1"].impl.cells.values2() == [[1.23456] * 3]
    sheet["D1"].value = Decimal("2.50")
    assert (sheet["D1"].value, sheet["D1"].number_format) == (Decimal("2.5"), typed_text.CURRENCY)


def test_a_number_over_a_boolean_is_a_number(sheet: xw.Sheet, calc: xw.App, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "Truth.xlsx") as writing:
        page = writing.add_worksheet()
        page.write_boolean("A1", True)
        page.write_boolean("A2", False, writing.add_format({"num_format": "0.00"}))
    sheet = calc.books.open(tmp_path / "Truth.xlsx").sheets[0]
    assert sheet["A1:A2"].value == [True, False]
    assert sheet["A1:A2"].formula == (("TRUE",), ("FALSE",))
    assert (sheet["A1"].number_format, sheet["A2"].number_format) == ("General", "0.00")
    sheet["A1"].value = 1
    assert type(sheet["A1:A2"].raw_value[0][0]) is float
    assert sheet["A1"].number_format == "General"


@pytest.mark.parametrize("system_of_1904", [False, True])
def test_days_of_both_systems(calc: xw.App, tmp_path: Path, system_of_1904: bool) -> None:
    """The same serial is another day; what xlwings writes as a day is read as that day."""
    book = openpyxl.Workbook()
    if system_of_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = 41274
    book.active["A1"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "Days.xlsx")
    sheet = calc.books.open(tmp_path / "Days.xlsx").sheets[0]
    day = dt.datetime(2017, 1, 1) if system_of_1904 else dt.datetime(2012, 12, 31)
    assert sheet["A1"].value == day
    assert sheet["A1"].impl.cells.values2() == [[41274.0]]
    sheet["A2"].value = day
    assert sheet["A2"].impl.cells.values2() == [[41274.0]]


def test_days_before_march_1900_are_one_off_as_on_windows(sheet: xw.Sheet) -> None:
    """Excel's serial 60 is a 29 February that never was; pywin32 makes 28 February of it, and so upstream."""
    sheet["A1"].value = [[1], [59], [60], [61]]
    sheet["A1:A4"].number_format = "yyyy-mm-dd"
    assert sheet["A1:A4"].value == [
        dt.datetime(1899, 12, 31),
        dt.datetime(1900, 2, 27),
        dt.datetime(1900, 2, 28),
        dt.datetime(1900, 3, 1),
    ]


def test_frames(sheet: xw.Sheet) -> None:
    frame = pd.DataFrame(
        {
            "No": ["a", "b"],
            "Net": [1.5, np.nan],
            "Day": pd.to_datetime(["2024-01-02", None]),
            "Paid": [True, False],
        }
    )
    sheet["A1"].options(index=False).value = frame
    assert sheet["A1"].expand().value == [
        ["No", "Net", "Day", "Paid"],
        ["a", 1.5, dt.datetime(2024, 1, 2), True],
        ["b", None, None, False],
    ]
    read = sheet["A1"].options(pd.DataFrame, index=False, expand="table").value
    assert read["Net"].tolist()[0] == 1.5 and read["Net"].isna().tolist() == [False, True]


def test_what_is_far_larger_than_what_is_used(sheet: xw.Sheet) -> None:
    """Only what is used is asked for; the rest is blank, as on Windows."""
    sheet["B2"].value = [[1], [2]]
    column = sheet["B1:B210000"].value
    assert len(column) == 210_000
    assert column[:4] == [None, 1, 2, None]


def test_converters_of_xlwings(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, dt.date(2024, 1, 2), None]]
    assert sheet["A1:C1"].options(numbers=int, dates=dt.date, empty="-").value == [
        1,
        dt.date(2024, 1, 2),
        "-",
    ]
    assert sheet["A1"].options(ndim=2).value == [[1]]


def test_a_protected_sheet_is_not_written(sheet: xw.Sheet) -> None:
    sheet.api.protect("")
    with pytest.raises(xw.XlwingsError, match="LibreOffice"):
        sheet["A1"].value = 1
    assert sheet["A1"].value is None
