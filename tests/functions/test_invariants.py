"""What must hold for every amount: sums that add up, bands that contain, percentiles as Excel's."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vsm_xl
from vsm_xl import call

PENCE = st.integers(0, 10**9)
PENNY = Decimal("0.01")
SHARES = st.integers(0, 10_000)


def _pounds(pence: int) -> float:
    return pence / 100


def _pence(pounds: float) -> int:
    return round(Decimal(repr(pounds)) * 100)


def _rounded(amount: Decimal) -> float:
    return float(amount.quantize(PENNY, ROUND_HALF_UP))


@given(PENCE, SHARES, SHARES)
def test_payable_and_forgone_make_up_basic_pay(basic: int, risk: int, met: int) -> None:
    ((payable, at_risk, earned, forgone),) = call(
        "VSM_EARN_BACK", _pounds(basic), risk / 10_000, met / 10_000, "All"
    )

    assert _pence(payable) + _pence(forgone) == basic
    assert _pence(earned) + _pence(forgone) == _pence(at_risk)
    assert min(payable, at_risk, earned, forgone) >= 0
    assert at_risk == _rounded(Decimal(basic) * risk / 1_000_000)
    assert earned == _rounded(Decimal(repr(at_risk)) * met / 10_000)


@given(PENCE, SHARES, SHARES)
def test_each_part_of_earn_back_is_its_place_in_all(basic: int, risk: int, met: int) -> None:
    given_to = (_pounds(basic), risk / 10_000, met / 10_000)
    parts = ["Payable", "At risk", "Earned back", "Forgone"]

    assert [[call("VSM_EARN_BACK", *given_to, part) for part in parts]] == call(
        "VSM_EARN_BACK", *given_to, "All"
    )


@given(PENCE, st.sampled_from([1, 2, 3, 4, 5]), st.booleans())
def test_new_salary_is_salary_plus_award(salary: int, segment: int, exempt: bool) -> None:  # noqa: FBT001 - drawn
    decision = ("2025/26", "Provider", segment, exempt)

    award = call("VSM_AWARD", _pounds(salary), *decision)

    assert _pence(call("VSM_NEW_SALARY", _pounds(salary), *decision)) == salary + _pence(award)


@pytest.mark.parametrize(
    ("year", "percent"), [("2022/23", "0.03"), ("2024/25", "0.05"), ("2025/26", "0.0325")]
)
@given(salary=PENCE)
def test_an_award_is_the_published_percentage_rounded_once(
    salary: int, year: str, percent: str
) -> None:
    expected = _rounded(Decimal(salary) / 100 * Decimal(percent))

    assert call("VSM_AWARD", _pounds(salary), year, "Provider", 3) == expected


@given(PENCE, PENCE)
def test_a_higher_salary_never_has_a_lower_award(one: int, other: int) -> None:
    low, high = sorted((one, other))
    awards = call("VSM_AWARD", [_pounds(low), _pounds(high)], "2025/26", "Provider", 2)

    assert awards[0][0] <= awards[1][0]


@given(PENCE, st.integers(1, 100))
def test_an_amount_lies_in_its_band(amount: int, hundreds: int) -> None:
    width = hundreds * 100
    text = call("VSM_BAND", _pounds(amount), width)
    if amount == 0:
        assert text == "0"
        return
    low, high = (Decimal(end) * 1000 for end in text.split("-"))

    assert low <= Decimal(amount) / 100 < high
    assert high - low == width
    assert low % width == 0


@given(PENCE, st.integers(1, 100))
def test_the_midpoint_is_the_middle_of_the_band_by_amount_and_by_text(
    amount: int, hundreds: int
) -> None:
    width = hundreds * 100
    text = call("VSM_BAND", _pounds(amount), width)
    middle = call("VSM_BAND_MIDPOINT", _pounds(amount), width)

    assert middle == call("VSM_BAND_MIDPOINT", text) == call("VSM_BAND_MIDPOINT", text, width)
    assert call("VSM_BAND", middle, width) == text


@given(
    st.lists(PENCE, min_size=2, max_size=40), PENCE, st.sampled_from(["Band midpoint", "Actual"])
)
def test_percentiles_are_those_of_excel(staff: list[int], top: int, basis: str) -> None:
    table = call("VSM_FAIR_PAY", list(map(_pounds, staff)), _pounds(top), basis)

    ordered = sorted(staff)
    for row, share in zip(
        table[1:4], (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)), strict=True
    ):
        place = (len(ordered) - 1) * share
        low = ordered[floor(place)]
        high = ordered[min(floor(place) + 1, len(ordered) - 1)]
        exact = low + (high - low) * (place - floor(place))
        assert _pence(row[1]) == floor(exact + Fraction(1, 2))
        assert abs(row[1] - np.percentile(np.array(staff) / 100, float(share) * 100)) <= 0.00501
    assert [table[4][1], table[5][1]] == [_pounds(ordered[0]), _pounds(ordered[-1])]
    assert table[6][1] == len(staff)
    assert table[7][1] == sum(pay > top for pay in staff)


@given(st.lists(st.one_of(PENCE, st.none()), min_size=2, max_size=20).filter(any), PENCE)
def test_blanks_and_order_do_not_change_the_fair_pay_table(staff: list[Any], top: int) -> None:
    paid = [_pounds(pay) for pay in staff if pay is not None]
    with_blanks = [None if pay is None else _pounds(pay) for pay in staff]

    table = call("VSM_FAIR_PAY", paid, _pounds(top))

    assert call("VSM_FAIR_PAY", with_blanks[::-1], _pounds(top)) == table
    assert call("VSM_FAIR_PAY", [with_blanks], _pounds(top)) == table
    assert call("VSM_FAIR_PAY", np.array(paid), _pounds(top)) == table


@given(PENCE, st.sampled_from([("2024-05-01", 910000, "0.138"), ("2025-05-01", 500000, "0.15")]))
def test_insurance_rounds_an_exact_half_penny_down(pay: int, year: tuple[str, int, str]) -> None:
    day, threshold, rate = year
    due = Decimal(max(pay - threshold, 0)) / 100 * Decimal(rate)

    assert call("VSM_EMPLOYER_NI", _pounds(pay), day) == float(due.quantize(PENNY, ROUND_HALF_DOWN))


@given(PENCE, st.booleans())
def test_the_cost_of_an_award_is_rounded_once_on_the_sum(increase: int, pensionable: bool) -> None:  # noqa: FBT001 - drawn
    whole = Decimal("1.155") + (Decimal("0.1438") if pensionable else 0)

    assert call("VSM_AWARD_COST", _pounds(increase), "2025-05-01", pensionable) == _rounded(
        Decimal(increase) / 100 * whole
    )


@given(PENCE)
def test_shares_of_the_pension_add_up_to_within_a_penny(pay: int) -> None:
    own, central, total = (
        _pence(call("VSM_EMPLOYER_PENSION", _pounds(pay), "2025-05-01", share))
        for share in ("Employer", "Central", "Total")
    )

    assert abs(own + central - total) <= 1


@given(PENCE, st.lists(st.dates(date(2000, 1, 1), date(2060, 1, 1)), min_size=3, max_size=3))
def test_pay_for_two_periods_adds_up_to_that_for_both(annual: int, days: list[date]) -> None:
    first, middle, last = sorted(days)
    both = _pence(call("VSM_ARREARS", _pounds(annual), first, last))
    parts = [
        _pence(call("VSM_ARREARS", _pounds(annual), first, middle)),
        _pence(call("VSM_ARREARS", _pounds(annual), middle, last)),
    ]

    assert abs(sum(parts) - both) <= 1


@pytest.mark.parametrize("salary", [170_000, 170_000.01, 169_999.99])
@pytest.mark.parametrize("share", [1, 0.5, 0.3, 0.1, 1 / 3, 0.7])
def test_approval_compares_the_full_time_salary_exactly(salary: float, share: float) -> None:
    paid = _pounds(_pence(salary * share))
    exact = Fraction(repr(paid)) / Fraction(repr(float(share)))

    route = call("VSM_APPROVAL", paid, None, "Provider", None, share)

    assert route == ("NHS England" if exact > 170_000 else "Remuneration committee")


def test_explain_gives_the_value_that_call_gives() -> None:
    explained = vsm_xl.explain("VSM_AWARD", 277500, "2025/26", "Provider", 3)

    assert explained.value == call("VSM_AWARD", 277500, "2025/26", "Provider", 3)
    assert explained.sources
    assert [step.step for step in explained.working] == list(range(1, len(explained.working) + 1))
