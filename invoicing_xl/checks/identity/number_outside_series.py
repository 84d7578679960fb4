"""Document number does not fit the series.

Why it matters
    The document is not found by its number, sorts to the wrong place, and leaves a gap where it belongs.

What counts
    A number that is written unlike the series of the book, but can be recognised as one of it: letters for
    digits (1O546), other marks or zeros, a slip in the prefix. Words where the others have numbers. A
    single number far from those of the rows above and below, or a slip of the only number that is missing.
    A year in the number that is not the document's.

Stays silent
    Books with fewer than ten numbers or without a series, second series, first numbers of a new range,
    cancelled documents, drafts, balances carried forward. Numbers that another document has, written
    otherwise (see DUP-02), documents that were entered twice (see DUP-03). A year that has begun or ended
    only weeks ago.

Correction
    The number of the series, to be ticked where it is missing there. Where another row has it already, or
    there is no such number, it is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.cells.writing import as_column_holds
from invoicing_xl.checks.document_rows import Documents, documents_of
from invoicing_xl.checks.duplicates.collisions import collisions_of
from invoicing_xl.checks.duplicates.repeats import repeats_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.identity.series_fit import Misfit, has_series, misfits_of
from invoicing_xl.model.cells import Content
from invoicing_xl.model.documents import Status, statuses_of
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "IDN-02"
TITLE = "Number outside the series"
KINDS = ("invoices",)
NEEDS = ("number",)

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_FEWEST = 10
_USUAL = 0.9
_YEAR_DAYS = 365
_SLACK = 45  # days before and after a year in which its numbers may be used


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    documents = documents_of(facts)
    drafts = statuses_of(rows.texts("status")) == Status.DRAFT
    for misfit in misfits_of(facts):
        table, index = documents.stack.at(misfit.position)
        if table is rows and not drafts[index] and misfit.position not in facts.once(_entered_twice):
            yield _finding(rows, index, misfit, documents)
    yield from _other_years(rows, documents, facts)


def doubt(rows: Table, facts: Facts) -> str:
    return "" if has_series(facts) else "its numbers are too few or too unlike to make a series"


def _entered_twice(facts: Facts) -> frozenset[int]:
    """Documents that DUP-03 tells of."""
    if "DUP-03" in facts.settings.rules_off:
        return frozenset()
    return frozenset(repeat.position for repeat in repeats_of(facts) if repeat.days == 0)


def _finding(rows: Table, index: int, misfit: Misfit, documents: Documents) -> Finding:
    message = f"{rows.document(index)} {misfit.why}."
    is_free = bool(misfit.meant) and misfit.other is None and not rows.is_formula(index, "number")
    if misfit.other is not None:
        message += f" It looks like {misfit.meant}, which is {documents.place(misfit.other)}."
    elif misfit.meant:
        message += f" {misfit.meant} is missing: is it that?"
    # What is not written like a number of the series is wrong for sure; a far-off one only likely.
    far_off = misfit.why.startswith("is far")
    return rows.finding(
        index,
        "number",
        Severity.WARN if far_off else Severity.ERROR,
        message,
        proposed=misfit.meant if is_free else "",
        confidence=Confidence.ASK if is_free else Confidence.SHOW,
        edits=(rows.edit(index, "number", Content(as_column_holds(rows, "number", misfit.meant))),)
        if is_free
        else (),
        related=() if misfit.other is None else (documents.place(misfit.other),),
    )


def _other_years(rows: Table, documents: Documents, facts: Facts) -> Iterator[Finding]:
    """Numbers whose year is not the document's, where a series bears its year."""
    part = documents.stack.part(rows)
    numbering = documents.numbering
    years = np.array([_year(*name) for name in numbering.numbers.names] + [0])
    if not years.any():
        return
    stated = np.append(years[numbering.numbers.series], 0)[numbering.texts.codes[part]]
    days = documents.days[part]
    asked = documents.counted[part] & (stated > 0) & ~np.isnat(days)
    first = (np.where(stated > 0, stated, 1970) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    other = asked & ((days < first - _SLACK) | (days > first + _YEAR_DAYS + _SLACK))
    if np.count_nonzero(asked) < _FEWEST or np.count_nonzero(other) > (1 - _USUAL) * np.count_nonzero(asked):
        return
    told = {collision.position for collision in collisions_of(facts)}
    for index in rows.where(other):
        if part.start + index in told:
            continue
        message = f"The number is of {stated[index]}, but the document is dated {days[index]}."
        yield rows.finding(index, "number", Severity.WARN, f"{message} Which is right?")


def _year(prefix: str, suffix: str) -> int:
    """The only year in a series' name, 0 where there is none or several."""
    years = _YEAR.findall(prefix) + _YEAR.findall(suffix)
    return int(years[0]) if len(years) == 1 else 0
