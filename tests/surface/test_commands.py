"""The table of commands, and what is made from it."""

from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from invoicing_xl.main import app
from invoicing_xl.surface.commands import COMMANDS, GROUPS, Command, buttons
from invoicing_xl.surface.readme import command_table, ribbon_table

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
TYPED = [one for one in COMMANDS if one.usage]


def test_ids_are_unique() -> None:
    assert len({one.id for one in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_few_buttons_one_of_them_large(group: str) -> None:
    assert 3 <= len(buttons(group)) <= 6
    assert [one.large for one in buttons(group)].count(True) == 1


def test_keytips_are_unique() -> None:
    keytips = [one.keytip for one in COMMANDS if one.group]
    assert len(set(keytips)) == len(keytips)
    assert all(len(keytip) == 1 for keytip in keytips)


def test_every_command_line_command_stands_in_the_table_and_the_other_way_round() -> None:
    assert set(get_command(app).commands) == {one.word for one in TYPED}  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", TYPED, ids=lambda one: one.word)
def test_help_says_what_the_table_says(one: Command) -> None:
    assert get_command(app).commands[one.word].help == one.typed  # type: ignore[attr-defined]
    shown = CliRunner().invoke(app, [one.word, "--help"])
    assert shown.exit_code == 0


@pytest.mark.parametrize("one", TYPED, ids=lambda one: one.word)
def test_options_that_are_named_exist(one: Command) -> None:
    named = {word.rstrip(";,.") for word in one.typed.split() if word.startswith("--")}
    parameters = get_command(app).commands[one.word].params  # type: ignore[attr-defined]
    assert named <= {option for parameter in parameters for option in parameter.opts}


def test_the_readme_has_the_table_of_buttons() -> None:
    assert ribbon_table() in README


def test_the_readme_has_the_table_of_commands() -> None:
    assert command_table() in README
