"""The served functions in xlwings' own hands, with a stand-in for pywin32."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import pyvbaanalysis

import vsm_xl
from vsm_xl.excel.server.serving import python_name
from vsm_xl.excel.shared_names import CATEGORY, FUNCTIONS_MODULE, RIBBON_MODULE
from vsm_xl.functions import NAMES
from vsm_xl.functions.registry import EVERY, FUNCTIONS

PROGRAM = Path(__file__).parent / "parts" / "xlwings_as_on_windows.py"
MISSING, NA = -2147352572, -2146826246
SEGMENT = ["2025/26", "Provider", 3]
#: Function, arguments as pywin32 gives them, what CallUDF gives back.
CALLS: list[tuple[str, list[Any], Any]] = [
    ("VSM_AWARD", [150000, *SEGMENT], 4875.0),
    ("VSM_AWARD", [150000, *SEGMENT, MISSING, MISSING, MISSING], 4875.0),
    ("VSM_AWARD", [150000, *SEGMENT, MISSING, MISSING, "none"], 0.0),
    ("VSM_AWARD", [[[150000]], *SEGMENT], 4875.0),
    ("VSM_AWARD", [[[150000], [None], [NA]], *SEGMENT], [[4875.0], [""], ["#N/A"]]),
    ("VSM_AWARD", [[[100, 200]], *SEGMENT], [3.25, 6.5]),
    ("VSM_AWARD", [NA, *SEGMENT], "#N/A"),
    ("VSM_AWARD", [None, *SEGMENT], ""),
    ("VSM_AWARD", [150000, MISSING, "Provider", 3], "#N/A"),
    ("VSM_AWARD", [150000, {"date": "2025-05-01T00:00:00+00:00"}, "Provider", 3], 4875.0),
    ("VSM_BONUS", [150000, 0.5], "#NUM!"),
    ("VSM_ELIGIBLE", SEGMENT, True),
    ("VSM_EARN_BACK", [200000, 0.1, 0.75, "All"], [195000.0, 20000.0, 15000.0, 5000.0]),
    ("VSM_PRORATA", [12000, 45748, 45777], 1000.0),
    ("VSM_WHY", ["VSM_AWARD", MISSING, *SEGMENT], ""),
]
RIBBON_CALL = ("calls_in", ["=VSM_BAND(A1)"], [["VSM_BAND", 1.0, "A1"], ["", "", ""]])


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    calls = [[FUNCTIONS_MODULE, name, arguments] for name, arguments, _ in CALLS]
    calls.append([RIBBON_MODULE, *RIBBON_CALL[:2]])
    run = subprocess.run(
        [sys.executable, str(PROGRAM)],
        input=json.dumps({"module": FUNCTIONS_MODULE, "calls": calls}),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={**os.environ, "PYTHONPATH": str(Path(vsm_xl.__file__).parents[1])},
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_a_call_comes_back_in_the_shape_that_excel_shows(number: int, seen: dict[str, Any]) -> None:
    assert seen["answers"][number] == CALLS[number][2]


def test_the_ribbon_is_answered_too(seen: dict[str, Any]) -> None:
    assert seen["answers"][-1] == RIBBON_CALL[2]


def test_xlwings_finds_every_function_with_the_arguments_of_the_registry(
    seen: dict[str, Any],
) -> None:
    expected = {
        function.name: [
            [python_name(arg.name), False, arg.optional, arg.text] for arg in function.args
        ]
        for function in FUNCTIONS.values()
    }
    for name in ("VSM_WHY", "VSM_EXPLAIN"):
        first, rest = EVERY[name].args
        expected[name] = [
            [python_name(first.name), False, False, first.text],
            [rest.name, True, False, rest.text],
        ]

    assert seen["served"] == expected


def test_xlwings_could_write_macros_for_all_of_them(seen: dict[str, Any]) -> None:
    assert sorted(re.findall(r"^Function (\w+)\(", seen["code"], re.MULTILINE)) == sorted(NAMES)
    assert "Optional fte" in seen["code"]
    assert "ParamArray arguments()" in seen["code"]


def _errors(code: str) -> list[str]:
    found = pyvbaanalysis.analyze_module(code)
    return [problem.message for problem in found if problem.severity.value == "error"]


def test_the_macros_that_stock_xlwings_writes_compile(seen: dict[str, Any]) -> None:
    assert _errors(seen["code"]) == []


def test_the_analyser_finds_an_argument_that_is_a_word_of_vba(seen: dict[str, Any]) -> None:
    for word in ("date", "to", "function"):
        spoilt, count = re.subn(rf"\b{word}_\b", word, seen["code"])
        assert count > 0
        assert _errors(spoilt) != []


def test_the_function_wizard_is_told_category_purpose_and_arguments(seen: dict[str, Any]) -> None:
    told = seen["options"]

    assert sorted(told) == sorted(f"'vsm.xlam'!{name}" for name in NAMES)
    for function in FUNCTIONS.values():
        options = told[f"'vsm.xlam'!{function.name}"]
        assert options["Category"] == CATEGORY
        assert options["Description"] == function.purpose
        assert options.get("ArgumentDescriptions", []) == [arg.text for arg in function.args]
