"""Running macros of an open workbook: VBA in LibreOffice's own interpreter."""

from __future__ import annotations

import re

from xlwings import XlwingsError

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.document import Document

VBA, BASIC = "VBAProject", "Standard"


def library(document: Document) -> tuple[str, UnoObject]:
    """The name of the workbook's library of modules, and the library."""
    libraries = document.uno.BasicLibraries
    name = VBA if libraries.hasByName(VBA) else BASIC
    libraries.loadLibrary(name)
    return name, libraries.getByName(name)


def run(document: Document, name: str, args: tuple[object, ...] = ()) -> object:
    """Run "Procedure", "Module.Procedure" or "Library.Module.Procedure"; returns what a function returns.

    LibreOffice says nothing of an error inside, nor of a module that does not compile, which silences all
    modules of the library: the result is None then.
    """
    parts = name.split(".")
    own, modules = library(document)
    if len(parts) == 1:
        parts = [_module_of(modules, name), name]
    if len(parts) == 2:
        parts = [own, *parts]
    place = f"vnd.sun.star.script:{'.'.join(parts)}?language=Basic&location=document"
    result: object = document.uno.getScriptProvider().getScript(place).invoke(args, (), ())[0]
    return result


def _module_of(modules: UnoObject, procedure: str) -> str:
    wanted = re.compile(
        rf"^\s*(?:public\s+|private\s+)?(?:sub|function)\s+{re.escape(procedure)}\b", re.I | re.M
    )
    for module in modules.ElementNames:
        if wanted.search(modules.getByName(module)):
            return str(module)
    raise XlwingsError(f"There is no macro named {procedure!r} in this workbook.")
