"""Makes the README's pictures from what the product writes: a *Findings* sheet and a statement.

``python -m invoicing_xl.build.pictures`` runs the demo and renders two pages of its result. It needs
LibreOffice (``soffice``) and poppler (``pdftotext``, ``pdftoppm``).
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from invoicing_xl.tasks.demo import demo

FOLDER = Path(__file__).parents[2] / "workbooks" / "pictures"
_DPI = 100


@dataclass(frozen=True, slots=True)
class _Picture:
    """The first page that says all ``words``; ``height`` is the part of it that is shown."""

    name: str
    words: tuple[str, ...]
    height: float


_PICTURES = (
    _Picture("findings", ("Findings", "Proposed"), 0.62),
    _Picture("statement", ("Statement", "Third Star on the Left"), 0.6),
)


def main() -> None:
    """Write ``findings.png`` and ``statement.png``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        book = demo(Path(folder)).path
        pdf = _as_pdf(book)
        pages = _run("pdftotext", "-layout", str(pdf), "-").split("\f")
        for picture in _PICTURES:
            page = next(n for n, text in enumerate(pages, 1) if all(word in text for word in picture.words))
            _draw(pdf, page, picture)


def _as_pdf(book: Path) -> Path:
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(book.parent), str(book))
    return book.with_suffix(".pdf")


def _draw(pdf: Path, page: int, picture: _Picture) -> None:
    size = _run("pdfinfo", "-f", str(page), "-l", str(page), str(pdf))
    words = next(line for line in size.splitlines() if line.startswith("Page") and "size:" in line).split()
    width, height = (round(float(words[place]) * _DPI / 72) for place in (-5, -3))
    crop = ("-x", "0", "-y", "0", "-W", str(width), "-H", str(round(height * picture.height)))
    page_only = ("-f", str(page), "-l", str(page), "-singlefile", "-png", "-r", str(_DPI))
    _run("pdftoppm", *page_only, *crop, str(pdf), str(FOLDER / picture.name))


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
