Option Explicit
' Writes what wrappers send and give as text, so that it can be compared.

Public Function Written(ByRef given As Variant) As String
    Dim place As Long
    Written = "("
    For place = LBound(given) To UBound(given)
        If place > LBound(given) Then Written = Written & ";"
        Written = Written & WrittenOne(given(place))
    Next place
    Written = Written & ")"
End Function

Public Function WrittenOne(ByRef cell As Variant) As String
    Dim row As Long, column As Long
    If IsArray(cell) Then
        WrittenOne = "["
        For row = LBound(cell, 1) To UBound(cell, 1)
            If row > LBound(cell, 1) Then WrittenOne = WrittenOne & "/"
            If Wide(cell) Then
                For column = LBound(cell, 2) To UBound(cell, 2)
                    If column > LBound(cell, 2) Then WrittenOne = WrittenOne & ","
                    WrittenOne = WrittenOne & WrittenOne(cell(row, column))
                Next column
            Else
                WrittenOne = WrittenOne & WrittenOne(cell(row))
            End If
        Next row
        WrittenOne = WrittenOne & "]"
        Exit Function
    End If
    Select Case VarType(cell)
        Case vbEmpty
            WrittenOne = "-"
        Case vbDouble
            WrittenOne = "n" & CStr(cell)
        Case vbString
            WrittenOne = "t" & cell
        Case vbBoolean
            WrittenOne = "b" & CStr(Abs(CLng(cell)))
        Case vbError
            WrittenOne = "e" & CStr(CLng(cell))
        Case Else
            WrittenOne = "?" & TypeName(cell)
    End Select
End Function

Private Function Wide(ByRef cell As Variant) As Boolean
    Dim highest As Long
    On Error GoTo Narrow
    highest = UBound(cell, 2)
    Wide = True
Narrow:
End Function

' An array of rows and columns.
Public Function Block(ByVal rows As Long, ByVal columns As Long, ParamArray cells() As Variant) As Variant
    Dim made() As Variant, row As Long, column As Long
    ReDim made(0 To rows - 1, 0 To columns - 1)
    For row = 0 To rows - 1
        For column = 0 To columns - 1
            made(row, column) = cells(row * columns + column)
        Next column
    Next row
    Block = made
End Function
