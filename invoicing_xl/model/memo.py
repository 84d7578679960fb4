"""Answers that are computed once, also where several threads ask for them.

``functools.cached_property`` of Python 3.11 holds one lock for all instances, with which two threads can
wait for each other for ever, and later ones hold none. Here each answer has a lock of its own: threads could
only wait for each other where an answer needs itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, Generic, TypeVar, cast, overload

_T = TypeVar("_T")
_Owner = TypeVar("_Owner")
_MEMO = "_memo"


class Memo:
    """Answers by question."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, object] = {}
        self._locks: dict[Hashable, RLock] = {}

    def get(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """What ``answer()`` gave when the question was asked first."""
        if question not in self._answers:
            with self._locks.setdefault(question, RLock()):
                if question not in self._answers:
                    self._answers[question] = answer()
        return cast(_T, self._answers[question])


class cached_property(Generic[_Owner, _T]):  # noqa: N801 - the name everybody knows
    """An attribute that is computed when it is read first."""

    def __init__(self, compute: Callable[[_Owner], _T]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> cached_property[_Owner, _T]: ...

    @overload
    def __get__(self, instance: _Owner, owner: type) -> _T: ...

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        memo: Memo = instance.__dict__.setdefault(_MEMO, Memo())
        value = memo.get(self._name, lambda: self._compute(instance))
        # From now on the attribute is found there, without asking this descriptor.
        instance.__dict__[self._name] = value
        return value
