"""Every function with every kind of cell, through the code of xlwings that Excel's calls go through.

Only pywin32 is stood in for, and everything runs in a process of its own.
"""

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal

import pytest

from invoicing_xl.surface import udfs
from invoicing_xl.surface.answers import LONGEST_TEXT, MARK
from invoicing_xl.surface.functions import FUNCTIONS
from invoicing_xl.workbook.excel_values import ERRORS
from tests.surface.udfs.calling import Answered, Call, answered

MISSING = -2147352572  # what VBA hands over for an optional argument that is left out
SECRET = "Zebulon Quarterman"  # the name of a customer: never to be read in a log
INVOICE_HEADERS = (("Invoice no", "Date", "Customer", "Net", "Tax", "Total", "Due date"),)
INVOICES = (
    ("INV-001", 46143.0, "C-1", 100.0, 19.0, 119.0, 46173.0),
    ("INV-002", 46144.0, "C-2", 200.0, 38.0, 238.0, 46174.0),
    ("INV-003", 46145.0, "C-1", 300.0, 57.0, 357.0, 46175.0),
)
PAYMENT_HEADERS = (("Payment date", "Customer", "Amount", "Method"),)
PAYMENTS = ((46150.0, "C-1", 19.0, "Transfer"),)
ACCOUNT = (INVOICES, INVOICE_HEADERS, PAYMENTS, PAYMENT_HEADERS)

# Arguments that each function can work with, the optional ones too.
USUAL: dict[str, tuple[object, ...]] = {
    "inv_aging": (INVOICES, INVOICE_HEADERS, 46200.0, "due", ((30.0, 60.0),)),
    "inv_balance": ("C-1", *ACCOUNT, 46200.0, ""),
    "inv_bucket": (46143.0, 46200.0, (30.0, 60.0, 90.0)),
    "inv_check": (INVOICES, INVOICE_HEADERS, 46200.0),
    "inv_date": ("12.05.2026", "DMY"),
    "inv_days_past_due": (46143.0, 46200.0),
    "inv_discount": (46143.0, "2/10 net 30", 1190.0, "EUR"),
    "inv_due_date": (46143.0, "30 days"),
    "inv_duplicates": (INVOICES, INVOICE_HEADERS),
    "inv_findings": (INVOICES, INVOICE_HEADERS, 46200.0),
    "inv_gaps": (("INV-001",), ("INV-004",)),
    "inv_iban": ("DE89 3704 0044 0532 0130 00",),
    "inv_match_customer": ("Acme", (("Acme Ltd",), ("Tolva Mills",))),
    "inv_next_number": ((("INV-001",), ("INV-004",)),),
    "inv_number": ("1.234,50", ","),
    "inv_open_items": ("C-1", *ACCOUNT, 46200.0),
    "inv_round": (2.675, "EUR"),
    "inv_rule": ("AMT-04",),
    "inv_statement": ("C-1", *ACCOUNT, 46100.0, 46200.0),
    "inv_tax": (100.0, 0.19, "EUR"),
    "inv_tax_id": ("DE136695976", "DE"),
    "inv_version": (),
    "inv_words": (12.5, "EUR", "en"),
}
USUAL["inv_gaps"] = (USUAL["inv_gaps"],)
WHOLE_RANGE = {name for name, usual in USUAL.items() if INVOICES in usual}
CELL_BY_CELL = set(USUAL) - WHOLE_RANGE - {"inv_gaps", "inv_next_number", "inv_version"}

