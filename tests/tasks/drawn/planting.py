"""Mistakes that are planted into right books: what each says of itself, where it may be, how it is made.

A mistake changes cells of the books, or rows, and says where it is to be found. It gives None where the
books have not what it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from invoicing_xl.model.cells import Content
from tests.tasks.any_ledger import AnyLedger
from tests.tasks.drawn.sheets import Row, Sheet, Value

EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Planted:
    """``rule`` should tell of it in one of ``rows`` of a sheet; ``moved``: rows were added or taken out."""

    rule: str
    sheet: Sheet
    rows: frozenset[int]
    field: str
    moved: bool = False


Mistake = Callable[[AnyLedger, Random], Planted | None]
MISTAKES: dict[str, Mistake] = {}


def mistake(name: str) -> Callable[[Mistake], Mistake]:
    def register(make: Mistake) -> Mistake:
        MISTAKES[name] = make
        return make

    return register


# Which cell -------------------------------------------------------------------------------------------


def a_cell(
    ledger: AnyLedger,
    chance: Random,
    kind: str,
    *needs: str,
    fits: Callable[[Row], bool] = lambda row: True,
    formula: bool = False,
) -> tuple[Sheet, int] | None:
    """A row of a sheet whose cells in ``needs`` are filled, constants unless ``formula``."""
    sheet = ledger.sheets.get(kind)
    if sheet is None or not set(needs) <= set(sheet.fields):
        return None
    if not formula and any(name in sheet.formulas for name in needs[:1]):
        return None
    possible = [
        index
        for index, row in enumerate(sheet.rows)
        if all(row[name] is not None for name in needs) and fits(row)
    ]
    return (sheet, chance.choice(possible)) if possible else None


def changed(
    name: str, rule: str, kind: str, field: str, change: Callable[[Value, Random, Row], Value],
    *needs: str, fits: Callable[[Row], bool] = lambda row: True,
) -> None:  # fmt: skip
    """A mistake in one cell."""

    def make(ledger: AnyLedger, chance: Random) -> Planted | None:
        spot = a_cell(ledger, chance, kind, field, *needs, fits=fits)
        if spot is None:
            return None
        sheet, index = spot
        row = sheet.rows[index]
        before = row[field]
        if isinstance(before, Content):
            return None
        after = change(before, chance, row)
        if after is None or after == before:
            return None
        row[field] = None if after == BLANK else after
        return Planted(rule, sheet, frozenset({sheet.row(index)}), field)

    MISTAKES[name] = make


BLANK = Content()


def is_money(row: Row, name: str) -> bool:
    value = row[name]
    return isinstance(value, Decimal) and abs(value) >= 10


def live(row: Row) -> bool:
    """A row over money: no void one and nothing free of charge."""
    return row.get("gross", 1) != 0 and str(row.get("status", "")) not in _VOID


_VOID = {"Void", "Storniert", "Annulé", "Anulado", "Geannuleerd"}


# Slips of the keyboard ----------------------------------------------------------------------------------


def _digits(value: Decimal) -> str:
    return f"{value:f}"


def _swapped(text: str, chance: Random) -> str | None:
    """Two neighbouring digits swapped; None where no two differ."""
    pairs = [(at, text[at : at + 2]) for at in range(len(text) - 1)]
    leading_zero = text[1:2] == "0"
    places = [
        at for at, pair in pairs if pair.isdigit() and pair[0] != pair[1] and not (at == 0 and leading_zero)
    ]
    if not places:
        return None
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def swap(value: Value, chance: Random, row: Row) -> Value:
    text = _swapped(_digits(value) if isinstance(value, Decimal) else str(value), chance)
    return None if text is None else Decimal(text) if isinstance(value, Decimal) else text


def point(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    return value * 100 if chance.random() < 0.5 else (value / 10).quantize(Decimal("0.01"))


def zero_more(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    return value * 10


def sign(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    return -value


def digit(value: Value, chance: Random, row: Row) -> Value:
    text = _digits(value) if isinstance(value, Decimal) else str(value)
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    at = chance.choice(places[: max(1, len(places) - 1)])
    other = chance.choice([one for one in "123456789" if one != text[at]])
    changed = text[:at] + other + text[at + 1 :]
    return Decimal(changed) if isinstance(value, Decimal) else changed


def cent(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, Decimal)
    return value + Decimal(1).scaleb(int(value.as_tuple().exponent))


def days(*by: int) -> Callable[[Value, Random, Row], Value]:
    def change(value: Value, chance: Random, row: Row) -> Value:
        assert isinstance(value, date)
        return value + timedelta(days=chance.choice(by))

    return change


def years(by: int) -> Callable[[Value, Random, Row], Value]:
    def change(value: Value, chance: Random, row: Row) -> Value:
        assert isinstance(value, date)
        return None if (value.month, value.day) == (2, 29) else value.replace(year=value.year + by)

    return change


def day_and_month(value: Value, chance: Random, row: Row) -> Value:
    assert isinstance(value, date)
    return (
        value.replace(month=value.day, day=value.month)
        if value.day <= 12 and value.day != value.month
        else None
    )
