"""The one Python process behind Excel: ``python -I -m invoicing_xl.surface.server CLSID``.

xlwings' DLL starts it when a button or a formula is first used, and Windows ends it, without warning,
together with Excel. It has no window and no console, so whatever goes wrong on the way must be in its log,
which is opened before anything else is imported.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import platformdirs

Com: TypeAlias = object
"""A COM object: only xlwings knows what to do with it."""

COM_ATTEMPTS = 50
"""How often xlwings repeats a call that Excel is too busy for: without a limit, for ever."""

LOG_FILE = "server.log"
_LOG_LIMIT = 1_000_000

_BROKEN = """\
Nothing was changed. The program behind the buttons is not complete.
Close Excel, open a command window, and type: invoicing-xl doctor

What is missing is written in {}"""

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve Excel until it ends. ``arguments``: the class identifier that the DLL made up."""
    (identifier,) = sys.argv[1:] if arguments is None else arguments
    _open_log(log_folder())
    _log.info("started, Python %s at %s", sys.version.split()[0], sys.executable)
    # Excel's current folder is the clerk's: a process that stands in it keeps it from being renamed.
    os.chdir(Path(sys.executable).parent)
    try:
        _serve(identifier)
    except BaseException:
        _log.exception("ended")
        raise


def press(book: Com, command: str, selected: str) -> tuple[str, ...]:
    """What a ribbon button does; called by the add-in's VBA.

    ``book`` is the workbook as Excel hands it over, ``selected`` the selected cells as in Invoices!B5:C9, ""
    where none are. The answer is what ``surface.reply`` describes, for VBA, which has no JSON: kind, title,
    text, sheet and cell to select, and the caption of the undo.
    """
    try:
        reply = _reply(book, command, selected)
    except Exception:  # noqa: BLE001 - VBA would show the clerk a traceback
        # ribbon.run has an answer for everything, so this is before it: a broken installation.
        _log.exception("%s", command)
        return ("crash", "Invoicing could not do this", _BROKEN.format(log_folder() / LOG_FILE), "", "", "")
    sheet, _, cell = reply["select"].rpartition("!")
    return (reply["kind"], reply["title"], reply["text"], sheet, cell, reply["undo"])


def _reply(book: Com, command: str, selected: str) -> dict[str, str]:
    import xlwings

    from invoicing_xl.surface import ribbon

    caller = xlwings.Book(impl=xlwings._xlwindows.Book(book))  # type: ignore[no-untyped-call]
    reply: dict[str, str] = json.loads(ribbon.run(command, caller, selected))
    return reply


def log_folder() -> Path:
    """Where the log lies, beside the reports of crashes."""
    return platformdirs.user_log_path("invoicing-xl", appauthor=False)


def _serve(identifier: str) -> None:
    from xlwings import _xlwindows, com_server

    # It ends every Excel without a visible window, at the end of any process that has imported xlwings.
    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = COM_ATTEMPTS
    # Excel waits for us to serve, not for pandas: the first click or formula waits for what is left of it.
    threading.Thread(target=_load, name="load", daemon=True).start()
    com_server.serve(identifier)  # type: ignore[no-untyped-call]


def _load() -> None:
    """Import what a click and a formula need. What is missing is told by the click."""
    try:
        from invoicing_xl.surface import ribbon, udfs  # noqa: F401
        from invoicing_xl.workbook import live  # noqa: F401
    except Exception:  # noqa: BLE001
        _log.exception("loading")
    else:
        _log.info("loaded")


def _open_log(folder: Path) -> None:
    """Every line is on the disk when it is written: nobody asks this process before ending it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG_FILE
    grown = path.exists() and path.stat().st_size > _LOG_LIMIT
    handler = logging.FileHandler(path, "w" if grown else "a", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


if __name__ == "__main__":
    main()
