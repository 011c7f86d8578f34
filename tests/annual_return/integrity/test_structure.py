"""Filling a template, and judging workbooks that came back changed."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = template_layout(5).places
PEOPLE, DECISIONS = PLACES["people"], PLACES["decisions"]
POLICY, ORGANISATION = PLACES["policy"], PLACES["organisation"]
SALARY, FROM, BONUS = (PEOPLE.cell(key) for key in ("salary", "in_post_from", "bonus_percent"))
SALARY_HEADER = f"{PEOPLE.letter('salary')}{PEOPLE.header_row}"
#: A cell with a formula that calls a function of the add-in.
AWARD = DECISIONS.cell("award", 1)


def _changed(package: Package, change: Callable[[Any], None]) -> Package:
    workbook = load_workbook(io.BytesIO(package.to_bytes()))
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return Package.from_bytes(file.getvalue(), package.name)


def _set(sheet: str, ref: str, value: object) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        workbook[sheet][ref] = value

    return change


def test_a_template_as_built_is_accepted(template_package: Package) -> None:
    assert check_structure(template_package).people == 5


def test_a_template_saved_by_another_program_is_accepted(template_package: Package) -> None:
    assert check_structure(_changed(template_package, lambda _: None)).people == 5


def test_filling_changes_only_the_sheets_of_inputs(template_package: Package) -> None:
    filled = fill(template_package, {"ods_code": "RR8"}, [{"post": "Chief Executive"}])
    titles = {part: title for title, part in template_package.sheets().items()}
    changed = {
        titles.get(part, part.split("/")[1])
        for part, data in filled.parts.items()
        if data != template_package.parts[part]
    }

    # Entries, and what fits the printed pages to them: areas, charts, heights of the rows in use.
    assert changed == {
        "Organisation", "People", "Decisions", "Single total", "Committee paper",
        "Decisions in brief", "Return", "Remuneration report", "Charts", "Planning", "Notes",
        "charts", "workbook.xml",
    }  # fmt: skip
    before, after = (
        load_workbook(io.BytesIO(package.to_bytes())) for package in (template_package, filled)
    )
    written = {
        sheet.title
        for sheet in before
        for row in sheet.iter_rows()
        for cell in row
        if cell.value != after[sheet.title][cell.coordinate].value
    }
    assert written == {"Organisation", "People", "Notes"}
    check_structure(filled)


def test_entries_arrive_in_their_cells_as_what_they_are(template_package: Package) -> None:
    person: dict[str, Any] = {
        "post": '=HYPERLINK("http://x")', "salary": 277_500.0, "in_post_from": date(2025, 4, 1),
        "award_given": "none", "justification": "@SUM(A1)",
    }  # fmt: skip
    filled = fill(template_package, {"award.withheld_segments": "4,5"}, [{}, person])
    workbook = load_workbook(io.BytesIO(filled.to_bytes()))
    people = workbook["People"]

    assert people[PEOPLE.cell("post", 1)].value == '=HYPERLINK("http://x")'
    assert people[PEOPLE.cell("post", 1)].data_type == "s"
    assert people[PEOPLE.cell("salary", 1)].value == 277_500
    assert people[PEOPLE.cell("in_post_from", 1)].value.date() == date(2025, 4, 1)
    assert people[PEOPLE.cell("award_given", 1)].value == "none"
    assert people[PEOPLE.cell("post")].value is None
    assert workbook["Local policy"][POLICY.line_cell("award.withheld_segments")].value == "4,5"


def test_text_that_looks_like_a_formula_passes_the_checks(template_package: Package) -> None:
    filled = fill(template_package, {}, [{"post": "=1+1"}])

    assert check_structure(filled).people == 5


def test_filling_again_leaves_nothing_of_the_first_time(template_package: Package) -> None:
    once = fill(template_package, {"ods_code": "RR8"}, [{"post": "A"}, {"post": "B"}], [])
    again = fill(once, {}, [{"post": "C"}])
    workbook = load_workbook(io.BytesIO(again.to_bytes()))

    assert workbook["People"][PEOPLE.cell("post")].value == "C"
    assert workbook["People"][PEOPLE.cell("post", 1)].value is None
    assert workbook["Organisation"][ORGANISATION.line_cell("ods_code")].value is None


def test_too_many_people_are_told_how_to_get_a_larger_template(template_package: Package) -> None:
    with pytest.raises(UnusableInput, match="vsm-xl build template --people 6"):
        fill(template_package, {}, [{"post": "A"}] * 6)


@pytest.mark.parametrize(
    ("organisation", "people"), [({"turnover": 1.0}, []), ({}, [{"wage": 1.0}])]
)
def test_unknown_keys_are_refused(
    template_package: Package, organisation: dict[str, Any], people: list[dict[str, Any]]
) -> None:
    with pytest.raises(UnusableInput, match="No such"):
        fill(template_package, organisation, people)


def test_somebody_elses_workbook_is_refused() -> None:
    file = io.BytesIO()
    Workbook().save(file)
    package = Package.from_bytes(file.getvalue(), "budget.xlsx")

    for judge in (check_structure, lambda package: fill(package, {}, [])):
        with pytest.raises(UnusableInput, match=r"budget\.xlsx is a workbook, but not an annual"):
            judge(package)


def test_another_version_of_the_template_is_refused(template_package: Package) -> None:
    def age(workbook: Any) -> None:
        ref = workbook.defined_names["vsm_template_version"].attr_text
        workbook["Cover"][ref.split("!")[1].replace("$", "")] = "0.0.1"
        del workbook["Staff pay"]

    with pytest.raises(UnusableInput, match=r"template version 0\.0\.1") as refused:
        check_structure(_changed(template_package, age))
    assert len(refused.value.problems) == 1


def _drop_sheet(workbook: Any) -> None:
    del workbook["Local policy"]


def _drop_name(workbook: Any) -> None:
    del workbook.defined_names["vsm_ranges"]


def _move_name(workbook: Any) -> None:
    workbook.defined_names["vsm_kind"].attr_text = "Organisation!$B$9"


def _drop_table(workbook: Any) -> None:
    del workbook["People"].tables["People"]


CHANGES: dict[str, tuple[Callable[[Any], None], str]] = {
    "a sheet gone": (_drop_sheet, "the sheet Local policy is missing"),
    "a name gone": (_drop_name, "the defined name vsm_ranges is missing"),
    "a name moved": (_move_name, "the name vsm_kind refers to"),
    "the table gone": (_drop_table, "the table People is gone"),
    "a header changed": (
        _set("People", SALARY_HEADER, "Pay"),
        f"sheet People, cell {SALARY_HEADER}: the column 'Salary at 31 March'"),
    "a value over a formula": (
        _set("Decisions", AWARD, 4875), f"sheet Decisions, cell {AWARD}: the cell holds 4875 where"),
    "a formula cleared": (
        _set("Decisions", AWARD, None), f"sheet Decisions, cell {AWARD}: the cell is"),
    "another formula": (
        _set("Decisions", AWARD, "=C9*0.05"),
        f"sheet Decisions, cell {AWARD}: the formula was changed"),
    "a label changed": (
        _set("Local policy", POLICY.cell("item"), "award.everything"),
        f"sheet Local policy, cell {POLICY.cell('item')}"),
    "text in a money cell": (
        _set("People", SALARY, "about 150k"), f"cell {SALARY} (Salary at 31 March)"),
    "a number as text": (_set("People", SALARY, "150,000"), "a number kept as text"),
    "a no-break space": (_set("People", SALARY, "150000\u00a0"), "no-break space"),
    "a negative amount": (_set("People", SALARY, -1), "outside what is allowed"),
    "TRUE for money": (_set("People", SALARY, value=True), "is not a number"),
    "an error": (_set("People", SALARY, "#N/A"), "it holds the error #N/A"),
    "a formula in an input": (_set("People", SALARY, "=1+1"), "an input holds a formula"),
    "a date as text": (_set("People", FROM, "2025-04-01"), "is text, not a date"),
    "a date of long ago": (_set("People", FROM, date(1925, 4, 1)), "is out of range"),
    "a percentage over 1": (_set("People", BONUS, 3.25), "for 3.25 per cent write 3.25% or 0.0325"),
    "off the list": (
        _set("Organisation", ORGANISATION.line_cell("kind"), "Hospice"),
        "write one of: Provider, ICB"),
    "below the table": (
        _set("People", f"A{PEOPLE.last_row + 2}", "Nurse"), "below the last row of the table"),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_workbook_is_refused_in_one_line(template_package: Package, case: str) -> None:
    change, words = CHANGES[case]

    with pytest.raises(UnusableInput) as refused:
        check_structure(_changed(template_package, change))

    [problem] = refused.value.problems
    assert problem.startswith("template.xlsx")
    assert words in problem


@pytest.mark.parametrize(
    ("key", "value"),
    [("salary", 150_000), ("award_given", "none"), ("in_post_from", date(2025, 4, 1)),
     ("exempt", "Yes"), ("post", "Nurse")],
)  # fmt: skip
def test_inputs_of_the_right_kind_are_accepted(
    template_package: Package, key: str, value: object
) -> None:
    check_structure(_changed(template_package, _set("People", PEOPLE.cell(key), value)))


def test_respelt_functions_are_the_same_formula(template_package: Package) -> None:
    def respell(workbook: Any) -> None:
        cell = workbook["Decisions"][AWARD]
        assert "VSM_AWARD(" in cell.value
        cell.value = cell.value.replace("VSM_AWARD(", "[1]!VSM_AWARD(")

    check_structure(_changed(template_package, respell))


def test_a_wide_wreck_is_told_in_twenty_lines(template_package: Package) -> None:
    def wreck(workbook: Any) -> None:
        for row in workbook["Decisions"][f"A{DECISIONS.first_row}:Z{DECISIONS.last_row}"]:
            for cell in row:
                cell.value = 0

    with pytest.raises(UnusableInput) as refused:
        check_structure(_changed(template_package, wreck))
    assert len(refused.value.problems) == 21


def test_a_template_needs_room_for_somebody() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        build_template(0)
