"""Functions that answer cell by cell, and the options of all functions.

Arguments are spread over each other as Excel does it: a single cell, row or column is repeated, and where
an argument has no cell the answer is #N/A. Then, in the order of the arguments,

    an error value            is the answer
    a blank first argument    is a blank row: the answer is ""
    another blank             #N/A: what is needed is not there
    no number, no date        #VALUE!
    what could be two things  #N/A: neither 1.234 nor 03/04/2026 is guessed
    what no sheet can hold    #NUM!
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model import dates, money, numbers
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Amounts, Decimals, Mask, Texts, merged_texts, texts_of
from invoicing_xl.model.terms import Terms, parse_terms
from invoicing_xl.surface.answers import MARK, Answer, NoValue
from invoicing_xl.workbook.excel_values import Cells

BLANK = Cells.of(None)
"""The default of an optional parameter."""

Days = NDArray[np.datetime64]
_Choice = TypeVar("_Choice")
_BUCKETS = (30, 60, 90)
_MOST_CELLS = 4_000_000  # a long column over a long row would be more than memory holds


class Cellwise:
    """The cells of an answer, in rows; ``unsettled`` are those that nothing has been said of yet."""

    def __init__(self, *arguments: Cells) -> None:
        self._shape = (
            max(one.shape[0] for one in arguments),
            max(one.shape[1] for one in arguments),
        )
        count = self._shape[0] * self._shape[1]
        if count > _MOST_CELLS:
            raise NoValue("#NUM!")
        self.unsettled: Mask = np.ones(count, bool)
        self._settled = np.full(count, "", object)
        spread = [_spread(one, self._shape) for one in arguments]
        self._arguments = [cells for cells, _ in spread]
        for cells, beyond in spread:
            self._settle_errors(cells)
            self.settle(beyond, "#N/A")
        self.unsettled &= ~self.blank(0)  # a blank row: "" stands there already

    def __len__(self) -> int:
        return len(self._settled)

    def settle(self, where: Mask, code: str) -> None:
        """The error value ``code`` is the answer in these cells, unless something was said before."""
        now = where & self.unsettled
        self._settled[now] = MARK + code
        self.unsettled &= ~now

    def _settle_errors(self, cells: Cells) -> None:
        errors = cells.kinds == Kind.ERROR
        for code in np.unique(cells.texts[errors]).tolist():
            self.settle(errors & (cells.texts == code), str(cells.pool[code]))

    def answer(self, values: Sequence[object]) -> Answer:
        """The answers in rows: these values, where nothing else was settled."""
        filled = list(values)
        for at in np.flatnonzero(~self.unsettled).tolist():
            filled[at] = self._settled[at]
        width = self._shape[1]
        return [filled[first : first + width] for first in range(0, len(filled), width)]

    def looked_up(self, argument: int, found: Callable[[str], str | None], otherwise: str) -> Answer:
        """For each text what is ``found`` for it; the error value ``otherwise`` where that is nothing."""
        texts = self.texts(argument)
        answers = texts_of([found(text) for text in texts.values.to_pylist()])
        spread = Texts(np.append(answers.codes, np.int32(-1))[texts.codes], answers.values)
        self.settle(~spread.known, otherwise)
        return self.answer([spread[at] for at in range(len(self))])

    # The arguments as typed columns ---------------------------------------------------------------

    def blank(self, argument: int) -> Mask:
        result: Mask = self._arguments[argument].kinds == Kind.BLANK
        return result

    def numeric(self, argument: int) -> Mask:
        result: Mask = self._arguments[argument].kinds == Kind.NUMBER
        return result

    def texts(self, argument: int) -> Texts:
        """What the cells show; nothing is settled."""
        numeric, result = self.numeric(argument), self._typed_texts(argument)
        if not numeric.any():
            return result
        values = self._arguments[argument].numbers[numeric]
        shown = numbers.shown(values, np.zeros(len(values), np.int32), ["General"])
        return merged_texts(result, numeric, shown)

    def _typed_texts(self, argument: int) -> Texts:
        cells = self._arguments[argument]
        return Texts(np.where(cells.kinds == Kind.TEXT, cells.texts, np.int32(-1)), cells.pool)

    def decimals(self, argument: int, grammar: numbers.Grammar | None = None) -> Decimals:
        """Numbers, and texts that surely are one (a percentage is its share); all else is settled."""
        return self._decimals(argument, grammar)[0]

    def shares(self, argument: int) -> Decimals:
        """Rates as shares of one: from 1 on a number is a percentage, and so is a text that says so."""
        rates, percent = self._decimals(argument, None)
        large = ~percent & (np.abs(rates.mantissa) >= money.TENS[rates.scale])
        mantissa, scale = money.stripped(rates.mantissa, rates.scale.astype(np.int64) + 2 * large)
        return Decimals(mantissa, scale.astype(np.int8), rates.known)

    def _decimals(self, argument: int, grammar: numbers.Grammar | None) -> tuple[Decimals, Mask]:
        """The numbers, and which of them are percentages in words."""
        numeric, texts = self.numeric(argument), self._typed_texts(argument)
        figures = money.decimals_of(self._arguments[argument].numbers, numeric)
        percent = texts.matches("%")
        self.settle(self.blank(argument), "#N/A")
        self.settle(numeric & ~figures.known, "#NUM!")
        for said, read in ((texts.known & ~percent, numbers.parse), (percent, numbers.percentages)):
            if said.any():
                parsed = read(texts.values, grammar)
                self.settle(said & _of_rows(parsed.ambiguous, texts), "#N/A")
                figures = _completed(figures, said, parsed.numbers, texts)
        self.settle(~figures.known, "#VALUE!")
        return figures, percent

    def days(self, argument: int, order: dates.Order | None = None) -> Days:
        """Dates, and texts that surely are one; all else is settled."""
        numeric, texts = self.numeric(argument), self._typed_texts(argument)
        serials = np.where(numeric, self._arguments[argument].numbers, np.nan)
        days = dates.days_of(serials, date1904=False)
        self.settle(self.blank(argument), "#N/A")
        self.settle(numeric & np.isnat(days), "#NUM!")
        if texts.known.any():
            read = dates.with_texts(days, texts, order)
            self.settle(read.ambiguous, "#N/A")
            days = read.days
        self.settle(np.isnat(days), "#VALUE!")
        return days

    def places(self, argument: int, *, default: int | None = None) -> NDArray[np.uint8]:
        """Decimals of currency codes. A code that ISO 4217 does not know is settled, and a blank one
        unless there is a default."""
        codes = self.texts(argument)
        known = {text: 1 for text in codes.values.to_pylist() if text.strip().upper() in money.PLACES}
        unknown = codes.lookup(known) < 0
        self.settle(unknown if default is None else unknown & ~self.blank(argument), "#N/A")
        places = money.places_of(codes)
        return places if default is None else np.where(codes.known, places, default).astype(np.uint8)

    def terms(self, argument: int) -> Iterator[tuple[Terms, Mask]]:
        """The different payment terms, each with its cells. What is not understood is settled."""
        words = self.texts(argument)
        meanings = [parse_terms(text) for text in words.values.to_pylist()]
        understood = np.array([meaning is not None for meaning in meanings], bool)
        self.settle(~_of_rows(understood, words), "#N/A")
        for code, meaning in enumerate(meanings):
            if meaning is not None:
                yield meaning, words.codes == code


def _of_rows(of_texts: Mask, texts: Texts) -> Mask:
    """What is said of distinct texts, for each row; False where it has none."""
    result: Mask = np.append(of_texts, False)[texts.codes]
    return result


def _completed(figures: Decimals, said: Mask, of_texts: Decimals, texts: Texts) -> Decimals:
    """The figures, where a text says one in its place."""
    codes = np.where(said, texts.codes, 0)
    return Decimals(
        np.where(said, of_texts.mantissa[codes], figures.mantissa),
        np.where(said, of_texts.scale[codes], figures.scale),
        np.where(said, of_texts.known[codes], figures.known),
    )


def _spread(cells: Cells, shape: tuple[int, int]) -> tuple[Cells, Mask]:
    """An argument as one column over all cells of the answer, and where it has no cell for them."""
    places = [
        np.zeros(size, np.int64) if own == 1 else np.arange(size)
        for own, size in zip(cells.shape, shape, strict=True)
    ]
    beyond = [place >= own for place, own in zip(places, cells.shape, strict=True)]
    at = np.ix_(*(np.minimum(place, own - 1) for place, own in zip(places, cells.shape, strict=True)))
    column = Cells(cells.kinds[at].ravel(), cells.numbers[at].ravel(), cells.texts[at].ravel(), cells.pool)
    return column, (beyond[0][:, None] | beyond[1][None, :]).ravel()


# Answers and options -----------------------------------------------------------------------------------


def doubles(amounts: Amounts) -> list[float]:
    """Amounts as the doubles nearest to them (both parts are exact up to 2**53); NaN where not known."""
    nearest: list[float] = (np.where(amounts.known, amounts.minor, np.nan) / 10.0**amounts.places).tolist()
    return nearest


def only_text(option: Cells) -> str:
    """An option of one cell, in capitals; "" where it is blank."""
    if option.shape != (1, 1):
        raise NoValue("#VALUE!")
    each = Cellwise(option)
    raise_error(option)
    return each.texts(0)[0].strip().upper()


def chosen(option: Cells, choices: Mapping[str, _Choice]) -> _Choice:
    """What an option of one cell stands for; the choice "" where it is blank."""
    said = only_text(option)
    if said not in choices:
        raise NoValue("#VALUE!")
    return choices[said]


def only_day(option: Cells) -> np.datetime64:
    """A day in one cell; NaT where it is blank."""
    if option.shape != (1, 1):
        raise NoValue("#VALUE!")
    each = Cellwise(option)
    day = each.days(0)[0]
    if each.blank(0)[0]:
        return np.datetime64("NaT", "D")
    failed = each.answer([""])[0][0]
    if failed:
        raise NoValue(str(failed).removeprefix(MARK))
    return np.datetime64(day, "D")


def needed_day(option: Cells) -> np.datetime64:
    """A day in one cell."""
    day = only_day(option)
    if np.isnat(day):
        raise NoValue("#N/A")
    return day


def day_counts(option: Cells) -> tuple[int, ...]:
    """Whole numbers in several cells, or in one text (30,60,90); the usual buckets where all is blank."""
    raise_error(option)
    each = Cellwise(option)
    said = " ".join(each.texts(0)[at] for at in range(len(each)))
    parts = said.replace(",", " ").replace(";", " ").replace("/", " ").split()
    if not all(part.isascii() and part.isdigit() and len(part) <= 6 for part in parts):
        raise NoValue("#VALUE!")
    return tuple(map(int, parts)) or _BUCKETS


def all_blank(cells: Cells) -> bool:
    return bool((cells.kinds == Kind.BLANK).all())


def raise_error(cells: Cells) -> None:
    """An error value in any of the cells is the whole answer."""
    errors = cells.texts[cells.kinds == Kind.ERROR]
    if len(errors):
        raise NoValue(str(cells.pool[int(errors.flat[0])]))
