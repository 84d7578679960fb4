"""How long the main job takes on one large sheet, in one run, as ratios to what others need for less.

python -m tests.benchmarks.check [ROWS]        1,048,575 rows without it

Each step runs in a process of its own, so that its memory is its own and nothing is warm from another. Where
a step needs something first (reading, for the rules alone), that is not counted.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.sheets import CUSTOMERS, FULL, HEADER, SHEET, write_invoices

AS_OF = np.datetime64("2026-06-30")
_EDITS = 1_000
_STATEMENT_ROWS, _STATEMENTS = 50_000, 1_000
_TENTH = 10

# The same nine questions: types, mandatory fields, pattern, membership, range, uniqueness, three comparisons.
_QUESTIONS = (
    "FMT-01", "IDN-01", "IDN-02", "CUS-01", "DAT-03", "DUP-01", "DAT-01", "TAX-02", "AMT-04",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of what was timed, the peak memory of the whole process in GiB, and a remark."""

    seconds: float
    memory: float
    said: str


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


# The steps. Each gets the workbook and says what it did; only what stands under ``_timed`` counts.


def values(book: Path, clock: list[float]) -> str:
    """python-calamine reads the values of the sheet."""
    import python_calamine

    with _timed(clock):
        rows = python_calamine.CalamineWorkbook.from_path(book).get_sheet_by_name(SHEET).to_python()
    return f"{len(rows):,} rows"


def check(book: Path, clock: list[float]) -> str:
    """The whole check, from the file to its findings."""
    from invoicing_xl.tasks.check import checked
    from invoicing_xl.workbook.file import FileWorkbook

    with _timed(clock):
        found = checked(FileWorkbook(book), AS_OF).findings
    return f"{len(found):,} findings"


def rules(book: Path, clock: list[float]) -> str:
    """All rules, the tables being read and understood."""
    from invoicing_xl.checks.catalogue import rules as catalogue
    from invoicing_xl.checks.facts import Facts
    from invoicing_xl.checks.runner import run
    from invoicing_xl.tasks.understand import understand
    from invoicing_xl.workbook.file import FileWorkbook

    known = catalogue()
    tables = understand(FileWorkbook(book)).tables
    with _timed(clock):
        found = run(Facts(tables, AS_OF)).findings
    return f"{len(known)} rules, {len(found):,} findings"


def nine_untyped(book: Path, clock: list[float]) -> str:
    """The nine questions by the rules that ask them, the cells becoming amounts, dates and texts included."""
    return _nine(book, clock, typed=False)


def nine_rules(book: Path, clock: list[float]) -> str:
    """The nine questions by the rules that ask them, of typed columns as pandera gets them."""
    return _nine(book, clock, typed=True)


def _nine(book: Path, clock: list[float], *, typed: bool) -> str:
    from invoicing_xl.checks.catalogue import rules as catalogue
    from invoicing_xl.checks.facts import Facts
    from invoicing_xl.checks.runner import run
    from invoicing_xl.model.fields import FIELDS
    from invoicing_xl.tasks.understand import understand
    from invoicing_xl.workbook.file import FileWorkbook

    catalogue()
    tables = [*understand(FileWorkbook(book)).tables, *understand(FileWorkbook(_customers(book))).tables]
    for table in tables if typed else ():
        columns = {
            "date": table.dates,
            "amount": table.amounts,
            "rate": table.rates,
            "number": table.decimals,
        }
        for name in table.columns:
            columns.get(FIELDS[name].kind, table.texts)(name)
    with _timed(clock):
        outcome = run(Facts(tables, AS_OF), codes=_QUESTIONS)
    skipped = [f", {one.code} skipped: {one.reason}" for one in outcome.rules if one.status == "skipped"]
    return f"{len(outcome.findings):,} findings{''.join(skipped)}"


def nine_pandera(book: Path, clock: list[float]) -> str:
    """The nine questions by pandera, of a typed frame, all answers collected (lazy)."""
    import pandas as pd
    import pandera.pandas as pa
    import python_calamine

    rows = python_calamine.CalamineWorkbook.from_path(book).get_sheet_by_name(SHEET).to_python()
    frame = pd.DataFrame(rows[1:], columns=list(HEADER))
    for day in ("Invoice Date", "Due Date"):
        frame[day] = pd.to_datetime(frame[day], errors="coerce")
    for amount in ("Net", "Tax Rate", "Tax", "Gross"):
        frame[amount] = pd.to_numeric(frame[amount], errors="coerce")
    last = pd.Timestamp(AS_OF)
    amounts = {name: pa.Column(float, nullable=False) for name in ("Net", "Tax Rate", "Tax", "Gross")}
    schema = pa.DataFrameSchema(
        {
            "Invoice No": pa.Column(str, pa.Check.str_matches(r"INV-\d{7}"), unique=True, nullable=False),
            "Customer ID": pa.Column(str, pa.Check.isin([f"C{n:05d}" for n in range(CUSTOMERS)])),
            "Invoice Date": pa.Column("datetime64[ns]", pa.Check.in_range(pd.Timestamp("2000-01-01"), last)),
            "Due Date": pa.Column("datetime64[ns]"),
            **amounts,
        },
        checks=[
            pa.Check(lambda rows: rows["Due Date"] >= rows["Invoice Date"]),
            pa.Check(lambda rows: (rows["Net"] * rows["Tax Rate"] - rows["Tax"]).abs() <= 0.5001),
            pa.Check(lambda rows: (rows["Net"] + rows["Tax"] - rows["Gross"]).abs() < 0.005),
        ],
    )
    frame = frame.astype({"Invoice Date": "datetime64[ns]", "Due Date": "datetime64[ns]"})
    failed = 0
    with _timed(clock):
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as found:
            failed = len(found.failure_cases)
    return f"{failed:,} failure cases"


