"""Charts, as far as xlwings makes them: kind, data, title, legend, colors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from xlwings import base_classes

from invoicing_xl.calc import bridge, colors
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.drawings import Drawings, Shape
from invoicing_xl.calc.guard import guarded

if TYPE_CHECKING:
    from invoicing_xl.calc.ranges import Range

_OLE = "com.sun.star.drawing.OLE2Shape"
_CHART = "12dcae26-281f-416f-a234-c3086127382e"
"""What LibreOffice knows an embedded chart by."""

# xlwings' kind: LibreOffice's diagram, and what tells it from others of that diagram.
_KINDS: dict[str, tuple[str, dict[str, object]]] = {
    "column_clustered": ("BarDiagram", {"Vertical": False, "Stacked": False, "Percent": False}),
    "column_stacked": ("BarDiagram", {"Vertical": False, "Stacked": True, "Percent": False}),
    "column_stacked_100": ("BarDiagram", {"Vertical": False, "Percent": True}),
    "bar_clustered": ("BarDiagram", {"Vertical": True, "Stacked": False, "Percent": False}),
    "bar_stacked": ("BarDiagram", {"Vertical": True, "Stacked": True, "Percent": False}),
    "bar_stacked_100": ("BarDiagram", {"Vertical": True, "Percent": True}),
    "line": ("LineDiagram", {}),
    "area": ("AreaDiagram", {}),
    "pie": ("PieDiagram", {}),
    "doughnut": ("DonutDiagram", {}),
    "xy_scatter": ("XYDiagram", {}),
}

_SERIES_COLORS = {"fill_color": "FillColor", "line_color": "LineColor"}


@guarded
class Chart(Shape, base_classes.Chart):
    """``document`` is LibreOffice's chart inside the shape."""

    @property
    def document(self) -> UnoObject:
        return self._table_chart.EmbeddedObject

    @property
    def _table_chart(self) -> UnoObject:
        return self.sheet.uno.Charts.getByName(self.shape.PersistName)

    @property
    def api(self) -> tuple[UnoObject, UnoObject]:
        return self.shape, self.document

    @property
    def name(self) -> str:
        return str(self.shape.Name or self.shape.PersistName)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    @property
    def chart_type(self) -> str:
        diagram = self.document.Diagram
        for name, (kind, options) in _KINDS.items():
            if diagram.DiagramType == f"com.sun.star.chart.{kind}" and all(
                getattr(diagram, option) == value for option, value in options.items()
            ):
                return name
        return "combination"

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        if value not in _KINDS:
            raise NotImplementedError(f"chart type {value!r} in LibreOffice")
        kind, options = _KINDS[value]
        diagram = self.document.createInstance(f"com.sun.star.chart.{kind}")
        self.document.setDiagram(diagram)
        for option, setting in options.items():
            setattr(self.document.Diagram, option, setting)

    def set_source_data(self, source: Range, plot_by: str | None = None) -> None:
        """Headings are seen as Excel sees them: texts before numbers."""
        rows, columns = source.shape
        data = source.cells.uno.getDataArray()
        chart = self._table_chart
        chart.HasColumnHeaders = rows > 1 and isinstance(data[0][-1], str)
        chart.HasRowHeaders = columns > 1 and isinstance(data[-1][0], str)
        chart.setRanges((source.cells.uno.RangeAddress,))
        by_columns = plot_by == "columns" or (plot_by is None and rows >= columns)
        by = bridge.enum("chart.ChartDataRowSource", "COLUMNS" if by_columns else "ROWS")
        self.document.Diagram.DataRowSource = by

    def set_x_axis_values(self, values: Range) -> None:
        """What the categories are called."""
        sequence = self.document.getDataProvider().createDataSequenceByRangeRepresentation(
            values.cells.uno.AbsoluteName
        )
        sequence.Role = "categories"
        labeled = self.sheet.document.office.create("com.sun.star.chart2.data.LabeledDataSequence")
        labeled.setValues(sequence)
        for system in self.document.FirstDiagram.getCoordinateSystems():
            axis = system.getAxisByDimension(0, 0)
            scale = axis.getScaleData()
            scale.Categories = labeled
            axis.setScaleData(scale)

    @property
    def categories(self) -> str | None:
        """Where the categories' names stand, such as "$Sheet1.$A$2:$A$4"."""
        for system in self.document.FirstDiagram.getCoordinateSystems():
            found = system.getAxisByDimension(0, 0).getScaleData().Categories
            return str(found.Values.SourceRangeRepresentation) if found else None
        return None

    @property
    def title(self) -> str | None:
        return str(self.document.Title.String) if self.document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        self.document.HasMainTitle = value is not None
        if value is not None:
            self.document.Title.String = value

    @property
    def legend(self) -> Legend:
        return Legend(self.document)

    @property
    def series(self) -> SeriesCollection:
        return SeriesCollection(self.document)

    def delete(self) -> None:
        self.sheet.uno.Charts.removeByName(self.shape.PersistName)


