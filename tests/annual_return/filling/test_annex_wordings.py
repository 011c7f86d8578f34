"""Wordings and layouts of annexes that were once misread; all amounts are invented."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from vsm_xl.annual_return.filling.annex import Asked, read_annex
from vsm_xl.annual_return.filling.annex_files import annex_sheets
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

_M = 10**6
_HEAD = ["Role", "Turnover", "Minimum", "Operational maximum", "Exception maximum"]

#: Rows of the annex; each range as role, lower and upper edge in pounds, minimum and maximum in £000.
READ: dict[str, tuple[list[list[str]], set[tuple[object, ...]]]] = {
    # The lower group was left without edges, and so stood for every size.
    "up to but not including, roles across": (
        [["Provider pay ranges, effective 1 April 2031 (£000)"], [],
         ["Annual turnover", "Chief executive", "", "Director", ""],
         ["", "Minimum", "Operational maximum", "Minimum", "Operational maximum"],
         ["Up to but not including £200m", "140", "180", "95", "120"],
         ["£200m up to but not including £500m", "150", "190", "100", "130"],
         ["£500m up to and including £900m", "155", "195", "105", "135"],
         ["Over £900m", "170", "210", "110", "140"]],
        {("Chief executive", 0, 200 * _M, 140, 180), ("Director", 0, 200 * _M, 95, 120),
         ("Chief executive", 200 * _M, 500 * _M, 150, 190),
         ("Director", 200 * _M, 500 * _M, 100, 130),
         ("Chief executive", 500 * _M, 900 * _M + 0.01, 155, 195),
         ("Director", 500 * _M, 900 * _M + 0.01, 105, 135),
         ("Chief executive", 900 * _M + 0.01, None, 170, 210),
         ("Director", 900 * _M + 0.01, None, 110, 140)}),
    # A share between the amounts was taken for a second minimum.
    "percent columns and blank columns": (
        [["NHS trusts, effective from 1 April 2031"],
         ["Turnover £m", "", "Role", "Minimum", "", "Operational max", "% above minimum", "Exception max"],
         ["Under 200", "", "Director", "£140,000", "", "£180,000", "28.6%", "£190,000"],
         ["200+", "", "Director", "£150,000", "", "£190,000", "26.7%", "£200,000"]],
        {("Director", 0, 200 * _M, 140, 180), ("Director", 200 * _M, None, 150, 190)}),
    # No table was found where each range stands in one cell below its role.
    "both ends in one cell, no header of points": (
        [["Providers: pay ranges from 1 April 2031"], ["Turnover", "Chief executive", "Director"],
         ["Below £200m", "£140,000 to £180,000", "£95,000 – £120,000"],
         ["£200m or more", "£150,000 - £190,000", "£100,000 to £130,000"]],
        {("Chief executive", 0, 200 * _M, 140, 180), ("Director", 0, 200 * _M, 95, 120),
         ("Chief executive", 200 * _M, None, 150, 190), ("Director", 200 * _M, None, 100, 130)}),
    # The whole heading was taken for the role.
    "a heading with role, kind and day, measures in rows": (
        [["Chief executive, NHS trusts, 1 April 2031 onwards"],
         ["", "Small (up to £250m)", "Large (over £250m)"],
         ["Minimum", "£140,000", "£170,000"], ["Operational maximum", "£180,000", "£210,000"]],
        {("Chief executive", 0, 250 * _M + 0.01, 140, 180),
         ("Chief executive", 250 * _M + 0.01, None, 170, 210)}),
}  # fmt: skip

#: Rows of the annex, and what is said of it; each names the cell.
REFUSED: dict[str, tuple[list[list[str]], tuple[str, ...]]] = {
    "a size in words that nobody knows": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "roughly £200m, give or take", "100,000", "130,000", "140,000"]],
        ("!C3: the size group 'roughly £200m, give or take' is not understood",)),
    "to be confirmed": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "Up to £200m", "100,000", "130,000", "to be confirmed"],
         ["Director", "Over £200m", "to be confirmed", "140,000", "150,000"]],
        ("!E3: 'to be confirmed' stands under exception maximum",
         "!C4: 'to be confirmed' stands under minimum")),
    "points for thousands": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "Up to £200m", "160.000", "200.000", "n/a"]],
        ("!C3: £160 as minimum of Director, Up to £200m is no yearly pay",)),
}  # fmt: skip


def _file(folder: Path, name: str, rows: list[list[str]]) -> Path:
    out = io.StringIO()
    # As a British Excel writes it, or one set to a semicolon.
    csv.writer(out, delimiter=";" if len(name) % 2 else ",").writerows(rows)
    path = folder / f"{len(list(folder.iterdir()))}.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_each_wording_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    wrong = []
    for name, (rows, wanted) in READ.items():
        path = _file(tmp_path, name, rows)
        sheets, _ = annex_sheets(path, is_workbook=False)
        table = read_annex(sheets, path.name, path.name, Asked()).table
        found: set[tuple[object, ...]] = {
            (row.role, (row.size_from or 0) / 100, row.size_to and row.size_to / 100,
             row.minimum / 100_000, row.operational_maximum / 100_000)
            for row in table.rows
        }  # fmt: skip
        wrong += [(name, one) for one in found ^ wanted]
    assert wrong == []


def test_what_is_not_certain_is_refused_by_cell(tmp_path: Path) -> None:
    wrong = []
    for name, (rows, wanted) in REFUSED.items():
        path = _file(tmp_path, name, rows)
        try:
            sheets, _ = annex_sheets(path, is_workbook=False)
            read_annex(sheets, path.name, path.name, Asked())
        except UnusableInput as refused:
            wrong += [(name, words, str(refused)) for words in wanted if words not in str(refused)]
        else:
            wrong.append((name, "taken", ""))
    assert wrong == []
