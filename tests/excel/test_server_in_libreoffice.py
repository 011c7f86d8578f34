"""How the add-in keeps its connection, executed by LibreOffice with a stand-in for Windows.

And every other module is compiled there: LibreOffice compiles a module whole when one of its
functions is called.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsm_xl.excel.addin import build
from vsm_xl.excel.addin.vba import Module
from vsm_xl.excel.shared_names import DLL_CLASS_ID, SERVER_ARGUMENTS, dll_name
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.component
PARTS = Path(__file__).parent / "parts"
_ANSWER = "answer of TASK in a.module"
#: How VBA reports an exception of Python's: COM's E_FAIL, whatever the words are.
_PYTHON = "NumberOfNext = -2147467259: FailuresOfNext = 9"

#: What is done with a new connection, and what is seen.
STORIES = {
    "the server starts once and stays": (
        "told = Tried(it) & Tried(it) & Counted()",
        f"{_ANSWER}{_ANSWER} / 1 starts, classes 1",
    ),
    "one that was killed is replaced, under the next class": (
        "FailuresOfNext = 1\n    told = Tried(it) & Tried(it) & Counted()",
        f"{_ANSWER}{_ANSWER} / 2 starts, classes 12",
    ),
    "as is one that COM reports as disconnected": (
        "NumberOfNext = -2147417848: FailuresOfNext = 1\n    told = Tried(it) & Counted()",
        f"{_ANSWER} / 2 starts, classes 12",
    ),
    "one that fails after its restart too is an error": (
        "FailuresOfNext = 1: FailuresLater = 1\n    told = Tried(it) & Counted()",
        "error: gone / 2 starts, classes 12",
    ),
    "and the next cells do not wait for a third start": (
        (
            "FailuresOfNext = 1: FailuresLater = 1\n    told = Tried(it)\n"
            "    told = Tried(it) & Counted()"
        ),
        "error: gone / 2 starts, classes 12",
    ),
    "a class that does not start is passed over": (
        "FailingStarts = 3\n    told = Tried(it) & Counted()",
        f"{_ANSWER} / 1 starts, classes 1234",
    ),
    "after the last class comes the first": (
        "FailingStarts = 7\n    told = Tried(it)\n    it.Disconnect\n    told = Tried(it) & Counted()",
        f"{_ANSWER} / 2 starts, classes 123456781",
    ),
    "where no class is registered the DLL starts it": (
        "Registered = False\n    told = Tried(it) & Counted()",
        f"{_ANSWER} / 0 starts, classes 12345678, by DLL 1, ended 0",
    ),
    "and is asked to end one that was lost": (
        "Registered = False: FailuresOfNext = 1\n    told = Tried(it) & Counted()",
        f"{_ANSWER} / 0 starts, classes 1234567823456781, by DLL 2, ended 1",
    ),
    "after a failed start the next cells do not wait for another": (
        "Registered = False: FailingStarts = 1\n    told = Tried(it) & Tried(it) & Counted()",
        (
            "error: Windows did not start Python: no class object no DLL"
            "error: Windows did not start Python: no class object no DLL / 0 starts, classes 12345678"
        ),
    ),
    "unless somebody asks for it": (
        (
            "Registered = False: FailingStarts = 1\n    told = Tried(it)\n    it.Hurry\n"
            "    Registered = True\n    told = Tried(it) & Counted()"
        ),
        f"{_ANSWER} / 1 starts, classes 123456781",
    ),
    "what Python itself reports restarts nothing, whatever its words": (
        (
            f'{_PYTHON}: WordsOfNext = "AttributeError: no such function"\n'
            "    told = Tried(it) & Tried(it) & Counted()"
        ),
        (
            "error: AttributeError: no such functionerror: AttributeError: no such function"
            " / 1 starts, classes 1"
        ),
    ),
    "the last problem is kept": (
        f'{_PYTHON}: WordsOfNext = "out of order"\n    told = Tried(it)\n    told = it.Problem',
        "out of order",
    ),
    "the status bar says why Excel waits, and is given back": (
        'StatusLine = "before"\n    told = Tried(it)\n    told = LineSeen & "/" & StatusLine',
        "Starting Python for the VSM pay functions.../before",
    ),
    "and after a failed start too": (
        (
            'StatusLine = "before"\n    Registered = False: FailingStarts = 1\n    told = Tried(it)\n'
            "    told = StatusLine"
        ),
        "before",
    ),
    "settings are read from the sheet of the add-in": (
        'told = Settings.Setting("udf modules") & "," & Settings.Setting("NOTHING")',
        "vsm_xl.excel.udfs,",
    ),
}
STORIES["the functions that a formula calls are found, each once"] = (
    'told = Listed(ThisWorkbook.TasksIn("=IF(VSM_BAND(A1)=VSM_WHY(""VSM_BAND"",B1),VSM_BAND(C1),0)"))',
    "VSM_BAND,VSM_WHY,",
)
#: Formulas with what their cells show, and whether the return has to be calculated because of them.
STALE = {
    '"=VSM_BAND(A1)", CVErr(2029)': True,
    '"=IF(A1=1,2,[1]!VSM_BAND(A1))", CVErr(2029)': True,
    '"=VSM_BAND(A1)", CVErr(2042)': False,
    '"=VSM_BAND(A1)", "5-10"': False,
    '"=[1]!VSM_VERSION()", "0.0.1"': True,
    '"=VSM_VERSION()", "0.0.1"': True,
    f'"=VSM_VERSION()", "{__version__}"': False,
    '"=IF(VSM_VERSION()=B1,1,VSM_VERSION())", "0.0.1"': False,
    '"Text about VSM_BAND", CVErr(2029)': False,
}
STORIES |= {
    "the DLL is loaded by its path, and then called with the command that Python knows": (
        "Anew\n    LoadsAt = 1: told = TriedDll()",
        f'DLL called with "/bin/sh" {SERVER_ARGUMENTS.replace("{clsid}", DLL_CLASS_ID)}',
    ),
    "or one folder up": (
        "LoadsAt = 2: told = Left$(TriedDll(), 10)",
        "DLL called",
    ),
    "and is never called where it was not: a planted one would be": (
        'LoadsAt = 0: told = TriedDll() & " / " & DllCalls',
        f"error: {dll_name(64)} is neither in  nor one folder up. / 0",
    ),
    "nor to end what was never started": (
        "LoadsAt = 0: DllCalls = 0: Set TheDll = New RealDll: TheDll.EndServer: told = CStr(DllCalls)",
        "0",
    ),
    "where there is no Python it is not even loaded": (
        'Anew: LoadsAt = 1: NoPython = True: told = TriedDll() & " / " & DllCalls',
        "error: There is no Python at /no/python. / 0",
    ),
}
STORIES |= {
    f"out of date is {cell}": (f"told = CStr(CLng(ThisWorkbook.IsStale({cell})))", str(-int(stale)))
    for cell, stale in STALE.items()
}
OTHERS = (
    "ThisWorkbook", "VsmHelp", "VsmRibbon", "VsmFunctions", "VsmCells", "VsmAnswers", "VsmColumns",
)  # fmt: skip
HOLDERS = {
    "ThisWorkbook": "ThisWorkbook.", "VsmCells": "CellValues.", "VsmAnswers": "Answers.",
    "VsmColumns": "WholeColumns.",
}  # fmt: skip
LABELS = [*STORIES, *(f"{name} compiles" for name in OTHERS)]
EXPECTED = [*(seen for _, seen in STORIES.values()), *(["compiled"] * len(OTHERS))]


def with_stand_in(server: Module) -> Module:
    """Put calls of the stand-in where Windows and Excel are called."""
    source = server.source.replace("CreateObject(", "Created(")
    # LibreOffice has none to show while it opens a file.
    source = source.replace("Application.StatusBar", "StatusLine")
    return replace(server, source=source)


def real_dll(dll: Module) -> Module:
    """Put calls of the stand-in where Windows and the DLL are called."""
    source, count = re.subn(r"#If Win64 Then.*?#End If\n", "", dll.source, flags=re.DOTALL)
    assert count == 1
    source = re.sub(r"Private Declare [^\n]*\n", "", source)
    source = source.replace("LoadLibraryW(StrPtr(", "LoadedAt((").replace(
        "Private loaded", f'Private Const LIBRARY As String = "{dll_name(64)}"\nPrivate loaded'
    )
    source = source.replace("XLPyDLLActivateAuto(found,", "CalledDll(found,")
    source = source.replace("XLPyDLLActivateAuto ended,", "CalledDll ended,")
    source = source.replace("Settings.Interpreter()", "PythonPath()")
    assert "XLPyDLL" not in source
    return Module("RealDll", "class", source)


def compiled(module: Module) -> Module:
    """Add a function that says so, and take out what LibreOffice would do on opening."""
    name = f"Compiled{module.name}"
    source = module.source.replace("Private WithEvents App", "Private App")
    source = source.replace("Option Private Module\n", "")
    source = source.replace("Sub Workbook_", "Sub At_Workbook_")
    for function in ("IsStale", "TasksIn"):
        source = source.replace(f"Private Function {function}", f"Public Function {function}")
    added = f'\nPublic Function {name}() As String\n    {name} = "compiled"\nEnd Function\n'
    return replace(module, source=source + added)


def driver() -> str:
    lines = ["Option Explicit", "Public Function CaseResult(number As Variant) As Variant"]
    lines += ["    On Error GoTo Failed", "    Select Case CLng(number)"]
    for number in range(len(STORIES)):
        lines.append(f"    Case {number}: CaseResult = Case{number}()")
    for number, name in enumerate(OTHERS, len(STORIES)):
        holder = HOLDERS.get(name, "")
        lines.append(f"    Case {number}: CaseResult = {holder}Compiled{name}()")
    lines += ["    End Select", "    Exit Function", "Failed:"]
    lines += ['    CaseResult = "failed: " & Err.Description', "End Function"]
    for number, (done, _) in enumerate(STORIES.values()):
        lines += [
            f"Private Function Case{number}() As String",
            "    Dim it As VsmServer, told As String",
            "    Anew",
            "    Set it = New VsmServer",
            f"    {done}",
            f"    Case{number} = told",
            "End Function",
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def results(run_in_libreoffice: Callable[[dict[str, Module], int], list[str]]) -> list[str]:
    modules = {module.name: module for module in build.modules()}
    for name in OTHERS:
        modules[name] = compiled(modules[name])
    modules["VsmServer"] = with_stand_in(modules["VsmServer"])
    python = (PARTS / "stand_in_python.cls").read_text("utf-8")
    modules["StandInPython"] = Module("StandInPython", "class", python)
    modules["RealDll"] = real_dll(modules["VsmDll"])
    dll = (PARTS / "stand_in_dll.cls").read_text("utf-8")
    modules["VsmDll"] = Module("VsmDll", "class", dll)
    windows = (PARTS / "stand_in_windows.bas").read_text("utf-8")
    modules["StandInWindows"] = Module("StandInWindows", "standard", windows)
    modules["Driver"] = Module("Driver", "standard", driver())
    return run_in_libreoffice(modules, len(LABELS))


def test_what_the_add_in_does_in_an_interpreter_of_vba(results: list[str]) -> None:
    assert dict(zip(LABELS, results, strict=True)) == dict(zip(LABELS, EXPECTED, strict=True))
