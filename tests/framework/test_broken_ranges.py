"""Range tables that contradict themselves are refused, with the row and column of each fault."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsm_xl.errors import XlError
from vsm_xl.framework.ranges import COLUMNS, RangeTable, RangeTableError, RowProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent


def _cases() -> list[dict[str, str]]:
    with (HERE / "cases" / "broken_ranges.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _problems(rows: Sequence[Sequence[object]]) -> tuple[RowProblem, ...]:
    with pytest.raises(RangeTableError) as refused:
        RangeTable.from_cells(rows)
    return refused.value.problems


def _cells(**changes: object) -> list[object]:
    row: dict[str, object] = {
        "scheme": "S",
        "org_kind": "Provider",
        "group": "G1",
        "size_from": 0.0,
        "size_to": None,
        "role": "Chief executive",
        "minimum": 100_000.0,
        "operational_maximum": 150_000.0,
        "exception_maximum": None,
        "effective_from": 45748.0,
        "effective_to": None,
        "source": "A made-up table",
        "status": "illustrative",
    }
    return [(row | changes)[column] for column in COLUMNS]


def test_every_broken_file_has_its_case_and_every_case_its_file() -> None:
    files = {path.stem for path in (HERE / "broken_ranges").glob("*.csv")}

    assert {case["file"] for case in _cases()} == files


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["file"])
def test_a_broken_table_is_refused_with_row_and_column(case: dict[str, str]) -> None:
    text = (HERE / "broken_ranges" / f"{case['file']}.csv").read_text(encoding="utf-8")

    with pytest.raises(RangeTableError) as refused:
        RangeTable.from_csv(text)

    (problem,) = refused.value.problems
    assert (int(case["row"]), case["column"]) == (problem.row, problem.column)
    assert case["words"] in problem.text
    assert f"row {case['row']}, {case['column']}: " in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"minimum": "100000"}, "minimum", "'100000' is text that looks like a number"),
        ({"minimum": "£100,000"}, "minimum", "is text that looks like a number"),
        ({"size_from": "0"}, "size_from", "'0' is text that looks like a number"),
        ({"minimum": True}, "minimum", "True is not a number"),
        ({"minimum": float("nan")}, "minimum", "is not an amount that can be held exactly"),
        ({"minimum": float("inf")}, "minimum", "is not an amount that can be held exactly"),
        ({"minimum": 10**400}, "minimum", "is not an amount that can be held exactly"),
        ({"minimum": XlError("#DIV/0!")}, "minimum", "it holds the error #DIV/0!"),
        ({"status": XlError("#N/A")}, "status", "it holds the error #N/A"),
        ({"org_kind": XlError("#N/A")}, "org_kind", "it holds the error #N/A"),
        ({"effective_to": "#VALUE!"}, "effective_to", "it holds the error #VALUE!"),
        ({"effective_from": 60}, "effective_from", "29 February 1900"),
        ({"effective_from": 0.5}, "effective_from", "not a date between 1900 and 2199"),
        ({"effective_from": True}, "effective_from", "True is not a date"),
        ({"scheme": object, "minimum": []}, "minimum", "[] is not a number"),
    ],
    ids=str,
)
def test_a_cell_of_the_wrong_kind_is_refused(
    changes: dict[str, object], column: str, words: str
) -> None:
    (problem,) = _problems([COLUMNS, _cells(**changes)])

    assert (2, column) == (problem.row, problem.column)
    assert words in problem.text


def test_all_faults_are_reported_together() -> None:
    problems = _problems([COLUMNS, _cells(minimum=None, role=None), _cells(status="new")])

    assert [(problem.row, problem.column) for problem in problems] == [
        (2, "role"),
        (2, "minimum"),
        (3, "status"),
    ]


def test_the_words_stay_short_whatever_a_cell_holds() -> None:
    page = "1 " * 16_000

    for column in ("minimum", "status", "org_kind", "effective_from"):
        (problem,) = _problems([COLUMNS, _cells(**{column: page + "x"})])
        assert len(problem.text) < 200


def test_a_row_without_enough_cells_is_read_as_blank_at_the_end() -> None:
    (problem,) = _problems([COLUMNS, _cells()[:-1]])

    assert (problem.row, problem.column, "empty" in problem.text) == (2, "status", True)


def test_a_group_inside_a_wider_one_is_one_overlap_and_no_gap() -> None:
    problems = _problems(
        [
            COLUMNS,
            _cells(group="wide", size_from=0, size_to=100),
            _cells(group="inside", size_from=10, size_to=20),
            _cells(group="next", size_from=100),
        ]
    )

    assert [(problem.row, problem.column) for problem in problems] == [(3, "size_from")]
    assert "overlap those of row 2" in problems[0].text
