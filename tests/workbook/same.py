"""Are two workbook packages the same, but for what was meant?

    python -m tests.workbook.same BEFORE AFTER [--value Sheet1!B2] [--look Sheet1!A3] [--sheet Findings]

Compares part by part and byte by byte, and names every difference that is not one of the meant ones:

* the cells given, and what follows from them: the row's spans, the sheet's dimension;
* the sheets given, with every part that only they lead to, and their lines in the workbook, its relationships
  and the content types;
* styles that were added behind those there were;
* the chain of formulas that is gone, and the order to Excel to recalculate, or to work out a pivot table.

Exit code 0 where nothing else differs, else 1. Shares no code with the product.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

Cell = tuple[str, str]
"""A sheet's name and a cell's address, ("Sheet1", "B2")."""

_TYPES = "[Content_Types].xml"
_TOKEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<[^>]*>|[^<]+", re.DOTALL)
_ATTRIBUTE = r"""\s+%s\s*=\s*("[^"]*"|'[^']*')"""
_GROWING = {"cellXfs", "fonts", "fills", "borders", "numFmts", "dxfs"}


@dataclass(frozen=True)
class Meant:
    """What shall differ: cells with another content or look, cells with another look only, new sheets."""

    values: frozenset[Cell] = frozenset()
    looks: frozenset[Cell] = frozenset()
    sheets: frozenset[str] = frozenset()


NOTHING = Meant()


