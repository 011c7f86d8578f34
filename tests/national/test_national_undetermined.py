"""What is not determined in a return is no number in the national figures."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from collation_day import DAY  # type: ignore[import-not-found,unused-ignore]

sys.path.insert(0, str(Path(__file__).parents[1] / "annual_return"))

import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.returns import Return
from vsm_xl.national.chapters import movements, rewards
from vsm_xl.national.chapters.base import Chapters
from vsm_xl.national.collate import collate
from vsm_xl.national.report import make_report
from vsm_xl.national.store import DATABASE, open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST, *OTHERS = sample.PEOPLE
#: Code of each organisation: what is open in its return.
OPEN: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "RAA": ({}, sample.PEOPLE),
    "RBB": ({"league_segment": None, "segment_date": None}, sample.PEOPLE),
    "RCC": ({}, [{**FIRST, "salary": None}, *OTHERS]),
    "RDD": ({}, [{**FIRST, "decision": None}, *OTHERS]),
    "REE": ({}, [{**FIRST, "decision": "Salary review", "salary": None}, *OTHERS]),
}
#: Departs, needs a national case, of each post in order.
FOUND = {
    "RAA": [(False, False), (False, False), (False, True)],
    "RBB": [(False, False), (None, False), (None, None)],
    "RCC": [(False, False), (False, False), (False, True)],
    "RDD": [(None, None), (False, False), (False, True)],
    "REE": [(None, None), (False, False), (False, True)],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a collation of these returns."""
    received, found = (tmp_path_factory.mktemp(name) for name in ("received", "collation"))
    for code, (organisation, people) in OPEN.items():
        computed = sample.filled(
            {"ods_code": code, "organisation": f"{code} Trust"} | organisation, people
        )
        made = Return(computed.package)
        made.recalculate()
        made.save(received / f"{code}.xlsx")
    made_of = collate([received], found, DAY, lambda _: None, workers=1)
    assert made_of.refused == []
    return found


def rows(folder: Path, query: str) -> list[Mapping[str, Any]]:
    with open_store(folder, read_only=True) as store:
        return list(store.rows(query))


def test_departures_and_cases_are_known_unknown_or_not(folder: Path) -> None:
    found: dict[str, list[tuple[object, object]]] = {}
    for row in rows(folder, "SELECT * FROM posts ORDER BY code, post_number"):
        found.setdefault(row["code"], []).append((row["departs"], row["case_needed"]))
    assert found == FOUND
    assert rows(folder, "SELECT * FROM departures") == []


def test_no_count_of_the_report_holds_what_is_not_determined(folder: Path) -> None:
    with open_store(folder, read_only=True) as store:
        report = make_report(store, "2025/26")
    departures = {row["code"]: row["departures"] for row in report.organisations}
    assert departures == {"RAA": 0, "RBB": None, "RCC": 0, "RDD": None, "REE": None}
    told = {one["label"]: one["value"] for one in report.five}
    assert told["posts given an award"] == told["cost of the awards"] == "not known"
    blocks = {block.key: block for section in report.sections for block in section.blocks}
    for key in ("awards-by-segment", "awards-by-kind"):
        assert "not determined" in blocks[key].finding
        for row in blocks[key].rows:
            if row["undetermined"] not in {0, "c"}:
                assert {
                    row[one] for one in ("given", "withheld", "exempt", "total_award", "cost")
                } == {None}
    assert blocks["departures-by-kind"].finding.startswith(
        "For fewer than 5 posts it is not determined"
    )
    assert blocks["cases"].finding.startswith("For fewer than 5 posts it is not determined")


def test_pay_of_a_role_is_not_known_where_a_salary_is_not(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "two-years"
    shutil.copytree(folder, copy)
    with duckdb.connect(str(copy / DATABASE)) as database:
        # The same returns a year later, every salary known; and a role whose salaries always are.
        database.execute("UPDATE all_posts SET role = 'Nurse' WHERE code = 'RAA'")
        for table in ("manifest", "returns", "posts"):
            file = "file || '-next' AS file"
            salary = ", coalesce(new_salary, 1) AS new_salary" if table == "posts" else ""
            database.execute(
                f"INSERT INTO all_{table} SELECT * REPLACE "  # noqa: S608 - names of the schema
                f"('2026/27' AS pay_year, {file}{salary}) FROM all_{table}"
            )
    with open_store(copy, read_only=True) as store:
        chapter = movements.chapter(Chapters(store, "2026/27", 1))
        known = {
            row["role"]: row["pay"]
            for row in store.rows(
                "SELECT role, CASE WHEN bool_and(new_salary IS NOT NULL) THEN sum(new_salary) END "
                "AS pay FROM posts WHERE pay_year = '2025/26' GROUP BY 1"
            )
        }
    found = {row["name"]: row["pay_last"] for row in chapter.blocks[0].rows}
    assert found == known
    assert known["Director"] is None
    assert known["Nurse"] > 0
    assert all(row["pay_now"] for row in chapter.blocks[0].rows)


def test_amounts_of_a_reward_are_not_known_where_one_is_not(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "rewards"
    shutil.copytree(folder, copy)
    with duckdb.connect(str(copy / DATABASE)) as database:
        for reward, amount in (("A", 5_000), ("A", None), ("B", 7_000)):
            database.execute(
                "INSERT INTO all_bonuses_and_premiums (code, pay_year, reward, percent, amount, file) "
                "SELECT 'RAA', '2025/26', ?, 0.05, ?, min(file) FROM manifest WHERE counted",
                [reward, amount],
            )
    with open_store(copy, read_only=True) as store:
        chapter = rewards.chapter(Chapters(store, "2025/26", 1))
    shown = {row["name"]: row["amount"] for row in chapter.blocks[0].rows}
    assert (shown["A"], shown["B"]) == (None, 7_000.0)
