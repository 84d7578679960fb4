"""The mark of a sheet of ours: a hidden name on the sheet, with a fingerprint of what we wrote.

The mark is a defined name of the sheet's own whose value is a text constant; Excel keeps it through
every edit and save, and shows it nowhere. It is never read from the sheet's title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast, get_args

import numpy as np
import pyarrow as pa

from invoicing_xl.model.cells import Kind, column_letters, column_number
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import STATE_KINDS, SheetKind, SheetPlan

NAME = "_ixl"
MAX_MARK = 255  # Excel's limit for a text constant in a formula

_OTHER_SHEET = re.compile(
    r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?", re.I
)


@dataclass(frozen=True, slots=True)
class Mark:
    """``inputs`` are the columns the clerk may fill in; ``digest`` is of everything else."""

    kind: SheetKind
    key: str
    inputs: frozenset[int]
    digest: str

    @classmethod
    def of(cls, plan: SheetPlan, grid: Grid) -> Mark:
        """The mark of a plan's sheet; ``grid`` is the plan as it will be read back."""
        mark = cls(plan.kind, plan.key, plan.inputs, digest(plan.kind, plan.inputs, grid))
        if len(mark.constant()) - 2 > MAX_MARK:
            raise ValueError(f"the key of {plan.title!r} is too long: {plan.key!r}")
        return mark

    @classmethod
    def parse(cls, constant: str) -> Mark | None:
        """The mark in the formula of a defined name; None where that is none of ours."""
        if not (len(constant) >= 2 and constant.startswith('"') and constant.endswith('"')):
            return None
        kind, *rest = constant[1:-1].replace('""', '"').split("|", 3)
        if kind not in get_args(SheetKind) or len(rest) != 3:
            return None
        inputs, digested, key = rest
        try:
            columns = frozenset(column_number(letters) for letters in inputs.split(",") if letters)
        except ValueError:
            return None
        return cls(cast(SheetKind, kind), key, columns, digested)

    def constant(self) -> str:
        """The mark as the formula of a defined name: a text constant in quotes."""
        inputs = ",".join(column_letters(column) for column in sorted(self.inputs))
        text = f"{self.kind}|{inputs}|{self.digest}|{self.key}"
        return '"' + text.replace('"', '""') + '"'

    def edited(self, grid: Grid) -> bool:
        """Whether the sheet, as it is now, is no longer the one we wrote."""
        return digest(self.kind, self.inputs, grid) != self.digest


def digest(kind: SheetKind, inputs: frozenset[int], grid: Grid) -> str:
    """A fingerprint of a sheet's values and formulas, 16 hexadecimal digits.

    It stays the same when formulas get new results, when rows are sorted (nothing is lost when a sorted
    sheet is replaced), and when what a formula refers to on another sheet moves or is renamed.
    """
    numbers = [column for column in sorted(grid.columns) if column not in inputs]
    total = 0
    for row in zip(*(_values(grid, column) for column in numbers), strict=True):
        filled = [(column, value) for column, value in zip(numbers, row, strict=True) if value is not None]
        if filled:
            total += int.from_bytes(_hash(repr(filled)))
    # A report that was renamed, or copied within Excel (a copy carries the mark along), is one that the
    # clerk wants to keep. What holds state stays what it is under another name.
    name = "" if kind in STATE_KINDS else grid.sheet
    return _hash(f"{name}|{total}").hex()


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _values(grid: Grid, column: int) -> Sequence[object]:
    """A column's cells: None, a float, a bool, a text, an error in a tuple, or a formula in one."""
    cells = grid.columns[column]
    values = np.full(len(cells.kinds), None, dtype=object)
    numbers, texts = cells.kinds == Kind.NUMBER, cells.kinds == Kind.TEXT
    values[numbers] = cells.numbers[numbers] + 0.0  # no negative zero
    values[texts] = grid.pool.take(pa.array(cells.texts[texts])).to_numpy(zero_copy_only=False)
    for index in np.flatnonzero(cells.kinds == Kind.BOOLEAN):
        values[index] = bool(cells.numbers[index])
    for index in np.flatnonzero(cells.kinds == Kind.ERROR):
        values[index] = ("error", str(grid.value(int(index) + 1, column)))
    for index in np.flatnonzero(cells.formulas >= 0):
        values[index] = ("formula", _canonical(grid.formula(int(index) + 1, column) or ""))
    return cast(Sequence[object], values.tolist())


def _canonical(formula: str) -> str:
    return _OTHER_SHEET.sub("!", formula).replace(" ", "").upper()
