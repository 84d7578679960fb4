"""COM as a program outside of Excel sees it: every property and every call crosses into another process.

Crossings are counted. At any of them the connection can be made to fail, or Esc be pressed, or Excel be
busy because the clerk edits a cell. What Excel does within itself is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MethodType
from typing import Any, ClassVar

FAILED = -2147352567  # an exception within Excel
REJECTED = -2147418111  # a cell is being edited
NO_SUCH = 1004


class ComError(Exception):
    """``pywintypes.com_error``."""

    def __init__(
        self, text: str = "Application-defined or object-defined error", hresult: int = FAILED
    ) -> None:
        excepinfo = (0, "Microsoft Excel", text, None, 0, -2146827284) if hresult == FAILED else None
        super().__init__(hresult, text, excepinfo, None)
        self.hresult, self.excepinfo = hresult, excepinfo


@dataclass
class Wire:
    """The connection of one Excel. ``fail_at`` and ``escape_at`` are numbers of crossings.

    after   whether the failing call has done its work before it fails
    log     what was asked, for tests to look at
    """

    crossings: int = 0
    fail_at: int | None = None
    after: bool = False
    escape_at: int | None = None
    escape_pressed: bool = False
    editing: bool = False
    inside: bool = False
    log: list[str] = field(default_factory=list)

    def cross(self, what: str, work: Callable[[], Any]) -> Any:
        if self.inside:
            return work()
        self.crossings += 1
        self.log.append(what)
        if self.crossings == self.escape_at:
            self.escape_pressed = True
        if self.editing:
            raise ComError("Call was rejected by callee.", REJECTED)
        failing = self.crossings == self.fail_at
        if failing and not self.after:
            raise ComError(f"the connection failed at {what}")
        self.inside = True
        try:
            result = work()
        finally:
            self.inside = False
        if failing:
            raise ComError(f"the connection failed after {what}")
        return result


class Com:
    """An object of Excel's. Its members are the properties and methods with a capital letter.

    ``plain`` names properties that only hold what was put into them.
    """

    plain: ClassVar[dict[str, Any]] = {}

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.held: dict[str, Any] = dict(self.plain)

    def __getattribute__(self, name: str) -> Any:
        if not name[0].isupper():
            return object.__getattribute__(self, name)
        kind = type(self)
        wire: Wire = object.__getattribute__(self, "wire")
        member = getattr(kind, name, None)
        if callable(member):
            method: MethodType = object.__getattribute__(self, name)
            return lambda *args, **kwargs: wire.cross(
                f"{kind.__name__}.{name}()", lambda: method(*args, **kwargs)
            )
        if member is None and name not in self.held:
            raise AssertionError(f"the fake has no {kind.__name__}.{name}")
        return wire.cross(f"{kind.__name__}.{name}", lambda: self._get(name))

    def _get(self, name: str) -> Any:
        return self.held[name] if name in self.held else object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name[0].isupper():
            object.__setattr__(self, name, value)
            return
        kind = type(self)
        self.wire.cross(f"{kind.__name__}.{name} =", lambda: self._set(name, value))

    def _set(self, name: str, value: Any) -> None:
        if name in self.held:
            self.held[name] = value
        elif isinstance(getattr(type(self), name, None), property):
            object.__setattr__(self, name, value)
        else:
            raise AssertionError(f"the fake has no {type(self).__name__}.{name} to set")

    def __call__(self, *args: Any) -> Any:
        return self.wire.cross(f"{type(self).__name__}()", lambda: self.item(*args))

    def item(self, *args: Any) -> Any:
        raise AssertionError(f"{type(self).__name__} is no collection")

    def __iter__(self) -> Iterator[Any]:
        items = self.wire.cross(f"{type(self).__name__} each", lambda: list(self.items()))
        for one in items:
            yield self.wire.cross(f"{type(self).__name__} next", lambda one=one: one)

    def items(self) -> list[Any]:
        raise AssertionError(f"{type(self).__name__} is no collection")
