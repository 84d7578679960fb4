"""The part of xlwings' own VBA that starts Python, taken from the installed package and patched.

Only three pieces are taken. Every Function of an add-in can be called from a cell of any workbook, also of
one without macros: with xlwings' whole module loaded, ``=RunPython("...")`` in a stranger's file would run as
code. Each patch says why; a piece or text that is not found stops the build.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata, resources

VERSION = "0.37.8"
"""The version all this was read in; its number is in the names of the DLLs too."""

PROJECT = "invoicing_xl"
"""The settings stand on the sheet of this name with ``.conf`` behind it."""

COMMAND_LINE = "-I -m invoicing_xl.surface.server $(CLSID)"
"""What follows the interpreter. xlwings' DLL puts the identifier in, Python's -I keeps the current folder off
the path."""

_NEWLINE = "\r\n"


class AnchorMissing(Exception):
    """xlwings' module is not the one that the patches were made for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is taken: from the line ``first`` up to, with ``last`` included."""

    name: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Patch:
    """``old`` stands in the pieces at least once and becomes ``new`` everywhere."""

    name: str
    old: str
    new: str
    why: str


PIECES = (
    Piece("notice, DLL", 'Attribute VB_Name = "xlwings"', 'Public Const PROJECT_NAME As String = "myaddin"'),
    Piece("load the DLL", "Private Sub XLPyLoadDLL()", "End Sub"),
    Piece("Python", "Function XLPy()", "End Function"),
)

PATCHES = (
    Patch(
        "options",
        '#Const App = "Microsoft Excel" \'Adjust when using outside of Excel\n',
        "Option Explicit\nOption Private Module\n",
        "Nothing in here can be called from a cell; what is taken asks for no other program than Excel.",
    ),
    Patch(
        "private 64-bit declarations",
        "        Declare PtrSafe Function XLPyDLL",
        "        Private Declare PtrSafe Function XLPyDLL",
        "A public declaration is a worksheet function: a cell could start any program through the DLL.",
    ),
    Patch(
        "private older declarations",
        "    Declare Function XLPyDLL",
        "    Private Declare Function XLPyDLL",
        "As above.",
    ),
    Patch(
        "project name",
        'PROJECT_NAME As String = "myaddin"',
        f'PROJECT_NAME As String = "{PROJECT}"',
        "The name of the add-in's own settings sheet.",
    ),
    Patch(
        "own settings only",
        """\
    Dim PYTHON_WIN As String, CondaCmd As String, CondaPath As String, CondaEnv As String

    PYTHON_WIN = GetConfig("INTERPRETER_WIN", "")
    If PYTHON_WIN = "" Then
        ' Legacy
        PYTHON_WIN = GetConfig("INTERPRETER", "pythonw")
    End If
    CondaPath = GetConfig("CONDA PATH")
    CondaEnv = GetConfig("CONDA ENV")

    If (PYTHON_WIN = "python" Or PYTHON_WIN = "pythonw") And (CondaPath <> "" And CondaEnv <> "") Then
        If CondaEnv = "base" Then
            PYTHON_WIN = CondaPath & "\\" & PYTHON_WIN
        ElseIf InStr(CondaEnv, "\\") > 0 Then
            ' Path to a non-default env location, see GH 2655
            PYTHON_WIN = CondaEnv & "\\" & PYTHON_WIN
        Else
            PYTHON_WIN = CondaPath & "\\envs\\" & CondaEnv & "\\" & PYTHON_WIN
        End If
    End If

    If (PYTHON_WIN <> "python" And PYTHON_WIN <> "pythonw") Or (CondaPath <> "" And CondaEnv <> "") Then
""",
        """\
    Static loaded As Boolean
    Dim PYTHON_WIN As String

    If Not loaded Then
        InvSettings.FindInterpreter PYTHON_WIN
""",
        "xlwings asks the active workbook first, so that any opened file could name the program to start; "
        "and it asks, and loads, again at every call.",
    ),
    Patch(
        "remember that the DLL is loaded",
        """\
                    + vbCrLf + ", " + ParentFolder(ParentFolder(PYTHON_WIN))
            End If
        End If
    End If
""",
        """\
                    + vbCrLf + ", " + ParentFolder(ParentFolder(PYTHON_WIN))
            End If
        End If
        loaded = True
    End If
""",
        "See the patch before.",
    ),
)

_ADDED = f"""\
' Not of xlwings: one line for all workbooks, as its DLL keeps a Python for each different one.
Private Function XLPyCommand() As String
    Static commandLine As String
    Dim interpreter As String
    If commandLine = "" Then
        InvSettings.FindInterpreter interpreter
        commandLine = Chr$(34) & interpreter & Chr$(34) & " {COMMAND_LINE}"
    End If
    XLPyCommand = commandLine
End Function

Private Function ParentFolder(ByVal Folder As String) As String
    ParentFolder = Left$(Folder, InStrRev(Folder, "\\") - 1)
End Function
"""


def module() -> str:
    """The text of the module ``xlwings``. AnchorMissing where the installed xlwings is another one."""
    installed = metadata.version("xlwings")
    if installed != VERSION:
        raise AnchorMissing(f"xlwings {VERSION} is needed, {installed} is installed")
    stock = resources.files("xlwings").joinpath("xlwings_custom_addin.bas").read_bytes().decode("ascii")
    return patched(stock.replace(_NEWLINE, "\n")).replace("\n", _NEWLINE)


def patched(stock: str) -> str:
    """The pieces of xlwings' module with all patches, and what was added."""
    text = "\n".join(_taken(stock, piece) for piece in PIECES)
    for patch in PATCHES:
        if patch.old not in text:
            raise AnchorMissing(f"patch {patch.name!r}: its text is not in xlwings' module")
        text = text.replace(patch.old, patch.new)
    return text + "\n" + _ADDED


def _taken(stock: str, piece: Piece) -> str:
    lines = stock.split("\n")
    if piece.first not in lines or piece.last not in lines:
        raise AnchorMissing(f"piece {piece.name!r} is not in xlwings' module")
    first = lines.index(piece.first)
    return "\n".join(lines[first : lines.index(piece.last, first) + 1]) + "\n"
