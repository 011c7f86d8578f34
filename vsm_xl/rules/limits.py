"""What bonus and premium have in common: a share of salary that a dated figure limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.columns import map_numbers
from vsm_xl.errors import reason
from vsm_xl.rules.eligibility import framework_start
from vsm_xl.rules.table import DecisionRow, table_row
from vsm_xl.rules.working import Working, cite, figure_on

if TYPE_CHECKING:
    from datetime import date

DATES: Final = ("before the framework", "under the framework")
BEFORE_FRAMEWORK: Final = table_row(
    {"date": "before the framework"},
    "#N/A",
    "BEFORE_FRAMEWORK",
    "{date} lies before the framework began on {framework_start}; earlier regimes had other limits, approvers and tests.",
    "Give a date from then on, or decide by the rules of that time.",
    ("framework.start",),
)
#: The facts of a share of salary that is limited.
FACTS: Final = {
    "date": DATES,
    "limit": ("held", "not held"),
    "share": ("at or below the limit", "above the limit"),
}
_LIMIT_NOT_HELD: Final = reason(
    "LIMIT_NOT_HELD",
    "This data edition holds no limit for {date}, so it cannot be said whether the amount is within it.",
    "Give a date that is covered, or use a data edition that covers it.",
    error="#N/A",
)


def without_limit(name: str) -> tuple[DecisionRow, ...]:
    """Return the first rows of a decision on a share: days for which no limit is held."""
    return BEFORE_FRAMEWORK, DecisionRow({"limit": "not held"}, "#N/A", _LIMIT_NOT_HELD, (name,))


def under_framework(day: Any) -> Any:
    """Return 1 where a day lies under the framework, 0 where it lies before."""
    return map_numbers(lambda on: int(on >= framework_start()), day)


def held(name: str, day: Any) -> Any:
    """Return 1 where no limit is held for a day, 0 where one is."""
    return map_numbers(lambda on: int(figure_on(name, on) is None), day)


def over_limit(name: str, percent: Any, day: Any) -> Any:
    """Return 1 where a share is over the limit of its day, 0 where it is not.

    >>> from datetime import date
    >>> over_limit("bonus.limit", (11, 100), date(2025, 6, 1))
    1
    """
    return map_numbers(lambda share, on: _over(name, share, on), percent, day)


def _over(name: str, percent: tuple[int, int], day: date) -> int:
    figure = figure_on(name, day)
    if figure is None:
        return 0
    most, of = figure.ratio
    return int(percent[0] * of > most * percent[1])


def working(name: str, salary: int, percent: tuple[int, int], amount: int, day: date) -> Working:
    """Show how one amount came about."""
    figure = figure_on(name, day)
    limit = money.percent_in_words(figure.ratio) if figure else "not held"
    shown = Working(
        {
            "limit": limit,
            "framework_start": framework_start().isoformat(),
            "value": money.in_words(amount),
        }
    )
    shown.amount("Salary", salary)
    shown.step("Share given", money.percent_in_words(percent))
    shown.step("Limit", limit, cite(figure))
    shown.answer("Amount, to the nearest penny, halves up", money.in_words(amount))
    return shown
