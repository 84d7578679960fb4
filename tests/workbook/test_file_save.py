"""Saving: what changes in the file and beside it, and what the clerk is told."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
import xlsxwriter

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.plans import PlanCell, SheetPlan
from invoicing_xl.workbook import file as file_module
from invoicing_xl.workbook.file import FileWorkbook, keep_copy
from invoicing_xl.workbook.opc.verify import NotAsMeant
from tests.workbook.handmade import sheet_xml, write

EDIT = Edit("Data", 2, 2, Content(1.0), Content(1.5), fill="FFEB9C")
PLAN = SheetPlan("Findings", "findings", [PlanCell(1, 1, "found")])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build(tmp_path / "Book.xlsx")


def build(path: Path) -> Path:
    """A workbook with a chart, a note, a picture, a table and a second sheet."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.add_table("A1:B4", {"data": [["a", 1], ["b", 2], ["c", 3]]})
        sheet.write_formula("D2", "=B2*2", None, 2)
        sheet.write_comment("A1", "a note")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$B$2:$B$4"})
        sheet.insert_chart("F1", chart)
        workbook.add_worksheet("Other").write("A1", "stays")
        workbook.set_properties({"title": "kept"})
    return path


def changed(path: Path) -> FileWorkbook:
    book = FileWorkbook(path)
    book.apply(ChangeSet((EDIT,)))
    book.put(PLAN)
    return book


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def is_new(path: Path) -> bool:
    now = parts(path)
    both = (b"<v>1.5</v>" in now["xl/worksheets/sheet1.xml"], b"Findings" in now["xl/workbook.xml"])
    assert both[0] == both[1]
    return both[0]


@pytest.mark.parametrize(
    "spelled",
    [str.upper, str.lower, lambda name: name.replace("/", "\\")],
    ids=["upper case", "lower case", "backslashes"],
)
def test_names_in_the_zip_are_spelled_as_other_programs_do(
    path: Path, tmp_path: Path, spelled: Callable[[str], str]
) -> None:
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as archive:
        for name, data in parts(path).items():
            archive.writestr(spelled(name), data)
    changed(other).save()
    after = FileWorkbook(other)
    assert [sheet.name for sheet in after.sheets()] == ["Data", "Other", "Findings"]
    assert after.read("Data").value(2, 2) == 1.5
    assert len(parts(other)) == len({name.lower().replace("\\", "/") for name in parts(other)})
    assert {spelled(name) for name in parts(path)} <= parts(other).keys()


# --- what stays


def test_only_what_must_change_changes(path: Path) -> None:
    before = parts(path)
    changed(path).save()
    after = parts(path)
    assert list(after)[: len(before)] == list(before)
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }
    assert [name for name in after if name not in before] == ["xl/worksheets/sheet3.xml"]


def test_no_change_no_write(path: Path, tmp_path: Path) -> None:
    before = path.stat()
    book = FileWorkbook(path)
    book.read("Data")
    book.apply(ChangeSet((Edit("Data", 2, 2, Content(1.0), Content(1.0)),)))
    book.append("Data", [])
    book.save()
    assert path.stat() == before
    book.save(tmp_path / "copy.xlsx")
    assert (tmp_path / "copy.xlsx").read_bytes() == path.read_bytes()


def test_mode_owner_and_link_stay(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 12345, 54321)
    link = tmp_path / "link.xlsx"
    link.symlink_to(path.name)
    before = path.stat()
    changed(link).save()
    assert link.is_symlink()
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert is_new(path)


