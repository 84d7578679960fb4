"""Exceptions of LibreOffice do not leave the engine.

A UNO exception object refuses a traceback: one that passes through a generator's ``with`` block (xlwings'
``app.properties()`` is one) turns into "Couldn't convert <traceback object> to a UNO type".
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from xlwings import XlwingsError

from invoicing_xl.calc import bridge

Kind = TypeVar("Kind")
Given = ParamSpec("Given")
Got = TypeVar("Got")


def guarded(kind: type[Kind]) -> type[Kind]:
    """Every method and property of the class raises ``XlwingsError`` instead of an exception of UNO."""
    for name, member in list(vars(kind).items()):
        if isinstance(member, property):
            parts = (member.fget, member.fset, member.fdel)
            fget, fset, fdel = (part and _guarded(part) for part in parts)
            setattr(kind, name, property(fget, fset, fdel, member.__doc__))
        elif callable(member) and not isinstance(member, type) and name != "__init__":
            setattr(kind, name, _guarded(member))
    return kind


def _guarded(function: Callable[Given, Got]) -> Callable[Given, Got]:
    @functools.wraps(function)
    def call(*args: Given.args, **options: Given.kwargs) -> Got:
        try:
            return function(*args, **options)
        except bridge.error() as refused:
            kind = type(refused).__name__.rpartition(".")[2]
            said = bridge.message(refused)
        raise XlwingsError(f"LibreOffice in {function.__qualname__}: {kind}{': ' + said if said else ''}")

    return call
