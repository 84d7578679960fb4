"""Dates against Python's own calendar, both date systems, five languages."""

from __future__ import annotations

import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from invoicing_xl.model import dates
from invoicing_xl.model.columns import texts_of
from invoicing_xl.model.dates import Order

DAY, MONTH = Order.DAY_FIRST, Order.MONTH_FIRST
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(9999, 12, 31))


def read(text: str, order: Order | None = None) -> str:
    """An ISO date, "two" where it is ambiguous, "" where unknown."""
    found = dates.parse(pa.array([text]), order)
    assert not (found.ambiguous[0] and found.known[0])
    return "two" if found.ambiguous[0] else found.text(0)


# Serials ---------------------------------------------------------------------------------------------------


@given(st.lists(DAYS, min_size=1), st.booleans())
def test_a_day_has_one_serial_in_each_system(days: list[datetime.date], date1904: bool) -> None:
    held = np.array([day for day in days if day.year >= 1904 or not date1904], "datetime64[D]")
    serials = np.array([dates.serial_of(day, date1904=date1904) for day in held])
    assert (dates.days_of(serials, date1904=date1904) == held).all()
    assert (dates.days_of(serials + 0.999, date1904=date1904) == held).all()


@given(st.integers(1, 2_958_465), st.booleans())
def test_serials_mean_what_openpyxl_says(serial: int, date1904: bool) -> None:
    found = dates.days_of(np.array([float(serial)]), date1904=date1904)[0]
    if np.isnat(found):
        assert (not date1904 and serial == 60) or (date1904 and serial > 2_957_003)
        return
    epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    expected = from_excel(serial, epoch)
    assert isinstance(expected, datetime.datetime)
    assert found == np.datetime64(expected.date())


def test_serials_at_the_edges_of_the_1900_system() -> None:
    serials = [1, 59, 60, 60.5, 61, 0, 0.5, -1, 2_958_465, 2_958_466, np.nan, np.inf, -np.inf, 1e300]
    found = dates.days_of(np.array(serials), date1904=False)
    assert [str(day) for day in found] == [
        *("1900-01-01", "1900-02-28", "NaT", "NaT", "1900-03-01", "NaT", "NaT", "NaT", "9999-12-31"),
        *("NaT", "NaT", "NaT", "NaT", "NaT"),
    ]


def test_serials_at_the_edges_of_the_1904_system() -> None:
    found = dates.days_of(np.array([0.0, 1.5, -1, 2_957_003, 2_957_004]), date1904=True)
    assert [str(day) for day in found] == ["1904-01-01", "1904-01-02", "NaT", "9999-12-31", "NaT"]


@pytest.mark.parametrize(("day", "date1904"), [("1899-12-31", False), ("1903-12-31", True), ("NaT", False)])
def test_a_day_the_workbook_cannot_hold_has_no_serial(day: str, date1904: bool) -> None:
    with pytest.raises(ValueError, match="no date of this workbook"):
        dates.serial_of(np.datetime64(day, "D"), date1904=date1904)


# Number formats --------------------------------------------------------------------------------------------

DATE_FORMATS = [
    *(
        "mm-dd-yy",
        "d-mmm-yy",
        "d-mmm",
        "mmm-yy",
        "m/d/yy h:mm",
        "dd.mm.yyyy",
        "yyyy-mm-dd",
        "yyyy",
        "mmmm",
        "mm",
    ),
    *(
        "[$-409]d\\-mmm\\-yy;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        'd "de" mmmm "de" yyyy',
        "[Red]dd/mm/yyyy",
    ),
    *(
        "dd/mm/yyyy hh:mm:ss.000",
        "m/d/yyyy h:mm AM/PM",
        '[=0]"";dd/mm/yyyy',
        'yyyy"年"m"月"d"日"',
        "DD.MM.YYYY",
    ),
    *(
        "TT.MM.JJJJ",
        "JJJJ-MM-TT",
        "T.M.JJ hh:mm",
        "jj/mm/aaaa",
        "dd-mm-jjjj",
        "dd/mm/aa",
        "ge.m.d",
        "mmmmm",
        "d",
    ),
]
OTHER_FORMATS = [
    *(
        "General",
        "Standard",
        "Standaard",
        "Estándar",
        "0",
        "0.00",
        "#,##0.00",
        "0%",
        "0.00E+00",
        "# ?/?",
        "@",
        "",
    ),
    *(
        "h:mm",
        "h:mm:ss",
        "h:mm AM/PM",
        "mm:ss",
        "mmss.0",
        "[h]:mm",
        "[h]:mm:ss",
        "[mm]:ss",
        "[ss].000",
        "hh:mm",
    ),
    *(
        '0 "days"',
        '"Date" 0',
        "\\d0",
        "#,##0 \\k\\r",
        "[Red]-0.00",
        "[Black]0;[Red]0",
        "#,##0.00 [$€-407]",
        "00000",
    ),
    *(
        "_-* #,##0.00\\ _€_-",
        '#,##0.00 "TL/y"',
        "[<=9999999]###\\-####",
        "[$-409]h:mm:ss AM/PM;@",
        "h:mm A/P",
    ),
]


