"""The bonus for exceptional performance: a share of salary, up to the framework's limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.columns import cached, common
from vsm_xl.rules import limits
from vsm_xl.rules.table import DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working

if TYPE_CHECKING:
    from datetime import date

LIMIT: Final = "bonus.limit"
TABLE: Final = DecisionTable(
    "Is the bonus within the framework?",
    limits.FACTS,
    (
        *limits.without_limit(LIMIT),
        table_row(
            {"share": "above the limit"},
            "#NUM!",
            "BONUS_OVER_LIMIT",
            "A bonus of {percent} is over the framework's limit of {limit} of salary.",
            "Enter at most the limit; more cannot be paid as a bonus.",
            (LIMIT,),
        ),
        table_row(
            {},
            "salary × share",
            "BONUS_WITHIN_LIMIT",
            "A bonus of {percent} is {value} and within the framework's limit of {limit}.",
            "Record the exceptional performance that it rewards.",
            (LIMIT,),
        ),
    ),
)


def bonus(salary: Any, percent: Any, day: Any) -> Outcome:
    """Return the bonus in pence.

    >>> from datetime import date
    >>> bonus(29925000, (1, 10), date(2025, 6, 1)).value
    2992500
    """
    return Outcome(money.times(salary, *common(percent)), _why(percent, day))


@cached
def _why(percent: Any, day: Any) -> Any:
    decided = TABLE.decide(
        limits.under_framework(day),
        limits.held(LIMIT, day),
        limits.over_limit(LIMIT, percent, day),
    )
    return TABLE.per_row(TABLE.reasons, decided)


def working(salary: int, percent: tuple[int, int], day: date) -> Working:
    """Show how one bonus came about."""
    return limits.working(LIMIT, salary, percent, bonus(salary, percent, day).value, day)
