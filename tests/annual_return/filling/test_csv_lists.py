"""CSV files of staff pay, earlier ratios and pay ranges: lists that people have from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vsm_xl.annual_return.filling.csv_files import (
    read_earlier_ratios_csv,
    read_organisation_csv,
    read_ranges_csv,
    read_staff_pay_csv,
)
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.ranges import COLUMNS, RangeTable, RangeTableError

if TYPE_CHECKING:
    from pathlib import Path


def _file(folder: Path, content: str) -> Path:
    path = folder / "input.csv"
    path.write_bytes(content.encode())
    return path


STAFF_PAY: dict[str, list[float]] = {
    'pay\n"£25,000.50"\n31000\n': [25_000.5, 31_000.0],
    "\ufeffPay\r\n\u00a025000\u00a0\r\n\r\n , \r\n 0 \r\n": [25_000.0, 0.0],
    "pay\n": [],
}


@pytest.mark.parametrize("content", STAFF_PAY)
def test_staff_pay_is_one_amount_a_row_and_blank_rows_are_skipped(
    tmp_path: Path, content: str
) -> None:
    assert read_staff_pay_csv(_file(tmp_path, content)) == STAFF_PAY[content]


BAD_STAFF_PAY = {
    "salary\n1\n": "row 1: the column pay is missing; add it",
    "25000\n26000\n": "row 1: '25000' is not a column of this file; use pay",
    "pay,name\n1,A\n": "row 1: 'name' is not a column of this file; use pay",
    "pay\n25,000\n": "row 2: 2 fields under 1 column; put a value with commas in quotes",
    "pay\n1\n\n=1+1\n": "row 4, column pay: '=1+1' is not a number; enter an amount in pounds",
    "pay\n25k\n": "row 2, column pay: '25k' is not a number",
    "pay\n#N/A\n": "row 2, column pay: '#N/A' is not a number",
    "pay\n-1\n": "row 2, column pay: -1 is outside what is allowed",
}


@pytest.mark.parametrize("content", BAD_STAFF_PAY)
def test_staff_pay_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_staff_pay_csv(_file(tmp_path, content))

    assert f"{tmp_path / 'input.csv'}, {BAD_STAFF_PAY[content]}" in str(refused.value)


EARLIER = "year,ratio_p25,ratio_median,ratio_p75"


def test_earlier_ratios_are_read_by_year(tmp_path: Path) -> None:
    path = _file(tmp_path, f"{EARLIER}\n2023/24,10.25,7.7,5\n,,,\n2022-23,,7.5,\n")

    assert read_earlier_ratios_csv(path) == [
        {"year": "2023/24", "ratio_p25": 10.25, "ratio_median": 7.7, "ratio_p75": 5.0},
        {"year": "2022/23", "ratio_median": 7.5},
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "2023/24,0,7.7,5",
            "column ratio_p25: 0 is outside what is allowed; enter a ratio above 0",
        ),
        ("2023/24,1,77000,5", "column ratio_median: 77000 is outside what is allowed"),
        (
            "2023/24,1,7.7:1,5",
            "column ratio_median: '7.7:1' is not a number; enter a ratio above 0",
        ),
        ("2023/25,1,7.7,5", "column year: '2023/25' is not in the list"),
    ],
)
def test_an_earlier_ratio_of_another_kind_is_refused(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(UnusableInput, match=f"row 2, {words}"):
        read_earlier_ratios_csv(_file(tmp_path, f"{EARLIER}\n{row}\n"))


@pytest.mark.parametrize("count", ["3.5", "10000001", "-1"])
def test_a_number_of_people_is_whole(tmp_path: Path, count: str) -> None:
    with pytest.raises(UnusableInput, match="enter a whole number of people"):
        read_organisation_csv(_file(tmp_path, f"item,value\nstaff_count,{count}\n"))


HEADER = ",".join(COLUMNS)
AS_WRITTEN = (
    '\u00a0S ,ft,A,"£0","£600,000,000",Chief  executive,"£ 200,000.00",300000.0,,'
    "01/04/2025,31/3/2026,'=Annex,Official"
)
SAME_TABLE = (
    f"{HEADER}\nS,Provider,A,0,600000000,CEO,200000,300000,,2025-04-01,2026-03-31,'=Annex,official\n",
    f"\ufeff{HEADER.upper()},Checked by\r\n\r\n{AS_WRITTEN},me\r\n",
)


@pytest.mark.parametrize("content", SAME_TABLE, ids=["plain", "as people write it"])
def test_a_csv_is_the_same_table_to_the_framework_and_to_fill(tmp_path: Path, content: str) -> None:
    entries = read_ranges_csv(_file(tmp_path, content))
    rows = [[entry.get(column) for column in COLUMNS] for entry in entries]
    [filled] = RangeTable.from_cells([COLUMNS, *rows]).rows
    [direct] = RangeTable.from_csv(content).rows
    [plain] = RangeTable.from_csv(SAME_TABLE[0]).rows

    assert filled.but(number=0) == direct.but(number=0) == plain.but(number=0)
    assert plain.source == "=Annex"


@pytest.mark.parametrize(
    "day", ["04/13/2025", "01/04/25", "31/06/2025", "29/02/2025", "2025.04.01"]
)
def test_a_day_that_fill_refuses_is_refused_by_the_framework(tmp_path: Path, day: str) -> None:
    content = SAME_TABLE[0].replace("2025-04-01", day)

    with pytest.raises(UnusableInput) as by_fill:
        read_ranges_csv(_file(tmp_path, content))
    with pytest.raises(RangeTableError) as directly:
        RangeTable.from_csv(content)

    [problem] = directly.value.problems
    assert problem.column == "effective_from"
    assert problem.text.partition(";")[0] in str(by_fill.value)
