"""The add-in's own VBA in LibreOffice, with as little of it replaced as can be.

    InvPython   reaches Python through COM: another module of the same Subs hands over to this process
    InvExcel    shows a message box of Windows and sets Excel's Undo: another one keeps what it was told
    CVErr       a Basic function cannot give an error value to a cell, but a NaN that Calc takes for one
    Value2      Calc's Range has none: the range itself goes to Python, and is read there
    undoBook    at the end of a macro LibreOffice forgets a variable As Workbook, but none As Object

Nothing else is changed: buttons, wrappers of the worksheet functions and all between run as they are shipped.
"""

from __future__ import annotations

import re
from pathlib import Path

import xlwings as xw

from invoicing_xl.calc.host import Office
from tests.live.python_side import SERVICE
from tests.vba.twin import modules_of, twin

_LIBRARY = "Standard"
_FUNCTIONS = ("InvFunctions", "InvValues")
_VBA = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"

PYTHON = """\
Attribute VB_Name = "InvPython"
Option Explicit

Public Sub Start()
    Dim done As Variant
    Ask done, "start", Array()
End Sub

Public Sub Press(answer As Variant, book As Workbook, commandId As String, selected As String)
    Ask answer, "press", Array(book.Name, commandId, selected)
End Sub

Public Sub AskFunction(answer As Variant, pythonName As String, values As Variant)
    Dim given As Variant
    Ask given, "function", Array(pythonName, values)
    If IsArray(given) Then
        AsTable answer, given
    Else
        answer = given
    End If
End Sub

Public Function ErrorValue(code As Long) As Variant
    Dim value As Variant
    Ask value, "error_value", Array(code)
    ErrorValue = value
End Function

' LibreOffice forgets the variables of a module when sheets come and go: nothing is kept here.
Public Sub Ask(answer As Variant, what As String, values As Variant)
    Dim given(0) As New com.sun.star.beans.NamedValue
    given(0).Name = what
    given(0).Value = values
    answer = createUnoService("SERVICE").execute(given())
End Sub

Private Sub AsTable(answer As Variant, rows As Variant)
    Dim row As Long, column As Long, table() As Variant
    ReDim table(1 To UBound(rows) + 1, 1 To UBound(rows(0)) + 1)
    For row = 0 To UBound(rows)
        For column = 0 To UBound(rows(0))
            table(row + 1, column + 1) = rows(row)(column)
        Next column
    Next row
    answer = table
End Sub
""".replace("SERVICE", SERVICE)

EXCEL = """\
Attribute VB_Name = "InvExcel"
Option Explicit

Public Sub Show(kind As String, title As String, message As String)
    Dim done As Variant
    InvPython.Ask done, "show", Array(kind, title, message)
End Sub

Public Sub OfferUndo(caption As String, procedureName As String)
    Dim done As Variant
    InvPython.Ask done, "offer_undo", Array(caption, procedureName)
End Sub
"""

PROBE = """\
Attribute VB_Name = "Probe"
Option Explicit

Public Function Compiled() As Variant
    Compiled = 42
End Function
"""


def load(office: Office, add_in: Path) -> None:
    """Put the worksheet functions of an ``.xlam`` where LibreOffice finds them for every workbook.

    Before a workbook with such formulas is opened: a name that is unknown then stays unknown.
    """
    modules = modules_of(add_in)
    libraries = office.create("com.sun.star.script.ApplicationScriptLibraryContainer")
    libraries.loadLibrary(_LIBRARY)
    library = libraries.getByName(_LIBRARY)
    for name, text in {**{name: modules[name] for name in _FUNCTIONS}, "InvPython": PYTHON}.items():
        library.insertByName(name, _basic(adapted(name, text)))


def open_twin(app: xw.App, path: Path, folder: Path) -> xw.Book:
    """A workbook with the add-in's modules, opened in LibreOffice with the stand-ins."""
    new = {"InvPython": PYTHON, "InvExcel": EXCEL, "Probe": PROBE}
    instead = {name: text.replace("\n", "\r\n") for name, text in new.items()}
    modules = modules_of(path)
    instead |= {name: adapted(name, modules[name]) for name in ("InvShell", "InvValues")}
    copy = folder / path.name
    copy.write_bytes(twin(path, instead))
    book = app.books.open(copy)
    # One module that does not compile silences all of them: then no button does anything, without an error.
    assert book.macro("Probe.Compiled")() == 42
    return book


def adapted(module: str, text: str) -> str:
    """See above. Each replacement must hit: a stale one would test something else than is shipped."""
    for name, shipped, instead in (
        ("InvValues", r"\bCVErr\(", "InvPython.ErrorValue("),
        ("InvValues", r"\.Value2\b", ".CellRange"),
        ("InvShell", r"\bundoBook As Workbook\b", "undoBook As Object"),
    ):
        if name == module:
            text, count = re.subn(shipped, instead, text)
            assert count, f"{module} has no {shipped} any more"
    return text


def _basic(text: str) -> str:
    """As LibreOffice itself takes VBA into one of its libraries."""
    lines = text.replace("\r\n", "\n").split("\n")
    return _VBA + "\n".join(line for line in lines if not line.startswith("Attribute "))
