"""Amounts in words: what each language writes, where a reader would stumble."""

import pytest

from invoicing_xl.model.words import LANGUAGES, amount_in_words


@pytest.mark.parametrize(
    ("minor", "language", "wanted"),
    [
        (123_405, "en", "One thousand two hundred thirty-four and 05/100 EUR"),
        (100, "en", "One and 00/100 EUR"),
        (2_000_001_00, "en", "Two million one and 00/100 EUR"),
        (123_405, "de", "Eintausendzweihundertvierunddreißig und 05/100 EUR"),
        (101_000_000_00, "de", "Einhunderteine Millionen und 00/100 EUR"),
        (80_00, "fr", "Quatre-vingts et 00/100 EUR"),
        (80_000_00, "fr", "Quatre-vingt mille et 00/100 EUR"),
        (200_00, "fr", "Deux cents et 00/100 EUR"),
        (71_00, "fr", "Soixante et onze et 00/100 EUR"),
        (21_000_00, "es", "Veintiún mil con 00/100 EUR"),
        (31_000_00, "es", "Treinta y un mil con 00/100 EUR"),
        (101_000_00, "es", "Ciento un mil con 00/100 EUR"),
        (21_000_000_00, "es", "Veintiún millones con 00/100 EUR"),
        (21_00, "es", "Veintiuno con 00/100 EUR"),
        (1_234_00, "nl", "Duizend tweehonderdvierendertig en 00/100 EUR"),
        (2_000_00, "nl", "Tweeduizend en 00/100 EUR"),
        (0, "nl", "Nul en 00/100 EUR"),
    ],
)
def test_words(minor: int, language: str, wanted: str) -> None:
    assert amount_in_words(minor, 2, "EUR", language) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fraction_has_the_decimals_of_the_currency(language: str) -> None:
    assert "/" not in amount_in_words(1234, 0, "JPY", language)
    assert " 05/100 EUR" in amount_in_words(1205, 2, "EUR", language)
    assert " 005/1000 KWD" in amount_in_words(12005, 3, "KWD", language)
