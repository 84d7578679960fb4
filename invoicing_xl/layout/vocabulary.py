"""Captions and words that clerks use, in English, German, French, Spanish and Dutch.

Captions are written as they read once normalised (see ``captions.plain``): lower case, no accents, no
punctuation, "&" and units gone. ``CAPTIONS`` hold for a field wherever it stands; ``CAPTIONS_OF_KIND`` add
what a caption means on sheets of one kind only ("total" is the gross of an invoice, the net of a line).
"""

from __future__ import annotations

from collections.abc import Mapping

from invoicing_xl.model.fields import TableKind


def _phrases(*languages: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for language in languages for phrase in language.split(",") if phrase.strip())


CAPTIONS: Mapping[str, tuple[str, ...]] = {
    "type": _phrases(
        "type, document type, doc type, transaction type, invoice type, kind, vch type, voucher type, tran type, trans type",
        "art, typ, belegart, belegtyp, dokumentart, vorgangsart, rechnungsart",
        "type de document, type de piece, nature",
        "tipo, tipo de documento, tipo documento, clase, tipo comprobante, tipo de comprobante",
        "soort, documenttype, documentsoort, factuurtype",
    ),
    "number": _phrases(
        "invoice no, invoice number, invoice nr, invoice num, inv no, inv number, inv nr, inv num, inv, invoice,"
        "document no, document number, doc no, doc number, doc nr, bill no, bill number, invoice ref, inv ref,"
        "invoice reference, voucher no, voucher number, document, doc, document ref, document reference,"
        "transaction no, transaction number, reference no, reference number, no, number, nr, num, invoice code,"
        "invoice id, doc id, inv id, claim no, claim number,"
        "tax invoice no, tax invoice number, our invoice no, sales invoice no, vch no, invoice number number",
        "rechnungsnummer, rechnungsnr, rechnung nr, rechnungs nr, rech nr, re nr, rg nr, rechnung, belegnummer,"
        "belegnr, beleg nr, dokumentnummer, fakturanummer, faktura nr, beleg, rechnungs nummer, belegfeld 1, nummer, rechn nr, rechnungs id, rgnr, ar nr, ausgangsrechnung nr, faktura, fakt nr",
        "numero de facture, no facture, n facture, facture no, num facture, facture n, numero facture, facture,"
        "n de facture, no de facture, piece, numero de piece, n piece, no piece, n de piece, ref facture,"
        "numero de document, n de document, no de document, n document, numero, id facture, code facture",
        "numero de factura, no factura, n factura, num factura, factura no, factura, nro factura, nº factura,"
        "numero factura, n de factura, no de factura, factura n, nro de factura, fra, n fra, no fra, num fra, fra n,"
        "folio, comprobante, nro comprobante, n comprobante, numero de comprobante, documento, n documento,"
        "no documento, num documento, nro documento, num, codigo factura, codigo de factura, cod factura, id factura,"
        "serie y folio, serie folio, num comprobante, numero comprobante",
        "factuurnummer, factuurnr, factuur nr, fact nr, factnr, factuur, factuur nummer, documentnummer, verkoopfactuur, boekstuk, boekstuknummer, boekstuknr,"
        "stuknummer, stuknr, stuk nr, nummer",
    ),
    "line": _phrases(
        "line, line no, line number, line nr, item no line, pos, position, ln",
        "zeile, zeilennummer, positionsnummer, pos nr, positionsnr, rechnungsposition",
        "ligne, no ligne, numero de ligne, n ligne",
        "linea, no linea, numero de linea, n linea, posicion, renglon",
        "regel, regelnummer, regelnr, positie",
    ),
    "date": _phrases(
        "invoice date, document date, doc date, issue date, date of issue, date issued, billing date, bill date, inv date,"
        "issued, issued on, dated, invoiced on, date, posting date, claim date, invoiced, raised on, billed on",
        "rechnungsdatum, belegdatum, ausstellungsdatum, rechnung vom, re datum, rgdatum, redatum, rechn datum, rg datum,"
        "dokumentdatum, fakturadatum, rech datum, datum, buchungsdatum",
        "date de facture, date facture, date d emission, date emission, date de la facture, date de facturation,"
        "date piece, date de piece, emise le, date du document, date document, date de document",
        "fecha de factura, fecha factura, fecha fra, f fra, fecha de emision, fecha emision, fecha documento,"
        "fecha de expedicion, fecha expedicion, fecha de la factura, fecha, fecha hora, fecha y hora",
        "factuurdatum, datum factuur, documentdatum, factuur datum, boekdatum",
    ),
    "due_date": _phrases(
        "due date, due, due on, payment due, payment due date, date due, pay by, due by, maturity, maturity date,"
        "payable by, net due date, due date receive by, due at, payable on",
        "fallig, fallig am, falligkeit, falligkeitsdatum, zahlbar bis, zu zahlen bis, zahlungsfrist bis, falligkeitstermin, zahlungsziel datum,"
        "faelligkeit, faellig am, faellig, zahlungstermin, zahlung bis,"
        "nettofalligkeit, nettofalligkeitsdatum, netto falligkeit, faelligkeitsdatum",
        "echeance, date d echeance, date echeance, ech, date ech, date limite de paiement, a payer avant, a regler avant le, date limite, date de paiement prevue",
        "vencimiento, fecha de vencimiento, fecha vencimiento, vence, vto, fecha vto, f vto, fecha limite de pago, fecha venc,"
        "fecha de venc, f venc, fecha vencim, fecha de vto, fecha de pago prevista",
        "vervaldatum, vervaldag, betaaldatum uiterlijk, uiterste betaaldatum, te betalen voor, vervalt op, vervalt, verv datum, uiterste datum",
    ),
    "service_from": _phrases(
        "service from, period from, period start, service start, from date, start date",
        "leistung von, leistungsbeginn, zeitraum von, von",
        "periode du, debut periode, debut de periode",
        "periodo desde, desde, inicio periodo",
        "periode van, dienst van, begin periode",
    ),
    "service_to": _phrases(
        "service to, period to, period end, service end, to date, end date",
        "leistung bis, leistungsende, zeitraum bis",
        "periode au, fin periode, fin de periode",
        "periodo hasta, hasta, fin periodo",
        "periode tot, dienst tot, einde periode",
    ),
    "customer": _phrases(
        "customer id, customer no, customer number, customer nr, customer code, cust id, cust no, cust code, client id,"
        "client no, client code, client number, account no, account number, account, debtor no, debtor number,"
        "customer account, acct no, account id, customer, client, debtor, buyer id, account code, cust, cust nr,"
        "sell to customer no, bill to customer no, a c, a c no, a c ref, acc no, debtor code",
        "kundennummer, kundennr, kunden nr, kd nr, kdnr, kunde nr, debitor, debitorennummer, debitor nr,"
        "debitorennr, kunden id, kundennr, kunde, deb nr, debitorenkonto, kundenkonto, kundencode, konto, kontonr, kto nr, kto,"
        "personenkonto",
        "code client, no client, numero client, numero de client, n client, ref client, client no, compte client,"
        "id client, n de client, client n, n tiers, no tiers, code tiers, compte tiers, compte, n compte",
        "codigo cliente, codigo de cliente, no cliente, numero de cliente, n cliente, id cliente, cliente no,"
        "num cliente, cod cliente, cliente, nro cliente, cuenta cliente, n de cliente, cod cli, cuenta",
        "klantnummer, klantnr, klant nr, klantcode, debiteurnummer, debiteur, debiteurnr, klant id, klant,"
        "debiteurennummer, relatienummer, debiteur code, debiteurcode, relatiecode, relatienr",
    ),
    "customer_name": _phrases(
        "customer name, customer, client name, client, bill to, sold to, buyer, debtor name,"
        "name of customer, account name, cust name, bill to name, contact name, contact, party name, party, partner,"
        "partner name, invoice partner display name, sell to customer name, bill to customer name, debtor, receiver name, billed to, party s name,"
        "name of recipient, company name, company",
        "kundenname, kunde, firma, name des kunden, kunde name, debitorenname, empfanger, rechnungsempfanger,"
        "debitor name, debitor, firmenname, kundenbezeichnung, kd name, kontobezeichnung, geschaftspartner, name 1, kontakt",
        "nom du client, client, nom client, raison sociale, intitule du tiers, intitule tiers, intitule du client, societe, destinataire, nom de client, tiers, nom du tiers",
        "nombre del cliente, cliente, nombre cliente, razon social, empresa, nombre de cliente, nombre fiscal, contacto,"
        "nombre comercial, destinatario, denominacion receptor, razon social receptor, nombre receptor, nombre del receptor,"
        "receptor, razon social cliente, razon social del cliente, denominacion cliente, nombre o razon social",
        "klantnaam, klant, naam klant, bedrijf, bedrijfsnaam, debiteurnaam, naam debiteur, debiteur naam, debiteur, contact,"
        "relatie, relatienaam",
    ),
    "tax_id": _phrases(
        "tax id, vat id, vat no, vat number, vat reg no, tin, tax number, vat registration number, gst no, vat nr, ein, gstin, abn,"
        "customer gstin, buyer gstin, gstin of recipient, gstin uin of recipient, gstin uin, customer vat no,"
        "customer vat number",
        "ust id, ustid, ust idnr, ust id nr, umsatzsteuer id, steuernummer, uid, mwst nr, uid nr",
        "no tva, numero tva, tva intracommunautaire, n tva, numero de tva, siret, siren, n tva intracommunautaire",
        "nif, cif, nif cif, numero de iva, nif iva, rfc, cif nif, identificacion fiscal, cuit, cuit cliente,"
        "cuit receptor, nro doc receptor, rfc receptor, rfc cliente, nif cliente, cif cliente, nit, nit cliente, nit receptor,"
        "ruc, ruc cliente, rut, rut cliente, rut receptor",
        "btw nummer, btw nr, btwnummer, btw id, btw identificatienummer",
    ),
    "address": _phrases(
        "address, street, street address, billing address, address line 1, address 1, bill to address",
        "adresse, strasse, anschrift, rechnungsadresse, str, strasse nr, strasse und hausnummer",
        "adresse, rue, adresse de facturation, adresse 1",
        "direccion, calle, domicilio, direccion de facturacion",
        "adres, straat, factuuradres, straat en huisnummer",
    ),
    "city": _phrases(
        "city, town", "ort, stadt, wohnort", "ville, localite", "ciudad, poblacion, localidad", "plaats, stad, woonplaats"
    ),
    "postcode": _phrases(
        "postcode, postal code, zip, zip code, post code",
        "plz, postleitzahl",
        "code postal, cp",
        "codigo postal, cp, cod postal",
        "postcode",
    ),
    "country": _phrases(
        "country, country code, ship to country", "land, landercode, lieferland, landeskennzeichen", "pays, code pays",
        "pais, codigo pais", "land, landcode",
    ),
    "phone": _phrases(
        "phone, telephone, phone no, tel, phone number, telephone number, mobile",
        "telefon, telefonnummer, tel nr, tel",
        "telephone, tel, no de telephone",
        "telefono, tel, movil",
        "telefoon, telefoonnummer, tel",
    ),
    "email": _phrases(
        "email, e mail, email address, mail, e mail address", "email, mailadresse, e mail adresse, e mail",
        "courriel, adresse email, e mail, mail", "correo, correo electronico, e mail", "e mailadres, emailadres, email",
    ),
    "iban": _phrases("iban, iban no, bank account", "bankkonto, kontonummer", "compte bancaire", "cuenta bancaria", "bankrekening, rekeningnummer"),
    "purchase_order": _phrases(
        "po, po no, po number, purchase order, purchase order no, order no, order number, your ref,"
        "your reference, customer ref, customer reference, customer po, po ref, cust ref, order ref, order, po nr,"
        "our ref, your order",
        "bestellnummer, bestellnr, bestell nr, auftragsnummer, auftrag, auftrag nr, referenz, ihre referenz,"
        "bestellung, ihr zeichen, kundenreferenz, auftragsnr, best nr",
        "bon de commande, no commande, commande, numero de commande, n commande, votre reference,"
        "ref commande, reference client, n de commande",
        "pedido, no pedido, numero de pedido, n pedido, orden de compra, su referencia, n de pedido",
        "referentie, bestelnummer, ordernummer, inkooporder, uw referentie, uw ref, order, bestelling, bestelnr",
    ),
    "contract": _phrases(
        "contract, contract no, contract number, agreement", "vertrag, vertragsnummer, vertrag nr",
        "contrat, no contrat, numero de contrat", "contrato, numero de contrato", "contract, contractnummer",
    ),
    "applies_to": _phrases(
        "applies to, applied to, original invoice, orig invoice, original document, credit for, credited invoice,"
        "related invoice, against invoice, corrects, refers to, original invoice no, orig ref, credit of",
        "bezug, bezug auf, zu rechnung, gutschrift zu, ursprungsrechnung, originalrechnung, bezugsrechnung,"
        "korrektur zu, referenzrechnung",
        "facture d origine, facture origine, avoir sur, concerne, facture liee, piece liee, se rapporte a,"
        "facture concernee, avoir sur facture",
        "factura original, factura de origen, aplica a, abono de, factura rectificada, rectifica a,"
        "factura origen, factura relacionada, factura afectada, documento relacionado, corresponde a",
        "oorspronkelijke factuur, originele factuur, creditering van, heeft betrekking op, betreft factuur,"
        "credit op factuur",
    ),
    "item": _phrases(
        "item, item no, item number, item code, item name, product service, inventory item code, product, product code, product no, sku, article, article no,"
        "material, part no, part number, product id, stock code, item id, article number, article nr",
        "artikel, artikelnummer, artikelnr, artikel nr, produkt, produktnummer, art nr, material, leistung, ware",
        "article, code article, reference article, produit, ref article, ref produit, code produit",
        "articulo, codigo articulo, producto, codigo producto, cod articulo, referencia articulo, ref articulo",
        "artikel, artikelnummer, artikelcode, product, artikelnr, productcode",
    ),
    "description": _phrases(
        "description, item description, item desc, memo description, details, particulars, product description, desc,"
        "product name, service, text",
        "beschreibung, bezeichnung, artikelbezeichnung, leistungsbeschreibung, text, artikelbeschreibung, produktname,"
        "buchungstext",
        "description, designation, libelle, intitule, detail",
        "descripcion, concepto, detalle, denominacion",
        "omschrijving, beschrijving, artikelomschrijving",
    ),
    "quantity": _phrases(
        "quantity, qty, units, hours, pieces, qty invoiced, quantity billed, pcs, no of units",
        "menge, anzahl, stuck, stunden, stk, stuckzahl, mge",
        "quantite, qte, qté, nombre, heures",
        "cantidad, cant, unidades, horas, uds",
        "aantal, hoeveelheid, stuks, uren, hvh",
    ),
    "unit": _phrases(
        "unit, uom, unit of measure, measure", "einheit, me, mengeneinheit, eh", "unite, unite de mesure, u",
        "unidad, unidad de medida, ud, um", "eenheid",
    ),
    "unit_price": _phrases(
        "unit price, price, price each, rate per unit, price per unit, unit cost, list price, price unit, net price,"
        "sales price, selling price, each, item price, unit amount",
        "einzelpreis, preis, stuckpreis, preis pro stuck, ep, e preis, ep netto, einzelpreis netto, listenpreis, nettopreis, einheitspreis,"
        "stundensatz, vk preis, preis je einheit",
        "prix unitaire, prix, pu, prix unitaire ht, pu ht, prix de vente, prix ht, tarif",
        "precio unitario, precio, precio unidad, p unitario, precio por unidad, pvp, tarifa",
        "eenheidsprijs, prijs, stukprijs, prijs per stuk, verkoopprijs, tarief, prijs per eenheid",
    ),
    "price_base": _phrases(
        "price base, per, price per qty, base quantity, price unit qty", "preiseinheit, pro, preis je",
        "base de prix, par", "base de precio, por", "prijseenheid",
    ),
    "discount_rate": _phrases(
        "discount, discount rate, discount %, disc, disc %, discount percent, disc pct, discount pct, rebate %",
        "rabatt, rabatt %, rabattsatz, nachlass, nachlass %, rabatt in %",
        "remise, remise %, taux de remise, rabais, taux remise",
        "descuento, descuento %, dto, dto %, % descuento, % dto",
        "korting, korting %, kortingspercentage",
    ),
    "discount": _phrases(
        "discount amount, discount, disc amount, rebate, allowance, discount amt", "rabattbetrag, rabatt, nachlassbetrag",
        "montant remise, remise, montant de la remise", "importe descuento, descuento, importe dto",
        "kortingsbedrag, korting",
    ),
    "charge": _phrases(
        "charge, charges, surcharge, freight, shipping, delivery charge, handling, shipping charge, freight charge",
        "zuschlag, fracht, versandkosten, versand, frachtkosten, nebenkosten",
        "frais, frais de port, port, transport, frais de livraison, supplement",
        "portes, gastos de envio, recargo, envio, transporte, gastos",
        "toeslag, verzendkosten, vracht, vrachtkosten",
    ),
    "net": _phrases(
        "net, net amount, net total, subtotal, sub total, amount excl tax, amount ex vat, taxable amount, net value,"
        "total excl vat, total ex tax, net sales, excl vat, ex vat, amount before tax, total net, taxable, amount net,"
        "total before tax, net invoice amount, amount excl vat, excluding tax, excl tax, pre tax, pretax amount,"
        "tax excluded, untaxed amount, untaxed, taxable value, amount ex gst, ex gst, excl, amount exclusive",
        "netto, nettobetrag, nettosumme, summe netto, betrag netto, netto betrag, nettowert, warenwert, zwischensumme,"
        "netto gesamt, gesamt netto, rechnungsbetrag netto, netto summe, umsatz netto",
        "montant ht, mt ht, total ht, ht, net ht, montant net, hors taxes, montant hors taxe, base ht, total hors taxes,"
        "montant hors taxes, sous total, net, prix total ht, base imposable, base tva, htva, montant htva, total htva",
        "base imponible, neto, importe neto, subtotal, importe sin iva, total sin iva, total neto, neto gravado, base, bi, base imp",
        "netto, nettobedrag, bedrag excl btw, excl btw, totaal excl btw, subtotaal, bedrag exclusief btw,"
        "exclusief btw, netto bedrag, ex btw, maatstaf, maatstaf van heffing, excl",
    ),
    "tax_code": _phrases(
        "tax code, vat code, tax category, vat category, tax type", "steuerschlussel, steuerkennzeichen, mwst code, stsl",
        "code tva, code taxe", "codigo iva, clave iva", "btw code, belastingcode",
    ),
    "tax_rate": _phrases(
        "tax rate, vat rate, vat %, tax %, gst rate, rate of tax, vat percent, tax percent, tax pct, vat pct, gst %,"
        "sales tax rate",
        "steuersatz, mwst satz, ust satz, mwst %, ust %, steuer %, mehrwertsteuersatz, umsatzsteuersatz, ust in %,"
        "mwst in %",
        "taux tva, taux de tva, tva %, taux de taxe, % tva",
        "tipo iva, tipo de iva, iva %, % iva, porcentaje iva, tasa iva",
        "btw tarief, btw %, btw%, btw percentage, belastingtarief, % btw",
    ),
    "tax": _phrases(
        "tax, vat, tax amount, vat amount, sales tax, gst, total tax, gst amount, total vat, tax total, vat total,"
        "sales tax amount, amount of tax, gst hst, tax included, vat included, tax signed",
        "mwst, ust, steuer, mehrwertsteuer, umsatzsteuer, steuerbetrag, mwst betrag, mwst betr, ust betr, ust betrag, mehrwertsteuerbetrag",
        "tva, mt tva, montant tva, taxe, montant de la tva, taxes, total tva, montant taxe",
        "iva, importe iva, cuota iva, impuesto, impuestos, cuota, total iva, importe del iva",
        "btw, btw bedrag, belasting, btwbedrag, bedrag btw, totaal btw",
    ),
    "gross": _phrases(
        "gross, gross amount, amount gross, amount including vat, amount inc gst, incl gst, inc gst, incl, total gross, grand total, invoice total, invoice amount, inv amount, total amount, total incl tax,"
        "total inc vat, amount incl vat, incl vat, inc vat, total invoice, document total, gross total, total due,"
        "amount incl tax, invoice value, including tax, total including tax, total incl vat, gross value, doc total,"
        "amount total, total invoice amount, bill amount",
        "brutto, bruttobetrag, gesamtbetrag, rechnungsbetrag, gesamt, endbetrag, gesamtsumme, summe brutto, brutto betrag,"
        "betrag brutto, rechnungssumme, summe, bruttosumme, gesamt brutto, rechnungsbetrag brutto, rechn betrag, endsumme",
        "montant ttc, total ttc, ttc, montant total, toutes taxes comprises, total general,"
        "montant facture, total facture, montant de la facture, tvac, montant tvac, total tvac, tvac total, mt ttc",
        "importe total, total factura, total fra, importe fra, total con iva, importe con iva, bruto, importe bruto, total general,"
        "importe factura",
        "bruto, brutobedrag, bedrag incl btw, incl btw, totaal incl btw, totaalbedrag, factuurbedrag, factuurtotaal,"
        "bedrag inclusief btw, inclusief btw, eindbedrag, tot incl, totaal incl, incl",
    ),
    "prepaid": _phrases(
        "prepaid, advance, deposit, prepayment, down payment, deposit paid", "anzahlung, vorauszahlung, anzahlungen",
        "acompte, acomptes, avance", "anticipo, pagado por anticipado, senal", "aanbetaling, vooruitbetaald, voorschot",
    ),
    "rounding": _phrases(
        "rounding, rounding amount, round off", "rundung, rundungsdifferenz", "arrondi", "redondeo", "afronding"
    ),
    "due_amount": _phrases(
        "amount due, due amount, amount payable, payable, payable amount, to pay, balance due on invoice",
        "zahlbetrag, zu zahlen, zahlbar, zu zahlender betrag", "a payer, net a payer, montant du, montant a payer",
        "a pagar, importe a pagar, total a pagar", "te betalen, te betalen bedrag",
    ),
    "currency": _phrases(
        "currency, cur, curr, ccy, currency code, curr code, invoice currency",
        "wahrung, whg, wahrungscode, waehrung, wrg",
        "devise, monnaie, code devise",
        "moneda, divisa, cod moneda",
        "valuta, munt, valutacode, muntsoort",
    ),
    "exchange_rate": _phrases(
        "exchange rate, fx rate, fx, conversion rate", "wechselkurs, kurs, umrechnungskurs",
        "taux de change, cours", "tipo de cambio, cambio", "wisselkoers, koers",
    ),
    "terms": _phrases(
        "payment terms, payment term, terms, payment terms label, credit terms, terms of payment, net days, credit days, credit period, terms days,"
        "payment days, days, agreed terms, net terms",
        "zahlungsziel, zahlungsbedingungen, zahlungsbedingung, zahlungskonditionen, ziel, zahlungsfrist, zahlungsziel tage,"
        "tage, kondition",
        "conditions de paiement, cond paiement, delai de paiement, delai, conditions, condition de reglement, delai de reglement",
        "condiciones de pago, cond pago, condicion de pago, plazo, plazo de pago, condiciones, dias de credito, condiciones de venta,"
        "condicion de venta, cond venta, dias, forma de pago dias, forma de pago",
        "betalingstermijn, betalingsconditie, betaaltermijn, betalingscondities, betalingsvoorwaarden, termijn, dagen",
    ),
    "discount_date": _phrases(
        "discount date, discount until, cash discount date, discount due", "skontodatum, skonto bis, skontofrist",
        "date d escompte, escompte jusqu au", "fecha descuento, fecha pronto pago", "kortingsdatum, korting tot",
    ),
    "paid": _phrases(
        "paid, amount paid, paid amount, payments, received, payments received, paid to date, amount received, collected, total paid, payment amount,"
        "payment received",
        "bezahlt, gezahlt, erhalten, zahlung, zahlungen, zahlungseingang, bezahlter betrag, eingegangen, bereits bezahlt, gezahlter betrag",
        "paye, montant paye, montant reglement, montant paiement, regle, recu, encaisse, montant regle, reglements, paiements recus, deja paye",
        "pagado, importe pagado, importe cobro, importe pago, cobrado, pagos, importe cobrado, total pagado",
        "voldaan, betaald, betaald bedrag, ontvangen, betalingen, reeds betaald",
    ),
    "paid_date": _phrases(
        "paid on, date paid, paid date, payment date, settled on, payment received on, date of payment, paid at, received on, date received, settled date,"
        "date settled, settlement date",
        "bezahlt am, zahlungsdatum, gezahlt am, zahlung am, zahldatum, bezahlt datum, zahlungseingang am, eingang am",
        "paye le, date de paiement, date de reglement, regle le, date paiement, date reglement, date encaissement, date d encaissement",
        "fecha de pago, fecha pago, fecha de cobro, fecha cobro, pagado el, fecha cobro real,"
        "fecha de cobro real, fecha pago real, cobrado el",
        "betaald op, betaaldatum, betaaldag, datum betaling, betalingsdatum",
    ),
    "settled": _phrases(
        "paid, is paid, settled, payment received, received, paid y n, paid yes no, fully paid, cleared",
        "bezahlt, gezahlt, beglichen, bezahlt ja nein, zahlung eingegangen, erledigt", "paye, payee, regle, reglee, solde",
        "pagado, pagada, cobrado, cobrada", "betaald, voldaan, betaald ja nee",
    ),
    "open": _phrases(
        "open amount, open, amount remaining, remaining amount, o s, outstanding, balance, balance due, outstanding amount, remaining, unpaid, amount outstanding,"
        "o s amount, pending, pending amount, open balance, remaining balance, outstanding balance, amount open, unpaid amount",
        "offen, offener betrag, restbetrag, saldo, offener posten, op, op betrag, rest, offene summe, noch offen",
        "solde, reste a payer, restant du, net restant du, reste du, montant ouvert, solde du, encours, reste du a payer, impaye",
        "pendiente, saldo, pendiente de cobro, pdte cobro, pendiente cobro, pdte, importe pendiente, saldo pendiente, por cobrar, resto, deuda",
        "openstaand, openstaand bedrag, saldo, onbetaald, onbetaald bedrag, restant, nog te betalen, nog te ontvangen, open bedrag",
    ),
    "status": _phrases(
        "status, state, invoice status, payment status, doc status", "status, zustand, rechnungsstatus, belegstatus, zahlungsstatus, zahlstatus",
        "statut, etat, statut facture, statut paiement, statut de paiement, statut du paiement, etat paiement,"
        "etat de paiement, statut reglement, statut de reglement",
        "estado, situacion, estado factura, estado pago, estado de pago, estado del pago, estado cobro, estado de cobro",
        "status, toestand, factuurstatus, betaalstatus, betalingsstatus",
    ),
    "sent_at": _phrases(
        "sent, sent on, date sent, sent at, sent date, mailed on, emailed on, sent mark, dispatched on",
        "versendet, versendet am, gesendet, gesendet am, versanddatum, verschickt am, verschickt, versandt am",
        "envoye, envoye le, envoyee le, date d envoi, date envoi",
        "enviado, enviada, enviado el, fecha de envio, fecha envio",
        "verzonden, verzonden op, verzenddatum, verstuurd op, verstuurd",
    ),
    "disputed": _phrases(
        "disputed, dispute, in dispute, on hold", "strittig, reklamation, reklamiert, in klarung", "litige, conteste, en litige",
        "en disputa, disputado, reclamada, reclamado", "betwist, in geschil, geschil",
    ),
    "amount": _phrases(
        "payment amount, amount received, receipt amount, amount paid, paid amount, amount applied, applied amount",
        "zahlungsbetrag, gezahlter betrag, zahlbetrag, eingangsbetrag, zahlungseingang",
        "montant paye, montant regle, montant du paiement, montant recu, montant du reglement, montant encaisse",
        "importe pagado, importe del pago, importe cobrado, importe pago, importe del cobro",
        "betaald bedrag, betalingsbedrag, ontvangen bedrag",
    ),
    "debit": _phrases(
        "debit, debits, debit amount, dr", "soll, betrag soll, soll betrag, umsatz soll", "debit, montant debit",
        "debe, cargo, cargos, debito", "debet, debetbedrag",
    ),
    "credit": _phrases(
        "credit, credits, credit amount, cr", "haben, betrag haben, haben betrag, umsatz haben", "credit, montant credit",
        "haber, abono, abonos, credito", "credit, creditbedrag",
    ),
    "side": _phrases(
        "debit credit, d c, dr cr, cr dr", "soll haben kennzeichen, soll haben, s h, shkz, sh", "sens", "debe haber, d h",
        "debet credit",
    ),
    "balance": _phrases(
        "running balance, balance, account balance", "saldo, laufender saldo, kontosaldo", "solde, solde progressif, solde cumule",
        "saldo, saldo acumulado", "saldo, lopend saldo",
    ),
    "method": _phrases(
        "method, payment method, pay method, payment type, means of payment, paid by, payment mode, mode of payment",
        "zahlungsart, zahlungsmethode, zahlungsweg, zahlweise, zahlungsmittel",
        "mode de paiement, moyen de paiement, mode de reglement, mode reglement, reglement",
        "forma de pago, metodo de pago, medio de pago, forma de cobro",
        "betaalmethode, betaalwijze, betalingswijze, wijze van betaling",
    ),
    "bank_text": _phrases(
        "bank text, remittance, remittance text, payment text, bank details text, memo, narrative, transaction text,"
        "statement text, remittance information, remittance info, payment reference text, bank narrative",
        "verwendungszweck, buchungstext, banktext, zahlungstext",
        "libelle bancaire, libelle banque, motif, texte bancaire, communication",
        "concepto bancario, texto bancario, concepto del pago",
        "omschrijving bank, banktekst, mededeling, betaalkenmerk",
    ),
    "bank_reference": _phrases(
        "bank reference, bank ref, transaction id, transaction no, bank transaction, payment reference, payment ref, trn,"
        "transaction reference",
        "bankreferenz, transaktionsnummer, transaktions id, bankbeleg", "reference bancaire, ref banque, no transaction",
        "referencia bancaria, ref bancaria, n transaccion", "bankreferentie, transactienummer, transactie id",
    ),
    "credit_limit": _phrases(
        "credit limit, limit, credit line", "kreditlimit, limit, kreditrahmen", "limite de credit, plafond, encours autorise",
        "limite de credito, limite", "kredietlimiet, limiet",
    ),
    "note": _phrases(
        "note, notes, comment, comments, remark, remarks, memo", "bemerkung, bemerkungen, notiz, anmerkung, kommentar",
        "remarque, remarques, commentaire, observation, notes", "nota, notas, observaciones, comentario",
        "opmerking, opmerkingen, notitie, memo",
    ),
}  # fmt: skip

