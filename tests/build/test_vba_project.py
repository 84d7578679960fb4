"""VBA projects are as [MS-OVBA] wants them, and two libraries read the same sources back."""

import hashlib
import io
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oletools.olevba import decompress_stream
from pyopenvba import vba as second_reader
from pyopenvba.cfb import CFB

from invoicing_xl.build.vba_project import Kind, Module, compress, vba_project

MODULES = (
    Module("ThisWorkbook", 'Attribute VB_Name = "ThisWorkbook"\r\n', Kind.DOCUMENT),
    Module("First", 'Attribute VB_Name = "First"\r\nOption Explicit\r\n' + "' many lines\r\n" * 900),
    Module("Hidden", 'Attribute VB_Name = "Hidden"\r\nOption Explicit\r\nOption Private Module\r\n'),
)
CODE = st.lists(
    st.sampled_from(["Sub ", "End Sub", "\r\n", "    ", "Dim x As Long", "'é", '"text"', "a", "bc", "1.5"]),
    max_size=4000,
).map("".join)


@given(CODE)
@settings(max_examples=60)
def test_two_readers_decompress_what_was_compressed(text: str) -> None:
    data = text.encode("cp1252")
    assert bytes(decompress_stream(bytearray(compress(data)))) == data
    assert second_reader.decompress(compress(data)) == data


@pytest.mark.parametrize("length", [1, 2, 3, 8, 9, 4093, 4094, 4095, 4096, 4097, 8191, 8192, 8193])
@pytest.mark.parametrize("unit", ["a", "ab", "abc ", "Dim one As Long\r\n"])
def test_lengths_about_the_borders_of_chunks(unit: str, length: int) -> None:
    data = (unit * (length // len(unit) + 1))[:length].encode()
    assert bytes(decompress_stream(bytearray(compress(data)))) == data
    assert second_reader.decompress(compress(data)) == data


def test_every_chunk_is_compressed() -> None:
    """Excel is reported to refuse a module with a chunk that is not."""
    noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(128))
    with pytest.raises(ValueError, match="cannot be compressed"):
        compress(noise)
    stream = compress(("Dim a As Long\r\n" * 1000).encode())
    place = 1
    while place < len(stream):
        header = struct.unpack_from("<H", stream, place)[0]
        assert header >> 12 == 0b1011
        place += (header & 0xFFF) + 3
    assert place == len(stream)


@pytest.fixture(scope="module")
def streams() -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(vba_project("InvoicingXL", MODULES))) as read:
        return {"/".join(path): read.openstream(path).read() for path in read.listdir()}


def test_there_are_the_streams_of_the_standard_and_no_others(streams: dict[str, bytes]) -> None:
    modules = {f"VBA/{module.name}" for module in MODULES}
    assert set(streams) == {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir", *modules}


def test_no_compiled_code_is_claimed(streams: dict[str, bytes]) -> None:
    """[MS-OVBA] 2.3.4.1 on write: version 0xFFFF, and nothing after the header."""
    assert streams["VBA/_VBA_PROJECT"] == bytes.fromhex("CC61 FFFF 00 0100")
    project = second_reader.parse_vba_project(CFB.from_bytes(vba_project("InvoicingXL", MODULES)))
    assert [module.text_offset for module in project.modules] == [0, 0, 0]


def test_the_directory_says_what_is_there() -> None:
    project = second_reader.parse_vba_project(CFB.from_bytes(vba_project("InvoicingXL", MODULES)))
    assert (project.name, project.code_page) == ("InvoicingXL", 1252)
    assert [(module.name, module.stream_name) for module in project.modules] == [
        (module.name, module.name) for module in MODULES
    ]
    assert [module.kind is second_reader.VBAModuleKind.standard for module in project.modules] == [
        module.kind is Kind.STANDARD for module in MODULES
    ]
    assert [reference.name for reference in project.references] == ["stdole", "Office"]


def test_a_private_module_is_marked_as_one(streams: dict[str, bytes]) -> None:
    """In Excel's own files the mark and ``Option Private Module`` go together."""
    directory = bytes(decompress_stream(bytearray(streams["VBA/dir"])))
    mark = struct.pack("<HI", 0x28, 0)
    assert directory.count(mark) == 1
    assert directory.index(mark) > directory.index(b"Hidden")


def test_the_project_text_lists_modules_and_closes_their_windows(streams: dict[str, bytes]) -> None:
    lines = streams["PROJECT"].decode("cp1252").split("\r\n")
    assert lines[1:5] == [
        "Document=ThisWorkbook/&H00000000",
        "Module=First",
        "Module=Hidden",
        'Name="InvoicingXL"',
    ]
    assert lines[-4:] == [f"{module.name}=0, 0, 0, 0, C" for module in MODULES] + [""]
    assert "Package" not in streams["PROJECT"].decode("cp1252")


@pytest.mark.parametrize(("key", "plain"), [("CMG", bytes(4)), ("DPB", bytes(1)), ("GC", b"\xff")])
def test_the_project_is_neither_protected_nor_hidden(
    streams: dict[str, bytes], key: str, plain: bytes
) -> None:
    values = dict(line.split("=", 1) for line in streams["PROJECT"].decode().split("\r\n") if "=" in line)
    assert _decrypted(values[key].strip('"'), values["ID"].strip('"')) == plain


def _decrypted(text: str, identity: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, which also tells whether the values belong to this project."""
    seed, version, key, *rest = bytes.fromhex(text)
    assert seed ^ version == 2
    assert seed ^ key == sum(identity.encode()) % 256
    plain, last, before = seed ^ key, key, version
    out = []
    for byte in rest:
        plain = byte ^ (before + plain) % 256
        last, before = byte, last
        out.append(plain)
    out = out[(seed & 6) // 2 :]
    assert struct.unpack("<I", bytes(out[:4]))[0] == len(out) - 4
    return bytes(out[4:])


def test_names_are_listed_uncompressed(streams: dict[str, bytes]) -> None:
    expected = b"".join(m.name.encode() + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in MODULES)
    assert streams["PROJECTwm"] == expected + b"\0\0"


def test_the_same_modules_give_the_same_bytes() -> None:
    assert vba_project("InvoicingXL", MODULES) == vba_project("InvoicingXL", list(MODULES))


def test_a_letter_outside_the_code_page_stops_the_build() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project("P", [Module("A", 'Attribute VB_Name = "A"\r\n\' Łódź\r\n')])
