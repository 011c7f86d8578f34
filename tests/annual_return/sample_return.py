"""A return of three people, and a template filled with it, for the tests of this folder."""

from __future__ import annotations

from datetime import date
from typing import Any

from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.recalc import Recalculated, recalculate

SPRING = date(2025, 4, 1)

ORGANISATION: dict[str, Any] = {
    "ods_code": "RZZ", "organisation": "Example NHS Trust", "kind": "Provider",
    "pay_year": "2025/26", "date": SPRING,
    "first_paid": date(2025, 10, 28), "size": 600_000_000.0, "size_date": SPRING,
    "league_segment": 3, "segment_date": date(2025, 9, 9), "programme": "No",
    "challenged": "Yes", "committee_date": date(2025, 10, 14), "committee_chair": "Chair",
    "contact": "pay team", "complies": "Yes",
    "staff_pay_year": "2025/26", "highest_paid": "300-305", "p25": 26_530.0,
    "median": 36_622.0, "p75": 49_220.0,
    "staff_pay_year_last_year": "2024/25", "highest_paid_last_year": 271_000.0,
    "p25_last_year": 25_000.0, "median_last_year": 35_000.0, "p75_last_year": 48_000.0,
    "ratios_explained": "The director was paid a bonus; staff pay rose by the award.",
    "changes_not_disclosed": "Not available when the return was made.",
    "range_not_disclosed": "Not available when the return was made.",
    "salaries_not_disclosed": "Not available when the return was made.",
}  # fmt: skip

NO_OTHER_PAY: dict[str, Any] = {"other_payments": 0.0, "expenses": 0.0, "pension_benefit": 0.0}

PEOPLE: list[dict[str, Any]] = [
    {"post": "Chief Executive", "role": "Chief executive", "decision": "Annual award only",
     "in_post_from": date(2020, 1, 6), "salary": 277_500.0, "salary_basis": "Payroll",
     "bonus_percent": 0.05, "bonus_achievement": "Waiting times halved",
     "expenses": 849.0, "pension_benefit": 236_250.0, "other_payments": 0.0},
    {"post": "Director of Finance", "role": "Director", "decision": "Annual award only",
     "in_post_from": date(2024, 8, 5), "in_post_to": date(2025, 9, 30), "salary": 170_000.0,
     "salary_basis": "Payroll", "award_given": "none", **NO_OTHER_PAY},
    {"post": "Chief Nurse", "role": "Director", "decision": "Temporary promotion",
     "in_post_from": date(2023, 5, 1), "fte": 0.5, "salary": 90_000.0, "salary_basis": "Payroll",
     "premium_percent": 0.1, "premium_from": date(2025, 7, 1), "premium_to": date(2025, 12, 31),
     "premium_grounds": "Covers a second site",
     "approved_on": date(2025, 9, 1), "justification": "Acting up for six months", **NO_OTHER_PAY},
]  # fmt: skip

RANGES: list[dict[str, Any]] = [
    {"scheme": "Test", "org_kind": "Provider", "group": "One", "size_from": 0.0, "role": role,
     "minimum": low, "operational_maximum": high, "effective_from": SPRING, "source": "Test",
     "status": "official"}
    for role, low, high in (("Chief executive", 230_000.0, 280_000.0), ("Director", 150_000.0, 200_000.0))
]  # fmt: skip


def filled(
    organisation: dict[str, Any] | None = None,
    people: list[dict[str, Any]] | None = None,
    ranges: list[dict[str, Any]] | None = None,
) -> Recalculated:
    """Fill a template for five people and recalculate it."""
    package = blank_template(5, "return.xlsx")
    package = fill(
        package,
        ORGANISATION | (organisation or {}),
        PEOPLE if people is None else people,
        RANGES if ranges is None else ranges,
    )
    return recalculate(package)
