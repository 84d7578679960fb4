"""A plan's sheet in an open workbook: put onto an empty worksheet, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import xlwings as xw

from invoicing_xl.model.cells import Area, Content, ErrorValue
from invoicing_xl.model.plans import PLAIN, BarChart, Look, SheetPlan
from invoicing_xl.workbook.grids import planned_cells
from invoicing_xl.workbook.live.addresses import (
    Place,
    around,
    column_addresses,
    places_of,
    rectangles,
    row_addresses,
)
from invoicing_xl.workbook.live.host import HostApi, Link
from invoicing_xl.workbook.live.looks import dress
from invoicing_xl.workbook.live.reading import SheetReader
from invoicing_xl.workbook.live.session import Session
from invoicing_xl.workbook.live.writing import blocks, differences, is_long, write_block
from invoicing_xl.workbook.opc.cell_text import refuse_unwritable
from invoicing_xl.workbook.opc.looks import LINK_COLOR
from invoicing_xl.workbook.opc.marks import NAME, Mark
from invoicing_xl.workbook.opc.sheetdata import followed_links

MOST_LINKS = 1_000
"""Excel makes links one by one, some hundreds in a second; cells after these stay without."""

_LINKS_AT_A_TIME = 100
_POINTS_PER_PIXEL = 0.75
_BLANK = Content()


def put_plan(
    host: HostApi, reader: SheetReader, session: Session, sheet: xw.Sheet, name: str, plan: SheetPlan
) -> str:
    """Puts the plan on an empty worksheet; returns the text of the mark it set.

    RuntimeError where the sheet does not hold afterwards what was planned.
    """
    contents = planned_cells(plan)
    for place, content in contents.items():
        refuse_unwritable(content, f"{name}, row {place[0]}, column {place[1]}")
    _write(session, sheet, contents)
    for area in plan.merged:
        sheet.range(str(area)).merge()
    linked = _link(host, session, sheet, plan)
    session.pause()
    reformatted = frozenset(
        place for place, content in contents.items() if content.formula is not None or is_long(content)
    )
    dress(host, sheet, _looks(plan), linked=linked, reformatted=reformatted)
    _size(sheet, plan)
    session.pause()
    for choice in plan.choices:
        host.offer(sheet.range(str(choice.area)), choice.values, choice.source)
    for highlight in plan.highlights:
        cells = sheet.range(str(highlight.area))
        host.highlight(cells, highlight.formula, highlight.fill, highlight.color)
    if plan.filter:
        host.add_filter(sheet.range(str(plan.filter)))
    for chart in plan.charts:
        _draw(sheet, chart)
    host.freeze(sheet, plan.freeze, plan.gridlines)
    host.set_tab_color(sheet, plan.tab_color)
    host.set_print_setup(sheet, plan.printing)
    grid = reader.contents(sheet, name)
    for wrong in differences(contents, {place: grid.content(*place) for place in contents}):
        raise RuntimeError(f"{name}!{wrong} does not hold what was planned")
    mark = Mark.as_read(plan, grid).text()
    host.set_mark(sheet, NAME, mark)
    return mark


def _write(session: Session, sheet: xw.Sheet, contents: Mapping[Place, Content]) -> None:
    """All values as one block with blanks between, then the formulas where they stand."""
    constants = {place: content for place, content in contents.items() if _is_constant(content)}
    if constants:
        gaps = dict.fromkeys(places_of(around(rectangles(constants))), _BLANK)
        _write_blocks(session, sheet, gaps | constants)
    _write_blocks(
        session, sheet, {place: content for place, content in contents.items() if place not in constants}
    )


def _write_blocks(session: Session, sheet: xw.Sheet, contents: Mapping[Place, Content]) -> None:
    for area in blocks(contents):
        write_block(sheet, area, contents)
        session.pause()


def _is_constant(content: Content) -> bool:
    return content.formula is None and not isinstance(content.value, ErrorValue)


def _link(host: HostApi, session: Session, sheet: xw.Sheet, plan: SheetPlan) -> frozenset[Place]:
    """Makes the first links; returns where they are."""
    followed = followed_links(plan)
    planned = (cell for cell in plan.cells if cell.link and (cell.row, cell.column) in followed)
    links = [
        Link(cell.row, cell.column, cell.link, cell.value if isinstance(cell.value, str) else cell.link)
        for cell in islice(planned, MOST_LINKS)
    ]
    for start in range(0, len(links), _LINKS_AT_A_TIME):
        host.link(sheet, links[start : start + _LINKS_AT_A_TIME])
        session.pause()
    return frozenset((link.row, link.column) for link in links)


def _looks(plan: SheetPlan) -> dict[Place, Look]:
    """The looks of all planned cells, and of those that a merged area covers: fill and borders reach its
    edges."""
    looks = {(cell.row, cell.column): cell.look for cell in plan.cells}
    for area in plan.merged:
        first = looks.get((area.first_row, area.first_column), PLAIN)
        for place in places_of(area):
            looks.setdefault(place, first)
    return looks


def _size(sheet: xw.Sheet, plan: SheetPlan) -> None:
    for width, columns in _grouped(plan.widths).items():
        for where in column_addresses(columns):
            sheet.range(where).column_width = width
    for height, rows in _grouped(plan.heights).items():
        for where in row_addresses(rows):
            sheet.range(where).row_height = height
    for where in column_addresses(plan.hidden_columns):
        sheet.range(where).columns.hidden = True


def _grouped(sizes: Mapping[int, float]) -> dict[float, list[int]]:
    found: dict[float, list[int]] = {}
    for number, size in sizes.items():
        found.setdefault(size, []).append(number)
    return found


def _draw(sheet: xw.Sheet, chart: BarChart) -> None:
    at = sheet.range(str(Area(chart.row, chart.column, chart.row, chart.column)))
    drawn = sheet.charts.add(
        at.left,
        at.top,
        chart.width * _POINTS_PER_PIXEL,
        chart.height * _POINTS_PER_PIXEL,
        chart_type="column_clustered",
        source=sheet.range(str(chart.values)),
        plot_by="columns",
    )
    drawn.set_x_axis_values(sheet.range(str(chart.categories)))
    drawn.title = chart.title
    drawn.legend.visible = False
    drawn.series[0].fill_color = f"#{LINK_COLOR}"
