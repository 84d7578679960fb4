"""The VBA of the add-in as text: what is written by hand in ``vba/``, and what is generated into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from invoicing_xl.build import vba_functions, vba_ribbon, xlwings_module
from invoicing_xl.build.vba_project import Kind, Module

HAND_WRITTEN = (
    "ThisWorkbook.cls",
    "InvShell.bas",
    "InvExcel.bas",
    "InvPython.bas",
    "InvSettings.bas",
    "InvValues.bas",
)
_SHEET_HEADER = """\
Attribute VB_Name = "{name}"
Attribute VB_Base = "0{{00020820-0000-0000-C000-000000000046}}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""


def generated() -> Mapping[str, str]:
    """The files of ``vba/`` that are made from the tables of commands and of worksheet functions."""
    return {
        "InvRibbon.bas": as_vba(vba_ribbon.module()),
        "InvFunctions.bas": as_vba(vba_functions.wrappers()),
        "InvHelp.bas": as_vba(vba_functions.help_texts()),
        "customUI14.xml": vba_ribbon.xml(),
    }


def modules(folder: Path, sheets: Sequence[str]) -> list[Module]:
    """All modules of a workbook whose sheets have these code names, with ``folder`` as ``vba/``."""
    texts = {name: (folder / name).read_bytes().decode("ascii") for name in HAND_WRITTEN}
    texts |= {name: text for name, text in generated().items() if name.endswith(".bas")}
    texts["xlwings.bas"] = xlwings_module.module()
    texts |= {f"{name}.cls": as_vba(_SHEET_HEADER.format(name=name)) for name in sheets}
    documents = [_module(name, text) for name, text in texts.items() if name.endswith(".cls")]
    return documents + [_module(name, text) for name, text in texts.items() if name.endswith(".bas")]


def as_vba(text: str) -> str:
    """With the line ends that VBA takes."""
    return text.replace("\n", "\r\n")


def _module(file: str, source: str) -> Module:
    name, suffix = file.split(".")
    return Module(name, source, Kind.DOCUMENT if suffix == "cls" else Kind.STANDARD)
