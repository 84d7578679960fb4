"""Tax IDs and IBANs: examples that registers publish, and what is never taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.checks.registered_numbers import tax_id, valid_iban


@pytest.mark.parametrize(
    ("text", "country", "wanted"),
    [
        ("DE 136,695 976", "DE", "DE136695976"),
        ("de136695976", " de ", "DE136695976"),
        ("ATU13585627", "AT", "ATU13585627"),
        ("FR 40 303 265 045", "FR", "FR40303265045"),
        ("ESB58378431", "ES", "ESB58378431"),
        ("094259216", "GR", "EL094259216"),
        ("EL094259216", "GR", "EL094259216"),
        ("EL094259216", "", "EL094259216"),
        ("GB 980 7806 84", "GB", "980780684"),
        ("XI 980 7806 84", "XI", "XI980780684"),
        ("NO 995 525 828 MVA", "NO", "995525828MVA"),
        ("53004085616", "AU", "53004085616"),
        ("DE136695975", "DE", ""),
        ("ATU13585627", "DE", ""),
        ("DE136695976", "AT", ""),
        ("²³¹", "DE", ""),
        ("", "DE", ""),
        ("DE136695976", "Germany", None),
        ("DE136695976", "ZZ", None),
        ("12345", "", None),
    ],
)
def test_tax_ids(text: str, country: str, wanted: str | None) -> None:
    assert tax_id(text, country) == wanted


def test_of_a_published_id_no_digit_can_be_changed() -> None:
    right = "DE136695976"
    for place in range(2, len(right)):
        for digit in "0123456789":
            changed = right[:place] + digit + right[place + 1 :]
            assert tax_id(changed, "DE") == (changed if changed == right else "")


@given(st.text(max_size=40), st.text(max_size=6))
def test_any_text_has_an_answer(text: str, country: str) -> None:
    found = tax_id(text, country)
    assert found is None or found == found.strip()
    assert valid_iban(text) == valid_iban(text).strip()


def iban_holds(compact: str) -> bool:
    """ISO 13616: the country and check digits behind, letters as numbers, modulo 97."""
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


@given(st.integers(0, 10**18 - 1), st.integers(0, 99))
def test_german_ibans_hold_where_their_check_digits_do(account: int, check: int) -> None:
    compact = f"DE{check:02}{account:018}"
    assert bool(valid_iban(compact)) == (iban_holds(compact) and 2 <= check <= 98)


@pytest.mark.parametrize("text", ["DE00000000835086901815", "DE 00 0000 0083 5086 9018 15"])
def test_check_digits_that_only_look_right(text: str) -> None:
    assert valid_iban(text) == ""


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "x" * 40_000, "9" * 40_000, "../os", "\x00"])
def test_what_is_no_number_at_all_is_wrong_and_no_more(text: str) -> None:
    assert tax_id(text, "DE") == ""
    assert tax_id("1", text) is None
    assert valid_iban(text) == ""
