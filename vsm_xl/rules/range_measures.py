"""Two measures of a salary in its range: compa-ratio and range penetration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.columns import cached, map_numbers, where
from vsm_xl.errors import reason
from vsm_xl.rules import benchmark
from vsm_xl.rules.working import Outcome, Working

if TYPE_CHECKING:
    from vsm_xl.framework.ranges import RangeTable

COMPA_RATIO_GIVEN: Final = reason(
    "COMPA_RATIO_GIVEN",
    "{salary} is {measure} of the midpoint of {midpoint} for {role} in group {group}.",
    "1 is the midpoint, half-way from minimum to operational maximum; say so where you print it.",
)
RANGE_PENETRATION_GIVEN: Final = reason(
    "RANGE_PENETRATION_GIVEN",
    "{salary} stands at {measure} of the way from {minimum} to {maximum} for {role} in group {group}.",
    "Below 0 is under the minimum, above 1 over the operational maximum; neither is clipped.",
)
MIDPOINT_ZERO: Final = reason(
    "MIDPOINT_ZERO",
    "The range of {role} in group {group} has a midpoint of 0, and nothing can be divided by it.",
    "Correct the row in the range table.",
    error="#DIV/0!",
)
NO_RANGE_WIDTH: Final = reason(
    "NO_RANGE_WIDTH",
    "The range of {role} in group {group} begins and ends at {minimum}, so nothing lies within it.",
    "Use VSM_POSITION for a range that is a single figure.",
    error="#DIV/0!",
)


def compa_ratio(
    salary: Any, role: Any, org_kind: Any, size: Any, day: Any, table: RangeTable
) -> Outcome:
    """Return salary ÷ midpoint, unrounded.

    >>> from datetime import date
    >>> from vsm_xl.framework import edition
    >>> where = "chief executive", "ICB", "c"
    >>> table = edition.current().shipped_ranges()
    >>> compa_ratio(23250000, *where, date(2022, 2, 1), table).value
    1.0
    """
    minimum, maximum, why = _range(role, org_kind, size, day, table)
    why = where(why == 0, COMPA_RATIO_GIVEN.number, why)
    return _quotient(2 * salary, minimum + maximum, why, MIDPOINT_ZERO.number)


def range_penetration(
    salary: Any, role: Any, org_kind: Any, size: Any, day: Any, table: RangeTable
) -> Outcome:
    """Return (salary − minimum) ÷ (operational maximum − minimum), unrounded and unclipped."""
    minimum, maximum, why = _range(role, org_kind, size, day, table)
    why = where(why == 0, RANGE_PENETRATION_GIVEN.number, why)
    return _quotient(salary - minimum, maximum - minimum, why, NO_RANGE_WIDTH.number)


@cached
def _range(role: Any, org_kind: Any, size: Any, day: Any, table: RangeTable) -> tuple[Any, ...]:
    """Return minimum, operational maximum, and the reason why there is none, or 0.

    Where there is none, a range from 0 to a penny stands in.
    """
    found = benchmark.find(role, org_kind, size, day, table)
    return (
        map_numbers(lambda f: f.row.minimum if f.row else 0, found),
        map_numbers(lambda f: f.row.operational_maximum if f.row else 1, found),
        map_numbers(lambda f: f.why, found),
    )


def _quotient(over: Any, under: Any, why: Any, nothing: int) -> Outcome:
    none = under == 0
    value = money.as_double(over) / money.as_double(where(none, 1, under))
    return Outcome(value, where(none, nothing, why))


def compa_ratio_working(salary: int, *where: Any) -> Working:
    """Show how one compa-ratio came about."""
    shown = benchmark.working(*where)
    found = benchmark.find(*where)
    if found.row is not None:
        shown.facts["midpoint"] = money.in_words(benchmark.midpoint(found.row))
        shown.facts["measure"] = f"{compa_ratio(salary, *where).value:.4f}"
        shown.answer("Salary ÷ midpoint, unrounded", repr(compa_ratio(salary, *where).value))
    return shown


def range_penetration_working(salary: int, *where: Any) -> Working:
    """Show how one penetration came about."""
    shown = benchmark.working(*where)
    if benchmark.find(*where).row is not None:
        measure = range_penetration(salary, *where).value
        shown.facts["measure"] = f"{measure:.4f}"
        shown.answer(
            "(Salary − minimum) ÷ (operational maximum − minimum), unrounded", repr(measure)
        )
    return shown
