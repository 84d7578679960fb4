"""xlwings' Apps, App, Books, Book, Sheets, Sheet, names, tables and drawings on Calc."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from invoicing_xl.calc import engine, host


@pytest.fixture
def book(calc: xw.App) -> xw.Book:
    return calc.books.add()


# --- the program


def test_the_engine_is_known_and_takes_nobodys_place(app: xw.App) -> None:
    """Upstream's ``xw.engines`` is empty off Windows, and nothing is active there."""
    assert xw.engines["calc"].name == "calc" == app.engine.name
    assert engine.register() is engine.register()
    assert xw.engines.active is not None


def test_an_app_of_its_own(libreoffice: None) -> None:
    known = engine.register().apps
    before = len(known)
    other = engine.app()
    assert (len(known), known[other.pid].pid, known.keys()[0]) == (before + 1, other.pid, other.pid)
    other.books.add()
    other.quit()
    assert len(known) == before and not other.impl.office.alive
    third = engine.app()
    third.kill()
    assert len(known) == before and not third.impl.office.alive


def test_an_app_that_is_attached_goes_without_ending_libreoffice(office: host.Office, app: xw.App) -> None:
    attached = engine.register().apps.add(spec=office.accept)
    assert attached.books.add().name in [book.name for book in app.books]
    attached.quit()
    assert office.alive


def test_what_an_app_says_of_itself(calc: xw.App) -> None:
    """``Book.caller`` of upstream compares the version with Excel's 15."""
    assert calc.version.major == 16
    assert calc.impl.product_version[0].isdigit()
    assert Path(calc.path).is_dir()
    assert (calc.visible, calc.interactive, calc.hwnd, calc.cut_copy_mode) == (False, True, None, None)
    assert calc.alert("Sure?", buttons="yes_no") == "yes"


def test_settings_come_and_go(calc: xw.App, book: xw.Book) -> None:
    """Also through upstream's ``App.properties``, a generator that no exception of UNO could pass."""
    assert (calc.screen_updating, calc.calculation, calc.status_bar, calc.enable_events) == (
        True,
        "automatic",
        False,
        True,
    )
    book.sheets[0].api.protect("")
    with pytest.raises(xw.XlwingsError), calc.properties(screen_updating=False, calculation="manual"):
        assert (calc.screen_updating, calc.calculation) == (False, "manual")
        book.sheets[0]["A1"].value = 1
    assert (calc.screen_updating, calc.calculation) == (True, "automatic")
    calc.status_bar, calc.display_alerts = "Reading", False
    assert (calc.status_bar, calc.display_alerts) == ("Reading", False)
    calc.status_bar, calc.display_alerts = False, True
    assert calc.status_bar is False


def test_manual_calculation(calc: xw.App, book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1:B1"].formula = [[1, "=A1*2"]]
    calc.calculation = "manual"
    sheet["A1"].value = 5
    assert sheet["B1"].value == 2
    calc.calculate()
    assert sheet["B1"].value == 10
    calc.calculation = "automatic"


def test_selection(calc: xw.App, book: xw.Book) -> None:
    sheet = book.sheets.add("Other")
    sheet["B2:C3"].select()
    assert (calc.selection.address, calc.selection.sheet.name) == ("$B$2:$C$3", "Other")
    sheet["B2,D4"].select()
    assert calc.selection.address == "$B$2"
    book.sheets[1]["A1"].select()
    assert book.sheets.active.name == book.sheets[1].name


# --- workbooks


def test_books_come_and_go(calc: xw.App, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "One.xlsx")
    one, new = calc.books.open(tmp_path / "One.xlsx"), calc.books.add()
    assert [book.name for book in calc.books].count("One.xlsx") == 1
    assert (calc.books["one.XLSX"].fullname, calc.books[0].app.pid) == (str(tmp_path / "One.xlsx"), calc.pid)
    one.activate()
    new.close()
    assert len(calc.books) == 1 and calc.books.active.name == "One.xlsx"
    with pytest.raises(FileNotFoundError):
        calc.books.open(tmp_path / "Nowhere.xlsx")
    (tmp_path / "Broken.xlsx").write_bytes(b"PK\3\4 broken")
    with pytest.raises((xw.XlwingsError, FileNotFoundError)):
        calc.books.open(tmp_path / "Broken.xlsx")


def test_read_only(calc: xw.App, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "One.xlsx")
    book = calc.books.open(tmp_path / "One.xlsx", read_only=True)
    assert calc.engine.impl.host_api.access(book).read_only


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".ods"])
def test_saving(calc: xw.App, book: xw.Book, tmp_path: Path, suffix: str) -> None:
    book.sheets[0]["A1:B1"].formula = [["kept", "=1+1"]]
    book.save(tmp_path / f"Saved{suffix}")
    assert book.name == f"Saved{suffix}"
    book.sheets[0]["A2"].value = "later"
    book.save()
    book.close()
    sheet = calc.books.open(tmp_path / f"Saved{suffix}").sheets[0]
    assert sheet["A1:B2"].value == [["kept", 2], ["later", None]]
    assert sheet["B1"].formula == "=1+1"


