"""Every worksheet function has its wrapper, with the same parameters, and texts that Excel takes."""

import re

import pytest

from invoicing_xl.build import vba_functions
from invoicing_xl.surface.functions import FUNCTIONS, Function

WRAPPER = re.compile(
    r"Public Function (?P<name>\w+)\((?P<parameters>[^)]*)\) As Variant\n"
    r'Attribute (?P=name)\.VB_Description = "(?P<description>(?:[^"\n]|"")*)"\n'
    r'Attribute (?P=name)\.VB_ProcData\.VB_Invoke_Func = " \\n14"\n'
    r"    Dim answer As Variant\n"
    r"(?P<missing>(?:    If IsMissing\((?P<one>\w+)\) Then (?P=one) = Empty\n)*)"
    r'    InvValues\.Compute answer, "(?P<python>\w+)", (?P<dated>True|False)(?P<given>[^\n]*)\n'
    r"    (?P=name) = answer\n"
    r"End Function\n"
)
WRAPPERS = {match["name"]: match for match in WRAPPER.finditer(vba_functions.wrappers())}
FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda one: one.name)


def test_there_is_a_wrapper_for_every_function_and_for_nothing_else() -> None:
    assert set(WRAPPERS) == set(FUNCTIONS)
    assert vba_functions.wrappers().count("Function ") == len(FUNCTIONS)


@FUNCTION
def test_the_wrapper_has_the_same_parameters_in_the_same_order(function: Function) -> None:
    wrapper = WRAPPERS[function.name]
    declared = re.sub(r" _\n +", " ", wrapper["parameters"])
    assert declared == ", ".join(
        f"{'Optional ' * one.optional}{one.name} As Variant" for one in function.parameters
    )
    assert re.findall(r"\w+", wrapper["given"]) == [one.name for one in function.parameters]
    assert wrapper["python"] == function.python_name
    optional = [one.name for one in function.parameters if one.optional]
    assert re.findall(r"IsMissing\((\w+)\)", wrapper["missing"]) == optional


@FUNCTION
def test_texts_reach_excels_wizard_whole(function: Function) -> None:
    assert WRAPPERS[function.name]["description"].replace('""', '"') == function.description
    help_text = vba_functions.help_texts().split(f'Describe "{function.name}"')[1]
    quoted = re.findall(r'"((?:[^"]|"")*)"', re.split(r"\n    (?:Describe|This)", help_text)[0])
    told = [text.replace('""', '"') for text in quoted]
    assert told == [function.category, function.description, *(one.text for one in function.parameters)]
    assert all(len(text) <= 255 and text.isascii() for text in told)


def test_a_workbook_that_counts_from_1904_is_refused_where_dates_count() -> None:
    undated = {name for name, wrapper in WRAPPERS.items() if wrapper["dated"] == "False"}
    words = re.compile(r"date|day|due|as_of|rows|invoices|payments|order")
    assert undated == {
        function.name
        for function in FUNCTIONS.values()
        if not any(words.search(one.name) for one in function.parameters)
    }


def test_help_leaves_the_workbook_as_it_was() -> None:
    """Else Excel would ask whether to save an add-in that the clerk has not touched, or not ask at all."""
    lines = vba_functions.help_texts().splitlines()
    assert lines.index("    saved = ThisWorkbook.Saved") < lines.index("    ThisWorkbook.Saved = saved")
