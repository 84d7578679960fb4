"""What edits and a new sheet take in memory: little, however large the sheet and all that is not touched."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.plans import PlanCell, SheetPlan
from invoicing_xl.workbook.file import FileWorkbook
from tests.workbook.handmade import sheet_xml, write

ROOT = Path(__file__).resolve().parents[2]
STATUS = Path("/proc/self/status")
COLUMNS = "ABCDEFGHIJKL"
EDITS = 1_000
AT_MOST, MORE = 150, 30
"""Megabytes: at the peak, and how many more a sheet of a hundred times the rows may take."""

pytestmark = pytest.mark.skipif(
    not STATUS.exists(), reason="Linux only: no /proc tells the peak memory of a process here"
)


def book(path: Path, rows: int) -> Path:
    """A sheet of twelve columns, half of them shared texts, each of its own, and a picture as large."""
    numbers = "".join(f'<c r="{letter}%(row)d"><v>%(row)d.25</v></c>' for letter in COLUMNS[:6])
    texts = "".join(f'<c r="{letter}%(row)d" t="s"><v>%(row)d</v></c>' for letter in COLUMNS[6:])
    row = f'<row r="%(row)d">{numbers}{texts}</row>'
    xml = "".join(row % {"row": number} for number in range(1, rows + 1))
    strings = "".join(f"<si><t>Reference of the invoice {number}</t></si>" for number in range(rows + 1))
    write(path, sheet_xml(xml), strings=strings)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", os.urandom(300 * rows))
    return path


def test_memory_does_not_grow_with_the_sheet(tmp_path: Path) -> None:
    peaks = [_peak(book(tmp_path / f"{rows}.xlsx", rows), rows) for rows in (2_000, 200_000)]
    assert max(peaks) < AT_MOST
    assert peaks[1] - peaks[0] < MORE


def _peak(path: Path, rows: int) -> int:
    command = [sys.executable, "-m", "tests.workbook.test_file_memory", str(path), str(rows)]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """A thousand values and fills and a new sheet, saved; prints the peak of this process in megabytes."""
    path, rows = Path(sys.argv[1]), int(sys.argv[2])
    edits = [
        Edit("Sheet", row, 7, Content(f"Reference of the invoice {row}"), Content("mended"), "FFEB9C")
        for row in range(1, rows + 1, rows // EDITS)
    ]
    workbook = FileWorkbook(path)
    workbook.apply(ChangeSet(tuple(edits)))
    workbook.put(SheetPlan("Findings", "findings", [PlanCell(row, 1, "found") for row in range(1, EDITS)]))
    workbook.save(path.with_name("new.xlsx"))
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    print(int(line.split()[1]) >> 10)


if __name__ == "__main__":
    main()
