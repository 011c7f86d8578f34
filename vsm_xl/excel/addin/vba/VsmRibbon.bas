Option Explicit
' What the buttons of the ribbon tab do. Subs only: a cell cannot call them.

Private Const TITLE As String = "NHS VSM pay"
Private Const LONGEST_MESSAGE As Long = 900

Public Sub VsmListFunctions(control As Object)
    Dim help As Worksheet, book As Workbook, place As Long, written As Worksheet
    On Error GoTo Failed
    Set help = ThisWorkbook.Worksheets("_IntelliSense_")
    Set book = Application.Workbooks.Add
    Set written = book.Worksheets(1)
    written.Range("A1:C1").Value = Array("Function", "What it does", "Arguments")
    written.Range("A1:C1").Font.Bold = True
    place = 2
    Do While CStr(help.Cells(place, 1).Value2) <> ""
        written.Cells(place, 1).Value = help.Cells(place, 1).Value2
        written.Cells(place, 2).Value = help.Cells(place, 2).Value2
        written.Cells(place, 3).Value = ArgumentNames(help, place)
        place = place + 1
    Loop
    written.Columns(1).ColumnWidth = 28
    written.Columns(2).ColumnWidth = 80
    written.Columns(3).ColumnWidth = 60
    written.Range("A1:C" & place).WrapText = True
    book.Saved = True
    Exit Sub
Failed:
    Complain
End Sub

Private Function ArgumentNames(ByVal help As Worksheet, ByVal place As Long) As String
    Dim column As Long
    column = 4
    Do While CStr(help.Cells(place, column).Value2) <> ""
        If column > 4 Then ArgumentNames = ArgumentNames & ", "
        ArgumentNames = ArgumentNames & CStr(help.Cells(place, column).Value2)
        column = column + 2
    Loop
End Function

Public Sub VsmExplainCell(control As Object)
    Dim cell As Range, source As Range, calls As Variant, place As Long
    On Error GoTo Failed
    If TypeName(ActiveCell) <> "Range" Then
        MsgBox "Select a cell with a VSM formula first.", vbInformation, TITLE
        Exit Sub
    End If
    Set cell = ActiveCell
    Set source = SpillSource(cell)
    Server.Hurry
    calls = AskPython("calls_in", Array(CStr(source.Formula)))
    If CStr(calls(LBound(calls, 1), LBound(calls, 2))) = "" Then
        MsgBox "The formula in " & source.Address(False, False) & _
            " calls none of the VSM functions.", vbInformation, TITLE
        Exit Sub
    End If
    ' The last row is empty.
    For place = LBound(calls, 1) To UBound(calls, 1) - 1
        If Not ExplainOne(calls, place, cell, source) Then Exit Sub
    Next place
    Exit Sub
Failed:
    Complain
End Sub

' In a spilled column the formula stands in the first cell only. Older Excel knows no spilling.
Private Function SpillSource(ByVal cell As Range) As Range
    Dim asked As Object, several As Boolean
    Set SpillSource = cell
    Set asked = cell
    On Error Resume Next
    several = asked.HasSpill
    If several Then
        Set SpillSource = asked.SpillParent
        Exit Function
    End If
    several = cell.HasArray
    If several Then Set SpillSource = cell.CurrentArray.Cells(1, 1)
End Function

' Explains one call; False where the reader wants no more.
Private Function ExplainOne(ByRef calls As Variant, ByVal place As Long, ByVal cell As Range, ByVal source As Range) As Boolean
    Dim first As Long, last As Long, column As Long, sent() As Variant, told As Variant, words As String
    first = LBound(calls, 2)
    last = UBound(calls, 2)
    ReDim sent(0 To last - first + 3)
    sent(0) = CStr(calls(place, first))
    sent(1) = CDbl(cell.Row - source.Row)
    sent(2) = CDbl(cell.Column - source.Column)
    sent(3) = CDbl(calls(place, first + 1))
    For column = first + 2 To last
        If CStr(calls(place, column)) <> "" Then
            TakeValue source.Worksheet, CStr(calls(place, column)), sent(column - first + 2)
        End If
    Next column
    ReDim Preserve sent(0 To 3 + CLng(sent(3)))
    ' Four arguments of the question stand before those of the call.
    told = AskPython("explained", CellValues.Sent(sent, CellValues.DatePlaces(CStr(sent(0)), 4), CellValues.CountsFrom1904(cell)))
    words = Story(told)
    If Len(words) > LONGEST_MESSAGE Then words = Left$(words, LONGEST_MESSAGE) & "..."
    words = words & vbCrLf & vbCrLf & "Show the full working in a new workbook?"
    Select Case MsgBox(words, vbYesNoCancel + vbQuestion + vbDefaultButton2, TITLE)
        Case vbYes
            ShowTable told
            ExplainOne = True
        Case vbNo
            ExplainOne = True
    End Select
End Function

