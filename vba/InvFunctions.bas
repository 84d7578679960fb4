Attribute VB_Name = "InvFunctions"
Option Explicit

' Made by "invoicing-xl build" from invoicing_xl/surface/udfs: change it there.

Public Function INV_AGING(rows As Variant, _
        headers As Variant, _
        as_of As Variant, _
        Optional basis As Variant, _
        Optional edges As Variant) As Variant
Attribute INV_AGING.VB_Description = "What every customer owes by days past due, one row for each customer and currency. What a row says was paid or is open counts. Rows that could not be counted are named below."
Attribute INV_AGING.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(basis) Then basis = Empty
    If IsMissing(edges) Then edges = Empty
    InvValues.Compute answer, "inv_aging", True, rows, headers, as_of, basis, edges
    INV_AGING = answer
End Function

Public Function INV_BALANCE(customer As Variant, _
        invoices As Variant, _
        invoice_headers As Variant, _
        payments As Variant, _
        payment_headers As Variant, _
        as_of As Variant, _
        Optional currency_code As Variant) As Variant
Attribute INV_BALANCE.VB_Description = "What a customer owes at the end of a day. #N/A where the customer is unknown, has several currencies, or a row that may be theirs cannot be counted: INV_OPEN_ITEMS says which."
Attribute INV_BALANCE.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(currency_code) Then currency_code = Empty
    InvValues.Compute answer, "inv_balance", True, customer, invoices, invoice_headers, payments, payment_headers, as_of, currency_code
    INV_BALANCE = answer
End Function

Public Function INV_BUCKET(due_date As Variant, as_of As Variant, Optional edges As Variant) As Variant
Attribute INV_BUCKET.VB_Description = "The aging bucket of a due date: Not due, 1-30, 31-60, 61-90 or 91+. On the due date itself nothing is past due."
Attribute INV_BUCKET.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(edges) Then edges = Empty
    InvValues.Compute answer, "inv_bucket", True, due_date, as_of, edges
    INV_BUCKET = answer
End Function

Public Function INV_CHECK(rows As Variant, headers As Variant, Optional as_of As Variant) As Variant
Attribute INV_CHECK.VB_Description = "Checks invoices, lines, payments or customers: one text for each row, blank where nothing was found. Rules whose columns are missing do not speak; INV_FINDINGS lists them."
Attribute INV_CHECK.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(as_of) Then as_of = Empty
    InvValues.Compute answer, "inv_check", True, rows, headers, as_of
    INV_CHECK = answer
End Function

Public Function INV_DATE(text As Variant, Optional order As Variant) As Variant
Attribute INV_DATE.VB_Description = "The date that a text says, in five languages, as Excel counts dates from 1900. A text that could be two days gives #N/A unless the order is given."
Attribute INV_DATE.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(order) Then order = Empty
    InvValues.Compute answer, "inv_date", True, text, order
    INV_DATE = answer
End Function

Public Function INV_DAYS_PAST_DUE(due_date As Variant, as_of As Variant) As Variant
Attribute INV_DAYS_PAST_DUE.VB_Description = "Days since the due date: 0 on the day itself, negative before it."
Attribute INV_DAYS_PAST_DUE.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_days_past_due", True, due_date, as_of
    INV_DAYS_PAST_DUE = answer
End Function

Public Function INV_DISCOUNT(document_date As Variant, _
        terms As Variant, _
        amount As Variant, _
        Optional currency_code As Variant) As Variant
Attribute INV_DISCOUNT.VB_Description = "Early-payment discount of payment terms, as three cells: last day, discount, amount to pay. Terms without a discount give a blank day and 0."
Attribute INV_DISCOUNT.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(currency_code) Then currency_code = Empty
    InvValues.Compute answer, "inv_discount", True, document_date, terms, amount, currency_code
    INV_DISCOUNT = answer
End Function

Public Function INV_DUE_DATE(document_date As Variant, terms As Variant) As Variant
Attribute INV_DUE_DATE.VB_Description = "The due date that payment terms give. Terms that are not understood give #N/A."
Attribute INV_DUE_DATE.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_due_date", True, document_date, terms
    INV_DUE_DATE = answer
End Function

Public Function INV_DUPLICATES(rows As Variant, headers As Variant) As Variant
Attribute INV_DUPLICATES.VB_Description = "Looks for documents that were entered twice: one text for each row, blank where there is no other. Both rows of a pair have one."
Attribute INV_DUPLICATES.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_duplicates", True, rows, headers
    INV_DUPLICATES = answer
End Function

Public Function INV_FINDINGS(rows As Variant, headers As Variant, Optional as_of As Variant) As Variant
Attribute INV_FINDINGS.VB_Description = "Checks invoices, lines, payments or customers: a table of what was found, rows counted from 1 in the range. Below it, as SKIPPED, the rules that could not look."
Attribute INV_FINDINGS.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(as_of) Then as_of = Empty
    InvValues.Compute answer, "inv_findings", True, rows, headers, as_of
    INV_FINDINGS = answer
End Function

