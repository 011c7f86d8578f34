"""The remuneration report against the tables that the example trust published for 2024/25."""

from __future__ import annotations

import csv
import io
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl import call
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.errors import XlError
from vsm_xl.examples.demo import annual_salary
from vsm_xl.recalc import Recalculated, recalculate

FIRST = date(2024, 4, 1)

#: What the report shows where nothing was paid; published as 0 or n/a.
NIL = "–"


def published(name: str) -> list[dict[str, str]]:
    text = (files("vsm_xl") / "examples" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


POSTS = published("rr8-2024-25-remuneration.csv")
FAIR_PAY = published("rr8-2024-25-fair-pay.csv")[0]


def middle(band: str) -> float:
    """Give the mid-point of a published band: exact amounts are not published."""
    return 0.0 if band == "n/a" else float(call("VSM_BAND_MIDPOINT", band))


#: Where the mid-points of all bands make a total outside its band, another point of the band.
OTHER_POINT = {"Chief Operating Officer and Deputy Chief Executive": 203_500.0}


def person(post: dict[str, str]) -> dict[str, Any]:
    paid = OTHER_POINT.get(post["role"], middle(post["salary_band_k"]))
    first, last = (date.fromisoformat(post[f"in_office_{end}"]) for end in ("from", "to"))
    return {
        "post": post["role"], "role": "Director", "decision": "Annual award only",
        # The published salaries are those after the award.
        "award_given": "none", "salary": annual_salary(paid, first, last),
        "in_post_from": first, "in_post_to": last,
        "expenses": float(post["expenses_100s"]) * 100,
        "other_payments": middle(post["other_payments_band_k"]),
        "pension_benefit": middle(post["pension_benefit_band_k"]),
    }  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Recalculated:
    organisation = sample.ORGANISATION | {
        "pay_year": "2024/25", "date": FIRST, "first_paid": date(2024, 10, 28), "size_date": FIRST,
        "staff_pay_year": "2024/25", "highest_paid": FAIR_PAY["highest_paid_director_band_k"],
        "p25": float(FAIR_PAY["percentile_25"]), "median": float(FAIR_PAY["median"]),
        "p75": float(FAIR_PAY["percentile_75"]),
    }  # fmt: skip
    package = blank_template(len(POSTS), "r.xlsx")
    return recalculate(fill(package, organisation, [person(post) for post in POSTS], []))


def shown(report: Recalculated, table: str, at: int) -> dict[str, Any]:
    place = layout_of(report.package).places[table]
    return {
        column.key: report.value(place.sheet.title, place.cell(column.key, at))
        for column in place.table.columns
    }


@pytest.mark.parametrize("at", range(len(POSTS)), ids=[post["role"] for post in POSTS])
def test_the_single_total_figures_are_in_the_published_bands(report: Recalculated, at: int) -> None:
    post, found = POSTS[at], shown(report, "single_total", at)
    bands = {
        key: NIL if post[column] in {"0", "n/a"} else post[column]
        for key, column in (
            ("salary", "salary_band_k"), ("other", "other_payments_band_k"),
            ("pension", "pension_benefit_band_k"), ("total", "total_band_k"),
        )
    }  # fmt: skip

    if bands["pension"] == "180-185":
        # Published in a band of £5,000, where the others of its column are of £2,500.
        bands["pension"] = "182.5-185"
    assert {key: found[key] for key in bands} == bands
    assert found["expenses"] == float(post["expenses_100s"]) * 100


def test_the_fair_pay_ratios_are_the_published_ones(report: Recalculated) -> None:
    ratios = [round(float(shown(report, "fair_pay", at)["ratio"]), 1) for at in range(3)]

    assert ratios == [float(FAIR_PAY[key]) for key in ("ratio_25", "ratio_median", "ratio_75")]


def test_part_of_a_year_is_said_in_days(report: Recalculated) -> None:
    assert shown(report, "single_total", 1)["in_post"] == "5 Aug 2024 to 31 Mar 2025"


def test_a_list_of_staff_gives_the_same_as_the_functions() -> None:
    pays = [21_000.0 + 250 * at for at in range(321)] + [400_000.0]
    organisation = sample.ORGANISATION | {"p25": None, "median": None, "p75": None}
    package = blank_template(5, "r.xlsx", staff_rows=400)
    report = recalculate(fill(package, organisation, sample.PEOPLE, sample.RANGES, staff_pay=pays))
    expected = call("VSM_FAIR_PAY", pays, 302_500.0)[1:]

    for at, (measure, amount, _) in enumerate(expected):
        found = shown(report, "pay_range", at)
        assert (found["measure"], found["pay"]) == (measure, amount)


@pytest.mark.parametrize(
    ("highest", "staff", "more"),
    [
        # The director alone is within the band: nobody else can be meant.
        ("220-225", [22_000.0, 24_000.0, 26_000.0, 224_000.0], 0.0),
        ("220-225", [22_000.0, 220_000.0, 225_000.0, 400_000.0], 2.0),
        ("220 - 225", [22_000.0, 219_999.99, 225_000.0], 1.0),
        ("220-225", [22_000.0, 220_000.0, 224_999.99, 400_000.0], XlError("#N/A")),
        (224_000.0, [22_000.0, 224_000.0, 224_000.01, 220_000.0], 1.0),
        (None, [22_000.0, 224_000.0], ""),
    ],
)
def test_who_is_paid_more_than_a_band_is_counted_above_it_or_not_known(
    highest: Any, staff: list[float], more: Any
) -> None:
    given = {"p25": None, "median": None, "p75": None, "highest_paid": highest}
    package = blank_template(3, "r.xlsx")
    filled = fill(
        package, sample.ORGANISATION | given, sample.PEOPLE, sample.RANGES, staff_pay=staff
    )
    report = recalculate(filled)

    assert shown(report, "pay_range", 6)["pay"] == more
    if highest is not None:
        assert shown(report, "pay_range", 1)["pay"] == call("VSM_FAIR_PAY", staff, 1.0)[2][1]


def test_pay_that_nobody_entered_is_blank_in_the_table_and_not_nil() -> None:
    unknown = dict.fromkeys(("other_payments", "expenses", "pension_benefit"))
    people = [sample.PEOPLE[0] | unknown, *sample.PEOPLE[1:]]
    package = blank_template(3, "r.xlsx")
    report = recalculate(fill(package, sample.ORGANISATION, people, sample.RANGES))
    found = [shown(report, "single_total", at) for at in range(2)]

    keys = ("other", "expenses", "pension")
    assert [{row[key] for key in keys} for row in found] == [{""}, {NIL}]
