"""The rules that are judged after recalculation; see ``rules``."""

from __future__ import annotations

import io
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from rules import (  # type: ignore[import-not-found,unused-ignore]
    INPUT,
    Book,
    corners,
    stands_beside,
    table_over,
)
from rules_of_form import LINE_HEIGHT  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import read_results
from vsm_xl.annual_return.template.font_metrics import lines_needed
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.functions import NAMES
from vsm_xl.version import TEMPLATE_VERSION

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated

#: Excel's own functions that the workbook uses; all of them are in Excel 2016.
EXCEL_2016 = {
    "ABS", "AND", "AVERAGE", "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS",
    "FIND", "IF", "IFERROR", "INDEX", "ISERR", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "MATCH", "NA",
    "CLEAN", "HYPERLINK", "LEFT", "LEN", "LOWER", "MAX", "MID", "MIN", "N", "NOT", "OR", "REPT", "ROUND", "ROW", "ROWS", "SIGN", "SUBSTITUTE", "SUM",
    "SUMIFS", "SUMPRODUCT", "TEXT", "TRIM", "VALUE",
}  # fmt: skip
_CALL = re.compile(r"\b([A-Z][A-Z0-9._]*)\(")
_PENNY = Decimal("0.01")


def errors(result: Recalculated) -> list[str]:
    """Rule 17: no cell of a complete return, or of a blank template, holds an error.

    Only a cell that a line is drawn from is #N/A where there is no figure: a text is drawn as zero.
    """
    drawn = {
        (place.sheet.title, place.cell(column.key, at))
        for place in (layout_of(result.package).places["ratios_drawn"],)
        for column in place.table.columns[1:]
        for at in range(place.table.height)
    }
    return [
        f"{sheet}!{ref}: {error}"
        for sheet, found in result.errors.items()
        for ref, error in found.items()
        if not (error == "#N/A" and (sheet, ref) in drawn)
    ]


def totals_not_of_their_rows(result: Recalculated) -> list[str]:
    """Rule 20: each total of the Return is the sum of what its rows show, to the penny."""
    places = layout_of(result.package).places
    facts = places["return_totals"]
    found = []
    for line in facts.table.lines:
        match = re.search(r"SUM\(\[(\w+)\.(\w+):all\]\)", line.formula)
        if not match:
            continue
        place = places[match[1]]
        shown = [
            result.value(place.sheet.title, place.cell(match[2], at))
            for at in range(place.table.height)
        ]
        total = sum(
            (Decimal(str(value)).quantize(_PENNY) for value in shown if isinstance(value, float)),
            Decimal(0),
        )
        said = result.value(facts.sheet.title, facts.line_cell(line.key))
        if said == "" and '""' in line.formula and shown and not any(shown):
            continue  # Unknown in every row, so the total is unknown too, and not 0.
        if not isinstance(said, int | float) or Decimal(str(said)) != total:
            found.append(f"{line.label}: {said}, its rows give {total}")
    return found


def checks_without_result(result: Recalculated) -> list[str]:
    """Rule 21: columns, words of the result, and the master check in its three places."""
    says = read_results(result)
    results = Counter(check.result for check in says.checks)
    expected = "Fail" if results["Fail"] else "Not complete" if results["Not complete"] else "Pass"
    found = [] if says.master == expected else [f"master {says.master}, not {expected}"]
    found += [
        f"check {c.code}: {c.result}"
        for c in says.checks
        if c.result not in {"Pass", "Fail", "Not complete", "Nothing to check"}
    ]
    found += [
        f"check {c.code} has no {key}"
        for c in says.checks
        for key in ("what", "where", "action")
        if not getattr(c, key)
    ]
    places = layout_of(result.package).places
    cover = {
        str(result.value("Cover", f"A{row}")): result.value("Cover", f"B{row}")
        for row in range(6, 30)
    }
    in_return = result.value("Return", places["return_facts"].line_cell("master"))
    if {cover["Master check"], in_return} != {says.master}:
        found.append("Cover and Return do not repeat the master check")
    return found


def balances_that_do_not_hold(result: Recalculated) -> list[str]:
    """Rule 23: casts, people in and out, reasons, exemptions in withheld segments, approval."""
    says = read_results(result)
    entered = [
        value
        for at in range(layout_of(result.package).places["people"].table.height)
        if (value := result.value("People", f"A{8 + at}"))
    ]
    found = [] if len(entered) == len(says.posts) else ["people in, people out"]
    for post in says.posts:
        row = post
        parts = [row[key] or 0 for key in ("salary", "award", "change")]
        if all(isinstance(part, int | float) for part in parts) and isinstance(
            row["new_salary"], float
        ):
            cast = sum((Decimal(str(part)) for part in parts), Decimal(0))
            if cast.quantize(_PENNY) != Decimal(str(row["new_salary"])):
                found.append(f"{row['post']}: {parts} are not {row['new_salary']}")
        if not re.match(r"[A-Z_]+: ", str(row["reason"])):
            found.append(f"{row['post']}: no reason code")
        if row["eligible"] is False and row["award"] not in {0, "#N/A"}:
            found.append(f"{row['post']}: an award without eligibility")
    return found


