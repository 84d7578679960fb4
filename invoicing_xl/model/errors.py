"""The one exception whose text a clerk reads, and the one after which a workbook is not to be trusted."""


class ClerkMessage(Exception):
    """Something the clerk can mend: where it is, what is wrong, what to do next.

    Everything else that is raised is a defect of ours. Nothing has been changed when this is raised.
    """

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(" ".join(part for part in (f"{where}:" if where else "", what, next_step) if part))


class NotRestored(Exception):
    """A workbook could not be put back as it was after something failed; the failure is the cause."""
