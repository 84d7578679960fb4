"""Puts the add-in into the clerk's own Excel, says what is wrong with it, and takes it out again.

Nothing here needs an administrator: files go into the clerk's own folders, and the one entry in the registry
into the clerk's own list of add-ins. Trusted locations and macro settings are never touched.
"""

from __future__ import annotations

import sys

from invoicing_xl.surface.installation.machine import Machine
from invoicing_xl.surface.installation.windows import WindowsMachine


def this_machine() -> Machine | None:
    """The computer this runs on; None where it is no Windows."""
    return WindowsMachine() if sys.platform == "win32" else None
