"""Tests keep away from the clerk's own folders for copies of workbooks, settings and logs."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# The same examples in every run, so that a failing run can be repeated and a passing one means the same
# everywhere; `--hypothesis-profile explore` draws others. How long an example takes says nothing about
# whether it is right: that is measured in tests/benchmarks.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", UNTIMED)
settings.register_profile("repeatable", UNTIMED, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(variable, str(folder / variable))
        for variable in ("LOCALAPPDATA", "APPDATA"):
            patch.setenv(variable, str(folder / variable))
        yield
