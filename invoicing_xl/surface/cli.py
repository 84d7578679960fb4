"""The command line: each command is a few lines over its task.

Exit status: 0 nothing at level ERROR or above, 1 findings at ERROR or above, 2 not done (a sentence on
standard error, nothing changed).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import typer

from invoicing_xl.calc import installation as libreoffice
from invoicing_xl.calc.pdf import pdf
from invoicing_xl.model.errors import ClerkMessage, NotRestored
from invoicing_xl.surface import texts
from invoicing_xl.surface.commands import command
from invoicing_xl.surface.installation import this_machine
from invoicing_xl.surface.installation.doctor import doctor as look_at_installation
from invoicing_xl.surface.installation.doctor import is_well
from invoicing_xl.surface.installation.install import Done
from invoicing_xl.surface.installation.install import install as install_addin
from invoicing_xl.surface.installation.install import uninstall as uninstall_addin
from invoicing_xl.surface.installation.machine import Machine
from invoicing_xl.surface.options import (
    AgingBasis,
    Answer,
    AsOf,
    Basis,
    Batch,
    Book,
    Buckets,
    Customers,
    DemoFolder,
    DryRun,
    Format,
    From,
    Kind,
    OnDay,
    OnlySay,
    Output,
    Pdf,
    RuleCode,
    Rules,
    StatementKind,
    Ticked,
    WriteFindings,
    WriteSetup,
    edges_of,
)
from invoicing_xl.surface.progress import shown_progress
from invoicing_xl.surface.reports import write_report
from invoicing_xl.tasks import aging as aging_task
from invoicing_xl.tasks import check as check_task
from invoicing_xl.tasks import correct as correct_task
from invoicing_xl.tasks import demo as demo_task
from invoicing_xl.tasks import rules as rules_task
from invoicing_xl.tasks import setup as setup_task
from invoicing_xl.tasks import statements as statements_task
from invoicing_xl.tasks import undo as undo_task
from invoicing_xl.tasks.progress import Progress
from invoicing_xl.tasks.understand import settings_of
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.pdf_files import drafts_beside
from invoicing_xl.workbook.port import Workbook

app = typer.Typer(
    help="Checks invoice rows, corrects them and produces statements inside your own workbooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _command(command_id: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers a command under the word and with the help that the table of commands has for it."""
    one = command(command_id)
    return app.command(name=one.word, help=one.typed)


@_command("check_rows")
def check(
    book: Book,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    write: WriteFindings = False,
    output: Output = None,
) -> None:
    write = write or output is not None
    with _opened(book, output if write else None, changes=write) as (workbook, progress):
        result = check_task.check(workbook, as_of or _day_of(workbook), write=write, progress=progress)
    _print(answer, result.to_json, lambda: texts.checked(result))
    raise typer.Exit(1 if result.has_errors else 0)


@_command("apply_safe")
def correct(
    book: Book,
    ticked: Ticked = False,
    rule: Rules = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    output: Output = None,
) -> None:
    if ticked and rule:
        raise typer.BadParameter("choose --ticked or --rule, not both")
    codes = frozenset(code.strip().upper() for code in rule or ())
    choice = correct_task.Choice("ticked" if ticked else "rules" if rule else "safe", codes)
    with _opened(book, output, changes=not dry_run) as (workbook, progress):
        day = as_of or _day_of(workbook)
        result = correct_task.correct(workbook, choice, day, dry_run=dry_run, progress=progress)
    _print(answer, result.to_json, lambda: texts.corrected(result, dry_run=dry_run))


@_command("undo_last")
def undo(
    book: Book,
    batch: Batch = None,
    output: Output = None,
) -> None:
    with _opened(book, output) as (workbook, progress):
        result = undo_task.undo(workbook, batch, progress=progress)
    _say(texts.undone(result))


@_command("all_customers")
def statements(
    book: Book,
    as_of: OnDay,
    start: From = None,
    kind: StatementKind = Kind.OPEN_ITEM,
    customer: Customers = None,
    pdf_folder: Pdf = None,
    answer: Answer = Format.TEXT,
    output: Output = None,
) -> None:
    if start is not None and kind is Kind.OPEN_ITEM:
        raise typer.BadParameter("--from is the first day of a --kind balance-forward statement")
    if pdf_folder:
        _refuse_without_libreoffice()
    with _opened(book, output) as (workbook, progress):
        result = statements_task.statements(
            workbook, as_of, start=start, kind=kind.value, customers=customer, progress=progress
        )
        if pdf_folder:
            with drafts_beside(pdf_folder):  # a folder that takes no files is refused while nothing is saved
                pass
    _print(answer, result.to_json, lambda: texts.stated(result))
    if pdf_folder and result.sheets:
        with _clerk_messages(), shown_progress() as progress:
            files = pdf(output or book, pdf_folder, list(result.sheets.values()), progress=progress)
        _say(f"{texts.counted(len(files), 'PDF file')} in {pdf_folder}", err=answer is Format.JSON)


