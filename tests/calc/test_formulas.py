"""Formulas in Excel's words and in LibreOffice's, there and back."""

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.calc import formula_columns
from invoicing_xl.calc.formulas import quoted_sheet, to_calc, to_excel

PAIRS = {
    "=SUM(A1:A3,$C$1)": "=SUM(A1:A3;$C$1)",
    "=Sheet1!A1+'My Sheet'!$B:$B": "=$'Sheet1'.A1+$'My Sheet'.$B:$B",
    "='It''s'!1:3": "=$'It''s'.1:3",
    '=IF(A1="a,b;""c""",TRUE,{1,2;3,4})': '=IF(A1="a,b;""c""";TRUE();{1;2|3;4})',
    "=SUM((A1,B2))": "=SUM((A1~B2))",
    "=SUM(A1:B2 B1:B9)": "=SUM(A1:B2!B1:B9)",
    "=SUM( A1 , B1 )": "=SUM( A1 ; B1 )",
    "=SUM(Tab[Net, total])": "=SUM(Tab[Net, total])",
    "=SUM(Tab[[#Data],[Net]:[VAT]])": "=SUM(Tab[[#Data];[Net]:[VAT]])",
    '=IFERROR(1/0,"#REF!, TRUE")': '=IFERROR(1/0;"#REF!, TRUE")',
    "=#REF!+A1": "=#REF!+A1",
    "=-A1%^2<>1E+5": "=-A1%^2<>1E+5",
    "=Übersicht!A1": "=$'Übersicht'.A1",
    "=STDEV.P(A1,2)": "=STDEV.P(A1;2)",
    "=A1=FALSE": "=A1=FALSE()",
    "=COUNTA(Tab[#Headers])": "=COUNTA(Tab[[#Headers]])",
    '=A1&"TRUE() [[#All]]"': '=A1&"TRUE() [[#All]]"',
}


@pytest.mark.parametrize(("excel", "calc"), PAIRS.items())
def test_there_and_back(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc
    assert to_excel(calc) == excel


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=Tab[@Net]*2", "=Tab[[#This Row];[Net]]*2"),
        ("=Tab[@[Net total]]", "=Tab[[#This Row];[Net total]]"),
        ("=_xlfn.STDEV.S(A1)", "=STDEV.S(A1)"),
        ("=_xlfn._xlws.FILTER(A1,B1)", "=FILTER(A1;B1)"),
        ("=@A1:A3", "=A1:A3"),
        ("=TRUE()", "=TRUE()"),
    ],
)
def test_only_there(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ('{=A1:A2&"x"}', '=A1:A2&"x"'),
        ("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEOMONTH(A1;1)", "=EOMONTH(A1,1)"),
        ("=inv_check(A1:D1)", "=INV_CHECK(A1:D1)"),
        ("=$S.A1:$S.A3", "=S!A1:A3"),
        ("=$S.A1+$T.A1:$T.B2", "=S!A1+T!A1:B2"),
        ("=Sheet1.local", "=Sheet1!local"),
    ],
)
def test_only_back(calc: str, excel: str) -> None:
    assert to_excel(calc) == excel


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("Sheet1", "Sheet1"),
        ("My Sheet", "'My Sheet'"),
        ("It's", "'It''s'"),
        ("AB12", "'AB12'"),
        ("R1C1", "'R1C1'"),
        ("2024", "'2024'"),
    ],
)
def test_names_of_sheets_are_quoted_where_excel_wants_it(name: str, quoted: str) -> None:
    assert quoted_sheet(name) == quoted


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)


