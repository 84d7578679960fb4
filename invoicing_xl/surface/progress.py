"""Progress on a terminal, once a step takes more than a second; never in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console

from invoicing_xl.tasks.progress import Progress, silent

_PATIENCE = 1.0


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A callback for tasks: what they say is shown on standard error while they are at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    with console.status("") as status:
        status.stop()
        timer = Timer(_PATIENCE, status.start)
        timer.daemon = True
        timer.start()
        try:
            yield lambda step: status.update(f"{step} …")
        finally:
            timer.cancel()
