"""Amounts: rounding and tax as the currency has it, texts as numbers, amounts in words."""

from __future__ import annotations

from typing import Annotated

from invoicing_xl.model import money
from invoicing_xl.surface.answers import Answer, Cellwise, doubles
from invoicing_xl.surface.functions import function
from invoicing_xl.workbook.excel_values import Cells

_CURRENCY = "Currency code such as EUR; it says how many decimals there are"


@function
def inv_round(
    amount: Annotated[Cells, "The amount to round: a cell, or a range"],
    currency_code: Annotated[Cells, _CURRENCY],
) -> Answer:
    """Rounds an amount to the decimals of its currency (EUR 2, JPY 0, KWD 3), halves away from zero."""
    each = Cellwise(amount, currency_code)
    figures, places = each.decimals(0), each.places(1)
    rounded = money.amounts_of(figures, places)
    each.settle(~rounded.known, "#NUM!")
    return each.answer(doubles(rounded))
