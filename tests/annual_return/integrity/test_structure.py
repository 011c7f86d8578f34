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
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable


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
        "Organisation", "People", "Decisions", "Return", "Remuneration report", "Pay cases",
        "Charts", "Notes", "charts", "workbook.xml",
    }  # fmt: skip
    check_structure(filled)


def test_entries_arrive_in_their_cells_as_what_they_are(template_package: Package) -> None:
    person: dict[str, Any] = {
        "post": '=HYPERLINK("http://x")', "salary": 277_500.0, "in_post_from": date(2025, 4, 1),
        "award_given": "none", "justification": "@SUM(A1)",
    }  # fmt: skip
    filled = fill(template_package, {"award.withheld_segments": "4,5"}, [{}, person])
    workbook = load_workbook(io.BytesIO(filled.to_bytes()))
    people = workbook["People"]

    assert people["A9"].value == '=HYPERLINK("http://x")'
    assert people["A9"].data_type == "s"
    assert people["G9"].value == 277_500
    assert people["E9"].value.date() == date(2025, 4, 1)
    assert people["K9"].value == "none"
    assert people["A8"].value is None
    assert workbook["Local policy"]["B8"].value == "4,5"


def test_text_that_looks_like_a_formula_passes_the_checks(template_package: Package) -> None:
    filled = fill(template_package, {}, [{"post": "=1+1"}])

    assert check_structure(filled).people == 5


def test_filling_again_leaves_nothing_of_the_first_time(template_package: Package) -> None:
    once = fill(template_package, {"ods_code": "RR8"}, [{"post": "A"}, {"post": "B"}], [])
    again = fill(once, {}, [{"post": "C"}])
    workbook = load_workbook(io.BytesIO(again.to_bytes()))

    assert workbook["People"]["A8"].value == "C"
    assert workbook["People"]["A9"].value is None
    assert workbook["Organisation"]["B6"].value is None


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
        _set("People", "G7", "Pay"), "sheet People, cell G7: the column 'Salary at 31 March'"),
    "a value over a formula": (
        _set("Decisions", "I9", 4875), "sheet Decisions, cell I9: the cell holds 4875 where"),
    "a formula cleared": (_set("Decisions", "I9", None), "sheet Decisions, cell I9: the cell is"),
    "another formula": (
        _set("Decisions", "I9", "=C9*0.05"), "sheet Decisions, cell I9: the formula was changed"),
    "a label changed": (
        _set("Local policy", "A6", "award.everything"), "sheet Local policy, cell A6"),
    "text in a money cell": (_set("People", "G8", "about 150k"), "cell G8 (Salary at 31 March)"),
    "a number as text": (_set("People", "G8", "150,000"), "a number kept as text"),
    "a no-break space": (_set("People", "G8", "150000\u00a0"), "no-break space"),
    "a negative amount": (_set("People", "G8", -1), "outside what is allowed"),
    "TRUE for money": (_set("People", "G8", value=True), "is not a number"),
    "an error": (_set("People", "G8", "#N/A"), "it holds the error #N/A"),
    "a formula in an input": (_set("People", "G8", "=1+1"), "a formula stands in an input"),
    "a date as text": (_set("People", "E8", "2025-04-01"), "is text, not a date"),
    "a date of long ago": (_set("People", "E8", date(1925, 4, 1)), "is out of range"),
    "a percentage over 1": (_set("People", "O8", 3.25), "for 3.25 per cent write 3.25% or 0.0325"),
    "off the list": (_set("Organisation", "B8", "Hospice"), "write one of: Provider, ICB"),
    "below the table": (_set("People", "A14", "Nurse"), "below the last row of the table"),
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
    ("ref", "value"),
    [("G8", 150_000), ("K8", "none"), ("E8", date(2025, 4, 1)), ("I8", "Yes"), ("A8", "Nurse")],
)
def test_inputs_of_the_right_kind_are_accepted(
    template_package: Package, ref: str, value: object
) -> None:
    check_structure(_changed(template_package, _set("People", ref, value)))


def test_respelt_functions_are_the_same_formula(template_package: Package) -> None:
    def respell(workbook: Any) -> None:
        cell = workbook["Decisions"]["I9"]
        cell.value = cell.value.replace("VSM_AWARD(", "[1]!VSM_AWARD(")

    check_structure(_changed(template_package, respell))


def test_a_wide_wreck_is_told_in_twenty_lines(template_package: Package) -> None:
    def wreck(workbook: Any) -> None:
        for row in workbook["Decisions"]["A8:Z12"]:
            for cell in row:
                cell.value = 0

    with pytest.raises(UnusableInput) as refused:
        check_structure(_changed(template_package, wreck))
    assert len(refused.value.problems) == 21


def test_a_template_needs_room_for_somebody() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        build_template(0)
