"""One LibreOffice for these tests, as an App of xlwings, or a visible skip where it is absent."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from invoicing_xl.calc import bridge, engine, host
from invoicing_xl.model.errors import ClerkMessage
from tests.live import calc_addin
from tests.live.python_side import Python


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[host.Office]:
    """Macros run, formulas are computed anew. No process and no file of it may outlive these tests."""
    try:
        bridge.load_uno()
    except ClerkMessage as absent:
        pytest.skip(str(absent))
    folder = tmp_path_factory.mktemp("libreoffice")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        started = host.start(macros=True, recalculate=True)
    with started:
        yield started
    assert list(folder.iterdir()) == []
    assert str(folder) not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def app(office: host.Office) -> xw.App:
    return engine.app(office)


@pytest.fixture(scope="session")
def python(app: xw.App) -> Python:
    """The Python that the add-in's functions are answered by, in whatever workbook is opened."""
    answering = Python(app)
    calc_addin.load(app.impl.office, Path(__file__).parents[2] / "workbooks/invoicing.xlam")
    return answering
