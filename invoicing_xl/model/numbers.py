"""Numbers as a clerk types them: ``1.234,56``, ``1,234.50-``, ``(12.00)``, ``EUR 5``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.columns import Decimals, Mask, Texts


class Grammar(StrEnum):
    """Which sign is the decimal mark."""

    POINT = "1,234.50"
    COMMA = "1.234,50"


@dataclass(frozen=True)
class ParsedNumbers:
    """What each text says as a number.

    numbers    known where the text surely is one number
    ambiguous  where it is a number in both grammars, but not the same one (``1.234``)
    signed     where the sign was written in a bookkeeper's way: ``(12.00)``, ``12.00-``, ``12.00 CR``, U+2212
    """

    numbers: Decimals
    ambiguous: Mask
    signed: Mask


def parse(texts: pa.StringArray, grammar: Grammar | None) -> ParsedNumbers:
    """Every text as a number; ``grammar`` None takes only what is the same number in both."""
    raise NotImplementedError


def grammar_of(texts: pa.StringArray) -> Grammar | None:
    """The grammar of the texts that allow only one; None where there are none or both occur."""
    raise NotImplementedError


def with_texts(typed: Decimals, texts: Texts, grammar: Grammar | None) -> Decimals:
    """``typed`` completed by the rows whose text surely is a number."""
    raise NotImplementedError


def shares(rates: Decimals, *, percent_format: bool) -> Decimals:
    """Rates as shares of one. A column is in per cent where it has no percent format and most of its
    values other than 0 are 1 or more."""
    raise NotImplementedError


def shown(numbers: NDArray[np.float64], styles: NDArray[np.int32], formats: Sequence[str]) -> Texts:
    """Numbers of an identifier column as the clerk sees them: "10248"; "00123" under the format 00000."""
    raise NotImplementedError
