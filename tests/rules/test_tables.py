"""Every decision table of the package: each combination of facts has one outcome and its reason."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import vsm_xl
from vsm_xl import rules
from vsm_xl.errors import NONE, REASONS
from vsm_xl.framework import edition
from vsm_xl.rules.table import DecisionRow, DecisionTable

if TYPE_CHECKING:
    from collections.abc import Iterator


def _tables() -> Iterator[tuple[str, DecisionTable]]:
    for found in pkgutil.walk_packages(rules.__path__, rules.__name__ + "."):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if isinstance(thing, DecisionTable):
                yield f"{found.name.removeprefix('vsm_xl.rules.')}.{name}", thing


TABLES = dict(_tables())
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def _first_match(table: DecisionTable, case: dict[str, str]) -> int:
    return next(number for number, row in enumerate(table.rows) if row.matches(case))


def test_the_tables_are_found() -> None:
    assert {name.partition(".")[0] for name in TABLES} >= {
        "eligibility", "award", "approval", "bonus", "premium", "position", "segment",
    }  # fmt: skip


@EVERY_TABLE
def test_every_combination_of_facts_has_the_outcome_of_its_first_row(table: DecisionTable) -> None:
    sizes = [range(len(values)) for values in table.facts.values()]
    combinations = list(product(*sizes))

    for combination in combinations:
        case = {
            fact: values[number]
            for (fact, values), number in zip(table.facts.items(), combination, strict=True)
        }
        assert table.decide(*combination) == _first_match(table, case), case
    columns = [np.array(column) for column in zip(*combinations, strict=True)]
    assert table.decide(*columns).tolist() == [table.decide(*each) for each in combinations]


@EVERY_TABLE
def test_every_row_decides_something(table: DecisionTable) -> None:
    decided = {number for _, number in table.walk()}

    assert decided == set(range(len(table.rows)))


@EVERY_TABLE
def test_an_outcome_that_is_an_error_has_a_reason_that_is_one(table: DecisionTable) -> None:
    for row in table.rows:
        if row.reason is not None:
            assert (row.reason.error is not None) == (
                row.outcome.startswith("#") or row.outcome == "error"
            )
            assert not row.outcome.startswith("#") or row.reason.error == row.outcome


@EVERY_TABLE
def test_what_a_row_cites_is_a_figure_of_the_edition(table: DecisionTable) -> None:
    for row in table.rows:
        assert set(row.cites) <= set(edition.current().names), row


@EVERY_TABLE
def test_a_table_asks_a_question(table: DecisionTable) -> None:
    assert table.name.endswith("?")
    assert all(len(values) > 1 for values in table.facts.values())


def test_a_table_with_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="no row for"):
        DecisionTable(
            "?", {"light": ("red", "green")}, (DecisionRow({"light": "red"}, "no", NONE),)
        )


def test_a_table_with_a_row_that_is_never_reached_is_refused() -> None:
    with pytest.raises(ValueError, match="can never be reached"):
        DecisionTable(
            "?",
            {"light": ("red", "green")},
            (DecisionRow({}, "no", NONE), DecisionRow({}, "yes", NONE)),
        )


@pytest.mark.parametrize("when", [{"light": "blue"}, {"sound": "red"}])
def test_a_table_that_names_what_is_no_fact_is_refused(when: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no fact"):
        DecisionTable(
            "?",
            {"light": ("red", "green")},
            (DecisionRow(when, "no", NONE), DecisionRow({}, "yes", NONE)),
        )


_SEGMENTS = (1, 2, 3, 4, 5, "Not segmented", None)
_YEARS = ("2020/21", "2021/22", "2024/25", "2025/26", "2026/27", "2027/28")
_POLICIES: tuple[Any, ...] = (
    None,
    [["award.criteria", "settled"]],
    [["award.criteria", "settled"], ["award.withheld_segments", "4,5"]],
    [["award.withheld", "yes"]],
    [["award.criteria", "settled"], ["award.withheld", "yes"]],
)


def _by_the_contract(  # noqa: PLR0911 - one line for each row, as the contract has it
    year: str, kind: str, segment: Any, *, exempt: bool, policy: Any
) -> tuple[Any, str]:
    settles = dict(policy or [])
    withheld: tuple[int, ...] = (5,)
    if year == "2026/27" and "award.withheld_segments" in settles:
        withheld = (4, 5)
    if year in {"2020/21", "2027/28"}:
        return "#N/A", "YEAR_NOT_COVERED"
    if year == "2026/27" and "award.criteria" not in settles:
        return "#N/A", "CRITERIA_PENDING"
    if year < "2025/26":
        return True, "BEFORE_FRAMEWORK"
    if settles.get("award.withheld") == "yes" and not exempt:
        return False, "ORGANISATION_WITHHELD"
    if year == "2026/27" and "award.withheld_segments" not in settles:
        return "#N/A", "SEGMENTS_PENDING"
    if kind == "ICB" and year == "2025/26" and segment == "Not segmented":
        return True, "ICB_NOT_SEGMENTED"
    if segment in {None, "Not segmented"}:
        return "#N/A", "SEGMENT_UNKNOWN"
    if segment in withheld:
        return (True, "EXEMPT") if exempt else (False, "SEGMENT_WITHHELD")
    return True, "SEGMENT_ELIGIBLE"


@pytest.mark.parametrize("policy", _POLICIES, ids=str)
@pytest.mark.parametrize("year", _YEARS)
def test_eligibility_is_decided_as_the_contract_has_it(year: str, policy: Any) -> None:
    for kind, segment, exempt in product(("Provider", "ICB"), _SEGMENTS, (False, True)):
        expected, reason = _by_the_contract(year, kind, segment, exempt=exempt, policy=policy)

        answer = vsm_xl.call("VSM_ELIGIBLE", year, kind, segment, exempt, policy)
        award = vsm_xl.explain("VSM_AWARD", 100_000, year, kind, segment, exempt, policy)

        assert answer == expected, (kind, segment, exempt)
        assert award.reason == reason
        assert (award.value == 0.0) == (
            expected is False or (expected is True and year == "2021/22")
        )


def test_reasons_of_tables_are_in_the_catalogue() -> None:
    for table in TABLES.values():
        assert all(
            row.reason is None or REASONS[row.reason.number] is row.reason for row in table.rows
        )


@pytest.mark.parametrize(
    "file", sorted(Path(rules.__path__[0]).glob("*.py")), ids=lambda file: file.stem
)
def test_every_rule_shows_itself_in_a_running_example(file: Path) -> None:
    without = {"__init__", "working"}  # a package's face; what rules hand back

    assert file.stem in without or ">>>" in file.read_text(encoding="utf-8")
