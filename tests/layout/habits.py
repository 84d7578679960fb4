"""How clerks' sheets are laid out: one paragraph each, in the words of ``clerks.habits_of``."""

DOCUMENTS = """
Captions of a database (US); Invoices; documents; en; ; plain
CustomerID = customer | InvoiceNo = number | InvoiceDate = date | InvoiceDueDate = due_date
| InvoiceSubTotal = net | InvoiceTaxAmount = tax | InvoiceTotal = gross | SettledDate = paid_date

A tracker (US); Tracker; documents; us; ; plain
Inv Nbr = number | Client = customer_name | Inv. Dt. = date | Due Dt = due_date | Inv. Amt = gross
| Paid? = settled < yes | Amt. Recd = paid | Recd on = paid_date

Tally, sales register (IN); Sales Register; documents; en; no credits
Date = date | Particulars = customer_name | Vch Type = type | Vch No. = number | Value = - < net
| Gross Total = gross

A tracker without dates but of sending (UK); Tracker; documents; en; ; plain
Client = customer_name | Invoice = number | Sent = date | Due = due_date | Amount (£) = gross
| Paid? = settled < yes

Libro de facturas emitidas (ES); Libro; documents; es; ; plain
Nº Factura = number | Fecha expedición = date | Destinatario = customer_name | B.I. = net | Cuota IVA = tax
| Total factura = gross | Vto. = due_date | F. cobro = paid_date | Cobrado = paid

Verkoopboek (NL); Verkoopboek; documents; nl; ; plain
Boekstuk = number | Fact.datum = date | Deb.nr. = customer | Debiteur = customer_name | Ex btw = net
| Btw = tax | Incl. btw = gross | Verv.datum = due_date | Betaald op = paid_date | Voldaan = paid

Nachverfolgung (DE); Rechnungen; documents; de; ; plain
RgNr = number | Kunde = customer_name | Datum = date | fällig = due_date | Netto = net | MwSt (%) = tax_rate
| MwSt = tax | Brutto = gross | bezahlt = paid_date

Captions with a currency (FR); factures; documents; fr; ; plain
facture_id = number | client_id = customer | date_facture = date | date_echeance = due_date
| montant_ht_eur = net | tva_eur = tax | montant_ttc_eur = gross | statut_paiement = status

AFIP, own documents (AR); Mis comprobantes; documents; es; ; plain
Fecha = date | Punto de Venta = - < level | Comprobante = number | Tipo Doc. Receptor = - < code
| Nro. Doc. Receptor = ? tax_id < account | Denominación Receptor = customer_name
| Tipo Cambio = exchange_rate < fx | Moneda = currency < foreign currency | IVA = tax | Imp. Total = gross

QuickBooks Online, invoices by customer (US); Sales; documents; us; ; plain
Date = date | Transaction type = type | Num = number | Name = customer_name
| Memo/Description = ? description | Due date = due_date | Amount = gross | Open balance = open

QuickBooks Desktop, transaction list (US); Sheet1; documents; us; mdy text; plain
Type = type | Date = date | Num = number | P. O. # = purchase_order | Name = customer_name
| Terms = terms | Due Date = due_date | Aging = - < late | Open Balance = open | Amount = gross

QuickBooks, sales with tax (CA); Invoices; documents; us; no credits
Inv # = number | Inv Date = date | Customer = customer_name | Subtotal = net | GST/HST = tax
| Total = gross | Balance Due = open | Sales Rep = - < seller

Xero, receivable invoice summary (NZ, AU); Receivable Invoices; documents; en
Contact = customer_name | Invoice Number = number | Invoice Date = date | Due Date = due_date
| Reference = ? purchase_order | Gross = gross | Tax = tax | Net = net | Paid = paid | Outstanding = open
| Status = status

Xero, file for import (UK); SalesInvoices; lines; en
ContactName = customer_name | EmailAddress = - < email | POCountry = ? country | InvoiceNumber = number
| Reference = - < purchase_order | InvoiceDate = date | DueDate = due_date | Total = ? gross < doc gross
| InventoryItemCode = item | Description = description | Quantity = quantity | UnitAmount = unit_price
| Discount = ? discount_rate < no discount | LineAmount = net < line net | AccountCode = - < gl
| TaxAmount = tax < line tax | Currency = currency

Sage 50 (UK), invoice list; Invoice List; documents; en; ; plain
No. = number | Type = type | Invoice Date = date | A/C = customer | Name = customer_name
| Ref = ? purchase_order | Details = ? description | Net = net | VAT = tax | Gross = gross
| Outstanding = open

Sage 50 (UK), transactions; Transactions; documents; en; ; plain
Tran No = - < row | Type = type | Account = customer | N/C = - < gl | Date = date | Inv Ref = number
| Details = ? description | Net = net | T/C = ? tax_code < code | Tax = tax | Gross = gross

DATEV, open items of debtors; OPOS; documents; de; dots text; RE{y}-{n:04d}
Konto = customer < account | Kontobezeichnung = customer_name | Rechnungs-Nr. = number
| Rechnungsdatum = date | Fälligkeit = due_date | Rechnungsbetrag = gross | Saldo = open
| Mahnstufe = - < level | Tage überfällig = - < late

SAP FBL5N (English); FBL5N; documents; de; ; plain
Customer = customer < account | Assignment = - < purchase_order | Document Number = number
| Document Type = type | Document Date = date | Net due date = due_date
| Arrears after net due date = - < late | Amount in local currency = gross | Local Currency = currency
| Clearing Document = - < empty | Text = ? description

SAP FBL5N (German), both currencies; Tabelle1; documents; de; ; plain
Debitor = customer < account | Name 1 = customer_name | Zuordnung = - < purchase_order | Belegnr = number
| Art = type | Belegdatum = date | Nettofälligkeit = due_date | Verz.Tage = - < late
| Betrag in Belegwährung = gross < foreign gross | Belegwährung = currency < foreign currency
| Betrag in Hauswährung = - < gross | Hauswährung = - < currency | Text = ? description

SAP S/4, export with local amounts only; Sheet1; documents; de; ; plain
Debitor = customer < account | Belegnummer = number | Belegart = type | Belegdatum = date
| Buchungsdatum = - < entered | Nettofälligkeitsdatum = due_date | Betrag in HW = gross
| HWähr = currency | Zahlungsbedingung = terms

Lexware faktura; Auftragsliste; documents; de; ; {n}
Rechnungs-Nr. = number | Datum = date | Kd.-Nr. = customer | Matchcode = - < seller
| Kunde = customer_name | Netto (EUR) = net | MwSt. (EUR) = tax | Brutto (EUR) = gross
| Zahlungsart = method | Zahlbar bis = due_date | Offener Betrag (EUR) = open

sevdesk; Rechnungen; documents; de; ; RE-{n}
Rechnungsnummer = number | Kunde = customer_name | Kundennummer = customer | Rechnungsdatum = date
| Fälligkeitsdatum = due_date | Betrag netto = net | USt = tax | Betrag brutto = gross
| Bezahlt am = paid_date | Status = status

Odoo, customer invoices; Invoices (account.move); documents; en; iso; INV/{y}/{n:05d}
Number = number | Invoice Partner Display Name = customer_name | Invoice/Bill Date = date
| Due Date = due_date | Next Activity = - < empty | Tax Excluded = net | Tax = tax | Total = gross
| Amount Due = open | Payment Status = status | Salesperson = - < seller

Odoo, signed amounts; account.move; documents; en; ; INV/{y}/{n:05d}
Number = number | Partner = customer_name | Invoice Date = date | Untaxed Amount Signed = net
| Tax Signed = tax | Total Signed = gross | Amount Due Signed = open | Currency = currency

Zoho Books, invoices; Invoice; documents; us; iso text
Invoice Date = date | Invoice ID = - < internal | Invoice Number = number | Invoice Status = status
| Customer ID = customer | Customer Name = customer_name | Due Date = due_date
| PurchaseOrder = purchase_order | Currency Code = currency | SubTotal = net | Tax Amount = tax
| Total = gross | Balance = open | Notes = note | Payment Terms Label = terms

FreshBooks; invoices; documents; us; no credits
Client Name = customer_name | Invoice # = number | Date Issued = date | Invoice Status = status
| Date Paid = paid_date | Amount = gross | Balance = open | Currency = currency

Exact Online; Verkoopfacturen; documents; nl; ; {y}{n:04d}
Dagboek = - < code | Boekstuknummer = - < internal | Factuurnummer = number | Factuurdatum = date
| Vervaldatum = due_date | Debiteur: Code = customer | Debiteur: Naam = customer_name
| Uw ref. = purchase_order | Betalingsconditie = terms | Valuta = currency | Bedrag = gross
| Openstaand = open

Moneybird; Facturen; documents; nl; ; {y}-{n:04d}
Factuurnummer = number | Contact = customer_name | Klantnummer = customer | Referentie = ? purchase_order
| Factuurdatum = date | Vervaldatum = due_date | Status = status | Totaal excl. btw = net | Btw = tax
| Totaal incl. btw = gross | Betaald op = paid_date | Onbetaald bedrag = open

Contaplus; Facturas emitidas; documents; es; ; {n}
Fra. = number | F. Fra. = date | F. Vto. = due_date | Cód. Cli. = customer | Cliente = customer_name
| NIF = ? tax_id < empty | B. Imp. = net | % IVA = tax_rate | Cuota = tax | Total Fra. = gross
| Forma de pago = method

a3, libro de facturas con recargo; Expedidas; documents; es; ; A/{n:05d}
Nº Fra. = number | Fecha Expedición = date | Nombre = customer_name | Base Imponible = net
| Tipo IVA = tax_rate | Cuota IVA = tax | % Rec. = - < code | Cuota Rec. Eq. = - < surcharge
| Total Factura = gross < with surcharge

Holded with withholding; Ventas; documents; es; ; F{n:05d}
Fecha = date | Núm. = number | Contacto = customer_name | Vencimiento = due_date | Subtotal = net
| IVA = tax | Retención = - < withheld | Total = gross < less withheld | Estado = status

Factusol; Facturas; documents; es; ; 1-{n:06d}
Serie = - < code | Número = number | F. Emisión = date | Cliente = customer
| Nombre fiscal = customer_name | Base = net | I.V.A. = tax | Total = gross | Vto. = due_date
| Pdte. cobro = open

Aspel (MX); CFDI; documents; es; ; {n}
Folio = number | Fecha emisión = date | Razón social = customer_name | RFC = ? tax_id < empty
| Subtotal = net | IVA 16% = tax | Total = gross | Moneda = currency | Método de pago = method
| Días de crédito = terms < days

Tango (AR); Comprobantes; documents; es; ; 0001-{n:08d}
Tipo comprobante = type | Nro. comprobante = number | Fecha = date | Cód. cliente = customer
| Razón social = customer_name | Neto gravado = net | IVA = tax | Importe total = gross
| Cond. venta = terms

EBP; Factures; documents; fr; ; FA{n:06d}
N° de document = number | Date du document = date | Code client = customer
| Nom du client = customer_name | Net HT = net | Total TVA = tax | Total TTC = gross | Solde dû = open
| Mode de règlement = method | Date d'échéance = due_date

Ciel; Liste des factures; documents; fr; dmy text; {n}
Pièce = number | Date pièce = date | Client = customer_name | Libellé = ? description | H.T. = net
| T.V.A. = tax | T.T.C. = gross | Éch. = due_date | Règlement = method

Sage 100 (FR); Ventes; documents; fr; ; FC{n:05d}
N° pièce = number | Date = date | N° Tiers = customer | Intitulé = ? description < customer_name
| Montant HT = net | Montant TTC = gross | Montant réglé = paid | Solde = open

Fact. habits (BE); Blad1; documents; fr; ; {n}
Fact. n° = number | Date fact. = date | Échéance = due_date | N° client = customer | Nom = customer_name
| Base TVA = net | Taux = tax_rate < rate text | TVA = tax | TVAC = gross

Typed (BE, NL); Blad1; documents; nl; ; {n}
Fact.nr. = number | Fact.datum = date | Vervaldat. = due_date | Klantnr. = customer
| Klantnaam = customer_name | Maatstaf = net | Btw% = tax_rate | Btw-bedrag = tax | Tot. incl. = gross

Twinfield; Openstaande posten; documents; nl; ; {n}
Debiteur = customer | Debiteurnaam = customer_name | Factuurnr. = number | Datum = date
| Vervaldatum = due_date | Bedrag = gross | Openstaand bedrag = open | Dagen te laat = - < late

Bexio (CH); Rechnungen; documents; ch; ; RE-{n:05d}
Nr. = number | Titel = ? description | Kunde = customer_name | Datum = date | Gültig bis = - < entered
| Zahlbar bis = due_date | Netto CHF = net | MWST CHF = tax | Total CHF = gross | Status = status

BMD (AT); OP-Liste; documents; de; ; {n}
Kto-Nr. = customer < account | Name = customer_name | Beleg-Nr. = number | Belegdat. = date
| Fälligk. = due_date | Betrag = gross | Offen = open | Mahnst. = - < level

Typed with abbreviations (DE); Rg-Ausgang; documents; de; ; {n}/{y}
lfd. Nr. = - < row | Re.-Nr. = number | Re.-Dat. = date | Kd.-Nr. = customer | Kd.-Name = customer_name
| Nettobetr. = net | MwSt.-Satz = tax_rate < rate text | MwSt.-Betr. = tax | Bruttobetr. = gross
| fällig = due_date | bez. am = paid_date

NetSuite; Results; documents; us
Internal ID = - < internal | Document Number = number | Date = date | Period = - < period | Type = type
| Name = customer_name | Account = - < gl | Memo = ? note < description | Amount (Gross) = gross
| Amount Remaining = open | Due Date/Receive By = due_date | Status = status

Dynamics BC, posted sales invoices; Posted Sales Invoices; documents; en; no credits; 10{n:04d}
No. = number | Customer No. = customer | Customer = customer_name | Currency Code = currency
| Posting Date = date | Due Date = due_date | Amount = net | Amount Including VAT = gross
| Remaining Amount = open | Location Code = - < code | No. Printed = - < level | Closed = - < yes
| Canceled = - < zero

Dynamics BC, both currencies; Sheet1; documents; en; no credits; 10{n:04d}
No. = number | Sell-to Customer No. = customer | Sell-to Customer Name = customer_name
| Document Date = date | Due Date = due_date | Currency Code = currency < foreign currency
| Amount = net < foreign net | Amount Including VAT = gross < foreign gross | Amount (LCY) = - < net
| Amount Incl. VAT (LCY) = - < gross

Typed with units; Invoices 2026; documents; en
Invoice no. = number | Invoice date = date | Customer = customer_name | Net (GBP) = net | VAT (GBP) = tax
| Gross (GBP) = gross | Terms (days) = terms < days | Due = due_date

Typed (ZA); Debtors; documents; en; ; IN{n:06d}
Inv. Date = date | Inv. No. = number | Customer Code = customer | Customer Name = customer_name
| Excl. = net | VAT = tax | Incl. = gross | O/S = open | Current = - < bucket 1 | 30 Days = - < bucket 2

Typed (IN), GST register; B2B; documents; us; no credits; {y}/{n:03d}
Sl. No. = - < row | Invoice No. = number | Invoice Date = date | Party Name = customer_name
| GSTIN = ? tax_id < empty | Place of Supply = - < country | Taxable Value = net | CGST = - < low tax
| SGST = - < low tax | IGST = - < tax | Invoice Value = gross < both gross

Two rates beside each other (DE); Rechnungsausgang; documents; de; ; {n}
Rechnung = number | Datum = date | Kunde = customer_name | Netto 7 % = - < low net
| USt 7 % = - < low tax | Netto 19 % = - < high net | USt 19 % = - < high tax
| Brutto = gross < both gross

Two rates and totals (FR); Ventes; documents; fr; ; {n}
Facture n° = number | Date = date | Client = customer_name | HT 10 % = - < low net
| HT 20 % = - < high net | TVA 10 % = - < low tax | TVA 20 % = - < high tax | Total HT = net < both net
| Total TVA = tax < both tax | Total TTC = gross < both gross

Ways to pay and terms (ES); Facturas; documents; es; ; {n}
Factura = number | Fecha = date | Cliente = customer_name | Importe = gross | Forma de pago = method
| Condiciones = terms | Vto = due_date

Ways to pay only (ES); Facturas; documents; es; ; {n}
Factura = number | Fecha = date | Cliente = customer_name | Importe = gross | Forma de pago = method

Terms under a way to pay (ES); Facturas; documents; es; ; {n}
Factura = number | Fecha = date | Cliente = customer_name | Importe = gross | Forma de pago = terms

Prices with tax in them (US retail); Ledger; documents; us; no credits
Invoice = number | Date = date | Customer = customer_name | Tax included = tax | Total = gross

Cost and margin beside; Jobs; documents; en
Invoice = number | Date = date | Client = customer_name | Net = net | VAT = tax | Total = gross
| Cost = - < cost | Profit = - < margin | Margin % = - < level

Customer and its number in odd order (FR-CA); Factures; documents; fr; ; {n}
Solde = open | Total = gross | TPS = - < low tax | TVQ = - < high tax | Sous-total = net < both net
| Nom client = customer_name | No client = customer | Échéance = due_date | Date = date
| No facture = number

Credits positive with a type; Sales; documents; en; credits positive
Doc No = number | Doc Date = date | Doc Type = type | Customer = customer_name | Net = net | VAT = tax
| Total = gross

Everything as text (DE); Export; documents; de; dots text, text amounts; {n}
Rechnungsnr = number | Rechnungsdatum = date | Kundennr = customer | Name = customer_name | Netto = net
| Steuer = tax | Brutto = gross

Everything as text (US); Export; documents; us; mdy text, text amounts
Invoice Number = number | Invoice Date = date | Customer = customer_name | Net Amount = net
| Sales Tax = tax | Invoice Total = gross

Service period (DE); Rechnungen; documents; de; ; {n}
Rechnungsnr. = number | Datum = date | Leistungsdatum = - < entered | Kunde = customer_name
| Nettobetrag = net | USt = tax | Rechnungsbetrag = gross

Month and year columns; Sales; documents; en
Year = - < year | Month = - < month | Invoice = number | Date = date | Customer = customer_name
| Total = gross | Paid? = settled < yes | Chased = - < level

Days and reminders (AU); Debtors; documents; en
Debtor = customer_name | Invoice No = number | Invoice Date = date | Due Date = due_date
| Days Overdue = - < late | Amount Inc GST = gross | GST = tax | Amount Ex GST = net
| Paid Date = paid_date
"""

