"""call and why: what is typed becomes cells, answers are plain, errors have words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import vsm_xl
from vsm_xl.cli.typed_values import argument, cell
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("150000", 150000.0),
        ("£277,500.00", 277500.0),
        ("1,000,000", 1000000.0),
        ("3.25%", 0.0325),
        ("0.0325", 0.0325),
        (".5", 0.5),
        ("-5", -5.0),
        (" 3 ", 3.0),
        ("TRUE", True),
        ("false", False),
        ("", None),
        ("  ", None),
        ("'5", "5"),
        ("'", ""),
        ("'@x", "@x"),
        ("2025/26", "2025/26"),
        ("2025-04-01", "2025-04-01"),
        ("Not segmented", "Not segmented"),
        ("280-285", "280-285"),
        ("1,00", "1,00"),
        ("%", "%"),
        ("1e5", "1e5"),
        ("nan", "nan"),
        ("١", "١"),
        ("#N/A", "#N/A"),
    ],
)
def test_a_typed_word_is_the_cell_that_a_spreadsheet_makes_of_it(typed: str, meant: object) -> None:
    made = cell(typed)

    assert (type(made), made) == (type(meant), meant)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("VSM_AWARD", "150000", "2025/26", "Provider", "3"), "4875.00"),
        (("vsm_award", "150000", "2025/26", "Provider", "5"), "0.00"),
        (("VSM_AWARD", "£277,500.00", "2025-09-01", "Provider", "3"), "9018.75"),
        (("VSM_AWARD", "123456.78", "2024/25", "ICB", "Not segmented"), "6172.84"),
        (("VSM_AWARD", "100000", "2025/26", "Provider", "3", "", "", "2%"), "2000.00"),
        (("VSM_AWARD", "", "2025/26", "Provider", "3"), ""),
        (("VSM_NEW_SALARY", "277500", "2025/26", "Provider", "3"), "286518.75"),
        (("VSM_SEGMENT", "4", "TRUE"), "5"),
        (("VSM_SEGMENT", "Not segmented"), "Not segmented"),
        (("VSM_ELIGIBLE", "2025/26", "Provider", "5"), "FALSE"),
        (("VSM_BAND", "282000"), "280-285"),
        (("VSM_BAND_MIDPOINT", "280-285"), "282500.00"),
        (("VSM_RATE", "award.percent", "2025-09-01"), "0.0325"),
        (("VSM_APPROVAL", "170000.01", "CEO", "Provider", "2124726000"), "NHS England"),
    ],
)
def test_call_shows_what_the_cell_would_show(
    run: Callable[..., Any], words: tuple[str, ...], shown: str
) -> None:
    ended = run("call", *words)

    assert (ended.code, ended.out, ended.err) == (0, f"{shown}\n", "")


def test_an_error_value_is_an_answer_with_its_words_beside_it(run: Callable[..., Any]) -> None:
    ended = run("call", "VSM_AWARD", "150000", "2026/27", "Provider", "3")

    assert (ended.code, ended.out) == (0, "#N/A\n")
    assert ended.err.startswith("vsm-xl: CRITERIA_PENDING: ")


def test_a_negative_amount_reaches_the_function_and_is_no_option(run: Callable[..., Any]) -> None:
    ended = run("call", "VSM_AWARD", "-5", "2025/26", "Provider", "3")

    assert (ended.code, ended.out) == (0, "#NUM!\n")
    assert "NEGATIVE_AMOUNT" in ended.err


def test_a_csv_file_is_a_range_and_gives_one_line_for_each_row(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "salaries.csv"
    file.write_text("150000\n\nabc\n277500\n", encoding="utf-8")

    ended = run("call", "VSM_AWARD", f"@{file}", "2025/26", "Provider", "3")

    assert ended.out.splitlines() == ["4875.00", "", "#VALUE!", "9018.75"]
    assert ended.err.startswith("vsm-xl: row 3: #VALUE!, NOT_A_NUMBER: ")
    assert ended.code == 0


def test_a_range_table_is_passed_from_a_csv_file(
    run: Callable[..., Any], demo_folder: Path
) -> None:
    ranges = f"@{demo_folder / 'rr8-ranges.csv'}"

    ended = run(
        "call", "VSM_BENCHMARK", "CEO", "Provider", "2124726000", "All", "2025-04-01", ranges
    )

    assert ended.out == "230000.00\t260000.00\t290000.00\t315000.00\n"


def test_rows_of_unequal_length_in_a_csv_file_are_filled_up(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b"\xef\xbb\xbf1,2\n3\n\n")

    assert argument(f"@{file}") == [[1.0, 2.0], [3.0, None]]


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot be read"), (b"", "is empty"), (b"PK\x03\x04\x00", "not a CSV")],
)
def test_an_unusable_range_file_is_refused_by_name(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "range.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UnusableInput, match=words) as refused:
        argument(f"@{file}")

    assert str(file) in str(refused.value)


@pytest.mark.parametrize("command", ["call", "why"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("VSM_NOTHING", "1"), "UNKNOWN_FUNCTION"),
        (("VSM_AWARD", "150000"), "ARGUMENTS"),
        (("VSM_BAND", "1", "5000", "3"), "ARGUMENTS"),
    ],
)
def test_a_call_that_cannot_be_made_ends_with_two(
    run: Callable[..., Any], command: str, words: tuple[str, ...], said: str
) -> None:
    ended = run(command, *words)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"vsm-xl: {said}: ")


@pytest.mark.parametrize("segment", ["3", "5", "", "7"])
def test_why_says_what_the_worksheet_function_says(run: Callable[..., Any], segment: str) -> None:
    ended = run("why", "VSM_AWARD", "150000", "2025/26", "Provider", segment)

    expected = vsm_xl.call("VSM_WHY", "VSM_AWARD", 150000, "2025/26", "Provider", cell(segment))
    assert (ended.code, ended.out, ended.err) == (0, f"{expected}\n", "")


def test_why_shows_the_working_and_the_sources_when_asked(run: Callable[..., Any]) -> None:
    ended = run("why", "VSM_AWARD", "150000", "2025/26", "Provider", "3", "--working")

    lines = ended.out.splitlines()
    assert lines[0].startswith("SEGMENT_ELIGIBLE: ")
    assert any("£4,875.00" in line for line in lines)
    assert any("https://" in line for line in lines[lines.index("Sources:") :])


def test_why_of_a_column_gives_one_line_for_each_row(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "segments.csv"
    file.write_text("3\n5\n", encoding="utf-8")

    ended = run("why", "VSM_AWARD", "150000", "2025/26", "Provider", f"@{file}")

    codes = [line.partition(":")[0] for line in ended.out.splitlines()]
    assert codes == ["SEGMENT_ELIGIBLE", "SEGMENT_WITHHELD"]


def test_working_of_a_column_is_shown_row_by_row(run: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "segments.csv"
    file.write_text("3\n5\n", encoding="utf-8")

    ended = run("why", "VSM_AWARD", "150000", "2025/26", "Provider", f"@{file}", "--working")

    assert (ended.code, ended.err) == (0, "")
    _, *rows = re.split(r"^Row (?=\d)", ended.out, flags=re.MULTILINE)
    assert [row.split()[0] for row in rows] == ["1", "2"]
    assert ["4875" in row.replace(",", "") for row in rows] == [True, False]
    assert ["SEGMENT_WITHHELD" in row for row in rows] == [False, True]


def test_working_of_more_rows_than_are_read_is_refused(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "segments.csv"
    file.write_text("3\n" * 51, encoding="utf-8")

    ended = run("why", "VSM_AWARD", "150000", "2025/26", "Provider", f"@{file}", "--working")

    assert ended.code == 2
    assert "at most 50 rows, and this call has 51" in ended.err
