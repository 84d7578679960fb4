"""Findings that are right as they are: a reason on *Findings*, kept on *Invoicing setup*."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from invoicing_xl.corrections.listed import read_accepted
from invoicing_xl.layout.setup_sheet import setup_plan
from invoicing_xl.tasks.understand import Understanding, sheet_of_kind
from invoicing_xl.workbook.port import Workbook


def accepted_on_findings(book: Workbook) -> dict[str, str]:
    """What the clerk gave a reason for on *Findings*; nothing where there is no such sheet."""
    sheet = sheet_of_kind(book, "findings")
    return {} if sheet is None else read_accepted(book.read(sheet.name))


def with_accepted(understanding: Understanding, accepted: Mapping[str, str]) -> Understanding:
    """The same with these findings among the accepted ones."""
    settings = understanding.settings
    return replace(understanding, settings=replace(settings, accepted={**settings.accepted, **accepted}))


def keep_accepted(book: Workbook, understanding: Understanding) -> None:
    """Put *Invoicing setup* with the findings that are accepted, all else as it is."""
    book.put(setup_plan(understanding.sight, understanding.settings, understanding.overrides))
