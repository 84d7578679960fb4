"""The ribbon, its module and the table of commands say the same, within Office's limits.

Excel shows nothing of a ribbon with a mistake in it, and says nothing either.
"""

import re
import string
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from invoicing_xl.build import vba_ribbon
from invoicing_xl.surface.commands import COMMANDS, GROUPS

ROOT = ET.fromstring(vba_ribbon.xml())


def _tag(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{vba_ribbon.NAMESPACE}}}")


def _all(tag: str) -> list[ET.Element]:
    return [element for element in ROOT.iter() if _tag(element) == tag]


SUBS = dict(
    re.findall(
        r'Public Sub (\w+)\(control As IRibbonControl\)\n    InvShell\.Press "(\w+)"\nEnd Sub',
        vba_ribbon.module(),
    )
)


def test_every_button_has_its_sub_and_every_sub_its_command() -> None:
    pressed = {element.get("onAction"): element.get("tag") for element in _all("button")}
    assert pressed == {f"InvRibbon.{sub}": command for sub, command in SUBS.items()}
    assert list(SUBS.values()) == [command.id for command in COMMANDS if command.group]
    assert vba_ribbon.module().count("Sub ") == len(SUBS)


def test_only_elements_and_attributes_that_the_schema_has_where_they_stand() -> None:
    allowed = {
        "customUI": (set(), {"ribbon"}),
        "ribbon": (set(), {"tabs"}),
        "tabs": (set(), {"tab"}),
        "tab": ({"id", "label", "keytip", "insertAfterMso"}, {"group"}),
        "group": ({"id", "label"}, {"button"}),
        "button": (
            {"id", "label", "imageMso", "size", "keytip", "screentip", "supertip", "onAction", "tag"},
            set(),
        ),
    }
    for element in ROOT.iter():
        attributes, children = allowed[_tag(element)]
        assert set(element.keys()) == attributes
        assert {_tag(child) for child in element} <= children


def test_groups_are_small_and_have_one_large_button_each() -> None:
    assert [group.get("label") for group in _all("group")] == list(GROUPS)
    for group in _all("group"):
        assert 1 <= len(group) <= 6
        assert [button.get("size") for button in group].count("large") == 1


def test_ids_are_unique_names() -> None:
    ids = [element.get("id", "") for element in ROOT.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 1 + len(GROUPS) + len(SUBS)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,1023}", one) for one in ids)


def test_keytips_are_short_and_none_begins_another() -> None:
    """A key that begins another key's tip would be taken first, and the other never be reached."""
    keytips = [button.get("keytip", "") for button in _all("button")]
    assert all(re.fullmatch(r"[A-Z0-9]{1,3}", keytip) for keytip in keytips)
    assert [k for k in keytips if sum(other.startswith(k) for other in keytips) > 1] == []


@pytest.mark.parametrize(("attribute", "most"), [("label", 1024), ("screentip", 1024), ("supertip", 1024)])
def test_texts_fit(attribute: str, most: int) -> None:
    for button in _all("button"):
        text = button.get(attribute, "")
        assert 0 < len(text) <= most
        assert set(text) <= set(string.printable) - set("\r\n\t")


def test_icons_are_of_the_list_and_the_list_holds_no_others() -> None:
    icons = Counter(button.get("imageMso") for button in _all("button"))
    assert set(icons) == vba_ribbon.ICONS
    assert set(icons.values()) == {1}


def test_nothing_is_asked_of_vba_while_the_ribbon_is_drawn() -> None:
    """What VBA remembers of the ribbon is lost at the first reset, and a dynamic label with it."""
    assert not re.search(r"\b(get\w+|onLoad|loadImage)=", vba_ribbon.xml())
