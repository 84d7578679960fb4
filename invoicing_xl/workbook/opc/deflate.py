"""Compression, by ISA-L where it is installed (three to five times faster), else by zlib."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import ModuleType
from typing import IO, BinaryIO

engine: ModuleType
try:
    from isal import isal_zlib

    engine, _LEVEL = isal_zlib, 2  # of 0 to 3; about zlib's 4
except ImportError:  # no wheel for this machine
    engine, _LEVEL = zlib, 4

FAULTS: tuple[type[Exception], ...] = (engine.error, zlib.error, EOFError)
_IN_MEMORY = 4 << 20
_RAW = -15
_STORED = 0


def crc32(data: bytes | memoryview, crc: int = 0) -> int:
    """The CRC-32 of ``data``, going on from ``crc``."""
    result: int = engine.crc32(data, crc)
    return result


def inflated(source: IO[bytes], packed_size: int, method: int, piece: int) -> Iterator[bytes]:
    """The next ``packed_size`` bytes of ``source``, inflated, in pieces of at most ``piece`` bytes.

    Raises one of ``FAULTS`` where the data are damaged or end too early.
    """
    inflater = None if method == _STORED else engine.decompressobj(_RAW)
    left = packed_size
    while left:
        data = source.read(min(left, piece // 4))
        if not data:
            raise EOFError("the file ends too early")
        left -= len(data)
        if inflater is None:
            yield data
            continue
        while data and not inflater.eof:
            yield inflater.decompress(data, piece)
            data = inflater.unconsumed_tail
    if inflater is None:
        return
    while not inflater.eof:
        rest = inflater.decompress(b"", piece)
        if not rest:
            raise EOFError("the compressed data end too early")
        yield rest


@dataclass(frozen=True)
class Packed:
    """Data compressed once, while they were produced; kept in memory while small, else in a nameless file."""

    crc: int
    size: int
    packed_size: int
    _spool: tempfile.SpooledTemporaryFile[bytes]

    def copy(self, target: BinaryIO) -> None:
        """The compressed bytes."""
        self._spool.seek(0)
        while piece := self._spool.read(1 << 20):
            target.write(piece)

    def stream(self, piece: int) -> Iterator[bytes]:
        """The data again, in pieces of at most ``piece`` bytes; one reader at a time."""
        self._spool.seek(0)
        return inflated(self._spool, self.packed_size, zlib.DEFLATED, piece)


def packed(pieces: Iterable[bytes]) -> Packed:
    """``pieces`` joined and compressed, in memory that does not grow with them."""
    spool = tempfile.SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
    deflater = engine.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    crc = size = 0
    with ThreadPoolExecutor(1) as pool:  # a piece is compressed while the next is being made
        compressing: Future[bytes] | None = None
        for piece in pieces:
            crc = crc32(piece, crc)
            size += len(piece)
            if compressing:
                spool.write(compressing.result())
            compressing = pool.submit(deflater.compress, piece)
        if compressing:
            spool.write(compressing.result())
    spool.write(deflater.flush())
    return Packed(crc, size, spool.tell(), spool)
