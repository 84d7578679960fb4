"""How a task tells what it is doing."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]
"""Called with a few words, such as "Reading Invoices", when a step begins."""


def silent(step: str) -> None:
    """For callers that show no progress."""
