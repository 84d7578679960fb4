"""An xlwings engine that works in LibreOffice Calc.

    from invoicing_xl.calc import engine
    with engine.app() as app:              # a LibreOffice of our own
        book = app.books.open("Book.xlsx")  # from here on as with Excel

xlwings' own engine for Excel is left as it is: this one is named "calc".
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
import xlwings as xw

from invoicing_xl.calc import error_values
from invoicing_xl.calc.apps import Apps
from invoicing_xl.calc.cells import Value
from invoicing_xl.calc.host import Office
from invoicing_xl.calc.host_api import CalcApi
from invoicing_xl.workbook.live.host import HostApi

NAME = "calc"


class Engine:
    """What xlwings asks of an engine, and beside it what our live adapter asks (``host_api``)."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)
        self.host_api: HostApi = CalcApi()

    @staticmethod
    def prepare_xl_data_element(value: object, options: Mapping[str, object]) -> object:
        """A value of Python's, numpy's or pandas' as one that a cell takes."""
        if value is None or value is pd.NaT or value is pd.NA:
            return ""
        if isinstance(value, float | np.floating) and math.isnan(value):
            return ""
        if isinstance(value, str | bool | int | float | dt.datetime) and not isinstance(value, pd.Timestamp):
            return value
        if isinstance(value, pd.Timestamp | np.datetime64):
            return pd.Timestamp(value).to_pydatetime()
        if isinstance(value, np.bool_):
            return bool(value)
        return float(value) if isinstance(value, np.number) else value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Value]],
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,
    ) -> list[list[object]]:
        """What cells hold as Python's values, the way xlwings does it on Windows."""

        def cleaned(value: Value) -> object:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                if datetime_builder is dt.datetime:
                    return value
                return datetime_builder(
                    year=value.year,
                    month=value.month,
                    day=value.day,
                    hour=value.hour,
                    minute=value.minute,
                    second=value.second,
                    microsecond=value.microsecond,
                    tzinfo=None,
                )
            if isinstance(value, bool):
                return value
            if isinstance(value, int) and value in error_values.TEXTS:
                return error_values.TEXTS[value] if err_to_str else None
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[cleaned(value) for value in row] for row in data]


@lru_cache(maxsize=1)
def register() -> xw.Engine:
    """The engine, known to xlwings as ``xw.engines["calc"]``.

    It becomes the active one only where there is none, off Windows: xlwings activates no book without one.
    """
    engine = xw.Engine(impl=Engine())
    xw.engines.add(engine)
    if xw.engines.active is None:
        engine.activate()
    return engine


def app(office: Office | None = None) -> xw.App:
    """LibreOffice as xlwings' App: one of our own, or ``office``. Ends with ``app.quit()``."""
    return xw.App(impl=register().impl.apps.add(xl=office))
