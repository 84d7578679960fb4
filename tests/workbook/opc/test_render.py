"""Plans as sheets of a workbook, read back by openpyxl and from their XML."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from invoicing_xl.model.cells import Area, ErrorValue
from invoicing_xl.model.plans import BarChart, Choice, Highlight, Look, PlanCell, PrintSetup, SheetPlan
from invoicing_xl.workbook.opc.graft import Planned, put_all
from invoicing_xl.workbook.opc.marks import Mark
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.sheetdata import MAX_LINKS

MONEY = Look(number_format="#,##0.00")
HEADER = Look(bold=True, fill="1F3A5F", color="FFFFFF", wrap=True, borders=frozenset({"bottom"}))


def rendered(*plans: SheetPlan) -> bytes:
    """A small workbook with the plans' sheets in it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        openpyxl.Workbook().save(path)
        package = Package.open(path)
        put_all(package, [Planned(plan.title, plan, Mark.of(plan.title, plan)) for plan in plans])
        target = BytesIO()
        package.write(target)
    return target.getvalue()


def opened(*plans: SheetPlan) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(rendered(*plans)))[plans[0].title]


def sheet_of(*cells: PlanCell, **more: object) -> SheetPlan:
    return SheetPlan("Aging", "aging", cells, **more)  # type: ignore[arg-type]


