"""*Findings*: what is wrong, now → proposed, the money effect, a tick box, and room for a reason.

It is the state between *Check* and *Apply*: see ``listed`` for how it is read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from invoicing_xl.corrections.effects import Effects
from invoicing_xl.corrections.rows import RowKey
from invoicing_xl.model import looks
from invoicing_xl.model.cells import Area
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.plans import Choice, PlanCell, PrintSetup, SheetPlan
from invoicing_xl.model.tables import Table, TableIndex

TITLE = "Findings"
TICK = "x"
_HEADER_ROW = 5
FIRST_ROW = _HEADER_ROW + 1
"""The sheet row of the first finding."""
_COLUMNS = (
    ("Apply", 7), ("Level", 8), ("Rule", 9), ("Where", 17), ("Document", 13), ("Customer", 16),
    ("Column", 15),
    ("What is wrong", 62), ("Now", 18), ("Proposed", 20), ("Money effect", 14),
    ("Correction", 12), ("Right because", 20),
    ("Finding", 14), ("Marked", 10), ("Row kind", 10), ("Row name", 14), ("Row mark", 14),
)  # fmt: skip
_SHOWN = 13
"""How many columns the clerk sees; the others are hidden."""
_TICK_COLUMN = 1
_CAPTION_COLUMN = 7
_LEVEL_COLUMN = 2
_RULE_COLUMN = 3
_PLACE_COLUMN = 4
_MESSAGE_COLUMN = 8
_NOW_COLUMN = 9
_PROPOSED_COLUMN = 10
_CORRECTION_COLUMN = 12
_REASON_COLUMN = 13
_ID_COLUMN = 14
_MARK_COLUMNS = range(15, 19)
_CORRECTION_WORDS = {
    Confidence.SAFE: "safe",
    Confidence.ASK: "tick to apply",
    Confidence.SHOW: "by hand",
    Confidence.MEMO: "memo",
}
APPLICABLE = (_CORRECTION_WORDS[Confidence.SAFE], _CORRECTION_WORDS[Confidence.ASK])
"""What “Correction” says where a tick applies the proposal."""
CAPTIONS = tuple(name for name, _ in _COLUMNS)
_BESIDE_AN_AMOUNT = replace(looks.BODY, align="left", indent=1)
LEVEL_FILLS = {"BLOCK": "F8D7DA", "ERROR": "FDE8E4", "WARN": "FFF4D6"}
"""The fill of a level, on the sheet and, where the clerk wants it, on the cells themselves."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the check stood on; ``skipped`` are the rules that could not look, with the reason, ``accepted``
    is how many findings are right as they are."""

    book: str
    as_of: str
    skipped: Sequence[tuple[str, str]]
    accepted: int = 0


Tick = tuple[str, str]
"""Which finding, and which proposal: a tick holds for nothing else."""


def tick_of(finding: Finding) -> Tick:
    return finding.fingerprint, finding.proposed


Place = tuple[str, int, int]
"""A cell: sheet, row, column."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell that had no fill and was given ``color``; ``key`` and ``caption`` find it again."""

    place: Place
    caption: str
    key: RowKey
    color: str


def findings_plan(
    findings: Sequence[Finding],
    tables: Sequence[Table],
    heading: Heading,
    ticks: Mapping[Tick, bool],
    marks: Mapping[Place, Marked] | None = None,
) -> SheetPlan:
    """The sheet. A finding that is not in the clerk's ``ticks`` is ticked where it is safe.

    ``marks`` are the cells that are filled, remembered in hidden columns.
    """
    effects = Effects(TableIndex(tables))
    cells = [*_head(findings, heading)]
    for row, finding in enumerate(findings, _HEADER_ROW + 1):
        cells += _row(row, finding, effects, ticks)
        mark = (marks or {}).get((finding.sheet, finding.row, finding.column))
        cells += _mark(row, mark) if mark else ()
    last = _HEADER_ROW + max(len(findings), 1)
    cells += _not_checked(last + 2, heading)
    bottom = max(cell.row for cell in cells)
    body = Area(_HEADER_ROW + 1, _TICK_COLUMN + 1, last, _CORRECTION_COLUMN)
    return SheetPlan(
        TITLE,
        "findings",
        cells,
        widths={column: width for column, (_, width) in enumerate(_COLUMNS, 1)}
        | {_PLACE_COLUMN: _width_of_places(findings)},
        heights={row: _height(finding) for row, finding in enumerate(findings, _HEADER_ROW + 1)},
        freeze=(_HEADER_ROW + 1, 2),
        # With the hidden columns: they must be sorted along.
        filter=Area(_HEADER_ROW, 1, last, len(_COLUMNS)),
        choices=(Choice(Area(_HEADER_ROW + 1, _TICK_COLUMN, last, _TICK_COLUMN), (TICK,)),),
        highlights=[
            looks.level_highlight(body, f"$B{_HEADER_ROW + 1}", *pair) for pair in LEVEL_FILLS.items()
        ],
        hidden_columns=range(_SHOWN + 1, len(_COLUMNS) + 1),
        printing=PrintSetup(
            area=Area(1, 1, bottom, _SHOWN),
            landscape=True,
            repeat_rows=(_HEADER_ROW, _HEADER_ROW),
            footer="&LFindings&RPage &P of &N",
        ),
        inputs=frozenset({_TICK_COLUMN, _REASON_COLUMN}),
    )


