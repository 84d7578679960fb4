"""Reads the case files: small workbooks in Markdown with what a rule finds in them.

A case is a ``##`` section. Its ``### Sheet (kind)`` tables show sheets as Excel does, column letters above
and row numbers to the left; the first row numbered holds captions, the titles of ``model/fields.py``.
A row number followed by a word (``7 total``) is a row that was left out as that.

Cells: ``1234.5`` a number, ``2026-05-01`` a date, ``#N/A`` an error, ``TRUE`` a boolean, ``"0012"`` a text
(with JSON's escapes, for spaces and characters nobody sees), anything else a text as it stands.
``=A2*2 → 24.00`` is a formula with its result. ``{0.00}`` at the end is the cell's number format.

Settings stand in a line ``As of 2026-05-06, default_currency JPY``. The case ends with ``**Finds**`` and a
table, ``**Finds nothing**``, or ``**Is not checked**: part of the reason``. In the table ``Message`` is part
of the message, ``Writes`` lists the edits (``C2 := 12.00 {0.00}; D2 := 1``), ``Related`` the other cells
(with their sheets, a space between); ``Proposed``, ``Writes`` and ``Related`` may be left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast, get_args

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.model import dates, numbers
from invoicing_xl.model.cells import CellValue, Content, ErrorValue, column_number, parse_address
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import LeftOut, Table
from invoicing_xl.workbook.grids import grid_of

EPOCH = dt.date(1899, 12, 30)
AS_OF = "2026-06-30"
TITLES = {field.title: field.name for field in FIELDS.values()}
DATE_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True)
class Expected:
    """One line of a ``Finds`` table; None where the table has no such column."""

    cell: str
    level: str
    confidence: str
    message: str
    proposed: str | None
    writes: tuple[tuple[str, Content], ...] | None
    related: tuple[str, ...] | None


@dataclass
class Case:
    name: str
    sheets: list[Table] = field(default_factory=list)
    expected: list[Expected] | None = None
    not_checked: str | None = None
    as_of: str = AS_OF
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        return Facts(self.sheets, np.datetime64(self.as_of), Settings(**self.settings))  # type: ignore[arg-type]


@dataclass(frozen=True)
class CaseFile:
    """``code`` is the rule it is about."""

    code: str
    title: str
    cases: tuple[Case, ...]


def read_case_file(path: Path) -> CaseFile:
    head, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)
    code, _, title = head.splitlines()[0].removeprefix("# ").partition(" ")
    return CaseFile(code, title.strip(), tuple(map(_case, sections)))


def _case(section: str) -> Case:
    first, *blocks = re.split(r"^(?=### |\*\*)", section, flags=re.M)
    case = Case(first.splitlines()[0].strip())
    setting = re.search(r"^As of (\S+?)(?:, (.*))?$", first, flags=re.M)
    if setting:
        case.as_of = setting[1]
        case.settings = dict(pair.split(" ", 1) for pair in (setting[2] or "").split(", ") if pair)
    for block in blocks:
        title = block.splitlines()[0].strip()
        if title.startswith("### "):
            case.sheets.append(_sheet(title.removeprefix("### "), _rows(block)))
        elif title.startswith("**Finds nothing**"):
            case.expected = []
        elif title.startswith("**Finds**"):
            case.expected = list(_expected(_rows(block)))
        elif title.startswith("**Is not checked**"):
            case.not_checked = title.partition(":")[2].strip()
        else:
            raise ValueError(f"{case.name}: what is {title}?")
    if case.expected is None and case.not_checked is None:
        raise ValueError(f"{case.name} does not say what is found")
    return case


def _rows(block: str) -> list[list[str]]:
    lines = [line.strip() for line in block.splitlines() if line.strip().startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if not all(set(cell) <= set("-:") for cell in row)]


def _expected(rows: list[list[str]]) -> Iterator[Expected]:
    captions = rows[0]
    unknown = set(captions) - {"Cell", "Level", "Confidence", "Message", "Proposed", "Writes", "Related"}
    if unknown:
        raise ValueError(f"no such column in a table of findings: {unknown}")
    for row in rows[1:]:
        line = dict(zip(captions, row, strict=True))
        writes = [part.split(":=") for part in line.get("Writes", "").split(";") if part.strip()]
        yield Expected(
            cell=line["Cell"],
            level=line["Level"],
            confidence=line["Confidence"],
            message=line["Message"],
            proposed=line.get("Proposed"),
            writes=tuple((cell.strip(), content(text.strip())) for cell, text in writes)
            if "Writes" in line
            else None,
            related=tuple(line["Related"].split()) if "Related" in line else None,
        )


def content(text: str) -> Content:
    """What one cell of a case holds. A format None means: General, or for a date the ISO one."""
    formatted = re.fullmatch(r"(.*?)\s*\{(.*)\}", text)
    number_format = formatted[2] if formatted else None
    text = formatted[1] if formatted else text
    if text.startswith("="):
        formula, _, result = text.partition("→")
        return Content(_value(result.strip()), formula.strip(), number_format)
    if _DATE.fullmatch(text) and number_format is None:
        number_format = DATE_FORMAT
    return Content(_value(text), None, number_format)


_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _value(text: str) -> CellValue:
    if not text:
        return None
    if text.startswith('"'):
        return str(json.loads(text))
    if re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", text):
        return float(text)
    if _DATE.fullmatch(text):
        return float((dt.date.fromisoformat(text) - EPOCH).days)
    if re.fullmatch(r"#[A-Z/0]+[!?]?", text):
        return ErrorValue(text)
    return {"TRUE": True, "FALSE": False}.get(text, text)


def _sheet(title: str, rows: list[list[str]]) -> Table:
    named = re.fullmatch(r"(.+) \((\w+)\)", title)
    if not named or named[2] not in get_args(TableKind):
        raise ValueError(f"a sheet is headed 'Name (kind)', not {title!r}")
    letters, captions, *body = rows
    columns = [column_number(letter) for letter in letters[1:]]
    header_row = int(captions[0])
    cells = {
        (int(row[0].split()[0]), column): content(text)
        for row in body
        for column, text in zip(columns, row[1:], strict=True)
    }
    cells |= {
        (header_row, column): Content(caption)
        for column, caption in zip(columns, captions[1:], strict=True)
        if caption
    }
    grid = grid_of(named[1], cells)
    kept = [int(row[0]) for row in body if row[0].isdigit()]
    left_out = [
        LeftOut(int(row[0].split()[0]), row[0].split()[1], next(filter(None, row[1:]), ""))  # type: ignore[arg-type]
        for row in body
        if not row[0].isdigit()
    ]
    fields = {
        TITLES[caption]: column for column, caption in zip(columns, captions[1:], strict=True) if caption
    }
    return table_of(cast(TableKind, named[2]), grid, header_row, kept, fields, tuple(left_out))


def table_of(
    kind: TableKind,
    grid: Grid,
    header_row: int,
    rows: list[int],
    columns: Mapping[str, int],
    left_out: tuple[LeftOut, ...] = (),
) -> Table:
    """A table as the layout package would make it of a sheet whose captions are known."""
    headers = {name: str(grid.value(header_row, column)) for name, column in columns.items()}
    table = Table(kind, grid, header_row, np.array(rows, np.int64), columns, headers, left_out=left_out)
    texts = {name: (FIELDS[name].kind, table.raw_texts(name).values) for name in columns}
    grammars = {
        name: found
        for name, (kind_, values) in texts.items()
        if kind_ in ("amount", "number", "rate") and (found := numbers.grammar_of(values))
    }
    orders = {
        name: found
        for name, (kind_, values) in texts.items()
        if kind_ == "date" and (found := dates.order_of(values))
    }
    known = replace(table, grammars=grammars, orders=orders)
    return known.with_currencies(known.texts("currency")) if known.has("currency") else known


def place_of(table: Table, cell: str) -> tuple[str, int, int]:
    """("Invoices", 2, 3) for "C2" on a table's sheet, or for "Invoices!C2"."""
    sheet, _, address = cell.rpartition("!")
    return (sheet or table.sheet, *parse_address(address))
