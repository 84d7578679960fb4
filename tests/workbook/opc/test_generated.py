"""Sheets of ours in a workbook file: found by their marks, put in one go, kept where the clerk edited."""

import shutil
import subprocess
from copy import copy
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.protection import WorkbookProtection

from invoicing_xl.model.cells import Area, ErrorValue
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.plans import BarChart, Look, PlanCell, SheetPlan
from invoicing_xl.workbook.opc.generated import GeneratedSheets
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.snapshot import snapshot
from invoicing_xl.workbook.port import SheetInfo

FINDINGS = SheetPlan(
    "Findings",
    "findings",
    (
        PlanCell(1, 1, "Rule"),
        PlanCell(1, 2, "Amount"),
        PlanCell(2, 1, "AMT-01 <&> _x000D_ \x0b"),
        PlanCell(2, 2, 0.1 + 0.2, Look(number_format="0.00")),
        PlanCell(3, 1, True),
        PlanCell(3, 2, 12345678.25),
        PlanCell(4, 1, ErrorValue("#N/A")),
        PlanCell(4, 2, 12345678.55, formula="=SUM(B2:B3)"),
        PlanCell(5, 1, "", formula='=IF(B2>1,"much","")'),
        PlanCell(5, 2, 5.0, formula="=Invoices!A1+'Invoices'!A1"),
    ),
    key="Q3",
    inputs=frozenset({3}),
)


def opened(path: Path) -> tuple[Package, GeneratedSheets]:
    package = Package.open(path)

    def infos() -> list[SheetInfo]:
        return [SheetInfo(sheet.name, sheet.state == "visible") for sheet in package.sheets]

    return package, GeneratedSheets(package, infos, lambda name: snapshot(package, name))


def saved(package: Package, path: Path) -> Path:
    target = BytesIO()
    package.write(target)
    path.write_bytes(target.getvalue())
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of a clerk's with our sheet in it."""
    source = openpyxl.Workbook()
    source.active.title = "Invoices"
    source.active["A1"] = 2.5
    source.save(tmp_path / "book.xlsx")
    package, sheets = opened(tmp_path / "book.xlsx")
    assert sheets.put(FINDINGS) == "Findings"
    sheets.graft()
    return saved(package, tmp_path / "book.xlsx")


def test_a_sheet_that_waits_reads_as_it_will_in_the_file(tmp_path: Path, book: Path) -> None:
    package, sheets = opened(book)
    sheets.put(SheetPlan("Aging", "aging", FINDINGS.cells))
    before = sheets.waiting("AGING")
    sheets.graft()
    assert before and sheets.waiting("Aging") is None
    after = snapshot(package, "Aging")
    for row in range(1, 6):
        for column in (1, 2):
            assert after.content(row, column) == before.content(row, column), (row, column)


def test_nothing_is_brought_in_before_it_must(book: Path) -> None:
    package, sheets = opened(book)
    sheets.put(FINDINGS)
    assert not package.changed
    assert sheets.sheets() == (SheetInfo("Invoices"), SheetInfo("Findings", kind="findings", key="Q3"))
    assert not package.changed


def excels_saving(path: Path) -> None:
    """Another program opens, calculates and saves the workbook."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = path.parent / "out"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(folder / path.name, path)


@pytest.mark.parametrize("by", ["openpyxl", "LibreOffice"])
def test_saving_elsewhere_is_no_edit(book: Path, by: str) -> None:
    if by == "openpyxl":
        openpyxl.load_workbook(book).save(book)
    else:
        kept = [cell for cell in FINDINGS.cells if (cell.row, cell.column) not in ((2, 1), (3, 1), (4, 1))]
        plain = SheetPlan("Findings", "findings", kept, key="Q3")
        package, sheets = opened(book)
        sheets.put(plain)  # without what LibreOffice does not keep as it is: escapes, TRUE, errors
        sheets.graft()
        saved(package, book)
        excels_saving(book)
    _, sheets = opened(book)
    assert sheets.sheets()[1] == SheetInfo("Findings", kind="findings", key="Q3")


def test_what_the_clerk_did_in_excel_is_an_edit(book: Path) -> None:
    source = openpyxl.load_workbook(book)
    source["Findings"]["B3"] = 1
    source.save(book)
    package, sheets = opened(book)
    assert sheets.sheets()[1].edited
    assert sheets.put(FINDINGS) == "Findings (2)"
    sheets.graft()
    saved(package, book)
    assert openpyxl.load_workbook(book)["Findings"]["B3"].value == 1


def test_a_tick_or_new_results_are_none(book: Path) -> None:
    source = openpyxl.load_workbook(book)
    source["Findings"]["C2"] = "x"
    source["Invoices"]["A1"] = 100
    source.save(book)
    _, sheets = opened(book)
    assert not sheets.sheets()[1].edited
    assert sheets.put(FINDINGS) == "Findings"


def test_a_note_would_be_lost_with_the_sheet_so_it_is_an_edit(book: Path) -> None:
    source = openpyxl.load_workbook(book)
    source["Findings"]["A2"].comment = Comment("Called the customer", "clerk")
    source.save(book)
    _, sheets = opened(book)
    assert sheets.sheets()[1].edited


def test_so_is_a_text_box_beside_our_chart(book: Path) -> None:
    package, sheets = opened(book)
    area = Area.parse("B2:B3")
    sheets.put(replace(FINDINGS, charts=(BarChart("Amounts", area, area, 7, 1),)))
    sheets.graft()
    assert not opened(saved(package, book))[1].sheets()[1].edited
    package, sheets = opened(book)
    drawing = package.related(package.sheet("Findings").part, "drawing")[0]
    shape = package.read(drawing).replace(b"</xdr:wsDr>", b"<xdr:sp/></xdr:wsDr>")
    package.replace(drawing, shape)
    assert sheets.sheets()[1].edited


def test_a_copied_report_is_the_clerks(book: Path) -> None:
    source = openpyxl.load_workbook(book)
    copied = source.copy_worksheet(source["Findings"])
    copied.title = "Findings June"
    for name in source["Findings"].defined_names.values():
        copied.defined_names.add(copy(name))
    source.save(book)
    _, sheets = opened(book)
    assert [info.edited for info in sheets.sheets()] == [False, False, True]
    assert sheets.put(FINDINGS) == "Findings"


def test_a_locked_structure_gets_no_new_sheet_but_an_old_one_can_be_renewed(book: Path) -> None:
    source = openpyxl.load_workbook(book)
    source.security = WorkbookProtection(lockStructure=True)
    source.save(book)
    _, sheets = opened(book)
    assert sheets.put(FINDINGS) == "Findings"
    with pytest.raises(ClerkMessage):
        sheets.put(SheetPlan("Aging", "aging", ()))
    with pytest.raises(ClerkMessage):
        sheets.remove("Findings")


def test_removing_leaves_no_trace(book: Path) -> None:
    package, sheets = opened(book)
    sheets.put(SheetPlan("Aging", "aging", FINDINGS.cells))
    sheets.remove("aging")
    sheets.remove("Findings")
    assert sheets.sheets() == (SheetInfo("Invoices"),)
    assert [sheet.name for sheet in package.sheets] == ["Invoices"]
    assert not list(package.workbook.iter("{*}definedName"))


def test_a_plan_that_no_sheet_can_hold_changes_nothing(book: Path) -> None:
    package, sheets = opened(book)
    sheets.put(SheetPlan("Aging", "aging", (PlanCell(1, 1, "x" * 40_000),)))
    with pytest.raises(ValueError):
        sheets.graft()
    assert not package.changed
