"""Where a salary stands in the pay range of its role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.columns import cached, map_numbers
from vsm_xl.rules import benchmark
from vsm_xl.rules.benchmark import FOUND, NOT_FOUND
from vsm_xl.rules.table import DecisionRow, DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.framework.ranges import RangeRow, RangeTable

_NEVER_REACHED: Final = 2**61

TABLE: Final = DecisionTable(
    "Where does a salary stand in its range?",
    {
        "range": FOUND,
        "salary": (
            "below the minimum",
            "from the minimum to the operational maximum",
            "above the operational maximum",
            "above the exception maximum",
        ),
    },
    (
        *(
            DecisionRow({"range": fact}, "#N/A", why)
            for fact, why in zip(FOUND[1:], NOT_FOUND, strict=True)
        ),
        table_row(
            {"salary": "below the minimum"},
            "Below minimum",
            "BELOW_MINIMUM",
            "{salary} is below the minimum of {minimum} for {role} in group {group}.",
            "Check the salary, the role and the size; the committee explains a salary outside its range.",
        ),
        table_row(
            {"salary": "above the exception maximum"},
            "Above exception maximum",
            "ABOVE_EXCEPTION_MAXIMUM",
            "{salary} is above even the exception maximum of {exception_maximum} for {role} in group {group}.",
            "Record the grounds, and ask VSM_APPROVAL who decides.",
        ),
        table_row(
            {"salary": "above the operational maximum"},
            "Above operational maximum",
            "ABOVE_OPERATIONAL_MAXIMUM",
            "{salary} is above the operational maximum of {maximum} for {role} in group {group}.",
            "Record the grounds; VSM_APPROVAL shows who decides.",
        ),
        table_row(
            {},
            "Within range",
            "WITHIN_RANGE",
            "{salary} lies within the range of {minimum} to {maximum} for {role} in group {group}.",
            "Nothing further is asked for the range.",
        ),
    ),
)
#: The amounts above which a salary is in the next place.
_EDGES: Final[tuple[Callable[[RangeRow], int], ...]] = (
    lambda row: row.minimum - 1,
    lambda row: row.operational_maximum,
    lambda row: _NEVER_REACHED if row.exception_maximum is None else row.exception_maximum,
)
LABELS: Final = tuple(row.outcome for row in TABLE.rows)


def position(
    salary: Any, role: Any, org_kind: Any, size: Any, day: Any, table: RangeTable
) -> Outcome:
    """Return where a salary stands: the number of a row of :data:`TABLE`, and its reason.

    >>> from datetime import date
    >>> from vsm_xl.framework import edition
    >>> where = "chief executive", "ICB", "c"
    >>> table = edition.current().shipped_ranges()
    >>> LABELS[position(24500001, *where, date(2022, 2, 1), table).value]
    'Above operational maximum'
    """
    fact, *edges = _edges(role, org_kind, size, day, table)
    return _answer(fact, sum(1 * (salary > edge) for edge in edges))


@cached
def _edges(role: Any, org_kind: Any, size: Any, day: Any, table: RangeTable) -> tuple[Any, ...]:
    """Return what was found, and the amounts above which a salary is in the next place."""
    found = benchmark.find(role, org_kind, size, day, table)
    return map_numbers(lambda f: f.fact, found), *(
        map_numbers(lambda f, edge=edge: edge(f.row) if f.row else 0, found) for edge in _EDGES
    )


@cached
def _answer(fact: Any, above: Any) -> Outcome:
    decided = TABLE.decide(fact, above)
    return Outcome(decided, TABLE.per_row(TABLE.reasons, decided))


def working(salary: int, *where: Any) -> Working:
    """Show how one position came about."""
    shown = benchmark.working(*where)
    shown.amount("Salary", salary)
    return shown
