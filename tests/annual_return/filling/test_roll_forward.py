"""Next year's return from this year's: what holds on is there, everything else is named."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.filling.roll_forward import RolledForward, roll_forward
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.inputs import input_places, read_inputs
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.recalc import Recalculated


@pytest.fixture(scope="module")
def rolled(complete: Recalculated) -> RolledForward:
    return roll_forward(complete, "new.xlsx")


def person(number: int, **more: Any) -> dict[str, Any]:
    return {
        "post": f"Director {number}", "role": "Director", "decision": "Annual award only",
        "in_post_from": date(2020, 4, 1), "salary": 160_000.0, **more,
    }  # fmt: skip


def test_it_is_a_sound_return_of_the_next_pay_year(rolled: RolledForward) -> None:
    check_structure(rolled.package)
    found = read_inputs(rolled.package, layout_of(rolled.package))

    assert rolled.pay_year == "2026/27"
    assert found.lines["pay_year"] == "2026/27"
    assert found.lines["organisation"] == "Example NHS Trust"
    assert found == rolled.inputs or found.lines == rolled.inputs.lines


def test_people_in_post_are_carried_with_their_new_salaries(
    rolled: RolledForward, complete: Recalculated
) -> None:
    says = {post["post"]: post for post in read_results(complete).posts}
    rows = rolled.inputs.rows["people"]

    assert [row["post"] for row in rows] == ["Chief Executive", "Chief Nurse"]
    assert [row["salary"] for row in rows] == [
        says["Chief Executive"]["new_salary"], says["Chief Nurse"]["new_salary"],
    ]  # fmt: skip
    assert rows[0]["salary"] == 286_518.75
    assert rows[1]["fte"] == 0.5
    assert any("had left: Director of Finance" in line for line in rolled.carried)


def test_nothing_that_is_decided_each_year_is_carried(rolled: RolledForward) -> None:
    yearly = {
        "decision", "exempt", "exempt_grounds", "award_given", "bonus_percent", "bonus_achievement",
        "premium_percent", "other_payments", "expenses", "pension_benefit", "justification",
    }  # fmt: skip

    assert not yearly & {key for row in rolled.inputs.rows["people"] for key in row}
    assert not rolled.inputs.rows.get("ranges")
    for key in ("date", "size", "league_segment", "committee_date", "complies", "challenged"):
        assert key not in rolled.inputs.lines


def test_this_years_staff_pay_is_last_years(rolled: RolledForward) -> None:
    lines = rolled.inputs.lines

    assert lines["staff_pay_year_last_year"] == "2025/26"
    assert lines["p25_last_year"] == 26_530
    assert lines["median_last_year"] == 36_622
    assert lines["p75_last_year"] == 49_220
    assert "p25" not in lines


def test_last_years_ratios_join_those_of_earlier_years(
    rolled: RolledForward, complete: Recalculated
) -> None:
    says = read_results(complete).fair_pay
    [earlier] = rolled.inputs.rows["earlier"]

    assert earlier["year"] == "2024/25"
    # Not rounded here: shown to one decimal, 10.648 is 10.6, and by way of 10.65 it would be 10.7.
    assert earlier["ratio_median"] == says["ratio_median_last_year"] == 272_500 / 35_000


def test_every_input_is_carried_or_named(rolled: RolledForward) -> None:
    """Nobody has to compare two workbooks to find out what is missing."""
    layout = layout_of(rolled.package)
    named = "\n".join(rolled.to_enter)

    def is_named(label: str) -> bool:
        return bool(re.search(rf"(: |, ){re.escape(label)}(, |\.$)", named, re.MULTILINE))

    for place in input_places(layout):
        if f"{place.sheet.title}: everything." in rolled.to_enter:
            continue
        for line in place.table.lines:
            assert (line.key in rolled.inputs.lines) != is_named(line.label), line.key
        filled = {key for row in rolled.inputs.rows.get(place.table.key, []) for key in row}
        for column in () if place.table.lines else place.table.columns:
            assert column.key in filled or is_named(column.header), column.key


def test_a_salary_that_cannot_be_determined_is_left_empty_and_named(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    """Without a segment there is no award, so no new salary."""
    rolled = roll_forward(
        fill_and_recalculate({"league_segment": None, "programme": None}, [person(1)]), "new.xlsx"
    )

    assert "salary" not in rolled.inputs.rows["people"][0]
    line, total = rolled.undetermined
    assert line.startswith("People, Director 1: the salary at 31 March is left empty, because")
    assert "#N/A" in line
    assert total == (
        "People, Director 1: the single total of last year is left empty, because not every part "
        "of it is entered."
    )


def test_staff_pay_of_another_year_is_not_carried_as_last_years(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    rolled = roll_forward(
        fill_and_recalculate(
            {"staff_pay_year": "2024/25", "staff_pay_year_last_year": "2023/24"}, [person(1)]
        ),
        "new.xlsx",
    )

    assert [key for key in rolled.inputs.lines if key.endswith("_last_year")] == []
    assert any(
        line.startswith("Staff pay: last year's figures are left") for line in rolled.undetermined
    )


def test_a_total_without_every_part_is_not_carried(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    nothing = {"other_payments": 0.0, "expenses": 0.0}
    people = [person(1, **nothing), person(2, **nothing, pension_benefit=0.0)]
    rolled = roll_forward(fill_and_recalculate(people=people), "new.xlsx")

    assert [row.get("last_total") for row in rolled.inputs.rows["people"]] == [None, "165-170"]
    assert any(
        line.startswith("People, Director 1: the single total") for line in rolled.undetermined
    )


def test_a_premium_that_runs_on_is_carried(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    running = {
        "premium_percent": 0.05, "premium_from": date(2025, 10, 1),
        "premium_to": date(2026, 9, 30), "premium_grounds": "Two sites",
    }  # fmt: skip
    rolled = roll_forward(
        fill_and_recalculate(
            {}, [person(1, **running), person(2, **running | {"premium_to": date(2026, 3, 31)})]
        ),
        "new.xlsx",
    )
    first, second = rolled.inputs.rows["people"]

    assert first.items() >= running.items()
    assert not running.keys() & second.keys()


def test_a_programme_that_lasts_is_carried_and_one_that_ended_is_not(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    begun = {"programme": "Yes", "programme_from": date(2025, 5, 1)}
    lasting = roll_forward(fill_and_recalculate(begun), "new.xlsx")
    ended = roll_forward(
        fill_and_recalculate(begun | {"programme_to": date(2026, 1, 31)}), "new.xlsx"
    )

    assert lasting.inputs.lines.items() >= begun.items()
    assert "programme" not in ended.inputs.lines


def test_the_last_known_pay_year_is_followed_by_one_to_be_chosen_later(
    fill_and_recalculate: Callable[..., Recalculated],
) -> None:
    rolled = roll_forward(fill_and_recalculate({"pay_year": "2026/27"}), "new.xlsx")

    assert rolled.pay_year == "2027/28"
    assert "pay_year" not in rolled.inputs.lines
    assert "The pay year 2027/28 is not known" in rolled.undetermined[0]


def test_a_return_without_pay_year_or_people_is_refused(
    blank: Recalculated, fill_and_recalculate: Callable[..., Recalculated]
) -> None:
    place = layout_of(blank.package).places["organisation"]
    with pytest.raises(UnusableInput, match=f"{place.line_cell('pay_year')}: the pay year"):
        roll_forward(blank, "new.xlsx")
    with pytest.raises(UnusableInput, match=r"sheet People, cell A[0-9]+: no person is entered"):
        roll_forward(fill_and_recalculate({}, []), "new.xlsx")
