"""The check, over ranges: one text for each row, a table of findings, or duplicates only."""

from __future__ import annotations

from typing import Annotated

from invoicing_xl.surface.answers import Answer
from invoicing_xl.surface.cellwise import BLANK, all_blank, only_day
from invoicing_xl.surface.functions import function
from invoicing_xl.tasks.ranges import check_range, related_rows
from invoicing_xl.workbook.excel_values import Cells

_ROWS = "The rows to check, without their captions, such as Invoices[#Data]"
_HEADERS = "The captions of the same columns, such as Invoices[#Headers]"
_AS_OF = "The day the check stands on. Without it nothing is said of dates in the future"
_CAPTIONS = ["Row", "Severity", "Rule", "Column", "Document", "Customer", "Finding", "Now", "Proposed"]


@function
def inv_check(
    rows: Annotated[Cells, _ROWS],
    headers: Annotated[Cells, _HEADERS],
    as_of: Annotated[Cells, _AS_OF] = BLANK,
) -> Answer:
    """Checks invoices, lines, payments or customers: one text for each row, blank where nothing was found.
    Rules whose columns are missing do not speak; INV_FINDINGS lists them."""
    day, texts = only_day(as_of), [""] * rows.shape[0]
    if all_blank(rows):
        return [[text] for text in texts]
    for finding in check_range(rows, headers, day).findings:
        said = f"{finding.severity} {finding.rule}: {finding.message}"
        texts[finding.row - 1] = f"{texts[finding.row - 1]} {said}".strip()
    return [[text] for text in texts]


@function
def inv_findings(
    rows: Annotated[Cells, _ROWS],
    headers: Annotated[Cells, _HEADERS],
    as_of: Annotated[Cells, _AS_OF] = BLANK,
) -> Answer:
    """Checks invoices, lines, payments or customers: a table of what was found, rows counted from 1 in the
    range. Below it, as SKIPPED, the rules that could not look."""
    day = only_day(as_of)
    if all_blank(rows):
        return [_CAPTIONS]
    checked = check_range(rows, headers, day)
    found = [
        [
            one.row,
            str(one.severity),
            one.rule,
            one.header,
            one.document,
            one.customer,
            one.message,
            one.now,
            one.proposed,
        ]
        for one in checked.findings
    ]
    skipped = [["", "SKIPPED", one.code, "", "", "", f"{one.title}: {one.reason}"] for one in checked.skipped]
    return [_CAPTIONS, *found, *skipped]


@function
def inv_duplicates(rows: Annotated[Cells, _ROWS], headers: Annotated[Cells, _HEADERS]) -> Answer:
    """Looks for documents that were entered twice: one text for each row, blank where there is no other.
    Both rows of a pair have one."""
    texts: list[list[str]] = [[] for _ in range(rows.shape[0])]
    if not all_blank(rows):
        for finding in check_range(rows, headers, only_day(BLANK), ("DUP",)).findings:
            texts[finding.row - 1].append(finding.message)
            for row in related_rows(finding):
                texts[row - 1].append(f"See row {finding.row}, which may be the same document.")
    return [[" ".join(dict.fromkeys(said))] for said in texts]
