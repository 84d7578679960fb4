"""The zip around a workbook: what is copied stays, what is dangerous is refused in a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import container as container_module
from invoicing_xl.workbook.opc.container import Container
from invoicing_xl.workbook.opc.deflate import packed

names = st.from_regex(r"[a-z]{1,6}(/[a-zé ]{1,6}){0,2}\.(xml|bin)", fullmatch=True)
entries = st.lists(
    st.tuples(
        names,
        st.binary(max_size=200).flatmap(lambda data: st.sampled_from([data, data * 50])),
        st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
        st.tuples(st.integers(1980, 2099), st.integers(1, 12), st.integers(1, 28)),
        st.integers(0, 0xFFFF),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda entry: entry[0],
)


def zip_of(path: Path, *parts: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return path


def described(info: zipfile.ZipInfo) -> tuple[object, ...]:
    return (
        info.filename, info.date_time, info.compress_type, info.CRC, info.compress_size, info.file_size,
        info.external_attr, info.internal_attr, info.create_system, info.create_version,
        info.extract_version, info.flag_bits, info.comment,
    )  # fmt: skip


@settings(deadline=None)
@given(entries, st.sampled_from([b"", b"a comment"]), st.data())
def test_what_is_not_replaced_is_the_same_entry(tmp_path_factory, parts, comment, data) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("zip") / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content, method, date, attributes, streamed in parts:
            info = zipfile.ZipInfo(name, (*date, 10, 20, 30))
            info.compress_type, info.external_attr = method, attributes << 16
            info.comment = b"kept"
            if streamed:  # sizes behind the data, and 64-bit fields
                with archive.open(info, "w", force_zip64=True) as file:
                    file.write(content)
            else:
                archive.writestr(info, content)
        archive.comment = comment
    container = Container.open(path)
    assert container.names == tuple(part[0] for part in parts)
    gone = data.draw(st.sets(st.sampled_from([part[0] for part in parts])))
    replaced = {name: packed([b"new ", name.encode()]) if data.draw(st.booleans()) else None for name in gone}
    out = io.BytesIO()
    container.write(out, replaced, [("later.xml", packed([b"added"]))])
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert after.testzip() is None
        assert after.comment == comment
        assert after.namelist() == [p[0] for p in parts if replaced.get(p[0], "kept")] + ["later.xml"]
        for name, content, *_ in parts:
            if name not in gone:
                old, new = before.getinfo(name), after.getinfo(name)
                assert described(old) == described(new)
                assert raw(path.read_bytes(), old) == raw(out.getvalue(), new)
                assert after.read(name) == content == container.read(name)
            elif replaced[name] is not None:
                assert after.read(name) == b"new " + name.encode()
                assert after.getinfo(name).date_time == before.getinfo(name).date_time
                assert after.getinfo(name).external_attr == before.getinfo(name).external_attr


def test_the_directory_keeps_its_order_where_the_file_has_another(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        for name in ("b", "c", "a"):
            archive.writestr(name, name)
        archive.filelist.sort(key=lambda info: info.filename)
    out = io.BytesIO()
    Container.open(tmp_path / "book.xlsx").write(out, {"b": packed([b"new"])}, [("0", packed([b"added"]))])
    with zipfile.ZipFile(out) as after:
        assert after.namelist() == ["a", "b", "c", "0"]
        assert sorted(after.namelist(), key=lambda name: after.getinfo(name).header_offset) == [*"bca0"]


def raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The local header and compressed data of an entry."""
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    return data[info.header_offset : info.header_offset + 30 + name + extra + info.compress_size]


@pytest.mark.parametrize("size", [0, 1, 999, container_module.PIECE, 3 * container_module.PIECE + 7])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_come_in_pieces_of_bounded_size(tmp_path: Path, size: int, method: int) -> None:
    content = (b"abc" * size)[:size]
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", method) as archive:
        archive.writestr("part", content)
    pieces = list(Container.open(tmp_path / "book.xlsx").stream("PART"))
    assert b"".join(pieces) == content
    assert max(map(len, pieces), default=0) <= container_module.PIECE


