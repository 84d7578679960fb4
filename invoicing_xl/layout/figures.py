"""What arithmetic says of the columns of amounts: which is the net, the gross, what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.layout.captions import meanings
from invoicing_xl.layout.qualifiers import qualified
from invoicing_xl.model import money
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Decimals
from invoicing_xl.model.grid import Grid

Minor = NDArray[np.int64]

_SAMPLE = 2_000
_MOST = 0.6
_NEARLY_ALL = 0.9
_FEW = 3
_NAMED = 8


@dataclass(frozen=True)
class Figures:
    """A sample of the rows below some captions; amounts are in hundredths, 0 where there is no number."""

    grid: Grid
    rows: NDArray[np.int64]
    captions: Mapping[int, str]

    @classmethod
    def of(cls, grid: Grid, rows: NDArray[np.int64], captions: Mapping[int, str]) -> Figures:
        few = len(rows) <= _SAMPLE
        picked = rows if few else rows[np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)]
        return cls(grid, picked, captions)

    def minor(self, column: int) -> Minor:
        return money.amounts_of(self.decimals(column), np.full(len(self.rows), 2, np.uint8)).filled

    def decimals(self, column: int) -> Decimals:
        cells = self.grid.columns.get(column)
        if cells is None:
            return money.decimals_of(np.full(len(self.rows), np.nan))
        at = self.rows - 1
        return money.decimals_of(np.where(cells.kinds[at] == Kind.NUMBER, cells.numbers[at], np.nan))

    def keys(self, column: int) -> Minor:
        """A number for each distinct content of a column, -1 for blank cells."""
        cells = self.grid.columns.get(column)
        if cells is None:
            return np.full(len(self.rows), -1)
        at = self.rows - 1
        _, of_numbers = np.unique(cells.numbers[at], return_inverse=True)
        keys = np.where(cells.kinds[at] == Kind.TEXT, cells.texts[at].astype(np.int64), -1)
        return np.where(cells.kinds[at] == Kind.NUMBER, len(self.grid.pool) + of_numbers.reshape(-1), keys)

    def means(self, column: int, field: str, kind: str) -> bool:
        return field in meanings(qualified(self.captions[column]).caption, kind)

    def adds_up(self, net: int, tax: int, gross: int) -> bool:
        """net + tax = gross on most rows that have all three, and on some where the tax is not nothing."""
        parts, extra, whole = self.minor(net), self.minor(tax), self.minor(gross)
        telling = (whole != 0) & (extra != 0)
        return bool(telling.any()) and _mostly(np.abs(parts + extra - whole) <= 1, telling)

    def multiplies(self, quantity: int, price: int, amount: int) -> bool:
        """quantity × price = amount on most rows that have all three."""
        told = self.minor(amount)
        telling = (told != 0) & (self.products(quantity, price) != 0)
        fits = np.abs(np.abs(self.products(quantity, price)) - np.abs(told)) <= 1
        return int(telling.sum()) >= _FEW and _mostly(fits, telling)

    def products(self, quantity: int, price: int) -> Minor:
        places = np.full(len(self.rows), 2, np.uint8)
        return money.product(self.decimals(quantity), self.decimals(price), places).filled


def _mostly(mask: NDArray[np.bool_], among: NDArray[np.bool_], share: float = _MOST) -> bool:
    return bool(mask[among].mean() >= share)


def of_invoices(figures: Figures, columns: dict[str, int], why: dict[int, str]) -> dict[str, int]:
    """The columns of a sheet of documents, as its amounts say."""
    return _by_sums(figures, _with_gross(figures, _with_open(figures, columns)), why)


def _with_open(figures: Figures, columns: dict[str, int]) -> dict[str, int]:
    """ "Amount due" is the open amount where it is what paid amounts leave, or where nothing else is told
    that lessens the gross, and it is less on some rows."""
    if "open" in columns or not {"gross", "due_amount"} <= columns.keys():
        return columns
    due, gross = columns["due_amount"], columns["gross"]
    if "paid" in columns:
        is_open = figures.adds_up(due, columns["paid"], gross)
    else:
        left, whole = figures.minor(due), figures.minor(gross)
        within = (np.abs(left) <= np.abs(whole)) & (left * np.sign(whole) >= 0)
        lessened = {"prepaid", "rounding", "discount", "charge"} & columns.keys()
        is_open = not lessened and bool((left != whole).any()) and _mostly(within, whole != 0, _NEARLY_ALL)
    if not is_open:
        return columns
    return {name: at for name, at in columns.items() if name != "due_amount"} | {"open": due}


def _with_gross(figures: Figures, columns: dict[str, int]) -> dict[str, int]:
    """What is to be paid is the gross, where no other column is: a lone "Amount", or "Amount due".

    Beside a tax a lone "Amount" may be either; then only the sum of net and tax tells.
    """
    if "gross" in columns:
        return columns
    for name in ("due_amount", "net"):
        column = columns.get(name)
        means_gross = column is not None and figures.means(column, "gross", "invoices")
        if column is None or (name == "net" and ("tax" in columns or not means_gross)):
            continue
        others = {field: at for field, at in columns.items() if field != name}
        alone = name == "net" or "net" not in others or "tax" not in others
        if alone or figures.adds_up(others["net"], others["tax"], column):
            return others | {"gross": column}
    return columns


def _by_sums(figures: Figures, columns: dict[str, int], why: dict[int, str]) -> dict[str, int]:
    """Where net + tax = gross on most rows only in another order of these columns, that order is taken."""
    names = ("net", "tax", "gross")
    if not all(name in columns for name in names):
        return columns
    places = [columns[name] for name in names]
    if figures.adds_up(*places):
        for column in places:
            why[column] += "; net + tax = gross"
        return columns
    # Sums cannot tell net from tax, so only the gross changes places.
    for net, tax, gross in ((2, 1, 0), (0, 2, 1)):
        if figures.adds_up(places[net], places[tax], places[gross]):
            for column in places:
                why[column] = "net + tax = gross only this way"
            return columns | {"net": places[net], "tax": places[tax], "gross": places[gross]}
    return columns


def of_lines(figures: Figures, columns: dict[str, int], why: dict[int, str]) -> dict[str, int]:
    """The columns of a sheet of lines: the line's amount is the one that quantity and price make.

    A total of the document that each of its lines repeats is not the line's.
    """
    if not {"quantity", "unit_price", "net"} <= columns.keys():
        return columns
    quantity, price, net = (columns[name] for name in ("quantity", "unit_price", "net"))
    named = {"tax", "gross"} <= columns.keys() and figures.adds_up(net, columns["tax"], columns["gross"])
    if named or figures.multiplies(quantity, price, net):
        return columns
    others = [at for at in figures.captions if at not in columns.values() and at not in why]
    for column in others:
        if figures.means(column, "net", "lines") and figures.multiplies(quantity, price, column):
            why[column] = "quantity × price = this amount"
            return _with_line_gross(figures, columns | {"net": column}, net, why)
    if "number" in columns and _repeats(figures, columns):
        why[net] = "the document's amount on each of its lines, not the line's"
        return {name: at for name, at in columns.items() if name != "net"}
    return columns


def _with_line_gross(
    figures: Figures, columns: dict[str, int], freed: int, why: dict[int, str]
) -> dict[str, int]:
    if "tax" in columns and "gross" not in columns and figures.adds_up(columns["net"], columns["tax"], freed):
        return columns | {"gross": freed}
    why[freed] = "not what quantity and price make"
    return columns


def _repeats(figures: Figures, columns: Mapping[str, int]) -> bool:
    """Whether documents with several unlike lines bear one amount on all of them."""
    document, amount = figures.keys(columns["number"]), figures.minor(columns["net"])
    made = figures.products(columns["quantity"], columns["unit_price"])
    order = np.lexsort((np.arange(len(document)), document))
    same = (document[order][1:] == document[order][:-1]) & (document[order][1:] >= 0)
    unlike = same & (made[order][1:] != made[order][:-1])
    return int(unlike.sum()) >= _FEW and _mostly(amount[order][1:] == amount[order][:-1], unlike, _NEARLY_ALL)


def left_out(figures: Figures, columns: Mapping[str, int], accounts: frozenset[str]) -> dict[str, str]:
    """Fields whose columns hold something else than their captions promise, each with why.

    ``accounts`` are the columns' captions under which any account may stand, not only the customer's.
    """
    found: dict[str, str] = {}
    if {"open", "gross"} <= columns.keys() and not _may_be_open(figures, columns):
        found["open"] = "more than the amounts: a running balance, or all that the customer owes"
    named = {"customer", "customer_name"} <= columns.keys()
    if named and figures.captions.get(columns["customer"]) in accounts:
        accounts_and_names = (figures.keys(columns[name]) for name in ("customer", "customer_name"))
        if not _follow_each_other(*accounts_and_names):
            found["customer"] = "there is not one of these accounts for each customer"
    return found


def _may_be_open(figures: Figures, columns: Mapping[str, int]) -> bool:
    """No more can be open of a document than its amount; a few mistakes apart, and one on a short sheet."""
    left, gross = figures.minor(columns["open"]), figures.minor(columns["gross"])
    telling = (left != 0) & (gross != 0)
    if "number" in columns:  # totals have none
        telling &= figures.keys(columns["number"]) >= 0
    within = np.abs(left) <= np.abs(gross)
    single = int((telling & ~within).sum()) <= 1
    return int(telling.sum()) < _FEW or single or _mostly(within, telling, _NEARLY_ALL)


def _follow_each_other(accounts: Minor, names: Minor) -> bool:
    """Whether there is about one account for each name; blanks do not count."""
    both = (accounts >= 0) & (names >= 0)
    if not both.any():
        return True
    pairs = np.unique(np.stack([accounts[both], names[both]]), axis=1).shape[1]
    return bool(min(len(np.unique(accounts[both])), len(np.unique(names[both]))) >= _MOST * pairs)


# Debits and credits --------------------------------------------------------------------------------------


def is_journal(figures: Figures, columns: Mapping[str, int]) -> bool:
    """Whether most entries balance within themselves: accounts of all kinds, not the customers' alone."""
    if not {"number", "date", "debit", "credit"} <= columns.keys():
        return False
    over = figures.minor(columns["debit"]) - figures.minor(columns["credit"])
    both = np.stack([figures.keys(columns["number"]), figures.keys(columns["date"])])
    _, entry, rows = np.unique(both, axis=1, return_inverse=True, return_counts=True)
    sums = np.zeros(len(rows), np.int64)
    np.add.at(sums, entry.reshape(-1), over)
    return bool(rows.sum()) and float(rows[(rows > 1) & (sums == 0)].sum()) >= _MOST * float(rows.sum())


