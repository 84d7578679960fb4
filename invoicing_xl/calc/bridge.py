"""The Python bridge of LibreOffice, loaded by path, and the values it is spoken to with.

Putting the distribution's ``dist-packages`` on ``sys.path`` would show this program all other packages there.
And ``import uno`` replaces ``builtins.__import__``: one more reason never to load it where it is not needed.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from invoicing_xl.calc import installation

UnoObject: TypeAlias = Any
"""An object that lives in LibreOffice: its attributes are asked of another process, no type is known here."""


@lru_cache(maxsize=1)
def load_uno() -> UnoObject:
    """The module ``uno``, connected to nothing yet. ClerkMessage where it cannot be had."""
    found = installation.find()
    os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{found.program}/fundamentalrc")
    _load("pyuno", found.library)
    uno = _load("uno", found.bridge / "uno.py")
    _load("unohelper", found.bridge / "unohelper.py")
    return uno


def _load(name: str, path: Path) -> UnoObject:
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def struct(name: str, **members: UnoObject) -> UnoObject:
    """A UNO struct, by its name below ``com.sun.star``."""
    made = load_uno().createUnoStruct(f"com.sun.star.{name}")
    for member, value in members.items():
        setattr(made, member, value)
    return made


def properties(values: Mapping[str, UnoObject]) -> tuple[UnoObject, ...]:
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def properties_any(values: Mapping[str, UnoObject]) -> UnoObject:
    """Property values inside a property value, where their type has to be told."""
    return load_uno().Any("[]com.sun.star.beans.PropertyValue", properties(values))


def short(value: int) -> UnoObject:
    """A whole number where 16 bits are asked for."""
    return load_uno().Any("short", value)


def enum(name: str, value: str) -> UnoObject:
    """A value of a UNO enumeration, by its name below ``com.sun.star``."""
    return load_uno().Enum(f"com.sun.star.{name}", value)


def error(name: str = "uno.Exception") -> type[Exception]:
    """A class of UNO exceptions, for ``except``, by its name below ``com.sun.star``."""
    kind: type[Exception] = load_uno().getClass(f"com.sun.star.{name}")
    return kind


def message(failure: Exception) -> str:
    """What a UNO exception says, if anything."""
    return str(getattr(failure, "Message", "")).strip()
