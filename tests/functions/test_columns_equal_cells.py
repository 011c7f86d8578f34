"""A column gives what its cells give, one by one: value, error, reason and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from anything import (  # type: ignore[import-not-found,unused-ignore]
    PROVIDERS,
    columns,
    plausible,
)
from hypothesis import given
from hypothesis import strategies as st

import vsm_xl
from vsm_xl import XlError
from vsm_xl.errors import REASONS
from vsm_xl.functions import evaluate
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.functions.types import staff_pay

if TYPE_CHECKING:
    from collections.abc import Iterator

ELEMENTWISE = [
    name
    for name, function in FUNCTIONS.items()
    if not function.one_row and any(not arg.whole for arg in function.args)
]


@pytest.fixture(scope="module", autouse=True)
def _at_once() -> Iterator[None]:
    """Let the shortest column be computed at once, as long ones are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "LONG", 2)
        patch.setattr(staff_pay, "LONG", 2)
        yield


def _bits(cell: Any) -> tuple[Any, ...]:
    """Everything that can be told of a cell, so that two cells can be compared."""
    if type(cell) is XlError:
        return XlError, str(cell), cell.reason, cell.message
    return type(cell), cell.hex() if type(cell) is float else cell


def _row(arguments: list[Any], function: Any, at: int) -> list[Any]:
    return [
        argument[at] if type(argument) is list and not arg.whole else argument
        for arg, argument in zip(function.args, arguments, strict=True)
    ]


def _across(cell: Any, width: int) -> list[Any]:
    """Write the answer to one row as wide as its column's answer is."""
    if isinstance(cell, list):
        return list(cell[0])
    return [cell] * width if type(cell) is XlError else [cell] + [""] * (width - 1)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
def test_a_column_gives_what_its_cells_give(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    arguments, rows = data.draw(columns(function))

    answer = vsm_xl.call(name, *arguments)

    assert len(answer) == rows
    for at in range(rows):
        alone = vsm_xl.call(name, *_row(arguments, function, at))
        wanted = _across(alone, len(answer[at]))
        assert list(map(_bits, answer[at])) == list(map(_bits, wanted)), at


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
def test_rows_one_by_one_give_what_all_at_once_gives(name: str, data: st.DataObject) -> None:
    arguments, _ = data.draw(columns(FUNCTIONS[name]))
    at_once = vsm_xl.call(name, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "LONG", 10**9)
        row_by_row = vsm_xl.call(name, *arguments)

    assert [list(map(_bits, row)) for row in row_by_row] == [
        list(map(_bits, row)) for row in at_once
    ]


@given(staff=st.lists(st.one_of(st.floats(0, 1e9), st.none()), min_size=2, max_size=9))
def test_a_short_list_of_pay_gives_what_a_long_one_gives(staff: list[Any]) -> None:
    at_once = vsm_xl.call("VSM_FAIR_PAY", staff, 200000)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff_pay, "LONG", 10**9)
        assert repr(vsm_xl.call("VSM_FAIR_PAY", staff, 200000)) == repr(at_once)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
