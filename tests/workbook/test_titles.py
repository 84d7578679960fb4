"""Sheet names are legal and unique, and a generated sheet finds its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.plans import SheetKind, SheetPlan
from invoicing_xl.workbook.port import SheetInfo
from invoicing_xl.workbook.titles import Placement, free_title, place


@pytest.mark.parametrize(
    ("wanted", "taken", "title"),
    [
        ("Aging", set(), "Aging"),
        ("Aging", {"aging"}, "Aging (2)"),
        ("AGING", {"aging", "aging (2)"}, "AGING (3)"),
        ("A/S [Nord]: *?\\", set(), "A-S -Nord- -"),
        ("'quoted'", set(), "quoted"),
        ("", set(), "Sheet"),
        ("'''", set(), "Sheet"),
        ("History", set(), "History (2)"),
        ("x" * 40, set(), "x" * 31),
        ("x" * 40, {"x" * 31}, "x" * 27 + " (2)"),
        ("😀" * 20, set(), "😀" * 15),
        ("Customer number twenty-six's '", set(), "Customer number twenty-six's"),
        ("a" * 26 + " 'bcdefgh", {("a" * 26 + " 'bcd")}, "a" * 26 + " (2)"),
    ],
)
def test_titles(wanted: str, taken: set[str], title: str) -> None:
    assert free_title(wanted, taken) == title


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_titles_are_legal_and_differ(wanted: list[str]) -> None:
    taken: set[str] = set()
    for text in wanted:
        title = free_title(text, taken)
        assert 1 <= len(title.encode("utf-16-le")) // 2 <= 31
        assert not set(title) & set("[]:*?/\\")
        assert title[0] != "'" and title[-1] != "'" and title.casefold() != "history"
        assert title.casefold() not in taken
        taken.add(title.casefold())


def plan(title: str, kind: SheetKind, key: str = "") -> SheetPlan:
    return SheetPlan(title, kind, (), key=key)


CLERKS = SheetInfo("Invoices")
OURS = SheetInfo("Findings", kind="findings")


@pytest.mark.parametrize(
    ("wanted", "sheets", "placement"),
    [
        (plan("Findings", "findings"), [CLERKS], Placement("Findings", None)),
        (plan("Findings", "findings"), [CLERKS, OURS], Placement("Findings", "Findings")),
        (plan("Findings", "findings"), [SheetInfo("FINDINGS")], Placement("Findings (2)", None)),
        (
            plan("Findings", "findings"),
            [SheetInfo("Findings", kind="findings", edited=True)],
            Placement("Findings (2)", None),
        ),
        (
            plan("Findings", "findings"),
            [SheetInfo("Findings"), SheetInfo("Findings (2)", kind="findings")],
            Placement("Findings (2)", "Findings (2)"),
        ),
        (
            plan("Ada", "statement", "S-1"),
            [
                SheetInfo("Ada", kind="statement", key="S-2"),
                SheetInfo("Old name", kind="statement", key="S-1"),
            ],
            Placement("Ada (2)", "Old name"),
        ),
        (
            plan("Invoicing setup", "setup"),
            [SheetInfo("Einstellungen", kind="setup")],
            Placement("Einstellungen", "Einstellungen"),
        ),
    ],
)
def test_placement(wanted: SheetPlan, sheets: list[SheetInfo], placement: Placement) -> None:
    assert place(wanted, sheets) == placement
