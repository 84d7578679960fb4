"""Workbooks large enough to measure with.

python -m tests.benchmarks.sheets PATH [ROWS] [--formulas] [--shared]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import xlsxwriter

SHEET = "Invoices"
FULL = 1_048_575
"""As many invoices as fit under a header row."""

HEADER = (
    "Invoice No", "Invoice Date", "Due Date", "Customer ID", "Customer", "Reference",
    "Currency", "Net", "Tax Rate", "Tax", "Gross", "Terms",
)  # fmt: skip
CUSTOMERS = 2_500
RATES = (0.0, 0.05, 0.19, 0.2)
TERMS = (7, 14, 30, 60)
CURRENCIES = ("EUR", "EUR", "EUR", "EUR", "USD", "GBP", "JPY")
FIRST_WORDS = (
    "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Juniper Larch Maple Oak Pine Rowan Spruce Willow".split()
)
LAST_WORDS = "Trading|Foods & Sons|Logistics|Stores|Hölzer GmbH|Components|Print|Imports|Bakery|Marine".split(
    "|"
)
EPOCH = dt.date(1899, 12, 30)

Row = list[str | float | None]


def write_invoices(
    path: Path,
    rows: int,
    *,
    seed: int = 1,
    formulas: bool = False,
    wrong_every: int = 2_000,
    shared_strings: bool = False,
) -> dict[int, str]:
    """Write a workbook whose sheet ``Invoices`` has a header and ``rows`` invoices, mostly right.

    Twelve columns: number, date, due date, customer id, name, reference, currency, net, rate, tax,
    gross, terms. About one row in ``wrong_every`` is wrong; all others keep every rule: tax = net * rate
    and gross = net + tax to the minor unit, due date = date + terms, numbers run without gap, one name
    for each customer id.

    formulas        tax and gross are formulas (with their results), in wrong rows typed values
    wrong_every     0 for none
    shared_strings  texts in the shared string table, as Excel writes them; else in the cells

    The same arguments give the same rows. Returns the sheet row of each wrong invoice and what is wrong
    with it (the name of one of the functions in ``MISTAKES``).
    """
    chance = random.Random(seed)
    wrong: dict[int, str] = {}
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet(SHEET)
    bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    money, percent = (
        workbook.add_format({"num_format": "#,##0.00"}),
        workbook.add_format({"num_format": "0%"}),
    )
    formats = (None, day, day, None, None, None, None, money, percent, money, money, None)
    for column, caption in enumerate(HEADER):
        sheet.write_string(0, column, caption, bold)
    for row, values in enumerate(_invoices(rows, chance), start=1):
        if wrong_every and chance.random() * wrong_every < 1:
            mistake = chance.choice(MISTAKES)
            mistake(values)
            wrong[row + 1] = mistake.__name__
        for column, (value, style) in enumerate(zip(values, formats, strict=True)):
            if isinstance(value, str):
                sheet.write_string(row, column, value, style)
            elif value is None:
                sheet.write_blank(row, column, None, style)
            elif formulas and column in (9, 10) and row + 1 not in wrong:
                sheet.write_formula(row, column, _formula(row + 1, column, values), style, value)
            else:
                sheet.write_number(row, column, value, style)
    workbook.close()
    if shared_strings:
        _share_strings(path)
    return wrong


def _formula(row: int, column: int, values: Row) -> str:
    if column == 10:
        return f"=H{row}+J{row}"
    return f"=ROUND(H{row}*I{row},{0 if values[6] == 'JPY' else 2})"


def _invoices(rows: int, chance: random.Random) -> Iterator[Row]:
    customers = [
        (
            f"C{n:05d}",
            f"{chance.choice(FIRST_WORDS)} {chance.choice(LAST_WORDS)} {n}",
            chance.choice(CURRENCIES),
            chance.choice(TERMS),
            chance.choice(RATES),
        )
        for n in range(CUSTOMERS)
    ]
    first_day = (dt.date(2019, 1, 1) - EPOCH).days
    for n in range(rows):
        customer, name, currency, days, rate = chance.choice(customers)
        date = first_day + n * 2_500 // rows
        unit = 1 if currency == "JPY" else 100
        net = chance.randrange(100, 2_000_000)
        tax = (net * round(rate * 100) + 50) // 100
        reference = f"PO-{chance.randrange(10**7):07d}"
        yield [
            f"INV-{n + 1:07d}", date, date + days, customer, name, reference,
            currency, net / unit, rate, tax / unit, (net + tax) / unit, f"NET {days}",
        ]  # fmt: skip


def amount_as_text(values: Row) -> None:
    values[7] = f"{values[7]:,.2f}"


def date_as_text(values: Row) -> None:
    assert isinstance(values[1], int)
    values[1] = (EPOCH + dt.timedelta(values[1])).strftime("%d.%m.%Y")


def spaces_in_customer(values: Row) -> None:
    values[3] = f" {values[3]} "


def lower_case_currency(values: Row) -> None:
    values[6] = str(values[6]).lower()


def gross_wrong(values: Row) -> None:
    assert isinstance(values[10], float)
    values[10] = round(values[10] + 10, 2)


def tax_wrong(values: Row) -> None:
    assert isinstance(values[9], float)
    values[9] = round(values[9] + 1, 2)


def due_before_date(values: Row) -> None:
    assert isinstance(values[1], int)
    values[2] = values[1] - 30


def no_date(values: Row) -> None:
    values[1] = None


def no_customer(values: Row) -> None:
    values[3] = None


def number_again(values: Row) -> None:
    values[0] = "INV-0000001"


MISTAKES: tuple[Callable[[Row], None], ...] = (
    amount_as_text, date_as_text, spaces_in_customer, lower_case_currency, gross_wrong,
    tax_wrong, due_before_date, no_date, no_customer, number_again,
)  # fmt: skip

_INLINE = re.compile(r't="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARED = {
    "[Content_Types].xml": (
        b'ContentType="application/xml"/>',
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>',
    ),
    "xl/_rels/workbook.xml.rels": (
        b'package/2006/relationships">',
        b'<Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="sharedStrings.xml"/>',
    ),
}
"""What a workbook with shared strings says of them, and after what: (after, said)."""
"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _share_strings(path: Path) -> None:
    """Move the texts of the first sheet into a shared string table."""
    index: dict[str, int] = {}
    inline = path.rename(path.with_suffix(".inline"))
    with zipfile.ZipFile(inline) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == "xl/worksheets/sheet1.xml":
                with source.open(name) as part, target.open(name, "w", force_zip64=True) as copy:
                    for text in _whole_cells(part):
                        copy.write(_INLINE.sub(lambda hit: _reference(hit[1], index), text).encode())
            else:
                after = _DECLARED.get(name, (b"", b""))
                target.writestr(name, source.read(name).replace(after[0], b"".join(after), 1))
        items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in index)
        target.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{items}</sst>')
    inline.unlink()


def _reference(text: str, index: dict[str, int]) -> str:
    return f't="s"><v>{index.setdefault(text, len(index))}</v>'


def _whole_cells(part: IO[bytes]) -> Iterator[str]:
    rest = b""
    while piece := part.read(1 << 20):
        whole, mark, rest = (rest + piece).rpartition(b"</c>")
        yield (whole + mark).decode()
    yield rest.decode()


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a sheet of invoices to measure with.")
    parser.add_argument("path", type=Path)
    parser.add_argument("rows", type=int, nargs="?", default=FULL)
    parser.add_argument("--formulas", action="store_true")
    parser.add_argument("--shared", action="store_true")
    asked = parser.parse_args()
    write_invoices(asked.path, asked.rows, formulas=asked.formulas, shared_strings=asked.shared)


if __name__ == "__main__":
    main()
