"""What was seen in a workbook, and what the clerk says it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from invoicing_xl.model.cells import column_letters
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.tables import Table


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A captioned column of a table; ``field`` is None where it was not understood or is not used."""

    column: int
    caption: str
    field: str | None
    why: str


@dataclass(frozen=True)
class SeenTable:
    """A table, how it was recognised, and all its captioned columns."""

    table: Table
    columns: tuple[SeenColumn, ...]
    why: str


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A sheet in which no table was recognised."""

    sheet: str
    why: str


@dataclass(frozen=True, slots=True)
class Override:
    """What the clerk says of one table, named by its sheet and the row its captions stand in.

    kind        None leaves the kind to us; "" says that it is no table of ours
    header_row  None leaves it to us
    fields      sheet column -> field, or None for "not used"; columns not in it are left to us
    """

    sheet: str
    kind: TableKind | str | None = None
    header_row: int | None = None
    fields: Mapping[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """All tables of a workbook, in the order of its sheets."""

    seen: tuple[SeenTable, ...]
    not_seen: tuple[NotSeen, ...] = ()

    @property
    def tables(self) -> list[Table]:
        return [one.table for one in self.seen]

    def lines(self) -> Iterator[str]:
        """In plain words, for a terminal."""
        for one in self.seen:
            table = one.table
            place = f"captions in row {table.header_row}, {len(table):,} rows"
            yield f"{table.sheet}: {table.kind}, {place} ({one.why})"
            for column in one.columns:
                meaning = FIELDS[column.field].title if column.field else "not used"
                yield f"  {column_letters(column.column):3} {column.caption} = {meaning} ({column.why})"
            for reason in ("blank", "header", "subtotal", "total", "note"):
                rows = [str(left.row) for left in table.left_out if left.reason == reason]
                if rows and reason != "blank":
                    more = " …" if len(rows) > 10 else ""
                    yield f"  left out as {reason}: row {', '.join(rows[:10])}{more}"
        for sheet in self.not_seen:
            yield f"{sheet.sheet}: not used ({sheet.why})"
