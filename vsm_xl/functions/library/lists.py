"""The worksheet function that lists what is permitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import dates
from vsm_xl.errors import REASONS, reason
from vsm_xl.framework import edition
from vsm_xl.framework.kinds_and_roles import ORG_KINDS
from vsm_xl.functions.library.arguments import ranges
from vsm_xl.functions.registry import EVERY, Arg, Function
from vsm_xl.functions.results import TABLE
from vsm_xl.functions.types.choices import Choice
from vsm_xl.rules.benchmark import POINTS
from vsm_xl.rules.working import Outcome, Working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vsm_xl.framework.ranges import RangeTable

LISTED: Final = reason(
    "LISTED",
    "These are the {kind} that are permitted, one in each row.",
    "Refer to them in a data validation, or copy them as values.",
)
NOTHING_LISTED: Final = reason(
    "NOTHING_LISTED",
    "There are no {kind} to list: the range table holds no rows.",
    "Paste the official annex into Pay ranges first.",
    error="#N/A",
)


_LISTS: Final[dict[str, Callable[[RangeTable], Iterable[str]]]] = {
    "functions": lambda _: sorted(EVERY),
    "roles": lambda table: table.roles,
    "org kinds": lambda _: ORG_KINDS,
    "points": lambda _: POINTS,
    "pay years": lambda _: [
        dates.pay_year_name(dates.pay_year_of(figure.first_day))
        for figure in edition.current().dated("award.percent")
    ],
    "rates": lambda _: edition.current().names,
    "reasons": lambda _: sorted({entry.code for entry in REASONS} - {"NONE", "BLANK"}),
}


def listed(kind: str, table: Any) -> Outcome:
    """Return the items of a list, one in a row."""
    items = [[item] for item in _LISTS[kind](table)]
    return Outcome(items, LISTED.number if items else NOTHING_LISTED.number)


def _working(kind: str, table: Any) -> Working:
    shown = Working({"kind": kind})
    shown.step(f"Number of {kind}", str(len(list(_LISTS[kind](table)))))
    return shown


Function(
    name="VSM_LIST",
    purpose="Lists what is permitted: functions, roles, org kinds, points, pay years, rates or reasons.",
    category="Words, figures and lists",
    args=(
        Arg(
            "kind",
            Choice(tuple(_LISTS)),
            "functions, roles, org kinds, points, pay years, rates or reasons.",
        ),
        ranges.but(
            text="Range table whose roles are listed; left out, the tables of the data edition.",
        ),
    ),
    rule=listed,
    working=_working,
    result=TABLE,
    returns="one item a row",
    example=("org kinds",),
    one_row=True,
)
