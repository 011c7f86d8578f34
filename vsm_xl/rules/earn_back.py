"""Earn-back, as the Hutton review proposed it: basic pay at risk, earned back by objectives."""

from __future__ import annotations

from typing import Any, Final

from vsm_xl import money
from vsm_xl.columns import Coded, common, map_numbers, np, where
from vsm_xl.errors import reason
from vsm_xl.rules.working import Outcome, Working

PARTS: Final = ("Payable", "At risk", "Earned back", "Forgone", "All")
ALL: Final = PARTS[-1]
EARN_BACK_GIVEN: Final = reason(
    "EARN_BACK_GIVEN",
    "Of {basic_pay}, {at_risk_amount} is at risk; {earned} of it is earned back and {forgone} forgone, so {payable} is payable.",
    "Agree the objectives before the year begins, and record which were met.",
)


def earn_back(basic: Any, at_risk: Any, achieved: Any, part: Any) -> Outcome:
    """Return a part of basic pay in pence, or for ``All`` a tuple of the four parts.

    What is at risk and what of it is earned back are rounded; forgone and payable follow by
    subtraction, so that payable and forgone always make up basic pay.

    >>> earn_back(20000000, (1, 10), (75, 100), "All").value
    (19500000, 2000000, 1500000, 500000)
    """
    risked = money.times(basic, *common(at_risk))
    earned = money.times(risked, *common(achieved))
    forgone = risked - earned
    parts = (basic - forgone, risked, earned, forgone)
    if not isinstance(part, Coded):
        value: Any = parts if part == ALL else parts[PARTS.index(part)]
        return Outcome(value, EARN_BACK_GIVEN.number)
    asked = map_numbers(PARTS.index, part)
    if (asked == PARTS.index(ALL)).any():
        return Outcome(_rows_of(asked, parts), EARN_BACK_GIVEN.number)
    value = np.zeros(len(part), dtype=np.int64)
    for place, amounts in enumerate(parts):
        value = where(asked == place, amounts, value)
    return Outcome(value, EARN_BACK_GIVEN.number)


def _rows_of(asked: Any, parts: tuple[Any, ...]) -> Coded:
    """Return for each row the part it asks for, or all four where it asks for ``All``."""
    rows = zip(*(np.broadcast_to(part, len(asked)).tolist() for part in parts), strict=True)
    return Coded(
        [(*row, row)[place] for place, row in zip(asked.tolist(), rows, strict=True)],
        np.arange(len(asked)),
    )


def working(basic: int, at_risk: tuple[int, int], achieved: tuple[int, int], part: str) -> Working:
    """Show how one answer came about."""
    payable, risked, earned, forgone = map(
        money.in_words, earn_back(basic, at_risk, achieved, ALL).value
    )
    shown = Working(
        {"at_risk_amount": risked, "earned": earned, "forgone": forgone, "payable": payable}
    )
    shown.amount("Basic pay", basic)
    shown.answer(f"At risk: {money.percent_in_words(at_risk)} of it", risked)
    shown.answer(f"Earned back: {money.percent_in_words(achieved)} of what is at risk", earned)
    shown.answer("Forgone: at risk less earned back", forgone)
    shown.answer("Payable: basic pay less forgone", payable)
    shown.step("Part asked for", part)
    return shown