def test_the_words_of_a_column_are_those_of_its_cells(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    arguments, rows = data.draw(columns(function))

    answer = vsm_xl.call("VSM_WHY", name, *arguments)

    assert answer == [
        [vsm_xl.call("VSM_WHY", name, *_row(arguments, function, at))] for at in range(rows)
    ]


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
def test_lists_tuples_and_arrays_are_the_same_column(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    arguments, _ = data.draw(columns(function))
    answer = vsm_xl.call(name, *arguments)

    def given_as(form: Any) -> Any:
        return vsm_xl.call(
            name,
            *(
                form(argument) if type(argument) is list and not arg.whole else argument
                for arg, argument in zip(function.args, arguments, strict=True)
            ),
        )

    for form in (tuple, _object_array, _float_array, lambda column: [[cell] for cell in column]):
        same = given_as(form)
        assert [list(map(_bits, row)) for row in same] == [list(map(_bits, row)) for row in answer]


def _object_array(column: list[Any]) -> Any:
    array = np.empty(len(column), dtype=object)
    for at, cell in enumerate(column):
        array[at] = cell
    return array


def _float_array(column: list[Any]) -> Any:
    return np.array(column) if all(type(cell) is float for cell in column) else column


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
def test_a_row_and_a_block_give_what_a_column_gives(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    count = 4
    drawn = [
        data.draw(plausible(arg))
        if arg.whole
        else [data.draw(plausible(arg)) for _ in range(count)]
        for arg in function.args
    ]

    def shaped(height: int) -> Any:
        width = count // height
        return vsm_xl.call(
            name,
            *(
                argument
                if arg.whole
                else [argument[at : at + width] for at in range(0, count, width)]
                for arg, argument in zip(function.args, drawn, strict=True)
            ),
        )

    column, block, row = shaped(4), shaped(2), shaped(1)
    if len(column[0]) > 1:
        return  # Several parts a row: the answer has a row for each key, in reading order.
    flat = [_bits(cell[0]) for cell in column]
    assert [len(line) for line in block] == [2, 2]
    assert [len(line) for line in row] == [4]
    assert [_bits(cell) for line in block for cell in line] == flat
    assert [_bits(cell) for line in row for cell in line] == flat


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
def test_arrays_for_python_hold_what_the_cells_show(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    arguments, rows = data.draw(columns(function))
    answer = vsm_xl.call(name, *arguments)

    found = vsm_xl.column(name, *arguments)

    assert len(found.ok) == len(found.reasons) == rows
    for at, cells in enumerate(answer):
        first = cells[0]
        assert found.ok[at] == (type(first) is not XlError and not _blank_row(cells, found, at))
        if type(first) is XlError:
            assert REASONS[found.reasons[at]].code == first.reason


def _blank_row(cells: list[Any], found: Any, at: int) -> bool:
    return bool(cells[0] == "" and found.reasons[at] == 0)


def test_one_salary_beside_a_column_of_decisions_is_exact() -> None:
    # A factor of 0 or 1 in narrow integers once made the product of such a call overflow.
    for salary in (1.01, 3.3, 327.68, 150000.0, 1e12):
        column = vsm_xl.call("VSM_AWARD", salary, "2025/26", "Provider", [3, 5, 4])
        assert column == [
            [vsm_xl.call("VSM_AWARD", salary, "2025/26", "Provider", s)] for s in (3, 5, 4)
        ]


def test_sums_past_the_reach_of_a_double_are_the_same_in_cell_and_column() -> None:
    salaries = [999999999999.99 - step * 1234567.89 for step in range(200)]
    column = vsm_xl.call("VSM_PRORATA", salaries, "1900-01-01", "2199-12-30")
    cells = [[vsm_xl.call("VSM_PRORATA", s, "1900-01-01", "2199-12-30")] for s in salaries]

    assert column == cells


@pytest.mark.parametrize("size", [1_000_000.0, 399_999_999.99, 400_000_000.0, 5e11])
def test_a_size_in_a_column_finds_the_group_of_its_cell(size: float) -> None:
    where = ("2025-05-01", PROVIDERS)

    alone = vsm_xl.call("VSM_GROUP", "Provider", size, *where)

    assert vsm_xl.call("VSM_GROUP", "Provider", [size, size], *where) == [[alone], [alone]]
    assert vsm_xl.call("VSM_GROUP", "Provider", [size, "One"], *where) == [[alone], ["One"]]


_ARRAYS = [
    *(
        np.array([0, 1, 3, 100], dtype=kind)
        for kind in ("i1", "i2", "i8", "u1", "u8", "f2", "f4", "f8", "g")
    ),
    *(np.array([0.1, 0.5, 1.5, 1e6], dtype=kind) for kind in ("f4", "f8", "g")),
    np.array([np.nan, np.inf, -np.inf, -0.0]),
    np.array([True, False]),
    np.array(["CEO", "", "3", "2025/26"]),
    np.array(["2025-04-01", "NaT", "1066-01-01"], dtype="M8[D]"),
    np.array([1, 2], dtype="m8[s]"),
    np.array([1, 2], dtype="m8[ns]"),
    np.array([1j, 2]),
    np.array([b"x", b"y"]),
    np.array([None, 5, "5", 2.5, True], dtype=object),
    np.ma.array([5.0, 6.0, 7.0], mask=[False, True, False]),
]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_array_of_any_type_gives_what_its_cells_give(name: str) -> None:
    for array in _ARRAYS:
        _array_gives_what_its_cells_give(name, array)


def _array_gives_what_its_cells_give(name: str, array: Any) -> None:
    function = FUNCTIONS[name]
    example = list(function.example) + [None] * (len(function.args) - len(function.example))
    items = array.tolist() if isinstance(array, np.ma.MaskedArray) else list(array)
    for at, arg in enumerate(function.args):
        if arg.whole:
            continue
        column = vsm_xl.call(name, *example[:at], array, *example[at + 1 :])

        for row, item in enumerate(items):
            alone = vsm_xl.call(name, *example[:at], item, *example[at + 1 :])
            assert list(map(_bits, column[row])) == list(
                map(_bits, _across(alone, len(column[row])))
            ), (str(array.dtype), row)


@pytest.mark.parametrize("share", [1e-300, 9.10566916176987e-06, 1 / 3])
def test_approval_of_no_pay_for_next_to_no_time_is_local(share: float) -> None:
    column = vsm_xl.call("VSM_APPROVAL", [0.0, None, 1.0], "CEO", "Provider", [5e6] * 3, share)

    assert column[:2] == [["Remuneration committee"], [""]]
    assert column[2] == [vsm_xl.call("VSM_APPROVAL", 1.0, "CEO", "Provider", 5e6, share)]
