"""What a fake Excel holds: sheets of cells, with everything on them that tests look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from invoicing_xl.model.cells import Area

Place = tuple[int, int]
Value = None | bool | float | int | str
"""As ``Value2`` has it: numbers are floats, error values whole numbers."""


@dataclass
class FakeCell:
    """A cell. ``looks`` holds what is set of font, fill, borders and alignment, by name; ``array`` is the
    address of the array formula that it belongs to."""

    value: Value = None
    formula: str | None = None
    number_format: str = "General"
    prefix: bool = False
    locked: bool = True
    array: str = ""
    looks: dict[str, Any] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        return self.value is not None or self.formula is not None

    def told(self) -> tuple[Any, ...]:
        """All that counts when two cells are compared; the apostrophe before a text does not."""
        looks = {name: value for name, value in self.looks.items() if value is not None}
        return self.value, self.formula, self.number_format, self.locked, tuple(sorted(looks.items()))


@dataclass
class FakeTable:
    name: str
    area: Area
    headed: bool = True
    totals: bool = False
    filtered: bool = False


@dataclass
class FakeSheet:
    """A sheet. ``hidden`` are rows hidden by hand or by the filter; ``filter`` its area."""

    name: str
    kind: str = "worksheet"
    visible: int = -1
    protected: bool = False
    cells: dict[Place, FakeCell] = field(default_factory=dict)
    tables: list[FakeTable] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    pivots: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filter: Area | None = None
    filter_mode: bool = False
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    validations: list[tuple[str, str]] = field(default_factory=list)
    conditions: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    links: dict[Place, str] = field(default_factory=dict)
    charts: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    panes: tuple[int, int] | None = None
    gridlines: bool = True
    tab: int | None = None
    page: dict[str, Any] = field(default_factory=dict)

    def cell(self, place: Place) -> FakeCell:
        return self.cells.setdefault(place, FakeCell())

    def at(self, place: Place) -> FakeCell:
        return self.cells.get(place, FakeCell())

    def told(self) -> dict[str, Any]:
        """A view of all that counts when two states of a workbook are compared: without panes, the tab's
        colour, and cells in which nothing is set."""
        cells = {place: cell.told() for place, cell in self.cells.items() if cell.told() != FakeCell().told()}
        told = {name: value for name, value in vars(self).items() if name not in ("cells", "panes", "tab")}
        return {**told, "cells": cells, "merged": sorted(map(str, self.merged))}
