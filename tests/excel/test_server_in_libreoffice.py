"""How the add-in keeps its connection, executed by LibreOffice with a stand-in for the DLL.

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
from vsm_xl.excel.names import SERVER_ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.component
PARTS = Path(__file__).parent / "parts"
#: Any file that is there; the stand-in starts nothing.
INTERPRETER = "/bin/sh"
_ANSWER = "answer of TASK in a.module"

#: What is done with a new connection, and what is seen.
STORIES = {
    "the server starts once and stays": (
        "told = Tried(it) & Tried(it) & Counted()",
        f"{_ANSWER}{_ANSWER} / 1 starts, 0 ends",
    ),
    "a server that was killed is restarted once": (
        (
            'FailuresOfNext = 1: WordsOfNext = "The RPC server is unavailable."\n'
            "    told = Tried(it) & Counted()"
        ),
        f"{_ANSWER} / 2 starts, 1 ends",
    ),
    "one that fails after its restart too is an error": (
        (
            'FailuresOfNext = 1: WordsOfNext = "gone"\n    FailuresLater = 1\n'
            "    told = Tried(it) & Counted()"
        ),
        "error: gone / 2 starts, 2 ends",
    ),
    "and the next cells do not wait for a third start": (
        (
            'FailuresOfNext = 1: WordsOfNext = "gone"\n    FailuresLater = 1\n    told = Tried(it)\n'
            "    told = Tried(it) & Counted()"
        ),
        "error: gone / 2 starts, 2 ends",
    ),
    "after a failed start the next cells do not wait for another": (
        "FailingStarts = 1\n    told = Tried(it) & Tried(it) & Counted()",
        "error: no class objecterror: no class object / 1 starts, 0 ends",
    ),
    "unless somebody asks for it": (
        "FailingStarts = 1\n    told = Tried(it)\n    it.Hurry\n    told = Tried(it) & Counted()",
        f"{_ANSWER} / 2 starts, 0 ends",
    ),
    "what Python itself reports is not tried again": (
        (
            'FailuresOfNext = 1: WordsOfNext = "Unexpected Python Error: Traceback (most recent"\n'
            "    told = Tried(it) & Counted()"
        ),
        "error: Unexpected Python Error: Traceback (most recent / 1 starts, 0 ends",
    ),
    "the last problem is kept to be told": (
        "FailingStarts = 1\n    told = Tried(it)\n    told = it.Problem",
        "no class object",
    ),
    "the command is the one that Python knows": (
        "told = Tried(it)\n    told = LastCommand",
        f'"{INTERPRETER}" {SERVER_ARGUMENTS}',
    ),
    "the status bar says why Excel waits, and is given back": (
        'StatusLine = "before"\n    told = Tried(it)\n    told = LineSeen & "/" & StatusLine',
        "Starting Python for the VSM pay functions.../before",
    ),
    "and after a failed start too": (
        'StatusLine = "before"\n    FailingStarts = 1\n    told = Tried(it)\n    told = StatusLine',
        "before",
    ),
    "settings are read from the sheet of the add-in": (
        'told = it.Setting("udf modules") & "," & it.Setting("NOTHING")',
        "vsm_xl.excel.udfs,",
    ),
}
OTHERS = ("ThisWorkbook", "VsmHelp", "VsmRibbon", "VsmFunctions", "VsmCells")
LABELS = [*STORIES, *(f"{name} compiles" for name in OTHERS)]
EXPECTED = [*(seen for _, seen in STORIES.values()), *(["compiled"] * len(OTHERS))]


def with_stand_in(server: Module) -> Module:
    """Put calls of the stand-in where the DLL and Windows are called."""
    source, count = re.subn(r"#If Win64 Then.*?#End If\n", "", server.source, flags=re.DOTALL)
    assert count == 1
    source = re.sub(r"Private Declare PtrSafe Function LoadLibraryW[^\n]*\n", "", source)
    source = source.replace("XLPyDLLActivateAuto(", "Activated(")
    source = source.replace("XLPyDLLActivateAuto ended, ", "Activated ended, ")
    source = re.sub(r"LoadLibraryW\(StrPtr\([^)]*\)\)", "1", source)
    source = re.sub(r"LoadLibraryW\([^\n]*\) <> 0", "1 <> 0", source)
    source = source.replace(
        "Private python", 'Private Const LIBRARY As String = "x"\nPrivate python'
    )
    # LibreOffice has none to show while it opens a file.
    source = source.replace("Application.StatusBar", "StatusLine")
    assert "Declare" not in source
    return replace(server, source=source)


def compiled(module: Module) -> Module:
    """Add a function that says so, and take out what LibreOffice would do on opening."""
    name = f"Compiled{module.name}"
    source = module.source.replace("Private WithEvents App", "Private App")
    source = source.replace("Option Private Module\n", "")
    source = source.replace("Sub Workbook_", "Sub At_Workbook_")
    added = f'\nPublic Function {name}() As String\n    {name} = "compiled"\nEnd Function\n'
    return replace(module, source=source + added)


def driver() -> str:
    lines = ["Option Explicit", "Public Function CaseResult(number As Variant) As Variant"]
    lines += ["    On Error GoTo Failed", "    Select Case CLng(number)"]
    for number in range(len(STORIES)):
        lines.append(f"    Case {number}: CaseResult = Case{number}()")
    for number, name in enumerate(OTHERS, len(STORIES)):
        holder = {"ThisWorkbook": "ThisWorkbook.", "VsmCells": "CellValues."}.get(name, "")
        lines.append(f"    Case {number}: CaseResult = {holder}Compiled{name}()")
    lines += ["    End Select", "    Exit Function", "Failed:"]
    lines += ['    CaseResult = "failed: " & Err.Description', "End Function"]
    for number, (done, _) in enumerate(STORIES.values()):
        lines += [
            f"Private Function Case{number}() As String",
            "    Dim it As VsmServer, told As String",
            "    Starts = 0: Kills = 0: FailingStarts = 0: FailuresOfNext = 0: FailuresLater = 0",
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
    dll = (PARTS / "stand_in_dll.bas").read_text("utf-8")
    modules["StandInDll"] = Module("StandInDll", "standard", dll)
    modules["Driver"] = Module("Driver", "standard", driver())
    return run_in_libreoffice(modules, len(LABELS))


@pytest.mark.parametrize("number", range(len(LABELS)), ids=LABELS)
def test_what_the_add_in_does_in_an_interpreter_of_vba(number: int, results: list[str]) -> None:
    assert results[number] == EXPECTED[number]
