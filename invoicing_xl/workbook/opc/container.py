"""The zip a workbook is kept in, as it stands: entries are read in pieces and copied as they are.

An entry that nobody touched is copied as its compressed bytes, local header, padding and descriptor
included; only the offsets in the directory change. Source: PKWARE APPNOTE.TXT 6.3, ECMA-376 part 2.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, BinaryIO

from invoicing_xl.workbook.opc import refusals
from invoicing_xl.workbook.opc.deflate import FAULTS, Packed, crc32, inflated
from invoicing_xl.workbook.opc.other_kinds import require_zip
from invoicing_xl.workbook.opc.zip_records import (
    LOCAL_HEADER,
    LOCAL_SIGNATURE,
    MAX_ENTRIES,
    MAX_FILE,
    encoded_name,
    moved,
    write_directory,
    write_entry,
)

PIECE = 1 << 20
MAX_WHOLE = 512 << 20  # what may be held in memory at once
MAX_RATIO, RATIO_FROM = 500, 64 << 20  # real sheets stay below 100:1; deflate itself ends at 1032:1

_NEW_ENTRY_TIME = (1980, 1, 1, 0, 0, 0)


def part_key(name: str) -> str:
    """What two spellings of one part name have in common (ECMA-376 part 2, 6.2.2.3)."""
    return name.replace("\\", "/").lower()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A zip entry and the bytes of the file that belong to it, up to the next entry.

    ``listed`` is its place in the zip's directory, which may have another order than the file.
    """

    info: zipfile.ZipInfo
    start: int
    end: int
    listed: int


class Container:
    """A workbook's zip on disk. Holds no open file; it notices when the file is changed by somebody else.

    Part names are written as in the zip, without a leading slash, and compared without regard to case.
    """

    def __init__(self, path: Path, entries: list[_Entry], comment: bytes) -> None:
        self.path = path
        self._entries = entries
        self._comment = comment
        self._by_key = {part_key(entry.info.orig_filename): entry for entry in entries}
        self._stamp = _stamp(path)

    @classmethod
    def open(cls, path: Path) -> Container:
        """The zip at ``path``. ClerkMessage where that is no .xlsx/.xlsm, or is damaged or dangerous."""
        with refusals.file_errors(path):
            stamp = _stamp(path)
        require_zip(path)
        try:
            with refusals.file_errors(path), zipfile.ZipFile(path) as archive:
                infos, start_of_directory, comment = archive.infolist(), archive.start_dir, archive.comment
        except (zipfile.BadZipFile, UnicodeDecodeError, struct.error, NotImplementedError) as error:
            raise refusals.damaged(path) from error
        _refuse_bad_entries(path, infos)
        container = cls(path, _with_extents(path, infos, start_of_directory), comment)
        if container._stamp != stamp:
            raise refusals.changed_meanwhile(path)
        return container

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, in the order they have in the zip; folders are not parts."""
        return tuple(e.info.orig_filename for e in self._entries if not e.info.orig_filename.endswith("/"))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and part_key(name) in self._by_key

    def size(self, name: str) -> int:
        """The part's declared size in bytes, inflated."""
        return self._entry(name).info.file_size

    def crc(self, name: str) -> int:
        """The part's declared CRC-32."""
        return self._entry(name).info.CRC

    def read(self, name: str) -> bytes:
        """A whole part; ClerkMessage where it is damaged or larger than ``MAX_WHOLE``."""
        if self.size(name) > MAX_WHOLE:
            raise refusals.too_large(self.path, name)
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """A part in pieces of at most ``PIECE`` bytes, inflated; ClerkMessage where it is damaged.

        Never holds or yields more than the part's declared size.
        """
        entry = self._entry(name)
        info = entry.info
        size = crc = 0
        try:
            with self._opened() as source:
                source.seek(self._data_start(source, entry))
                for piece in inflated(source, info.compress_size, info.compress_type, PIECE):
                    size += len(piece)
                    crc = crc32(piece, crc)
                    if size > info.file_size:
                        raise refusals.damaged(self.path, name)
                    yield piece
        except FAULTS as error:
            raise refusals.damaged(self.path, name) from error
        if size != info.file_size or crc != info.CRC:
            raise refusals.damaged(self.path, name)

    def same_data(self, name: str, other: Container) -> bool:
        """Whether a part's compressed bytes are the same here and there."""
        here, there = self._packed(name), other._packed(name)
        return self.crc(name) == other.crc(name) and all(
            one == two for one, two in zip_longest(here, there, fillvalue=b"")
        )

    def _packed(self, name: str) -> Iterator[bytes]:
        entry = self._entry(name)
        with self._opened() as source:
            start = self._data_start(source, entry)
            source.seek(start)
            left = entry.info.compress_size
            while left and (piece := source.read(min(left, PIECE))):
                left -= len(piece)
                yield piece

    def write(
        self,
        target: BinaryIO,
        replaced: Mapping[str, Packed | None],
        added: Iterable[tuple[str, Packed]] = (),
    ) -> None:
        """A new zip: untouched entries as they are, ``replaced`` ones at their place, new ones last.

        None in place of new data leaves the entry out. The directory lists them in the order it had.
        """
        changes = {part_key(name): packed for name, packed in replaced.items()}
        kept: dict[int, zipfile.ZipInfo] = {}
        with self._opened() as source:
            for entry in self._entries:
                info, key = entry.info, part_key(entry.info.orig_filename)
                if key not in changes:
                    kept[entry.listed] = moved(info, target.tell())
                    self._data_start(source, entry)
                    _copy(source, entry.start, entry.end, target)
                elif (packed := changes[key]) is not None:
                    kept[entry.listed] = write_entry(target, info, packed)
        directory = [kept[listed] for listed in sorted(kept)]
        for name, packed in added:
            info = zipfile.ZipInfo(name, _NEW_ENTRY_TIME)
            directory.append(write_entry(target, info, packed))
        write_directory(target, directory, self._comment)

    def copy(self, target: BinaryIO) -> None:
        """The file, byte for byte."""
        with self._opened() as source:
            _copy(source, 0, self._stamp[0], target)

    def _entry(self, name: str) -> _Entry:
        try:
            return self._by_key[part_key(name)]
        except KeyError:
            raise refusals.missing_part(self.path, name) from None

    def _data_start(self, source: IO[bytes], entry: _Entry) -> int:
        """Where the entry's data begin; its two headers must agree on the name."""
        source.seek(entry.start)
        head = source.read(LOCAL_HEADER.size)
        if len(head) < LOCAL_HEADER.size or head[:4] != LOCAL_SIGNATURE:
            raise refusals.damaged(self.path, entry.info.orig_filename)
        *_, name_length, extra_length = LOCAL_HEADER.unpack(head)
        start: int = entry.start + LOCAL_HEADER.size + name_length + extra_length
        if (
            source.read(name_length) != encoded_name(entry.info)
            or start + entry.info.compress_size > entry.end
        ):
            raise refusals.damaged(self.path, entry.info.orig_filename)
        return start

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        with refusals.file_errors(self.path), self.path.open("rb") as source:
            if _stamp(self.path) != self._stamp:
                raise refusals.changed_meanwhile(self.path)
            yield source


