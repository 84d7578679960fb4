"""The registry against what Excel, VBA and xlwings take."""

import re
from typing import Annotated

import pytest

from invoicing_xl.model.cells import parse_address
from invoicing_xl.surface import functions, udfs
from invoicing_xl.surface.answers import MARK, Answer
from invoicing_xl.surface.cellwise import BLANK
from invoicing_xl.surface.functions import CATEGORY, FUNCTIONS, Function, function
from invoicing_xl.workbook.excel_values import Cells

# [MS-VBAL] 3.3.5.2: what no parameter of a VBA procedure may be called.
RESERVED = frozenset(
    """
    abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl
    cdec cdecl cint circle class_initialize class_terminate clng clnglng clngptr close const csng cstr
    currency cvar cverr date debug decimal declare defbool defbyte defcur defdate defdbl defdec defint
    deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents double each else elseif empty end
    endif enum eqv erase error event exit false fix for friend function get global gosub goto if imp
    implements in input inputb instr instrb int integer is lbound len lenb let like line lock loop long
    longlong longptr lset me mid midb mod name new next not nothing null object on open option optional or
    paramarray preserve print private property pset public put raiseevent redim rem resume return rset scale
    seek select set sgn shared single spc static step stop string strptr sub tab then to true type typeof
    ubound unlock until variant vb_attribute vbtypename wend while with withevents write xor
    """.split()
)
SIGNATURES = """
INV_AGING(rows, headers, as_of, [basis], [edges])
INV_BALANCE(customer, invoices, invoice_headers, payments, payment_headers, as_of, [currency_code])
INV_BUCKET(due_date, as_of, [edges])
INV_CHECK(rows, headers, [as_of])
INV_DATE(text, [order])
INV_DAYS_PAST_DUE(due_date, as_of)
INV_DISCOUNT(document_date, terms, amount, [currency_code])
INV_DUE_DATE(document_date, terms)
INV_DUPLICATES(rows, headers)
INV_FINDINGS(rows, headers, [as_of])
INV_GAPS(numbers)
INV_IBAN(text)
INV_MATCH_CUSTOMER(customer_name, customers)
INV_NEXT_NUMBER(numbers)
INV_NUMBER(text, [grammar])
INV_OPEN_ITEMS(customer, invoices, invoice_headers, payments, payment_headers, as_of)
INV_ROUND(amount, currency_code)
INV_RULE(code)
INV_STATEMENT(customer, invoices, invoice_headers, payments, payment_headers, first_day, as_of)
INV_TAX(net, rate, currency_code)
INV_TAX_ID(text, country)
INV_VERSION()
INV_WORDS(amount, currency_code, [language])
"""


def signature(one: Function) -> str:
    parameters = (f"[{each.name}]" if each.optional else each.name for each in one.parameters)
    return f"{one.name}({', '.join(parameters)})"


def test_these_functions_and_no_others_in_this_form() -> None:
    """A changed line breaks the formulas in clerks' workbooks."""
    assert sorted(map(signature, FUNCTIONS.values())) == SIGNATURES.strip().splitlines()


@pytest.mark.parametrize("one", FUNCTIONS.values(), ids=lambda one: one.name)
def test_texts_are_within_the_limits_of_the_function_wizard(one: Function) -> None:
    assert one.category == CATEGORY
    assert 0 < len(one.description) <= 255
    assert one.description.endswith(".")
    for parameter in one.parameters:
        assert 0 < len(parameter.text) <= 100, parameter.name
        assert not parameter.text.endswith("."), parameter.name


@pytest.mark.parametrize("one", FUNCTIONS.values(), ids=lambda one: one.name)
def test_names_are_names_in_vba_and_no_cells(one: Function) -> None:
    for name in (one.name, *(parameter.name for parameter in one.parameters)):
        assert name.lower() not in RESERVED
        assert re.fullmatch(r"[A-Za-z][A-Za-z_]{0,254}", name)
        assert not re.fullmatch(r"[rc]\d*|r\d*c\d*", name, re.IGNORECASE)
        with pytest.raises(ValueError, match="not a cell address"):
            parse_address(name)


@pytest.mark.parametrize("one", FUNCTIONS.values(), ids=lambda one: one.name)
def test_the_module_holds_what_the_vba_calls(one: Function) -> None:
    called = getattr(udfs, one.python_name)
    told = called.__xlfunc__
    assert told["name"] == called.__name__ == one.python_name
    assert [argument["name"] for argument in told["args"]] == [each.name for each in one.parameters]
    assert not told["volatile"]


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "FUNCTIONS", {})


@pytest.mark.usefixtures("own_registry")
class TestRegistering:
    def test_only_the_first_paragraph_is_the_description(self) -> None:
        @function
        def inv_twice(amount: Annotated[Cells, "Any amount"]) -> Answer:
            """Twice
            the amount.

            For whoever reads the source.
            """
            return [[2.0]]

        assert functions.FUNCTIONS["INV_TWICE"].description == "Twice the amount."
        assert inv_twice(1.0) == [[2.0]]

    def test_what_excel_would_refuse_is_refused(self) -> None:
        def inv_long(amount: Annotated[Cells, "x" * 256]) -> Answer:
            """Too long a text."""
            return []

        def inv_2026() -> Answer:
            """Reads like a cell."""
            return []

        def inv_silent() -> Answer:
            return []

        def inv_middle(
            first: Annotated[Cells, "Left out"] = BLANK, *, last: Annotated[Cells, "Needed"]
        ) -> Answer:
            """An optional parameter before one that is needed."""
            return []

        for wrong in (inv_long, inv_2026, inv_silent, inv_middle):
            with pytest.raises(ValueError, match=wrong.__name__.upper()):
                function(wrong)

    def test_a_defect_is_an_error_value_and_a_line_without_data(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        @function
        def inv_broken(text: Annotated[Cells, "Any text"]) -> Answer:
            """Fails."""
            raise RuntimeError(f"cannot work with {text.pool[0]}")

        assert inv_broken("Tolva Mills") == [[f"{MARK}#VALUE!"]]
        assert "INV_BROKEN RuntimeError" in caplog.text
        assert "Tolva" not in caplog.text

    def test_a_jagged_answer_is_filled_up(self) -> None:
        @function
        def inv_jagged() -> Answer:
            """Rows of any length."""
            return [[1, True], [], ["x" * 40_000, None, float("nan")]]

        first, second, third = inv_jagged()
        assert first == [1.0, True, ""]
        assert isinstance(first[0], float)
        assert second == ["", "", ""]
        assert third == ["x" * 32_767, "", ""]

    def test_no_answer_at_all_is_a_blank(self) -> None:
        @function
        def inv_nothing() -> Answer:
            """Nothing."""
            return []

        assert inv_nothing() == [[""]]
