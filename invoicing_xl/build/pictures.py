"""Makes the README's pictures from what the product writes: a *Findings* sheet and a statement.

``python -m invoicing_xl.build.pictures`` runs the demo, lets LibreOffice print two sheets of its result, and
draws the upper part of their first pages. It needs LibreOffice, and the extra ``build``.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from invoicing_xl.calc.pdf import pdf
from invoicing_xl.tasks.demo import demo

FOLDER = Path(__file__).parents[2] / "workbooks" / "pictures"
_DOTS_PER_INCH, _POINTS_PER_INCH = 100, 72


@dataclass(frozen=True, slots=True)
class _Picture:
    """The first page of a sheet; ``height`` is the part of it that is shown, from its top."""

    name: str
    sheet: str
    height: float


_PICTURES = (
    _Picture("findings", "Findings", 0.62),
    _Picture("statement", "C1020 2026-06", 0.6),
)


def make(folder: Path) -> list[Path]:
    """Write ``findings.png`` and ``statement.png`` into a folder.

    ClerkMessage where LibreOffice is absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        book = demo(Path(work)).path
        printed = pdf(book, Path(work), [picture.sheet for picture in _PICTURES])
        return [_draw(path, picture, folder) for path, picture in zip(printed, _PICTURES, strict=True)]


def _draw(printed: Path, picture: _Picture, folder: Path) -> Path:
    document = pypdfium2.PdfDocument(printed)
    page = document[0]
    below = page.get_height() * (1 - picture.height)
    drawn = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, crop=(0, below, 0, 0))
    path = folder / f"{picture.name}.png"
    drawn.to_pil().save(path, optimize=True)
    document.close()
    return path


if __name__ == "__main__":
    make(FOLDER)
