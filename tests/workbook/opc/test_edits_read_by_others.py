"""What other programs read from edited books is what was meant."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given
from python_calamine import CalamineWorkbook

from invoicing_xl.model.cells import Content, ErrorValue
from tests.workbook import slow_reader
from tests.workbook.corpus import books
from tests.workbook.corpus.books import Made
from tests.workbook.opc.edited_books import (
    PLAIN_STYLES,
    Book,
    everything,
    many,
    random_edits,
    seeds,
    stored,
)
from tests.workbook.opc.sheets_of_all_kinds import Place, random_sheet

SHOWN_TO_LIBREOFFICE = 40


def edited(random: Random, folder: Path) -> tuple[Path, dict[Place, Content]]:
    """A book after random edits, and what was written into which cells.

    No number is shown as a day: openpyxl and calamine fail where one is so large that it is none.
    """
    sheet = random_sheet(random, plain=True)
    book = Book(folder, sheet, random, styles=PLAIN_STYLES.replace('numFmtId="14"', 'numFmtId="2"'))
    edits = random_edits(random, sheet, everything(slow_reader.read(book.path), sheet.arrays))
    edits = [edit for edit in edits if edit.after.number_format != "yyyy-mm-dd"]
    book.edit(edits)
    book.save()
    written = (edit for edit in edits if stored(edit.after) != stored(edit.before))
    meant = {(edit.row, edit.column): stored(edit.after) for edit in written}
    return book.path.with_name("new.xlsx"), meant


@many
@given(seeds)
def test_openpyxl_reads_the_same(random: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, meant = edited(random, Path(folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = openpyxl.load_workbook(path)["Sheet"]
        for place, wanted in meant.items():
            cell = opened.cell(*place)
            if wanted.formula:
                assert cell.value in (wanted.formula, wanted.formula.replace("= ", "="))
            elif isinstance(wanted.value, ErrorValue):
                assert (cell.data_type, cell.value) == ("e", str(wanted.value))
            elif isinstance(wanted.value, str):
                assert slow_reader.unescape(str(cell.value)) == wanted.value
            else:
                assert cell.value == wanted.value


@many
@given(seeds)
def test_calamine_reads_the_same(random: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, meant = edited(random, Path(folder))
        found = by_calamine(path)
        for place, wanted in meant.items():
            value = found.get(place, "")
            if isinstance(value, str):  # it leaves the escape of what is no character of XML
                value = value.replace("_xFFFE_", "\ufffe")
            assert value == _shown(wanted)


def test_libreoffice_reads_the_same(tmp_path: Path) -> None:
    if not books.libreoffice():
        pytest.skip("LibreOffice (soffice) is not installed: it is not asked what it reads")
    made, meant = [], {}
    for seed in range(SHOWN_TO_LIBREOFFICE):
        folder = tmp_path / str(seed)
        folder.mkdir()
        path, meant[f"{seed}"] = edited(Random(seed), folder)
        made.append(Made(path.rename(tmp_path / f"{seed}.xlsx")))
    (tmp_path / "out").mkdir()
    for path in books.converted(tmp_path / "out", made, "ods", tmp_path / "profile"):
        found = by_calamine(path)
        for place, wanted in meant.pop(path.stem).items():
            if wanted.formula:  # it calculates anew, and the sheets' formulas refer to anything
                continue
            value = found.get(place, "")
            if isinstance(wanted.value, str):
                assert value == wanted.value or not wanted.value.isprintable()  # it drops what is not
            elif isinstance(wanted.value, float):
                assert value == pytest.approx(wanted.value, rel=1e-14)  # it writes 15 digits
            else:
                assert value == _shown(wanted)
    assert not meant


def by_calamine(path: Path) -> dict[Place, object]:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    top, left = sheet.start or (0, 0)
    return {
        (row, column): value
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1)
        for column, value in enumerate(values, left + 1)
    }


def _shown(wanted: Content) -> object:
    """calamine hides errors."""
    return "" if wanted.value is None or isinstance(wanted.value, ErrorValue) else wanted.value
