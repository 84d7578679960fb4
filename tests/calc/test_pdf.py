"""PDFs of single sheets of a workbook at rest."""

import re
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter

from invoicing_xl.calc import host
from invoicing_xl.calc import pdf as module
from invoicing_xl.calc.pdf import pdf
from invoicing_xl.model.errors import ClerkMessage

pytestmark = pytest.mark.usefixtures("libreoffice")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Book 1.xlsx"
    with xlsxwriter.Workbook(path) as writing:
        long = writing.add_worksheet("Ada & Co")
        for row in range(200):
            long.write_row(row, 0, [f"row {row}.", row, "beside the print area"])
        long.print_area("A1:B150")
        long.repeat_rows(0)
        long.set_row(7, None, None, {"hidden": True})
        short = writing.add_worksheet("Bob <new>")
        short.write_formula("A1", "=INV_AGING(B1)", None, "as it was saved")
        short.set_landscape()
        hidden = writing.add_worksheet("Hidden")
        hidden.write("A1", "not for all eyes")
        hidden.hide()
    return path


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def pages_of(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


@pytest.fixture
def shared(office: host.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDFs are made by the LibreOffice of all tests, which does not end with them."""
    borrowed = host.Office(office.context, office.accept)
    monkeypatch.setattr(host, "start", lambda: borrowed)


def test_one_for_each_named_sheet(book: Path, tmp_path: Path) -> None:
    told: list[str] = []
    before = book.read_bytes()
    made = pdf(book, tmp_path / "to" / "customers", ["ADA & co", "Bob <new>"], progress=told.append)
    assert made == [tmp_path / "to/customers" / name for name in ("Ada & Co.pdf", "Bob -new-.pdf")]
    assert sorted((tmp_path / "to/customers").iterdir()) == made
    assert told == ["PDF of Ada & Co", "PDF of Bob <new>"]
    assert book.read_bytes() == before
    assert pages_of(made[0]) > 2
    long = text_of(made[0])
    assert "beside" not in long
    assert long.count("row 0.") == pages_of(made[0])  # the print title
    assert "row 149." in long and "row 150." not in long
    assert "row 6." in long and "row 7." not in long
    # A function that LibreOffice does not know shows the result it was saved with.
    assert text_of(made[1]).strip() == "as it was saved"


@pytest.mark.usefixtures("shared")
def test_all_sheets_also_hidden_ones(book: Path, tmp_path: Path) -> None:
    made = pdf(book, tmp_path / "all")
    assert [path.name for path in made] == ["Ada & Co.pdf", "Bob -new-.pdf", "Hidden.pdf"]
    assert text_of(made[2]).strip() == "not for all eyes"


@pytest.mark.usefixtures("shared")
def test_an_older_one_is_replaced(book: Path, tmp_path: Path) -> None:
    (tmp_path / "Hidden.pdf").write_text("older")
    pdf(book, tmp_path, ["Hidden"])
    assert (tmp_path / "Hidden.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("shared")
def test_all_or_none(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "Hidden.pdf").write_text("older")
    (folder / "Bob -new-.pdf").mkdir()
    (folder / "Bob -new-.pdf" / "file").touch()
    before = sorted(folder.rglob("*"))
    moves = 0
    real = Path.replace

    def fails_at_the_third(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == 3:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", fails_at_the_third)
        with pytest.raises(ClerkMessage, match=r"Permission denied.*Close it if it is open"):
            pdf(book, folder, ["Hidden", "Ada & Co"])
    assert sorted(folder.rglob("*")) == before
    assert (folder / "Hidden.pdf").read_text() == "older"


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("sheets", "said"),
    [(["Carol"], "Book 1.xlsx: There is no sheet 'Carol'"), (["Ada & Co", ""], "no sheet ''")],
)
def test_a_sheet_that_is_not_there(book: Path, tmp_path: Path, sheets: list[str], said: str) -> None:
    with pytest.raises(ClerkMessage, match=said):
        pdf(book, tmp_path / "out", sheets)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.usefixtures("shared")
def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "Letter.xlsx"
    path.write_text("Dear customer")
    with pytest.raises(ClerkMessage, match=r"Letter.xlsx: LibreOffice cannot open this workbook"):
        pdf(path, tmp_path / "out")
    with pytest.raises(ClerkMessage, match="does not exist"):
        pdf(tmp_path / "Nowhere.xlsx", tmp_path / "out")


@pytest.mark.usefixtures("shared")
def test_a_folder_that_cannot_be_made(book: Path) -> None:
    with pytest.raises(ClerkMessage, match="cannot be written"):
        pdf(book, book / "below a file")


def test_one_that_takes_too_long(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHEET_SECONDS", 0.0)
    with pytest.raises(ClerkMessage, match="PDF of Ada & Co: LibreOffice did not answer"):
        pdf(book, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
