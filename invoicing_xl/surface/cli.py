"""The command line: each command is a few lines over its task.

Exit status: 0 nothing at level ERROR or above, 1 findings at ERROR or above, 2 not done (a sentence on
standard error, nothing changed).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.surface import texts
from invoicing_xl.surface.progress import shown_progress
from invoicing_xl.tasks import aging as aging_task
from invoicing_xl.tasks import check as check_task
from invoicing_xl.tasks import correct as correct_task
from invoicing_xl.tasks import demo as demo_task
from invoicing_xl.tasks import rules as rules_task
from invoicing_xl.tasks import setup as setup_task
from invoicing_xl.tasks import statements as statements_task
from invoicing_xl.tasks import undo as undo_task
from invoicing_xl.tasks.progress import Progress
from invoicing_xl.workbook.file import FileWorkbook

app = typer.Typer(
    help="Checks invoice rows, corrects them and produces statements inside your own workbooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


class Kind(StrEnum):
    """The kind of statement."""

    OPEN_ITEM = "open-item"
    BALANCE_FORWARD = "balance-forward"


class Basis(StrEnum):
    """The day an item is aged from."""

    DUE = "due"
    DOCUMENT = "document"


def _day(text: str) -> np.datetime64:
    try:
        return np.datetime64(date.fromisoformat(text), "D")
    except ValueError:
        raise typer.BadParameter("write the day as YYYY-MM-DD, for example 2026-06-30") from None


def _edges(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(edge) for edge in text.split(","))
    except ValueError:
        raise typer.BadParameter("write the days as 30,60,90") from None


def _option(
    name: str, say: str, metavar: str | None = None, parser: Callable[[str], object] | None = None
) -> Any:
    return typer.Option(name, help=say, metavar=metavar, parser=parser, show_default=False)


Book = Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook.", show_default=False)]
Output = Annotated[
    Path | None,
    _option("--output", "Write here; without it BOOK itself is changed, after a copy was kept.", "FILE"),
]
AsOf = Annotated[np.datetime64 | None, _option("--as-of", "The day to stand on; else today.", "DATE", _day)]
OnDay = Annotated[np.datetime64, _option("--as-of", "The day to stand on (YYYY-MM-DD).", "DATE", _day)]
From = Annotated[np.datetime64 | None, _option("--from", "First day of the period.", "DATE", _day)]
Answer = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
WriteFindings = Annotated[bool, _option("--write", "Put a Findings sheet into the workbook.")]
WriteSetup = Annotated[bool, _option("--write", "Put it into the workbook as Invoicing setup.")]
Ticked = Annotated[bool, _option("--ticked", "What is ticked on Findings.")]
Rules = Annotated[list[str] | None, _option("--rule", "All corrections of a rule.", "CODE")]
DryRun = Annotated[bool, _option("--dry-run", "Only say what would be changed.")]
Batch = Annotated[str | None, _option("--batch", "A batch of the Change log; else the last one.", "ID")]
Customers = Annotated[list[str] | None, _option("--customer", "Only these customers.", "ID")]
StatementKind = Annotated[Kind, typer.Option("--kind", help="Which statement.")]
AgingBasis = Annotated[Basis, typer.Option("--basis", help="The day an item is aged from.")]
Buckets = Annotated[str | None, _option("--buckets", "Where the buckets end, in days.", "30,60,90")]


@app.command()
def check(
    book: Book,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    write: WriteFindings = False,
    output: Output = None,
) -> None:
    """Say what is wrong with the rows of a workbook."""
    write = write or output is not None
    with _opened(book, output if write else None, changes=write) as (workbook, progress):
        result = check_task.check(workbook, as_of or _today(), write=write, progress=progress)
    _print(answer, result.to_json, lambda: texts.checked(result))
    raise typer.Exit(1 if result.has_errors else 0)


@app.command()
def correct(
    book: Book,
    ticked: Ticked = False,
    rule: Rules = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    output: Output = None,
) -> None:
    """Apply corrections: all safe ones, those ticked on Findings, or those of some rules."""
    if ticked and rule:
        raise typer.BadParameter("choose --ticked or --rule, not both")
    choice = correct_task.Choice("ticked" if ticked else "rules" if rule else "safe", frozenset(rule or ()))
    with _opened(book, output, changes=not dry_run) as (workbook, progress):
        result = correct_task.correct(workbook, choice, as_of or _today(), dry_run=dry_run, progress=progress)
    _print(answer, result.to_json, lambda: texts.corrected(result, dry_run=dry_run))


@app.command()
def undo(
    book: Book,
    batch: Batch = None,
    output: Output = None,
) -> None:
    """Take corrections back."""
    with _opened(book, output) as (workbook, progress):
        result = undo_task.undo(workbook, batch, progress=progress)
    typer.echo(texts.undone(result))


@app.command()
def statements(
    book: Book,
    as_of: OnDay,
    start: From = None,
    kind: StatementKind = Kind.OPEN_ITEM,
    customer: Customers = None,
    answer: Answer = Format.TEXT,
    output: Output = None,
) -> None:
    """Put a statement sheet for each customer, and their index."""
    with _opened(book, output) as (workbook, progress):
        result = statements_task.statements(
            workbook, as_of, start=start, kind=kind.value, customers=customer, progress=progress
        )
    _print(answer, result.to_json, lambda: texts.stated(result))


@app.command()
def aging(
    book: Book,
    as_of: OnDay,
    basis: AgingBasis = Basis.DUE,
    buckets: Buckets = None,
    answer: Answer = Format.TEXT,
    output: Output = None,
) -> None:
    """Put an Aging sheet."""
    edges = _edges(buckets) if buckets else None
    with _opened(book, output) as (workbook, progress):
        result = aging_task.aging(workbook, as_of, basis=basis.value, buckets=edges, progress=progress)
    _print(answer, result.to_json, lambda: texts.aged(result))


@app.command()
def setup(
    book: Book,
    write: WriteSetup = False,
    output: Output = None,
) -> None:
    """Say which sheet and column was understood as what, and why."""
    write = write or output is not None
    with _opened(book, output if write else None, changes=write) as (workbook, progress):
        result = setup_task.setup(workbook, write=write, progress=progress)
    typer.echo(texts.understood(result))


@app.command()
def rules(code: Annotated[str | None, typer.Argument(metavar="CODE")] = None) -> None:
    """List the rules, or show one rule's page."""
    with _clerk_messages():
        if code:
            typer.echo(texts.rule_page(rules_task.rule_page(code)))
        else:
            typer.echo(texts.rules(rules_task.rule_list()))


