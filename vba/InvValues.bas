Attribute VB_Name = "InvValues"
Option Explicit
Option Private Module

' What the worksheet functions have in common: cells become values, and marked texts become error values.

Public Sub Compute(answer As Variant, pythonName As String, dated As Boolean, ParamArray arguments() As Variant)
    Dim values() As Variant, place As Long
    On Error GoTo Failed
    If UBound(arguments) < 0 Then
        InvPython.AskFunction answer, pythonName, Array()
    Else
        ReDim values(0 To UBound(arguments))
        For place = 0 To UBound(arguments)
            values(place) = ValueOf(arguments(place), dated)
        Next place
        InvPython.AskFunction answer, pythonName, values
    End If
    MarkedToErrors answer
    Exit Sub
Failed:
    answer = CVErr(2015)
End Sub

' Value2 knows no currency of four decimals and no date of its own. Rows and columns below and right of all
' contents are left out: A:C would be three million cells. A range of several areas has no one table of values.
' Where dates count, a workbook that counts its days from 1904 is refused: every date would be four years off.
Private Function ValueOf(argument As Variant, dated As Boolean) As Variant
    Dim area As Range, rowCount As Long, columnCount As Long
    If Not IsObject(argument) Then
        ValueOf = argument
        Exit Function
    End If
    Set area = argument
    If area.Areas.Count > 1 Then Err.Raise 5
    If dated Then If CountsFrom1904(area) Then Err.Raise 5
    With area.Worksheet.UsedRange
        rowCount = Within(.Row + .Rows.Count - area.Row, area.Rows.Count)
        columnCount = Within(.Column + .Columns.Count - area.Column, area.Columns.Count)
    End With
    ValueOf = area.Resize(rowCount, columnCount).Value2
End Function

Private Function CountsFrom1904(area As Range) As Boolean
    On Error Resume Next
    CountsFrom1904 = area.Worksheet.Parent.Date1904
End Function

Private Function Within(wanted As Long, most As Long) As Long
    Within = wanted
    If wanted < 1 Then Within = 1
    If wanted > most Then Within = most
End Function

Private Sub MarkedToErrors(answer As Variant)
    Dim row As Long, column As Long
    If Not IsArray(answer) Then
        answer = AsError(answer)
    ElseIf IsTable(answer) Then
        For row = LBound(answer, 1) To UBound(answer, 1)
            For column = LBound(answer, 2) To UBound(answer, 2)
                answer(row, column) = AsError(answer(row, column))
            Next column
        Next row
    Else
        For column = LBound(answer) To UBound(answer)
            answer(column) = AsError(answer(column))
        Next column
    End If
End Sub

Private Function IsTable(answer As Variant) As Boolean
    Dim last As Long
    On Error Resume Next
    last = UBound(answer, 2)
    IsTable = (Err.Number = 0)
End Function

' The error value that a marked text means; anything else as it is.
Private Function AsError(value As Variant) As Variant
    AsError = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 1) <> Chr$(1) Then Exit Function
    Select Case Mid$(value, 2)
        Case "#NULL!": AsError = CVErr(2000)
        Case "#DIV/0!": AsError = CVErr(2007)
        Case "#REF!": AsError = CVErr(2023)
        Case "#NAME?": AsError = CVErr(2029)
        Case "#NUM!": AsError = CVErr(2036)
        Case "#N/A": AsError = CVErr(2042)
        Case "#GETTING_DATA": AsError = CVErr(2043)
        Case "#SPILL!": AsError = CVErr(2045)
        Case "#CONNECT!": AsError = CVErr(2046)
        Case "#BLOCKED!": AsError = CVErr(2047)
        Case "#UNKNOWN!": AsError = CVErr(2048)
        Case "#FIELD!": AsError = CVErr(2049)
        Case "#CALC!": AsError = CVErr(2050)
        Case Else: AsError = CVErr(2015)
    End Select
End Function
