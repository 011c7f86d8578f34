"""Every rule on the blank template, the filled example and the largest return."""

from __future__ import annotations

import re
from pathlib import Path

import conformance  # type: ignore[import-not-found,unused-ignore]
import pytest
import rules_of_results as results  # type: ignore[import-not-found,unused-ignore]
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from conformance import RULES

from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.results import read_results

HERE = Path(__file__).parent
JUDGED = [rule for rule in RULES if rule.of_book or rule.of_result]


# One test for each workbook: making one takes longer than judging it, and the largest half a minute.
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.component if name == conformance.LARGE else ())
        for name in conformance.WORKBOOKS
    ],
)
def test_the_workbook_keeps_every_rule_and_is_under_a_megabyte(name: str) -> None:
    found = {rule.number: conformance.breaches(rule, name)[:5] for rule in JUDGED}

    assert {number: lines for number, lines in found.items() if lines} == {}
    assert len(conformance.workbook(name).result.package.to_bytes()) < 1_000_000


def test_there_are_forty_five_rules_and_each_is_proved() -> None:
    assert [rule.number for rule in RULES] == list(range(1, 46))
    assert [rule.number for rule in RULES if not (rule in JUDGED or rule.tests)] == []


@pytest.mark.parametrize("test", sorted({test for rule in RULES for test in rule.tests}))
def test_a_test_that_proves_a_rule_exists(test: str) -> None:
    file, _, function = test.partition("::")

    assert re.search(
        rf"^def {function}\(",
        next(HERE.parent.rglob(file)).read_text(encoding="utf-8"),
        re.MULTILINE,
    )


def test_the_example_is_marked_as_one() -> None:
    example = conformance.workbook(conformance.EXAMPLE)
    says = read_results(example.result)

    assert results.examples_not_marked(example.book) == []
    # No example passes for a return: its pay ranges fail a check in so many words.
    assert [check.what for check in says.checks if check.result == "Fail"] == [
        "No pay range is illustrative"
    ]


def test_a_blank_template_has_no_unknown_function() -> None:
    assert conformance.workbook(conformance.BLANK).result.unknown_functions == {}


def test_building_and_filling_twice_gives_the_same_bytes() -> None:
    made = [
        fill(
            blank_template(5, "r.xlsx"),
            sample.ORGANISATION, sample.PEOPLE, sample.RANGES,
        ).to_bytes()
        for _ in range(2)
    ]  # fmt: skip

    assert made[0] == made[1]
