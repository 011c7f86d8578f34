"""Wordings and layouts of annexes that were once misread; all amounts are invented."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from openpyxl import Workbook

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
    # Edges under a header of £000 were taken for pounds in full, as pay is.
    "turnover in £000, in words and in two columns": (
        [["NHS trusts from 1 April 2031"], ["Role", "Turnover (£000)", "Minimum", "Operational maximum"],
         ["Director", "Up to 200,000", "100,000", "130,000"],
         ["Director", "200,000 and over", "110,000", "140,000"], [],
         ["Role", "Turnover from (£000)", "Turnover to (£000)", "Minimum", "Operational maximum"],
         ["Chief executive", "0", "200,000", "140,000", "180,000"],
         ["Chief executive", "200,000", "", "150,000", "190,000"]],
        {("Director", 0, 200 * _M, 100, 130), ("Director", 200 * _M, None, 110, 140),
         ("Chief executive", 0, 200 * _M, 140, 180), ("Chief executive", 200 * _M, None, 150, 190)}),
    # Exactly £1bn was put into the group over it.
    "over, after a group that ends there": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "up to £500 million", "100,000", "130,000", "–"],
         ["Director", "£500 million – £1bn", "110,000", "140,000", "n/a"],
         ["Director", ">£1bn", "120,000", "150,000", "—"]],
        {("Director", 0, 500 * _M, 100, 130), ("Director", 500 * _M, 1000 * _M + 0.01, 110, 140),
         ("Director", 1000 * _M + 0.01, None, 120, 150)}),
    "maximum before minimum, mid-points, rows of notes": (
        [["ICBs, by weighted population, effective 1 April 2031"],
         ["Role", "Population", "Max", "Mid", "Min"],
         ["Chief executive", "under 1m", "180,000", "165,000", "150,000"],
         ["Note: the next group begins with one million people."],
         ["Chief executive", "1m – under 1.5m", "190,000", "175,000", "160,000"],
         ["Chief executive", "1.5 million or more", "215,000", "195,000", "175,000"]],
        {("Chief executive", 0, _M, 150, 180), ("Chief executive", _M, 1.5 * _M, 160, 190),
         ("Chief executive", 1.5 * _M, None, 175, 215)}),
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
        ("!E3: 'to be confirmed' is under exception maximum",
         "!C4: 'to be confirmed' is under minimum")),
    "points for thousands": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "Up to £200m", "160.000", "200.000", "n/a"]],
        ("!C3: £160 as minimum of Director, Up to £200m is not a yearly salary",)),
    # Every trust lay in the second group.
    "turnover in £m that no header states": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "Up to 200", "100,000", "130,000", ""],
         ["Director", "Over 200", "110,000", "140,000", ""]],
        ("!C3: 200 as the edge of the group 'Up to 200' is too small for a turnover",)),
    "a day of another pay year than the title's": (
        [["NHS trusts: ranges 2031/32, uplifted by 3 % on those in force from 1 April 2030"], _HEAD,
         ["Director", "Up to £200m", "100,000", "130,000", ""]],
        ("it names several days (1 April 2030, 1 April 2031); use --from",)),
    "a day in numbers beside one in words": (
        [["NHS trusts, 01/04/2031. They follow the ranges of 1 April 2030"], _HEAD,
         ["Director", "Up to £200m", "100,000", "130,000", ""]],
        ("it names several days (1 April 2030, 1 April 2031); use --from",)),
    "two years side by side": (
        [["NHS trusts from 1 April 2031"],
         ["Role", "Turnover", "2030/31 minimum", "2030/31 operational maximum", "2031/32 minimum",
          "2031/32 operational maximum"],
         ["Director", "Up to £200m", "100,000", "130,000", "103,000", "133,900"]],
        ("!E3: the minimum of Director, Up to £200m, is already in",)),
    "a mark glued to the amount": (
        [["NHS trusts from 1 April 2031"], _HEAD,
         ["Director", "Up to £200m", "100,0001", "130,000 (was 125,000)", "140,000"]],
        ("!C3: '100,0001' is under minimum", "!D3: '130,000 (was 125,000)' is under")),
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


#: What an annex says, and the first and last day that are read; None where it must be asked.
DAYS = (
    ("NHS trusts: in force from 1 April 2031 to 31 March 2032", "2031-04-01", "2032-03-31"),
    ("NHS trusts w.e.f. 1st April 2031", "2031-04-01", None),
    ("NHS trusts. Applies 01/04/2031; replaces the table in force from 1 April 2030", "2031-04-01", None),
    ("NHS trusts, effective 1 Apr 2031 (previous ranges: 1 April 2030)", "2031-04-01", None),
    ("NHS trusts: ranges 2031-32, from 2031-04-01 until 2032-03-31", "2031-04-01", "2032-03-31"),
    ("NHS trusts: published 15 May 2031, in force from 1 April 2031", "2031-04-01", None),
    ("NHS trusts: pay ranges 2031/32", "2031-04-01", None),
)  # fmt: skip


def test_the_first_and_last_day_are_read_however_they_are_written(tmp_path: Path) -> None:
    wrong = []
    for said, first, last in DAYS:
        path = _file(
            tmp_path, said, [[said], _HEAD, ["Director", "Over £1m", "100,000", "130,000", ""]]
        )
        sheets, _ = annex_sheets(path, is_workbook=False)
        row = read_annex(sheets, path.name, path.name, Asked()).table.rows[0]
        got = (str(row.effective_from), row.effective_to and str(row.effective_to))
        if got != (first, last):
            wrong.append((said, got))
    assert wrong == []


def test_what_is_hidden_in_a_workbook_is_read_and_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["NHS trusts from 1 April 2031"],
        _HEAD,
        ["Director", "Over £1m", 100000, 130000, None],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    path = tmp_path / "annex.xlsx"
    book.save(path)

    sheets, _ = annex_sheets(path, is_workbook=True)
    annex = read_annex(sheets, path.name, path.name, Asked())

    assert len(annex.table.rows) == 1
    assert any("row 3 is hidden" in words for words in annex.understood), annex.understood
