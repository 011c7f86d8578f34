"""Numbers of a return followed to the paragraph, as an auditor does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ended


def _cell(page: str, label: str) -> str:
    """Return where a cell with a label stands, as a trace names it."""
    found = re.search(rf"^([^\n:]+): {re.escape(label)} = ", page, re.MULTILINE)
    assert found, label
    return found[1]


def test_a_total_is_followed_to_entries_rule_figure_and_paragraph(
    run: Callable[..., Ended], filled: Path
) -> None:
    ended = run("trace", filled, "vsm_total_award")

    assert (ended.code, ended.err) == (0, "")
    for words in (
        "Total of awards = 54,267.01",
        "Award, Chief Executive = 9,018.75",
        ", Chief Executive = 277,500 (entered)",
        "SEGMENT_ELIGIBLE: The organisation is in segment 3",
        "Decision table “Is the annual award payable?”, row ",
        "Figure award.percent = 3.25 % of salary, 2025-04-01 to 2026-03-31",
        "    Status: official text read",
        "    Document: Department of Health and Social Care: Senior Salaries Review Body: remit letter",
        "    Link: https://www.gov.uk/government/publications/senior-salaries-review-body-remit-letter",
        "    Read on: 22 November 2026",
        "Figure award.withheld_segments = segment 5",
        "Eighth paragraph",
    ):
        assert words in ended.out, words


def test_a_page_is_written_without_script_and_a_range_is_taken(
    run: Callable[..., Ended], filled: Path, tmp_path: Path
) -> None:
    listed = run("trace", filled, "vsm_total_award").out
    where = _cell(listed, "Award, Chief Executive")
    sheet, _, ref = where.rpartition("!")
    page = tmp_path / "trace.html"
    ended = run("trace", filled, f"{sheet}!{ref}:{ref[:-1]}{int(ref[-1]) + 1}", "-o", page)
    text = page.read_text(encoding="utf-8")

    assert ended.code == 0
    assert "<script" not in text
    assert text.count("<h2>The figures it rests on</h2>") == 2
    assert '<a href="https://www.gov.uk/' in text
    assert "official text read" in text
    again = run("trace", filled, where, "-o", page)
    assert (again.code, "new page" in again.err) == (2, True)


def test_a_text_of_a_return_stays_text_on_the_page(
    run: Callable[..., Ended], filled: Path, tmp_path: Path, enter: Callable[..., None]
) -> None:
    listed = run("trace", filled, "vsm_total_award").out
    where = _cell(listed, "Award, Chief Executive")
    row = re.sub(r"\D", "", where.rpartition("!")[2])
    people = next(
        use for use in run("trace", filled, f"Decisions!A{row}").out.split() if "People!A" in use
    )
    enter(filled, "People", {re.sub(r"\$|^.*!", "", people): "<script>alert(1)</script>"})
    page = tmp_path / "trace.html"
    assert run("trace", filled, f"Decisions!A{row}", "-o", page).code == 0
    text = page.read_text(encoding="utf-8")

    assert "&lt;script&gt;alert(1)" in text
    assert "<script" not in text


def test_what_is_no_cell_is_refused_in_words(run: Callable[..., Ended], filled: Path) -> None:
    for spot in ("B12", "Nowhere!B12", "vsm_nothing", "Return!1", "Return!B1:C200",
                 "Return!A1:XFD1048576", "=1+1", "Return!#REF!", "'[x.xlsx]Return'!A1", "Return!A1,A2"):  # fmt: skip
        ended = run("trace", filled, spot)
        assert ended.code == 2, spot
        assert "is not a cell of this return" in ended.err or "at most 20" in ended.err


def test_other_numbers_are_followed_as_an_auditor_writes_them(
    run: Callable[..., Ended], filled: Path
) -> None:
    wrong = []
    places = layout_of(Package.open(filled)).places

    def at(table: str, key: str, row: int = 0) -> str:
        return f"{places[table].sheet.title}!{places[table].cell(key, row)}"

    def line(table: str, key: str) -> str:
        return f"{places[table].sheet.title}!{places[table].line_cell(key)}"

    failed, award = line("master", "failed"), at("planning", "award")
    salary, fte = (places["decisions"].cell(key) for key in ("new_salary", "fte"))
    for spot, words in (
        # A sheet with a blank in its title, without the quotes that only formulas need.
        (at("fair_pay", "ratio", 1), ("Ratio this year, Median = ", "Figure band.width = £5,000")),
        # A table by its name; what names its rows is left out.
        ("FairPay", ("Pay this year (£), 25th percentile = 26,530", "Ratio this year, 75th")),
        # A day is shown as one, a percentage as one, and the template's own words as what they are.
        ("vsm_award_rate", ("Value, award.percent = 3.25 %", "= 1 April 2025 (entered)",
                               "uses Parameters!A", " = award.percent\n")),
        (line("plan", "salaries"), ("Total of salaries at 31 March = ", "Salary at 31 March, Chief Executive")),
        (at("costs", "cost"), ("Cost in a full year, Awards = 54,267.01", "Figure award.percent")),
        # What cannot be known is followed as well.
        (at("decisions", "arrears"), ("Arrears of the award, Chief Executive = empty", "Figure award.percent")),
        (at("decisions", "award_cost"), ("Figure ni.rate = 15 % of pay above the threshold", "Figure levy.rate", "Figure pension.employer")),
        ("Cover!A2", ("Cover!A2 = Not ready: ", f"{failed}: Checks that fail = ")),
        # A call that reckons within itself is explained too, and names its row of the decision table.
        (at("decisions", "position"), (f"VSM_POSITION(${salary}/${fte}, ", ": WITHIN_RANGE: £286,518.75 lies within the range",
                           "Decision table “Where does a salary stand in its range?”, row ",
                           f"uses {line('organisation', 'size')} (vsm_size) = 2,124,726,000")),
        # Planning takes a share by a function of another purpose, whose words would mislead.
        (award, (f"{award}: Award if payable (£ per year), Chief Executive = 9,018.75",)),
        # Entries that were left empty, and cells where nothing stands.
        (at("people", "exempt"), ("Exempt, Chief Executive = empty (an entry that is left empty)",)),
        ("Return!ZZ999", ("Return!ZZ999 = empty (nothing stands here)",)),
        (failed, (" cells filled; they are too many to follow here",)),
        # What is not shown is named.
        (at("findings", "finding"), ("further cells are not shown; trace them by themselves: ",)),
    ):  # fmt: skip
        ended = run("trace", filled, spot)
        wrong += [(spot, one) for one in words if one not in ended.out]
        wrong += [(spot, one) for one in ("Agree the objectives", "MISSING_") if one in ended.out]
    assert wrong == []


def test_the_working_of_ranges_is_shown_row_by_row(
    run: Callable[..., Ended], tmp_path: Path
) -> None:
    salaries = tmp_path / "salaries.csv"
    salaries.write_text("100000\n150000\n", encoding="utf-8")
    ended = run("why", "VSM_AWARD", f"@{salaries}", "2025/26", "Provider", "3", "--working")

    assert ended.code == 0
    assert "Row 1\n" in ended.out
    assert "£3,250.00" in ended.out
    assert "£4,875.00" in ended.out
