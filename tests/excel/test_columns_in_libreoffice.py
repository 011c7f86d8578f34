"""A column of formulas asks Python a few times, whatever its length: executed by LibreOffice.

LibreOffice does not tell a function which cell calls it, so here a third argument does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from calls_workbook import PARTS, python_with_uno, workbook  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.excel.addin import build
from vsm_xl.excel.addin.vba import Module
from vsm_xl.excel.server import column_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.component
ROWS = 60
#: The formulas of a column, and what Python says of its rows, from the first to the last.
FORMULA = "=VSM_BONUS(B{row};$E$1;ROW(C{row}))"
IN_EXCEL = "=VSM_BONUS(B1,$E$1,ROW(C1))"
_DRIVER = """Option Explicit
Public Function CaseResult(number As Variant) As Variant
End Function
Public Function Report(given As Variant) As String
    Report = Server.Calls
End Function
Public Function Caller(ByVal arguments As Variant) As Object
    Set Caller = ThisWorkbook.Worksheets("Calls").Range("C" & CLng(arguments(2)))
End Function
Public Function PlanOf(ByVal task As String, ByVal first As Long, ByVal last As Long) As Variant
    Dim made() As Variant
    ReDim made(0 To {lines}, 0 To {columns})
{filling}
    PlanOf = made
End Function
"""


def _driver() -> str:
    # What Python returns for these formulas, which are relative in Excel's spelling.
    plan = column_plan.plan("VSM_BONUS", IN_EXCEL, 1.0, 1.0, float(ROWS))
    plan[2] = ["1", "rows", *map(str, range(1, ROWS + 1))]
    filling = "\n".join(
        f'    made({line}, {column}) = "{text}"'
        for line, texts in enumerate(plan)
        for column, text in enumerate(texts)
    )
    return _DRIVER.format(lines=len(plan) - 1, columns=len(plan[0]) - 1, filling=filling)


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, str]], Any]:
    modules = {module.name: module for module in build.modules()}
    counting = (PARTS / "stand_in_counting.cls").read_text("utf-8")
    modules["VsmServer"] = replace(modules["VsmServer"], source=counting)
    modules["ThisWorkbook"] = replace(modules["ThisWorkbook"], source="")
    functions = modules["VsmFunctions"]
    source = functions.source.replace("Set cell = CallingCell()", "Set cell = Caller(arguments)")
    modules["VsmFunctions"] = replace(functions, source=source)
    columns = modules["VsmColumns"]
    # LibreOffice evaluates references and no other texts; here they are numbers.
    source = columns.source.replace(
        "= Evaluated(sheet, CStr(plan(line, row + 1)))", "= CDbl(plan(line, row + 1))"
    )
    modules["VsmColumns"] = replace(columns, source=source)
    modules["Driver"] = Module("Driver", "standard", _driver())
    data = workbook(modules, ROWS)

    def run(formulas: dict[str, str]) -> Any:
        folder: Path = tmp_path_factory.mktemp("columns")
        book = folder / "calls.xlsm"
        book.write_bytes(data)
        done = subprocess.run(
            [python_with_uno(), str(PARTS / "run_columns.py"), str(shutil.which("soffice")),
             str(book), str(folder / "profile")],
            input=json.dumps({"formulas": formulas, "report": "=REPORT(1)"}),
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_a_column_is_asked_for_in_one_call(calculated: Callable[..., Any]) -> None:
    column = {f"C{row}": FORMULA.format(row=row) for row in range(1, ROWS + 1)}

    found = calculated({"E1": "0.1", **column})

    assert [found[f"C{row}"] for row in range(1, ROWS + 1)] == [
        str(row * 10 * 2) for row in range(1, ROWS + 1)
    ]
    # The first cell asks for itself; the second has its column fetched.
    calls = found["report"].split()
    assert calls.count("VSM_BONUS") == 2
    assert calls.count("plan") == 1


def test_a_few_cells_ask_for_themselves(calculated: Callable[..., Any]) -> None:
    found = calculated({"E1": "0.1", "C4": FORMULA.format(row=4), "C9": FORMULA.format(row=9)})

    assert (found["C4"], found["C9"]) == ("80", "180")
    assert found["report"].split() == ["VSM_BONUS", "VSM_BONUS"]
