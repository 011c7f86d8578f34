"""What the buttons of the ribbon do, executed by LibreOffice's VBA interpreter.

Message boxes are stood in for, and so are what lies in front of the user and Python's answers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import vsm_xl
from vsm_xl.excel.addin import build
from vsm_xl.excel.addin.vba import Module
from vsm_xl.excel.shared_names import xlwings_version

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.component
PARTS = Path(__file__).parent / "parts"
_ANYWHERE = 'ThisWorkbook.Worksheets("Calls").Range("A1")'
_ASK = "Show the full working in a new workbook?"
_DOCTOR = "For a check of the installation run: vsm-xl doctor"

#: What is done, and what is seen; `/` stands for a line's end.
STORIES = {
    "each call of the formula is explained": (
        "VsmExplainCell Nothing",
        (
            f"<VSM_BAND = x: WHY: words.//1. Band: x//{_ASK}>"
            f"<VSM_VERSION = x: WHY: words.//1. Band: x//{_ASK}>"
        ),
    ),
    "its arguments are sent as values": (
        "VsmExplainCell Nothing: Messages = Server.Sent",
        "(tVSM_BAND;n0;n0;n2;n20;n5000)(tVSM_VERSION;n0;n0;n0)",
    ),
    "a formula without our functions is told so": (
        'Server.Formula = "none": VsmExplainCell Nothing',
        "<The formula in A1 calls none of the VSM functions.>",
    ),
    "a server that cannot be reached is told once": (
        "Server.Failing = True: VsmExplainCell Nothing",
        f"<There is no Python.//{_DOCTOR}>",
    ),
    "versions that differ are told": (
        "VsmAbout Nothing",
        (
            f"<Add-in: version {vsm_xl.__version__}, for xlwings {xlwings_version()}/File: FILE/"
            "Software: 9.9/Data edition: edition//"
            "Add-in and software are of different versions: run vsm-xl install again.>"
        ),
    ),
    "a workbook that is no return is told so": (
        "VsmCheckReturn Nothing",
        "<The workbook in front is not an annual return of this software.>",
    ),
}
LABELS = list(STORIES)


def in_front(ribbon: Module) -> Module:
    source = ribbon.source.replace("MsgBox", "Shown")
    # LibreOffice evaluates no text while it opens a file.
    source = source.replace("sheet.Evaluate(text)", "ValueOfText(text)")
    source = source.replace("ActiveWorkbook", "ThisWorkbook").replace(
        "ThisWorkbook.FullName", '"FILE"'
    )
    source = source.replace('TypeName(ActiveCell) <> "Range"', "False")
    return replace(ribbon, source=source.replace("ActiveCell", _ANYWHERE))


def driver() -> str:
    lines = ["Option Explicit", "Public Function CaseResult(number As Variant) As Variant"]
    lines += ["    On Error GoTo Failed", "    Set Server = New VsmServer", '    Messages = ""']
    lines.append("    Select Case CLng(number)")
    for number, (done, _) in enumerate(STORIES.values()):
        lines += [f"    Case {number}", f"        {done}"]
    lines += ["    End Select"]
    lines += ['    CaseResult = Replace(Replace(Messages, Chr$(13), ""), Chr$(10), "/")']
    lines += ["    Exit Function", "Failed:", '    CaseResult = "failed: " & Err.Description']
    return "\n".join([*lines, "End Function", ""])


@pytest.fixture(scope="module")
def results(run_in_libreoffice: Callable[[dict[str, Module], int], list[str]]) -> list[str]:
    modules = {module.name: module for module in build.modules()}
    modules["ThisWorkbook"] = replace(modules["ThisWorkbook"], source="")
    modules["VsmRibbon"] = in_front(modules["VsmRibbon"])
    answers = (PARTS / "stand_in_answers.cls").read_text("utf-8")
    modules["VsmServer"] = Module("VsmServer", "class", answers)
    boxes = (PARTS / "stand_in_ribbon.bas").read_text("utf-8")
    modules["StandInRibbon"] = Module("StandInRibbon", "standard", boxes)
    modules["Driver"] = Module("Driver", "standard", driver())
    return run_in_libreoffice(modules, len(LABELS))


def test_what_a_button_says(results: list[str]) -> None:
    expected = [seen for _, seen in STORIES.values()]

    assert dict(zip(LABELS, results, strict=True)) == dict(zip(LABELS, expected, strict=True))
