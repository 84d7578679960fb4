"""Numbers as clerks type them: what is one, what is not, and what nobody can tell."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model import numbers
from invoicing_xl.model.columns import Decimals, texts_of
from invoicing_xl.model.money import decimals_of
from invoicing_xl.model.numbers import Grammar

POINT, COMMA = Grammar.POINT, Grammar.COMMA
NBSP, NARROW = "\u00a0", "\u202f"


def read(text: str, grammar: Grammar | None = None) -> tuple[Decimal | None, bool, bool]:
    parsed = numbers.parse(pa.array([text]), grammar)
    return parsed.numbers[0], bool(parsed.ambiguous[0]), bool(parsed.signed[0])


SURE = [
    ("1.234,56", "1234.56"),
    ("1,234.56", "1234.56"),
    ("1 234,56", "1234.56"),
    (f"1{NBSP}234,56", "1234.56"),
    (f"1{NARROW}234{NARROW}567,8", "1234567.8"),
    ("1'200.50", "1200.5"),
    ("1’200.50", "1200.5"),
    ("1234.5", "1234.5"),
    ("1234.567", "1234.567"),
    ("12,5", "12.5"),
    ("1,23", "1.23"),
    ("1.234,5", "1234.5"),
    ("1.234.567", "1234567"),
    ("1,234,567", "1234567"),
    ("12,34,567.00", "1234567"),
    ("1,23,456", "123456"),
    ("0,500", "0.5"),
    ("0.500", "0.5"),
    (".5", "0.5"),
    (",5", "0.5"),
    ("007", "7"),
    ("0", "0"),
    ("0.00", "0"),
    ("+5", "5"),
    ("-5", "-5"),
    ("- 5", "-5"),
    ("EUR 5", "5"),
    ("EUR5", "5"),
    ("5 Euro", "5"),
    ("5,00 €", "5"),
    ("€ -5.00", "-5"),
    ("-€5.00", "-5"),
    ("$1,200.00", "1200"),
    ("US$ 5", "5"),
    ("CHF 1'200.50", "1200.5"),
    ("5.- Fr.", "5"),
    ("Rs.500", "500"),
    ("1.234,-", "1234"),
    ("12,--", "12"),
    ("\t 5 \u200b\u00a0", "5"),
    ("\u202a5.5\u202c", "5.5"),
    ("123456789012345", "123456789012345"),
    ("123456789012345000", "123456789012345000"),
    ("0.000000000000001", "1e-15"),
]


@pytest.mark.parametrize(("text", "value"), SURE)
def test_is_a_number_whatever_the_column_says(text: str, value: str) -> None:
    for grammar in (None, POINT, COMMA):
        assert read(text, grammar) == (Decimal(value), False, False)


BOOKKEEPERS = [
    ("(12.00)", "-12"),
    ("( 12,00 )", "-12"),
    ("(EUR 5)", "-5"),
    ("EUR (5)", "-5"),
    ("(5) €", "-5"),
    ("1,234.50-", "-1234.5"),
    ("1.234,50 -", "-1234.5"),
    ("5- EUR", "-5"),
    ("5 EUR-", "-5"),
    ("−5", "-5"),
    ("–5.00", "-5"),
    ("1234.50 CR", "-1234.5"),
    ("1234.50cr.", "-1234.5"),
    ("1234.50 DR", "1234.5"),
    ("5 EUR CR", "-5"),
]


@pytest.mark.parametrize(("text", "value"), BOOKKEEPERS)
def test_signs_in_a_bookkeepers_way_are_marked(text: str, value: str) -> None:
    assert read(text) == (Decimal(value), False, True)


NO_NUMBERS = [
    *(
        "12/34",
        "1.2.3",
        "1e5",
        "1,5E+03",
        "01.02.2026",
        "2026-05-12",
        "10:30",
        "abc",
        "",
        " ",
        "-",
        "EUR",
        ".",
    ),
    *("0171 234 567", "+49 171 234 567", "(030) 123 456", "12 34", "1 23", "1.234 567", "1'23", "5.", "5,-3"),
    *("1234567890123456", "1,234,567,890,123.4567", "99999999999999999999", "0.0000000000000000001"),
    *("1,23,45", "12,345,67", "01.234.567", "1,234.567.890", "1.234,567,890", "1..2", "1,,2", "'5", "5'"),
    *(
        "(5",
        "5)",
        "(-5)",
        "--5",
        "-5-",
        "-5 CR",
        "(5) CR",
        "+5-",
        "EUR 5 USD",
        "5 pcs",
        "5 x 3",
        "#5",
        "5#",
        "5€€",
    ),
    *("19 %", "% 19", "٣", "½", "VI", "5 CRC CR CR", "CR 5", "1 234 567 8", "N/A", "#N/A", "=5"),
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_is_no_number_whatever_the_column_says(text: str) -> None:
    for grammar in (None, POINT, COMMA):
        assert read(text, grammar) == (None, False, False)


@pytest.mark.parametrize(
    ("text", "with_point", "with_comma"),
    [
        ("1.234", "1.234", "1234"),
        ("1,234", "1234", "1.234"),
        ("999.999", "999.999", "999999"),
        ("-1.000", "-1", "-1000"),
        ("EUR 12,500", "12500", "12.5"),
        ("(1,000)", "-1000", "-1"),
    ],
)
def test_could_be_two_numbers_unless_the_column_decides(text: str, with_point: str, with_comma: str) -> None:
    assert read(text)[:2] == (None, True)
    assert read(text, POINT)[:2] == (Decimal(with_point), False)
    assert read(text, COMMA)[:2] == (Decimal(with_comma), False)


def test_the_grammar_of_a_column_is_that_of_its_unambiguous_texts() -> None:
    assert numbers.grammar_of(pa.array(["1.234", "5", "12,50"])) is COMMA
    assert numbers.grammar_of(pa.array(["1.234", "5", "12.50 EUR"])) is POINT
    assert numbers.grammar_of(pa.array(["1.234", "5", "n/a", "01.02.2026"])) is None
    assert numbers.grammar_of(pa.array(["12.50", "12,50"])) is None
    assert numbers.grammar_of(pa.array([], pa.string())) is None


# A writer that shares no code with the reader.

GROUPS = {POINT: [",", " ", NBSP, NARROW, "'", "’", ""], COMMA: [".", " ", NBSP, NARROW, "'", ""]}
DRESSES = ["{}", " {} ", "EUR {}", "{} €", "${}", "{} CHF", "{} kr", "\u200b{}"]
SIGNED = {-1: ["-{}", "({})", "{}-", "−{}", "{} CR"], 1: ["{}", "+{}", "{} DR"]}


def write(value: Decimal, grammar: Grammar, group: str) -> str:
    whole, _, rest = f"{abs(value):f}".partition(".")
    head = len(whole) % 3 or 3
    grouped = group.join([whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))])
    mark = "." if grammar is POINT else ","
    return grouped + (mark + rest if rest else "")


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Decimal, Grammar]:
    digits = draw(st.integers(0, 10**15 - 1)) // 10 ** draw(st.integers(0, 14))
    value = Decimal(digits).scaleb(-draw(st.integers(0, 6)))
    sign = draw(st.sampled_from([1, -1])) if value else 1
    grammar = draw(st.sampled_from(list(Grammar)))
    group = draw(st.sampled_from(GROUPS[grammar]))
    form = draw(st.sampled_from(SIGNED[sign]))
    plus_and_spaces = form == "+{}" and group.strip() == "" and group
    text = write(value, grammar, "" if plus_and_spaces else group)
    return draw(st.sampled_from(DRESSES)).format(form.format(text)), value * sign, grammar


@given(st.lists(written(), min_size=1, max_size=25))
def test_what_is_written_in_a_grammar_is_read_in_it(cells: list[tuple[str, Decimal, Grammar]]) -> None:
    texts = pa.array([text for text, *_ in cells])
    blind = numbers.parse(texts, None)
    for grammar in Grammar:
        parsed = numbers.parse(texts, grammar)
        assert not parsed.ambiguous.any()
        for i, (text, value, own) in enumerate(cells):
            if own is grammar:
                assert parsed.numbers[i] == value, text
            if blind.ambiguous[i]:
                continue
            assert blind.numbers[i] == parsed.numbers[i] == value, text


@given(st.text(alphabet="0123456789.,'- ()€EURCD+%−\u00a0", max_size=12))
def test_no_text_is_two_things_at_once(text: str) -> None:
    blind, point, comma = (numbers.parse(pa.array([text]), grammar) for grammar in (None, POINT, COMMA))
    assert point.numbers.known[0] == comma.numbers.known[0]
    assert not point.ambiguous[0] and not comma.ambiguous[0]
    if blind.ambiguous[0]:
        assert not blind.numbers.known[0]
        assert point.numbers[0] != comma.numbers[0]
    else:
        assert blind.numbers[0] == point.numbers[0] == comma.numbers[0]
    if point.numbers.known[0]:
        assert text.count("%") == 0
        digits = "".join(sign for sign in text if sign.isdigit())
        assert str(abs(int(point.numbers.mantissa[0]))).rstrip("0") in digits


def test_sliced_empty_and_null_texts_are_read() -> None:
    texts = pa.array(["x", "5", None, "(6)"]).slice(1)
    assert [numbers.parse(texts, None).numbers[i] for i in range(3)] == [5, None, -6]
    assert len(numbers.parse(pa.array([], pa.string()), None).numbers) == 0
    assert not numbers.parse(pa.array([None, None], pa.string()), None).numbers.known.any()


def test_texts_complete_the_typed_numbers_and_never_replace_them() -> None:
    typed = decimals_of(np.array([1.5, np.nan, np.nan, np.nan]))
    texts = texts_of(["9", "1.234", None, "2,5"])
    assert [numbers.with_texts(typed, texts, COMMA)[i] for i in range(4)] == [
        Decimal("1.5"),
        1234,
        None,
        Decimal("2.5"),
    ]
    assert [numbers.with_texts(typed, texts, None)[i] for i in range(4)] == [
        Decimal("1.5"),
        None,
        None,
        Decimal("2.5"),
    ]


# Rates -----------------------------------------------------------------------------------------------------


def shares(values: list[str], *, percent_format: bool = False) -> list[Decimal | None]:
    found = numbers.shares(column(values), percent_format=percent_format)
    return [found[i] for i in range(len(found))]


def column(values: list[str]) -> Decimals:
    return decimals_of(np.array([float(value) if value else np.nan for value in values]))


def test_a_column_of_rates_is_in_per_cent_as_a_whole_or_not_at_all() -> None:
    assert shares(["19", "7", "0", "", "0.5"]) == [
        Decimal("0.19"),
        Decimal("0.07"),
        0,
        None,
        Decimal("0.005"),
    ]
    assert shares(["0.19", "0.07", "0", "1"]) == [Decimal("0.19"), Decimal("0.07"), 0, 1]
    assert shares(["19", "0"], percent_format=True) == [19, 0]
    assert shares(["0", ""]) == [0, None]
    assert shares(["20", "8.875", "100"]) == [Decimal("0.2"), Decimal("0.08875"), 1]


@given(st.lists(st.integers(1, 10**6), min_size=1), st.integers(0, 4))
def test_a_hundredth_is_exact(hundredths: list[int], places: int) -> None:
    values = [Decimal(number + 10**places).scaleb(-places) for number in hundredths]
    assert shares([str(value) for value in values]) == [value / 100 for value in values]


def test_a_percent_sign_says_itself_what_it_means() -> None:
    typed = decimals_of(np.array([19.0, np.nan, np.nan, np.nan, np.nan]))
    texts = texts_of([None, "19 %", "7,5%", "7", "-3 %"])
    found = numbers.rates_of(typed, texts, None, percent_format=False)
    assert [found[i] for i in range(5)] == [Decimal(x) for x in ("0.19", "0.19", "0.075", "0.07", "-0.03")]
    assert not numbers.percentages(pa.array(["19", "1 % 2", "%"]), None).numbers.known.any()
    assert numbers.percentages(pa.array(["1.234 %"]), None).ambiguous[0]


# Identifiers -----------------------------------------------------------------------------------------------


def shown(values: list[float], formats: list[str]) -> list[str]:
    known = sorted(set(formats))
    styles = np.array([known.index(each) for each in formats], np.int32)
    texts = numbers.shown(np.array(values), styles, known)
    return [texts[i] for i in range(len(texts))]


def test_identifiers_are_shown_without_decimals_and_never_in_scientific_notation() -> None:
    values = [
        10248.0,
        0.0,
        -5.0,
        1e15,
        123456789012345.0,
        1234567890123456.0,
        1.5e20,
        1.5,
        -0.25,
        1e-7,
        0.1 + 0.2,
    ]
    assert shown(values, ["General"] * len(values)) == [
        *("10248", "0", "-5", "1000000000000000", "123456789012345", "1234567890123460"),
        *("150000000000000000000", "1.5", "-0.25", "0.0000001", "0.3"),
    ]


def test_a_format_of_zeros_pads() -> None:
    values = [123.0, 123.0, -7.0, 1234567.0, 12.0, 3.0]
    formats = ["00000", "General", "000", "00000", "0.00", "0"]
    assert shown(values, formats) == ["00123", "123", "-007", "1234567", "12", "3"]


@given(
    st.lists(st.one_of(st.integers(-(10**15) + 1, 10**15 - 1).map(float), st.floats(-1e6, 1e6)), min_size=1)
)
def test_shown_is_the_15_digit_decimal(values: list[float]) -> None:
    for value, text in zip(values, shown(values, ["General"] * len(values)), strict=True):
        assert "e" not in text.lower()
        if abs(value) > 1e-3 or value == 0:
            assert Decimal(text) == Decimal(f"{value:.15g}")
