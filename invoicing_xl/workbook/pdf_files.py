"""PDF files of sheets, whoever prints them: their names, and how all of them get into place, or none."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage

# What a file's name may not hold on Windows, and what it may not be called.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


def file_names(sheets: Sequence[str]) -> list[str]:
    """The names of the PDFs of ``sheets``: the sheet's own, with what no file may be called replaced."""
    names: list[str] = []
    for sheet in sheets:
        plain = _FORBIDDEN.sub("-", sheet).strip(" .") or "Sheet"
        plain = f"{plain}-" if _RESERVED.fullmatch(plain) else plain
        choices = (f"{plain}{number}.pdf" for number in ("", *(f" ({n})" for n in range(2, len(sheets) + 2))))
        taken = {name.casefold() for name in names}
        names.append(next(name for name in choices if name.casefold() not in taken))
    return names


@contextmanager
def drafts_beside(folder: Path) -> Iterator[Path]:
    """A temporary folder inside ``folder``, which is made: what lies there gets into place by renaming."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        drafts = tempfile.TemporaryDirectory(prefix=".pdf-", dir=folder.resolve())
    except OSError as error:
        raise _cannot_write(folder, error) from error
    with drafts as path:
        yield Path(path)


def put_in_place(drafts: Path, folder: Path, names: Sequence[str]) -> list[Path]:
    """Move the drafts into ``folder``; on failure what stood there before stands there again."""
    older = drafts / "older"
    older.mkdir()
    moved: list[tuple[Path, Path]] = []
    for name in names:
        try:
            for source, target in ((folder / name, older / name), (drafts / name, folder / name)):
                if source.exists():
                    source.replace(target)
                    moved.append((source, target))
        except OSError as error:
            for source, target in reversed(moved):
                target.replace(source)
            raise _cannot_write(folder / name, error) from error
    return [folder / name for name in names]


def _cannot_write(place: Path, error: OSError) -> ClerkMessage:
    return ClerkMessage(
        f"This cannot be written: {error.strerror or error}.",
        where=str(place),
        next_step="Close it if it is open, or choose another folder.",
    )
