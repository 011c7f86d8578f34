' How every function above finds its answer.

Private Function Asked(ByVal task As String, ByRef given As Variant) As Variant
    Dim key As String, arguments As Variant, found As Variant
    On Error GoTo Failed
    arguments = CellValues.WithoutEnd(given)
    key = CellValues.KeyOf(task, arguments)
    If key <> "" Then
        If Recalled(key, found) Then
            Asked = found
            Exit Function
        End If
    End If
    found = CellValues.Shown(Server.Answer("@FUNCTIONS@", task, arguments))
    If key <> "" Then Remember key, found
    Asked = found
    Exit Function
Failed:
    Asked = CVErr(2015)
End Function

Private Function Recalled(ByVal key As String, ByRef answer As Variant) As Boolean
    On Error GoTo Unknown
    answer = remembered.Item(key)
    Recalled = True
Unknown:
End Function

Private Sub Remember(ByVal key As String, ByRef answer As Variant)
    On Error Resume Next
    If remembered Is Nothing Then Set remembered = New Collection
    If remembered.Count >= MOST_REMEMBERED Then Set remembered = New Collection
    remembered.Add answer, key
End Sub

' Called when a recalculation has ended.
Public Sub ForgetAnswers()
    Set remembered = Nothing
End Sub

Private Function Several(ByVal first As Variant, ByVal others As Variant) As Variant
    Dim place As Long, all() As Variant
    ReDim all(0 To UBound(others) - LBound(others) + 1)
    all(0) = first
    For place = LBound(others) To UBound(others)
        all(place - LBound(others) + 1) = CellValues.Sent(others(place))
    Next place
    Several = all
End Function