@pytest.mark.parametrize(
    "name",
    ["/xl/workbook.xml", "../evil.xml", "xl/../../evil.xml", "xl//x.xml", "C:/x.xml", "xl\\..\\x.xml", "./x"],
)
def test_names_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ClerkMessage, match="points outside"):
        Container.open(zip_of(tmp_path / "book.xlsx", ("a.xml", b""), (name, b"")))


def test_a_part_twice_is_refused_in_whatever_case(tmp_path: Path) -> None:
    with pytest.raises(ClerkMessage, match="twice"):
        Container.open(zip_of(tmp_path / "book.xlsx", ("xl/a.xml", b"1"), ("XL/A.xml", b"2")))


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "book.xlsx", ("a.xml", b"1"))
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ClerkMessage, match="password"):
        Container.open(path)


def test_a_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "book.xlsx", ("a.xml", bytes(100 << 20)))
    with pytest.raises(ClerkMessage, match="too large"):
        Container.open(path)


def test_a_part_that_is_larger_than_it_says_is_refused_early(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "book.xlsx", ("a.xml", bytes(50 << 20)))
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.rindex(b"PK\x01\x02") + 24, 1000)
    path.write_bytes(data)
    seen = 0
    with pytest.raises(ClerkMessage, match="damaged"):
        for piece in Container.open(path).stream("a.xml"):
            seen += len(piece)
    assert seen <= 1000


def test_entries_that_overlap_are_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "book.xlsx", ("a.xml", b"x" * 500), ("b.xml", b"y" * 500))
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.rindex(b"PK\x01\x02") + 42, 0)
    path.write_bytes(data)
    with pytest.raises(ClerkMessage, match="damaged"):
        Container.open(path)


def test_damaged_data_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.xml", b"some data")
    path.write_bytes(path.read_bytes().replace(b"some data", b"same data"))
    with pytest.raises(ClerkMessage, match="damaged"):
        Container.open(path).read("a.xml")


def test_a_file_that_changed_meanwhile_is_not_mixed_up(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "book.xlsx", ("a.xml", b"1"))
    container = Container.open(path)
    zip_of(path, ("a.xml", b"longer than before"))
    for use in (lambda: container.read("a.xml"), lambda: container.write(io.BytesIO(), {})):
        with pytest.raises(ClerkMessage, match="changed by another program"):
            use()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xls", OLE, r"old Excel.* Open it in Excel"),
        ("a.xlsx", OLE, r"old Excel.* Let its name end in \.xls, then open it"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xlsx", OLE + "EncryptedPackage DRMEncryptedTransform".encode("utf-16-le"), "sensitivity label"),
        ("a.xlsx", OLE + "WordDocument".encode("utf-16-le"), "Word document"),
        ("a.csv", b"a;b\n1;2\n", "text file.* Open it in Excel"),
        ("a.xlsx", "Käufer;Betrag\r\n1;2\r\n".encode("cp1252"), r"text file.* Let its name end in \.csv"),
        ("a.xlsx", "Käufer\tBetrag\r\n".encode("utf-16"), "text file"),
        ("a.xlsx", b"<html><table/></html>", "web page"),
        ("a.xls", b"<html><table/></html>", "web page.* Open it in Excel"),
        (
            "a.xlsx",
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "XML",
        ),
        ("a.xlsx", b"<?xml version='1.0'?><html><body/></html>", "web page"),
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04 but no more", "damaged"),
        ("a.xlsx", bytes(600), "damaged"),
        ("a.ods", bytes(600), "OpenDocument"),
        ("a.pdf", b"%PDF-1.7", "a PDF file.* Take the workbook itself"),
        ("a", bytes(600), "not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ClerkMessage, match=words):
        Container.open(tmp_path / name)


@pytest.mark.parametrize(("path", "words"), [("none.xlsx", "no such file"), (".", "folder")])
def test_what_is_not_there_is_told(tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(ClerkMessage, match=words):
        Container.open(tmp_path / path)


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_packed_data_are_deflated_and_read_again(pieces: list[bytes]) -> None:
    data = packed(pieces)
    out = io.BytesIO()
    data.copy(out)
    assert zlib.decompress(out.getvalue(), -15) == b"".join(pieces) == b"".join(data.stream(64))
    assert (data.crc, data.size) == (zlib.crc32(b"".join(pieces)), len(b"".join(pieces)))
