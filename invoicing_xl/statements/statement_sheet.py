"""A statement as a sheet a firm could send: one page wide, letterhead above, how to pay below.

Totals and running balances are formulas, so that anyone can follow them, with the results beside them for
whoever opens the file without calculating.

The sheet's ``key`` is the statement's number: making the same statement again replaces its sheet, and
next month's has its own, since what was sent should stay as it was sent. The title carries customer and
month, and from a customer's second statement of a month on its count, as the number does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from textwrap import wrap

from invoicing_xl.model import looks
from invoicing_xl.model.cells import Area
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.plans import Look, PrintSetup, SheetPlan
from invoicing_xl.model.settings import Letterhead, Settings
from invoicing_xl.statements.canvas import Canvas, down, rounded
from invoicing_xl.statements.statement import Statement, StatementRun
from invoicing_xl.statements.statement_tables import (
    DISPUTE_MARK,
    WrittenTable,
    forward_table,
    open_item_table,
)

_LONGEST_ID = 18
_PARTY_SIGNS, _FACT_SIGNS = 58, 40  # what surely stands beside the other on a line
_BOLD = Look(bold=True, valign="top")
_RIGHT = Look(align="right", valign="top")
_TITLE_RIGHT = replace(looks.TITLE, align="right")
_BLOCK_HEADER = replace(looks.HEADER, wrap=False)


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a statement is for, as the customer sheet has it."""

    name: str
    address: tuple[str, ...]
    tax_id: str
    terms: str


def party_of(ledger: Ledger, customer: int) -> Party:
    """The customer's address block; the name only where the customer is on no customer sheet."""
    name = ledger.customers.names[customer] or ledger.customers.ids[customer]
    table = int(ledger.customers.table[customer])
    if table < 0:
        return Party(name, (), "", "")
    master, index = ledger.tables[table], int(ledger.customers.index[customer])
    address, city, postcode, country, tax_id, terms = (
        master.texts(field)[index].strip()
        for field in ("address", "city", "postcode", "country", "tax_id", "terms")
    )
    lines = (*address.splitlines(), f"{postcode} {city}".strip(), country)
    return Party(
        name, tuple(line for line in lines if line), tax_id, f"{terms} days" if terms.isdecimal() else terms
    )


def statement_plan(run: StatementRun, statement: Statement, settings: Settings) -> SheetPlan:
    """The sheet of one statement of the run."""
    canvas = Canvas(run.ledger)
    last_column = 9 if statement.movements is None else 8
    due_row = _head(canvas, run, statement, settings.letterhead, last_column)
    table = (open_item_table if statement.movements is None else forward_table)(canvas, run, statement)
    due = replace(
        _BOLD, align="right", number_format=looks.money_format(run.ledger.places(statement.currency))
    )
    canvas.money_at(
        due_row, last_column, statement.closing, statement.currency, due, formula=f"={table.total}"
    )
    _foot(canvas, run, statement, settings.letterhead, table)
    sender = settings.letterhead.name.replace("&", "&&")
    return SheetPlan(
        title_of(run, statement),
        "statement",
        canvas.cells,
        key=statement.number,
        widths=table.widths,
        heights={table.header_row: 27, **table.heights},
        printing=PrintSetup(
            area=Area(1, 1, canvas.row, max(table.widths)),
            paper=settings.paper,
            repeat_rows=(table.header_row, table.header_row),
            footer=f"&L&8{sender}&C&8{statement.number}&R&8Page &P of &N",
        ),
    )


def title_of(run: StatementRun, statement: Statement) -> str:
    """ "ALFKI 2026-05"; the adapter makes it legal."""
    customer = run.ledger.customers.ids[statement.customer]
    count = statement.number.rpartition("-")[2]
    ending = f" {str(statement.as_of)[:7]}" + (f" ({count})" if count != "1" else "")
    return customer[:_LONGEST_ID].strip() + ending


def _head(
    canvas: Canvas, run: StatementRun, statement: Statement, letterhead: Letterhead, last_column: int
) -> int:
    """Who writes, to whom, and about what: the letterhead, the customer's address beside the facts.

    Returns the row in which the total belongs.
    """
    canvas.put(1, letterhead.name or None, looks.TITLE)
    canvas.put(last_column, "Statement of account", _TITLE_RIGHT)
    sender = [*letterhead.address.splitlines(), letterhead.contact]
    sender += [f"Tax ID {letterhead.tax_id}"] if letterhead.tax_id else []
    for line in filter(None, map(str.strip, sender)):
        canvas.skip()
        canvas.put(1, line, looks.LABEL)
    canvas.skip(3)
    party = party_of(run.ledger, statement.customer)
    facts = [
        (None if place else label, line)
        for label, fact in _facts(run, statement, party)
        for place, line in enumerate(wrap(fact, _FACT_SIGNS))
    ]
    address = [(line, _BOLD) for line in wrap(party.name, _PARTY_SIGNS)]
    address += [(line, looks.PLAIN_TEXT) for long in party.address for line in wrap(long, _PARTY_SIGNS)]
    for row, (line, look) in enumerate(address, canvas.row):
        canvas.put_at(row, 1, line, look)
    for row, (label, line) in enumerate(facts, canvas.row):
        canvas.put_at(row, 6, label, looks.LABEL)
        canvas.put_at(row, last_column, line, _RIGHT)
    due_row = canvas.row + len(facts)
    code = run.ledger.currencies[statement.currency]
    label = "Total due" if statement.closing >= 0 else "Credit balance"
    canvas.put_at(due_row, 6, f"{label} {code}", _BOLD)
    canvas.skip(max(len(facts) + 1, len(address)) + 1)
    for sentence in _sentences(run, statement):
        canvas.put(1, sentence, looks.PLAIN_TEXT)
        canvas.skip()
    canvas.skip()
    return due_row


