"""The 45 rules of the workbook, what proves each, and the page that says how they came out.

The blank template, the filled example and the largest return are judged;
``docs/reference/conformance.md``, which ``python docs/make.py`` writes, is what such a run gives.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
for folder in (HERE, ROOT / "docs", ROOT / "tests"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import rules  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import rules_of_form as form  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import rules_of_results as results  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
from blank_templates import blank_template  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

from vsm_xl.annual_return.build.workbook import build_template  # noqa: E402
from vsm_xl.annual_return.filling.fill import fill  # noqa: E402
from vsm_xl.functions import NAMES  # noqa: E402
from vsm_xl.ooxml.package import Package  # noqa: E402
from vsm_xl.recalc import Recalculated, recalculate  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST: Final = 500
BLANK, EXAMPLE, LARGE = "blank template", "filled example", f"return of {LARGEST} posts"
WORKBOOKS: Final = (BLANK, EXAMPLE, LARGE)


@dataclass(frozen=True)
class Rule:
    """A rule: by which functions it is judged, on which workbooks, or which test proves it."""

    number: int
    words: str
    of_book: tuple[Callable[[Any], list[str]], ...] = ()
    of_result: tuple[Callable[[Any], list[str]], ...] = ()
    #: Workbooks on which it is judged; all of them where none is named.
    on: tuple[str, ...] = ()
    #: Tests that prove it, or part of it, elsewhere: file and function.
    tests: tuple[str, ...] = ()
    #: What does not hold, and why.
    exception: str = ""


_names = partial(rules.names_broken_or_unused, functions=frozenset(NAMES))

RULES: Final = (
    Rule(1, "Cover with purpose, versions, editions, contact, licence and colour key", (form.cover_incomplete,)),
    Rule(2, "Sheets in their order, unique and short names", (form.sheets_out_of_order,)),
    Rule(3, "Contents with working links; every sheet links back", (form.links_broken,)),
    Rule(4, "Nothing hidden", (form.hidden_things,)),
    Rule(5, "Output sheets: tables from column A, nothing below", (results.output_sheets_untidy,),
         exception="One table on a sheet is not kept: the parts of the Committee paper, the facts of the Return, the fair pay tables, "
         "the pay cases and the figures of each chart stand below each other, because they are read "
         "and printed together."),
    Rule(6, "Change log: newest version = Cover = package", (results.change_log_not_current,)),
    Rule(7, "No external links, connections, macros or personal data", (form.foreign_parts,)),
    Rule(8, "Inputs unlocked, and only they",
         (rules.unlocked_other_than_inputs, results.entries_outside_inputs)),
    Rule(9, "Every input validated, with a message", (rules.inputs_without_validation,)),
    Rule(10, "Inputs marked by fill, border and word", (rules.inputs_marked_by_colour_alone,)),
    Rule(11, "Guidance beside each input, no comments", (rules.inputs_without_guidance_or_unit,)),
    Rule(12, "Units from a closed list", (rules.inputs_without_guidance_or_unit,)),
    Rule(13, "Blank template empty, example marked", (rules.content_in_inputs,), on=(BLANK,),
         tests=("test_conformance.py::test_the_example_is_marked_as_one",)),
    Rule(14, "No figures in formulas", (rules.numbers_in_formulas,)),
    Rule(15, "One formula in each column of a table", (rules.columns_with_several_formulas,),
         exception="Columns of labelled values, of the checks, of the range of staff pay and of the "
         "charts' figures have a formula for each row, because each row is another thing."),
    Rule(16, "Formulas of at most 120 characters, IF twice deep, nothing volatile",
         (rules.formulas_too_long_or_forbidden,)),
    Rule(17, "No circle; no error, blank and filled", of_result=(results.errors,),
         tests=("test_conformance.py::test_a_blank_template_has_no_unknown_function",)),
    Rule(18, "Sheets protected without password", (rules.unprotected_sheets,)),
    Rule(19, "Names: one prefix, none broken, none unused", (_names,)),
    Rule(20, "Totals are sums of what is shown", of_result=(results.totals_not_of_their_rows,)),
    Rule(21, "Checks in words; master check on Cover and Return",
         of_result=(results.checks_without_result,)),
    Rule(22, "A seeded fault for each check",
         tests=("test_seeded_faults.py::test_a_seeded_fault_trips_its_check_and_only_it",
                "test_seeded_faults.py::test_every_check_has_a_seeded_fault_and_can_fail_as_it_says")),
    Rule(23, "Casts, people in and out, reason codes, exemptions",
         of_result=(results.balances_that_do_not_hold,)),
    Rule(24, "Workbook and core agree on random people",
         tests=("test_random_people.py::test_the_workbook_decides_as_the_core_does",)),
    Rule(25, "Every block of data is a table", (form.cells_outside_tables,)),
    Rule(26, "No merged cells", (form.merged_or_blank,)),
    Rule(27, "No blank rows or columns in a table", (form.merged_or_blank,)),
    Rule(28, "Text fully visible", (form.text_cut_off,), (results.computed_text_cut_off,),
         tests=("test_printed_pages.py::test_no_printed_page_shows_a_cell_that_is_too_narrow",)),
    Rule(29, "Titles in A1 in the built-in style", (form.titles_without_style,)),
    Rule(30, "No furniture; charts have alternative text and their figures in a table",
         (form.furniture,)),
    Rule(31, "Links in words", (form.links_broken,)),
    Rule(32, "No meaning by colour alone; contrast of 4.5 to 1", (form.faint_pairs,)),
    Rule(33, "Notes as [note 1], each mark resolved", (results.notes_without_mark,)),
    Rule(34, "Opens at A1 of the first sheet, at 100 %", (form.views_not_at_the_top,)),
    Rule(35, "Document properties, language", (form.properties_missing,)),
    Rule(36, "Arial of at least 11, horizontal", (form.other_fonts,),
         exception="The names of posts below the charts of salaries are Arial 9, so that ten posts fit "
         "beside each other; they stand in Arial 11 in the tables. All other words in charts are 11."),
    Rule(37, "Headers and posts frozen where data is entered or worked out, nowhere else", (form.views_not_at_the_top,)),
    Rule(38, "Print areas, page numbers, repeated headers, one page wide", (form.pages_not_set_up,),
         exception="People, Decisions and Return print several pages wide, with the post repeated on "
         "each: on one page their rows could not be read."),
    Rule(39, "A4; formats of numbers and days from a closed list",
         (form.pages_not_set_up, form.other_number_formats)),
    Rule(40, "Saved and reopened alike by other programs",
         tests=("test_damaged_programs.py::test_a_return_that_libreoffice_saved_is_computed_alike",
                "test_damaged_programs.py::test_a_return_from_openpyxl_is_computed_alike"),
         exception="No OpenDocument copy is offered: that format keeps functions of add-ins under each "
         "program's own name, and so would not compute in another. Excel itself was not at hand."),
    Rule(41, "The same inputs give the same bytes",
         tests=("test_conformance.py::test_building_and_filling_twice_gives_the_same_bytes",)),
    Rule(42, "Under 1 MB; 500 rows recalculate in under 2 s",
         tests=("test_conformance.py::test_the_workbook_keeps_every_rule_and_is_under_a_megabyte",),
         exception="Time is no test, because machines differ: it is measured by "
         "tests/benchmarks/workbook.py, and stated in the page on performance."),
    Rule(43, "The Return exports to CSV with a data dictionary",
         tests=("test_export_dictionary.py::test_the_columns_of_every_file_are_those_of_the_dictionary",)),
    Rule(44, "Only functions of Excel 2016", (results.functions_of_later_versions,)),
    Rule(45, "This table is written by the run that it reports",
         tests=("test_generated_files.py::test_every_generated_file_is_current",)),
)  # fmt: skip


@dataclass(frozen=True)
class Workbook:
    """One of the workbooks that are judged, before and after recalculation."""

    name: str
    package: Package

    @cached_property
    def result(self) -> Recalculated:
        return recalculate(self.package)

    @cached_property
    def book(self) -> Any:
        return rules.Book(self.result.package.to_bytes())


@cache
def workbook(name: str) -> Workbook:
    """Make one of the three workbooks."""
    if name == BLANK:
        return Workbook(name, Package.from_bytes(build_template(), "blank.xlsx"))
    if name == EXAMPLE:
        from workbooks import EXAMPLE as NAME  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415
        from workbooks import workbooks as made  # noqa: PLC0415

        return Workbook(name, made()[NAME])
    people = [
        {**sample.PEOPLE[at % 3], "post": f"{sample.PEOPLE[at % 3]['post']} {at}"}
        for at in range(LARGEST)
    ]
    large = blank_template(LARGEST, "large.xlsx")
    return Workbook(name, fill(large, sample.ORGANISATION, people, sample.RANGES))


def breaches(rule: Rule, name: str) -> tuple[str, ...]:
    """Return what breaks a rule in the workbook of that name."""
    if rule.on and name not in rule.on:
        return ()
    judged = workbook(name)
    found = [line for check in rule.of_book for line in check(judged.book)]
    return (*found, *(line for check in rule.of_result for line in check(judged.result)))


def page() -> str:
    """Judge every rule, and give the page."""
    lines = [
        "<!-- Written by tests/annual_return/conformance.py; edit the rules, not this page. -->\n",
        "# How the workbook keeps its rules\n",
        (
            "Forty-five rules on structure, inputs, formulas, checks, accessibility, print and exchange. "
            f"Judged by machine on the {BLANK}, the {EXAMPLE} and a {LARGE}; where another test proves a "
            "rule, it is named. The test run fails where a rule or such a test fails, and where this "
            "page is not what the run gives.\n"
        ),
        "| No. | Rule | Result | Proved by |",
        "|---|---|---|---|",
    ]
    for rule in RULES:
        found = [line for name in WORKBOOKS for line in breaches(rule, name)]
        kept = "kept" if rule.of_book or rule.of_result else "by its test"
        word = "**breached**" if found else f"{kept}, with an exception" if rule.exception else kept
        on = ", ".join(rule.on or (BLANK, EXAMPLE, LARGE)) if rule.of_book or rule.of_result else ""
        proved = "; ".join(filter(None, (on, *(f"`{test}`" for test in rule.tests))))
        lines.append(f"| {rule.number} | {rule.words} | {word} | {proved} |")
    lines += ["\n## Exceptions\n", "| No. | What does not hold, and why |", "|---|---|"]
    lines += [f"| {rule.number} | {rule.exception} |" for rule in RULES if rule.exception]
    return "\n".join([*lines, ""])