LINES = """
FreshBooks lines; invoice details; lines; us; no credits
Client Name = customer_name | Invoice # = number | Date Issued = date | Item Name = item
| Item Description = ? description | Rate = unit_price | Quantity = quantity
| Line Subtotal = net < line net | Tax 1 Amount = ? tax < line tax | Line Total = ? gross < line gross
| Currency = currency

Zoho lines; Invoice; lines; us; iso text
Invoice Date = date | Invoice Number = number | Customer Name = customer_name | Item Name = item
| Quantity = quantity | Item Price = unit_price | Item Total = net < line net
| Item Tax Amount = ? tax < line tax | Total = ? gross < doc gross | Balance = ? open

QuickBooks, sales by item; Sheet1; lines; us
Date = date | Num = number | Customer = customer_name | Product/Service = item
| Memo/Description = ? description | Qty = quantity | Sales price = unit_price | Amount = net < line net

German lines; Positionen; lines; de; ; {n}
Rechnungsnr. = number | Pos. = line | Art.-Nr. = item | Bezeichnung = description | Menge = quantity
| ME = unit | E-Preis = unit_price | Gesamtpreis = net < line net

German lines with heads; Rechnungen; lines; de; ; {n}
Beleg = number | Datum = date | Kunde = customer_name | Artikel = item | Menge = quantity
| EP netto = unit_price | Summe netto = net < line net | MwSt-Satz = tax_rate

French lines; Lignes; lines; fr; ; {n}
Facture n° = number | Désignation = description | Qté = quantity | P.U. HT = unit_price
| Mont. HT = net < line net

Spanish lines; Detalle; lines; es; ; {n}
Nº Fra. = number | Ref. = - < item | Concepto = description | Uds. = quantity | Precio = unit_price
| Importe = net < line net

Dutch lines; Regels; lines; nl; ; {n}
Factuurnr. = number | Artikel = item | Omschrijving = description | Aantal = quantity
| Prijs = unit_price | Bedrag = net < line net

Head on the first line only; Invoices; lines; en; first line only
Invoice = number | Date = date | Customer = customer_name | Description = description | Qty = quantity
| Price = unit_price | Amount = net < line net
"""

