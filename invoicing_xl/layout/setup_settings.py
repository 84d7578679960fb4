"""The settings as a clerk writes them on *Invoicing setup*: a label, a text, what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import pyarrow as pa

from invoicing_xl.model import dates, looks
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.findings import Severity
from invoicing_xl.model.money import PLACES
from invoicing_xl.model.plans import Look
from invoicing_xl.model.settings import Letterhead, Settings

# Text stays as it is typed: 30,60,90 is no number, and an IBAN keeps its zeros.
INPUT_TEXT = replace(looks.INPUT, number_format="@", wrap=True)

_T = TypeVar("_T")
_PARTS = re.compile(r"[\s,;]+")
_FINGERPRINT = re.compile(r"([0-9a-f]{12})\b\s*", re.IGNORECASE)
_PAPERS = ("A4", "Letter")
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the settings. ``key`` names it whatever its label; more rows may bear one key."""

    key: str
    label: str
    text: str
    explanation: str
    choices: tuple[str, ...] = ()
    look: Look = INPUT_TEXT


@dataclass(frozen=True, slots=True)
class Answer:
    """What the clerk wrote, and in which cell ("Invoicing setup!C41")."""

    text: str
    where: str


def settings_rows(settings: Settings) -> list[Setting]:
    """All settings in the order in which they stand on the sheet."""
    return [*_letterhead_rows(settings.letterhead), *_general_rows(settings), *_rule_rows(settings)]


def _letterhead_rows(letterhead: Letterhead) -> Iterable[Setting]:
    yield Setting("name", "Your name", letterhead.name, "Stands at the head of every statement.")
    yield Setting("address", "Your address", letterhead.address, "Several lines: Alt+Enter starts a new one.")
    yield Setting("tax_id", "Your tax ID", letterhead.tax_id, "Stands at the foot of every statement.")
    yield Setting("contact", "Your contact", letterhead.contact, "Whom a customer asks: phone, e-mail.")
    yield Setting("bank", "Your bank", letterhead.bank, "Where customers pay to.")
    yield Setting("iban", "Your IBAN", letterhead.iban, "The account that customers pay to.")


def _general_rows(settings: Settings) -> Iterable[Setting]:
    yield Setting(
        "currency",
        "Default currency",
        settings.default_currency,
        "Three letters (EUR, USD). Used where a sheet does not tell the currency.",
    )
    yield Setting("paper", "Paper", settings.paper, "The paper that sheets are printed on.", _PAPERS)
    yield Setting(
        "buckets",
        "Aging buckets",
        ",".join(map(str, settings.buckets)),
        "Where the buckets of the aging end, in days, such as 30,60,90.",
    )
    yield Setting(
        "lock_date",
        "Books closed to",
        settings.lock_date,
        "The last day of the closed period. A draft dated on it or before must not be sent.",
        look=looks.INPUT_DATE,
    )
    yield Setting(
        "as_of",
        "Day to stand on",
        settings.as_of,
        "The day of statements, aging and check, such as 2026-06-30. Blank: the day you press the button.",
        look=looks.INPUT_DATE,
    )

    yield Setting(
        "mark_cells",
        "Mark cells by color",
        _YES if settings.mark_cells else _NO,
        "Whether a check fills the cells with findings that have no fill. Clear marks takes it away.",
        (_NO, _YES),
    )


def _rule_rows(settings: Settings) -> Iterable[Setting]:
    yield Setting(
        "rules_off",
        "Rules switched off",
        ", ".join(sorted(settings.rules_off)),
        "The codes of rules that shall not run, such as AMT-06, DAT-03.",
    )
    yield Setting(
        "severities",
        "Levels of rules",
        ", ".join(f"{code}={level}" for code, level in sorted(settings.severities.items())),
        f"A rule's level where it shall be another one, such as AMT-06=INFO: {_listed(Severity)}.",
    )
    for fingerprint, said in sorted(settings.accepted.items()) or [("", "")]:
        yield Setting(
            "accepted",
            "Accepted findings",
            f"{fingerprint} {said}".strip(),
            "Right as it is, by your reason on Findings. Clear the yellow cell to be told again.",
        )


