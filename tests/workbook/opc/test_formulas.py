"""Shared formulas, moved. The oracle for plain references is openpyxl's translator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from invoicing_xl.workbook.opc.formulas import moved


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A1+$B$2+C$3+$D4", "=C4+$B$2+E$3+$D7"),
        ("=SUM(A:A)+SUM(3:4)+SUM($A:B)+SUM($3:4)", "=SUM(C:C)+SUM(6:7)+SUM($A:D)+SUM($3:7)"),
        ("=Sheet1!A1+'It''s A1'!B2+'[1]A1'!C3+[2]A1!D4", "=Sheet1!C4+'It''s A1'!D5+'[1]A1'!E6+[2]A1!F7"),
        ('="A1 said ""B2"""&A1', '="A1 said ""B2"""&C4'),
        ("=LOG10(A1)+ATAN2(A1,B1)+DAYS360(A1,B1)", "=LOG10(C4)+ATAN2(C4,D4)+DAYS360(C4,D4)"),
        (
            "=Sales[[#This Row],[Q1]]*Sales[A1]+T1[[#Totals],[it'[em']]]",
            "=Sales[[#This Row],[Q1]]*Sales[A1]+T1[[#Totals],[it'[em']]]",
        ),
        ("=tax_a1+A1.5+_A1+Ä1+A1_b", "=tax_a1+A1.5+_A1+Ä1+A1_b"),
        ("=#REF!+A1+#N/A", "=#REF!+C4+#N/A"),
        ("=1E5+2.5E3+A1", "=1E5+2.5E3+C4"),
        ("=XFD1+A1048576", "=B4+C3"),
        ("=XFE1+ZZZ9+A1048577+A0", "=XFE1+ZZZ9+A1048577+A0"),
        ("=a1:b2", "=C4:D5"),
        ("=SUM(Jan:Dec!A1)", "=SUM(Jan:Dec!C4)"),
        ("=A1 B2,C3", "=C4 D5,E6"),
        ("=IF(TRUE,A1,FALSE)", "=IF(TRUE,C4,FALSE)"),
        ("=_xlfn.ANCHORARRAY(A1)", "=_xlfn.ANCHORARRAY(C4)"),
        ("=OFFSET(A1,1,1):B2", "=OFFSET(C4,1,1):D5"),
        ("=A1%*-B1^2", "=C4%*-D4^2"),
    ],
)
def test_three_rows_down_and_two_columns_right(formula: str, expected: str) -> None:
    assert moved(formula, 3, 2) == expected


def test_not_moved_at_all_it_is_the_same() -> None:
    assert moved("=a1+$b2+C:C+1:2", 0, 0) == "=a1+$b2+C:C+1:2"


cells = st.builds(
    lambda fixed, column, both, row: f"{fixed}{column}{both}{row}",
    st.sampled_from(["", "$"]),
    st.sampled_from(["A", "K", "Z", "AA", "BCD"]),
    st.sampled_from(["", "$"]),
    st.integers(20, 99_999),
)
terms = st.one_of(
    cells,
    st.builds(lambda a, b: f"SUM({a}:{b})", cells, cells),
    st.builds(lambda a: f"'Q1 2030'!{a}", cells),
    st.builds(lambda a: f"Data!{a}", cells),
    st.sampled_from(['"A1"', "1.5", "LOG10(2)", "TRUE"]),
)


@given(st.lists(terms, min_size=1, max_size=5), st.integers(-19, 5000), st.integers(0, 300))
def test_moves_as_openpyxl_does(parts: list[str], rows: int, columns: int) -> None:
    formula = "=" + "+".join(parts)
    translator = Translator(formula, origin="C100")
    assert moved(formula, rows, columns) == translator.translate_formula(
        f"{get_column_letter(3 + columns)}{100 + rows}"
    )


@given(st.lists(terms, min_size=1, max_size=5), st.integers(-5000, 5000), st.integers(-500, 500))
def test_moving_back_restores(parts: list[str], rows: int, columns: int) -> None:
    formula = "=" + "+".join(parts)
    assert moved(moved(formula, rows, columns), -rows, -columns) == formula
