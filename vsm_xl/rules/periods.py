"""Pay for part of a year: arrears of an increase, and pay for a period in office.

One rule of counting serves both: whole calendar months are twelfths of a year, part months
count by the calendar days of that month.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from vsm_xl import dates, money
from vsm_xl.columns import cached, common, map_numbers, where
from vsm_xl.errors import reason
from vsm_xl.rules.working import Outcome, Working

ARREARS_DUE: Final = reason(
    "ARREARS_DUE",
    "{months} months of the increase are owed for the time from {effective_from} to the day before {paid_from}: {value}.",
    "Pay them with the first payment of the new salary; tax and insurance follow the year of payment.",
)
PAID_BEFORE_EFFECTIVE: Final = reason(
    "PAID_BEFORE_EFFECTIVE",
    "paid_from ({paid_from}) lies before effective_from ({effective_from}), so nothing can be owed.",
    "Check the two dates; they may have been exchanged.",
    error="#NUM!",
)
PART_YEAR_PAY: Final = reason(
    "PART_YEAR_PAY",
    "Pay for {months} months in office, from {from} to {to}, is {value}.",
    "Disclose it with the dates in office.",
)
TO_BEFORE_FROM: Final = reason(
    "TO_BEFORE_FROM",
    "to ({to}) lies before from ({from}), so there is no period.",
    "Check the two dates; they may have been exchanged.",
    error="#NUM!",
)
_YEAR: Final = dates.MONTH_PARTS * dates.MONTHS
_A_DAY: Final = timedelta(days=1)


def arrears(increase: Any, effective_from: Any, paid_from: Any, fte: Any) -> Outcome:
    """Return the back pay owed in pence.

    >>> arrears(487500, date(2025, 4, 1), date(2025, 10, 1), (1, 1)).value
    243750
    """
    share, bottom, reverse = _share_of_year(effective_from, paid_from, fte, 0)
    why = where(reverse == 1, PAID_BEFORE_EFFECTIVE.number, ARREARS_DUE.number)
    return Outcome(money.times(increase, share, bottom), why)


def prorata(annual: Any, start: Any, end: Any, fte: Any) -> Outcome:
    """Return the pay for a period in pence, both days included.

    >>> prorata(14400000, date(2024, 8, 5), date(2025, 3, 31), (1, 1)).value
    9445161
    """
    share, bottom, reverse = _share_of_year(start, end, fte, 1)
    why = where(reverse == 1, TO_BEFORE_FROM.number, PART_YEAR_PAY.number)
    return Outcome(money.times(annual, share, bottom), why)


@cached
def _share_of_year(start: Any, end: Any, fte: Any, last_days: int) -> tuple[Any, int, Any]:
    """Return a period as a share of the year, and whether its days stand the wrong way round.

    ``last_days`` is 1 where the last day belongs to the period, 0 where it does not.
    """
    more = last_days * _A_DAY
    parts = map_numbers(lambda first, last: _parts(first, last, more), start, end)
    reverse = map_numbers(lambda first, last: int(last < first), start, end)
    tops, bottom = common(fte)
    parts, tops = money.wide(parts, tops)
    return parts * tops, _YEAR * bottom, reverse


def _parts(first: date, last: date, more: timedelta) -> int:
    return dates.month_parts(first, last + more) if first <= last else 0


def arrears_working(
    increase: int, effective_from: date, paid_from: date, fte: tuple[int, int]
) -> Working:
    """Show how one sum of arrears came about."""
    owed = arrears(increase, effective_from, paid_from, fte).value
    return _working(increase, effective_from, paid_from, fte, "Arrears", owed)


def prorata_working(annual: int, start: date, end: date, fte: tuple[int, int]) -> Working:
    """Show how one sum of part-year pay came about."""
    paid = prorata(annual, start, end, fte).value
    return _working(annual, start, end + _A_DAY, fte, "Pay for the period", paid)


def _working(
    annual: int, start: date, end: date, fte: tuple[int, int], what: str, answer: int
) -> Working:
    months = dates.month_parts(start, max(start, end)) / dates.MONTH_PARTS
    shown = Working({"months": f"{months:.4g}", "value": money.in_words(answer)})
    shown.amount("Amount a year", annual)
    shown.step(
        "Months: whole ones, and part months by their days",
        f"{months:.6g} from {start.isoformat()} up to, not including, {end.isoformat()}",
    )
    shown.step("Full-time equivalent", f"{fte[0] / fte[1]:g}")
    shown.answer(f"{what}, to the nearest penny, halves up", money.in_words(answer))
    return shown