def test_what_cannot_be_saved(book: xw.Book, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"does not save \.docx"):
        book.save(tmp_path / "Letter.docx")


def test_pdf(book: xw.Book, tmp_path: Path) -> None:
    book.sheets.add("Other")["A1"].value = "other"
    book.sheets[1]["A1"].value = "first"
    book.to_pdf(tmp_path / "Book.pdf")
    book.sheets["Other"].to_pdf(tmp_path / "Other.pdf")
    book.sheets["Other"]["A1"].to_pdf(tmp_path / "Cell.pdf")
    pages = [
        (tmp_path / name).read_bytes().count(b"/Type/Page/") for name in ("Book.pdf", "Other.pdf", "Cell.pdf")
    ]
    assert pages == [2, 1, 1]


# --- sheets


def test_sheets(book: xw.Book) -> None:
    first = book.sheets[0]
    second = book.sheets.add("Second", after=first)
    third = book.sheets.add("Third", before=first)
    assert [sheet.name for sheet in book.sheets] == ["Third", first.name, "Second"]
    assert (second.index, book.sheets["SECOND"].index, "second" in book.sheets, "None" in book.sheets) == (
        3,
        3,
        True,
        False,
    )
    assert book.sheets.active.name == "Third"
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("third")
    first.activate()
    assert book.sheets.active.name == first.name
    second.visible = False
    assert not second.visible
    second["A1"].value = "copied"
    copy = second.copy(before=first)
    assert (copy.name, copy["A1"].value, copy.index) == ("Second (2)", "copied", 2)
    third.move(after=second) if hasattr(third, "move") else None
    copy.delete()
    assert "Second (2)" not in book.sheets
    with pytest.raises(xw.NoSuchObjectError):
        book.sheets["Nowhere"]


