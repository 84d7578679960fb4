"""The corpus: workbooks that between them hold every kind of content, made anew for each run.

The first worksheet of each holds a number in B2 and a text in A3, both typed, not calculated.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.workbook.corpus import by_openpyxl, by_xlsxwriter
from tests.workbook.corpus import package as spelling
from tests.workbook.corpus.by_hand import FEATURES, REFUSED, Feature
from tests.workbook.corpus.package import Book, packed

_SPELLINGS = (
    spelling.strict,
    spelling.prefixed,
    spelling.single_quotes,
    spelling.spaced,
    spelling.marked,
    spelling.utf16,
)
_AT_ONCE = 60
_CONTAINERS = ("stored", "streamed", "folders", "zip64")


@dataclass(frozen=True)
class Made:
    """A book of the corpus; ``refused`` is a word of what the clerk is told where it must not be changed."""

    path: Path
    refused: str = ""

    @property
    def name(self) -> str:
        return self.path.name


def make(folder: Path) -> list[Made]:
    """All books but those that LibreOffice makes."""
    return [*_by_hand(folder), *_by_program(folder)]


def _by_hand(folder: Path) -> Iterator[Made]:
    """Each kind of content plain, and in two of the other spellings by turns."""
    for number, feature in enumerate(FEATURES):
        yield Made(_written(folder, feature, "plain"))
        one = _SPELLINGS[number % len(_SPELLINGS)]
        yield Made(_written(folder, feature, one.__name__))
        how = _CONTAINERS[number % len(_CONTAINERS)]
        yield Made(_written(folder, feature, "bare", how, bare=True, absolute=number % 2 == 0))
    for feature, word in REFUSED:
        yield Made(_written(folder, feature, "plain"), word)


def _written(
    folder: Path,
    feature: Feature,
    style: str,
    how: str = "deflated",
    bare: bool = False,
    absolute: bool = False,
) -> Path:
    book = Book()
    feature(book)
    path = folder / f"{feature.__name__}-{style}{book.suffix}"
    change = spelling.plain if style == "bare" else getattr(spelling, style)
    packed(path, change(book.finished(bare, absolute)), how)
    return path


def _by_program(folder: Path) -> Iterator[Made]:
    for program in (by_xlsxwriter, by_openpyxl):
        for feature in program.FEATURES:
            path = folder / f"{program.__name__.rpartition('.')[2]}-{feature.__name__}.xlsx"
            yield Made(feature(path) or path)


def libreoffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(folder: Path, books: list[Made], kind: str, profile: Path) -> list[Path]:
    """What LibreOffice makes of the books, in ``folder``; many in one call, for it is slow to start."""
    program = libreoffice()
    assert program
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind,
        "--outdir", str(folder),
    ]  # fmt: skip
    for start in range(0, len(books), _AT_ONCE):  # after some two hundred it leaves the others out
        some = [str(book.path) for book in books[start : start + _AT_ONCE]]
        subprocess.run([*command, *some], check=True, capture_output=True, timeout=240)
    return sorted(folder.iterdir())
