"""The contract: every call of the tables of ``tests/cases``, with and without other packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contract_cases import (  # type: ignore[import-not-found,unused-ignore]
    Case,
    agree,
    all_cases,
    read,
    to_the_bit,
)

import vsm_xl
from vsm_xl import XlError
from vsm_xl.functions import evaluate
from vsm_xl.functions.types import staff_pay

if TYPE_CHECKING:
    import pytest

_CASES = all_cases()
_BARE = """
import sys
sys.path[:0] = sys.argv[1:]
from contract_cases import to_the_bit
answers = list(to_the_bit())
strangers = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
assert strangers == {"__main__", "vsm_xl", "contract_cases"}, strangers
print(*answers, sep="\\n")
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


def test_the_core_answers_bit_for_bit_the_same_with_no_other_package_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, here = Path(vsm_xl.__file__).parent.parent, Path(__file__).parent
    # Here numpy computes the shortest column.
    monkeypatch.setattr(evaluate, "LONG", 2)
    monkeypatch.setattr(staff_pay, "LONG", 2)

    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", _BARE, str(root), str(here)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    answers = ran.stdout.splitlines()
    assert answers == list(to_the_bit())
    # Each as a cell with its words; and columns.
    assert len(answers) > len(_CASES) + 50 > 450
    assert sum(answer.startswith("column") for answer in answers) > 50
