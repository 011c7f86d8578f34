"""Values that were pasted or typed wrongly: each is named with its cell and what to type instead."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.confirmed import confirmed, prepare_proof, recalculated
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.annual_return.reading.stored_values import stored_state
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cells import enter_values
from vsm_xl.recalc import Recalculated, recalculate

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue


def typed(
    package: Package, table: str, key: str, value: CellValue, at: int = 0
) -> tuple[Package, str]:
    """Type a value into an input as it is; give the file and where the value stands."""
    place = layout_of(package).places[table]
    ref = place.line_cell(key) if place.table.lines else place.cell(key, at)
    part = package.sheets()[place.sheet.title]
    xml = enter_values(package.parts[part], {ref: value})
    return package.replace(part, xml), f"return.xlsx, sheet {place.sheet.title}, cell {ref}"


WRONG: dict[str, tuple[str, str, CellValue, str]] = {
    "a number with a no-break space": ("people", "salary", "277500\u00a0", "clear the cell and type the number"),
    "a number with blanks": ("people", "salary", " 277,500 ", "number kept as text"),
    "a cell of blanks": ("people", "in_post_to", "  ", "looks empty and holds blanks; clear it"),
    "a cell of no-break spaces": ("people", "post", "\u00a0", "looks empty and holds blanks"),
    "a post with a no-break space": ("people", "post", "Chief\u00a0Executive", "type 'Chief Executive'"),
    "a role with a blank behind it": ("people", "role", "Director ", "type 'Director'"),
    "a choice with a blank": ("people", "exempt", "Yes ", "is not quite 'Yes'"),
    "a short answer": ("people", "exempt", "Y", "is not quite 'Yes'"),
    "TRUE for Yes": ("organisation", "programme", True, "is not quite 'Yes'"),
    "a pay year in another form": ("organisation", "pay_year", "2025-26", "is not quite '2025/26'"),
    "a segment as text": ("organisation", "league_segment", "3", "number kept as text"),
    "3.25 for 3.25 %": ("people", "award_given", 3.25, "for 3.25 per cent write 3.25% or 0.0325"),
    "5 for 5 %": ("people", "bonus_percent", 5, "for 5 per cent write 5% or 0.05"),
    "80 for 0.8": ("people", "fte", 80, "is outside what is allowed"),
    "turnover in millions": ("organisation", "size", 600, "turnover is entered in pounds, not in millions"),
    "turnover in thousands": ("organisation", "size", 260_000, "is less than one salary in People"),
    "salary in thousands": ("people", "salary", 277.5, "in pounds, not in thousands"),
    "range sizes in millions": ("ranges", "size_to", 500, "not in thousands or millions"),
    "highest pay in thousands": ("staff_pay", "highest_paid", 281, "a band in thousands such as 280-285"),
    "a salary as a date": ("people", "in_post_from", 277_500, "lies outside 1900 to 2199"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_value_is_named_with_cell_and_remedy(complete: Recalculated, case: str) -> None:
    table, key, value, words = WRONG[case]
    package, where = typed(complete.package, table, key, value)

    with pytest.raises(UnusableInput) as refused:
        check_structure(package)

    [problem] = refused.value.problems
    assert problem.startswith(where)
    assert words in problem


def test_a_population_in_thousands_is_told_in_the_words_of_an_icb(complete: Recalculated) -> None:
    package, _ = typed(complete.package, "organisation", "kind", "ICB")
    package, where = typed(package, "organisation", "size", 1_900)

    with pytest.raises(UnusableInput, match="in people, not in thousands") as refused:
        check_structure(package)
    assert refused.value.problems[0].startswith(where)


RIGHT: dict[str, tuple[str, str, CellValue]] = {
    "a choice in small letters": ("people", "exempt", "no"),
    "words with a no-break space": ("people", "justification", " at £\u00a05 "),
    "a date with a time": ("people", "in_post_from", datetime(2024, 8, 5, 9, 30)),  # noqa: DTZ001
    "a date as its number": ("people", "in_post_from", 45_509),
    "a percentage": ("people", "award_given", 0.02),
    "none": ("people", "award_given", "none"),
    "a small but possible turnover": ("organisation", "size", 2_000_000),
}


@pytest.mark.parametrize("case", RIGHT)
def test_a_right_value_is_taken(complete: Recalculated, case: str) -> None:
    check_structure(typed(complete.package, *RIGHT[case])[0])


def test_one_hundred_per_cent_typed_for_one_is_no_award(complete: Recalculated) -> None:
    """1 could be meant as 100 %; what it makes of the award is an error that the checks count."""
    package, _ = typed(complete.package, "people", "award_given", 1)
    says = read_results(recalculate(package))

    assert says.posts[0]["award"] in {"#NUM!", "#VALUE!"}
    assert says.master == "Fail"


def test_every_wrong_cell_is_named_at_once(complete: Recalculated) -> None:
    package, first = typed(complete.package, "people", "salary", "277500\u00a0")
    package, second = typed(package, "people", "bonus_percent", 5, at=1)
    package, third = typed(package, "organisation", "programme", value=True)

    with pytest.raises(UnusableInput) as refused:
        check_structure(package)
    found = refused.value.problems
    assert sorted(line.split(" (")[0] for line in found) == sorted((first, second, third))


def test_a_date_typed_where_an_amount_belongs_is_named(complete: Recalculated) -> None:
    """A date is a number with the look of one; the look gives it away."""
    place = layout_of(complete.package).places["people"]
    part = complete.package.sheets()["People"]
    xml = enter_values(complete.package.parts[part], {place.cell("salary"): date(2025, 4, 1)})
    day = place.cell("in_post_from").encode()
    style = xml.split(b'r="' + day + b'"')[1].split(b's="')[1].split(b'"')[0]
    head, tail = xml.split(b'r="' + place.cell("salary").encode() + b'"')
    package = complete.package.replace(
        part,
        head
        + b'r="'
        + place.cell("salary").encode()
        + b'" s="'
        + style
        + b'"'
        + tail.split(b'"', 2)[2],
    )

    with pytest.raises(UnusableInput, match="is not a number; enter an amount in pounds"):
        check_structure(package)


#: What programs and people have put beside a formula: of another kind than stated, no shared text, no error.
UNREADABLE = (
    b't="n"><f>%s</f><v>Yes</v>',
    b't="s"><f>%s</f><v>99999</v>',
    b't="e"><f>%s</f><v>#n/a</v>',
)


def test_a_result_that_cannot_be_read_is_computed_again(complete: Recalculated) -> None:
    package = complete.package
    part = package.sheets()["Decisions"]
    found = re.search(
        rb'<c r="G8"( s="[0-9]+")?[^>]*><f>([^<]*)</f><v>[^<]*</v>', package.parts[part]
    )
    assert found is not None
    wrong = []
    for stored in UNREADABLE:
        result = b'<c r="G8"%s ' % (found[1] or b"") + stored % found[2]
        damaged = package.replace(part, package.parts[part].replace(found[0], result))
        layout = check_structure(damaged)
        prepare_proof(layout)
        again = recalculated(damaged, layout, "embedded")
        state = stored_state(damaged, again)
        if (again.values, state.different, confirmed(damaged, layout)) != (
            complete.values,
            1,
            None,
        ):
            wrong.append((stored, state))
    assert not wrong