CAPTIONS_OF_KIND: Mapping[TableKind, Mapping[str, tuple[str, ...]]] = {
    "invoices": {
        "gross": _phrases("total, amount, value", "betrag, summe, total", "montant, total", "importe, total, monto, valor",
                          "bedrag, totaal"),
        "net": _phrases("amount, sub total", "betrag", "montant", "importe, monto", "bedrag"),
        "tax_rate": _phrases("rate", "satz", "taux", "tipo", "tarief"),
        "paid_date": _phrases("paid, received, settled", "bezahlt, gezahlt, zahlungseingang, eingegangen", "paye, regle, encaisse",
                              "pagado, cobrado", "betaald, ontvangen, voldaan"),
        "purchase_order": _phrases("reference, ref", "ref", "reference, ref", "referencia, ref", "ref"),
        "customer_name": _phrases("name", "name", "nom", "nombre", "naam"),
    },
    "lines": {
        "net": _phrases(
            "total, line total, amount, line amount, line net, net line amount, extended price, extension, line value,"
            "ext price, total price, line net amount, extended amount, line subtotal, item total",
            "gesamtpreis, zeilensumme, positionsbetrag, gesamt, betrag, zeilenbetrag, positionssumme, summe, gp, positionswert,"
            "gesamtbetrag, zeilentotal, total",
            "total ligne, montant ligne, montant, total, prix total, total ligne ht, mont ht, montant ht",
            "total linea, importe linea, importe, total, precio total",
            "regeltotaal, regelbedrag, bedrag, totaal, totaalprijs, totaal regel",
        ),
        "gross": _phrases("line gross, line total incl vat", "zeilenbetrag brutto", "total ligne ttc", "total linea con iva",
                          "regeltotaal incl btw"),
        "item": _phrases("name", "ware", "", "", ""),
        "unit_price": _phrases("rate", "", "", "", ""),
    },
    "payments": {
        "number": _phrases(
            "payment no, payment number, payment id, receipt no, receipt number, receipt, rcpt no, pmt no, receipt id,"
            "payment nr, payment, transaction no, entry no, receipt nr",
            "zahlungsnummer, zahlungsnr, zahlung nr, zahlung, eingang nr, quittung, belegnummer, buchungsnummer, beleg nr,"
            "quittungsnummer",
            "no paiement, numero de paiement, no reglement, recu no, n paiement, n reglement, paiement, reglement",
            "no pago, numero de pago, recibo, n recibo, no recibo, numero de recibo, n pago, cobro",
            "betalingsnummer, betaling nr, betalingsnr, ontvangst nr, betaling",
        ),
        "date": _phrases(
            "payment date, date received, received on, value date, booking date, paid on, date paid, receipt date, paid date,"
            "received, deposit date, date of payment",
            "zahlungsdatum, zahldatum, wertstellung, valuta, buchungstag, eingangsdatum, bezahlt am, zahlungseingang am,"
            "eingang am, buchungsdatum, zahlung am",
            "date de paiement, date paiement, date de reglement, date valeur, date reglement, date de valeur, recu le, paye le,"
            "date d encaissement",
            "fecha de pago, fecha pago, fecha de cobro, fecha cobro, f cobro, fecha valor, cobrado el, fecha de ingreso",
            "betaaldatum, datum betaling, datum ontvangst, valutadatum, ontvangen op, betaald op, boekingsdatum, ontvangstdatum, betalingsdatum",
        ),
        "applies_to": _phrases(
            "invoice no, invoice number, invoice, inv no, invoice ref, invoice id, document no, document, for invoice, inv,"
            "invoice paid, bill no, invoice nr, doc no, inv nr, invoices, inv ref, applied to invoice",
            "rechnungsnummer, rechnungsnr, rechnung nr, rechnung, rech nr, re nr, zu rechnung, beleg, rg nr, rechnungs nr",
            "numero de facture, no facture, n facture, facture, facture no, num facture, n de facture, numero facture",
            "numero de factura, no factura, n factura, factura, num factura, numero factura, n de factura, nro factura, fra,"
            "n fra, no fra",
            "factuurnummer, factuurnr, factuur nr, factuur, voor factuur",
        ),
        "amount": _phrases(
            "amount, paid, received, total, value, payment, sum, credit",
            "betrag, zahlung, summe, bezahlt, eingang, gutschrift",
            "montant, paye, total, regle, encaisse",
            "importe, pagado, total, cobrado, monto",
            "bedrag, betaald, totaal, ontvangen",
        ),
        "bank_text": _phrases("text, description, details, reference text, reference", "text, buchungstext, zweck",
                              "libelle, description", "concepto, descripcion", "omschrijving"),
        "bank_reference": _phrases("reference, ref", "referenz", "reference", "referencia", "referentie, kenmerk"),
        "customer_name": _phrases("payer, paid by, payer name, received from, ordering party, name", "zahler, auftraggeber, name, zahlungspflichtiger",
                                  "payeur, donneur d ordre, nom", "pagador, ordenante, nombre", "betaler, opdrachtgever, naam"),
    },
    "customers": {
        "customer": _phrases("id, code, no, number, nr", "nr, nummer, id, code", "code, numero, id, no", "codigo, numero, id",
                             "nummer, code, id, nr"),
        "customer_name": _phrases("name, customer, name 1, full name, legal name", "name, kunde, name 1, firma", "nom, client, denomination",
                                  "nombre, cliente", "naam, klant"),
        "terms": _phrases("payment, net", "zahlung", "paiement, reglement", "pago", "betaling"),
    },
    "account": {
        "number": _phrases("ref, reference", "ref, referenz", "ref, reference", "ref, referencia", "ref, referentie"),
        "amount": _phrases("amount", "umsatz, betrag", "montant", "importe", "bedrag"),
        "customer_name": _phrases("name", "name", "nom", "nombre", "naam"),
    },
    "items": {
        "item": _phrases("code, no, id, number", "nr, nummer, code", "code, reference, numero", "codigo, numero, referencia",
                         "nummer, code"),
        "description": _phrases("name, item, product", "name, artikel, produkt", "nom, article, produit", "nombre, articulo, producto",
                                "naam, artikel, product"),
    },
}  # fmt: skip