@_command("aging")
def aging(
    book: Book,
    as_of: OnDay,
    basis: AgingBasis = Basis.DUE,
    buckets: Buckets = None,
    answer: Answer = Format.TEXT,
    output: Output = None,
) -> None:
    edges = edges_of(buckets) if buckets else None
    with _opened(book, output) as (workbook, progress):
        result = aging_task.aging(workbook, as_of, basis=basis.value, buckets=edges, progress=progress)
    _print(answer, result.to_json, lambda: texts.aged(result))


@_command("understand_columns")
def setup(
    book: Book,
    write: WriteSetup = False,
    output: Output = None,
) -> None:
    write = write or output is not None
    with _opened(book, output if write else None, changes=write) as (workbook, progress):
        result = setup_task.setup(workbook, write=write, progress=progress)
    _say(texts.understood(result))


@_command("rules")
def rules(code: RuleCode = None) -> None:
    with _clerk_messages():
        if code:
            _say(texts.rule_page(rules_task.rule_page(code)))
        else:
            _say(texts.rules(rules_task.rule_list()))


@_command("test_installation")
def doctor() -> None:
    checks = look_at_installation(this_machine())
    for check in checks:
        _say(check.line())
    raise typer.Exit(0 if is_well(checks) else 1)


@_command("install")
def install(dry_run: OnlySay = False) -> None:
    with _clerk_messages():
        _print_done(install_addin(_windows(), dry_run=dry_run), dry_run=dry_run)


@_command("uninstall")
def uninstall(dry_run: OnlySay = False) -> None:
    with _clerk_messages():
        _print_done(uninstall_addin(_windows(), dry_run=dry_run), dry_run=dry_run)


def _windows() -> Machine:
    machine = this_machine()
    if machine is None:
        raise ClerkMessage(
            "The add-in is for Excel on Windows.",
            next_step="Elsewhere use the command line on a workbook file.",
        )
    return machine


def _print_done(done: Done, *, dry_run: bool) -> None:
    for step in done.steps:
        _say(f"{'would' if dry_run else 'did'}: {step}")
    for left in done.left:
        _say(left)


@_command("demo")
def demo(folder: DemoFolder = Path("invoicing-demo")) -> None:
    with _clerk_messages(), shown_progress() as progress:
        result = demo_task.demo(folder, progress=progress)
    _say(texts.demonstrated(result))


def _day_of(book: Workbook) -> np.datetime64:
    """The day to stand on where none was given: as the clerk has set it, else today."""
    return np.datetime64(settings_of(book).as_of or date.today().isoformat(), "D")


def _refuse_without_libreoffice() -> None:
    """Before anything is written."""
    with _clerk_messages():
        libreoffice.find()


@contextmanager
def _opened(
    book: Path, output: Path | None, *, changes: bool = True
) -> Iterator[tuple[FileWorkbook, Progress]]:
    """The workbook; what was changed is saved at the end, at ``output`` or in place."""
    with _clerk_messages(), shown_progress() as progress:
        progress(f"Opening {book.name}")
        workbook = FileWorkbook(book)
        told = workbook.warnings if changes else ()
        _warn(told)
        yield workbook, progress
        if changes:
            _warn([warning for warning in workbook.warnings if warning not in told])
            progress("Saving")
            workbook.save(output)


def _warn(warnings: Sequence[str]) -> None:
    for warning in warnings:
        _say(warning, err=True)


def _say(text: str, *, err: bool = False) -> None:
    """A reader that has had enough (``| head``) is no failure; a full disk is one, of the answer only."""
    try:
        typer.echo(text, err=err)
    except BrokenPipeError:
        # What is still buffered is written when Python ends: it must find somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())
    except OSError as error:
        said = f"The answer could not be written ({error.strerror}). What was asked for is done."
        typer.echo(said, err=True)
        raise typer.Exit(2) from None


@contextmanager
def _clerk_messages() -> Iterator[None]:
    try:
        yield
    except ClerkMessage as message:
        typer.echo(str(message), err=True)
        raise typer.Exit(2) from None
    except NotRestored as failure:
        typer.echo(f"It failed, and could not be put back: {failure.__cause__}", err=True)
        raise typer.Exit(2) from None


def _print(answer: Format, as_json: Callable[[], object], as_text: Callable[[], str]) -> None:
    if answer is Format.JSON:
        _say(json.dumps(as_json(), ensure_ascii=False, indent=2))
    else:
        _say(as_text())


def main() -> None:
    """The entry point. What is written can always be written, whatever the terminal's encoding.

    A defect of ours is told in a sentence, as a message is; its report is kept.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    try:
        app()
    except Exception as error:  # noqa: BLE001 - a clerk must never see a traceback
        report = write_report(f"command line, {' '.join(sys.argv[1:2])}", error, None)
        where = f"Please pass this file on; it holds none of your data: {report.path}"
        said = "This should not have happened; it is a mistake of the program, and nothing was changed."
        print(f"{said} Report {report.id}. {where if report.path else ''}", file=sys.stderr)
        sys.exit(2)
