Attribute VB_Name = "InvHelp"
Option Explicit
Option Private Module

' Made by "invoicing-xl build" from invoicing_xl/surface/udfs: change it there.
' Excel refuses this for some add-ins; then its wizard shows the descriptions only.
Public Sub DescribeFunctions()
    Dim saved As Boolean
    On Error Resume Next
    saved = ThisWorkbook.Saved
    Describe "INV_AGING", _
        "Invoicing", _
        "What every customer owes by days past due, one row for each customer and currency. What a row says was paid or is open counts. Rows that could not be counted are named below.", _
        Array("The rows of the documents, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]", _
        "The day to state: later documents and payments do not count", _
        "due (the default) or document: the date from which days are counted", _
        "Last day of each bucket, such as {30,60,90}, which is the default")
    Describe "INV_BALANCE", _
        "Invoicing", _
        "What a customer owes at the end of a day. #N/A where the customer is unknown, has several currencies, or a row that may be theirs cannot be counted: INV_OPEN_ITEMS says which.", _
        Array("ID or name of the customer: a cell, or a column", _
        "The rows of the documents, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]", _
        "The rows of the payments, without their captions, or a blank cell", _
        "The captions of the columns of the payments, or a blank cell", _
        "The day to state: later documents and payments do not count", _
        "Currency code, for customers with several currencies")
    Describe "INV_BUCKET", _
        "Invoicing", _
        "The aging bucket of a due date: Not due, 1-30, 31-60, 61-90 or 91+. On the due date itself nothing is past due.", _
        Array("Due date: a cell, or a column", _
        "The day to count to, such as TODAY() or a cell with the end of the month", _
        "Last day of each bucket, such as {30,60,90}, which is the default")
    Describe "INV_CHECK", _
        "Invoicing", _
        "Checks invoices, lines, payments or customers: one text for each row, blank where nothing was found. Rules whose columns are missing do not speak; INV_FINDINGS lists them.", _
        Array("The rows to check, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]", _
        "The day the check stands on. Without it nothing is said of dates in the future")
    Describe "INV_DATE", _
        "Invoicing", _
        "The date that a text says, in five languages, as Excel counts dates from 1900. A text that could be two days gives #N/A unless the order is given.", _
        Array("A date as text; dates stay what they are", _
        "DMY or MDY: which of two numbers comes first, if the text does not tell")
    Describe "INV_DAYS_PAST_DUE", _
        "Invoicing", _
        "Days since the due date: 0 on the day itself, negative before it.", _
        Array("Due date: a cell, or a column", _
        "The day to count to, such as TODAY() or a cell with the end of the month")
    Describe "INV_DISCOUNT", _
        "Invoicing", _
        "Early-payment discount of payment terms, as three cells: last day, discount, amount to pay. Terms without a discount give a blank day and 0.", _
        Array("Date of the document: a cell, or a column", _
        "Payment terms as written, such as 30 days, 30 EOM, 2/10 net 30", _
        "Amount of the document", _
        "Currency code such as EUR; without it amounts have 2 decimals")
    Describe "INV_DUE_DATE", _
        "Invoicing", _
        "The due date that payment terms give. Terms that are not understood give #N/A.", _
        Array("Date of the document: a cell, or a column", _
        "Payment terms as written, such as 30 days, 30 EOM, 2/10 net 30")
    Describe "INV_DUPLICATES", _
        "Invoicing", _
        "Looks for documents that were entered twice: one text for each row, blank where there is no other. Both rows of a pair have one.", _
        Array("The rows to check, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]")
    Describe "INV_FINDINGS", _
        "Invoicing", _
        "Checks invoices, lines, payments or customers: a table of what was found, rows counted from 1 in the range. Below it, as SKIPPED, the rules that could not look.", _
        Array("The rows to check, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]", _
        "The day the check stands on. Without it nothing is said of dates in the future")
    Describe "INV_GAPS", _
        "Invoicing", _
        "The numbers that are missing in a list of document numbers: first, last and how many of each gap. A jump of more than 100 begins another series.", _
        Array("The document numbers, one in a cell; blank cells do not count")
    Describe "INV_IBAN", _
        "Invoicing", _
        "A bank account number (IBAN) with right check digits, without spaces. A wrong one gives #VALUE!.", _
        Array("Bank account number (IBAN): a cell, or a column")
    Describe "INV_MATCH_CUSTOMER", _
        "Invoicing", _
        "The customer of a list that a name means, whatever its case, accents, word order and small slips: the first column of the list. Nobody, or several that could be meant, give #N/A.", _
        Array("A name as somebody wrote it: a cell, or a column", _
        "The list of names, or of IDs with the names beside them")
    Describe "INV_NEXT_NUMBER", _
        "Invoicing", _
        "The document number after the highest of the series that the last number of the list belongs to.", _
        Array("The document numbers, one in a cell; blank cells do not count")
    Describe "INV_NUMBER", _
        "Invoicing", _
        "The number that a text says. A text that could be two numbers, such as 1.234, gives #N/A unless the decimal mark is given.", _
        Array("A number as text, such as 1.234,50- or (12.00) or EUR 5; numbers stay as they are", _
        "The decimal mark, . or , if the text does not tell which it is")
    Describe "INV_OPEN_ITEMS", _
        "Invoicing", _
        "The open items of a customer at the end of a day, as on an open-item statement. Rows that could not be counted are named below. An unknown customer gives #N/A.", _
        Array("ID or name of the customer", _
        "The rows of the documents, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]", _
        "The rows of the payments, without their captions, or a blank cell", _
        "The captions of the columns of the payments, or a blank cell", _
        "The day to state: later documents and payments do not count")
    Describe "INV_ROUND", _
        "Invoicing", _
        "Rounds an amount to the decimals of its currency (EUR 2, JPY 0, KWD 3), halves away from zero.", _
        Array("The amount to round: a cell, or a range", _
        "Currency code such as EUR; it says how many decimals there are")
    Describe "INV_RULE", _
        "Invoicing", _
        "What a rule of the check means: what counts as a mistake, and why it matters. An unknown code gives #N/A.", _
        Array("Code of a rule as findings show it, such as AMT-04")
    Describe "INV_STATEMENT", _
        "Invoicing", _
        "A customer's statement of a period: balance forward, documents and payments, closing balance. Rows that could not be counted are named below. An unknown customer gives #N/A.", _
        Array("ID or name of the customer", _
        "The rows of the documents, without their captions, such as Invoices[#Data]", _
        "The captions of the same columns, such as Invoices[#Headers]", _
        "The rows of the payments, without their captions, or a blank cell", _
        "The captions of the columns of the payments, or a blank cell", _
        "First day of the period", _
        "Last day of the period")
    Describe "INV_TAX", _
        "Invoicing", _
        "The tax on a net amount, rounded once to the decimals of the currency, halves away from zero.", _
        Array("Net amount: a cell, or a column", _
        "Tax rate: 19 %, 0.19 or 19. From 1 on a number is a percentage", _
        "Currency code such as EUR; it says how many decimals there are")
    Describe "INV_TAX_ID", _
        "Invoicing", _
        "A tax ID with right check digits, as it is registered: without spaces and dots. A wrong one gives #VALUE!, a country whose IDs are not known #N/A.", _
        Array("Tax ID: a cell, or a column", _
        "Country code such as DE. It may be blank if an EU VAT ID begins with it")
    Describe "INV_VERSION", _
        "Invoicing", _
        "The version of the program behind the add-in.", _
        Array()
    Describe "INV_WORDS", _
        "Invoicing", _
        "An amount in words as on a check: One thousand two hundred thirty-four and 05/100 EUR. Negative amounts give #NUM!.", _
        Array("The amount, 0 or more; it is rounded to the decimals of its currency", _
        "Currency code such as EUR; it says how many decimals there are", _
        "en, de, fr, es or nl; without it English")
    ThisWorkbook.Saved = saved
End Sub

Private Sub Describe(functionName As String, category As String, description As String, parameters As Variant)
    If UBound(parameters) < 0 Then
        Application.MacroOptions Macro:=functionName, Description:=description, Category:=category
    Else
        Application.MacroOptions Macro:=functionName, Description:=description, _
            Category:=category, ArgumentDescriptions:=parameters
    End If
End Sub
