"""A LibreOffice of our own: started unseen, watched, and ended without a trace.

    with host.start() as office:
        office.desktop.loadComponentFromURL(...)

It has a profile of its own in a temporary folder (a second soffice on the same profile would hand its work to
the first and end), is reached through a pipe with a random name (a port would be open to everybody on this
computer), and dies with this process however that ends.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from invoicing_xl.calc import bridge, installation, profile
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.installation import Installation
from invoicing_xl.model.errors import ClerkMessage

START_SECONDS = 60.0
END_SECONDS = 10.0
_TRIES = 3
"""With a new profile soffice ends at once and asks to be started again (exit code 81); one more try is for a
start that breaks off, as happens on a busy computer."""
_UNSEEN = "--headless --invisible --norestore --nologo --nodefault --nofirststartwizard --nolockcheck"
_PR_SET_PDEATHSIG = 1


class Office:
    """A connection to LibreOffice; ends it in the end if it is our own."""

    def __init__(self, context: UnoObject, accept: str, keeper: _Keeper | None = None) -> None:
        self.context = context
        self.accept = accept
        """How another process reaches it: ``attach(accept)``."""
        self._keeper = keeper
        if keeper:
            atexit.register(self.end)

    @property
    def services(self) -> UnoObject:
        return self.context.ServiceManager

    @property
    def desktop(self) -> UnoObject:
        return self.create("com.sun.star.frame.Desktop")

    def create(self, service: str) -> UnoObject:
        """A new object of a UNO service."""
        return self.services.createInstanceWithContext(service, self.context)

    @property
    def pid(self) -> int | None:
        """The process of our own LibreOffice; None for one that was attached."""
        return self._keeper.process.pid if self._keeper else None

    @property
    def alive(self) -> bool:
        if self._keeper:
            return self._keeper.is_alive()
        try:
            return bool(self.desktop)
        except Exception:  # noqa: BLE001 - whatever UNO raises: there is no answer
            return False

    def within(self, seconds: float, doing: str) -> Watch:
        """Watches a block: LibreOffice is killed if it is not through in time, as UNO calls wait for ever."""
        return Watch(self, seconds, doing)

    def end(self) -> None:
        """End our own LibreOffice and remove its folder; an attached one is left as it is."""
        keeper, self._keeper = self._keeper, None
        if keeper:
            atexit.unregister(self.end)
            keeper.end(lambda: self.desktop.terminate())

    def kill(self) -> None:
        """End our own LibreOffice at once, whatever it is doing."""
        if self._keeper:
            self._keeper.kill()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


class Watch:
    """See ``Office.within``. Not a generator: a UNO exception could not pass through one."""

    def __init__(self, office: Office, seconds: float, doing: str) -> None:
        self._seconds, self._doing = seconds, doing
        self._office = office
        self._timer = threading.Timer(seconds, self._late)
        self._timer.daemon = True
        self._too_late = False

    def _late(self) -> None:
        self._too_late = True
        self._office.kill()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._too_late:
            raise ClerkMessage(
                f"LibreOffice did not answer within {self._seconds:g} seconds.",
                where=self._doing,
                next_step="It was ended; nothing was saved. Try again, or with a smaller workbook.",
            ) from None


def start(*, macros: bool = False, recalculate: bool = False) -> Office:
    """A LibreOffice of our own, without a window.

    ``macros`` lets workbooks run their macros; ``recalculate`` computes every formula of a workbook it opens.
    ClerkMessage where LibreOffice is absent, does not fit this Python, or does not start.
    """
    found = installation.find()
    bridge.load_uno()
    folder = Path(tempfile.mkdtemp(prefix="invoicing-xl-calc-"))
    profile.write(folder / "profile", macros=macros, recalculate=recalculate)
    accept = f"pipe,name=invoicing-xl-{uuid.uuid4().hex}"
    keeper = _Keeper(found, folder, accept)
    try:
        keeper.start()
        context = _connect(accept, still_starting=keeper.is_alive, seconds=START_SECONDS)
    except BaseException:
        keeper.end()
        raise
    keeper.may_restart = False
    return Office(context, accept, keeper)


def attach(accept: str) -> Office:
    """The LibreOffice that was started with ``--accept=<accept>;urp;StarOffice.ComponentContext``."""
    bridge.load_uno()
    return Office(_connect(accept, still_starting=lambda: False, seconds=START_SECONDS), accept)


def _connect(accept: str, *, still_starting: Callable[[], bool], seconds: float) -> UnoObject:
    uno = bridge.load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    no_answer = bridge.error("connection.NoConnectException")
    until = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:{accept};urp;StarOffice.ComponentContext")
        except no_answer:
            if not still_starting() or time.monotonic() > until:
                break
        time.sleep(0.03)
    raise ClerkMessage(
        "LibreOffice does not answer.",
        next_step="Start LibreOffice once by hand to see what it says, then try again.",
    )


class _Keeper(threading.Thread):
    """Starts soffice and stays until it has ended.

    A thread of its own, because the kernel kills a child when the *thread* that started it ends, and whoever
    asked for LibreOffice may be a short-lived one.
    """

    def __init__(self, found: Installation, folder: Path, accept: str) -> None:
        super().__init__(name="LibreOffice", daemon=True)
        self.folder = folder
        self.may_restart = True
        self.process: subprocess.Popen[bytes]
        self._started = threading.Event()
        self._failure: OSError | None = None
        self._pipe = accept.rpartition("=")[2]
        self._profile = (folder / "profile").as_uri()
        self._command = [
            str(found.soffice),
            f"-env:UserInstallation={self._profile}",
            *_UNSEEN.split(),
            f"--accept={accept};urp;StarOffice.ComponentContext",
        ]

    def start(self) -> None:
        super().start()
        self._started.wait()
        if self._failure:
            raise ClerkMessage(
                f"LibreOffice cannot be started: {self._failure}.", next_step=installation.INSTALL
            )

    def run(self) -> None:
        for _ in range(_TRIES):
            try:
                self.process = self._spawn()
            except OSError as failure:
                self._failure = failure
                return
            finally:
                self._started.set()
            self.process.wait()
            if not self.may_restart:
                return

    def _spawn(self) -> subprocess.Popen[bytes]:
        environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        # Whatever it leaves in its temporary folder goes when our folder goes.
        environment["TMPDIR"] = str(self.folder)
        if sys.platform == "linux":
            environment["SAL_USE_VCLPLUGIN"] = "svp"
        with (self.folder / "soffice.log").open("ab") as log:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
                preexec_fn=_die_with_parent() if sys.platform == "linux" else None,
            )

    def end(self, ask: Callable[[], object] | None = None) -> None:
        """Ask it to end, wait, kill it if it does not; then remove what it leaves."""
        self.may_restart = False
        if ask and self.is_alive():
            # The question itself may get no answer: whoever asks must not wait for it.
            threading.Thread(target=_quietly, args=(ask,), daemon=True).start()
            self.join(END_SECONDS)
        self.kill()
        self.join(END_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)
        for pipe in (self._pipe, f"SingleOfficeIPC_{_hex_digest(self._profile)}"):
            for left_over in Path("/tmp").glob(f"OSL_PIPE_*_{pipe}"):
                left_over.unlink(missing_ok=True)

    def kill(self) -> None:
        self.may_restart = False
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    self.process.kill()
                else:
                    os.killpg(self.process.pid, signal.SIGKILL)


def _hex_digest(profile: str) -> str:
    """What a killed soffice named its pipe by: its profile's MD5, each byte without a leading zero."""
    return "".join(f"{byte:x}" for byte in hashlib.md5(profile.encode("utf-16-le")).digest())


def _quietly(ask: Callable[[], object]) -> None:
    with contextlib.suppress(Exception):
        ask()


def _die_with_parent() -> Callable[[], None]:
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # found before the fork, where little is allowed

    def die_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return die_with_parent
