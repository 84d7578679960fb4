"""How long generated sheets take to get into a workbook of 50,000 rows, and to be replaced there.

python -m tests.benchmarks.generated_sheets
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from invoicing_xl.model.cells import Area
from invoicing_xl.model.plans import Look, PlanCell, PrintSetup, SheetPlan
from invoicing_xl.workbook.file import FileWorkbook

STATEMENTS, LINES, FINDINGS = 1_000, 50, 100_000
TITLE = Look(bold=True, size=14)
HEADER = Look(bold=True, fill="1F3A5F", color="FFFFFF", borders=frozenset({"bottom"}))
TEXT, DAY, MONEY = Look(), Look(number_format="yyyy-mm-dd"), Look(number_format="#,##0.00")


def statement(number: int) -> SheetPlan:
    cells = [PlanCell(1, 1, f"Customer {number}", TITLE)]
    cells += [PlanCell(5, column, f"Heading {column}", HEADER) for column in range(1, 9)]
    for row in range(6, 6 + LINES):
        cells += [
            PlanCell(row, 1, 45_000.0 + row, DAY),
            PlanCell(row, 2, "Invoice", TEXT),
            PlanCell(row, 3, f"INV-{number}-{row}", TEXT),
            PlanCell(row, 4, 45_030.0 + row, DAY),
            *(PlanCell(row, column, 100.0 * row + column, MONEY) for column in (5, 6, 7)),
            PlanCell(row, 8, 90.0 * row, MONEY, formula=f"=N(H{row - 1})+E{row}-F{row}"),
        ]
    return SheetPlan(
        f"Statement {number}",
        "statement",
        cells,
        key=f"S-{number}",
        widths=dict.fromkeys(range(1, 9), 14.0),
        printing=PrintSetup(Area(1, 1, 5 + LINES, 8), repeat_rows=(5, 5), footer="&CPage &P of &N"),
    )


def findings() -> SheetPlan:
    cells = [
        PlanCell(row, column, f"finding {row} {column}" if column % 3 else float(row), TEXT)
        for row in range(1, FINDINGS + 1)
        for column in range(1, 13)
    ]
    return SheetPlan("Findings", "findings", cells)


def invoices(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Invoices")
        for row in range(50_000):
            sheet.write_row(
                row, 0, [f"text {row} {column}" if column % 3 else row * 1.5 for column in range(12)]
            )


def timed(what: str, task: Callable[[], object]) -> None:
    start = time.perf_counter()
    task()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:44} {time.perf_counter() - start:6.2f} s, peak so far {peak} MB")


def put(path: Path, plans: list[SheetPlan]) -> None:
    book = FileWorkbook(path)
    for plan in plans:
        book.put(plan)
    book.save()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        path = Path(folder) / "book.xlsx"
        invoices(path)
        plans = [statement(number) for number in range(STATEMENTS)]
        timed(f"{STATEMENTS:,} statement sheets put", lambda: put(path, plans))
        timed("the same replaced", lambda: put(path, plans))
        timed("the sheets listed, edited or not", lambda: FileWorkbook(path).sheets())
        plan = findings()
        timed(f"{FINDINGS:,} findings put", lambda: put(path, [plan]))


if __name__ == "__main__":
    main()
