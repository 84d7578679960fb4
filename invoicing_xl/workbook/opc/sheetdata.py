"""The cells of a plan as the rows of a worksheet part. Source: ECMA-376 part 1, 18.3.1.

Written here and not by XlsxWriter, whose cells take long and read rich text, array formulas and links
into what is plain text: a plan's text is text, whatever it looks like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from operator import attrgetter

from invoicing_xl.model.cells import MAX_ROW, CellValue, ErrorValue, column_letters
from invoicing_xl.model.plans import PLAIN, Look, PlanCell, SheetPlan

MAX_TEXT = 32_767
MAX_FORMULA = 8_192
MAX_LINKS = 65_530

_ROWS_IN_A_PIECE = 500
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

StyleOf = Callable[[Look, bool], int]
"""The style index of a look, and of a linked cell with that look."""


def sheet_data(plan: SheetPlan, style_of: StyleOf) -> Iterator[bytes]:
    """The <sheetData> element in pieces. ValueError where a cell cannot stand on a sheet."""
    linked = followed_links(plan)
    rows: dict[int, list[str]] = {row: [] for row in plan.heights}
    last: PlanCell | None = None
    for cell in sorted((*plan.cells, *_covered(plan)), key=attrgetter("row", "column")):
        if last and (cell.row, cell.column) == (last.row, last.column):
            raise ValueError(f"{plan.title}: two cells at row {cell.row}, column {cell.column}")
        last = cell
        style = style_of(cell.look, bool(linked) and (cell.row, cell.column) in linked)
        rows.setdefault(cell.row, []).append(_cell(cell, style))
    yield b"<sheetData>"
    numbers = sorted(rows)
    if numbers and not 1 <= numbers[0] <= numbers[-1] <= MAX_ROW:
        raise ValueError(f"{plan.title}: no such row: {numbers[0]} or {numbers[-1]}")
    for start in range(0, len(numbers), _ROWS_IN_A_PIECE):
        piece = numbers[start : start + _ROWS_IN_A_PIECE]
        yield "".join(_row(row, plan.heights.get(row), rows[row]) for row in piece).encode()
    yield b"</sheetData>"


def followed_links(plan: SheetPlan) -> frozenset[tuple[int, int]]:
    """Where the links are that Excel follows: the first 65,530 of the plan."""
    places = [(cell.row, cell.column) for cell in plan.cells if cell.link]
    return frozenset(places[:MAX_LINKS])


def escaped(text: str) -> str:
    """Text as it stands in XML; what XML cannot hold as Excel writes it (``_x000B_``)."""
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        raise ValueError(f"a cell holds at most {MAX_TEXT} characters, not {len(text)}: {text[:40]!r}...")
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"_x{ord(found[0]):04X}_", text)


def _covered(plan: SheetPlan) -> list[PlanCell]:
    """Blank cells under merged areas, with the first one's look: fill and borders reach the edges."""
    if not plan.merged:
        return []
    merged_rows = {row for area in plan.merged for row in range(area.first_row, area.last_row + 1)}
    looks = {(cell.row, cell.column): cell.look for cell in plan.cells if cell.row in merged_rows}
    return [
        PlanCell(row, column, None, looks.get((area.first_row, area.first_column), PLAIN))
        for area in plan.merged
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
        if (row, column) not in looks
    ]


def _row(number: int, height: float | None, cells: list[str]) -> str:
    size = "" if height is None else f' ht="{height:g}" customHeight="1"'
    return f'<row r="{number}"{size}>{"".join(cells)}</row>'


def _cell(cell: PlanCell, style: int) -> str:
    start = f'<c r="{column_letters(cell.column)}{cell.row}" s="{style}"'
    value = cell.value
    if cell.formula is not None:
        kind, result = _result(value)
        return f"{start}{kind}><f>{_formula(cell.formula)}</f><v>{result}</v></c>"
    if value is None or value == "":
        return f"{start}/>"
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value[0].isspace() or value[-1].isspace() else ""
        return f'{start} t="inlineStr"><is><t{space}>{escaped(value)}</t></is></c>'
    kind, result = _result(value)
    return f"{start}{kind}><v>{result}</v></c>"


def _result(value: CellValue) -> tuple[str, str]:
    """The type and the text of a value: of a constant, or of a formula's result."""
    if isinstance(value, bool):
        return ' t="b"', "1" if value else "0"
    if isinstance(value, ErrorValue):
        return ' t="e"', escaped(value.code)
    if value is None or isinstance(value, str):
        return ' t="str"', escaped(value or "")
    if not math.isfinite(value):
        raise ValueError(f"no number for a cell: {value}")
    return "", repr(float(value)).removesuffix(".0")


def _formula(formula: str) -> str:
    if not formula.startswith("=") or formula.startswith("={") or len(formula) > MAX_FORMULA:
        raise ValueError(f"not a formula: {formula[:80]!r}")
    return escaped(formula[1:])
