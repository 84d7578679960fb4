"""The worksheet functions as data: what Excel's function wizard shows, and what xlwings needs to call them.

A function of ``surface.udfs`` is registered by ``@function``. Its docstring's first paragraph is the
description, its annotations are the texts of the parameters, and a default makes one optional.
``FUNCTIONS`` is filled when ``invoicing_xl.surface.udfs`` is imported. Excel's limits hold at import.
"""

from __future__ import annotations

import inspect
import logging
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import get_type_hints

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.surface.answers import Answer, NoValue, as_cells, failure
from invoicing_xl.workbook.excel_values import Cells

CATEGORY = "Invoicing"
_LONGEST_TEXT = 255
_NAME = re.compile(r"INV_[A-Z]+(?:_[A-Z]+)*")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parameter:
    """``text`` is what the wizard says of it."""

    name: str
    text: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """``name`` is what the clerk types, ``python_name`` what is called in ``invoicing_xl.surface.udfs``."""

    name: str
    python_name: str
    description: str
    category: str
    parameters: tuple[Parameter, ...]


FUNCTIONS: dict[str, Function] = {}
"""Every worksheet function by its name."""


def function(answer: Callable[..., Answer]) -> Callable[..., list[list[object]]]:
    """Register a worksheet function; it is given ``Cells`` and never raises.

    What is returned takes values as Excel hands them over and gives rows of values: text, doubles,
    booleans, and error values as the marker texts of ``answers``.
    """
    registered = _described(answer)
    FUNCTIONS[registered.name] = registered

    @wraps(answer)
    def called(*values: object) -> list[list[object]]:
        try:
            return as_cells(answer(*map(Cells.of, values)))
        except NoValue as error:
            return failure(error.code)
        except ClerkMessage:
            return failure("#VALUE!")
        except Exception as error:  # noqa: BLE001 - a cell shows an error value, never a traceback
            _log.error("%s %s %s", registered.name, type(error).__name__, _where(error))
            return failure("#VALUE!")

    called.__xlfunc__ = _for_xlwings(registered)  # type: ignore[attr-defined]
    return called


def _described(answer: Callable[..., Answer]) -> Function:
    description = " ".join((inspect.getdoc(answer) or "").split("\n\n")[0].split())
    hints = get_type_hints(answer, include_extras=True)
    parameters = tuple(
        Parameter(one.name, hints[one.name].__metadata__[0], one.default is not one.empty)
        for one in inspect.signature(answer).parameters.values()
    )
    described = Function(answer.__name__.upper(), answer.__name__, description, CATEGORY, parameters)
    _require_limits(described)
    return described


def _require_limits(function: Function) -> None:
    """What Excel takes: 255 characters a text, names that are no cells, optional parameters last."""
    texts = [function.description, *(one.text for one in function.parameters)]
    optional = [one.optional for one in function.parameters]
    if not _NAME.fullmatch(function.name):
        raise ValueError(f"{function.name} is no name for a worksheet function")
    if not all(0 < len(text) <= _LONGEST_TEXT for text in texts):
        raise ValueError(f"{function.name}: every text has 1 to {_LONGEST_TEXT} characters")
    if optional != sorted(optional):
        raise ValueError(f"{function.name}: optional parameters stand last")


def _for_xlwings(function: Function) -> dict[str, object]:
    """What ``xlwings.udfs.call_udf`` reads: values go in and out as they are, nothing is volatile.

    xlwings' own decorators set this on Windows only.
    """
    raw = {"convert": "raw"}
    args: Sequence[dict[str, object]] = [
        {"name": one.name, "pos": place, "vba": None, "doc": one.text, "vararg": False, "options": raw}
        | ({"optional": None} if one.optional else {})
        for place, one in enumerate(function.parameters)
    ]
    return {
        "name": function.python_name,
        "sub": False,
        "args": args,
        "argmap": {one["name"]: one for one in args},
        "ret": {"doc": function.description, "options": raw},
        "category": function.category,
        "call_in_wizard": True,
        "volatile": False,
        "async_mode": None,
    }


def _where(error: Exception) -> str:
    """Files and lines only: what was raised may quote the clerk's data."""
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