def write(book: Path, clock: list[float]) -> str:
    """Findings and 1,000 corrections written into a new file, which is read back and compared."""
    from invoicing_xl.model.cells import Content
    from invoicing_xl.model.edits import ChangeSet, Edit
    from invoicing_xl.tasks.check import checked, put_findings
    from invoicing_xl.workbook.file import FileWorkbook

    workbook = FileWorkbook(book)
    found = checked(workbook, AS_OF)
    grid = workbook.read(SHEET)
    column = HEADER.index("Reference") + 1
    rows = np.linspace(2, grid.row_count, min(_EDITS, grid.row_count - 1)).astype(int).tolist()
    edits = [Edit(SHEET, row, column, grid.content(row, column), Content("corrected")) for row in rows]
    with _timed(clock):
        put_findings(workbook, found)
        workbook.apply(ChangeSet(tuple(edits)))
        workbook.save(book.with_name("written.xlsx"))
    return f"{len(found.findings):,} findings, {len(edits):,} corrections"


def recompress(book: Path, clock: list[float]) -> str:
    """Every part of the package read and compressed again, nothing else."""
    target = book.with_name("recompressed.xlsx")
    with (
        _timed(clock),
        zipfile.ZipFile(book) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            with old.open(part) as source, new.open(part, "w", force_zip64=True) as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
    return f"{target.stat().st_size:,} bytes"


def statements(book: Path, clock: list[float]) -> str:
    """Opened, 1,000 statement sheets put, saved."""
    from invoicing_xl.tasks.statements import statements as make
    from invoicing_xl.workbook.file import FileWorkbook

    wanted = [f"C{n:05d}" for n in range(_STATEMENTS)]
    with _timed(clock):
        workbook = FileWorkbook(book)
        made = make(workbook, AS_OF, customers=wanted)
        workbook.save(book.with_name("stated.xlsx"))
    return f"{len(made.sheets):,} sheets"


_STEPS: dict[str, Callable[[Path, list[float]], str]] = {
    step.__name__: step
    for step in (values, check, rules, nine_rules, nine_untyped, nine_pandera, write, recompress, statements)
}


def _customers(book: Path) -> Path:
    import xlsxwriter

    path = book.with_name("customers.xlsx")
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("Customers")
    sheet.write_row(0, 0, ("Customer ID", "Customer", "City", "Country", "Terms"))
    for n in range(CUSTOMERS):
        sheet.write_row(n + 1, 0, (f"C{n:05d}", f"Customer {n}", "Nowhere", "Germany", "30 days"))
    workbook.close()
    return path


def _measure(step: str, book: Path) -> Measured:
    command = [sys.executable, "-m", "tests.benchmarks.check", "--step", step, str(book)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Measured(**json.loads(answer.splitlines()[-1]))


def _one_step(step: str, book: Path) -> None:
    clock: list[float] = []
    said = _STEPS[step](book, clock)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": clock[0], "memory": memory, "said": said}))


def _all_steps(rows: int, folder: Path) -> None:
    large, small, book = folder / "large.xlsx", folder / "tenth.xlsx", folder / "statements.xlsx"
    write_invoices(large, rows, shared_strings=True)
    write_invoices(small, rows // _TENTH, shared_strings=True)
    write_invoices(book, _STATEMENT_ROWS, shared_strings=True)
    print(f"{rows:,} rows x {len(HEADER)} columns, {large.stat().st_size / 2**20:.1f} MiB")
    done = {step: _shown(step, large) for step in _STEPS if step != "statements"}
    tenth = _shown("check", small)
    stated = _shown("statements", book)

    def ratio(step: str, than: str) -> float:
        return done[step].seconds / done[than].seconds

    print("\n                                                      is      at most")
    _against("whole check / python-calamine's values", ratio("check", "values"), 2)
    _against("all rules, seconds", done["rules"].seconds, 4)
    _against("nine questions / pandera", ratio("nine_rules", "nine_pandera"), 1)
    _against("findings and 1,000 corrections / re-compression", ratio("write", "recompress"), 1.2)
    _against("peak memory of check, GiB", done["check"].memory, 3)
    _against("peak memory of check and write, GiB", done["write"].memory, 3)
    _against("check of 10 times the rows", done["check"].seconds / tenth.seconds, 11)
    _against(f"{_STATEMENTS:,} statements into {_STATEMENT_ROWS:,} rows, seconds", stated.seconds, 15)


def _shown(step: str, book: Path) -> Measured:
    measured = _measure(step, book)
    figures = f"{measured.seconds:8.2f} s {measured.memory:6.2f} GiB"
    print(f"{step:13} {figures}  {book.stem}: {measured.said}", flush=True)
    return measured


def _against(what: str, value: float, limit: float) -> None:
    print(f"{what:50} {value:8.2f} {limit:8.1f}  {'' if value <= limit else 'MISSED'}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the main job.")
    parser.add_argument("rows", type=int, nargs="?", default=FULL)
    parser.add_argument("--step", nargs=2, metavar=("STEP", "BOOK"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        _one_step(asked.step[0], Path(asked.step[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        _all_steps(asked.rows, Path(folder))


if __name__ == "__main__":
    main()
