"""*Invoicing setup*: what is written is read back, the clerk's changes are obeyed and kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.layout.setup_sheet import read_setup, setup_plan
from invoicing_xl.layout.sight import NotSeen, Override, SeenColumn, SeenTable, Sight
from invoicing_xl.model.cells import Area, CellValue, Content, parse_address
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.fields import FIELDS, TableKind
from invoicing_xl.model.grid import Grid
from invoicing_xl.model.money import PLACES
from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.model.settings import Letterhead, Settings
from invoicing_xl.model.tables import LeftOut, Table
from invoicing_xl.workbook.grids import grid_of, planned_grid

SHEET = "Bob's list"
COLUMNS = {1: ("Inv #", "number"), 2: ("Dated", "date"), 4: ("Sum", "gross"), 6: ("Ref 2", None)}


def seen(
    sheet: str = SHEET,
    header_row: int = 3,
    kind: TableKind = "invoices",
    columns: Mapping[int, tuple[str, str | None]] = COLUMNS,
) -> SeenTable:
    known = {field: column for column, (_, field) in columns.items() if field}
    table = Table(
        kind=kind,
        grid=grid_of(sheet, {}),
        header_row=header_row,
        rows=np.arange(header_row + 1, header_row + 21),
        columns=known,
        headers={field: columns[column][0] for field, column in known.items()},
        left_out=(LeftOut(header_row + 25, "total"), LeftOut(header_row + 24, "blank")),
    )
    parts = tuple(
        SeenColumn(at, caption, field, "by its caption") for at, (caption, field) in columns.items()
    )
    return SeenTable(table, parts, "has document number")


SIGHT = Sight((seen(),), (NotSeen("Notes", "no row of captions"),))
TWO_TABLES = Sight((seen(), seen(header_row=40)))


def sheet(plan: SheetPlan) -> Grid:
    return planned_grid("Invoicing setup", plan)


def row_of(grid: Grid, *texts: str) -> int:
    """The first row whose first two cells are these texts, below the rows found before."""
    row = 0
    for text in texts:
        row = next(
            at for at in range(row + 1, grid.row_count + 1) if text in (grid.value(at, 1), grid.value(at, 2))
        )
    return row


def changed(grid: Grid, row: int, value: CellValue, column: int = 3, formula: str | None = None) -> Grid:
    """The sheet after the clerk wrote ``value`` into a yellow cell."""
    after = Content(value, formula, grid.number_format(row, column))
    return grid.with_edits([Edit(grid.sheet, row, column, grid.content(row, column), after)])


def test_what_nobody_changed_stays_automatic() -> None:
    assert read_setup(sheet(setup_plan(SIGHT, Settings()))) == (Settings(), [])


def test_the_sheet_says_what_was_understood_and_why() -> None:
    grid = sheet(setup_plan(SIGHT, Settings()))
    shown = [[grid.value(row, column) for column in range(1, 5)] for row in range(1, grid.row_count + 1)]
    assert [SHEET, None, None, None] in shown
    assert ["Rows are", None, "Invoices", "has document number"] in shown
    assert ["Captions in row", None, 3.0, "20 rows; left out: total (row 28), 1 blank"] in shown
    assert ["D", "Sum", "Gross amount", "by its caption"] in shown
    assert ["F", "Ref 2", "(not used)", "by its caption"] in shown
    assert ["Rows are", None, "(not a table)", "no row of captions"] in shown


@pytest.mark.parametrize(
    ("texts", "value", "override"),
    [
        ((SHEET, "Sum"), "Net amount", Override(SHEET, fields={4: "net"})),
        ((SHEET, "Sum"), " net AMOUNT ", Override(SHEET, fields={4: "net"})),
        ((SHEET, "Sum"), "(not used)", Override(SHEET, fields={4: None})),
        ((SHEET, "Ref 2"), "Customer ID", Override(SHEET, fields={6: "customer"})),
        ((SHEET, "Rows are"), "Payments", Override(SHEET, kind="payments")),
        ((SHEET, "Rows are"), "(not a table)", Override(SHEET, kind="")),
        ((SHEET, "Captions in row"), 7.0, Override(SHEET, header_row=7)),
        (("Notes", "Rows are"), "Items", Override("Notes", kind="items")),
        (("Notes", "Captions in row"), "12", Override("Notes", header_row=12)),
    ],
)
def test_a_change_is_obeyed_and_kept(texts: tuple[str, ...], value: CellValue, override: Override) -> None:
    grid = sheet(setup_plan(SIGHT, Settings()))
    grid = changed(grid, row_of(grid, *texts), value)
    assert read_setup(grid) == (Settings(), [override])
    rewritten = sheet(setup_plan(obeying(SIGHT, override), Settings(), [override]))
    assert read_setup(rewritten) == (Settings(), [override])
    cleared = changed(rewritten, row_of(rewritten, *texts), None)
    assert read_setup(cleared) == (Settings(), [])


def obeying(sight: Sight, override: Override) -> Sight:
    """What is seen once the clerk's word is obeyed, as far as these tests say anything."""
    if override.sheet == SHEET and override.kind == "":
        return Sight((), (*sight.not_seen, NotSeen(SHEET, "as you chose")))
    if override.sheet != SHEET:
        return sight
    fields = {column: field for column, (_, field) in COLUMNS.items()} | dict(override.fields)
    columns = {column: (COLUMNS[column][0], field) for column, field in fields.items()}
    kind: TableKind = "payments" if override.kind == "payments" else "invoices"
    return Sight((seen(SHEET, override.header_row or 3, kind, columns),), sight.not_seen)


