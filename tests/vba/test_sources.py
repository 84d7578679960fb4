"""The VBA of the built add-in as text: form, names, safety, and what two analysers say of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser
from pyvbaanalysis import analyze_office_file

from invoicing_xl.build.addin import ADD_IN, DEMO
from invoicing_xl.surface.functions import FUNCTIONS
from tests.vba.twin import modules_of, resolved

ROOT = Path(__file__).parents[2]
MODULES = modules_of(ROOT / ADD_IN)
OURS = {name: text for name, text in MODULES.items() if name != "xlwings"}
MODULE = pytest.mark.parametrize("name", MODULES)
PROCEDURE = re.compile(
    r"^(?P<scope>Public |Private |)(?P<kind>Sub|Function) (?P<name>\w+)\((?P<parameters>[^)]*)\)",
    re.MULTILINE,
)

RESERVED = set(
    """
    Abs AddressOf And Any Array As Attribute Boolean ByRef Byte ByVal Call Case CBool CByte CCur
    CDate CDbl CDec CDecl CInt Circle CLng CLngLng CLngPtr Close Const CSng CStr Currency CVar CVErr
    Date Debug Decimal Declare DefBool DefByte DefCur DefDate DefDbl DefDec DefInt DefLng DefLngLng
    DefLngPtr DefObj DefSng DefStr DefVar Dim Do Doevents Double Each Else ElseIf Empty End EndIf
    Enum Eqv Erase Event Exit False Fix Fn For Friend Function Get Global GoSub GoTo If Imp
    Implements In Input InputB Int Integer Is LBound Len LenB Let Like Line LineInput Lock Long
    LongLong LongPtr Loop LSet Me Mod Name New Next Not Nothing Null Object On Open Option Optional
    Or ParamArray Preserve Print Private PSet Public Put RaiseEvent ReDim Rem Resume Return RSet
    Scale Seek Select Set Sgn Shared Single Spc Static Step Stop String Sub Tab Then To True Type
    TypeOf UBound Unlock Until Variant VB_Base VB_Control VB_Creatable VB_Customizable
    VB_Description VB_Exposed VB_Ext_KEY VB_GlobalNameSpace VB_Help VB_Invoke_Func
    VB_Invoke_Property VB_Invoke_PropertyPut VB_Invoke_PropertyPutRef VB_MemberFlags VB_Name
    VB_PredeclaredId VB_ProcData VB_TemplateDerived VB_UserMemId VB_VarDescription VB_VarHelpID
    VB_VarMemberFlags VB_VarProcData VB_VarUserMemId WEnd While Width With WithEvents Write Xor
    """.lower().split()
)
"""[MS-VBAL] 3.3.5.2, and the words that begin a statement of files."""


@MODULE
def test_a_module_is_ascii_with_windows_line_ends_and_bears_its_name(name: str) -> None:
    text = MODULES[name]
    assert text.isascii()
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    assert text.startswith(f'Attribute VB_Name = "{name}"\r\n')
    assert text.endswith("\r\n")
    assert max(map(len, text.split("\r\n"))) <= 1023
    assert not re.search(r"(?:[^\n]* _\r\n){25}", text), "VBA takes 24 continued lines"


@MODULE
def test_variables_are_declared(name: str) -> None:
    code = re.sub(r"^Attribute .*\r\n", "", MODULES[name], flags=re.MULTILINE)
    assert code.startswith("Option Explicit\r\n") or not code


def test_names_are_neither_words_of_vba_nor_cells() -> None:
    for name in _names():
        assert name.lower() not in RESERVED, name
        assert len(name) <= 31, name
        assert re.fullmatch(r"[A-Za-z]\w*", name), name
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]{1,7}|[RrCc][0-9]*|[Rr][0-9]*[Cc][0-9]*", name), name


def _names() -> Iterator[str]:
    """Modules, procedures, parameters and variables of what is ours."""
    yield from (name for name in OURS if not name.startswith("Sheet"))
    for text in OURS.values():
        for procedure in PROCEDURE.finditer(text):
            yield procedure["name"]
            yield from re.findall(r"(\w+)(?:\(\))? As ", procedure["parameters"])
        yield from re.findall(r"\b(?:Dim|Static|Private) (?!Sub|Function|Declare)(\w+)", text)
        yield from re.findall(r", (\w+) As ", text)


def test_names_are_unique() -> None:
    assert len({name.lower() for name in MODULES}) == len(MODULES)
    for text in MODULES.values():
        procedures = [procedure["name"].lower() for procedure in PROCEDURE.finditer(text)]
        assert len(procedures) == len(set(procedures))


# What a stranger's workbook cannot do ---------------------------------------------------------------


def test_only_the_worksheet_functions_can_be_called_from_a_cell() -> None:
    """A public function of an add-in is a worksheet function in each workbook, also in one without macros."""
    for name, text in MODULES.items():
        public = {
            p["name"]
            for p in PROCEDURE.finditer(text)
            if p["kind"] == "Function" and "Private" not in p["scope"]
        }
        declared = re.findall(r"^\s*(?!Private)\w* ?Declare .*$", text, re.MULTILINE)
        assert declared == []
        expected = {"InvFunctions": set(FUNCTIONS), "xlwings": {"XLPy"}}.get(name, set())
        assert public == expected


def test_what_other_projects_need_not_see_is_private() -> None:
    """Excel finds ribbon callbacks, OnTime and OnUndo by name, and cells find the worksheet functions."""
    seen = {
        name for name, text in OURS.items() if "Option Private Module" not in text and "VB_Base" not in text
    }
    assert seen == {"InvShell", "InvRibbon", "InvFunctions"}


def test_the_active_workbook_is_what_is_worked_on_and_nothing_else() -> None:
    users = {name for name, text in MODULES.items() if re.search(r"\bActive(Workbook|Sheet|Cell)\b", text)}
    assert users == {"InvShell"}


def test_nothing_is_run_as_text() -> None:
    """Cells, names and addresses go to Python as arguments; the words for Python are constants."""
    words = r"\b(Exec|Eval|Evaluate|ExecuteExcel4Macro|RunPython|Shell|CreateObject)\b"
    assert [name for name in MODULES if re.search(words, _code(name))] == []
    assert re.findall(r'"([^"]*)"', _code("InvPython")) == [
        "InvPython",
        "invoicing_xl.surface.server",
        "press",
        "invoicing_xl.surface.udfs",
    ]
    assert "&" not in _code("InvPython")


def _code(name: str) -> str:
    """Without the lines that are comments."""
    return re.sub(r"^ *'.*$", "", MODULES[name].replace("\r\n", "\n"), flags=re.MULTILINE)


# Analysers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [ADD_IN, DEMO], ids=lambda file: Path(file).name)
def test_an_analyser_finds_no_error_in_the_built_file(file: str) -> None:
    found = analyze_office_file(ROOT / file)
    assert set(found) == set(modules_of(ROOT / file))
    assert [one for module in found.values() for one in module if one.severity.value != "information"] == []


@MODULE
def test_a_grammar_of_vba_accepts_the_module(name: str) -> None:
    assert _syntax_errors(MODULES[name]) == []


def test_the_grammar_refuses_what_is_broken() -> None:
    assert _syntax_errors('Attribute VB_Name = "A"\r\nSub B()\r\n    If True Then\r\nEnd Sub\r\n')


def _syntax_errors(text: str) -> list[str]:
    """The grammar knows the form of a file that VBA exports: no attributes but the first."""
    text = re.sub(r"^Attribute (?!VB_Name).*\r\n", "", resolved(text), flags=re.MULTILINE)
    listener = _Listener()
    lexer = vbaLexer(InputStream(text))
    parser = vbaParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(listener)
    parser.startRule()
    return listener.errors


class _Listener(ErrorListener):  # type: ignore[misc]
    def __init__(self) -> None:
        self.errors: list[str] = []

    def syntaxError(self, recognizer, symbol, line, column, message, error) -> None:  # type: ignore[no-untyped-def] # noqa: N802
        self.errors.append(f"{line}:{column} {message}")
