"""The command line as a clerk, and as another program, sees it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from invoicing_xl.model.cells import CellValue, Content
from tests.tasks.ledgers import CAPTIONS, invoice_rows

ROOT = Path(__file__).resolve().parents[2]
needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is missing (apt install libreoffice-calc python3-uno)"
)
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs ``invoicing-xl`` with settings folders of its own."""
    home = {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "home" / "data"),
        "XDG_STATE_HOME": str(tmp_path / "home" / "state"),
    }

    def invoicing_xl(
        *arguments: str | Path, python_path: str = str(ROOT), stdout: int | IO[str] = subprocess.PIPE
    ) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "invoicing_xl", *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | home | {"PYTHONPATH": python_path},
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )

    return invoicing_xl


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger with a text number, and a total that net and tax contradict."""
    rows = invoice_rows()
    rows[3][6] = Content("420.60 ", number_format="General")
    rows[3][4], rows[3][5] = Content(350.5, number_format="#,##0.00"), Content(70.1, number_format="#,##0.00")
    rows[15][6] = Content(17.0, number_format="#,##0.00")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Invoices"
    for column, caption in enumerate(CAPTIONS, 1):
        sheet.cell(1, column, caption)
    for row, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells, 1):
            fill(sheet.cell(row, column), cell)
    path = tmp_path / "ledger.xlsx"
    workbook.save(path)
    return path


def fill(cell: Any, content: CellValue | Content) -> None:
    if isinstance(content, Content):
        cell.value = content.value
        cell.number_format = content.number_format
    else:
        cell.value = content


def test_check_says_what_is_wrong_and_changes_nothing(run: Run, book: Path) -> None:
    before = book.read_bytes()
    result = run("check", book, "--as-of", "2026-04-30")
    assert result.returncode == 1, result.stderr
    assert "Invoices!G17" in result.stdout
    assert result.stderr == ""
    assert book.read_bytes() == before


def test_check_as_json_keeps_its_contract(run: Run, book: Path) -> None:
    result = run("check", book, "--as-of", "2026-04-30", "--format", "json")
    answer = json.loads(result.stdout)
    assert list(answer) == ["book", "as_of", "tables", "rules", "findings"]
    assert answer["tables"][0]["columns"]["gross"] == "G"
    assert (answer["tables"][0]["kind"], answer["tables"][0]["first_row"], answer["tables"][0]["rows"]) == (
        "invoices", 2, 24,
    )  # fmt: skip
    assert {rule["status"] for rule in answer["rules"]} == {"run", "skipped"}
    assert all(rule["reason"] for rule in answer["rules"] if rule["status"] == "skipped")
    finding = next(one for one in answer["findings"] if one["cell"] == "G17")
    assert set(finding) == {
        "rule", "severity", "sheet", "row", "column", "cell", "header", "document", "customer", "message",
        "now", "proposed", "confidence", "related",
    }  # fmt: skip
    assert (finding["rule"], finding["severity"], finding["header"]) == ("AMT-04", "ERROR", "Total")


def test_correct_and_undo_in_place(run: Run, book: Path) -> None:
    before = [[cell.value for cell in row] for row in openpyxl.load_workbook(book)["Invoices"].iter_rows()]
    answer = json.loads(run("correct", book, "--as-of", "2026-04-30", "--format", "json").stdout)
    assert [(one["cell"], one["before"], one["after"], one["rule"]) for one in answer["applied"]] == [
        ("G5", "420.60 ", 420.6, "FMT-01")
    ]
    workbook = openpyxl.load_workbook(book)
    assert workbook.sheetnames == ["Invoices", "Change log"]
    assert workbook["Invoices"]["G5"].value == 420.6
    result = run("undo", book)
    assert result.returncode == 0, result.stderr
    after = [[cell.value for cell in row] for row in openpyxl.load_workbook(book)["Invoices"].iter_rows()]
    assert after == before


def test_an_output_leaves_the_workbook_alone(run: Run, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    for command in (["check", "--write"], ["correct"], ["setup", "--write"], ["statements"], ["aging"]):
        output = tmp_path / f"{command[0]}.xlsx"
        dated = [] if command[0] == "setup" else ["--as-of", "2026-04-30"]
        result = run(command[0], book, *command[1:], *dated, "--output", output)
        assert result.returncode in (0, 1), result.stderr
        assert len(openpyxl.load_workbook(output).sheetnames) > 1
    assert book.read_bytes() == before


def test_aging_and_statements_as_json(run: Run, book: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    aging = json.loads(
        run("aging", book, "--as-of", "2026-03-15", "--format", "json", "--output", output).stdout
    )
    assert aging["buckets"] == ["Not due", "1-30", "31-60", "61-90", "91+"]
    assert [row["customer"] for row in aging["customers"]] == ["K001", "K002", "K003", "K004"]
    answer = json.loads(
        run("statements", book, "--as-of", "2026-03-15", "--format", "json", "--output", output).stdout
    )
    assert [one["difference"] for one in answer["tie_out"]] == ["0.00"]
    balances = {row["customer"]: row["balance"] for row in aging["customers"]}
    assert {one["customer"]: one["closing"] for one in answer["statements"]} == balances
    assert aging["not_counted"] == answer["not_counted"] == []


def test_what_is_not_counted_is_told_in_text_and_json_alike(run: Run, tmp_path: Path) -> None:
    path, rows = tmp_path / "book.xlsx", openpyxl.Workbook()
    for row in (
        ["Invoice No", "Date", "Due date", "Customer", "Total", "Status"],
        ["R-1", date(2026, 3, 1), date(2026, 3, 31), "K1", 100.5, "open"],
        ["R-2", date(2026, 3, 2), date(2026, 3, 31), "K1", 70, "draft"],
        ["R-3", date(2026, 3, 3), None, "K2", "=35*2", "open"],
        ["R-4", date(2026, 3, 4), None, "K3", 20, "open"],
    ):
        rows.active.append(row)
    rows.save(path)
    dated = ("--as-of", "2026-04-30", "--output", tmp_path / "out.xlsx")
    for command in ("aging", "statements"):
        said = json.loads(run(command, path, *dated, "--format", "json").stdout)
        assert said["not_counted"] == [
            {"sheet": "Sheet", "row": 3, "why": "the document is a draft"},
            {"sheet": "Sheet", "row": 4, "why": "the amount is missing or no clear number"},
        ]
        assert any("No sheet names a currency" in note for note in said["notes"])
        assert any("column E: 1 formula" in note for note in said["notes"])
        text = run(command, path, *dated).stdout
        assert all(note in text for note in said["notes"])


@pytest.mark.parametrize("name", ["nothing.xlsx", "broken.xlsx", "old.xls", "list.csv", "folder.xlsx"])
def test_what_cannot_be_read_is_one_sentence(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "broken.xlsx":
        path.write_bytes(b"PK\x03\x04 and no more")
    elif name == "folder.xlsx":
        path.mkdir()
    elif name != "nothing.xlsx":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600) if name == "old.xls" else b"Invoice;Total\n1;2\n")
    for command in (["check"], ["correct"], ["statements", "--as-of", "2026-03-15"]):
        result = run(command[0], path, *command[1:])
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        assert result.stdout == ""


def test_a_wrong_day_is_said_so(run: Run, book: Path) -> None:
    result = run("check", book, "--as-of", "31.12.2026")
    assert result.returncode == 2
    assert "YYYY-MM-DD" in result.stderr


def test_options_that_say_nothing_together_are_refused(run: Run, book: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (["correct", book, "--ticked", "--rule", "FMT-01"], "not both"),
        (["correct", book, "--ticked"], "no list of findings"),
        (["correct", book, "--rule", "FMT-99"], "no rule FMT-99"),
        (["statements", book, "--as-of", "2026-03-15", "--from", "2026-03-01"], "balance-forward"),
        (["aging", book, "--as-of", "2026-03-15", "--buckets", "60,30"], "60, 30"),
    ):
        before = book.read_bytes()
        result = run(*arguments)
        assert result.returncode == 2, result.stdout
        assert said in result.stderr
        assert book.read_bytes() == before
    assert not (tmp_path / "home").exists(), "no copy is kept where nothing is changed"


def test_a_rule_may_be_written_in_small_letters(run: Run, book: Path) -> None:
    answer = run("correct", book, "--rule", "fmt-01", "--dry-run", "--format", "json")
    assert [one["cell"] for one in json.loads(answer.stdout)["applied"]] == ["G5"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full, a disk that is always full, here")
def test_an_answer_that_cannot_be_written_does_not_deny_what_was_done(run: Run, book: Path) -> None:
    before = book.read_bytes()
    with Path("/dev/full").open("w") as full:
        result = run("correct", book, stdout=full)
    assert result.returncode == 2
    assert "What was asked for is done." in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert book.read_bytes() != before


def test_a_reader_that_has_had_enough_is_no_failure(run: Run, book: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = run("correct", book, stdout=writing)
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, "")


def test_rules_and_their_pages(run: Run) -> None:
    listed = run("rules").stdout.splitlines()
    assert len(listed) == 30
    assert "Line amount" in run("rules", "AMT-01").stdout
    assert run("rules", "ABC-01").returncode == 2


def test_the_day_of_invoicing_setup_is_obeyed_where_none_is_given(run: Run, book: Path) -> None:
    assert run("setup", book, "--write").returncode == 0
    workbook = openpyxl.load_workbook(book)
    setup = workbook["Invoicing setup"]
    [row] = [cell.row for cell in setup["A"] if cell.value == "Day to stand on"]
    setup.cell(row, 3).value = "2026-04-30"
    workbook.save(book)
    assert json.loads(run("check", book, "--format", "json").stdout)["as_of"] == "2026-04-30"
    given = run("check", book, "--as-of", "2026-05-31", "--format", "json")
    assert json.loads(given.stdout)["as_of"] == "2026-05-31"


@needs_libreoffice
def test_statements_as_pdf(run: Run, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    folder, output = tmp_path / "for post", tmp_path / "out.xlsx"
    result = run("statements", book, "--as-of", "2026-03-15", "--pdf", folder, "--output", output)
    assert result.returncode == 0, result.stderr
    names = [f"K00{number} 2026-03" for number in range(1, 5)]
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.pdf" for name in names]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in folder.iterdir())
    assert f"4 PDF files in {folder}" in result.stdout
    assert book.read_bytes() == before


@needs_libreoffice
def test_where_no_pdf_can_lie_nothing_is_written(run: Run, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    (tmp_path / "taken").write_text("a file, not a folder")
    result = run("statements", book, "--as-of", "2026-03-15", "--pdf", tmp_path / "taken")
    assert (result.returncode, result.stdout) == (2, "")
    assert "taken: This cannot be written" in result.stderr
    assert book.read_bytes() == before


def test_without_libreoffice_nothing_is_written(run: Run, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    hidden = "from invoicing_xl.calc import installation as here; here.PROGRAM_FOLDERS = ()"
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "sitecustomize.py").write_text(hidden)
    path = os.pathsep.join([str(tmp_path / "hide"), str(ROOT)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        result = run("statements", book, "--as-of", "2026-03-15", "--pdf", tmp_path / "pdf", python_path=path)
    assert result.returncode == 2
    assert "LibreOffice is not installed" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert book.read_bytes() == before
    assert not (tmp_path / "pdf").exists()


def test_doctor_is_one_line_for_each_check(run: Run) -> None:
    result = run("doctor")
    assert result.returncode == 0, result.stdout
    assert [line.split(":")[0].split()[-1] for line in result.stdout.splitlines()][:3] == [
        "Python", "Package", "Excel",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="this would install the add-in on this computer")
@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_there_is_nothing_to_install_into_elsewhere_than_on_windows(run: Run, command: str) -> None:
    for dry in ([], ["--dry-run"]):
        result = run(command, *dry)
        assert result.returncode == 2
        assert result.stderr.strip().startswith("The add-in is for Excel on Windows.")


def test_a_defect_of_ours_is_a_sentence_and_a_report(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    torn = "from invoicing_xl.tasks import check; check.check = lambda *_, **__: {}['Blue' + ' Lagoon']"
    (tmp_path / "broken" / "sitecustomize.py").write_text(torn)
    path = os.pathsep.join([str(tmp_path / "broken"), str(ROOT)])
    before = book.read_bytes()
    result = run("check", book, "--write", python_path=path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr and "Blue Lagoon" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    report = Path(result.stderr.strip().rpartition(": ")[2])
    text = report.read_text(encoding="utf-8")
    assert "command line, check" in text and "builtins.KeyError" in text
    assert "Blue Lagoon" not in text
    assert book.read_bytes() == before


def test_a_workbook_without_a_table_is_said_so(run: Run, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.save(tmp_path / "empty.xlsx")
    result = run("check", tmp_path / "empty.xlsx")
    assert result.returncode == 0
    assert "no table" in result.stdout


def test_what_a_correction_could_not_keep_is_said(run: Run, book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    customer = workbook["Invoices"]["D5"]
    text = str(customer.value)
    customer.value = CellRichText(TextBlock(InlineFont(b=True), text[:3]), f"{text[3:]}  ")
    workbook.save(book)
    answer = run("correct", book)
    assert answer.returncode == 0, answer.stderr
    assert "Letters of the old text had a look of their own, which the new content lost: " in answer.stderr
    assert "D5" in answer.stderr
    assert openpyxl.load_workbook(book)["Invoices"]["D5"].value == text