def test_of_two_tables_on_a_sheet_each_is_named_by_its_captions() -> None:
    grid = sheet(setup_plan(TWO_TABLES, Settings()))
    below = row_of(grid, SHEET, "Sum", SHEET, "Sum")
    overrides = read_setup(changed(grid, below, "Net amount"))[1]
    assert overrides == [Override(SHEET, header_row=3), Override(SHEET, header_row=40, fields={4: "net"})]
    assert read_setup(sheet(setup_plan(TWO_TABLES, Settings(), overrides)))[1] == overrides


def test_what_the_clerk_said_of_a_table_that_is_not_seen_now_is_kept() -> None:
    """At the start of a year the rows are gone, and with them the table."""
    said = [Override(SHEET, header_row=3, fields={4: "net", 6: None}), Override("Notes", kind="lines")]
    empty = Sight((), (NotSeen(SHEET, "no row of captions"), NotSeen("Notes", "empty")))
    assert read_setup(sheet(setup_plan(empty, Settings(), said)))[1] == said
    other = [Override(SHEET, header_row=3), Override(SHEET, kind="", header_row=40)]
    assert read_setup(sheet(setup_plan(SIGHT, Settings(), other)))[1] == other


def test_a_sheet_that_is_gone_leaves_no_broken_reference() -> None:
    plan = setup_plan(SIGHT, Settings(), [Override("Gone", kind="lines", header_row=3)])
    assert not any("Gone" in str(cell.formula or cell.value) for cell in plan.cells)


def references(grid: Grid, change: Callable[[str], str]) -> Grid:
    """The sheet after Excel changed its references, as it does when a clerk inserts, deletes or renames."""
    for row in range(1, grid.row_count + 1):
        formula = grid.formula(row, 6)
        if formula:
            grid = changed(grid, row, grid.value(row, 6), 6, change(formula))
    return grid


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda old: old.replace("D3", "G3"), Override(SHEET, fields={7: "net"})),
        (lambda old: old[:-1] + "5", Override(SHEET, fields={4: "net"})),
        (
            lambda old: old.replace("'Bob''s list'!", "Rechnungen!$"),
            Override("Rechnungen", fields={4: "net"}),
        ),
        (lambda old: old.replace("'Bob", "'[1]Bob"), Override(SHEET, fields={4: "net"})),
        (lambda old: old.replace("'Bob", r"'C:\Books\[Old.xlsx]Bob"), Override(SHEET, fields={4: "net"})),
        (lambda old: "='Bob''s list'!#REF!" if "!D3" in old else old, None),
        (lambda old: "=#REF!D3", None),
    ],
)
def test_a_decision_follows_its_column(change: Callable[[str], str], expected: Override | None) -> None:
    grid = sheet(setup_plan(Sight((seen(),)), Settings()))
    grid = references(changed(grid, row_of(grid, SHEET, "Sum"), "Net amount"), change)
    assert read_setup(grid)[1] == ([expected] if expected else [])


