"""One value, one fill and a generated sheet in every workbook of the corpus: nothing else may differ."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.plans import BarChart, Choice, Highlight, Look, PlanCell, SheetPlan
from invoicing_xl.workbook.file import FileWorkbook
from tests.workbook import slow_reader
from tests.workbook.corpus import books, by_hand
from tests.workbook.corpus.books import Made
from tests.workbook.corpus.package import Book, packed
from tests.workbook.same import Meant, differences

NEW_VALUE = 4711.25
PLAN = SheetPlan(
    "Findings",
    "findings",
    (
        PlanCell(1, 1, "Rule", Look(bold=True, fill="DDEEFF")),
        PlanCell(2, 1, "=not a formula <&>"),
        PlanCell(2, 2, 5.5, Look(number_format="#,##0.00")),
        PlanCell(3, 2, 11.0, formula="=B2*2"),
    ),
    freeze=(2, 1),
    choices=(Choice(Area.parse("C2:C3"), ("x",)),),
    highlights=(Highlight(Area.parse("A2:C3"), '=$C2="x"', "FFEEDD"),),
    charts=(BarChart("Findings", Area.parse("A2:A3"), Area.parse("B2:B3"), 5, 1),),
    inputs=frozenset({3}),
)
SHOWN_TO_LIBREOFFICE = 10_000 if os.environ.get("INVOICING_XL_LIBREOFFICE") == "all" else 25
"""How many books; all of them take it minutes."""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    return books.make(tmp_path_factory.mktemp("corpus"))


def test_the_corpus_is_large_and_its_books_differ(corpus: list[Made]) -> None:
    assert len({book.path.read_bytes() for book in corpus}) == len(corpus) >= 150


def test_only_what_was_meant_differs(corpus: list[Made], tmp_path: Path) -> None:
    wrong = {book.name: found for book in corpus if (found := _wrong(book, tmp_path))}
    assert not wrong


def test_a_sheet_of_ours_that_is_removed_leaves_no_trace(corpus: list[Made], tmp_path: Path) -> None:
    """Put, saved, replaced, saved and removed: but for the edited cells the parts are the old ones."""
    wrong = {}
    for book in corpus:
        if book.refused or "-plain" not in book.name:
            continue
        changed, after = tmp_path / f"changed{book.path.suffix}", tmp_path / f"after{book.path.suffix}"
        meant = _change(book.path, changed)
        again = FileWorkbook(changed)
        again.put(replace(PLAN, cells=PLAN.cells[:2], charts=()))
        again.save(after)
        last = FileWorkbook(after)
        last.remove("Findings")
        last.save(changed)
        found = differences(book.path, changed, replace(meant, sheets=frozenset()))
        if left := [what for what in found if "packed anew" not in what]:
            wrong[book.name] = left
    assert not wrong


def test_what_libreoffice_writes_is_kept_too(corpus: list[Made], tmp_path: Path) -> None:
    if not books.libreoffice():
        pytest.skip("LibreOffice (soffice) is not installed: the books it writes are not tried")
    (tmp_path / "made").mkdir()
    made = books.converted(tmp_path / "made", _sample(corpus, 12), "xlsx", tmp_path / "profile")
    assert len(made) == 12
    wrong = {path.name: found for path in made if (found := _wrong(Made(path), tmp_path))}
    assert not wrong


def test_libreoffice_reads_the_same_from_the_results(corpus: list[Made], tmp_path: Path) -> None:
    if not books.libreoffice():
        pytest.skip("LibreOffice (soffice) is not installed: it is not asked what it reads")
    after = tmp_path / "after"
    after.mkdir()
    sample = _sample(corpus, SHOWN_TO_LIBREOFFICE)
    changed, sheets = [], {}
    for book in sample:
        path = after / f"{book.path.stem}-after{book.path.suffix}"
        ((sheets[book.name], _),) = _change(book.path, path).values
        changed.append(Made(path))
    (tmp_path / "out").mkdir()
    read = {
        p.stem: p for p in books.converted(tmp_path / "out", sample + changed, "ods", tmp_path / "profile")
    }
    wrong = {}
    for book in sample:
        one, other = _calamine(read[book.path.stem]), _calamine(read[f"{book.path.stem}-after"])
        if found := list(_values_differ(one, other, sheets[book.name], _formulas(book.path))):
            wrong[book.name] = found
    assert len(read) == 2 * len(sample)
    assert not wrong


def _sample(corpus: list[Made], count: int) -> list[Made]:
    """Books that may be changed, evenly from all of them."""
    free = [book for book in corpus if not book.refused and book.path.suffix == ".xlsx"]
    count = min(count, len(free))
    return [free[number * len(free) // count] for number in range(count)]


def _wrong(book: Made, folder: Path) -> list[str]:
    """What is wrong after the change of a book; nothing where all is as it should be."""
    original = book.path.read_bytes()
    unchanged = folder / f"unchanged{book.path.suffix}"
    after = folder / f"after{book.path.suffix}"
    after.unlink(missing_ok=True)
    FileWorkbook(book.path).save(unchanged)
    found = [] if unchanged.read_bytes() == original else ["saving without a change changed the file"]
    try:
        meant = _change(book.path, after)
    except Exception as message:  # noqa: BLE001 - what is wrong with one book shall not hide the others
        if not isinstance(message, ClerkMessage):
            found.append(f"raised {message!r}")
        elif not book.refused or book.refused not in str(message):
            found.append(f"refused: {message}")
        if after.exists():
            found.append("a file was written although the change was refused")
    else:
        if book.refused:
            found.append(f"was changed, although {book.refused} should have forbidden it")
        found += differences(book.path, after, meant)
        ((changed, _),) = meant.values
        found += _readers_disagree(book.path, after, changed)
    if book.path.read_bytes() != original:
        found.append("the original was changed")
    return found


def _change(source: Path, target: Path) -> Meant:
    """Changes B2, colors A3, puts a sheet, and saves as ``target``; says what shall differ."""
    book = FileWorkbook(source)
    sheet = next(info.name for info in book.sheets() if info.readable)
    grid = book.read(sheet)
    value, look = grid.content(2, 2), grid.content(3, 1)
    assert isinstance(value.value, float)
    assert isinstance(look.value, str)
    edits = (Edit(sheet, 2, 2, value, Content(NEW_VALUE)), Edit(sheet, 3, 1, look, look, fill="FFCC00"))
    book.apply(ChangeSet(edits))
    title = book.put(PLAN)
    book.save(target)
    return Meant(frozenset({(sheet, "B2")}), frozenset({(sheet, "A3")}), frozenset({title}))


Place = tuple[str, tuple[int, int]]
Cells = dict[str, dict[tuple[int, int], object]]
"""What stands in which cell of which sheet; rows and columns from 1."""


def _readers_disagree(before: Path, after: Path, changed: str) -> Iterator[str]:
    """What openpyxl and python-calamine read otherwise than before, where they can read the original."""
    for reader in (_openpyxl, _calamine):
        try:
            old = reader(before)
        except Exception:  # noqa: BLE001 - whatever a library says of an odd book
            continue
        if (2, 2) not in old.get(changed, {}):  # openpyxl sees no sheets in strict files, calamine no UTF-16
            continue
        yield from (f"{reader.__name__}: {what}" for what in _values_differ(old, reader(after), changed))


def _values_differ(
    old: Cells, new: Cells, changed: str, calculated: Set[Place] = frozenset()
) -> Iterator[str]:
    if list(new) != [*old, "Findings"]:
        yield f"the sheets {list(old)} became {list(new)}"
        return
    if new[changed].get((2, 2)) != NEW_VALUE:
        yield f"{changed}!B2 is {new[changed].get((2, 2))!r}"
    for name, cells in old.items():
        for place in cells.keys() | new[name].keys():
            one, other = cells.get(place), new[name].get(place)
            if one != other and (name, place) != (changed, (2, 2)) and (name, place) not in calculated:
                yield f"{name}!{place} was {one!r} and is {other!r}"
    ours = new["Findings"]
    if (ours.get((1, 1)), ours.get((2, 1)), ours.get((2, 2))) != ("Rule", "=not a formula <&>", 5.5):
        yield f"the new sheet holds {ours}"


def _openpyxl(path: Path) -> Cells:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    return {
        sheet.title: {
            (row, column): _plain(cell.value)
            for (row, column), cell in getattr(sheet, "_cells", {}).items()
            if cell.value is not None
        }
        for sheet in book._sheets
    }


def _calamine(path: Path) -> Cells:
    book = CalamineWorkbook.from_path(str(path))
    found: Cells = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        found[name] = {
            (row, column): value
            for row, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1)
            for column, value in enumerate(values, left + 1)
            if value != ""
        }
    return found


def _plain(value: object) -> object:
    """openpyxl's formula objects say what they are in their attributes."""
    if isinstance(value, str | float | int | bool | dt.date | dt.time | dt.timedelta):
        return value
    return sorted((key, str(inner)) for key, inner in vars(value).items())


