"""The sheets: what stands on them, and that their formulas give the results they are written with."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.plans import PlanCell, SheetPlan
from invoicing_xl.model.posting import ledger_of
from invoicing_xl.model.settings import Letterhead, Settings
from invoicing_xl.statements.aging import age
from invoicing_xl.statements.aging_sheet import aging_plan
from invoicing_xl.statements.index_sheet import index_plan
from invoicing_xl.statements.run import statements_of
from invoicing_xl.statements.statement import Kind, StatementRun
from invoicing_xl.statements.statement_sheet import statement_plan
from tests.statements.books import day, invoice, payment, table

LETTERHEAD = Letterhead(
    "Quay & Sons", "1 Harbor Row\nSpringfield", "12-345", "ar@quay.example", "First Bank", "X1"
)
SETTINGS = Settings(letterhead=LETTERHEAD, paper="Letter")
AS_OF = np.datetime64("2026-04-30")


def _book() -> Ledger:
    """Three currencies, disputes, credits, an overpayment, a customer in credit, one that cancels out."""
    rows = [
        invoice("9", 100.1, day(1, 10), due_date=day(2, 9), currency="EUR", purchase_order="PO-1"),
        invoice("10", 200.2, day(2, 10), due_date=day(3, 31), currency="EUR", disputed="x"),
        invoice("11", 0.3, day(4, 1), due_date=day(4, 30), currency="EUR"),
        invoice("12", -20, day(4, 2), currency="EUR", type="Credit memo"),
        invoice("J1", 120_000, day(1, 5), due_date=day(2, 4), currency="JPY"),
        invoice("K1", 12.345, day(3, 5), due_date=day(5, 4), currency="KWD", customer="B"),
        invoice("C1", 50, day(3, 1), due_date=day(3, 31), currency="EUR", customer="C"),
        invoice("D1", 5, day(3, 1), currency="EUR", customer="D/E: [x]"),
        invoice("Y1", 5, None, currency="EUR", customer="Y"),  # type: ignore[arg-type]
    ]
    payments = [
        payment(40.1, day(2, 20), "9", currency="EUR", bank_text="thank you"),
        payment(75, day(3, 20), "C1", "C", number="P2", currency="EUR"),
        payment(5, day(4, 1), "", "D/E: [x]", number="P3", currency="EUR"),
    ]
    people = table(
        "customers",
        {
            "customer": "A", "customer_name": "Alder & Co", "address": "2 Elm St\nSuite 5", "city": "Shelby",
            "postcode": "00501", "country": "USA", "terms": "30", "tax_id": "99-1",
        },
    )  # fmt: skip
    return ledger_of([table("invoices", *rows), table("payments", *payments), people])


def _run(kind: Kind = "open-item", customers: Iterable[str] = ()) -> StatementRun:
    return statements_of(
        _book(), AS_OF, kind=kind, start=np.datetime64("2026-03-01"), customers=tuple(customers)
    )


def _all_plans() -> dict[str, SheetPlan]:
    plans = {"Aging": aging_plan(age(_book(), AS_OF), SETTINGS)}
    plans["Aging by date"] = aging_plan(age(_book(), AS_OF, basis="document", edges=(10, 45)), SETTINGS)
    for kind in ("open-item", "balance-forward"):
        run = _run(kind)  # type: ignore[arg-type]
        plans[f"Index {kind}"] = index_plan(run, {one.number: one.number for one in run.statements}, SETTINGS)
        for number, one in enumerate(run.statements):
            plans[f"{kind} {number}"] = statement_plan(run, one, SETTINGS)
    return plans


def _texts(plan: SheetPlan) -> list[str]:
    return [cell.value for cell in plan.cells if isinstance(cell.value, str)]


def _at(plan: SheetPlan) -> dict[tuple[int, int], PlanCell]:
    return {(cell.row, cell.column): cell for cell in plan.cells}


def test_no_cell_is_planned_twice() -> None:
    for name, plan in _all_plans().items():
        assert len(_at(plan)) == len(plan.cells), name


def test_formulas_give_the_results_they_are_written_with(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is not installed: formulas are not recalculated")
    plans = _all_plans()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, plan in plans.items():
        sheet = book.create_sheet(name)
        for cell in plan.cells:
            sheet.cell(cell.row, cell.column, cell.formula or cell.value)
    book.save(tmp_path / "formulas.xlsx")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "formulas.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    results = openpyxl.load_workbook(tmp_path / "out" / "formulas.xlsx", data_only=True)
    compared = 0
    for name, plan in plans.items():
        for cell in plan.cells:
            if cell.formula:
                compared += 1
                found = results[name].cell(cell.row, cell.column).value or 0
                assert math.isclose(found, cell.value or 0, abs_tol=1e-9), (name, cell, found)
    assert compared > 150


class TestOpenItemSheet:
    def test_who_and_what(self) -> None:
        run = _run()
        plan = statement_plan(run, run.statements[0], SETTINGS)
        texts = _texts(plan)
        for expected in (
            "Quay & Sons", "1 Harbor Row", "Springfield", "Tax ID 12-345", "Alder & Co", "2 Elm St",
            "Suite 5",
            "00501 Shelby", "USA", "ST-202604-A-1", "30 days", "99-1", "X1",
            "Items marked D are under review.",
        ):  # fmt: skip
            assert expected in texts
        assert (plan.title, plan.key, plan.kind) == ("A 2026-04", "ST-202604-A-1", "statement")

    def test_print_set_up(self) -> None:
        run = _run()
        plan = statement_plan(run, run.statements[0], SETTINGS)
        printing = plan.printing
        assert printing.paper == "Letter" and not printing.landscape
        assert "Quay && Sons" in printing.footer and "Page &P of &N" in printing.footer
        assert printing.repeat_rows is not None and printing.area is not None
        header = printing.repeat_rows[0]
        assert _at(plan)[header, 1].value == "Date"
        assert printing.area.last_row == max(cell.row for cell in plan.cells)
        assert printing.area.last_column == max(cell.column for cell in plan.cells)

    def test_titles_of_several_currencies_differ(self) -> None:
        run = _run(customers=["a"])
        titles = [statement_plan(run, one, SETTINGS).title for one in run.statements]
        assert titles == ["A 2026-04", "A 2026-04 (2)"]

    def test_decimals_of_the_currency(self) -> None:
        run = _run()
        formats = {
            run.ledger.currencies[one.currency]: {
                cell.look.number_format
                for cell in statement_plan(run, one, SETTINGS).cells
                if cell.formula and cell.formula.startswith("=ROUND(SUM(")
            }
            for one in run.statements
        }
        assert formats == {
            "EUR": {"#,##0.00;-#,##0.00"},
            "JPY": {"#,##0;-#,##0"},
            "KWD": {"#,##0.000;-#,##0.000"},
        }

    def test_credit_balance(self) -> None:
        run = _run(customers=["C"])
        texts = _texts(statement_plan(run, run.statements[0], SETTINGS))
        assert "Your account shows a credit; no payment is required." in texts
        assert "Credit balance" in texts
        assert "How to pay" not in texts

    def test_nothing_is_invented_without_a_letterhead(self) -> None:
        run = _run(customers=["B"])
        plan = statement_plan(run, run.statements[0], Settings())
        assert "IBAN" not in _texts(plan)
        assert plan.printing.paper == "A4"


class TestBalanceForwardSheet:
    def test_opening_movements_closing(self) -> None:
        run = _run("balance-forward", ["C"])
        (one,) = run.statements
        plan = statement_plan(run, one, SETTINGS)
        rows = {cell.value: cell.row for cell in plan.cells if isinstance(cell.value, str)}
        cells = _at(plan)
        assert (one.opening, one.closing) == (0, -2500)
        assert cells[rows["Closing balance"], 3].value == -25
        assert rows["Opening balance"] < rows["Closing balance"]


class TestIndex:
    def test_links_tie_out_and_reasons(self) -> None:
        run = _run()
        names = {one.number: f"Sheet '{place}'" for place, one in enumerate(run.statements)}
        plan = index_plan(run, names, SETTINGS)
        assert [cell.link for cell in plan.cells if cell.link] == [
            f"'Sheet ''{place}'''!A1" for place in range(len(run.statements))
        ]
        texts = _texts(plan)
        assert "The open items in EUR cancel out: the balance is zero." in texts
        assert "Invoices, row 10: the date is missing or not clear." in texts
        assert [tie.difference for tie in run.tie_out] == [0, 0, 0]


def test_as_of_a_workbook_that_counts_from_1904() -> None:
    ledger = _book()
    since_1904 = [one.with_grid(replace(one.grid, date1904=True)) for one in ledger.tables]
    later = ledger_of(since_1904)
    moved = later.documents.date - ledger.documents.date
    assert set(moved.astype(int).tolist()) == {1462}
    run = statements_of(later, np.datetime64("2030-05-01"))
    plan = statement_plan(run, run.statements[0], SETTINGS)
    first = next(cell for cell in plan.cells if cell.look.number_format == "yyyy-mm-dd")
    assert first.value == float((date(2026, 1, 10) - date(1899, 12, 30)).days)


def test_long_names_and_large_amounts_have_room_in_the_lists() -> None:
    name = "Gesellschaft für Übersee-Umschlag und Lagerung mbH"
    rows = [invoice("1", 123_456_789_012.34, currency="EUR")]
    people = table("customers", {"customer": "A", "customer_name": name})
    ledger = ledger_of([table("invoices", *rows), people])
    run = statements_of(ledger, AS_OF)
    plans = (aging_plan(age(ledger, AS_OF), SETTINGS), index_plan(run, {}, SETTINGS))
    for plan in plans:
        shown = {cell.column: cell.value for cell in plan.cells if cell.value in (name, 123_456_789_012.34)}
        assert len(shown) > 1
        for column, value in shown.items():
            text = value if isinstance(value, str) else f"{value:,}"
            assert plan.widths[column] > len(text), text


def test_long_texts_of_a_statement_stand_in_full_on_several_lines() -> None:
    name = "Incorporated Society of Candlestick and Lantern Makers of the Western Provinces, Branch No. 12"
    terms = "3% within ten days, net within thirty days of the date of the invoice"
    people = table("customers", {"customer": "A", "customer_name": name, "city": "Shelby", "terms": terms})
    long = {"description": "Lanterns by order 4711, part 3 of 7, " + "free of charges " * 8}
    rows = [invoice("INV-2026-SPRINGFIELD-000123", 5, **long), invoice("2", 5, description="Candles")]
    ledger = ledger_of([table("invoices", *rows), people])
    for kind in ("open-item", "balance-forward"):
        run = statements_of(ledger, AS_OF, kind=kind, start=np.datetime64("2026-01-01"))  # type: ignore[arg-type]
        plan = statement_plan(run, run.statements[0], SETTINGS)
        beside = next(cell.row for cell in plan.cells if cell.value == "Statement no.")
        address = [cell.value for cell in plan.cells if cell.column == 1 and cell.row >= beside][:3]
        assert (" ".join(map(str, address[:2])), address[2]) == (name, "Shelby")
        assert all(len(str(line)) <= 58 for line in address)
        facts = [str(cell.value) for cell in plan.cells if cell.column == max(plan.widths) and cell.value]
        assert terms in " ".join(facts)
        first = next(cell.row for cell in plan.cells if cell.value == "INV-2026-SPRINGFIELD-000123")
        described = next(str(cell.value) for cell in plan.cells if str(cell.value).startswith("Lanterns"))
        assert described.endswith("…") and len(described) <= 110
        assert plan.heights[first] > 40 and first + 1 not in plan.heights
