"""What the tests of the package share."""

import pytest

from invoicing_xl.workbook.opc import container, parts, sheet_text


@pytest.fixture(autouse=True)
def sizes_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever sizes a test chose for what is looked at at a time are taken back at its end."""
    for module, name in ((container, "PIECE"), (parts, "PIECE"), (sheet_text, "BLOCK")):
        monkeypatch.setattr(module, name, getattr(module, name))
