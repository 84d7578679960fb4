"""Mistakes put into ledgers that have none: each is found in its row, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

import pytest

from invoicing_xl.checks.runner import run
from invoicing_xl.model.cells import Content, ErrorValue
from invoicing_xl.model.findings import Finding, Severity
from tests.checks.case_file import EPOCH
from tests.checks.ledgers import SERIES, Ledger, Row, ledger

RULES = frozenset(
    "FMT-01 FMT-02 FMT-04 FMT-05 FMT-06 FMT-07 FMT-08 FMT-10 FMT-11 IDN-01 IDN-02 "
    "DUP-01 DUP-02 DUP-03 SEQ-01".split()
)
MANNERS = [(name, False) for name in SERIES] + [
    (name, True) for name in ("plain", "over a thousand", "year in the digits")
]


def made(name: str, as_numbers: bool, seed: int) -> Ledger:
    return ledger(
        Random(f"{name} {as_numbers} {seed}"), SERIES[name], restarts="year" in name, as_numbers=as_numbers
    )


def loud(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is not Severity.INFO]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("name", "as_numbers"), MANNERS)
def test_a_ledger_without_mistakes_is_passed(name: str, as_numbers: bool, seed: int) -> None:
    findings = run(made(name, as_numbers, seed).facts(), codes=RULES).findings
    assert [f"{one.rule} {one.cell} {one.message}" for one in findings] == []


# Mistakes ----------------------------------------------------------------------------------------------
# Each changes the book and returns (the row where it must be found, a rule that must find it, the field).

Mistake = Callable[[Ledger, int, Random], tuple[Row, str, str]]


def text_of(number: object, chance: Random) -> str:
    assert isinstance(number, float)
    return chance.choice([f"{number:.2f}", f"{number:,.2f}", f" {number:.2f}", f"{number:.2f}\u00a0"])


def amount_as_text(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    field = chance.choice(["net", "tax", "gross"])
    book.rows[at][field] = Content(text_of(book.rows[at][field].value, chance), number_format="@")
    return book.rows[at], "FMT-01", field


def negative_as_text(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    memo = next(row for row in book.rows if row["type"].value == "Credit memo")
    value = memo["gross"].value
    assert isinstance(value, float)
    memo["gross"] = Content(chance.choice([f"({-value:,.2f})", f"{-value:.2f}-", f"\u2212{-value:.2f}"]))
    return memo, "FMT-04", "gross"


def unseen_character(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    field = chance.choice(["customer", "customer_name", "currency"])
    value = str(book.rows[at][field].value)
    book.rows[at][field] = Content(
        chance.choice([f"{value} ", f"\u00a0{value}", f"{value}\u200b", f"\t{value}"])
    )
    return book.rows[at], "FMT-02", field


def date_as_text(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    field = chance.choice(["date", "due_date"])
    date = _date(book.rows[at][field])
    text = chance.choice([date.isoformat(), f"{date:%d.%m.%Y}", f"{date.day} {date:%B %Y}"])
    book.rows[at][field] = Content(text)
    return book.rows[at], "FMT-05", field


def _date(content: Content) -> dt.date:
    assert isinstance(content.value, float)
    return EPOCH + dt.timedelta(content.value)


def bare_number(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    field = chance.choice(["date", "due_date"])
    book.rows[at][field] = replace(book.rows[at][field], number_format="General")
    return book.rows[at], "FMT-06", field


def error_value(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    field = chance.choice(["customer_name", "gross", "due_date"])
    book.rows[at][field] = Content(ErrorValue("#N/A"))
    return book.rows[at], "FMT-07", field


def lost_zeros(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    value = str(book.rows[at]["customer"].value)
    if not value.startswith("0"):
        return unseen_character(book, at, chance)
    book.rows[at]["customer"] = Content(float(value))
    return book.rows[at], "FMT-10", "customer"


def blank_field(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    field = chance.choice(["date", "customer", "customer_name", "currency", "gross"])
    book.rows[at][field] = Content()
    return book.rows[at], "IDN-01", field


def pasted_again(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    copy = dict(book.rows[at])
    book.rows.insert(chance.randrange(at + 1, len(book.rows) + 1), copy)
    return copy, "DUP-01", "number"


def number_reformatted(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    number = _number(book.rows[at])
    writings = [f"{number}.", f"{number[:2]} {number[2:]}", f"{number}\u00a0"]
    if number.isdigit():
        writings += [f"No. {number}", f"00{number}"]
    elif number.lower() != number:
        writings += [number.lower()]
    copy = book.rows[at] | {"number": Content(chance.choice(writings))}
    book.rows.insert(chance.randrange(at + 1, len(book.rows) + 1), copy)
    return copy, "DUP-02", "number"


def _number(row: Row) -> str:
    value = row["number"].value
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def entered_twice(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    copy = book.rows[at] | {"number": Content(f"{_number(book.rows[at])}7")}
    book.rows.insert(chance.randrange(at + 1, len(book.rows) + 1), copy)
    return copy, "DUP-03", "number"


def number_of_another(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    other = chance.choice([row for row in book.rows[at + 10 :] if row["type"].value == "Invoice"])
    book.rows[at]["number"] = other["number"]
    return book.rows[at], "DUP-01", "number"


def row_deleted(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    del book.rows[at]
    return book.rows[at], "SEQ-01", "number"


def letter_for_digit(book: Ledger, at: int, chance: Random) -> tuple[Row, str, str]:
    number = _number(book.rows[at])
    last = max(number.rfind(digit) for digit in "01")
    if last < 0:
        return row_deleted(book, at, chance)
    letter = {"0": "O", "1": "l"}[number[last]]
    book.rows[at]["number"] = Content(f"{number[:last]}{letter}{number[last + 1 :]}")
    return book.rows[at], "IDN-02", "number"


MISTAKES: list[Mistake] = [
    amount_as_text, negative_as_text, unseen_character, date_as_text, bare_number, error_value, lost_zeros,
    blank_field, pasted_again, number_reformatted, entered_twice, number_of_another, row_deleted,
    letter_for_digit,
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
@pytest.mark.parametrize(("name", "as_numbers"), MANNERS)
def test_a_mistake_is_found_where_it_is_and_nowhere_else(
    mistake: Mistake, name: str, as_numbers: bool
) -> None:
    book, chance = made(name, as_numbers, 7), Random(f"{name} {mistake.__name__}")
    ordinary = [at for at in range(5, 60) if _is_ordinary(book, at)]
    at = chance.choice(ordinary)
    before = {id(row): dict(row) for row in book.rows}
    row, code, field = mistake(book, at, chance)
    findings = loud(run(book.facts(), codes=RULES).findings)
    place = book.place(row)
    told = [f"{one.rule} {one.sheet}!{one.cell} {one.message}" for one in findings]
    assert code in {one.rule for one in findings if (one.sheet, one.row) == place}, (place, told)
    assert {(one.sheet, one.row) for one in findings} == {place}, (place, told)
    for finding in findings:
        for edit in finding.edits:
            assert finding.header == field
            assert _same(edit.after, before[id(row)][field]), (told, edit.after)


def _is_ordinary(book: Ledger, at: int) -> bool:
    """Neither a retainer nor special itself, nor beside such a row; not at the turn of the year."""
    near = book.rows[at - 2 : at + 3]
    years = {_date(row["date"]).year for row in book.rows[at - 4 : at + 5]}
    return (
        len(years) == 1
        and all(row["type"].value == "Invoice" and row["net"].value not in (0.0, 77.5) for row in near)
        and book.rows[at]["net"].value != 450.0
    )


def _same(after: Content, original: Content) -> bool:
    return after.value == original.value or str(after.value) == _written(original)


def _written(content: Content) -> str:
    return f"{content.value:.0f}" if isinstance(content.value, float) else str(content.value)