def test_copies_into_another_workbook(calc: xw.App, book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1:B1"].formula = [[2, "=A1*3"]]
    other = calc.books.add()
    copy = sheet.copy(after=other.sheets[0], name="Taken")
    assert [one.name for one in other.sheets] == [other.sheets[0].name, "Taken"]
    assert (copy["B1"].value, copy["B1"].formula) == (6, "=A1*3")


def test_panes_print_areas_and_clearing(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet.freeze_panes.freeze_at("A1:B2")
    assert book.api.CurrentController.hasFrozenPanes()
    sheet.freeze_panes.unfreeze()
    assert not book.api.CurrentController.hasFrozenPanes()
    sheet.page_setup.print_area = "A1:C9"
    assert sheet.page_setup.print_area == "$A$1:$C$9"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
    sheet["B2"].value, sheet["B2"].color = "x", (1, 2, 3)
    sheet.clear_contents()
    assert (sheet["B2"].value, sheet["B2"].color) == (None, (1, 2, 3))
    sheet.clear()
    assert sheet["B2"].color is None


def test_macros(calc: xw.App, book: xw.Book) -> None:
    libraries = book.api.BasicLibraries
    libraries.createLibrary("VBAProject").insertByName(
        "Sums",
        "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
        "Public Function Total(a, b)\nTotal = a + b\nEnd Function\n"
        'Sub Mark()\nActiveSheet.Range("A1").Value = "marked"\nEnd Sub\n',
    )
    assert book.macro("Total")(1, 2) == 3
    assert calc.macro(f"'{book.name}'!Sums.Total")(2.5, 1) == 3.5
    book.macro("Mark")()
    assert book.sheets[0]["A1"].value == "marked"


def test_macros_that_are_not_there(calc: xw.App, book: xw.Book) -> None:
    with pytest.raises(xw.XlwingsError):
        book.macro("NoSuchMacro")()


# --- names


def test_names(book: xw.Book) -> None:
    """As upstream, a workbook's names are its own and those of its sheets, which bear the sheet's name."""
    sheet = book.sheets.add("My sheet")
    book.names.add("rate", "=0.19")
    book.names.add("cells", "='My sheet'!$A$1:$B$2")
    sheet.names.add("own", '="a;|""b"')
    assert sorted(name.name for name in book.names) == ["'My sheet'!own", "cells", "rate"]
    assert [name.name for name in sheet.names] == ["'My sheet'!own"]
    assert (book.names["RATE"].refers_to, sheet.names["own"].refers_to) == ("=0.19", '="a;|""b"')
    assert book.names["cells"].refers_to_range.address == "$A$1:$B$2"
    sheet["cells"].value = 1
    assert sheet["A1:B2"].value == [[1, 1], [1, 1]]
    assert sheet["A1:B2"].name.name == "cells" and sheet["A1"].name is None
    sheet["C1"].name = "single"
    assert book.names["single"].refers_to == "='My sheet'!$C$1"
    sheet["D1"].formula = "=SUM(cells)*rate"
    assert sheet["D1"].value == pytest.approx(0.76)
    book.names["rate"].refers_to = "=0.5"
    assert sheet["D1"].value == 2
    book.names["single"].name = "one"
    assert "one" in book.names and "single" not in book.names
    book.names["one"].delete()
    assert "one" not in book.names
    with pytest.raises(xw.NoSuchObjectError):
        _ = book.names["rate"].refers_to_range


# --- tables


def test_tables(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["B2"].value = [["No", "Net total"], ["a", 1], ["b", 2]]
    table = sheet.tables.add(sheet["B2"].expand(), name="Lines")
    assert ("lines" in sheet.tables, len(sheet.tables), sheet.tables[0].name) == (True, 1, "Lines")
    assert (table.header_row_range.value, table.data_body_range.value) == (
        ["No", "Net total"],
        [["a", 1], ["b", 2]],
    )
    assert (table.show_headers, table.show_totals, table.totals_row_range) == (True, False, None)
    assert (table.range.address, table.parent.name) == ("$B$2:$C$4", sheet.name)
    assert sheet["Lines[Net total]"].value == [1, 2]
    assert sheet["Lines[#All]"].address == "$B$2:$C$4"
    assert sheet["C4"].table.name == "Lines" and sheet["D4"].table is None
    sheet["E1"].formula = "=SUM(Lines[Net total])"
    sheet["B5:C5"].value = ["c", 4]
    table.resize(sheet["B2:C5"])
    assert (table.data_body_range.address, sheet["E1"].value) == ("$B$3:$C$5", 7)
    table.name = "Rows"
    assert [one.name for one in sheet.tables] == ["Rows"]
    assert sheet.tables.add(sheet["H1:I2"]).name == "Table1"


# --- drawings


def test_charts(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1"].value = [["Customer", "Open"], ["Ada", 10], ["Bob", 20]]
    chart = sheet.charts.add(30, 40, 300, 200, chart_type="column_clustered", source=sheet["B2:B3"])
    chart.set_x_axis_values(sheet["A2:A3"])
    chart.title, chart.legend.visible, chart.series[0].fill_color = "Open items", False, "#1F4E79"
    assert (chart.title, chart.legend.visible, chart.chart_type) == ("Open items", False, "column_clustered")
    assert chart.series[0].fill_color == (0x1F, 0x4E, 0x79)
    assert (chart.impl.categories, chart.series[0].impl.values) == (
        f"${sheet.name}.$A$2:$A$3",
        f"${sheet.name}.$B$2:$B$3",
    )
    assert [round(side) for side in (chart.left, chart.top, chart.width, chart.height)] == [30, 40, 300, 200]
    chart.set_source_data(sheet["A1:B3"])
    assert len(chart.series) == 1
    chart.chart_type = "pie"
    assert (chart.chart_type, [one.name for one in sheet.charts]) == ("pie", [chart.name])
    second = sheet.charts.add(source=sheet["A1:B3"], chart_type="line", name="Other", anchor=sheet["E5"])
    assert ("other" in sheet.charts, second.left) == (True, pytest.approx(sheet["E5"].left, abs=0.1))
    chart.delete()
    assert [one.name for one in sheet.charts] == ["Other"]


def test_pictures_and_shapes(book: xw.Book, tmp_path: Path) -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301"
        "0100c9fe92ef0000000049454e44ae426082"
    )
    (tmp_path / "pixel.png").write_bytes(pixel)
    sheet = book.sheets[0]
    picture = sheet.pictures.add(tmp_path / "pixel.png", left=10, top=20, width=50, height=60, name="Logo")
    assert [round(side) for side in (picture.left, picture.top, picture.width, picture.height)] == [
        10,
        20,
        50,
        60,
    ]
    assert [(shape.name, shape.type) for shape in sheet.shapes] == [("Logo", "picture")]
    picture.delete()
    assert len(sheet.shapes) == 0


def test_chart_sheets_of_a_file_are_told(calc: xw.App, tmp_path: Path) -> None:
    """LibreOffice makes ordinary sheets of them."""
    source = openpyxl.Workbook()
    source.create_chartsheet("Picture")
    source.save(tmp_path / "Charts.xlsx")
    assert "xl/chartsheets/sheet1.xml" in zipfile.ZipFile(tmp_path / "Charts.xlsx").namelist()
    book = calc.books.open(tmp_path / "Charts.xlsx")
    tabs = calc.engine.impl.host_api.tabs(book, "_ixl")
    assert [(tab.name, tab.worksheet) for tab in tabs] == [("Sheet", True), ("Picture", False)]
