from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.spaces import tidy


def tidied(text: str) -> str:
    return str(tidy(pa.array([text]))[0].as_py())


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain text", "plain text"),
        ("", ""),
        (" \u00a0a\u2007\u202fb\t\nc ", "a b c"),
        ("a\u200bb\ufeff\u00ad", "ab"),
        ("\u202aRTL\u202c", "RTL"),
        ("a\x00b", "a b"),
        ("Müller  &  Söhne", "Müller & Söhne"),
        ("\u200b", ""),
    ],
)
def test_reads_as_it_looks(text: str, seen: str) -> None:
    assert tidied(text) == seen


@given(
    st.text(
        alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \u00a0\u200b\tab")), max_size=20
    )
)
def test_only_spacing_and_unseen_characters_go(text: str) -> None:
    seen = tidied(text)
    assert tidied(seen) == seen == seen.strip()
    assert "  " not in seen
    assert [sign for sign in seen if sign != " "] == [
        sign
        for sign in text
        if unicodedata.category(sign) not in {"Cf", "Cc", "Zs", "Zl", "Zp"}
        and sign not in "\u034f\u115f\u1160\u3164"
    ]


def test_nulls_stay_null_and_arrays_keep_their_length() -> None:
    assert tidy(pa.array(["a ", None, "b"])).to_pylist() == ["a", None, "b"]
    assert tidy(pa.array(["a", None])).to_pylist() == ["a", None]
    assert tidy(pa.array([], pa.string())).to_pylist() == []
