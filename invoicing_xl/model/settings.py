"""What the clerk can set, on *Invoicing setup*. The defaults just work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head and the foot of a statement."""

    name: str = ""
    address: str = ""
    tax_id: str = ""
    contact: str = ""
    bank: str = ""
    iban: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Amount settings are decimal strings in the row's currency; day counts are calendar days.

    ``as_of`` is the day ("YYYY-MM-DD") that a button stands on; "" is the day it is pressed. ``accepted`` are
    the fingerprints of findings that are right as they are, each with what the clerk said of it.
    """

    default_currency: str = "EUR"
    paper: Literal["A4", "Letter"] = "A4"
    letterhead: Letterhead = field(default_factory=Letterhead)
    lock_date: str = ""
    as_of: str = ""
    buckets: tuple[int, ...] = (30, 60, 90)
    severities: Mapping[str, str] = field(default_factory=dict)
    rules_off: frozenset[str] = frozenset()
    accepted: Mapping[str, str] = field(default_factory=dict)
    mark_cells: bool = False
