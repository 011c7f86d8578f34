"""The real server under Wine: xlwings, pywin32 and our functions in one process, a client in another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from windows_python import ended  # type: ignore[import-not-found,unused-ignore]

import vsm_xl
from vsm_xl.functions.registry import EVERY, FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.component

LEFT_OUT, BLANK = {"is": "left out"}, None
#: #N/A as Excel sends the error of a cell.
NOT_AVAILABLE = -2146826246


def _over_com(answer: Any) -> Any:
    """Write an answer as it arrives: a cell alone, one row flat, more rows as rows."""
    if not isinstance(answer, list):
        return "" if answer is None else answer
    rows = [["" if cell is None else cell for cell in row] for row in answer]
    if len(rows) == 1:
        return rows[0][0] if len(rows[0]) == 1 else rows[0]
    return rows


def _key(name: str) -> int | None:
    function = FUNCTIONS.get(name)
    # VSM_WHY and VSM_EXPLAIN ask about VSM_AWARD, whose key is behind the function's name.
    return 1 if function is None else function.key


def test_every_function_answers_a_call_of_single_cells(server: Any) -> None:
    calls = [(name, list(one.example)) for name, one in EVERY.items()]

    answers = server.answers(*calls)

    expected = [_over_com(vsm_xl.call(name, *arguments)) for name, arguments in calls]
    assert dict(zip(EVERY, answers, strict=True)) == dict(zip(EVERY, expected, strict=True))


def test_every_function_answers_a_column(server: Any) -> None:
    calls = []
    for name, one in EVERY.items():
        arguments = list(one.example)
        at = _key(name) or 0
        if arguments and not isinstance(arguments[at], list):
            arguments[at] = [[arguments[at]]] * 3
        calls.append((name, arguments))

    answers = server.answers(*calls)

    expected = [_over_com(vsm_xl.call(name, *arguments)) for name, arguments in calls]
    assert dict(zip(EVERY, answers, strict=True)) == dict(zip(EVERY, expected, strict=True))
    columns = [name for name, answer in zip(EVERY, answers, strict=True) if len_of(answer) == 3]
    assert len(columns) > len(EVERY) * 2 / 3


def len_of(answer: Any) -> int:
    return len(answer) if isinstance(answer, list) else 1


def test_every_function_gives_an_error_cell_back(server: Any) -> None:
    asked = {name: one for name, one in EVERY.items() if one.example}
    calls, expected = [], []
    for name, one in asked.items():
        at = _key(name) or 0
        sent, meant = list(one.example), list(one.example)
        sent[at], meant[at] = NOT_AVAILABLE, vsm_xl.XlError("#N/A")
        calls.append((name, sent))
        expected.append(_over_com(vsm_xl.call(name, *meant)))

    answers = dict(zip(asked, server.answers(*calls), strict=True))

    assert answers == dict(zip(asked, expected, strict=True))
    assert [name for name in FUNCTIONS if name in asked and answers[name] != "#N/A"] == []


#: What VSM_AWARD is sent, and what its cell shows then.
CELLS: dict[str, tuple[list[Any], Any]] = {
    "numbers": ([150000, "2025/26", "Provider", 3], 4875.0),
    "a date": ([150000, {"date": "2025-09-01"}, "Provider", 3], 4875.0),
    "left out": ([150000, "2025/26", "Provider", 3, LEFT_OUT, LEFT_OUT], 4875.0),
    "blank": ([BLANK, "2025/26", "Provider", 3], ""),
    "a column": (
        [[[150000], [None], [NOT_AVAILABLE]], "2025/26", "Provider", 3],
        [[4875.0], [""], ["#N/A"]],
    ),
    "a row": ([[[150000, 277500, 100000]], "2025/26", "Provider", 3], [4875.0, 9018.75, 3250.0]),
    "a number out of range": ([-1, "2025/26", "Provider", 3], "#NUM!"),
    "letters outside ASCII": (["Löhne £", "2025/26", "Provider", 3], "#VALUE!"),
}


def test_what_cells_may_hold_crosses_com(server: Any) -> None:
    answers = server.answers(*(("VSM_AWARD", arguments) for arguments, _ in CELLS.values()))

    assert dict(zip(CELLS, answers, strict=True)) == {
        case: shown for case, (_, shown) in CELLS.items()
    }


def test_a_function_that_does_not_exist_is_an_error_with_the_traceback(server: Any) -> None:
    (answer,) = server.answers(("VSM_NOTHING", [1]))

    assert answer["com_error"] == -2147352567
    assert "VSM_NOTHING" in answer["text"]


def test_a_server_killed_in_the_middle_of_a_call_is_an_error_and_a_new_one_answers(
    serving: Callable[[], Any],
) -> None:
    single = ("VSM_AWARD", [150000, "2025/26", "Provider", 3])
    long_one = ("VSM_AWARD", [[[150000 + at] for at in range(60_000)], "2025/26", "Provider", 3])
    with serving() as first:
        client, answers = first.start_client(calls=[single, *[long_one] * 3])
        assert [client.stdout.readline() for _ in range(3)] == ["connected\n", *["answered\n"] * 2]
        first.process.kill()
        ended(client)

    given = json.loads(answers.read_text("utf-8"))["calls"]
    assert given[0] == 4875.0
    # 0x800706BA and its like: the server is not there, or went away during the call.
    assert "com_error" in given[-1]
    assert given[-1]["com_error"] % 2**32 in {
        0x800706BA,
        0x800706BE,
        0x800706BF,
        0x80010007,
        0x80010108,
    }
    with serving() as second:
        assert second.answers(single) == [4875.0]
