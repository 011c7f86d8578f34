"""Staff pay of simulated returns: percentiles like the published ones, for two years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl import call
from vsm_xl.dates import pay_year_from_cell
from vsm_xl.national.simulated import MARK, Simulated, settings

if TYPE_CHECKING:
    import random

#: What is entered as a share of the median.
_SHARES = ("p25", "p75", "salary_p25", "salary_median", "salary_p75")


def _limit_of_award(made: Simulated) -> float:
    found = call("VSM_RATE", "award.percent", made.lines["date"])
    return found if isinstance(found, float) else 0.0


def _most_paid(person: dict[str, str], award: float) -> float:
    """Return the most that a post can be paid in the year, without pension benefits."""
    salary = float(person.get("salary_set") or 0) or float(person["salary"] or 0) * (1 + award)
    shares = sum(
        float(person.get(key, "").rstrip("%") or 0) / 100
        for key in ("bonus_percent", "premium_percent")
    )
    other = float(person["other_payments"]) + float(person["expenses"])
    return salary * (1 + shares) + other


def enter_staff_pay(made: Simulated, constant: random.Random, chance: random.Random) -> None:
    """Enters percentiles of staff pay like the published ones, for two years."""
    kept = settings()["staff"]
    median = constant.randrange(kept["median_least"], kept["median_most"], 10)
    year = pay_year_from_cell(made.pay_year)
    award = _limit_of_award(made)
    top = max(_most_paid(person, award) for person in made.people)
    staff = constant.randrange(kept["count_least"], kept["count_most"])
    for suffix, name, factor in (
        ("", made.pay_year, 1.0),
        ("_last_year", f"{year - 1}/{year % 100:02}", 1 / kept["growth"]),
    ):
        middle = round(median * factor * (1 + chance.uniform(-kept["wobble"], kept["wobble"])))
        band = str(call("VSM_BAND", round(top * factor)))
        made.lines |= {
            f"staff_pay_year{suffix}": name,
            f"highest_paid{suffix}": band,
            f"median{suffix}": str(middle),
            **{f"{key}{suffix}": str(round(middle * kept[key])) for key in _SHARES},
            f"lowest{suffix}": str(round(kept["lowest"] * factor)),
            f"highest{suffix}": str(round(top * factor) - kept["below_top"]),
            f"staff_count{suffix}": str(staff),
            f"paid_more{suffix}": "0",
            f"top_salary{suffix}": f"{call('VSM_BAND_MIDPOINT', band):.0f}",
            f"top_bonus{suffix}": "0",
            f"average_salary{suffix}": str(round(middle * kept["average"])),
            f"average_bonus{suffix}": "0",
        }
    now, before = (float(made.lines[f"median{suffix}"]) for suffix in ("", "_last_year"))
    made.lines["ratios_explained"] = (
        f"{MARK}: median pay rose by {now / before - 1:.1%}; the pay of the highest-paid director "
        f"went from band {made.lines['highest_paid_last_year']} to {made.lines['highest_paid']}."
    )
