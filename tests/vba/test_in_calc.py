"""The add-in's own VBA, run by LibreOffice's interpreter in the built demo workbook.

Only the two modules that need Windows have stand-ins, which keep what they were told. Whether Excel does the
same, only Excel can say; but what runs here is the shipped text.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from invoicing_xl.build.addin import DEMO
from invoicing_xl.calc import bridge, host
from invoicing_xl.model.errors import ClerkMessage
from tests.vba.twin import twin

ROOT = Path(__file__).parents[2]
BUTTONS = [
    dict(element.attrib)
    for element in ET.parse(ROOT / "vba/customUI14.xml").iter()
    if element.tag.endswith("}button")
]

PYTHON = """\
Attribute VB_Name = "InvPython"
Option Explicit
Private heard As Variant
Private reply As Variant

Public Sub WillAnswer(answer As Variant)
    reply = answer
End Sub

Public Function LastHeard() As Variant
    LastHeard = heard
End Function

Public Sub Start()
    heard = Array("started")
End Sub

Public Sub Press(answer As Variant, book As Workbook, commandId As String, selected As String)
    heard = Array(book.Name, commandId, selected)
    If Not IsArray(reply) Then Err.Raise 1000, , "no Python here"
    answer = reply
End Sub

Public Sub AskFunction(answer As Variant, pythonName As String, values As Variant)
    heard = Array(pythonName, values)
    answer = reply
End Sub
"""

EXCEL = """\
Attribute VB_Name = "InvExcel"
Option Explicit
Private heard As Variant
Private offered As Variant

Public Sub Show(kind As String, title As String, message As String)
    heard = Array(kind, title, message)
End Sub

Public Function LastShown() As Variant
    LastShown = heard
End Function

Public Sub OfferUndo(caption As String, procedureName As String)
    offered = Array(caption, procedureName)
End Sub

Public Function LastOffered() As Variant
    LastOffered = offered
End Function
"""

PROBE = """\
Attribute VB_Name = "Probe"
Option Explicit

Public Function Sentinel() As Variant
    Sentinel = 42
End Function

Public Function Interpreter() As String
    Dim path As String
    On Error GoTo Failed
    InvSettings.FindInterpreter path
    Interpreter = path
    Exit Function
Failed:
    Interpreter = "refused: " & Err.Description
End Function

Public Function ActiveName() As String
    ActiveName = ActiveWorkbook.Name
End Function

Public Function Check(rows As String, headers As String) As String
    With ThisWorkbook.Worksheets("Customers")
        Check = Told(INV_CHECK(.Range(rows), .Range(headers)))
    End With
End Function

Public Function CheckAreas() As String
    With ThisWorkbook.Worksheets("Customers")
        CheckAreas = Told(INV_CHECK(Union(.Range("A1:A2"), .Range("C1:C2")), .Range("A1")))
    End With
End Function

' In one go: Basic forgets a module's objects between two runs, VBA does not.
Public Sub PressAndUndo()
    InvShell.Press "apply_safe"
    InvShell.UndoLast
End Sub

' A table as Python's answers come through COM; its error values by their numbers.
Public Function CheckTable() As String
    Dim table(0 To 1, 0 To 1) As Variant
    table(0, 0) = "a"
    table(0, 1) = Chr$(1) & "#N/A"
    table(1, 0) = 2.5
    table(1, 1) = Chr$(1) & "#DIV/0!"
    InvPython.WillAnswer table
    CheckTable = ToldTable(INV_CHECK(1, 2), 1)
End Function

Public Function CheckRow() As String
    InvPython.WillAnswer Array("a", Chr$(1) & "#N/A", 2.5)
    CheckRow = ToldRow(INV_CHECK(1, 2))
End Function

Private Function ToldTable(values As Variant, last As Long) As String
    Dim row As Long, column As Long
    For row = 0 To last
        For column = 0 To last
            ToldTable = ToldTable & Told(values(row, column)) & " "
        Next column
    Next row
End Function

