"""What a file is that is no workbook, or none that can be read here, and what the clerk can do with it."""

from __future__ import annotations

from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import refusals

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _RIGHTS_MANAGED = "EncryptedPackage".encode("utf-16-le"), "DRMEncrypted".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"

# By the ending that belongs to what the file holds.
_EXCEL_OPENS = {
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument file",
    ".xml": "an XML file",
    ".html": "a web page",
    ".csv": "a text file",
    ".tsv": "a text file",
    ".txt": "a text file",
}
_OTHERS = {
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".pptx": "a PowerPoint presentation",
    ".pdf": "a PDF file",
    ".numbers": "a Numbers spreadsheet",
    ".zip": "a packed folder",
}
_NEXT_STEP = {
    ".numbers": "In Numbers, choose File > Export To > Excel, and take the file that this makes.",
    ".zip": "Unpack it and take the workbook inside.",
}
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
_TEXT_HAS_NOT = frozenset(range(32)) - frozenset(b"\t\n\f\r\x1a")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def not_a_workbook(path: Path, ending: str = "") -> ClerkMessage:
    """``ending`` belongs to what the file holds, whatever it is called; "" where that is not known."""
    kind = _EXCEL_OPENS.get(ending) or _OTHERS.get(ending)
    if kind is None:
        return ClerkMessage("This is not an Excel workbook.", where=path.name, next_step="Check the name.")
    what = f"This is {kind} ({ending}), not an Excel workbook (.xlsx or .xlsm)."
    next_step = _NEXT_STEP.get(ending, "Take the workbook itself.")
    if ending in _EXCEL_OPENS:
        # Excel opens nothing under the name of a workbook that it is not.
        renamed = f"Let its name end in {ending}, then open" if path.suffix.lower() in _WORKBOOKS else "Open"
        next_step = f"{renamed} it in Excel and save it as an Excel workbook (.xlsx)."
    return ClerkMessage(what, where=path.name, next_step=next_step)


def require_zip(path: Path) -> None:
    """Refuses what does not begin like a zip, and says what it is instead."""
    with refusals.file_errors(path), path.open("rb") as source:
        head = source.read(4096)
    if head.startswith(b"PK"):
        return
    if not head:
        raise ClerkMessage("The file is empty.", where=path.name, next_step="Take an earlier copy.")
    if head.startswith(_OLE):
        raise _in_ole(path)
    suffix = path.suffix.lower()
    ending = _ending_of(head, suffix)
    raise refusals.damaged(path) if suffix in _WORKBOOKS and not ending else not_a_workbook(path, ending)


def kind_of_package(names: list[str]) -> str:
    """The ending that belongs to a zip that is no workbook, by the names in it; "" where they do not tell."""
    keys = {name.lower() for name in names}
    if {"mimetype", "content.xml"} <= keys:
        return ".ods"
    for folder, ending in (("word/", ".docx"), ("ppt/", ".pptx"), ("index/", ".numbers")):
        if any(key.startswith(folder) for key in keys):
            return ending
    return ".zip" if any(key.endswith(_WORKBOOKS) for key in keys) else ""


def _in_ole(path: Path) -> ClerkMessage:
    """What is told of a file in the format that old Office files and encrypted ones have."""
    with refusals.file_errors(path):
        if _holds(path, _ENCRYPTED):
            return (
                refusals.rights_managed(path) if _holds(path, _RIGHTS_MANAGED) else refusals.encrypted(path)
            )
        return not_a_workbook(path, ".doc" if _holds(path, _WORD) else ".xls")


def _ending_of(head: bytes, suffix: str) -> str:
    """The ending that belongs to a file that begins so; "" where that cannot be told."""
    if head.startswith(b"%PDF-"):
        return ".pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        is_xml = start.startswith(b"<?xml") and b"<html" not in start
        return ".xml" if is_xml or _SPREADSHEET_2003 in start else ".html"
    if suffix in _EXCEL_OPENS:
        return suffix
    return ".csv" if head.startswith(_UTF16) or _TEXT_HAS_NOT.isdisjoint(head) else ""


def _holds(path: Path, wanted: bytes) -> bool:
    """Whether the file holds ``wanted``; an OLE directory may stand anywhere in it."""
    with path.open("rb") as source:
        before = b""
        while piece := source.read(1 << 20):
            if wanted in before + piece:
                return True
            before = piece[-len(wanted) :]
    return False
