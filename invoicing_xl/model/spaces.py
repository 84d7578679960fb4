"""Spaces a clerk cannot tell apart, and characters nobody sees."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_UNSEEN = (
    r"[\p{Cf}\x{034F}\x{115F}\x{1160}\x{3164}]+"  # zero-width, direction marks, soft hyphen, byte order mark
)
_SPACING = r"[\s\p{Z}\p{Cc}]+"
_NOTHING_SEEN = r"^[\s\p{Z}\p{Cf}]*$"
_PLAIN = r"^(?:[!-~]+(?: [!-~]+)*)?$"


def tidy(texts: pa.StringArray) -> pa.StringArray:
    """Each text as it reads: unseen characters gone, each run of spacing one space, none at the ends."""
    if _all_letters(texts):
        return texts
    plain = pc.match_substring_regex(texts, _PLAIN)
    if pc.all(plain).as_py() is not False:
        return texts
    seen = pc.replace_substring_regex(texts, _UNSEEN, "")
    return pc.utf8_trim(pc.replace_substring_regex(seen, _SPACING, " "), " ")


def nothing_seen(texts: pa.StringArray) -> pa.BooleanArray:
    """Where a text is empty, or only spacing and characters nobody sees."""
    if _all_letters(texts):
        return pc.equal(texts, "")
    return pc.match_substring_regex(texts, _NOTHING_SEEN)


def _all_letters(texts: pa.StringArray) -> bool:
    """Whether there is nothing but ASCII letters, digits and marks: one quick look at the bytes tells."""
    if texts.type != pa.string() or not len(texts):
        return not len(texts)
    offsets = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1, texts.offset * 4)
    first, beyond = int(offsets[0]), int(offsets[-1])
    if first == beyond:
        return True
    data = np.frombuffer(texts.buffers()[2], np.uint8, beyond - first, first)
    return bool(data.min() > ord(" ") and data.max() < 127)