OTHERS = """
Bank receipts (DE); Zahlungseingänge; payments; de
Buchungstag = date | Auftraggeber = customer_name | Verwendungszweck = bank_text | Rechnung = applies_to
| Betrag = amount

Receipts (UK); Receipts; payments; en
Receipt No = number | Date = date | A/C = customer | Name = customer_name | Invoice = applies_to
| Amount = amount | Method = method

Cobros (ES); Cobros; payments; es
F. Cobro = date | Cliente = customer_name | Nº Fra. = applies_to | Importe = amount
| Forma de pago = method

Customers (ES); Clientes; customers; es
Código = customer | Nombre fiscal = customer_name | Domicilio = address | Población = city
| C.P. = postcode | Forma de pago = - < method | Días = terms

Customers (DE); Stammdaten; customers; de
Debitor = customer | Name 1 = customer_name | Straße = address | PLZ = postcode | Ort = city
| Land = country | Zahlungsbed. = terms | Tel. = phone | E-Mail = email | Kreditlimit = credit_limit

Customers (FR); Tiers; customers; fr
Code = customer | Raison sociale = customer_name | Adresse = address | CP = postcode | Ville = city
| Pays = country | Mode de règlement = - < method | Encours = - < open
"""

ENTRIES = """
Mixed types with one amount (US); Transactions; entries; us; own receipts; plain
Date = date | Type = type | Num = number | Customer = customer_name | Amount = gross
| Balance = - < balance

Dynamics BC, customer ledger entries; Customer Ledger Entries; entries; en; own receipts; 10{n:04d}
Posting Date = date | Document Type = type | Document No. = number | Customer No. = customer
| Customer Name = customer_name
| Description = ? description | Amount = gross | Remaining Amount = open | Due Date = due_date
| Open = - < yes | Entry No. = - < internal
"""
DEBITS = """
Debits and credits (DE); Kontoblatt; entries; de; ; {n}
Datum = date | Beleg = number | Kunde = customer_name | Buchungstext = description | Soll = debit
| Haben = credit | Saldo = balance

Debits and credits (UK); Ledger; entries; en; own receipts
Date = date | Type = type | Ref = number | Customer = customer_name | Details = description
| Debit = debit | Credit = credit | Balance = balance

Debits and credits (FR), grand livre; Grand livre; entries; fr; ; {n}
Date = date | Journal = - < journal | Pièce = number | Compte = customer | Libellé = description
| Débit = debit | Crédit = credit | Solde = balance | Lettrage = - < match

Debits and credits (ES), mayor; Mayor; entries; es; ; {n}
Fecha = date | Documento = number | Cliente = customer_name | Concepto = description | Debe = debit
| Haber = credit | Saldo = balance

Debits and credits (NL), zeros; Grootboek; entries; nl; ; {n}
Datum = date | Stuknr. = number | Debiteur = customer | Omschrijving = description
| Debet = debit < debit 0 | Credit = credit < credit 0

DATEV journal with S/H; Buchungen; entries; de; ; {n}
Umsatz = amount < unsigned | S/H = side | Konto = customer < account | Belegdatum = date
| Belegfeld 1 = number | Buchungstext = description
"""
