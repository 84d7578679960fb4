"""The small objects of a fake Excel: collections, charts, names, and what only holds what is put into it."""

# ruff: noqa: N802, N803

from __future__ import annotations

from typing import Any

from tests.workbook.live.fake_excel.com import Com, Wire
from tests.workbook.live.fake_excel.store import FakeSheet

_NONE = -4142


class Holder(Com):
    """An object that holds what is put into it."""

    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.held = held


class Listed(Com):
    def __init__(self, wire: Wire, things: list[Any]) -> None:
        super().__init__(wire)
        self.things = things

    @property
    def Count(self) -> int:
        return len(self.things)

    def items(self) -> list[Any]:
        return self.things

    def item(self, key: int) -> Any:
        return self.things[key - 1]

    def Item(self, key: int) -> Any:
        return self.item(key)


class Names(Com):
    def __init__(self, wire: Wire, state: FakeSheet) -> None:
        super().__init__(wire)
        self.state = state

    def Add(self, Name: str, RefersTo: str, Visible: bool) -> None:
        assert RefersTo.startswith('="') and not Visible
        self.state.names[Name] = RefersTo[2:-1].replace('""', '"')


class TabColor(Com):
    def __init__(self, wire: Wire, state: FakeSheet) -> None:
        super().__init__(wire)
        self.state = state

    @property
    def Color(self) -> int | None:
        return self.state.tab

    @Color.setter
    def Color(self, color: int) -> None:
        self.state.tab = color

    @property
    def ColorIndex(self) -> int:
        return _NONE

    @ColorIndex.setter
    def ColorIndex(self, index: int) -> None:
        self.state.tab = None


class ChartObjects(Com):
    def __init__(self, wire: Wire, charts: list[dict[str, Any]]) -> None:
        super().__init__(wire)
        self.charts = charts

    @property
    def Count(self) -> int:
        return len(self.charts)

    def Delete(self) -> None:
        self.charts.clear()

    def Add(self, left: float, top: float, width: float, height: float) -> Holder:
        held: dict[str, Any] = {"ChartType": 51, "ChartStyle": 2, "HasTitle": False, "HasLegend": True}
        self.charts.append(held)
        return Holder(self.wire, {"Chart": Chart(self.wire, held), "Name": "Chart 1"})


class Chart(Com):
    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.held = held

    def SetSourceData(self, cells: Any, plot: int) -> None:
        self.held["source"] = str(cells.areas[0])

    @property
    def ChartTitle(self) -> Holder:
        title = self.held.setdefault("title", {"Text": ""})
        return Holder(self.wire, title)

    def SeriesCollection(self) -> Listed:
        series = self.held.setdefault("series", {"XValues": None})
        return Listed(self.wire, [Series(self.wire, series)])


class Series(Com):
    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.kept = held

    @property
    def XValues(self) -> None:
        return None

    @XValues.setter
    def XValues(self, cells: Any) -> None:
        self.kept["XValues"] = str(cells.areas[0])

    @property
    def Format(self) -> Holder:
        return Holder(self.wire, {"Fill": Fill(self.wire, self.kept)})


class Fill(Com):
    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.kept = held
        self.held = {"Visible": True}

    def Solid(self) -> None:
        pass

    @property
    def ForeColor(self) -> Holder:
        return Holder(self.wire, self.kept.setdefault("fill", {"RGB": 0}))