@given(texts, texts)
def test_texts_in_formulas_are_never_touched(one: str, other: str) -> None:
    quoted = ['"' + text.replace('"', '""') + '"' for text in (one, other)]
    formula = f"=IF(A1,{quoted[0]},{quoted[1]})"
    assert to_calc(formula) == f"=IF(A1;{quoted[0]};{quoted[1]})"
    assert to_excel(to_calc(formula)) == formula


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(Other!A1:A3,'My Sheet'!B:B)",
        '=IF(A1="","none",TEXT(A1,"0.00"))',
        "=SUMPRODUCT((A1:A3>1)*(B1:B3))",
        "=IFERROR(VLOOKUP(A1,Other!$A:$C,3,FALSE),0)",
        "=EOMONTH(A1,-1)+NETWORKDAYS(A1,A2)",
        "=SUM((A1,B2))",
        "=SUM(A1:B2 B1:B9)",
        "=SUM(Tab[Net])+COUNTA(Tab[#Headers])",
        '=ROUND(A1*0.19,2)&" EUR"',
        "=NO_SUCH_FUNCTION(A1,2)",
        "=INDEX(A1:B3,MATCH(1,A1:A3,0),2)",
    ],
)
def test_calc_keeps_what_excel_wrote(calc: xw.App, formula: str) -> None:
    book = calc.books.add()
    book.sheets.add("Other")
    book.sheets.add("My Sheet")
    sheet = book.sheets.add("Here")
    sheet["H1"].value = [["Net", "VAT"], [1, 2]]
    sheet.tables.add(sheet["H1:I2"], name="Tab")
    sheet["D4"].formula = formula
    assert sheet["D4"].formula == formula


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("=A1+$A$1+A$1+$A1", 2, 3, "=D3+$A$1+D$1+$A3"),
        ('="A1"&SUM($B2:B9)&Tab[A1]', 1, 1, '="A1"&SUM($B3:C10)&Tab[A1]'),
        ("=LOG10(A1)+$'A1'.B2", 1, 0, "=LOG10(A2)+$'A1'.B3"),
        ("=A1", 0, 0, "=A1"),
    ],
)
def test_references_move_as_in_a_copy(formula: str, rows: int, columns: int, moved: str) -> None:
    assert formula_columns.moved(formula, rows, columns) == moved


@pytest.mark.parametrize("count", [3, 60, 7000])
def test_columns_of_formulas(calc: xw.App, count: int) -> None:
    """Runs of the same formula, broken by others, keep each its own text; looks are not copied along."""
    sheet = calc.books.add().sheets[0]
    sheet["A1"].options(transpose=True).value = list(range(1, count + 1))
    sheet["B3"].color = (255, 0, 0)
    wanted = [f"=A{row}*2" if row % 3000 else f"=A{row}+{row}" for row in range(1, count + 1)]
    sheet["B1"].resize(count, 1).formula = [[formula] for formula in wanted]
    assert [row[0] for row in sheet["B1"].resize(count, 1).formula] == wanted
    assert sheet["B1"].resize(count, 1).value[-1] == (count * 2 if count % 3000 else count + count)
    assert [sheet[f"B{row}"].color for row in (1, 2, 3)] == [None, None, (255, 0, 0)]


def test_one_formula_for_many_cells(calc: xw.App) -> None:
    sheet = calc.books.add().sheets[0]
    sheet["A1"].value = [[1, 10], [2, 20]]
    sheet["C1:D2"].formula = "=A1*$A$1"
    assert sheet["C1:D2"].formula == (("=A1*$A$1", "=B1*$A$1"), ("=A2*$A$1", "=B2*$A$1"))
    assert sheet["C1:D2"].value == [[1, 10], [2, 20]]


def test_array_formulas(calc: xw.App) -> None:
    sheet = calc.books.add().sheets[0]
    sheet["A1"].value = [[1], [2]]
    sheet["B1:B2"].formula_array = "=A1:A2*10"
    assert sheet["B1:B2"].value == [10, 20]
    assert sheet["B1"].formula_array == "=A1:A2*10"
    assert sheet["B2"].formula == "=A1:A2*10"
    assert sheet["B1"].has_array and not sheet["A1"].has_array
