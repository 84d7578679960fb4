"""Every worksheet function in a cell of an open workbook, computed and recalculated by LibreOffice Calc.

The workbook holds the formulas as a clerk's would, and no macros. The add-in's wrappers, as they are shipped
but for what ``calc_addin`` names, stand in LibreOffice's own library, as they do in an add-in of Excel's.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw

from invoicing_xl import __version__
from invoicing_xl.build.addin import DEMO
from invoicing_xl.surface.functions import FUNCTIONS
from tests.live.calc_addin import open_twin
from tests.live.python_side import Python

DEMO_BOOK = Path(__file__).parents[2] / DEMO

Cell = None | bool | float | str


@dataclass(frozen=True)
class Error:
    """An error value of a cell; a text that only looks like one is none."""

    code: str


@dataclass(frozen=True)
class Says:
    """A text in which this stands."""

    part: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.part in other

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Case:
    """The answer of ``formula``, in rows; and the answer after ``cell`` was given the value ``typed``."""

    formula: str
    answer: list[list[object]]
    cell: str = ""
    typed: Cell = None
    after: list[list[object]] | None = None


NA, VALUE, NUM = Error("#N/A"), Error("#VALUE!"), Error("#NUM!")
DAY = 46203  # 30 June 2026
LEDGER: dict[str, list[list[Cell]]] = {
    "A1": [
        ["Invoice no", "Date", "Customer", "Currency", "Net", "Tax", "Total", "Due date"],
        ["INV-001", 46143, "C-1", "EUR", 100, 19, 119, 46173],
        ["INV-002", 46144, "C-2", "EUR", 200, 38, 238, 46172],
        ["INV-004", 46145, "C-1", "EUR", 300, 57, 357, 46205],
    ],
    "J1": [["Payment date", "Customer", "Amount", "Method"], [46152, "C-1", 19, "Transfer"]],
    "O1": [["C-1", "Kestrel Rope Works"], ["C-2", "Tolva Mills"]],
    "R1": [["C-1"], ["C-9"]],
    "S1": [[DAY], [46143]],
}
INPUTS: dict[str, list[list[Cell]]] = {
    "A1": [[2.675, "EUR", 0.19], [-2.675, "EUR", "7 %"], ["some", "EUR", 0.2], [None, "EUR", 0.2]],
    "D1": [["1.234,50-"], ["1.234"], ["EUR 5"]],
    "E1": [["12 May 2026"], ["03/04/2026"], ["soon"]],
    "F1": [[46143, "2/10 net 30"], [46143, "30 days"], [46143, "when the cows come home"]],
    "H1": [["DE136695976"], ["DE136695977"]],
    "I1": [["DE89 3704 0044 0532 0130 00"], ["DE88 3704 0044 0532 0130 00"]],
    "J1": [["rope works kestrel"], ["nobody at all"]],
    "K1": [["AMT-04"], ["XXX-99"]],
    "L1": [[1234.05], [-1]],
    "M1": [["EUR", "en", 1190, ",", "DMY", "DE"]],
}
ROWS, HEADERS = "Ledger!A2:H4", "Ledger!A1:H1"
ACCOUNTS = f"{ROWS},{HEADERS},Ledger!J2:M2,Ledger!J1:M1"
AGING = ["Customer", "Name", "Currency", "Not due", "1-30", "31-60", "61-90", "91+", "Unapplied", "Balance"]
ITEMS = "Date,Type,Reference,Description,Due date,Days past due,Original,Applied,Open,Balance,Currency"
OPEN_ITEMS: list[list[object]] = [
    [46152, "Payment", None, "Transfer", None, None, -19, 0, -19, -19, "EUR"],
    [46143, "Invoice", "INV-001", None, 46173, 30, 119, 0, 119, 100, "EUR"],
    [46145, "Invoice", "INV-004", None, 46205, -2, 357, 0, 357, 457, "EUR"],
]

CASES: dict[str, Case] = {
    "INV_AGING": Case(
        f"INV_AGING({ROWS},{HEADERS},Ledger!S1)",
        [
            [*AGING],
            ["C-1", None, "EUR", 357, 119, 0, 0, 0, 0, 476],
            ["C-2", None, "EUR", 0, 0, 238, 0, 0, 0, 238],
        ],
        "Ledger!H3",
        46233,
        [
            [*AGING],
            ["C-1", None, "EUR", 357, 119, 0, 0, 0, 0, 476],
            ["C-2", None, "EUR", 238, 0, 0, 0, 0, 0, 238],
        ],
    ),
    "INV_BALANCE": Case(
        f"INV_BALANCE(Ledger!R1:R2,{ACCOUNTS},Ledger!S1)", [[457], [NA]], "Ledger!L2", 119.5, [[356.5], [NA]]
    ),
    "INV_BUCKET": Case(
        "INV_BUCKET(Ledger!H2:H4,Ledger!S1)",
        [["1-30"], ["31-60"], ["Not due"]],
        "Ledger!S1",
        46143 + 200,
        [["91+"], ["91+"], ["91+"]],
    ),
    "INV_CHECK": Case(
        f"INV_CHECK({ROWS},{HEADERS},Ledger!S1)",
        [[None], [None], [None]],
        "Ledger!G4",
        367,
        [[None], [None], [Says("AMT-04: 300.00 + 57.00 = 357.00, the sheet says 367.00")]],
    ),
    "INV_DATE": Case(
        "INV_DATE(Inputs!E1:E3)",
        [[46154], [NA], [VALUE]],
        "Inputs!E2",
        "13/04/2026",
        [[46154], [46125], [VALUE]],
    ),
    "INV_DAYS_PAST_DUE": Case(
        "INV_DAYS_PAST_DUE(Ledger!H2:H4,Ledger!S1)",
        [[30], [31], [-2]],
        "Ledger!H4",
        "soon",
        [[30], [31], [VALUE]],
    ),
    "INV_DISCOUNT": Case(
        "INV_DISCOUNT(Inputs!F1:F3,Inputs!G1:G3,Inputs!O1,Inputs!M1)",
        [[46153, 23.8, 1166.2], [None, 0, 1190], [NA, NA, NA]],
        "Inputs!G2",
        "3/14 net 30",
        [[46153, 23.8, 1166.2], [46157, 35.7, 1154.3], [NA, NA, NA]],
    ),
    "INV_DUE_DATE": Case(
        "INV_DUE_DATE(Inputs!F1:F3,Inputs!G1:G3)",
        [[46173], [46173], [NA]],
        "Inputs!G3",
        "60 days",
        [[46173], [46173], [46203]],
    ),
    "INV_DUPLICATES": Case(
        f"INV_DUPLICATES({ROWS},{HEADERS})",
        [[None], [None], [None]],
        "Ledger!A2:H4",
        [LEDGER["A1"][1], LEDGER["A1"][2], LEDGER["A1"][1]],  # type: ignore[arg-type]
        [[Says("See row 3")], [None], [Says("INV-001 stands at row 1 too")]],
    ),
    "INV_FINDINGS": Case(
        f"INV_FINDINGS({ROWS},{HEADERS},Ledger!S1)",
        [["Row", "Severity", "Rule", "Column"], [None, "SKIPPED", Says("-"), None]],
        "Ledger!G4",
        367,
        [["Row", "Severity", "Rule", "Column"], [3, "ERROR", "AMT-04", "Total"]],
    ),
    "INV_GAPS": Case(
        "INV_GAPS(Ledger!A2:A4)",
        [["First missing", "Last missing", "Numbers"], ["INV-003", "INV-003", 1]],
        "Ledger!A4",
        "INV-009",
        [["First missing", "Last missing", "Numbers"], ["INV-003", "INV-008", 6]],
    ),
    "INV_IBAN": Case(
        "INV_IBAN(Inputs!I1:I2)",
        [["DE89370400440532013000"], [VALUE]],
        "Inputs!I2",
        "GB82 WEST 1234 5698 7654 32",
        [["DE89370400440532013000"], ["GB82WEST12345698765432"]],
    ),
    "INV_MATCH_CUSTOMER": Case(
        "INV_MATCH_CUSTOMER(Inputs!J1:J2,Ledger!O1:P2)",
        [["C-1"], [NA]],
        "Inputs!J2",
        "TOLVA  MILLS",
        [["C-1"], ["C-2"]],
    ),
    "INV_NEXT_NUMBER": Case(
        "INV_NEXT_NUMBER(Ledger!A2:A4)", [["INV-005"]], "Ledger!A4", "INV-099", [["INV-100"]]
    ),
    "INV_NUMBER": Case(
        "INV_NUMBER(Inputs!D1:D3)", [[-1234.5], [NA], [5]], "Inputs!D2", "1.234,5", [[-1234.5], [1234.5], [5]]
    ),
    "INV_OPEN_ITEMS": Case(
        f"INV_OPEN_ITEMS(Ledger!R1,{ACCOUNTS},Ledger!S1)",
        [[*ITEMS.split(",")], *OPEN_ITEMS],
        "Ledger!R1",
        "C-7",
        [[NA] * 11] * 4,
    ),
    "INV_ROUND": Case(
        "INV_ROUND(Inputs!A1:A4,Inputs!B1:B4)",
        [[2.68], [-2.68], [VALUE], [None]],
        "Inputs!B1",
        "JPY",
        [[3], [-2.68], [VALUE], [None]],
    ),
    "INV_RULE": Case(
        "INV_RULE(Inputs!K1:K2)",
        [[Says("Document total")], [NA]],
        "Inputs!K2",
        "dup-01",
        [[Says("Document total")], [Says("twice")]],
    ),
    "INV_STATEMENT": Case(
        f"INV_STATEMENT(Ledger!R1,{ACCOUNTS},Ledger!S2,Ledger!S1)",
        [
            [
                "Date",
                "Type",
                "Reference",
                "Description",
                "Due date",
                "Charges",
                "Credits",
                "Balance",
                "Currency",
            ],
            [46143, "Balance forward", None, None, None, None, None, 0, "EUR"],
            [46143, "Invoice", "INV-001", None, 46173, 119, None, 119, "EUR"],
            [46145, "Invoice", "INV-004", None, 46205, 357, None, 476, "EUR"],
            [46152, "Payment", None, "Transfer", None, None, 19, 457, "EUR"],
            [DAY, "Closing balance", None, None, None, None, None, 457, "EUR"],
        ],
        "Ledger!S2",
        46300,
        [[NUM] * 9] * 6,
    ),
    "INV_TAX": Case(
        "INV_TAX(Ledger!E2:E4,Inputs!C1:C3,Inputs!B1)",
        [[19], [14], [60]],
        "Inputs!C3",
        0.055,
        [[19], [14], [16.5]],
    ),
    "INV_TAX_ID": Case(
        "INV_TAX_ID(Inputs!H1:H2,Inputs!R1)", [["DE136695976"], [VALUE]], "Inputs!R1", "QQ", [[NA], [NA]]
    ),
    "INV_VERSION": Case("INV_VERSION()", [[__version__]]),
    "INV_WORDS": Case(
        "INV_WORDS(Inputs!L1:L2,Inputs!M1,Inputs!N1)",
        [["One thousand two hundred thirty-four and 05/100 EUR"], [NUM]],
        "Inputs!N1",
        "de",
        [[Says("tausend")], [NUM]],
    ),
}
"""A formula for each function; it stands in one cell, and beside it as an array formula as wide as here."""
PLACES = {name: 20 * at + 1 for at, name in enumerate(CASES)}
EACH = pytest.mark.parametrize("name", CASES)


def write_book(path: Path) -> None:
    workbook = xlsxwriter.Workbook(path)
    text = workbook.add_format({"num_format": "@"})
    for title, blocks in (("Ledger", LEDGER), ("Inputs", INPUTS)):
        sheet = workbook.add_worksheet(title)
        for corner, rows in blocks.items():
            for down, row in enumerate(rows):
                top, left = int(re.sub(r"\D", "", corner)) - 1, ord(corner[0]) - ord("A")
                for across, value in enumerate(row):
                    # A text stays one also when it is typed again: in a cell of the format Text.
                    sheet.write(top + down, left + across, value, text if isinstance(value, str) else None)
    sheet = workbook.add_worksheet("Formulas")
    for name, case in CASES.items():
        row, last = PLACES[name] - 1, PLACES[name] + len(case.answer) - 2
        # The results of before the saving are wrong: only what is computed here can be right.
        sheet.write_formula(row, 0, f"={case.formula}", None, "stale")
        sheet.write_array_formula(
            row, 2, last, 1 + len(case.answer[0]), f"{{={case.formula}}}", None, "stale"
        )
    workbook.close()


@pytest.fixture(scope="module")
def book(app: xw.App, python: Python, tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    path = tmp_path_factory.mktemp("formulas") / "Formulas.xlsx"
    write_book(path)
    opened = app.books.open(path)
    yield opened
    opened.close()


def shown(cells: xw.Range) -> list[list[object]]:
    """What cells hold, errors as errors."""
    values = cells.options(ndim=2).value
    texts = cells.options(ndim=2, err_to_str=True).value
    return [
        [
            Error(text) if value is None and text is not None else value
            for value, text in zip(*both, strict=True)
        ]
        for both in zip(values, texts, strict=True)
    ]


def scalar(book: xw.Book, name: str) -> object:
    return shown(book.sheets["Formulas"].range((PLACES[name], 1)))[0][0]


def array(book: xw.Book, name: str) -> list[list[object]]:
    answer = CASES[name].answer
    first = book.sheets["Formulas"].range((PLACES[name], 3))
    return shown(first.resize(len(answer), len(answer[0])))


def test_every_function_has_a_formula() -> None:
    assert sorted(CASES) == sorted(FUNCTIONS)


@EACH
def test_a_formula_computes_in_a_cell_and_over_a_range(book: xw.Book, name: str) -> None:
    answer = CASES[name].answer
    assert array(book, name) == answer
    assert answer[0][0] == scalar(book, name)


@EACH
def test_a_formula_follows_its_cells(book: xw.Book, python: Python, name: str) -> None:
    case = CASES[name]
    if not case.cell:
        assert FUNCTIONS[name].parameters == ()
        return
    sheet, address = case.cell.split("!")
    cells = book.sheets[sheet].range(address)
    before = cells.value
    python.called.clear()
    cells.value = case.typed
    try:
        assert array(book, name) == case.after
        assert case.after is not None and case.after[0][0] == scalar(book, name)
    finally:
        cells.value = before
    assert array(book, name) == case.answer
    assert FUNCTIONS[name].python_name in python.called


def test_what_does_not_depend_on_an_edit_is_not_computed_again(book: xw.Book, python: Python) -> None:
    python.called.clear()
    book.sheets["Inputs"].range("K2").value = "XXX-98"
    assert scalar(book, "INV_RULE") == Says("Document total")
    assert set(python.called) == {"inv_rule"}


def test_calc_itself_sees_errors_dates_and_numbers(book: xw.Book) -> None:
    """Its own functions say so: ERROR.TYPE is 7 for #N/A, 3 for #VALUE!, 6 for #NUM!."""
    sheet = book.sheets.add("Seen")
    try:
        for formula, seen in {
            f"ERROR.TYPE(Formulas!C{PLACES['INV_NUMBER'] + 1})": 7,
            f"ERROR.TYPE(Formulas!C{PLACES['INV_IBAN'] + 1})": 3,
            f"ERROR.TYPE(Formulas!C{PLACES['INV_WORDS'] + 1})": 6,
            'IFERROR(INV_IBAN(Inputs!I2),"no IBAN")': "no IBAN",
            'IFERROR(INV_IBAN(Inputs!I1),"no IBAN")': "DE89370400440532013000",
            "YEAR(INV_DUE_DATE(Inputs!F1,Inputs!G1))": 2026,
            "SUM(INV_TAX(Ledger!E2,19,Inputs!B1),1)": 20,
            "ISTEXT(INV_NEXT_NUMBER(Ledger!A2:A4))": True,
            "INV_ROUND(1/0,Inputs!B1)": Error("#DIV/0!"),
        }.items():
            sheet["A1"].formula = f"={formula}"
            assert shown(sheet["A1"]) == [[seen]], formula
    finally:
        sheet.delete()


