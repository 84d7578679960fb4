"""What a rule means, and which version answers."""

from __future__ import annotations

from invoicing_xl import __version__
from invoicing_xl.surface.answers import Answer
from invoicing_xl.surface.functions import function


@function
def inv_version() -> Answer:
    """The version of the program behind the add-in."""
    return [[__version__]]
