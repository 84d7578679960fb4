Attribute VB_Name = "InvShell"
Option Explicit

' A click: Python is given the workbook, the command and the selected cells; its answer is shown.
' All thought is in Python. What is no worksheet function is a Sub: a Function could be called from a cell.

Private undoBook As Workbook

Public Sub Press(commandId As String)
    If ActiveWorkbook Is Nothing Then
        InvExcel.Show "message", "No workbook is open", _
            "Open the workbook with your invoices first." & vbLf & _
            "If Excel shows the bar Protected View, click Enable Editing in it."
    Else
        PressIn ActiveWorkbook, commandId
    End If
End Sub

' What Ctrl+Z does after a command that changed cells, also when another workbook was opened since.
Public Sub UndoLast()
    If undoBook Is Nothing Then Exit Sub
    PressIn undoBook, "undo_last"
End Sub

' The first click is as quick as any other; what is wrong with Python is told by a click, not here.
Public Sub WarmUp()
    On Error Resume Next
    InvHelp.DescribeFunctions
    InvPython.Start
End Sub

Private Sub PressIn(book As Workbook, commandId As String)
    Dim answer As Variant
    On Error GoTo Failed
    ' Esc is Python's: it stops between two steps. VBA would stop in the middle of a line.
    Application.EnableCancelKey = xlDisabled
    InvPython.Press answer, book, commandId, SelectedCells()
    GoToCell book, CStr(answer(3)), CStr(answer(4))
    InvExcel.Show CStr(answer(0)), CStr(answer(1)), CStr(answer(2))
    If answer(5) <> "" Then
        Set undoBook = book
        InvExcel.OfferUndo CStr(answer(5)), "InvShell.UndoLast"
    End If
    Exit Sub
Failed:
    InvExcel.Show "crash", "Invoicing could not do this", Err.Description & vbLf & vbLf & _
        "Close Excel, open a command window, and type: invoicing-xl doctor"
End Sub

Private Function SelectedCells() As String
    If TypeName(Selection) <> "Range" Then Exit Function
    SelectedCells = Selection.Worksheet.Name & "!" & Selection.Address(False, False)
End Function

Private Sub GoToCell(book As Workbook, sheetName As String, address As String)
    If sheetName = "" Then Exit Sub
    On Error Resume Next
    book.Activate
    book.Worksheets(sheetName).Activate
    book.Worksheets(sheetName).Range(address).Select
End Sub
