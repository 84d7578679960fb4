"""What a rule means, and which version answers."""

from __future__ import annotations

from typing import Annotated

from invoicing_xl import __version__
from invoicing_xl.surface.answers import Answer
from invoicing_xl.surface.cellwise import Cellwise
from invoicing_xl.surface.functions import function
from invoicing_xl.tasks.rules import rule_list
from invoicing_xl.workbook.excel_values import Cells


@function
def inv_rule(code: Annotated[Cells, "Code of a rule as findings show it, such as AMT-04"]) -> Answer:
    """What a rule of the check means: what counts as a mistake, and why it matters.
    An unknown code gives #N/A."""
    each = Cellwise(code)
    pages = {
        rule.code: " ".join([f"{rule.title}:", rule.summary, *(text for _, text in rule.sections)])
        for rule in rule_list()
    }
    return each.looked_up(0, lambda text: pages.get(text.strip().upper()), otherwise="#N/A")


@function
def inv_version() -> Answer:
    """The version of the program behind the add-in."""
    return [[__version__]]
