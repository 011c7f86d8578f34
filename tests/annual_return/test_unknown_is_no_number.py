"""Where an entry is open, nothing that depends on it is a number: sheets, charts, exports, paper.

What depends on an entry is found by trying: two answers to it are computed, and each cell that
differs between them may hold no figure while the entry is empty.
"""

from __future__ import annotations

import copy
import csv
import io
import re
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.export.csv_export import csv_files
from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.results import record_of
from vsm_xl.errors import XlError

if TYPE_CHECKING:
    from vsm_xl.recalc import Recalculated

Cells = dict[tuple[str, str], Any]

NEXT_YEAR: dict[str, Any] = {
    "pay_year": "2026/27", "date": date(2026, 4, 1), "size_date": date(2026, 4, 1),
    "segment_date": date(2026, 6, 30), "first_paid": date(2026, 10, 28),
    "committee_date": date(2026, 10, 14), "staff_pay_year": "2026/27",
    "staff_pay_year_last_year": "2025/26",
}  # fmt: skip
SETTLED = {"award.criteria": "settled"}

#: Entries of the organisation and of the first person: open, and two answers.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "criteria of 2026/27": (
        NEXT_YEAR,
        NEXT_YEAR | SETTLED | {"award.withheld_segments": "5"},
        NEXT_YEAR | SETTLED | {"award.withheld_segments": "3"},
    ),
    "pension benefit": ({"pension_benefit": None}, {"pension_benefit": 0.0}, {"pension_benefit": 50_000.0}),
    "other payments": ({"other_payments": None}, {"other_payments": 0.0}, {"other_payments": 12_000.0}),
    "expenses": ({"expenses": None}, {"expenses": 0.0}, {"expenses": 9_000.0}),
    "first day in post": (
        {"in_post_from": None}, {"in_post_from": date(2020, 4, 1)}, {"in_post_from": date(2025, 10, 1)},
    ),
    "day of first payment": (
        {"first_paid": None}, {"first_paid": date(2025, 10, 28)}, {"first_paid": date(2025, 12, 28)},
    ),
    "improvement programme": (
        {"programme": None}, {"programme": "No"}, {"programme": "Yes", "programme_from": date(2024, 1, 1)},
    ),
    "programme left within the year": (
        {"programme": "Yes", "programme_from": date(2024, 1, 1), "programme_to": date(2025, 9, 30)},
        {"programme": "Yes", "programme_from": date(2024, 1, 1), "programme_to": date(2025, 9, 30),
         "programme_counts": "Yes"},
        {"programme": "Yes", "programme_from": date(2024, 1, 1), "programme_to": date(2025, 9, 30),
         "programme_counts": "No"},
    ),
    "segment": ({"league_segment": None}, {"league_segment": 3}, {"league_segment": 5}),
    "median of staff pay": ({"median": None}, {"median": 36_000.0}, {"median": 38_000.0}),
    "highest-paid director": (
        {"highest_paid": None}, {"highest_paid": "300-305"}, {"highest_paid": "310-315"},
    ),
    "kind of decision": (
        {"decision": None}, {"decision": "Annual award only"}, {"decision": "Salary review"},
    ),
    "size": ({"size": None}, {"size": 600_000_000.0}, {"size": 1e15 / 1e4}),
}  # fmt: skip
#: What the workbook itself counts for its checks is no figure of the return.
_PLACES = {"at", "place", "number", "first", "nth", "groups"}
_MACHINERY = re.compile(
    r"found_\w+|fte_doubt|row|from_end|is_case|cases|same|wild|first|in_year|posts_paid"
)


def made(entries: dict[str, Any]) -> Recalculated:
    people = copy.deepcopy(sample.PEOPLE)
    people[0]["award_given"] = None
    columns = {column.key for column in _people_columns()}
    people[0] |= {key: value for key, value in entries.items() if key in columns}
    found: Recalculated = sample.filled(
        {key: value for key, value in entries.items() if key not in columns}, people
    )
    return found


def _people_columns() -> Any:
    from vsm_xl.annual_return.template.sheets import people  # noqa: PLC0415

    return people.COLUMNS


def cells(recalculated: Recalculated) -> Cells:
    layout = layout_of(recalculated.package)
    found: Cells = {}
    for place in layout.places.values():
        if place.sheet.purpose not in {"calculated", "output"} and place.table.key not in {
            "plan",
            "planning",
        }:
            continue
        table = place.table
        keys: dict[str, tuple[str, ...]] = {
            line.key: (place.line_cell(line.key),) for line in table.lines
        } or {
            column.key: tuple(place.cell(column.key, at) for at in range(table.height))
            for column in table.columns
        }
        for key, refs in keys.items():
            if _MACHINERY.fullmatch(key) and table.key in {"decisions", "single"}:
                continue
            if table.key.startswith("paper_") and key in _PLACES:
                # Where in a list a row stands is not a figure of pay, and is not printed.
                continue
            for ref in refs:
                found[f"{table.key}.{key}", ref] = recalculated.value(place.sheet.title, ref)
    return found


def is_figure(value: Any) -> bool:
    """Return whether a cell shows a figure: a number, or a band."""
    if isinstance(value, XlError) or value is None:
        return False
    if isinstance(value, str):
        return bool(re.fullmatch(r"[0-9.]+(-[0-9.]+)?", value))
    return not isinstance(value, bool)


@pytest.mark.parametrize("case", CASES)
def test_no_figure_stands_where_it_depends_on_an_open_entry(case: str) -> None:
    opened, one, other = (cells(made(entries)) for entries in CASES[case])

    depends = {at for at in one if is_figure(one[at]) and one[at] != other[at]}
    if case == "kind of decision":
        # Which post is the first pay case depends on it; the figures of that post do not.
        depends = {at for at in depends if not at[0].startswith("case_")}
    assert depends, "the two answers make no difference, so the case proves nothing"
    assert {at: opened[at] for at in depends if is_figure(opened[at])} == {}


def test_totals_over_undetermined_posts_are_undetermined_in_every_export() -> None:
    recalculated = made(NEXT_YEAR)
    unknown = {
        "awarded",
        "national",
        "cases",
        "departures",
        "total_award",
        "total_new_salary",
        "total_arrears",
    }

    places = layout_of(recalculated.package).places
    files = csv_files(recalculated)
    facts: dict[str, object] = {}
    rows: dict[str, str] = {}
    for table in ("return_counts", "return_totals"):
        facts |= record_of(recalculated, places[table])
        text = next(body for name, body in files.items() if table.replace("_", "-") in name)
        [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        rows |= row
    assert {key: facts[key] for key in unknown} == dict.fromkeys(unknown, "#N/A")
    assert {key: rows[key] for key in unknown} == dict.fromkeys(unknown, "#N/A")


@pytest.mark.component
def test_the_paper_shows_no_total_while_a_part_is_open(tmp_path: Any) -> None:
    from vsm_xl.annual_return.export.pdf_export import export_pdf  # noqa: PLC0415

    if shutil.which("pdftotext") is None:
        pytest.fail("pdftotext is not installed")
    text = []
    for name, entries in (("open", {"pension_benefit": None}), ("whole", {})):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(export_pdf(made(entries)))
        text.append(subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True,
                                   text=True, check=True).stdout)  # fmt: skip
    opened, whole = text
    # 286,518.75 with a bonus of 5 %, 800 of expenses and 236,250 of pension benefit: 535-540.
    assert "535-540" in whole
    assert "535-540" not in opened
    assert "300-305" in opened