def _facts(run: StatementRun, statement: Statement, party: Party) -> Iterator[tuple[str, str]]:
    yield "Statement no.", statement.number
    yield "Statement date", str(statement.as_of)
    if statement.start is not None:
        yield "Period", f"{statement.start} to {statement.as_of}"
    customers = run.ledger.customers
    if customers.ids[statement.customer] != customers.names[statement.customer]:
        yield "Customer no.", customers.ids[statement.customer]
    if party.tax_id:
        yield "Your tax ID", party.tax_id
    if party.terms:
        yield "Payment terms", party.terms


def _sentences(run: StatementRun, statement: Statement) -> Iterator[str]:
    """What the customer is told; neutral, since a statement is no reminder."""
    if statement.start is not None:
        yield f"Please find below your account from {statement.start} to {statement.as_of}."
    elif statement.overdue:
        yield f"Please find below the items open on {statement.as_of}. Items with days overdue are past due."
    else:
        yield f"Please find below the items open on {statement.as_of}."
    if statement.closing < 0:
        yield "Your account shows a credit; no payment is required."
    if statement.disputed and statement.start is None:
        yield f"Items marked {DISPUTE_MARK} are under review."
    elif statement.disputed:
        disputed = run.ledger.amount(statement.disputed, statement.currency)
        yield f"Of the closing balance {disputed:,} is under review."


@dataclass(frozen=True)
class _Block:
    """A short list of amounts with its total, which is a formula; so are the amounts where given."""

    heading: str
    labels: Sequence[str]
    amounts: Sequence[int]
    formulas: Sequence[str]
    total: str

    def write(self, canvas: Canvas, top: int, columns: tuple[int, int], currency: int, places: int) -> int:
        """With labels and amounts in these columns; returns the last row."""
        label_column, amount_column = columns
        for column in range(label_column, amount_column + 1):
            canvas.put_at(top, column, self.heading if column == label_column else None, _BLOCK_HEADER)
        rows = zip_longest(self.labels, self.amounts, self.formulas)
        for row, (label, minor, formula) in enumerate(rows, top + 1):
            for column in range(label_column, amount_column):
                canvas.put_at(row, column, label if column == label_column else None, looks.BODY)
            canvas.money_at(row, amount_column, minor, currency, looks.money(places), formula=formula)
        last = top + len(self.amounts)
        for column in range(label_column, amount_column):
            label = self.total if column == label_column else None
            canvas.put_at(last + 1, column, label, looks.TOTAL_LABEL)
        total = rounded(f"SUM({down(top + 1, last, amount_column)})", places)
        canvas.money_at(
            last + 1, amount_column, sum(self.amounts), currency, looks.total(places), formula=total
        )
        return last + 1


def _foot(
    canvas: Canvas, run: StatementRun, statement: Statement, letterhead: Letterhead, table: WrittenTable
) -> None:
    """The roll-forward of a period, the aging, and how to pay."""
    top, currency = canvas.row, statement.currency
    places = run.ledger.places(currency)
    labels = [f"{label} days" if label[0].isdigit() else label for label in run.buckets.labels]
    aging = _Block(
        f"Aging on {statement.as_of}",
        [*labels, "Unapplied"],
        [*statement.aging, statement.unapplied],
        table.aging,
        "Total",
    )
    if statement.movements is None:
        last = aging.write(canvas, top, (1, 2), currency, places)
        last = max(last, _how_to_pay(canvas, top, range(4, 10), statement, letterhead))
    else:
        last = _roll_forward(statement, table).write(canvas, top, (1, 3), currency, places)
        last = max(last, aging.write(canvas, top, (5, 6), currency, places))
        last = _how_to_pay(canvas, last + 2, range(1, 9), statement, letterhead)
    for row, note in enumerate(_notes(statement), last + 2):
        canvas.put_at(row, 1, note, looks.NOTE)
        last = row
    canvas.row = last


def _notes(statement: Statement) -> Iterator[str]:
    yield f"Days count from the due date: what is due on {statement.as_of} is not yet overdue."
    if any(line.due is None and line.overdue is not None for line in statement.lines):
        yield "Items without a due date count from their own date."
    if statement.assumed:
        yield "Payments whose date is not recorded are counted from the date of the invoice they paid."


def _roll_forward(statement: Statement, table: WrittenTable) -> _Block:
    moved = statement.movements
    if moved is None:
        raise ValueError("an open-item statement has no movements")
    labels = ["Opening balance", "Invoices", "Debit memos", "Credit memos", "Payments", "Other"]
    amounts = [moved.invoices, moved.debit_memos, moved.credit_memos, moved.payments, moved.adjustments]
    return _Block(
        "Account in this period", labels, [statement.opening, *amounts], table.roll_forward, "Closing balance"
    )


def _how_to_pay(
    canvas: Canvas, top: int, columns: range, statement: Statement, letterhead: Letterhead
) -> int:
    """Where to send money, if any is due; returns the last row."""
    if statement.closing <= 0:
        return top
    lines = [
        (label, value)
        for label, value in (
            ("Bank", letterhead.bank),
            ("IBAN", letterhead.iban),
            ("Reference", statement.number),
            ("Questions", letterhead.contact),
        )
        if value
    ]
    column = columns[0]
    for beside in columns:
        canvas.put_at(top, beside, "How to pay" if beside == column else None, _BLOCK_HEADER)
    for row, (label, value) in enumerate(lines, top + 1):
        canvas.put_at(row, column, label, looks.LABEL)
        canvas.put_at(row, column + 1, value, looks.PLAIN_TEXT)
    return top + len(lines)
