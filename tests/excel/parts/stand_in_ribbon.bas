Option Explicit
' Stands in for message boxes: keeps what is said, and answers No.
Public Messages As String

Public Function Shown(ByVal words As String, Optional ByVal buttons As Long = 0, Optional ByVal title As String = "") As Long
    Messages = Messages & "<" & words & ">"
    Shown = vbNo
End Function

Public Function ValueOfText(ByVal text As String) As Variant
    If text = "B2" Then
        Set ValueOfText = ThisWorkbook.Worksheets("Calls").Range(text)
    Else
        ValueOfText = CDbl(text)
    End If
End Function
