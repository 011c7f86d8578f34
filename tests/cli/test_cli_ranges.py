"""ranges check and ranges import: what an analyst who has the official table does with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from range_tables import sheet, table  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_sound_table_is_shown_and_summed_up(run: Callable[..., Any], tmp_path: Path) -> None:
    file = table(tmp_path / "ranges.csv", {})

    ended = run("ranges", "check", file)

    assert (ended.code, ended.err) == (0, "")
    assert "200,000.00" in ended.out
    assert f"{file}: 1 rows of pay ranges (1 official), roles Chief executive." in ended.out


def test_ranges_that_are_not_official_are_said_to_be_so(
    run: Callable[..., Any], demo_folder: Path
) -> None:
    ended = run("ranges", "check", demo_folder / "rr8-ranges.csv")

    assert ended.code == 0
    assert "(12 illustrative)" in ended.out
    assert "only official ones decide pay" in ended.out


@pytest.mark.parametrize(
    ("changes", "without", "words"),
    [
        (({"minimum": "ask"},), "", "row 2, column minimum"),
        (({}, {"group": "Other", "size_from": "5"}), "", "row 3"),
        (
            ({"size_to": "500"}, {"group": "Other", "size_from": "600"}),
            "",
            "row 3, size_from",
        ),
        (({"minimum": "400000"},), "", "row 2, operational_maximum"),
        (({"status": "draft"},), "", "row 2, column status"),
        (({},), "status", "row 1: the column status is missing"),
        ((), "", "no row of pay ranges"),
    ],
)
def test_a_fault_is_named_by_row_and_column(
    run: Callable[..., Any],
    tmp_path: Path,
    changes: tuple[dict[str, str], ...],
    without: str,
    words: str,
) -> None:
    file = table(tmp_path / "ranges.csv", *changes, without=without)

    ended = run("ranges", "check", file)

    assert (ended.code, ended.out) == (2, "")
    assert str(file) in ended.err
    assert words in ended.err


def test_blank_lines_do_not_shift_the_numbers_of_rows(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    file = table(tmp_path / "ranges.csv", {}, {"minimum": "400000"})
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], "", lines[1], ",,", lines[2], ""]), encoding="utf-8")

    ended = run("ranges", "check", file)

    assert "row 5, operational_maximum" in ended.err


def test_a_table_is_found_in_a_workbook_under_its_title(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    ended = run("ranges", "check", sheet(tmp_path / "annex.xlsx"))

    assert (ended.code, ended.err) == (0, "")
    assert "sheet Annex A: 1 rows" in ended.out
    assert "Further columns are not carried over: CHECKED_BY." in ended.out


def test_a_fault_in_a_workbook_is_named_by_sheet_and_row(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    file = sheet(tmp_path / "annex.xlsx")
    book: Any = openpyxl.load_workbook(file)
    book["Annex A"]["G4"] = "two hundred thousand"
    book.save(file)

    ended = run("ranges", "check", file)

    assert (ended.code, ended.out) == (2, "")
    assert f"{file}, sheet Annex A, row 4, minimum: " in ended.err


def test_a_workbook_without_a_table_is_refused(run: Callable[..., Any], tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")

    ended = run("ranges", "check", tmp_path / "other.xlsx")

    assert (ended.code, ended.out) == (2, "")
    assert "no sheet has a table of pay ranges" in ended.err


def test_the_pay_ranges_of_a_return_can_be_checked(run: Callable[..., Any], filled: Path) -> None:
    ended = run("ranges", "check", filled)

    assert ended.code == 0
    assert f"{filled}, sheet Pay ranges: 12 rows of pay ranges" in ended.out


@pytest.mark.parametrize("source", ["ranges.csv", "annex.xlsx"])
def test_import_replaces_the_ranges_of_a_return_and_nothing_else(
    run: Callable[..., Any], filled: Path, source: str
) -> None:
    file = filled.parent / source
    if source.endswith(".csv"):
        table(file, {}, {"role": "Director", "minimum": "100000"})
    else:
        sheet(file)
    before = json.loads(run("show", filled, "--json").out)

    ended = run("ranges", "import", file, "-o", filled)

    assert (ended.code, ended.err) == (0, "")
    after = json.loads(run("show", filled, "--json").out)
    assert after["organisation"] == before["organisation"]
    assert [post["salary"] for post in after["posts"]] == [p["salary"] for p in before["posts"]]
    assert after["posts"][0]["operational_maximum"] == 300000
    assert after["posts"][0]["group"] == "All"
    results = {check["what"]: check["result"] for check in after["checks"]}
    assert results["No pay range is illustrative"] == "Pass"


def test_the_audit_trail_after_an_import_is_that_of_the_new_ranges(
    run: Callable[..., Any], filled: Path
) -> None:
    run("ranges", "import", table(filled.parent / "ranges.csv", {}), "-o", filled)

    assert f"{filled} was up to date" in run("recalc", filled).out


def test_import_builds_a_blank_return_where_there_is_none(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "new.xlsx"

    ended = run("ranges", "import", table(tmp_path / "ranges.csv", {}), "-o", out)

    assert ended.code == 0
    assert "a new blank return" in ended.out
    assert run("ranges", "check", out).code == 0


def test_import_into_somebody_elses_workbook_is_refused(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    other = tmp_path / "other.xlsx"
    book: Any = openpyxl.Workbook()
    book.save(other)
    before = other.read_bytes()

    ended = run("ranges", "import", table(tmp_path / "ranges.csv", {}), "-o", other)

    assert (ended.code, ended.out) == (2, "")
    assert "not an annual return" in ended.err
    assert other.read_bytes() == before


def test_more_rows_than_the_return_holds_are_refused(run: Callable[..., Any], filled: Path) -> None:
    before = filled.read_bytes()
    changes = [
        {"group": f"G{n}", "size_from": f"{n}000000", "size_to": f"{n + 1}000000"}
        for n in range(150)
    ]

    ended = run("ranges", "import", table(filled.parent / "ranges.csv", *changes), "-o", filled)

    assert (ended.code, ended.out) == (2, "")
    assert "150 rows of pay ranges do not fit" in ended.err
    assert filled.read_bytes() == before
