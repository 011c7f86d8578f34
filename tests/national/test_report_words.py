"""What a report says about few returns, and what it never says: the name of a person."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import openpyxl
import pytest
from made_once import made_once  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.errors import UnusableInput
from vsm_xl.national import charts
from vsm_xl.national.chapters import awards
from vsm_xl.national.collate import collate
from vsm_xl.national.drawing import Drawing
from vsm_xl.national.names import OTHER_ROLE, seems_to_name
from vsm_xl.national.publish import write_report
from vsm_xl.national.simulate import simulate, simulate_one, simulated_organisations
from vsm_xl.national.simulate_files import write_return
from vsm_xl.national.simulated import WARNING
from vsm_xl.national.visible import TAKEN_OUT

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 7, 15)
TURNED = "Medical \u202erotceriD\u202c"
PERSON = "Director of Finance (Dr Jane Sample)"

#: Titles of posts, and whether they hold the name of a person.
TITLES = (
    (PERSON, True),
    ("Chief Nurse (Jane Sample)", True),
    ("Chief Nurse (Jane McSample)", True),
    ("Professor Sample, Medical Director", True),
    ("Managing Director (Planned Care)", False),
    ("Chief Operating Officer (Acute Services)", False),
    ("Director of Estates (North West)", False),
    ("Medical Director", False),
    ("", False),
)


@pytest.fixture(scope="module")
def page() -> str:
    """Returns the report of one return, in which a post is titled with the name of a person."""

    def make(folder: Path) -> None:
        (folder / "returns").mkdir()
        simulated = (one for one in simulated_organisations(60) if one.kind == "Provider")
        trust = next(simulated)
        made = simulate_one(trust, 5, "2025/26", "")
        made.people[1]["post"] = PERSON
        made.people[2]["post"] = TURNED
        made.people[3]["role"] = "Jane Elsewhere"
        made.lines["explanation"] = "\ufeffOf no\u200b width."
        [file] = write_return(made, folder / "returns")
        # A name in a cell that holds a day, in the file of another organisation.
        book = openpyxl.load_workbook(folder / "returns" / file)
        book["Organisation"]["B6"] = "RR8"
        book["People"]["F9"] = "Jane Misplaced"
        book.save(folder / "returns" / "refused.xlsx")
        # Another organisation, and the year after.
        late = simulate_one(next(simulated), 5, "2026/27", "")
        write_return(late, folder / "returns")
        collate([folder / "returns"], folder / "collation", DAY, lambda _: None, 1)
        expected = folder / "expected.csv"
        expected.write_text(f"code\n{trust.code}\nRR8\n", encoding="utf-8")
        write_report(folder / "collation", folder / "report.html", "2025/26", expected)

    folder: Path = made_once("report-of-one-return", make)
    return (folder / "report.html").read_text(encoding="utf-8")


def test_titles_that_hold_a_name_are_known() -> None:
    assert [title for title, named in TITLES if seems_to_name(title) is not named] == []


def test_the_report_shows_no_title_that_holds_a_name(page: str) -> None:
    assert "Jane Sample" not in page
    assert "Director (title not shown: it seems to name a person)" in page


def test_a_return_of_another_year_is_not_passed_over(page: str) -> None:
    assert re.search(r"It is for 2026/27; there is no return of [A-Z0-9]+ for 2025/26\.", page)


def test_no_entry_of_a_return_stands_in_tables_of_all(page: str) -> None:
    """A role that no pay range has and what stands in a faulty cell are words of one return."""
    assert "Jane Elsewhere" not in page
    assert OTHER_ROLE in page
    assert "Jane Misplaced" not in page
    assert (
        "refused.xlsx, sheet People, cell F9 (In post from): what stands there cannot be used."
        in page
    )


def test_no_character_that_does_not_show_is_left(page: str) -> None:
    assert re.findall(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", page) == []
    assert "Medical rotceriD" in page
    assert "Of no width." in page
    assert TAKEN_OUT in page


def test_one_return_is_spoken_of_as_one(page: str) -> None:
    text = re.sub(r"<[^>]+>", " ", page)

    assert f"The return is simulated. {WARNING}" in text
    assert "The return uses pay ranges that are not official." in text
    assert "The organisation states that it complies." in text
    assert "from 1 of 2 expected organisations" in text
    assert "1 expected organisation made no return that counts." in text
    assert re.findall(r"\b1 (?:returns|salaries|posts|organisations|entries)\b", text) == []
    assert re.findall(r"\b0 (?:pay cases|posts|holders|departures)\b", text) == []
    assert re.findall(r"\bin Not known\b|\bNone\b(?!\.)", text) == []


def test_no_two_parts_of_the_page_have_the_same_name(page: str) -> None:
    names = Counter(
        re.findall(r'\sid="([^"]+)"', re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))
    )

    assert [name for name, times in names.items() if times > 1] == []


def test_axes_of_counts_have_no_broken_numbers(page: str) -> None:
    drawn = [
        re.findall(r">([\d.,]+)</text>", one)
        for one in re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    ]

    assert drawn
    assert [ticks for ticks in drawn if any("." in tick for tick in ticks)] == []


def test_a_collation_without_a_return_says_where_the_reasons_are(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"nothing")
    collate([tmp_path / "broken.xlsx"], tmp_path / "collation", DAY, lambda _: None, 1)

    with pytest.raises(UnusableInput, match=r"holds no return: its manifest\.csv"):
        write_report(tmp_path / "collation", tmp_path / "report.html", None, None)


def test_every_year_is_simulated_or_refused() -> None:
    for year in ("2025/26", "2026/27"):
        assert {made.pay_year for made in simulate(20, 3, year)} == {year}
    for year in ("2021/22", "2031/32", "2019/20", "soon"):
        with pytest.raises(UnusableInput, match="choose 2025/26 or 2026/27"):
            simulate(20, 3, year)


def test_no_award_is_simulated_where_it_is_withheld_unless_it_was_planted() -> None:
    trusts = [one for one in simulated_organisations(150) if one.kind == "Provider"]
    for kind in ("", "award_withheld_given"):
        made = [simulate_one(one, seed, "2025/26", kind) for one in trusts for seed in (1, 2)]
        withheld = [one for one in made if one.lines["programme"] == "Yes"]
        wanted = 1 if kind else 0
        assert withheld
        assert {
            sum("award_given" in person and "exempt" not in person for person in one.people)
            for one in withheld
        } == {wanted}


def test_a_sentence_says_where_awards_were_given_in_english() -> None:
    cases = (
        ((("ICB", 84), ("Provider", 93)),
         "to 84% of posts at integrated care boards and to 93% of posts at trusts."),
        ((("London", 99), ("North West", 0)),
         "to no post in the North West and to 99% of posts in London."),
        ((("London", 50), ("East", 50)), ""),
        ((("Group 2", 40), ("Not known", 99), ("Group 4", 41)),
         "to 40% of posts in Group 2 and to 41% of posts in Group 4."),
    )  # fmt: skip
    wrong = []
    for groups, words in cases:
        rows = [
            {"name": name, "posts": 100, "given": given, "exempt": 0, "undetermined": 0,
             "known": name != "Not known"}
            for name, given in groups
        ]  # fmt: skip
        found = awards.most_and_least(rows)
        if found != (f"An award was given {words}" if words else ""):
            wrong.append(found)

    assert wrong == []


def test_labels_of_an_axis_do_not_touch_each_other() -> None:
    """A figure of six digits is about 45 units wide, a separator included."""
    rows = [{"name": "A", "p25": 199_900.0, "median": 204_435.0, "p75": 209_800.0},
            {"name": "B", "p25": 228_400.0, "median": 237_862.0, "p75": 243_900.0}]  # fmt: skip
    with Drawing() as chart:
        chart.begin({"n": charts.specification(charts.ranges("name", ["A", "B"]), rows)})
        drawing = chart.drawn()["n"]
    places = [
        float(at)
        for at, words in re.findall(r"<text[^>]*translate\(([\d.]+),[^>]*>([^<]*)</text>", drawing)
        if re.fullmatch(r"[\d,]{7}", words)
    ]

    assert len(places) > 2
    assert min(after - before for before, after in pairwise(places)) > 60
