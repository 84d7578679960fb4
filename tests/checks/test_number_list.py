"""Gaps and next numbers of single lists."""

import pytest

from invoicing_xl.checks.number_list import Gap, gaps, next_number
from invoicing_xl.model.columns import texts_of


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        (["1", "2", "3"], []),
        (["1", "4"], [Gap("2", "3", 2)]),
        (["007", "009"], [Gap("008", "008", 1)]),
        (["099", "101"], [Gap("100", "100", 1)]),
        (["9", "11"], [Gap("10", "10", 1)]),
        (["inv-1", "INV-3"], [Gap("inv-2", "inv-2", 1)]),
        (["3", None, "1", "1"], [Gap("2", "2", 1)]),
        (["B2", "A1", "A3", "B4"], [Gap("B3", "B3", 1), Gap("A2", "A2", 1)]),
        (
            ["17/2026", "19/2026", "18/2025", "20/2025"],
            [Gap("18/2026", "18/2026", 1), Gap("19/2025", "19/2025", 1)],
        ),
        (["2025-0999", "2026-0001"], []),
        (["1", "150"], []),
        (["20251231", "20260001", "20260003"], [Gap("20260002", "20260002", 1)]),
        (["draft", ""], []),
        ([], []),
    ],
)  # fmt: skip
def test_gaps(numbers: list[str | None], wanted: list[Gap]) -> None:
    assert gaps(texts_of(numbers)) == wanted


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        (["INV-001", "INV-002"], "INV-003"),
        (["INV-009"], "INV-010"),
        (["INV-999"], "INV-1000"),
        (["RE 7 a"], "RE 8 a"),
        (["CN-4", "INV-12", "CN-1"], "CN-5"),
        (["2025-0999", "2026-0007"], "2026-0008"),
        (["5", "7000", "6"], "7"),
        (["X"], None),
        (["12", "X"], None),
        ([None, None], None),
    ],
)
def test_next(numbers: list[str | None], wanted: str | None) -> None:
    assert next_number(texts_of(numbers)) == wanted
