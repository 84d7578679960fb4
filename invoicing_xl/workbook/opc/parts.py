"""The parts of an Open Packaging file with changes laid over them: data, content types, relationships.

Nothing is written before ``write``. Part names are written without a leading slash ("xl/workbook.xml") and
compared without regard to case. Source: ECMA-376 part 2.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

from lxml import etree

from invoicing_xl.workbook.opc import markup, refusals
from invoicing_xl.workbook.opc.container import PIECE, Container, part_key
from invoicing_xl.workbook.opc.deflate import Packed, packed
from invoicing_xl.workbook.opc.markup import CONTENT_TYPES, RELATIONSHIPS, Element
from invoicing_xl.workbook.opc.splice import Original

CONTENT_TYPES_PART = "[Content_Types].xml"


Data = bytes | Iterable[bytes] | Packed


@dataclass(frozen=True, slots=True)
class Relationship:
    """``type`` is the last segment of the type's address, the same in strict and transitional files
    ("worksheet"); ``target`` a part name, or the address as it stands where ``external``."""

    id: str
    type: str
    target: str
    external: bool = False


def rels_part(source: str) -> str:
    """The part that holds the relationships of ``source`` ("" is the package itself)."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Parts:
    """An overlay over a ``Container``: what is read here is what would be written."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self._changes: dict[str, Packed | None] = {}
        self._added: dict[str, str] = {}  # key -> name, in the order of adding
        self._trees: dict[str, tuple[str, Element, Original]] = {}
        self._touched: dict[str, None] = {}
        self._related: dict[str, tuple[Element, list[Relationship]]] = {}  # with the tree they were read from

    @property
    def path(self) -> Path:
        return self.container.path

    @property
    def changed(self) -> bool:
        """Whether anything would be written that does not stand in the file already."""
        self._settle()
        return bool(self._changes)

    @property
    def names(self) -> tuple[str, ...]:
        """All parts, in the order they are written."""
        kept = [name for name in self.container.names if name in self]
        return (*kept, *self._added.values())

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        key = part_key(name)
        if key in self._changes:
            return self._changes[key] is not None
        return name in self.container

    def crc(self, name: str) -> int:
        """The CRC-32 of the part's data."""
        self._settle()
        change = self._changes.get(part_key(name))
        return change.crc if change else self.container.crc(name)

    def untouched(self, name: str) -> bool:
        """Whether the part is the one that stands in the file."""
        self._settle()
        return name in self.container and part_key(name) not in self._changes

    # Data

    def read(self, name: str) -> bytes:
        """The whole part. ClerkMessage where it is missing, damaged, or too large to be held."""
        if part_key(name) in self._changes or part_key(name) in self._touched:
            return b"".join(self.stream(name))
        return self.container.read(name)

    def stream(self, name: str) -> Iterator[bytes]:
        """The part in pieces of at most ``PIECE`` bytes; ClerkMessage where it is missing or damaged."""
        key = part_key(name)
        if key in self._touched:
            return iter((self._trees[key][2].spliced(),))
        if key in self._changes:
            change = self._changes[key]
            if change is None:
                raise refusals.missing_part(self.path, name)
            return change.stream(PIECE)
        return self.container.stream(name)

    def replace(self, name: str, data: Data) -> None:
        """New data for a part, which stays at its place. Pieces are consumed and compressed at once."""
        if name not in self:
            raise refusals.missing_part(self.path, name)
        self._put(name, data)

    def add(self, name: str, data: Data, content_type: str) -> None:
        """A new part, behind the others. ``content_type`` "" leaves it to the type of its extension."""
        if name in self:
            raise ValueError(f"there is a part {name} already")
        if name not in self.container:
            self._added[part_key(name)] = name
        self._put(name, data)
        if content_type and self.content_type(name) != content_type:
            self.set_content_type(name, content_type)

    def drop(self, name: str) -> None:
        """Without the part, its relationships and its content type; unrelating it is the caller's matter."""
        for gone in (name, rels_part(name)):
            key = part_key(gone)
            if gone in self:
                self._changes[key] = None
                if key in self._added:
                    del self._changes[key], self._added[key]
            self._trees.pop(key, None)
            self._touched.pop(key, None)
        override = self._override(name)
        if override is not None:
            markup.remove(override)
            self.touch(CONTENT_TYPES_PART)

    def free_name(self, pattern: str) -> str:
        """The first of ``pattern.format(1)``, ``pattern.format(2)`` ... that no part bears."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is changed inside is taken back where an exception ends it."""
        self._settle()
        changes, added = dict(self._changes), dict(self._added)
        try:
            yield
        except BaseException:
            self._changes, self._added = changes, added
            self._trees.clear()
            self._touched.clear()
            raise

    def packed(self, pieces: Iterable[bytes]) -> Packed:
        """Data for a part, compressed while they are made; ClerkMessage where there is no room for them."""
        with refusals.file_errors(self.path):
            return packed(pieces)

    def _put(self, name: str, data: Data) -> None:
        key = part_key(name)
        if not isinstance(data, Packed):
            data = self.packed((data,) if isinstance(data, bytes) else data)
        self._changes[key] = data
        self._trees.pop(key, None)
        self._touched.pop(key, None)

    def _settle(self) -> None:
        """Changed XML becomes data, where it really differs."""
        for key in list(self._touched):
            name, _, original = self._trees[key]
            data = original.spliced()
            del self._touched[key]
            if data != self.read(name):
                self._put(name, data)

    # Small XML parts

    def xml(self, name: str) -> Element:
        """The root of a small XML part, the same object every time; call ``touch`` after changing it."""
        key = part_key(name)
        if key not in self._trees:
            data = self.read(name)
            root = markup.parse(data, self.path, name)
            self._trees[key] = name, root, Original(data, root)
        return self._trees[key][1]

    def touch(self, name: str) -> None:
        """The part's XML, as ``xml`` gave it, has been changed and must be written."""
        self._touched[part_key(name)] = None
        self._related.pop(part_key(name), None)

    # Content types

    def content_type(self, name: str) -> str:
        """The part's content type, "" where none is stated."""
        override = self._override(name)
        if override is not None:
            return override.get("ContentType", "")
        extension = posixpath.splitext(name)[1][1:].lower()
        for default in self.xml(CONTENT_TYPES_PART).iterfind(f"{{{CONTENT_TYPES}}}Default"):
            if default.get("Extension", "").lower() == extension:
                return default.get("ContentType", "")
        return ""

    def set_content_type(self, name: str, content_type: str) -> None:
        override = self._override(name)
        if override is None:
            override = etree.SubElement(
                self.xml(CONTENT_TYPES_PART),
                f"{{{CONTENT_TYPES}}}Override",
                PartName="/" + quote(name, safe="/!$&'()*+,;=:@~"),
            )
        override.set("ContentType", content_type)
        self.touch(CONTENT_TYPES_PART)

    def _override(self, name: str) -> Element | None:
        key = part_key(name)
        for override in self.xml(CONTENT_TYPES_PART).iterfind(f"{{{CONTENT_TYPES}}}Override"):
            stated = override.get("PartName", "").lstrip("/")
            if key in (part_key(stated), part_key(unquote(stated))):
                return override
        return None

    # Relationships

    def relationships(self, source: str = "") -> list[Relationship]:
        """What a part (or the package, "") refers to, in the order of the file."""
        part = rels_part(source)
        if part not in self:
            return []
        key, root = part_key(part), self.xml(part)
        if key not in self._related or self._related[key][0] is not root:
            elements = root.iterfind("{*}Relationship")
            self._related[key] = root, [self._relationship(source, element) for element in elements]
        return list(self._related[key][1])

    def related(self, source: str, kind: str) -> list[str]:
        """The parts of relationship type ``kind`` that ``source`` refers to and that exist."""
        return [
            relationship.target
            for relationship in self.relationships(source)
            if relationship.type == kind and not relationship.external and relationship.target in self
        ]

    def relate(self, source: str, type_address: str, target: str, *, external: bool = False) -> str:
        """A new relationship of the full type address; returns its id."""
        part = rels_part(source)
        if part not in self:
            self.add(part, f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode(), "")
        taken = {relationship.id for relationship in self.relationships(source)}
        number = len(taken) + 1
        while (new_id := f"rId{number}") in taken:
            number += 1
        address = target if external else quote(posixpath.relpath(target, posixpath.dirname(source) or "."))
        element = etree.SubElement(
            self.xml(part), f"{{{RELATIONSHIPS}}}Relationship", Id=new_id, Type=type_address, Target=address
        )
        if external:
            element.set("TargetMode", "External")
        self.touch(part)
        return new_id

    def unrelate(self, source: str, relationship_id: str) -> None:
        """Without that relationship; its target stays."""
        for element in markup.children(self.xml(rels_part(source))):
            if element.get("Id") == relationship_id:
                markup.remove(element)
                self.touch(rels_part(source))

    def _relationship(self, source: str, element: Element) -> Relationship:
        address = element.get("Target", "")
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        if element.get("TargetMode") == "External" or address.startswith("#"):
            return Relationship(element.get("Id", ""), kind, address, external=True)
        address = address.replace("\\", "/").split("#")[0]
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), address)).lstrip("/")
        target = joined if joined in self else unquote(joined)
        return Relationship(element.get("Id", ""), kind, target)

    # Writing

    def write(self, target: BinaryIO) -> None:
        """The whole package; untouched parts byte for byte, and the very file where nothing has changed."""
        self._settle()
        if not self._changes:
            self.container.copy(target)
            return
        replaced = {key: change for key, change in self._changes.items() if key in self.container}
        added = [(name, change) for key, name in self._added.items() if (change := self._changes[key])]
        self.container.write(target, replaced, added)