def _width_of_places(findings: Sequence[Finding]) -> float:
    """The sheets' names are the clerk's: up to 31 signs that no neighbor may cover."""
    longest = max((len(finding.sheet) + len(finding.cell) for finding in findings), default=0)
    return max(_COLUMNS[_PLACE_COLUMN - 1][1], longest + 2)


def _head(findings: Sequence[Finding], heading: Heading) -> Iterable[PlanCell]:
    counts = {level: sum(finding.severity is level for finding in findings) for level in Severity}
    said = ", ".join(f"{count} {level}" for level, count in counts.items() if count) or "nothing found"
    count = len(heading.skipped)
    skipped = f" · {count} rule{'s' if count > 1 else ''} could not look, see below" if count else ""
    yield PlanCell(1, 1, TITLE, looks.TITLE)
    accepted = f" · {heading.accepted} accepted, see Invoicing setup" if heading.accepted else ""
    yield PlanCell(2, 1, f"{heading.book}, as of {heading.as_of}: {said}{accepted}{skipped}", looks.BODY)
    advice = (
        f"Put {TICK} in “Apply” at every correction you want, then let the ticked ones be applied. What is "
        "right as it is: write why in “Right because”, and the next check is silent about it."
    )
    yield PlanCell(3, 1, advice, looks.NOTE)
    for column, (name, _) in enumerate(_COLUMNS, 1):
        yield PlanCell(_HEADER_ROW, column, name, looks.HEADER)


def _row(row: int, finding: Finding, effects: Effects, ticks: Mapping[Tick, bool]) -> Iterable[PlanCell]:
    ticked = ticks.get(tick_of(finding), finding.confidence is Confidence.SAFE)
    place = f"{finding.sheet}!{finding.cell}"
    quoted = finding.sheet.replace("'", "''")
    effect = effects.of(finding)
    if finding.edits:
        yield PlanCell(row, _TICK_COLUMN, TICK if ticked else None, looks.INPUT_CENTERED)
    else:
        yield PlanCell(row, _TICK_COLUMN, None, looks.BODY)
    yield PlanCell(row, _LEVEL_COLUMN, finding.severity.value, looks.BODY)
    yield PlanCell(row, _RULE_COLUMN, finding.rule, looks.BODY)
    yield PlanCell(row, _PLACE_COLUMN, place, looks.LINK, link=f"'{quoted}'!{finding.cell}")
    yield PlanCell(row, 5, finding.document or None, looks.BODY)
    yield PlanCell(row, 6, finding.customer or None, looks.BODY_WRAPPED)
    yield PlanCell(row, _CAPTION_COLUMN, finding.header or None, looks.BODY_WRAPPED)
    yield PlanCell(row, _MESSAGE_COLUMN, finding.message, looks.BODY_WRAPPED)
    yield PlanCell(row, _NOW_COLUMN, finding.now or None, looks.BODY_WRAPPED)
    yield PlanCell(row, _PROPOSED_COLUMN, finding.proposed or None, looks.BODY_WRAPPED)
    yield PlanCell(row, 11, float(effect) if effect else None, looks.MONEY)
    yield PlanCell(row, _CORRECTION_COLUMN, _CORRECTION_WORDS[finding.confidence], _BESIDE_AN_AMOUNT)
    yield PlanCell(row, _REASON_COLUMN, None, looks.INPUT_WRAPPED)
    yield PlanCell(row, _ID_COLUMN, finding.fingerprint, looks.BODY)


def _mark(row: int, mark: Marked) -> Iterable[PlanCell]:
    texts = (mark.color, mark.key.kind, mark.key.name, mark.key.mark)
    for column, text in zip(_MARK_COLUMNS, texts, strict=True):
        yield PlanCell(row, column, text, looks.BODY)


def _height(finding: Finding) -> float:
    texts = {6: finding.customer, 7: finding.header, 8: finding.message, 9: finding.now, 10: finding.proposed}
    return looks.height_of((text, _COLUMNS[column - 1][1]) for column, text in texts.items())


def _not_checked(row: int, heading: Heading) -> Iterable[PlanCell]:
    """What was not looked at, so that silence is not taken for approval."""
    if heading.skipped:
        yield PlanCell(row, 1, "Not checked", looks.HEADING)
    for below, (code, reason) in enumerate(heading.skipped, row + 1):
        yield PlanCell(below, 3, code, looks.BODY)
        yield PlanCell(below, 4, reason, looks.PLAIN_TEXT)
