"""Work on an open workbook that stands or falls as a whole, and leaves the program as it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import xlwings as xw

from invoicing_xl.model.errors import ClerkMessage, NotRestored
from invoicing_xl.workbook.live.host import HostApi, Setting

SECONDS_BETWEEN_STEPS = 0.25
"""Showing a step takes Excel some hundredths of a second."""

Step = Callable[[], None]


class Session:
    """What is under way in a workbook: how to take it back, and what is to be thrown away when it is done.

    now   seconds that only go up; for tests to set
    """

    def __init__(self, app: xw.App, host: HostApi, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._host = host
        self._now = now
        self._depth = 0
        self._undo: list[Step] = []
        self._when_done: list[Step] = []
        self._shown_at = float("-inf")

    @property
    def under_way(self) -> bool:
        return self._depth > 0

    def undo_by(self, step: Step) -> None:
        """Notes how to take back what is done next. A step must do no harm where nothing was done."""
        self._undo.append(step)

    def when_done(self, step: Step) -> None:
        """Notes what is left to do when all has gone well. Nothing can be taken back once it has begun:
        steps that can fail half way must not stand here."""
        self._when_done.append(step)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done inside is done altogether, or taken back; one block within another is part of it."""
        if self._depth:
            yield
            return
        with self._quiet():
            self._depth = 1
            try:
                yield
                for step in self._when_done:
                    step()
            except BaseException as error:
                self._take_back(error)
                raise
            finally:
                self._depth = 0
                self._undo, self._when_done = [], []

    def pause(self) -> None:
        """Between two blocks of work: ends it where the clerk has pressed Esc."""
        if self._host.interrupted(self._app):
            raise ClerkMessage(
                "Stopped. The workbook is as it was before.", next_step="Run again when you are ready."
            )

    def progress(self, step: str) -> None:
        """Shows the step in the status bar while work is under way, and pauses."""
        self.pause()
        now = self._now()
        if self._depth and now - self._shown_at >= SECONDS_BETWEEN_STEPS:
            self._shown_at = now
            self._app.status_bar = step

    def _take_back(self, cause: BaseException) -> None:
        failures = [failure for step in reversed(self._undo) if (failure := _failure(step))]
        if failures:
            raise NotRestored(f"{len(failures)} steps could not be taken back: {failures[0]}") from cause

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """The program's settings for work; put back in reverse order, whatever happens."""
        put_back: list[Step] = []
        try:
            for setting in (*self._own_settings(), *self._host.settings(self._app)):
                put_back.append(_putting(setting, setting.get()))
                if setting.busy is not None:
                    setting.put(setting.busy)
            yield
        finally:
            failures = [failure for step in reversed(put_back) if (failure := _failure(step))]
            if failures:
                raise failures[0]

    def _own_settings(self) -> tuple[Setting, ...]:
        """``None`` as ``busy``: put back only; steps of progress change it."""
        names = (
            ("status_bar", None),
            ("calculation", "manual"),
            ("enable_events", False),
            ("screen_updating", False),
            ("display_alerts", False),
        )
        return tuple(self._setting(name, busy) for name, busy in names)

    def _setting(self, name: str, busy: object) -> Setting:
        app = self._app
        return Setting(lambda: getattr(app, name), lambda value: setattr(app, name, value), busy)


def _putting(setting: Setting, value: object) -> Step:
    return lambda: setting.put(value)


def _failure(step: Step) -> Exception | None:
    """Does a step that must not be left out; a program that was busy for a moment is asked once more."""
    try:
        step()
    except Exception:  # noqa: BLE001 - what comes next must be done all the same
        try:
            step()
        except Exception as error:  # noqa: BLE001
            return error
    return None