def sheet_xml(data: bytes) -> etree._Element:
    """The XML of the first sheet of ours."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read("xl/worksheets/sheet2.xml"))


def stored_texts(data: bytes) -> dict[str, str]:
    """Each text of the first sheet of ours as Excel reads it: entities, then ``_xHHHH_``."""
    found = {}
    for cell in sheet_xml(data).iter("{*}c"):
        inline = cell.find("{*}is")
        stored = cell.findtext("{*}v") or "" if inline is None else "".join(inline.itertext())
        found[str(cell.get("r"))] = re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), stored)
    return found


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49 30 1234", "-5", "@name", "00123", "1.5", "{=1}", "TRUE", "#N/A", "'quoted"),
        *("https://example.com/a", "mailto:a@example.com", "internal:Aging!A1", "external:c:\\book.xlsx"),
        *('<b>bold</b> & "more"', "<r><t>rich</t></r>", " both ends ", "two\nlines", "tab\there"),
        *("carriage\rreturn", "bell\x07", "_x000D_", "_x005F_x000D_", "Ω 漢字 😀", "\ufffe"),
    ],
)
def test_text_stays_text(text: str) -> None:
    data = rendered(sheet_of(PlanCell(1, 1, text), PlanCell(2, 1, text, formula="=A1"), PlanCell(3, 1, text)))
    sheet = openpyxl.load_workbook(BytesIO(data))["Aging"]
    assert (sheet["A1"].data_type, sheet["A1"].hyperlink, sheet["A2"].value) == ("s", None, "=A1")
    assert stored_texts(data) == {"A1": text, "A2": text, "A3": text}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=20))
def test_any_text_comes_back(texts: list[str]) -> None:
    data = rendered(sheet_of(*(PlanCell(row, 1, text) for row, text in enumerate(texts, 1))))
    assert list(stored_texts(data).values()) == texts


def test_values_and_results() -> None:
    plan = sheet_of(
        PlanCell(1, 1, 1234.5, MONEY),
        PlanCell(1, 2, 0),
        PlanCell(1, 3, True),
        PlanCell(1, 4, ErrorValue("#N/A")),
        PlanCell(1, 5, ErrorValue("#SPILL!")),
        PlanCell(1, 6, ""),
        PlanCell(2, 1, 1235.5, MONEY, formula="=A1+1"),
        PlanCell(2, 2, "", formula='=IF(B1=0,"",B1)'),
        PlanCell(2, 3, False, formula="=NOT(C1)"),
        PlanCell(2, 4, ErrorValue("#DIV/0!"), formula="=1/B1"),
        PlanCell(2, 5, None, formula='=""'),
    )
    data = rendered(plan)
    sheet = openpyxl.load_workbook(BytesIO(data))["Aging"]
    assert [cell.value for cell in sheet[1]] == [1234.5, 0, True, "#N/A", "#SPILL!", None]
    assert [cell.data_type for cell in sheet[1]] == ["n", "n", "b", "e", "e", "n"]
    assert [cell.value for cell in sheet[2]][:5] == [
        "=A1+1", '=IF(B1=0,"",B1)', "=NOT(C1)", "=1/B1", '=""',
    ]  # fmt: skip
    results = openpyxl.load_workbook(BytesIO(data), data_only=True)["Aging"]
    assert [cell.value for cell in results[2]][:4] == [1235.5, None, False, "#DIV/0!"]


@pytest.mark.parametrize("code", ["0", "00000", "@", "0.00", "General", "yyyy-mm-dd", '#,##0.00 "EUR"', "49"])
def test_a_number_format_is_a_code_and_never_an_index(code: str) -> None:
    sheet = opened(sheet_of(PlanCell(1, 1, 5.0, Look(number_format=code))))
    assert sheet["A1"].number_format == code


def test_looks() -> None:
    double = Look(borders=frozenset({"top", "double bottom"}), border_color="112233")
    sheet = opened(
        sheet_of(
            PlanCell(1, 1, "Customer", HEADER),
            PlanCell(2, 1, 5.0, double),
            PlanCell(
                3, 1, "in", Look(italic=True, size=8, align="right", valign="top", indent=1, locked=False)
            ),
        )
    )
    header, total, small = (sheet.cell(row, 1) for row in (1, 2, 3))
    assert header.font.b and header.font.color.rgb == "FFFFFFFF" and header.alignment.wrap_text
    assert header.fill.fill_type == "solid" and header.fill.fgColor.rgb == "FF1F3A5F"
    assert (total.border.top.style, total.border.bottom.style) == ("thin", "double")
    assert total.border.bottom.color.rgb == "FF112233"
    assert (small.font.i, small.font.sz, small.alignment.horizontal) == (True, 8, "right")
    assert (small.alignment.vertical, small.alignment.indent, small.protection.locked) == ("top", 1, False)


def test_the_sheet_around_the_cells() -> None:
    plan = sheet_of(
        PlanCell(1, 1, "Title", HEADER),
        PlanCell(3, 1, "Customer"),
        PlanCell(4, 1, "Ada", link="'Its sheet'!B2"),
        PlanCell(4, 2, 7.0, link="'Its sheet'!B3"),
        widths={1: 30, 2: 12.5},
        heights={1: 42},
        merged=(Area.parse("A1:B1"),),
        freeze=(4, 2),
        filter=Area.parse("A3:B4"),
        choices=(Choice(Area.parse("C4:C9"), ("x", 'say "no"')),),
        highlights=(Highlight(Area.parse("B4:B9"), "=$B4<0", "F8D7DA", "9C0006"),),
        hidden_columns=(2, 5),
        printing=PrintSetup(Area.parse("A1:C9"), True, "Letter", (3, 3), "&LA && B", "&CPage &P"),
        tab_color="1F3A5F",
    )
    sheet = opened(plan)
    assert round(sheet.column_dimensions["A"].width) == 31 and sheet.row_dimensions[1].height == 42
    assert sheet.column_dimensions["B"].hidden and sheet.column_dimensions["E"].hidden
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B1"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.sheet_view.showGridLines) == (
        "B4",
        "A3:B4",
        False,
    )
    (validation,) = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("C4:C9", '"x,say ""no"""')
    ((area, (rule,)),) = [
        (str(key.sqref), rules) for key, rules in sheet.conditional_formatting._cf_rules.items()
    ]
    assert (area, rule.formula) == ("B4:B9", ["$B4<0"])
    assert (
        rule.dxf.fill.bgColor.rgb == "FFF8DADA".replace("DA", "") or rule.dxf.fill.bgColor.rgb == "FFF8D7DA"
    )
    assert (sheet["A4"].hyperlink.location, sheet["A4"].hyperlink.target) == ("'Its sheet'!B2", None)
    assert (sheet["A4"].font.u, sheet["B4"].value) == ("single", 7)
    assert (sheet.print_area, sheet.print_title_rows) == ("'Aging'!$A$1:$C$9", "$3:$3")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert (sheet.oddHeader.left.text, sheet.sheet_properties.tabColor.rgb) == ("A && B", "FF1F3A5F")


