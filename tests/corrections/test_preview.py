"""The sheet *Findings*: that what stands on it can be read."""

from invoicing_xl.corrections.preview import Heading, findings_plan
from invoicing_xl.model.findings import Finding, Severity


def test_a_long_sheet_name_is_shown_in_full() -> None:
    sheet = "Rechnungen und Gutschriften 26"
    finding = Finding(Severity.WARN, sheet, 1048576, 12, "Brutto", "", "", "It is wrong.", "1")
    plan = findings_plan([finding], [], Heading("book.xlsx", "2026-04-30", []), {})
    [place] = [cell for cell in plan.cells if cell.value == f"{sheet}!L1048576"]
    assert plan.widths[place.column] > len(f"{sheet}!L1048576")
