"""What is around the cells of sheet plans, as a workbook written by XlsxWriter for ``graft`` to bring over.

Columns, merged cells, links, validations, conditional formats, filters, charts and print set-up; the cells
themselves are written by ``sheetdata``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from invoicing_xl.model.cells import Area, CellValue
from invoicing_xl.model.plans import BarChart, Choice, Highlight, PrintSetup, SheetPlan
from invoicing_xl.workbook.opc.looks import LINK_COLOR
from invoicing_xl.workbook.opc.sheetdata import followed_links

MAX_CHOICES = 255
MAX_HEADER = 255

_LOOKS_LIKE_REFERENCE = re.compile(r"!(?=\$?[A-Z]+\$?\d)")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def render(sheets: Iterable[tuple[str, SheetPlan]]) -> bytes:
    """The bytes of a workbook with a sheet for each (name, plan), complete but for its cells.

    Names must be legal and unique already. ValueError where a plan cannot stand on a sheet: that is a
    defect of ours.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, plan in sheets:
            _write_sheet(book, book.add_worksheet(name), name, plan)
    return target.getvalue()


def _write_sheet(book: Workbook, sheet: Worksheet, name: str, plan: SheetPlan) -> None:
    if not plan.gridlines:
        sheet.hide_gridlines(2)
    if plan.tab_color:
        sheet.set_tab_color(f"#{plan.tab_color}")
    if plan.freeze:
        sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
    for column in sorted({*plan.widths, *plan.hidden_columns}):
        hidden = {"hidden": column in plan.hidden_columns}
        _done(sheet.set_column(column - 1, column - 1, plan.widths.get(column), None, hidden), plan)
    for area in plan.merged:
        _done(sheet.merge_range(*_corners(area), ""), plan)
    if plan.filter:
        _done(sheet.autofilter(*_corners(plan.filter)), plan)
    _link(sheet, plan)
    for choice in plan.choices:
        _validate(sheet, plan, choice)
    for highlight in plan.highlights:
        _highlight(book, sheet, plan, highlight)
    for chart in plan.charts:
        _insert_chart(book, sheet, name, plan, chart)
    _set_up_printing(sheet, plan, plan.printing)


def _link(sheet: Worksheet, plan: SheetPlan) -> None:
    followed = followed_links(plan)
    for cell in plan.cells if followed else ():
        if (cell.row, cell.column) in followed:
            # LibreOffice shows the link's text instead of the cell's.
            shown = _printable(cell.value) if isinstance(cell.value, str) else cell.link
            _done(sheet.write_url(cell.row - 1, cell.column - 1, f"internal:{cell.link}", string=shown), plan)


def _validate(sheet: Worksheet, plan: SheetPlan, choice: Choice) -> None:
    source = _list_source(choice)
    _done(sheet.data_validation(*_corners(choice.area), {"validate": "list", "source": source}), plan)


def _list_source(choice: Choice) -> str | list[str]:
    if choice.source:
        return f"={xl_range_abs(*_corners(choice.source))}"
    if any("," in value for value in choice.values) or len(",".join(choice.values)) > MAX_CHOICES:
        raise ValueError(f"no list validation can hold {choice.values}")
    return [_printable(value.replace('"', '""')) for value in choice.values]


def _highlight(book: Workbook, sheet: Worksheet, plan: SheetPlan, highlight: Highlight) -> None:
    properties = {"bg_color": f"#{highlight.fill}"} if highlight.fill else {}
    if highlight.color:
        properties["font_color"] = f"#{highlight.color}"
    rule = {"type": "formula", "criteria": highlight.formula, "format": book.add_format(properties)}
    _done(sheet.conditional_format(*_corners(highlight.area), rule), plan)


def _insert_chart(book: Workbook, sheet: Worksheet, name: str, plan: SheetPlan, chart: BarChart) -> None:
    drawn = book.add_chart({"type": "column"})
    drawn.add_series(
        {
            "categories": [name, *_corners(chart.categories)],
            "values": [name, *_corners(chart.values)],
            "categories_data": _values(plan, chart.categories),
            "values_data": _values(plan, chart.values),
            "fill": {"color": f"#{LINK_COLOR}"},
            "gap": 60,
        }
    )
    # A title such as "Yahoo!A1" would become a reference.
    title = _LOOKS_LIKE_REFERENCE.sub("! ", _printable(chart.title))
    drawn.set_title({"name": title, "name_font": {"size": 11}})
    drawn.set_legend({"none": True})
    # What is not said means one thing to Excel 2007 and another to programs that follow the standard.
    ticks = {"major_tick_mark": "none", "minor_tick_mark": "none"}
    drawn.set_x_axis(ticks)
    gridlines = {"visible": True, "line": {"color": "#D9DEE3"}}
    drawn.set_y_axis({**ticks, "num_format": "#,##0", "major_gridlines": gridlines})
    drawn.set_size({"width": chart.width, "height": chart.height})
    _done(sheet.insert_chart(chart.row - 1, chart.column - 1, drawn, {"object_position": 2}), plan)


def _values(plan: SheetPlan, area: Area) -> list[CellValue]:
    """The values of an area, row by row: a chart shows them before anything is calculated."""
    values = {
        (cell.row, cell.column): cell.value for cell in plan.cells if area.contains(cell.row, cell.column)
    }
    found = [
        values.get((row, column), "")
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]
    return [_printable(value) if isinstance(value, str) else value for value in found]


def _set_up_printing(sheet: Worksheet, plan: SheetPlan, printing: PrintSetup) -> None:
    if max(len(printing.header), len(printing.footer)) > MAX_HEADER:
        raise ValueError(f"{plan.title}: a page header or footer holds at most {MAX_HEADER} characters")
    sheet.set_paper({"Letter": 1, "A4": 9}[printing.paper])
    if printing.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if printing.area:
        _done(sheet.print_area(*_corners(printing.area)), plan)
    if printing.repeat_rows:
        sheet.repeat_rows(printing.repeat_rows[0] - 1, printing.repeat_rows[1] - 1)
    if printing.header:
        sheet.set_header(_printable(printing.header))
    if printing.footer:
        sheet.set_footer(_printable(printing.footer))


def _printable(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _corners(area: Area) -> Sequence[int]:
    return (area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1)


def _done(status: int | None, plan: SheetPlan) -> None:
    """XlsxWriter tells what it left out by a status below 0 only."""
    if status:
        raise ValueError(f"the sheet {plan.title!r} cannot hold what is planned (status {status})")