def read_settings(answers: Mapping[str, Answer], known_rules: Collection[str] | None = None) -> Settings:
    """The settings; a blank one takes its default. ClerkMessage at an answer that means nothing.

    ``known_rules`` are the codes there are; None lets every well-formed code pass.
    """

    def read(key: str, parse: Callable[[str], _T], default: _T) -> _T:
        answer = answers.get(key)
        if answer is None or not answer.text:
            return default
        try:
            return parse(answer.text)
        except ValueError as error:
            what = f"“{answer.text}” cannot be used here."
            raise ClerkMessage(what, where=answer.where, next_step=str(error)) from None

    def code(text: str) -> str:
        return _code(text, known_rules)

    default = Settings()
    fields = ("name", "address", "tax_id", "contact", "bank", "iban")
    return Settings(
        default_currency=read("currency", _currency, default.default_currency),
        paper=read("paper", _paper, default.paper),
        letterhead=Letterhead(**{field: read(field, str, "") for field in fields}),
        lock_date=read("lock_date", _day, default.lock_date),
        as_of=read("as_of", _day, default.as_of),
        buckets=read("buckets", _buckets, default.buckets),
        severities=read("severities", lambda text: dict(_level(part, code) for part in _parts(text)), {}),
        rules_off=read("rules_off", lambda text: frozenset(map(code, _parts(text))), default.rules_off),
        mark_cells=read("mark_cells", _yes_or_no, default.mark_cells),
        accepted=read("accepted", _accepted, default.accepted),
    )


# Each raises ValueError with what to write instead ------------------------------------------------------


def _currency(text: str) -> str:
    code = text.upper()
    if code not in PLACES:
        raise ValueError("Write a currency's three letters, such as EUR, USD or GBP.")
    return code


def _paper(text: str) -> Literal["A4", "Letter"]:
    papers: tuple[Literal["A4", "Letter"], ...] = ("A4", "Letter")
    for paper in papers:
        if paper.casefold() == text.casefold():
            return paper
    raise ValueError(f"Write one of {_listed(_PAPERS)}.")


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in (_YES, _NO):
        raise ValueError(f"Write {_YES} or {_NO}.")
    return text.casefold() == _YES


def _day(text: str) -> str:
    day = dates.parse(pa.array([text]), None).text(0)
    if not day:
        raise ValueError("Write the day as YYYY-MM-DD, such as 2026-03-31, or leave the cell blank.")
    return day


def _buckets(text: str) -> tuple[int, ...]:
    parts = _parts(text)
    days = tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 6)
    rising = all(earlier < later for earlier, later in zip((0, *days), days, strict=False))
    if len(days) < len(parts) or not rising:
        raise ValueError("Write days, each greater than the one before, such as 30,60,90.")
    return days


def _code(text: str, known: Collection[str] | None) -> str:
    code = text.upper()
    if known is not None and code not in known:
        raise ValueError(f"There is no rule {code}. The rules are {_listed(sorted(known))}.")
    if not re.fullmatch(r"[A-Z]{3}-[0-9]{2}", code):
        raise ValueError(f"“{text}” is no rule's code; write codes such as AMT-06, separated by commas.")
    return code


def _level(text: str, code: Callable[[str], str]) -> tuple[str, str]:
    rule, _, level = text.partition("=")
    if level.upper() not in set(Severity):
        raise ValueError(
            f"Write a rule and its level, such as AMT-06=INFO. The levels are {_listed(Severity)}."
        )
    return code(rule), level.upper()


def _accepted(text: str) -> dict[str, str]:
    """What is said of each finding. A line begins with the finding, or goes on with the line before."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name = _FINGERPRINT.match(line)
        if name:
            found[name[1].lower()] = line[name.end() :].strip()
        elif found:
            found[[*found][-1]] += f"\n{line}"
        else:
            raise ValueError("It names no finding: clear the cell, and give your reason on Findings.")
    return {finding: said.strip() for finding, said in found.items()}


def _parts(text: str) -> list[str]:
    """The parts of a list, whatever separates them; spaces around "=" do not."""
    return [part for part in _PARTS.split(re.sub(r"\s*=\s*", "=", text)) if part]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
