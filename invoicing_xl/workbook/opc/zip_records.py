"""The records of a zip file as bytes: local headers, directory, end. Source: PKWARE APPNOTE.TXT 6.3, 4.3."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from copy import copy
from typing import BinaryIO

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.deflate import Packed

# What fields of 32 and 16 bits hold; no workbook that Excel can open is larger.
MAX_FILE = (4 << 30) - 1
MAX_ENTRIES = 0xFFFF - 1

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LOCAL_SIGNATURE = b"PK\x03\x04"
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")
_ZIP64_EXTRA = 1
_UTF8 = 0x800


def encoded_name(info: zipfile.ZipInfo) -> bytes:
    """The entry's name as it stands in its records."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def moved(info: zipfile.ZipInfo, offset: int) -> zipfile.ZipInfo:
    """The same entry, standing elsewhere in the file."""
    there = copy(info)
    there.header_offset = offset
    return there


def write_entry(target: BinaryIO, like: zipfile.ZipInfo, packed: Packed) -> zipfile.ZipInfo:
    """An entry with new data, otherwise like the one it replaces (its descriptor and hints are gone)."""
    info = moved(like, target.tell())
    if not info.orig_filename.isascii():
        info.flag_bits |= _UTF8
    info.flag_bits &= _UTF8
    info.compress_type = zipfile.ZIP_DEFLATED
    info.extract_version = 20
    info.extra = b""
    info.CRC, info.compress_size, info.file_size = packed.crc, packed.packed_size, packed.size
    name = encoded_name(info)
    day, time = _dos_time(info)
    target.write(
        LOCAL_HEADER.pack(
            LOCAL_SIGNATURE, info.extract_version, info.flag_bits, info.compress_type, time, day,
            info.CRC, info.compress_size, info.file_size, len(name), 0,
        )
    )  # fmt: skip
    target.write(name)
    packed.copy(target)
    return info


def write_directory(target: BinaryIO, infos: Sequence[zipfile.ZipInfo], comment: bytes) -> None:
    """The directory of all entries, and the end of the file."""
    start = target.tell()
    if start >= MAX_FILE or len(infos) > MAX_ENTRIES:
        raise ClerkMessage("The workbook would become larger than 4 GB, which Excel cannot open.")
    for info in infos:
        name, extra = encoded_name(info), _without_zip64(info.extra)
        day, time = _dos_time(info)
        target.write(
            _CENTRAL.pack(
                b"PK\x01\x02", info.create_version, info.create_system, info.extract_version, 0,
                info.flag_bits, info.compress_type, time, day, info.CRC, info.compress_size,
                info.file_size, len(name), len(extra), len(info.comment), 0,
                info.internal_attr, info.external_attr, info.header_offset,
            )
        )  # fmt: skip
        target.write(name + extra + info.comment)
    size = target.tell() - start
    target.write(_END.pack(b"PK\x05\x06", 0, 0, len(infos), len(infos), size, start, len(comment)) + comment)


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields without the 64-bit sizes: the directory states all of them in 32 bits."""
    kept, position = b"", 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        field = extra[position : position + 4 + length]
        if kind != _ZIP64_EXTRA:
            kept += field
        position += 4 + length
    return kept + extra[position:]
