"""The built template against every rule that applies to its sheets, and each rule against a
workbook that breaks it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
import rules  # type: ignore[import-not-found,unused-ignore]
import rules_of_form as form  # type: ignore[import-not-found,unused-ignore]
import rules_of_results as results  # type: ignore[import-not-found,unused-ignore]
from openpyxl.chart import BarChart
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName

from vsm_xl.annual_return.build.workbook import build, build_template
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.functions import NAMES

Check = Callable[[Any], list[str]]
Sabotage = Callable[[Any], None]


@pytest.fixture(scope="module")
def template() -> Any:
    # Every rule is judged on the template at its full size in test_conformance.py.
    return rules.Book(build(template_layout(3, 3, 5)))


def _put(sheet: str, ref: str, value: object) -> Sabotage:
    def change(workbook: Any) -> None:
        workbook[sheet][ref] = value

    return change


def _merge(workbook: Any) -> None:
    workbook["Cover"].merge_cells("A6:B6")


def _unlock(workbook: Any) -> None:
    workbook["Decisions"]["B9"].protection = Protection(locked=False)


def _clear_validations(workbook: Any) -> None:
    workbook["People"].data_validations.dataValidation.pop()


def _unfill(workbook: Any) -> None:
    workbook["Organisation"]["B6"].fill = PatternFill()


def _unprotect(workbook: Any) -> None:
    workbook["Checks"].protection.sheet = False


def _extra_name(workbook: Any) -> None:
    workbook.defined_names["vsm_award"] = DefinedName("vsm_award", attr_text="Cover!$A$1")


def _hide_row(workbook: Any) -> None:
    workbook["Decisions"].row_dimensions[12].hidden = True


def _rename(workbook: Any) -> None:
    workbook["Return"].title = "Report"


def _unlink(workbook: Any) -> None:
    workbook["People"]["A3"].hyperlink = None


def _sign(workbook: Any) -> None:
    workbook.properties.creator = "Somebody"


def _flatten(workbook: Any) -> None:
    workbook["Instructions"].row_dimensions[7].height = 12


def _plain_title(workbook: Any) -> None:
    workbook["Return"]["A1"].style = "Normal"


def _footer(workbook: Any) -> None:
    workbook["Return"].oddFooter.center.text = "Confidential"


def _faint(workbook: Any) -> None:
    workbook["Return"]["A6"].font = Font(name="Arial", size=11, color="768692")


def _freeze(workbook: Any) -> None:
    workbook["Return"].freeze_panes = "A7"


def _foreign_language(workbook: Any) -> None:
    workbook.properties.language = "en-US"


def _italic(workbook: Any) -> None:
    workbook["Cover"]["B6"].font = Font(name="Arial", size=11, italic=True, color="212B32")


def _letter_paper(workbook: Any) -> None:
    workbook["Cover"].page_setup.paperSize = 1


def _odd_format(workbook: Any) -> None:
    workbook["Return"]["D30"].number_format = "0.000"


def _plain_chart(workbook: Any) -> None:
    workbook["Return"].add_chart(BarChart(), "A50")


RULES: dict[str, tuple[Check, Sabotage]] = {
    "1": (form.cover_incomplete, _put("Cover", "B10", None)),
    "2": (form.sheets_out_of_order, _rename),
    "3, 31": (form.links_broken, _unlink),
    "4": (form.hidden_things, _hide_row),
    "7": (form.foreign_parts, _sign),
    "8": (rules.unlocked_other_than_inputs, _unlock),
    "9": (rules.inputs_without_validation, _clear_validations),
    "10": (rules.inputs_marked_by_colour_alone, _unfill),
    "11, 12": (rules.inputs_without_guidance_or_unit, _put("Organisation", "C7", "furlongs")),
    "13": (rules.content_in_inputs, _put("People", "A8", "Chief executive")),
    "14": (rules.numbers_in_formulas, _put("Decisions", "I9", '=IF($A9="","",$C9*0.03)')),
    "15": (rules.columns_with_several_formulas, _put("Decisions", "I9", "=$C8")),
    "16": (rules.formulas_too_long_or_forbidden, _put("Decisions", "I9", "=INDIRECT(A1)")),
    "18": (rules.unprotected_sheets, _unprotect),
    "19": (partial(rules.names_broken_or_unused, functions=frozenset(NAMES)), _extra_name),
    "25": (form.cells_outside_tables, _put("Return", "T40", "a note")),
    "26, 27": (form.merged_or_blank, _merge),
    "28": (form.text_cut_off, _flatten),
    "29": (form.titles_without_style, _plain_title),
    "30": (form.furniture, _footer),
    "32": (form.faint_pairs, _faint),
    "34, 37": (form.views_not_at_the_top, _freeze),
    "35": (form.properties_missing, _foreign_language),
    "36": (form.other_fonts, _italic),
    "38": (form.pages_not_set_up, _letter_paper),
    "39": (form.other_number_formats, _odd_format),
    "5": (results.output_sheets_untidy, _put("Charts", "A400", "a remark")),
    "6": (results.change_log_not_current, _put("Change log", "A6", "0.0.0")),
    "8, filled": (results.entries_outside_inputs, _unlock),
    "33": (results.notes_without_mark, _put("Return", "A2", "Calculated [note 9].")),
    "44": (results.functions_of_later_versions, _put("Decisions", "I9", "=XLOOKUP(1,A8:A9,A8:A9)")),
    "30, charts": (form.furniture, _plain_chart),
}  # fmt: skip


@pytest.mark.parametrize("number", RULES)
def test_the_template_keeps_the_rule(template: Any, number: str) -> None:
    check, _ = RULES[number]

    assert check(template) == []


@pytest.mark.parametrize("number", RULES)
def test_the_rule_notices_a_workbook_that_breaks_it(template: Any, number: str) -> None:
    check, sabotage = RULES[number]
    broken = rules.Book(template.data)
    sabotage(broken.workbook)
    file = io.BytesIO()
    broken.workbook.save(file)

    assert check(rules.Book(file.getvalue())) != []


def test_building_twice_gives_the_same_bytes() -> None:
    layout = template_layout(5)
    assert build(layout) == build(layout)


def test_the_template_is_far_below_a_megabyte(template: Any) -> None:
    assert len(template.data) < 500_000


def test_every_sheet_fits_its_table_to_the_number_of_people() -> None:
    book = rules.Book(build_template(7)).workbook

    assert book["People"].tables["People"].ref.endswith("14")
    assert rules.columns_with_several_formulas(rules.Book(build_template(7))) == []


def test_excel_is_told_to_keep_the_stored_values(template: Any) -> None:
    calculation = re.search(r"<calcPr[^>]*>", template.parts["xl/workbook.xml"])

    assert calculation is not None
    assert 'calcId="191029"' in calculation[0]
    assert 'fullCalcOnLoad="0"' in calculation[0] or "fullCalcOnLoad" not in calculation[0]


def test_the_parts_carry_a_fixed_time(template: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(template.data)) as archive:
        years = {entry.date_time[0] for entry in archive.infolist()}

    assert years == {1980}
    assert str(date.today().year) + "-" not in template.parts["docProps/core.xml"]  # noqa: DTZ011
