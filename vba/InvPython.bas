Attribute VB_Name = "InvPython"
Option Explicit
Option Private Module

' The only module that talks to Python: values go there as arguments, never inside a text that Python runs.

Private unreachable As Boolean

Public Sub Start()
    Dim python As Object
    Connect python
End Sub

' selected: Invoices!B5:C9, empty where no cells are selected.
' answer: kind ("ok", "message" or "crash"), title, text, sheet and cell to select, caption of the undo.
Public Sub Press(answer As Variant, book As Workbook, commandId As String, selected As String)
    Dim python As Object
    Connect python
    ' What is in brackets goes by value: Python cannot hand anything back in it.
    answer = python.Var(python.Call( _
        python.Module("invoicing_xl.surface.server"), "press", python.Tuple(book, (commandId), (selected))))
End Sub

' answer: a value, a row of values, or a table of them. A cell does not wait for a Python that did not start:
' a sheet full of formulas would wait as often, two minutes each. A click tries again.
Public Sub AskFunction(answer As Variant, pythonName As String, values As Variant)
    Dim python As Object
    If unreachable Then Err.Raise 5
    Connect python
    answer = python.CallUDF("invoicing_xl.surface.udfs", (pythonName), values, Nothing, Nothing)
End Sub

Private Sub Connect(python As Object)
    unreachable = True
    Set python = XLPy()
    unreachable = False
End Sub
