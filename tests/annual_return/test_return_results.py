"""What a blank and a filled return show once they are recalculated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.read import AnnualReturn, read_return

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated


def results(annual_return: AnnualReturn) -> dict[str, str]:
    return {check.what: check.result for check in annual_return.checks if check.result != "Pass"}


def test_a_blank_template_has_no_errors(blank: Recalculated) -> None:
    assert {sheet: cells for sheet, cells in blank.errors.items() if cells} == {}
    assert blank.unknown_functions == {}


def test_a_blank_template_is_not_complete_and_nothing_in_it_fails(blank: Recalculated) -> None:
    read = read_return(blank)

    assert read.master == "Not complete"
    assert set(results(read).values()) == {"Not complete"}
    assert read.posts == []


def test_a_complete_return_passes_every_check(annual_return: AnnualReturn) -> None:
    assert results(annual_return) == {}
    assert annual_return.master == "Pass"


def test_a_complete_return_has_no_errors(complete: Recalculated) -> None:
    assert {sheet: cells for sheet, cells in complete.errors.items() if cells} == {}


def test_the_chief_executive_is_decided_as_the_functions_say(annual_return: AnnualReturn) -> None:
    post = annual_return.posts[0].model_dump()

    assert post["award"] == 9018.75
    assert post["new_salary"] == 286518.75
    assert post["eligible"] is True
    assert post["approval"] == "NHS England"
    assert post["position"] == "Within range"
    assert post["new_position"] == "Above operational maximum"
    assert post["bonus"] == 14325.94
    assert post["reason"].startswith("SEGMENT_ELIGIBLE: ")


def test_an_award_of_none_leaves_the_salary(annual_return: AnnualReturn) -> None:
    post = annual_return.posts[1].model_dump()

    assert (post["award"], post["new_salary"]) == (0, 170_000)
    assert post["approval"] == "Remuneration committee"
    # April to September is half of the year.
    assert post["salary_paid"] == 85_000


def test_part_time_pay_is_measured_as_full_time(annual_return: AnnualReturn) -> None:
    post = annual_return.posts[2].model_dump()

    assert post["full_time_salary"] == 180_000
    assert post["approval"] == "NHS England"
    # 10 % of 92,925 for July to December.
    assert post["premium"] == 9292.5
    assert post["premium_paid"] == 4646.25


def test_totals_of_the_return_are_sums_of_its_rows(complete: Recalculated) -> None:
    posts = read_return(complete).posts
    awards = sum(float(post.award) for post in posts if isinstance(post.award, float))

    assert awards == pytest.approx(9018.75 + 0 + 2925)
    totals = {
        complete.value("Return", f"A{row}"): complete.value("Return", f"B{row}")
        for row in range(6, 26)
    }
    assert totals["Total of awards"] == awards
    assert totals["Posts"] == 3
    assert totals["Master check"] == "Pass"


def test_the_remuneration_report_is_in_bands(complete: Recalculated) -> None:
    rows = {complete.value("Remuneration report", f"A{row}"): row for row in range(20, 30)}
    row = rows["Chief Executive"]
    shown = [complete.value("Remuneration report", f"{column}{row}") for column in "BCDEFG"]

    assert shown == ["285-290", 800.0, "10-15", "0", "235-237.5", "535-540"]


def test_fair_pay_ratios_stand_for_both_years(annual_return: AnnualReturn) -> None:
    fair_pay = annual_return.fair_pay

    assert fair_pay["highest_paid"] == "280-285"
    assert fair_pay["ratio_median"] == pytest.approx(282_500 / 36_622)
    assert fair_pay["ratio_p25_last_year"] == pytest.approx(272_500 / 25_000)


def test_dates_are_reported_as_iso_text(annual_return: AnnualReturn) -> None:
    assert annual_return.organisation["date"] == "2025-04-01"
    assert annual_return.posts[0].model_dump()["paid_to"] == "2026-03-31"


def test_what_is_undetermined_shows_and_leaves_the_return_incomplete(
    fill_and_recalculate: Any,
) -> None:
    year = {
        "pay_year": "2026/27", "date": date(2026, 4, 1), "size_date": date(2026, 4, 1),
        "segment_date": date(2026, 9, 9), "staff_pay_year": "2026/27",
    }  # fmt: skip
    people = [
        {"post": "Chief Executive", "decision": "Annual award only", "salary": 150_000.0,
         "in_post_from": date(2020, 1, 1)},
    ]  # fmt: skip
    read = read_return(fill_and_recalculate(year, people))

    assert read.posts[0].award == "#N/A"
    assert str(read.posts[0].reason).startswith("CRITERIA_PENDING")
    assert read.master == "Not complete"


PERSON = {
    "post": "Chief Executive", "role": "Chief executive", "decision": "Annual award only",
    "in_post_from": date(2020, 1, 6), "salary": 250_000.0,
}  # fmt: skip
WRONG_PEOPLE: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "a row without a post": ([PERSON, {"salary": 1.0}], "Posts are entered", "Fail"),
    "exempt without grounds": ([PERSON | {"exempt": "Yes"}], "Each exemption", "Fail"),
    "bonus over the limit": (
        [PERSON | {"bonus_percent": 0.11, "bonus_achievement": "Much"}], "Each bonus", "Fail"),
    "bonus without achievement": ([PERSON | {"bonus_percent": 0.05}], "Each bonus", "Fail"),
    "premium without dates": ([PERSON | {"premium_percent": 0.05}], "Each premium", "Fail"),
    "left before the year": (
        [PERSON | {"in_post_to": date(2025, 3, 1)}], "Everybody was in post", "Fail"),
    "the same post twice": ([PERSON, PERSON], "No two rows", "Fail"),
    "review without words": (
        [PERSON | {"decision": "Salary review"}], "Each decision beyond", "Fail"),
    "no kind of decision": ([PERSON | {"decision": None}], "Each row states its kind",
                            "Not complete"),
    "no salary": ([PERSON | {"salary": None}], "An award is decided", "Not complete"),
    "no first day": ([PERSON | {"in_post_from": None}], "Everybody was in post", "Not complete"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_PEOPLE)
def test_a_fault_of_a_person_shows_in_its_check(case: str, fill_and_recalculate: Any) -> None:
    people, check, expected = WRONG_PEOPLE[case]
    found = results(read_return(fill_and_recalculate(people=people)))

    assert [result for what, result in found.items() if what.startswith(check)] == [expected]


WRONG_ORGANISATION: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"organisation": None}, "The organisation", "Not complete"),
    "date in another year": ({"date": date(2025, 3, 31)}, "The effective date", "Fail"),
    "old size": ({"size_date": date(2024, 4, 1)}, "The size", "Fail"),
    "no size": ({"size": None}, "The size", "Not complete"),
    "old segment": ({"segment_date": date(2024, 4, 1)}, "The segment", "Fail"),
    "no segment": ({"league_segment": None}, "The segment", "Not complete"),
    "undated programme": ({"programme": "Yes"}, "Membership", "Not complete"),
    "no explanation": ({"complies": "No"}, "An organisation that does not comply", "Fail"),
    "percentiles out of order": ({"median": 60_000.0}, "This year's percentiles", "Fail"),
    "no percentile": ({"p25_last_year": None}, "Last year's percentiles", "Not complete"),
    "figures of another year": ({"staff_pay_year": "2024/25"}, "This year's figures",
                                "Not complete"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_ORGANISATION)
def test_a_fault_of_the_organisation_shows_in_its_check(
    case: str, fill_and_recalculate: Any
) -> None:
    change, check, expected = WRONG_ORGANISATION[case]
    found = results(read_return(fill_and_recalculate(change)))

    assert [result for what, result in found.items() if what.startswith(check)] == [expected]


@pytest.mark.parametrize("status", ["illustrative", "derived", "superseded"])
def test_a_range_table_that_is_not_official_fails_in_its_own_words(
    status: str, fill_and_recalculate: Any
) -> None:
    ranges = [
        {"scheme": "Test", "org_kind": "Provider", "group": "One", "size_from": 0.0, "role": role,
         "minimum": 200_000.0, "operational_maximum": 280_000.0, "source": "Test",
         "effective_from": date(2025, 4, 1), "status": status}
        for role in ("Chief executive", "Director")
    ]  # fmt: skip
    found = results(read_return(fill_and_recalculate(ranges=ranges)))

    assert found == {f"No pay range is {status}": "Fail"}


def test_without_a_range_table_positions_cannot_be_determined(fill_and_recalculate: Any) -> None:
    read = read_return(fill_and_recalculate(ranges=[]))

    assert read.posts[0].position == "#N/A"
    assert read.posts[0].award == 9018.75
    assert read.master == "Not complete"


def test_segment_five_withholds_the_award_but_not_from_the_exempt(
    fill_and_recalculate: Any,
) -> None:
    people = [PERSON, PERSON | {"post": "Turnaround", "exempt": "Yes", "exempt_grounds": "New"}]
    programme = {"programme": "Yes", "programme_from": date(2025, 6, 1)}
    posts = read_return(fill_and_recalculate(programme, people)).posts

    assert [(post.segment, post.eligible, post.award) for post in posts] == [
        (5, False, 0), (5, True, 8125),
    ]  # fmt: skip
