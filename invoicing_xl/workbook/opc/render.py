"""Sheet plans as a workbook of their own, written by XlsxWriter, for ``graft`` to bring over.

XlsxWriter tries to be helpful with what looks like a link, a formula or rich text. Text of a plan is
text: it goes in under an escape of ours that XlsxWriter leaves alone, and ``finished`` turns it into
Excel's own (``_x000B_``) in the parts that come out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from invoicing_xl.model.cells import Area, CellValue, ErrorValue
from invoicing_xl.model.plans import BarChart, Choice, Highlight, Look, PlanCell, PrintSetup, SheetPlan

MAX_TEXT = 32_767
MAX_FORMULA = 8_192
MAX_CHOICES = 255
MAX_HEADER = 255
MAX_LINKS = 65_530
LINK_COLOR = "0B57A4"

# Two code points that Unicode promises never to give a meaning, so no clerk's text holds them.
_ESCAPE = "\U0010fffe"
_ABSENT = "\U0010ffff"
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|^<(?=r>)")
_LOOKS_LIKE_REFERENCE = re.compile(r"!(?=\$?[A-Z]+\$?\d)")

_ESCAPE_BYTES, _ABSENT_BYTES = _ESCAPE.encode(), _ABSENT.encode()
_ESCAPED_BYTES = re.compile(_ESCAPE_BYTES + b"([0-9A-F]{4})" + _ESCAPE_BYTES)
_LESS_THAN = b"&lt;"
_ERROR_CELL = re.compile(b' t="(?:e|str)"><f>' + _ABSENT_BYTES + b"</f>")


def render(sheets: Iterable[tuple[str, SheetPlan]]) -> bytes:
    """The bytes of a workbook with a sheet for each (name, plan); ``finished`` completes its parts.

    Names must be legal and unique already. ValueError where a plan cannot stand on a sheet: that is a
    defect of ours, such as a text of more than 32,767 characters.
    """
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        looks = _Formats(book)
        for name, plan in sheets:
            _write_sheet(book, book.add_worksheet(name), name, plan, looks)
    if "xl/metadata.xml" in ZipFile(target).namelist():
        raise ValueError("a formula became a dynamic array, which no plan can hold")
    return target.getvalue()


def finished(part: bytes) -> bytes:
    """A part of a rendered workbook with our escapes turned into Excel's."""
    if _ABSENT_BYTES in part:
        part = _ERROR_CELL.sub(b' t="e">', part).replace(_ABSENT_BYTES, b"")
    if _ESCAPE_BYTES in part:
        part = _ESCAPED_BYTES.sub(
            lambda found: _LESS_THAN if found[1] == b"003C" else b"_x%s_" % found[1], part
        )
    return part


def _write_sheet(book: Workbook, sheet: Worksheet, name: str, plan: SheetPlan, looks: _Formats) -> None:
    if not plan.gridlines:
        sheet.hide_gridlines(2)
    if plan.tab_color:
        sheet.set_tab_color(f"#{plan.tab_color}")
    if plan.freeze:
        sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
    for column in sorted({*plan.widths, *plan.hidden_columns}):
        hidden = {"hidden": column in plan.hidden_columns}
        _done(sheet.set_column(column - 1, column - 1, plan.widths.get(column), None, hidden), plan)
    for row, height in plan.heights.items():
        _done(sheet.set_row(row - 1, height), plan)
    _merge(sheet, plan, looks)
    _write_cells(sheet, plan, looks)
    if plan.filter:
        _done(sheet.autofilter(*_corners(plan.filter)), plan)
    for choice in plan.choices:
        _validate(sheet, plan, choice)
    for highlight in plan.highlights:
        _highlight(book, sheet, plan, highlight)
    for chart in plan.charts:
        _insert_chart(book, sheet, name, plan, chart)
    _set_up_printing(sheet, plan, plan.printing)


