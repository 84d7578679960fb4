"""What each worksheet function answers, as a clerk would try it out.

``D("2026-01-31")`` is that day as Excel hands it over; answers that are dates are written so too.
``col(...)`` is a column of cells. "#N/A" and the like are error values, in and out.
"""

import datetime as dt

import pytest

from invoicing_xl import __version__
from invoicing_xl.surface import udfs
from invoicing_xl.surface.answers import MARK
from invoicing_xl.surface.functions import FUNCTIONS
from invoicing_xl.workbook.excel_values import ERRORS

CODES = {error.code: code for code, error in ERRORS.items()}


def D(day: str) -> float:  # noqa: N802 - reads like Excel's DATE
    return float((dt.date.fromisoformat(day) - dt.date(1899, 12, 30)).days)


def col(*cells: object) -> tuple[tuple[object, ...], ...]:
    return tuple((cell,) for cell in cells)


HEADERS = (("Invoice no", "Date", "Customer", "Name", "Net", "Tax", "Total", "Currency", "Terms", "Paid"),)
INVOICES = (
    ("INV-001", D("2026-01-31"), "C-1", "Tolva Mills", 100.0, 19.0, 119.0, "EUR", "30 days", 119.0),
    ("INV-002", D("2026-02-10"), "C-2", "Arden Print", 200.0, 38.0, 238.0, "EUR", "30 days", None),
    ("INV-003", D("2026-03-01"), "C-1", "Tolva Mills", 300.0, 57.0, 375.0, "EUR", "30 days", None),
    (None,) * 10,
    ("INV-005", D("2026-03-05"), "C-1", "Tolva Mills", 50.0, 9.5, 59.5, "EUR", "30 days", None),
    ("INV-005", D("2026-03-05"), "C-1", "Tolva Mills", 50.0, 9.5, 59.5, "EUR", "30 days", None),
)
OWED = tuple(row[:9] for row in (*INVOICES[:2], INVOICES[4]))
OWED_HEADERS = tuple(row[:9] for row in HEADERS)
PAYMENT_HEADERS = (("Payment date", "Customer", "Invoice", "Amount", "Method"),)
PAYMENTS = (
    (D("2026-02-20"), "C-1", "INV-001", 100.0, "Transfer"),
    (D("2026-03-20"), "C-1", None, 10.0, "Transfer"),
)
ACCOUNT = (OWED, OWED_HEADERS, PAYMENTS, PAYMENT_HEADERS)
OPEN_ITEMS = ["Date", "Type", "Reference", "Description", "Due date", "Days past due"]
OPEN_ITEMS += ["Original", "Applied", "Open", "Balance", "Currency"]
STATEMENT = ["Date", "Type", "Reference", "Description", "Due date"]
STATEMENT += ["Charges", "Credits", "Balance", "Currency"]
AGING = ["Customer", "Name", "Currency", "Not due", "1-30", "31-60", "61-90", "91+", "Unapplied", "Balance"]
GAPS = ["First missing", "Last missing", "Numbers"]

