"""Answers are computed once, whoever asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from invoicing_xl.model.memo import Memo, cached_property


class Sheet:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.slowly = Event()

    @cached_property
    def total(self) -> int:
        """The total."""
        self.slowly.wait(0.2)
        self.asked.append("total")
        return self.tax + 1

    @cached_property
    def tax(self) -> int:
        self.asked.append("tax")
        return 19


def test_an_attribute_is_computed_when_it_is_read_first() -> None:
    sheet = Sheet()
    assert sheet.asked == []
    assert (sheet.total, sheet.total, sheet.tax) == (20, 20, 19)
    assert sheet.asked == ["total", "tax"]
    assert Sheet.total.__doc__ == "The total."


def test_threads_that_ask_together_get_one_answer() -> None:
    sheet, start = Sheet(), Barrier(4)

    def ask(place: int) -> int:
        start.wait()
        return sheet.total if place % 2 else sheet.tax

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [19, 20, 19, 20]
    assert sorted(sheet.asked) == ["tax", "total"]


def test_what_failed_is_asked_again() -> None:
    memo, tries = Memo(), []

    def answer() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError
        return "yes"

    with pytest.raises(ValueError):
        memo.get("question", answer)
    assert memo.get("question", answer) == memo.get("question", answer) == "yes"
    assert len(tries) == 2
