"""What a rule says: which cell is wrong, why, and what would put it right."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from invoicing_xl.model.cells import address
from invoicing_xl.model.edits import Edit


class Severity(StrEnum):
    """BLOCK must not be sent; ERROR is wrong; WARN is likely wrong; INFO is worth knowing."""

    BLOCK = "BLOCK"
    ERROR = "ERROR"
    WARN = "WARN"
    INFO = "INFO"


WORST_FIRST = tuple(Severity)


class Confidence(StrEnum):
    """How far a correction may go without the clerk.

    SAFE  the meaning cannot change; applied with all of its kind
    ASK   one proposal, applied when the clerk ticks it
    SHOW  several candidates or none; the clerk types the value
    MEMO  the document was issued: its row is never edited, a credit or debit memo is proposed
    """

    SAFE = "safe"
    ASK = "ask"
    SHOW = "show"
    MEMO = "memo"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at one cell.

    ``edits`` is the whole correction (a credit memo with the wrong sign has three); empty for SHOW.
    ``now`` and ``proposed`` are what a clerk reads. ``related`` are other cells, "Invoices!F4".
    ``rule`` is stamped by the runner.
    """

    severity: Severity
    sheet: str
    row: int
    column: int
    header: str
    document: str
    customer: str
    message: str
    now: str
    proposed: str = ""
    confidence: Confidence = Confidence.SHOW
    edits: tuple[Edit, ...] = ()
    related: tuple[str, ...] = ()
    rule: str = ""

    @property
    def cell(self) -> str:
        return address(self.row, self.column)

    @property
    def fingerprint(self) -> str:
        """Names the finding by what stands where in which document, wherever its row has moved since."""
        parts = (self.rule, self.sheet, self.header, self.document, self.customer, self.now)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
