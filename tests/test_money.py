"""Pounds and pence: exact at every half penny, in cells and in columns."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor, nextafter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl import money

_NEAR_TIES = st.builds(
    lambda pence, half, steps: _nudged((2 * pence + half) / 200, steps),
    st.integers(0, 10**14),
    st.sampled_from([0, 1]),
    st.integers(-3, 3),
)
AMOUNTS = st.one_of(
    st.floats(0, 10**12),
    st.floats(0, 10**6),
    _NEAR_TIES.filter(lambda pounds: pounds <= 10**12),
    st.decimals(0, 10**9, places=3).map(float),
)


def _nudged(pounds: float, steps: int) -> float:
    for _ in range(abs(steps)):
        pounds = nextafter(pounds, float("inf") if steps > 0 else 0.0)
    return pounds


def _as_written(pounds: float) -> int:
    return int((Decimal(str(pounds)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


@given(AMOUNTS)
def test_pence_are_those_of_the_number_as_it_is_written(pounds: float) -> None:
    assert money.to_pence(pounds) == _as_written(pounds)


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_a_column_of_pounds_gives_the_pence_of_its_cells(pounds: list[float]) -> None:
    assert money.to_pence_column(np.array(pounds)).tolist() == list(map(money.to_pence, pounds))


@pytest.mark.parametrize(
    ("pounds", "pence"),
    [
        (1.005, 101),
        (2.675, 268),
        (1.115, 112),
        (0.145, 15),
        (8.615, 862),
        (0.005, 1),
        (0.0049999, 0),
    ],
)
def test_a_half_penny_that_no_double_holds_goes_up(pounds: float, pence: int) -> None:
    assert money.to_pence(pounds) == pence
    assert money.to_pence_column(np.array([pounds])).tolist() == [pence]


@given(st.decimals(0, 10**12, allow_nan=False, places=9))
def test_a_decimal_is_read_exactly(pounds: Decimal) -> None:
    assert money.to_pence(pounds) == floor(Fraction(pounds) * 100 + Fraction(1, 2))


@pytest.mark.parametrize(
    "pounds", [float("nan"), float("inf"), 1e13, Decimal("NaN"), Decimal(10) ** 13]
)
def test_what_is_no_amount_is_refused(pounds: Any) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.to_pence(pounds)


@given(st.integers(0, 10**14))
def test_pounds_give_their_pence_back(pence: int) -> None:
    assert money.to_pence(money.to_pounds(pence)) == pence


@given(st.lists(st.integers(0, 10**19), min_size=1, max_size=9))
def test_pounds_of_a_cell_and_of_a_column_agree_in_every_bit(pence: list[int]) -> None:
    column = money.to_pounds(np.array(pence, dtype=object))

    assert column.tolist() == list(map(money.to_pounds, pence))


_TOPS = st.one_of(st.integers(0, 10_000), st.integers(0, 2**70))
_BOTTOMS = st.one_of(st.sampled_from([1, 10, 10_000]), st.integers(1, 2**70))
_COLUMN = st.lists(st.one_of(st.integers(0, 10**9), st.integers(0, 10**14)), min_size=1, max_size=9)


def _exactly(pence: int, top: int, bottom: int, *, down: bool) -> int:
    exact = Fraction(pence * top, bottom)
    if down and exact - floor(exact) == Fraction(1, 2):
        return floor(exact)
    return floor(exact + Fraction(1, 2))


@given(_COLUMN, _TOPS, _BOTTOMS, st.booleans())
def test_a_share_of_money_is_exact_whatever_its_size(
    pence: list[int],
    top: int,
    bottom: int,
    down: bool,  # noqa: FBT001 - drawn
) -> None:
    expected = [_exactly(p, top, bottom, down=down) for p in pence]

    assert [money.times(p, top, bottom, halves_down=down) for p in pence] == expected
    column = money.times(np.array(pence), top, bottom, halves_down=down)
    assert column.tolist() == expected


@given(_COLUMN, st.data(), _BOTTOMS)
def test_a_column_of_shares_is_exact_whatever_its_type(
    pence: list[int], data: st.DataObject, bottom: int
) -> None:
    tops = data.draw(st.lists(st.integers(0, 127), min_size=len(pence), max_size=len(pence)))
    expected = [_exactly(p, t, bottom, down=False) for p, t in zip(pence, tops, strict=True)]

    for dtype in (np.int8, np.int16, np.int32, np.int64, object):
        assert (
            money.times(np.array(pence), np.array(tops, dtype=dtype), bottom).tolist() == expected
        )
        alone = money.times(pence[0], np.array(tops, dtype=dtype), bottom)
        assert alone.tolist() == [_exactly(pence[0], t, bottom, down=False) for t in tops]


@given(st.floats(0, 1))
def test_a_ratio_is_the_decimal_that_is_written(number: float) -> None:
    top, bottom = money.exact_ratio(number)

    assert Fraction(top, bottom) == Fraction(repr(number))
    assert str(bottom).rstrip("0") == "1"


@given(st.integers(0, 10**15))
def test_an_amount_in_words_is_the_amount(pence: int) -> None:
    text = money.in_words(pence)

    assert text.startswith("£")
    assert Decimal(text[1:].replace(",", "")) * 100 == pence


@pytest.mark.parametrize(
    ("rate", "text"),
    [((325, 10000), "3.25 %"), ((1, 1), "100 %"), ((0, 1), "0 %"), ((5, 100), "5 %")],
)
def test_a_rate_in_words_has_no_needless_digits(rate: tuple[int, int], text: str) -> None:
    assert money.percent_in_words(rate) == text


def test_nothing_times_a_factor_of_any_length_is_nothing() -> None:
    assert money.times(np.array([0, 0]), 10**300, 10**305).tolist() == [0, 0]
    assert money.times(np.array([0, 5]), 0, 10**305).tolist() == [0, 0]
    assert money.times(0, np.array([10**30, 1], dtype=object), 7).tolist() == [0, 0]
