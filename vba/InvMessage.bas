Attribute VB_Name = "InvMessage"
Option Explicit
Option Private Module

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
