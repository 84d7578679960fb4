"""How long 1,000 edits and a new sheet take in one large sheet, next to openpyxl, in one run.

    python -m tests.benchmarks.patch [BOOK] [--without-openpyxl]

BOOK is a workbook as ``tests.benchmarks.sheets`` writes it; without it one of 1,048,576 rows and 12 columns
is made: two columns of formulas with their results, all texts shared. Each side has a process of its own,
with nothing in it but its work: it opens the file, writes a text with a fill into 1,000 cells spread over the
sheet, adds a sheet of 1,000 lines, and saves. Ours checks what it wrote as well, as every save does.

Printed: seconds, those of them the processor worked (the others it waited, or worked for other programs), the
peak memory of the process, and the ratio. The aims: at least 40 times as fast, in at most 150 MB. openpyxl
takes about four minutes and 6 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.sheets import FULL, HEADER, SHEET

EDITS = 1_000
COLUMN = HEADER.index("Reference") + 1
NEW, FILL, ADDED = "corrected", "FFEB9C", "Findings"
AT_LEAST, MEMORY = 40, 150

Texts = dict[int, str]
"""What the cells to be edited hold, by their row."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, those of the processor, and megabytes at the peak of the process."""

    seconds: float
    worked: float
    memory: float


def write_book(path: Path) -> None:
    from tests.benchmarks.sheets import write_invoices

    write_invoices(path, FULL, shared_strings=True, formulas=True)


def find_texts(book: Path) -> Texts:
    from invoicing_xl.workbook.file import FileWorkbook

    grid = FileWorkbook(book).read(SHEET)
    rows = range(2, grid.row_count + 1, max((grid.row_count - 1) // EDITS, 1))[:EDITS]
    return {row: str(grid.value(row, COLUMN)) for row in rows}


def by_us(book: Path, target: Path, texts: Texts) -> None:
    from invoicing_xl.model.cells import Content
    from invoicing_xl.model.edits import ChangeSet, Edit
    from invoicing_xl.model.plans import PlanCell, SheetPlan
    from invoicing_xl.workbook.file import FileWorkbook

    workbook = FileWorkbook(book)
    edits = [Edit(SHEET, row, COLUMN, Content(text), Content(NEW), FILL) for row, text in texts.items()]
    workbook.apply(ChangeSet(tuple(edits)))
    lines = []
    for line, (row, text) in enumerate(texts.items(), 1):
        lines += [PlanCell(line, 1, float(row)), PlanCell(line, 2, text)]
    workbook.put(SheetPlan(ADDED, "findings", lines))
    workbook.save(target)


def by_openpyxl(book: Path, target: Path, texts: Texts) -> None:
    import openpyxl
    from openpyxl.styles import PatternFill

    workbook = openpyxl.load_workbook(book)
    sheet, added = workbook[SHEET], workbook.create_sheet(ADDED)
    fill = PatternFill("solid", fgColor=f"FF{FILL}")
    for row, text in texts.items():
        cell = sheet.cell(row, COLUMN)
        cell.value, cell.fill = NEW, fill
        added.append([float(row), text])
    workbook.save(target)


SIDES: dict[str, Callable[[Path, Path, Texts], None]] = {"ours": by_us, "openpyxl": by_openpyxl}


def _measure(side: str, book: Path, texts: Path) -> Measured:
    answer = _asked("--side", side, str(book), str(texts))
    measured = Measured(**json.loads(answer.splitlines()[-1]))
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    print(
        f"{side:10} {measured.seconds:8.2f} s, {measured.worked:.2f} s of the processor, "
        f"{measured.memory:,.0f} MB   (load of the machine: {load})",
        flush=True,
    )
    return measured


def _asked(*arguments: str) -> str:
    """What this script says to the arguments in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.patch", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _one_side(side: str, book: Path, texts: Path) -> None:
    known = {int(row): text for row, text in json.loads(texts.read_text()).items()}
    with tempfile.TemporaryDirectory() as folder:
        start, begun = time.perf_counter(), time.process_time()
        SIDES[side](book, Path(folder) / "after.xlsx", known)
        seconds, worked = time.perf_counter() - start, time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabyte = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(json.dumps({"seconds": seconds, "worked": worked, "memory": memory / megabyte}))


def _compare(book: Path, folder: Path, openpyxl: bool) -> None:
    texts = folder / "texts.json"
    texts.write_text(_asked("--texts", str(book)))
    print(f"{EDITS:,} edits and a new sheet, {book.name}, {book.stat().st_size / 1e6:.0f} MB packed")
    ours = _measure("ours", book, texts)
    print(f"peak memory, MB: {ours.memory:.0f} of at most {MEMORY}{_missed(ours.memory <= MEMORY)}")
    if openpyxl:
        theirs = _measure("openpyxl", book, texts)
        ratio = theirs.seconds / ours.seconds
        print(f"times as fast: {ratio:.1f}, at least {AT_LEAST}{_missed(ratio >= AT_LEAST)}")
        print(f"in seconds of the processor: {theirs.worked / ours.worked:.1f}")


def _missed(reached: bool) -> str:
    return "" if reached else "   MISSED"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time edits of a large sheet.")
    parser.add_argument("book", type=Path, nargs="?")
    parser.add_argument("--without-openpyxl", action="store_true")
    parser.add_argument("--side", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        _one_side(asked.side[0], Path(asked.side[1]), Path(asked.side[2]))
    elif asked.texts:
        print(json.dumps(find_texts(asked.texts)))
    elif asked.write:
        write_book(asked.write)
    else:
        with tempfile.TemporaryDirectory() as folder:
            book = asked.book or Path(folder) / "book.xlsx"
            if not asked.book:
                _asked("--write", str(book))
            _compare(book, Path(folder), not asked.without_openpyxl)


if __name__ == "__main__":
    main()
