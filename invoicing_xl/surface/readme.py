"""The README's two tables, made from the commands; a test holds the README against them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from invoicing_xl.surface.commands import COMMANDS, GROUPS, buttons

_OPTION = re.compile(r"--[a-z-]+(?: (?:[A-Z]+\b|balance-forward|due|30,60,90))?")


def ribbon_table() -> str:
    """Every button: its group and label, what it does, what it changes."""
    rows = (
        (group, one.label, one.supertip, one.changes or "nothing")
        for group in GROUPS
        for one in buttons(group)
    )
    return _table(("group", "button", "what it does", "what it changes"), rows)


def command_table() -> str:
    """Every command of the command line: what to type, and what it does."""
    typed = (one for one in COMMANDS if one.usage)
    rows = ((f"`invoicing-xl {one.usage}`", _OPTION.sub(r"`\g<0>`", one.typed)) for one in typed)
    return _table(("command", "what it does"), rows)


def _table(captions: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [" | ".join(captions), " | ".join("---" for _ in captions), *map(" | ".join, rows)]
    return "\n".join(f"| {line} |" for line in lines)
