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

Step = Callable[[], object]


class Session:
    """What is under way in a workbook: how to take it back, and what is to be thrown away when it is done.

    now   seconds that only go up; for tests to set
    """

    def __init__(
        self, book: xw.Book, app: xw.App, host: HostApi, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._book = book
        self._app = app
        self._host = host
        self._now = now
        self._undo: list[Step] = []
        self._shown_at = float("-inf")
        self.under_way = False
        self.doomed: list[str] = []
        host.interrupted(app)  # Esc that was pressed before is no answer to what begins now

    def undo_by(self, step: Step) -> None:
        """Notes how to take back what is done next. A step must do no harm where nothing was done."""
        self._undo.append(step)

    def doom(self, sheet: str) -> None:
        """Notes a sheet that is to be deleted when all has gone well: the one thing that cannot be undone."""
        self.doomed.append(sheet)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done inside is done altogether, or taken back. A block within another is taken back when
        it fails itself, and is part of the outer one when it does not."""
        if self.under_way:
            with self._taken_back_on_failure():
                yield
            return
        with self._quiet():
            self.under_way = True
            try:
                with self._taken_back_on_failure():
                    yield
                    if self.doomed:
                        self._host.delete_sheets(self._book, self.doomed)
            finally:
                self.under_way = False
                self._undo, self.doomed = [], []

    @contextmanager
    def _taken_back_on_failure(self) -> Iterator[None]:
        steps, doomed = len(self._undo), len(self.doomed)
        try:
            yield
        except BaseException as error:
            undo = self._undo[steps:]
            del self._undo[steps:], self.doomed[doomed:]
            failures = [failure for step in reversed(undo) if (failure := _failure(step))]
            if failures:
                said = f"{len(failures)} steps could not be taken back: {failures[0]}"
                raise NotRestored(said) from error
            raise

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
        if self.under_way and now - self._shown_at >= SECONDS_BETWEEN_STEPS:
            self._shown_at = now
            self._app.status_bar = step

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
        # Shown again before events are on again: the clerk's macros are not to run because of it.
        active = Setting(lambda: self._book.sheets.active, _activate, None)
        return (*(self._setting(name, busy) for name, busy in names), active)

    def _setting(self, name: str, busy: object) -> Setting:
        app = self._app
        return Setting(lambda: getattr(app, name), lambda value: setattr(app, name, value), busy)


def _activate(sheet: object) -> None:
    """Shows the sheet again, unless it is no more."""
    assert isinstance(sheet, xw.Sheet)
    try:
        sheet.impl.activate()  # ``sheet.activate`` would bring the workbook and the program to the front too
    except Exception:
        if _failure(lambda: sheet.name) is None:
            raise


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