def _formulas(path: Path) -> set[Place]:
    """The cells that hold a formula, whose results LibreOffice may calculate anew."""
    sheets = slow_reader.read_all(path)
    return {(name, place) for name, sheet in sheets.items() for place in sheet.formulas}


# --- the checker: what it must not overlook

Tamper = Callable[[dict[str, bytes]], None]


def _replaced(part: str, old: str, new: str) -> Tamper:
    def tamper(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part], parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return tamper


def _moved_to_the_end(parts: dict[str, bytes]) -> None:
    parts["xl/comments1.xml"] = parts.pop("xl/comments1.xml")


SHEET, STYLES, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
TYPES, LINKS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
TAMPERED: dict[str, tuple[Tamper, str]] = {
    "another cell": (_replaced(SHEET, 'r="C4" s="0"><v>19', 'r="C4" s="0"><v>20'), "cell C4 differs"),
    "another cell's look": (_replaced(SHEET, 'r="C4" s="0"', 'r="C4" s="1"'), "cell C4 differs"),
    "a cell lost": (_replaced(SHEET, '<c r="C4" s="0"><v>19</v></c>', ""), "cell C4 differs"),
    "a cell more": (
        _replaced(SHEET, "</row></sheetData>", '<c r="G5"/></row></sheetData>'),
        "cell G5 differs",
    ),
    "content beside the look": (_replaced(SHEET, "<v>6</v>", "<v>7</v>"), "cell A3 was to keep its content"),
    "a row's height": (_replaced(SHEET, '<row r="3"', '<row ht="9" r="3"'), "outside of the meant cells"),
    "a space behind": (_replaced(SHEET, "</sheetData>", "</sheetData> "), "outside of the meant cells"),
    "a note": (_replaced("xl/comments1.xml", "Ask", "Task"), "xl/comments1.xml: differs"),
    "a part lost": (lambda parts: parts.__delitem__("xl/comments1.xml"), "xl/comments1.xml: is gone"),
    "a part more": (lambda parts: parts.update({"xl/x.bin": b""}), "xl/x.bin: nobody asked for it"),
    "another order": (_moved_to_the_end, "order"),
    "a style in front": (_replaced(STYLES, "<font>", "<font/><font>"), "fonts were not only added to"),
    "a style changed": (_replaced(STYLES, 'horizontal="right"', 'horizontal="left"'), "is gone"),
    "a comment in the styles": (_replaced(STYLES, "<dxfs", "<!-- --><dxfs"), "came"),
    "a name changed": (_replaced(WORKBOOK, "Twice", "Thrice"), "is gone"),
    "a name more": (
        _replaced(WORKBOOK, "</definedNames>", '<definedName name="More">1</definedName></definedNames>'),
        "name More: nobody asked for it",
    ),
    "a sheet renamed": (_replaced(WORKBOOK, '"Rates"', '"Rate"'), "are not the first ones"),
    "a sheet of nobody": (_replaced(WORKBOOK, '"Findings"', '"Finding"'), "Finding: nobody asked for it"),
    "a relationship": (_replaced(LINKS, "/sharedStrings", "/sharedString"), f"{LINKS}: "),
    "a content type": (_replaced(TYPES, "vmlDrawing", "vmlDraw"), f"{TYPES}: "),
}