@pytest.mark.parametrize("code", DATE_FORMATS)
def test_shows_a_date(code: str) -> None:
    assert dates.is_date_format(code)


@pytest.mark.parametrize("code", OTHER_FORMATS)
def test_shows_no_date(code: str) -> None:
    assert not dates.is_date_format(code)


# Text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-12", "2026-05-12"),
        ("2026/5/12", "2026-05-12"),
        ("2026.05.12", "2026-05-12"),
        ("2026-05-12T10:20:30.5Z", "2026-05-12"),
        ("2026-05-12 00:00:00", "2026-05-12"),
        ("20260512", "2026-05-12"),
        ("12.05.2026", "2026-05-12"),
        ("5.6.26", "2026-06-05"),
        ("5. 6. 2026", "2026-06-05"),
        ("12.05.2026, 10:20 Uhr", "2026-05-12"),
        ("13/06/2026", "2026-06-13"),
        ("06/13/2026", "2026-06-13"),
        ("6/13/2026 3:15 PM", "2026-06-13"),
        ("05/05/2026", "2026-05-05"),
        ("31-12-25", "2025-12-31"),
        ("00-01-25", "2000-01-25"),
        ("29.02.2024", "2024-02-29"),
        ("1.1.30", "1930-01-01"),
        ("31.12.29", "2029-12-31"),
        ("12 May 2026", "2026-05-12"),
        ("12-May-26", "2026-05-12"),
        ("12/may/2026", "2026-05-12"),
        ("May 5, 2026", "2026-05-05"),
        ("Sept. 5th, 2026", "2026-09-05"),
        ("Tuesday, May 5, 2026", "2026-05-05"),
        ("3rd of March 1999", "1999-03-03"),
        ("5. Mai 2026", "2026-05-05"),
        ("Mo, 5. Mär. 2026", "2026-03-05"),
        ("5.Dez.2026", "2026-12-05"),
        ("1er mars 2026", "2026-03-01"),
        ("5 FÉVRIER 2026", "2026-02-05"),
        ("5 déc. 2026", "2026-12-05"),
        ("5 de mayo de 2026", "2026-05-05"),
        ("5 de mayo del 2026", "2026-05-05"),
        ("1º ene 2026", "2026-01-01"),
        ("5 mei 2026", "2026-05-05"),
        ("5 mrt. 2026", "2026-03-05"),
        ("2026 May 5", "2026-05-05"),
        (" \u00a012/13/2026\u200b ", "2026-12-13"),
    ],
)
def test_is_a_day_whatever_the_column_says(text: str, day: str) -> None:
    assert [read(text, order) for order in (None, DAY, MONTH)] == [day] * 3


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "n/a", "31/04/2026", "29.02.2025", "31.11.2026", "00/00/2026", "05.13.2026", "99/99/9999"),
        *(
            "May 2026",
            "5 May",
            "2026",
            "45000",
            "2026-05",
            "12/2026",
            "12/05-2026",
            "5 foo 2026",
            "1 5 26",
            "1.2.3.4",
        ),
        *(
            "20261305",
            "18990101",
            "05062026",
            "05/06/0206",
            "12.05.1899",
            "123/4/2026",
            "10:20",
            "KW 20/2026",
        ),
        *(
            "Invoice 5 May 2026",
            "5 May 2026 or later",
            "40 May 2026",
            "12.05.20266",
            "1,234.56",
            "1.234",
            "5/6",
        ),
    ],
)
def test_is_no_day_whatever_the_column_says(text: str) -> None:
    assert [read(text, order) for order in (None, DAY, MONTH)] == [""] * 3


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("05/06/2026", "2026-06-05", "2026-05-06"),
        ("5-6-2026", "2026-06-05", "2026-05-06"),
        ("05 06 2026", "2026-06-05", "2026-05-06"),
        ("05/06/26 10:00", "2026-06-05", "2026-05-06"),
        ("05-06-26", "2026-06-05", "2026-05-06"),
        # The year may come first; a month-first column cannot tell.
        ("22-01-25", "2025-01-22", "two"),
        ("22-01-31", "1931-01-22", "two"),
    ],
)
def test_could_be_two_days_unless_the_column_decides(text: str, day_first: str, month_first: str) -> None:
    assert [read(text, order) for order in (None, DAY, MONTH)] == ["two", day_first, month_first]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["05/06/2026", "13/06/2026"], DAY),
        (["05/06/2026", "06/13/2026"], MONTH),
        (["05/06/2026", "06/06/2026", "2026-05-12", "5 May 2026"], None),
        (["13/06/2026", "06/13/2026"], None),
        (["12.05.2026"], DAY),
        (["22-01-25"], None),
        (["22-01-25", "31-12-25"], DAY),
        (["01-25-26"], MONTH),
        ([], None),
    ],
)
def test_the_order_of_a_column_is_that_of_its_unambiguous_texts(
    texts: list[str], order: Order | None
) -> None:
    assert dates.order_of(pa.array(texts, pa.string())) is order


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
PATTERNS = {
    "en": ["{m} {d}, {y}", "{d} {m} {y}", "{d}-{m}-{y}", "{d} {a} {y}"],
    "de": ["{d}. {m} {y}", "{d}.{m}.{y}", "{d}. {a}. {y}"],
    "fr": ["{d} {m} {y}", "{d}-{a}.-{y}"],
    "es": ["{d} de {m} de {y}", "{d} {m} {y}", "{d}-{a}-{y}"],
    "nl": ["{d} {m} {y}", "{d}-{m}-{y}", "{d} {a}. {y}"],
}
SHORT = {"fr": {1: "janv", 2: "févr", 6: "juin", 7: "juil", 8: "août"}, "nl": {3: "mrt"}}


