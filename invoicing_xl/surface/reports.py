"""The report of a crash: enough to find our defect, and nothing of the customer's.

No cell, no sheet's name, no local variable, and no exception's message: any of them may hold a customer's
name or figures. What is kept are exception types, and the places in the code with its text.
"""

from __future__ import annotations

import contextlib
import linecache
import platform
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from secrets import token_hex

from platformdirs import user_log_path

from invoicing_xl.workbook.port import Workbook

_PACKAGE = Path(__file__).resolve().parents[1]
_PACKAGES = ("invoicing-xl", "xlwings", "numpy", "pandas", "pyarrow")


@dataclass(frozen=True, slots=True)
class Report:
    """``id`` is what the clerk tells us; ``path`` is None where the file could not be written."""

    id: str
    path: Path | None


def write_report(doing: str, error: BaseException, book: Workbook | None) -> Report:
    """Keep a report of ``error``, which happened while ``doing``. Never raises."""
    now = datetime.now(UTC)
    name = f"INV-{now:%Y%m%d}-{token_hex(2).upper()}"
    lines = [f"{name}  {now:%Y-%m-%d %H:%M:%S} UTC  {doing}", *_versions(), *_sizes(book), *_failures(error)]
    folder = user_log_path("invoicing-xl", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return Report(name, None)
    return Report(name, path)


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()} ({platform.architecture()[0]}) on {platform.platform()}"
    for package in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            yield f"{package} {metadata.version(package)}"


def _sizes(book: Workbook | None) -> Iterator[str]:
    """How large each sheet is. A workbook that can no longer be asked is left alone."""
    with contextlib.suppress(Exception):
        for number, sheet in enumerate(book.sheets() if book else (), 1):
            if sheet.readable:
                grid = book.read(sheet.name) if book else None
                size = f"{grid.row_count} rows, {len(grid.columns)} columns" if grid else ""
                yield f"sheet {number}: {size}{f', {sheet.kind}' if sheet.kind else ''}"


def _failures(error: BaseException) -> Iterator[str]:
    """The exception and what led to it, the last one first."""
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        yield ""
        yield f"{type(error).__module__}.{type(error).__qualname__} (its message is left out)"
        for frame in traceback.extract_tb(error.__traceback__, limit=-60):
            yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
            yield f"    {linecache.getline(frame.filename, frame.lineno or 0).strip()}"
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if before is None:
            return
        error = before


def _place(filename: str) -> str:
    """The file without the folders above the package: they bear the user's name."""
    path = Path(filename)
    for root in (_PACKAGE.parent, *map(Path, sys.path)):
        if path.is_relative_to(root) and root != Path():
            return path.relative_to(root).as_posix()
    return path.name
