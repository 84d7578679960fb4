"""Builds the add-in and the demo workbook with macros, and what is generated in ``vba/``, from text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from invoicing_xl import __version__
from invoicing_xl.build import vba_sources, xlwings_module
from invoicing_xl.build.demo_functions import write_functions
from invoicing_xl.build.demo_workbook import write_demo
from invoicing_xl.build.package import Type, with_ribbon
from invoicing_xl.build.vba_project import vba_project

ADD_IN, DEMO = "workbooks/invoicing.xlam", "workbooks/demo.xlsm"
SETTINGS_SHEET = f"{xlwings_module.PROJECT}.conf"
_CALCULATED_BY = 191029
"""The reckoning of Excel 2019 and later. Excel computes files of older ones anew when it opens them."""
_CREATED = dt.datetime(2026, 6, 30, 17, 0)


def build(root: Path, progress: Callable[[str], None]) -> list[Path]:
    """Write everything below the checkout ``root``; the paths that were written.

    The same sources give the same bytes.
    """
    progress("Writing the generated VBA")
    written = [_write(root / "vba" / name, text.encode()) for name, text in vba_sources.generated().items()]
    progress("Building the add-in")
    written.append(_write(root / ADD_IN, _package(root, "InvoicingXL", Type.ADD_IN, _no_sheets)))
    progress("Building the demo workbook")
    written.append(_write(root / DEMO, _package(root, "InvoicingDemo", Type.WORKBOOK, _demo_sheets)))
    return written


def _package(root: Path, project: str, kind: Type, write_sheets: Callable[[Workbook], object]) -> bytes:
    """A workbook with the sheets, our settings sheet as the last one, all modules and the ribbon."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": "invoicing_xl", "created": _CREATED})
    # Results that were written stay until something changes, also where macros are not allowed to run.
    workbook.set_calc_mode("auto", _CALCULATED_BY)
    workbook.calc_on_load = False
    write_sheets(workbook)
    settings = _settings(workbook)
    if kind is Type.WORKBOOK:
        settings.hide()
    code_names = [f"Sheet{place}" for place, _ in enumerate(workbook.worksheets(), 1)]
    project_bytes = vba_project(project, vba_sources.modules(root / "vba", code_names))
    workbook.add_vba_project(io.BytesIO(project_bytes), is_stream=True)
    workbook.set_vba_name("ThisWorkbook")
    for sheet, name in zip(workbook.worksheets(), code_names, strict=True):
        sheet.set_vba_name(name)
    workbook.close()
    return with_ribbon(out.getvalue(), vba_sources.generated()["customUI14.xml"], kind)


def _demo_sheets(workbook: Workbook) -> None:
    """The demo workbook, and every worksheet function on a sheet of its own."""
    write_functions(workbook, write_demo(workbook))


def _no_sheets(workbook: Workbook) -> None:
    """The add-in has its settings sheet only."""


def _settings(workbook: Workbook) -> Worksheet:
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
    return sheet


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path
