"""Localisation: the wrong figure is among the candidates, and what counts as a slip."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.checks.equations import FigureIs, SumOf, TaxOf
from invoicing_xl.checks.localise import Candidate, candidates, decided, is_swap, ranked, slip

GROSS = SumOf("gross", ((1, "net"), (1, "tax")))
OPEN = SumOf("open", ((1, "gross"), (-1, "paid")))
TAX = TaxOf(rates=(Decimal("0.2"), Decimal("0.1")))
CENTS = st.integers(-(10**7), 10**7).map(lambda cents: Decimal(cents).scaleb(-2))


def figures(**values: str) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in values.items()}


@given(CENTS, CENTS, CENTS, st.sampled_from(["net", "tax", "gross", "paid", "open"]), CENTS)
def test_the_spoilt_figure_is_among_the_candidates(
    net: Decimal, tax: Decimal, paid: Decimal, spoilt: str, wrong: Decimal
) -> None:
    true = {"net": net, "tax": tax, "gross": net + tax, "paid": paid, "open": net + tax - paid}
    if wrong == true[spoilt]:
        return
    found = candidates([GROSS, OPEN], {**true, spoilt: wrong})
    assert Candidate({spoilt: true[spoilt]}) in found
    for one in found:
        assert GROSS.holds(one.applied({**true, spoilt: wrong}))
        assert OPEN.holds(one.applied({**true, spoilt: wrong}))


def test_figures_that_agree_have_no_candidates() -> None:
    assert candidates([GROSS], figures(net="100.00", tax="20.00", gross="120.00")) == []


def test_a_figure_that_every_broken_equation_holds_is_the_only_one() -> None:
    wrong = figures(net="100.00", tax_rate="0.2", tax="20.00", gross="210.00")
    assert candidates([TAX, GROSS], wrong) == [Candidate({"gross": Decimal("120.00")})]


def test_two_wrong_figures_have_no_candidate() -> None:
    wrong = figures(net="100.00", tax_rate="0.2", tax="27.00", gross="210.00")
    assert candidates([TAX, GROSS], wrong) == []


def test_what_is_no_cell_of_the_row_is_no_candidate() -> None:
    lines = SumOf("net", ((1, "lines"),))
    found = candidates([lines], figures(net="100.00", lines="120.00"), fixed={"lines"})
    assert found == [Candidate({"net": Decimal("120.00")})]


def test_a_total_follows_its_tax_and_what_is_open_follows_the_total() -> None:
    wrong = figures(net="100.00", tax_rate="0.2", tax="10.00", gross="110.00", paid="0.00", open="110.00")
    found = candidates([TAX, GROSS, OPEN], wrong, followers={"tax": ("gross", "open")})
    assert Candidate(figures(tax="20.00", gross="120.00", open="120.00")) in found
    assert Candidate(figures(tax_rate="0.1")) in found


TAX_ALONE = Candidate(figures(tax="20.00"))
GROSS_ALONE = Candidate(figures(gross="110.00"))
WRONG = figures(net="100.00", tax="10.00", gross="120.00")


def test_one_candidate_is_decided() -> None:
    assert decided([TAX_ALONE], WRONG) is TAX_ALONE
    assert decided([TAX_ALONE, GROSS_ALONE], WRONG) is None
    assert decided([], WRONG) is None


def test_evidence_decides_between_two() -> None:
    assert decided([TAX_ALONE, GROSS_ALONE], WRONG, [FigureIs("gross", Decimal("110.00"))]) is GROSS_ALONE
    assert decided([TAX_ALONE, GROSS_ALONE], WRONG, [FigureIs("gross", Decimal("120.00"))]) is TAX_ALONE


def test_evidence_that_would_be_lost_speaks_against_the_only_candidate() -> None:
    assert decided([GROSS_ALONE], WRONG, [FigureIs("gross", Decimal("120.00"))]) is None


def test_evidence_that_nothing_fulfils_says_nothing() -> None:
    assert decided([GROSS_ALONE], WRONG, [FigureIs("gross", Decimal("55.00"))]) is GROSS_ALONE


def test_the_figure_that_is_reckoned_comes_first_then_slips() -> None:
    found = [Candidate(figures(net="110.00")), Candidate(figures(tax="20.37")), GROSS_ALONE]
    order = [one.name for one in ranked(found, figures(net="101.00", tax="10.00", gross="120.00"), "gross")]
    assert order == ["gross", "net", "tax"]


@pytest.mark.parametrize(
    ("now", "meant", "words"),
    [
        ("1478.50", "1487.50", "two digits swapped?"),
        ("0.15", "0.51", "two digits swapped?"),
        ("1478.50", "1478.60", "one digit mistyped?"),
        ("1478.50", "147.85", "the decimal point has slipped?"),
        ("454.51", "4545.12", "the decimal point has slipped?"),
        ("12.00", "1200.00", "the decimal point has slipped?"),
        ("-20.00", "20.00", "the sign is turned?"),
        ("147.50", "1487.50", "a digit missing?"),
        ("14887.50", "1487.50", "a digit too many?"),
        ("-14.00", "41.00", ""),
        ("1478.50", "2356.11", ""),
        ("0.00", "20.00", ""),
        ("20.00", "20.00", ""),
        ("0.2", "0.1", "one digit mistyped?"),
    ],
)
def test_slips(now: str, meant: str, words: str) -> None:
    assert slip(Decimal(now), Decimal(meant)) == words
    assert is_swap(Decimal(now), Decimal(meant)) == (words == "two digits swapped?")
