"""The workbook's decisions against the functions themselves, for people made up at random."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl import call
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.recalc import recalculate

PEOPLE = 60
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)


def person(chance: random.Random, at: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "post": f"Post {at}", "role": chance.choice(["Chief executive", "Director"]),
        "decision": "Annual award only", "salary": chance.randrange(90_000_00, 320_000_00) / 100,
        "in_post_from": FIRST + timedelta(days=chance.choice([-900, 0, chance.randrange(300)])),
    }  # fmt: skip
    if chance.random() < 0.3:
        made["in_post_to"] = made["in_post_from"] + timedelta(days=chance.randrange(1200))
        made["in_post_to"] = max(made["in_post_to"], FIRST)
    if chance.random() < 0.3:
        made["fte"] = chance.choice([0.2, 0.5, 0.8, 0.85])
    if chance.random() < 0.3:
        made["award_given"] = chance.choice(["none", 0.01, 0.0325, 0.02])
    if chance.random() < 0.2:
        made["exempt"], made["exempt_grounds"] = "Yes", "New"
    if chance.random() < 0.3:
        made["bonus_percent"] = chance.choice([0.01, 0.05, 0.1])
    if chance.random() < 0.2:
        made["premium_percent"] = chance.choice([0.05, 0.15])
        made["premium_from"], made["premium_to"] = date(2025, 6, 1), date(2025, 12, 15)
    if chance.random() < 0.2:
        made["at_risk"], made["achieved"] = 0.1, chance.choice([0.0, 0.4, 1.0])
    return made


def withheld(given: dict[str, Any], eligible: object) -> float | None:
    """Give the amount of an award paid although it is withheld, to the penny by hand."""
    percent = given.get("award_given", "none")
    if eligible or percent == "none":
        return None
    amount = Decimal(str(given["salary"])) * Decimal(str(percent))
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("programme", ["Yes", "No"])
def test_the_workbook_decides_as_the_core_does(seed: int, programme: str) -> None:
    chance = random.Random(seed)  # noqa: S311 (people, not secrets)
    people = [person(chance, at) for at in range(PEOPLE)]
    organisation = sample.ORGANISATION | {"programme": programme}
    if programme == "Yes":
        # Over the whole pay year; a beginning within it is a question to the organisation.
        organisation |= {"programme_from": date(2024, 10, 1)}
    package = blank_template(PEOPLE, "r.xlsx")
    posts = read_results(recalculate(fill(package, organisation, people, sample.RANGES))).posts
    header = list(sample.RANGES[0])
    ranges = [[*header, "size_to", "exception_maximum", "effective_to"]]
    ranges += [[*(row[key] for key in header), None, None, None] for row in sample.RANGES]
    where = (sample.SPRING, ranges)
    of = ("Provider", 600_000_000.0)

    for given, post in zip(people, posts, strict=True):
        found = post
        segment = call("VSM_SEGMENT", 3, programme)
        award = (given["salary"], "2025/26", "Provider", segment, given.get("exempt"), None,
                 given.get("award_given"))  # fmt: skip
        fte = given.get("fte", 1)
        change = withheld(given, call("VSM_ELIGIBLE", *award[1:6]))
        new = round(call("VSM_NEW_SALARY", *award) + (change or 0), 2)
        first, last = max(given["in_post_from"], FIRST), min(given.get("in_post_to", LAST), LAST)
        expected = {
            # An award given although it is withheld counts as it was given, beside the award.
            "change": change,
            "award": call("VSM_AWARD", *award),
            "new_salary": new,
            "eligible": call("VSM_ELIGIBLE", *award[1:6]),
            "position": call("VSM_POSITION", new / fte, given["role"], *of, *where),
            "approval": call("VSM_APPROVAL", new, given["role"], *of, fte, *where),
            "salary_paid": call("VSM_PRORATA", given["salary"], first, last),
            "reason": call("VSM_WHY", "VSM_AWARD", *award),
        }
        if "bonus_percent" in given:
            expected["bonus"] = call("VSM_BONUS", new, given["bonus_percent"], FIRST)
        if "premium_percent" in given:
            expected["premium"] = call("VSM_PREMIUM", new, given["premium_percent"], "Yes", FIRST)
        assert {key: found[key] for key in expected} == expected
        compa = call("VSM_COMPA_RATIO", new / fte, given["role"], *of, *where)
        assert found["new_compa_ratio"] == pytest.approx(compa, rel=1e-6)