def test_every_kind_of_cell_reaches_python_as_it_does_in_excel(book: xw.Book, python: Python) -> None:
    """A blank gives "", an error itself, a date and an amount their number, and TRUE is no date."""
    sheet = book.sheets.add("Kinds")
    try:
        sheet["A1:A2"].value = [[46154], [46155]]
        sheet["A1"].number_format, sheet["A2"].number_format = "dd/mm/yyyy", "$#,##0.00"
        for row, formula in enumerate(("=NA()", "=1/0", '=""', "=A1+0.5", "=TRUE()"), start=4):
            sheet[f"A{row}"].formula = formula
        sheet["B1:B8"].formula_array = "=INV_DATE(A1:A8)"
        seen = [cell for [cell] in shown(sheet["B1:B8"])]
        assert seen == [46154, 46155, None, NA, Error("#DIV/0!"), None, 46154, VALUE]
        sheet["C1"].formula = "=INV_NEXT_NUMBER(A:A)"
        assert shown(sheet["C1"]) == [[NA]]
    finally:
        sheet.delete()


def test_arguments_may_be_constants_tables_of_them_and_results_of_formulas(book: xw.Book) -> None:
    sheet = book.sheets.add("Arguments")
    try:
        sheet["A1"].formula = '=INV_TAX(1234.5,"19 %","EUR")'
        assert sheet["A1"].value == 234.56
        sheet["A2"].formula = f'=INV_AGING({ROWS},{HEADERS},Ledger!S2+60,"due",{{10,20}})'
        assert sheet["A2"].value == "Customer"
        sheet["A3:I3"].formula_array = f'=INV_AGING({ROWS},{HEADERS},DATE(2026,6,30),"due",{{10,20}})'
        assert sheet["A3:I3"].value == [*AGING[:4], "1-10", "11-20", "21+", "Unapplied", "Balance"]
        sheet["A4"].formula = '=INV_WORDS(ROUND(2.4,0),UPPER("eur"),"en")'
        assert sheet["A4"].value == "Two and 00/100 EUR"
    finally:
        sheet.delete()


