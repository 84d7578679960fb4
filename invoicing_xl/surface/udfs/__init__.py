"""The worksheet functions. Whole ranges in, whole ranges out, and nothing but their arguments counts:
no function reads the clock, the settings or another sheet. Dates are serials of the 1900 system, in and out
(the VBA refuses ranges of a workbook that counts from 1904);
amounts go out as the doubles nearest to them.

Excel's VBA calls them by name on this module.
"""

from invoicing_xl.surface.udfs.about import inv_rule, inv_version
from invoicing_xl.surface.udfs.accounts import inv_aging, inv_balance, inv_open_items, inv_statement
from invoicing_xl.surface.udfs.amounts import inv_number, inv_round, inv_tax, inv_words
from invoicing_xl.surface.udfs.checking import inv_check, inv_duplicates, inv_findings
from invoicing_xl.surface.udfs.dates import (
    inv_bucket,
    inv_date,
    inv_days_past_due,
    inv_discount,
    inv_due_date,
)
from invoicing_xl.surface.udfs.parties import (
    inv_gaps,
    inv_iban,
    inv_match_customer,
    inv_next_number,
    inv_tax_id,
)

__all__ = [
    "inv_aging",
    "inv_balance",
    "inv_bucket",
    "inv_check",
    "inv_date",
    "inv_days_past_due",
    "inv_discount",
    "inv_due_date",
    "inv_duplicates",
    "inv_findings",
    "inv_gaps",
    "inv_iban",
    "inv_match_customer",
    "inv_next_number",
    "inv_number",
    "inv_open_items",
    "inv_round",
    "inv_rule",
    "inv_statement",
    "inv_tax",
    "inv_tax_id",
    "inv_version",
    "inv_words",
]
