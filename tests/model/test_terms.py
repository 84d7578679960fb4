"""Payment terms in five languages, and what they make of a date."""

from __future__ import annotations

import datetime
from calendar import monthrange
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.terms import Terms, parse_terms


def net(days: int) -> Terms:
    return Terms("net", days)


def eom(days: int = 0, day: int = 0) -> Terms:
    return Terms("days then end of month", days, day_of_month=day)


def after_eom(days: int) -> Terms:
    return Terms("end of month then days", days)


def months_after_eom(months: int, days: int = 0) -> Terms:
    return Terms("months after end of month", days, months)


def prox(day: int, cutoff: int = 0) -> Terms:
    return Terms("proximo", day_of_month=day, cutoff=cutoff)


def discounted(share: str, within: int, days: int) -> Terms:
    return Terms("net", days, discount=Decimal(share), discount_days=within)


UNDERSTOOD: dict[Terms, list[str]] = {
    net(30): [
        "dentro de 30 días",
        *(
            "30",
            "30.0",
            "30 days",
            "30d",
            "30 days net",
            "Net 30",
            "NET30",
            "n/30",
            "N30",
            "net 30 days",
            "30 DAYS",
        ),
        *(
            "Payment within 30 days",
            "due in 30 days",
            "30 days from invoice date",
            "30 days of the invoice date",
        ),
        *("30 Tage", "30 Tage netto", "30 Tage netto Kasse", "Zahlbar innerhalb von 30 Tagen ohne Abzug"),
        *("Zahlungsziel: 30 Tage", "30 Tage nach Rechnungsdatum", "rein netto 30 Tage", "innert 30 Tagen"),
        *("30 jours", "30 jours nets", "à 30 jours", "30 jours date de facture", "30 j", "sous 30 jours"),
        *("30 días", "a 30 días", "30 días fecha factura", "30 dias neto", "pago a 30 días"),
        *("30 dagen", "30 dagen netto", "binnen 30 dagen na factuurdatum", "betaling binnen 30 dagen"),
    ],
    net(14): ["2 weeks", "2 Wochen", "2 semaines", "2 semanas", "2 weken"],
    net(28): ["28"],
    net(0): [
        *(
            "0",
            "due on receipt",
            "Due upon receipt",
            "immediate",
            "COD",
            "prepaid",
            "Cash in advance",
            "net cash",
        ),
        *("sofort", "sofort fällig", "Zahlbar sofort ohne Abzug", "sofort rein netto", "Vorkasse", "bar"),
        *(
            "comptant",
            "Paiement comptant",
            "au comptant",
            "à réception",
            "à réception de facture",
            "paiement d'avance",
        ),
        *(
            "contado",
            "al contado",
            "pago inmediato",
            "C.O.D",
            "CWO",
            "a la vista",
            "direct",
            "contant",
            "bij ontvangst",
        ),
    ],
    Terms("months", months=1): ["1 month", "1 Monat netto", "1 mois", "1 mes", "1 maand"],
    eom(30): [
        *("30 EOM", "30 days EOM", "Net 30 EOM", "30 days end of month", "30 days month end"),
        *("30 Tage Monatsende", "30 Tage zum Monatsende", "30 jours fin de mois", "30 j FDM"),
        *("30 días fin de mes", "30 dagen einde maand"),
    ],
    eom(): ["EOM", "end of month", "net EOM", "Monatsende", "fin de mois", "fin de mes", "einde maand"],
    eom(30, 10): ["30 days EOM on the 10th", "30 jours fin de mois le 10", "30 Tage Monatsende am 10."],
    after_eom(30): [
        *("EOM 30", "EOM+30", "EOM + 30 days", "30 days after EOM", "30 days after the end of the month"),
        *("30 Tage nach Monatsende", "fin de mois 30 jours", "fin de mois + 30 jours"),
        *("30 jours à compter de la fin de mois", "30 días desde fin de mes", "30 dagen na einde maand"),
    ],
    months_after_eom(1): [
        *("1 month after EOM", "end of next month", "end of the following month", "1 Monat nach Monatsende"),
        *("Ende des Folgemonats", "fin du mois suivant", "fin del mes siguiente", "einde volgende maand"),
    ],
    months_after_eom(1, 10): ["end of next month + 10 days", "10 days after end of next month"],
    prox(10): [
        *(
            "10 prox",
            "10th prox.",
            "prox 10",
            "10 MFI",
            "10th of following month",
            "the 10th of the next month",
        ),
        *("am 10. des Folgemonats", "le 10 du mois suivant", "día 10 del mes siguiente"),
        "10e van de volgende maand",
    ],
    prox(12): ["fin de mois le 12", "Monatsende am 12.", "end of month on the 12th"],
    prox(20): ["20th of the month following invoice date"],
    prox(10, cutoff=25): [
        "10 prox, cut-off 25",
        "10th prox cutoff 25th",
        "10. des Folgemonats, Stichtag 25.",
    ],
    discounted("0.02", 10, 30): [
        *("2/10 n/30", "2/10, net 30", "2/10 net 30 days", "2% 10 net 30", "2 % 10 days, 30 days net"),
        *("2% discount if paid within 10 days, net 30", "net 30, 2/10", "2% 10 Tage, 30 Tage netto"),
        *("10 Tage 2 % Skonto, 30 Tage netto", "10 Tage 2% 30 Tage netto", "30 Tage netto, 10 Tage 2%"),
        *("innerhalb 10 Tagen 2% Skonto, innerhalb 30 Tagen netto", "2% 10 días, 30 días neto"),
        *("2 % d'escompte sous 10 jours, 30 jours net", "2% korting binnen 10 dagen, 30 dagen netto"),
    ],
    discounted("0.015", 10, 45): ["1.5% 10 net 45", "1,5 % 10 Tage, 45 Tage netto"],
}


