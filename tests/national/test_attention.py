"""Pay that is entered otherwise than the simulation enters it, and what the attention list makes of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from made_once import made_once  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.national.attention import attention_list
from vsm_xl.national.collate import collate
from vsm_xl.national.simulate import simulate_one, simulated_organisations
from vsm_xl.national.simulate_files import write_return
from vsm_xl.national.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.national.simulated import Simulated


def _exempt(made: Simulated, **entries: str) -> None:
    made.lines.update(programme="Yes", programme_from=made.day(-90), challenged="Yes")
    made.chief.update(exempt="Yes", in_post_from=made.day(-120), **entries)


def _departing(made: Simulated, **entries: str) -> None:
    made.people[2].update(entries)
    made.lines.update(complies="No", explanation="A bonus is larger than the limit.")


def _approved(made: Simulated, day: int) -> None:
    made.chief["approved_on"] = made.day(day)


#: What is entered, the criterion that is planted beside it, and the entries of the list.
CASES: tuple[tuple[str, Any, str, list[tuple[str, str]]], ...] = (
    ("exempt without grounds", lambda m: _exempt(m, exempt_grounds=""), "", [("A02", "People, J8")]),
    ("exempt with grounds", lambda m: _exempt(m, exempt_grounds="Turned round."), "", []),
    ("a bonus as an amount over the limit",
     lambda m: _departing(m, bonus_amount="30000", bonus_achievement="Waits halved."), "",
     [("A09", "People, AK10")]),
    ("the same, explained",
     lambda m: _departing(m, bonus_amount="30000", bonus_achievement="Waits halved.", departure="Why."),
     "", []),
    ("a bonus as an amount within the limit",
     lambda m: m.people[2].update(bonus_amount="3000", bonus_achievement="Waits halved."), "", []),
    ("approved after it was paid", lambda m: _approved(m, 300), "above_maximum_unapproved",
     [("A01", "People, O8")]),
    ("approved before it was paid", lambda m: _approved(m, -5), "above_maximum_unapproved", []),
    ("paid on the day of the meeting",
     lambda m: m.lines.update(first_paid=m.lines["committee_date"]), "", []),
    ("a bonus without an achievement", lambda m: m.chief.update(bonus_achievement=""), "bonus_no_achievement", [("A08", "People, R8")]),
    ("a premium without grounds",
     lambda m: m.people[2].update(premium_percent="5%", premium_from=m.day(), premium_to=m.day(364), premium_grounds=""),
     "", [("A10", "People, S10")]),
)  # fmt: skip


@pytest.fixture(scope="module")
def listed() -> dict[str, list[tuple[str, str]]]:
    """Returns criterion and cell of each entry, by organisation."""
    trusts = _trusts()

    def make(folder: Path) -> None:
        (folder / "returns").mkdir()
        for trust, (_, change, planted, _) in zip(trusts, CASES, strict=True):
            made = simulate_one(trust, 77, "2025/26", planted)
            change(made)
            write_return(made, folder / "returns")
        collate([folder / "returns"], folder / "collation", date(2026, 7, 15), lambda _: None, 1)

    folder = made_once("attention", make)
    found: dict[str, list[tuple[str, str]]] = {trust.code: [] for trust in trusts}
    with open_store(folder / "collation", read_only=True) as store:
        for entry in attention_list(store, "2025/26"):
            found[entry.code].append((entry.criterion.code, entry.cell))
    return found


def _trusts() -> list[Any]:
    providers = [
        one
        for one in simulated_organisations(60)
        if one.kind == "Provider" and one.segment in {1, 2, 3, 4}
    ]
    return providers[: len(CASES)]


def test_each_entry_is_found_by_its_own_criterion_in_the_cell_that_settles_it(
    listed: dict[str, list[tuple[str, str]]],
) -> None:
    wrong = [
        (words, listed[trust.code])
        for trust, (words, _, _, wanted) in zip(_trusts(), CASES, strict=True)
        if listed[trust.code] != wanted
    ]

    assert wrong == []
