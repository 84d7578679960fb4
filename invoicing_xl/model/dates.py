"""Dates: serials of both date systems, and dates as a clerk types them."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.columns import Dates, Texts


class Order(StrEnum):
    """Which of two numbers comes first in a text date."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def days_of(serials: NDArray[np.float64], *, date1904: bool) -> NDArray[np.datetime64]:
    """Serials as days; NaT for NaN and for what is no date (1900-02-29, negative, beyond 9999)."""
    raise NotImplementedError


def serial_of(day: np.datetime64, *, date1904: bool) -> float:
    """The serial of a day."""
    raise NotImplementedError


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date (not only a time or a duration)."""
    raise NotImplementedError


def parse(texts: pa.StringArray, order: Order | None) -> Dates:
    """Every text as a date: ISO, day first, month first, with month names (en, de, fr, es, nl).

    What could be two different days is ambiguous unless ``order`` decides. Two-digit years follow
    Excel (30-99 are 19xx).
    """
    raise NotImplementedError


def order_of(texts: pa.StringArray) -> Order | None:
    """The order of the texts that allow only one; None where there are none or both occur."""
    raise NotImplementedError


def with_texts(days: NDArray[np.datetime64], texts: Texts, order: Order | None) -> Dates:
    """``days`` completed by the rows whose text surely is a date."""
    raise NotImplementedError