Private Function ToldRow(values As Variant) As String
    Dim place As Long
    For place = LBound(values) To UBound(values)
        ToldRow = ToldRow & Told(values(place)) & " "
    Next place
End Function

Private Function Told(value As Variant) As String
    If IsError(value) Then Told = "error " & CLng(value) Else Told = TypeName(value)
End Function
"""


@pytest.fixture(scope="module")
def office() -> Iterator[host.Office]:
    try:
        started = host.start(macros=True)
    except ClerkMessage as absent:
        pytest.skip(str(absent))
    with started:
        yield started


class Demo:
    """The twin of the demo workbook, open in LibreOffice."""

    def __init__(self, office: host.Office, path: Path) -> None:
        self.office = office
        hidden = bridge.properties({"Hidden": True, "MacroExecutionMode": bridge.short(4)})
        self.document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, hidden)

    def run(self, procedure: str, *arguments: object) -> Any:
        script = f"vnd.sun.star.script:VBAProject.{procedure}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(script).invoke(arguments, (), ())[0]

    def press(self, button: dict[str, str]) -> None:
        control = self.office.create("com.sun.star.beans.PropertyBag")
        control.addProperty("ID", 0, button["id"])
        control.addProperty("Tag", 0, button["tag"])
        self.run(button["onAction"], control)

    def select(self, sheet: str, cells: str) -> None:
        chosen = self.document.Sheets.getByName(sheet)
        self.document.CurrentController.setActiveSheet(chosen)
        self.document.CurrentController.select(chosen.getCellRangeByName(cells))

    def set_interpreter(self, value: str) -> None:
        self.document.Sheets.getByName("invoicing_xl.conf").getCellRangeByName("B1").String = value


@pytest.fixture(scope="module")
def demo(office: host.Office, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    path = tmp_path_factory.mktemp("twin") / "demo.xlsm"
    instead = {"InvPython": PYTHON, "InvExcel": EXCEL, "Probe": PROBE}
    path.write_bytes(twin(ROOT / DEMO, {name: text.replace("\n", "\r\n") for name, text in instead.items()}))
    opened = Demo(office, path)
    # One module that does not compile would disable all of them without a word.
    assert opened.run("Probe.Sentinel") == 42
    return opened


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button["tag"])
def test_a_button_asks_for_its_command_and_shows_the_answer(demo: Demo, button: dict[str, str]) -> None:
    demo.select("Payments", "B5:C9")
    demo.run(
        "InvPython.WillAnswer", ("ok", f"Title of {button['tag']}", "Text – with ł", "Customers", "B7", "")
    )
    demo.press(button)
    assert demo.run("InvPython.LastHeard") == ("demo.xlsm", button["tag"], "Payments!B5:C9")
    assert demo.run("InvExcel.LastShown") == ("ok", f"Title of {button['tag']}", "Text – with ł")
    assert demo.document.CurrentSelection.AbsoluteName == "$Customers.$B$7"


def test_the_selection_stays_where_the_answer_names_no_cell(demo: Demo) -> None:
    demo.select("Payments", "B5:C9")
    demo.run("InvPython.WillAnswer", ("ok", "T", "M", "", "", ""))
    demo.press(BUTTONS[0])
    assert demo.document.CurrentSelection.AbsoluteName == "$Payments.$B$5:$C$9"


def test_undo_is_offered_under_its_caption_and_undoes(demo: Demo) -> None:
    demo.run("InvPython.WillAnswer", ("ok", "T", "M", "", "", "Undo: 3 cells"))
    demo.run("Probe.PressAndUndo")
    assert demo.run("InvExcel.LastOffered") == ("Undo: 3 cells", "InvShell.UndoLast")
    assert demo.run("InvPython.LastHeard")[:2] == ("demo.xlsm", "undo_last")


def test_a_python_that_cannot_be_reached_is_told_with_the_cure(demo: Demo) -> None:
    demo.run("InvPython.WillAnswer", "no array")
    demo.press(BUTTONS[0])
    kind, _, message = demo.run("InvExcel.LastShown")
    assert kind == "crash"
    assert message.startswith("no Python here")
    assert "invoicing-xl doctor" in message


def test_excel_is_not_kept_waiting_by_what_is_warmed_up(demo: Demo) -> None:
    demo.run("InvShell.WarmUp")
    assert demo.run("InvPython.LastHeard") == ("started",)


def test_cells_go_to_python_as_values_without_the_empty_rest_of_their_columns(demo: Demo) -> None:
    demo.run("InvPython.WillAnswer", "fine")
    assert demo.run("Probe.Check", "A4:C6", "A3:C3") == "String"
    name, (rows, headers, as_of) = demo.run("InvPython.LastHeard")
    assert name == "inv_check"
    assert [row[0] for row in rows] == ["C1001", "C1002", "C1003"]
    assert headers == (("Customer ID", "Customer", "Address"),)
    assert as_of is None
    demo.run("Probe.Check", "B:C", "3:3")
    _, (rows, headers, _) = demo.run("InvPython.LastHeard")
    used = demo.document.Sheets.getByName("Customers").createCursor()
    used.gotoEndOfUsedArea(False)
    assert (len(rows), len(rows[0])) == (used.RangeAddress.EndRow + 1, 2)
    assert (len(headers), len(headers[0])) == (1, used.RangeAddress.EndColumn + 1)
    demo.run("Probe.Check", "A900:C950", "ZZ3")
    _, (rows, headers, _) = demo.run("InvPython.LastHeard")
    assert headers is None or headers == ""


@pytest.mark.parametrize(
    ("marked", "code"), [("#N/A", 2042), ("#VALUE!", 2015), ("#NUM!", 2036), ("#new", 2015)]
)
def test_marked_texts_become_error_values(demo: Demo, marked: str, code: int) -> None:
    demo.run("InvPython.WillAnswer", f"\x01{marked}")
    assert demo.run("Probe.Check", "A4:C6", "A3:C3") == f"error {code}"


def test_marked_texts_become_error_values_inside_tables_and_rows_too(demo: Demo) -> None:
    assert demo.run("Probe.CheckTable") == "String error 2042 Double error 2007 "
    assert demo.run("Probe.CheckRow") == "String error 2042 Double "


def test_a_range_of_several_areas_is_an_error_and_not_its_first_area(demo: Demo) -> None:
    demo.run("InvPython.WillAnswer", "fine")
    assert demo.run("Probe.CheckAreas") == "error 2015"


# Whose settings -------------------------------------------------------------------------------------


def test_the_interpreter_is_named_by_the_own_sheet_whatever_is_open(demo: Demo, tmp_path: Path) -> None:
    """A workbook with a sheet of the same name, and a file of the same name beside it, are in front."""
    stranger = tmp_path / "stranger.xlsx"
    (tmp_path / "invoicing_xl.conf").write_text('"INTERPRETER_WIN","/bin/sh"\n')
    open_book = demo.office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    open_book.Sheets.insertNewByName("invoicing_xl.conf", 0)
    sheet = open_book.Sheets.getByIndex(0)
    for address, text in (("A1", "INTERPRETER_WIN"), ("B1", "/bin/sh")):
        sheet.getCellRangeByName(address).String = text
    save_as = bridge.properties({"FilterName": "Calc MS Excel 2007 XML"})
    open_book.storeAsURL(stranger.as_uri(), save_as)
    open_book.CurrentController.Frame.activate()
    try:
        demo.set_interpreter(sys.executable)
        assert demo.run("Probe.ActiveName") == "stranger.xlsx"
        assert demo.run("Probe.Interpreter") == sys.executable
    finally:
        open_book.close(True)


@pytest.mark.parametrize(
    ("setting", "told"), [("", "does not know its Python yet"), ("/no/python", "not at /no/python")]
)
def test_an_interpreter_that_is_not_there_is_refused_with_the_cure(
    demo: Demo, setting: str, told: str
) -> None:
    demo.set_interpreter(setting)
    answer = demo.run("Probe.Interpreter")
    assert re.match(rf"refused: .*{told}.*invoicing-xl install$", answer)
