"""How cells look, set for all cells at once that share it: few areas, few calls."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import xlwings as xw

from invoicing_xl.model.cells import Area
from invoicing_xl.model.plans import PLAIN, Look
from invoicing_xl.workbook.live.addresses import Place, addresses, rectangles
from invoicing_xl.workbook.live.host import HostApi
from invoicing_xl.workbook.opc.looks import LINK_COLOR

# A border of every cell is one at the edge of an area and those inside of it. Two cells share the line
# between them: a line above a total, and one that closes a column, are drawn after the rows' hairlines.
_EDGES = {
    "left": ("edge_left", "inside_vertical"),
    "right": ("edge_right", "inside_vertical"),
    "bottom": ("edge_bottom", "inside_horizontal"),
    "top": ("edge_top", "inside_horizontal"),
    "double bottom": ("edge_bottom", "inside_horizontal"),
}


Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class _Property(Generic[Value]):
    """One property of cells: what a look wants of it (None: nothing beyond the usual), and how to set it."""

    wanted: Callable[[Look], Value | None]
    put: Callable[[xw.Range, Value], None]

    def set(self, sheet: xw.Sheet, looks: Mapping[Place, Look]) -> None:
        _put(sheet, _by_value((place, self.wanted(look)) for place, look in looks.items()), self.put)


def dress(
    host: HostApi,
    sheet: xw.Sheet,
    looks: Mapping[Place, Look],
    *,
    linked: frozenset[Place],
    reformatted: frozenset[Place],
) -> None:
    """Gives cells of a new sheet their looks; ``linked`` ones are blue, and ``reformatted`` ones may have got
    some number format on the way."""
    if not looks:
        return
    for where in addresses(rectangles(looks)):
        sheet.range(where).font.size = PLAIN.size
    for one in _properties(host):
        one.set(sheet, looks)
    plain = [place for place in reformatted if looks[place].number_format == PLAIN.number_format]
    _put(sheet, {PLAIN.number_format: plain}, _number_format)
    _put(
        sheet,
        _by_value((place, looks[place].color or LINK_COLOR) for place in linked if place in looks),
        _color,
    )
    for side, edges in _EDGES.items():
        colors = _by_value(
            (place, look.border_color if side in look.borders else None) for place, look in looks.items()
        )
        for color, places in colors.items():
            _draw(sheet, rectangles(places), edges, "double" in side, color)


def _properties(host: HostApi) -> tuple[_Property[Any], ...]:
    return (
        _Property(lambda look: _unless(look.number_format, PLAIN.number_format), _number_format),
        _Property(lambda look: look.bold or None, _bold),
        _Property(lambda look: look.italic or None, _italic),
        _Property(lambda look: _unless(look.size, PLAIN.size), _size),
        _Property(lambda look: look.color or None, _color),
        _Property(lambda look: look.fill or None, _fill),
        _Property(lambda look: look.align or None, _align),
        _Property(lambda look: look.valign or None, _valign),
        _Property(lambda look: look.wrap or None, _wrap),
        _Property(lambda look: look.indent or None, host.indent),
        _Property(lambda look: None if look.locked else True, lambda cells, _: host.unlock(cells)),
    )


def _unless(value: Value, usual: Value) -> Value | None:
    return None if value == usual else value


def _by_value(values: Iterable[tuple[Place, Value | None]]) -> dict[Value, list[Place]]:
    found: dict[Value, list[Place]] = {}
    for place, value in values:
        if value is not None:
            found.setdefault(value, []).append(place)
    return found


def _put(
    sheet: xw.Sheet, places: Mapping[Value, list[Place]], put: Callable[[xw.Range, Value], None]
) -> None:
    for value, where in places.items():
        for address in addresses(rectangles(where)):
            put(sheet.range(address), value)


def _draw(sheet: xw.Sheet, areas: list[Area], edges: tuple[str, str], double: bool, color: str) -> None:
    """Lines at the edges of areas, and inside of those that have an inside."""
    edge, inside = edges
    across = inside == "inside_horizontal"
    flat = [
        area
        for area in areas
        if (area.first_row == area.last_row if across else area.first_column == area.last_column)
    ]
    for some, sides in ((flat, [edge]), ([area for area in areas if area not in flat], [edge, inside])):
        for address in addresses(some):
            borders = sheet.range(address).borders
            if double:
                borders.set(sides, line_style="double", color=f"#{color}")
            else:
                borders.set(sides, line_style="continuous", weight="thin", color=f"#{color}")


def _number_format(cells: xw.Range, code: str) -> None:
    cells.number_format = code


def _bold(cells: xw.Range, bold: bool) -> None:
    cells.font.bold = bold


def _italic(cells: xw.Range, italic: bool) -> None:
    cells.font.italic = italic


def _size(cells: xw.Range, size: float) -> None:
    cells.font.size = size


def _color(cells: xw.Range, color: str) -> None:
    cells.font.color = f"#{color}"


def _fill(cells: xw.Range, color: str) -> None:
    cells.color = f"#{color}"


def _align(cells: xw.Range, side: Literal["left", "center", "right"]) -> None:
    cells.horizontal_alignment = side


def _valign(cells: xw.Range, side: Literal["top", "center"]) -> None:
    cells.vertical_alignment = side


def _wrap(cells: xw.Range, wrap: bool) -> None:
    cells.wrap_text = wrap
