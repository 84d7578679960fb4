Attribute VB_Name = "InvRibbon"
Option Explicit

' Made by "invoicing-xl build" from invoicing_xl/surface/commands.py: change it there.

Public Sub OnCheckRows(control As IRibbonControl)
    InvShell.Press "check_rows"
End Sub

Public Sub OnNextFinding(control As IRibbonControl)
    InvShell.Press "next_finding"
End Sub

Public Sub OnClearMarks(control As IRibbonControl)
    InvShell.Press "clear_marks"
End Sub

Public Sub OnUnderstandColumns(control As IRibbonControl)
    InvShell.Press "understand_columns"
End Sub

Public Sub OnApplySafe(control As IRibbonControl)
    InvShell.Press "apply_safe"
End Sub

Public Sub OnApplyTicked(control As IRibbonControl)
    InvShell.Press "apply_ticked"
End Sub

Public Sub OnUndoLast(control As IRibbonControl)
    InvShell.Press "undo_last"
End Sub

Public Sub OnChangeLog(control As IRibbonControl)
    InvShell.Press "change_log"
End Sub

Public Sub OnThisCustomer(control As IRibbonControl)
    InvShell.Press "this_customer"
End Sub

Public Sub OnAllCustomers(control As IRibbonControl)
    InvShell.Press "all_customers"
End Sub

Public Sub OnAging(control As IRibbonControl)
    InvShell.Press "aging"
End Sub

Public Sub OnSavePdf(control As IRibbonControl)
    InvShell.Press "save_pdf"
End Sub

Public Sub OnSettings(control As IRibbonControl)
    InvShell.Press "settings"
End Sub

Public Sub OnRules(control As IRibbonControl)
    InvShell.Press "rules"
End Sub

Public Sub OnTestInstallation(control As IRibbonControl)
    InvShell.Press "test_installation"
End Sub

Public Sub OnHelp(control As IRibbonControl)
    InvShell.Press "help"
End Sub