CELLS: dict[str, object] = {
    "blank": None,
    "empty text": "",
    "spaces": " \u00a0\u200b",
    "number": 1234.5,
    "zero": 0.0,
    "negative": -2.675,
    "tiny": 5e-324,
    "huge": 1.7e308,
    "no number": math.nan,
    "infinite": -math.inf,
    "date serial": 46143.0,
    "text": SECRET,
    "number as text": "1.234,50-",
    "ambiguous number": "1.234",
    "date as text": "12 May 2026",
    "ambiguous date": "03/04/2026",
    "true": True,
    "false": False,
    "date and time": dt.datetime(2026, 5, 12, 13, 30),
    "date of COM": dt.datetime(2026, 5, 12, tzinfo=dt.UTC),
    "date": dt.date(2026, 5, 12),
    "ancient": dt.datetime(1, 1, 1),
    "currency": Decimal("12.3456"),
    "long text": "x" * 40_000,
    "long number": "9" * 40_000,
    "formula": "=cmd|'/c calc'!A0",
    "Python": "\"; import os; os.system('exit 1') #",
    "template": "{0.__class__} %s %(x)d",
    "control signs": "a\x00b\x01\x1f\r\n",
    "mark": "\x01#N/A",
    "half a character": "\ud800x",
    "pictures": "👩‍🏭 Ωمرحبا",
    "other digits": "²١٢٣",
    "bytes": b"abc",
    "whole number": 7,
    "unknown error": -2146828288 + 2099,
    **{f"error {error.code}": code for code, error in ERRORS.items()},
}
SHAPES = {
    "a column": lambda cell: ((cell,), (cell,)),
    "a row": lambda cell: (cell, cell, cell),
    "a table": lambda cell: ((cell, None), (1.0, cell)),
    "jagged": lambda cell: ((cell,), (cell, cell), ()),
    "nothing": lambda cell: (),
    "nothing in rows": lambda cell: ((), ()),
    "three deep": lambda cell: (((cell,),),),
}
SOME = ("text", "number", "blank", "date and time", "error #N/A")


def _calls() -> Iterator[tuple[str, Call]]:
    """Each argument of each function in turn holds each kind of cell; then some kinds in every shape."""
    for name, usual in USUAL.items():
        yield f"{name}: usual", Call("call_udf", name, usual)
        for place, argument in enumerate(usual):
            for said, given in _instead_of(argument, name in WHOLE_RANGE):
                call = Call("call_udf", name, (*usual[:place], given, *usual[place + 1 :]))
                yield f"{name}: argument {place + 1} {said}", call


def _instead_of(argument: object, whole_range: bool) -> Iterator[tuple[str, object]]:
    """What stands there instead. Rows of a table hold each kind of cell in each of their columns."""
    if argument in (INVOICES, PAYMENTS):
        assert isinstance(argument, tuple)
        yield "every cell", _crossed(argument, [cell for kind, cell in CELLS.items() if kind != "bytes"])
        yield from ((kind, _crossed(argument, [CELLS[kind]])) for kind in (*SOME, "bytes"))
    else:
        yield from CELLS.items() if not whole_range else ((kind, CELLS[kind]) for kind in SOME)
    for shape, made in SHAPES.items():
        for kind in SOME[:1] if whole_range else SOME:
            yield f"{shape} of {kind}", made(CELLS[kind])


def _crossed(rows: tuple[tuple[object, ...], ...], cells: list[object]) -> tuple[tuple[object, ...], ...]:
    """The rows, for each of the cells again with it in one column after the other, and in all of them."""
    width = len(rows[0])
    crossed = [
        tuple(cell if at == column else one for at, one in enumerate(rows[column % len(rows)]))
        for cell in cells
        for column in range(width)
    ]
    return (*rows, *crossed, *((cell,) * width for cell in cells))


NAMED = dict(_calls())


@pytest.fixture(scope="module")
def swept() -> Answered:
    return answered(list(NAMED.values()))


def test_every_function_is_called() -> None:
    assert {function.python_name for function in FUNCTIONS.values()} == set(USUAL) == set(udfs.__all__)
    for function in FUNCTIONS.values():
        assert len(function.parameters) == len(USUAL[function.python_name])


def test_whatever_a_cell_holds_the_answer_is_a_full_rectangle_of_what_excel_takes(swept: Answered) -> None:
    for said, answer in zip(NAMED, swept.answers, strict=True):
        assert isinstance(answer, list), f"{said}: {answer!r}"
        assert answer and len({len(row) for row in answer}) == 1 and answer[0], said
        for cell in (cell for row in answer for cell in row):
            assert isinstance(cell, str | float | bool), f"{said}: {cell!r}"
            assert not isinstance(cell, float) or math.isfinite(cell), said


def test_no_answer_is_an_error_in_words(swept: Answered) -> None:
    codes = {error.code for error in ERRORS.values()}
    for said, answer in zip(NAMED, swept.answers, strict=True):
        for text in (cell for row in answer for cell in row if isinstance(cell, str)):  # type: ignore[attr-defined]
            assert len(text) <= LONGEST_TEXT, said
            assert not text.startswith(MARK) or text.removeprefix(MARK) in codes, f"{said}: {text[:80]!r}"
            assert "Traceback" not in text and "Error:" not in text, f"{said}: {text[:80]!r}"