def test_what_a_table_is_holds_when_its_columns_and_rows_move() -> None:
    said = [Override(SHEET, "payments", 3, {4: "amount"})]
    grid = sheet(setup_plan(SIGHT, Settings(), said))
    moved = references(grid, lambda old: "='X'!#REF!" if old.endswith("!A3") else old.replace("3", "5"))
    assert read_setup(moved)[1] == [Override(SHEET, "payments", 5, {4: "amount"})]


def test_a_decided_column_whose_caption_was_deleted_is_kept() -> None:
    said = [Override(SHEET, fields={9: "note", 4: "net"})]
    assert read_setup(sheet(setup_plan(SIGHT, Settings(), said)))[1] == said


def test_rows_and_columns_inserted_into_the_setup_sheet_do_no_harm() -> None:
    grid = sheet(setup_plan(SIGHT, Settings(), [Override(SHEET, fields={4: "net"})]))
    shifted = {
        (row + 2, column + 1): grid.content(row, column)
        for row in range(1, grid.row_count + 1)
        for column in grid.columns
    }
    shifted[1, 1] = Content("ask about 2025")
    assert read_setup(grid_of("Setup", shifted))[1] == [Override(SHEET, fields={4: "net"})]


@pytest.mark.parametrize(
    ("texts", "value", "said"),
    [
        ((SHEET, "Sum"), "Nett", "“Nett” cannot be used here. Choose one of: Document type, "),
        (
            (SHEET, "Rows are"),
            "Bills",
            "Choose one of: Invoices, Invoice lines, Customers, Payments, Items, Debits and credits, (not a",
        ),
        ((SHEET, "Captions in row"), "top", "“top” is no row of a sheet."),
        ((SHEET, "Captions in row"), 2.5, "“2.5” is no row of a sheet."),
        (
            ("Settings", "Default currency"),
            "Euro",
            "“Euro” cannot be used here. Write a currency's three letters",
        ),
        (("Settings", "Paper"), "A5", "Write one of A4, Letter."),
        (("Settings", "Aging buckets"), "60,30", "each greater than the one before"),
        (("Settings", "Aging buckets"), "30,sixty", "each greater than the one before"),
        (("Settings", "Books closed to"), "03/04/2026", "YYYY-MM-DD"),
        (("Settings", "Rules switched off"), "AMT06", "AMT06"),
        (("Settings", "Levels of rules"), "AMT-06=LOUD", "BLOCK, ERROR, WARN, INFO"),
        (("Settings", "Levels of rules"), "AMT-06", "such as AMT-06=INFO"),
        (("Settings", "Accepted findings"), "all", "It names no finding: clear the cell"),
    ],
)
def test_what_means_nothing_is_named_with_its_cell(
    texts: tuple[str, ...], value: CellValue, said: str
) -> None:
    grid = sheet(setup_plan(SIGHT, Settings()))
    row = row_of(grid, *texts)
    with pytest.raises(ClerkMessage) as message:
        read_setup(changed(grid, row, value))
    assert str(message.value).startswith(f"Invoicing setup!C{row}: ") and said in str(message.value)


def test_two_columns_cannot_be_one_field() -> None:
    grid = sheet(setup_plan(SIGHT, Settings()))
    grid = changed(grid, row_of(grid, SHEET, "Sum"), "Net amount")
    row = row_of(grid, SHEET, "Ref 2")
    with pytest.raises(ClerkMessage, match=f"C{row}: Two columns of “Bob's list” cannot both be Net amount"):
        read_setup(changed(grid, row, "Net amount"))


def test_a_rule_that_does_not_exist_is_named() -> None:
    grid = sheet(setup_plan(SIGHT, replace(Settings(), rules_off=frozenset({"AMT-99"}))))
    assert read_setup(grid)[0].rules_off == {"AMT-99"}
    with pytest.raises(ClerkMessage, match=r"There is no rule AMT-99\. The rules are AMT-01, DAT-01\."):
        read_setup(grid, {"DAT-01", "AMT-01"})


