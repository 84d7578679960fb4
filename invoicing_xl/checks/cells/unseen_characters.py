"""A text holds spaces or characters that nobody sees.

Why it matters
    "10260 " and "10260" look alike and are not: lookups, filters, pivots and totals by customer miss the row.

What counts
    Spaces, tabs and line breaks at the ends of a text, non-breaking and other special spaces, characters
    without width, and cells that hold nothing but such characters. Two spaces within a text count where
    the same text stands elsewhere with one: in the column, or as a customer's name.

Stays silent
    Descriptions, addresses, notes and bank texts: they are read and not looked up, and line breaks are meant.
    A name that stands with two spaces on the customer sheet as well.
    Joining characters of Arabic, Hebrew and Indic writing. Numbers and dates as text (see FMT-01, FMT-05),
    and a number that another document already has without them (see DUP-02).

Correction
    The text as it reads: the characters taken out, each run of spaces one space, none at the ends.
    Only shown where a formula makes the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.numbering import invoice_numbering_of
from invoicing_xl.checks.wording import listed
from invoicing_xl.model.cells import Content, Kind
from invoicing_xl.model.columns import Texts
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

CODE = "FMT-02"
TITLE = "Invisible characters"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_FREE = frozenset({"description", "address", "city", "note", "bank_text"})
_TEXT_KINDS = ("text", "identifier", "flag")
_BREAKS = "\r\n\v\f\x85\u2028\u2029"
_FILLERS = "\u034f\u115f\u1160\u3164"
# Writing, and emoji, in which characters without width join or part signs, and so belong to the spelling.
_JOINING = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufefc\U0001f000-\U0001faff]")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name in rows.columns:
        if name in _FREE or not (rows.kinds(name) == Kind.TEXT).any():
            continue
        texts = rows.raw_texts(name)
        changed = np.flatnonzero(pc.not_equal(texts.values, tidy(texts.values)))
        wrong = {
            code: (reads, said)
            for code in changed.tolist()
            for reads in [_reading(str(texts.values[code]), name, facts)]
            if (said := _said(rows, name, texts, code, reads, facts))
        }
        if wrong:
            for index in np.flatnonzero(np.isin(texts.codes, list(wrong))).tolist():
                yield _finding(rows, index, name, *wrong[int(texts.codes[index])])


def _reading(text: str, name: str, facts: Facts) -> str:
    """The text as it reads; a customer's name as the customer sheet writes it."""
    plain = " ".join(text.split()) if _JOINING.search(text) else str(tidy(pa.array([text]))[0])
    if name != "customer_name" or plain not in facts.once(_customer_names):
        return plain
    written = facts.once(_customer_names)[plain]
    return text if text in written else written[0]


def _said(rows: Table, name: str, texts: Texts, code: int, reads: str, facts: Facts) -> str:
    """What a clerk should know of the text; "" where nothing is wrong with it."""
    text = str(texts.values[code])
    if text == reads:
        return ""
    if not reads:
        return "Only spaces or unseen characters stand here: the cell looks blank and is not."
    if FIELDS[name].kind not in _TEXT_KINDS:
        return ""
    if name == "number" and rows.kind == "invoices" and _holds(invoice_numbering_of(facts).texts, reads):
        return ""
    parts = list(_parts(text))
    if parts:
        return f"The text {listed(parts)}: it is not found where it is looked up."
    return _doubled(rows, name, text, reads, _holds(texts, reads), facts)


def _holds(texts: Texts, text: str) -> bool:
    return bool(pc.index(texts.values, text).as_py() >= 0)


def _doubled(rows: Table, name: str, text: str, reads: str, elsewhere: bool, facts: Facts) -> str:
    """As ``_said``, of a text that only has several plain spaces where it may have one."""
    known = name == "customer_name" and tidy(pa.array([text]))[0].as_py() in facts.once(_customer_names)
    if rows.kind == "customers" or not (elsewhere or known):
        return ""
    return "The text holds two spaces where it has one elsewhere: it is not found where it is looked up."


def _customer_names(facts: Facts) -> dict[str, list[str]]:
    """The names on the customer sheets as they read, each with the ways it is written there."""
    found: dict[str, list[str]] = {}
    for table in facts.of_kind("customers"):
        names = table.texts("customer_name").values
        for plain, written in zip(tidy(names).to_pylist(), names.to_pylist(), strict=True):
            found.setdefault(plain, []).append(written.strip())
    return found


def _parts(text: str) -> Iterator[str]:
    """What is wrong for sure: all but several plain spaces within the text."""
    if text[0].isspace():
        yield "begins with a space"
    if text[-1].isspace():
        yield "ends with a space"
    inner = text.strip()
    if set(inner) & set(_BREAKS):
        yield "holds a line break"
    if "\t" in inner:
        yield "holds a tab"
    special = {sign for sign in inner if sign.isspace() and sign not in f" \t{_BREAKS}"}
    if special:
        yield f"holds a {listed(sorted(map(_called, special)))}"
    unseen = {sign for sign in inner if _is_unseen(sign)}
    if unseen and not _JOINING.search(text):
        yield f"holds an unseen character ({listed(sorted(map(_called, unseen)))})"


def _is_unseen(sign: str) -> bool:
    return not sign.isspace() and (unicodedata.category(sign) in ("Cf", "Cc") or sign in _FILLERS)


def _called(sign: str) -> str:
    """ "non-breaking space"."""
    name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
    return {"no-break space": "non-breaking space", "zero width no-break space": "byte order mark"}.get(
        name, name
    )


def _finding(rows: Table, index: int, name: str, reads: str, message: str) -> Finding:
    from_formula = rows.is_formula(index, name)
    return rows.finding(
        index,
        name,
        Severity.WARN,
        message,
        proposed=reads,
        confidence=Confidence.SHOW if from_formula else Confidence.SAFE,
        edits=() if from_formula else (rows.edit(index, name, Content(reads or None)),),
    )
