"""Seeded faults: for each check of the Checks sheet the edits that break it, and only it.

A seed changes entries of the organisation (by key), of the people (by row and key) or of the
pay ranges; or it puts a value over a formula, as a careless paste does.  ``where`` is what the
check must then name, where it depends on the row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

FAIL = "Fail"
OPEN = "Not complete"


@dataclass(frozen=True)
class Seed:
    """How to break one check."""

    check: str
    result: str = FAIL
    organisation: dict[str, Any] = field(default_factory=dict)
    #: Entries by number of the person, from 0; one more than there are adds a row.
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    ranges: dict[str, Any] | None = None
    #: Values over formulas: sheet, table and column or line, value.
    pasted: tuple[tuple[str, str, Any], ...] = ()
    where: str = ""
    #: Everybody's pay, in the list of Staff pay.
    staff: tuple[float, ...] | None = None


_DEPARTING = {"complies": "No", "explanation": "One post departs; corrected by March."}
_NOT_APPROVED = {"approved_on": None}
_IN_PROGRAMME = {"programme": "Yes", "programme_from": date(2025, 6, 1)}
_LISTED = {"p25": None, "median": None, "p75": None}
_REVIEWED = {
    "decision": "Salary review",
    "award_given": None,
    "salary_set": 200_000.0,
    "justification": "The post grew",
}
_EARN_BACK = {"at_risk": 0.1, "achieved": 0.5, "earn_back_terms": "Waiting times, judged in May"}

SEEDS = (
    Seed("identity", OPEN, {"organisation": None}),
    Seed("day", organisation={"date": date(2026, 4, 1), "first_paid": date(2026, 4, 28)}),
    Seed("first_paid", organisation={"first_paid": date(2025, 3, 28)}),
    Seed("first_paid", OPEN, {"first_paid": None}),
    Seed("size", organisation={"size_date": date(2024, 4, 1)}),
    Seed("size", OPEN, {"size_date": None}),
    Seed("segment", organisation={"segment_date": date(2024, 4, 1)}),
    Seed("segment", OPEN, {"segment_date": None}),
    Seed("programme", OPEN, {"programme": None}),
    Seed("programme", organisation={"programme_from": date(2025, 6, 1), "programme_to": date(2025, 5, 1)}),
    Seed("committee", OPEN, {"committee_date": None}),
    Seed("explained", organisation={"complies": "No"}),
    Seed("complies", OPEN, {"complies": None}),
    Seed("complies", people={2: {**_NOT_APPROVED, "departure": "Awaiting approval"}}),
    Seed("ranges", OPEN, ranges={}),
    Seed("ranges_status", ranges={"status": None}),
    Seed("illustrative", ranges={"status": "illustrative"}),
    Seed("derived", ranges={"status": "derived"}),
    Seed("superseded", ranges={"status": "superseded"}),
    Seed("people", OPEN, people={0: {}, 1: {}, 2: {}}),
    Seed("posts", people={3: {"role": "Director"}}, where="People, A11"),
    Seed("kinds", OPEN, people={1: {"decision": None}}, where="People, C9"),
    Seed("starts", OPEN, people={1: {"in_post_from": None}}, where="People, E9"),
    Seed("dates", people={1: {"in_post_to": date(2025, 3, 1), "award_given": None, "salary": None,
                              "salary_set": 1000.0, "decision": "Other", "justification": "Left"}},
         where="People, F9"),
    Seed("duplicates", people={3: {"post": "Chief Nurse", "in_post_from": date(2023, 5, 1),
                                   "decision": "Annual award only", "salary": 90_000.0, "fte": 1.0,
                                   "role": "Director", **sample.NO_OTHER_PAY}}, where="People, A11"),
    Seed("grounds", people={0: {"exempt": "Yes"}}, where="People, J8"),
    Seed("national", people={1: {"salary_set": 169_000.0}}, where="People, C9"),
    Seed("justified", people={2: {"justification": None}}, where="People, AB10"),
    Seed("set_days", people={1: {**_REVIEWED, "salary_set": 169_000.0, "set_from": date(2026, 4, 1)}},
         where="People, M9"),
    Seed("set_days", people={1: {**_REVIEWED, "salary_set": 169_000.0, "set_from": date(2019, 8, 15)}},
         where="People, M9"),
    Seed("achievement", people={0: {"bonus_achievement": None}}, where="People, P8"),
    Seed("premium_days", people={2: {"premium_to": date(2025, 6, 1)}}, where="People, S10"),
    Seed("premium_days", people={2: {"premium_from": None}}, where="People, S10"),
    Seed("premium_year", people={2: {"premium_from": date(2024, 7, 15), "premium_to": date(2024, 9, 20)}},
         where="People, R10"),
    Seed("premium_year", people={2: {"premium_from": date(2026, 4, 1), "premium_to": date(2026, 9, 20)}},
         where="People, R10"),
    Seed("premium_grounds", people={2: {"premium_grounds": None}}, where="People, T10"),
    Seed("terms", people={0: {**_EARN_BACK, "earn_back_terms": None}}, where="People, W8"),
    Seed("achieved", OPEN, people={1: {**_EARN_BACK, "achieved": None}}, where="People, V9"),
    Seed("rest_of_pay", OPEN, people={1: {"other_payments": None}}, where="People, X9"),
    Seed("rest_of_pay", OPEN, people={0: {"expenses": None}}, where="People, X8"),
    Seed("rest_of_pay", OPEN, people={2: {"pension_benefit": None}}, where="People, X10"),
    Seed("withheld", organisation={**_DEPARTING, **_IN_PROGRAMME},
         people={1: {"award_given": 0.0325}}, where="People, AC9"),
    Seed("withheld", organisation={**_DEPARTING, "programme": "Yes", "programme_from": date(2025, 6, 1)},
         people={1: {"award_given": None, "salary_set": 169_999.0 + 6}}, where="People, AC9"),
    Seed("unapproved", organisation=_DEPARTING, people={2: _NOT_APPROVED}, where="People, AC10"),
    Seed("unapproved", organisation=_DEPARTING, where="People, AC9",
         people={1: {**_REVIEWED, "set_from": date(2025, 6, 1), "approved_on": date(2026, 11, 30)}}),
    Seed("bonus", organisation={**_DEPARTING, "highest_paid": 400_000.0},
         people={0: {"bonus_percent": 0.12}}, where="People, AC8"),
    Seed("premium", organisation=_DEPARTING, people={2: {"premium_percent": 0.16}},
         where="People, AC10"),
    Seed("decided", OPEN, people={1: {"salary": None}}, where="People, G9"),
    Seed("routes", OPEN, pasted=(("decisions", "approval", "#N/A"),)),
    Seed("measured", OPEN, people={1: {"role": "Gardener"}}),
    Seed("errors", organisation={"challenged": "No", "highest_paid": 400_000.0}),
    Seed("eligible", pasted=(("decisions", "eligible", "No"),)),
    Seed("threshold", pasted=(("decisions", "approval", "Remuneration committee"),)),
    Seed("in_out", pasted=(("returned", "post", ""),)),
    Seed("cast", pasted=(("decisions", "new_salary", 286_600.0),)),
    Seed("returned", pasted=(("returned", "approval", "The board"),)),
    Seed("rewards", pasted=(("returned", "bonus", 1.0),)),
    Seed("bands", pasted=(("single_total", "total", "0-5"),)),
    Seed("costs", pasted=(("decisions", "award_cost", 1.0),)),
    Seed("cases", organisation={}, pasted=(("case_3", "case", 0.0),)),
    Seed("printed", people={3: {"post": "Chief People Officer", "role": "Director", "salary": 150_000.0,
                                "decision": "Annual award only", "in_post_from": date(2025, 5, 1),
                                **sample.NO_OTHER_PAY}},
         pasted=(("audit", "people", 3.0),)),
    Seed("percentiles", organisation={"median": 60_000.0}),
    Seed("percentiles", OPEN, {"p25": None}),
    Seed("percentiles_last_year", organisation={"p25_last_year": 60_000.0}),
    Seed("percentiles_last_year", OPEN, {"highest_paid_last_year": None}),
    Seed("staff_pay_year", OPEN, {"staff_pay_year": "2024/25"}),
    Seed("two_sources", pasted=(("staff_list", "pay", 30_000.0),)),
    Seed("paid_more", OPEN, _LISTED, staff=(22_000.0, 301_000.0, 304_999.99, 305_000.0)),
    Seed("highest_paid", organisation={"highest_paid": "295-300"}),
)  # fmt: skip
