"""How long a full column takes to become typed values.

python -m tests.benchmarks.model_columns
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from invoicing_xl.model import dates, money, numbers

ROWS = 1_048_575
DRESSES = ("{}", "{} EUR", "({})", "€ {}", "{}-", "\u00a0{}", "{} CR")


def best_of(runs: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    random = np.random.default_rng(20260512)
    cents = np.round(random.normal(0, 1000, ROWS), 2)
    prices = np.round(random.random(ROWS) * 100, 8)
    columns = {
        "amounts": cents,
        "formula results such as 0.1+0.2": np.abs(cents) + 0.1 + 0.2,
        "prices of 8 decimals": prices,
        "noise of 15 digits": random.normal(0, 1000, ROWS),
    }
    for name, values in columns.items():
        print(f"decimals of {name}: {best_of(3, lambda values=values: money.decimals_of(values)):.3f} s")
    places = np.full(ROWS, 2, np.uint8)
    quantity, price = money.decimals_of(random.integers(1, 500, ROWS) / 2), money.decimals_of(prices)
    print(f"quantity times price: {best_of(3, lambda: money.product(quantity, price, places)):.3f} s")
    print(f"amounts: {best_of(3, lambda: money.amounts_of(price, places)):.3f} s")
    serials = random.integers(40_000, 50_000, ROWS).astype(float)
    print(f"days: {best_of(3, lambda: dates.days_of(serials, date1904=False)):.3f} s")
    plain = [f"{value:,.2f}" for value in (np.abs(cents) + np.arange(ROWS)).tolist()]
    dressed = [DRESSES[i % len(DRESSES)].format(text) for i, text in enumerate(plain)]
    for name, texts in {"grouped": plain, "dressed": dressed}.items():
        held = pa.array(texts)
        print(
            f"distinct {name} number texts: {best_of(2, lambda held=held: numbers.parse(held, None)):.2f} s"
        )
    stamps = (np.datetime64("2026-01-01T00:00:00") + np.arange(ROWS) * 37).astype(str)
    held = pa.array([stamp.replace("T", " ") for stamp in stamps.tolist()])
    print(f"distinct date texts: {best_of(2, lambda: dates.parse(held, None)):.2f} s")
    styles = np.zeros(ROWS, np.int32)
    identifiers = np.arange(ROWS, dtype=float)
    print(f"identifiers: {best_of(2, lambda: numbers.shown(identifiers, styles, ['00000000'])):.2f} s")


if __name__ == "__main__":
    main()
