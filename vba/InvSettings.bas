Attribute VB_Name = "InvSettings"
Option Explicit
Option Private Module

' Settings stand on this add-in's own sheet and nowhere else: a workbook that the clerk opens, or a file
' beside it, must never choose which program is started.

Public Sub FindInterpreter(interpreter As String)
    FindSetting "INTERPRETER_WIN", interpreter
    interpreter = Replace(interpreter, "%LOCALAPPDATA%", Environ$("LOCALAPPDATA"))
    If interpreter = "" Then Err.Raise 53, , _
        "This add-in does not know its Python yet. Close Excel, open a command window, and type: " & _
        "invoicing-xl install"
    If Not IsFile(interpreter) Then Err.Raise 53, , "Python is not at " & interpreter & " any more. " & _
        "Close Excel, open a command window, and type: invoicing-xl install"
End Sub

Public Sub FindSetting(key As String, setting As String)
    Dim row As Long
    setting = ""
    With ThisWorkbook.Worksheets(PROJECT_NAME & ".conf")
        For row = 1 To 20
            If CStr(.Cells(row, 1).Value2) = key Then setting = CStr(.Cells(row, 2).Value2)
        Next row
    End With
End Sub

Private Function IsFile(path As String) As Boolean
    On Error Resume Next
    IsFile = (GetAttr(path) And vbDirectory) = 0
End Function
