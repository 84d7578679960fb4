"""A run of the add-in in LibreOffice leaves no process behind, however its Python ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from invoicing_xl.calc import host

ROOT = Path(__file__).parents[2]
RUN = """
import os, sys
from pathlib import Path
from invoicing_xl.build.addin import DEMO
from invoicing_xl.calc import engine
from invoicing_xl.surface import server
from tests.live import calc_addin, clerk, python_side

class Dying(python_side.Python):
    def _press(self, *asked):
        print("pressed", flush=True)
        if sys.argv[1] == "dies":
            os._exit(3)
        return super()._press(*asked)

app = engine.app()
python = Dying(app)
book = calc_addin.open_twin(app, Path(DEMO), Path(sys.argv[2]))
clerk.Clerk(book, clerk.ribbon_of(Path(DEMO)), python).press("help")
raise SystemExit(0 if sys.argv[1] == "ends" else 4)
"""


@pytest.mark.parametrize(("how", "code"), [("ends", 0), ("breaks off", 4), ("dies", 3)])
def test_no_process_is_left(office: host.Office, tmp_path: Path, how: str, code: int) -> None:
    """``office`` is another LibreOffice, which goes on working."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, how, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout.split(), done.returncode) == (["pressed"], code), done.stderr
    until = time.monotonic() + 10
    while str(tmp_path) in processes() and time.monotonic() < until:
        time.sleep(0.1)
    assert str(tmp_path) not in processes()
    assert office.alive


def processes() -> str:
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