Public Function INV_GAPS(numbers As Variant) As Variant
Attribute INV_GAPS.VB_Description = "The numbers that are missing in a list of document numbers: first, last and how many of each gap. A jump of more than 100 begins another series."
Attribute INV_GAPS.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_gaps", False, numbers
    INV_GAPS = answer
End Function

Public Function INV_IBAN(text As Variant) As Variant
Attribute INV_IBAN.VB_Description = "A bank account number (IBAN) with right check digits, without spaces. A wrong one gives #VALUE!."
Attribute INV_IBAN.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_iban", False, text
    INV_IBAN = answer
End Function

Public Function INV_MATCH_CUSTOMER(customer_name As Variant, customers As Variant) As Variant
Attribute INV_MATCH_CUSTOMER.VB_Description = "The customer of a list that a name means, whatever its case, accents, word order and small slips: the first column of the list. Nobody, or several that could be meant, give #N/A."
Attribute INV_MATCH_CUSTOMER.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_match_customer", False, customer_name, customers
    INV_MATCH_CUSTOMER = answer
End Function

Public Function INV_NEXT_NUMBER(numbers As Variant) As Variant
Attribute INV_NEXT_NUMBER.VB_Description = "The document number after the highest of the series that the last number of the list belongs to."
Attribute INV_NEXT_NUMBER.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_next_number", False, numbers
    INV_NEXT_NUMBER = answer
End Function

Public Function INV_NUMBER(text As Variant, Optional grammar As Variant) As Variant
Attribute INV_NUMBER.VB_Description = "The number that a text says. A text that could be two numbers, such as 1.234, gives #N/A unless the decimal mark is given."
Attribute INV_NUMBER.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(grammar) Then grammar = Empty
    InvValues.Compute answer, "inv_number", False, text, grammar
    INV_NUMBER = answer
End Function

Public Function INV_OPEN_ITEMS(customer As Variant, _
        invoices As Variant, _
        invoice_headers As Variant, _
        payments As Variant, _
        payment_headers As Variant, _
        as_of As Variant) As Variant
Attribute INV_OPEN_ITEMS.VB_Description = "The open items of a customer at the end of a day, as on an open-item statement. Rows that could not be counted are named below. An unknown customer gives #N/A."
Attribute INV_OPEN_ITEMS.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_open_items", True, customer, invoices, invoice_headers, payments, payment_headers, as_of
    INV_OPEN_ITEMS = answer
End Function

Public Function INV_ROUND(amount As Variant, currency_code As Variant) As Variant
Attribute INV_ROUND.VB_Description = "Rounds an amount to the decimals of its currency (EUR 2, JPY 0, KWD 3), halves away from zero."
Attribute INV_ROUND.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_round", False, amount, currency_code
    INV_ROUND = answer
End Function

Public Function INV_RULE(code As Variant) As Variant
Attribute INV_RULE.VB_Description = "What a rule of the check means: what counts as a mistake, and why it matters. An unknown code gives #N/A."
Attribute INV_RULE.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_rule", False, code
    INV_RULE = answer
End Function

Public Function INV_STATEMENT(customer As Variant, _
        invoices As Variant, _
        invoice_headers As Variant, _
        payments As Variant, _
        payment_headers As Variant, _
        first_day As Variant, _
        as_of As Variant) As Variant
Attribute INV_STATEMENT.VB_Description = "A customer's statement of a period: balance forward, documents and payments, closing balance. Rows that could not be counted are named below. An unknown customer gives #N/A."
Attribute INV_STATEMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_statement", True, customer, invoices, invoice_headers, payments, payment_headers, first_day, as_of
    INV_STATEMENT = answer
End Function

Public Function INV_TAX(net As Variant, rate As Variant, currency_code As Variant) As Variant
Attribute INV_TAX.VB_Description = "The tax on a net amount, rounded once to the decimals of the currency, halves away from zero."
Attribute INV_TAX.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_tax", False, net, rate, currency_code
    INV_TAX = answer
End Function

Public Function INV_TAX_ID(text As Variant, country As Variant) As Variant
Attribute INV_TAX_ID.VB_Description = "A tax ID with right check digits, as it is registered: without spaces and dots. A wrong one gives #VALUE!, a country whose IDs are not known #N/A."
Attribute INV_TAX_ID.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_tax_id", False, text, country
    INV_TAX_ID = answer
End Function

Public Function INV_VERSION() As Variant
Attribute INV_VERSION.VB_Description = "The version of the program behind the add-in."
Attribute INV_VERSION.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_version", False
    INV_VERSION = answer
End Function

Public Function INV_WORDS(amount As Variant, currency_code As Variant, Optional language As Variant) As Variant
Attribute INV_WORDS.VB_Description = "An amount in words as on a check: One thousand two hundred thirty-four and 05/100 EUR. Negative amounts give #NUM!."
Attribute INV_WORDS.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    If IsMissing(language) Then language = Empty
    InvValues.Compute answer, "inv_words", False, amount, currency_code, language
    INV_WORDS = answer
End Function
