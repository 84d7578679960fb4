"""The *Summary* sheet: the clerk's own formulas, with the results Excel has for them, and a chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from invoicing_xl.build.demo_ledger import DEMO_AS_OF, Books, Row, as_written

_FIRST_CUSTOMER, _MONTHS_COLUMN = 6, 8
_CAPTIONS = ("Customer", "Name", "Currency", "Billed", "Received", "Open")


def write_summary(workbook: Workbook, books: Books, title: Format, header: Format, money: Format) -> None:
    """Billed, received and open by customer, billed by month in euros, and the months as a chart."""
    sheet = workbook.add_worksheet("Summary")
    day = workbook.add_format({"num_format": "d mmm yyyy", "align": "left"})
    total = workbook.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
    for column, width in enumerate((12, 30, 10, 14, 14, 14, 3, 4, 12, 14)):
        sheet.set_column(column, column, width)
    sheet.write_string("A1", "Month end", title)
    sheet.write_string("A2", "As of")
    sheet.write_datetime("B2", dt.datetime.combine(DEMO_AS_OF, dt.time()), day)
    sheet.write_string("A3", "My own figures, straight from the lists. They do not agree with the bank yet.")
    _customers(sheet, books, header, money, total)
    _months(workbook, sheet, books, header, money)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _customers(sheet: Worksheet, books: Books, header: Format, money: Format, total: Format) -> None:
    for column, caption in enumerate(_CAPTIONS):
        sheet.write_string(_FIRST_CUSTOMER - 2, column, caption, header)
    for row, customer in enumerate(books.customers, start=_FIRST_CUSTOMER):

        def of_customer(one: Row, wanted: str = customer.id) -> bool:
            return one["Customer ID"] == wanted

        billed = _sum(books.invoices, "Total", of_customer)
        received = _sum(books.payments, "Amount", of_customer)
        for column, text in enumerate((customer.id, customer.name, customer.currency)):
            sheet.write_string(row - 1, column, text)
        sheet.write_formula(
            f"D{row}", f"=SUMIFS(tblInvoices[Total],tblInvoices[Customer ID],A{row})", money, billed
        )
        sheet.write_formula(
            f"E{row}", f"=SUMIFS(tblPayments[Amount],tblPayments[Customer ID],A{row})", money, received
        )
        sheet.write_formula(f"F{row}", f"=D{row}-E{row}", money, billed - received)
    last = _FIRST_CUSTOMER + len(books.customers) - 1
    euros = [
        _sum(books.invoices, "Total", lambda row: row["Cur"] == "EUR"),
        _sum(books.payments, "Amount", lambda row: row["Cur"] == "EUR"),
    ]
    sheet.write_string(last + 1, 0, "Euros")
    sheet.write_formula(last + 1, 3, '=SUMIFS(tblInvoices[Total],tblInvoices[Cur],"EUR")', total, euros[0])
    sheet.write_formula(last + 1, 4, '=SUMIFS(tblPayments[Amount],tblPayments[Cur],"EUR")', total, euros[1])
    sheet.write_formula(last + 1, 5, f"=D{last + 2}-E{last + 2}", total, euros[0] - euros[1])
    sheet.conditional_format(f"F{_FIRST_CUSTOMER}:F{last}", {"type": "data_bar", "bar_color": "#9FC5B8"})


def _months(workbook: Workbook, sheet: Worksheet, books: Books, header: Format, money: Format) -> None:
    name = workbook.add_format({"num_format": "mmm yyyy", "align": "left"})
    sheet.write_string(_FIRST_CUSTOMER - 2, _MONTHS_COLUMN, "Month", header)
    sheet.write_string(_FIRST_CUSTOMER - 2, _MONTHS_COLUMN + 1, "Billed EUR", header)
    for month in range(1, 7):
        row = _FIRST_CUSTOMER + month - 1
        first, after = dt.date(2026, month, 1), dt.date(2026, month + 1, 1)

        def in_month(one: Row, first: dt.date = first, after: dt.date = after) -> bool:
            date = one["Date"]
            return one["Cur"] == "EUR" and isinstance(date, dt.date) and first <= date < after

        sheet.write_datetime(row - 1, _MONTHS_COLUMN, dt.datetime(2026, month, 1), name)
        sheet.write_formula(
            row - 1,
            _MONTHS_COLUMN + 1,
            f'=SUMIFS(tblInvoices[Total],tblInvoices[Cur],"EUR",tblInvoices[Date],">="&I{row},'
            f'tblInvoices[Date],"<"&EDATE(I{row},1))',
            money,
            _sum(books.invoices, "Total", in_month),
        )
    chart = workbook.add_chart({"type": "column"})
    top, bottom = _FIRST_CUSTOMER - 1, _FIRST_CUSTOMER + 4
    chart.add_series(
        {
            "name": "Billed EUR",
            "categories": ["Summary", top, _MONTHS_COLUMN, bottom, _MONTHS_COLUMN],
            "values": ["Summary", top, _MONTHS_COLUMN + 1, bottom, _MONTHS_COLUMN + 1],
            "fill": {"color": "#2F5D50"},
        }
    )
    chart.set_title({"name": "Billed by month, EUR"})
    chart.set_legend({"none": True})
    sheet.insert_chart("I14", chart)


def _sum(rows: Sequence[Row], caption: str, wanted: Callable[[Row], bool]) -> float:
    """As SUMIFS adds: numbers only, a number stored as text is not one."""
    values = [as_written(caption, row[caption]) for row in rows if wanted(row)]
    return sum(value for value in values if isinstance(value, int | float))
