"""A fault in the figures of one row: which equation breaks, which figure is at fault, how to tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from invoicing_xl.checks.equations import Sheet, SheetEquation, amount_text, percent_text
from invoicing_xl.checks.localise import Candidate, Equation, Figures, candidates, decided, ranked, slip
from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity

FOLLOWERS = {"tax": ("gross", "due_amount", "open"), "gross": ("due_amount", "open")}
_MOST_NAMED = 3
_COMPARE = "compare with the document."


@dataclass(frozen=True)
class Fault:
    """``found`` are the candidates, likelier ones first; ``chosen`` the one nothing speaks against."""

    code: str
    sheet: Sheet
    index: int
    equation: SheetEquation
    figures: Figures
    found: tuple[Candidate, ...]
    chosen: Candidate | None
    severity: Severity = Severity.ERROR
    related: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field to look at: the figure at fault, or what does not come out as reckoned."""
        return self.chosen.name if self.chosen else self.equation.result


@dataclass(frozen=True)
class Case:
    """The equations of one row whose figures are known, in the order in which they are told of."""

    sheet: Sheet
    index: int
    equations: tuple[tuple[str, SheetEquation], ...]
    evidence: tuple[Equation, ...]
    figures: Figures

    @property
    def fixed(self) -> set[str]:
        """Figures that are no cells of the row."""
        return {name for name in self.figures if name in self.sheet.beside}

    def faults(self) -> list[Fault]:
        """One fault where one figure explains everything that breaks, else one for each broken equation."""
        broken = [(code, one) for code, one in self.equations if not one.holds(self.figures)]
        if not broken:
            return []
        together = self._candidates([one for _, one in self.equations])
        if together or len(broken) == 1:
            return [self._fault(*broken[0], together)]
        return [self._fault(code, one, self._apart(one, broken)) for code, one in broken]

    def _apart(self, one: SheetEquation, broken: Sequence[tuple[str, SheetEquation]]) -> list[Candidate]:
        """Candidates for one of several broken equations: figures that stand in no other of them, if those
        they are reckoned with are beyond suspicion."""
        others = [other for _, other in broken if other is not one]
        held = [other for _, other in self.equations if other is one or other not in others]
        suspected = {name for other in others for name in other.names}
        rest = [other for other in held if other is not one]
        if any(name in suspected and not self._confirmed(name, rest) for name in one.names):
            return []
        return [found for found in self._candidates(held) if suspected.isdisjoint(found.values)]

    def _confirmed(self, name: str, held: Sequence[SheetEquation]) -> bool:
        """Whether an equation that holds would not with another value of the figure."""
        other = {**self.figures, name: self.figures[name] + 1}
        return any(name in one.names and not one.holds(other) for one in held)

    def _candidates(self, equations: Sequence[SheetEquation]) -> list[Candidate]:
        return candidates(equations, self.figures, fixed=self.fixed, followers=FOLLOWERS)

    def _fault(self, code: str, equation: SheetEquation, found: list[Candidate]) -> Fault:
        chosen = decided(found, self.figures, self.evidence)
        if chosen and len(chosen.values) > 1 and not self._carried(chosen):
            chosen = None
        order = tuple(ranked(found, self.figures, equation.result))
        return Fault(code, self.sheet, self.index, equation, self.figures, order, chosen)

    def _carried(self, chosen: Candidate) -> bool:
        """Whether a wrong figure that others follow is proven: by figures outside this row, or by a formula
        that follows by itself. Otherwise what it is reckoned from may as well be wrong."""
        table = self.sheet.table
        followers = list(chosen.values)[1:]
        outside = any(
            not self.fixed.isdisjoint(one.names) and one.holds(self.figures) for _, one in self.equations
        )
        return (
            outside
            or all(table.is_formula(self.index, name) for name in followers)
            or (chosen.name == "gross" or self._other_rate(chosen))
        )

    def _other_rate(self, chosen: Candidate) -> bool:
        """Whether the tax is that of another rate in use."""
        taxes = [one for _, one in self.equations if one.result == "tax"]
        return chosen.name == "tax" and any(
            True for one in taxes for _ in one.implied("tax_rate", self.figures)
        )