def test_a_new_file_gets_the_usual_mode(path: Path, tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    changed(path).save(tmp_path / "new.xlsx")
    assert (tmp_path / "new.xlsx").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert is_new(tmp_path / "new.xlsx")
    assert not is_new(path)


def test_one_save_after_another(path: Path, tmp_path: Path) -> None:
    book = changed(path)
    book.save(tmp_path / "elsewhere.xlsx")
    book.save()
    book.apply(ChangeSet((Edit("Data", 2, 2, Content(1.5), Content(2.5)),)))
    book.save()
    assert FileWorkbook(path).read("Data").value(2, 2) == 2.5
    assert is_new(tmp_path / "elsewhere.xlsx")


def test_a_sheet_that_was_edited_and_then_replaced_holds_what_it_was_replaced_by(path: Path) -> None:
    book = changed(path)
    book.apply(ChangeSet((Edit("Findings", 1, 1, Content("found"), Content("mine")),)))
    book.save()
    book.apply(ChangeSet((Edit("Findings", 1, 1, Content("mine"), Content("found")),)))
    assert book.put(SheetPlan("Findings", "findings", [PlanCell(1, 1, "other")])) == "Findings"
    book.append("Findings", [[Content("below")]])
    book.save()
    grid = FileWorkbook(path).read("Findings")
    assert [grid.value(row, 1) for row in (1, 2)] == ["other", "below"]


def test_excel_recalculates_only_where_something_was_changed_that_formulas_read(tmp_path: Path) -> None:
    path = write(tmp_path / "Book.xlsx", sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    book = FileWorkbook(path)
    book.apply(ChangeSet((Edit("Sheet", 1, 1, Content(1.0), Content(1.0, number_format="0.00"), "FFEB9C"),)))
    book.put(PLAN)
    book.save()
    assert b"fullCalcOnLoad" not in parts(path)["xl/workbook.xml"]
    book.apply(ChangeSet((Edit("Sheet", 1, 1, Content(1.0), Content(2.0)),)))
    book.save()
    assert b'fullCalcOnLoad="1"' in parts(path)["xl/workbook.xml"]


# --- the copy


def copies() -> list[Path]:
    folder = file_module.user_data_path("invoicing-xl", appauthor=False) / "copies"
    return sorted(folder.glob("*")) if folder.exists() else []


def test_a_copy_of_the_original_is_kept_for_a_while(path: Path, tmp_path: Path) -> None:
    before, known = path.read_bytes(), set(copies())
    changed(path).save(tmp_path / "elsewhere.xlsx")
    assert set(copies()) == known
    changed(path).save()
    (copy,) = set(copies()) - known
    assert copy.read_bytes() == before

    known.add(copy)
    older = (tmp_path / "elsewhere.xlsx").read_bytes()
    changed(build(tmp_path / "Third.xlsx")).save(tmp_path / "elsewhere.xlsx")
    (overwritten,) = set(copies()) - known
    assert overwritten.read_bytes() == older
    assert copy.name.startswith("Book ")
    old, young = copy.rename(copy.with_name("Old.xlsx")), keep_copy(path)
    for age, kept in ((13, True), (15, False)):
        os.utime(old, (0, time.time() - age * 86_400))
        keep_copy(path)
        assert (old in copies(), young in copies()) == (kept, True)


def test_a_folder_is_called_a_folder(path: Path, tmp_path: Path) -> None:
    with pytest.raises(ClerkMessage, match="This is a folder"):
        changed(path).save(tmp_path)


def test_two_copies_in_one_second_are_two(path: Path) -> None:
    assert keep_copy(path) != keep_copy(path)


# --- what is told


def test_what_is_not_as_meant_never_gets_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = changed(path)
    write = book._package.write

    def sabotaged(target: BinaryIO) -> None:
        write(target)
        target.seek(200)
        target.write(b"\xff")
        target.seek(0, os.SEEK_END)

    monkeypatch.setattr(book._package, "write", sabotaged)
    before = path.read_bytes()
    with pytest.raises((NotAsMeant, ClerkMessage)):
        book.save()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_signed_workbook_is_told(path: Path) -> None:
    assert FileWorkbook(path).warnings == ()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    (warning,) = FileWorkbook(path).warnings
    assert "signature" in warning


def test_looks_of_letters_that_go_are_told(tmp_path: Path) -> None:
    mixed = "<is><r><rPr><b/></rPr><t>ol</t></r><r><t>d</t></r></is>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr">{mixed}</c></row>' for n in range(1, 8))
    book = FileWorkbook(write(tmp_path / "Rich.xlsx", sheet_xml(rows)))
    book.apply(ChangeSet(tuple(Edit("Sheet", n, 1, Content("old"), Content("new")) for n in range(1, 8))))
    book.save()
    (warning,) = book.warnings
    assert warning.endswith("lost: Sheet!A1, Sheet!A2, Sheet!A3, Sheet!A4, Sheet!A5 and 2 more.")
