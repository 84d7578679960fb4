"""How long the worksheet functions take on the Python side of Excel, through xlwings' own ``CallUDF``.

python -m tests.benchmarks.udfs [ROWS]        10,000 rows without it

Times are of calls after the first, the fastest and the middle of several, and the processor's own time of the
fastest, which another job on the machine does not lengthen; what Excel, COM and VBA add is not in them.
Functions over single cells are asked for a column of that length.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "surface" / "udfs"))

from pywin32_stand_ins import xlwings_of_windows

MODULE = "invoicing_xl.surface.udfs"
ROWS = 10_000
LIMIT = 150  # milliseconds for 10,000 rows of ten columns through INV_CHECK
_REPEATS = 7
_AS_OF = 46_200.0
_HEADERS = (
    (
        "Invoice no",
        "Date",
        "Customer",
        "Customer name",
        "Net",
        "Tax rate",
        "Tax",
        "Total",
        "Due date",
        "Terms",
    ),
)

Rows = tuple[tuple[object, ...], ...]


def invoices(count: int) -> Rows:
    """Rows of ten columns as an invented clerk keeps them; one in a thousand is wrong."""
    chance = Random(4)
    rows = []
    for at in range(count):
        net = chance.randrange(1_000, 900_000)
        tax = (net * 19 + 50) // 100
        wrong = 100 if at % 1_000 == 500 else 0
        day, customer = 45_000.0 + at * 1_000 // count, chance.randrange(300)
        name = f"Customer {customer} Ltd"
        amounts = (net / 100, 0.19, tax / 100, (net + tax + wrong) / 100)
        rows.append((f"INV-{at:06d}", day, f"C-{customer}", name, *amounts, day + 30, "30 days"))
    return tuple(rows)


def payments(rows: Rows) -> tuple[Rows, Rows]:
    headers = (("Payment date", "Customer", "Invoice", "Amount"),)
    return tuple((row[8], row[2], row[0], row[7]) for row in rows[::2]), headers


def calls(count: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every function, with as many rows or cells as asked for."""
    rows = invoices(count)
    account = (rows, _HEADERS, *payments(rows), _AS_OF)
    columns = [tuple((cell,) for cell in column) for column in zip(*rows, strict=True)]
    numbers, dates, customers, names, nets, _, _, totals, due_dates, terms = columns
    texts = tuple((f"{row[4]:,.2f}-",) for row in rows)
    days = tuple((f"{at % 28 + 1:02}.05.2026",) for at in range(count))
    yield "inv_check", (rows, _HEADERS, _AS_OF)
    yield "inv_findings", (rows, _HEADERS, _AS_OF)
    yield "inv_duplicates", (rows, _HEADERS)
    yield "inv_aging", (rows, _HEADERS, _AS_OF)
    yield "inv_open_items", ("C-7", *account)
    yield "inv_balance", (customers, *account)
    yield "inv_statement", ("C-7", *account[:4], 45_500.0, _AS_OF)
    yield "inv_due_date", (dates, terms)
    yield "inv_discount", (dates, "2/10 net 30", totals)
    yield "inv_days_past_due", (due_dates, _AS_OF)
    yield "inv_bucket", (due_dates, _AS_OF)
    yield "inv_date", (days,)
    yield "inv_round", (totals, "EUR")
    yield "inv_tax", (nets, 0.19, "EUR")
    yield "inv_number", (texts,)
    yield "inv_words", (totals, "EUR")
    yield "inv_tax_id", (tuple((f"DE{136_695_976 + at}",) for at in range(count)), "DE")
    yield "inv_iban", (tuple((f"DE{at % 97 + 2:02}{at:018}",) for at in range(count)),)
    yield "inv_match_customer", (names, tuple((f"CUSTOMER {at}, Limited",) for at in range(300)))
    yield "inv_gaps", (numbers,)
    yield "inv_next_number", (numbers,)
    yield "inv_rule", (tuple(("AMT-04",) for _ in range(count)),)
    yield "inv_version", ()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    excel = xlwings_of_windows().XLPython()
    print(f"{count:,} rows, milliseconds       fastest  middle  processor")
    for name, given in calls(count):
        times, busy = [], []
        for _ in range(_REPEATS + 1):
            start, started = time.perf_counter(), time.process_time()
            excel.CallUDF(MODULE, name, given, None, None)
            times.append(1_000 * (time.perf_counter() - start))
            busy.append(1_000 * (time.process_time() - started))
        fastest, middle, processor = min(times[1:]), statistics.median(times[1:]), min(busy[1:])
        within = ""
        if name == "inv_check" and count == ROWS:
            within = f"  {'within' if middle <= LIMIT else 'OVER'} the limit of {LIMIT}"
        print(f"{name.upper():20} {fastest:20.1f} {middle:7.1f} {processor:10.1f}{within}", flush=True)


if __name__ == "__main__":
    main()
