"""A made-up Version 2 goes from ``edition new`` to a recalculated return without a line of code.

The files of ``docs/rehearsal`` are what a maintainer would write with a text editor; the commands
are those of ``docs/how-to/make-an-edition.md``.  No amount from 1 April 2027 on is real.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import vsm_xl
from vsm_xl.cli import main
from vsm_xl.framework.edition import load, using
from vsm_xl.framework.fitness import find, unfit

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parents[2] / "docs" / "rehearsal"
NAME = "version-2-made-up"


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished edition, in a folder with the annex and the inputs."""
    folder: Path = tmp_path_factory.mktemp("rehearsal") / "work"
    shutil.copytree(HERE, folder)
    words = ("edition", "new", NAME, "--from", "2026-12", "--date", "2027-05-01", "-o", str(folder))
    assert main(words) == 0
    for file in (folder / "made-up-version-2").glob("*.toml"):
        shutil.copy(file, folder / NAME)
    table = folder / NAME / "ranges" / "providers-2027.csv"
    imported = ("ranges", "import", str(folder / "made-up-annex.csv"), "-o", str(table))
    assert main((*imported, "--source", "MADE UP")) == 0
    assert main(("edition", "check", str(folder / NAME))) == 0
    return folder


def test_a_return_is_filled_recalculated_and_traced_with_the_new_edition(
    rehearsed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition, made = rehearsed / NAME, rehearsed / "made.xlsx"
    run: Callable[..., int] = lambda *words: main([*map(str, words), "--edition", str(edition)])  # noqa: E731
    assert run("build", "template", "-o", made, "--people", "5") == 0
    inputs = ("--organisation", rehearsed / "organisation.csv", "--people", rehearsed / "people.csv",
              "--ranges", edition / "ranges" / "providers-2027.csv")  # fmt: skip
    filled = rehearsed / "filled.xlsx"
    # The made-up ranges are illustrative, so that no such return ever passes.
    assert run("fill", made, *inputs, "-o", filled) in (0, 1)
    capsys.readouterr()
    assert run("show", filled, "--json") == 1
    posts: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["posts"]

    # Segment 4 rated Amber-red: withheld, but for the exempt director; 150,000 x 2.8 % = 4,200.
    assert [(post["award"], post["new_salary"]) for post in posts] == [(0, 190000), (4200, 154200)]
    assert posts[0]["approval"] == "Department of Health and Social Care"
    assert posts[1]["approval"] == "Remuneration committee"
    assert posts[0]["position"] == "Within range"
    assert "with the capability rating Amber-red" in posts[0]["reason"]
    assert run("trace", filled, "vsm_total_award") == 0
    traced = capsys.readouterr().out
    assert "Figure award.percent = 2.8 % of salary, 2027-04-01 to 2028-03-31" in traced
    assert "MADE UP" in traced
    # Without its edition the return is not computed.
    assert main(["check", str(filled)]) == 2
    assert f"is computed with data edition {NAME} of 1 May 2027 (files " in capsys.readouterr().err


def test_the_rules_follow_the_new_data(rehearsed: Path) -> None:
    rated = [["award.capability", "amber / red"]]
    cases: list[tuple[tuple[Any, ...], Any, str]] = [
        (("VSM_AWARD", 100000, "2027/28", "Provider", 3), 2800.0, "2.8 %"),
        (("VSM_AWARD", 100000, "2027/28", "Provider", 5), 0.0, "segment 5"),
        (("VSM_ELIGIBLE", "2027/28", "Provider", 4), "#N/A", "no rating"),
        (("VSM_ELIGIBLE", "2027/28", "Provider", 4, None, rated), False, "withheld by rating"),
        (("VSM_ELIGIBLE", "2027/28", "Provider", 4, None, [["award.capability", "Green"]]), True, "green"),
        (("VSM_ELIGIBLE", "2027/28", "Provider", 4, None, [["award.capability", "Purple"]]), "#N/A", "no such rating"),
        (("VSM_ELIGIBLE", "2027/28", "Provider", 4, True, rated), True, "exempt"),
        (("VSM_ELIGIBLE", "2026/27", "Provider", 3), "#N/A", "the year before stays pending"),
        (("VSM_AWARD", 100000, "2025/26", "Provider", 4), 3250.0, "2025/26 as before"),
        (("VSM_BONUS", 100000, 0.08, "2027-04-01"), 8000.0, "limit 8 %"),
        (("VSM_BONUS", 100000, 0.09, "2027-04-01"), "#NUM!", "over 8 %"),
        (("VSM_BONUS", 100000, 0.10, "2027-03-31"), 10000.0, "10 % until the day before"),
        (("VSM_PREMIUM", 100000, 0.13, True, "2027-04-01"), "#NUM!", "over 12 %"),
        (("VSM_APPROVAL", 181000, None, "Provider", None, 1, "2027-04-01"), "Remuneration committee", "at 181,000"),
        (("VSM_APPROVAL", 181000.01, None, "Provider", None, 1, "2027-04-01"), "Department of Health and Social Care", "above"),
        (("VSM_APPROVAL", 181000.01, None, "Provider", None, 1, "2027-03-31"), "NHS England", "the day before"),
        (("VSM_BENCHMARK", "Chief executive", "Provider", 600_000_000, "Operational maximum", "2027-06-01"), 214000.0, "annex"),
        (("VSM_EMPLOYER_NI", 150000, "2027-05-01"), 21735.0, "(150,000 - 5,100) x 15 %"),
    ]  # fmt: skip
    with using(find(rehearsed / NAME)):
        wrong = [
            (why, call, answer)
            for call, expected, why in cases
            if (answer := vsm_xl.call(*call)) != expected
        ]
        reason = vsm_xl.call("VSM_WHY", "VSM_ELIGIBLE", "2027/28", "Provider", 4)
    assert wrong == []
    assert reason.startswith("CAPABILITY_UNKNOWN: ")


def test_what_an_edition_no_longer_holds_is_undetermined(rehearsed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ends"
    shutil.copytree(rehearsed / NAME, folder)
    for file, old, new in (
        ("edition.toml", f'name = "{NAME}"', 'name = "ends"'),
        ("limits.toml", 'value = "0.08"\nfrom = 2027-04-01', 'value = "0.08"\nfrom = 2027-04-01\nto = 2028-03-31'),
        ("limits.toml", 'value = "0.12"\nfrom = 2027-04-01', 'value = "0.12"\nfrom = 2027-04-01\nto = 2028-03-31'),
        ("approval.toml", 'value = "181000"\nfrom = 2027-04-01', 'value = "181000"\nfrom = 2027-04-01\nto = 2028-03-31'),
    ):  # fmt: skip
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, file
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with using(find(folder)):
        found = {
            call[0]: vsm_xl.call(*call).reason
            for call in (
                ("VSM_BONUS", 100000, 0.01, "2028-04-01"),
                ("VSM_PREMIUM", 100000, 0.01, True, "2028-04-01"),
                ("VSM_APPROVAL", 1, None, "Provider", None, 1, "2028-04-01"),
            )
        }
    assert found == {
        "VSM_BONUS": "LIMIT_NOT_HELD",
        "VSM_PREMIUM": "LIMIT_NOT_HELD",
        "VSM_APPROVAL": "APPROVAL_LIMIT_NOT_HELD",
    }


def test_ratings_without_a_scale_are_found(rehearsed: Path, tmp_path: Path) -> None:
    folder = tmp_path / NAME
    shutil.copytree(rehearsed / NAME, folder)
    award = folder / "award.toml"
    text = award.read_text(encoding="utf-8").replace(
        "Green, Amber-green, Amber-red, Red", "Good, Poor"
    )
    award.write_text(text, encoding="utf-8")

    (problem,) = unfit(load(folder, external=True))
    assert "uses the ratings amber-red, red" in problem
