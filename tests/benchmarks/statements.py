"""How long the ledger, aging and statements of large books take.

python -m tests.benchmarks.statements
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import Kind
from invoicing_xl.model.grid import Grid, GridColumn
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.tables import Table
from invoicing_xl.statements.aging import age
from invoicing_xl.statements.index_sheet import index_plan
from invoicing_xl.statements.run import statements_of
from invoicing_xl.statements.statement import Kind as StatementKind
from invoicing_xl.statements.statement_sheet import statement_plan
from tests.benchmarks.sheets import FULL

AS_OF = np.datetime64("2025-10-30")
_T = TypeVar("_T")


class Pool:
    """The texts of a book."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, *texts: str) -> int:
        """Where in the pool the first of these stands."""
        first = len(self.texts)
        self.texts += texts
        return first


def column(
    *, numbers: NDArray[np.float64] | None = None, texts: NDArray[np.int64] | None = None
) -> GridColumn:
    """A column under a header row: numbers, or places in the pool."""
    count = 1 + len(numbers if numbers is not None else texts if texts is not None else ())
    kinds = np.full(count, Kind.TEXT if numbers is None else Kind.NUMBER, np.uint8)
    kinds[0] = Kind.TEXT
    values, places = np.full(count, np.nan), np.full(count, -1, np.int32)
    if numbers is not None:
        values[1:] = numbers
    if texts is not None:
        places[1:] = texts
    places[0] = 0
    return GridColumn(kinds, values, places, np.full(count, -1, np.int32), np.zeros(count, np.int32))


def book(documents: int, payments: int, customers: int) -> list[Table]:
    """Invoices and credits in three currencies; nine of ten payments settle their invoice."""
    chance = np.random.default_rng(1)
    pool = Pool()
    pool.add("caption")
    number = pool.add(*(f"INV-{one}" for one in range(documents))) + np.arange(documents)
    customer = pool.add(*(f"C{one}" for one in range(customers))) + chance.integers(0, customers, documents)
    currency = chance.choice(3, documents, p=[0.8, 0.15, 0.05])
    gross = chance.integers(100, 1_000_000, documents) / np.where(currency == 2, 1, 100)
    gross = np.where(chance.random(documents) < 0.02, -gross, gross)
    day = 45_000 + chance.integers(0, 1_000, documents).astype(float)
    of = chance.choice(documents, payments, replace=False)
    paid = np.abs(np.where(chance.random(payments) < 0.1, np.rint(gross[of] / 2), gross[of]))
    receipt = pool.add(*(f"P{one}" for one in range(payments))) + np.arange(payments)
    code = pool.add("EUR", "USD", "JPY") + currency
    invoices = {
        "number": column(texts=number), "date": column(numbers=day), "customer": column(texts=customer),
        "gross": column(numbers=gross), "due_date": column(numbers=day + 30), "currency": column(texts=code),
    }  # fmt: skip
    receipts = {
        "number": column(texts=receipt), "date": column(numbers=day[of] + chance.integers(0, 90, payments)),
        "customer": column(texts=customer[of]), "applies_to": column(texts=number[of]),
        "amount": column(numbers=paid),
    }  # fmt: skip
    texts = pa.array(pool.texts)
    tables = [_table("invoices", documents, invoices, texts)]
    return [*tables, _table("payments", payments, receipts, texts)] if payments else tables


def _table(kind: str, rows: int, fields: dict[str, GridColumn], pool: pa.StringArray) -> Table:
    grid = Grid(kind, rows + 1, dict(enumerate(fields.values(), 1)), pool)
    places = {name: place for place, name in enumerate(fields, 1)}
    return Table(kind, grid, 1, np.arange(2, rows + 2), places, places)  # type: ignore[arg-type]


def timed(what: str, task: Callable[[], _T]) -> _T:
    wall, cpu = time.perf_counter(), time.process_time()
    result = task()
    print(f"{what:56} {time.perf_counter() - wall:6.2f} s, {time.process_time() - cpu:6.2f} s of CPU")
    return result


def main() -> None:
    for payments in (0, FULL * 8 // 10):
        tables = book(FULL, payments, 20_000)
        ledger = timed(f"{FULL:,} documents, {payments:,} payments posted", lambda: ledger_of(tables))  # noqa: B023
        timed("aged", lambda: age(ledger, AS_OF))  # noqa: B023
    tables = book(50_000, 40_000, 400)
    ledger = timed("50,000 documents, 40,000 payments posted", lambda: ledger_of(tables))
    start = np.datetime64("2025-07-01")
    kinds: tuple[StatementKind, ...] = ("open-item", "balance-forward")
    for kind in kinds:
        run = timed(f"{kind} statements", lambda: statements_of(ledger, AS_OF, kind=kind, start=start))  # noqa: B023
        plans = timed(
            f"{len(run.statements):,} of them as sheet plans",
            lambda: [statement_plan(run, one, Settings()) for one in run.statements],  # noqa: B023
        )
        print(f"    {sum(len(plan.cells) for plan in plans):,} cells")
        timed("their index", lambda: index_plan(run, {}, Settings()))  # noqa: B023


if __name__ == "__main__":
    main()
