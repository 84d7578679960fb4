"""What holds for all values, against reckonings that share no code with ours."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.surface import udfs
from invoicing_xl.surface.answers import MARK

EPOCH = dt.date(1899, 12, 30)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))
PLACES = {"EUR": 2, "JPY": 0, "KWD": 3, "USD": 2, "CLF": 4}
EXACT = Context(prec=60)
FIGURES = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)


def one(answer: Sequence[Sequence[object]]) -> object:
    [[cell]] = answer
    return cell


def serial(day: dt.date) -> float:
    return float((day - EPOCH).days)


def rounded(value: Decimal, places: int) -> float:
    return float(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT))


@given(FIGURES, st.sampled_from(list(PLACES)))
def test_rounding_is_half_away_from_zero_at_the_decimals_of_the_currency(value: Decimal, code: str) -> None:
    assert one(udfs.inv_round(float(value), code)) == rounded(value, PLACES[code])


@given(FIGURES, st.sampled_from(list(PLACES)))
def test_rounding_again_changes_nothing(value: Decimal, code: str) -> None:
    once = one(udfs.inv_round(float(value), code))
    assert udfs.inv_round(once, code) == [[once]]


@given(st.lists(st.tuples(FIGURES, st.integers(0, 4000), st.sampled_from(list(PLACES))), min_size=1))
def test_tax_is_the_exact_product_rounded_once(rows: list[tuple[Decimal, int, str]]) -> None:
    """Whether the rate is 7.25 %, 0.0725 or 7.25."""
    nets, codes = tuple((float(net),) for net, _, _ in rows), tuple((code,) for _, _, code in rows)
    rates = [Decimal(points) / 10_000 for _, points, _ in rows]
    wanted = [rounded(net * rate, PLACES[code]) for (net, _, code), rate in zip(rows, rates, strict=True)]
    in_percent = [rate * 100 if rate >= Decimal("0.01") else rate for rate in rates]
    for given_as in ([f"{rate * 100:.2f} %" for rate in rates], map(float, rates), map(float, in_percent)):
        answer = udfs.inv_tax(nets, tuple((rate,) for rate in given_as), codes)
        assert [cell for (cell,) in answer] == wanted


FRAMES = {"{}": 1, "-{}": -1, "{}-": -1, "({})": -1, "EUR {}": 1, "{} CR": -1, "$ {}": 1, " {} ": 1}


@given(st.lists(st.tuples(st.decimals(0, 10**12, places=2), st.sampled_from(list(FRAMES))), min_size=1))
def test_numbers_are_read_as_decimal_reads_them(written: list[tuple[Decimal, str]]) -> None:
    wanted = [float(FRAMES[frame] * value) for value, frame in written]
    for mark, marks in ((".", ",."), (",", ".,")):
        texts = [f"{value:,.2f}".translate(str.maketrans(",.", marks)) for value, _ in written]
        column = tuple((frame.format(text),) for text, (_, frame) in zip(texts, written, strict=True))
        assert [cell for (cell,) in udfs.inv_number(column, mark)] == wanted
        for (unsaid,), right in zip(udfs.inv_number(column), wanted, strict=True):
            assert unsaid in (right, f"{MARK}#N/A")


@given(st.lists(st.text(max_size=20).filter(lambda text: not re.search(r"\d", text)), min_size=1))
def test_a_text_that_is_no_number_for_anybody_is_none_here(texts: list[str]) -> None:
    for (cell,) in udfs.inv_number(tuple((text,) for text in texts)):
        assert cell in ("", f"{MARK}#VALUE!")


@given(DAYS, st.integers(0, 365))
def test_net_days_are_added(day: dt.date, days: int) -> None:
    assert one(udfs.inv_due_date(serial(day), f"net {days}")) == serial(day + dt.timedelta(days))


def month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@given(DAYS, st.integers(0, 120))
def test_end_of_month_is_counted_in_both_ways(day: dt.date, days: int) -> None:
    then_end = month_end(day + dt.timedelta(days))
    end_then = month_end(day) + dt.timedelta(days)
    assert one(udfs.inv_due_date(serial(day), f"{days} EOM")) == serial(then_end)
    assert one(udfs.inv_due_date(serial(day), f"EOM {days}")) == serial(end_then)


@given(DAYS, st.integers(1, 31))
def test_a_day_of_the_next_month_or_its_last(day: dt.date, wanted: int) -> None:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    due = dt.date(year, month, min(wanted, calendar.monthrange(year, month)[1]))
    assert one(udfs.inv_due_date(serial(day), f"{wanted} prox")) == serial(due)


@given(st.lists(st.tuples(DAYS, st.integers(0, 90)), min_size=1, max_size=30))
def test_a_column_answers_what_its_cells_answer(rows: list[tuple[dt.date, int]]) -> None:
    days = tuple((serial(day),) for day, _ in rows)
    terms = tuple((f"{count} days",) for _, count in rows)
    single = [[one(udfs.inv_due_date(day, term))] for (day,), (term,) in zip(days, terms, strict=True)]
    assert udfs.inv_due_date(days, terms) == single


@given(DAYS)
def test_dates_are_read_back_however_they_are_written(day: dt.date) -> None:
    assert one(udfs.inv_date(day.isoformat())) == serial(day)
    assert one(udfs.inv_date(f"{day.day} {day:%B} {day.year}")) == serial(day)
    assert one(udfs.inv_date(f"{day:%d/%m/%Y}", "DMY")) == serial(day)
    assert one(udfs.inv_date(f"{day:%m/%d/%Y}", "MDY")) == serial(day)
    ambiguous = day.day <= 12 and day.day != day.month
    unsaid = one(udfs.inv_date(f"{day:%d/%m/%Y}"))
    assert unsaid == (f"{MARK}#N/A" if ambiguous else serial(day))


@given(DAYS, DAYS, st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True))
def test_the_bucket_holds_the_days(due: dt.date, as_of: dt.date, edges: list[int]) -> None:
    days = one(udfs.inv_days_past_due(serial(due), serial(as_of)))
    label = str(one(udfs.inv_bucket(serial(due), serial(as_of), (tuple(map(float, sorted(edges))),))))
    assert days == (as_of - due).days
    if days <= 0:
        assert label == "Not due"
    else:
        first, _, last = label.removesuffix("+").partition("-")
        assert int(first) <= days <= (int(last) if last else days)


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
SMALL_WORDS = {word: at for at, word in enumerate(f"{SMALL} seventeen eighteen nineteen".split())}
TENS = {
    word: 10 * at
    for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
GROUPS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def read_aloud(words: str) -> int:
    """The number that English words say."""
    total = group = 0
    for word in words.lower().replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in GROUPS:
            total, group = total + group * GROUPS[word], 0
        else:
            group += SMALL_WORDS.get(word, TENS.get(word, 0))
    return total + group


@given(st.integers(0, 10**15 - 1), st.sampled_from(list(PLACES)))
def test_an_amount_in_words_reads_back(minor: int, code: str) -> None:
    places = PLACES[code]
    text = str(one(udfs.inv_words(minor / 10**places, code)))
    assert text.endswith(f" {code}")
    whole, _, fraction = text.removesuffix(f" {code}").partition(" and ")
    assert read_aloud(whole) == minor // 10**places
    assert fraction == ("" if places == 0 else f"{minor % 10**places:0{places}d}/{10**places}")


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=30, unique=True))
def test_different_amounts_have_different_words_in_every_language(amounts: list[int]) -> None:
    column = tuple((float(amount),) for amount in amounts)
    for language in ("en", "de", "fr", "es", "nl"):
        words = {row[0] for row in udfs.inv_words(column, "JPY", language)}
        assert len(words) == len(amounts)


@given(st.sets(st.integers(1, 60), min_size=2, max_size=40))
def test_gaps_are_what_is_missing_between_the_first_and_the_last(present: set[int]) -> None:
    column = tuple((f"INV-{number:04d}",) for number in present)
    listed = udfs.inv_gaps(column)[1:]
    missing = {
        number for first, last, _ in listed for number in range(int(str(first)[4:]), int(str(last)[4:]) + 1)
    }
    assert missing == set(range(min(present), max(present))) - present
    assert sum(float(str(count)) for _, _, count in listed) == len(missing)


@given(st.sets(st.integers(1, 60), min_size=1, max_size=40))
def test_the_next_number_is_new_and_follows_the_highest(present: set[int]) -> None:
    column = tuple((f"INV-{number:04d}",) for number in present)
    assert one(udfs.inv_next_number(column)) == f"INV-{max(present) + 1:04d}"
