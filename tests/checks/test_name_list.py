"""Names against a list of customers: what is one customer, what is another, what could be two."""

import pytest

from invoicing_xl.checks.name_list import NONE, NameList

CUSTOMERS = [
    ["C-1", "Tolva Mills Ltd."],
    ["C-2", "Müller GmbH"],
    ["C-3", "Möller GmbH"],
    ["C-4", "Arden Print"],
    ["C-5", "Arden Paint & Sons"],
    ["C-6", "Quarry Lane Inc"],
    ["C-7", "Quarry Lane LLC"],
    ["C-8", "Depot 12"],
    ["C-9", "Zeeland Vracht B.V."],
    ["C-10", ""],
]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Tolva Mills Ltd.", 0),
        ("TOLVA  MILLS", 0),
        ("Mills, Tolva (Limited)", 0),
        ("Tolva Mlils", 0),
        ("Mueller", 1),
        ("muller gmbh", 1),
        ("Müller G.m.b.H.", 1),
        ("Müller AG", NONE),
        ("Moeller", 2),
        ("Arden Prnt", 3),
        ("Quarry Lane", NONE),
        ("Quarry Lane Incorporated", 5),
        ("Depot 13", NONE),
        ("Depot 12", 7),
        ("Zeeland Vracht BV", 8),
        ("Zeeland Vraght", 8),
        ("c-9", 8),
        ("C-11", NONE),
        ("Somebody Else", NONE),
        ("", NONE),
        ("& Ltd", NONE),
    ],
)
def test_who_is_meant(name: str, wanted: int) -> None:
    assert NameList(CUSTOMERS).find([name]) == [wanted]


def test_a_slip_that_could_be_two_is_nobody() -> None:
    assert NameList([["Arden Print"], ["Arden Prints"]]).find(["Ardenn Print"]) == [NONE]


def test_the_same_name_twice_in_the_list_is_two_customers() -> None:
    assert NameList([["C-1", "Acme"], ["C-2", "ACME"]]).find(["acme", "C-2"]) == [NONE, 1]


def test_many_are_asked_at_once() -> None:
    names = [name for _, name in CUSTOMERS if name]
    assert NameList(CUSTOMERS).find(names) == list(range(len(names)))
    assert NameList([]).find(names) == [NONE] * len(names)
