"""The demo workbook is what its text says, tells the truth about itself, and its mistakes are found."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from invoicing_xl.build.demo_ledger import DEMO_AS_OF, right_books
from invoicing_xl.build.demo_mistakes import wrong_books
from invoicing_xl.build.demo_workbook import HEADER_ROW, PLACE, build
from invoicing_xl.model.findings import Severity
from invoicing_xl.tasks.check import Checked, check
from invoicing_xl.workbook.file import FileWorkbook


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(FileWorkbook(PLACE), np.datetime64(DEMO_AS_OF))


def test_the_committed_file_is_what_its_text_says(tmp_path: Path) -> None:
    build(tmp_path / "demo.xlsx")
    assert _parts(tmp_path / "demo.xlsx") == _parts(PLACE)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_mistake_is_found(checked: Checked) -> None:
    found = {(finding.rule, finding.sheet, finding.row) for finding in checked.findings}
    made = {
        (mistake.rule, mistake.sheet, HEADER_ROW[mistake.sheet] + 1 + mistake.position)
        for mistake in wrong_books(right_books())
    }
    assert len(made) >= 20
    assert made <= found


def test_rows_that_are_right_stay_silent(checked: Checked) -> None:
    wrong = {
        (mistake.sheet, HEADER_ROW[mistake.sheet] + 1 + mistake.position)
        for mistake in wrong_books(right_books())
    }
    others = [one for one in checked.findings if (one.sheet, one.row) not in wrong]
    assert [one for one in others if one.severity is not Severity.INFO] == []


def test_all_lists_are_seen(checked: Checked) -> None:
    seen = {(table.sheet, table.kind, table.header_row) for table in checked.facts.tables}
    assert seen == {(sheet, sheet.lower(), row) for sheet, row in HEADER_ROW.items()}


def test_right_rows_add_up() -> None:
    books = right_books()
    for row in books.invoices:
        lines = [line for line in books.lines if line["Invoice No"] == row["Invoice No"]]
        assert row["Net"] == sum(int(str(line["Amount"])) for line in lines)
        assert int(str(row["Net"])) + int(str(row["VAT"])) == row["Total"]
    numbers = [str(row["Invoice No"]) for row in books.invoices if row["Type"] == "Invoice"]
    assert sorted(numbers) == [f"INV-26-{n:04d}" for n in range(101, 101 + len(numbers))]


def test_formulas_have_the_results_that_a_spreadsheet_program_would_give_them() -> None:
    """Reckoned anew from the cells of the file, by formula."""
    formulas, results = openpyxl.load_workbook(PLACE), openpyxl.load_workbook(PLACE, data_only=True)
    reckoned = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            result = results[sheet.title][cell.coordinate].value
            expected = _reckon(str(cell.value), cell.row, results)
            assert result == (expected if isinstance(expected, str) else pytest.approx(expected, abs=1e-6))
            reckoned += 1
    assert reckoned > 400


_LINE = ("Qty", "Unit Price", "Disc %")
_TABLES = {"tblInvoices": "Invoices", "tblPayments": "Payments", "tblLines": "Lines"}


def _reckon(formula: str, row: int, book: openpyxl.Workbook) -> float | str:
    """Only the five kinds of formula that the demo workbook has."""
    summary = book["Summary"]
    if formula.startswith("=ROUND("):
        quantity, price, discount = (
            _cell(book["Lines"], row, name) for name in ("Qty", "Unit Price", "Disc %")
        )
        exact = float(str(quantity)) * float(str(price)) * (1 - float(str(discount)) / 100)
        return round(exact + (1e-9 if exact > 0 else -1e-9), 2)
    if formula.startswith("=VLOOKUP("):
        names = {key.value: name.value for key, name in book["Customers"]["A4:B28"]}
        return str(names.get(_cell(book["Payments"], row, "Customer ID"), "#N/A"))
    if formula.startswith("=SUMIFS("):
        table, column, *rest = re.findall(r"(tbl\w+)\[([^\]]+)\]", formula)[0]
        assert not rest
        sheet, conditions = book[_TABLES[table]], _conditions(formula, summary)
        rows = range(HEADER_ROW[sheet.title] + 1, sheet.max_row + 1)
        chosen = [_cell(sheet, one, column) for one in rows if all(test(sheet, one) for test in conditions)]
        return float(sum(value for value in chosen if isinstance(value, int | float)))
    left, right = re.fullmatch(r"=(\w+)-(\w+)", formula).groups()  # type: ignore[union-attr]
    return float(summary[left].value) - float(summary[right].value)


def _conditions(formula: str, summary: Worksheet) -> list[Callable[[Worksheet, int], bool]]:
    tests: list[Callable[[Worksheet, int], bool]] = []
    for column, criterion in re.findall(r",tbl\w+\[([^\]]+)\],(.+?)(?=,tbl|\)$)", formula):
        place = re.search(r"\b([AI]\d+)\b", criterion)
        wanted = summary[place[1]].value if place else criterion.strip('"')
        if criterion.startswith('">='):
            tests.append(lambda s, r, c=column, w=wanted: _is_day(s, r, c) and _cell(s, r, c) >= w)
        elif criterion.startswith('"<'):
            after = wanted.replace(month=wanted.month + 1)
            tests.append(lambda s, r, c=column, w=after: _is_day(s, r, c) and _cell(s, r, c) < w)
        else:
            tests.append(lambda s, r, c=column, w=wanted: _cell(s, r, c) == w)
    return tests


def _is_day(sheet: Worksheet, row: int, caption: str) -> bool:
    return not isinstance(_cell(sheet, row, caption), str)


def _cell(sheet: Worksheet, row: int, caption: str):  # type: ignore[no-untyped-def]
    captions = [cell.value for cell in sheet[HEADER_ROW[sheet.title]]]
    return sheet.cell(row, captions.index(caption) + 1).value
