"""Writing contents into cells so that a text stays a text and a number a number, whatever they look like.

Excel reads what it is given as if it were typed: "001" becomes 1, "1-2" a day, "=..." a formula. An
apostrophe before a text prevents that, but a cell whose format is text would make a text of a number; such
cells are given another format while they are written. The source is Microsoft's reference of Range.Value,
Range.Formula2 and Range.NumberFormat; what became of it is read back and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import xlwings as xw

from invoicing_xl.model.cells import Area, Content, ErrorValue, address
from invoicing_xl.workbook.live.addresses import Place, addresses, places_of, rectangles
from invoicing_xl.workbook.live.host import RawValue

CELLS_IN_A_BLOCK = 50_000
LONGEST_IN_A_BLOCK = 8_000
"""Longer texts are written one by one: Excel refuses them within a block."""

GENERAL, TEXT = "General", "@"

_NEWER_FUNCTION = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlpm\.", re.I)
_PLAIN_WORDS = re.compile(r"[^\W\d_][^\d]*")
# What Excel takes for TRUE and FALSE in the languages it is sold in.
_TRUTH_VALUES = frozenset(
    "true false wahr falsch vrai faux vero falso verdadero verdadeiro waar onwaar sant falskt sand usand "
    "sann usann tosi epätosi prawda fałsz pravda nepravda igaz hamis adevărat fals doğru yanliş yanlış "
    "истина ложь так ні αληθησ ψευδησ αληθής ψευδής".split()
)


def guarded(text: str) -> str:
    """The text as Excel must be given it to stay one. Words that it reads as nothing else stay as they are:
    an apostrophe would show in the formula bar."""
    plain = _PLAIN_WORDS.fullmatch(text) and text.strip().casefold() not in _TRUTH_VALUES
    return text if plain else f"'{text}"


def spoken(formula: str) -> str:
    """The formula as Excel shows it: without the prefixes that files give newer functions."""
    return _NEWER_FUNCTION.sub("", formula)


def is_text_format(code: str) -> bool:
    return "@" in code and not re.search(r"[0#?]", code)


def is_long(content: Content) -> bool:
    """Whether it is a text too long to be written among others, or with an apostrophe before it."""
    return isinstance(content.value, str) and len(content.value) > LONGEST_IN_A_BLOCK


def blocks(contents: Mapping[Place, Content], alone: Iterable[Area] = ()) -> Iterator[Area]:
    """The cells in few rectangles, each of which can be written at once: values apart from formulas, long
    texts and cells within ``alone`` one by one."""
    single = {
        place
        for place, content in contents.items()
        if is_long(content) or any(area.contains(*place) for area in alone)
    }
    formulas = {place for place, content in contents.items() if _by_formula(content)} - single
    for places in (contents.keys() - formulas - single, formulas):
        for area in rectangles(places):
            yield from _low_enough(area)
    yield from (Area(*place, *place) for place in sorted(single))


def write_block(sheet: xw.Sheet, area: Area, contents: Mapping[Place, Content]) -> None:
    """Writes one of ``blocks``; a long text by way of the text format. All else of formats is left to whoever
    calls."""
    cells = sheet.range(str(area))
    first = contents[area.first_row, area.first_column]
    if is_long(first):
        cells.number_format = TEXT
        cells.raw_value = first.value
        return
    rows = [
        [_given(contents[row, column]) for column in range(area.first_column, area.last_column + 1)]
        for row in range(area.first_row, area.last_row + 1)
    ]
    if _by_formula(first):
        cells.impl.formula2 = rows  # xlwings' own property asks nine questions on the way here
    else:
        cells.raw_value = rows


def set_formats(sheet: xw.Sheet, formats: Mapping[Place, str]) -> None:
    """Gives the cells these number formats, all that are equal at once."""
    by_code: dict[str, list[Place]] = {}
    for place, code in formats.items():
        by_code.setdefault(code, []).append(place)
    for code, places in by_code.items():
        for where in addresses(rectangles(places)):
            sheet.range(where).number_format = code


def write(
    sheet: xw.Sheet,
    contents: Mapping[Place, Content],
    formats: Mapping[Place, str],
    alone: Sequence[Area] = (),
) -> Iterator[Area]:
    """Writes contents into cells that have ``formats`` now; yields each rectangle before it is written.

    A cell gets the format its content states, or keeps its own, also where Excel would choose another one
    because of a formula.
    """
    for area in blocks(contents, alone):
        yield area
        now = {place: formats[place] for place in places_of(area)}
        if any(map(is_text_format, now.values())):
            sheet.range(str(area)).number_format = GENERAL
            now = dict.fromkeys(now, GENERAL)
        write_block(sheet, area, contents)
        wanted = {place: contents[place].number_format or formats[place] for place in now}
        set_formats(
            sheet,
            {
                place: code
                for place, code in wanted.items()
                if code != now[place] or contents[place].formula or is_long(contents[place])
            },
        )


def differences(wanted: Mapping[Place, Content], found: Mapping[Place, Content]) -> Iterator[str]:
    """The cells that do not hold what was written; results of formulas are the program's own affair."""
    for place, content in wanted.items():
        there = found[place]
        if content.formula is not None:
            same = there.formula is not None
        else:
            value = None if content.value == "" else content.value
            alike = isinstance(value, bool) == isinstance(there.value, bool)
            same = there.formula is None and alike and there.value == value
        if not same:
            yield address(*place)


def _given(content: Content) -> RawValue:
    if content.formula is not None:
        return spoken(content.formula)
    value = content.value
    if value is None or value == "":
        return ""  # what COM takes for a blank
    if isinstance(value, ErrorValue):
        return value.code
    if isinstance(value, str):
        return guarded(value)
    return value if isinstance(value, bool) else float(value)


def _by_formula(content: Content) -> bool:
    """Whether it is written as a formula is: those, and errors, whose names Excel translates elsewhere."""
    return content.formula is not None or isinstance(content.value, ErrorValue)


def _low_enough(area: Area) -> Iterator[Area]:
    height = max(1, CELLS_IN_A_BLOCK // (area.last_column - area.first_column + 1))
    for first in range(area.first_row, area.last_row + 1, height):
        last = min(area.last_row, first + height - 1)
        yield Area(first, area.first_column, last, area.last_column)