@app.command()
def demo(folder: Annotated[Path, typer.Argument(metavar="FOLDER")] = Path("invoicing-demo")) -> None:
    """Run the main job on a copy of the demo workbook: check, correct, statements, aging."""
    with _clerk_messages(), shown_progress() as progress:
        result = demo_task.demo(folder, progress=progress)
    typer.echo(texts.demonstrated(result))


def _today() -> np.datetime64:
    return np.datetime64(date.today(), "D")


@contextmanager
def _opened(
    book: Path, output: Path | None, *, changes: bool = True
) -> Iterator[tuple[FileWorkbook, Progress]]:
    """The workbook; what was changed is saved at the end, at ``output`` or in place."""
    with _clerk_messages(), shown_progress() as progress:
        progress(f"Opening {book.name}")
        workbook = FileWorkbook(book)
        for warning in workbook.warnings if changes else ():
            typer.echo(warning, err=True)
        yield workbook, progress
        if changes:
            progress("Saving")
            workbook.save(output)


@contextmanager
def _clerk_messages() -> Iterator[None]:
    try:
        yield
    except ClerkMessage as message:
        typer.echo(str(message), err=True)
        raise typer.Exit(2) from None


def _print(answer: Format, as_json: Callable[[], object], as_text: Callable[[], str]) -> None:
    if answer is Format.JSON:
        typer.echo(json.dumps(as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(as_text())


def main() -> None:
    """The entry point. What is written can always be written, whatever the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    app()
