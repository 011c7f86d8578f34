"""The temporary premium for leaders of challenged organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.columns import cached, common, map_numbers
from vsm_xl.rules import limits
from vsm_xl.rules.table import DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working

if TYPE_CHECKING:
    from datetime import date

LIMIT: Final = "premium.limit"
TABLE: Final = DecisionTable(
    "Is the premium within the framework?",
    limits.FACTS | {"organisation judged challenged": ("no", "yes")},
    (
        *limits.without_limit(LIMIT),
        table_row(
            {"share": "above the limit"},
            "#NUM!",
            "PREMIUM_OVER_LIMIT",
            "A premium of {percent} is over the framework's limit of {limit} of salary.",
            "Enter at most the limit; a larger rise is a salary review.",
            (LIMIT,),
        ),
        table_row(
            {"organisation judged challenged": "no"},
            "#NUM!",
            "NOT_CHALLENGED",
            "The premium is for challenged organisations only, and the committee's recorded judgement is that this one is not.",
            "Give no premium, or record the judgement with its grounds.",
            (LIMIT,),
        ),
        table_row(
            {},
            "salary × share",
            "PREMIUM_WITHIN_LIMIT",
            "A temporary premium of {percent} is {value} a year and within the framework's limit of {limit}.",
            "Record its grounds and when it ends.",
            (LIMIT,),
        ),
    ),
)


def premium(salary: Any, percent: Any, challenged: Any, day: Any) -> Outcome:
    """Return the premium in pence a year.

    >>> from datetime import date
    >>> premium(29925000, (15, 100), True, date(2025, 6, 1)).value
    4488750
    """
    return Outcome(money.times(salary, *common(percent)), _why(percent, challenged, day))


@cached
def _why(percent: Any, challenged: Any, day: Any) -> Any:
    decided = TABLE.decide(
        limits.under_framework(day),
        limits.held(LIMIT, day),
        limits.over_limit(LIMIT, percent, day),
        map_numbers(int, challenged),
    )
    return TABLE.per_row(TABLE.reasons, decided)


def working(salary: int, percent: tuple[int, int], challenged: bool, day: date) -> Working:  # noqa: FBT001 - the order is the contract's
    """Show how one premium came about."""
    amount = premium(salary, percent, challenged, day).value
    shown = limits.working(LIMIT, salary, percent, amount, day)
    shown.step("Organisation judged challenged by the committee", "yes" if challenged else "no")
    return shown
