"""The tables of the two kinds of statement: items with what is open, or movements with the balance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from invoicing_xl.model import looks
from invoicing_xl.model.documents import DocumentType
from invoicing_xl.model.plans import Look
from invoicing_xl.statements.canvas import Canvas, amount_width, down, header_rows, name_width, rounded
from invoicing_xl.statements.statement import Line, Statement, StatementRun

_OVERDUE = replace(looks.BODY, align="right", number_format="0;;", color="A4262C")
_MARK = replace(looks.BODY_QUIET, align="center")
_SUBTOTAL_LABEL = Look(color=looks.QUIET, align="right")
DISPUTE_MARK = "D"
_DESCRIPTION_WIDTH, _LEAST_REFERENCE, _WIDEST_REFERENCE = 27.0, 15.0, 24.0
_LONGEST_DESCRIPTION = 110


@dataclass(frozen=True)
class WrittenTable:
    """Where a statement's table stands.

    total  address of the closing balance
    aging  formula of each bucket and, last, of what is unapplied; empty where the table does not show it
    roll_forward  formulas of the opening balance and of each kind of movement; empty likewise
    heights  of the rows whose texts need more than one line
    """

    header_row: int
    widths: dict[int, float]
    heights: dict[int, float]
    total: str
    aging: tuple[str, ...] = ()
    roll_forward: tuple[str, ...] = ()


def open_item_table(canvas: Canvas, run: StatementRun, statement: Statement) -> WrittenTable:
    """Items with original, applied and open amount, running balance and days overdue."""
    currency, places = statement.currency, run.ledger.places(statement.currency)
    money = looks.money(places)
    captions = ["Date", "Reference", "Description", "Due date", "Original", "Applied", "Open", "Balance"]
    captions.append("Days overdue")
    disputed = any(line.disputed for line in statement.lines)
    if disputed:
        captions.append("")
    named = _Named(statement)
    header = header_rows(canvas, captions, right=range(5, 10))
    first = canvas.skip()
    for line in statement.lines:
        row = canvas.row
        canvas.date(1, line.date)
        named.put(canvas, 2, line.reference, _described(line))
        canvas.date(4, line.due)
        canvas.money(5, line.original, currency, money)
        canvas.money(6, line.applied, currency, money)
        canvas.money(7, line.open, currency, money, formula=rounded(f"E{row}-F{row}", places))
        above = f"H{row - 1}+" if row > first else ""
        canvas.money(8, line.balance, currency, money, formula=rounded(f"{above}G{row}", places))
        canvas.put(9, line.overdue, _OVERDUE)
        if disputed:
            canvas.put(10, DISPUTE_MARK if line.disputed else None, _MARK)
        canvas.skip()
    last = canvas.row - 1
    total = f"H{canvas.row}"
    _open_item_totals(canvas, statement, first, last, places)
    opened, days = down(first, last, 7), down(first, last, 9)
    widest = max((abs(line.original) for line in statement.lines), default=0)
    amounts = amount_width(max(widest, abs(statement.closing)), places)
    # The total at the head of the sheet stands in the column of the days.
    days_width = amount_width(abs(statement.closing), places, least=8.5)
    widths = {1: 10.5, 2: named.width, 3: _DESCRIPTION_WIDTH, 4: 10.5}
    widths |= dict.fromkeys(range(5, 9), amounts) | {9: days_width}
    if disputed:
        widths[10] = 3
    return WrittenTable(
        header_row=header,
        total=total,
        widths=widths,
        heights=named.heights,
        aging=(
            *(rounded(f'SUMIFS({opened},{opened},">0",{test})', places) for test in _tests(run, days)),
            rounded(f'SUMIF({opened},"<0")', places),
        ),
    )


def _open_item_totals(canvas: Canvas, statement: Statement, first: int, last: int, places: int) -> None:
    currency, total = statement.currency, looks.total(places)
    sums = (
        (5, sum(line.original for line in statement.lines)),
        (6, sum(line.applied for line in statement.lines)),
        (7, statement.closing),
    )
    canvas.put_all(
        ["Total due" if statement.closing >= 0 else "Credit balance", None, None, None], looks.TOTAL_LABEL
    )
    for column, minor in sums:
        canvas.money(
            column, minor, currency, total, formula=rounded(f"SUM({down(first, last, column)})", places)
        )
    canvas.money(8, statement.closing, currency, total, formula=f"=H{last}")
    canvas.put(9, None, looks.TOTAL_LABEL)
    opened, days = down(first, last, 7), down(first, last, 9)
    plain = replace(looks.money(places), borders=frozenset())
    if statement.overdue:
        canvas.skip()
        canvas.put(6, "of which overdue", _SUBTOTAL_LABEL)
        overdue = rounded(f'SUMIFS({opened},{opened},">0",{days},">0")', places)
        canvas.money(7, statement.overdue, currency, plain, formula=overdue)
    if statement.disputed:
        canvas.skip()
        canvas.put(6, f"of which in dispute ({DISPUTE_MARK})", _SUBTOTAL_LABEL)
        marked = rounded(f'SUMIF({down(first, last, 10)},"{DISPUTE_MARK}",{opened})', places)
        canvas.money(7, statement.disputed, currency, plain, formula=marked)
    canvas.skip(2)


def _tests(run: StatementRun, days: str) -> list[str]:
    """For each bucket the SUMIFS tests of the days overdue."""
    edges = run.buckets.edges
    middle = [f'{days},">{low}",{days},"<={high}"' for low, high in pairwise(edges)]
    return [f'{days},"<={edges[0]}"', *middle, f'{days},">{edges[-1]}"']


def forward_table(canvas: Canvas, run: StatementRun, statement: Statement) -> WrittenTable:
    """The opening balance, every document of the period, and the balance after each."""
    currency, places = statement.currency, run.ledger.places(statement.currency)
    money = looks.money(places)
    captions = ("Date", "Type", "Reference", "Description", "Due date", "Charges", "Credits", "Balance")
    named = _Named(statement)
    header = header_rows(canvas, captions, right=(6, 7, 8))
    first = canvas.skip()
    canvas.date(1, statement.start)
    canvas.put_all(["Opening balance", *[None] * 5], looks.BODY_BOLD, first=2)
    canvas.money(8, statement.opening, currency, replace(money, bold=True))
    for line in statement.lines:
        row = canvas.skip()
        canvas.date(1, line.date)
        canvas.put(2, line.type.title, looks.BODY)
        named.put(canvas, 3, line.reference, line.description)
        canvas.date(5, line.due)
        charge, credit = (6, 7) if line.original >= 0 else (7, 6)
        canvas.money(charge, abs(line.original), currency, money)
        canvas.put(credit, None, money)
        canvas.money(8, line.balance, currency, money, formula=rounded(f"H{row - 1}+F{row}-G{row}", places))
    last = canvas.row
    canvas.skip()
    total = looks.total(places)
    canvas.put_all(["Closing balance", *[None] * 4], looks.TOTAL_LABEL)
    charges = sum(line.original for line in statement.lines if line.original > 0)
    credits = -sum(line.original for line in statement.lines if line.original < 0)
    for column, minor in ((6, charges), (7, credits)):
        canvas.money(
            column, minor, currency, total, formula=rounded(f"SUM({down(first, last, column)})", places)
        )
    canvas.money(8, statement.closing, currency, total, formula=f"=H{last}")
    closing = f"H{canvas.row}"
    canvas.skip(2)
    largest = max(abs(statement.opening), charges, credits, abs(statement.closing))
    amounts = amount_width(largest, places)
    return WrittenTable(
        header_row=header,
        widths={1: 10.5, 2: 14, 3: named.width, 4: _DESCRIPTION_WIDTH, 5: 10.5}
        | dict.fromkeys((6, 7, 8), amounts),
        heights=named.heights,
        total=closing,
        roll_forward=_roll_forward(first, last, places),
    )


class _Named:
    """The references and descriptions of a table, on as many lines as they need.

    width    of the column of the references
    heights  of the rows that need more than one line
    """

    def __init__(self, statement: Statement) -> None:
        references = [line.reference for line in statement.lines]
        self.width = min(name_width(references, least=_LEAST_REFERENCE), _WIDEST_REFERENCE)
        self.heights: dict[int, float] = {}

    def put(self, canvas: Canvas, column: int, reference: str, description: str) -> None:
        """In the current row; the description in the column after the reference's."""
        described = " ".join(description.split())
        if len(described) > _LONGEST_DESCRIPTION:
            described = described[: _LONGEST_DESCRIPTION - 1].rstrip() + "…"
        canvas.put_all([reference or None, described or None], looks.BODY_WRAPPED, first=column)
        height = looks.height_of([(reference, self.width), (described, _DESCRIPTION_WIDTH)])
        if height > looks.height_of([]):
            self.heights[canvas.row] = height


def _roll_forward(first: int, last: int, places: int) -> tuple[str, ...]:
    """Formulas of opening, invoices, debit memos, credit memos, payments and adjustments."""
    kinds, charges, credits = (down(first, last, column) for column in (2, 6, 7))

    def moved(*types: DocumentType) -> str:
        parts = (
            f'SUMIF({kinds},"{one.title}",{charges})-SUMIF({kinds},"{one.title}",{credits})' for one in types
        )
        return rounded("+".join(parts), places)

    return (
        f"=H{first}",
        moved(DocumentType.INVOICE),
        moved(DocumentType.DEBIT_MEMO),
        moved(DocumentType.CREDIT_MEMO),
        moved(DocumentType.PAYMENT),
        moved(DocumentType.REFUND, DocumentType.ADJUSTMENT, DocumentType.WRITE_OFF),
    )


def _described(line: Line) -> str:
    """What an open item is: invoices by what the customer knows them by, all others by their type first."""
    if line.type is DocumentType.INVOICE and line.description:
        return line.description
    return f"{line.type.title}, {line.description}" if line.description else line.type.title
