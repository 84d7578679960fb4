"""Changes to XML parts as text."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from invoicing_xl.workbook.opc.splice import Splice

PART = (
    b"<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- <a> --><x:book  xmlns:x=\"urn:x\" note='a > b / \"c\"' >"
    b"\n<![CDATA[ <no> </no> ]]><x:names/>"
    b"<?pi <x:no/> ?>"
    b"<x:sheets count=\"1\" >\t<x:sheet name='&lt;a/&gt;'/>"
    b"<!-- </x:sheets> --></x:sheets ><x:last /></x:book>\n"
)


def splice() -> Splice:
    return Splice(PART, etree.fromstring(PART))


def test_nothing_changes_nothing() -> None:
    assert splice().text() == PART


def test_all_changes_at_once() -> None:
    part = splice()
    names, sheets, last = part.root.iterchildren(etree.Element)
    part.append(sheets, b"<x:sheet/>")
    part.append(sheets, b"<x:sheet n='2'/>")
    part.append(names, b"<x:name/>")
    part.set(sheets, "count", '2 & "3"')
    part.set(sheets[0], "id", "1")
    part.insert_after(sheets, b"<x:after/>")
    part.insert_before(last, b"<x:before/>")
    part.remove(last)
    expected = PART.replace(b"<x:names/>", b"<x:names><x:name/></x:names>")
    expected = expected.replace(b'count="1"', b'count="2 &amp; &quot;3&quot;"')
    expected = expected.replace(b"'&lt;a/&gt;'/>", b"'&lt;a/&gt;' id=\"1\"/>")
    expected = expected.replace(
        b"</x:sheets >", b"<x:sheet/><x:sheet n='2'/></x:sheets ><x:after/><x:before/>"
    )
    assert part.text() == expected.replace(b"<x:last />", b"")


def test_replacing_an_element() -> None:
    part = splice()
    part.replace(part.root[2], b"<x:s/>")
    before, _, after = PART.partition(b'<x:sheets count="1" >')
    assert part.text() == before + b"<x:s/>" + after.partition(b"</x:sheets >")[2]


@given(
    st.recursive(
        st.just("<a/>"), lambda inner: st.lists(inner, max_size=4).map(lambda x: f"<a>{''.join(x)}</a>")
    ),
    st.data(),
)
def test_the_n_th_element_of_the_tree_is_the_n_th_in_the_bytes(xml: str, data: st.DataObject) -> None:
    root = etree.fromstring(xml)
    elements = list(root.iter())
    index = data.draw(st.integers(0, len(elements) - 1))
    part = Splice(xml.encode(), root)
    part.append(part._elements[index], b"<b/>")
    elements[index].append(etree.Element("b"))
    assert etree.tostring(etree.fromstring(part.text()), method="c14n") == etree.tostring(root, method="c14n")