@pytest.mark.parametrize(
    ("text", "terms"), [(text, terms) for terms, texts in UNDERSTOOD.items() for text in texts]
)
def test_understood(text: str, terms: Terms) -> None:
    for spelled in (text, text.upper(), f" {text}. ", text.replace(" ", "\u00a0") + "\u200b"):
        assert parse_terms(spelled) == terms, spelled


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "n/a", "net", "see contract", "as agreed", "30 whatever", "2026-05-12", "5 May 2026"),
        *(
            "50% on order, 50% on delivery",
            "30/60/90",
            "30, 60 days",
            "1/3 on order, 2/3 net 30",
            "3 instalments",
        ),
        *(
            "3% 7 Tage, 2% 14 Tage, 30 Tage netto",
            "2/10",
            "2% net 30",
            "2/10 net 5",
            "2/10 EOM net 30",
            "120% 10 net 30",
        ),
        *(
            "30 days after receipt",
            "14 Tage nach Erhalt der Rechnung",
            "30 days after delivery",
            "net monthly",
        ),
        *(
            "30.5 days",
            "10000",
            "40 prox",
            "0 prox",
            "30 days EOM on the 35th",
            "Skonto 30 Tage",
            "-30 days X",
        ),
    ],
)
def test_not_understood_rather_than_guessed(text: str) -> None:
    assert parse_terms(text) is None


def due(terms: Terms, date: str) -> str:
    return str(terms.due(np.array([date], "datetime64[D]"))[0])


@pytest.mark.parametrize(
    ("terms", "date", "expected"),
    [
        (net(30), "2026-01-31", "2026-03-02"),
        (eom(45), "2021-09-13", "2021-10-31"),
        (after_eom(45), "2021-09-13", "2021-11-14"),
        (months_after_eom(1), "2026-01-31", "2026-02-28"),
        (eom(30, 10), "2016-01-14", "2016-03-10"),
        (eom(30, 31), "2016-01-01", "2016-02-29"),
        (months_after_eom(1), "2020-06-11", "2020-07-31"),
        (months_after_eom(1), "2026-02-28", "2026-03-31"),
        (prox(31), "2026-01-15", "2026-02-28"),
        (prox(10), "2026-12-26", "2027-01-10"),
        (prox(10, 25), "2026-12-25", "2027-01-10"),
        (prox(10, 25), "2026-12-26", "2027-02-10"),
        (Terms("months", months=1), "2026-01-31", "2026-02-28"),
        (Terms("months", months=3), "2026-05-12", "2026-08-12"),
        (net(30), "NaT", "NaT"),
    ],
)
def test_known_due_dates(terms: Terms, date: str, expected: str) -> None:
    assert due(terms, date) == expected


def test_discount_date() -> None:
    days = np.array(["2026-05-12", "NaT"], "datetime64[D]")
    assert [str(day) for day in discounted("0.02", 10, 30).discount_date(days)] == ["2026-05-22", "NaT"]
    assert np.isnat(net(30).discount_date(days)).all()


# Laws ------------------------------------------------------------------------------------------------------

ANY_TERMS = st.one_of(
    st.builds(net, st.integers(0, 365)),
    st.builds(lambda months: Terms("months", months=months), st.integers(0, 24)),
    st.builds(eom, st.integers(0, 120), st.integers(0, 31)),
    st.builds(after_eom, st.integers(0, 120)),
    st.builds(months_after_eom, st.integers(0, 12), st.integers(0, 60)),
    st.builds(prox, st.integers(1, 31), st.integers(0, 31)),
)
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31))


@given(ANY_TERMS, st.lists(DAYS, min_size=2, max_size=8))
def test_a_later_document_is_never_due_earlier(terms: Terms, days: list[datetime.date]) -> None:
    found = terms.due(np.array(sorted(days), "datetime64[D]"))
    assert (np.diff(found).astype(int) >= 0).all()


@given(ANY_TERMS, st.lists(DAYS, min_size=1, max_size=8))
def test_nothing_is_due_before_its_document(terms: Terms, days: list[datetime.date]) -> None:
    dated = np.array([*days, "NaT"], "datetime64[D]")
    found = terms.due(dated)
    assert found.dtype == "datetime64[D]"
    assert np.isnat(found[-1]) and not np.isnat(found[:-1]).any()
    assert (found[:-1] >= dated[:-1]).all()


def end_of(year: int, month: int) -> datetime.date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime.date(year, month, monthrange(year, month)[1])


@given(DAYS, st.integers(0, 120), st.integers(0, 24))
def test_ends_of_months_against_the_calendar(day: datetime.date, days: int, months: int) -> None:
    on = np.array([day], "datetime64[D]")
    later = day + datetime.timedelta(days)
    assert eom(days).due(on)[0] == np.datetime64(end_of(later.year, later.month))
    assert months_after_eom(months).due(on)[0] == np.datetime64(end_of(day.year, day.month + months))
    first = end_of(day.year, day.month) + datetime.timedelta(days)
    assert after_eom(days).due(on)[0] == np.datetime64(first)


@given(DAYS, st.integers(1, 31))
def test_proximo_against_the_calendar(day: datetime.date, on_day: int) -> None:
    last = end_of(day.year, day.month + 1)
    assert prox(on_day).due(np.array([day], "datetime64[D]"))[0] == np.datetime64(
        last.replace(day=min(on_day, last.day))
    )


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    terms = parse_terms(text)
    assert terms is None or isinstance(terms, Terms)
