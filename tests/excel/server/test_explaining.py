"""What the ribbon asks Python."""

from __future__ import annotations

import pytest

from vsm_xl.excel.server import explaining


@pytest.mark.parametrize(
    ("formula", "calls"),
    [
        ("=VSM_BAND(A1)", [["VSM_BAND", 1.0, "A1"]]),
        ("=vsm_band( A1 )", [["VSM_BAND", 1.0, "A1"]]),
        ("=SUM(A1:A3)", []),
        ("", []),
        ("=VSM_VERSION()", [["VSM_VERSION", 0.0]]),
        ('=IF(B5="","",VSM_BAND(B5,5000))', [["VSM_BAND", 2.0, "B5", "5000"]]),
        ("=VSM_RATE(\"a,b\",'My (odd), sheet'!A1)",
         [["VSM_RATE", 2.0, '"a,b"', "'My (odd), sheet'!A1"]]),
        ('="VSM_BAND(A1)"', []),
        ("=XVSM_BAND(A1)+VSM_BANDS(A1)", []),
        ("=[1]!VSM_BAND({1,2;3,4})", [["VSM_BAND", 1.0, "{1,2;3,4}"]]),
        ("=VSM_BAND(VSM_AWARD(A1,B1,C1,,TRUE))",
         [["VSM_BAND", 1.0, "VSM_AWARD(A1,B1,C1,,TRUE)"],
          ["VSM_AWARD", 5.0, "A1", "B1", "C1", "", "TRUE"]]),
        ('=VSM_RATE("say ""hi"", twice",A1)', [["VSM_RATE", 2.0, '"say ""hi"", twice"', "A1"]]),
        ("=VSM_BAND(People[[#This Row],[Pay, total]])",
         [["VSM_BAND", 1.0, "People[[#This Row],[Pay, total]]"]]),
        ("=VSM_BAND(A1", [["VSM_BAND", 1.0, "A1"]]),
    ],
)  # fmt: skip
def test_calls_are_found_with_their_arguments(formula: str, calls: list[list[object]]) -> None:
    found = explaining.calls_in(formula)

    assert found[-1] == [""] * len(found[0])
    assert len({len(row) for row in found}) == 1
    assert [row[: 2 + int(row[1])] for row in found[:-1]] == calls


def test_the_row_of_a_column_is_explained_that_the_cell_stands_in() -> None:
    salaries = ((100.0,), (None,), (200.0,))

    told = [
        explaining.explained("VSM_AWARD", down, 0.0, 4.0, salaries, "2025/26", "Provider", 3.0)
        for down in (0.0, 1.0, 2.0, 9.0)
    ]

    assert told[0][0][0].startswith("VSM_AWARD = 3.25: ")
    assert told[1][0][0] == "VSM_AWARD = blank: the key cell is empty."
    assert told[2][0][0].startswith("VSM_AWARD = 6.50: ")
    assert told[3] == told[2]


def test_each_part_of_one_row_is_explained_by_that_row() -> None:
    arguments = (((200000.0,), (100000.0,)), 0.1, 0.75, "All")

    here = explaining.explained("VSM_EARN_BACK", 1.0, 3.0, 4.0, *arguments)

    assert here == explaining.explained("VSM_EARN_BACK", 1.0, 0.0, 4.0, *arguments)
    assert any("100,000" in cell for row in here for cell in row)


def test_an_explanation_has_four_columns_of_text_and_its_header() -> None:
    rows = explaining.explained("VSM_AWARD", 0.0, 0.0, 4.0, 150000.0, "2025/26", "Provider", 5.0)

    assert rows[0][0].startswith("VSM_AWARD = 0: SEGMENT_WITHHELD: ")
    assert rows[1] == ["step", "what", "value", "source"]
    assert all(len(row) == 4 and all(isinstance(cell, str) for cell in row) for row in rows)


def test_a_call_that_is_of_no_use_is_explained_too() -> None:
    rows = explaining.explained("VSM_AWARD", 0.0, 0.0, 1.0, 150000.0)

    assert rows[0][0].startswith("VSM_AWARD = #VALUE!: ARGUMENTS: ")


def test_arguments_beyond_those_of_the_call_are_left_aside() -> None:
    rows = explaining.explained("VSM_BAND", 0.0, 0.0, 1.0, 282000.0, None, None)

    assert rows[0][0].startswith("VSM_BAND = 280-285: ")
