"""The contract, and ten thousand random calls, answered by the workbook's code in WebAssembly."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.errors import XlError
from vsm_xl.excel.lite import runtime
from vsm_xl.excel.lite.code import main_py
from vsm_xl.functions import NAMES
from vsm_xl.functions.registry import EVERY

sys.path.insert(0, str(Path(__file__).parents[2] / "functions"))
import lite_host  # type: ignore[import-not-found,unused-ignore]
from contract_cases import (  # type: ignore[import-not-found,unused-ignore]
    agree,
    all_cases,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.component

RANDOM_CALLS = 10_000
#: What xlwings sends for an error to an Excel that knows errors as values.
ERRORS = {
    "Div0": "#DIV/0!", "NotAvailable": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!",
    "Ref": "#REF!", "Value": "#VALUE!",
}  # fmt: skip
NEWER = re.compile(
    r"#(SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|GETTING_DATA|BUSY|PYTHON|EXTERNAL)!?"
)


def sent(argument: Any) -> Any:
    """An argument as Excel sends it: rows of cells, null for what is empty."""
    rows = argument if isinstance(argument, list) else [[argument]]
    rows = rows if rows and isinstance(rows[0], list) else [[cell] for cell in rows]
    return [[_sent(cell) for cell in row] for row in rows]


def _sent(cell: Any) -> Any:
    if isinstance(cell, XlError):
        return {"type": "Error", "basicValue": str(cell), "basicType": "Error", "errorType": "Any"}
    # JavaScript has one kind of number, and whole ones arrive as int.
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return cell


def request(name: str, arguments: list[Any]) -> list[Any]:
    args = EVERY[name].args
    given = [sent(argument) for argument in arguments]
    if args and args[-1].repeated:
        single = len(args) - 1
        return [name, [*given[:single], given[single:]]]
    # A call that leaves arguments out arrives with null for them.
    return [name, given + [None] * (len(args) - len(given))]


def shown(answer: Any) -> Any:
    """What the cells show for what xlwings sent back."""
    assert isinstance(answer, list), answer
    rows = [[_shown(cell) for cell in row] for row in answer]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _shown(cell: Any) -> Any:
    if isinstance(cell, dict):
        assert cell["type"] == "Error", cell
        return XlError(ERRORS[cell["errorType"]])
    assert not (isinstance(cell, str) and cell in ERRORS.values()), "an error as a text"
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def fits(name: str, arguments: list[Any]) -> bool:
    """Whether Excel lets such a call be typed: it counts arguments, and has no empty range."""
    function = EVERY.get(name)
    if function is None:
        return False
    many = bool(function.args) and function.args[-1].repeated
    return function.least <= len(arguments) and (many or len(arguments) <= len(function.args))


CASES = [(case, *read(case.formula)) for _, case in all_cases() if fits(*read(case.formula))]


def random_calls(seed: int = 20261126) -> list[list[Any]]:
    """Calls of every function: those of the contract with other arguments here and there."""
    draw = random.Random(seed)  # noqa: S311 - test data
    pool = [cell for _, _, arguments in CASES for cell in arguments if not isinstance(cell, list)]
    pool += [None, "", 0, 1, -1, 0.5, 45748.0, 150_000, 1e15, True, "2025/26", "Provider", "ICB"]
    calls: list[list[Any]] = []
    while len(calls) < RANDOM_CALLS:
        _, name, arguments = draw.choice(CASES)
        changed = [
            argument if isinstance(argument, list) or draw.random() < 0.7 else draw.choice(pool)
            for argument in arguments
        ]
        if changed and not isinstance(changed[0], list) and draw.random() < 0.1:
            changed[0] = [[draw.choice(pool)] for _ in range(draw.randint(2, 5))]
        calls.append(request(name, changed))
    return calls


def of_cpython(call: list[Any]) -> list[list[Any]]:
    """The same call as this Python answers it, in the form in which xlwings sends it."""
    name, arguments = call
    args = EVERY[name].args
    if args and args[-1].repeated:
        arguments = [*arguments[:-1], *arguments[-1]]
    codes = {text: kind for kind, text in ERRORS.items()}
    bare = [
        one[0][0]
        if one and len(one) == len(one[0]) == 1
        else one and (one[0] if len(one) == 1 else one)
        for one in arguments
    ]
    return [
        [{"type": "Error", "errorType": codes[cell]} if cell in codes else cell for cell in row]
        for row in runtime.answer(name, bare)
    ]


def differences(said: dict[str, Any], calls: list[list[Any]]) -> list[str]:
    wrong = []
    for (case, name, arguments), answer in zip(CASES, said["answers"], strict=False):
        # An Office add-in knows seven errors; another one comes out as #VALUE!.
        expected = "#VALUE!" if NEWER.fullmatch(str(case.expected)) else case.expected
        # A spilled list of one item fills one cell.
        single = isinstance(expected, list) and len(expected) == len(expected[0]) == 1
        if not agree(shown(answer), expected[0][0] if single else expected):
            wrong.append(f"{case.formula}: {answer} and not {expected!r} ({name}, {arguments})")
    for call, answer in zip(calls, said["answers"][len(CASES) :], strict=True):
        if answer != of_cpython(call):
            wrong.append(f"{call}: {answer} and not {of_cpython(call)}")
    return wrong


@pytest.mark.parametrize(
    "run", [lite_host.in_node, lite_host.in_chromium], ids=["node", "chromium"]
)
def test_the_workbooks_code_answers_in_webassembly_as_the_package_does(
    run: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    calls = random_calls()
    requests = [request(name, arguments) for _, name, arguments in CASES] + calls

    said = run(tmp_path, {"code": main_py(), "requests": requests})

    figures = {**said["times"], "calls a second": 1000 * len(requests) / said["milliseconds"]}
    sys.stdout.write(f"{figures}\n")
    wrong = differences(said, calls)
    assert not wrong, "\n".join([f"{len(wrong)} differ", *wrong[:20]])
    assert len(said["answers"]) == len(requests) > RANDOM_CALLS + 400
    # Neither is there, and neither is needed.
    assert said["modules"] == []
    described = {one["name"]: one for one in said["functions"]["functions"]}
    assert set(described) == set(NAMES)
    for name, function in EVERY.items():
        told = described[name]
        assert told["description"] == function.purpose
        assert told["result"] == {"dimensionality": "matrix", "type": "any"}
        assert [
            (one["name"], one["description"], "optional" in one or "repeating" in one)
            for one in told["parameters"]
        ] == [(arg.name, arg.text, arg.optional) for arg in function.args]
    assert {one["name"] for one in said["scripts"]} == {
        "Explain this cell", "What is outstanding", "Connect the formulas", "About",
    }  # fmt: skip
