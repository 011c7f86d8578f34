"""The attention list: pay that stands out and is not justified, by stated criteria.

What a criterion is, since when and on what authority stands in the framework's data; here stands how
it is recognised in the tables of a collation.  Each entry names its criterion, the cell of the return
and what would settle it.  No score is worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from vsm_xl import call
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import XlError
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from vsm_xl.framework.records import Criterion
    from vsm_xl.national.store import Store

_POST: Final = "SELECT p.code, p.post_number, p.role, p.salary_cell AS cell"
_JOIN: Final = "FROM posts p JOIN returns r USING (code, pay_year) WHERE p.pay_year = $year AND"
_RETURN: Final = "SELECT r.code, 0 AS post_number, '' AS role, {cell} AS cell"
_FROM: Final = "FROM returns r WHERE r.pay_year = $year AND"

#: How each criterion is recognised; ``$year`` and ``$figure`` are given as values.
# ruff: noqa: S608 - the parts that are put together are constants of this file
_RECOGNISED: Final = {
    "above_maximum_unapproved": f"{_POST} {_JOIN} p.case_needed AND (p.approved_on IS NULL "
    "OR p.approved_on > coalesce(r.first_paid, p.approved_on))",
    "award_withheld_given": f"{_POST} {_JOIN} (p.eligible = 'No' AND p.exempt IS NOT TRUE "
    "AND p.change > 0 AND EXISTS (SELECT 1 FROM departures d WHERE d.code = p.code "
    "AND d.pay_year = p.pay_year AND d.post_number = p.post_number AND d.departure = 'award') "
    "OR p.exempt AND p.award > 0 AND EXISTS (SELECT 1 FROM exemptions e WHERE e.code = p.code "
    "AND e.pay_year = p.pay_year AND e.post_number = p.post_number AND NOT e.explained))",
    "paid_before_segment": f"{_RETURN.format(cell=repr('first_paid'))} {_FROM} "
    "r.first_paid < r.segment_date AND r.total_award > 0",
    "paid_before_committee": f"{_RETURN.format(cell=repr('first_paid'))} {_FROM} "
    "r.first_paid < r.committee_date AND r.total_award > 0",
    "below_minimum": f"{_POST} {_JOIN} p.position = 'Below minimum'",
    "above_exception_maximum": f"{_POST} {_JOIN} p.position = 'Above exception maximum'",
    "complies_with_departure": f"{_RETURN.format(cell=repr('complies'))} {_FROM} r.complies AND "
    "EXISTS (SELECT 1 FROM departures d WHERE d.code = r.code AND d.pay_year = r.pay_year)",
    "bonus_no_achievement": f"{_POST} {_JOIN} p.bonus > 0 AND p.bonus_explained IS NOT TRUE",
    "bonus_over_limit": f"{_POST} {_JOIN} p.bonus_percent > $figure AND "
    "p.departure_explained IS NOT TRUE",
    "premium_over_limit": f"{_POST} {_JOIN} p.premium_percent > 0 AND "
    "((p.premium_percent > $figure AND p.departure_explained IS NOT TRUE) "
    "OR p.premium_explained IS NOT TRUE)",
    "ratio_moved": f"{_RETURN.format(cell=repr('ratios_explained'))} {_FROM} "
    "round(abs(r.ratio_median - r.ratio_median_last_year), 2) > $figure AND r.ratio_explained IS NOT TRUE",
    "missing_disclosure": f"{_RETURN.format(cell=repr('median'))} {_FROM} r.ratio_median IS NULL",
}

#: The column of People in which an entry about a post is settled; the salary where none is named.
_COLUMNS: Final = {
    "above_maximum_unapproved": "approved_on",
    "award_withheld_given": "exempt",
    "bonus_no_achievement": "bonus_achievement",
    "bonus_over_limit": "departure",
    "premium_over_limit": "premium_percent",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the attention list.

    Attributes:
        criterion: By which criterion.
        code: The organisation.
        post_number: The post, 0 where the entry is about the return.
        role: The role of the post, empty for the return.
        cell: Where in the return it stands.
        settles: What would settle it.
    """

    criterion: Criterion
    code: str
    post_number: int
    role: str
    cell: str
    settles: str


@cache
def _cell_of_line(key: str) -> str:
    """Return the cell of a line of Organisation or Staff pay, such as ``Organisation, B11``."""
    places = template_layout().places
    for table in ("organisation", "staff_pay"):
        if any(line.key == key for line in places[table].table.lines):
            return f"{places[table].sheet.title}, {places[table].line_cell(key)}"
    raise KeyError(key)


def _cell_of_post(key: str, salary_cell: str) -> str:
    """Return the cell of a criterion in the row of a post, such as ``People, R8``."""
    if key not in _COLUMNS:
        return salary_cell
    place = template_layout().places["people"]
    row = "".join(sign for sign in salary_cell if sign.isdecimal())
    return f"{place.sheet.title}, {place.letter(_COLUMNS[key])}{row}"


def attention_list(store: Store, pay_year: str) -> list[Entry]:
    """Return the entries for a pay year, by criterion, organisation and post.

    Args:
        store: the collation.
        pay_year: such as ``2025/26``.
    """
    first = date(int(pay_year[:4]), 4, 1)
    found = []
    for criterion in current().criteria:
        if criterion.first_day > first or (criterion.last_day and criterion.last_day < first):
            continue
        query = _RECOGNISED[criterion.key]
        values: dict[str, object] = {"year": pay_year}
        if "$figure" in query:
            limit = call("VSM_RATE", criterion.figure, first.isoformat())
            if isinstance(limit, XlError):
                continue
            values["figure"] = limit
        found += [
            Entry(criterion, row["code"], row["post_number"], row["role"] or "",
                  _cell_of_post(criterion.key, row["cell"]) if row["post_number"] else _cell_of_line(row["cell"]),
                  criterion.settles)
            for row in store.rows(f"{query} ORDER BY 1, 2", values)
        ]  # fmt: skip
    return found
