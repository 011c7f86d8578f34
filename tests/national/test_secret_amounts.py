"""Amounts of few posts cannot be worked out from all tables of a report together."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_once import made_once  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.national.collate import collate
from vsm_xl.national.report import Report, make_report
from vsm_xl.national.secret_amounts import SecretAmounts
from vsm_xl.national.simulate import simulate_one, simulated_organisations
from vsm_xl.national.simulate_files import write_return
from vsm_xl.national.store import open_store
from vsm_xl.national.suppression import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


LEAST = 5
PRIME = 2**61 - 1


def rank(equations: Sequence[Sequence[int]]) -> int:
    """Returns the rank modulo a large prime, which is that over the fractions for such small numbers."""
    rows = [[value % PRIME for value in row] for row in equations]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        for at in range(found + 1, len(rows)):
            times = rows[at][column] * inverse % PRIME
            rows[at] = [(a - times * b) % PRIME for a, b in zip(rows[at], rows[found], strict=True)]
        found += 1
    return found


def worked_out(
    counts: Sequence[int], groupings: dict[str, list[Any]], secret: SecretAmounts
) -> list[int]:
    """Returns the small members whose amounts follow from all that is shown."""
    places = range(len(counts))
    known = [[int(at == one) for at in places] for one in places
             if one not in secret.members or not counts[one]]  # fmt: skip
    known.append([1] * len(counts))
    for name, grouping in groupings.items():
        known += [[int(own == group) for own in grouping]
                  for group in set(grouping) - secret.groups[name]]  # fmt: skip
    base = rank(known)
    return [one for one in places
            if 0 < counts[one] < LEAST and rank([*known, [int(at == one) for at in places]]) == base]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 14).flatmap(lambda size: st.tuples(
    st.lists(st.sampled_from([0, 1, 2, 4, 6, 7, 8, 9, 11, 13]), min_size=size, max_size=size),
    *(st.lists(st.integers(0, most), min_size=size, max_size=size) for most in (4, 1, 7, 3)),
)))  # fmt: skip
def test_no_amount_of_few_posts_follows_from_all_that_is_shown(
    drawn: tuple[list[int], list[int], list[int], list[int], list[int]],
) -> None:
    counts, *grouped = drawn
    groupings = dict(zip(("segment", "kind", "region", "size_group"), grouped, strict=True))

    secret = SecretAmounts(counts, groupings, LEAST)

    several = sum(count > 0 for count in counts) > 1
    assert {at for at, count in enumerate(counts) if 0 < count < LEAST} <= secret.members
    assert not several or worked_out(counts, groupings, secret) == []
    if all(count >= LEAST or count == 0 for count in counts):
        assert secret.members == set()
        assert not any(secret.groups.values())


@pytest.fixture(scope="module")
def few_trusts() -> Path:
    """Returns the collation of seven trusts, one with three posts only."""

    def make(folder: Path) -> None:
        (folder / "returns").mkdir()
        trusts = [one for one in simulated_organisations(60) if one.kind == "Provider"][:7]
        for at, organisation in enumerate(trusts):
            made = simulate_one(organisation, 11, "2025/26", "")
            if at == 0:
                del made.people[3:]
            write_return(made, folder / "returns")
        collate([folder / "returns"], folder / "collation", date(2026, 7, 15), lambda _: None, 1)

    folder: Path = made_once("trusts-one-of-them-small", make)
    return folder / "collation"


@pytest.fixture(scope="module")
def small(few_trusts: Path) -> tuple[Report, dict[str, int]]:
    """Returns its report, and how many awards each trust gave."""
    with open_store(few_trusts, read_only=True) as store:
        awarded = store.rows("SELECT code, count(*) FILTER (award > 0) AS n FROM posts GROUP BY 1")
        return make_report(store), {row["code"]: row["n"] for row in awarded}


def test_a_return_of_three_posts_shows_no_amount_and_is_not_broken_down(
    small: tuple[Report, dict[str, int]],
) -> None:
    report, _ = small
    [few] = [row for row in report.organisations if row["posts"] == 3]

    assert (few["total_award"], few["total_new_salary"]) == (HIDDEN, HIDDEN)
    for field in ("total_award", "total_new_salary"):
        assert sum(row[field] == HIDDEN for row in report.organisations) > 1
    for section in report.sections:
        for block in section.blocks:
            for row in block.rows:
                if isinstance(row.get("all"), int) and row["all"] < LEAST:
                    parts = [row[column.name] for column in block.columns[2:]]
                    assert parts == [HIDDEN] * len(parts), row


def test_no_award_of_few_posts_follows_from_the_tables_of_a_report(
    small: tuple[Report, dict[str, int]],
) -> None:
    """The equations are those that a reader finds: each organisation, each row of each breakdown."""
    report, awarded = small
    rows = report.organisations
    known = [[int(one is row) for one in rows] for row in rows
             if row["total_award"] != HIDDEN or not awarded[row["code"]]]  # fmt: skip
    known.append([1] * len(rows))
    for section in report.sections:
        for block in section.blocks:
            field = block.key.removeprefix("awards-by-").replace("-", "_")
            if field not in {"segment", "kind", "region", "size_group"}:
                continue
            for shown in block.rows:
                if shown["total_award"] != HIDDEN:
                    named = [str(row[field] or "not known") for row in rows]
                    known.append([int(shown["name"].lower().removeprefix("segment ") == one.lower())
                                  for one in named])  # fmt: skip
    base = rank(known)
    few = [row for row in rows if 0 < awarded[row["code"]] < LEAST]
    assert few
    assert [
        row["code"]
        for row in few
        if rank([*known, [int(one is row) for one in rows]]) == base
    ] == []  # fmt: skip


def test_no_pay_of_few_posts_follows_from_the_total_of_those_that_returned_twice(
    few_trusts: Path, tmp_path: Path
) -> None:
    """The small one and the two largest returned in the year before; their salaries are a total."""
    copy = tmp_path / "collation"
    shutil.copytree(few_trusts, copy)
    with open_store(copy) as store:
        by_posts = store.rows("SELECT code FROM returns ORDER BY posts, code")
        twice = [by_posts[at]["code"] for at in (0, -1, -2)]
        for table in ("all_returns", "all_manifest"):
            store.rows(
                f"INSERT INTO {table} SELECT * REPLACE ('2024/25' AS pay_year, 'old-' || file AS file) "  # noqa: S608 - names of tables
                f"FROM {table} WHERE code IN (SELECT unnest($twice)) RETURNING 1",
                {"twice": twice},
            )
        report = make_report(store, "2025/26")

    hidden = {row["code"] for row in report.organisations if row["total_new_salary"] == HIDDEN}
    assert twice[0] in hidden
    assert len(hidden & {*twice}) > 1