FIELDS_OF_KIND: Mapping[TableKind, tuple[str, ...]] = {
    "invoices": tuple(
        "type number date due_date service_from service_to customer customer_name tax_id country email iban "
        "purchase_order contract applies_to description net tax_code tax_rate tax gross discount charge prepaid rounding "
        "due_amount currency exchange_rate terms discount_date paid paid_date settled open status sent_at disputed note "
        "address city postcode phone method".split()
    ),
    "lines": tuple(
        "type number line date due_date service_from service_to customer customer_name purchase_order contract "
        "applies_to item description quantity unit unit_price price_base discount_rate discount charge net tax_code "
        "tax_rate tax gross currency terms status sent_at note country paid open".split()
    ),
    "customers": tuple(
        "customer customer_name tax_id address city postcode country phone email iban currency terms tax_rate "
        "status credit_limit note discount_rate type".split()
    ),
    "payments": tuple(
        "type number date customer customer_name applies_to amount currency method bank_text bank_reference iban "
        "note exchange_rate discount status".split()
    ),
    "account": tuple(
        "type number date due_date customer customer_name purchase_order applies_to description debit credit side "
        "amount balance currency terms note".split()
    ),
    "items": tuple(
        "item description unit unit_price price_base tax_rate tax_code currency note status".split()
    ),
}

