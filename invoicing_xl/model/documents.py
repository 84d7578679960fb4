"""What a row of a ledger is: its type, its status and its number, as the words on the sheet say.

Words are matched in English, German, French, Spanish and Dutch, without regard to case and accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Texts
from invoicing_xl.model.spaces import tidy


class DocumentType(IntEnum):
    """The types of a receivables ledger; their order is the order of a day's rows on a statement."""

    INVOICE = 0
    DEBIT_MEMO = 1
    CREDIT_MEMO = 2
    PAYMENT = 3
    REFUND = 4
    ADJUSTMENT = 5
    WRITE_OFF = 6

    @property
    def title(self) -> str:
        """ "Credit memo"."""
        return "Write-off" if self is DocumentType.WRITE_OFF else self.name.replace("_", " ").capitalize()


class Status(IntEnum):
    """Where a document stands. DRAFT and VOID documents are not posted.

    ISSUED says that it went out; OPEN, PART_PAID and PAID speak of its payment only.
    """

    DRAFT = 0
    ISSUED = 1
    PART_PAID = 2
    PAID = 3
    VOID = 4
    DISPUTED = 5
    OPEN = 6


UNKNOWN = -1

# Whole words first (codes of ledgers and of UNTDID 1001), then phrases in order: the first that occurs
# decides. "Direct debit" must be met before "debit", "credit invoice" before "invoice".
_TYPE_CODES: dict[str, DocumentType] = {
    **dict.fromkeys("inv i si re rg fa fac ft dr rv 380 384 386 389".split(), DocumentType.INVOICE),
    **dict.fromkeys("dn dm debit 383".split(), DocumentType.DEBIT_MEMO),
    **dict.fromkeys("cn cm cr crn gs ga dg nc 381".split(), DocumentType.CREDIT_MEMO),
    **dict.fromkeys("pmt pay rcpt rct pa dz cash check cheque".split(), DocumentType.PAYMENT),
    **dict.fromkeys("rfd rf".split(), DocumentType.REFUND),
    **dict.fromkeys("adj je".split(), DocumentType.ADJUSTMENT),
    **dict.fromkeys("wo wof".split(), DocumentType.WRITE_OFF),
}
_TYPE_PHRASES: Sequence[tuple[DocumentType, str]] = (
    (
        DocumentType.WRITE_OFF,
        r"write.?off|bad debt|ausbuch|forderungsausfall|passage en perte|creance irrecouvrable|incobrable"
        r"|afschrijving|afboeking|oninbaar",
    ),
    (
        DocumentType.REFUND,
        r"refund|charge.?back|returned|bounced|reversed payment|erstattung|ruckzahlung|rucklastschrift"
        r"|rembours|rejet|reembolso|devolucion de pago|terugbetal",
    ),
    (
        DocumentType.PAYMENT,
        r"direct debit|credit card|credit transfer|lastschrift|prelevement|domiciliacion|adeudo|incasso",
    ),
    (
        DocumentType.CREDIT_MEMO,
        r"credit|gutschrift|storno|\bavoir|abono",
    ),
    (
        DocumentType.DEBIT_MEMO,
        r"debit|debet|belastung|interest|verzugszins|interets|intereses|verzugsrente|\brente\b|cargo",
    ),
    (DocumentType.INVOICE, r"invoice|\bbill\b|rechnung|facture|factura|factuur|\bsale"),
    (
        DocumentType.PAYMENT,
        r"payment|receipt|remittance|deposit|prepaid|advance|transfer|zahlung|uberweisung"
        r"|anzahlung|paiement|reglement|encaissement|virement|acompte|\bpago|cobro|recibo|transferencia"
        r"|anticipo|betaling|ontvangst|overboeking|vooruitbetaling",
    ),
    (
        DocumentType.ADJUSTMENT,
        r"adjust|correction|journal|opening balance|balance forward|korrektur|anpassung|ausgleich|umbuchung"
        r"|saldovortrag|ajustement|regularis|ajuste|asiento|correctie|memoriaal|beginsaldo",
    ),
)

