"""Rows, columns and sheets moved by hand: each is named by its place, and nothing entered is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import damage  # type: ignore[import-not-found,unused-ignore]
import pytest
from damage import fingerprint, problems, same_inputs

from vsm_xl.annual_return.filling.repair import repair
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Place
    from vsm_xl.ooxml.package import Package


def decided(recalculated: Recalculated) -> dict[object, tuple[object, ...]]:
    return {
        post["post"]: (post["award"], post["new_salary"], post["approval"], post["position"])
        for post in read_results(recalculated).posts
    }


def test_the_move_of_rows_is_what_excel_makes_of_references() -> None:
    put_in, taken_out = damage.Move("People", 9, 1), damage.Move("People", 9, -1)

    assert put_in.formula("=People!$A9+A9+SUM(People!$A$8:$A$12)", "Decisions") == (
        "=People!$A10+A9+SUM(People!$A$8:$A$13)"
    )
    assert taken_out.formula("=People!$A9+People!$A10", "Decisions") == "=People!#REF!+People!$A9"
    assert taken_out.area("$A$8:$A$9") == "$A$8:$A$8"


def test_a_row_inserted_among_the_people_is_named_with_its_row(
    package: Package, places: dict[str, Place]
) -> None:
    row = places["people"].first_row + 1
    post = places["people"].letter("post")

    def insert(workbook: Any) -> None:
        damage.Move("People", row, 1)(workbook)
        workbook["People"][f"{post}{row}"] = "Chief Digital Officer"

    inserted = damage.changed(package, insert)
    [problem] = problems(inserted)

    assert f"sheet People, row {row}: a row was inserted, which Decisions does not read" in problem
    assert "vsm-xl repair return.xlsx -o NEW.xlsx" in problem
    repaired = repair(inserted, "new.xlsx")
    assert repaired.left_out == []
    posts = [row["post"] for row in repaired.inputs.rows["people"]]
    assert posts == [
        "Chief Executive",
        "Chief Digital Officer",
        "Director of Finance",
        "Chief Nurse",
    ]
    again = decided(recalculate(repaired.package))
    assert again.keys() >= {"Chief Digital Officer"}


def test_an_empty_row_inserted_among_the_people_is_to_be_deleted(
    package: Package, places: dict[str, Place]
) -> None:
    row = places["people"].first_row + 1
    inserted = damage.changed(package, damage.Move("People", row, 1))
    [problem] = problems(inserted)

    assert f"row {row}: a row was inserted" in problem
    assert "It is empty: delete it" in problem
    check_structure(damage.changed(inserted, damage.Move("People", row, -1)))


def test_a_row_deleted_among_the_people_is_named_with_its_row(
    package: Package, places: dict[str, Place]
) -> None:
    row = places["people"].first_row + 1
    cut = damage.changed(package, damage.Move("People", row, -1))
    found = problems(cut)

    assert len(found) == 1
    assert f"sheet People, row {row}: a row was deleted here" in found[0]
    repaired = repair(cut, "new.xlsx")
    assert [row["post"] for row in repaired.inputs.rows["people"]] == [
        "Chief Executive",
        "Chief Nurse",
    ]


def test_a_table_of_people_that_was_pulled_down_is_named(
    package: Package, places: dict[str, Place]
) -> None:
    place = places["people"]
    last = place.last_row + 1

    def pull(workbook: Any) -> None:
        table = workbook["People"].tables["People"]
        table.ref = table.ref.replace(str(place.last_row), str(last))
        workbook["People"][f"{place.letter('post')}{last}"] = "Chief Digital Officer"

    pulled = damage.changed(package, pull)
    [problem] = problems(pulled)

    assert f"the table People now fills A{place.header_row}" in problem
    posts = [row["post"] for row in repair(pulled, "new.xlsx").inputs.rows["people"]]
    assert posts[-1] == "Chief Digital Officer"


def test_a_row_inserted_among_labelled_lines_is_named(
    package: Package, places: dict[str, Place]
) -> None:
    row = int(places["organisation"].line_cell("kind")[1:])
    inserted = damage.changed(package, damage.Move("Organisation", row, 1))
    [problem] = problems(inserted)

    assert f"sheet Organisation, row {row}: a row was inserted" in problem
    assert "delete it (Home, Delete, Delete Sheet Rows)" in problem
    same_inputs(repair(inserted, "new.xlsx"), package)
    check_structure(damage.changed(inserted, damage.Move("Organisation", row, -1)))


def test_a_deleted_line_is_named(package: Package, places: dict[str, Place]) -> None:
    row = int(places["organisation"].line_cell("size")[1:])
    cut = damage.changed(package, damage.Move("Organisation", row, -1))
    [problem] = problems(cut)

    assert f"sheet Organisation, row {row}: a row was deleted here" in problem
    repaired = repair(cut, "new.xlsx")
    assert any("'Size' is not found" in line for line in repaired.left_out)
    assert repaired.inputs.lines["ods_code"] == "RZZ"


def test_an_inserted_column_is_named(package: Package, places: dict[str, Place]) -> None:
    column = places["people"].table.index("salary") + 1
    letter = places["people"].letter("salary")
    inserted = damage.changed(package, damage.Move("People", column, 1, rows=False))
    [problem] = problems(inserted)

    assert f"sheet People, column {letter}: a column was inserted" in problem
    same_inputs(repair(inserted, "new.xlsx"), package)


def test_a_deleted_column_is_named(package: Package, places: dict[str, Place]) -> None:
    column = places["people"].table.index("bonus_percent") + 1
    letter = places["people"].letter("bonus_percent")
    cut = damage.changed(package, damage.Move("People", column, -1, rows=False))
    [problem] = problems(cut)

    assert f"sheet People, column {letter}: a column was deleted" in problem
    repaired = repair(cut, "new.xlsx")
    assert any("the column bonus_percent is not found" in line for line in repaired.left_out)
    assert repaired.inputs.rows["people"][0]["salary"] == 277_500


def test_a_row_inserted_into_the_pay_ranges_changes_nothing(
    package: Package, places: dict[str, Place], complete: Recalculated
) -> None:
    row = places["ranges"].first_row + 1
    inserted = damage.changed(package, damage.Move("Pay ranges", row, 1))

    assert check_structure(inserted).range_rows == layout_of(package).range_rows + 1
    assert decided(recalculate(inserted)) == decided(complete)


@pytest.mark.parametrize("sheet", ["Decisions", "Checks"])
def test_a_row_inserted_into_a_calculated_sheet_is_named(package: Package, sheet: str) -> None:
    layout = layout_of(package)
    row = layout.places[layout.sheet(sheet).tables[0].key].first_row
    found = problems(damage.changed(package, damage.Move(sheet, row, 1)))

    assert len(found) == 1
    assert f"sheet {sheet}, " in found[0]
    assert "insert" in found[0]
    assert "vsm-xl repair" in found[0]


def test_a_sorted_table_of_people_is_computed_alike(
    package: Package, places: dict[str, Place], complete: Recalculated
) -> None:
    place = places["people"]

    def sort(workbook: Any) -> None:
        """As Excel sorts a table: whole rows, the empty ones at the end."""
        sheet = workbook["People"]
        rows = [
            [sheet.cell(row, column + 1).value for column in range(len(place.table.columns))]
            for row in range(place.first_row, place.last_row + 1)
        ]
        rows.sort(key=lambda row: (row[0] is None, row[0]))
        for at, values in enumerate(rows, start=place.first_row):
            for column, value in enumerate(values, start=1):
                sheet.cell(at, column).value = value

    ordered = damage.changed(package, sort)
    check_structure(ordered)
    again = recalculate(ordered)

    assert list(decided(again)) == ["Chief Executive", "Chief Nurse", "Director of Finance"]
    assert decided(again) == decided(complete)
    assert read_results(again).master == read_results(complete).master


def test_empty_rows_between_people_change_nothing(
    package: Package, places: dict[str, Place], complete: Recalculated
) -> None:
    place = places["people"]

    def spread(workbook: Any) -> None:
        sheet = workbook["People"]
        for column in range(1, len(place.table.columns) + 1):
            sheet.cell(place.last_row, column).value = sheet.cell(place.first_row, column).value
            sheet.cell(place.first_row, column).value = None

    again = recalculate(damage.changed(package, spread))

    assert decided(again) == decided(complete)


def test_formulas_swapped_by_sorting_are_named(package: Package, places: dict[str, Place]) -> None:
    place = places["decisions"]
    first, second = (f"{place.letter('award')}{place.first_row + at}" for at in (0, 1))

    def swap(workbook: Any) -> None:
        sheet = workbook["Decisions"]
        sheet[first].value, sheet[second].value = sheet[second].value, sheet[first].value

    found = problems(damage.changed(package, swap))

    assert "vsm-xl repair" not in found[0]
    assert "vsm-xl repair" in found[1]
    assert [f"sheet Decisions, cell {ref}: the formula was changed" in line
            for ref, line in zip((first, second), found, strict=True)] == [True, True]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "words"),
    [(9_018.75, "holds 9018.75 where its formula belongs"), (None, "is empty where its formula"),
     ("=1+1", "the formula was changed to '=1+1'")],
)  # fmt: skip
def test_a_value_pasted_over_a_formula_is_named(
    package: Package, places: dict[str, Place], held: object, words: str
) -> None:
    ref = places["decisions"].cell("award", 1)

    def paste(workbook: Any) -> None:
        workbook["Decisions"][ref] = held

    pasted = damage.changed(package, paste)
    [problem] = problems(pasted)

    assert f"return.xlsx, sheet Decisions, cell {ref}: " in problem
    assert words in problem
    assert "vsm-xl repair" in problem


SHEETS = ("People", "Pay ranges", "Local policy", "Decisions")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_deleted_sheet_is_named_alone(package: Package, sheet: str) -> None:
    cut = damage.changed(package, damage.deleted(sheet))
    found = problems(cut)

    assert len(found) == 1
    assert f"return.xlsx: the sheet {sheet} is missing" in found[0]
    entered = layout_of(package).sheet(sheet).purpose == "input"
    assert ("is lost with it" in found[0]) == entered


def test_of_a_deleted_sheet_only_its_own_inputs_are_lost(package: Package) -> None:
    repaired = repair(damage.changed(package, damage.deleted("Local policy")), "new.xlsx")

    assert [line.split(": ")[1] for line in repaired.left_out] == [
        "there is no sheet Local policy, so nothing of it could be carried over."
    ]
    assert fingerprint(repaired.package) == fingerprint(package)


def test_a_deleted_cover_is_named(package: Package) -> None:
    [problem] = problems(damage.changed(package, damage.deleted("Cover")))

    assert "the sheet Cover is missing" in problem


def test_a_renamed_sheet_is_to_get_its_name_back(package: Package) -> None:
    sheet = "People"
    given = damage.changed(package, damage.renamed(sheet, "Sheet of ours"))
    [problem] = problems(given)

    assert f"sheet Sheet of ours: it was renamed. Name it {sheet} again" in problem
    same_inputs(repair(given, "new.xlsx"), package)
    check_structure(damage.changed(given, damage.renamed("Sheet of ours", sheet)))
