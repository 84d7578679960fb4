"""Writes a compound file, the container of a VBA project ([MS-CFB], version 3).

Everything that could differ from one run to the next (times, class identifiers) is zero, so the same streams
give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Storage: TypeAlias = "Mapping[str, bytes | Storage]"
"""Names to streams (bytes) and to storages within."""

_SECTOR, _MINI_SECTOR, _MINI_LIMIT = 512, 64, 4096
_END, _FAT, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF, 0xFFFFFFFF
_ENTRIES_PER_SECTOR = 4
_HEADER_FAT_SECTORS = 109
_UNUSED, _STORAGE, _STREAM, _ROOT = 0, 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass
class _Entry:
    """One entry of the directory. ``start`` is a sector, or a mini sector for a stream below 4,096 bytes."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    color: int = _BLACK
    start: int = _END
    size: int = 0


@dataclass
class _Sectors:
    """Sectors of one size and the chain that leads through them."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Append ``content`` as a chain of its own; its first sector, _END where it is empty."""
        if not content:
            return _END
        first, count = len(self.chain), -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.chain += [*range(first + 1, first + count), _END]
        return first


def compound_file(root: Storage) -> bytes:
    """The bytes of a compound file with the streams and storages of ``root``."""
    entries = _directory(root)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    for entry in entries[1:]:
        if entry.kind == _STREAM:
            entry.size = len(entry.content)
            entry.start = (mini if entry.size < _MINI_LIMIT else sectors).add(entry.content)
        else:
            entry.start = 0
    entries[0].size, entries[0].start = len(mini.data), sectors.add(bytes(mini.data))
    mini_fat = sectors.add(_numbers(mini.chain))
    free = [_Entry("", _UNUSED, start=0)] * (-len(entries) % _ENTRIES_PER_SECTOR)
    directory = sectors.add(b"".join(map(_entry_bytes, [*entries, *free])))
    fat_at = len(sectors.chain)
    fat_sectors = _fat_sectors(fat_at)
    fat = _numbers([*sectors.chain, *[_FAT] * fat_sectors])
    header = _header(fat_at, fat_sectors, directory, mini_fat, len(mini.chain))
    return header + bytes(sectors.data) + fat


def _directory(root: Storage) -> list[_Entry]:
    """All entries, the root first; the members of each storage linked as a red-black tree."""
    entries = [_Entry("Root Entry", _ROOT)]

    def fill(parent: _Entry, storage: Storage) -> None:
        first = len(entries)
        names = sorted(storage, key=lambda name: (len(name), name.upper()))
        for name in names:
            content = storage[name]
            stream = content if isinstance(content, bytes) else None
            entries.append(_Entry(name, _STORAGE if stream is None else _STREAM, stream or b""))
        members = range(first, len(entries))
        parent.child = _tree(entries, members, depth=0, last=len(members).bit_length() - 1)
        for place in members:
            inner = storage[entries[place].name]
            if not isinstance(inner, bytes):
                fill(entries[place], inner)

    fill(entries[0], root)
    return entries


def _tree(entries: Sequence[_Entry], places: range, depth: int, last: int) -> int:
    """Link sorted entries as a balanced tree; its root's place. Only the last level is red, which keeps
    the number of black nodes equal on every way down."""
    if not places:
        return _NONE
    middle = len(places) // 2
    entry = entries[places[middle]]
    entry.left = _tree(entries, places[:middle], depth + 1, last)
    entry.right = _tree(entries, places[middle + 1 :], depth + 1, last)
    entry.color = _RED if depth == last > 0 else _BLACK
    return places[middle]


def _entry_bytes(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    if len(name) > 62:
        raise ValueError(f"name too long for a compound file: {entry.name}")
    return struct.pack(
        "<64sHBBIII36xIII",
        name,
        len(name) + 2 if name else 0,
        entry.kind,
        entry.color,
        entry.left,
        entry.right,
        entry.child,
        entry.start,
        entry.size,
        0,
    )


def _fat_sectors(others: int) -> int:
    """How many sectors the allocation table takes, which lists itself too."""
    for count in range(1, _HEADER_FAT_SECTORS + 1):
        if count * _SECTOR // 4 >= others + count:
            return count
    raise ValueError("a VBA project of more than 7 MB is not foreseen")


def _numbers(values: Sequence[int]) -> bytes:
    """32-bit numbers, filled up to whole sectors with the mark of a free one."""
    return b"".join(_filled(values))


def _filled(values: Sequence[int]) -> Iterator[bytes]:
    per_sector = _SECTOR // 4
    for start in range(0, len(values), per_sector):
        part = values[start : start + per_sector]
        yield struct.pack(f"<{per_sector}I", *part, *[_FREE] * (per_sector - len(part)))


def _header(fat_at: int, fat_sectors: int, directory: int, mini_fat: int, mini_sectors: int) -> bytes:
    start = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        0x3E, 3, 0xFFFE, 9, 6,  # minor and major version, byte order, sector sizes as powers of two
        0, fat_sectors, directory, 0, _MINI_LIMIT,
        mini_fat, -(-mini_sectors * 4 // _SECTOR), _END, 0, fat_at,
    )  # fmt: skip
    rest = [*range(fat_at + 1, fat_at + fat_sectors)]
    return start + struct.pack("<108I", *rest, *[_FREE] * (_HEADER_FAT_SECTORS - 1 - len(rest)))
