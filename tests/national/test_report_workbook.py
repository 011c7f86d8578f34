"""The report as a workbook keeps the rules of the return's own workbook that apply to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.national.report import Report, make_report
from vsm_xl.national.report_workbook import report_workbook
from vsm_xl.national.store import open_store

sys.path.append(str(Path(__file__).parents[1] / "annual_return"))

import rules  # type: ignore[import-not-found,unused-ignore]
import rules_of_form as form  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from vsm_xl.national.collate import Collated

#: The rules that can be judged on a workbook without entries, formulas and checks.
RULES = (
    form.links_broken, form.hidden_things, form.foreign_parts, form.merged_or_blank, form.text_cut_off,
    form.titles_without_style, form.furniture, form.faint_pairs, form.views_not_at_the_top,
    form.properties_missing, form.other_fonts, form.pages_not_set_up, form.other_number_formats,
)  # fmt: skip


@pytest.fixture(scope="module")
def report(collated: tuple[Path, Collated, list[str]]) -> Report:
    with open_store(collated[0], read_only=True) as store:
        return make_report(store)


@pytest.fixture(scope="module")
def book(report: Report) -> Any:
    return rules.Book(report_workbook(report))


def test_every_rule_that_applies_is_kept(book: Any) -> None:
    broken = {rule.__name__: found for rule in RULES if (found := rule(book))}

    assert broken == {}


def test_every_figure_stands_in_a_table_and_nothing_below_the_last(book: Any) -> None:
    """Beside tables there are headings and sentences, in the first column and above their table."""
    wrong = [
        place
        for place in form.cells_outside_tables(book)
        if (cell := book.workbook[place.split("!")[0]][place.split("!")[1]]).style != "VSM Text"
        or cell.column != 1
    ]
    below = []
    for sheet in book.workbook.worksheets:
        tables = [rules.corners(table)[3] for table in sheet.tables.values()]
        if tables and sheet.max_row > max(tables):
            below.append(sheet.title)

    assert wrong == []
    assert below == []


def test_what_the_figures_are_stands_above_them(book: Any, report: Report) -> None:
    cover = [row[0].value for row in book.workbook["Cover"].iter_rows(max_col=1)]

    for notice in report.notices:
        assert cover.index(notice["words"]) < cover.index("The five figures")


def test_without_a_list_the_missing_are_not_said_to_be_none(book: Any) -> None:
    words = [cell.value for row in book.workbook["Files and missing"] for cell in row]

    assert "No list of expected organisations was given (--expected)." in words
    assert "Expected organisations without a return" not in words
    assert "None." not in words
