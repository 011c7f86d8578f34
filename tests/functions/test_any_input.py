"""Whatever is handed over, a function answers with what a cell can hold, and words for it."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from anything import (  # type: ignore[import-not-found,unused-ignore]
    ODD,
    anything,
    calls,
    cells,
)
from hypothesis import given
from hypothesis import strategies as st

import vsm_xl
from vsm_xl import XlError
from vsm_xl.errors import ERROR_CODES
from vsm_xl.functions.registry import EVERY, FUNCTIONS

_LONGEST_CELL = 32767


def _is_cell(cell: Any) -> bool:
    if type(cell) is float:
        return math.isfinite(cell)
    if type(cell) is str:
        return cell not in ERROR_CODES and len(cell) <= _LONGEST_CELL
    return type(cell) is bool or (type(cell) is XlError and str(cell)[:1] == "#")


def _is_answer(answer: Any) -> bool:
    if type(answer) is not list:
        return _is_cell(answer)
    return (
        len(answer) > 0
        and all(type(row) is list for row in answer)
        and len({len(row) for row in answer}) == 1
        and all(_is_cell(cell) for row in answer for cell in row)
    )


def _flat(answer: Any) -> list[Any]:
    return [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_an_answer_is_what_a_cell_can_hold(name: str, data: st.DataObject) -> None:
    arguments = data.draw(calls(FUNCTIONS[name]))

    answer = vsm_xl.call(name, *arguments)

    assert _is_answer(answer), f"{answer!r}"
    assert all(cell.reason and cell.message for cell in _flat(answer) if type(cell) is XlError)


@pytest.mark.parametrize("name", list(EVERY))
@given(arguments=st.lists(anything(), max_size=10))
def test_no_list_of_arguments_is_too_strange(name: str, arguments: list[Any]) -> None:
    assert _is_answer(vsm_xl.call(name, *arguments))


@pytest.mark.parametrize("about", [name for name, one in EVERY.items() if one.about_calls])
@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_words_are_given_for_every_call(about: str, name: str, data: st.DataObject) -> None:
    arguments = data.draw(calls(FUNCTIONS[name]))

    answer = vsm_xl.call(about, name, *arguments)

    assert _is_answer(answer), f"{answer!r}"


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_why_is_blank_only_where_the_answer_is(name: str, data: st.DataObject) -> None:
    arguments = data.draw(calls(FUNCTIONS[name]))
    answer = vsm_xl.call(name, *arguments)

    words = vsm_xl.call("VSM_WHY", name, *arguments)

    if not isinstance(words, list):
        assert (words == "") == (type(answer) is str and answer == "")
        return
    # A row of several parts has one reason; an answer that is a list has one row each.
    blank_answers = (
        [row[0] == "" and type(row[0]) is str for row in answer]
        if len(_flat(words)) == len(answer)
        else [type(cell) is str and cell == "" for cell in _flat(answer)]
    )
    assert [text == "" for text in _flat(words)] == blank_answers


@pytest.mark.parametrize("name", FUNCTIONS)
def test_one_strange_cell_spoils_nothing_else(name: str) -> None:
    function = FUNCTIONS[name]
    example = list(function.example) + [None] * (len(function.args) - len(function.example))
    # By their numbers, because a message would ask the objects themselves what they are.
    spoilt = [
        (odd, at)
        for odd, cell in enumerate(ODD)
        for at in range(len(function.args))
        for arguments in [[*example[:at], cell, *example[at + 1 :]]]
        if not _is_answer(vsm_xl.call(name, *arguments))
        or not _is_answer(vsm_xl.call("VSM_WHY", name, *arguments))
    ]

    assert spoilt == []


@given(name=anything())
def test_no_name_of_a_function_is_too_strange(name: Any) -> None:
    answer = vsm_xl.call(name, 1)

    assert _is_answer(answer)


@given(name=anything())
def test_no_name_is_too_strange_to_be_explained(name: Any) -> None:
    assert _is_answer(vsm_xl.call("VSM_WHY", name, 1))
    assert _is_answer(vsm_xl.call("VSM_EXPLAIN", name, 1))


_SOBER = cells().filter(lambda cell: type(cell) is not str or not re.search(r"[{}<]|None", cell))


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_an_error_is_explained_in_sentences(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    arguments = [
        data.draw(_SOBER) for _ in range(data.draw(st.integers(0, len(function.args) + 1)))
    ]

    answer = vsm_xl.call(name, *arguments)

    for error in _flat(answer):
        if type(error) is XlError:
            assert error.message.endswith("."), error.message
            assert not re.search(r"[{}]|None|<|\(type_name|0x[0-9a-f]{6}", error.message), (
                error.message
            )
            assert error.message.isprintable()
            assert len(error.message.split()) >= 6
