Option Explicit
' Stands in for Windows and for the DLL: starts are counted, and fail where they are told to.
Public Registered As Boolean
Public Starts As Long
Public DllStarts As Long
Public DllEnds As Long
Public FailingStarts As Long
Public FailuresOfNext As Long
Public FailuresLater As Long
Public NumberOfNext As Long
Public WordsOfNext As String
Public ClassesAsked As String
Public StatusLine As Variant
Public LineSeen As String

Public TheDll As Object
Public LoadsAt As Long
Public LoadTries As Long
Public DllCalls As Long
Public NoPython As Boolean

Public Sub Anew()
    DllCalls = 0: NoPython = False
    Registered = True
    Starts = 0: DllStarts = 0: DllEnds = 0: FailingStarts = 0
    FailuresOfNext = 0: FailuresLater = 0: NumberOfNext = 462: WordsOfNext = "gone": ClassesAsked = ""
End Sub

Public Function Created(ByVal name As String) As Object
    ClassesAsked = ClassesAsked & Right$(name, 1)
    LineSeen = CStr(StatusLine)
    If Not Registered Then Err.Raise 429, "stand-in", "no class object"
    If FailingStarts > 0 Then
        FailingStarts = FailingStarts - 1
        Err.Raise 429, "stand-in", "no class object"
    End If
    Starts = Starts + 1
    Set Created = Made()
End Function

Public Function StartedByDll() As Object
    LineSeen = CStr(StatusLine)
    If FailingStarts > 0 Then
        FailingStarts = FailingStarts - 1
        Err.Raise -2147220991, "stand-in", "no DLL"
    End If
    DllStarts = DllStarts + 1
    Set StartedByDll = Made()
End Function

Private Function Made() As Object
    Dim python As StandInPython
    Set python = New StandInPython
    python.Failures = FailuresOfNext
    python.Number = NumberOfNext
    python.Words = WordsOfNext
    FailuresOfNext = FailuresLater
    FailuresLater = 0
    Set Made = python
End Function

Public Function Tried(ByVal connection As Object) As String
    On Error GoTo Failed
    Tried = connection.Answer("a.module", "TASK", Array(1))
    Exit Function
Failed:
    Tried = "error: " & Err.Description
End Function

Public Function Counted() As String
    Counted = " / " & Starts & " starts, classes " & ClassesAsked
    If DllStarts + DllEnds > 0 Then Counted = Counted & ", by DLL " & DllStarts & ", ended " & DllEnds
End Function

Public Function PythonPath() As String
    PythonPath = "/bin/sh"
    If NoPython Then PythonPath = "/no/python"
End Function

' The try at which the DLL is found: 1 beside Python, 2 one folder up, 0 nowhere.
Public Function LoadedAt(ByVal path As String) As Long
    LoadTries = LoadTries + 1
    If LoadTries = LoadsAt Then LoadedAt = 1
End Function

Public Function CalledDll(ByRef result As Variant, ByVal config As String, ByVal mode As Long) As Long
    DllCalls = DllCalls + 1
    result = "DLL called with " & config
    CalledDll = 1
End Function

Public Function TriedDll() As String
    Dim unused As Object
    LoadTries = 0
    DllCalls = 0
    On Error GoTo Failed
    Set TheDll = New RealDll
    Set unused = TheDll.StartedServer()
    Exit Function
Failed:
    TriedDll = Err.Description
    If Left$(TriedDll, 3) <> "DLL" Then TriedDll = "error: " & TriedDll
    If DllCalls = 0 Then TriedDll = "error: " & Err.Description
End Function

Public Function Listed(ByVal names As Collection) As String
    Dim name As Variant
    For Each name In names
        Listed = Listed & name & ","
    Next name
End Function