def test_a_choice_too_long_for_a_validation_stands_in_cells() -> None:
    cells = [PlanCell(row, 5, f"a rather long choice, number {row}") for row in range(1, 41)]
    choice = Choice(Area.parse("A1:A3"), source=Area.parse("E1:E40"))
    (validation,) = opened(sheet_of(*cells, choices=(choice,))).data_validations.dataValidation
    assert (str(validation.sqref), validation.type, validation.formula1) == ("A1:A3", "list", "$E$1:$E$40")


def test_a_chart_carries_its_figures() -> None:
    cells = [PlanCell(1, column, f"bucket {column}") for column in (1, 2, 3)]
    cells += [PlanCell(2, column, column * 10.0, formula=f"={column}*10") for column in (1, 2, 3)]
    chart = BarChart("Yahoo!A1", Area.parse("A1:C1"), Area.parse("A2:C2"), 4, 1)
    data = rendered(sheet_of(*cells, charts=(chart,)))
    with zipfile.ZipFile(BytesIO(data)) as package:
        xml = package.read("xl/charts/chart1.xml").decode()
    assert "<c:f>Aging!$A$2:$C$2</c:f>" in xml
    assert "<c:v>bucket 3</c:v>" in xml and "<c:v>30.0</c:v>" in xml
    assert "Yahoo! A1" in xml


def test_links_end_where_excel_ends_them() -> None:
    cells = [PlanCell(row, 1, f"row {row}", link="Aging!A1") for row in range(1, MAX_LINKS + 3)]
    sheet = sheet_xml(rendered(sheet_of(*cells)))
    assert len(list(sheet.iter("{*}hyperlink"))) == MAX_LINKS
    styles = [cell.get("s") for cell in sheet.iter("{*}c")]
    assert len(styles) == MAX_LINKS + 2
    assert styles[0] == styles[MAX_LINKS - 1] != styles[MAX_LINKS] == styles[-1]


@pytest.mark.parametrize(
    "plan",
    [
        sheet_of(PlanCell(1, 1, "x" * 32_768)),
        sheet_of(PlanCell(1, 1, "😀" * 16_384)),
        sheet_of(PlanCell(1, 1, float("nan"))),
        sheet_of(PlanCell(1_048_577, 1, "below the sheet")),
        sheet_of(PlanCell(1, 1, 1.0, formula="1+1")),
        sheet_of(PlanCell(1, 1, 1.0, formula="=" + "1+" * 4096 + "1")),
        sheet_of(PlanCell(1, 1, 1.0, formula="={1,2}")),
        sheet_of(PlanCell(2, 2, 1.0), PlanCell(1, 1, 1.0), PlanCell(2, 2, 1.0)),
        sheet_of(PlanCell(0, 1, 1.0)),
        sheet_of(PlanCell(1, 16_385, 1.0)),
        sheet_of(choices=(Choice(Area.parse("A1"), ("a,b",)),)),
        sheet_of(choices=(Choice(Area.parse("A1"), ("x" * 256,)),)),
        sheet_of(printing=PrintSetup(header="x" * 256)),
        sheet_of(widths={16_385: 10}),
    ],
)
def test_what_no_sheet_can_hold_is_a_defect_of_ours(plan: SheetPlan) -> None:
    with pytest.raises(ValueError):
        rendered(plan)


def test_the_longest_text_fits() -> None:
    assert opened(sheet_of(PlanCell(1, 1, "x" * 32_767)))["A1"].value == "x" * 32_767
