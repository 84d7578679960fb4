"""Amounts: rounding and tax as the currency has it, texts as numbers, amounts in words."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from invoicing_xl.model import money
from invoicing_xl.model.columns import Decimals
from invoicing_xl.model.numbers import Grammar
from invoicing_xl.model.words import LANGUAGES, amount_in_words
from invoicing_xl.surface.answers import Answer
from invoicing_xl.surface.cellwise import BLANK, Cellwise, chosen, doubles
from invoicing_xl.surface.functions import function
from invoicing_xl.workbook.excel_values import Cells

_CURRENCY = "Currency code such as EUR; it says how many decimals there are"
_GRAMMARS = {
    "": None,
    ".": Grammar.POINT,
    "1,234.50": Grammar.POINT,
    ",": Grammar.COMMA,
    "1.234,50": Grammar.COMMA,
}


@function
def inv_round(
    amount: Annotated[Cells, "The amount to round: a cell, or a range"],
    currency_code: Annotated[Cells, _CURRENCY],
) -> Answer:
    """Rounds an amount to the decimals of its currency (EUR 2, JPY 0, KWD 3), halves away from zero."""
    each = Cellwise(amount, currency_code)
    rounded = money.amounts_of(each.decimals(0), each.places(1))
    each.settle(~rounded.known, "#NUM!")
    return each.answer(doubles(rounded))


@function
def inv_tax(
    net: Annotated[Cells, "Net amount: a cell, or a column"],
    rate: Annotated[Cells, "Tax rate: 19 %, 0.19 or 19. From 1 on a number is a percentage"],
    currency_code: Annotated[Cells, _CURRENCY],
) -> Answer:
    """The tax on a net amount, rounded once to the decimals of the currency, halves away from zero."""
    each = Cellwise(net, rate, currency_code)
    tax = money.product(each.decimals(0), each.shares(1), each.places(2))
    each.settle(~tax.known, "#NUM!")
    return each.answer(doubles(tax))


@function
def inv_number(
    text: Annotated[
        Cells, "A number as text, such as 1.234,50- or (12.00) or EUR 5; numbers stay as they are"
    ],
    grammar: Annotated[Cells, "The decimal mark, . or , if the text does not tell which it is"] = BLANK,
) -> Answer:
    """The number that a text says. A text that could be two numbers, such as 1.234, gives #N/A
    unless the decimal mark is given."""
    each = Cellwise(text)
    return each.answer(_nearest(each.decimals(0, chosen(grammar, _GRAMMARS))))


@function
def inv_words(
    amount: Annotated[Cells, "The amount, 0 or more; it is rounded to the decimals of its currency"],
    currency_code: Annotated[Cells, _CURRENCY],
    language: Annotated[Cells, "en, de, fr, es or nl; without it English"] = BLANK,
) -> Answer:
    """An amount in words as on a check: One thousand two hundred thirty-four and 05/100 EUR.
    Negative amounts give #NUM!."""
    in_language = chosen(language, {"": "en", **{code.upper(): code for code in LANGUAGES}})
    each = Cellwise(amount, currency_code)
    rounded = money.amounts_of(each.decimals(0), each.places(1))
    codes = each.texts(1)
    each.settle(~rounded.known | (rounded.minor < 0), "#NUM!")
    words = [""] * len(each)
    for at in np.flatnonzero(each.unsettled).tolist():
        code = codes[at].strip().upper()
        words[at] = amount_in_words(int(rounded.minor[at]), int(rounded.places[at]), code, in_language)
    return each.answer(words)


def _nearest(figures: Decimals) -> list[float]:
    """Decimals as the doubles nearest to them: up to 15 digits both parts are exact."""
    result: list[float] = (figures.mantissa / 10.0**figures.scale).tolist()
    return result