_STATUS_PHRASES: Sequence[tuple[Status, str]] = (
    (
        Status.DRAFT,
        r"draft|pro.?forma|quote|quotation|estimate|entwurf|angebot|brouillon|devis|borrador|presupuesto"
        r"|concept|\bklad\b|offerte",
    ),
    (
        Status.VOID,
        r"void|cancel|storn|annull|annule|anulad|cancelad|geannuleerd|ungultig|\bnull?ed\b|deleted",
    ),
    (
        Status.DISPUTED,
        r"disput|on hold|strittig|reklam|beanstand|litig|conteste|reclam|betwist",
    ),
    (
        Status.ISSUED,
        r"sent|issued|posted|versendet|gebucht|envoye|emis|enviad|emitid|verzonden",
    ),
    (
        Status.OPEN,
        r"unpaid|not paid|overdue|past due|open|unbezahlt|nicht bezahlt|offen|fallig|impay|non pay|en retard"
        r"|ouvert|impagad|no pagad|pendiente|vencid|abiert|onbetaald|niet betaald|openstaand|vervallen",
    ),
    (Status.PART_PAID, r"part|teil|abono parcial|gedeeltelijk|deels"),
    (
        Status.PAID,
        r"paid|settled|closed|cleared|bezahlt|beglichen|ausgeglichen|erledigt|paye|solde|regle|pagad|cobrad"
        r"|saldad|betaald|voldaan|afgerond",
    ),
)
_CAME_BACK = re.compile(
    r"^(?!.*\b(?:not|nicht|non|no|niet)\b).*(?:bounced|returned|dishono|revers|\bnsf\b|charge.?back|reject|declined"
    r"|failed|ruckl|geplatzt|zuruck|fehlgeschlagen|retour|rejet|impaye|echoue|devuelt|rechazad|impagad"
    r"|geweigerd|mislukt)"
)
_NUMBER_WORDS = r"^(?:INVOICE|INV|RECHNUNG|RE|RG|FACTURE|FACTURA|FACTUUR|FAC|BILL)*(?:NUMBER|NR|NO)?(\d)"
NO_WORDS = frozenset("0 - n no none nein non nee false falsch faux falso onwaar".split())
YES_WORDS = frozenset("1 x y j yes ja oui si true wahr vrai verdadero waar ok ✓ ✔".split())
"""What "no" and "yes" are to a mark such as "Paid?", in lower case without accents."""


def types_of(words: Texts) -> NDArray[np.int64]:
    """The ``DocumentType`` each word names; ``UNKNOWN`` where blank or not understood."""
    return words.lookup(_answers(words, _type_of), missing=UNKNOWN)


def statuses_of(words: Texts) -> NDArray[np.int64]:
    """The ``Status`` each word names; ``UNKNOWN`` where blank or not understood."""
    return words.lookup(_answers(words, _status_of), missing=UNKNOWN)


def came_back(words: Texts) -> NDArray[np.bool_]:
    """Where the status of a payment says that the bank took it back: "bounced", "returned"."""
    said = {word: int(bool(_CAME_BACK.match(_plain(word)))) for word in words.values.to_pylist()}
    result: NDArray[np.bool_] = words.lookup(said, missing=0) == 1
    return result


def disputes_of(words: Texts) -> NDArray[np.bool_]:
    """Where a dispute column says so: any mark or reason, but not "no"."""
    said = {word: int(_plain(word) not in {*NO_WORDS, "resolved"}) for word in words.values.to_pylist()}
    result: NDArray[np.bool_] = words.lookup(said, missing=0) == 1
    return result


def settled_of(words: Texts) -> NDArray[np.int64]:
    """PAID and OPEN where a column of marks says yes and no; ``UNKNOWN`` where blank or anything else."""
    return words.lookup(_answers(words, _settled_of), missing=UNKNOWN)


def number_keys(numbers: Texts) -> Texts:
    """What makes two writings the same number: spaces, case and leading zeros do not count."""
    return numbers.map(_number_key)


def loose_number_keys(numbers: Texts) -> Texts:
    """As ``number_keys``, with neither punctuation nor a leading "Invoice no.": for a second look only."""
    return numbers.map(_loose_number_key)


def party_keys(names: Texts) -> Texts:
    """What makes two writings the same customer: case and spaces around and between do not count."""
    return names.map(lambda values: pc.utf8_upper(pc.utf8_normalize(tidy(values), "NFKC")))


def natural_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts INV-9 before INV-10."""
    return tuple(
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part.upper())
        for part in re.findall(r"\d+|\D+", number)
    )


def _answers(words: Texts, answer: Callable[[str], int]) -> dict[str, int]:
    return {word: answer(_plain(word)) for word in words.values.to_pylist()}


def _type_of(plain: str) -> int:
    code = _TYPE_CODES.get(plain.strip(". "))
    return code if code is not None else _first(_TYPE_PHRASES, plain)


def _settled_of(plain: str) -> int:
    if plain in YES_WORDS:
        return int(Status.PAID)
    return int(Status.OPEN) if plain in NO_WORDS else UNKNOWN


def _status_of(plain: str) -> int:
    return _first(_STATUS_PHRASES, plain)


def _first(phrases: Sequence[tuple[IntEnum, str]], plain: str) -> int:
    return next((int(meaning) for meaning, pattern in phrases if re.search(pattern, plain)), UNKNOWN)


def _number_key(values: pa.StringArray) -> pa.StringArray:
    seen = pc.utf8_upper(pc.utf8_normalize(tidy(values), "NFKC"))
    return _without_leading_zeros(pc.replace_substring(seen, " ", ""))


def _loose_number_key(values: pa.StringArray) -> pa.StringArray:
    signs = pc.replace_substring_regex(_number_key(values), r"[^\pL\pN]+", "")
    bare = pc.replace_substring_regex(signs, _NUMBER_WORDS, r"\1")
    return _without_leading_zeros(bare)


def _without_leading_zeros(values: pa.StringArray) -> pa.StringArray:
    """Of every run of digits; a run of zeros keeps one."""
    return pc.replace_substring_regex(values, r"(^|\D)0+(\d)", r"\1\2")


def _plain(word: str) -> str:
    """Lower case without accents and surplus space."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
