"""The shared string table, turned straight into one pyarrow array.

``<si><t>text</t></si>`` is scanned as bytes; strings in any other shape (rich and phonetic text) are read by
an XML parser. Source: ECMA-376 part 1, 18.4.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invoicing_xl.workbook.opc.scan_cells import Damaged, Ints, Mask
from invoicing_xl.workbook.opc.scan_stream import stretches, with_prefix, without_prefix
from invoicing_xl.workbook.opc.scan_text import joined, plain
from invoicing_xl.workbook.opc.scan_tokens import (
    PADDING,
    Tag,
    Tokens,
    has_control_character,
    texts_between,
    tokenize,
)
from invoicing_xl.workbook.opc.scan_xml import Element, PullParser, RunLook, rich_text, run_looks

PIECE = 1 << 20


def read_strings(part: Iterable[bytes], size: int = PIECE) -> pa.StringArray:
    """All strings of the part, in order. ``Damaged`` where it is no shared string table."""
    return joined(list(_pieces(part, size)))


@dataclass(frozen=True, slots=True)
class SharedText:
    """A shared string; ``looks`` as of ``run_looks``."""

    text: str
    looks: tuple[RunLook, ...] = ()


def read_strings_at(
    part: Iterable[bytes], indices: Iterable[int], size: int = PIECE // 4
) -> dict[int, SharedText]:
    """Only these strings; the others are counted, not read. ``Damaged`` where there is no such string."""
    wanted = sorted(set(indices))
    found: dict[int, SharedText] = {}
    start = 0
    parser = PullParser("si")
    for stretch in stretches(part, "sst", "si", size):
        if stretch.prefix is None:
            read = _read(parser, stretch.data)
            here = wanted[len(found) : bisect_left(wanted, start + len(read))]
            texts = [read[index - start] for index in here]
            start += len(read)
        else:
            tag = b"<%ssi" % stretch.prefix
            items = stretch.data.split(tag)[1:]  # what stands before the first is white space
            here = wanted[len(found) : bisect_left(wanted, start + len(items))]
            texts = _read(parser, b"".join(tag + items[index - start] for index in here))
            start += len(items)
        if len(texts) != len(here):
            raise Damaged("they cannot be told apart")
        found.update(zip(here, texts, strict=True))
    if parser.close() != "sst":
        raise Damaged("they are no string table")
    if len(found) < len(wanted):
        raise Damaged(f"there is no string {wanted[-1]}")
    return found


def _pieces(part: Iterable[bytes], size: int) -> Iterator[pa.StringArray]:
    parser = PullParser("si")
    for stretch in stretches(part, "sst", "si", size):
        canonical = None if stretch.prefix is None else without_prefix(stretch.data, stretch.prefix)
        texts = None if canonical is None else _scanned(canonical, stretch.prefix or b"", parser)
        yield _parsed(parser, stretch.data) if texts is None else texts
    if parser.close() != "sst":
        raise Damaged("they are no string table")


def _read(parser: PullParser, markup: bytes) -> list[SharedText]:
    return [SharedText(rich_text(si, space), run_looks(si, space)) for si, space in _items(parser, markup)]


def _parsed(parser: PullParser, markup: bytes) -> pa.StringArray:
    return pa.array([rich_text(si, space) for si, space in _items(parser, markup)], pa.utf8())


def _items(parser: PullParser, markup: bytes) -> Iterator[tuple[Element, str]]:
    """The items that end in the markup, each with the namespace of its tags."""
    for si in parser.feed(markup):
        yield si, si.tag[: si.tag.index("}") + 1]


def _scanned(data: bytes, prefix: bytes, parser: PullParser) -> pa.StringArray | None:
    """The strings of a piece; None where it takes the parser to tell them apart."""
    if has_control_character(data):
        return None
    tokens = tokenize(data + PADDING)
    items = np.flatnonzero(tokens.tags[: len(tokens.at) - 1] == Tag.SI)
    if not len(items) or items[0] != 0 or tokens.at[0] != 0 or data.count(b"<si") != len(items):
        return None
    odd = ~_is_simple(tokens, items)
    simple = items[~odd]
    starts = tokens.at.take(items)
    ends = starts.copy()
    starts[~odd], ends[~odd] = tokens.content(simple + 1)
    preserved = tokens.preserved
    keep = np.zeros(len(items), np.bool_) if preserved is None else preserved.take(items + 1)
    texts = plain(texts_between(tokens.data, starts, ends), keep)
    if not odd.any():
        return texts
    bounds = np.append(tokens.at.take(items), len(data))
    markup = b"".join(data[bounds[item] : bounds[item + 1]] for item in np.flatnonzero(odd).tolist())
    rich = _parsed(parser, with_prefix(markup, prefix))
    if len(rich) != np.count_nonzero(odd):
        raise Damaged("they cannot be told apart")
    return pc.replace_with_mask(texts, pa.array(odd), rich)


def _is_simple(tokens: Tokens, items: Ints) -> Mask:
    """Whether nothing but one text stands in a string."""
    simple: Mask = np.diff(items, append=len(tokens.at) - 1) == 4
    for offset, tag in enumerate((Tag.T, Tag.T_END, Tag.SI_END), start=1):
        simple &= tokens.tags.take(items + offset) == tag
    return simple