def test_a_sheet_without_its_hidden_columns_cannot_be_read() -> None:
    plan = setup_plan(SIGHT, Settings())
    visible = replace(plan, cells=[cell for cell in plan.cells if cell.column <= 4])
    with pytest.raises(
        ClerkMessage, match="Invoicing setup: The sheet has lost its captions or hidden columns"
    ):
        read_setup(sheet(visible))
    grid = sheet(plan)
    row = row_of(grid, SHEET, "Sum")
    flattened = changed(grid, row, "Sum", 6)
    assert read_setup(flattened)[1] == []
    with pytest.raises(ClerkMessage, match=f"C{row}: The hidden reference"):
        read_setup(changed(flattened, row, "Net amount"))


@pytest.mark.parametrize(
    ("label", "value", "settings"),
    [
        ("Books closed to", 46112.0, Settings(lock_date="2026-03-31")),
        ("Books closed to", "31.3.2026", Settings(lock_date="2026-03-31")),
        ("Aging buckets", 45.0, Settings(buckets=(45,))),
        ("Aging buckets", "14; 28 ; 56", Settings(buckets=(14, 28, 56))),
        ("Aging buckets", None, Settings()),
        ("Default currency", " usd", Settings(default_currency="USD")),
        ("Default currency", None, Settings()),
        ("Paper", "letter", Settings(paper="Letter")),
        ("Your IBAN", "NL91ABNA0417164300", Settings(letterhead=Letterhead(iban="NL91ABNA0417164300"))),
        ("Rules switched off", "amt-06 DUP-03", Settings(rules_off=frozenset({"AMT-06", "DUP-03"}))),
        (
            "Levels of rules",
            "AMT-06 = info; DAT-02=BLOCK",
            Settings(severities={"AMT-06": "INFO", "DAT-02": "BLOCK"}),
        ),
        (
            "Accepted findings",
            "0123456789AB agreed: 5% off\n0123456789ac\nby phone\nwith Ms. Ito",
            Settings(
                accepted={"0123456789ab": "agreed: 5% off", "0123456789ac": "by phone\nwith Ms. Ito"}
            ),
        ),
    ],
)  # fmt: skip
def test_settings_as_clerks_write_them(label: str, value: CellValue, settings: Settings) -> None:
    grid = sheet(setup_plan(SIGHT, Settings()))
    assert read_setup(changed(grid, row_of(grid, "Settings", label), value)) == (settings, [])


codes = st.from_regex(r"\A[A-Z]{3}-[0-9]{2}\Z")
words = st.text("abc 12ä,;:-“”", max_size=20).map(str.strip)
lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(str.strip)


@given(
    st.builds(
        Settings,
        default_currency=st.sampled_from(sorted(PLACES)),
        paper=st.sampled_from(["A4", "Letter"]),
        letterhead=st.builds(
            Letterhead, lines, st.lists(lines).map("\n".join).map(str.strip), lines, lines, lines, lines
        ),
        lock_date=st.dates().filter(lambda day: day.year >= 1900).map(str) | st.just(""),
        buckets=st.sets(st.integers(1, 999), min_size=1).map(lambda days: tuple(sorted(days))),
        severities=st.dictionaries(codes, st.sampled_from(["BLOCK", "ERROR", "WARN", "INFO"])),
        rules_off=st.frozensets(codes),
        accepted=st.dictionaries(st.from_regex(r"\A[0-9a-f]{12}\Z"), words),
    )
)
def test_all_settings_come_back_as_they_were(settings: Settings) -> None:
    assert read_setup(sheet(setup_plan(SIGHT, settings))) == (settings, [])


def test_every_yellow_cell_of_a_column_offers_all_meanings() -> None:
    plan = setup_plan(SIGHT, Settings())
    grid = sheet(plan)
    row = row_of(grid, SHEET, "Sum")
    (choice,) = [one for one in plan.choices if one.area.contains(row, 3)]
    assert choice.source is not None and choice.area == Area(row - 2, 3, row + 1, 3)
    source = choice.source
    offered = [grid.value(at, source.first_column) for at in range(source.first_row, source.last_row + 1)]
    assert offered == [*(field.title for field in FIELDS.values()), "(not used)"]
    assert parse_address("C1")[1] in plan.inputs and source.first_column in plan.hidden_columns
