Attribute VB_Name = "InvFunctions"
Option Explicit

' Made by "invoicing-xl build" from invoicing_xl/surface/udfs: change it there.

Public Function INV_DUE_DATE(invoice_date As Variant, terms As Variant) As Variant
Attribute INV_DUE_DATE.VB_Description = "The due date that payment terms give. Terms that are not understood give #N/A."
Attribute INV_DUE_DATE.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_due_date", invoice_date, terms
    INV_DUE_DATE = answer
End Function

Public Function INV_ROUND(amount As Variant, currency_code As Variant) As Variant
Attribute INV_ROUND.VB_Description = "Rounds an amount to the decimals of its currency (EUR 2, JPY 0, KWD 3), halves away from zero."
Attribute INV_ROUND.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_round", amount, currency_code
    INV_ROUND = answer
End Function

Public Function INV_VERSION() As Variant
Attribute INV_VERSION.VB_Description = "The version of the program behind the add-in."
Attribute INV_VERSION.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim answer As Variant
    InvValues.Compute answer, "inv_version"
    INV_VERSION = answer
End Function