def test_the_formulas_of_the_demo_compute_what_it_was_built_with(
    app: xw.App, python: Python, tmp_path: Path
) -> None:
    """They speak of tables, of a named cell and of other sheets; Python was asked directly at the build.

    LibreOffice does not see tables in a file's formulas with functions that the file brings along: they
    are entered once more.
    """
    formulas = demo_formulas()
    assert set(re.findall(r"\bINV_[A-Z_]+", " ".join(formulas.values()))) == set(FUNCTIONS)
    book = open_twin(app, DEMO_BOOK, tmp_path)
    try:
        sheet = book.sheets["Functions"]
        for place, formula in formulas.items():
            if "[#" in formula:
                sheet.range(place).formula_array = formula
        live = shown(sheet.range("A1:N136"))
    finally:
        book.close()
    built = openpyxl.load_workbook(DEMO_BOOK, data_only=True)["Functions"]
    for row, (seen, cells) in enumerate(zip(live, built.iter_rows(max_row=136, max_col=14), strict=True), 1):
        kept = [Error(cell.value) if str(cell.value).startswith("#") else cell.value for cell in cells]
        assert list(map(plain, seen)) == list(map(plain, kept)), row


def plain(value: object) -> object:
    """A date as its serial, as formats may differ; an empty text as nothing, as xlwings reads it."""
    if isinstance(value, dt.datetime):
        return (value - dt.datetime(1899, 12, 30)).days
    return None if value == "" else value


