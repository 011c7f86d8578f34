"""Next year's ranges from this year's: each point raised, each row derived, or a clear refusal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vsm_xl.annual_return.filling.range_tables import read_range_file, table_csv
from vsm_xl.annual_return.filling.range_uplift import uplift
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "scheme,org_kind,group,size_from,size_to,role,minimum,operational_maximum,exception_maximum,"
    "effective_from,effective_to,source,status\n"
)
ROWS = (
    "Official,Provider,1,0,300000000,Director,100000,140050,,2025-04-01,2026-03-31,Annex A,official\n"
    "Official,Provider,2,300000000,,Director,115000,160000,205000,2025-04-01,,Annex A,official\n"
)


def table(folder: Path, text: str = HEADER + ROWS) -> Path:
    path = folder / "ranges.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_point_rises_by_the_award_of_2026_27_and_each_row_says_derived(tmp_path: Path) -> None:
    """3 % from 1 April 2026 (NHS England, VSM pay award for 2026/27); 140,050 x 1.03 = 144,251.50."""
    made = uplift(read_range_file(table(tmp_path)), 2026)

    assert [(row.minimum, row.operational_maximum, row.exception_maximum) for row in made.rows] == [
        (10_300_000, 14_425_200, None), (11_845_000, 16_480_000, 21_115_000),
    ]  # fmt: skip
    assert {row.status for row in made.rows} == {"derived"}
    assert {row.effective_from for row in made.rows} == {date(2026, 4, 1)}
    assert made.rows[0].source == (
        "Derived: Annex A, raised by 3.00% from 2026-04-01 (range.uplift)"
    )


def test_the_file_is_read_again_as_a_sound_table(tmp_path: Path) -> None:
    made = uplift(read_range_file(table(tmp_path)), 2026)
    path = tmp_path / "next.csv"
    path.write_bytes(table_csv(made.rows, for_excel=True))

    again = read_range_file(path).table.rows
    assert [(row.size_from, row.size_to, row.minimum) for row in again] == [
        (0, 30_000_000_000, 10_300_000), (30_000_000_000, None, 11_845_000),
    ]  # fmt: skip


def test_a_year_without_an_uplift_and_a_table_of_another_year_are_refused(tmp_path: Path) -> None:
    found = read_range_file(table(tmp_path))
    ended = HEADER + ROWS.splitlines(keepends=True)[0].replace("2026-03-31", "2025-12-31")

    with pytest.raises(UnusableInput, match=r"no uplift of the pay ranges for 2027/28"):
        uplift(found, 2027)
    with pytest.raises(UnusableInput, match="no row is in force on 2026-03-31"):
        uplift(read_range_file(table(tmp_path, ended)), 2026)
