"""*Statements*: the list of all statements made, with links, tie-out, and what changed since they were made.

The sheet is also the memory: each row keeps its statement's closing balance and, in hidden columns, the items
that were open, so that the next run can tell what no longer holds (see ``stored``). Earlier
statements move to a list at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

import numpy as np

from invoicing_xl.model import looks
from invoicing_xl.model.cells import Area
from invoicing_xl.model.dates import days_of
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.money import DEFAULT_PLACES, PLACES
from invoicing_xl.model.plans import PrintSetup, SheetPlan
from invoicing_xl.model.settings import Settings
from invoicing_xl.statements.canvas import (
    Canvas,
    amount_width,
    down,
    fitted_name,
    header_rows,
    name_width,
    quoted,
    rounded,
    sparse,
)
from invoicing_xl.statements.statement import StatementRun
from invoicing_xl.statements.stored import (
    Change,
    StoredStatement,
    digest_of,
    items_by_account,
    items_of_text,
    items_text,
)

TITLE = "Statements"
_CAPTIONS = (
    "Statement", "Customer", "Name", "Currency", "Kind", "From", "As of", "Opening", "Closing", "Overdue",
    "In dispute", "Sheet",
)  # fmt: skip
_WIDTHS = (23, 13, 32, 9, 16, 11, 11, 14, 14, 14, 14, 22)
_NUMBER, _CUSTOMER, _NAME, _CURRENCY, _KIND, _FROM, _AS_OF, _OPENING, _CLOSING, _OVERDUE, _DISPUTE, _SHEET = (
    range(1, 13)
)
_DIGEST, _ITEMS = 13, 14
_INDENTED = replace(looks.BODY, align="left", indent=1)
_LINK = replace(looks.LINK, align="left", indent=1)
_CHUNK = 16_000
_MOST_CHUNKS = 20
_MOST_LISTED = 200
_IS_NUMBER = re.compile(r"ST-\d{6}-[A-Z0-9]+-\d+")


def index_plan(
    run: StatementRun,
    sheets: Mapping[str, str],
    settings: Settings,
    *,
    stored: Sequence[StoredStatement] = (),
    changes: Sequence[Change] = (),
) -> SheetPlan:
    """The sheet after a run.

    sheets   name of each statement's sheet, by statement number
    stored   the statements the workbook kept before (``read_index``); those made again are replaced
    changes  which of them no longer hold (``stored.changes_since``)
    """
    return _IndexSheet(run, sheets).plan(settings, stored, changes)


def read_index(grid: Grid) -> list[StoredStatement]:
    """The statements a *Statements* sheet keeps, in the order of its rows."""
    numbers = (
        (row, grid.value(row, _NUMBER)) for row in range(1, grid.row_count + 1) if _NUMBER in grid.columns
    )
    found = (
        _stored(grid, row, number)
        for row, number in numbers
        if isinstance(number, str) and _IS_NUMBER.fullmatch(number)
    )
    return [one for one in found if one is not None]


def _stored(grid: Grid, row: int, number: str) -> StoredStatement | None:
    """A row as it was kept; None where the clerk has made it something else."""
    currency, closing = _text(grid, row, _CURRENCY), grid.value(row, _CLOSING)
    opening, as_of = grid.value(row, _OPENING), _day(grid, row, _AS_OF)
    if not (isinstance(closing, float) and isinstance(opening, float) and as_of):
        return None
    chunks = (_text(grid, row, column) for column in range(_ITEMS, _ITEMS + _MOST_CHUNKS))
    digest = _text(grid, row, _DIGEST)
    places = Decimal(1).scaleb(-PLACES.get(currency, DEFAULT_PLACES))
    return StoredStatement(
        number=number,
        customer=_text(grid, row, _CUSTOMER),
        currency=currency,
        kind=_text(grid, row, _KIND),
        start=_day(grid, row, _FROM),
        as_of=as_of,
        opening=Decimal(f"{opening:.15g}").quantize(places),
        closing=Decimal(f"{closing:.15g}").quantize(places),
        items=items_of_text("".join(chunks), digest),
        digest=digest,
        sheet=_text(grid, row, _SHEET),
    )


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.value(row, column)
    return value if isinstance(value, str) else "" if value is None else f"{value:.15g}"


def _day(grid: Grid, row: int, column: int) -> str:
    """An ISO date, "" where the cell is no date."""
    value = grid.value(row, column)
    if not isinstance(value, float):
        return ""
    day = days_of(np.array([value]), date1904=grid.date1904)[0]
    return "" if np.isnat(day) else str(day)


class _IndexSheet:
    """Lists one below the other, all in the columns of the list of statements."""

    def __init__(self, run: StatementRun, sheets: Mapping[str, str]) -> None:
        self._run = run
        self._ledger = run.ledger
        self._sheets = sheets
        self._canvas = Canvas(run.ledger)
        self._widest_items = _ITEMS
        self._names = dict(zip(run.ledger.customers.ids, run.ledger.customers.names, strict=True))

    def plan(
        self, settings: Settings, stored: Sequence[StoredStatement], changes: Sequence[Change]
    ) -> SheetPlan:
        canvas, run = self._canvas, self._run
        canvas.put(1, TITLE, looks.TITLE)
        canvas.skip()
        canvas.put(1, self._subtitle(), looks.LABEL)
        canvas.skip(2)
        # The tie-out stands above the list whose cells it adds up.
        header = canvas.row + len(run.tie_out) + 2
        self._tie_out(header + 1, header + max(len(run.statements), 1))
        self._statements(header)
        self._changes(changes)
        self._list("No statement", [(run.ledger.customers.ids[one.customer], one.why) for one in run.skipped])
        self._not_posted()
        self._earlier([one for one in stored if one.number not in {new.number for new in run.statements}])
        return SheetPlan(
            TITLE,
            "statements",
            canvas.cells,
            widths=self._widths(),
            freeze=(header + 1, 2) if header < 15 else None,
            filter=Area(header, 1, header + max(len(run.statements), 1), len(_CAPTIONS)),
            hidden_columns=range(_DIGEST, self._widest_items + 1),
            printing=PrintSetup(
                area=Area(1, 1, canvas.row, len(_CAPTIONS)),
                landscape=True,
                paper=settings.paper,
                repeat_rows=(header, header),
                footer="&LStatements&RPage &P of &N",
            ),
        )

    def _widths(self) -> dict[int, float]:
        run = self._run
        ids, names = (
            [known[one.customer] for one in run.statements]
            for known in (run.ledger.customers.ids, run.ledger.customers.names)
        )
        largest = max((one.control_total for one in run.tie_out), key=abs, default=0)
        for one in run.statements:
            largest = max(largest, one.opening, one.closing, one.overdue, key=abs)
        amounts = amount_width(largest, 2, least=_WIDTHS[_OPENING - 1])
        return (
            dict(enumerate(_WIDTHS, 1))
            | {_CUSTOMER: name_width(ids, least=_WIDTHS[_CUSTOMER - 1])}
            | {_NAME: name_width(names, least=_WIDTHS[_NAME - 1])}
            | {_SHEET: name_width(self._sheets.values(), least=_WIDTHS[_SHEET - 1])}
            | dict.fromkeys(range(_OPENING, _DISPUTE + 1), amounts)
        )

    def _subtitle(self) -> str:
        run = self._run
        period = f"as of {run.as_of}" if run.start is None else f"from {run.start} to {run.as_of}"
        count = len(run.statements)
        return f"{count:,} {run.kind} statement{'s' * (count != 1)} {period}"

    def _tie_out(self, first: int, last: int) -> None:
        """Of each currency the statements below against all documents added up."""
        canvas, ledger = self._canvas, self._ledger
        canvas.put_all(["Tie-out", None, None, "Currency", None, None, None], looks.HEADER)
        canvas.put_all(["Statements", "All documents", "Difference"], looks.HEADER_RIGHT, first=_OPENING)
        for tie in self._run.tie_out:
            row = canvas.skip()
            code, places = ledger.currencies[tie.currency], ledger.places(tie.currency)
            money = looks.money(places)
            canvas.put_all([None, None, None, code, None, None, None], looks.BODY)
            summed = f'SUMIF({down(first, last, _CURRENCY)},"{code}",{down(first, last, _CLOSING)})'
            canvas.money(_OPENING, tie.statements, tie.currency, money, formula=rounded(summed, places))
            canvas.money(_CLOSING, tie.control_total, tie.currency, money)
            difference = rounded(f"H{row}-I{row}", places)
            canvas.money(_OVERDUE, tie.difference, tie.currency, money, formula=difference)
        canvas.skip(2)

    def _statements(self, header: int) -> None:
        canvas, run, ledger = self._canvas, self._run, self._ledger
        if canvas.row != header:
            raise ValueError(f"the list of statements is not where its totals look: {canvas.row}, {header}")
        header_rows(canvas, _CAPTIONS[:-1], right=range(_OPENING, _DISPUTE + 1))
        canvas.put(_SHEET, _CAPTIONS[-1], replace(looks.HEADER, align="left", indent=1))
        items = items_by_account(ledger, run.as_of, [(one.customer, one.currency) for one in run.statements])
        for one in run.statements:
            canvas.skip()
            money = looks.money(ledger.places(one.currency))
            canvas.put(_NUMBER, one.number, looks.BODY)
            canvas.put(_CUSTOMER, ledger.customers.ids[one.customer], looks.BODY)
            canvas.put(_NAME, fitted_name(ledger.customers.names[one.customer]), looks.BODY)
            canvas.put(_CURRENCY, ledger.currencies[one.currency], looks.BODY)
            canvas.put(_KIND, one.kind, looks.BODY)
            canvas.date(_FROM, one.start)
            canvas.date(_AS_OF, one.as_of)
            amounts = (one.opening, one.closing, one.overdue, one.disputed)
            for column, minor in enumerate(amounts, _OPENING):
                look = money if column == _CLOSING else sparse(money)
                canvas.money(column, minor, one.currency, look)
            sheet = self._sheets.get(one.number, "")
            canvas.put(_SHEET, sheet or None, _LINK, link=quoted(sheet) if sheet else "")
            self._keep(items_text(items[one.customer, one.currency]))
        if not run.statements:
            canvas.skip()
            canvas.put(1, "No statement had to be made.", looks.BODY)
        canvas.skip(2)

    def _keep(self, text: str, digest: str = "") -> None:
        """The open items in hidden cells, cut to what cells hold; too many are not kept at all."""
        self._canvas.put(_DIGEST, digest or digest_of(text), looks.PLAIN_TEXT)
        chunks = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
        if len(chunks) > _MOST_CHUNKS:
            return
        self._canvas.put_all(chunks, looks.PLAIN_TEXT, first=_ITEMS)
        self._widest_items = max(self._widest_items, _ITEMS + len(chunks) - 1)

    def _list(self, heading: str, rows: Sequence[tuple[str, str]]) -> None:
        """Rows of a customer and a sentence; nothing where there are none."""
        if not rows:
            return
        canvas = self._canvas
        canvas.put_all([heading, *[None] * (len(_CAPTIONS) - 1)], looks.HEADER)
        for customer, sentence in rows:
            canvas.skip()
            canvas.put(_CUSTOMER, customer or None, looks.PLAIN_TEXT)
            canvas.put(_NAME, sentence, looks.PLAIN_TEXT)
        canvas.skip(2)

    def _changes(self, changes: Sequence[Change]) -> None:
        rows: list[tuple[str, str]] = []
        for change in changes:
            one = change.statement
            rows.append(
                (
                    one.customer,
                    f"{one.number} as of {one.as_of}: closed with {one.currency} {one.closing:,}, "
                    f"is {change.now:,} now.",
                )
            )
            rows += [("", f"    {reason}") for reason in change.reasons]
        self._list("No longer as stated", rows)

    def _not_posted(self) -> None:
        left_out = self._ledger.left_out
        rows = [f"{one.sheet}, row {one.row}: {one.why}." for one in islice(left_out, _MOST_LISTED)]
        if len(left_out) > _MOST_LISTED:
            rows.append(f"... and {len(left_out) - _MOST_LISTED:,} more rows.")
        self._list("Not posted", [("", row) for row in rows])
        self._list("Please note", [("", note) for note in self._ledger.notes])

    def _earlier(self, stored: Sequence[StoredStatement]) -> None:
        canvas = self._canvas
        if not stored:
            return
        canvas.put_all(["Earlier statements", *[None] * (len(_CAPTIONS) - 1)], looks.HEADER)
        for one in sorted(stored, key=lambda one: (one.as_of, one.number), reverse=True):
            canvas.skip()
            money = looks.money(PLACES.get(one.currency, DEFAULT_PLACES))
            name = fitted_name(self._names.get(one.customer, ""))
            named = (one.number, one.customer, name, one.currency, one.kind)
            canvas.put_all(named, looks.BODY)
            canvas.date(_FROM, np.datetime64(one.start) if one.start else None)
            canvas.date(_AS_OF, np.datetime64(one.as_of))
            canvas.put(_OPENING, float(one.opening), sparse(money))
            canvas.put(_CLOSING, float(one.closing), money)
            canvas.put_all([None, None], looks.BODY, first=_OVERDUE)
            canvas.put(_SHEET, one.sheet or None, _INDENTED)
            self._keep("" if one.items is None else items_text(one.items), one.digest)
