"""Spaces a clerk cannot tell apart, and characters nobody sees."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_UNSEEN = (
    r"[\p{Cf}\x{034F}\x{115F}\x{1160}\x{3164}]+"  # zero-width, direction marks, soft hyphen, byte order mark
)
_SPACING = r"[\s\p{Z}\p{Cc}]+"
_PLAIN = r"^(?:[!-~]+(?: [!-~]+)*)?$"


def tidy(texts: pa.StringArray) -> pa.StringArray:
    """Each text as it reads: unseen characters gone, each run of spacing one space, none at the ends."""
    plain = pc.match_substring_regex(texts, _PLAIN)
    if pc.all(plain).as_py() is not False:
        return texts
    seen = pc.replace_substring_regex(texts, _UNSEEN, "")
    return pc.utf8_trim(pc.replace_substring_regex(seen, _SPACING, " "), " ")
