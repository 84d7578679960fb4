Attribute VB_Name = "InvExcel"
Option Explicit
Option Private Module

' What only Excel on Windows has.

' MsgBox cannot show letters outside the code page of Windows, and cuts long texts.
Private Declare PtrSafe Function MessageBoxW Lib "user32" ( _
    ByVal owner As LongPtr, ByVal message As LongPtr, ByVal title As LongPtr, ByVal style As Long) As Long

Public Sub Show(kind As String, title As String, message As String)
    Dim icon As Long
    If message = "" Then Exit Sub
    icon = vbInformation
    If kind = "message" Then icon = vbExclamation
    If kind = "crash" Then icon = vbCritical
    MessageBoxW Application.Hwnd, StrPtr(message), StrPtr(title), icon
End Sub

' Excel forgets it again if anything is done after it.
Public Sub OfferUndo(caption As String, procedureName As String)
    Application.OnUndo caption, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & procedureName
End Sub
