"""A built workbook made fit for LibreOffice, which compiles both branches of every ``#If``.

One module that does not compile silently disables all macros of a file there. So the twin of a workbook has
its ``#`` lines carried out as Excel for 64-bit Windows would, and else the very same modules, but for those
that a test puts in another's place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from oletools.olevba import VBA_Parser

from invoicing_xl.build.vba_project import Kind, Module, vba_project

_TRUE = {"vba7": True, "win64": True, "mac": False}
_BRANCH = re.compile(r"#(If|ElseIf|Else|End If)\b\s*(.*?)\s*(?:Then)?$", re.IGNORECASE)
_VBA_PART = "xl/vbaProject.bin"


def twin(path: Path, instead: Mapping[str, str] | None = None) -> bytes:
    """The package ``path`` with resolved modules; ``instead`` are modules that take others' places, by name.

    ``InvPython`` (all that talks to Python) and ``InvExcel`` (message box, Excel's Undo) work on
    Windows only.
    """
    read = modules_of(path) | dict(instead or {})
    documents = {name for name, text in read.items() if "Attribute VB_Base" in text}
    modules = [
        Module(name, _without_value2(resolved(text)), Kind.DOCUMENT if name in documents else Kind.STANDARD)
        for name, text in read.items()
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = vba_project("VBAProject", modules) if name == _VBA_PART else old.read(name)
            new.writestr(name, content)
    return out.getvalue()


def modules_of(path: Path) -> dict[str, str]:
    """The source text of every module in a workbook, by name, as oletools reads it."""
    parser = VBA_Parser(str(path))
    try:
        return {file.rsplit(".", 1)[0]: source for _, _, file, source in parser.extract_macros()}
    finally:
        parser.close()


def resolved(source: str) -> str:
    """The text without ``#`` lines and without the branches that do not hold."""
    kept, holds, taken = [], [True], [True]
    for line in source.split("\r\n"):
        branch = _BRANCH.match(line.strip())
        if branch is None:
            if all(holds) and not line.strip().startswith("#Const"):
                kept.append(line)
            continue
        word, condition = branch[1].lower(), branch[2].lower()
        if word == "if":
            holds.append(_TRUE[condition])
            taken.append(holds[-1])
        elif word == "end if":
            holds.pop()
            taken.pop()
        else:
            holds[-1] = not taken[-1] and (word == "else" or _TRUE[condition])
            taken[-1] = taken[-1] or holds[-1]
    return "\r\n".join(kept)


def _without_value2(source: str) -> str:
    """Calc's ranges have no Value2."""
    return source.replace(".Value2", ".Value")
