"""Sheet names: what Excel allows, and where a generated sheet goes."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from invoicing_xl.model.plans import STATE_KINDS, SheetPlan
from invoicing_xl.workbook.port import SheetInfo

MAX_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")


def free_title(wanted: str, taken: Container[str]) -> str:
    """A legal name like ``wanted`` that is not in ``taken`` (case-folded names): "Aging", "Aging (2)", ...

    Excel's rules: at most 31 characters (as UTF-16 counts them), none of ``[]:*?/\\``, no apostrophe at
    either end, not "History", and two names never differ in case only.
    """
    base = _FORBIDDEN.sub("-", wanted).strip().strip("'").strip() or "Sheet"
    number, ending = 1, ""
    while True:
        title = _cut(base, MAX_TITLE - len(ending)).rstrip(" '") + ending
        if title.casefold() != "history" and title.casefold() not in taken:
            return title
        number += 1
        ending = f" ({number})"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a generated sheet goes: ``replaces`` names the sheet of ours whose tab it takes."""

    name: str
    replaces: str | None


def place(plan: SheetPlan, sheets: Sequence[SheetInfo]) -> Placement:
    """Where the plan's sheet goes in a workbook with these sheets.

    It takes the place of the sheet of ours of its kind and key, unless the clerk has edited that; one that
    keeps state also keeps the name the clerk gave it. It never takes a name that another sheet bears.
    """
    wanted = plan.title.casefold()
    ours = [info for info in sheets if (info.kind, info.key) == (plan.kind, plan.key) and not info.edited]
    old = min(ours, key=lambda info: info.name.casefold() != wanted, default=None)
    if old and plan.kind in STATE_KINDS:
        return Placement(old.name, old.name)
    others = {info.name.casefold() for info in sheets if info is not old}
    return Placement(free_title(plan.title, others), old.name if old else None)


def _cut(text: str, units: int) -> str:
    """The text's beginning of at most so many UTF-16 units; a character outside the BMP counts two."""
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text
