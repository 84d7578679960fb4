"""The add-in's own VBA in LibreOffice, with as little of it replaced as can be.

    InvPython    reaches Python through COM: another module of the same Subs hands over to this process
    InvMessage   shows a message box of Windows: another one keeps what was to be shown
    CVErr        a Basic function cannot give an error value to a cell of Calc, but a NaN that Calc takes for one
    OnUndo       Calc's Application has none: another one keeps what Excel would be told
    Value2       Calc's Range has none: the range itself goes to Python, and is read there

Nothing else is changed: buttons, wrappers of the worksheet functions and all between run as they are shipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.host import Office
from tests.live.python_side import ERROR_VALUES
from tests.vba.twin import modules_of

_LIBRARY = "Standard"
_FUNCTIONS = ("InvFunctions", "InvValues")
_VBA = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"

PYTHON = """\
Attribute VB_Name = "InvPython"
Option Explicit
Global OtherSide As Object
Global ErrorValues As Variant

' errors: pairs of Excel's code and what Calc takes for that error value.
Public Sub SetOtherSide(python As Object, errors As Variant)
    Set OtherSide = python
    ErrorValues = errors
End Sub

Public Sub Start()
    Dim done As Variant
    Ask done, "start", Array()
End Sub

Public Sub Press(answer As Variant, book As Workbook, commandId As String, selected As String)
    Ask answer, "press", Array(book.Name, commandId, selected)
End Sub

Public Sub AskFunction(answer As Variant, pythonName As String, values As Variant)
    Dim given As Variant
    Ask given, pythonName, values
    If IsArray(given) Then
        AsTable answer, given
    Else
        answer = given
    End If
End Sub

Public Function ErrorValue(code As Long) As Variant
    Dim place As Long
    For place = 0 To UBound(ErrorValues)
        If ErrorValues(place)(0) = code Then ErrorValue = ErrorValues(place)(1)
    Next place
End Function

Public Sub OnUndo(caption As String, procedure As String)
    Dim done As Variant
    Ask done, "undo", Array(caption, procedure)
End Sub

Private Sub Ask(answer As Variant, what As String, values As Variant)
    Dim given(0) As New com.sun.star.beans.NamedValue
    given(0).Name = what
    given(0).Value = values
    answer = OtherSide.execute(given())
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
"""

MESSAGE = """\
Attribute VB_Name = "InvMessage"
Option Explicit
Global Heard As Variant

Public Sub Show(kind As String, title As String, message As String)
    Heard = Array(kind, title, message)
End Sub

Public Function LastShown() As Variant
    LastShown = Heard
    Heard = Empty
End Function
"""


def load(office: Office, add_in: Path, python: UnoObject) -> None:
    """Put the worksheet functions of an ``.xlam`` where LibreOffice finds them for every workbook.

    Before a workbook with such formulas is opened: a name that is unknown then stays unknown.
    """
    modules = modules_of(add_in)
    libraries = office.create("com.sun.star.script.ApplicationScriptLibraryContainer")
    libraries.loadLibrary(_LIBRARY)
    library = libraries.getByName(_LIBRARY)
    for name, text in {**{name: modules[name] for name in _FUNCTIONS}, "InvPython": PYTHON}.items():
        library.insertByName(name, _basic(adapted(name, text)))
    provider = office.context.getByName(
        "/singletons/com.sun.star.script.provider.theMasterScriptProviderFactory"
    ).createScriptProvider("")
    place = f"vnd.sun.star.script:{_LIBRARY}.InvPython.SetOtherSide?language=Basic&location=application"
    provider.getScript(place).invoke((python, ERROR_VALUES), (), ())


def stand_ins(add_in: Path) -> Mapping[str, str]:
    """Modules that take others' places in a twin of a workbook with the add-in's modules."""
    shell = adapted("InvShell", modules_of(add_in)["InvShell"])
    texts = {"InvPython": PYTHON, "InvMessage": MESSAGE, "InvShell": shell}
    return {name: text.replace("\r\n", "\n").replace("\n", "\r\n") for name, text in texts.items()}


def adapted(module: str, text: str) -> str:
    """See above. Each replacement must hit: a stale one would test something else than is shipped."""
    for name, shipped, instead in (
        ("InvValues", r"\bCVErr\(", "InvPython.ErrorValue("),
        ("InvValues", r"\.Value2\b", ".CellRange"),
        ("InvShell", r"\bApplication\.OnUndo ", "InvPython.OnUndo "),
    ):
        if name == module:
            text, count = re.subn(shipped, instead, text)
            assert count, f"{module} has no {shipped} any more"
    return text


def _basic(text: str) -> str:
    """As LibreOffice itself takes VBA into one of its libraries."""
    lines = text.replace("\r\n", "\n").split("\n")
    return _VBA + "\n".join(line for line in lines if not line.startswith("Attribute "))
