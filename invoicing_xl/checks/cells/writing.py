"""How a corrected cell is written: its number format, and how a clerk reads what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import numpy as np

from invoicing_xl.model.cells import Kind
from invoicing_xl.model.dates import is_date_format
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.tables import Table

TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
_AMOUNT_FORMAT = "#,##0.00"
RATE_FORMAT = "0.00%"
_MOST_DIGITS = 15  # that Excel keeps of a number


@cache
def shows_dates(code: str) -> bool:
    """Whether a number written into a cell of this format reads as a date."""
    return is_date_format(code)


def shows_numbers(code: str) -> bool:
    """Whether a number written into a cell of this format reads as a number."""
    return code != TEXT_FORMAT and not shows_dates(code)


def own_format(table: Table, index: int, name: str) -> str:
    """The number format of one cell."""
    return table.grid.number_format(int(table.rows[index]), table.columns[name])


def usual_format(table: Table, name: str, fits: Callable[[str], bool], otherwise: str) -> str:
    """The format most number cells of a column have, of those that fit."""
    used = np.bincount(
        table.formats(name)[table.kinds(name) == Kind.NUMBER], minlength=len(table.grid.formats)
    )
    fitting = [style for style in np.flatnonzero(used).tolist() if fits(table.grid.formats[style])]
    return table.grid.formats[max(fitting, key=used.__getitem__)] if fitting else otherwise


def number_format(table: Table, name: str) -> str:
    """The format for a number in a column whose cell has none that shows it."""
    otherwise = {"amount": _AMOUNT_FORMAT, "rate": RATE_FORMAT}.get(FIELDS[name].kind, "General")
    return usual_format(table, name, shows_numbers, otherwise)


def date_format(table: Table, name: str) -> str:
    """The format for a date in a column whose cell has none that shows it."""
    return usual_format(table, name, shows_dates, DATE_FORMAT)


def as_column_holds(table: Table, name: str, written: str) -> str | float:
    """An identifier as its column holds most of them: as a number where they are numbers, so that it is found
    where it is looked up."""
    kinds = table.kinds(name)
    numbers, texts = (int(np.count_nonzero(kinds == kind)) for kind in (Kind.NUMBER, Kind.TEXT))
    as_number = numbers > texts and written.isdecimal() and str(int(written)) == written
    return float(written) if as_number and len(written) <= _MOST_DIGITS else written


def plainly(value: Decimal, places: int = 0) -> str:
    """ "1360.30" for 1360.3 and two places; more decimals where the value has more."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return f"{value:.{max(places, -exponent)}f}"
