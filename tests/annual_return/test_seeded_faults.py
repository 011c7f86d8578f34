"""Each check of the Checks sheet against a workbook that breaks it, and only it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from faults import FAIL, SEEDS, Seed  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import SETTLED, Results, read_results
from vsm_xl.annual_return.template.sheets.check_rules import CHECKS
from vsm_xl.errors import XlError
from vsm_xl.ooxml.cells import enter_values
from vsm_xl.ooxml.markup import drop_attribute, named, new_element, parse, serialise
from vsm_xl.recalc import recalculate
from vsm_xl.xml_text import MAIN

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package

NUMBERS = {check.key: check.code for check in CHECKS}


@pytest.fixture(scope="module")
def template() -> Package:
    made: Package = blank_template(5)
    return made


def people_of(seed: Seed) -> list[dict[str, Any]]:
    people: list[dict[str, Any]] = copy.deepcopy(sample.PEOPLE)
    for at, change in sorted(seed.people.items()):
        if not change:
            people[at] = {}
        elif at < len(people):
            people[at] |= change
        else:
            people.append(dict(change))
    return people


def ranges_of(seed: Seed) -> list[dict[str, Any]]:
    if seed.ranges is None:
        return list(sample.RANGES)
    return [{**row, **seed.ranges} for row in sample.RANGES] if seed.ranges else []


def pasted(package: Package, seed: Seed) -> Package:
    """Put values over formulas, as a careless paste does."""
    layout = layout_of(package)
    for table, key, value in seed.pasted:
        place = layout.places[table]
        lines = {line.key for line in place.table.lines}
        ref = place.line_cell(key) if key in lines else place.cell(key)
        part = package.sheets()[place.sheet.title]
        root = parse(package.parts[part])
        [cell] = [one for one in named(root, "c") if one.get("r") == ref]
        cell[:] = []
        drop_attribute(cell, "t")
        if str(value).startswith("#"):
            cell.set("t", "e")
            cell.append(new_element(f"{{{MAIN}}}v", cell))
            cell[0].text = str(value)
        xml = serialise(root)
        if not str(value).startswith("#"):
            xml = enter_values(xml, {ref: value or None})
        package = package.replace(part, xml)
    return package


def seeded(template: Package, seed: Seed) -> Results:
    package = fill(
        template, sample.ORGANISATION | seed.organisation, people_of(seed), ranges_of(seed),
        staff_pay=seed.staff, earlier_ratios=[{"year": year, "ratio_p25": 9.0} for year in seed.earlier],
    )  # fmt: skip
    return read_results(recalculate(pasted(package, seed)))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.check}, {seed.result}")
def test_a_seeded_fault_trips_its_check_and_only_it(template: Package, seed: Seed) -> None:
    found = seeded(template, seed)
    tripped = {check.code: check for check in found.checks if check.result not in SETTLED}

    assert {n: tripped[n].result for n in tripped} == {NUMBERS[seed.check]: seed.result}
    assert found.master == seed.result
    told = tripped[NUMBERS[seed.check]]
    sheet, _, cell = told.where.partition(", ")
    assert sheet
    assert cell
    assert told.action.endswith(".")
    if seed.where:
        key, _, row = seed.where.partition("@")
        people = layout_of(template).places["people"]
        assert told.where == f"People, {people.letter(key)}{row}"


def test_every_check_has_a_seeded_fault_and_can_fail_as_it_says() -> None:
    assert {seed.check for seed in SEEDS} == set(NUMBERS)
    for check in CHECKS:
        results = {seed.result for seed in SEEDS if seed.check == check.key}
        assert (FAIL in results) == (check.faults != "=0")


def test_no_seed_is_an_error_in_disguise(template: Package) -> None:
    found = read_results(
        recalculate(fill(template, sample.ORGANISATION, sample.PEOPLE, sample.RANGES))
    )

    assert [check for check in found.checks if check.result not in SETTLED] == []
    assert not any(isinstance(value, XlError) for value in found.organisation.values())
