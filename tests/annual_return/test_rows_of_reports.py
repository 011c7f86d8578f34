"""Rows that published remuneration reports have: shared posts, interims, two posts, leavers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results, record_of, rows_of

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated

NIL = "–"


def row(post: str, **more: Any) -> dict[str, Any]:
    return {"post": post, "role": "Director", "decision": "Annual award only",
            "in_post_from": date(2020, 4, 1), **sample.NO_OTHER_PAY, **more}  # fmt: skip


PEOPLE = [
    row("Interim Chief Executive", role="Chief executive", person="A", in_post_to=date(2025, 4, 14),
        salary=240_000.0, last_total="145-150"),
    row("Director of Operations", person="A", decision="Other", justification="Returned to the post",
        in_post_from=date(2025, 4, 15), salary_set=160_000.0, set_from=date(2025, 4, 15)),
    row("Medical Director", decision="Other national agreement", justification="Consultants, 4 %",
        salary=202_380.95, salary_set=210_476.19, share_here=0.5, shared_with="Another NHS Trust"),
    row("Interim Director of Finance", decision="Interim by day rate", justification="Agency",
        in_post_from=date(2025, 5, 1), in_post_to=date(2025, 8, 31), days=80.0, day_rate=750.0,
        contract_value=72_000.0, severance=0.0),
    {"post": "Director of Nursing", "role": "Director", "in_post_from": date(2018, 5, 1),
     "in_post_to": date(2025, 3, 31), "last_total": "120-125"},
]  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Recalculated:
    found: Recalculated = sample.filled({"highest_paid": "160-165"}, PEOPLE)
    return found


def report(made: Recalculated) -> list[dict[str, Any]]:
    place = layout_of(made.package).places["single_total"]
    return [
        {key: value for key, value in each.items() if value is not None}
        for each in rows_of(made, place)
    ]


def test_each_person_has_one_row_as_the_accounts_have_it(made: Recalculated) -> None:
    nil = {"expenses": NIL, "bonus": NIL, "other": NIL, "pension": NIL}

    assert report(made) == [
        # 240,000 x 14/30/12 with the award, and 160,000 x (16/30 + 11)/12, each from full years.
        {"post": "Interim Chief Executive; Director of Operations", "salary": "160-165", **nil,
         "total": "160-165", "last_total": "145-150",
         "in_post": "1 Apr 2025 to 14 Apr 2025; 15 Apr 2025 to 31 Mar 2026"},
        {"post": "Medical Director", "salary": "105-110", **nil, "total": "105-110",
         "in_post": "Whole year",
         "note": "Shared with Another NHS Trust; in all £000 210-215."},
        {"post": "Interim Director of Finance", "salary": "60-65", **nil, "total": "60-65",
         "in_post": "1 May 2025 to 31 Aug 2025",
         "note": "80.0 days at £750; contract £72,000."},
        {"post": "Director of Nursing", "last_total": "120-125", "in_post": "Last year"},
    ]  # fmt: skip


def test_no_cell_of_such_a_return_holds_an_error_that_is_a_fault_of_its_formula(
    made: Recalculated,
) -> None:
    # #N/A is an answer: what cannot be determined. The others are not.
    assert not [
        (sheet, ref, str(made.value(sheet, ref)))
        for sheet, formulas in made.formulas.items()
        for ref in formulas
        if str(made.value(sheet, ref)) in {"#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!"}
    ]


def test_the_paper_gives_a_reason_for_each_kind_of_decision(made: Recalculated) -> None:
    place = layout_of(made.package).places["paper_reasons"]
    shown = [made.value(place.sheet.title, place.cell("reason", at)) for at in range(5)]

    assert "Other national agreement" in shown
    assert "Interim by day rate" in shown
    assert "No decision is entered yet." in shown


def test_such_a_return_passes_and_counts_people_apart_from_posts(made: Recalculated) -> None:
    found = read_results(made)
    facts = record_of(made, layout_of(made.package).places["return_counts"])

    assert [check for check in found.checks if check.result in {"Fail", "Not complete"}] == []
    assert {key: facts[key] for key in ("posts", "posts_paid", "people", "cases", "departures")} == {
        "posts": 5, "posts_paid": 4, "people": 4, "cases": 0, "departures": 0,
    }  # fmt: skip


def test_an_award_under_another_agreement_is_no_vsm_award_and_no_departure(
    made: Recalculated,
) -> None:
    post = next(each for each in read_results(made).posts if each["post"] == "Medical Director")

    assert (post["award"], post["new_salary"], post["approval"]) == (
        None,
        210_476.19,
        "NHS England",
    )
    assert post["reason"] == "Other national agreement"


def test_a_bonus_may_be_an_amount_and_severance_stands_apart() -> None:
    people = [
        row("Director", salary=160_000.0, bonus_amount=8_000.0, bonus_achievement="Waiting times"),
        row("Leaver", salary=160_000.0, in_post_to=date(2025, 7, 31), other_payments=1_000.0,
            severance=137_500.0),
    ]  # fmt: skip
    made = sample.filled({"highest_paid": "170-175"}, people)

    rows = report(made)
    assert [each["bonus"] for each in rows] == ["5-10", NIL]
    # Four months of 160,000 with 3.25 %: 55,066.67 and 1,000 of other payments.
    assert (rows[1]["total"], rows[1]["other"], rows[1]["severance"]) == ("55-60", "0-5", "135-140")
    assert read_results(made).master == "Pass"


@pytest.mark.parametrize("part", ["other_payments", "expenses", "pension_benefit"])
def test_a_person_with_two_posts_has_no_total_while_a_part_of_one_is_open(part: str) -> None:
    people = [{**PEOPLE[0]}, {**PEOPLE[1], part: None}]

    (first,) = report(sample.filled(people=people))
    assert "total" not in first
    assert first["salary"] == "160-165"
