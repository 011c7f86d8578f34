Option Explicit
' Stands in for the DLL: starts are counted, and fail where they are told to.
Public Starts As Long
Public Kills As Long
Public FailingStarts As Long
Public FailuresOfNext As Long
Public FailuresLater As Long
Public WordsOfNext As String
Public LastCommand As String
Public StatusLine As Variant
Public LineSeen As String

Public Function Activated(ByRef result As Variant, ByVal config As String, ByVal mode As Long) As Long
    Dim made As StandInPython
    LastCommand = config
    If mode = -1 Then
        Kills = Kills + 1
        Exit Function
    End If
    Starts = Starts + 1
    LineSeen = CStr(StatusLine)
    If FailingStarts > 0 Then
        FailingStarts = FailingStarts - 1
        result = "no class object"
        Activated = 1
        Exit Function
    End If
    Set made = New StandInPython
    made.Failures = FailuresOfNext
    made.Words = WordsOfNext
    FailuresOfNext = FailuresLater
    FailuresLater = 0
    Set result = made
End Function

Public Function Tried(ByVal connection As Object) As String
    On Error GoTo Failed
    Tried = connection.Answer("a.module", "TASK", Array(1))
    Exit Function
Failed:
    Tried = "error: " & Err.Description
End Function

Public Function Counted() As String
    Counted = " / " & Starts & " starts, " & Kills & " ends"
End Function