def say_of_balance(
    grid: Grid, rows: NDArray[np.int64], columns: Mapping[str, int], why: dict[int, str]
) -> None:
    """Adds to the reason of a balance column whether it runs: the last one, plus debit, less credit."""
    if not {"debit", "credit", "balance"} <= columns.keys():
        return
    figures = Figures(grid, rows[:_SAMPLE], {})
    over = figures.minor(columns["debit"]) - figures.minor(columns["credit"])
    orders = [np.arange(len(figures.rows))]
    orders += [
        np.argsort(figures.keys(columns[name]), kind="stable")
        for name in ("customer", "customer_name")
        if name in columns
    ]
    balance = figures.minor(columns["balance"])
    runs = [np.diff(balance[order]) == over[order][1:] for order in orders]
    filled = [(over[order][1:] != 0) for order in orders]
    shares = [float(run[full].mean()) if full.any() else 0.0 for run, full in zip(runs, filled, strict=True)]
    if max(shares) == 1:
        why[columns["balance"]] += "; each is the last one plus debit less credit"
    elif max(shares) >= _MOST:
        best = shares.index(max(shares))
        wrong = np.sort(figures.rows[orders[best][1:][~runs[best] & filled[best]]])
        named = ", ".join(map(str, wrong[:_NAMED].tolist())) + (" …" if len(wrong) > _NAMED else "")
        why[columns["balance"]] += f"; not the last one plus debit less credit in row {named}"
    else:
        why[columns["balance"]] += "; it does not run on from row to row"