class _Formats:
    """XlsxWriter formats of looks; a plan repeats the same few look objects over all its cells."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._by_identity: dict[tuple[int, bool], tuple[Look, Format]] = {}
        self._by_look: dict[tuple[Look, bool], Format] = {}

    def of(self, look: Look, *, link: bool = False) -> Format:
        # Hashing a look costs more than writing its cell; holding the look keeps its id from being reused.
        known = self._by_identity.get((id(look), link))
        if known is None:
            made = self._by_look.get((look, link)) or self._book.add_format(_properties(look, link))
            self._by_look[look, link] = made
            known = self._by_identity[id(look), link] = (look, made)
        return known[1]


def _properties(look: Look, link: bool) -> dict[str, object]:
    color = look.color or (LINK_COLOR if link else "")
    properties: dict[str, object] = {
        "font_size": look.size,
        "bold": look.bold,
        "italic": look.italic,
        "underline": 1 if link else 0,
        "num_format": look.number_format,
        "text_wrap": look.wrap,
        "indent": look.indent,
        "locked": look.locked,
    }
    if color:
        properties["font_color"] = f"#{color}"
    if look.fill:
        properties["bg_color"] = f"#{look.fill}"
    if look.align:
        properties["align"] = look.align
    if look.valign:
        properties["valign"] = {"top": "top", "center": "vcenter"}[look.valign]
    for border in look.borders:
        side = border.removeprefix("double ")
        properties[side] = 6 if border == "double bottom" else properties.get(side, 1)
        properties[f"{side}_color"] = f"#{look.border_color}"
    return properties


def _merge(sheet: Worksheet, plan: SheetPlan, looks: _Formats) -> None:
    if not plan.merged:
        return
    firsts = {(area.first_row, area.first_column) for area in plan.merged}
    look_at = {(cell.row, cell.column): cell.look for cell in plan.cells if (cell.row, cell.column) in firsts}
    for area in plan.merged:
        # All cells of the area take the first one's look, so that fill and borders reach its edges.
        look = look_at.get((area.first_row, area.first_column), Look())
        _done(sheet.merge_range(*_corners(area), "", looks.of(look)), plan)


def _write_cells(sheet: Worksheet, plan: SheetPlan, looks: _Formats) -> None:
    links = 0
    for cell in plan.cells:
        row, column = cell.row - 1, cell.column - 1
        linked = bool(cell.link) and links < MAX_LINKS
        form = looks.of(cell.look, link=linked)
        if linked:
            links += 1
            shown = _escape(cell.value) if isinstance(cell.value, str) else cell.link
            _done(sheet.write_url(row, column, f"internal:{cell.link}", form, shown), plan, cell)
        _done(_write_value(sheet, row, column, cell, form), plan, cell)


def _write_value(sheet: Worksheet, row: int, column: int, cell: PlanCell, form: Format) -> int:
    value = cell.value
    if cell.formula is not None:
        return _write_formula(sheet, row, column, cell.formula, value, form)
    if value is None or value == "":
        return int(sheet.write_blank(row, column, None, form))
    if isinstance(value, str):
        return int(sheet.write_string(row, column, _escape(value), form))
    if isinstance(value, bool):
        return int(sheet.write_boolean(row, column, value, form))
    if isinstance(value, ErrorValue):
        # XlsxWriter has no error constants: ``finished`` takes this formula away and leaves its result.
        return int(sheet.write_formula(row, column, f"={_ABSENT}", form, value.code))
    if not math.isfinite(value):
        raise ValueError(f"no number for a cell: {value}")
    return int(sheet.write_number(row, column, value, form))


def _write_formula(
    sheet: Worksheet, row: int, column: int, formula: str, value: CellValue, form: Format
) -> int:
    if not formula.startswith("=") or formula.endswith("}") or len(formula) > MAX_FORMULA:
        raise ValueError(f"not a formula: {formula[:80]!r}")
    if isinstance(value, ErrorValue):
        result: object = value.code
    elif isinstance(value, str) or value is None:
        result = _escape(value) if value else _ABSENT
    else:
        result = value
    return int(sheet.write_formula(row, column, formula, form, result))


def _escape(text: str) -> str:
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        raise ValueError(f"a cell holds at most {MAX_TEXT} characters, not {len(text)}: {text[:40]!r}...")
    return _ESCAPED.sub(lambda match: f"{_ESCAPE}{ord(match[0]):04X}{_ESCAPE}", text)


def _validate(sheet: Worksheet, plan: SheetPlan, choice: Choice) -> None:
    if any("," in value for value in choice.values) or len(",".join(choice.values)) > MAX_CHOICES:
        raise ValueError(f"no list validation can hold {choice.values}")
    values = [_escape(value.replace('"', '""')) for value in choice.values]
    _done(sheet.data_validation(*_corners(choice.area), {"validate": "list", "source": values}), plan)


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
            "fill": {"color": f"#{LINK_COLOR}"},
            "gap": 60,
        }
    )
    # A title such as "Yahoo!A1" would become a reference.
    drawn.set_title({"name": _LOOKS_LIKE_REFERENCE.sub("! ", chart.title), "name_font": {"size": 11}})
    drawn.set_legend({"none": True})
    # What is not said means one thing to Excel 2007 and another to programs that follow the standard.
    ticks = {"major_tick_mark": "none", "minor_tick_mark": "none"}
    drawn.set_x_axis(ticks)
    drawn.set_y_axis({**ticks, "major_gridlines": {"visible": True, "line": {"color": "#D9DEE3"}}})
    drawn.set_size({"width": chart.width, "height": chart.height})
    _done(sheet.insert_chart(chart.row - 1, chart.column - 1, drawn, {"object_position": 2}), plan)


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
        sheet.set_header(_escape(printing.header))
    if printing.footer:
        sheet.set_footer(_escape(printing.footer))


def _corners(area: Area) -> Sequence[int]:
    return (area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1)


def _done(status: int | None, plan: SheetPlan, cell: PlanCell | None = None) -> None:
    """XlsxWriter tells what it left out by a status below 0 only."""
    if status:
        where = f" at row {cell.row}, column {cell.column}" if cell else ""
        raise ValueError(f"the sheet {plan.title!r} cannot hold what is planned{where} (status {status})")