SHEET_WORDS: Mapping[TableKind, tuple[str, ...]] = {
    "lines": (
        "lines", "line items", "details", "positions", "invoice lines", "positionen", "rechnungspositionen", "zeilen",
        "lignes", "lineas", "detalle", "regels", "factuurregels",
    ),
    "payments": (
        "payments", "receipts", "collections", "cash", "bank", "zahlungen", "zahlungseingange", "eingange",
        "paiements", "reglements", "encaissements", "pagos", "cobros", "betalingen", "ontvangsten",
    ),
    "customers": (
        "customers", "clients", "debtors", "kunden", "debitoren", "kundenstamm", "clientes", "klanten", "debiteuren",
    ),
    "items": ("items", "products", "prices", "price list", "artikel", "preise", "articles", "produits", "articulos",
              "productos", "artikelen", "producten"),
    "invoices": (
        "invoices", "sales", "ledger", "receivables", "billing", "rechnungen", "debitorenposten", "ausgangsrechnungen",
        "rechnungsausgang", "factures", "ventes", "facturas", "ventas", "facturen", "verkoopfacturen",
    ),
}  # fmt: skip

NEUTRAL_WORDS = frozenset(
    "the of for in a an le la les l du de des d der die das den dem von vom und et y en e van het el los las del "
    "al au aux zu zum zur signed verse versee sales verkauf ventes vente ventas venta verkoop".split()
)
"""Words that change no caption's meaning."""

NEUTRAL_WORDS_OF_KIND: Mapping[TableKind, frozenset[str]] = {
    "invoices": frozenset("invoice inv bill rechnung facture factura factuur document documento".split())
}
"""Words that change no meaning on such sheets: there every date and amount is an invoice's."""

TOTAL_WORDS = (
    r"(?:grand |running |page |sub ?-?|customer |invoice )?totals?|sum|carried (?:over|forward)|brought forward|balance"
    r"|zwischensumme|gesamt(?:summe|betrag|ergebnis)?|(?:teil)?ergebnis|summen?|ubertrag|endsumme|saldo"
    r"|(?:sous[- ])?total(?: general| generale?)?|somme|a reporter|report"
    r"|suma(?:s| total)?|total(?:es)?(?: general)?|suma y sigue"
    r"|(?:sub|eind)?totaal|totalen|som"
)
"""What begins the label of a total row, once accents are gone; a regular expression (RE2)."""