def test_usual_arguments_give_answers(swept: Answered) -> None:
    given = dict(zip(NAMED, swept.answers, strict=True))
    for name in USUAL:
        answer = given[f"{name}: usual"]
        assert not any(str(cell).startswith(MARK) for row in answer for cell in row), name  # type: ignore[attr-defined]


def test_an_error_value_is_the_answer_where_the_answer_depends_on_it(swept: Answered) -> None:
    given = dict(zip(NAMED, swept.answers, strict=True))
    for name in CELL_BY_CELL:
        needed = [one for one in FUNCTIONS[name.upper()].parameters if not one.optional]
        # A list of customers may hold one: the others are still there to be found.
        places = range(1, 2 if name == "inv_match_customer" else len(needed) + 1)
        for place in places:
            for error in ERRORS.values():
                answer = given[f"{name}: argument {place} error {error.code}"]
                cells = {cell for row in answer for cell in row}  # type: ignore[attr-defined]
                assert cells == {MARK + error.code}, f"{name}, argument {place}, {error.code}"


def test_a_blank_first_argument_is_a_blank_row(swept: Answered) -> None:
    given = dict(zip(NAMED, swept.answers, strict=True))
    for name in CELL_BY_CELL:
        for kind in ("blank", "empty text"):
            answer = given[f"{name}: argument 1 {kind}"]
            assert {cell for row in answer for cell in row} == {""}, name  # type: ignore[attr-defined]


def test_the_log_holds_no_data_of_the_clerks(swept: Answered) -> None:
    lines = swept.log.splitlines()
    # Bytes and boxes of boxes are no cells, and nothing else goes wrong.
    assert lines and all(" TypeError functions.py:" in line for line in lines)
    for private in (SECRET, "Tolva", "INV-002", "cmd|"):
        assert private not in swept.log


def test_rows_of_a_check_are_as_many_as_were_given(swept: Answered) -> None:
    for (said, call), answer in zip(NAMED.items(), swept.answers, strict=True):
        rows = call.given[0] if call.name in ("inv_check", "inv_duplicates") else None
        if isinstance(rows, tuple) and len(rows) > 3 and "bytes" not in said:
            assert len(answer) == len(rows), said  # type: ignore[arg-type]


def test_what_the_add_in_calls_answers_the_same_unpacked() -> None:
    """``CallUDF`` makes a value of one cell, and a flat row of one row."""
    names = list(USUAL)
    ways = [Call(way, name, USUAL[name]) for way in ("call_udf", "CallUDF") for name in names]
    answers = answered(ways).answers
    for name, table, unpacked in zip(names, answers, answers[len(names) :], strict=False):
        assert isinstance(table, list)
        if len(table) == 1:
            row = table[0]
            assert unpacked == (row[0] if len(row) == 1 else row), name
        else:
            assert unpacked == table, name


def test_optional_arguments_may_be_left_out() -> None:
    def without(name: str) -> tuple[object, ...]:
        parameters = FUNCTIONS[name.upper()].parameters
        return tuple(
            MISSING if one.optional else given for one, given in zip(parameters, USUAL[name], strict=True)
        )

    answers = answered([Call("CallUDF", name, without(name)) for name in USUAL]).answers
    for name, answer in zip(USUAL, answers, strict=True):
        assert not isinstance(answer, BaseException), name
        assert not str(answer).startswith(MARK) and MARK + "#" not in repr(answer), f"{name}: {answer!r}"


def test_cells_may_come_as_a_range() -> None:
    """Dates are then dates and currency is a decimal, as Excel's ``Value`` has it."""
    rows = (
        ("INV-001", dt.datetime(2026, 5, 1), Decimal("100.0000")),
        ("INV-002", dt.datetime(2026, 5, 2), Decimal("100.0000")),
    )
    headers = (("Invoice no", "Date", "Total"),)
    serials = tuple((number, float((day - dt.datetime(1899, 12, 30)).days), float(amount))
                    for number, day, amount in rows)  # fmt: skip
    as_values, as_serials = answered(
        [Call("call_udf", "inv_aging", (one, headers, dt.datetime(2026, 7, 1))) for one in (rows, serials)]
    ).answers
    assert as_values == as_serials