Private Sub TakeValue(ByVal sheet As Worksheet, ByVal text As String, ByRef value As Variant)
    If IsObject(sheet.Evaluate(text)) Then
        Set value = sheet.Evaluate(text)
    Else
        value = sheet.Evaluate(text)
    End If
End Sub

Private Function Story(ByRef told As Variant) As String
    Dim row As Long, first As Long
    first = LBound(told, 2)
    Story = CStr(told(LBound(told, 1), first)) & vbCrLf
    For row = LBound(told, 1) + 2 To UBound(told, 1)
        Story = Story & vbCrLf & CStr(told(row, first)) & ". " & CStr(told(row, first + 1)) & ": " & CStr(told(row, first + 2))
    Next row
End Function

Private Sub ShowTable(ByRef told As Variant)
    Dim book As Workbook, rows As Long
    Set book = Application.Workbooks.Add
    rows = UBound(told, 1) - LBound(told, 1) + 1
    ' As text, so that nothing in it is taken for a formula.
    book.Worksheets(1).Range("A1").Resize(rows, 4).NumberFormat = "@"
    book.Worksheets(1).Range("A1").Resize(rows, 4).Value = told
    book.Worksheets(1).Columns(2).ColumnWidth = 60
    book.Worksheets(1).Columns(3).ColumnWidth = 40
    book.Worksheets(1).Columns(4).ColumnWidth = 80
    book.Saved = True
End Sub

Public Sub VsmCheckReturn(control As Object)
    Dim master As String, results As Range, cell As Range, words As String, found As Long, column As Long
    On Error GoTo NoReturn
    master = CStr(ActiveWorkbook.Names("vsm_master").RefersToRange.Cells(1, 1).Text)
    Set results = ActiveWorkbook.Names("vsm_results").RefersToRange
    On Error GoTo Failed
    Application.Calculate
    master = CStr(ActiveWorkbook.Names("vsm_master").RefersToRange.Cells(1, 1).Text)
    words = "Master check: " & master & vbCrLf
    column = ColumnOf(results, "@CHECKED@")
    For Each cell In results.Cells
        If CStr(cell.Text) <> "Pass" Then
            found = found + 1
            If Len(words) < LONGEST_MESSAGE Then
                words = words & vbCrLf & CStr(cell.Text) & ": " & CStr(cell.Worksheet.Cells(cell.Row, column).Value2)
            End If
        End If
    Next cell
    If found = 0 Then words = words & vbCrLf & "All " & results.Cells.Count & " checks pass."
    Application.Goto results.Cells(1, 1)
    MsgBox words, vbInformation, TITLE
    Exit Sub
NoReturn:
    MsgBox "The workbook in front is not an annual return of this software.", vbInformation, TITLE
    Exit Sub
Failed:
    Complain
End Sub

' The column of a table that has this heading, somewhere above the table's results.
Private Function ColumnOf(ByVal results As Range, ByVal heading As String) As Long
    Dim row As Long, column As Long
    For row = results.Row - 1 To 1 Step -1
        For column = 1 To results.Column + 20
            If CStr(results.Worksheet.Cells(row, column).Text) = heading Then
                ColumnOf = column
                Exit Function
            End If
        Next column
    Next row
    ColumnOf = results.Column
End Function

Public Sub VsmOpenHelp(control As Object)
    Dim page As String
    On Error GoTo Failed
    page = Settings.Setting("@DOCUMENTATION@")
    If page = "" Then page = ThisWorkbook.Path & "\@HELP_PAGE@"
    ThisWorkbook.FollowHyperlink page
    Exit Sub
Failed:
    MsgBox "The page " & page & " could not be opened. It belongs beside the add-in.", vbExclamation, TITLE
End Sub

Public Sub VsmAbout(control As Object)
    Dim words As String, told As Variant, row As Long
    On Error GoTo Failed
    words = "Add-in: version @VERSION@, for xlwings @XLWINGS@" & vbCrLf & "File: " & ThisWorkbook.FullName
    Server.Hurry
    told = AskPython("about", Array())
    For row = LBound(told, 1) To UBound(told, 1)
        words = words & vbCrLf & CStr(told(row, LBound(told, 2))) & ": " & CStr(told(row, LBound(told, 2) + 1))
    Next row
    If CStr(told(LBound(told, 1), LBound(told, 2) + 1)) <> "@VERSION@" Then
        words = words & vbCrLf & vbCrLf & "Add-in and software are of different versions: run vsm-xl install again."
    End If
    MsgBox words, vbInformation, TITLE
    Exit Sub
Failed:
    Complain words
End Sub

Private Function AskPython(ByVal task As String, ByRef given As Variant) As Variant
    AskPython = Server.Answer("@RIBBON@", task, given)
End Function

Private Sub Complain(Optional ByVal before As String = "")
    Dim words As String
    words = Err.Description
    If before <> "" Then words = before & vbCrLf & vbCrLf & words
    MsgBox words & vbCrLf & vbCrLf & "For a check of the installation run: vsm-xl doctor", vbExclamation, TITLE
End Sub
