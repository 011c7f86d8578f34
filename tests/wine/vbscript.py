"""The connection of the add-in's macros as VBScript, which runs it under Wine against the real server.

VBScript is VBA without types; what a class of ours uses of both is the same, and ``CreateObject``,
COM calls and error numbers are Windows' own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vsm_xl.excel.addin.vba import Module

#: What the class needs of Excel and of the add-in: a status bar, and no DLL.
_AROUND = """
Class StandInApplication
    Public StatusBar
End Class
Dim Starts
Function Counted(name)
    Set Counted = CreateObject(name)
    Starts = Starts + 1
End Function
Dim Application
Set Application = New StandInApplication
Class VsmDll
    Public Function StartedServer()
        Err.Raise 429, "VsmDll", "There is no DLL."
    End Function
    Public Sub EndServer()
    End Sub
End Class
Function Tried(connection, library, task, given)
    On Error Resume Next
    Tried = connection.Answer(library, task, given)
    If Err.Number <> 0 Then Tried = "error: " & Err.Description
End Function
Sub Say(words)
    WScript.Echo Replace(Replace(words, Chr(13), " "), Chr(10), " ")
End Sub
Sub Kill()
    Dim shell
    Set shell = CreateObject("WScript.Shell")
    shell.Run "C:\\windows\\system32\\taskkill.exe /f /im pythonw.exe", 0, True
End Sub
"""


def script(server: Module, story: str) -> str:
    """Give a program that tells a story with the macros' connection ``it``."""
    source = re.sub(r" As (?:New )?\w+", "", server.source.replace("Option Explicit\n", ""))
    source = source.replace("CreateObject(", "Counted(")
    # A class of VBScript's cannot have constants of its own.
    constants = re.findall(r"^Private (Const .*)$", source, re.MULTILINE)
    source = re.sub(r"^Private Const .*$", "", source, flags=re.MULTILINE)
    return "\n".join([
        "Option Explicit", *constants, f"Class {server.name}", source, "End Class", _AROUND,
        f"Dim it\nSet it = New {server.name}", story, "",
    ])  # fmt: skip
