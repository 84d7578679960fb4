"""Progress on a terminal, once a step takes more than a second; never in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.text import Text

from invoicing_xl.tasks.progress import Progress, silent

_PATIENCE = 1.0


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A callback for tasks: what they say is shown on standard error while they are at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    status = console.status("")
    timer = Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda step: status.update(Text(f"{step} …"))  # a customer may be called "[/b]"
    finally:
        timer.cancel()
        timer.join()  # or it would start what is stopped here
        status.stop()
