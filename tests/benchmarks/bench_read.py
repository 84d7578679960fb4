"""How long a snapshot of a full sheet takes, next to what python-calamine takes for the values alone.

    python -m tests.benchmarks.bench_read [ROWS] [--runs N]

Each reading has a process of its own; of the runs the best counts. Printed: seconds, their ratio (the aim is
at most 2, with the checks included), and the peak memory of the process (the aim is at most 1.5 GB).
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.snapshot import snapshot
from tests.benchmarks.sheets import FULL, SHEET, write_invoices

FLAVORS = {
    "texts in the cells": {"shared_strings": False, "formulas": False},
    "shared texts": {"shared_strings": True, "formulas": False},
    "shared texts, formulas": {"shared_strings": True, "formulas": True},
}


def by_calamine(path: Path) -> int:
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def by_snapshot(path: Path) -> int:
    return snapshot(Package.open(path), SHEET).row_count


def measured(read: Callable[[Path], int], small: Path, path: Path) -> tuple[float, float]:
    """Seconds, and megabytes at the peak, of one reading in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (read, small, path))


def _measure(read: Callable[[Path], int], small: Path, path: Path) -> tuple[float, float]:
    read(small)  # what is imported on the way is not part of the reading
    start = time.perf_counter()
    read(path)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long a snapshot of a full sheet takes.")
    parser.add_argument("rows", type=int, nargs="?", default=FULL)
    parser.add_argument("--runs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.xlsx"
        write_invoices(small, 100)
        for name, flavor in FLAVORS.items():
            path = Path(folder) / "book.xlsx"
            write_invoices(path, asked.rows, **flavor)
            ours, theirs = [], []
            for _ in range(asked.runs):
                theirs.append(measured(by_calamine, small, path))
                ours.append(measured(by_snapshot, small, path))
            (seconds, peak), (their_seconds, their_peak) = min(ours), min(theirs)
            print(
                f"{name}, {asked.rows:,} rows: snapshot {seconds:.2f} s, {peak:,.0f} MB; calamine "
                f"{their_seconds:.2f} s, {their_peak:,.0f} MB; ratio {seconds / their_seconds:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
