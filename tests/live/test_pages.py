"""How our sheets come out of a printer: LibreOffice prints them, the PDF tells where each text stands.

The fonts are LibreOffice's, not Excel's: what is held here is what no font may change.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image
import pypdfium2
import pytest
import xlsxwriter

from invoicing_xl.build import pictures
from invoicing_xl.calc import bridge
from invoicing_xl.calc.pdf import pdf
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.tasks.aging import aging
from invoicing_xl.tasks.check import check
from invoicing_xl.tasks.statements import statements
from invoicing_xl.workbook.file import FileWorkbook

DAY = np.datetime64("2026-06-30")
CUSTOMERS, OF_THE_FIRST = 90, 120
CAPTIONS = (
    "Invoice no", "Date", "Customer ID", "Customer", "Currency", "Net", "VAT", "Total", "Due date",
)  # fmt: skip
A4 = (595, 842)
MARGIN = 14
"""Points from the edge that a usual printer cannot reach."""


@dataclass(frozen=True)
class Text:
    """A run of text and its box, in points from the lower left corner of the page."""

    said: str
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Text) -> bool:
        """Whether the boxes have more in common than an edge."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > 1 and high > 1


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    texts: tuple[Text, ...]

    @property
    def words(self) -> str:
        return " ".join(" ".join(text.said for text in self.texts).split())


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The sheets of a ledger with many items, customers and mistakes."""
    try:
        bridge.load_uno()
    except ClerkMessage as absent:
        pytest.skip(str(absent))
    folder = tmp_path_factory.mktemp("pages")
    write_ledger(folder / "Ledger.xlsx")
    book = FileWorkbook(folder / "Ledger.xlsx")
    check(book, DAY, write=True)
    aging(book, DAY)
    statements(book, DAY)
    book.save(folder / "Done.xlsx")
    sheets = {"findings": "Findings", "aging": "Aging", "long": "C001 2026-06", "short": "C002 2026-06"}
    files = pdf(folder / "Done.xlsx", folder, list(sheets.values()))
    return {name: list(pages_of(path)) for name, path in zip(sheets, files, strict=True)}


def write_ledger(path: Path) -> None:
    """Every third is due before its own date; names and numbers are as long as they get."""
    workbook = xlsxwriter.Workbook(path)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet("Invoices")
    sheet.write_row(0, 0, CAPTIONS)
    owners = [1] * OF_THE_FIRST + list(range(2, CUSTOMERS + 1))
    for row, owner in enumerate(owners, 1):
        date = dt.date(2026, 1, 5) + dt.timedelta(days=row // 2)
        net = 1_234_567.5 + row
        name = f"Incorporated Society of Candlestick and Lantern Makers, Branch No. {owner}"
        sheet.write_row(
            row, 0, [f"INV-{row:05}", None, f"C{owner:03}", name, "EUR", net, round(net * 0.2, 2)]
        )
        sheet.write_number(row, 7, round(net * 1.2, 2))
        for column, when in ((1, date), (8, date + dt.timedelta(days=-10 if row % 3 == 0 else 30))):
            sheet.write_datetime(row, column, dt.datetime.combine(when, dt.time()), day)
    workbook.close()


def pages_of(path: Path) -> Iterator[Page]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        boxes = (text.get_rect(at) for at in range(text.count_rects()))
        texts = tuple(Text(text.get_text_bounded(*box).strip(), *box) for box in boxes)
        yield Page(page.get_width(), page.get_height(), texts)
    document.close()


SHEETS = pytest.mark.parametrize("sheet", ["findings", "aging", "long", "short"])
TITLES = {
    "findings": "Apply Level Rule Where Document Customer Column What is wrong Now Proposed",
    "aging": "Customer Name Currency Not due 1-30 31-60 61-90 91+ Unapplied Balance",
    "long": "Date Reference Description Due date Original Applied Open Balance",
    "short": "Date Reference Description Due date Original Applied Open Balance",
}


@SHEETS
def test_it_stands_on_as_few_pages_of_a4_as_its_rows_need(printed: dict[str, list[Page]], sheet: str) -> None:
    """One page wide: a second one beside would double their number."""
    pages = printed[sheet]
    turned = sheet in ("findings", "aging")
    assert {(round(page.width), round(page.height)) for page in pages} == {A4[::-1] if turned else A4}
    least, most = {"findings": (2, 8), "aging": (2, 6), "long": (2, 5), "short": (1, 1)}[sheet]
    assert least <= len(pages) <= most


@SHEETS
def test_every_page_has_the_captions_and_its_number(printed: dict[str, list[Page]], sheet: str) -> None:
    pages = printed[sheet]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.words
        if holds_rows(page, sheet):
            assert TITLES[sheet] in page.words


def holds_rows(page: Page, sheet: str) -> bool:
    """Not a page that has only what stands below the table."""
    row = {"findings": r"\bDAT-01\b", "aging": r"\bC\d{3} "}.get(sheet, r"\bINV-\d{5}\b")
    return re.search(row, page.words) is not None


@SHEETS
def test_nothing_is_cut_off_or_covered(printed: dict[str, list[Page]], sheet: str) -> None:
    for page in printed[sheet]:
        assert "###" not in page.words
        for text in page.texts:
            assert text.left > MARGIN and text.right < page.width - MARGIN, text
            assert text.bottom > MARGIN and text.top < page.height - MARGIN, text
        for one, other in itertools.combinations(page.texts, 2):
            assert not one.meets(other), (one, other)


def test_every_row_is_printed_once(printed: dict[str, list[Page]]) -> None:
    def found(sheet: str, pattern: str) -> list[str]:
        return sorted(one for page in printed[sheet] for one in re.findall(pattern, page.words))

    assert found("long", r"\bINV-\d{5}\b") == [f"INV-{row:05}" for row in range(1, OF_THE_FIRST + 1)]
    wrong = [f"Invoices!I{row + 1}" for row in range(3, OF_THE_FIRST + CUSTOMERS, 3)]
    assert found("findings", r"\bInvoices!I\d+\b") == sorted(wrong)
    assert found("aging", r"\bC\d{3}\b") == [f"C{customer:03}" for customer in range(1, CUSTOMERS + 1)]


def test_the_pictures_of_the_readme_are_made_of_printed_sheets(
    printed: dict[str, list[Page]], tmp_path: Path
) -> None:
    made = pictures.make(tmp_path)
    shown = (pictures.FOLDER / path.name for path in made)
    assert sorted(path.name for path in made) == ["findings.png", "statement.png"]
    for path, committed in zip(made, shown, strict=True):
        with PIL.Image.open(path) as new, PIL.Image.open(committed) as old:
            assert new.size == old.size
            assert len(new.convert("RGB").getcolors(1_000_000) or ()) > 50
