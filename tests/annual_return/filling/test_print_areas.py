"""What prints: the posts that there are, not all the rows that a template has room for."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]
from openpyxl import load_workbook
from sample_return import (  # type: ignore[import-not-found,unused-ignore]
    ORGANISATION,
    PEOPLE,
    RANGES,
)

from vsm_xl.annual_return.export.pdf_export import committee_paper
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.filling.print_areas import cover_posts
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.annual_return.template.font_metrics import height_of
from vsm_xl.ooxml.cells import enter_values
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package

#: Posts that a blank template prints.
FIRST = 20


@pytest.fixture(scope="module")
def template() -> Package:
    made: Package = blank_template(30, "return.xlsx")
    return made


def book(package: Package) -> Any:
    return load_workbook(io.BytesIO(package.to_bytes()))


def last_rows(package: Package) -> dict[str, int]:
    """Return the last printed row of posts of each sheet that has a row for each."""
    made = book(package)
    titles = ("Return", "Remuneration report")
    # In the accounts the posts stand first, in the Return between facts and audit trail.
    which = {"Remuneration report": 1, "Return": 3}
    return {
        title: int(re.findall(r"\d+", made[title].print_area)[which.get(title, -1)])
        for title in titles
    }


def rows_of_post(package: Package, number: int) -> dict[str, int]:
    places = layout_of(package).places
    tables = ("returned", "single_total")
    return {places[key].sheet.title: places[key].header_row + number for key in tables}


def typed(package: Package, count: int) -> Package:
    """Let somebody type posts by hand, below those that are there."""
    place = layout_of(package).places["people"]
    part = package.sheets()["People"]
    person = {"role": "Director", "decision": "Annual award only", "salary": 150_000.0}
    values: dict[str, Any] = {}
    for at in range(count):
        values[place.cell("post", at)] = f"Director {at}"
        values |= {place.cell(key, at): value for key, value in person.items()}
        values[place.cell("in_post_from", at)] = PEOPLE[0]["in_post_from"]
    return package.replace(part, enter_values(package.parts[part], values))


def printed(package: Package) -> str:
    [check] = [
        one.result
        for one in read_results(recalculate(package)).checks
        if one.what == "The print areas cover every post and pay case"
    ]
    return check


def test_a_blank_template_prints_the_first_posts_only(template: Package) -> None:
    assert last_rows(template) == rows_of_post(template, FIRST)
    notes = layout_of(template).places["audit"]
    assert book(template)["Notes"][notes.line_cell("people")].value == FIRST
    assert book(template)["Pay cases"].print_area.count("$B$") == 1


def test_a_smaller_template_prints_whole() -> None:
    small = blank_template(5, "small.xlsx")

    # All posts are in use, so that the accounts are one area: it ends with the last of their tables.
    end = layout_of(small).places["report_figures"].last_row
    assert last_rows(small) == rows_of_post(small, 5) | {"Remuneration report": end}


def test_areas_that_cover_every_post_stay(template: Package) -> None:
    few = typed(template, FIRST)

    assert last_rows(cover_posts(few, layout_of(few))) == last_rows(few)
    assert printed(few) == "Pass"


def test_areas_grow_with_posts_that_were_typed_below_them(template: Package) -> None:
    many = typed(template, 23)
    assert printed(many) == "Fail"

    grown = cover_posts(many, layout_of(many))

    assert last_rows(grown) == rows_of_post(grown, 23)
    assert printed(grown) == "Pass"
    place = layout_of(grown).places["positions_3"]
    charts = "".join(
        xml.decode() for part, xml in grown.parts.items() if part.startswith("xl/charts/chart")
    )
    names = place.letter("label")
    assert f"${names}${place.first_row}:${names}${place.first_row + 2}<" in charts


def test_posts_typed_after_filling_are_covered_with_their_pay_cases(template: Package) -> None:
    filled = fill(template, ORGANISATION, PEOPLE, RANGES)
    assert last_rows(filled) == rows_of_post(filled, len(PEOPLE))

    many = typed(filled, 10)
    grown = cover_posts(many, layout_of(many))

    assert last_rows(grown) == rows_of_post(grown, 10)
    assert printed(grown) == "Pass"


def test_without_a_case_none_is_printed_until_there_is_one(template: Package) -> None:
    # The third of them has a temporary promotion.
    filled = fill(template, ORGANISATION, PEOPLE[:2], RANGES)
    assert book(filled)["Pay cases"].print_area == "'Pay cases'!$XFD$1048576"
    assert printed(filled) == "Pass"

    one = fill(filled, None, PEOPLE)
    place = layout_of(one).places["case_1"]
    assert book(one)["Pay cases"].print_area.endswith(f"${place.last_row}")


def test_pay_cases_beyond_those_that_print_fail_until_they_are_covered(template: Package) -> None:
    filled = fill(template, ORGANISATION, [PEOPLE[0]] * 3, RANGES)
    place = layout_of(filled).places["people"]
    part = filled.sheets()["People"]
    reviewed: dict[str, Any] = {}
    for at in range(2):
        reviewed |= {
            place.cell("decision", at): "Salary review",
            place.cell("post", at): f"CE {at}",
        }
    changed = filled.replace(part, enter_values(filled.parts[part], reviewed))
    assert read_results(recalculate(changed)).posts[1]["approval"] == "NHS England"
    assert printed(changed) == "Fail"

    grown = cover_posts(changed, layout_of(changed))

    assert printed(grown) == "Pass"
    area = book(grown)["Pay cases"].print_area
    assert area.endswith(str(layout_of(grown).places["case_2"].last_row))


def test_the_committee_paper_has_the_posts_that_were_typed_last(template: Package) -> None:
    paper = committee_paper(recalculate(typed(template, 20)))
    areas = paper.parts[paper.workbook_part()].decode()

    place = layout_of(paper).places["paper_decisions"]
    assert f"$I${place.first_row + 19}<" in areas


def test_a_return_without_people_prints_as_a_blank_template_does(template: Package) -> None:
    filled = fill(template, ORGANISATION, [], RANGES)

    assert last_rows(filled) == last_rows(template)
    assert printed(filled) == "Pass"


def words_of_first_case(package: Package) -> Any:
    place = layout_of(package).places["case_1"]
    row = int(place.line_cell("justification")[1:])
    return book(package)["Pay cases"].row_dimensions[row].height


def test_a_long_justification_is_not_cut_off_in_its_pay_case(template: Package) -> None:
    words = {**PEOPLE[0], "decision": "Salary review", "justification": "Long words. " * 160}
    assert words_of_first_case(template) == height_of(12)
    # No height: programs fit the row to its text when they open the file.
    assert words_of_first_case(fill(template, ORGANISATION, [words], RANGES)) is None

    typed_in = typed(template, 1)
    part = typed_in.sheets()["People"]
    place = layout_of(typed_in).places["people"]
    review = enter_values(typed_in.parts[part], {place.cell("decision"): "Salary review"})
    fitted = cover_posts(typed_in.replace(part, review), layout_of(typed_in))
    assert words_of_first_case(fitted) is None


def test_a_height_that_somebody_chose_stays(template: Package) -> None:
    one = typed(template, 2)
    part = one.sheets()["Return"]
    row = rows_of_post(one, 1)["Return"]
    xml = one.parts[part].decode()
    [tag] = re.findall(rf'<row\b[^>]*\br="{row}"[^>]*>', xml)
    chosen = xml.replace(tag, re.sub(r'\bht="[0-9.]+"', 'ht="99"', tag))
    assert chosen != xml
    fitted = cover_posts(one.replace(part, chosen.encode()), layout_of(one))

    sheet = book(fitted)["Return"]
    assert [sheet.row_dimensions[row + at].height for at in (0, 1)] == [99, None]


def test_rows_above_charts_have_the_height_of_their_post(template: Package) -> None:
    long = {**PEOPLE[0], "post": "Director of Human Resources and Organisational Development"}
    filled = fill(template, ORGANISATION, [PEOPLE[1], long], RANGES)
    first = layout_of(filled).places["positions_1"].first_row
    sheet = book(filled)["Charts"]

    heights = [sheet.row_dimensions[first + at].height for at in range(2)]
    assert heights == [height_of(1), height_of(2)]
