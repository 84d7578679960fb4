"""What is seen in workbooks as clerks keep them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.layout.see import see
from invoicing_xl.layout.sight import Override, Sight
from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.model.settings import Settings
from tests.layout.books import Cell, sheet

START = date(2026, 3, 2)


def look(*grids: Grid, overrides: tuple[Override, ...] = ()) -> Sight:
    return see(grids, Settings(), overrides)


def fields(sight: Sight, at: int = 0) -> dict[str, str]:
    """Caption -> field, of the table at that place."""
    return {column.caption: column.field for column in sight.seen[at].columns if column.field}


def invoice_rows(count: int = 12) -> list[list[Cell]]:
    """Number, date, due date, customer ID, name, net, rate, tax, gross."""
    rows: list[list[Cell]] = []
    for at in range(count):
        net = 100 + 10 * at
        day = START + timedelta(days=3 * at)
        rows.append(
            [
                f"R-{2601 + at}", day, day + timedelta(days=30), f"C{100 + at % 4}", f"Firm {at % 4} & Sons",
                float(net), 0.2, net * 0.2, net * 1.2,
            ]
        )  # fmt: skip
    return rows


def payment_rows(number: str, day: str, invoice: str, method: str) -> list[list[Cell]]:
    """Captions, and nine payments."""
    rows: list[list[Cell]] = [[number, day, "Customer ID", invoice, "Amount", method]]
    for at in range(9):
        rows.append([f"P{at}", START + timedelta(days=at), "C100", f"R-{2601 + at}", 120.0, "Card"])
    return rows


CAPTIONS = {
    "en": "Invoice No, Invoice Date, Due Date, Customer ID, Customer, Net, VAT rate, VAT, Total".split(", "),
    "de": "Rech.-Nr., Rechnungsdatum, Fällig am, Kunden-Nr., Kunde, Netto, USt-Satz, USt, Brutto".split(", "),
    "fr": (
        "N° facture, Date de facture, Échéance, Code client, Client, Montant HT, Taux TVA, TVA, Total TTC"
    ).split(", "),
    "es": (
        "Nº de factura, Fecha de factura, Vencimiento, Código cliente, Cliente, Base imponible, Tipo IVA, "
        "IVA, Importe total"
    ).split(", "),
    "nl": (
        "Factuurnummer, Factuurdatum, Vervaldatum, Klantnummer, Klant, Excl. btw, Btw-tarief, Btw, Incl. btw"
    ).split(", "),
}
INVOICE_FIELDS = [
    "number",
    "date",
    "due_date",
    "customer",
    "customer_name",
    "net",
    "tax_rate",
    "tax",
    "gross",
]


@pytest.mark.parametrize("language", CAPTIONS)
def test_captions_of_five_languages(language: str) -> None:
    sight = look(sheet("Blatt1", [list(CAPTIONS[language]), *invoice_rows()]))
    assert [table.kind for table in sight.tables] == ["invoices"]
    assert fields(sight) == dict(zip(CAPTIONS[language], INVOICE_FIELDS, strict=True))


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations(range(9)),
    language=st.sampled_from(sorted(CAPTIONS)),
    titles=st.integers(0, 6),
    shift=st.integers(1, 5),
    extra=st.booleans(),
)
def test_order_titles_and_other_columns_change_nothing(
    order: list[int], language: str, titles: int, shift: int, extra: bool
) -> None:
    captions = [CAPTIONS[language][at] for at in order]
    rows = [[row[at] for at in order] for row in invoice_rows()]
    if extra:
        captions.insert(4, "Sachbearbeiter/in")
        rows = [[*row[:4], "AB", *row[4:]] for row in rows]
    head: list[list[Cell]] = [["Sales ledger 2026, as kept by the office"], *[[None] for _ in range(titles)]]
    sight = look(sheet("Sheet1", [*head, captions, *rows], first_column=shift))
    assert fields(sight) == dict(zip(CAPTIONS[language], INVOICE_FIELDS, strict=True))
    assert sight.tables[0].header_row == len(head) + 1
    assert len(sight.tables[0]) == 12


def test_an_excel_table_says_where_it_is() -> None:
    rows = [list(CAPTIONS["en"]), *invoice_rows(), ["Total", *[None] * 7, 1992.0]]
    area = Area(4, 2, 17, 10)
    grid = sheet("Sales", rows, first_row=4, first_column=2, tables=(SheetTable("tblSales", area, 1, 1),))
    table = look(grid).tables[0]
    assert (table.header_row, int(table.rows[0]), int(table.rows[-1])) == (4, 5, 16)


@pytest.mark.parametrize("filled", [0, 1, 12])
def test_an_excel_table_may_be_longer_than_what_is_filled_in(filled: int) -> None:
    rows = [list(CAPTIONS["en"]), *invoice_rows(filled)]
    sight = look(sheet("Sales", rows, tables=(SheetTable("tblSales", Area(1, 1, 40, 9), 1, 0),)))
    assert [len(table) for table in sight.tables] == [filled] * bool(filled)


@pytest.mark.parametrize("first_row", [1, 4, 9], ids=["level", "in the ledger", "further down"])
@pytest.mark.parametrize("gap", [1, 2])
def test_an_excel_table_beside_the_ledger_takes_nothing_from_it(first_row: int, gap: int) -> None:
    captions = list(CAPTIONS["en"])
    rows: list[list[Cell]] = [captions, *invoice_rows()]
    rates: list[list[Cell]] = [["Code", "Percent"], ["S", 20], ["R", 5], ["Z", 0]]
    for row, beside in zip(rows[first_row - 1 :], rates, strict=False):
        row += [*[None] * gap, *beside]
    left = len(captions) + gap + 1
    area = Area(first_row, left, first_row + 3, left + 1)
    table = look(sheet("Sales", rows, tables=(SheetTable("Rates", area, 1, 0),))).tables[0]
    assert (table.kind, table.header_row, len(table)) == ("invoices", 1, 12)


def test_an_excel_table_below_ends_the_ledger_and_notes_beside_one_are_no_ledger() -> None:
    captions = list(CAPTIONS["en"])
    rows = [captions, *invoice_rows(6), [None], captions, *invoice_rows(6)]
    below = sheet("Sales", rows, tables=(SheetTable("Old", Area(9, 1, 15, len(captions)), 1, 0),))
    assert sorted(table.header_row for table in look(below).tables) == [1, 9]
    assert [len(table) for table in look(below).tables] == [6, 6]

    notes = [[*captions, "Customer", "Invoice Date"]] + [[*row, row[4], row[1]] for row in invoice_rows()]
    noted = sheet("Sales", notes, tables=(SheetTable("Sales", Area(1, 1, 13, len(captions)), 1, 0),))
    assert len(look(noted).tables) == 1


def test_lines_payments_customers_and_a_dashboard() -> None:
    lines: list[list[Cell]] = [["Invoice No", "Line", "Item", "Qty", "Unit Price", "Discount", "Line Total"]]
    lines += [[f"R-{2601 + at // 2}", at % 2 + 1, "Box of nails", 3.0, 2.5, 0.1, 6.75] for at in range(20)]
    payments: list[list[Cell]] = [
        ["Payment No", "Payment Date", "Customer ID", "Invoice No", "Amount", "Method"]
    ]
    payments += [
        [f"P{at}", START + timedelta(days=at), "C100", f"R-{2601 + at}", 120.0, "Card"] for at in range(9)
    ]
    customers: list[list[Cell]] = [["No", "Name", "Street", "City", "Country", "Terms", "Currency"]]
    customers += [
        [f"C{100 + at}", f"Firm number {at} Ltd", "High Street 1", "Leeds", "UK", 30, "GBP"]
        for at in range(4)
    ]
    dashboard: list[list[Cell]] = [["Sales this month"], ["North", 1200.0], ["South", 800.0], ["Sum", 2000.0]]
    sight = look(
        sheet("Invoices", [list(CAPTIONS["en"]), *invoice_rows()]),
        sheet("Lines", lines),
        sheet("Receipts", payments),
        sheet("Customers", customers),
        sheet("Dashboard", dashboard),
    )
    assert [table.kind for table in sight.tables] == ["invoices", "lines", "payments", "customers"]
    assert [one.sheet for one in sight.not_seen] == ["Dashboard"]
    assert fields(sight, 1)["Line Total"] == "net"
    assert fields(sight, 1)["Discount"] == "discount_rate"
    assert fields(sight, 2)["Invoice No"] == "applies_to"
    assert fields(sight, 3)["Name"] == "customer_name"
    # The customers' currency reaches their invoices and, through these, lines and payments.
    assert {sight.tables[at].currencies[0] for at in range(3)} == {"GBP"}  # type: ignore[index]


def test_totals_headers_and_notes_inside_the_data_are_left_out() -> None:
    data = invoice_rows(6)
    first, second = data[:3], data[3:]
    rows: list[list[Cell]] = [
        list(CAPTIONS["en"]),
        *first,
        ["Subtotal", None, None, None, None, 330.0, None, 66.0, 396.0],
        [None],
        list(CAPTIONS["en"]),
        *second,
        [
            "Total",
            None,
            None,
            None,
            None,
            Content(750.0, "=SUM(F2:F10)"),
            None,
            None,
            Content(900.0, "=SUM(I2:I10)"),
        ],
        ["* amounts in the customer's currency"],
    ]
    table = look(sheet("Invoices", rows)).tables[0]
    assert table.rows.tolist() == [2, 3, 4, 8, 9, 10]
    assert [(one.row, one.reason) for one in table.left_out] == [
        (5, "subtotal"), (6, "blank"), (7, "header"), (11, "total"), (12, "note"),
    ]  # fmt: skip


def test_a_customer_called_total_is_data() -> None:
    rows = invoice_rows(8)
    rows[3][4] = "Total Care Ltd"
    rows[5][4] = "Summe & Saldo GmbH"
    table = look(sheet("Invoices", [list(CAPTIONS["en"]), *rows])).tables[0]
    assert len(table) == 8


def test_a_row_without_a_number_is_data() -> None:
    rows = invoice_rows(8)
    rows[4][0] = None
    table = look(sheet("Invoices", [list(CAPTIONS["en"]), *rows])).tables[0]
    assert len(table) == 8


def test_hidden_rows_are_read_like_others() -> None:
    table = look(
        sheet("Invoices", [list(CAPTIONS["en"]), *invoice_rows(8)], hidden=frozenset({3, 4}))
    ).tables[0]
    assert len(table) == 8


def test_a_group_caption_above_the_captions() -> None:
    top: list[Cell] = ["Invoice", None, None, "Customer", None, "Amounts", None, None, None]
    low: list[Cell] = ["No", "Date", "Due", "ID", "Name", "Net", "VAT rate", "VAT", "Gross"]
    merged = (Area(1, 1, 1, 3), Area(1, 4, 1, 5), Area(1, 6, 1, 9))
    sight = look(sheet("Ledger", [top, low, *invoice_rows()], merged=merged))
    assert set(fields(sight).values()) == set(INVOICE_FIELDS)


def test_content_outweighs_the_caption() -> None:
    captions = list(CAPTIONS["en"])
    captions[1], captions[5] = captions[5], captions[1]  # "Net" over dates, "Invoice Date" over amounts
    sight = look(sheet("Invoices", [captions, *invoice_rows()]))
    assert fields(sight).get("Net") != "net"
    assert fields(sight).get("Invoice Date") != "date"


def test_total_and_amount_are_told_apart_by_arithmetic() -> None:
    captions = list(CAPTIONS["en"])
    captions[5], captions[8] = "Total", "Amount"  # net under "Total", gross under "Amount"
    sight = look(sheet("Invoices", [captions, *invoice_rows()]))
    assert (fields(sight)["Total"], fields(sight)["Amount"]) == ("net", "gross")


def test_an_amount_due_beside_what_was_paid_is_open() -> None:
    rows = [[*row, 50.0, float(str(row[8])) - 50.0] for row in invoice_rows()]
    sight = look(sheet("Invoices", [[*CAPTIONS["en"], "Paid", "Amount due"], *rows]))
    assert fields(sight)["Amount due"] == "open"


def test_a_lone_amount_is_the_gross() -> None:
    rows = [[row[0], row[1], row[4], row[8]] for row in invoice_rows()]
    sight = look(sheet("Billing", [["Bill #", "Bill date", "Bill to", "Amount"], *rows]))
    assert fields(sight)["Amount"] == "gross"


def test_the_clerk_is_obeyed() -> None:
    grid = sheet(
        "Invoices", [[*CAPTIONS["en"], "Zeta"], *[[*row, float(at)] for at, row in enumerate(invoice_rows())]]
    )
    own = Override("Invoices", fields={9: None, 10: "gross", 5: "note"})
    sight = look(grid, overrides=(own,))
    assert sight.tables[0].columns["gross"] == 10
    assert sight.tables[0].columns["note"] == 5
    assert "customer_name" not in sight.tables[0].columns
    assert not look(grid, overrides=(Override("Invoices", kind=""),)).tables


def test_two_tables_below_each_other() -> None:
    payments = payment_rows("Receipt No", "Received on", "Invoice", "Payment method")
    rows = [list(CAPTIONS["en"]), *invoice_rows(6), [None], [None], *payments]
    sight = look(sheet("Month end", rows))
    assert [(table.kind, len(table)) for table in sight.tables] == [("invoices", 6), ("payments", 9)]


def test_text_numbers_of_one_column_decide_how_it_writes_numbers() -> None:
    rows = invoice_rows()
    rows[2][8], rows[4][8] = "1.234,50", "1.500"
    table = look(sheet("Invoices", [list(CAPTIONS["de"]), *rows])).tables[0]
    assert str(table.amounts("gross")[2]) == "1234.50"
    assert str(table.amounts("gross")[4]) == "1500.00"


def test_empty_and_foreign_sheets_are_no_tables() -> None:
    recipe: list[list[Cell]] = [["Ingredient", "Grams"], ["Flour", 500.0], ["Salt", 10.0], ["Water", 320.0]]
    sight = look(sheet("Empty", []), sheet("Recipe", recipe))
    assert not sight.tables
    assert sight.not_seen[0].why == "empty"


@pytest.mark.parametrize("formula", ['=INV_STATEMENT("C100",A1:I9)', "=SORT([1]!inv_aging(A1:I9,A1:I1,B2))"])
def test_what_our_worksheet_functions_give_is_no_list_of_the_clerks(formula: str) -> None:
    """A statement beside the rows it is made of would count them twice."""
    captions = [Content(caption, formula=formula) for caption in CAPTIONS["en"]]
    assert look(sheet("Invoices", [list(CAPTIONS["en"]), *invoice_rows()])).tables
    assert not look(sheet("Statement", [captions, *invoice_rows()])).tables


@pytest.mark.parametrize(
    ("caption", "currency"),
    {
        "Amount (£)": "GBP", "Betrag in €": "EUR", "Amount (₹)": "INR", "Kwota (zł) Total": "PLN",
        "total_usd": "USD", "Total (R$)": "BRL", "Amount ($)": "USD",
    }.items(),
)  # fmt: skip
def test_a_sign_in_a_caption_names_the_currency(caption: str, currency: str) -> None:
    captions: list[Cell] = ["Invoice No", "Date", "Customer", caption.replace("Kwota", "Gross")]
    rows: list[list[Cell]] = [[f"R-{at}", START, "Elm Trading", 100.0 + at] for at in range(5)]
    (table,) = look(sheet("Sales", [captions, *rows])).tables
    assert "gross" in table.columns
    assert table.currencies is not None
    assert table.currencies[0] == currency


def test_labels_below_captions_are_no_row_of_data() -> None:
    captions: list[Cell] = ["Invoice", "Date", "Customer", "Litres", None, "Total"]
    below: list[Cell] = [None, None, None, "Petrol", "Diesel", None]
    rows: list[list[Cell]] = [[f"R-{at}", START, "Elm Trading", 1.0, 2.0, 9.5 + at] for at in range(5)]
    (table,) = look(sheet("Sales", [captions, below, *rows])).tables
    assert [(left.row, left.reason) for left in table.left_out] == [(2, "header")]
    assert len(table) == len(rows)


def test_bills_with_the_day_they_were_paid_are_no_payments() -> None:
    captions: list[Cell] = ["Job", "Description", "Due Date", "Paid Date", "Paid Amount"]
    rows: list[list[Cell]] = [
        [f"J{at}", "Fit-out", START, START, 100.0 + at] for at in range(5)
    ]  # no number: neither are they bills
    assert not look(sheet("AR", [captions, *rows])).tables


def test_the_party_is_the_customer_where_the_firm_stands_there_too() -> None:
    captions: list[Cell] = ["Invoice No", "Date", "Company", "Party Name", "Total"]
    rows: list[list[Cell]] = [[f"R-{at}", START, "Own Firm Ltd", f"Firm {at}", 9.5] for at in range(5)]
    assert fields(look(sheet("Sales", [captions, *rows])))["Party Name"] == "customer_name"


def test_a_group_caption_stands_before_or_behind_the_captions_below() -> None:
    groups: list[Cell] = ["Documento", None, "Cliente", None, None, "Cobro", None]
    captions: list[Cell] = ["Número", "Fecha", "Código", "Nombre", "Total", "Fecha", "Importe"]
    rows: list[list[Cell]] = [
        [f"F-{at}", START, f"C{at}", f"Firma {at} SL", 100.0 + at, START, 100.0 + at] for at in range(6)
    ]
    merged = (Area(1, 1, 1, 2), Area(1, 3, 1, 4), Area(1, 6, 1, 7))
    seen = look(sheet("Ventas", [groups, captions, *rows], merged=merged)).seen[0]
    assert {one.column: one.field for one in seen.columns} == {
        1: "number", 2: "date", 3: "customer", 4: "customer_name", 5: "gross", 6: "paid_date", 7: "paid",
    }  # fmt: skip