@given(DAYS, st.sampled_from(sorted(MONTHS)), st.data())
def test_month_names_of_five_languages(day: datetime.date, language: str, data: st.DataObject) -> None:
    name = MONTHS[language].split()[day.month - 1]
    short = SHORT.get(language, {}).get(day.month, name[:3])
    pattern = data.draw(st.sampled_from(PATTERNS[language]))
    case = data.draw(st.sampled_from([str.lower, str.title, str.upper]))
    text = case(pattern.format(d=day.day, m=name, a=short, y=day.year))
    for order in (None, DAY, MONTH):
        assert read(text, order) == day.isoformat(), text


@given(
    DAYS, st.sampled_from(["-", "/", ".", " "]), st.booleans(), st.sampled_from(["", " 10:20", "T23:59:59"])
)
def test_numeric_dates_of_both_orders(day: datetime.date, mark: str, zeros: bool, time: str) -> None:
    d, m = (f"{day.day:02}", f"{day.month:02}") if zeros else (str(day.day), str(day.month))
    assert read(mark.join([str(day.year), m, d]) + time) == day.isoformat()
    assert read(mark.join([d, m, str(day.year)]) + time, DAY) == day.isoformat()
    if mark != ".":
        assert read(mark.join([m, d, str(day.year)]) + time, MONTH) == day.isoformat()


@given(st.text(alphabet="0123456789/-. ", max_size=10))
def test_what_is_sure_without_an_order_no_order_changes(text: str) -> None:
    blind = read(text)
    for order in (DAY, MONTH):
        if blind != "two":
            assert read(text, order) == blind
        else:
            assert read(text, order) != ""


def test_texts_complete_the_serials_and_never_replace_them() -> None:
    days = np.array(["2026-01-01", "NaT", "NaT", "NaT"], "datetime64[D]")
    texts = texts_of(["2026-02-02", "05/06/2026", None, "13/06/2026"])
    found = dates.with_texts(days, texts, None)
    assert [found.text(i) for i in range(4)] == ["2026-01-01", "", "", "2026-06-13"]
    assert found.ambiguous.tolist() == [False, True, False, False]
    decided = dates.with_texts(days, texts, DAY)
    assert decided.text(1) == "2026-06-05" and not decided.ambiguous.any()
    assert dates.with_texts(days, texts_of([None] * 4), None).known.tolist() == [True, False, False, False]