@guarded
class Legend(base_classes.ChartLegend):
    def __init__(self, document: UnoObject) -> None:
        self._document = document

    @property
    def api(self) -> UnoObject:
        return self._document.Legend

    @property
    def visible(self) -> bool:
        return bool(self._document.HasLegend)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._document.HasLegend = bool(value)

    @property
    def position(self) -> str:
        return str(self._document.Legend.Alignment.value).lower()

    @position.setter
    def position(self, value: str) -> None:
        self._document.Legend.Alignment = bridge.enum("chart.ChartLegendPosition", value.upper())


@guarded
class Series(base_classes.ChartSeries):
    def __init__(self, document: UnoObject, number: int) -> None:
        self._document, self._number = document, number

    @property
    def api(self) -> UnoObject:
        """What the series looks like."""
        return self._document.Diagram.getDataRowProperties(self._number - 1)

    @property
    def values(self) -> str:
        """Where the series' values stand, such as "$Sheet1.$B$2:$B$4"."""
        return str(
            _series(self._document)[self._number - 1].getDataSequences()[0].Values.SourceRangeRepresentation
        )

    @property
    def fill_color(self) -> colors.RGB | None:
        return colors.to_rgb(self.api.FillColor)

    @fill_color.setter
    def fill_color(self, value: colors.RGB | str | int) -> None:
        self.set(fill_color=value)

    @property
    def line_color(self) -> colors.RGB | None:
        return colors.to_rgb(self.api.LineColor)

    @line_color.setter
    def line_color(self, value: colors.RGB | str | int) -> None:
        self.set(line_color=value)

    def set(self, **wanted: object) -> None:
        """xlwings hands over all of its properties: those that are not meant as a mark."""
        for name, value in wanted.items():
            if value is base_classes._UNSET:
                continue
            if name not in _SERIES_COLORS or not isinstance(value, str | tuple | int):
                raise NotImplementedError(f"{name} of a chart's series in LibreOffice")
            setattr(self.api, _SERIES_COLORS[name], colors.to_calc(value))


@guarded
class SeriesCollection(base_classes.ChartSeriesCollection):
    def __init__(self, document: UnoObject) -> None:
        self._document = document

    @property
    def api(self) -> UnoObject:
        return self._document.Diagram

    def __len__(self) -> int:
        return len(_series(self._document))

    def __iter__(self) -> Iterator[Series]:
        return (Series(self._document, number) for number in range(1, len(self) + 1))

    def __call__(self, number: int) -> Series:
        if not 0 < number <= len(self):
            raise KeyError(number)
        return Series(self._document, number)

    def __contains__(self, number: int) -> bool:
        return 0 < number <= len(self)


def _series(document: UnoObject) -> list[UnoObject]:
    return [
        series
        for system in document.FirstDiagram.getCoordinateSystems()
        for kind in system.getChartTypes()
        for series in kind.getDataSeries()
    ]


@guarded
class Charts(Drawings[Chart], base_classes.Charts):
    kind = Chart
    types = frozenset({_OLE})

    def __iter__(self) -> Iterator[Chart]:
        return (chart for chart in super().__iter__() if str(chart.shape.CLSID).lower() == _CHART)

    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Range | None = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: UnoObject = None,
        style: int | None = None,
    ) -> Chart:
        charts = self.sheet.uno.Charts
        # No two charts of a workbook share a name, neither what it is stored under nor what is shown.
        others = [chart for sheet in self.sheet.book.sheets for chart in sheet.charts]
        taken = {name for chart in others for name in (chart.name, chart.shape.PersistName)}
        key = next(key for key in map("Chart {}".format, count(1)) if key not in taken)
        # A chart that is made without data never asks the sheet for any.
        data = source.cells.uno if source else self.sheet.uno.getCellByPosition(0, 0)
        charts.addNewByName(key, bridge.struct("awt.Rectangle"), (data.RangeAddress,), False, False)
        made = next(chart for chart in self if chart.shape.PersistName == key)
        made.left, made.top = (anchor.left, anchor.top) if anchor else (left, top)
        made.width, made.height = width, height
        if name:
            made.name = name
        if chart_type:
            made.chart_type = chart_type
        if source is not None:
            made.set_source_data(source, plot_by)
        return made
