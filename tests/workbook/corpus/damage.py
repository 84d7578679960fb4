"""Damaged workbooks by the thousand: ``python -m tests.workbook.corpus.damage FOLDER FIRST COUNT``.

They are numbered, the same in every run. Each is opened, read, edited and saved elsewhere. Prints JSON: how
many were told to the clerk, how many worked, and what else happened, which must be nothing. Ends with a
traceback where one case hangs.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import random
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.file import FileWorkbook
from tests.workbook.corpus import by_hand
from tests.workbook.corpus.package import Book, Parts

SECONDS = 10  # of the processor, for each case
MEMORY = 1 << 30

_FEATURES = (
    by_hand.nothing_more, by_hand.table_with_totals, by_hand.shared_formulas, by_hand.array_formulas,
    by_hand.merged_cells, by_hand.defined_names, by_hand.rich_text, by_hand.newer_styles,
    by_hand.calculation_chain, by_hand.pivot_beside, by_hand.groups, by_hand.hidden_sheets, by_hand.notes,
)  # fmt: skip
_ABSURD = (
    "", "0", "-1", "1.5", "x", " 1", "+1", "01", "1e9", "NaN", "9999999999", "4294967296",
    "18446744073709551616", "9" * 400, "A0", "A1048577", "XFE1", "A9999999999", "AAAAAAAAAA1",
    "A1:XFD1048576", "XFD1048576", "A1:B", ":", "$A$1", "R1C1", "Sheet1!A1", "é", "١", "1\u00a0", "rId999",
    "/", "../../x", "true",
)  # fmt: skip
_NAMES = (
    "../evil.xml", "/etc/passwd", "C:/evil.xml", "xl/../../evil.xml", "xl//twice.xml", "xl/./dot.xml",
    "xl\\..\\..\\evil", "XL/WORKBOOK.XML", "xl/worksheets/SHEET1.xml", "xl\\workbook.xml", "con", "/", "xl/",
    "a\0b", "é" * 200, "[Content_Types].xml",
)  # fmt: skip
_DOCTYPES = (
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "http://localhost:1/">]>',
    "<!DOCTYPE x [" + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12)) + "]>",
)


def _case(chance: random.Random) -> bytes:
    """A damaged package."""
    parts = _parts(chance)
    if chance.random() < 0.35:
        return _damaged(_zipped(parts), chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        parts = chance.choice(_ON_PARTS)(parts, chance)
    data = _zipped(parts)
    return chance.choice(_ON_ZIP)(data, chance) if chance.random() < 0.2 else data


def _parts(chance: random.Random) -> Parts:
    book = Book()
    chance.choice(_FEATURES)(book)
    return book.finished(bare=chance.random() < 0.2)


def _zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


# --- damage to the bytes


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Bits turned, stretches lost, doubled, moved or overwritten; anywhere, or at the end."""
    damaged = bytearray(data)
    if chance.random() < 0.15:
        return bytes(damaged[: chance.randrange(len(damaged))])
    start = max(0, len(data) - 900) if chance.random() < 0.4 else 0
    for _ in range(chance.choice((1, 1, 2, 4, 30))):
        at = chance.randrange(start, len(damaged))
        length = chance.choice((1, 1, 2, 4, 50))
        match chance.randrange(6):
            case 0:
                damaged[at] ^= 1 << chance.randrange(8)
            case 1:
                damaged[at] = chance.randrange(256)
            case 2:
                del damaged[at : at + length]
            case 3:
                damaged[at:at] = damaged[at : at + length]
            case 4:
                other = chance.randrange(len(damaged))
                damaged[at : at + length] = damaged[other : other + length]
            case 5:
                damaged[at : at + length] = chance.choice((b"\0", b"\xff", b"P")) * length
        if not damaged:
            return b""
        start = min(start, len(damaged) - 1)
    return bytes(damaged)


def _lying_directory(data: bytes, chance: random.Random) -> bytes:
    """A field of one entry's headers says something else."""
    damaged = bytearray(data)
    signature = chance.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
    places = [i for i in range(len(data)) if data.startswith(signature, i)]
    at = chance.choice(places) + chance.randrange(4, 22 if signature == b"PK\x05\x06" else 30)
    value = chance.choice((0, 1, 8, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(1 << 32)))
    field = struct.pack("<L", value)[: chance.choice((1, 2, 4))]
    damaged[at : at + len(field)] = field
    return bytes(damaged)


def _surrounded(data: bytes, chance: random.Random) -> bytes:
    junk = chance.randbytes(chance.choice((1, 22, 5000)))
    return junk + data if chance.random() < 0.5 else data + junk


