"""One value, one fill and a generated sheet in every workbook of the corpus: nothing else may differ."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Set
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.plans import BarChart, Choice, Highlight, Look, PlanCell, SheetPlan
from invoicing_xl.workbook.file import FileWorkbook
from tests.workbook.corpus import books
from tests.workbook.corpus.books import Made
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
READABLE_BY_LIBREOFFICE = 25


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    return books.make(tmp_path_factory.mktemp("corpus"))


def test_the_corpus_is_large_and_its_books_differ(corpus: list[Made]) -> None:
    assert len({book.path.read_bytes() for book in corpus}) == len(corpus) >= 150


def test_only_what_was_meant_differs(corpus: list[Made], tmp_path: Path) -> None:
    wrong = {book.name: found for book in corpus if (found := _wrong(book, tmp_path))}
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
    sample = _sample(corpus, READABLE_BY_LIBREOFFICE)
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
    return {
        (name, place)
        for name, cells in _openpyxl(path).items()
        for place, value in cells.items()
        if isinstance(value, list) or str(value).startswith("=")
    }