def _stamp(path: Path) -> tuple[int, int, int]:
    """Size, time of change and identity of the file: together they tell whether it is still the same."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _refuse_bad_entries(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        key = part_key(name)
        segments = key.rstrip("/").split("/")
        if "\0" in name or ":" in segments[0] or any(segment in ("", ".", "..") for segment in segments):
            raise refusals.unsafe_name(path, name)
        if key in seen:
            raise refusals.duplicate_part(path, name)
        seen.add(key)
        if info.flag_bits & 1:
            raise refusals.encrypted(path)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.damaged(path, name)
        if info.file_size >= MAX_FILE or (
            info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size
        ):
            raise refusals.too_large(path, name)
    if len(infos) > MAX_ENTRIES or path.stat().st_size >= MAX_FILE:
        raise refusals.too_large(path, path.name)


def _with_extents(path: Path, infos: list[zipfile.ZipInfo], start_of_directory: int) -> list[_Entry]:
    """The entries in the order of the file, each with its extent; overlapping ones are a bomb or damage."""
    entries: list[_Entry] = []
    end = start_of_directory
    by_offset = sorted(enumerate(infos), key=lambda listed: listed[1].header_offset, reverse=True)
    for listed, info in by_offset:
        if info.header_offset < 0 or info.header_offset + LOCAL_HEADER.size + info.compress_size > end:
            raise refusals.damaged(path, info.orig_filename)
        entries.append(_Entry(info, info.header_offset, end, listed))
        end = info.header_offset
    return entries[::-1]


def _copy(source: IO[bytes], start: int, end: int, target: BinaryIO) -> None:
    source.seek(start)
    left = end - start
    while left:
        piece = source.read(min(left, PIECE))
        if not piece:
            raise OSError("the file ends too early")
        target.write(piece)
        left -= len(piece)
