"""Tests keep away from the clerk's own folders for copies of workbooks, settings and logs."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(variable, str(folder / variable))
        for variable in ("LOCALAPPDATA", "APPDATA"):
            patch.setenv(variable, str(folder / variable))
        yield
