"""*Aging*: customers and buckets, with totals, shares and the tie-out as formulas, and a chart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from invoicing_xl.model import looks
from invoicing_xl.model.cells import Area, column_letters
from invoicing_xl.model.plans import BarChart, Look, PrintSetup, SheetPlan
from invoicing_xl.model.settings import Settings
from invoicing_xl.statements.aging import Aging
from invoicing_xl.statements.canvas import (
    Canvas,
    amount_width,
    down,
    fitted_name,
    header_rows,
    name_width,
    rounded,
    sparse,
)
from invoicing_xl.statements.paging import Between, rows_on_a_page, uncut

TITLE = "Aging"
_FIRST_AMOUNT = 4
_CHART_ROWS = 15
_SHARE = Look(italic=True, color=looks.QUIET, align="right", number_format="0.0%")
_SHARE_LABEL = Look(italic=True, color=looks.QUIET)


def aging_plan(aging: Aging, settings: Settings) -> SheetPlan:
    """The sheet: one row for each customer and currency, sorted by customer."""
    return _AgingSheet(aging).plan(settings)


class _AgingSheet:
    """Columns are customer, name, currency, the buckets, unapplied, balance."""

    def __init__(self, aging: Aging) -> None:
        self._aging = aging
        self._ledger = aging.ledger
        self._canvas = Canvas(aging.ledger)
        self._captions = [*aging.buckets.labels, "Unapplied", "Balance"]
        self._balance_column = _FIRST_AMOUNT + len(self._captions) - 1
        self._charts: list[BarChart] = []

    def plan(self, settings: Settings) -> SheetPlan:
        canvas = self._canvas
        canvas.put(1, TITLE, looks.TITLE)
        canvas.skip()
        canvas.put(1, self._subtitle(), looks.LABEL)
        canvas.skip(2)
        header = header_rows(
            canvas,
            ["Customer", "Name", "Currency", *self._captions],
            right=range(_FIRST_AMOUNT, self._balance_column + 1),
        )
        first = canvas.skip()
        self._customers()
        last = max(canvas.row - 1, first)
        totals = self._totals(first, last)
        self._tie_out(totals)
        widths = self._widths()
        printing = PrintSetup(
            landscape=True,
            paper=settings.paper,
            repeat_rows=(header, header),
            footer=f"&LAging on {self._aging.as_of}&RPage &P of &N",
        )
        self._chart(header, totals, rows_on_a_page(widths.values(), printing))
        return SheetPlan(
            TITLE,
            "aging",
            canvas.cells,
            widths=widths,
            freeze=(header + 1, _FIRST_AMOUNT),
            filter=Area(header, 1, last, self._balance_column),
            charts=self._charts,
            printing=replace(printing, area=Area(1, 1, canvas.row, self._balance_column)),
        )

    def _subtitle(self) -> str:
        basis = "by due date" if self._aging.buckets.basis == "due" else "by document date"
        undated = self._aging.undated
        without = "" if not undated else f" · {undated:,} without a due date, aged by document date"
        missing = len(self._ledger.left_out)
        left_out = "" if not missing else f" · {missing:,} row{'' if missing == 1 else 's'} not counted"
        return f"Open amounts on {self._aging.as_of}, {basis}, in days{without}{left_out}"

    def _customers(self) -> None:
        aging, canvas, ledger = self._aging, self._canvas, self._ledger
        amounts = np.column_stack([aging.amounts, aging.unapplied, aging.balance]).tolist()
        for customer, currency, row in zip(
            aging.customer.tolist(), aging.currency.tolist(), amounts, strict=True
        ):
            money = looks.money(ledger.places(currency))
            canvas.put(1, ledger.customers.ids[customer], looks.BODY)
            canvas.put(2, fitted_name(ledger.customers.names[customer]), looks.BODY)
            canvas.put(3, ledger.currencies[currency], looks.BODY)
            for column, minor in enumerate(row[:-1], _FIRST_AMOUNT):
                canvas.money(column, minor, currency, sparse(money))
            self._balance(row[-1], currency, money)
            canvas.skip()
        if not amounts:
            canvas.put(1, "Nothing is open.", looks.BODY)
            canvas.skip()

    def _balance(self, minor: int, currency: int, look: Look) -> None:
        first, last = column_letters(_FIRST_AMOUNT), column_letters(self._balance_column - 1)
        across = f"SUM({first}{self._canvas.row}:{last}{self._canvas.row})"
        formula = rounded(across, self._ledger.places(currency))
        self._canvas.money(self._balance_column, minor, currency, look, formula=formula)

    def _totals(self, first: int, last: int) -> dict[int, int]:
        """A total and its shares for each currency; returns the rows of the totals."""
        aging, canvas = self._aging, self._canvas
        rows: dict[int, int] = {}
        for currency in aging.currencies:
            rows[currency] = canvas.row
            places = self._ledger.places(currency)
            code, look = self._ledger.currencies[currency], looks.total(places)
            mine = aging.currency == currency
            sums = [*aging.amounts[mine].sum(axis=0).tolist(), int(aging.unapplied[mine].sum())]
            canvas.put_all(["Total", None, code], looks.TOTAL_LABEL)
            for column, minor in enumerate(sums, _FIRST_AMOUNT):
                matching = f'SUMIF({down(first, last, 3)},"{code}",{down(first, last, column)})'
                canvas.money(column, minor, currency, look, formula=rounded(matching, places))
            self._balance(sum(sums), currency, look)
            canvas.skip()
            self._shares(sums)
            canvas.skip()
        canvas.skip()
        return rows

    def _shares(self, sums: list[int]) -> None:
        canvas, total = self._canvas, sum(sums)
        canvas.put(1, "Share of balance", _SHARE_LABEL)
        balance = f"${column_letters(self._balance_column)}${canvas.row - 1}"
        for column, minor in enumerate([*sums, total], _FIRST_AMOUNT):
            above = f"{column_letters(column)}{canvas.row - 1}"
            share = minor / total if total else ""
            canvas.put(column, share, _SHARE, formula=f'=IF({balance}=0,"",{above}/{balance})')

    def _tie_out(self, totals: dict[int, int]) -> None:
        """The balance in the table against all documents added up."""
        canvas, control = self._canvas, self._aging.control
        balance = self._balance_column
        canvas.put_all(["Tie-out", None, "Currency", *[None] * (balance - 6)], looks.HEADER)
        canvas.put_all(["This aging", "All documents", "Difference"], looks.HEADER_RIGHT, first=balance - 2)
        for currency, row in totals.items():
            canvas.skip()
            places, minor = self._ledger.places(currency), int(control[currency])
            money = looks.money(places)
            code = self._ledger.currencies[currency]
            canvas.put_all([None, None, code, *[None] * (balance - 6)], looks.BODY)
            canvas.money(balance - 2, minor, currency, money, formula=f"={column_letters(balance)}{row}")
            canvas.money(balance - 1, minor, currency, money)
            stated, all_documents = (
                f"{column_letters(column)}{canvas.row}" for column in (balance - 2, balance - 1)
            )
            canvas.money(balance, 0, currency, money, formula=rounded(f"{stated}-{all_documents}", places))
        canvas.skip(2)

    def _chart(self, header: int, totals: dict[int, int], on_a_page: Between) -> None:
        """The buckets of each currency as columns, two charts beside each other."""
        canvas = self._canvas
        last = _FIRST_AMOUNT + len(self._aging.buckets.labels) - 1
        for place, (currency, row) in enumerate(totals.items()):
            if place % 2 == 0:
                canvas.skip(_CHART_ROWS if place else 0)
                canvas.row = uncut(canvas.row, _CHART_ROWS, on_a_page)
            self._charts.append(
                BarChart(
                    f"Open by age, {self._ledger.currencies[currency]}",
                    categories=Area(header, _FIRST_AMOUNT, header, last),
                    values=Area(row, _FIRST_AMOUNT, row, last),
                    row=canvas.row,
                    column=(1, _FIRST_AMOUNT + 1)[place % 2],
                    width=470,
                )
            )
        canvas.skip(_CHART_ROWS if totals else 0)

    def _widths(self) -> dict[int, float]:
        aging = self._aging
        largest = max(np.abs(aging.amounts).max(initial=0), np.abs(aging.control).max(initial=0))
        amounts = amount_width(int(largest), 2)
        ids, names = (
            [known[customer] for customer in aging.customer.tolist()]
            for known in (self._ledger.customers.ids, self._ledger.customers.names)
        )
        widths = {1: name_width(ids, least=14), 2: name_width(names, least=34), 3: 9.0}
        return widths | dict.fromkeys(range(_FIRST_AMOUNT, self._balance_column + 1), amounts)
