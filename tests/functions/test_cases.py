"""The contract: every call of the tables of ``tests/cases``, with and without other packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from contract_cases import (  # type: ignore[import-not-found,unused-ignore]
    Case,
    agree,
    all_cases,
    read,
)

import vsm_xl
from vsm_xl import XlError

_CASES = [
    pytest.param(case, id=f"{file}: {case.formula} = {case.expected}") for file, case in all_cases()
]
# Each case as a single cell, and with its first argument as a column.
_BARE = """
import sys
sys.path[:0] = sys.argv[1:]
import vsm_xl
from contract_cases import agree, all_cases, read
from vsm_xl.functions.registry import FUNCTIONS

cases = [(case, *read(case.formula)) for _, case in all_cases()]
for case, name, arguments in cases:
    answer = vsm_xl.call(name, *arguments)
    assert agree(answer, case.expected), f"{case.formula} gives {answer!r}"
    if not isinstance(answer, vsm_xl.XlError) and case.reason:
        assert vsm_xl.explain(name, *arguments).reason == case.reason, case.formula
    function = FUNCTIONS.get(name)
    if function is None or function.one_row or isinstance(answer, list):
        continue
    at = next((at for at, arg in enumerate(function.args) if not arg.whole), 99)
    single = [arg.whole or type(cell) is not list for arg, cell in zip(function.args, arguments)]
    fits = function.least <= len(arguments) <= len(function.args)
    if fits and at < len(arguments) and all(single):
        arguments[at] = [arguments[at]] * 3
        column = vsm_xl.call(name, *arguments)
        assert column == [[answer]] * 3, f"{case.formula} as a column gives {column!r}"
strangers = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
assert strangers == {"__main__", "vsm_xl", "contract_cases"}, strangers
print(len(cases))
"""


@pytest.mark.parametrize("case", _CASES)
def test_a_call_gives_what_its_table_says(case: Case) -> None:
    name, arguments = read(case.formula)

    result = vsm_xl.call(name, *arguments)

    assert agree(result, case.expected), f"{case.formula} gives {result!r}"
    assert isinstance(case.expected, str) or not isinstance(result, XlError)
    if case.reason and isinstance(result, XlError):
        assert result.reason == case.reason
    elif case.reason:
        assert vsm_xl.explain(name, *arguments).reason == case.reason


@pytest.mark.parametrize("case", _CASES)
def test_a_case_says_where_its_number_comes_from(case: Case) -> None:
    assert case.origin in {"published", "derived"}
    assert case.source


def test_every_function_has_its_cases() -> None:
    tested = {read(case.formula)[0] for _, case in all_cases()}

    assert set(vsm_xl.NAMES) - tested == set()


def test_the_contract_holds_with_no_other_package_installed() -> None:
    root, here = Path(vsm_xl.__file__).parent.parent, Path(__file__).parent

    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", _BARE, str(root), str(here)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) == len(_CASES) > 400
