"""The options and arguments of the command line: what each takes, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer


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


def edges_of(text: str) -> tuple[int, ...]:
    """ "30,60,90" as days."""
    try:
        return tuple(int(edge) for edge in text.split(","))
    except ValueError:
        raise typer.BadParameter("write the days as 30,60,90") from None


def _option(
    name: str, say: str, metavar: str | None = None, parser: Callable[[str], object] | None = None
) -> Any:
    return typer.Option(name, help=say, metavar=metavar, parser=parser, show_default=False)


Book = Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook.", show_default=False)]
RuleCode = Annotated[
    str | None,
    typer.Argument(metavar="CODE", help="A rule, such as AMT-04; without it all.", show_default=False),
]
DemoFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the demo is written.")]
Output = Annotated[
    Path | None,
    _option("--output", "Write here; without it BOOK itself is changed, and a copy of it kept.", "FILE"),
]
AsOf = Annotated[
    np.datetime64 | None,
    _option(
        "--as-of", "The as-of date (YYYY-MM-DD); else the one on Invoicing setup, else today.", "DATE", _day
    ),
]
OnDay = Annotated[np.datetime64, _option("--as-of", "The as-of date (YYYY-MM-DD).", "DATE", _day)]
From = Annotated[
    np.datetime64 | None,
    _option("--from", "First day of a balance-forward period; else the first of the month.", "DATE", _day),
]
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
Pdf = Annotated[
    Path | None, _option("--pdf", "Save each statement as a PDF there too (needs LibreOffice).", "FOLDER")
]
OnlySay = Annotated[bool, _option("--dry-run", "Only say each step.")]
Buckets = Annotated[str | None, _option("--buckets", "Where the buckets end, in days.", "30,60,90")]
