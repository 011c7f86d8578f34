"""What a blank and a filled return show once they are recalculated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rules_of_results import errors  # type: ignore[import-not-found,unused-ignore]
from sample_return import PEOPLE, filled  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import SETTLED, Results, read_results

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated


def results(annual_return: Results) -> dict[str, str]:
    return {
        check.what: check.result for check in annual_return.checks if check.result not in SETTLED
    }


def test_the_cover_says_that_template_and_software_fit(blank: Recalculated) -> None:
    [said] = [
        blank.value("Cover", f"B{row}")
        for row in range(1, 80)
        if blank.value("Cover", f"A{row}") == "Does the template fit the software?"
    ]
    assert said == "Yes"


def test_a_blank_template_has_no_errors(blank: Recalculated) -> None:
    assert errors(blank) == []
    assert blank.unknown_functions == {}


def test_a_blank_template_is_not_complete_and_nothing_in_it_fails(blank: Recalculated) -> None:
    read = read_results(blank)

    assert read.master == "Not complete"
    assert set(results(read).values()) == {"Not complete"}
    assert read.posts == []


def test_a_complete_return_passes_every_check(annual_return: Results) -> None:
    assert results(annual_return) == {}
    assert annual_return.master == "Pass"


def test_a_complete_return_has_no_errors(complete: Recalculated) -> None:
    assert errors(complete) == []


def test_the_chief_executive_is_decided_as_the_functions_say(annual_return: Results) -> None:
    post = annual_return.posts[0]

    assert post["award"] == 9018.75
    assert post["new_salary"] == 286518.75
    assert post["eligible"] is True
    assert post["approval"] == "NHS England"
    assert post["position"] == "Above operational maximum"
    assert (round(post["compa_ratio"], 4), round(post["new_compa_ratio"], 4)) == (1.0882, 1.1236)
    assert post["bonus"] == 14325.94
    assert post["reason"].startswith("SEGMENT_ELIGIBLE: ")


def test_an_award_of_none_leaves_the_salary(annual_return: Results) -> None:
    post = annual_return.posts[1]

    assert (post["award"], post["new_salary"]) == (0, 170_000)
    assert post["approval"] == "Remuneration committee"
    # April to September is half of the year.
    assert post["salary_paid"] == 85_000


def test_part_time_pay_is_measured_as_full_time(annual_return: Results) -> None:
    post = annual_return.posts[2]

    assert post["compa_ratio"] == pytest.approx(180_000 / 175_000)
    assert post["approval"] == "NHS England"
    # 10 % of 92,925 for July to December.
    assert post["premium"] == 9292.5
    assert post["premium_paid"] == 4646.25


def test_totals_of_the_return_are_sums_of_its_rows(complete: Recalculated) -> None:
    posts = read_results(complete).posts
    awards = sum(float(post["award"]) for post in posts if isinstance(post["award"], int | float))

    assert awards == pytest.approx(9018.75 + 0 + 2925)
    totals = {
        complete.value("Return", f"{label}{row}"): complete.value("Return", f"{value}{row}")
        for row in range(6, 40)
        for label, value in ("AB", "DE")
    }
    assert totals["Total of awards"] == awards
    assert totals["Posts"] == 3
    assert totals["Master check"] == "Pass"


def test_the_remuneration_report_is_in_bands(complete: Recalculated) -> None:
    place = layout_of(complete.package).places["single_total"]
    keys = ("post", "salary", "expenses", "bonus", "other", "pension", "total", "in_post")
    shown = [complete.value(place.sheet.title, place.cell(key, 0)) for key in keys]

    assert shown == [
        "Chief Executive", "285-290", 800.0, "10-15", "–", "235-237.5", "535-540",
        "Whole year",
    ]  # fmt: skip


def test_fair_pay_ratios_stand_for_both_years(annual_return: Results) -> None:
    fair_pay = annual_return.fair_pay

    assert fair_pay["highest_paid"] == "300-305"
    assert fair_pay["ratio_median"] == pytest.approx(302_500 / 36_622)
    assert fair_pay["ratio_p25_last_year"] == pytest.approx(272_500 / 25_000)


def test_dates_are_reported_as_iso_text(annual_return: Results) -> None:
    assert annual_return.organisation["date"] == "2025-04-01"
    assert annual_return.posts[0]["paid_to"] == "2026-03-31"


def test_what_is_undetermined_shows_and_leaves_the_return_incomplete(
    fill_and_recalculate: Any,
) -> None:
    year = {
        "pay_year": "2026/27", "date": date(2026, 4, 1), "size_date": date(2026, 4, 1),
        "segment_date": date(2026, 9, 9), "staff_pay_year": "2026/27",
        "staff_pay_year_last_year": "2025/26", "first_paid": date(2026, 9, 28),
    }  # fmt: skip
    people = [
        {"post": "Chief Executive", "decision": "Annual award only", "salary": 150_000.0,
         "in_post_from": date(2020, 1, 1)},
    ]  # fmt: skip
    read = read_results(fill_and_recalculate(year, people))

    assert read.posts[0]["award"] == "#N/A"
    assert str(read.posts[0]["reason"]).startswith("CRITERIA_PENDING")
    assert read.master == "Not complete"


PERSON = {
    "post": "Chief Executive", "role": "Chief executive", "decision": "Annual award only",
    "in_post_from": date(2020, 1, 6), "salary": 250_000.0,
}  # fmt: skip


def test_without_a_range_table_positions_cannot_be_determined(fill_and_recalculate: Any) -> None:
    read = read_results(fill_and_recalculate(ranges=[]))

    assert read.posts[0]["position"] == "#N/A"
    assert read.posts[0]["award"] == 9018.75
    assert read.master == "Not complete"


def test_segment_five_withholds_the_award_but_not_from_the_exempt(
    fill_and_recalculate: Any,
) -> None:
    people = [PERSON, PERSON | {"post": "Turnaround", "exempt": "Yes", "exempt_grounds": "New"}]
    withheld = [(5, False, 0), (5, True, 8125)]
    unknown = [(None, "#N/A", "#N/A")] * 2
    whole_year, from_june = date(2025, 4, 1), date(2025, 6, 1)

    for first, counts, expected in (
        (whole_year, None, withheld), (from_june, "Yes", withheld), (from_june, None, unknown),
    ):  # fmt: skip
        programme = {"programme": "Yes", "programme_from": first, "programme_counts": counts}
        posts = read_results(fill_and_recalculate(programme, people)).posts

        found = [(post["segment"], post["eligible"], post["award"]) for post in posts]
        assert found == expected, programme


def test_an_award_given_although_it_is_withheld_is_counted_and_departs(
    fill_and_recalculate: Any,
) -> None:
    person = PERSON | {"salary": 140_000.0, "award_given": 0.0325}
    programme = {"programme": "Yes", "programme_from": date(2025, 4, 1)}
    post = read_results(fill_and_recalculate(programme, [person])).posts[0]

    assert (post["award"], post["change"], post["new_salary"]) == (0, 4550, 144_550)
    # From 1 April, the effective date, so the whole year.
    assert post["change_paid"] == 4550
    assert str(post["departure"]).startswith("Chief Executive: The annual award was paid although ")
    assert str(post["departure"]).endswith(" EXPLANATION NEEDED.")


@pytest.mark.parametrize(
    ("approved", "words"),
    [
        (None, "no approval of NHS England is recorded"),
        (date(2026, 11, 30), "approved it only after the day from which it is paid"),
        (date(2025, 6, 2), "approved it only after the day from which it is paid"),
        (date(2025, 6, 1), None),
    ],
)
def test_national_approval_comes_before_the_salary_is_paid(
    fill_and_recalculate: Any, approved: date | None, words: str | None
) -> None:
    person = PERSON | {
        "salary": 140_000.0, "decision": "Salary review", "salary_set": 200_000.0,
        "set_from": date(2025, 6, 1), "approved_on": approved, "justification": "The post grew",
    }  # fmt: skip
    post = read_results(fill_and_recalculate(people=[person])).posts[0]

    assert words in str(post["departure"]) if words else post["departure"] is None


def test_several_departures_are_sentences_apart_with_the_post_first(
    fill_and_recalculate: Any,
) -> None:
    person = PERSON | {
        "decision": "Salary review", "salary_set": 300_000.0, "bonus_percent": 0.12,
        "premium_percent": 0.2, "premium_from": date(2025, 7, 1), "premium_to": date(2025, 12, 31),
        "departure": "The board will seek approval in May.",
    }  # fmt: skip
    post = read_results(fill_and_recalculate(people=[person])).posts[0]

    assert post["departure"] == (
        "Chief Executive: The salary lies beyond what the committee may decide, and no approval of "
        "NHS England is recorded. The bonus is over the framework's limit. The temporary premium is "
        "over the framework's limit. The board will seek approval in May."
    )


def test_a_check_quotes_what_stands_in_the_cell_and_nothing_that_acts() -> None:
    wrong = []
    for written, quoted in (
        ("Direktor", "'Direktor' is not a role of your pay ranges: Chief executive, Director. "),
        ("=1+1 Director", "'=1+1 Director' is not a role of your pay ranges: "),
        ("Director " + "of all " * 30, "'Director of all of all "),
    ):
        people = [PEOPLE[0], PEOPLE[1] | {"role": written}, PEOPLE[2]]
        checks = read_results(filled(people=people)).checks
        [check] = [one for one in checks if one.result == "Fail"]
        if not (check.code == "C091" and check.where == "People, B9"):
            wrong.append((written, check.code, check.where))
        if not check.says.startswith(quoted) or len(check.says) > 200 or "\n" in check.says:
            wrong.append((written, check.says, quoted))
    assert wrong == []
