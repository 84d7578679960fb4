"""The mark of a sheet of ours: a hidden name on the sheet, with a fingerprint of what we wrote.

The mark is a defined name of the sheet's own whose value is a text constant; Excel keeps it through
every edit and save, and shows it nowhere. It is never read from the sheet's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import cast, get_args

import numpy as np
import pyarrow as pa

from invoicing_xl.model.cells import CellValue, ErrorValue, Kind, column_letters, column_number
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.plans import STATE_KINDS, SheetKind, SheetPlan
from invoicing_xl.workbook.grids import kept

NAME = "_ixl"
MAX_MARK = 255  # Excel's limit for a text constant in a formula

_Row = list[tuple[int, object]]
"""Columns and values of a row's cells, from left to right."""

_OTHER_SHEET = re.compile(
    r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?", re.I
)


@dataclass(frozen=True, slots=True)
class Mark:
    """``inputs`` are the columns the clerk may fill in; ``digest`` is of everything else.

    ``seal`` is of the very bytes of the sheet's part: while it holds, the sheet need not be read.
    """

    kind: SheetKind
    key: str
    inputs: frozenset[int]
    digest: str
    seal: str = ""

    @classmethod
    def of(cls, name: str, plan: SheetPlan) -> Mark:
        """The mark of a plan's sheet under that name."""
        return cls(plan.kind, plan.key, plan.inputs, _digest(plan.kind, name, _planned_rows(plan)))._short()

    @classmethod
    def as_read(cls, plan: SheetPlan, grid: Grid) -> Mark:
        """The mark of a plan's sheet that a program has put, which may write formulas its own way: ``grid``
        is the sheet as it is read back."""
        digest = _digest(plan.kind, grid.sheet, _read_rows(grid, plan.inputs))
        return cls(plan.kind, plan.key, plan.inputs, digest)._short()

    @classmethod
    def parse(cls, constant: str) -> Mark | None:
        """The mark in the formula of a defined name; None where that is none of ours."""
        if not (len(constant) >= 2 and constant.startswith('"') and constant.endswith('"')):
            return None
        return cls.of_text(constant[1:-1].replace('""', '"'))

    @classmethod
    def of_text(cls, text: str) -> Mark | None:
        """The mark in the text that a defined name stands for; None where that is none of ours."""
        kind, *rest = text.split("|", 4)
        if kind not in get_args(SheetKind) or len(rest) != 4:
            return None
        inputs, digested, seal, key = rest
        try:
            columns = frozenset(column_number(letters) for letters in inputs.split(",") if letters)
        except ValueError:
            return None
        return cls(cast(SheetKind, kind), key, columns, digested, seal)

    def _short(self) -> Mark:
        """The mark, if a name can hold it."""
        if len(self.constant()) - 2 > MAX_MARK:
            raise ValueError(f"the key is too long: {self.key!r}")
        return self

    def constant(self) -> str:
        """The mark as the formula of a defined name: a text constant in quotes."""
        return _quoted(self.text())

    def text(self) -> str:
        """The text that the defined name stands for."""
        inputs = ",".join(column_letters(column) for column in sorted(self.inputs))
        return f"{self.kind}|{inputs}|{self.digest}|{self.seal}|{self.key}"

    def sealed(self, name: str, crc: int) -> Mark:
        """The mark of a sheet whose part has this CRC-32."""
        return replace(self, seal=_hash(f"{_told_by(self.kind, name)}|{crc}").hex())

    def untouched(self, name: str, crc: int) -> bool:
        """Whether the sheet's part surely is the one that was sealed."""
        return self.seal == self.sealed(name, crc).seal

    def edited(self, grid: Grid) -> bool:
        """Whether the sheet, as it is now, is no longer the one we wrote."""
        return _digest(self.kind, grid.sheet, _read_rows(grid, self.inputs)) != self.digest


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _digest(kind: SheetKind, name: str, rows: Iterable[_Row]) -> str:
    """A fingerprint of a sheet's values and formulas, 16 hexadecimal digits.

    It stays the same when formulas get new results, when rows are sorted (nothing is lost when a sorted
    sheet is replaced), and when what a formula refers to on another sheet moves or is renamed.
    """
    total = sum(int.from_bytes(_hash(repr(row))) for row in rows if row)
    return _hash(f"{_told_by(kind, name)}|{total}").hex()


def _told_by(kind: SheetKind, name: str) -> str:
    """A report that was renamed, or copied within Excel (a copy carries the mark along), is one that the
    clerk wants to keep. What holds state stays what it is under another name."""
    return "" if kind in STATE_KINDS else name


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _planned_rows(plan: SheetPlan) -> Iterator[_Row]:
    rows: dict[int, dict[int, object]] = {}
    for cell in plan.cells:
        if cell.column not in plan.inputs:
            rows.setdefault(cell.row, {})[cell.column] = _fingerprint(kept(cell.value), cell.formula)
    for row in rows.values():
        yield [(column, row[column]) for column in sorted(row) if row[column] is not None]


def _read_rows(grid: Grid, inputs: frozenset[int]) -> Iterator[_Row]:
    numbers = [column for column in sorted(grid.columns) if column not in inputs]
    for row in zip(*(_values(grid, column) for column in numbers), strict=True):
        yield [(column, value) for column, value in zip(numbers, row, strict=True) if value is not None]


def _fingerprint(value: CellValue, formula: str | None) -> object:
    if formula is not None:
        return "formula", _OTHER_SHEET.sub("!", formula).replace(" ", "").upper()
    if isinstance(value, ErrorValue):
        return "error", value.code
    return _seen(value) if isinstance(value, float) else value


def _seen(number: float) -> float:
    """The number in the 15 digits that Excel shows; some programs save no more than 16. No negative zero."""
    return float(f"{number:.15g}") + 0.0


def _values(grid: Grid, column: int) -> list[object]:
    """A column's cells as ``_fingerprint`` has them; numbers and texts, which are many, all at once."""
    cells = grid.columns[column]
    values = np.full(len(cells.kinds), None, dtype=object)
    numbers, texts = cells.kinds == Kind.NUMBER, cells.kinds == Kind.TEXT
    values[numbers] = [_seen(number) for number in cells.numbers[numbers].tolist()]
    values[texts] = grid.pool.take(pa.array(cells.texts[texts])).to_numpy(zero_copy_only=False)
    rare = (cells.kinds == Kind.BOOLEAN) | (cells.kinds == Kind.ERROR) | (cells.formulas >= 0)
    for index in np.flatnonzero(rare):
        row = int(index) + 1
        values[index] = _fingerprint(grid.value(row, column), grid.formula(row, column))
    return cast(list[object], values.tolist())
