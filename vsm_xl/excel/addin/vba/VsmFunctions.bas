' How every function above finds its answer.

' dates: the places of arguments that may be days, such as ",2,3,".
Private Function Asked(ByVal task As String, ByVal dates As String, ByRef arguments As Variant) As Variant
    Dim key As String, sent As Variant, found As Variant, cell As Object
    On Error GoTo Failed
    Set cell = CallingCell()
    sent = CellValues.Sent(arguments, dates, CellValues.CountsFrom1904(cell))
    key = Answers.KeyOf(task, sent)
    If key <> "" Then
        If Answers.Recalled(key, found) Then
            Asked = found
            Exit Function
        End If
        If WholeColumns.Fetched(task, dates, cell) Then
            If Answers.Recalled(key, found) Then
                Asked = found
                Exit Function
            End If
        End If
    End If
    found = CellValues.Shown(Server.Answer("@FUNCTIONS@", task, sent))
    If key <> "" Then Answers.Remember key, found
    Asked = found
    Exit Function
Failed:
    Asked = CVErr(2015)
End Function

' The cell whose formula is being calculated; nothing where a macro or the function wizard asks.
Private Function CallingCell() As Object
    Set CallingCell = Nothing
    On Error Resume Next
    If TypeName(Application.Caller) = "Range" Then Set CallingCell = Application.Caller
End Function

' Called when a recalculation has ended.
Public Sub ForgetAnswers()
    Answers.Forget
    WholeColumns.Forget
End Sub

Private Function Several(ByVal first As Variant, ByVal others As Variant) As Variant
    Dim place As Long, all() As Variant
    ReDim all(0 To UBound(others) - LBound(others) + 1)
    all(0) = first
    For place = LBound(others) To UBound(others)
        If IsObject(others(place)) Then
            Set all(place - LBound(others) + 1) = others(place)
        Else
            all(place - LBound(others) + 1) = CellValues.Given(others(place))
        End If
    Next place
    Several = all
End Function

' The places of days in a call of VSM_WHY or VSM_EXPLAIN, one further than in the call it is about.
Private Function DatesAbout(ByVal name As Variant) As String
    On Error Resume Next
    DatesAbout = CellValues.DatePlaces(UCase$(Trim$(CStr(name))), 1)
End Function
