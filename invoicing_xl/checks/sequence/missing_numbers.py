"""Document numbers are missing.

Why it matters
    A missing number is a document that was lost, deleted or never entered: its money is asked for by nobody,
    and an auditor asks for it first.

What counts
    Gaps in a series of numbers that otherwise runs on, over all sheets and types that share the series.
    A gap is an error where lines, receipts or other documents name a number in it: that document exists.

Stays silent
    Cancelled documents and every other row that bears the number. Books that are an excerpt, in which many
    numbers are missing throughout. Numbers before the first and after the last, and a new year's new start.
    A number that another rule finds in its place, mistyped (see DUP-01) or written otherwise (see IDN-02).
    Numbers that another series has which shares the counter (RE-0039, GS-0040, RE-0041).

Correction
    Only shown: enter the document, or a row that says the number was cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invoicing_xl.checks.duplicates.collisions import collisions_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.identity.series_fit import misfits_of
from invoicing_xl.checks.numbering import Numbering, Run, numbering_of
from invoicing_xl.checks.wording import listed
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

CODE = "SEQ-01"
TITLE = "Missing numbers"
KINDS = ("invoices", "lines")
NEEDS = ("number",)

_MOST_MISSING = 0.1
_FEW_GAPS = 5
_MOST_MISSING_IN_FEW = 0.25
_MOST_RELATED = 8


@dataclass(frozen=True)
class _Gap:
    """Counters ``first`` to ``last`` of a series are missing; ``after`` is the next one that is not."""

    series: int
    first: int
    last: int
    after: int

    @property
    def counters(self) -> range:
        return range(self.first, self.last + 1)


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    numbering = numbering_of(facts)
    if numbering is None or not any(table is rows for table in numbering.stack.tables):
        return
    mentions = facts.once(_mentions)
    for gap in facts.once(_gaps):
        position = numbering.position(gap.series, gap.after)
        assert position is not None
        table, index = numbering.stack.at(position)
        if table is rows:
            yield _finding(rows, index, gap, numbering, mentions)


def doubt(rows: Table, facts: Facts) -> str:
    numbering = numbering_of(facts)
    if numbering is None or not any(table is rows for table in numbering.stack.tables):
        return ""
    return "" if facts.once(_any_runs_on) else "its numbers do not follow each other"


def _any_runs_on(facts: Facts) -> bool:
    numbering = numbering_of(facts)
    return numbering is not None and any(
        not run.gaps or _runs_on(numbering.completed(run)) for run in numbering.runs
    )


def missing_in_runs(facts: Facts) -> frozenset[str]:
    """Every number that is missing in a series that otherwise runs on, as it would be written."""
    return facts.once(_missing_in_runs)


def _missing_in_runs(facts: Facts) -> frozenset[str]:
    numbering = numbering_of(facts)
    if numbering is None:
        return frozenset()
    return frozenset(
        numbering.numbers.written(gap.series, counter)
        for gap in _gaps_in(numbering)
        for counter in gap.counters
    )


def _gaps_in(numbering: Numbering) -> list[_Gap]:
    found = []
    for run in (run for run in numbering.runs if run.gaps):
        completed = numbering.completed(run)
        if _runs_on(completed):
            # Of series that share a counter the one that has the next number tells of the gap.
            gaps = [_Gap(run.series, first, last, last + 1) for first, last in completed.gaps]
            own = np.isin([gap.after for gap in gaps], run.counters)
            found += [gap for gap, is_own in zip(gaps, own.tolist(), strict=True) if is_own]
    return found


def _gaps(facts: Facts) -> list[_Gap]:
    """What is missing in all series, but for numbers that stand elsewhere by mistake."""
    numbering = numbering_of(facts)
    if numbering is None:
        return []
    gaps = _gaps_in(numbering)
    mistyped = _mistyped(facts) if gaps else frozenset()
    counted = [(gap.series, counter) for gap in gaps for counter in gap.counters]
    written = [numbering.numbers.written(*number) for number in counted]
    missing = {
        number
        for number, text, otherwise in zip(
            counted, written, numbering.stand_otherwise(written).tolist(), strict=True
        )
        if not otherwise and text not in mistyped
    }
    return [part for gap in gaps for part in _parts(gap, missing)]


def _mistyped(facts: Facts) -> frozenset[str]:
    """Missing numbers that another rule proposes for a row."""
    if not any(table.has("number") for table in facts.of_kind("invoices")):
        return frozenset()
    misfits = [one.meant for one in misfits_of(facts) if one.other is None]
    return frozenset([*misfits, *(one.belongs for one in collisions_of(facts))])


def _runs_on(run: Run) -> bool:
    """Whether the numbers follow each other so closely that each missing one counts."""
    missing = run.span - len(run.counters)
    few_gaps = len(run.gaps) <= _FEW_GAPS and missing <= _MOST_MISSING_IN_FEW * run.span
    return missing > 0 and (few_gaps or missing <= _MOST_MISSING * run.span)


def _parts(gap: _Gap, missing: set[tuple[int, int]]) -> Iterator[_Gap]:
    """What is left of a gap where only these numbers are missing."""
    left = {counter for counter in gap.counters if (gap.series, counter) in missing}
    begins = sorted(one for one in left if one - 1 not in left)
    ends = sorted(one for one in left if one + 1 not in left)
    for first, last in zip(begins, ends, strict=True):
        yield _Gap(gap.series, first, last, gap.after)


def _mentions(facts: Facts) -> dict[str, list[str]]:
    """Missing numbers that stand on other sheets, or as what a document applies to, each with the cells."""
    numbering = numbering_of(facts)
    gaps = facts.once(_gaps)
    if numbering is None or not gaps:
        return {}
    wanted = pa.array([numbering.numbers.written(gap.series, one) for gap in gaps for one in gap.counters])
    found: dict[str, list[str]] = {}
    for table, name in _naming_columns(facts, numbering):
        texts = table.texts(name)
        written = pc.utf8_upper(tidy(texts.values))
        rows = np.flatnonzero(np.append(pc.is_in(written, wanted), False)[texts.codes])
        for index in rows.tolist():
            found.setdefault(str(written[int(texts.codes[index])]), []).append(table.place(index, name))
    return found


def _naming_columns(facts: Facts, numbering: Numbering) -> Iterator[tuple[Table, str]]:
    for table in facts.tables:
        is_counted = any(table is one for one in numbering.stack.tables)
        if table.kind == "lines" and table.has("number") and not is_counted:
            yield table, "number"
        if table.kind in ("payments", "invoices") and table.has("applies_to"):
            yield table, "applies_to"


def _finding(
    rows: Table, index: int, gap: _Gap, numbering: Numbering, mentions: dict[str, list[str]]
) -> Finding:
    numbers = [numbering.numbers.written(gap.series, counter) for counter in gap.counters]
    cells = [cell for number in numbers for cell in mentions.get(number, [])]
    after = numbering.numbers.written(gap.series, gap.after)
    if len(numbers) == 1:
        message = f"{numbers[0]} is missing before {after}."
    else:
        message = f"{len(numbers):,} numbers, {numbers[0]} to {numbers[-1]}, are missing before {after}."
    if cells:
        sheets = listed(sorted({cell.rpartition("!")[0] for cell in cells}))
        message += f" But there is something for it on {sheets}: it was left out here."
    else:
        message += " Enter what is missing, or a row that says it was cancelled."
    return rows.finding(
        index,
        "number",
        Severity.ERROR if cells else Severity.WARN,
        message,
        related=tuple(cells[:_MOST_RELATED]),
    )
