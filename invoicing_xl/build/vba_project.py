"""Writes ``vbaProject.bin``, a VBA project that holds source text only ([MS-OVBA]).

Excel compiles the text when it opens the file. pyOpenVBA, which would spare us this module, starts from a
project that Excel once saved: it keeps that project's name and version number and leaves a cache of zeros,
where [MS-OVBA] 2.3.4.1 asks a writer for version 0xFFFF and no cache. It reads our files in the tests.
"""

from __future__ import annotations

import hashlib
import struct
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from invoicing_xl.build.compound_file import compound_file

CODE_PAGE = "cp1252"
_CODE_PAGE_NUMBER = 1252
_CHUNK = 4096
_NEWLINE = "\r\n"
_PRIVATE = f"{_NEWLINE}Option Private Module{_NEWLINE}"

_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",  # for IRibbonControl
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
"""Type libraries besides VBA's and Excel's own; they are found by identifier, the path is only a hint."""


class Kind(Enum):
    """What a module is."""

    STANDARD = "Module"
    DOCUMENT = "Document"


@dataclass(frozen=True, slots=True)
class Module:
    """``source`` begins with its ``Attribute VB_Name`` line and has CRLF line ends."""

    name: str
    source: str
    kind: Kind = Kind.STANDARD


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The bytes of ``vbaProject.bin``: the same modules give the same bytes.

    Raises UnicodeEncodeError for a character outside Windows' Western code page.
    """
    code = {module.name: compress(module.source.encode(CODE_PAGE)) for module in modules}
    # The header that [MS-OVBA] 3.1.1 shows: version 0xFFFF, no compiled cache.
    version = bytes.fromhex("cc61ffff000100")
    vba = {"_VBA_PROJECT": version, "dir": compress(_directory(name, modules)), **code}
    return compound_file({"VBA": vba, "PROJECT": _project(name, modules), "PROJECTwm": _names(modules)})


def compress(data: bytes) -> bytes:
    """[MS-OVBA] 2.4.1. Raises ValueError for noise that does not get smaller: Excel is reported to reject
    modules with uncompressed chunks."""
    chunks = (_compressed_chunk(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))
    return b"\1" + b"".join(chunks)


def _compressed_chunk(chunk: bytes) -> bytes:
    tokens = bytearray()
    seen: defaultdict[bytes, list[int]] = defaultdict(list)
    place = 0
    while place < len(chunk):
        flags_at = len(tokens)
        tokens.append(0)
        for bit in range(8):
            if place >= len(chunk):
                break
            length_bits = 16 - max(4, (place - 1).bit_length())
            offset, length = _longest_match(chunk, place, seen, (1 << length_bits) + 2)
            if length:
                tokens[flags_at] |= 1 << bit
                tokens += struct.pack("<H", offset - 1 << length_bits | length - 3)
            else:
                tokens.append(chunk[place])
            for one in range(place, place + max(length, 1)):
                seen[chunk[one : one + 3]].append(one)
            place += max(length, 1)
    if len(tokens) > _CHUNK:
        raise ValueError("text cannot be compressed as VBA source")
    return struct.pack("<H", 0xB000 | len(tokens) - 1) + tokens


def _longest_match(chunk: bytes, place: int, seen: dict[bytes, list[int]], limit: int) -> tuple[int, int]:
    """How far back, and how long, the longest match of three or more bytes is; (0, 0) where there is none."""
    best = (0, 0)
    key = chunk[place : place + 3]
    if len(key) < 3:
        return best
    limit = min(limit, len(chunk) - place)
    for start in reversed(seen.get(key, ())):
        length = 3
        while length < limit and chunk[start + length] == chunk[place + length]:
            length += 1
        if length > best[1]:
            best = (place - start, length)
        if length == limit:
            break
    return best


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _text(number: int, wide_number: int, text: str) -> bytes:
    """A text in the code page and once more in UTF-16."""
    return _record(number, text.encode(CODE_PAGE)) + _record(wide_number, text.encode("utf-16-le"))


def _long(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<I", value))


def _short(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<H", value))


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """The stream ``dir`` before compression ([MS-OVBA] 2.3.4.2)."""
    project = (
        _long(0x01, 1)  # Windows; 32 or 64 bits is Excel's own affair
        + _long(0x02, 0x409)
        + _long(0x14, 0x409)
        + _short(0x03, _CODE_PAGE_NUMBER)
        + _record(0x04, name.encode(CODE_PAGE))
        + _text(0x05, 0x40, "")
        + _text(0x06, 0x3D, "")
        + _long(0x07, 0)
        + _long(0x08, 0)
        + struct.pack("<HIIH", 0x09, 4, 1, 0)  # version 1.0; the 4 is no length
        + _text(0x0C, 0x3C, "")
    )
    references = b"".join(_reference(*reference) for reference in _REFERENCES)
    count = _short(0x0F, len(modules)) + _short(0x13, 0xFFFF)
    return project + references + count + b"".join(map(_module, modules)) + _record(0x10)


def _reference(name: str, library: str) -> bytes:
    identifier = library.encode(CODE_PAGE)
    registered = struct.pack("<I", len(identifier)) + identifier + bytes(6)
    return _text(0x16, 0x3E, name) + _record(0x0D, registered)


def _module(module: Module) -> bytes:
    return (
        _record(0x19, module.name.encode(CODE_PAGE))
        + _record(0x47, module.name.encode("utf-16-le"))
        + _text(0x1A, 0x32, module.name)
        + _text(0x1C, 0x48, "")
        + _long(0x31, 0)  # the source begins at the stream's first byte: nothing is cached before it
        + _long(0x1E, 0)
        + _short(0x2C, 0xFFFF)
        + _record(0x21 if module.kind is Kind.STANDARD else 0x22)
        + (_record(0x28) if _PRIVATE in module.source else b"")
        + _record(0x2B)
    )


def _project(name: str, modules: Sequence[Module]) -> bytes:
    """The stream ``PROJECT`` ([MS-OVBA] 2.3.1): not protected, every module's window closed."""
    identity = "{" + str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.invoicing-xl")).upper() + "}"
    lines = [
        f'ID="{identity}"',
        *(_project_line(module) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_protected(identity, b"CMG", bytes(4))}"',
        f'DPB="{_protected(identity, b"DPB", bytes(1))}"',
        f'GC="{_protected(identity, b"GC", bytes([255]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(line + _NEWLINE for line in lines).encode(CODE_PAGE)


def _project_line(module: Module) -> str:
    return f"{module.kind.value}={module.name}" + ("/&H00000000" if module.kind is Kind.DOCUMENT else "")


def _protected(identity: str, purpose: bytes, data: bytes) -> str:
    """[MS-OVBA] 2.4.3.2, with a seed that is the same each time."""
    key = sum(identity.encode("ascii")) % 256
    seed = hashlib.sha256(purpose + identity.encode("ascii")).digest()[0]
    out = [seed, seed ^ 2, seed ^ key]
    plain, last, before = key, out[2], out[1]
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        encrypted = byte ^ (before + plain) % 256
        out.append(encrypted)
        plain, last, before = byte, encrypted, last
    return bytes(out).hex().upper()


def _names(modules: Sequence[Module]) -> bytes:
    """The stream ``PROJECTwm`` ([MS-OVBA] 2.3.3): names in both encodings, not compressed."""
    one = (m.name.encode(CODE_PAGE) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(one) + b"\0\0"
