"""What a button gives back to Excel: a small JSON text that the VBA shell shows.

    {"kind": "ok" | "message" | "crash", "title": "…", "text": "…", "select": "Invoices!K40", "undo": "…"}

ok       done, or there was nothing to do; the text says what
message  not done, nothing was changed; the text says why and what to do next
crash    a defect of ours; the workbook was put back, a report was written
select   the cell to go to, "" to stay: the sheet's name as it is (without quotes, it may hold a "!"
         itself), "!", and the address in A1 notation. What comes after the last "!" is the address
undo     the caption for Excel's own Undo, "" where this button cannot be taken back that way

The text fits into a message box, which shows 1,023 characters and cuts the rest.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

MOST_SHOWN = 1_000
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Reply:
    """See the module."""

    title: str
    text: str
    select: str = ""
    undo: str = ""
    kind: Literal["ok", "message", "crash"] = "ok"

    def to_json(self) -> str:
        """One line, ASCII only: it passes through COM and VBA unharmed."""
        return json.dumps(asdict(self) | {"text": fitted(self.text)})


def fitted(text: str) -> str:
    """The text, cut at the end of a line where it is too long for a message box."""
    if len(text) <= MOST_SHOWN:
        return text
    whole = text[: MOST_SHOWN - len(_CUT) - 1]
    end = whole.rfind("\n")
    return (whole[:end] + "\n" if end > 0 else whole) + _CUT
