"""The worksheet functions in VBA, made from their registry: a wrapper for each, and their help texts."""

from __future__ import annotations

from collections.abc import Iterable

import invoicing_xl.surface.udfs  # noqa: F401 - fills the registry
from invoicing_xl.surface.functions import FUNCTIONS, Function, Parameter

_MADE = '\' Made by "invoicing-xl build" from invoicing_xl/surface/udfs: change it there.\n'
_FOLD = ", _\n        "
_MISSING = "    If IsMissing({name}) Then {name} = Empty\n"
_WIDE = 80
_UNDATED = frozenset(
    "INV_GAPS INV_IBAN INV_MATCH_CUSTOMER INV_NEXT_NUMBER INV_NUMBER INV_ROUND INV_RULE INV_TAX INV_TAX_ID "
    "INV_VERSION INV_WORDS".split()
)
"""Functions in which no date stands or comes out: they also work where days count from 1904."""
_USER_DEFINED = 14
"""The category that needs no name of its own; ``help_texts`` gives a better one where Excel lets it."""


def wrappers() -> str:
    """A Function for each worksheet function, with the same parameters."""
    return f'Attribute VB_Name = "InvFunctions"\nOption Explicit\n\n{_MADE}' + "".join(
        map(_wrapper, _functions())
    )


def help_texts() -> str:
    """Category and texts of parameters, which can only be told to Excel while it runs."""
    body = "".join(map(_help_text, _functions()))
    return (
        'Attribute VB_Name = "InvHelp"\n'
        "Option Explicit\n"
        "Option Private Module\n"
        "\n"
        f"{_MADE}"
        "' Excel refuses this for some add-ins; then its wizard shows the descriptions only.\n"
        "Public Sub DescribeFunctions()\n"
        "    Dim saved As Boolean\n"
        "    On Error Resume Next\n"
        "    saved = ThisWorkbook.Saved\n"
        f"{body}"
        "    ThisWorkbook.Saved = saved\n"
        "End Sub\n"
        "\n"
        "Private Sub Describe(functionName As String, category As String, description As String, "
        "parameters As Variant)\n"
        "    If UBound(parameters) < 0 Then\n"
        "        Application.MacroOptions Macro:=functionName, Description:=description, Category:=category\n"
        "    Else\n"
        "        Application.MacroOptions Macro:=functionName, Description:=description, _\n"
        "            Category:=category, ArgumentDescriptions:=parameters\n"
        "    End If\n"
        "End Sub\n"
    )


def _functions() -> Iterable[Function]:
    return (FUNCTIONS[name] for name in sorted(FUNCTIONS))


def _wrapper(function: Function) -> str:
    name = function.name
    declared = list(map(_declared, function.parameters))
    separator = _FOLD if len(", ".join(declared)) > _WIDE else ", "
    missing = "".join(_MISSING.format(name=one.name) for one in function.parameters if one.optional)
    dated = name not in _UNDATED
    given = "".join(f", {one.name}" for one in function.parameters)
    return (
        f"\nPublic Function {name}({separator.join(declared)}) As Variant\n"
        f"Attribute {name}.VB_Description = {_quoted(function.description)}\n"
        f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n{_USER_DEFINED}"\n'
        "    Dim answer As Variant\n"
        f"{missing}"
        f'    InvValues.Compute answer, "{function.python_name}", {dated}{given}\n'
        f"    {name} = answer\n"
        "End Function\n"
    )


def _declared(parameter: Parameter) -> str:
    return f"{'Optional ' if parameter.optional else ''}{parameter.name} As Variant"


def _help_text(function: Function) -> str:
    told = (_quoted(text) for text in (function.name, function.category, function.description))
    parameters = (_quoted(one.text) for one in function.parameters)
    return f"    Describe {_FOLD.join(told)}{_FOLD}Array({_FOLD.join(parameters)})\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