def finding(fault: Fault) -> Finding:
    """What the clerk reads."""
    table, index, chosen = fault.sheet.table, fault.index, fault.chosen
    edits = _edits(fault, chosen) if chosen else ()
    return table.finding(
        index,
        fault.field,
        fault.severity,
        message(fault),
        proposed=_proposed(fault, chosen) if edits and chosen else "",
        confidence=Confidence.ASK if edits else Confidence.SHOW,
        edits=edits,
        related=fault.related,
    )


def message(fault: Fault) -> str:
    """ "12 × 14.00 = 168.00, the sheet says 186.00: two digits swapped?" and what follows from it."""
    stated = fault.figures[fault.equation.result]
    said = f"{fault.equation.written(fault.figures)}, the sheet says {amount_text(stated)}"
    chosen = fault.chosen
    if chosen is None:
        return f"{said}. {_undecided(fault)}"
    now = fault.figures[chosen.name]
    how = _how(fault, chosen)
    if chosen.name == fault.equation.result:
        said += f": {how}" if how else "."
    else:
        instead = f"instead of {_text(chosen.name, now)}" + (f": {how}" if how else "")
        meant = f"{_title(fault, chosen.name)} {_text(chosen.name, chosen.value)}"
        said += f". With {meant} ({instead}) all sums agree."
    followers = list(chosen.values)[1:]
    if followers:
        words = " and ".join(
            f"{_title(fault, name)} {_text(name, chosen.values[name])}" for name in followers
        )
        said += f" It carries on into {words}."
    if _is_formula(fault, chosen.name):
        said += " The cell is a formula: correct it there."
    return said


def _how(fault: Fault, chosen: Candidate) -> str:
    """How the figure may have come about, as a question: a slip, or the tax of another rate in use."""
    typed = FIELDS[chosen.name].kind != "rate"
    how = slip(fault.figures[chosen.name], chosen.value) if typed else ""
    if how or chosen.name != "tax" or fault.equation.result != "tax":
        return how
    rate = next(iter(fault.equation.implied("tax_rate", fault.figures)), None)
    return f"reckoned at {percent_text(rate)}?" if rate is not None else ""


def _undecided(fault: Fault) -> str:
    if not fault.found:
        return f"No single figure puts it right: {_COMPARE}"
    named = [
        " and ".join(f"{_title(fault, name)} {_text(name, value)}" for name, value in one.values.items())
        for one in fault.found[:_MOST_NAMED]
    ]
    if len(named) == 1:
        return f"It would agree with {named[0]}, but other figures speak against that: {_COMPARE}"
    return f"It would agree with {', or with '.join(named)}: {_COMPARE}"


def _title(fault: Fault, name: str) -> str:
    return fault.sheet.table.headers.get(name) or FIELDS[name].title


def _text(name: str, value: Decimal) -> str:
    kind = FIELDS[name].kind
    return percent_text(value) if kind == "rate" else amount_text(value) if kind == "amount" else f"{value:f}"


def _proposed(fault: Fault, chosen: Candidate) -> str:
    kind = FIELDS[chosen.name].kind
    return percent_text(chosen.value) if kind == "rate" else f"{chosen.value:f}"


def _edits(fault: Fault, chosen: Candidate) -> tuple[Edit, ...]:
    """Of constants only: formulas follow by themselves, and are not overwritten."""
    table, index = fault.sheet.table, fault.index
    if _is_formula(fault, chosen.name):
        return ()
    return tuple(
        table.edit(index, name, Content(_typed(fault, name, value)))
        for name, value in chosen.values.items()
        if not _is_formula(fault, name)
    )


def _is_formula(fault: Fault, name: str) -> bool:
    return bool(fault.sheet.table.is_formula(fault.index, name))


def _typed(fault: Fault, name: str, value: Decimal) -> float:
    """As the column writes it: a rate may stand as 19 or as 0.19."""
    table = fault.sheet.table
    if FIELDS[name].kind == "rate":
        written = table.decimals(name)
        shares = table.rates(name)
        per_cent = bool((written.known & (written.mantissa != 0) & (written.scale < shares.scale)).any())
        return float(value * 100 if per_cent else value)
    return float(value)
