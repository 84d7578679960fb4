"""Builds the add-in and the demo workbook with macros, and what is generated in ``vba/``, from text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook

from invoicing_xl import __version__
from invoicing_xl.build import vba_ribbon, vba_sources, xlwings_module
from invoicing_xl.build.demo_functions import write_functions
from invoicing_xl.build.demo_workbook import write_demo
from invoicing_xl.build.package import Type, with_ribbon
from invoicing_xl.build.vba_project import vba_project
from invoicing_xl.surface.commands import TAB_LABEL

ADD_IN, DEMO = "workbooks/invoicing.xlam", "workbooks/demo.xlsm"
SETTINGS_SHEET = f"{xlwings_module.PROJECT}.conf"
_CALCULATED_BY = 191029
"""The reckoning of Excel 2019 and later. Excel computes files of older ones anew when it opens them."""
_CREATED = dt.datetime(2026, 6, 30, 17, 0)


@dataclass(frozen=True, slots=True)
class _Product:
    """A file with macros: its VBA project's name, its ribbon tab's label, and what writes its own sheets."""

    path: str
    project: str
    kind: Type
    label: str
    write_sheets: Callable[[Workbook], None]


def build(root: Path, progress: Callable[[str], None]) -> list[Path]:
    """Write everything below the checkout ``root``; the paths that were written.

    The same sources give the same bytes.
    """
    progress("Writing the generated VBA")
    written = [_write(root / "vba" / name, text.encode()) for name, text in vba_sources.generated().items()]
    for product in _PRODUCTS:
        progress(f"Building {product.path}")
        written.append(_write(root / product.path, _package(root, product)))
    return written


def _package(root: Path, product: _Product) -> bytes:
    """A workbook with the sheets, our settings sheet as the last one, all modules and the ribbon."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": "invoicing_xl", "created": _CREATED})
    # Results that were written stay until something changes, also where macros are not allowed to run.
    workbook.set_calc_mode("auto", _CALCULATED_BY)
    workbook.calc_on_load = False
    product.write_sheets(workbook)
    _write_settings(workbook)
    code_names = [f"Sheet{place}" for place, _ in enumerate(workbook.worksheets(), 1)]
    project = vba_project(product.project, vba_sources.modules(root / "vba", code_names))
    workbook.add_vba_project(io.BytesIO(project), is_stream=True)
    workbook.set_vba_name("ThisWorkbook")
    for sheet, name in zip(workbook.worksheets(), code_names, strict=True):
        sheet.set_vba_name(name)
    workbook.close()
    return with_ribbon(out.getvalue(), vba_ribbon.xml(product.label), product.kind)


def _write_nothing(workbook: Workbook) -> None:
    """The add-in has its settings sheet only."""


def _write_demo(workbook: Workbook) -> None:
    """The demo workbook, and every worksheet function on a sheet of its own."""
    write_functions(workbook, write_demo(workbook))


_PRODUCTS = (
    _Product(ADD_IN, "InvoicingXL", Type.ADD_IN, TAB_LABEL, _write_nothing),
    # Beside the add-in's tab it must be told apart.
    _Product(DEMO, "InvoicingDemo", Type.WORKBOOK, f"{TAB_LABEL} demo", _write_demo),
)


def _write_settings(workbook: Workbook) -> None:
    """Keys and values, all text. The interpreter is filled in where the add-in is installed."""
    settings: Sequence[tuple[str, str]] = (
        ("INTERPRETER_WIN", ""),
        ("VERSION", __version__),
        ("XLWINGS", xlwings_module.VERSION),
    )
    sheet = workbook.add_worksheet(SETTINGS_SHEET)
    text = workbook.add_format({"num_format": "@"})
    sheet.set_column("A:B", 30, text)
    for row, (key, value) in enumerate(settings):
        sheet.write_string(row, 0, key, text)
        sheet.write(row, 1, value, text)
    if len(workbook.worksheets()) > 1:
        sheet.hide()


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path
