"""An issued document is never edited: its correction becomes a proposed memo.

A status or sent mark that says the document went out locks its row. A status that only speaks of payment
("paid", "overdue") does not forbid a correction that leaves the meaning as it is, such as a number
stored as text; anything else needs a memo there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from invoicing_xl.model.columns import Mask
from invoicing_xl.model.documents import Status, statuses_of
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding
from invoicing_xl.model.tables import Table, TableIndex

_SPEAKS_OF_PAYMENT = (Status.OPEN, Status.PART_PAID, Status.PAID)
# "Not sent" speaks of sending and says the contrary.
_NOT_YET_SENT = (
    r"(?i)^\s*(?:new|neu|nouvelle?|nuev[oa]|nieuw)\s*$|unsent|not sent|to send|(?:nicht|zu) (?:ver)?send"
    r"|nicht (?:ge|ver)sendet|[àa] envoyer|non envoy|sin enviar|no enviad|niet verzonden|te verzenden"
)


def with_memos(findings: Iterable[Finding], tables: Sequence[Table]) -> list[Finding]:
    """The findings, those whose correction would edit an issued document's row turned into memos."""
    states = _States(tables)
    return [_memo_or_same(finding, states) for finding in findings]


class _States:
    """Which rows are locked or issued, worked out once for each table."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = TableIndex(tables)
        self._masks: dict[int, tuple[Mask, Mask]] = {}

    def of(self, sheet: str, row: int) -> tuple[bool, bool]:
        found = self._tables.at(sheet, row)
        if found is None:
            return False, False
        table, index = found
        if id(table) not in self._masks:
            self._masks[id(table)] = issued_rows(table)
        locked, issued = self._masks[id(table)]
        return bool(locked[index]), bool(issued[index])

    def is_money(self, finding: Finding) -> bool:
        """Whether the finding's cell holds an amount: a memo can be for nothing else."""
        found = self._tables.at(finding.sheet, finding.row)
        columns = found[0].columns.items() if found else ()
        return any(column == finding.column and FIELDS[name].kind == "amount" for name, column in columns)


def issued_rows(table: Table) -> tuple[Mask, Mask]:
    """(locked, issued): locked rows take no edit at all, issued ones none that changes a meaning.

    Only sheets of invoices and of invoice lines hold documents that are issued.
    """
    none = np.zeros(len(table), bool)
    if table.kind not in ("invoices", "lines"):
        return none, none
    words = table.texts("status")
    status = statuses_of(words)
    payment: Mask = np.isin(status, _SPEAKS_OF_PAYMENT)
    draft = (status == Status.DRAFT) | words.matches(_NOT_YET_SENT)
    sent = table.dates("sent_at").known if table.has("sent_at") else none
    locked = sent | (words.known & ~draft & ~payment)
    return locked, locked | payment


def _memo_or_same(finding: Finding, states: _States) -> Finding:
    touched = [states.of(edit.sheet, edit.row) for edit in finding.edits]
    locked = any(locked for locked, _ in touched)
    issued = any(issued for _, issued in touched)
    if not locked and not (issued and finding.confidence is not Confidence.SAFE):
        return finding
    return replace(
        finding, confidence=Confidence.MEMO, edits=(), proposed=_memo(finding, money=states.is_money(finding))
    )


def _memo(finding: Finding, *, money: bool) -> str:
    """What to issue instead of the edit."""
    # A number stored as text ("1.874,95") is no figure to reckon with: its memo would be for nothing.
    figure = money and any(isinstance(edit.before.value, float) for edit in finding.edits)
    now, meant = (_number(finding.now), _number(finding.proposed)) if figure else (None, None)
    if now is None or meant is None or now == meant:
        return (
            f"issued: reissue or correct by memo ({finding.proposed})" if finding.proposed else "issued: memo"
        )
    kind = "credit memo" if meant < now else "debit memo"
    return f"{kind} for {abs(meant - now):,} in {finding.header}"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None