@pytest.mark.parametrize(("tamper", "told"), TAMPERED.values(), ids=TAMPERED.keys())
def test_the_checker_names(tamper: Tamper, told: str, tmp_path: Path) -> None:
    book = Book()
    by_hand.notes(book)
    by_hand.defined_names(book)
    before, after, tampered = (tmp_path / f"{name}.xlsx" for name in ("before", "after", "tampered"))
    packed(before, book.finished())
    meant = _change(before, after)
    with zipfile.ZipFile(after) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        parts = {name: archive.read(name) for name in infos}
    _write(tampered, infos, parts)
    assert differences(before, tampered, meant) == []
    tamper(parts)
    _write(tampered, infos, parts)
    assert any(told in found for found in differences(before, tampered, meant))


def _write(path: Path, infos: dict[str, zipfile.ZipInfo], parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(infos.get(name, name), data)


def test_the_checker_sees_a_part_packed_anew(tmp_path: Path) -> None:
    for name, how in (("before", "deflated"), ("after", "stored")):
        packed(tmp_path / f"{name}.xlsx", Book().finished(), how)
    found = differences(tmp_path / "before.xlsx", tmp_path / "after.xlsx")
    assert found
    assert all("was packed anew" in what for what in found)


def test_the_checker_is_a_command(corpus: list[Made], tmp_path: Path) -> None:
    before, after = corpus[0].path, tmp_path / "after.xlsx"
    _change(before, after)
    command = [sys.executable, "-m", "tests.workbook.same", str(before), str(after), "--value", "Sheet1!B2"]
    root = Path(__file__).resolve().parents[2]
    wrong = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert "cell A3 differs" in wrong.stdout
    assert "sheet Findings: nobody asked for it" in wrong.stdout
    right = subprocess.run(
        [*command, "--look", "Sheet1!A3", "--sheet", "Findings"], cwd=root, capture_output=True
    )
    assert (right.returncode, right.stdout) == (0, b"")
