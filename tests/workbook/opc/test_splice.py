"""XML parts written back after changes: what is meant is right, and untouched bytes are untouched."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from invoicing_xl.workbook.opc.splice import Original

PART = (
    b"<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- <a> --><x:book  xmlns:x=\"urn:x\" xmlns:r='urn:r'  "
    b"note='a > b / \"c\"' r:id = 'r1' >\n<![CDATA[ <no> </no> ]]>&#65;<x:names/>"
    b"<?pi <x:no/> ?>\r\n<x:sheets count=\"1\" >\t<x:sheet  name='&lt;a/&gt;'/>"
    b"<!-- </x:sheets> -->tail</x:sheets ><x:last /> end </x:book>\n<!-- after -->"
)
X, R = "{urn:x}", "{urn:r}"


def test_nothing_changes_nothing() -> None:
    assert Original(PART, etree.fromstring(PART)).spliced() == PART


def test_only_what_changed_is_written_anew() -> None:
    root = etree.fromstring(PART)
    original = Original(PART, root)
    names, sheets, last = root.iterchildren(etree.Element)
    etree.SubElement(sheets, X + "sheet", {"name": "Ä & <b>", R + "id": "r2"})
    etree.SubElement(names, X + "name").text = "1 < 2"
    sheets.set("count", '2 & "3"')
    sheets[0].set(R + "id", "r1")
    del root.attrib["note"]
    last.tail = " <end> "
    expected = PART.replace(b"<x:names/>", b"<x:names><x:name>1 &lt; 2</x:name></x:names>")
    expected = expected.replace(b'count="1"', b'count="2 &amp; &quot;3&quot;"')
    expected = expected.replace(b"'&lt;a/&gt;'/>", b"'&lt;a/&gt;' r:id=\"r1\"/>")
    new = b'<x:sheet name="\xc3\x84 &amp; &lt;b&gt;" r:id="r2"/>'
    expected = expected.replace(b"</x:sheets >", new + b"</x:sheets >")
    expected = expected.replace(b"  note='a > b / \"c\"'", b"").replace(b" end ", b" &lt;end&gt; ")
    assert original.spliced() == expected


def test_elements_come_go_and_move() -> None:
    root = etree.fromstring(PART)
    original = Original(PART, root)
    names, sheets, last = root.iterchildren(etree.Element)
    root.remove(names)
    root.insert(0, last)
    sheets.addprevious(etree.Element(X + "before"))
    sheets.remove(sheets[0])
    assert same_meaning(etree.fromstring(original.spliced()), root)
    assert b'<x:before/><x:sheets count="1" >\t<!-- </x:sheets> -->tail</x:sheets >' in original.spliced()


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_other_encodings_keep_their_meaning(encoding: str) -> None:
    data = f"<?xml version='1.0' encoding='{encoding}'?><a b='ä'/>".encode(encoding)
    root = etree.fromstring(data)
    original = Original(data, root)
    root.set("c", "ö")
    assert dict(etree.fromstring(original.spliced()).attrib) == {"b": "ä", "c": "ö"}


NAMES = st.sampled_from(["a", "b", "p:c"])
TEXTS = st.sampled_from(["", " ", "text", "&amp;", "<![CDATA[<x>]]>", "<!-- <a> -->", "<?pi a?>", "\r\n"])
LEAVES = st.builds("<{0} k='1' p:k=\"&lt;\"/>".format, NAMES)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda name, parts: f"<{name} k = '>'>{''.join(parts)}</{name}>",
        NAMES,
        st.lists(st.one_of(inner, TEXTS), max_size=5),
    ),
    max_leaves=12,
)


@given(TREES, st.randoms(use_true_random=False))
def test_any_changes_to_any_tree(tree: str, choose: random.Random) -> None:
    data = f"<root xmlns='urn:d' xmlns:p='urn:p'>{tree}</root>".encode()
    root = etree.fromstring(data)
    original = Original(data, root)
    for _ in range(choose.randrange(6)):
        change(choose, choose.choice(list(root.iter(etree.Element))))
    assert same_meaning(etree.fromstring(original.spliced()), root)


def change(choose: random.Random, element: etree._Element) -> None:
    """One change of some kind; the root stays."""
    parent = element.getparent()
    kind = choose.randrange(6)
    if kind == 0:
        element.set(choose.choice(["k", "{urn:p}k", "new"]), choose.choice(["1", "<", '"\n']))
    elif kind == 1:
        element.attrib.clear()
    elif kind == 2:
        element.text = choose.choice([None, "new <text>"])
    elif kind == 3:
        etree.SubElement(element, choose.choice(["{urn:d}n", "{urn:p}n"])).tail = choose.choice([None, "&"])
    elif kind == 4 and parent is not None:
        parent.remove(element)
    elif kind == 5 and parent is not None:
        parent.append(element)


def same_meaning(one: etree._Element, other: etree._Element) -> bool:
    return bool(etree.tostring(one, method="c14n") == etree.tostring(other, method="c14n"))
