"""What stands around the rows of a clerk's sheet: titles, repeated captions, totals, notes, gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from invoicing_xl.model.cells import CellValue, Content
from tests.layout.clerks import Habit

Cells = list[list[Content]]
BLANK = Content(None, number_format="General")
_TOTALS = {"de": "Summe", "ch": "Total", "fr": "Total général", "es": "Total", "nl": "Totaal"}


def text(value: CellValue) -> Content:
    return Content(value, number_format="General")


def captions(habit: Habit) -> list[Content]:
    return [text(column.caption) for column in habit.columns]


def plain(habit: Habit, rows: Cells) -> Cells:
    return [captions(habit), *rows]


def titled(habit: Habit, rows: Cells) -> Cells:
    titles = [
        [text("Example Trading Co.")],
        [],
        [text(f"{habit.sheet} 2026")],
        [text("as of"), text("30 June 2026")],
    ]
    return [*titles, [], captions(habit), *rows]


def with_page_breaks(habit: Habit, rows: Cells) -> Cells:
    """The captions again on every printed page, after a page number or not."""
    pages: Cells = []
    for at, start in enumerate(range(0, len(rows), 9)):
        pages += [[BLANK, text(f"Page {at + 1}")]] if at % 2 else []
        pages += [captions(habit), *rows[start : start + 9]]
    return pages


def totalled(habit: Habit, rows: Cells) -> Cells:
    return [captions(habit), *rows, _sums(habit, rows, _TOTALS.get(habit.language, "Total"))]


def subtotalled(habit: Habit, rows: Cells) -> Cells:
    found = [captions(habit)]
    for start in range(0, len(rows), 8):
        part = rows[start : start + 8]
        found += [*part, _sums(habit, part, f"{_TOTALS.get(habit.language, 'Total')} {start // 8 + 1}"), []]
    return found


def annotated(habit: Habit, rows: Cells) -> Cells:
    notes = ["", "* in dispute, see mail", "Amounts as posted.", "Printed by Kim on 30 June 2026"]
    return [captions(habit), *rows, *[[text(note or None)] for note in notes]]


def spaced(habit: Habit, rows: Cells) -> Cells:
    """A blank line after every fifth row."""
    found = [captions(habit)]
    for at, row in enumerate(rows, 1):
        found += [row] if at % 5 else [row, []]
    return found


def gapped(habit: Habit, rows: Cells) -> Cells:
    """A column of nothing in the middle."""
    middle = len(habit.columns) // 2
    return [[*row[:middle], BLANK, *row[middle:]] for row in plain(habit, rows)]


def _sums(habit: Habit, rows: Sequence[Sequence[Content]], label: str) -> list[Content]:
    """Sums under the columns of amounts, the label in the first other one."""
    row: list[Content] = []
    for at, column in enumerate(habit.columns):
        values = [cells[at].value for cells in rows]
        amounts = [value for value in values if isinstance(value, float)]
        is_amount = rows[0][at].number_format == "#,##0.00" or any(
            cells[at].number_format == "#,##0.00" for cells in rows
        )
        summed = is_amount and column.expected not in ("unit_price", "balance")
        row.append(Content(round(sum(amounts), 2), number_format="#,##0.00") if summed else BLANK)
    place = next((at for at, cell in enumerate(row) if cell is BLANK), 0)
    row[place] = text(label)
    return row


FURNITURE: dict[str, Callable[[Habit, Cells], Cells]] = {
    "plain": plain,
    "titles above": titled,
    "captions on every page": with_page_breaks,
    "a total below": totalled,
    "subtotals": subtotalled,
    "notes below": annotated,
    "blank lines": spaced,
    "a column of nothing": gapped,
}
