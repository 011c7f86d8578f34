"""The words for slips of a person, and what is shown where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.template.template import template_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = template_layout(12).places


def test_several_files_are_not_written_to_a_folder_named_like_a_workbook(
    run: Callable[..., Any], blank: Path, tmp_path: Path
) -> None:
    other = blank.with_name("other.xlsx")
    other.write_bytes(blank.read_bytes())

    ended = run("recalc", blank, other, "-o", tmp_path / "one.xlsx")

    assert ended.code == 2
    assert "one.xlsx is the name of a workbook. For several files -o names the folder" in ended.err
    assert not (tmp_path / "one.xlsx").exists()


def test_verify_does_not_take_a_file_to_write(
    run: Callable[..., Any], blank: Path, tmp_path: Path
) -> None:
    ended = run("recalc", "--verify", blank, "-o", tmp_path / "q.xlsx")

    assert ended.code == 2
    assert "--verify writes nothing: leave out -o" in ended.err


def test_an_input_that_is_no_workbook_is_named_and_the_others_go_on(
    run: Callable[..., Any], blank: Path, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("post,salary\n", encoding="utf-8")

    ended = run("recalc", blank, people, "-o", tmp_path / "out")
    alone = run("recalc", people)

    assert (ended.code, alone.code) == (2, 2)
    assert "1 of 2 files recalculated" in ended.out
    for said in (ended.err, alone.err):
        assert said.startswith(f"vsm-xl: {people} is a text file such as CSV, not an .xlsx")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [blank.name]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("rates", "--date", "2025-13-40"),
            "2025-13-40 is not in the calendar; write it as 2025-04-01",
        ),
        (("build", "template", "--people", "many"), "'many' is not a whole number from 1 to 4,000"),
        (("build", "template", "--people", "0"), "'0' is not a whole number from 1 to 4,000"),
        (("build", "template", "--staff", "9" * 5000), "is not a whole number from 1 to 200,000"),
    ],
)
def test_a_wrong_value_of_an_option_is_refused_in_plain_words(
    run: Callable[..., Any], words: tuple[str, ...], said: str
) -> None:
    ended = run(*words)

    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_files_of_organisation_and_people_that_were_exchanged_are_recognised(
    run: Callable[..., Any], blank: Path, demo_folder: Path, tmp_path: Path
) -> None:
    organisation, people = demo_folder / "rr8-organisation.csv", demo_folder / "rr8-people.csv"

    def fill(one: Path, other: Path) -> str:
        ended = run(
            "fill", blank, "--organisation", one, "--people", other, "-o", tmp_path / "out.xlsx"
        )
        assert ended.code == 2
        return str(ended.err)

    exchanged = fill(people, organisation)
    twice = fill(organisation, organisation)

    assert f"{people}, row 1: this is the file of the people" in exchanged
    assert f"{organisation}, row 1: this is the file of the organisation" in twice
    assert "seem to be exchanged" in exchanged
    assert "seem to be exchanged" in twice


@pytest.mark.parametrize("fte", ["1.2", "full"])
def test_a_share_of_full_time_is_not_asked_for_as_a_percentage(
    run: Callable[..., Any], blank: Path, demo_folder: Path, tmp_path: Path, fte: str
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(f"post,fte\nNurse,{fte}\n", encoding="utf-8")

    ended = run(
        "fill", blank, "--organisation", demo_folder / "rr8-organisation.csv",
        "--people", people, "-o", tmp_path / "out.xlsx",
    )  # fmt: skip

    assert ended.code == 2
    assert "enter the share of full time, above 0 and at most 1, such as 0.8" in ended.err
    assert "per cent" not in ended.err


def test_repair_names_the_file_that_is_at_fault(
    run: Callable[..., Any], filled: Path, enter: Callable[..., None], tmp_path: Path
) -> None:
    place = PLACES["organisation"]
    enter(filled, place.sheet.title, {place.line_cell("size"): 600.0})
    out = tmp_path / "sound.xlsx"

    ended = run("repair", filled, "-o", out)

    assert ended.code == 2
    assert (
        f"{filled}, sheet Organisation, cell {place.line_cell('size')}: the size 600" in ended.err
    )
    assert f"Nothing was written. Correct {filled} and repair it again" in ended.err
    assert out.name not in ended.err
    assert not out.exists()


def test_a_file_that_another_engine_stamped_was_not_out_of_date(
    run: Callable[..., Any], filled: Path, enter: Callable[..., None]
) -> None:
    place = PLACES["audit"]
    run("recalc", filled)
    enter(filled, place.sheet.title, {place.line_cell("engine"): "LibreOffice 25.2"})

    ended = run("recalc", filled)

    assert ended.code == 1
    assert "formulas recalculated." in ended.out
    assert "out of date" not in ended.out


def test_show_says_yes_and_no_as_the_workbook_does(
    run: Callable[..., Any], filled: Path, enter: Callable[..., None]
) -> None:
    place = PLACES["people"]
    enter(filled, place.sheet.title, {place.cell("post", 9): "Interim"})

    said = run("show", filled).out

    assert "TRUE" not in said
    decided = said[said.index("DECISIONS") : said.index("FAIR PAY")].splitlines()
    assert sum(" Yes " in line for line in decided) == 8
    reasons = [line for line in decided if line.startswith("Reason")]
    assert reasons
    assert not any("Interim" in line or line.rstrip().endswith(":") for line in reasons)
