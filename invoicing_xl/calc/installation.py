"""Where LibreOffice stands on this computer, and whether its Python bridge fits this Python.

The bridge ``uno`` comes with LibreOffice, not from PyPI, and is made for one minor version of Python.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage

INSTALL = (
    "Install LibreOffice with its Python bridge "
    "(on Debian and Ubuntu: apt install libreoffice-calc python3-uno), then try again."
)
PROGRAM_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/Applications/LibreOffice.app/Contents/Frameworks",
    "C:/Program Files/LibreOffice/program",
)
BRIDGE_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib/python3/site-packages")
_NEEDS_PYTHON = re.compile(rb"python3\.?(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Installation:
    """``program`` is LibreOffice's folder of programs, ``soffice`` the program itself.

    ``library`` is the compiled half of the bridge, ``bridge`` the folder of its Python half (uno.py).
    """

    program: Path
    soffice: Path
    library: Path
    bridge: Path


def find() -> Installation:
    """The LibreOffice of this computer; ClerkMessage where there is none that this Python can drive."""
    for program in _program_folders():
        soffice = _first(_soffice_of(program))
        if soffice:
            return _checked(program, soffice)
    raise ClerkMessage("LibreOffice is not installed on this computer.", next_step=INSTALL)


def _program_folders() -> Iterator[Path]:
    for pattern in PROGRAM_FOLDERS:
        anchor = Path(Path(pattern).anchor)
        if anchor.exists():
            yield from sorted(anchor.glob(str(Path(pattern).relative_to(anchor))), reverse=True)
    on_path = shutil.which("soffice")
    if on_path:
        yield Path(on_path).resolve().parent


def _soffice_of(program: Path) -> Iterator[Path]:
    # soffice itself is a shell script where soffice.bin stands: its process would not be the one to end.
    yield program / "soffice.bin"
    yield program / "soffice.exe"
    yield program.parent / "MacOS" / "soffice"


def _checked(program: Path, soffice: Path) -> Installation:
    library = _first(program / name for name in ("pyuno.so", "pyuno.pyd"))
    script = _first(
        folder / "uno.py" for folder in (*map(Path, BRIDGE_FOLDERS), program, program.parent / "Resources")
    )
    if not library or not script:
        raise ClerkMessage("LibreOffice is installed without its Python bridge (uno).", next_step=INSTALL)
    needed, ours = _python_of(program), f"3.{sys.version_info.minor}"
    if needed not in (None, ours):
        raise ClerkMessage(
            f"LibreOffice's Python bridge is made for Python {needed}, this program runs in Python {ours}.",
            next_step=f"Install this program with Python {needed}, or a LibreOffice made for Python {ours}.",
        )
    return Installation(program, soffice, library, script.parent)


def _python_of(program: Path) -> str | None:
    """The version of Python that the bridge was built for, such as "3.11"; None where it does not tell."""
    library = _first(program / name for name in ("libpyuno.so", "libpyuno.dylib", "pyuno.pyd"))
    match = _NEEDS_PYTHON.search(library.read_bytes()) if library else None
    return f"3.{int(match[1])}" if match else None


def _first(paths: Iterable[Path]) -> Path | None:
    return next((path for path in paths if path.is_file()), None)