# --- damage to the parts, in a zip that is whole


def _xml_part(parts: Parts, chance: random.Random) -> str:
    names = [name for name, data in parts.items() if isinstance(data, str) and data]
    first = [
        name for name in names if name.startswith(("xl/worksheets/sheet1", "xl/workbook.xml", "xl/styles"))
    ]
    return chance.choice(first or names) if chance.random() < 0.6 else chance.choice(names)


def _damaged_text(parts: Parts, chance: random.Random) -> Parts:
    name = _xml_part(parts, chance)
    return parts | {name: _damaged(str(parts[name]).encode(), chance)}


def _absurd_attribute(parts: Parts, chance: random.Random) -> Parts:
    name = _xml_part(parts, chance)
    pieces = str(parts[name]).split('"')
    if len(pieces) < 3:
        return parts
    for _ in range(chance.choice((1, 1, 3))):
        pieces[chance.randrange(1, len(pieces) - 1, 2)] = chance.choice(_ABSURD)
    return parts | {name: '"'.join(pieces)}


def _absurd_content(parts: Parts, chance: random.Random) -> Parts:
    name = _xml_part(parts, chance)
    pieces = str(parts[name]).split("<v>")
    if len(pieces) < 2:
        return parts
    at = chance.randrange(1, len(pieces))
    pieces[at] = chance.choice(_ABSURD) + pieces[at][pieces[at].find("</v>") :]
    return parts | {name: "<v>".join(pieces)}


def _tag_moved(parts: Parts, chance: random.Random) -> Parts:
    """Elements in another order, twice, or gone."""
    name = _xml_part(parts, chance)
    tags = str(parts[name]).split("<")
    if len(tags) < 4:
        return parts
    one, other = chance.randrange(1, len(tags)), chance.randrange(1, len(tags))
    match chance.randrange(3):
        case 0:
            tags[one], tags[other] = tags[other], tags[one]
        case 1:
            del tags[one]
        case 2:
            tags[one:one] = tags[other : other + chance.choice((1, 2, 8))]
    return parts | {name: "<".join(tags)}


def _document_type(parts: Parts, chance: random.Random) -> Parts:
    name = _xml_part(parts, chance)
    xml = str(parts[name])
    at = xml.find("?>") + 2 if xml.startswith("<?") else 0
    entity = chance.choice(("&l11;", "&a;", ""))
    return parts | {name: xml[:at] + chance.choice(_DOCTYPES) + xml[at:].replace("</", f"{entity}</", 1)}


def _part_gone(parts: Parts, chance: random.Random) -> Parts:
    gone = chance.choice(list(parts))
    return {name: data for name, data in parts.items() if name != gone}


def _part_emptied(parts: Parts, chance: random.Random) -> Parts:
    return parts | {
        chance.choice(list(parts)): chance.choice((b"", b"\0" * 99, b"<", b"\xff\xfe", b"<a/>", b" "))
    }


def _parts_swapped(parts: Parts, chance: random.Random) -> Parts:
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    return parts | {one: parts[other], other: parts[one]}


def _other_encoding(parts: Parts, chance: random.Random) -> Parts:
    name = _xml_part(parts, chance)
    said = chance.choice(("UTF-8", "UTF-16", "UTF-32", "ISO-8859-1", "cp037", "none such", ""))
    really = chance.choice(("utf-8", "utf-16", "utf-16-be", "utf-32", "cp037", "utf-7"))
    return parts | {name: str(parts[name]).replace("UTF-8", said, 1).encode(really, "replace")}


def _bad_name(parts: Parts, chance: random.Random) -> Parts:
    return parts | {chance.choice(_NAMES): b"<a/>"}


_BOMBS = (
    " " * (80 << 20),
    "<x>" * 200_000,
    "<x a='1'/>" * 300_000,
    f"<!--{'x' * (4 << 20)}-->",
    "<row/>" * 200_000,
)


def _bomb(parts: Parts, chance: random.Random, fill: str) -> Parts:
    """Few bytes that stand for many."""
    name = _xml_part(parts, chance)
    xml = str(parts[name])
    at = xml.find("</sheetData>") if "</sheetData>" in xml else xml.rfind("</")
    return parts | {name: xml[:at] + fill + xml[at:]}


