"""The words of payment terms in English, German, French, Spanish and Dutch, and what they mean.

Lower case, accents taken off. One letter stands for each meaning, "" for words without a bearing on the
date; the grammar of ``terms`` is over these letters.
"""

from __future__ import annotations

_WORDS: dict[str, tuple[str, ...]] = {
    # days, weeks, months
    "D": ("days day d", "tage tagen tag", "jours jour j", "dias dia", "dagen dag"),
    "W": ("weeks week", "wochen woche", "semaines semaine", "semanas semana", "weken"),
    "M": ("months month", "monate monaten monat", "mois", "meses mes", "maanden maand"),
    # net
    "N": ("net nett n", "netto rein kasse", "nets", "neto"),
    # after (the end of the month)
    "A": ("after from following", "nach ab", "apres depuis", "despues desde", "na vanaf"),
    # on the (10th)
    "O": ("on", "am zum", "le au", "el", "op"),
    # discount: says nothing without its per cent
    "S": ("discount disc", "skonto", "escompte", "descuento dto", "korting betalingskorting"),
    # the day of the document
    "F": (
        "invoice inv",
        "rechnungsdatum rechnungsstellung rechnung belegdatum fakturadatum",
        "facture facturation",
        "factura ff",
        "factuurdatum factuur",
    ),
    # words without a bearing on the date
    "": (
        "payment payable terms term pay paid due within in of the if strictly a is date",
        "zahlbar zahlung zahlungsziel ziel innerhalb innert binnen von der des dem die fallig mit bei bis",
        "paiement payable sous de du des la les delai reglement echeance date",
        "pago pagadero plazo a de del la los condiciones vencimiento con por fecha dentro",
        "betaling betaalbaar betalen betalingstermijn te van de het datum met",
    ),
}
_PHRASES: dict[str, tuple[str, ...]] = {
    "": (
        "without deduction, without discount, ohne abzug, ohne skonto, sans escompte, sans deduction",
        "sin descuento, zonder korting, zonder aftrek",
    ),
    "A": ("a compter, a partir", "te rekenen vanaf", "counted from"),
    # end of the document's month
    "E": (
        "eom, end of month, end of the month, end month, month end, monthend, end of invoice month",
        "end of the invoice month, end of month of invoice, end of the month of invoice, last day of month",
        "monatsende, ende des monats, ende monat, monatsultimo, ultimo, ende des rechnungsmonats",
        "fin de mois, fin mois, fdm, fin du mois, fin de mois de facturation",
        "fin de mes, fin mes, final de mes, fin del mes",
        "einde maand, eind maand, einde van de maand, eind van de maand, ultimo maand",
    ),
    # end of the month after it
    "X": (
        "end of next month, end of the next month, end of following month, end of the following month",
        "last day of next month, last day of following month, last day of the following month",
        "end of month following, end of the month following",
        "ende des folgemonats, ende folgemonat, ende des nachsten monats, ende nachsten monats",
        "fin du mois suivant, fin du mois prochain, fin de mois suivant, fin mois suivant",
        "fin del mes siguiente, fin de mes siguiente, fin del mes proximo, fin del proximo mes",
        "einde volgende maand, eind volgende maand, einde van de volgende maand, eind van de volgende maand",
    ),
    # (a day) of the month after it
    "P": (
        "prox, proximo, mfi, of next month, of the next month, of following month, of the following month",
        "of month following, of the month following, next month, following month, month following",
        "month following invoice, of month following invoice, of the month following invoice",
        "des folgemonats, folgemonat, des nachsten monats, im folgemonat",
        "du mois suivant, du mois prochain, mois suivant",
        "del mes siguiente, del proximo mes, mes siguiente",
        "van de volgende maand, volgende maand",
    ),
    # (documents after a) cut-off (day)
    "C": ("cut-off, cutoff, cut off", "stichtag", "arrete au", "corte", "afsluitdag"),
    # at once
    "Z": (
        "due on receipt, due upon receipt, on receipt, upon receipt, on receipt of invoice",
        "upon receipt of invoice, immediate, immediately, at once, now, cod, c.o.d, cash on delivery, cash",
        "cwo, cash with order",
        "prepaid, prepayment, cash in advance, cia, in advance, advance",
        "sofort, bei erhalt, bei rechnungserhalt, nach erhalt, bar, barzahlung, vorkasse, vorauskasse",
        "vorauszahlung, nachnahme",
        "comptant, au comptant, a reception, a reception de facture, a reception de la facture, immediat",
        "contre remboursement, avance",
        "contado, al contado, a la vista, inmediato, a la recepcion, contra reembolso, por adelantado",
        "direct, per direct, direkt, contant, bij ontvangst, na ontvangst, per omgaande, rembours",
        "vooruitbetaling, vooruit",
    ),
}
MEANING: dict[str, str] = {
    **{word: letter for letter, languages in _WORDS.items() for word in " ".join(languages).split()},
    **{
        phrase: letter
        for letter, languages in _PHRASES.items()
        for phrase in ", ".join(languages).split(", ")
    },
}
