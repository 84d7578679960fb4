"""LibreOffice for these tests, or a visible skip where it is absent."""

from collections.abc import Iterator

import pytest
import xlwings as xw

from invoicing_xl.calc import bridge, engine, host
from invoicing_xl.model.errors import ClerkMessage


@pytest.fixture(scope="session")
def libreoffice() -> None:
    """Skips what needs LibreOffice where there is none."""
    try:
        bridge.load_uno()
    except ClerkMessage as absent:
        pytest.skip(str(absent))


@pytest.fixture(scope="session")
def office(libreoffice: None) -> Iterator[host.Office]:
    """One LibreOffice for all tests that only use it: macros run, formulas are computed anew."""
    with host.start(macros=True, recalculate=True) as started:
        yield started


@pytest.fixture(scope="session")
def app(office: host.Office) -> xw.App:
    """LibreOffice as xlwings' app, the same for all tests."""
    return engine.app(office)


@pytest.fixture
def calc(app: xw.App) -> Iterator[xw.App]:
    """The same; what a test opens is closed afterwards."""
    yield app
    for book in app.books:
        book.close()
