"""From text as it stands between two tags to the text the clerk sees."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.workbook.opc.scan_cells import Damaged, Mask, TooLarge

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_REFERENCE = re.compile("&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|([a-z]+));|&")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SPACE = " \t\r\n"


def plain(raw: pa.StringArray, keep: Mask) -> pa.StringArray:
    """Texts between tags as texts: line ends, references, edges and ``_x000D_`` escapes resolved.

    ``raw`` has no nulls and is no slice. ``keep``: whether the tag says ``xml:space="preserve"``; without it
    Excel drops XML white space at both ends.
    """
    if not len(raw):
        return raw
    bytes_ = _bytes_of(raw)
    if b"\r" in bytes_:
        raw = pc.replace_substring(pc.replace_substring(raw, "\r\n", "\n"), "\r", "\n")
    if b"&" in bytes_:
        raw = _without_references(raw)
    if (_has_edge_space(raw) & ~keep).any():
        raw = pc.if_else(pa.array(keep), raw, pc.ascii_trim(raw, _SPACE))
    if b"_x" in bytes_ or b"&" in bytes_:
        escaping = pc.match_substring(raw, "_x")
        texts = pa.array([unescaped(text) for text in raw.filter(escaping).to_pylist()], pa.utf8())
        raw = pc.replace_with_mask(raw, escaping, texts)
    return raw


def _bytes_of(texts: pa.StringArray) -> bytes:
    """All the texts one after the other."""
    data = texts.buffers()[2]
    return b"" if data is None else bytes(memoryview(data)[: offsets_of(texts)[-1]])


def _has_edge_space(texts: pa.StringArray) -> Mask:
    """Whether the text begins or ends with a byte that may be XML white space."""
    data = np.frombuffer(_bytes_of(texts) + b"\0", np.uint8)
    starts, ends = offsets_of(texts)[:-1], offsets_of(texts)[1:]
    edge: Mask = (ends > starts) & ((data.take(starts) <= 32) | (data.take(ends - 1, mode="clip") <= 32))
    return edge


def joined(texts: Sequence[pa.StringArray]) -> pa.StringArray:
    """One array of them all."""
    try:
        return pa.concat_arrays(texts)
    except pa.ArrowInvalid as error:  # together they are longer than 32 bits can count
        raise TooLarge("more than 2 GB of text") from error


def offsets_of(texts: pa.StringArray) -> NDArray[np.int32]:
    """Where each text begins in the array's bytes, and where the last one ends."""
    return np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1, texts.offset * 4)


def _without_references(raw: pa.StringArray) -> pa.StringArray:
    """XML's character and entity references resolved; the common ones without a loop per text."""
    ampersands = np.flatnonzero(np.frombuffer(_bytes_of(raw), np.uint8) == ord("&"))
    referring = np.zeros(len(raw), np.bool_)
    referring[np.searchsorted(offsets_of(raw), ampersands, "right") - 1] = True
    texts = raw.filter(pa.array(referring))
    data = _bytes_of(texts)

    # The ampersand last, so that it begins nothing new.
    present = [name for name in ("lt", "gt", "quot", "apos", "amp") if b"&%b;" % name.encode() in data]
    if _count(texts, "&") == sum(_count(texts, f"&{name};") for name in present):
        for name in present:
            texts = pc.replace_substring(texts, f"&{name};", _NAMED[name])
    else:
        texts = pa.array([_REFERENCE.sub(_character, text) for text in texts.to_pylist()], pa.utf8())
    return pc.replace_with_mask(raw, pa.array(referring), texts)


def _count(texts: pa.StringArray, part: str) -> int:
    return int(pc.sum(pc.count_substring(texts, part), min_count=0).as_py())


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name in _NAMED:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
        return chr(code)
    raise Damaged(f"{match[0]} is no character")


def unescaped(text: str) -> str:
    """``_x000D_`` escapes resolved (ST_Xstring); half a surrogate pair becomes U+FFFD."""
    if "_x" not in text:
        return text
    changed = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return changed.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
