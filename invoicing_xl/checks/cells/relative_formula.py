"""Formulas without their place: what a formula that was filled down says in every row."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask

TOKENS = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>'(?:[^']|'')*'!|[A-Za-z_\\][\w.\\]*!)
    | (?P<field>(?:[A-Za-z_\\][\w.\\]*)?\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\])
    | (?P<function>[A-Za-z_\\][\w.\\]*(?=\())
    | (?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?[0-9]{1,7})(?![\w.])
    | (?P<name>[A-Za-z_\\][\w.\\]*)
    | (?P<number>[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class RelativeFormula:
    """``pieces`` are text, or how many rows below its own row a reference points."""

    pieces: tuple[str | int, ...]

    @classmethod
    def of(cls, formula: str, row: int) -> RelativeFormula:
        """The formula as it reads in a cell of a sheet row."""
        pieces: list[str | int] = [""]
        for token in TOKENS.finditer(formula):
            text = token[0]
            if token["row"] and not token["row"].startswith("$"):
                pieces += [f"{pieces.pop()}{token['column']}", int(token["row"]) - row, ""]
            else:
                pieces[-1] = f"{pieces[-1]}{text}"
        return cls(tuple(pieces))

    @property
    def is_of_own_row(self) -> bool:
        """Whether it refers to no other row but by a fixed reference."""
        return not any(piece for piece in self.pieces if isinstance(piece, int))

    def at(self, row: int) -> str:
        """The formula as it reads in a cell of that row."""
        return "".join(piece if isinstance(piece, str) else str(row + piece) for piece in self.pieces)

    def is_in(self, formulas: pa.StringArray, rows: NDArray[np.int64]) -> Mask:
        """Which of the formulas, each in its row, are this one."""
        offsets = [piece for piece in self.pieces if isinstance(piece, int)]
        if not offsets:
            return np.asarray(pc.equal(formulas, self.at(0)), dtype=bool)
        groups = iter(range(len(offsets)))
        pattern = "".join(
            re.escape(piece) if isinstance(piece, str) else f"(?P<r{next(groups)}>[0-9]{{1,7}})"
            for piece in self.pieces
        )
        found = pc.extract_regex(formulas, f"^{pattern}$")
        same = np.asarray(pc.is_valid(found), dtype=bool)
        for group, offset in enumerate(offsets):
            row = pc.fill_null(pc.cast(pc.struct_field(found, f"r{group}"), pa.int64()), -1)
            same &= np.asarray(row) - rows == offset
        return same
