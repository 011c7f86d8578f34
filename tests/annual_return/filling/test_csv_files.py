"""CSV files as people make them: what is read, and what is refused with which words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.filling.blank_files import GUIDANCE, guided_csv_files
from vsm_xl.annual_return.filling.csv_files import (
    read_earlier_ratios_csv,
    read_organisation_csv,
    read_people_csv,
    read_ranges_csv,
    read_staff_pay_csv,
)
from vsm_xl.annual_return.reading.entries import from_text
from vsm_xl.annual_return.template.field_types import CHOICE, MIXED_CHOICE
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.annual_return.template.description import Column, Line

RANGE_HEADER = (
    "scheme,org_kind,group,size_from,size_to,role,minimum,operational_maximum,"
    "exception_maximum,effective_from,effective_to,source,status"
)


def _file(folder: Path, content: str | bytes) -> Path:
    path = folder / "input.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _person(folder: Path, column: str, text: str) -> Any:
    quoted = '"' + text.replace('"', '""') + '"'
    return read_people_csv(_file(folder, f"post,{column}\nNurse,{quoted}\n"))[0].get(column)


GOOD = [
    ("salary", "277500", 277_500.0),
    ("salary", "£277,500.00", 277_500.0),
    ("salary", " £ 277,500 ", 277_500.0),
    ("salary", "0", 0.0),
    ("salary", "", None),
    ("salary", "\u00a0123456.78\u00a0", 123_456.78),
    ("bonus_percent", "3.25%", 0.0325),
    ("bonus_percent", "0.0325", 0.0325),
    ("bonus_percent", "10 %", 0.1),
    ("award_given", "None", "none"),
    ("award_given", "2%", 0.02),
    ("fte", "0.8", 0.8),
    ("in_post_from", "2025-04-01", date(2025, 4, 1)),
    ("in_post_from", "01/04/2025", date(2025, 4, 1)),
    ("in_post_from", "1 Apr 2025", date(2025, 4, 1)),
    ("exempt", "TRUE", "Yes"),
    ("exempt", "n", "No"),
    ("decision", "salary  REVIEW", "Salary review"),
    ("justification", "'=1+1", "=1+1"),
    ("justification", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ("justification", "@home, -5 and +5", "@home, -5 and +5"),
    ("justification", "'quoted'", "'quoted'"),
    ("role", "Médecin", "Médecin"),
]


@pytest.mark.parametrize(("column", "text", "expected"), GOOD)
def test_an_entry_is_read_as_its_kind(
    tmp_path: Path, column: str, text: str, expected: object
) -> None:
    assert _person(tmp_path, column, text) == expected


BAD = [
    ("salary", "lots", "is not a number; enter an amount"),
    ("salary", "-5", "-5 is outside what is allowed; enter an amount in pounds, 0 or more"),
    ("salary", "27,75,00", "is not a number; enter an amount"),
    ("salary", "1e5", "is not a number; enter an amount"),
    ("salary", "99999999999999", "outside what is allowed"),
    ("bonus_percent", "3.25", "write 3.25% or 0.0325"),
    ("bonus_percent", "five", "is not a percentage"),
    ("bonus_percent", "120%", "outside what is allowed"),
    ("award_given", "0", "outside what is allowed"),
    ("fte", "1.2", "is over 1"),
    ("fte", "0", "outside what is allowed"),
    ("in_post_from", "April 2025", "write the date as 2025-04-01"),
    ("in_post_from", "2025-02-30", "not in the calendar"),
    ("in_post_from", "1905-01-01", "out of range"),
    ("exempt", "perhaps", "write one of: Yes, No"),
    ("post", "x" * 256, "at most 255"),
]


@pytest.mark.parametrize(("column", "text", "words"), BAD)
def test_an_entry_of_the_wrong_kind_is_refused_at_its_place(
    tmp_path: Path, column: str, text: str, words: str
) -> None:
    content = f'post,{column}\nNurse,"{text}"\n' if column != "post" else f"post\n{text}\n"

    with pytest.raises(UnusableInput) as refused:
        read_people_csv(_file(tmp_path, content))

    [problem] = refused.value.problems
    assert problem.startswith(f"{tmp_path / 'input.csv'}, row 2, column {column}: ")
    assert words in problem


LONG = (
    "9" * 70_000, "-" + "9" * 70_000, "0." + "1" * 70_000, "9" * 70_000 + "%", "A" * 70_000,
    "31/12/" + "9" * 70_000, "2025/" + "9" * 70_000,
)  # fmt: skip


def test_no_message_repeats_a_long_field_whatever_its_kind() -> None:
    wrong = set()
    for sheet in template_layout().sheets:
        for table in sheet.tables if sheet.purpose == "input" else ():
            fields: tuple[Column | Line, ...] = (*table.columns, *table.lines)
            for one in fields:
                for text in LONG if one.choices or one.kind not in {CHOICE, MIXED_CHOICE} else ():
                    try:
                        wrong.add((one.key, text[:9], from_text(text, one.kind, one.choices)))
                    except ValueError as fault:
                        if len(str(fault)) > 400 or "inf" in str(fault).split():
                            wrong.add((one.key, text[:9], str(fault)[:99]))
    assert wrong == set()


def test_people_come_row_by_row_and_empty_lines_are_skipped(tmp_path: Path) -> None:
    path = _file(tmp_path, "\ufeffpost,salary\r\nA,1\r\n,\r\n\r\nB,\r\n")

    assert read_people_csv(path) == [{"post": "A", "salary": 1.0}, {"post": "B"}]


def test_row_numbers_count_lines_inside_quotes(tmp_path: Path) -> None:
    path = _file(tmp_path, 'post,justification,salary\nA,"one\ntwo",1\nB,,x\n')

    with pytest.raises(UnusableInput, match="row 4, column salary"):
        read_people_csv(path)


def test_windows_text_is_read_where_the_file_is_not_utf_8(tmp_path: Path) -> None:
    path = _file(tmp_path, "post,salary\nHead of Caf\xe9,\xa3100\n".encode("cp1252"))

    assert read_people_csv(path) == [{"post": "Head of Café", "salary": 100.0}]


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "only blank lines": (b"\n,,\n", "the file is empty"),
    "binary": (b"PK\x03\x04\x00\x00", "is not a CSV file"),
    "UTF-16": ("post\nA\n".encode("utf-16"), "is not a CSV file"),
    "neither encoding": (b"post\n\x81\x8d\n", "neither UTF-8 nor Windows"),
    "open quote": (b'post\n"A\n', "it is not CSV text"),
    "unknown column": (b"post,pay\nA,1\n", "'pay' is not a column"),
    "column twice": (b"post,salary,salary\nA,1,2\n", "appears twice"),
    "no post column": (b"salary\n1\n", "the column post is missing"),
    "too many fields": (b"post,salary\nA,277,500\n", "put a value with commas in quotes"),
    "no header known": (b"a;b\tc\nA;1\n", "is not a column"),
}


@pytest.mark.parametrize("case", FILES)
def test_an_unusable_file_of_people_is_refused(tmp_path: Path, case: str) -> None:
    content, words = FILES[case]

    with pytest.raises(UnusableInput, match=words):
        read_people_csv(_file(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"gone\.csv cannot be read"):
        read_people_csv(tmp_path / "gone.csv")


def test_the_organisation_is_read_by_item(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        'Item,Value\nkind,Foundation trust\npay_year,2025-26\nsize,"£600,000,000"\n'
        "league_segment,3\nprogramme,FALSE\nhighest_paid,280 – 285\nmedian,36622\n"
        'award.withheld_segments,"4,5"\napproval.basis,actual\nexplanation,\n',
    )

    assert read_organisation_csv(path) == {
        "kind": "Provider", "pay_year": "2025/26", "size": 600_000_000.0, "league_segment": 3,
        "programme": "No", "highest_paid": "280-285", "median": 36_622.0,
        "award.withheld_segments": "4,5", "approval.basis": "Actual", "explanation": None,
    }  # fmt: skip


ORGANISATIONS = {
    "key,value\na,b\n": "write item,value",
    "item,value\nturnover,5\n": "'turnover' is not an item",
    "item,value\nkind,ICB\nkind,ICB\n": "appears twice",
    "item,value\nsize,600,000\n": "put a value with commas in quotes",
    "item,value\nkind,hospice\n": "write one of: Provider, ICB",
    "item,value\nleague_segment,7\n": "write one of: 1, 2, 3, 4, 5, Not segmented",
    "item,value\npay_year,2025/27\n": "write one of: 2021/22",
}


@pytest.mark.parametrize("content", ORGANISATIONS)
def test_an_unusable_file_of_the_organisation_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnusableInput, match=ORGANISATIONS[content]):
        read_organisation_csv(_file(tmp_path, content))


def test_every_fault_is_listed_up_to_twenty(tmp_path: Path) -> None:
    path = _file(tmp_path, "post,salary\n" + "A,x\n" * 23)

    with pytest.raises(UnusableInput) as refused:
        read_people_csv(path)

    assert len(refused.value.problems) == 21
    assert refused.value.problems[-1] == "… and 3 more."


def test_ranges_keep_the_columns_of_the_format_and_ignore_others(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        f"{RANGE_HEADER},checked by\nS,ICB,A,,,Chief executive,175000,197500,,2022-01-31,"
        "2025-03-31,Answer,Superseded,me\n",
    )

    [row] = read_ranges_csv(path)
    assert row["minimum"] == 175_000
    assert row["status"] == "superseded"
    assert "size_from" not in row
    assert "checked by" not in row


def test_ranges_without_a_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="the column status is missing"):
        read_ranges_csv(_file(tmp_path, RANGE_HEADER.removesuffix(",status") + "\n"))


def test_the_blank_files_are_read_as_empty(tmp_path: Path) -> None:
    readers: dict[str, Any] = {
        "organisation.csv": read_organisation_csv,
        "people.csv": read_people_csv,
        "ranges.csv": read_ranges_csv,
        "staff-pay.csv": read_staff_pay_csv,
        "earlier-ratios.csv": read_earlier_ratios_csv,
    }
    blank = guided_csv_files()
    del blank[GUIDANCE]
    assert blank.keys() == readers.keys()
    for name, content in blank.items():
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        read = readers[name](path)

        assert not any(read.values() if isinstance(read, dict) else read)
