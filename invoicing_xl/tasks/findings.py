"""The sheet *Findings* as it stands: what is listed, which comes next, and taking it away.

The sheet is the state between two clicks: nothing is checked again here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from invoicing_xl.corrections.listed import Listed as Listed
from invoicing_xl.corrections.listed import read_listed
from invoicing_xl.corrections.preview import FIRST_ROW as FIRST_ROW
from invoicing_xl.model.cells import parse_address
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.tasks.accepted import accepted_on_findings, keep_accepted, with_accepted
from invoicing_xl.tasks.marks import Cleared, clear_marks, standing_marks
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import sheet_of_kind, understand
from invoicing_xl.workbook.port import Workbook


@dataclass(frozen=True, slots=True)
class Stop:
    """A cell with findings: the ``number``-th of ``count`` such cells in the order of the list."""

    findings: Sequence[Listed]
    number: int
    count: int

    @property
    def sheet(self) -> str:
        return self.findings[0].sheet

    @property
    def cell(self) -> str:
        return self.findings[0].cell


def next_stop(book: Workbook, sheet: str, row: int, column: int) -> Stop | None:
    """Where to go from that cell; None where nothing is listed. After the last comes the first.

    From a cell with findings to the next one in the list's order; from a row of *Findings* to the cell it
    speaks of; from anywhere else to the next cell below on the same sheet, or to the first of the list.
    """
    list_sheet, stops = _stops(book)
    if not stops:
        return None
    if sheet == list_sheet:
        at = _of_row(stops, row)
    else:
        here = [at for at, stop in enumerate(stops) if _place(stop) == (sheet, row, column)]
        at = here[0] + 1 if here else _below(stops, sheet, row, column)
    at %= len(stops)
    return Stop(stops[at], at + 1, len(stops))


def listed_at(book: Workbook, sheet: str, row: int, column: int) -> Sequence[Listed]:
    """The findings of that cell, or the one in that row of *Findings*; none where there is none."""
    list_sheet, stops = _stops(book)
    if sheet == list_sheet:
        return [finding for stop in stops for finding in stop if finding.row == row]
    return next((stop for stop in stops if _place(stop) == (sheet, row, column)), [])


@dataclass(frozen=True, slots=True)
class TakenAway:
    """``sheet`` is the list that was taken away, ``kept`` one that stays as the clerk has written into it; ""
    where there is none. ``marks`` were taken from cells, ``left`` not: gone, or filled otherwise since."""

    sheet: str = ""
    kept: str = ""
    marks: int = 0
    left: int = 0


def take_away(book: Workbook, *, progress: Progress = silent) -> TakenAway:
    """Take away what a check has added: marks, and the sheet. ClerkMessage where that is not allowed.

    Reasons that the clerk gave on the sheet move to *Invoicing setup*.
    """
    cleared, accepted = Cleared(0, 0), accepted_on_findings(book)
    if standing_marks(book) or accepted:
        understanding = with_accepted(understand(book, progress), accepted)
        cleared = clear_marks(book, understanding.tables)
        if accepted:
            keep_accepted(book, understanding)
    sheet = sheet_of_kind(book, "findings")
    if sheet is None:
        return TakenAway()
    if sheet.edited:
        return TakenAway(kept=sheet.name, marks=cleared.count, left=cleared.left)
    book.remove(sheet.name)
    return TakenAway(sheet.name, marks=cleared.count, left=cleared.left)


def _stops(book: Workbook) -> tuple[str, list[list[Listed]]]:
    """The name of the list's sheet, and its findings by cell in the order in which cells first appear."""
    sheet = sheet_of_kind(book, "findings")
    if sheet is None:
        raise ClerkMessage(
            "There is no list of findings in this workbook yet.",
            where=book.name,
            next_step="Press Check rows.",
        )
    stops: dict[tuple[str, str], list[Listed]] = {}
    for finding in read_listed(book.read(sheet.name)):
        stops.setdefault((finding.sheet, finding.cell), []).append(finding)
    return sheet.name, list(stops.values())


def _place(stop: Sequence[Listed]) -> tuple[str, int, int]:
    return stop[0].sheet, *parse_address(stop[0].cell)


def _of_row(stops: Sequence[Sequence[Listed]], row: int) -> int:
    """The stop of a row of the list; the first one where the row lists nothing."""
    found = (at for at, stop in enumerate(stops) if any(finding.row == row for finding in stop))
    return next(found, 0)


def _below(stops: Sequence[Sequence[Listed]], sheet: str, row: int, column: int) -> int:
    """The first stop after that cell on its sheet, in reading order; the list's first where there is none."""
    places = [_place(stop) for stop in stops]
    after = [place for place in places if place[0] == sheet and place[1:] > (row, column)]
    return places.index(min(after)) if after else 0
