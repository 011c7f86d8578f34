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
    #: Key of the column of People and row, such as ``fte@9``.
    where: str = ""
    #: Everybody's pay, in the list of Staff pay.
    staff: tuple[float, ...] | None = None
    #: Years of the ratios of earlier years, in their order.
    earlier: tuple[str, ...] = ()


_DEPARTING = {"complies": "No", "explanation": "One post departs; corrected by March."}
_NOT_APPROVED = {"approved_on": None}
_IN_PROGRAMME = {"programme": "Yes", "programme_from": date(2025, 3, 1)}
_LISTED = {"p25": None, "median": None, "p75": None}
_REVIEWED = {
    "decision": "Salary review",
    "award_given": None,
    "salary_set": 200_000.0,
    "justification": "The post grew",
}
_EARN_BACK = {"at_risk": 0.1, "achieved": 0.5, "earn_back_terms": "Waiting times, judged in May"}

_BEFORE = {
    "pay_year": "2024/25", "staff_pay_year": "2024/25", "staff_pay_year_last_year": "2023/24",
    "date": date(2024, 4, 1), "size_date": date(2024, 4, 1), "segment_date": date(2024, 6, 30),
    "first_paid": date(2024, 10, 28), "committee_date": date(2024, 10, 14),
    "highest_paid": 400_000.0,
}  # fmt: skip
_AFTER = {
    "pay_year": "2026/27", "staff_pay_year": "2026/27", "staff_pay_year_last_year": "2025/26",
    "date": date(2026, 4, 1), "size_date": date(2026, 4, 1), "segment_date": date(2026, 6, 30),
    "first_paid": date(2026, 10, 28), "committee_date": date(2026, 10, 14),
}  # fmt: skip
_INTERIM = {
    "post": "Interim", "role": "Director", "decision": "Interim by day rate", "days": 20.0,
    "day_rate": 700.0, "contract_value": 16_800.0, "justification": "Agency, until the post is filled",
    "in_post_from": date(2025, 5, 1), **sample.NO_OTHER_PAY,
}  # fmt: skip
_UNREWARDED = {
    "bonus_percent": None, "bonus_achievement": None, "premium_percent": None, "premium_from": None,
    "premium_to": None, "premium_grounds": None,
}  # fmt: skip
_WHOLE = {"lowest": 23_000.0, "highest": 310_000.0, "staff_count": 4_000.0, "paid_more": 1.0}
_WHOLE_LAST = {f"{key}_last_year": value for key, value in _WHOLE.items()}

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
    Seed("programme", organisation={"programme_from": date(2023, 6, 1), "programme_to": date(2023, 5, 1)}),
    Seed("programme", organisation={"programme_from": date(2025, 6, 1)}),
    Seed("programme", OPEN, {"programme": "Yes"}),
    Seed("programme_counts", OPEN, {"programme": "Yes", "programme_from": date(2025, 6, 1)}),
    Seed("programme_counts", OPEN, {"programme": "Yes", "programme_from": date(2023, 6, 1),
                                    "programme_to": date(2025, 6, 30)}),
    Seed("segment_first", organisation={"segment_date": date(2025, 10, 29)}),
    Seed("committee_first", organisation={"committee_date": date(2025, 10, 29)}),
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
    Seed("posts", people={3: {"role": "Director"}}, where="post@11"),
    Seed("kinds", OPEN, people={1: {"decision": None}}, where="decision@9"),
    Seed("starts", OPEN, people={1: {"in_post_from": None}}, where="in_post_from@9"),
    Seed("dates", people={1: {"in_post_to": date(2025, 3, 1), "award_given": None, "salary": None,
                              "salary_set": 1000.0, "decision": "Other", "justification": "Left"}},
         where="in_post_to@9"),
    Seed("duplicates", people={3: {"post": "Chief Nurse", "in_post_from": date(2023, 5, 1),
                                   "decision": "Annual award only", "salary": 160_000.0, "fte": 1.0,
                                   "role": "Director", **sample.NO_OTHER_PAY}}, where="post@10"),
    Seed("grounds", people={0: {"exempt": "Yes"}}, where="exempt_grounds@8"),
    Seed("national", people={1: {"salary_set": 169_000.0}}, where="decision@9"),
    Seed("justified", people={2: {"justification": None}}, where="justification@10"),
    Seed("set_days", people={1: {**_REVIEWED, "salary_set": 169_000.0, "set_from": date(2026, 4, 1)}},
         where="set_from@9"),
    Seed("set_days", people={1: {**_REVIEWED, "salary_set": 169_000.0, "set_from": date(2019, 8, 15)}},
         where="set_from@9"),
    Seed("achievement", people={0: {"bonus_achievement": None}}, where="bonus_achievement@8"),
    Seed("premium_days", people={2: {"premium_to": date(2025, 6, 1)}}, where="premium_to@10"),
    Seed("premium_days", people={2: {"premium_from": None}}, where="premium_to@10"),
    Seed("premium_year", people={2: {"premium_from": date(2024, 7, 15), "premium_to": date(2024, 9, 20)}},
         where="premium_from@10"),
    Seed("premium_year", people={2: {"premium_from": date(2026, 4, 1), "premium_to": date(2026, 9, 20)}},
         where="premium_from@10"),
    Seed("premium_grounds", people={2: {"premium_grounds": None}}, where="premium_grounds@10"),
    Seed("terms", people={0: {**_EARN_BACK, "earn_back_terms": None}}, where="earn_back_terms@8"),
    Seed("achieved", OPEN, people={1: {**_EARN_BACK, "achieved": None}}, where="achieved@9"),
    Seed("rest_of_pay", OPEN, people={1: {"other_payments": None}}, where="other_payments@9"),
    Seed("rest_of_pay", OPEN, people={0: {"expenses": None}}, where="other_payments@8"),
    Seed("rest_of_pay", OPEN, people={2: {"pension_benefit": None}}, where="other_payments@10"),
    Seed("withheld", organisation={**_DEPARTING, **_IN_PROGRAMME},
         people={1: {"award_given": 0.0325}}, where="departure@9"),
    Seed("withheld", organisation={**_DEPARTING, **_IN_PROGRAMME},
         people={1: {"award_given": None, "salary_set": 169_999.0 + 6}}, where="departure@9"),
    Seed("unapproved", organisation=_DEPARTING, people={2: _NOT_APPROVED}, where="departure@10"),
    Seed("unapproved", organisation=_DEPARTING, where="departure@9",
         people={1: {**_REVIEWED, "set_from": date(2025, 6, 1), "approved_on": date(2026, 11, 30)}}),
    Seed("bonus", organisation={**_DEPARTING, "highest_paid": 400_000.0},
         people={0: {"bonus_percent": 0.12}}, where="departure@8"),
    Seed("premium", organisation=_DEPARTING, people={2: {"premium_percent": 0.16}},
         where="departure@10"),
    Seed("decided", OPEN, people={1: {"salary": None}}, where="salary@9"),
    Seed("routes", OPEN, pasted=(("decisions", "approval", "#N/A"),)),
    Seed("measured", OPEN, pasted=(("decisions", "position", "#N/A"),)),
    Seed("roles", people={1: {"role": "Gardener"}}, where="role@9"),
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
    Seed("edition", pasted=(("audit", "data_edition", "2026-11 of 1 November 2026"),)),
    Seed("percentiles", organisation={"median": 60_000.0}),
    Seed("percentiles", OPEN, {"p25": None}),
    Seed("percentiles_last_year", organisation={"p25_last_year": 60_000.0}),
    Seed("percentiles_last_year", OPEN, {"highest_paid_last_year": None}),
    Seed("staff_pay_year", OPEN, {"staff_pay_year": "2024/25", "staff_pay_year_last_year": "2023/24"}),
    Seed("two_sources", pasted=(("staff_list", "pay", 30_000.0),)),
    Seed("paid_more", OPEN, _LISTED, staff=(22_000.0, 301_000.0, 304_999.99, 305_000.0)),
    Seed("highest_paid", organisation={"highest_paid": "295-300"}),
    Seed("last_year_only", people={3: {"post": "Predecessor", "role": "Director",
                                       "in_post_from": date(2018, 1, 1), "in_post_to": date(2025, 3, 31)}},
         where="last_total@11"),
    Seed("last_year_only", people={3: {"post": "Predecessor", "role": "Director", "last_total": "80-85",
                                       "in_post_from": date(2018, 1, 1), "in_post_to": date(2024, 3, 31)}},
         where="last_total@11"),
    Seed("over_award", organisation={**_DEPARTING, **_IN_PROGRAMME}, where="decision@9",
         people={1: {"award_given": None, "salary_set": 169_999.0 + 6000, "departure": "Agreed"}}),
    Seed("below_minimum", people={1: {"salary": 140_000.0}}, where="justification@9"),
    Seed("fte_salary", people={1: {"salary": 160_000.0, "fte": 0.75}}, where="fte@9"),
    Seed("last_total", people={0: {"last_total": "05-Oct"}}, where="last_total@8"),
    Seed("last_total", people={1: {"last_total": "281-286"}}, where="last_total@9"),
    Seed("outputs", pasted=(("changes", "change", "#DIV/0!"),)),
    Seed("outputs", pasted=(("paper_reasons", "reason", "#VALUE!"),)),
    Seed("top_band", organisation={"highest_paid": "210-220"}),
    Seed("thousands", organisation={"p25": 27.0}),
    Seed("thousands", organisation={"p25": 0.0}),
    Seed("thousands", organisation={"salary_p25": 27.0}),
    Seed("range_order", organisation={"lowest": 30_000.0}),
    Seed("range_order", organisation={"highest": 40_000.0}),
    Seed("salary_order", organisation={"salary_p25": 37_000.0, "salary_median": 36_000.0}),
    Seed("counts", organisation={"staff_count": 2.0, "paid_more": 2.0}),
    Seed("above", organisation={"highest": 310_000.0, "paid_more": 0.0}),
    Seed("above", organisation={"highest": 290_000.0, "paid_more": 1.0}),
    Seed("top_band_last_year", organisation={"highest_paid_last_year": "210-220"}),
    Seed("thousands_last_year", organisation={"p25_last_year": 27.0}),
    Seed("range_order_last_year", organisation={"lowest_last_year": 30_000.0}),
    Seed("salary_order_last_year",
         organisation={"salary_p25_last_year": 37_000.0, "salary_median_last_year": 36_000.0}),
    Seed("counts_last_year", organisation={"staff_count_last_year": 2.0, "paid_more_last_year": 2.0}),
    Seed("above_last_year", organisation={"highest_last_year": 310_000.0, "paid_more_last_year": 0.0}),
    Seed("staff_pay_last_year", organisation={"staff_pay_year_last_year": "2023/24"}),
    Seed("staff_pay_last_year", organisation={"staff_pay_year_last_year": "2025/26"}),
    Seed("earlier_years", earlier=("2022/23", "2023/24")),
    Seed("earlier_years", earlier=("2023/24", "2023/24")),
    Seed("earlier_years", earlier=("2024/25",)),
    Seed("changes_given", OPEN, {"changes_not_disclosed": None, "top_salary": 282_500.0}),
    Seed("range_given", OPEN, {"range_not_disclosed": None, **_WHOLE}),
    Seed("ratios_why", OPEN, {"median": 31_000.0, "ratios_explained": None}),
    Seed("salaries_given", OPEN, {"salaries_not_disclosed": None}),
    Seed("persons", people={1: {"person": "A*"}}, where="person@9"),
    Seed("bonus_once", people={0: {"bonus_amount": 100.0}}, where="bonus_amount@8"),
    Seed("day_rates", people={1: {"days": 10.0}}, where="days@9"),
    Seed("day_rates", OPEN, people={3: {**_INTERIM, "contract_value": None}}, where="days@11"),
    Seed("severance", OPEN, people={1: {"other_payments": 1.0}}, where="severance@9"),
    Seed("shared", people={1: {"share_here": 0.5}}, where="shared_with@9"),
    Seed("shared", people={1: {"shared_with": "Another trust"}}, where="shared_with@9"),
    Seed("pending", OPEN, _AFTER, people={2: _UNREWARDED, 1: {"in_post_to": None}},
         ranges={"effective_from": date(2026, 4, 1)}),
    Seed("framework", organisation=_BEFORE, people={0: _UNREWARDED, 2: _UNREWARDED},
         ranges={"effective_from": date(2024, 4, 1)}),
)  # fmt: skip
