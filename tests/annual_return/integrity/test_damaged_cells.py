"""Cells, rows and tabs moved past each other: told once and truly, and never lost without a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import damage  # type: ignore[import-not-found,unused-ignore]
import pytest
from damage import fingerprint, problems

from vsm_xl.annual_return.export.pdf_export import committee_paper
from vsm_xl.annual_return.filling.repair import repair
from vsm_xl.annual_return.integrity.hidden_parts import hidden_things
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.ooxml import read_sheet
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.annual_return.template.layout import Place
    from vsm_xl.ooxml.package import Package


@pytest.fixture
def people(places: dict[str, Place]) -> Place:
    return places["people"]


def reading(rewrite: Callable[[str, str], str]) -> Callable[[Any], None]:
    """Let every reference to a cell of People lead elsewhere, as programs do when cells move."""

    def change(workbook: Any) -> None:
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and sheet.title != "People":
                        cell.value = re.sub(
                            r"People!\$([A-Z]+)(\d+)\b",
                            lambda at: rewrite(at[1], at[2]),
                            str(cell.value),
                        )

    return change


def moved_cells(letter: str, first: int, by: int) -> Callable[[Any], None]:
    """Delete or insert a single cell of People, so that those below move up or down."""

    def rewrite(column: str, row: str) -> str:
        if column != letter or int(row) < first:
            return f"People!${column}{row}"
        if by < 0 and int(row) == first:
            return "#REF!"
        return f"People!${column}{int(row) + by}"

    return reading(rewrite)


@pytest.mark.parametrize(
    ("by", "words"),
    [(-1, "a cell was deleted here and those below moved up"),
     (1, "a cell was inserted here and those below moved down")],
)  # fmt: skip
def test_cells_that_moved_past_their_posts_are_told_once(
    package: Package, people: Place, by: int, words: str
) -> None:
    cell = people.cell("salary", 1)
    letter = people.letter("salary")
    torn = damage.changed(package, moved_cells(letter, people.first_row + 1, by))
    [problem] = problems(torn)

    assert problem.startswith(f"return.xlsx, sheet People, cell {cell}: {words}")
    # Nobody can know beside which post a salary belongs, so the repair says that it does not.
    assert repair(torn, "new.xlsx").left_out == [problem]


def test_a_row_that_was_dragged_away_is_named_and_no_other(package: Package, people: Place) -> None:
    home, there = people.first_row + 1, people.last_row + 5

    def rewrite(column: str, row: str) -> str:
        return f"People!${column}{there if int(row) == home else row}"

    def drag(workbook: Any) -> None:
        reading(rewrite)(workbook)
        sheet = workbook["People"]
        last = people.letter(people.table.columns[-1].key)
        sheet.move_range(f"A{home}:{last}{home}", rows=there - home)

    dragged = damage.changed(package, drag)
    [problem] = problems(dragged)

    assert f"sheet People, row {home}: it was cut or dragged to row {there}" in problem
    repaired = repair(dragged, "new.xlsx")
    assert repaired.left_out == []
    assert sorted(str(row["post"]) for row in repaired.inputs.rows["people"]) == [
        "Chief Executive", "Chief Nurse", "Director of Finance",
    ]  # fmt: skip


def test_a_single_cell_that_was_cut_explains_the_changed_formula(
    package: Package, people: Place
) -> None:
    letter, row = people.letter("salary"), people.first_row + 1

    def rewrite(column: str, at: str) -> str:
        moved = column == letter and int(at) == row
        return f"People!${column}{people.last_row if moved else at}"

    found = problems(damage.changed(package, reading(rewrite)))

    assert any("those that it should read were cut, dragged or deleted" in one for one in found)


def test_decisions_sorted_alone_are_named_as_such(package: Package) -> None:
    exchanged = {"8": "9", "9": "8"}

    def rewrite(column: str, row: str) -> str:
        return f"People!${column}{exchanged.get(row, row)}"

    found = problems(damage.changed(package, reading(rewrite)))

    assert len(found) == 1
    assert "sheet Decisions, cell A8: the rows were put in another order" in found[0]


def test_several_rows_put_in_are_told_in_one_line(package: Package, people: Place) -> None:
    row = people.first_row + 1
    [problem] = problems(damage.changed(package, damage.Move("People", row, 3)))

    assert f"rows {row} to {row + 2}: 3 rows were inserted" in problem
    assert "They are empty: delete them" in problem


def test_several_rows_taken_out_are_told_in_one_line(package: Package, people: Place) -> None:
    row = people.first_row + 1
    [problem] = problems(damage.changed(package, damage.Move("People", row, -2)))

    assert f"row {row}: 2 rows were deleted here" in problem


@pytest.mark.parametrize("count", [40, pytest.param(1_000, marks=pytest.mark.component)])
def test_a_long_list_pasted_below_the_table_is_told_in_one_line(
    package: Package, people: Place, count: int
) -> None:
    def paste(workbook: Any) -> None:
        for at in range(1, count + 1):
            workbook["People"].cell(people.last_row + at, 1).value = f"Post {at}"

    pasted = damage.changed(package, paste)
    [problem] = problems(pasted)

    assert f"rows {people.last_row + 1} to {people.last_row + count}" in problem
    assert f"{count:,} rows are below the last row" in problem
    repaired = repair(pasted, "new.xlsx")
    assert repaired.left_out == []
    assert len(repaired.inputs.rows["people"]) == count + 3


def test_two_sheets_that_exchanged_their_titles_are_told_by_what_they_are(package: Package) -> None:
    def exchange(workbook: Any) -> None:
        for old, new in (("People", "Between"), ("Decisions", "People"), ("Between", "Decisions")):
            damage.renamed(old, new)(workbook)

    given = damage.changed(package, exchange)

    assert sorted(line.partition(". ")[0] for line in problems(given)) == [
        "return.xlsx, sheet Decisions: it was renamed",
        "return.xlsx, sheet People: it was renamed",
    ]
    repaired = repair(given, "new.xlsx")
    assert repaired.left_out == []
    assert fingerprint(repaired.package) == fingerprint(package)


def test_faults_are_found_also_where_sheets_were_renamed(package: Package, people: Place) -> None:
    def change(workbook: Any) -> None:
        workbook["People"][people.cell("bonus_percent")].value = 5
        workbook["Return"]["B27"].value = 99
        damage.renamed("People", "Our people")(workbook)
        damage.renamed("Pay ranges", "Ranges")(workbook)

    found = problems(damage.changed(package, change))

    assert len(found) == 4
    assert [line.split(": ")[1][:15] for line in found[:2]] == ["it was renamed."[:15]] * 2
    assert f"sheet People, cell {people.cell('bonus_percent')}" in found[2]
    assert "sheet Return, cell B27: the cell holds 99" in found[3]


def test_a_label_that_find_and_replace_changed_does_not_lose_its_value(package: Package) -> None:
    place = layout_of(package).places["staff_pay"]
    row = place.first_row + 1

    def replace(workbook: Any) -> None:
        cell = workbook["Staff pay"][f"A{row}"]
        assert "director" in cell.value
        cell.value = cell.value.replace("director", "Dir.")

    repaired = repair(damage.changed(package, replace), "new.xlsx")

    assert repaired.left_out == []
    assert fingerprint(repaired.package) == fingerprint(package)


def test_formulas_that_google_sheets_wrapped_are_told_once(package: Package) -> None:
    def wrap(workbook: Any) -> None:
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and "VSM_" in str(cell.value):
                        inner = str(cell.value)[1:].replace('"', '""')
                        cell.value = f'=IFERROR(__xludf.DUMMYFUNCTION("{inner}"),"#NAME?")'

    wrapped = damage.changed(package, wrap)
    [problem] = problems(wrapped)

    assert "Google Sheets wrapped the formula" in problem
    assert "vsm-xl repair" in problem
    assert fingerprint(repair(wrapped, "new.xlsx").package) == fingerprint(package)


def test_a_formula_in_an_input_is_left_out_by_name(package: Package, people: Place) -> None:
    def enter(workbook: Any) -> None:
        workbook["People"][people.cell("salary")].value = "=277500+0"

    [line] = repair(damage.changed(package, enter), "new.xlsx").left_out

    assert f"cell {people.cell('salary')}: an input holds the formula =277500+0" in line


def hide(workbook: Any) -> None:
    sheet = workbook["People"]
    for row in (8, 9):
        sheet.row_dimensions[row].hidden = True
    # The last of the table, empty: nobody misses it.
    sheet.row_dimensions[12].hidden = True
    sheet.column_dimensions["G"].hidden = True
    workbook["Decisions in brief"].row_dimensions[8].hidden = True
    workbook["Decisions in brief"].column_dimensions["D"].hidden = True
    workbook["Checks"].sheet_state = "hidden"


def test_what_was_hidden_is_told_with_the_way_back(package: Package) -> None:
    found = hidden_things(recalculate(damage.changed(package, hide)).package)

    assert [line.partition(". ")[0] for line in found] == [
        "return.xlsx, sheet Checks is hidden",
        "return.xlsx, sheet People, rows 8 to 9 are hidden",
        "return.xlsx, sheet People, column G is hidden",
        "return.xlsx, sheet Decisions in brief, row 8 is hidden",
        "return.xlsx, sheet Decisions in brief, column D is hidden",
    ]
    assert all("Unhide" in line for line in found)


def test_the_committee_paper_shows_what_was_hidden(package: Package) -> None:
    paper = committee_paper(recalculate(damage.changed(package, hide)))
    xml = paper.parts[paper.sheets()["Decisions in brief"]]

    shown = {row.number: row.attributes.get("hidden", "0") for row in read_sheet(xml).rows}
    assert shown[8] == "0"
    assert shown[layout_of(package).places["paper_decisions"].last_row] == "1"
    assert b'hidden="1"' not in xml.partition(b"<sheetData")[0]