# (arguments, answer). An answer of one cell is written without brackets.
EXAMPLES: dict[str, list[tuple[tuple[object, ...], object]]] = {
    "INV_DUE_DATE": [
        ((D("2026-01-31"), "30 days"), D("2026-03-02")),
        ((D("2021-09-13"), "45 EOM"), D("2021-10-31")),
        ((D("2021-09-13"), "EOM 45"), D("2021-11-14")),
        ((D("2026-01-31"), "30 Tage netto"), D("2026-03-02")),
        ((D("2026-01-31"), 30.0), D("2026-03-02")),
        (("31.01.2026", "30 days"), D("2026-03-02")),
        ((dt.datetime(2026, 1, 31, 9, 30), "30 days"), D("2026-03-02")),
        ((col(D("2026-01-31"), D("2026-02-01"), None), "10 days"),
         [[D("2026-02-10")], [D("2026-02-11")], [""]]),
        ((col(D("2026-01-31"), D("2026-01-31")), col("10 days", "soon")), [[D("2026-02-10")], ["#N/A"]]),
        ((D("2026-01-31"), None), "#N/A"),
        ((None, "30 days"), ""),
        (("03/04/2026", "30 days"), "#N/A"),
        (("tomorrow", "30 days"), "#VALUE!"),
        ((True, "30 days"), "#VALUE!"),
        ((-5.0, "30 days"), "#NUM!"),
        ((D("9999-12-31"), "30 days"), "#NUM!"),
        (("#REF!", "30 days"), "#REF!"),
        ((D("2026-01-31"), "#SPILL!"), "#SPILL!"),
        ((col(1.0, 2.0, 3.0), col("30 days", "30 days")), [[31.0], [32.0], ["#N/A"]]),
    ],
    "INV_DISCOUNT": [
        ((D("2026-05-01"), "2/10 net 30", 1190.0), [[D("2026-05-11"), 23.8, 1166.2]]),
        ((D("2026-05-01"), "net 30", 1190.0), [["", 0.0, 1190.0]]),
        ((D("2026-05-01"), "2/10 net 30", 1190.0, "JPY"), [[D("2026-05-11"), 24.0, 1166.0]]),
        ((D("2026-05-01"), "2/10 net 30", -119.0), [[D("2026-05-11"), -2.38, -116.62]]),
        ((col(D("2026-05-01"), None), "3% 8 Tage, 30 Tage netto", col(100.0, 5.0)),
         [[D("2026-05-09"), 3.0, 97.0], ["", "", ""]]),
        ((D("2026-05-01"), "gratis", 100.0), [["#N/A", "#N/A", "#N/A"]]),
        ((D("2026-05-01"), "2/10 net 30", 100.0, "EURO"), [["#N/A", "#N/A", "#N/A"]]),
    ],
    "INV_DAYS_PAST_DUE": [
        ((D("2026-05-01"), D("2026-05-31")), 30.0),
        ((D("2026-05-31"), D("2026-05-31")), 0.0),
        ((D("2026-06-30"), D("2026-05-31")), -30.0),
        ((D("2026-05-01"), None), "#N/A"),
    ],
    "INV_BUCKET": [
        ((D("2026-06-05"), D("2026-05-31")), "Not due"),
        ((D("2026-05-31"), D("2026-05-31")), "Not due"),
        ((D("2026-05-30"), D("2026-05-31")), "1-30"),
        ((D("2026-05-01"), D("2026-05-31")), "1-30"),
        ((D("2026-04-30"), D("2026-05-31")), "31-60"),
        ((D("2026-01-01"), D("2026-05-31")), "91+"),
        ((D("2026-05-01"), D("2026-05-31"), ((14.0, 28.0),)), "29+"),
        ((D("2026-05-01"), D("2026-05-31"), "14; 28; 42"), "29-42"),
        ((D("2026-05-01"), D("2026-05-31"), "28,14"), "#VALUE!"),
        ((D("2026-05-01"), D("2026-05-31"), 14.5), "#VALUE!"),
        ((D("2026-05-01"), D("2026-05-31"), "#NAME?"), "#NAME?"),
    ],
    "INV_DATE": [
        (("12 May 2026",), D("2026-05-12")),
        (("12. Mai 2026",), D("2026-05-12")),
        (("12 mai 2026",), D("2026-05-12")),
        (("soon",), "#VALUE!"),
        (("2026-05-12",), D("2026-05-12")),
        (("31/12/2026",), D("2026-12-31")),
        (("03/04/2026",), "#N/A"),
        (("03/04/2026", "DMY"), D("2026-04-03")),
        (("03/04/2026", "month first"), D("2026-03-04")),
        (("03/04/2026", "YMD"), "#VALUE!"),
        ((D("2026-05-12"),), D("2026-05-12")),
        ((D("2026-05-12") + 0.75,), D("2026-05-12")),
        (("29.02.2026",), "#VALUE!"),
        ((None,), ""),
    ],
    "INV_ROUND": [
        ((2.675, "EUR"), 2.68),
        ((-2.675, "EUR"), -2.68),
        ((1.005, "usd"), 1.01),
        ((2.5, "JPY"), 3.0),
        ((-0.5, "JPY"), -1.0),
        ((1.0005, "KWD"), 1.001),
        ((0.1 + 0.2, "EUR"), 0.3),
        (("1.234,50", "EUR"), 1234.5),
        ((1.0, "XYZ"), "#N/A"),
        ((1.0, None), "#N/A"),
        ((1e18, "EUR"), "#NUM!"),
        (("abc", "EUR"), "#VALUE!"),
        ((((1.005, None), ("#DIV/0!", 2.0)), "EUR"), [[1.01, ""], ["#DIV/0!", 2.0]]),
    ],
    "INV_TAX": [
        ((100.0, 0.19, "EUR"), 19.0),
        ((100.0, 19.0, "EUR"), 19.0),
        ((100.0, "19 %", "EUR"), 19.0),
        ((100.0, "0,5 %", "EUR"), 0.5),
        ((10.25, 0.1, "EUR"), 1.03),
        ((-10.25, 0.1, "EUR"), -1.03),
        ((10.25, 10.0, "JPY"), 1.0),
        ((100.0, 0.0, "EUR"), 0.0),
        ((100.0, None, "EUR"), "#N/A"),
        ((col(100.0, 200.0), col(19.0, 7.0), "EUR"), [[19.0], [14.0]]),
    ],
    "INV_NUMBER": [
        (("1.234,50",), 1234.5),
        (("1,234.50-",), -1234.5),
        (("(12.00)",), -12.0),
        (("EUR 5",), 5.0),
        (("12.50 CR",), -12.5),
        (("5 %",), 0.05),
        (("1.234",), "#N/A"),
        (("1.234", ","), 1234.0),
        (("1.234", "."), 1.234),
        (("1.234", "1.234,50"), 1234.0),
        (("12 pieces",), "#VALUE!"),
        (("1e5",), "#VALUE!"),
        ((7.25,), 7.25),
        ((True,), "#VALUE!"),
    ],
    "INV_WORDS": [
        ((1234.05, "EUR"), "One thousand two hundred thirty-four and 05/100 EUR"),
        ((1.0, "USD"), "One and 00/100 USD"),
        ((0.99, "usd"), "Zero and 99/100 USD"),
        ((1234.0, "JPY"), "One thousand two hundred thirty-four JPY"),
        ((12.005, "KWD"), "Twelve and 005/1000 KWD"),
        ((2.675, "EUR"), "Two and 68/100 EUR"),
        ((1234.05, "EUR", "de"), "Eintausendzweihundertvierunddreißig und 05/100 EUR"),
        ((1234.05, "EUR", "FR"), "Mille deux cent trente-quatre et 05/100 EUR"),
        ((21021.0, "EUR", "es"), "Veintiún mil veintiuno con 00/100 EUR"),
        ((1100.0, "EUR", "nl"), "Duizend honderd en 00/100 EUR"),
        ((-1.0, "EUR"), "#NUM!"),
        ((1.0, "EUR", "it"), "#VALUE!"),
    ],
    "INV_TAX_ID": [
        (("DE 136 695 976", "DE"), "DE136695976"),
        (("136695976", "de"), "DE136695976"),
        ((136695976.0, "DE"), "DE136695976"),
        (("DE136695976", None), "DE136695976"),
        (("DE136695975", "DE"), "#VALUE!"),
        (("ATU13585627", "DE"), "#VALUE!"),
        (("GR094259216", "EL"), "EL094259216"),
        (("12-3456789", "US"), "123456789"),
        (("CHE-107.787.577 IVA", "CH"), "CHE107787577IVA"),
        (("123", "Atlantis"), "#N/A"),
        (("123", "ZZ"), "#N/A"),
        ((None, "DE"), ""),
    ],
    "INV_IBAN": [
        (("DE89 3704 0044 0532 0130 00",), "DE89370400440532013000"),
        (("gb82 west 1234 5698 7654 32",), "GB82WEST12345698765432"),
        (("DE88 3704 0044 0532 0130 00",), "#VALUE!"),
        (("12345678",), "#VALUE!"),
        ((None,), ""),
    ],
    "INV_MATCH_CUSTOMER": [
        (("TOLVA MILLS", col("Arden Print", "Tolva Mills Ltd.")), "Tolva Mills Ltd."),
        (("Mills, Tolva", col("Arden Print", "Tolva Mills Ltd.")), "Tolva Mills Ltd."),
        (("Ardn Print", col("Arden Print", "Tolva Mills Ltd.")), "Arden Print"),
        (("Mueller", col("Müller GmbH", "Möller GmbH")), "Müller GmbH"),
        (("Müller AG", col("Müller GmbH", "Möller GmbH")), "#N/A"),
        (("Acme", col("Acme Ltd", "Acme Inc")), "#N/A"),
        (("Store 13", col("Store 12", "Store 14")), "#N/A"),
        (("arden print", (("C-1", "Tolva Mills"), ("C-2", "Arden Print"))), "C-2"),
        (("c-1", (("C-1", "Tolva Mills"), ("C-2", "Arden Print"))), "C-1"),
        (("Arden Print", col("#N/A", "Arden Print")), "Arden Print"),
        ((col("Tolva", None), col("Tolva BV")), [["Tolva BV"], [""]]),
        (("Nobody", None), "#N/A"),
    ],
    "INV_GAPS": [
        ((col("INV-001", "INV-002", "INV-005", None),),
         [GAPS, ["INV-003", "INV-004", 2.0]]),
        ((col(1.0, 3.0),), [GAPS, [2.0, 2.0, 1.0]]),
        ((col("2025-0999", "2026-0001", "2026-0003"),),
         [GAPS, ["2026-0002", "2026-0002", 1.0]]),
        ((col("INV-1", "INV-2"),), [GAPS]),
        ((None,), [GAPS]),
        ((col("INV-1", "#N/A"),), "#N/A"),
    ],
    "INV_NEXT_NUMBER": [
        ((col("INV-001", "INV-007", "INV-003"),), "INV-008"),
        ((col("INV-0099"),), "INV-0100"),
        ((col("2025-0999", "2026-0001"),), "2026-0002"),
        ((col("inv-09"),), "inv-10"),
        ((col(10248.0, 10249.0, None),), 10250.0),
        ((col("A-1", "A-2", "A-900", "A-3"),), "A-4"),
        ((col("first", "second"),), "#N/A"),
        ((None,), ""),
    ],
    "INV_RULE": [
        (("nope",), "#N/A"),
        ((None,), ""),
    ],
    "INV_VERSION": [((), __version__)],
    "INV_CHECK": [
        ((INVOICES, HEADERS, D("2026-03-31")), [
            [""],
            [""],
            ["ERROR AMT-04: 300.00 + 57.00 = 357.00, the sheet says 375.00."],
            [""],
            [""],
            ["BLOCK DUP-01"],
        ]),
        ((col(None, None), (("Invoice no",),)), [[""], [""]]),
        ((col("INV-1"), (("Nothing known",),)), "#VALUE!"),
        ((INVOICES, HEADERS, "#NAME?"), "#NAME?"),
        ((INVOICES, HEADERS, "someday"), "#VALUE!"),
    ],
    "INV_DUPLICATES": [
        ((INVOICES, HEADERS), [[""], [""], [""], [""], ["See row 6"], ["INV-005 stands at row 5 too"]]),
    ],
    "INV_AGING": [
        ((OWED, OWED_HEADERS, D("2026-03-31")), [
            AGING,
            ["C-1", "Tolva Mills", "EUR", 59.5, 119.0, 0.0, 0.0, 0.0, 0.0, 178.5],
            ["C-2", "Arden Print", "EUR", 0.0, 238.0, 0.0, 0.0, 0.0, 0.0, 238.0],
        ]),
        ((OWED, OWED_HEADERS, D("2026-03-31"), "document", ((30.0, 60.0),)), [
            ["Customer", "Name", "Currency", "0-30", "31-60", "61+", "Unapplied", "Balance"],
            ["C-1", "Tolva Mills", "EUR", 59.5, 119.0, 0.0, 0.0, 178.5],
            ["C-2", "Arden Print", "EUR", 0.0, 238.0, 0.0, 0.0, 238.0],
        ]),
        ((OWED, OWED_HEADERS, D("2026-03-31"), "by weight"), "#VALUE!"),
        ((OWED, OWED_HEADERS, None), "#N/A"),
    ],
    "INV_OPEN_ITEMS": [
        (("C-1", *ACCOUNT, D("2026-03-31")), [
            OPEN_ITEMS,
            [D("2026-01-31"), "Invoice", "INV-001", "", D("2026-03-02"), 29.0,
             119.0, 100.0, 19.0, 19.0, "EUR"],
            [D("2026-03-20"), "Payment", "", "Transfer", "", "", -10.0, 0.0, -10.0, 9.0, "EUR"],
            [D("2026-03-05"), "Invoice", "INV-005", "", D("2026-04-04"), -4.0, 59.5, 0.0, 59.5, 68.5, "EUR"],
        ]),
        (("arden print", *ACCOUNT, D("2026-02-09")), [OPEN_ITEMS]),
        (("C-9", *ACCOUNT, D("2026-03-31")), "#N/A"),
    ],
    "INV_BALANCE": [
        (("C-1", *ACCOUNT, D("2026-03-31")), 68.5),
        (("Tolva Mills", *ACCOUNT, D("2026-03-31")), 68.5),
        (("C-1", *ACCOUNT, D("2026-02-19")), 119.0),
        ((col("C-1", "C-2", None, "C-9"), *ACCOUNT, D("2026-03-31")), [[68.5], [238.0], [""], ["#N/A"]]),
        (("C-1", *ACCOUNT, D("2026-03-31"), "USD"), 0.0),
        (("C-2", OWED, OWED_HEADERS, None, None, D("2026-03-31")), 238.0),
    ],
    "INV_STATEMENT": [
        (("C-1", *ACCOUNT, D("2026-02-01"), D("2026-03-31")), [
            STATEMENT,
            [D("2026-02-01"), "Balance forward", "", "", "", "", "", 119.0, "EUR"],
            [D("2026-02-20"), "Payment", "", "Transfer", "", "", 100.0, 19.0, "EUR"],
            [D("2026-03-05"), "Invoice", "INV-005", "", D("2026-04-04"), 59.5, "", 78.5, "EUR"],
            [D("2026-03-20"), "Payment", "", "Transfer", "", "", 10.0, 68.5, "EUR"],
            [D("2026-03-31"), "Closing balance", "", "", "", "", "", 68.5, "EUR"],
        ]),
        (("C-1", *ACCOUNT, D("2026-03-31"), D("2026-02-01")), "#NUM!"),
        (("C-9", *ACCOUNT, D("2026-02-01"), D("2026-03-31")), "#N/A"),
    ],
}  # fmt: skip
CASES = [(name, *example) for name, examples in EXAMPLES.items() for example in examples]


