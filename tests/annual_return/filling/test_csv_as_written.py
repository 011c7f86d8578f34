"""CSV files as programs and people leave them: separators, spaces, control characters, names."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.annual_return.filling.blank_files import GUIDANCE, guided_csv_files
from vsm_xl.annual_return.filling.column_names import _ALIASES, Names
from vsm_xl.annual_return.filling.csv_files import (
    organisation_lines,
    read_earlier_ratios_csv,
    read_organisation_csv,
    read_people_csv,
    read_ranges_csv,
    read_staff_pay_csv,
)
from vsm_xl.annual_return.filling.given import read_given
from vsm_xl.annual_return.template.sheets import pay_ranges, people, staff_pay
from vsm_xl.csv_reader import plain_name
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

#: The same person, however the file is written.
PERSON = {"post": "Chief Nurse", "salary": 150_000.0, "fte": 0.5}
WRITTEN = {
    "commas": "post,salary,fte\nChief Nurse,150000,0.5\n",
    "semicolons": "post;salary;fte\nChief Nurse;150,000;0.5\n",
    "tabs": "post\tsalary\tfte\nChief Nurse\t£150,000\t0.5\n",
    "keys in any case": "Post,SALARY,Fte\nChief Nurse,150000,0.5\n",
    "labels of the sheet": "Post,Salary at 31 March,Full-time equivalent\nChief Nurse,150000,0.5\n",
    "usual names": "Job title,Annual salary (£),WTE\nChief Nurse,150000,0.5\n",
    "labels with odd spaces": "Post,Salary at\u00a031\u202fMarch ,WTE\u200b\nChief Nurse,150000,.5\n",
    "trailing blank columns": "post,salary,fte,,\nChief Nurse,150000,0.5,,\n,,,,\n",
    "no-break spaces": "post,salary,fte\n\u00a0Chief\u00a0Nurse,\u202f150000\u2007,0.5\u00a0\n",
    "Ctrl-Z at the end": "post,salary,fte\r\nChief Nurse,150000,0.5\r\n\x1a",
    "old line ends": "post,salary,fte\rChief Nurse,150000,0.5\r",
    "a byte-order mark": "\ufeffpost,salary,fte\nChief Nurse,150000,0.5\n",
    "blank lines": "\n,,\npost,salary,fte\n\nChief Nurse,150000,0.5\n\n",
}


def _file(folder: Path, content: str, name: str = "input.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def problems(read: Any, path: Path) -> list[str]:
    with pytest.raises(UnusableInput) as refused:
        read(path)
    return [line.replace(str(path.parent) + os.sep, "") for line in refused.value.problems]


def test_the_same_person_is_read_however_the_file_is_written(tmp_path: Path) -> None:
    read = {how: read_people_csv(_file(tmp_path, content)) for how, content in WRITTEN.items()}

    assert {how: found for how, found in read.items() if found != [PERSON]} == {}


REFUSED = {
    "post,salry\nA,1\n": "row 1: 'salry' is not a column of this file; did you mean salary?",
    "post,FTEs\nA,1\n": "row 1: 'FTEs' is not a column of this file; did you mean fte?",
    "post,salary,Annual salary\nA,1,2\n": "row 1: the column salary appears twice (as 'salary' and "
    "'Annual salary'); remove one",
    "post,,salary\nA,x,1\n": "row 2: 'x' is in column 2, which has no header; give it one, or "
    "clear the field",
    "post,salary\nA,277,500\n": "row 2: 3 fields under 2 columns; put a value with commas in quotes",
    "post,salary\nA\x1a,1\n": "row 2, column post: it holds the character Ctrl-Z (U+001A), which "
    "cannot be seen; delete it",
    "post,salary\nA,1\x072\n": "row 2, column salary: it holds the character Ctrl-G (U+0007), which "
    "cannot be seen; delete it",
    "post,sal\x08ary\nA,1\n": "row 1: the header holds the character Ctrl-H (U+0008), which cannot "
    "be seen; delete it",
    "post,pension_benefit\nA,-5000\n": "row 2, column pension_benefit: -5000 is outside what is "
    "allowed; enter an amount in pounds, 0 or more, as a number without text, such as 150000; for a "
    "negative benefit enter 0, the report shows nil",
    "post;salary\nA;27.500,00\n": "row 2, column salary: '27.500,00' is not a number; enter an amount "
    "in pounds, 0 or more, as a number without text, such as 150000",
}


def test_what_cannot_be_read_is_refused_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    said = {content: problems(read_people_csv, _file(tmp_path, content)) for content in REFUSED}

    assert said == {content: [f"input.csv, {words}"] for content, words in REFUSED.items()}


def test_a_band_that_excel_made_a_date_is_named(tmp_path: Path) -> None:
    [said] = problems(read_organisation_csv, _file(tmp_path, "item,value\nhighest_paid,05-Oct\n"))

    assert said.endswith(
        "Excel made a date of the band 5-10: format the cell as text, and type 5-10"
    )


def test_a_vertical_tab_ends_a_line_within_a_text(tmp_path: Path) -> None:
    [row] = read_people_csv(_file(tmp_path, "post,justification\nA,one\x0btwo\u2028three\n"))

    assert row["justification"] == "one\ntwo\nthree"


def test_a_long_field_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    for content in (f"post,salary\nA,{'9x' * 35_000}\n", f"post,{'y' * 70_000}\nA,1\n"):
        said = problems(read_people_csv, _file(tmp_path, content))
        assert len(" ".join(said)) < 1_500
        assert "(70,000 characters)" in said[0]


def test_the_known_names_are_listed_once(tmp_path: Path) -> None:
    said = problems(read_people_csv, _file(tmp_path, "post,zzz,qqq,salry\nA,1,2,3\n"))

    assert [line.count("justification") for line in said] == [1, 0, 0]


def test_more_rows_than_any_file_has_are_refused_at_once(tmp_path: Path) -> None:
    many = _file(tmp_path, "pay\n" + "1\n" * 9_000_000)

    [said] = problems(read_staff_pay_csv, many)
    assert "has more than 400,000 rows" in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "input.csv")

    [said] = problems(read_people_csv, tmp_path / "input.csv")
    assert "is not an ordinary file" in said


def test_faults_of_all_files_are_said_in_one_run(tmp_path: Path) -> None:
    organisation = _file(tmp_path, "item,value\nkind,hospice\n", "organisation.csv")
    posts = _file(tmp_path, "post,salary\nA,x\nB,y\n", "people.csv")

    with pytest.raises(UnusableInput) as refused:
        read_given(organisation=organisation, people=posts, ranges=tmp_path / "none.csv")

    files = [re.search(r"(\w+)\.csv", line) for line in refused.value.problems]
    assert [found and found[1] for found in files] == ["organisation", "people", "people", "none"]


def test_every_name_is_known_and_none_is_a_name_of_two() -> None:
    for asked in (
        organisation_lines(), people.COLUMNS, pay_ranges.COLUMNS, staff_pay.LIST, staff_pay.EARLIER,
    ):  # fmt: skip
        names = Names(asked)
        keys = {one.key for one in asked}
        wrong = {key for key in keys if names.key(key) != key}
        wrong |= {
            alias
            for key in keys
            for alias in _ALIASES.get(key, ())
            if names.key(alias) != key or plain_name(alias) != alias
        }
        labels = [getattr(one, "header", "") or getattr(one, "label", "") for one in asked]
        wrong |= {label for label in labels if names.key(label) not in keys}
        assert wrong == set()


def test_the_empty_files_with_guidance_are_read_as_empty(tmp_path: Path) -> None:
    readers = {
        "organisation.csv": read_organisation_csv, "people.csv": read_people_csv,
        "ranges.csv": read_ranges_csv, "staff-pay.csv": read_staff_pay_csv,
        "earlier-ratios.csv": read_earlier_ratios_csv,
    }  # fmt: skip
    files = guided_csv_files()

    assert files.keys() - {GUIDANCE} == readers.keys()
    for name, read in readers.items():
        found: Any = read(_file(tmp_path, files[name], name))
        assert not any(found.values() if isinstance(found, dict) else found)
    assert all(row.rstrip(",").count(",") >= 3 for row in files[GUIDANCE].splitlines())