def demo_formulas() -> dict[str, str]:
    """By the cells they fill."""
    rows = openpyxl.load_workbook(DEMO_BOOK, keep_vba=True)["Functions"].iter_rows()
    found = {
        getattr(cell.value, "ref", cell.coordinate): getattr(cell.value, "text", cell.value)
        for row in rows
        for cell in row
    }
    return {place: formula for place, formula in found.items() if str(formula).startswith("=")}


def test_a_python_that_is_gone_gives_errors_and_its_return_the_answers(book: xw.Book, python: Python) -> None:
    cell = book.sheets["Ledger"].range("A4")
    python.gone = True
    try:
        cell.value = "INV-050"
        assert scalar(book, "INV_NEXT_NUMBER") == VALUE
    finally:
        python.gone = False
    cell.value = "INV-004"
    assert scalar(book, "INV_NEXT_NUMBER") == "INV-005"


def test_a_saved_workbook_has_the_plain_names(book: xw.Book, tmp_path: Path) -> None:
    """Without a path, a library or a prefix: so Excel finds the functions of whatever add-in has them."""
    book.save(tmp_path / "Saved.xlsx")
    with zipfile.ZipFile(tmp_path / "Saved.xlsx") as package:
        [part] = [name for name in package.namelist() if name.endswith("sheet3.xml")]
        written = re.findall(r"<f\b[^>]*>([^<]*)</f>", package.read(part).decode())
    wanted = [case.formula for case in CASES.values() for _ in ("cell", "array")]
    assert sorted(written) == sorted(wanted)
