from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsm_xl.national.chapters import salaries
from vsm_xl.national.chapters.base import Chapters
from vsm_xl.national.store import open_store
from vsm_xl.national.suppression import HIDDEN, hidden_groups, suppressed

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.collate import Collated

LEAST = 5

#: Counts of groups with the places that are hidden beside their total.
CASES: tuple[tuple[list[int], list[int]], ...] = (
    ([12, 30, 40], []),
    ([12, 3, 40], [0, 1]),
    ([3, 3, 40], [0, 1]),
    ([1, 2, 40], [0, 1, 2]),
    ([0, 3, 40], [1, 2]),
    ([3], [0]),
    ([], []),
    ([5, 5], []),
)


def test_small_groups_and_what_would_reveal_them_are_hidden() -> None:
    wrong = [
        (counts, found)
        for counts, hidden in CASES
        if (found := sorted(hidden_groups(counts, LEAST))) != hidden
    ]

    assert wrong == []


@given(st.lists(st.integers(0, 60), max_size=9))
def test_nothing_hidden_can_be_worked_out_by_subtraction(counts: list[int]) -> None:
    """Total less everything shown is a sum of at least two groups, and of at least the least number."""
    hidden = hidden_groups(counts, LEAST)
    everything = sum(counts)
    shown = sum(count for at, count in enumerate(counts) if at not in hidden)
    rest = everything - shown

    assert all(counts[at] >= LEAST or counts[at] == 0 for at in set(range(len(counts))) - hidden)
    if hidden and rest != everything:
        assert len(hidden) > 1
        assert rest >= LEAST
    # No single hidden group follows from the total and the groups that are shown.
    for pair in combinations(sorted(hidden), 1):
        assert len(hidden) == 1 or counts[pair[0]] != rest


def test_a_hidden_group_keeps_its_name_and_nothing_else() -> None:
    rows = [{"name": "North", "posts": 3, "cost": 1.0}, {"name": "South", "posts": 9, "cost": 2.0},
            {"name": "East", "posts": 20, "cost": 3.0}]  # fmt: skip

    shown = suppressed(rows, ("posts",), LEAST)

    assert shown == [
        {"name": "North", "posts": HIDDEN, "cost": HIDDEN},
        {"name": "South", "posts": HIDDEN, "cost": HIDDEN},
        {"name": "East", "posts": 20, "cost": 3.0},
    ]


@pytest.mark.parametrize("least", [1, 5])
def test_a_total_over_roles_reveals_no_role_that_is_hidden(
    collated: tuple[Path, Collated, list[str]], least: int
) -> None:
    with open_store(collated[0], read_only=True) as store:
        block = salaries.chapter(Chapters(store, "2025/26", least)).blocks[0]
    whole = [row for row in block.rows if HIDDEN not in row.values()]
    above = sum(row["Above operational maximum"] + row["Above exception maximum"] for row in whole)
    measured = sum(row["all"] - row["Not determined"] for row in whole)
    shown = re.search(r"(\d+) of (\d+) salar", block.finding)
    if least == 1:
        assert len(whole) == len(block.rows)
        assert not block.finding.startswith("In the roles")
    else:
        assert len(whole) < len(block.rows)
        assert block.finding.startswith("In the roles that are shown in full, ")
        left_out = [row["name"] for row in block.rows if row not in whole]
        assert block.finding.endswith(
            f"Not drawn, because small groups are not shown: {'; '.join(left_out)}."
        )
    assert shown is not None
    assert [int(one) for one in shown.groups()] == [above, measured]
    # An empty bar would read as nought.
    assert block.chart is not None
    drawn = {row["name"] for row in block.chart["data"]["values"]}
    assert drawn == {row["name"] for row in whole}
