"""The worksheet functions. Whole ranges in, whole ranges out, and nothing but their arguments counts:
no function reads the clock, the settings or another sheet.

Excel's VBA calls them by name on this module.
"""

from invoicing_xl.surface.udfs.about import inv_version
from invoicing_xl.surface.udfs.amounts import inv_round
from invoicing_xl.surface.udfs.dates import inv_due_date

__all__ = ["inv_due_date", "inv_round", "inv_version"]