def differences(before: Path, after: Path, meant: Meant = NOTHING) -> list[str]:
    """A sentence for each difference that is not meant; none where the packages are the same."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        return list(_Comparison(old, new, meant).differences())


class _Comparison:
    def __init__(self, old: zipfile.ZipFile, new: zipfile.ZipFile, meant: Meant) -> None:
        self.old, self.new, self.meant = old, new, meant
        self.main = _main_part(old)
        self.rels = _rels_of(self.main)
        self.old_sheets, self.new_sheets = _sheets(old, self.main), _sheets(new, self.main)
        self.chain = {
            target for kind, target in _related(old, self.main).values() if kind.endswith("/calcChain")
        }
        self.pivots = {
            target
            for kind, target in _related(old, self.main).values()
            if kind.endswith("/pivotCacheDefinition")
        }
        self.styles = {
            target for kind, target in _related(new, self.main).values() if kind.endswith("/styles")
        }

    def differences(self) -> Iterator[str]:
        old_names, new_names = self.old.namelist(), self.new.namelist()
        yield from (f"{name}: is there twice" for name in _repeated(new_names))
        kept = [name for name in old_names if name in set(new_names)]
        if new_names[: len(kept)] != kept:
            yield "the parts do not stand in the order they had"
        yield from (f"{name}: is gone" for name in old_names if name not in kept and name not in self.chain)
        yield from self._sheets_differ()
        expected = self._expected()
        yield from (f"{name}: nobody asked for it" for name in new_names if name not in {*kept, *expected})
        for name in kept:
            yield from (f"{name}: {what}" for what in self._part(name))

    def _sheets_differ(self) -> Iterator[str]:
        if dict(list(self.new_sheets.items())[: len(self.old_sheets)]) != self.old_sheets:
            yield "the sheets there were are not the first ones, in their order, on their parts"
        added = set(self.new_sheets) - set(self.old_sheets)
        yield from (f"sheet {name}: nobody asked for it" for name in sorted(added - self.meant.sheets))
        yield from (f"sheet {name}: is missing" for name in sorted(self.meant.sheets - added))

    def _expected(self) -> set[str]:
        """The new parts that the new sheets lead to, and the styles where there were none."""
        waiting = [part for name, part in self.new_sheets.items() if name not in self.old_sheets]
        found: set[str] = set(self.styles)
        while waiting:
            part = waiting.pop()
            if part not in found:
                found |= {part, _rels_of(part)}
                waiting += [target for _, target in _related(self.new, part).values()]
        return found

    def _part(self, name: str) -> Iterator[str]:
        old, new = self.old.read(name), self.new.read(name)
        if old == new:
            if _packed(self.old, name) != _packed(self.new, name):
                yield "was packed anew, although nothing in it differs"
            return
        sheet = next((title for title, part in self.old_sheets.items() if part == name), None)
        if sheet is not None:
            yield from self._sheet(sheet, old, new)
        elif name in self.styles:
            yield from _grown(old, new, lambda tag: tag != "styleSheet")
            yield from _only_appended(old, new)
        elif name in self.pivots:
            yield from _grown(old, new, lambda _: False, loose="refreshOnLoad")
        elif name == self.main:
            added = {"sheet", "definedNames", "definedName", "calcPr"}
            yield from _grown(old, new, added.__contains__, loose="fullCalcOnLoad")
            yield from self._names_came(old, new)
        elif name == self.rels:
            yield from _grown(old, new, {"Relationship"}.__contains__, gone="/calcChain")
        elif name == _TYPES:
            yield from _grown(old, new, {"Override"}.__contains__, gone="calcChain+xml")
        else:
            yield "differs"

    def _sheet(self, sheet: str, old: bytes, new: bytes) -> Iterator[str]:
        """Everything but the meant cells, the spans of their rows and the dimension must be the same."""
        values = {cell for title, cell in self.meant.values if title == sheet}
        looks = {cell for title, cell in self.meant.looks if title == sheet}
        if not values and not looks:
            yield "differs, although none of its cells was to be changed"
            return
        before, after = _Sheet(_in_utf8(old)), _Sheet(_in_utf8(new))
        for cell in sorted(before.cells.keys() | after.cells.keys()):
            one, other = before.cells.get(cell, b""), after.cells.get(cell, b"")
            if cell in values or one == other:
                continue
            if cell not in looks:
                yield f"cell {cell} differs: {one.decode()!r} became {other.decode()!r}"
            elif one and _without(_opening(one), "s") != _without(_opening(other), "s"):
                yield f"cell {cell} was to change its look only: {one.decode()!r} became {other.decode()!r}"
            elif one.partition(b">")[2] != other.partition(b">")[2]:
                yield f"cell {cell} was to keep its content: {one.decode()!r} became {other.decode()!r}"
        places = values | looks
        around, now = before.rest(places), after.rest(places)
        if around != now:
            at = next(i for i, (was, is_) in enumerate(zip_longest(around, now)) if was != is_)
            yield f"differs outside of the meant cells: {around[at : at + 1]} became {now[at : at + 1]}"

    def _names_came(self, old: bytes, new: bytes) -> Iterator[str]:
        """Only new sheets bring names, of their own."""
        for name, scope in Counter(_names(new)) - Counter(_names(old)):
            if int(scope or -1) < len(self.old_sheets):
                yield f"name {name}: nobody asked for it"


class _Sheet:
    """A sheet part in UTF-8, taken apart by a parser that tells the place of every element in the bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.cells: dict[str, bytes] = {}
        self._pieces: list[tuple[int, int, str, str]] = []  # start, end, what, key
        self._open: list[tuple[str, int, str]] = []
        self._row = self._column = 0
        self._parser = parser = expat.ParserCreate("UTF-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._tag_started: tuple[int, str, str] | None = None
        parser.CharacterDataHandler = parser.CommentHandler = lambda _: None
        parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, at, key = tag.rpartition(" ")[2], self._parser.CurrentByteIndex, ""
        parent = self._open[-1][0] if self._open else ""
        if name == "row" and parent == "sheetData":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column, key = 0, str(self._row)
        elif name == "c" and parent == "row":
            reference = attributes.get("r")
            letters = reference.rstrip("0123456789") if reference else _letters(self._column + 1)
            self._column, key = _number(letters), f"{letters}{self._row}"
        self._open.append((name, at, key))
        if name in ("row", "dimension") and parent in ("sheetData", "worksheet"):
            self._pieces.append((at, self._tag_end(at), name, key))

    def _end(self, tag: str) -> None:
        name, start, key = self._open.pop()
        at = self._parser.CurrentByteIndex
        opened = self._tag_end(start)
        empty = self.data[opened - 2 : opened] == b"/>"
        end = opened if empty else self._tag_end(at)
        if name == "c" and key:
            self.cells[key] = self.data[start:end]
            self._pieces.append((start, end, "c", key))
        elif name == "row" and key and not empty:
            self._pieces.append((at, end, "row end", key))

    def _tag_end(self, start: int) -> int:
        """Behind the ">" of the tag that begins there; a ">" may stand in an attribute."""
        quote = b""
        for at in range(start, len(self.data)):
            byte = self.data[at : at + 1]
            if quote:
                quote = b"" if byte == quote else quote
            elif byte in (b'"', b"'"):
                quote = byte
            elif byte == b">":
                return at + 1
        raise ValueError("a tag without an end")

    def rest(self, places: set[str]) -> list[str]:
        """All bytes outside of the cells ``places``, with what may follow from them made the same."""
        rows = {place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in places}
        filled = {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell in self.cells if cell not in places}
        rest: list[str] = []
        at = 0
        for start, end, what, key in sorted(self._pieces):
            rest.append(self.data[at:start].decode())
            at = end
            piece = self.data[start:end]
            if what == "dimension":
                rest.append("<dimension>")
            elif what == "c":
                rest.append("" if key in places else piece.decode())
            elif key not in rows:
                rest.append(piece.decode())
            elif what == "row":
                tag = _without(piece, "spans").removesuffix("/>").removesuffix(">").rstrip()
                bare = re.sub(_ATTRIBUTE % "r", "", tag).partition(" ")[2].strip()
                rest.append(tag if key in filled or bare else "")
        rest.append(self.data[at:].decode())
        return [piece for piece in rest if piece]


def _grown(
    old: bytes, new: bytes, may_come: Callable[[str], bool], gone: str = "", loose: str = ""
) -> Iterator[str]:
    """Says what is in ``new`` beside the tokens of ``old`` that is none of the tags that may come.

    A token of ``old`` that holds ``gone`` may be missing; the attribute ``loose`` may come to any tag.
    """
    before, after = list(_tokens(old, loose, gone)), list(_tokens(new, loose, gone))
    extra: list[str] = []
    waiting = iter(after)
    for token in before:
        for candidate in waiting:
            if candidate == token:
                break
            extra.append(candidate)
        else:
            yield f"{token!r} is gone"
            return
    extra += waiting
    inside = 0
    for token in extra:
        tag = re.match(r"</?(?:[\w.-]+:)?([\w.-]+)", token)
        if tag is None:
            if not inside and token.strip():
                yield f"{token!r} came"
            continue
        if not may_come(tag[1]):
            yield f"{token!r} came"
        inside += -1 if token.startswith("</") else 1


def _tokens(data: bytes, loose: str, gone: str) -> Iterator[str]:
    """Tags and texts; an empty element as its two tags, without the counts that follow what it holds."""
    for token in _TOKEN.findall(_text(data)):
        if not token.startswith("<") or token.startswith(("<!", "<?")):
            yield token
            continue
        if gone and gone in token:
            continue
        token = re.sub(_ATTRIBUTE % "count", "", token)
        if loose:
            token = re.sub(_ATTRIBUTE % loose, "", token)
        if token.endswith("/>"):
            yield token[:-2].rstrip() + ">"
            yield f"</{token[1:-2].split()[0]}>"
        else:
            yield re.sub(r"\s+>$", ">", token)


def _only_appended(old: bytes, new: bytes) -> Iterator[str]:
    """Cells refer to styles by their place: what was there must be the first, in its order."""
    before, after = _collections(old), _collections(new)
    for name in _GROWING & before.keys():
        if after.get(name, [])[: len(before[name])] != before[name]:
            yield f"{name} were not only added to"


def _collections(styles: bytes) -> dict[str, list[str]]:
    root = ElementTree.fromstring(styles)
    return {
        child.tag.rpartition("}")[2]: [ElementTree.canonicalize(ElementTree.tostring(e)) for e in child]
        for child in root
    }


def _main_part(package: zipfile.ZipFile) -> str:
    return next(t for kind, t in _related(package, "").values() if kind.endswith("/officeDocument"))


def _sheets(package: zipfile.ZipFile, main: str) -> dict[str, str]:
    """Parts by the sheets' names, in their order."""
    related = _related(package, main)
    root = ElementTree.fromstring(package.read(main))
    found = {}
    for element in root.iterfind("{*}sheets/{*}sheet"):
        link = next(value for name, value in element.items() if name.endswith("}id"))
        found[element.get("name", "")] = related[link][1]
    return found


def _names(workbook: bytes) -> list[tuple[str, str]]:
    """Each defined name with the index of the sheet it belongs to, "" for the workbook."""
    elements = ElementTree.fromstring(workbook).iterfind("{*}definedNames/{*}definedName")
    return [(element.get("name", ""), element.get("localSheetId", "")) for element in elements]


def _related(package: zipfile.ZipFile, source: str) -> dict[str, tuple[str, str]]:
    """Type and part of each internal relationship, by id."""
    names = set(package.namelist())
    if _rels_of(source) not in names:
        return {}
    found = {}
    for element in ElementTree.fromstring(package.read(_rels_of(source))).iterfind("{*}Relationship"):
        if element.get("TargetMode") != "External":
            address = posixpath.join("/", posixpath.dirname(source), element.get("Target", ""))
            target = posixpath.normpath(address).lstrip("/")
            target = target if target in names else unquote(target)
            found[element.get("Id", "")] = element.get("Type", ""), target
    return found


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _packed(package: zipfile.ZipFile, name: str) -> tuple[object, ...]:
    """How a part is kept: its compressed bytes and what the directory says of it."""
    info = package.getinfo(name)
    assert package.fp is not None
    package.fp.seek(info.header_offset + 26)
    lengths = package.fp.read(4)
    package.fp.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    return info.compress_type, info.date_time, info.external_attr, package.fp.read(info.compress_size)


def _repeated(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def _opening(element: bytes) -> bytes:
    return element[: element.index(b">") + 1]


def _without(tag: bytes, attribute: str) -> str:
    return re.sub(_ATTRIBUTE % attribute, "", tag.decode())


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le")
    return data.decode("utf-8")


def _in_utf8(data: bytes) -> bytes:
    """A sheet in another encoding may come back in UTF-8; its declaration follows."""
    text = _text(data)
    return (
        data if text.encode() == data else text.replace('encoding="UTF-16"', 'encoding="UTF-8"', 1).encode()
    )


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Names what differs between two workbooks and was not meant."
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--value", action="append", default=[], metavar="SHEET!CELL")
    parser.add_argument("--look", action="append", default=[], metavar="SHEET!CELL")
    parser.add_argument("--sheet", action="append", default=[], metavar="NAME")
    given = parser.parse_args()

    def cells(addresses: list[str]) -> frozenset[Cell]:
        parted = (address.rpartition("!") for address in addresses)
        return frozenset((sheet, cell) for sheet, _, cell in parted)

    meant = Meant(cells(given.value), cells(given.look), frozenset(given.sheet))
    found = differences(given.before, given.after, meant)
    for difference in found:
        print(difference)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
