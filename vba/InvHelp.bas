Attribute VB_Name = "InvHelp"
Option Explicit
Option Private Module

' Made by "invoicing-xl build" from invoicing_xl/surface/udfs: change it there.
' Excel refuses this for some add-ins; then its wizard shows the descriptions only.
Public Sub DescribeFunctions()
    Dim saved As Boolean
    On Error Resume Next
    saved = ThisWorkbook.Saved
    Describe "INV_DUE_DATE", _
        "Invoicing", _
        "The due date that payment terms give. Terms that are not understood give #N/A.", _
        Array("Date of the document: a cell, or a column of them", _
        "Payment terms as written, such as 30 days, 30 EOM or 2/10 net 30")
    Describe "INV_ROUND", _
        "Invoicing", _
        "Rounds an amount to the decimals of its currency (EUR 2, JPY 0, KWD 3), halves away from zero.", _
        Array("The amount to round: a cell, or a range", _
        "Currency code such as EUR; it says how many decimals there are")
    Describe "INV_VERSION", _
        "Invoicing", _
        "The version of the program behind the add-in.", _
        Array()
    ThisWorkbook.Saved = saved
End Sub

Private Sub Describe(functionName As String, category As String, description As String, parameters As Variant)
    Application.MacroOptions Macro:=functionName, Description:=description, Category:=category, _
        ArgumentDescriptions:=parameters
End Sub