def _much_claimed(parts: Parts, chance: random.Random) -> Parts:
    """Few elements that claim the whole sheet."""
    name = "xl/worksheets/sheet1.xml"
    if not isinstance(parts.get(name), str):
        return parts
    row = chance.choice((
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="7"><c r="A7"><f t="shared" ref="A7:XFD1048576" si="7">A1</f><v>1</v></c></row>',
        '<row r="7"><c r="A7"><f t="array" ref="A7:XFD1048576">1</f><v>1</v></c></row>',
        '<row r="7"><c r="A7"><f t="shared" si="4000000000"/><v>1</v></c></row>',
        '<row r="7"><c r="A7" t="s"><v>4000000000</v></c><c r="B7" s="4000000000"><v>1</v></c></row>',
        f'<row r="7"><c r="A7"><v>{"9" * 5000}</v></c><c r="B7" t="d"><v>9999999-99-99</v></c></row>',
        f'<row r="7"><c r="A7" t="inlineStr"><is><t>{"x" * 100_000}</t></is></c></row>',
        f'<row r="7"><c r="A7"><f>{"(" * 50_000}</f></c></row>',
    ))  # fmt: skip
    after = chance.choice((
        "", '<mergeCells count="4000000000"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<conditionalFormatting sqref="1:1048576 A:XFD"/>', '<autoFilter ref="A1:XFD1048576"/>',
    ))  # fmt: skip
    xml = str(parts[name]).replace("</sheetData>", f"{row}</sheetData>{after}", 1)
    if chance.random() < 0.3:
        xml = xml.replace(
            "<sheetData>", '<cols><col min="1" max="4000000000" style="4000000000"/></cols><sheetData>', 1
        )
    return parts | {name: xml}


_OnParts = Callable[[Parts, random.Random], Parts]
_ON_PARTS: Sequence[_OnParts] = (
    _damaged_text, _damaged_text, _damaged_text, _absurd_attribute, _absurd_attribute, _absurd_attribute,
    _absurd_content, _tag_moved, _tag_moved, _document_type, _part_gone, _part_emptied, _parts_swapped,
    _other_encoding, _bad_name, _much_claimed,
)  # fmt: skip
_ON_ZIP = (_lying_directory, _lying_directory, _damaged, _surrounded)


def _twice(data: bytes, chance: random.Random) -> bytes:
    """One part twice, under the same name."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    double = chance.choice(source.namelist())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
        archive.filelist.append(archive.getinfo(double))
    return target.getvalue()


# --- what is done with each


def case(number: int) -> bytes:
    """The damaged package of that number; the same in every run."""
    chance = random.Random(number)
    if number % 500 == 0:
        return _zipped(_bomb(_parts(chance), chance, _BOMBS[number // 500 % len(_BOMBS)]))
    if number % 100 == 1:
        return _twice(_zipped(_parts(chance)), chance)
    return _case(chance)


def outcome(data: bytes, folder: Path) -> str:
    """ "worked", "told", or what went wrong."""
    path, target = folder / "ledger.xlsx", folder / "saved.xlsx"
    path.write_bytes(data)
    target.unlink(missing_ok=True)
    result = "worked"
    try:
        _used(path, target)
    except ClerkMessage as message:
        result = "told" if str(message).strip() else "told nothing"
        if target.exists():
            result = "a file was saved although the clerk was told that it could not be"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        result = f"{type(error).__name__}: {error}"
    if path.read_bytes() != data:
        result = "the original was changed"
    return result


def _used(path: Path, target: Path) -> None:
    book = FileWorkbook(path)
    grids = [book.read(info.name) for info in book.sheets() if info.readable]
    for grid in grids:
        before = grid.content(2, 2)
        book.apply(ChangeSet((Edit(grid.sheet, 2, 2, before, Content(4711.25), fill="FFCC00"),)))
    book.save(target)


def _most_memory() -> int:
    """The most bytes this process ever held; what the system says of it elsewhere may be its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    os.fsync = lambda fd: None  # the disk is not what is tried here
    seen: dict[str, list[int]] = {}
    slowest = 0.0
    for number in range(first, first + count):
        data = case(number)
        faulthandler.dump_traceback_later(
            12 * SECONDS, exit=True
        )  # the machine may be busy with other things
        started = time.process_time()
        seen.setdefault(outcome(data, folder), []).append(number)
        slowest = max(slowest, time.process_time() - started)
    faulthandler.cancel_dump_traceback_later()
    memory = _most_memory()
    wrong = {what: numbers for what, numbers in seen.items() if what not in ("told", "worked")}
    told, worked = len(seen.get("told", ())), len(seen.get("worked", ()))
    print(json.dumps({"told": told, "worked": worked, "wrong": wrong, "memory": memory, "slowest": slowest}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
