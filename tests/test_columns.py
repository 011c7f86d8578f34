"""Columns of few distinct things: a decision for each distinct case is one for each row."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.columns import Coded, cached, common, flag, is_column, map_distinct, numbers, where


@st.composite
def coded(draw: st.DrawFn, rows: int) -> Coded:
    items = draw(st.lists(st.integers(-(2**70), 2**70), min_size=1, max_size=5))
    codes = draw(st.lists(st.integers(0, len(items) - 1), min_size=rows, max_size=rows))
    return Coded(items, np.array(codes, dtype=draw(st.sampled_from(["i1", "i4", "i8", "u1"]))))


@given(st.data(), st.integers(1, 8))
def test_a_function_of_columns_is_the_function_of_their_rows(
    data: st.DataObject, rows: int
) -> None:
    one, other, third = (data.draw(coded(rows)) for _ in range(3))

    result = map_distinct(lambda *row: row, one, "same", other, third)

    assert result.rows() == [
        (a, "same", b, c) for a, b, c in zip(one.rows(), other.rows(), third.rows(), strict=True)
    ]


def test_many_combinations_are_matched_as_few_are() -> None:
    size = 1200
    one = Coded(range(size), np.arange(size))
    other = Coded(range(size), np.arange(size)[::-1].copy())

    assert map_distinct(lambda a, b: a + b, one, other).rows() == [size - 1] * size


def test_each_asks_once_for_each_distinct_case() -> None:
    asked: list[int] = []
    map_distinct(asked.append, Coded([1, 2], np.array([0, 1, 0, 1, 0])))

    assert asked == [1, 2]


@given(st.data(), st.integers(1, 8))
def test_numbers_are_kept_exactly_whatever_their_size(data: st.DataObject, rows: int) -> None:
    column = data.draw(coded(rows))

    assert numbers(column).tolist() == column.rows()


@given(st.lists(st.tuples(st.integers(0, 10**17), st.integers(0, 330)), min_size=1, max_size=5))
def test_rates_over_a_common_denominator_are_the_same_rates(rates: list[tuple[int, int]]) -> None:
    pairs = [(top, 10**places) for top, places in rates]

    tops, bottom = common(Coded(pairs, np.arange(len(pairs))))

    assert [Fraction(int(top), bottom) for top in tops] == [Fraction(*pair) for pair in pairs]


def test_plain_values_and_columns_are_chosen_and_flagged_alike() -> None:
    assert where(np.array([True, False]), 1, 2).tolist() == [where(True, 1, 2), where(False, 1, 2)]  # noqa: FBT003 - the condition
    assert flag(np.array([True, False])).tolist() == [flag(True), flag(False)]  # noqa: FBT003 - the condition
    assert [is_column(v) for v in (1, "a", None, np.array([1]), Coded([1], np.array([0])))] == [
        False, False, False, True, True,
    ]  # fmt: skip


def test_an_answer_is_remembered_for_plain_values_and_not_for_columns() -> None:
    asked: list[object] = []

    @cached
    def ask(value: object) -> int:
        asked.append(value)
        return len(asked)

    column = Coded([1], np.array([0]))
    assert [ask(5), ask(5), ask(column), ask(column)] == [1, 1, 2, 3]


def test_a_fault_of_a_remembered_function_is_not_hidden() -> None:
    @cached
    def add(value: object) -> object:
        return value + 1  # type: ignore[operator]

    with pytest.raises(TypeError):
        add("text")
