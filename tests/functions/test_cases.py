"""The contract: every call of the tables of ``tests/cases``, with and without other packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from contract_cases import (  # type: ignore[import-not-found,unused-ignore]
    Case,
    agree,
    all_cases,
    read,
)

import vsm_xl
from vsm_xl import XlError

_CASES = all_cases()
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


def _wrong(case: Case) -> str:
    """Returns what is wrong with the answer to a case, or nothing."""
    name, arguments = read(case.formula)
    result = vsm_xl.call(name, *arguments)
    if not agree(result, case.expected):
        return f"gives {result!r}, not {case.expected!r}"
    if isinstance(result, XlError) and not isinstance(case.expected, str):
        return f"gives the error {result!r}"
    if not case.reason:
        return ""
    reason = (
        result.reason if isinstance(result, XlError) else vsm_xl.explain(name, *arguments).reason
    )
    return "" if reason == case.reason else f"ends with {reason}, not {case.reason}"


def test_every_call_gives_what_its_table_says() -> None:
    wrong = [
        f"{file}: {case.formula} {what}" for file, case in _CASES for what in [_wrong(case)] if what
    ]

    assert not wrong, "\n".join(wrong)


def test_every_case_says_where_its_number_comes_from() -> None:
    assert [
        case for _, case in _CASES if case.origin not in {"published", "derived"} or not case.source
    ] == []


def test_every_function_has_its_cases() -> None:
    tested = {read(case.formula)[0] for _, case in _CASES}

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
