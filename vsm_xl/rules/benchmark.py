"""Pay benchmarks: finding the range of a role, its points, and where a salary stands in it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsm_xl import money
from vsm_xl.columns import Coded, cached, is_array, map_distinct, map_numbers, map_pairs, np
from vsm_xl.errors import REASONS, reason
from vsm_xl.framework.kinds_and_roles import plain
from vsm_xl.rules.working import Outcome, Working

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.ranges import RangeRow, RangeTable

RANGE_NOT_LOADED: Final = reason(
    "RANGE_NOT_LOADED",
    "No range table for the kind {org_kind} is loaded that is in force on {date}.",
    "Paste the official annex into Pay ranges (or import it with vsm-xl ranges import) and pass it as ranges; figures are never guessed.",
    error="#N/A",
)
ROLE_NOT_IN_TABLE: Final = reason(
    "ROLE_NOT_IN_TABLE",
    "The role {role} is not in the range table for the kind {org_kind} on {date}.",
    "Use one of its roles ({roles}), or add the role's official row.",
    error="#N/A",
)
GROUP_NOT_IN_TABLE: Final = reason(
    "GROUP_NOT_IN_TABLE",
    "The group {size} is not in the range table for the kind {org_kind} on {date}.",
    "Use one of its groups ({groups}), or give the size as a number.",
    error="#N/A",
)
SIZE_NOT_COVERED: Final = reason(
    "SIZE_NOT_COVERED",
    "No group of the range table for the kind {org_kind} on {date} covers a size of {size}.",
    "Check the size; where the table has group labels only, give the group's label.",
    error="#N/A",
)
NO_EXCEPTION_MAXIMUM: Final = reason(
    "NO_EXCEPTION_MAXIMUM",
    "The range of {role} in group {group} has no exception maximum.",
    "Use the operational maximum; above it, approval rules apply.",
    error="#N/A",
)
BENCHMARK_FOUND: Final = reason(
    "BENCHMARK_FOUND",
    "The range of {role} in group {group} ({scheme}, {status}) runs from {minimum} to {maximum}.",
    "Cite its source with the decision: {source}.",
)
GROUP_FOUND: Final = reason(
    "GROUP_FOUND",
    "A size of {size} belongs to group {group} ({scheme}, {status}).",
    "Cite its source with the decision: {source}.",
)

POINTS: Final = ("Minimum", "Midpoint", "Operational maximum", "Exception maximum", "All")
ALL: Final = POINTS[-1]
#: The answers of :func:`find` as a decision table's fact.
FOUND: Final = ("found", "no table", "no such role", "no such group", "size not covered")
NOT_FOUND: Final = (RANGE_NOT_LOADED, ROLE_NOT_IN_TABLE, GROUP_NOT_IN_TABLE, SIZE_NOT_COVERED)


class FoundRange(NamedTuple):
    """A row of the range table, or the reason number why there is none."""

    row: RangeRow | None
    why: int

    @property
    def fact(self) -> int:
        """The value of the fact ``range``, by its number in :data:`FOUND`."""
        return 0 if self.row else 1 + [r.number for r in NOT_FOUND].index(self.why)


def find(role: Any, org_kind: Any, size: Any, day: Any, table: RangeTable) -> Any:
    """Find the row of the table for a role (None: for any role) and a size or group label.

    Args:
        role: a name as it is compared, or None.
        org_kind: Provider or ICB.
        size: hundredths, or a group label as it is compared.
        day: the date on which the table is to be in force.
        table: the range table.

    Returns:
        A :class:`FoundRange`, or a coded column of them.
    """
    if is_array(size):
        size = _by_interval(size, table)
    return map_distinct(lambda *case: _find(*case, table), role, org_kind, size, day)


def _by_interval(size: Any, table: RangeTable) -> Coded:
    """Replace each size by one that stands for all between two edges of the table."""
    edges = sorted({e for row in table.rows for e in (row.size_from, row.size_to) if e is not None})
    codes = np.searchsorted(np.array(edges, dtype=np.int64), size, side="right")
    return Coded([edges[0] - 1 if edges else 0, *edges], codes)


@lru_cache(maxsize=8192)
def _find(role: str | None, kind: str, size: Any, day: date, table: RangeTable) -> FoundRange:
    rows = table.on(kind, day)
    if not rows:
        return FoundRange(None, RANGE_NOT_LOADED.number)
    if role is not None:
        rows = tuple(row for row in rows if plain(row.role) == role)
        if not rows:
            return FoundRange(None, ROLE_NOT_IN_TABLE.number)
    if isinstance(size, str):
        rows = tuple(row for row in rows if plain(row.group) == size)
        return FoundRange(rows[0], 0) if rows else FoundRange(None, GROUP_NOT_IN_TABLE.number)
    sized = sorted((row for row in rows if row.size_from is not None), key=_lower_edge)
    at = bisect_right(sized, size, key=_lower_edge) - 1
    # Several roles may share a group's edges; any row that covers the size will do.
    for row in sized[: at + 1]:
        if row.size_to is None or size < row.size_to:
            return FoundRange(row, 0)
    return FoundRange(None, SIZE_NOT_COVERED.number)


def _lower_edge(row: RangeRow) -> int:
    return row.size_from or 0


@cached
def group(org_kind: Any, size: Any, day: Any, table: RangeTable) -> Outcome:
    """Return the label of the group that a size belongs to."""
    found = find(None, org_kind, size, day, table)
    return Outcome(
        map_distinct(lambda f: f.row.group if f.row else "", found),
        map_numbers(lambda f: f.why or GROUP_FOUND.number, found),
    )


@cached
def benchmark(
    role: Any, org_kind: Any, size: Any, point: Any, day: Any, table: RangeTable
) -> Outcome:
    """Return a point of the range in pence; for ``All`` a tuple of the four points.

    >>> from datetime import date
    >>> from vsm_xl.framework import edition
    >>> where = "chief executive", "ICB", "c"
    >>> table = edition.current().shipped_ranges()
    >>> benchmark(*where, "Midpoint", date(2022, 2, 1), table).value
    23250000
    """
    found = find(role, org_kind, size, day, table)
    return Outcome(*map_pairs(_point, found, point))


def _point(found: FoundRange, point: str) -> tuple[Any, int]:
    row = found.row
    if row is None:
        return 0, found.why
    points = (row.minimum, midpoint(row), row.operational_maximum, row.exception_maximum)
    if point == ALL:
        return points, BENCHMARK_FOUND.number
    value = points[POINTS.index(point)]
    if value is None:
        return 0, NO_EXCEPTION_MAXIMUM.number
    return value, BENCHMARK_FOUND.number


def midpoint(row: RangeRow) -> int:
    """Return the middle between minimum and operational maximum, to the penny, halves up."""
    return (row.minimum + row.operational_maximum + 1) // 2


def working(role: str | None, org_kind: str, size: Any, day: date, table: RangeTable) -> Working:
    """Show how one range was found."""
    found = find(role, org_kind, size, day, table)
    rows = table.on(org_kind, day)
    shown_size = size if isinstance(size, str) else f"{size / 100:,.0f}"
    roles = dict.fromkeys(row.role for row in rows)
    shown = Working(
        {
            "size": shown_size,
            "role": next((name for name in roles if plain(name) == role), str(role)),
            "roles": ", ".join(roles),
            "groups": ", ".join(dict.fromkeys(row.group for row in rows)),
        }
    )
    if found.row is not None and isinstance(size, str):
        shown_size = shown.facts["size"] = found.row.group
    shown.step("Kind of organisation", org_kind)
    shown.step("Size or group", shown_size)
    shown.step("Range table in force on", day.isoformat())
    if found.row is None:
        shown.step("Row of the range table", f"none: {REASONS[found.why].code}")
        return shown
    row = found.row
    shown.facts |= {
        "group": row.group,
        "scheme": row.scheme,
        "status": row.status,
        "source": row.source,
        "minimum": money.in_words(row.minimum),
        "maximum": money.in_words(row.operational_maximum),
    }
    if row.exception_maximum is not None:
        shown.facts["exception_maximum"] = money.in_words(row.exception_maximum)
    cited = f"{row.source} (status: {row.status})"
    shown.step("Row of the range table", f"row {row.number}: {row.role}, group {row.group}", cited)
    shown.amount("Minimum", row.minimum, cited)
    shown.amount("Midpoint", midpoint(row), "half-way from minimum to operational maximum")
    shown.amount("Operational maximum", row.operational_maximum, cited)
    return shown


def group_working(org_kind: str, size: Any, day: date, table: RangeTable) -> Working:
    """Show how one group was found."""
    return working(None, org_kind, size, day, table)


def benchmark_working(
    role: str, org_kind: str, size: Any, point: str, day: date, table: RangeTable
) -> Working:
    """Show how one point was found."""
    shown = working(role, org_kind, size, day, table)
    shown.step("Point asked for", point)
    return shown
