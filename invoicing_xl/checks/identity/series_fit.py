"""Numbers that do not fit the series of the book, and what they were probably meant to be.

A series is learned from ten numbers on. Where the learned series together make up less than four of five
numbers, the book has no series to fit into and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from invoicing_xl.checks.document_rows import Documents, documents_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.numbering import Run
from invoicing_xl.model.columns import Mask, texts_of
from invoicing_xl.model.documents import UNKNOWN, types_of
from invoicing_xl.model.memo import cached_property

Ints = NDArray[np.int64]

_FEWEST = 10
_USUAL = 0.8
_OWN_SERIES = 3  # so many numbers written alike are a series of their own
_LOOK_ALIKES = str.maketrans("OILSB", "01158")
_NEAR_DIGITS = re.compile("[0-9OILSB]*[0-9][0-9OILSB]*")
_NEAR = 3  # rows above and below
_BEYOND = 3  # how far a number may lie beyond those around it
_LATER = np.timedelta64(14, "D")
_MOST_MISSING = 100  # numbers that are looked at one by one


@dataclass(frozen=True)
class Misfit:
    """A number that does not fit.

    why    what is odd about it, as a sentence about the number
    meant  the number in the series that it may be; "" where there is none
    other  the row that bears that number; None where it is missing
    """

    position: int
    why: str
    meant: str = ""
    other: int | None = None


def misfits_of(facts: Facts) -> list[Misfit]:
    """In the order of the rows."""
    return facts.once(_misfits)


def has_series(facts: Facts) -> bool:
    """Whether the numbers make series into which one might not fit."""
    return bool(facts.once(_series_fit).learned)


def _series_fit(facts: Facts) -> SeriesFit:
    return SeriesFit(documents_of(facts))


def _misfits(facts: Facts) -> list[Misfit]:
    fit = facts.once(_series_fit)
    return sorted([*fit.unlike(), *fit.far_off()], key=lambda misfit: misfit.position)


class SeriesFit:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._numbering = documents.numbering

    @cached_property
    def learned(self) -> list[int]:
        """The series that make the book; none where it is too small or too mixed."""
        numbers = self._numbering.numbers
        count = numbers.sizes
        total = len(self._numbering.texts.values)
        running = {run.series for run in self._numbering.runs if len(run.counters) >= _FEWEST}
        learned = [
            one
            for one in np.flatnonzero(count >= _FEWEST).tolist()
            if one in running or (count[one] >= _USUAL * total and any(numbers.names[one]))
        ]
        return learned if count[learned].sum() >= _USUAL * total else []

    def unlike(self) -> Iterator[Misfit]:
        """Numbers written like no series, of which one can be recognised."""
        if not self.learned:
            return
        numbers = self._numbering.numbers
        few = np.append(numbers.sizes < _OWN_SERIES, True)[numbers.series]
        strange = np.where(self._in_learned, ~numbers.as_usual, few)
        for position in self._counted(strange):
            text = self._numbering.texts[position].strip().upper()
            found = self._recognised(text)
            belongs = "" if found else self._mistyped(position, text)
            if belongs:
                yield Misfit(position, "is not written like the other numbers", belongs)
            elif found is None and _names_nothing(text):
                yield Misfit(position, "is no number of a document")
            elif found is not None and not self._has_twin(position):
                series, counter = found
                meant = self._numbering.numbers.written(series, counter)
                other = self._numbering.position(series, counter)
                yield Misfit(
                    position,
                    "is not written like the other numbers",
                    meant,
                    None if other == position else other,
                )

    def far_off(self) -> Iterator[Misfit]:
        """Single numbers far from all others, on documents in the midst of these."""
        if not self.learned:
            return
        numbering = self._numbering
        alone = self._in_learned & numbering.numbers.as_usual & (numbering.run_length < _OWN_SERIES)
        for position in self._counted(alone):
            if not self._before_others[position]:
                continue
            around = sorted(numbering.at(one)[1] for one in self._around(position))
            near = len(around) == 2 and around[1] - around[0] <= 2 * _NEAR + _BEYOND
            belongs = "" if near else self._mistyped(position, numbering.texts[position].strip().upper())
            if near:
                yield self._far_off(position, numbering.at(position)[0], *around)
            elif belongs:
                yield Misfit(position, "is far from all other numbers", belongs)

    def _mistyped(self, position: int, text: str) -> str:
        """The number that is missing in the document's place, else the only one that is missing in the runs,
        of which the text is a slip."""
        belongs = self._documents.misplaced(position)
        slips = [
            missing
            for missing in ([belongs] if belongs else self._missing)
            if OSA.distance(text, missing.upper(), score_cutoff=1) == 1
        ]
        return slips[0] if len(slips) == 1 else ""

    @cached_property
    def _missing(self) -> list[str]:
        """What is missing in the runs of the book; nothing where that is much."""
        gaps = [
            (run.series, first, last)
            for series in self.learned
            for run in self._runs_of.get(series, [])
            for first, last in run.gaps
        ]
        if sum(last - first + 1 for _, first, last in gaps) > _MOST_MISSING:
            return []
        written = self._numbering.numbers.written
        return [written(series, one) for series, first, last in gaps for one in range(first, last + 1)]

    @cached_property
    def _in_learned(self) -> Mask:
        """Distinct numbers of a learned series."""
        numbers = self._numbering.numbers
        is_learned = np.zeros(len(numbers.names) + 1, bool)
        is_learned[self.learned] = True
        return is_learned[numbers.series]

    @cached_property
    def _before_others(self) -> Mask:
        """Documents that others follow by some weeks: they begin no new range of numbers."""
        days, numbering = self._documents.days, self._numbering
        established = np.append(numbering.established_values, False)[numbering.texts.codes]
        others = days[established & ~np.isnat(days)]
        if not len(others):
            return np.zeros(len(days), bool)
        result: Mask = days < others.max() - _LATER
        return result

    def _far_off(self, position: int, series: int, first: int, last: int) -> Misfit:
        numbering = self._numbering
        own = str(numbering.at(position)[1])
        like = [
            one
            for one in range(first - _BEYOND, last + _BEYOND + 1)
            if OSA.distance(own, str(one), score_cutoff=1) <= 1
        ]
        around = f"{numbering.numbers.written(series, first)} and {numbering.numbers.written(series, last)}"
        why = f"is far from the numbers around it, {around}"
        if len(like) != 1:
            return Misfit(position, why)
        return Misfit(
            position, why, numbering.numbers.written(series, like[0]), numbering.position(series, like[0])
        )

    def _around(self, position: int) -> Iterator[int]:
        """The nearest rows above and below whose numbers are of the same series and fit."""
        table, _ = self._documents.stack.at(position)
        part, series = self._documents.stack.part(table), self._numbering.at(position)[0]
        above = range(position - 1, max(position - 1 - _NEAR, part.start - 1), -1)
        below = range(position + 1, min(position + 1 + _NEAR, part.stop))
        for rows in (above, below):
            fitting = (
                one
                for one in rows
                if self._numbering.is_established(one) and self._numbering.at(one)[0] == series
            )
            yield from [one for one in [next(fitting, None)] if one is not None]

    def _counted(self, of_values: Mask) -> list[int]:
        """The documents whose number is one of these."""
        codes = self._numbering.texts.codes
        return np.flatnonzero(self._documents.counted & np.append(of_values, False)[codes]).tolist()

    def _has_twin(self, position: int) -> bool:
        """Whether another number reads alike: then it is a duplicate (DUP-02)."""
        return int(self._alike_count[self._numbering.alike[position]]) > 1

    @cached_property
    def _alike_count(self) -> Ints:
        """How many distinct numbers read alike, for each that others read like."""
        return np.bincount(self._numbering.alike_values)

    def _recognised(self, text: str) -> tuple[int, int] | None:
        """The series and counter a strange number may be meant to be."""
        for series in self.learned:
            for counter in _readings(text, *self._numbering.numbers.names[series]):
                if self._fits(series, counter):
                    return series, counter
        return None

    def _fits(self, series: int, counter: int) -> bool:
        return any(_is_near(run, counter) for run in self._runs_of.get(series, []))

    @cached_property
    def _runs_of(self) -> dict[int, list[Run]]:
        found: dict[int, list[Run]] = {}
        for run in self._numbering.runs:
            found.setdefault(run.series, []).append(run)
        return found


def _names_nothing(text: str) -> bool:
    """Whether a text in place of a number has neither digits nor a meaning ("Balance forward" has one)."""
    return not any(sign.isdigit() for sign in text) and int(types_of(texts_of([text]))[0]) == UNKNOWN


def _is_near(run: Run, counter: int) -> bool:
    return int(run.counters[0]) - _BEYOND <= counter <= int(run.counters[-1]) + _BEYOND


def _readings(text: str, prefix: str, suffix: str) -> Iterator[int]:
    """The counters a text gives in a series: by letters for digits, other marks, or a slip in the prefix."""
    for written in (text, _NEAR_DIGITS.sub(lambda found: found[0].translate(_LOOK_ALIKES), text)):
        for whole, before, behind in (
            (written, prefix, suffix),
            tuple(re.sub(r"[\W_]", "", part) for part in (written, prefix, suffix)),
        ):
            if whole.startswith(before) and whole.endswith(behind):
                yield from _digits(whole[len(before) : len(whole) - len(behind)])
    parts = re.fullmatch(r"(\D+)(\d{1,18})(\D*)", text)
    if parts and len(prefix) > 1 and parts[3] == suffix and OSA.distance(parts[1], prefix) == 1:
        yield int(parts[2])


def _digits(text: str) -> Iterator[int]:
    translated = text.translate(_LOOK_ALIKES)
    if re.fullmatch(r"[0-9]{1,18}", translated):
        yield int(translated)