@pytest.mark.parametrize(
    ("name", "given", "expected"), CASES, ids=[f"{name}-{at}" for at, (name, *_) in enumerate(CASES)]
)
def test_the_example_holds(name: str, given: tuple[object, ...], expected: object) -> None:
    answer = [[_shown(cell) for cell in row] for row in getattr(udfs, name.lower())(*map(_given, given))]
    wanted = expected if isinstance(expected, list) else [[expected]]
    if name in ("INV_CHECK", "INV_DUPLICATES"):  # of long texts the beginning is told
        answer = [[_cut(cell, want) for cell, want in zip(*rows, strict=True)]
                  for rows in zip(answer, wanted, strict=True)]  # fmt: skip
    assert answer == wanted


def test_every_function_has_examples_but_the_table_of_findings() -> None:
    assert set(FUNCTIONS) - set(EXAMPLES) == {"INV_FINDINGS"}


def test_a_long_column_over_a_long_row_is_refused() -> None:
    assert udfs.inv_round(((1.0,),) * 30_000, (("EUR",) * 16_000,)) == [[f"{MARK}#NUM!"]]


def test_the_table_of_findings_says_what_the_check_says() -> None:
    captions, *table = udfs.inv_findings(INVOICES, HEADERS, D("2026-03-31"))
    assert captions == "Row Severity Rule Column Document Customer Finding Now Proposed".split()
    found = [row for row in table if row[1] != "SKIPPED"]
    said = [""] * len(INVOICES)
    for row, severity, rule, _, _, _, text, _, _ in found:
        assert isinstance(row, float)
        said[int(row) - 1] = f"{said[int(row) - 1]} {severity} {rule}: {text}".strip()
    assert [[text] for text in said] == udfs.inv_check(INVOICES, HEADERS, D("2026-03-31"))
    assert [row[:6] for row in found] == [
        [3.0, "ERROR", "AMT-04", "Total", "INV-003", "C-1"],
        [6.0, "BLOCK", "DUP-01", "Invoice no", "INV-005", "C-1"],
    ]
    skipped = {str(row[2]): row[6] for row in table if row[1] == "SKIPPED"}
    assert skipped["AMT-01"] == "Line amount: the range has no Quantity, no Unit price"


def _given(value: object) -> object:
    """Error values as the numbers Excel hands over."""
    if isinstance(value, tuple):
        return tuple(map(_given, value))
    return CODES.get(value, value) if isinstance(value, str) else value


def _shown(cell: object) -> object:
    return cell.removeprefix(MARK) if isinstance(cell, str) else cell


def _cut(cell: object, wanted: object) -> object:
    return cell[: len(wanted)] if isinstance(cell, str) and isinstance(wanted, str) and wanted else cell
