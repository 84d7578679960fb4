"""Which rows may be edited, by what their status says."""

import pytest

from invoicing_xl.corrections.issued import issued_rows, with_memos
from invoicing_xl.layout.see import see
from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.settings import Settings
from invoicing_xl.workbook.memory import MemorySheet
from tests.tasks.ledgers import CAPTIONS, invoice_rows

DRAFT = (False, False)
PAYMENT_ONLY = (False, True)
LOCKED = (True, True)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Draft", DRAFT),
        ("Entwurf", DRAFT),
        ("not sent", DRAFT),
        ("Nicht versendet", DRAFT),
        ("À envoyer", DRAFT),
        ("New", DRAFT),
        (None, DRAFT),
        ("Open", PAYMENT_ONLY),
        ("Überfällig seit 3 Tagen", PAYMENT_ONLY),
        ("Partially paid", PAYMENT_ONLY),
        ("payée", PAYMENT_ONLY),
        ("Pendiente", PAYMENT_ONLY),
        ("Issued", LOCKED),
        ("sent, unpaid", LOCKED),
        ("Versendet", LOCKED),
        ("verzonden", LOCKED),
        ("In dispute", LOCKED),
        ("on its way to the moon", LOCKED),
    ],
)
def test_what_a_status_allows(word: str | None, state: tuple[bool, bool]) -> None:
    rows = [[*row, word if at == 5 else "Draft"] for at, row in enumerate(invoice_rows())]
    table = see([MemorySheet.of("Invoices", [[*CAPTIONS, "Status"], *rows]).grid()], Settings()).tables[0]
    locked, issued = issued_rows(table)
    assert (bool(locked[5]), bool(issued[5])) == state
    assert not locked[4]
    assert not issued[4]


@pytest.mark.parametrize(
    ("caption", "memo"),
    [
        ("Total", "credit memo for 89,953 in Total"),
        ("Customer ID", "issued: reissue or correct by memo (10046)"),
        ("Invoice No", "issued: reissue or correct by memo (10046)"),
    ],
)
def test_a_memo_is_for_money_and_nothing_else(caption: str, memo: str) -> None:
    rows = [[*row, "Sent"] for row in invoice_rows()]
    table = see([MemorySheet.of("Invoices", [[*CAPTIONS, "Status"], *rows]).grid()], Settings()).tables[0]
    column = CAPTIONS.index(caption) + 1
    edit = Edit("Invoices", 2, column, Content(99999.0), Content(10046.0))
    finding = Finding(
        Severity.ERROR, "Invoices", 2, column, caption, "R-1", "K001", "It is another one.", "99999", "10046",
        Confidence.ASK, (edit,),
    )  # fmt: skip
    [told] = with_memos([finding], [table])
    assert (told.confidence, told.edits, told.proposed) == (Confidence.MEMO, (), memo)
