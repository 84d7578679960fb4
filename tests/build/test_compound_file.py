"""Compound files are read back by two libraries, and are as [MS-CFB] wants them."""

import io
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba.cfb import CFB

from invoicing_xl.build.compound_file import compound_file

SIZES = st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 20_000])
NAMES = st.text("ABC_1É", min_size=1, max_size=8)
STREAMS = st.dictionaries(NAMES, SIZES, max_size=14)


def _filled(sizes: dict[str, int]) -> dict[str, bytes]:
    return {name: bytes(n % 251 for n in range(size)) for name, size in sizes.items()}


@given(STREAMS, STREAMS)
@settings(max_examples=60)
def test_two_libraries_read_what_was_written(within: dict[str, int], beside: dict[str, int]) -> None:
    inner, outer = _filled(within), _filled(beside)
    data = compound_file({**outer, "VBA-STORE": inner})
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as read:
        assert {tuple(path) for path in read.listdir()} == {
            *((name,) for name in outer),
            *(("VBA-STORE", name) for name in inner),
        }
        for path in read.listdir():
            expected = inner[path[1]] if len(path) == 2 else outer[path[0]]
            assert read.openstream(path).read() == expected
        assert read.parsing_issues == []
    other = CFB.from_bytes(data)
    for name, content in inner.items():
        assert other.get_stream_in_storage("VBA-STORE", name) == content


@given(STREAMS)
@settings(max_examples=60)
def test_siblings_are_a_red_black_tree_in_the_order_of_the_standard(sizes: dict[str, int]) -> None:
    """Excel walks this tree by comparing names: a wrong order hides streams from it."""
    entries = _entries(compound_file(_filled(sizes)))
    order: list[str] = []

    def black_height(place: int, parent_red: bool) -> int:
        if place == 0xFFFFFFFF:
            return 0
        name, red, left, right, _ = entries[place]
        assert not (red and parent_red)
        height = black_height(left, red)
        order.append(name)
        assert black_height(right, red) == height
        return height + (not red)

    root = entries[0][4]
    assert root == 0xFFFFFFFF or not entries[root][1]
    black_height(root, parent_red=False)
    assert order == sorted(sizes, key=lambda name: (len(name), name.upper()))


def _entries(data: bytes) -> list[tuple[str, bool, int, int, int]]:
    """Name, red, left, right, child of every entry; the directory is followed by its chain."""
    fat_sectors, directory = struct.unpack_from("<II", data, 44)
    fat_places = struct.unpack_from(f"<{fat_sectors}I", data, 76)
    fat = [n for place in fat_places for n in struct.unpack_from("<128I", data, 512 * (place + 1))]
    found = []
    while directory != 0xFFFFFFFE:
        for start in range(512 * (directory + 1), 512 * (directory + 2), 128):
            length, kind, color, left, right, child = struct.unpack_from("<HBBIII", data, start + 64)
            if kind:
                name = data[start : start + length - 2].decode("utf-16-le")
                found.append((name, color == 0, left, right, child))
        directory = fat[directory]
    return found


def test_what_differs_from_run_to_run_is_zero() -> None:
    data = compound_file({"A": b"x" * 5000, "S": {"B": b"y"}})
    assert data == compound_file({"S": {"B": b"y"}, "A": b"x" * 5000})
    with olefile.OleFileIO(io.BytesIO(data)) as read:
        assert all(entry.createTime == entry.modifyTime == 0 for entry in read.direntries if entry)


def test_a_name_that_has_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        compound_file({"N" * 32: b""})


def test_a_file_beyond_the_headers_table_is_refused() -> None:
    with pytest.raises(ValueError, match="7 MB"):
        compound_file({"A": bytes(8_000_000)})
