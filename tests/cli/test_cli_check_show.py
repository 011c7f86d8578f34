"""check and show: what is said of a return, in words, as JSON and by the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.ooxml import Package, enter_values

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = template_layout(12).places
#: How many posts the demonstration carries.
POSTS = 8
SALARY = PLACES["people"].cell("salary")


def test_check_shows_the_failing_check_and_ends_with_one(
    run: Callable[..., Any], filled: Path
) -> None:
    ended = run("check", filled)

    assert (ended.code, ended.err) == (1, "")
    failing = [line for line in ended.out.splitlines() if "  Fail  " in line]
    assert len(failing) == 1
    assert "No pay range is illustrative" in failing[0]
    assert "replace them with the official ones" in failing[0]


def test_a_return_that_is_not_complete_is_not_good(run: Callable[..., Any], blank: Path) -> None:
    ended = run("check", blank)

    assert ended.code == 1
    assert "Master check: Not complete" in ended.out


def test_check_of_a_return_in_order_ends_with_nought(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path
) -> None:
    ranges, staff = PLACES["ranges"], PLACES["staff_pay"]
    enter(filled, "Pay ranges", {ranges.cell("status", at): "official" for at in range(12)})
    enter(
        filled,
        "Organisation",
        {
            PLACES["organisation"].line_cell(key): value
            for key, value in {
                "first_paid": 45950,
                "segment_date": 45909,
                "committee_date": 45900,
                "complies": "Yes",
                "programme": "No",
            }.items()
        },
    )
    people = PLACES["people"]
    rest = ("other_payments", "expenses", "pension_benefit")
    enter(filled, "People", {people.cell(key, at): 0 for key in rest for at in range(POSTS)})
    enter(
        filled,
        "Staff pay",
        {
            staff.line_cell("staff_pay_year"): "2025/26",
            staff.line_cell("highest_paid"): "285-290",
            staff.line_cell("staff_pay_year_last_year"): "2024/25",
            staff.line_cell("highest_paid_last_year"): "280-285",
            staff.line_cell("p25_last_year"): 26530,
            staff.line_cell("median_last_year"): 36622,
            staff.line_cell("p75_last_year"): 49220,
            **{
                staff.line_cell(f"{what}_not_disclosed"): "Not available."
                for what in ("changes", "range", "salaries")
            },
        },
    )

    ended = run("check", filled)

    assert "Master check: Pass" in ended.out
    assert ended.code == 0
    assert "out of date" in ended.err


def test_show_gives_one_json_object_of_what_the_return_says(
    run: Callable[..., Any], filled: Path
) -> None:
    ended = run("show", filled, "--json")

    assert (ended.code, ended.err) == (1, "")
    says = json.loads(ended.out)
    assert {"organisation", "posts", "fair_pay", "checks"} <= set(says)
    assert says["organisation"]["ods_code"] == "RR8"
    chief = says["posts"][0]
    assert chief["post"] == "Chief Executive"
    assert (chief["salary"], chief["award"], chief["new_salary"]) == (277500, 9018.75, 286518.75)
    assert (chief["segment"], chief["eligible"]) == (3, True)
    assert (chief["position"], chief["approval"]) == ("Within range", "NHS England")
    assert chief["reason"].startswith("SEGMENT_ELIGIBLE: ")
    assert says["fair_pay"]["ratio_median"] == pytest.approx(7.71, abs=0.005)
    assert {check["result"] for check in says["checks"]} >= {"Pass", "Fail", "Not complete"}


def test_show_in_words_has_the_same_figures(run: Callable[..., Any], filled: Path) -> None:
    ended = run("show", filled)

    assert ended.code == 1
    for shown in (
        "277,500.00",
        "9,018.75",
        "286,518.75",
        "NHS England",
        "7.71",
        "SEGMENT_ELIGIBLE",
    ):
        assert shown in ended.out


def test_show_of_a_blank_return_says_so(run: Callable[..., Any], blank: Path) -> None:
    ended = run("show", blank)

    assert ended.code == 1
    for words in ("Nothing is entered yet.", "No post is entered.", "No figures are entered."):
        assert words in ended.out


def test_stored_values_are_never_believed(
    run: Callable[..., Any], enter: Callable[..., None], filled: Path
) -> None:
    enter(filled, "People", {SALARY: 100_000})
    before = filled.read_bytes()

    ended = run("show", filled, "--json")

    assert json.loads(ended.out)["posts"][0]["award"] == 3250
    assert ended.err.startswith(f"vsm-xl: note: {filled}: the stored values of ")
    assert filled.read_bytes() == before


def test_a_hidden_post_is_told_by_check_and_by_show(run: Callable[..., Any], filled: Path) -> None:
    package = Package.open(filled)
    part = package.sheets()["People"]
    row = b'<row r="8"'
    assert row in package.parts[part]
    hidden = package.parts[part].replace(row, row + b' hidden="1"')
    filled.write_bytes(package.replace(part, hidden).to_bytes())

    for command in ("check", "show"):
        assert "sheet People, row 8 is hidden. Clear the filter" in run(command, filled).err


def test_recalc_fits_the_print_areas_to_posts_that_were_added(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "return.xlsx"
    package = blank_template(25, file.name)
    part = package.sheets()["People"]
    posts = {PLACES["people"].cell("post", at): f"Director {at}" for at in range(21)}
    file.write_bytes(package.replace(part, enter_values(package.parts[part], posts)).to_bytes())
    check = "The print areas cover every post"

    assert "Fail" in next(
        line for line in run("check", file, "--all").out.splitlines() if check in line
    )
    run("recalc", file)

    assert "Pass" in next(
        line for line in run("check", file, "--all").out.splitlines() if check in line
    )


def test_a_file_without_computed_values_is_said_to_have_none(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "bare.xlsx"
    path.write_bytes(build_template(2))

    ended = run("check", path)

    assert "it held no computed values" in ended.err


def test_the_sixteenth_digit_of_another_program_is_no_difference(
    run: Callable[..., Any], filled: Path
) -> None:
    package = Package.open(filled)
    part = package.sheets()["Decisions"]
    xml = package.parts[part].replace(b"<v>9018.75</v>", b"<v>9018.7500000000003</v>")
    filled.write_bytes(package.replace(part, xml).to_bytes())
    assert run("check", filled).err == ""

    wrong = xml.replace(b"<v>9018.7500000000003</v>", b"<v>9018.76</v>")
    filled.write_bytes(package.replace(part, wrong).to_bytes())
    assert "out of date" in run("check", filled).err