def functions_of_later_versions(book: Book) -> list[str]:
    """Rule 44: every function is ours or one of Excel 2016."""
    used = {name for _, _, text in book.formulas() for name in _CALL.findall(text)}
    return sorted(used - EXCEL_2016 - set(NAMES))


def change_log_not_current(book: Book) -> list[str]:
    """Rule 6: newest entry, version on the Cover and the package's template version are equal."""
    log = book.workbook["Change log"]
    headers = [cell.value for cell in log[5]]
    cover = {
        row[0].value: row[1].value for row in book.workbook["Cover"].iter_rows(min_row=5, max_col=2)
    }
    versions = {log["A6"].value, cover["Template version"], TEMPLATE_VERSION}
    wrong = [] if len(versions) == 1 else sorted(map(str, versions))
    return wrong + (
        [] if headers == ["Version", "Date", "Author", "Change", "Reason"] else ["headers"]
    )


def notes_without_mark(book: Book) -> list[str]:
    """Rule 33: each mark resolves and each note is used; no superscripts."""
    notes = {
        str(row[0].value)
        for row in book.workbook["Notes"].iter_rows(max_col=1)
        if str(row[0].value).startswith("[note")
    }
    marks = {
        mark
        for sheet, cell in book.cells()
        if isinstance(cell.value, str) and sheet.title != "Notes"
        for mark in re.findall(r"\[note \d+\]", cell.value)
    }
    found = sorted(notes ^ marks)
    return found + [s.title for s, c in book.cells() if c.font.vertAlign]


def computed_text_cut_off(result: Recalculated) -> list[str]:
    """Rule 28: a fixed row is high enough also for the text that its formulas give."""
    package = result.package
    workbook = load_workbook(io.BytesIO(package.to_bytes()), data_only=True)
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in workbook.worksheets
        for row in sheet.iter_rows(min_row=4)
        if (height := sheet.row_dimensions[row[0].row or 1].height)
        for cell in row
        if isinstance(cell.value, str)
        and cell.style == "VSM Calculated"
        and lines_needed(cell.value, sheet.column_dimensions[cell.column_letter].width)
        * LINE_HEIGHT
        > height
    ]


def output_sheets_untidy(book: Book) -> list[str]:
    """Rule 5 as far as it holds: tables begin in column A, one below another or beside it, nothing else."""
    found = []
    for title in ("Return", "Remuneration report", "Pay cases", "Charts"):
        sheet = book.workbook[title]
        ends = []
        for table in sheet.tables.values():
            left, top, _, bottom = corners(table)
            if left == 1:
                ends.append((top, bottom))
            elif not stands_beside(sheet, table):
                found.append(f"{table.displayName} begins in column {left}")
        ends.sort()
        found += [f"{title}: tables overlap" for (_, end), (top, _) in pairwise(ends) if top <= end]
        found += [
            f"{title}!{cell.coordinate} stands below the last table"
            for row in sheet.iter_rows(min_row=ends[-1][1] + 1)
            for cell in row
            if cell.value is not None
        ]
    return found


def examples_not_marked(book: Book) -> list[str]:
    """Rule 13, filled: every pay range and salary of the example says that it is made up or derived."""
    people, ranges = book.workbook["People"], book.workbook["Pay ranges"]
    marked = {"Derived", "Illustrative", "illustrative", None}
    places = template_layout().places
    basis = places["people"].letter("salary_basis")
    status = places["ranges"].letter("status")
    found = [
        f"People!{basis}{row}"
        for row in range(places["people"].first_row, places["people"].last_row + 1)
        if people[f"{basis}{row}"].value not in marked
    ]
    return found + [
        f"Pay ranges!{status}{row}"
        for row in range(places["ranges"].first_row, places["ranges"].last_row + 1)
        if ranges[f"{status}{row}"].value not in marked
    ]


def entries_outside_inputs(book: Book) -> list[str]:
    """Rule 8, filled: what a person entered stands in unlocked cells only."""
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet, cell in book.cells()
        if not cell.protection.locked and (cell.style != INPUT or table_over(sheet, cell) is None)
    ]
